"""Marks: what measures compare, a labelled set of characters that one annotator gave."""

from collections.abc import Sequence
from typing import NamedTuple

from annotator.model.spans import Span


class Mark(NamedTuple):
    """A range of text with a type; equal marks of one annotator are a multiset."""

    start: int
    end: int
    type: str
    gaps: tuple[Span, ...] = ()
    """What between start and end does not belong to it."""
    id: str = ""
    """The annotation that it comes from; no measure compares it."""

    @property
    def fragments(self) -> tuple[Span, ...]:
        """The characters as ranges."""
        return fragments_of(self)

    @property
    def length(self) -> int:
        """How many characters it covers."""
        return self.end - self.start - sum(end - start for start, end in self.gaps)


def mark(fragments: Sequence[Span], kind: str, item: str = "") -> Mark:
    """Return the mark of fragments, whatever their order; adjacent ones count as one.

    Raises:
        ValueError: one of them covers no character, as no stored one does.
    """
    for start, end in fragments:
        if start >= end:
            raise ValueError(f"the fragment {start}-{end} covers no character")
    start, end, gaps = _joined(fragments) if len(fragments) > 1 else (*fragments[0], ())
    return Mark(start, end, kind, gaps, item)


def fragments_of(one: Mark) -> tuple[Span, ...]:
    """Return the ranges of characters that a mark covers."""
    if not one.gaps:
        return (Span(one.start, one.end),)
    edges = [one.start, *(edge for gap in one.gaps for edge in gap), one.end]
    return tuple(map(Span, edges[::2], edges[1::2]))


def shared_characters(one: Mark, other: Mark) -> int:
    """Return how many characters two marks have in common."""
    if not one.gaps and not other.gaps:
        return min(one.end, other.end) - max(one.start, other.start)
    return sum(
        max(0, min(end, other_end) - max(start, other_start))
        for start, end in fragments_of(one)
        for other_start, other_end in fragments_of(other)
    )


def _joined(fragments: Sequence[Span]) -> tuple[int, int, tuple[Span, ...]]:
    parts = sorted(fragments)
    gaps, reached = [], parts[0][1]
    for start, end in parts[1:]:
        if start > reached:
            gaps.append(Span(reached, start))
        reached = max(reached, end)
    return parts[0][0], reached, tuple(gaps)
