"""What the light can stand on in one sentence: its tokens, steps and stops."""

from functools import lru_cache
from typing import NamedTuple

from annotator.labelling.work import Work
from annotator.model.annotation import Mention
from annotator.model.article import Sentence
from annotator.model.spans import Span, hull
from annotator.text.candidates import Candidate, candidates
from annotator.text.tokens import tokenize

_WHOLE = ("name", "number", "date")
"""Kinds of candidates that light up as one when walking by words."""

_STOPS = ("name", "number", "date", "phrase")
"""Kinds of candidates that are stops of the entity layer."""


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


def map_sentence(work: Work, sentence: Sentence) -> SentenceMap:
    """Return the places of a sentence of the work; every sentence has at least one step."""
    tokens, words, proposals = _read(work.text, sentence.start, sentence.end)
    mentions = work.mentions_in(sentence.start)
    steps = _steps(sentence, words or tokens, mentions, proposals)
    undecided = _undecided(mentions, proposals)
    stops = tuple(Span(one.start, one.end) for one in undecided if one.kind in _STOPS)
    others = tuple(Span(one.start, one.end) for one in undecided if one.kind not in _STOPS)
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


def light_of(mention: Mention, sentence: int) -> Light:
    """Return the light on a mention, as part of the sentence beginning at `sentence`."""
    return Light(sentence, mention.fragments, mention.id)


def contains(outer: Span, inner: Span) -> bool:
    """Say whether one span lies in another without being the same."""
    return outer != inner and outer.start <= inner.start and inner.end <= outer.end


def lies_in(inner: tuple[Span, ...], outer: tuple[Span, ...]) -> bool:
    """Say whether every fragment lies in one of the others, without being just the same."""
    return inner != outer and all(
        any(part.start <= one.start and one.end <= part.end for part in outer) for one in inner
    )


def _steps(
    sentence: Sentence,
    words: tuple[Span, ...],
    mentions: list[Mention],
    proposals: list[Candidate],
) -> tuple[Light, ...]:
    outer = [
        mention
        for mention in mentions
        if not any(lies_in(mention.fragments, other.fragments) for other in mentions)
    ]
    whole: dict[int, list[Span]] = {}
    for one in proposals:
        if one.kind in _WHOLE:
            whole.setdefault(one.start, []).append(Span(one.start, one.end))
    covered = [part for mention in outer for part in mention.fragments]
    lights = {mention.fragments: mention for mention in reversed(outer)}
    steps = [light_of(mention, sentence.start) for mention in lights.values()]
    position = sentence.start
    for word in words:
        if word.start < position or any(_overlap(word, part) for part in covered):
            continue
        starting = whole.get(word.start, ())
        free = [span for span in starting if not any(_overlap(span, part) for part in covered)]
        step = max(free, key=lambda span: span.end, default=word)
        steps.append(Light(sentence.start, (step,)))
        position = step.end
    return tuple(sorted(steps, key=lambda light: (light.hull, light.fragments)))


def _undecided(mentions: list[Mention], proposals: list[Candidate]) -> list[Candidate]:
    decided = [part for mention in mentions for part in mention.fragments]
    return [
        one
        for one in proposals
        if not any(own.start <= one.start and one.end <= own.end for own in decided)
    ]


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
