"""Agreement on given units: what annotators said of the same thing.

`units[i]` holds the values that annotators gave to unit i, one column each; None is no judgement.
Sources: Krippendorff, Content Analysis (2004, ch. 11) and Computing Krippendorff's Alpha (2011);
Cohen 1960; Scott 1955; Fleiss 1971; Gwet, Handbook of Inter-Rater Reliability (2014); Artstein and
Poesio 2008; Passonneau 2006.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import lru_cache
from math import log1p, sqrt
from typing import Any

from annotator.agreement.score import NO_VARIATION, NOT_JUDGED_TWICE, Score

Unit = Sequence[Any]
Units = Sequence[Unit] | Mapping[Unit, int]
"""Each unit, or how often each different one is there."""
Distance = Callable[[Any, Any], float]
"""How far two values are apart: 0 for the same; the scale does not matter."""


def nominal(one: Any, other: Any) -> float:
    """Return 0 for the same value, else 1."""
    return float(one != other)


def interval(one: float, other: float) -> float:
    """Return the squared difference."""
    return float((one - other) ** 2)


def ratio(one: float, other: float) -> float:
    """Return the squared difference over the sum: 1 and 2 are further apart than 11 and 12."""
    return ((one - other) / (one + other)) ** 2 if one + other else 0.0


def log_interval(one: float, other: float) -> float:
    """Return the squared difference of log(1 + x)."""
    return (log1p(one) - log1p(other)) ** 2


def masi(one: Iterable[Hashable], other: Iterable[Hashable]) -> float:
    """Return Passonneau's distance of sets: 1 - Jaccard x {1, 2/3, 1/3, 0}.

    The factor is 1 for the same set, 2/3 where one holds the other, 1/3 where they overlap.
    """
    a, b = frozenset(one), frozenset(other)
    if a == b:
        return 0.0
    shared = len(a & b)
    if not shared:
        return 1.0
    return 1 - shared / len(a | b) * (2 / 3 if a <= b or b <= a else 1 / 3)


def percent(units: Units) -> Score:
    """Return the mean share of agreeing pairs of judgements, unit by unit."""
    pairable = _pairable(units)
    agreeing = sum(times * _agreeing(counts) for counts, times in pairable)
    return Score.ratio(agreeing, _number(pairable), NOT_JUDGED_TWICE)


def alpha(units: Units, distance: Distance = nominal) -> Score:
    """Return Krippendorff's alpha; missing judgements are allowed."""
    pairable = _pairable(units)
    marginals = _summed(pairable)
    if not marginals:
        return Score.undefined(NOT_JUDGED_TWICE)
    observed = sum(
        times * _distances(counts, counts, distance) / (counts.total() - 1)
        for counts, times in pairable
    )
    expected = _distances(marginals, marginals, distance) / (marginals.total() - 1)
    return Score(1 - observed / expected) if expected else Score.undefined(NO_VARIATION)


def ordinal_alpha(units: Units, order: Sequence[Any] = ()) -> Score:
    """Return alpha for values whose order counts, but not how far they are apart.

    Args:
        order: the values from the lowest on; others stand behind them in their natural order.
    """
    counts = _summed(_pairable(units))
    others = sorted(set(counts) - set(order))
    ranks = _ranks(counts, [*order, *others])
    return alpha(units, lambda one, other: (ranks[one] - ranks[other]) ** 2)


def ac1(units: Units) -> Score:
    """Return Gwet's AC1, which skewed values do not pull down."""
    return _corrected(units, _gwet_chance(_rated(units)))


def ac1_deviation(units: Units) -> Score:
    """Return the standard error of AC1 over a sample of units (Gwet 2014, section 5.5)."""
    found = ac1(units)
    rated = _rated(units)
    number = _number(rated)
    if found.value is None or number < 2:
        return Score.undefined(found.reason or NOT_JUDGED_TWICE)
    shares, chance = _shares(rated), _gwet_chance(rated)
    weight = number / _number(_pairable(units))
    squares = 0.0
    for counts, times in rated:
        own = 0.0
        if counts.total() > 1:
            own = weight * (_agreeing(counts) - chance) / (1 - chance)
        expected = sum((1 - shares[value]) * n for value, n in counts.items())
        expected /= counts.total() * (len(shares) - 1)
        pull = 2 * (1 - found.value) * (expected - chance) / (1 - chance)
        squares += times * (own - pull - found.value) ** 2
    return Score(sqrt(squares / (number * (number - 1))))


def cohen(units: Units, distance: Distance = nominal) -> Score:
    """Return Cohen's kappa of two annotators, weighted where a distance is given."""
    both = Counter({(a, b): n for (a, b), n in _alike(units).items() if None not in (a, b)})
    if not both:
        return Score.undefined(NOT_JUDGED_TWICE)
    first, second = Counter[Any](), Counter[Any]()
    for (a, b), times in both.items():
        first[a] += times
        second[b] += times
    observed = sum(times * distance(a, b) for (a, b), times in both.items()) / both.total()
    expected = _distances(first, second, distance) / both.total() ** 2
    return Score(1 - observed / expected) if expected else Score.undefined(NO_VARIATION)


