"""Days and periods as people type them or as texts have them, resolved against an article's date.

What the words leave open stays open: a day without a year gets one only from the date of the
article, and a weekday is no day without it.
"""

import calendar
import re
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from annotator.model.values import INTERVAL_FORMS, ValueProblem, check_interval
from annotator.text.number_words import in_digits

_MONTHS = [name.lower() for name in calendar.month_name[1:]]
_DAYS = [name.lower() for name in calendar.day_name]
_ISO = re.compile(r"(?:\d{4}|XXXX)(?:-\d\d(?:-\d\d)?)?")
_NEARBY = {
    "today": 0,
    "tonight": 0,
    "yesterday": -1,
    "last night": -1,
    "tomorrow": 1,
    "the day before yesterday": -2,
}
_LONGEST = 80
_UNKNOWN = (
    "cannot be resolved, because the article's date is unknown: enter that date first, or write "
    "the day itself, as 2022-08-06"
)


class Resolved(NamedTuple):
    """A day or period as it would be stored, and the same in words for the person who typed it."""

    value: str
    """The lexical form, as `2022-08-06/2022-08-06`."""
    shown: str
    """In words, as `Saturday 6 August 2022`."""


class _Day(NamedTuple):
    """A day, month or year; what is not known is 0."""

    year: int
    month: int = 0
    day: int = 0

    def __str__(self) -> str:
        parts = [f"{self.year:04}" if self.year else "XXXX"]
        parts += [f"{part:02}" for part in (self.month, self.day) if part]
        return "-".join(parts)


class _Published(NamedTuple):
    """The first and last day on which the article may have appeared."""

    first: date
    last: date


def read_interval(typed: str) -> str:
    """Return the lexical form of a day or period: `6 August` becomes `XXXX-08-06/XXXX-08-06`.

    Raises:
        ValueProblem: it cannot be read, or the day does not exist.
    """
    return resolve_interval(typed, "").value


def resolve_interval(typed: str, published: str) -> Resolved:
    """Return what a date expression stands for in an article of this date.

    A weekday is the last one on or before the article's date; a day without a year the nearest one
    not after it; with "next", "coming" or "upcoming" the first one after it.

    Args:
        typed: what was typed or stands in the text: "6 August", "last week", "2021-05".
        published: the article's date as an interval, partial or "" where it is not known.

    Raises:
        ValueProblem: it cannot be read, the day does not exist, or it needs a date of the article
            that is not known as exactly.
    """
    text = " ".join(typed.split())
    if len(text) > _LONGEST:
        raise ValueProblem(f"is too long for a date or period; write {INTERVAL_FORMS}")
    sides = [side.strip() for side in text.split("/")]
    if len(sides) == 2 and all(side == ".." or _ISO.fullmatch(side) for side in sides):
        value = check_interval("/".join(sides))
    elif len(sides) == 2:
        ends = [side if side == ".." else _resolved(side, published) for side in sides]
        value = check_interval(f"{ends[0].split('/')[0]}/{ends[1].split('/')[-1]}")
    else:
        value = check_interval(_resolved(text, published))
    return Resolved(value, shown_interval(value))


def shown_interval(value: str) -> str:
    """Return an interval in words: `Saturday 6 August 2022`, `August 2022 or before`."""
    start, end = value.split("/")
    if start == end:
        return _shown(start)
    if start == "..":
        return f"{_shown(end)} or before"
    return f"{_shown(start)} or later" if end == ".." else f"{_shown(start)} to {_shown(end)}"


def _resolved(typed: str, published: str) -> str:
    if _ISO.fullmatch(typed):
        return f"{typed}/{typed}"
    text = in_digits(typed.lower()).strip(" .,")
    text = re.sub(r"^(?:on|in|during|at|of|from|over|just on|also in) ", "", text)
    text = re.sub(
        r"^the (?=\d|first|last|next|past|previous|coming|same|day|" + _months() + ")", "", text
    )
    for pattern, make in (
        (r"(?:since|after|from) (.+)", "{0}/.."),
        (r"(?:until|till|before|by) (.+)", "../{1}"),
    ):
        if found := re.fullmatch(pattern, text):
            return make.format(*_resolved(found[1], published).split("/"))
    if found := re.fullmatch(r"(?:between )?(.+?) ?(?: to | and | until |–|—) ?(.+)", text):
        return _range(found[1], found[2], published)
    known = _published(published)
    try:
        value = _absolute(text, known) or _relative(text, known)
    except OverflowError:  # "99999999 days ago"
        value = ""
    if not value:
        raise ValueProblem(
            f"cannot be read as a date or period; write {INTERVAL_FORMS}, 6 August, Saturday, "
            "last week or two days ago"
        )
    return value


