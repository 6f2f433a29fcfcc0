"""What two annotators both finished in one article, and how an annotation becomes a mark."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from annotator.agreement.marks import Mark, mark
from annotator.model.annotation import Annotation, Claim, Filler, Frame, Incident, Layer, Mention
from annotator.model.judged import JudgedArticle
from annotator.model.spans import Span

CONTENT = "content"
"""The role by which claims are matched, where their scheme has it; else their cue."""


class Side(NamedTuple):
    """What one annotator marked in what both finished."""

    items: tuple[Annotation, ...]
    """Those of the layer, with the sentences that they touch all finished by both."""
    known: Mapping[str, Annotation]
    """Everything that this annotator has in the article, by id: what fillers and ends name."""


class Shared(NamedTuple):
    """What two annotators both judged in one article."""

    article: str
    pair: tuple[str, str]
    sentences: tuple[Span, ...]
    """The sentences that both finished."""
    first: Side
    second: Side
    left_out: int
    """Annotations outside those sentences, of both."""

    @property
    def length(self) -> int:
        """Characters in the sentences."""
        return sum(end - start for start, end in self.sentences)


def shared(article: JudgedArticle, pair: tuple[str, str], layer: Layer) -> Shared | None:
    """Return what two annotators both finished of a layer, None for nothing."""
    first, second = (article.by.get(name) for name in pair)
    if first is None or second is None:
        return None
    done = first.done.get(layer, _NOTHING) & second.done.get(layer, _NOTHING)
    done -= _projected(first.annotations, article.sentences, layer)
    done -= _projected(second.annotations, article.sentences, layer)
    sentences = tuple(one for one in article.sentences if one.start in done)
    if not sentences:
        return None
    sides, left_out = [], 0
    for work in (first, second):
        own = [item for item in work.annotations if item.layer == layer]
        kept = own
        if len(sentences) < len(article.sentences):
            kept = [item for item in own if _is_inside(item, article.sentences, done)]
        left_out += len(own) - len(kept)
        sides.append(Side(tuple(kept), {item.id: item for item in work.annotations}))
    return Shared(article.article, pair, sentences, sides[0], sides[1], left_out)


def mentions_as_marks(items: Iterable[Annotation]) -> list[Mark]:
    """Return the marks of mentions."""
    return [mark(one.fragments, one.type, one.id) for one in items if isinstance(one, Mention)]


def frame_mark(frame: Frame, known: Mapping[str, Annotation]) -> Mark:
    """Return what a frame is matched by: the content of a claim, else trigger, else its place."""
    if isinstance(frame, Claim):
        found = [part for one in frame.fillers_of(CONTENT) for part in filler_range(one, known)]
        if found:
            return mark(found, frame.type, frame.id)
    return mark(frame_range(frame), frame.type, frame.id)


def frame_range(frame: Frame) -> Sequence[Span]:
    """Return the trigger of a frame; without one, the place where it stands."""
    if frame.trigger:
        return frame.trigger
    place = frame.anchor or Span(0, 1)
    return [Span(place.start, max(place.end, place.start + 1))]


def filler_range(filler: Filler, known: Mapping[str, Annotation]) -> Sequence[Span]:
    """Return the characters that fill a role, none where the filler stands in another article."""
    if filler.span:
        return [Span(filler.span.start, filler.span.end)]
    target = known.get(filler.target)
    if isinstance(target, Mention):
        return target.fragments
    return frame_range(target) if isinstance(target, Incident | Claim) else ()


def starts_of(spans: Iterable[tuple[int, int]], sentences: Sequence[Span]) -> set[int]:
    """Return the starts of the sentences that ranges touch."""
    starts = [sentence.start for sentence in sentences]
    touched = set()
    number = len(starts)
    for start, end in spans:
        place = max(0, bisect_right(starts, start) - 1)
        touched.update(starts[place : place + 1])
        place += 1
        while place < number and starts[place] < end:
            touched.add(starts[place])
            place += 1
    return touched


def _projected(items: Iterable[Annotation], sentences: Sequence[Span], layer: Layer) -> set[int]:
    """Return the sentences with work that was carried over from elsewhere: nobody judged them."""
    found = [one for one in items if one.origin == "projected" and one.layer == layer]
    return {start for one in found for start in starts_of(_ranges(one), sentences)}


def _is_inside(item: Annotation, sentences: Sequence[Span], done: Iterable[int]) -> bool:
    ranges = _ranges(item)
    # What stands nowhere, as the label of an article, asks for all of it.
    touched = starts_of(ranges, sentences) if ranges else {one.start for one in sentences}
    return touched <= set(done)


def _ranges(item: Annotation) -> Sequence[Span]:
    if isinstance(item, Mention):
        return item.fragments
    if isinstance(item, Incident | Claim):
        return frame_range(item)
    place = item.anchor
    return () if place is None else [Span(place.start, place.start + 1)]


_NOTHING: frozenset[int] = frozenset()
