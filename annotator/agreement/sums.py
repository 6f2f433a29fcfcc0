"""Measures made of what is summed over documents, with intervals by drawing documents again.

A document's numbers are added to a family, the things that one measure or several are made of; the
same function makes the value of all documents and that of every resample.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from random import Random
from typing import Any, NamedTuple

from annotator.agreement import coding
from annotator.agreement.bootstrap import FEW, NO_RESAMPLES, ONE_DOCUMENT, RESAMPLES, SEED, limits
from annotator.agreement.lines import EVERYBODY, NO_INTERVAL, Line
from annotator.agreement.score import FEW_DOCUMENTS, Counts, Interval, Score
from annotator.model.annotation import Layer

Sums = Mapping[Any, int]
"""The numbers of one family, by what they count; nothing stands for 0."""

MANY = 400
"""A family with more different things has no interval: drawing it again would take too long."""
TOO_MANY = f"more than {MANY} different values"
_MATCHED, _SIZE = "matched", "size"


class Drawing(NamedTuple):
    """How often documents are drawn, and from which seed."""

    resamples: int = RESAMPLES
    seed: int = SEED


class Made(NamedTuple):
    """One line of a report, and what it is made of."""

    measure: str
    of: str
    family: Hashable
    score: Callable[[Sums], Score]
    level: str = ""
    number: Callable[[Sums], int] = lambda sums: sum(sums.values())
    """How many things it was measured on."""
    drawn: bool = True
    """Whether it is to have an interval."""


def f1(measure: str, of: str, family: Hashable, level: str = "") -> Made:
    """Return the line of an F1 whose family was filled by `DocumentSums.count`."""
    return Made(measure, of, family, _f1, level, lambda sums: sums.get(_SIZE, 0))


def coded(of: str, family: Hashable) -> Iterator[Made]:
    """Yield percent, alpha, AC1 and kappas of a family of pairs of values, one by each annotator.

    Kappas have no interval: they are there to be compared with what others publish.
    """
    for measure, score, drawn in (
        ("percent", coding.percent, True),
        ("alpha_nominal", coding.alpha, True),
        ("ac1", coding.ac1, True),
        ("cohen", coding.cohen, False),
        ("fleiss", coding.fleiss, False),
        ("scott", coding.scott, False),
    ):
        yield Made(measure, of, family, score, drawn=drawn)


class DocumentSums:
    """The numbers of every document."""

    def __init__(self) -> None:
        self._documents: defaultdict[str, defaultdict[tuple[Hashable, Hashable], int]]
        self._documents = defaultdict(lambda: defaultdict(int))

    def add(self, document: str, family: Hashable, key: Hashable, number: int = 1) -> None:
        """Add a number to what a document has of a key."""
        self._documents[document][family, key] += number

    def add_all(self, document: str, family: Hashable, numbers: Sums) -> None:
        """Add the numbers of several keys."""
        found = self._documents[document]
        for key, number in numbers.items():
            found[family, key] += number

    def count(self, document: str, family: Hashable, counts: Counts) -> None:
        """Add what an F1 is made of."""
        self.add_all(document, family, {_MATCHED: counts.matched, _SIZE: counts.size})

    def totals(self) -> dict[Hashable, Sums]:
        """Return the sums over all documents, by family."""
        sums: defaultdict[tuple[Hashable, Hashable], int] = defaultdict(int)
        for found in self._documents.values():
            for key, number in found.items():
                sums[key] += number
        return _by_family(sums)

    def lines(self, layer: Layer, wanted: Sequence[Made], drawing: Drawing) -> list[Line]:
        """Return the lines in order, each with its interval; a family may have nothing in it."""
        totals = self.totals()
        scores = [one.score(totals.get(one.family, {})) for one in wanted]
        numbers = [one.number(totals.get(one.family, {})) for one in wanted]
        small = {family for family, sums in totals.items() if len(sums) <= MANY}
        drawn = {
            number: one
            for number, (one, score) in enumerate(zip(wanted, scores, strict=True))
            if one.drawn and score.value is not None
        }
        found = self._intervals(
            {n: one for n, one in drawn.items() if one.family in small}, drawing
        )
        large = {
            n: Interval(reason=TOO_MANY) for n, one in drawn.items() if one.family not in small
        }
        found |= large
        return [
            Line(
                *(layer, one.measure, one.of, one.level, EVERYBODY),
                *(score, found.get(number, NO_INTERVAL), numbers[number]),
            )
            for number, (one, score) in enumerate(zip(wanted, scores, strict=True))
        ]

    def _intervals(self, drawn: Mapping[int, Made], drawing: Drawing) -> dict[int, Interval]:
        if not drawing.resamples or len(self._documents) < 2:
            reason = ONE_DOCUMENT if drawing.resamples else NO_RESAMPLES
            return dict.fromkeys(drawn, Interval(reason=reason))
        values: dict[int, list[float]] = {number: [] for number in drawn}
        for sums in self._resampled({one.family for one in drawn.values()}, drawing):
            for number, one in drawn.items():
                value = one.score(sums.get(one.family, {})).value
                if value is not None:
                    values[number].append(value)
        reason = FEW if len(self._documents) < FEW_DOCUMENTS else ""
        return {number: limits(found, reason) for number, found in values.items()}

    def _resampled(
        self, families: set[Hashable], drawing: Drawing
    ) -> Iterator[dict[Hashable, Sums]]:
        """Yield sums over documents drawn again, of these families.

        All numbers of a document stand side by side in one, so that summing is nothing but
        additions; each has room for the sum of the largest.
        """
        documents = list(self._documents.values())
        largest: dict[tuple[Hashable, Hashable], int] = {}
        for found in documents:
            for key, number in found.items():
                if key[0] in families:
                    largest[key] = max(number, largest.get(key, 0))
        places: dict[tuple[Hashable, Hashable], tuple[int, int]] = {}
        at = 0
        for key, number in largest.items():
            width = (number * len(documents)).bit_length()
            places[key] = at, (1 << width) - 1
            at += width
        rows = [
            sum(number << places[key][0] for key, number in found.items() if key in places)
            for found in documents
        ]
        random = Random(drawing.seed)  # noqa: S311 - drawing documents, no secret
        for _ in range(drawing.resamples):
            total = sum(random.choices(rows, k=len(rows)))
            yield _by_family({key: total >> at & mask for key, (at, mask) in places.items()})


def _f1(sums: Sums) -> Score:
    return Counts(sums.get(_MATCHED, 0), sums.get(_SIZE, 0)).f1


def _by_family(sums: Mapping[tuple[Hashable, Hashable], int]) -> dict[Hashable, Sums]:
    found: defaultdict[Hashable, dict[Hashable, int]] = defaultdict(dict)
    for (family, key), number in sums.items():
        if number:
            found[family][key] = number
    return dict(found)
