"""What the light can stand on in one sentence: its tokens, steps and stops."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from annotator.labelling.work import Work
from annotator.model.annotation import Layer, Mention
from annotator.model.article import Sentence
from annotator.model.spans import Span, hull, overlap
from annotator.text.candidates import Candidate, candidates
from annotator.text.cues import Cue, find_cues
from annotator.text.tokens import tokenize
from annotator.text.triggers import Trigger, find_triggers

_WORDS: dict[Layer, Callable[[str, int, int], Sequence[Cue | Trigger]]] = {
    "incidents": find_triggers,
    "claims": find_cues,
}
"""What finds the stops of the layers of frames."""

_WHOLE = ("name", "number", "date")
"""Kinds of candidates that light up as one when walking by words."""

_STOPS = frozenset({"name", "part", "number", "date", "phrase"})
"""Kinds of candidates that are stops of the entity layer."""

_LASTING = frozenset({"name", "number"})
"""Kinds that are stops inside an annotation too, for most names and numbers are labelled there."""


class Light(NamedTuple):
    """What is lit."""

    sentence: int
    """Start of the sentence."""
    fragments: tuple[Span, ...]
    annotation: str = ""
    """Id of the annotation whose range this is, "" for a mere selection."""

    @property
    def hull(self) -> Span:
        """The lit range from first to last character."""
        return hull(self.fragments)


class SentenceMap(NamedTuple):
    """The places of one sentence, in order."""

    tokens: tuple[Span, ...]
    """Every token, punctuation too: where edges can be."""
    words: tuple[Span, ...]
    """Tokens that are more than punctuation."""
    steps: tuple[Light, ...]
    """What walking lights up: annotations, names, numbers, dates and other words."""
    stops: tuple[Span, ...]
    """Candidates that no annotation has decided yet."""
    others: tuple[Span, ...]
    """Undecided candidates that are no stops, such as quotations."""
    annotations: tuple[Light, ...]
    """Every annotation, outer ones first."""


def map_sentence(
    work: Work,
    sentence: Sentence,
    layers: tuple[Layer, ...] = ("entities",),
    ghosts: Sequence[Span] = (),
) -> SentenceMap:
    """Return the places of a sentence of the work; every sentence has at least one step.

    Args:
        layers: whose stops there are: candidates of mentions, trigger words, cue words.
        ghosts: suggested ranges, which are stops before all candidates that they meet.
    """
    tokens, words, proposals = _read(work.text, sentence.start, sentence.end)
    mentions = work.mentions_in(sentence.start)
    steps = _steps(sentence, words or tokens, mentions, proposals, ghosts)
    decided = [part for mention in mentions for part in mention.fragments]
    stops = open_stops([*decided, *ghosts], proposals) if "entities" in layers else ()
    if ghosts:
        stops = tuple(stop for stop in stops if not any(cross(stop, ghost) for ghost in ghosts))
    if ghosts or layers != ("entities",):
        more = (*ghosts, *_open_words(work, sentence, layers))
        stops = tuple(sorted({*stops, *more}, key=_outer_first))
    others = _open_others(decided, proposals)
    own = tuple(light_of(mention, sentence.start) for mention in mentions)
    return SentenceMap(tokens, words, steps, stops, others, own)


@lru_cache(maxsize=1024)
def _read(
    text: str, start: int, end: int
) -> tuple[tuple[Span, ...], tuple[Span, ...], list[Candidate]]:
    """Return tokens, words and candidates: the half of a map that no label changes."""
    found = tokenize(text, start, end)
    tokens = tuple(Span(token.start, token.end) for token in found)
    words = tuple(Span(token.start, token.end) for token in found if token.kind != "punctuation")
    return tokens, words, candidates(text, start, end)


def _open_words(work: Work, sentence: Sentence, layers: tuple[Layer, ...]) -> Iterator[Span]:
    """Yield trigger and cue words that no frame of their layer has."""
    taken = {(frame.layer, frame.trigger) for frame in work.frames_in(sentence.start)}
    for layer, find in _WORDS.items():
        if layer in layers:
            for word in find(work.text, sentence.start, sentence.end):
                span = Span(word.start, word.end)
                if (layer, (span,)) not in taken:
                    yield span


def _outer_first(span: Span) -> tuple[int, int]:
    return span.start, -span.end


def light_of(mention: Mention, sentence: int) -> Light:
    """Return the light on a mention, as part of the sentence beginning at `sentence`."""
    return Light(sentence, mention.fragments, mention.id)


def contains(outer: Span, inner: Span) -> bool:
    """Say whether one span lies in another without being the same."""
    return outer != inner and outer.start <= inner.start and inner.end <= outer.end


def cross(one: Span, other: Span) -> bool:
    """Say whether two spans overlap and neither holds the other."""
    inside = one.start >= other.start and one.end <= other.end
    return (
        overlap(one, other)
        and not inside
        and not (one.start <= other.start and one.end >= other.end)
    )


def lies_in(inner: tuple[Span, ...], outer: tuple[Span, ...]) -> bool:
    """Say whether every fragment lies in one of the others, without being just the same."""
    # Walking asks this of every step of a sentence: most are told apart by their ends.
    if inner[0].start < outer[0].start or inner[-1].end > outer[-1].end:
        return False
    return inner != outer and all(
        any(part.start <= one.start and one.end <= part.end for part in outer) for one in inner
    )


def open_stops(decided: Iterable[Span], proposals: Iterable[Candidate]) -> tuple[Span, ...]:
    """Return the candidates to stop at, in order, beside ranges that are already marked.

    A candidate that is marked is none, and of those inside a mark only names and numbers are.
    """
    marked = _Ranges(decided)
    return tuple(
        span
        for one in proposals
        if one.kind in _STOPS
        and (span := Span(one.start, one.end)) not in marked.spans
        and (one.kind in _LASTING or not marked.hold(span))
    )


def _open_others(decided: Iterable[Span], proposals: Iterable[Candidate]) -> tuple[Span, ...]:
    marked = _Ranges(decided)
    spans = (Span(one.start, one.end) for one in proposals if one.kind not in _STOPS)
    return tuple(span for span in spans if not marked.hold(span))


def _steps(
    sentence: Sentence,
    words: tuple[Span, ...],
    mentions: list[Mention],
    proposals: list[Candidate],
    ghosts: Sequence[Span],
) -> tuple[Light, ...]:
    outer = _outer(mentions)
    whole: dict[int, list[Span]] = {}
    for one in proposals:
        if one.kind in _WHOLE:
            whole.setdefault(one.start, []).append(Span(one.start, one.end))
    for ghost in ghosts:
        whole.setdefault(ghost.start, []).append(ghost)
    covered = _Ranges(part for mention in outer for part in mention.fragments)
    lights = {mention.fragments: mention for mention in reversed(outer)}
    steps = [light_of(mention, sentence.start) for mention in lights.values()]
    position = sentence.start
    for word in words:
        if word.start < position or covered.meet(word):
            continue
        free = [span for span in whole.get(word.start, ()) if not covered.meet(span)]
        step = max(free, key=lambda span: span.end, default=word)
        steps.append(Light(sentence.start, (step,)))
        position = step.end
    return tuple(sorted(steps, key=lambda light: (light.hull, light.fragments)))


def _outer(mentions: list[Mention]) -> list[Mention]:
    """Return the mentions that lie in no other, without comparing each with each."""
    whole = _Ranges(one.anchor for one in mentions if len(one.fragments) == 1)
    parted = [one for one in mentions if len(one.fragments) > 1]
    return [
        one
        for one in mentions
        if not whole.hold_more_than(one.anchor, or_same=len(one.fragments) > 1)
        and not any(lies_in(one.fragments, other.fragments) for other in parted)
    ]


class _Ranges:
    """Ranges that are asked whether they hold or meet another, in logarithmic time."""

    def __init__(self, ranges: Iterable[Span]) -> None:
        ordered = sorted(ranges)
        self.spans = frozenset(ordered)
        self._starts = [span.start for span in ordered]
        self._farthest = list(accumulate((span.end for span in ordered), max))

    def hold(self, span: Span) -> bool:
        """Say whether one of the ranges holds the span or is the same."""
        return self._reach(span.start) >= span.end

    def meet(self, span: Span) -> bool:
        """Say whether one of the ranges overlaps the span."""
        return self._reach(span.end - 1) > span.start

    def hold_more_than(self, span: Span, *, or_same: bool) -> bool:
        """Say whether one of the ranges holds the span and more, or just the same."""
        longer = self._reach(span.start) > span.end or self._reach(span.start - 1) >= span.end
        return longer or (or_same and span in self.spans)

    def _reach(self, place: int) -> int:
        """Return the farthest end of the ranges that begin at or before a place, -1 for none."""
        number = bisect_right(self._starts, place)
        return self._farthest[number - 1] if number else -1