def _published(interval: str) -> _Published | None:
    """Return when the article may have appeared; None where that dates nothing."""
    if not re.fullmatch(r"[12]\d{3}[-\d]*/[12]\d{3}[-\d]*", interval, re.ASCII):
        return None
    return _Published(*_bounds(interval))


def _range(first: str, second: str, published: str) -> str:
    """Return "6 to 8 August", "August 6 to 8" or "1996 to 2001"; the parts complete each other."""
    if first.isdigit() and len(first) < 3:  # 6 to 8 August
        first = re.sub(r"\d{1,2}", first, second, count=1)
    elif second.isdigit() and len(second) < 3:  # August 6 to 8
        second = re.sub(r"\d{1,2}(?!\d)", second, first, count=1)
    elif year := re.search(r"\d{4}$", second):  # August to October 2021
        first = first if re.search(r"\d{4}$", first) else f"{first} {year[0]}"
    start, end = _resolved(first, published), _resolved(second, published)
    return f"{start.split('/')[0]}/{end.split('/')[-1]}"


# ------------------------------------------------------------------------ days that name themselves


def _absolute(text: str, known: _Published | None) -> str:
    """Return a date with a month or year in it, "" where it has none."""
    if found := re.fullmatch(r"(?:early |late |mid-? ?)?(\d{4})", text):
        return f"{found[1]}/{found[1]}"
    if found := re.fullmatch(r"(\d{3})0s", text):
        return f"{found[1]}0/{found[1]}9"
    if found := re.fullmatch(r"(?:first|early|last|closing|opening) (?:\w+ )?of (\d{4})", text):
        return f"{found[1]}/{found[1]}"
    found = _named_day().fullmatch(text)
    if not found or not (month := _month_number(found["month"])):
        return ""
    year, day = found["year"], found["d1"] or found["d2"]
    if day and not int(day):
        return ""
    written = _Day(int(year or 0), month, int(day or 0))
    if not year:
        check_interval(f"{written}/{written}")
        ahead = (found["ahead"] or "") in ("next ", "coming ", "upcoming ")
        written = written._replace(year=_year_for(written, known, ahead=ahead))
    return f"{written}/{written}"


def _year_for(day: _Day, known: _Published | None, *, ahead: bool) -> int:
    """Return the year that a day without one is in, 0 where the article's date does not tell."""
    if known is None:
        return 0
    years = {_nearest_year(day, one, ahead=ahead) for one in known}
    return years.pop() if len(years) == 1 else 0


def _nearest_year(day: _Day, published: date, *, ahead: bool) -> int:
    years = range(published.year, published.year + 9) if ahead else range(published.year, 0, -1)
    for year in years:
        first, last = _bounds(f"{day._replace(year=year)}/{day._replace(year=year)}", lenient=True)
        if last >= first and (last > published if ahead else first <= published):
            return year
    return 0


# ------------------------------------------------------- days that count from the article's date


def _relative(text: str, known: _Published | None) -> str:
    """Return what is told from the article's date, "" where the words are none of ours."""
    if known is None:
        if _relative_to(text, date(2000, 1, 1)):
            raise ValueProblem(_UNKNOWN)
        return ""
    values = {_relative_to(text, one) for one in known}
    if len(values) > 1:
        raise ValueProblem(
            "cannot be resolved, because the article's date is known only as "
            f"{_shown_span(known)}: complete that date first, or write the day itself"
        )
    return values.pop()


