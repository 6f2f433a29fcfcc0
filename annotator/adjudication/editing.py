"""Changing a variant before it is taken: its range by words or characters, its type, its value."""

from itertools import pairwise
from typing import Literal, NamedTuple

from annotator.model.annotation import AttributeValue
from annotator.model.decision import Choice, GoldFiller
from annotator.model.spans import BareSpan, Span
from annotator.text.tokens import tokenize

Edge = Literal["start", "end"]
_AROUND = 300
"""Characters beside an edge in which the next word is looked for."""


class Draft(NamedTuple):
    """A variant that is being changed."""

    choice: Choice
    by_character: bool = False


def can_move(choice: Choice) -> bool:
    """Say whether a choice has one range that can be moved."""
    return edited_range(choice) is not None


def edited_range(choice: Choice) -> tuple[Span, ...] | None:
    """Return the fragments that the edge keys move, None where there are none or several."""
    if len(choice.mentions) == 1:
        return choice.mentions[0].fragments
    if choice.fragments:
        return choice.fragments
    spans = [one.span for one in choice.fillers if one.span]
    if len(spans) == 1 and len(choice.fillers) == 1:
        return (Span(spans[0].start, spans[0].end),)
    return None


def moved(draft: Draft, text: str, edge: Edge, step: int, limits: Span) -> Draft | None:
    """Return the draft with one edge moved by a word or character, None where it cannot be.

    Args:
        limits: the sentence, which no edge may leave.
    """
    fragments = edited_range(draft.choice)
    if fragments is None:
        return None
    place = 0 if edge == "start" else -1
    part = fragments[place]
    offset = part.start if edge == "start" else part.end
    other = offset + step if draft.by_character else _next_edge(text, edge, offset, step, limits)
    if other == offset:
        return None
    new = Span(other, part.end) if edge == "start" else Span(part.start, other)
    if not limits.start <= new.start < new.end <= limits.end or not text[slice(*new)].strip():
        return None
    pieces = (new, *fragments[1:]) if edge == "start" else (*fragments[:-1], new)
    if any(a.end > b.start for a, b in pairwise(pieces)):
        return None
    return draft._replace(choice=_with_range(draft.choice, pieces))


def retyped(draft: Draft, type_name: str) -> Draft | None:
    """Return the draft with another type, None where it has none."""
    choice = draft.choice
    if len(choice.mentions) == 1:
        body = choice.mentions[0].model_copy(update={"type": type_name})
        return draft._replace(choice=choice.model_copy(update={"mentions": (body,)}))
    if choice.type:
        return draft._replace(choice=choice.model_copy(update={"type": type_name}))
    return None


def with_value(choice: Choice, name: str, value: str) -> Choice:
    """Return a choice with another value of an attribute."""
    evidence = next((one.evidence for one in choice.values if one.name == name), None)
    return Choice(values=(AttributeValue(name=name, value=value, evidence=evidence),))


def _with_range(choice: Choice, fragments: tuple[Span, ...]) -> Choice:
    if choice.mentions:
        body = choice.mentions[0].model_copy(update={"fragments": fragments})
        return choice.model_copy(update={"mentions": (body,)})
    if choice.fragments:
        return choice.model_copy(update={"fragments": fragments})
    return choice.model_copy(update={"fillers": (_filler_at(choice.fillers[0], fragments),)})


def _filler_at(filler: GoldFiller, fragments: tuple[Span, ...]) -> GoldFiller:
    bare = filler.span
    span = BareSpan(id=bare.id, start=fragments[0].start, end=fragments[-1].end) if bare else None
    return filler.model_copy(update={"fragments": fragments, "span": span})


def _next_edge(text: str, edge: Edge, offset: int, step: int, limits: Span) -> int:
    """Return the next start or end of a word in a direction; the same offset where none is."""
    low, high = max(limits.start, offset - _AROUND), min(limits.end, offset + _AROUND)
    tokens = tokenize(text, low, high)
    edges = [one.start if edge == "start" else one.end for one in tokens]
    if step > 0:
        return next((one for one in edges if one > offset), offset)
    return next((one for one in reversed(edges) if one < offset), offset)
