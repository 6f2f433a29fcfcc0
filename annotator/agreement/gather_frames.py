"""Measures of what frames hold, gathered article by article: roles, values, types."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from statistics import median

from annotator.agreement import coding
from annotator.agreement.frames import Aligned, Framed, align_frames, role_counts, value_pairs
from annotator.agreement.lines import Line, coded, counted, scored
from annotator.agreement.score import NOT_JUDGED_TWICE, Counts, Score
from annotator.model.annotation import Layer
from annotator.model.scheme import Scheme
from annotator.model.scheme_tables import Attribute
from annotator.model.values import Count, ValueProblem

_ARGUMENT_LEVELS = ("role", "exact", "overlap")

Texts = Sequence[tuple[str, str]]
"""Values of both annotators as the scheme writes them, "" for none."""


class FrameGatherer:
    """Everything that is measured on what the frames of one layer hold."""

    def __init__(self, layer: Layer, scheme: Scheme) -> None:
        self.layer: Layer = layer
        frames = scheme.incidents if layer == "incidents" else scheme.claims
        self._attributes = frames.attributes
        self._roles: defaultdict[tuple[str, str], Counts] = defaultdict(Counts)
        self._values: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)

    def add(self, first: Sequence[Framed], second: Sequence[Framed]) -> list[Aligned]:
        """Count what two annotators' frames of one article hold; return how they are aligned."""
        pairs = align_frames(first, second)
        for level in _ARGUMENT_LEVELS:
            found = role_counts(pairs, level, matched_only=self.layer == "claims")
            for role, counts in found.items():
                self._roles[role, level] += counts
        for name, one, other in value_pairs(pairs):
            self._values[name].append((one, other))
        return pairs

    def lines(self) -> Iterator[Line]:
        """Yield the lines of all roles together, of each role, and of each attribute."""
        for level in _ARGUMENT_LEVELS:
            parts = [counts for (_, of), counts in self._roles.items() if of == level]
            yield counted(self.layer, "argument_f1", "", sum(parts, Counts()), level)
        for role, level in sorted(self._roles):
            yield counted(self.layer, "argument_f1", role, self._roles[role, level], level)
        for name, attribute in self._attributes.items():
            if name in self._values:
                yield from value_lines(self.layer, name, attribute, self._values[name])


def value_lines(layer: Layer, name: str, kind: Attribute, texts: Texts) -> Iterator[Line]:
    """Yield how far values of one attribute agree, by the attribute's kind of value."""
    given = sum(bool(text) for pair in texts for text in pair)
    counts = Counts(sum(bool(a) and bool(b) for a, b in texts), given)
    yield counted(layer, "given_f1", name, counts)
    both = [(a, b) for a, b in texts if a and b]
    match kind.value:
        case "count" | "integer":
            yield scored(layer, "percent", name, coding.percent(both), len(both))
            yield from _number_lines(layer, name, both)
        case "interval":
            yield scored(layer, "percent", name, coding.percent(both), len(both))
            yield _days_line(layer, name, both)
        case "multi_choice":
            yield from _set_lines(layer, name, both)
        case "text" | "link":
            yield scored(layer, "percent", name, coding.percent(both), len(both))
        case "choice":
            yield from coded(layer, name, both)
            if len(kind.choices) > 2:
                ordinal = coding.ordinal_alpha(both, kind.choices)
                yield scored(layer, "alpha_ordinal", name, ordinal, len(both))


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


def _number_lines(layer: Layer, name: str, both: Texts) -> Iterator[Line]:
    """Yield alpha of lower and upper ends: plain interval alpha would cover up errors."""
    ends = [(ends_of(a), ends_of(b)) for a, b in both]
    measures: tuple[tuple[str, coding.Distance], ...] = (
        ("alpha_ratio", coding.ratio),
        ("alpha_interval", coding.log_interval),
    )
    for number, end in enumerate(("low", "high")):
        units = [(a[number], b[number]) for a, b in ends]
        known = [unit for unit in units if None not in unit]
        for measure, distance in measures:
            yield scored(layer, measure, name, coding.alpha(known, distance), len(known), end)


def _days_line(layer: Layer, name: str, both: Texts) -> Line:
    found = [days for days in (days_apart(a, b) for a, b in both) if days is not None]
    score = Score(float(median(found))) if found else Score.undefined(NOT_JUDGED_TWICE)
    return scored(layer, "days_apart", name, score, len(found))


def _set_lines(layer: Layer, name: str, both: Texts) -> Iterator[Line]:
    sets = [(members(a), members(b)) for a, b in both]
    counts = Counts(sum(len(a & b) for a, b in sets), sum(len(a) + len(b) for a, b in sets))
    yield counted(layer, "set_f1", name, counts)
    yield scored(layer, "alpha_masi", name, coding.alpha(sets, coding.masi), len(sets))


def _first_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.partition("/")[0])
    except ValueError:
        return None