def fleiss(units: Units) -> Score:
    """Return Fleiss' kappa, with missing judgements as Gwet has it."""
    return _corrected(units, sum(share**2 for share in _shares(_rated(units)).values()))


def fleiss_of(units: Units, category: Any) -> Score:
    """Return Fleiss' kappa of one category against all others."""
    sums: Counter[Unit] = Counter()
    for unit, times in _alike(units).items():
        sums[tuple(None if v is None else v == category for v in unit)] += times
    return fleiss(sums)


def scott(units: Units) -> Score:
    """Return Scott's pi of two annotators, which is Fleiss' kappa of two."""
    return fleiss({(a, b): n for (a, b), n in _alike(units).items() if None not in (a, b)})


def bennett(units: Units) -> Score:
    """Return S of Bennett, Alpert and Goldstein, which is Brennan and Prediger's coefficient."""
    return _corrected(units, 1 / max(1, len(_shares(_rated(units)))))


def conger(units: Units) -> Score:
    """Return Conger's kappa, which is Cohen's for more than two annotators."""
    alike = _alike(units)
    columns: list[Counter[Any]] = [Counter() for _ in next(iter(alike), ())]
    for unit, times in alike.items():
        for column, value in zip(columns, unit, strict=True):
            if value is not None:
                column[value] += times
    if len(columns) < 2 or not all(columns):
        return Score.undefined(NOT_JUDGED_TWICE)
    chance, number = 0.0, len(columns)
    for value in {value for column in columns for value in column}:
        shares = [column[value] / column.total() for column in columns]
        mean = sum(shares) / number
        chance += mean**2 - sum((share - mean) ** 2 for share in shares) / (number - 1) / number
    return _corrected(units, chance)


def expected_agreement(units: Units) -> Score:
    """Return the agreement that Fleiss' kappa takes for chance."""
    shares = _shares(_rated(units))
    if not shares:
        return Score.undefined(NOT_JUDGED_TWICE)
    return Score(sum(share**2 for share in shares.values()))


_Rated = list[tuple[Counter[Any], int]]
"""Judgements of a unit, and how many units have just these: there are few different ones."""


def _rated(units: Units) -> _Rated:
    """Return the judgements of all units that have any."""
    counted = ((_judgements(unit), times) for unit, times in _alike(units).items())
    return [(counts, times) for counts, times in counted if counts]


def _alike(units: Units) -> Mapping[Unit, int]:
    return units if isinstance(units, Mapping) else Counter(map(tuple, units))


@lru_cache(maxsize=10_000)
def _judgements(unit: Unit) -> Counter[Any]:
    """Return the values of a unit; resamples ask for the same ones again and again."""
    return Counter(v for v in unit if v is not None)


def _pairable(units: Units) -> _Rated:
    return [(counts, times) for counts, times in _rated(units) if counts.total() > 1]


def _number(rated: _Rated) -> int:
    return sum(times for _, times in rated)


def _agreeing(counts: Counter[Any]) -> float:
    """Return the share of pairs of judgements of a unit that agree."""
    number = counts.total()
    return sum(n * (n - 1) for n in counts.values()) / (number * (number - 1))


def _shares(rated: _Rated) -> dict[Any, float]:
    """Return how much of an average unit each value has."""
    shares: defaultdict[Any, float] = defaultdict(float)
    units = _number(rated)
    for counts, times in rated:
        for value, number in counts.items():
            shares[value] += times * number / counts.total() / units
    return shares


def _gwet_chance(rated: _Rated) -> float:
    shares = _shares(rated)
    return sum(share * (1 - share) for share in shares.values()) / max(1, len(shares) - 1)


def _corrected(units: Units, chance: float) -> Score:
    """Return how far observed agreement is above chance, as a part of how far it could be."""
    agreed = percent(units)
    if agreed.value is None:
        return agreed
    if len(_shares(_rated(units))) < 2:  # with more values, chance is below 1
        return Score.undefined(NO_VARIATION)
    return Score((agreed.value - chance) / (1 - chance))


def _distances(first: Counter[Any], second: Counter[Any], distance: Distance) -> float:
    """Return the sum of the distances of all pairs with one value from each."""
    if distance is nominal:
        return first.total() * second.total() - sum(n * second[v] for v, n in first.items())
    return sum(n * m * distance(a, b) for a, n in first.items() for b, m in second.items())


def _ranks(counts: Mapping[Any, int], order: Sequence[Any]) -> dict[Any, float]:
    """Return the middle of the place that each value takes among all judgements."""
    ranks, before = {}, 0
    for value in order:
        number = counts.get(value, 0)
        ranks[value] = before + number / 2
        before += number
    return ranks


def _summed(rated: _Rated) -> Counter[Any]:
    sums: Counter[Any] = Counter()
    for counts, times in rated:
        for value, number in counts.items():
            sums[value] += times * number
    return sums
