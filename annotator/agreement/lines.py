"""Lines of a report: one number each, with what it is of and why it may be missing."""

from typing import Any, NamedTuple

from annotator.agreement.score import Interval, Score
from annotator.model.annotation import Layer


class Line(NamedTuple):
    """One measure of one thing."""

    layer: Layer
    measure: str
    """A name of `definitions`."""
    of: str
    """What it is of: a type, a role, an attribute; "" for the whole layer."""
    level: str
    """A level of `matching`, or what else the measure is told apart by; "" for none."""
    pair: tuple[str, str]
    """Two annotators, ("", "") for all pairs together."""
    score: Score
    interval: Interval
    number: int
    """How many things it was measured on, those of both annotators of a pair counted."""

    def as_dict(self) -> dict[str, Any]:
        """Return the line for JSON."""
        return {
            **{"layer": self.layer, "measure": self.measure, "of": self.of, "level": self.level},
            **{"pair": [name for name in self.pair if name], "value": _rounded(self.score.value)},
            **{"reason": self.score.reason, "low": _rounded(self.interval.low)},
            **{"high": _rounded(self.interval.high), "interval_reason": self.interval.reason},
            "number": self.number,
        }


class Context(NamedTuple):
    """What a layer was measured on."""

    layer: Layer
    annotators: tuple[str, ...]
    articles: int
    """Articles in which two of them finished the same sentence."""
    sentences: int
    """Sentences that a pair finished, summed over pairs."""
    left_out: int
    """Annotations that stand in no such sentence, summed over pairs."""
    agreed_empty: int
    """Articles in which neither of a pair marked anything, summed over pairs."""


class Place(NamedTuple):
    """Where two annotators differ."""

    layer: Layer
    article: str
    start: int
    kind: str
    pair: tuple[str, str]
    types: tuple[str, str]
    """What each has there, "" for nothing."""


EVERYBODY = ("", "")
NO_INTERVAL = Interval()


def scored(layer: Layer, measure: str, of: str, score: Score, number: int, level: str = "") -> Line:
    """Return the line of a score, over all pairs."""
    return Line(layer, measure, of, level, EVERYBODY, score, NO_INTERVAL, number)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)
