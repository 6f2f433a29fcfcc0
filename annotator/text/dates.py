"""Proposals for an article's date, from lines that say it in so many words.

Nothing is inferred: no year that is not written, no order of day and month that both numbers
allow. Must import nothing of ours but this room.
"""

import calendar
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple, Protocol

from annotator.text import vocabulary as known
from annotator.text.segment import BOILERPLATE, SENTENCE

_MONTH_NUMBERS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
# Unknown years count as leap years, so that 29 February stays possible.
_LEAP_YEAR = 2000
_LONGEST_DATELINE = 90
_STAMP = re.compile(r"\W*(?:first |last )?(updated|modified|published|posted)\b", re.IGNORECASE)
_DATELINE_END = re.compile(r"\s?[–—]\s|\s--?\s")
_PLACE = re.compile(r"(?:[A-Z][\w.’'-]*(?:,? |,?$))*")
_BRACKETED = re.compile(r"\([^()]{0,30}\)")


class DateProposal(NamedTuple):
    """A date an article may be from, with the range `[start, end)` that says so.

    `interval` is written with a slash, "2023-09-15/2023-09-15"; what is not known is X.
    """

    interval: str
    start: int
    end: int
    why: str


class UnitLike(Protocol):
    """A unit as `segment` returns it, or a stored sentence."""

    @property
    def start(self) -> int:
        """Start in code points."""

    @property
    def end(self) -> int:
        """End in code points."""

    @property
    def kind(self) -> str:
        """Kind of the unit, such as "sentence"."""


def proposed_dates(text: str, units: Iterable[UnitLike]) -> list[DateProposal]:
    """Return dates that a stamp line or the dateline states, in order; mostly none or one.

    Args:
        text: the whole text.
        units: its units, in order, with their kinds.
    """
    found: list[DateProposal] = []
    dateline_seen = False
    for unit in units:
        if unit.kind == BOILERPLATE:
            found.extend(_from_stamp(text, unit.start, unit.end))
        elif unit.kind == SENTENCE and not dateline_seen:
            dateline_seen = True
            found.extend(_from_dateline(text, unit.start, unit.end))
    return found


def _from_stamp(text: str, start: int, end: int) -> Iterator[DateProposal]:
    stamp = _STAMP.match(text, start, end)
    if stamp is None:
        return
    done = {"posted": "published", "modified": "updated"}.get(stamp[1].lower(), stamp[1].lower())
    for date in _date_pattern().finditer(text, stamp.end(), end):
        if interval := _interval(date):
            yield DateProposal(interval, *date.span(), f"a line says when it was {done}")
            return


def _from_dateline(text: str, start: int, end: int) -> Iterator[DateProposal]:
    """Read "KABUL, Aug. 6 –": nothing but places, an agency and a date before the dash."""
    dash = _DATELINE_END.search(text, start, min(end, start + _LONGEST_DATELINE))
    date = dash and _date_pattern().search(text, start, dash.start())
    if not dash or not date or not (interval := _interval(date)):
        return
    rest = text[start : date.start()] + " " + text[date.end() : dash.start()]
    places = " ".join(_BRACKETED.sub(" ", rest).split()).strip(" ,")
    words = places.lower().replace(",", " ").split()
    if _PLACE.fullmatch(places) and known.NOT_NAMES.isdisjoint(words):
        yield DateProposal(interval, *date.span(), "the dateline carries this date")


def _interval(date: re.Match[str]) -> str | None:
    """Return the day or month as an interval; None where it does not exist or is ambiguous."""
    parts = _numeric_parts(date) if date["a"] else _named_parts(date)
    if parts is None:
        return None
    year, month, day = parts
    if not 1 <= month <= 12:
        return None
    if day is not None and not 1 <= day <= calendar.monthrange(year or _LEAP_YEAR, month)[1]:
        return None
    written = f"{year or 'XXXX'}-{month:02d}" + ("" if day is None else f"-{day:02d}")
    return f"{written}/{written}"


def _named_parts(date: re.Match[str]) -> tuple[int, int, int | None] | None:
    if date["iso_year"]:
        return int(date["iso_year"]), int(date["iso_month"]), int(date["iso_day"])
    name = date["month1"] or date["month2"] or date["month3"]
    day = date["day1"] or date["day2"]
    year = date["year1"] or date["year2"] or date["year3"]
    month = next(n for full, n in _MONTH_NUMBERS.items() if full.startswith(name.lower()[:3]))
    return int(year or 0), month, int(day) if day else None


def _numeric_parts(date: re.Match[str]) -> tuple[int, int, int | None] | None:
    """Read 14/03/2021 or 03/14/2021, but not 03/04/2021, which could be either."""
    first, second, year = int(date["a"]), int(date["b"]), int(date["c"])
    if first > 12 or first == second:
        return year, second, first
    return (year, first, second) if second > 12 else None


@cache
def _date_pattern() -> re.Pattern[str]:
    names = sorted(known.MONTHS | known.MONTH_ABBREVIATIONS, key=len, reverse=True)
    month, year = rf"(?:{'|'.join(names)})", r"(?:19|20)\d\d"
    day = r"\d{1,2}"
    return re.compile(
        rf"""
        \b(?:
            (?P<iso_year>{year})-(?P<iso_month>\d\d)-(?P<iso_day>\d\d)
            | (?P<day1>{day})(?:st|nd|rd|th)?\s(?:of\s)?(?P<month1>{month})\b\.?
              (?:,?\s(?P<year1>{year}))?
            | (?P<month2>{month})\b\.?\s(?P<day2>{day})(?:st|nd|rd|th)?(?:,?\s(?P<year2>{year}))?
            | (?P<month3>{month})\b\.?,?\s(?P<year3>{year})
            | (?P<a>{day})[./](?P<b>{day})[./](?P<c>{year})
        )(?!\d)
        """,
        re.VERBOSE | re.IGNORECASE,
    )
