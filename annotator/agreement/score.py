"""Values that may be undefined, with the reason; and F1 from counts."""

from typing import NamedTuple, Self

NO_VARIATION = "no variation: everybody gave one and the same value"
NOT_JUDGED_TWICE = "no unit judged twice"
NOTHING_MARKED = "nobody marked anything there"
OVERLAP_INSIDE = "overlap inside one annotator"
FEW_DOCUMENTS = 10
"""Under so many shared articles an interval says little."""


FIELD = 48
"""Bits that hold a count in a packed number."""


class Score(NamedTuple):
    """A value, or the reason why there is none."""

    value: float | None
    reason: str = ""

    @classmethod
    def undefined(cls, reason: str) -> Self:
        """Return a score that has no value."""
        return cls(None, reason)

    @classmethod
    def ratio(cls, part: float, whole: float, reason: str) -> Self:
        """Return a part of a whole, undefined for the reason where the whole is nothing."""
        return cls(part / whole) if whole else cls(None, reason)


class Interval(NamedTuple):
    """A 95 % interval, or the reason why there is none."""

    low: float | None = None
    high: float | None = None
    reason: str = ""


class Counts(NamedTuple):
    """What F1 is made of: pairs that matched, and what stood on both sides together."""

    matched: int = 0
    size: int = 0

    def __add__(self, other: object) -> "Counts":
        """Return the sums of both, as micro-averages need them."""
        if not isinstance(other, Counts):
            return NotImplemented
        return Counts(self.matched + other.matched, self.size + other.size)

    @property
    def packed(self) -> int:
        """Both in one number, so that sums of millions are sums of numbers."""
        return self.matched << FIELD | self.size

    @classmethod
    def unpacked(cls, number: int) -> "Counts":
        """Return the counts that a number, or a sum of numbers, holds."""
        return cls(number >> FIELD, number & (1 << FIELD) - 1)

    @property
    def f1(self) -> Score:
        """Twice the matches over both sizes; nothing on either side leaves it undefined."""
        return Score.ratio(2 * self.matched, self.size, NOTHING_MARKED)