def _relative_to(text: str, day: date) -> str:
    if text in _NEARBY:
        return _days(day + timedelta(_NEARBY[text]))
    if text == "overnight":
        return _days(day - timedelta(1), day)
    if found := re.fullmatch(
        r"(?:(last|past|this|next|coming|upcoming) |early on |late on |early |late )?"
        rf"({'|'.join(_DAYS)})(?: (?:morning|afternoon|evening|night))?",
        text,
    ):
        return _days(_weekday(day, _DAYS.index(found[2]), found[1] or ""))
    if found := re.fullmatch(
        r"(?:earlier |later )?(last|past|previous|this|next|coming) (week|month|year)", text
    ):
        step = {"this": 0, "next": 1, "coming": 1}.get(found[1], -1)
        return _period(day, found[2], step)
    if found := re.fullmatch(r"(?:past|last|previous) (\d+) (day|week|month|year)s?", text):
        return _days(_shifted(day, found[2], -int(found[1])), day)
    if found := re.fullmatch(r"(an?|\d+) (day|week|month|year)s? ago", text):
        number = int(found[1]) if found[1].isdigit() else 1
        if found[2] == "day":
            return _days(day - timedelta(number))
        return _period(day, found[2], -number)
    return ""


def _weekday(day: date, wanted: int, which: str) -> date:
    """Return the last such weekday up to the day; before it for "last", from it on for "next"."""
    if which in ("next", "coming", "upcoming"):
        return day + timedelta((wanted - day.weekday() - 1) % 7 + 1)
    if which == "this":
        return day + timedelta((wanted - day.weekday()) % 7)
    back = (day.weekday() - wanted) % 7
    return day - timedelta(back or (7 if which in ("last", "past") else 0))


def _period(day: date, unit: str, step: int) -> str:
    """Return the calendar week (from Monday), month or year that lies so many steps away."""
    if unit == "week":
        monday = day - timedelta(day.weekday() - 7 * step)
        return _days(monday, monday + timedelta(6))
    shifted = _shifted(day.replace(day=1), unit, step)
    one = _Day(shifted.year, shifted.month if unit == "month" else 0)
    return f"{one}/{one}"


def _shifted(day: date, unit: str, step: int) -> date:
    if unit in ("day", "week"):
        return day + timedelta(step * (7 if unit == "week" else 1))
    year, month = divmod(day.year * 12 + day.month - 1 + step * (12 if unit == "year" else 1), 12)
    year = max(1, year)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _days(first: date, last: date | None = None) -> str:
    return f"{first}/{last or first}"


# ------------------------------------------------------------------------------------- small parts


def _bounds(interval: str, *, lenient: bool = False) -> tuple[date, date]:
    """Return the first and last day of an interval.

    Args:
        interval: with a slash.
        lenient: a day that its year has not, as 29 February, ends before it begins.
    """
    first, last = (_parts(side) for side in interval.split("/"))
    if lenient and first.day > calendar.monthrange(first.year, first.month)[1]:
        return date.max, date.min
    month = last.month or 12
    days = calendar.monthrange(last.year, month)[1]
    return date(first.year, first.month or 1, first.day or 1), date(
        last.year, month, last.day or days
    )


def _parts(side: str) -> _Day:
    return _Day(*(int(part) for part in side.split("-")))


def _shown(side: str) -> str:
    parts = side.split("-")
    year = "" if parts[0] == "XXXX" else f" {parts[0]}"
    if len(parts) == 1:
        return parts[0].replace("XXXX", "year unknown")
    month = calendar.month_name[int(parts[1])]
    unknown = "" if year else ", year unknown"
    if len(parts) == 2:
        return f"{month}{year}{unknown}"
    day = int(parts[2])
    weekday = f"{calendar.day_name[date.fromisoformat(side).weekday()]} " if year else ""
    return f"{weekday}{day} {month}{year}{unknown}"


def _shown_span(known: _Published) -> str:
    return f"{known.first} to {known.last}"


def _month_number(word: str) -> int:
    word = word.rstrip(".")
    if word == "sept":
        return 9
    found = [n for n, name in enumerate(_MONTHS, 1) if len(word) >= 3 and name.startswith(word)]
    return found[0] if len(found) == 1 else 0


def _months() -> str:
    return "|".join(_MONTHS)


@cache
def _named_day() -> re.Pattern[str]:
    weekday = rf"(?:(?:{'|'.join(_DAYS)}),? )?"
    return re.compile(
        rf"{weekday}(?P<ahead>next |coming |upcoming |last |this |early |late |mid-? ?)?"
        rf"(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?)?"
        r"(?P<month>[a-z]{3,}\.?)(?: (?P<d2>\d{1,2})(?:st|nd|rd|th)?)?(?:,? (?P<year>\d{4}))?"
    )
