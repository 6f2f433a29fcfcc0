"""Agreement on where units are and what they are, corrected for chance: Krippendorff's family.

`UnitAlpha` is the form of Krippendorff, Mathet, Bouvry and Widlöcher (2016, Quality & Quantity 50):
u-alpha, its binary form, cu-alpha (only where both marked something) and (k)u-alpha per value.
`alpha_1995` is the older form of one category, its expected term as corrected in Content Analysis
(2004, p. 254).

None of them allows that units of one annotator overlap; such input is undefined, and said to be.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, pairwise
from typing import NamedTuple

from annotator.agreement.marks import Mark
from annotator.agreement.matching import overlapping
from annotator.agreement.score import (
    NO_VARIATION,
    NOT_JUDGED_TWICE,
    NOTHING_MARKED,
    OVERLAP_INSIDE,
    Score,
)


class _Unit(NamedTuple):
    annotator: int
    mark: Mark


UnitKey = tuple[str, str, str]
"""What is summed, and the types that it is of, "" for none."""
_WEIGHTED = ("both", "met")
"""Sums over pairs of annotators, of which each annotator is in all but one of their number."""


def unit_sums(length: int, layers: Sequence[Sequence[Mark]]) -> dict[UnitKey, int]:
    """Return what `UnitAlpha` sums, of one continuum: lengths, and squares of lengths.

    Args:
        length: of what everybody judged, in characters.
        layers: the marks of each annotator; at least two of them.
    """
    sums: defaultdict[UnitKey, int] = defaultdict(int)
    sums["length", "", ""] = length * len(layers)
    units = [_in_pieces(layer) for layer in layers]
    for layer in units:
        ends: dict[str, int] = {}
        reached = 0
        for start, end, kind, _, _ in layer:
            if start < reached:
                sums["overlap", "", ""] += 1
                if start < ends.get(kind, 0):
                    sums["overlap", kind, ""] += 1
            ends[kind], reached = max(ends.get(kind, 0), end), max(reached, end)
            sums["valued", kind, ""] += end - start
            sums["own", kind, ""] += (end - start) ** 2
    for first, second in combinations(units, 2):
        _meet(first, second, sums)
    return sums


class UnitAlpha:
    """Coincidences of units, summed over continua (documents, or the judged part of them).

    Args:
        sums: those of `unit_sums`, where they have been counted.
    """

    def __init__(self, sums: Mapping[UnitKey, float] | None = None) -> None:
        self._length = 0.0
        self._valued: defaultdict[str, float] = defaultdict(float)
        self._own_pairs: defaultdict[str, float] = defaultdict(float)
        self._both: defaultdict[tuple[str, str], float] = defaultdict(float)
        self._met_pairs: defaultdict[str, float] = defaultdict(float)
        self._overlaps = False
        self._overlapping: set[str] = set()
        """Types of which units of one annotator overlap."""
        self._take(sums or {})

    def add(self, length: int, layers: Sequence[Sequence[Mark]]) -> None:
        """Count one continuum.

        Args:
            length: of what everybody judged, in characters.
            layers: the marks of each annotator; at least two of them.
        """
        weight = 1 / (len(layers) - 1)
        for key, number in unit_sums(length, layers).items():
            self._take({key: number * (weight if key[0] in _WEIGHTED else 1)})

    def _take(self, sums: Mapping[UnitKey, float]) -> None:
        for (what, one, other), number in sums.items():
            if what == "length":
                self._length += number
            elif what == "valued":
                self._valued[one] += number
            elif what == "own":
                self._own_pairs[one] += number
            elif what == "both":
                self._both[one, other] += number
            elif what == "met":
                self._met_pairs[one] += number
            elif one:
                self._overlapping.add(one)
            else:
                self._overlaps = True

    def u_alpha(self) -> Score:
        """Return u-alpha: units, gaps and values together."""
        agreed = sum(weight for (c, k), weight in self._both.items() if c == k)
        if self._overlaps:
            return Score.undefined(OVERLAP_INSIDE)
        return self._corrected(agreed, sum(self._both.values()), list(self._valued))

    def binary(self) -> Score:
        """Return the binary form: only whether something is marked, whatever it is."""
        met = sum(self._both.values())
        if self._overlaps:
            return Score.undefined(OVERLAP_INSIDE)
        return self._corrected(met, met, list(self._valued), as_one=True)

    def u_alpha_of(self, value: str) -> Score:
        """Return u-alpha of one value against everything else; other values may overlap."""
        if value in self._overlapping:
            return Score.undefined(OVERLAP_INSIDE)
        return self._corrected(self._both[value, value], self._both[value, value], [value])

    def cu_alpha(self) -> Score:
        """Return cu-alpha: the values, where both marked something."""
        met, total = self._met()
        agreed = sum(self._both[value, value] for value in met)
        chance = total**2 - sum(self._met_pairs.values())
        apart = total**2 - sum(length**2 for length in met.values())
        if self._overlaps:
            return Score.undefined(OVERLAP_INSIDE)
        return _share(total - agreed, total, apart, chance)

    def coverage(self) -> Score:
        """Return the share of the continuum that cu-alpha looks at."""
        return Score.ratio(self._met()[1], self._length, NOT_JUDGED_TWICE)

    def ku_alpha(self, value: str) -> Score:
        """Return (k)u-alpha: one value against all others, where both marked something."""
        met, total = self._met()
        apart = met[value] * (total - met[value])
        chance = met[value] * total - self._met_pairs[value]
        if self._overlaps:
            return Score.undefined(OVERLAP_INSIDE)
        return _share(met[value] - self._both[value, value], met[value], apart, chance)

    def ku_coverage(self, value: str) -> Score:
        """Return the share of a value's characters where another annotator marked something."""
        return Score.ratio(self._met()[0][value], self._valued[value], NOTHING_MARKED)

    def _met(self) -> tuple[dict[str, float], float]:
        met: defaultdict[str, float] = defaultdict(float)
        for (value, _), weight in self._both.items():
            met[value] += weight
        return met, sum(met.values())

    def _corrected(
        self, agreed: float, met: float, values: Sequence[str], *, as_one: bool = False
    ) -> Score:
        """Return one minus observed over expected disagreement of values and gaps.

        Args:
            agreed: the length on which annotators agree about a value.
            met: the length on which both have one of the values.
            as_one: take all values for one.
        """
        total, marked = self._length, sum(self._valued[value] for value in values)
        gaps = total - marked
        agreed += gaps - (marked - met)
        parts = [marked] if as_one else [self._valued[value] for value in values]
        apart = total**2 - gaps**2 - sum(part**2 for part in parts)
        chance = total**2 - gaps - sum(self._own_pairs[value] for value in values)
        return _share(total - agreed, total, apart, chance)


