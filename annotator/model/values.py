"""Counts and intervals: the values of attributes, in their lexical form.

A count is a range, because some 20 % of the figures in news are not exact (measured over the MUC-4
keys). An interval is EDTF-like and always has a slash, so that no reader of an export takes it for
a timestamp. Partial dates stay partial; what is unknown stays open.
"""

import calendar
import re
from typing import NamedTuple, Self

VAGUE_WORDS = ("several", "few", "tens", "dozens", "scores", "hundreds", "thousands")
"""Counts that are kept as the word the text uses."""

COUNT_FORMS = "12, 12.. (at least), ..26 (at most), 6..8, ~100, or " + ", ".join(VAGUE_WORDS)
INTERVAL_FORMS = "2022-08-06/2022-08-06, 2021-05/2021-05, XXXX-08-06/XXXX-08-06, ../2022-08-06"

# ASCII: `\d` alone takes the digits of every script, which other readers of an export do not.
_COUNT = re.compile(r"(?P<about>~)?(?P<low>\d{1,12})?(?P<range>\.\.)?(?P<high>\d{1,12})?", re.ASCII)
_DATE = re.compile(r"(?P<year>\d{4}|XXXX)(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?", re.ASCII)


class ValueProblem(ValueError):
    """A value that cannot be read; the message says what would be accepted."""


class Count(NamedTuple):
    """How many: `low` and `high` are inclusive, None where the text leaves that side open."""

    low: int | None = None
    high: int | None = None
    approximate: bool = False
    word: str = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the lexical form.

        Raises:
            ValueProblem: it is none of `COUNT_FORMS`.
        """
        if text in VAGUE_WORDS:
            return cls(word=text)
        match = _COUNT.fullmatch(text)
        low, high = (match["low"], match["high"]) if match else (None, None)
        if not match or not (low or high) or (low and high and not match["range"]):
            raise ValueProblem(f"cannot be read as a count; write {COUNT_FORMS}")
        if match["about"] and match["range"]:
            raise ValueProblem("is either about a number (~100) or a range (6..8), not both")
        if not match["range"]:
            number = int(low or high or "0")
            return cls(number, number, bool(match["about"]))
        count = cls(int(low) if low else None, int(high) if high else None)
        if count.low is not None and count.high is not None and count.low > count.high:
            raise ValueProblem("runs backwards; write the smaller number first")
        return count

    def __str__(self) -> str:
        if self.word:
            return self.word
        if self.low == self.high:
            return f"{'~' if self.approximate else ''}{self.low}"
        low, high = ("" if bound is None else str(bound) for bound in (self.low, self.high))
        return f"{low}..{high}"


def check_interval(text: str) -> str:
    """Return the interval in its lexical form, unchanged.

    Raises:
        ValueProblem: it is none of `INTERVAL_FORMS`, or names a day that does not exist.
    """
    start, slash, end = text.partition("/")
    if not slash or "/" in end or (start in ("", "..") and end in ("", "..")):
        raise ValueProblem(f"cannot be read as a date or period; write {INTERVAL_FORMS}")
    for side in (start, end):
        if side != "..":
            _check_date(side)
    if _comparable(start) and _comparable(end) and start[: len(end)] > end[: len(start)]:
        raise ValueProblem("runs backwards; write the earlier date first")
    return text


def _check_date(text: str) -> None:
    match = _DATE.fullmatch(text)
    if not match:
        raise ValueProblem(f"cannot be read as a date or period; write {INTERVAL_FORMS}")
    month, day = int(match["month"] or 1), int(match["day"] or 1)
    # An unknown year is read as a leap year: 29 February may have existed.
    year = 2000 if match["year"] == "XXXX" else max(1, int(match["year"]))
    if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year, month)[1]:
        raise ValueProblem(f"names a day that does not exist ({text})")


def _comparable(side: str) -> bool:
    return side != ".." and not side.startswith("XXXX")
