"""Pairwise F1 of spans: over everything, per pair and per type, at four levels of matching."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean, pstdev
from typing import NamedTuple

from annotator.agreement.bootstrap import RESAMPLES, SEED, intervals
from annotator.agreement.marks import Mark
from annotator.agreement.matching import LEVELS, Level, match
from annotator.agreement.score import NOTHING_MARKED, Counts, Interval, Score

Names = tuple[str, str]
"""Two annotators, in the order of their names."""

EVERYBODY: Names = ("", "")
TYPED_LEVELS: tuple[Level, ...] = ("exact", "overlap")
"""The levels at which a pair has one type, so that F1 can be told per type."""


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
        self._documents: defaultdict[str, dict[Key, Counts]] = defaultdict(dict)
        self.agreed_empty = 0

    @property
    def documents(self) -> list[Mapping[Key, Counts]]:
        """The counts of every document that a pair has judged, in the order they came."""
        return list(self._documents.values())

    def add(
        self, document: str, pair: Names, first: Sequence[Mark], second: Sequence[Mark]
    ) -> None:
        """Count what two annotators marked in one document."""
        counts = self._documents[document]
        self.agreed_empty += not first and not second
        for key, value in pair_counts(first, second).items():
            counts[key] = counts[key] + value if key in counts else value
            if not key.type:
                own = Key(key.level, pair)
                counts[own] = counts[own] + value if own in counts else value

    def totals(self) -> dict[Key, Counts]:
        """Return the counts over all documents."""
        sums: dict[Key, Counts] = {}
        for counts in self._documents.values():
            for key, value in counts.items():
                sums[key] = sums.get(key, Counts()) + value
        return sums

    def measured(self, resamples: int = RESAMPLES, seed: int = SEED) -> dict[Key, Measured]:
        """Return every F1 with its interval."""
        limits = intervals(self.documents, resamples, seed)
        return {
            key: Measured(counts.f1, limits[key], counts) for key, counts in self.totals().items()
        }


def pair_counts(first: Sequence[Mark], second: Sequence[Mark]) -> dict[Key, Counts]:
    """Return the counts of one document at all levels, and per type where a pair has one."""
    size = len(first) + len(second)
    types = Counter(mark.type for mark in first)
    types.update(mark.type for mark in second)
    counts: dict[Key, Counts] = {}
    alike = len(first) == len(second) and _bare(first) == _bare(second)
    for level in LEVELS:
        pairs = [] if alike else match(first, second, level)
        counts[Key(level)] = Counts(len(first) if alike else len(pairs), size)
        if level not in TYPED_LEVELS:
            continue
        matched = Counter(one.type for one, _ in pairs)
        for kind, number in types.items():
            both = number // 2 if alike else matched[kind]
            counts[Key(level, type=kind)] = Counts(both, number)
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


def _bare(marks: Sequence[Mark]) -> list[tuple[object, ...]]:
    return sorted(mark[:4] for mark in marks)