def _meet(first: Sequence[Mark], second: Sequence[Mark], sums: defaultdict[UnitKey, int]) -> None:
    covered = [0] * len(first), [0] * len(second)
    for one, other, shared in overlapping(first, second):
        c, k = first[one].type, second[other].type
        sums["both", c, k] += shared
        sums["both", k, c] += shared
        covered[0][one] += shared
        covered[1][other] += shared
    for side, found in zip((first, second), covered, strict=True):
        for mark, shared in zip(side, found, strict=True):
            if shared:
                sums["met", mark.type, ""] += shared * shared


def _share(differing: float, total: float, apart: float, chance: float) -> Score:
    if not total:
        return Score.undefined(NOT_JUDGED_TWICE)
    if apart <= 0 or chance <= 0:
        return Score.undefined(NO_VARIATION)
    return Score(1 - (differing / total) / (apart / chance))


class Alpha1995(NamedTuple):
    """Observed and expected disagreement of one category."""

    observed: float
    expected: float

    @property
    def alpha(self) -> Score:
        """One minus their ratio."""
        if not self.expected:
            return Score.undefined(NO_VARIATION)
        return Score(1 - self.observed / self.expected)


def alpha_1995(length: int, layers: Sequence[Sequence[Mark]]) -> Alpha1995 | Score:
    """Return alpha_U of one category, or why it is undefined.

    Args:
        length: of the continuum, which begins at 0, in characters.
        layers: the marks of each annotator, all of one category.
    """
    units = [_in_pieces(layer) for layer in layers]
    if any(one.end > other.start for layer in units for one, other in pairwise(layer)):
        return Score.undefined(OVERLAP_INSIDE)
    number = len(layers)
    apart = sum(
        _differences(first, second, length) + _differences(second, first, length)
        for first, second in combinations(units, 2)
    )
    observed = apart / (number * (number - 1) * length**2)
    return Alpha1995(observed, _expected(units, length))


def overall_1995(parts: Mapping[str, Alpha1995]) -> Score:
    """Return alpha_U over categories: their disagreements are summed."""
    observed = sum(part.observed for part in parts.values())
    return Alpha1995(observed, sum(part.expected for part in parts.values())).alpha


def distance_1995(one: tuple[int, int], other: tuple[int, int], *, is_gap: bool = False) -> int:
    """Return how far a unit is from another's unit, or from a gap that holds it.

    Args:
        one: offset and length of the unit.
        other: those of the other, or of the gap.
    """
    (start, size), (other_start, other_size) = one, other
    end, other_end = start + size, other_start + other_size
    if is_gap:
        return size**2 if other_start <= start and end <= other_end else 0
    if min(end, other_end) <= max(start, other_start):
        return 0
    return (start - other_start) ** 2 + (end - other_end) ** 2


def _differences(first: Sequence[Mark], second: Sequence[Mark], length: int) -> int:
    """Sum the distances of one annotator's units to the other's units and gaps.

    A unit and the gap that holds it are counted here for both orders of the annotators.
    """
    total = 0
    gaps = _gaps(second, length)
    for unit in first:
        place = unit.start, unit.end - unit.start
        total += 2 * sum(distance_1995(place, gap, is_gap=True) for gap in gaps)
    met = overlapping(first, second)
    pairs = ((first[one], second[other]) for one, other, _ in met)
    return total + sum((a.start - b.start) ** 2 + (a.end - b.end) ** 2 for a, b in pairs)


def _expected(units: Sequence[Sequence[Mark]], length: int) -> float:
    sizes = [unit.end - unit.start for layer in units for unit in layer]
    gaps = [size for layer in units for _, size in _gaps(layer, length)]
    total = 0.0
    for size in sizes:
        total += (len(sizes) - 1) / 3 * (2 * size**3 - 3 * size**2 + size)
        total += size**2 * sum(gap - size + 1 for gap in gaps if gap >= size)
    whole = len(units) * length
    chance = whole * (whole - 1) - sum(size * (size - 1) for size in sizes)
    return 2 / length * total / chance


def _gaps(units: Sequence[Mark], length: int) -> list[tuple[int, int]]:
    """Return offset and length of what lies between units, before the first, behind the last."""
    edges = [0, *(edge for unit in units for edge in (unit.start, unit.end)), length]
    found = zip(edges[::2], edges[1::2], strict=True)
    return [(start, end - start) for start, end in found if end > start]


def _in_pieces(layer: Iterable[Mark]) -> list[Mark]:
    """Return the marks by place, those in several fragments as one unit for each."""
    pieces = []
    for one in layer:
        if one.gaps:
            pieces += [Mark(start, end, one.type) for start, end in one.fragments]
        else:
            pieces.append(one)
    return sorted(pieces)
