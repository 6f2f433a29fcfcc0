"""Which types are taken for which, and how two annotators differ."""

from collections import Counter
from collections.abc import Iterable

from annotator.agreement.matching import KINDS, Kind, Pair

NOTHING = ""
"""Stands in a confusion where one of the two marked nothing."""


class Confusion:
    """Types of aligned marks: rows are the first annotator's, columns the second's."""

    def __init__(self) -> None:
        self.cells: Counter[tuple[str, str]] = Counter()
        self.kinds: Counter[Kind] = Counter()

    def add(self, pairs: Iterable[Pair]) -> None:
        """Count the pairs of one document."""
        for kind, first, second in pairs:
            self.cells[first.type if first else NOTHING, second.type if second else NOTHING] += 1
            self.kinds[kind] += 1

    @property
    def types(self) -> list[str]:
        """The types in it, by name."""
        return sorted({kind for cell in self.cells for kind in cell} - {NOTHING})

    @property
    def by_kind(self) -> dict[str, int]:
        """How often people agreed, and differed in which way, by `KINDS`."""
        return {kind: self.kinds[kind] for kind in KINDS}
