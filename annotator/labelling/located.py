"""Where annotations stand, and which words they speak of, from an article's annotations alone."""

from collections.abc import Callable, Iterator

from annotator.labelling.rules import targets_of
from annotator.model.annotation import (
    Annotation,
    Claim,
    Filler,
    Incident,
    Mention,
    Relation,
)
from annotator.model.spans import Span, covered_text

Find = Callable[[str], Annotation | None]
"""Gives an annotation by its id, None where there is none."""

_MOST_TOLD = 3
"""Fillers that are told of a frame; its form shows all."""

_LONGEST = 30
"""Characters of a filler that are told."""


def standing_place(item: Annotation, find: Find, above: tuple[str, ...] = ()) -> Span | None:
    """Return where an annotation stands: its own place, else that of the first that it speaks of.

    Args:
        find: gives the annotator's annotation of the article that has an id.
        above: ids of those that have been asked already, so that a circle ends.
    """
    if item.anchor is not None or item.id in above:
        return item.anchor
    for target in targets_of(item):
        found = find(target)
        place = standing_place(found, find, (*above, item.id)) if found else None
        if place:
            return place
    return None


def filler_fragments(filler: Filler, find: Find) -> tuple[Span, ...]:
    """Return where a filler stands, () where it is gone or has no place."""
    if filler.span is not None:
        return (Span(filler.span.start, filler.span.end),)
    return _fragments(find(filler.target))


def spoken_of(item: Annotation, find: Find) -> Iterator[tuple[Span, ...]]:
    """Yield the ranges whose words an annotation has: a frame's trigger, then each of its fillers.

    Of a relation these are its ends; of a label there are none: it is about the whole sentence.
    """
    match item:
        case Mention():
            yield item.fragments
        case Incident() | Claim():
            yield item.trigger
            for filler in item.roles:
                yield filler_fragments(filler, find)
        case Relation():
            for end in (item.source, item.target):
                yield _fragments(find(end))


def told_of(item: Annotation, find: Find, text: str) -> tuple[str, ...]:
    """Return in a few words what fills a frame, or where a relation leads to."""
    match item:
        case Incident() | Claim():
            return tuple(
                f"{filler.role}={_quoted(text, filler_fragments(filler, find))}"
                for filler in item.roles[:_MOST_TOLD]
            )
        case Relation():
            ends = (_quoted(text, _fragments(find(end))) for end in (item.source, item.target))
            return (" → ".join(ends),)
        case _:
            return ()


def _fragments(item: Annotation | None) -> tuple[Span, ...]:
    match item:
        case Mention():
            return item.fragments
        case Incident() | Claim():
            return item.trigger
        case _:
            return ()


def _quoted(text: str, fragments: tuple[Span, ...]) -> str:
    words = " ".join(covered_text(text, fragments).split())
    return f"{words[:_LONGEST]}…" if len(words) > _LONGEST else words or "…"
