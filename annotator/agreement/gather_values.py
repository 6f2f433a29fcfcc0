"""Measures of values that two annotators gave to the same thing, by the kind of value."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache, partial
from statistics import median

from annotator.agreement import coding
from annotator.agreement.score import NOT_JUDGED_TWICE, Counts, Score
from annotator.agreement.sums import DocumentSums, Made, Sums, coded, f1
from annotator.model.scheme_tables import Attribute
from annotator.model.values import Count, ValueProblem

_ENDS = ("low", "high")


class ValueSums:
    """How often which value met which, per attribute or label and article."""

    def __init__(self) -> None:
        self.sums = DocumentSums()
        self._names: set[str] = set()

    def add(self, article: str, name: str, kind: Attribute | None, values: tuple[str, str]) -> None:
        """Count what two annotators said of one thing, as the scheme writes it, "" for nothing.

        Args:
            kind: the attribute or label; None for one that the scheme has no more.
        """
        if kind is None:
            return
        one, other = values
        self._names.add(name)
        self.sums.count(
            article, ("given", name), Counts(bool(one) and bool(other), bool(one) + bool(other))
        )
        if not (one and other):
            return
        self.sums.add(article, ("value", name), values)
        match kind.value:
            case "count" | "integer":
                for end, low, high in zip(_ENDS, ends_of(one), ends_of(other), strict=True):
                    if low is not None and high is not None:
                        self.sums.add(article, (end, name), (low, high))
            case "interval":
                days = days_apart(one, other)
                if days is not None:
                    self.sums.add(article, ("days", name), days)
            case "multi_choice":
                a, b = members(one), members(other)
                self.sums.add(article, ("sets", name), (a, b))
                self.sums.count(article, ("members", name), Counts(len(a & b), len(a) + len(b)))

    def made(self, kinds: Mapping[str, Attribute]) -> Iterator[Made]:
        """Yield the lines of all attributes or labels that anybody has given."""
        for name, kind in kinds.items():
            if name in self._names:
                yield f1("given_f1", name, ("given", name))
                yield from _made(name, kind)


def _made(name: str, kind: Attribute) -> Iterator[Made]:
    percent = Made("percent", name, ("value", name), coding.percent)
    match kind.value:
        case "count" | "integer":
            yield percent
            yield from _made_of_numbers(name)
        case "interval":
            yield percent
            yield Made("days_apart", name, ("days", name), _days_apart, drawn=False)
        case "multi_choice":
            yield f1("set_f1", name, ("members", name))
            yield Made("alpha_masi", name, ("sets", name), partial(coding.alpha, distance=_masi))
        case "text" | "link":
            yield percent
        case "choice":
            yield from coded(name, ("value", name))
            if kind.ordered:
                alpha = partial(coding.ordinal_alpha, order=kind.choices)
                yield Made("alpha_ordinal", name, ("value", name), alpha)


def ends_of(text: str) -> tuple[int | None, int | None]:
    """Return the lower and upper number that a count names, None where it is left open."""
    try:
        count = Count.parse(text)
    except ValueProblem:
        return None, None
    return count.low, count.high


def days_apart(one: str, other: str) -> int | None:
    """Return how many days lie between the first days of two intervals, None for partial ones."""
    first, second = _first_day(one), _first_day(other)
    return abs((first - second).days) if first and second else None


def members(text: str) -> frozenset[str]:
    """Return the members of a set of choices."""
    return frozenset(part for part in text.split(",") if part)


def _made_of_numbers(name: str) -> Iterator[Made]:
    """Yield alpha of lower and upper ends: plain interval alpha would cover up errors."""
    for end in _ENDS:
        for measure, distance in (("alpha_ratio", _ratio), ("alpha_interval", _log_interval)):
            alpha = partial(coding.alpha, distance=distance)
            yield Made(measure, name, (end, name), alpha, end)


def _days_apart(sums: Sums) -> Score:
    found = [days for days, number in sums.items() for _ in range(number)]
    return Score(float(median(found))) if found else Score.undefined(NOT_JUDGED_TWICE)


def _first_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.partition("/")[0])
    except ValueError:
        return None


# Resamples ask for the same distances a thousand times.
_ratio = cache(coding.ratio)
_log_interval = cache(coding.log_interval)
_masi = cache(coding.masi)
