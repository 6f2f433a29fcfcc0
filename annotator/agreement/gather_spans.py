"""Measures of spans, gathered article by article: mentions, contents of claims, triggers."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice
from statistics import fmean
from typing import NamedTuple

from annotator.agreement.confusion import Confusion
from annotator.agreement.gamma import gamma
from annotator.agreement.lines import Line, Place, scored
from annotator.agreement.marks import Mark
from annotator.agreement.matching import Pair, align
from annotator.agreement.score import NOT_JUDGED_TWICE, Counts, Score
from annotator.agreement.shared import Shared, starts_of
from annotator.agreement.span_f1 import Key, SpanF1
from annotator.agreement.sums import DocumentSums, Drawing, Made, Sums, coded, f1
from annotator.agreement.unitizing import UnitAlpha, unit_sums
from annotator.model.annotation import Layer

Held = Callable[[str, str, int], bool]
"""Says whether an annotator (first) saw no suggestions in the sentence (last) of an article."""


_UNITS, _TYPES = "units", "types"


class SpanOptions(NamedTuple):
    """What is to be gathered of spans."""

    gamma: bool = False
    places: int = 0
    held: Held | None = None


class SpanGatherer:
    """Everything that is measured on the spans of one layer."""

    def __init__(self, layer: Layer, options: SpanOptions) -> None:
        self.layer, self._options = layer, options
        self.f1 = SpanF1()
        self.confusion = Confusion()
        self.places: list[Place] = []
        self._sums = DocumentSums()
        self._gammas: list[Score] = []

    def add(self, work: Shared, first: Sequence[Mark], second: Sequence[Mark]) -> list[Pair]:
        """Count what two annotators marked in one article; return how it is aligned."""
        pairs = align(first, second)
        self.f1.add_aligned(work.article, work.pair, pairs)
        self._sums.add_all(work.article, _UNITS, unit_sums(work.length, (first, second)))
        for pair in pairs:
            if pair.first and pair.second:
                types = pair.first.type, pair.second.type
                self._sums.add(work.article, _TYPES, types)
        self._differ(work, pairs)
        self._count_sentences(work, first, second)
        if self._options.held:
            self._count_split(work, first, second, self._options.held)
        if self._options.gamma:
            self._gammas.append(gamma([first, second]))
        return pairs

    def lines(self, drawing: Drawing) -> Iterator[Line]:
        """Yield the lines of the layer: the headline first, then pairs, then types."""
        measured = self.f1.measured(*drawing)
        for key in sorted(measured, key=lambda key: (bool(key.type), key.pair, key.type)):
            found = measured[key]
            yield Line(
                *(self.layer, "span_f1", key.type, key.level, key.pair),
                *(found.score, found.interval, found.counts.size),
            )
        yield from self._sums.lines(self.layer, [*self._made()], drawing)
        if self._options.gamma:
            values = [score.value for score in self._gammas if score.value is not None]
            mean = Score(fmean(values)) if values else Score.undefined(NOT_JUDGED_TWICE)
            yield scored(self.layer, "gamma", "", mean, len(values))

    def _made(self) -> Iterator[Made]:
        yield f1("sentence_f1", "", "sentence_f1")
        if self._options.held:
            yield f1("span_f1_shown", "", "span_f1_shown", "exact")
            yield f1("span_f1_held_back", "", "span_f1_held_back", "exact")
        yield from coded("type", _TYPES)
        totals = self.f1.totals()
        size = totals.get(Key("exact"), Counts()).size
        yield Made("cu_alpha", "", _UNITS, _cu_alpha, number=_always(size))
        for kind in self.confusion.types:
            size = totals[Key("exact", type=kind)].size
            yield Made("u_alpha", kind, _UNITS, partial(_u_alpha, kind), number=_always(size))

    def _differ(self, work: Shared, pairs: Sequence[Pair]) -> None:
        self.confusion.add(pairs)
        wanted = self._options.places - len(self.places)
        differing = (pair for pair in pairs if pair.kind != "exact")
        for kind, one, other in islice(differing, max(0, wanted)):
            start = min(mark.start for mark in (one, other) if mark)
            types = one.type if one else "", other.type if other else ""
            self.places.append(Place(self.layer, work.article, start, kind, work.pair, types))

    def _count_sentences(self, work: Shared, first: Sequence[Mark], second: Sequence[Mark]) -> None:
        sides = [starts_of(_ranges(side), work.sentences) for side in (first, second)]
        counts = Counts(len(sides[0] & sides[1]), len(sides[0]) + len(sides[1]))
        self._sums.count(work.article, "sentence_f1", counts)

    def _count_split(
        self, work: Shared, first: Sequence[Mark], second: Sequence[Mark], held: Held
    ) -> None:
        """Count exact matches by whether suggestions were shown to both, or to neither."""
        states = {
            one.start: {held(name, work.article, one.start) for name in work.pair}
            for one in work.sentences
        }
        for state, name in ((False, "span_f1_shown"), (True, "span_f1_held_back")):
            own = {start for start, found in states.items() if found == {state}}
            kept = [
                [m for m in side if starts_of(m.fragments, work.sentences) <= own]
                for side in (first, second)
            ]
            exact = sum(
                (Counter(m[:4] for m in kept[0]) & Counter(m[:4] for m in kept[1])).values()
            )
            self._sums.count(work.article, name, Counts(exact, len(kept[0]) + len(kept[1])))


def _ranges(marks: Sequence[Mark]) -> Iterator[tuple[int, int]]:
    for one in marks:
        if one.gaps:
            yield from one.fragments
        else:
            yield one[:2]


def _cu_alpha(sums: Sums) -> Score:
    return UnitAlpha(sums).cu_alpha()


def _u_alpha(kind: str, sums: Sums) -> Score:
    return UnitAlpha(sums).u_alpha_of(kind)


def _always(number: int) -> Callable[[Sums], int]:
    return lambda _: number
