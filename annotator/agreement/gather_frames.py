"""Measures of what frames hold, gathered article by article: roles, values, types."""

from collections.abc import Sequence

from annotator.agreement.frames import Aligned, Framed, align_frames, role_counts, value_pairs
from annotator.agreement.gather_values import ValueSums
from annotator.agreement.lines import Line
from annotator.agreement.sums import Drawing, f1
from annotator.model.annotation import Layer
from annotator.model.scheme import Scheme

_ARGUMENT_LEVELS = ("role", "exact", "overlap")


class FrameGatherer:
    """Everything that is measured on what the frames of one layer hold."""

    def __init__(self, layer: Layer, scheme: Scheme) -> None:
        self.layer: Layer = layer
        frames = scheme.incidents if layer == "incidents" else scheme.claims
        self._attributes = frames.attributes
        self._roles: set[tuple[str, str]] = set()
        self._values = ValueSums()

    def add(self, article: str, first: Sequence[Framed], second: Sequence[Framed]) -> list[Aligned]:
        """Count what two annotators' frames of one article hold; return how they are aligned."""
        sums = self._values.sums
        pairs = align_frames(first, second)
        for level in _ARGUMENT_LEVELS:
            found = role_counts(pairs, level, matched_only=self.layer == "claims")
            for role, counts in found.items():
                self._roles.add((role, level))
                sums.count(article, ("role", role, level), counts)
                sums.count(article, ("role", "", level), counts)
        for name, one, other in value_pairs(pairs):
            self._values.add(article, name, self._attributes.get(name), (one, other))
        return pairs

    def lines(self, drawing: Drawing) -> list[Line]:
        """Return the lines of all roles together, of each role, and of each attribute."""
        whole = [("", level) for level in _ARGUMENT_LEVELS]
        made = [
            f1("argument_f1", role, ("role", role, level), level)
            for role, level in (*whole, *sorted(self._roles))
        ]
        made += self._values.made(self._attributes)
        return self._values.sums.lines(self.layer, made, drawing)
