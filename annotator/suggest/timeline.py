"""When the dates of an article are: read one after the other, for some count from those before.

What neither the words nor what stands before them fixes stays open.
"""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache

from annotator.model.values import ValueProblem
from annotator.suggest.typed_dates import resolve_interval
from annotator.text import vocabulary as known
from annotator.text.number_words import in_digits
from annotator.text.sentence import SentenceParts

_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
_PARTIAL = re.compile(r"(?:\d{4}|XXXX)-\d\d(?:-\d\d)?")
_THEN = frozenset({"then"})
_SAME = frozenset({"the same day", "the very day", "the same week", "the same month"})
_STEPS = {"day": 1, "week": 7}


def resolved(sentences: Iterable[SentenceParts], published: str) -> dict[tuple[int, int], str]:
    """Return the interval of each date of an article that can be told, by its range.

    Args:
        sentences: all sentences in order.
        published: the article's date as an interval, "" where it is not known.
    """
    found: dict[tuple[int, int], str] = {}
    clock = _Clock(published)
    for sentence in sentences:
        clock.begin_sentence()
        for one in sentence.candidates:
            if one.kind == "date":
                words = " ".join(sentence.text[one.start : one.end].split())
                if value := clock.read(words):
                    found[one.start, one.end] = value
    return found


class _Clock:
    """Knows the dates that stand before."""

    def __init__(self, published: str) -> None:
        self._published = published
        self._last = ""
        self._year_of_month: dict[str, str] = {}
        self._year = ""

    def begin_sentence(self) -> None:
        """Forget the year of the sentence before."""
        self._year = ""

    def read(self, words: str) -> str:
        """Return the interval of a date, "" where it is open."""
        value = self._from_last(words.lower())
        if value is None:
            value = self._by_itself(words)
        if years := _YEAR.findall(words):
            self._year = years[-1]
            for month in _months().findall(words.lower()):
                self._year_of_month[month] = years[-1]
        if value and _is_single(value):
            self._last = value.split("/")[0]
        return value

    def _by_itself(self, words: str) -> str:
        month = _months().search(words.lower())
        if month and not _YEAR.search(words):
            bare = not self._published and not any(letter.isdigit() for letter in words)
            year = self._year or (self._year_of_month.get(month[0], "") if bare else "")
            if year and (value := _interval(f"{words} {year}", "")):
                return value
        return _interval(words, self._published)

    def _from_last(self, words: str) -> str | None:
        """Return what counts from the last date, None for words that do not."""
        if words in _THEN or words in _SAME:
            return f"{self._last}/{self._last}" if self._last else ""
        found = _counted().fullmatch(in_digits(words))
        if found is None or not (found["side"] or found["way"]):
            return None
        number = int(found["number"]) if (found["number"] or "a").isdigit() else 1
        back = found["way"] in (" earlier", " before") or found["side"] == "previous"
        return _shifted(self._last, found["unit"], -number if back else number)


def _interval(words: str, published: str) -> str:
    try:
        return resolve_interval(words, published).value
    except ValueProblem:
        return ""


def _is_single(value: str) -> bool:
    """Tell whether an interval is one day or one month."""
    start, end = value.split("/")
    return start == end and _PARTIAL.fullmatch(start) is not None


def _shifted(last: str, unit: str, number: int) -> str:
    """Return the interval so many units from a day or month; it is never made more exact."""
    parts = last.split("-")
    if len(parts) < 2 or parts[0] == "XXXX":
        return ""
    year, month = int(parts[0]), int(parts[1])
    if unit in _STEPS:
        if len(parts) == 2:
            return f"{last}/{last}" if number * _STEPS[unit] <= 7 else ""
        try:
            day = date(year, month, int(parts[2])) + timedelta(number * _STEPS[unit])
        except OverflowError:
            return ""
        return f"{day}/{day}"
    months = year * 12 + month - 1 + number * (12 if unit == "year" else 1)
    year, month = divmod(months, 12)
    if not 1 <= year <= 9999:
        return ""
    moved = f"{year:04}" if unit == "year" else f"{year:04}-{month + 1:02}"
    return f"{moved}/{moved}"


@cache
def _months() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(known.MONTHS))})\b")


@cache
def _counted() -> re.Pattern[str]:
    return re.compile(
        r"(?:(?P<number>an?|\d{1,4}) |the (?P<side>following|previous|next) )"
        r"(?P<unit>day|week|month|year)s?(?P<way> later| earlier| before| after)?"
    )
