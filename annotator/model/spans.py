"""Ranges of text: half-open, counted in Unicode code points of the untouched article text."""

from collections.abc import Iterable
from typing import NamedTuple, Self

from pydantic import Field, model_validator

from annotator.model.base import Record
from annotator.model.ids import ID_PATTERN


class Span(NamedTuple):
    """A range of text `[start, end)` in code points."""

    start: int
    end: int


def overlap(one: Span, other: Span) -> bool:
    """Say whether two spans share a character."""
    return one.start < other.end and other.start < one.end


def hull(fragments: Iterable[Span]) -> Span:
    """Return the smallest span that covers all fragments (at least one)."""
    parts = list(fragments)
    if len(parts) == 1:
        return parts[0]
    return Span(min(part.start for part in parts), max(part.end for part in parts))


def covered_text(text: str, fragments: Iterable[Span]) -> str:
    """Return the text under the fragments, joined by one space."""
    return " ".join(text[start:end] for start, end in fragments)


def span_problem(fragments: tuple[Span, ...], text: str) -> str:
    """Say in plain words why these fragments cannot stand on this text, or return ""."""
    if not fragments:
        return "it covers no text"
    previous_end = 0
    for start, end in fragments:
        if not 0 <= start < end <= len(text):
            return f"its range {start}-{end} lies outside the text of {len(text)} characters"
        if start < previous_end:
            return f"its fragments are out of order or overlap at {start}"
        if not text[start:end].strip():
            return f"its range {start}-{end} holds only white space"
        previous_end = end
    return ""


class BareSpan(Record):
    """A span with an id of its own: the evidence of a value, or a role filler that is only text."""

    id: str = Field(pattern=ID_PATTERN)
    start: int = Field(ge=0)
    end: int

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        if self.end <= self.start:
            raise ValueError(f"the span {self.start}-{self.end} is empty")
        return self
