"""What people type for counts and dates, brought into the lexical form that is stored.

Nothing is guessed: a day without a year stays without a year.
"""

import re

from annotator.model.values import Count, check_interval

_COUNT_WORDS: tuple[tuple[str, str], ...] = (
    (r"(?:at least|no fewer than|more than|over|min\.?) (\d+)", r"\1.."),
    (r"(\d+) ?(?:\+|or more)", r"\1.."),
    (r"(?:at most|up to|no more than|fewer than|max\.?) (\d+)", r"..\1"),
    (r"(?:about|around|some|nearly|roughly|approximately|~) ?(\d+)", r"~\1"),
    (r"(?:between )?(\d+) ?(?:-|–|to|and) ?(\d+)", r"\1..\2"),
)
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_EXCLUSIVE = re.compile(r"(more than|over|fewer than) (\d+)")

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_ISO = re.compile(r"(?:\d{4}|XXXX)(?:-\d\d(?:-\d\d)?)?")
_DAY_FIRST = re.compile(r"(?:(\d{1,2}) )?([a-z]+)\.?(?:,? (\d{4}))?")
_MONTH_FIRST = re.compile(r"([a-z]+)\.? (\d{1,2})(?:,? (\d{4}))?")


def read_count(typed: str) -> str:
    """Return the lexical form of a count: `at least 8` becomes `8..`.

    Raises:
        ValueProblem: it cannot be read; the message says what can.
    """
    text = " ".join(_THOUSANDS.sub("", typed.lower()).split())
    exclusive = _EXCLUSIVE.fullmatch(text)
    if exclusive:  # "more than 8" is 9 at least
        word, number = exclusive[1], int(exclusive[2])
        text = f"..{number - 1}" if word == "fewer than" else f"{number + 1}.."
    for pattern, form in _COUNT_WORDS:
        text = re.sub(rf"^{pattern}$", form, text)
    return str(Count.parse(text))


def read_interval(typed: str) -> str:
    """Return the lexical form of a day or period: `6 August` becomes `XXXX-08-06/XXXX-08-06`.

    Raises:
        ValueProblem: it cannot be read, or the day does not exist.
    """
    text = " ".join(typed.split())
    sides = [side.strip() for side in text.split("/")]
    if len(sides) == 1:
        sides *= 2
    return check_interval("/".join(side if side == ".." else _read_date(side) for side in sides))


def _read_date(text: str) -> str:
    if _ISO.fullmatch(text):
        return text
    day_first, month_first = (
        _DAY_FIRST.fullmatch(text.lower()),
        _MONTH_FIRST.fullmatch(text.lower()),
    )
    if month_first:
        month, day, year = month_first.groups()
    elif day_first:
        day, month, year = day_first.groups()
    else:
        return text
    number = _month_number(month)
    if not number:
        return text
    return f"{year or 'XXXX'}-{number:02}" + (f"-{int(day):02}" if day else "")


def _month_number(word: str) -> int:
    found = [n for n, name in enumerate(_MONTHS, 1) if len(word) >= 3 and name.startswith(word)]
    return found[0] if len(found) == 1 else 0
