"""Pairwise F1 of spans: over everything, per pair and per type, at four levels of matching."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from statistics import fmean, pstdev
from typing import NamedTuple

from annotator.agreement.bootstrap import RESAMPLES, SEED, intervals
from annotator.agreement.marks import Mark
from annotator.agreement.matching import LEVELS, Level, Pair, align, match, overlapping
from annotator.agreement.score import NOTHING_MARKED, Counts, Interval, Score

Names = tuple[str, str]
"""Two annotators, in the order of their names."""

EVERYBODY: Names = ("", "")


class Key(NamedTuple):
    """What an F1 is of."""

    level: Level
    pair: Names = EVERYBODY
    type: str = ""


class Measured(NamedTuple):
    """F1 with its interval and what it is made of."""

    score: Score
    interval: Interval
    counts: Counts


class SpanF1:
    """Counts of all documents, per pair and, over all pairs, per type; the headline of a layer.

    Micro-averages: matches and sizes are summed over documents and pairs, then divided. A document
    in which neither of a pair marked anything adds nothing and is counted in `agreed_empty`.
    """

    def __init__(self) -> None:
        self._documents: defaultdict[str, dict[Key, int]] = defaultdict(dict)
        self._keys: dict[Key, Key] = {}
        self.agreed_empty = 0

    @property
    def documents(self) -> list[Mapping[Key, int]]:
        """The packed counts of every document that a pair has judged, in the order they came."""
        return list(self._documents.values())

    def add(
        self, document: str, pair: Names, first: Sequence[Mark], second: Sequence[Mark]
    ) -> None:
        """Count what two annotators marked in one document."""
        self.add_aligned(document, pair, align(first, second))

    def add_aligned(self, document: str, pair: Names, pairs: Sequence[Pair]) -> None:
        """Count what two annotators marked in one document, as it was aligned."""
        counts = self._documents[document]
        self.agreed_empty += not pairs
        for key, value in pair_counts(pairs).items():
            number = value.packed
            counts[key] = counts.get(key, 0) + number
            if not key.type:
                own = Key(key.level, pair)
                own = self._keys.setdefault(own, own)
                counts[own] = counts.get(own, 0) + number

    def totals(self) -> dict[Key, Counts]:
        """Return the counts over all documents."""
        sums: dict[Key, int] = {}
        for counts in self._documents.values():
            for key, number in counts.items():
                sums[key] = sums.get(key, 0) + number
        return {key: Counts.unpacked(number) for key, number in sums.items()}

    def measured(self, resamples: int = RESAMPLES, seed: int = SEED) -> dict[Key, Measured]:
        """Return every F1 with its interval."""
        limits = intervals(self.documents, resamples, seed)
        return {
            key: Measured(counts.f1, limits[key], counts) for key, counts in self.totals().items()
        }


def pair_counts(pairs: Sequence[Pair]) -> dict[Key, Counts]:
    """Return the counts of one document at all levels, and per type where a pair has one.

    Args:
        pairs: all marks of the two annotators, as `matching.align` gives them.
    """
    types = Counter(one.type for pair in pairs for one in pair[1:] if one)
    size = types.total()
    exact = Counter(one.type for kind, one, _ in pairs if kind == "exact" and one)
    bounds = sum(kind in ("exact", "type") for kind, _, _ in pairs)
    overlap, existence = _overlaps(pairs, exact)
    counts = {
        _WHOLE["exact"]: Counts(exact.total(), size),
        _WHOLE["bounds"]: Counts(bounds, size),
        _WHOLE["overlap"]: Counts(overlap.total(), size),
        _WHOLE["existence"]: Counts(existence, size),
    }
    for kind, number in types.items():
        counts[_typed("exact", kind)] = Counts(exact[kind], number)
        counts[_typed("overlap", kind)] = Counts(overlap[kind], number)
    return counts


def f1(first: Sequence[Mark], second: Sequence[Mark], level: Level = "exact") -> Score:
    """Return the F1 of two annotators in one document."""
    return Counts(len(match(first, second, level)), len(first) + len(second)).f1


def mean_and_deviation(scores: Iterable[Score]) -> tuple[Score, Score]:
    """Return the mean and the population deviation of those scores that are defined (macro)."""
    values = [score.value for score in scores if score.value is not None]
    if not values:
        return Score.undefined(NOTHING_MARKED), Score.undefined(NOTHING_MARKED)
    return Score(fmean(values)), Score(pstdev(values))


def _overlaps(pairs: Sequence[Pair], exact: Counter[str]) -> tuple[Counter[str], int]:
    """Return how many pairs match at the levels of overlap, per type, and of existence."""
    rest = [pair for pair in pairs if pair.kind != "exact"]
    first, second = _sides(rest)
    if not (first and second):  # all that one of them has is matched already
        return exact, exact.total()
    agreed = sorted(one for kind, one, _ in pairs if kind == "exact" and one)
    # What agrees exactly is part of a best matching, unless it stands between two marks that do
    # not: then one more pair may be had by parting it.
    if overlapping(sorted(first), agreed) and overlapping(sorted(second), agreed):
        first, second = _sides(pairs)
        exact = Counter()
    overlap = Counter(one.type for one, _ in match(first, second, "overlap"))
    return exact + overlap, exact.total() + len(match(first, second, "existence"))


def _sides(pairs: Sequence[Pair]) -> tuple[list[Mark], list[Mark]]:
    first = [pair.first for pair in pairs if pair.first]
    return first, [pair.second for pair in pairs if pair.second]


@cache
def _typed(level: Level, kind: str) -> Key:
    return Key(level, type=kind)


_WHOLE: Mapping[Level, Key] = {level: Key(level) for level in LEVELS}
