"""Training the tagger on what one annotator finished, and asking whether it is worth showing.

It is worth showing when, on articles that it has not seen, it finds more of the annotator's own
outermost mentions than memory and the suggesters that come along do.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from annotator.labelling.refusals import Refused
from annotator.model.annotation import Mention
from annotator.model.article import Document, Sentence
from annotator.model.scheme import Scheme
from annotator.model.spans import Span
from annotator.store import articles, layers
from annotator.store.project_file import ProjectFile
from annotator.suggest.base import Page, Suggester
from annotator.suggest.builtin import built_in
from annotator.suggest.memory import Known, Memory
from annotator.suggest.tagger import (
    Card,
    Figures,
    Labelled,
    Lesson,
    Model,
    digest,
    outermost,
    train,
)

FOLDS = 5
"""Parts into which the articles are cut; each is held out once."""

LEAST_ARTICLES, LEAST_MENTIONS = 5, 100
"""With less, figures would be chance."""

_SHOWN_FROM = 0.5
"""The least score that counts as proposed."""


class Taught(NamedTuple):
    """An article with sentences that the annotator has done, and all mentions in them."""

    document: Document
    done: tuple[Sentence, ...]
    mentions: tuple[Labelled, ...]

    def lessons(self) -> Iterator[Lesson]:
        """Yield the done sentences with their outermost mentions."""
        text, wanted = self.document.text, outermost(self.mentions)
        for start, end in ((one.start, one.end) for one in self.done):
            inside = (one for one in wanted if start <= one.span.start and one.span.end <= end)
            moved = (
                Labelled(Span(span.start - start, span.end - start), kind) for span, kind in inside
            )
            yield Lesson(text[start:end], tuple(moved))


GoldLessons = Callable[[Collection[str]], list[Taught]]
"""Gives gold to learn from, without the articles of these ids."""


class Trained(NamedTuple):
    """A model with what is known of it."""

    model: bytes
    card: Card


def train_on(
    file: ProjectFile,
    scheme: Scheme,
    annotator: str,
    progress: Callable[[int], None] = lambda _fold: None,
    gold: GoldLessons = lambda _own: [],
) -> Trained:
    """Train a tagger on all that an annotator has done, and on gold; measure it by parts held out.

    Args:
        gold: gives what was decided of other articles than those of these ids, as far as it may
            teach the annotator.
        progress: is told the number of every part when it is done, from 1.

    Raises:
        Refused: there is too little to learn from.
        SuggesterFailed: the library is not installed.
    """
    taught = _taught(file, annotator)
    taught = _by_chance([*taught, *gold([one.document.article.id for one in taught])])
    number = sum(len(outermost(one.mentions)) for one in taught)
    if len(taught) < LEAST_ARTICLES or number < LEAST_MENTIONS:
        raise Refused(
            f"There is too little to learn from: {number} mentions in done sentences of "
            f"{len(taught)} articles; at least {LEAST_MENTIONS} in {LEAST_ARTICLES} are needed."
        )
    by_tagger, usual = _Count(), _Count()
    for fold in range(FOLDS):
        held_out = taught[fold::FOLDS]
        rest = [one for at, one in enumerate(taught) if at % FOLDS != fold]
        model = Model(train(_lessons(rest)))
        memory = Memory(_known(rest))
        for one in held_out:
            right = set(outermost(one.mentions))
            by_tagger.add(right, _by_model(model, one))
            usual.add(right, _by_usual((memory, *built_in()), one, scheme))
        progress(fold + 1)
    content = train(_lessons(taught))
    card = Card(
        digest=digest(content),
        folds=FOLDS,
        articles=len(taught),
        sentences=sum(len(one.done) for one in taught),
        mentions=number,
        tagger=by_tagger.figures(),
        usual=usual.figures(),
    )
    return Trained(content, card)


class _Count:
    """Counts what was found, and what of it was right."""

    def __init__(self) -> None:
        self._right = self._found = self._there = 0

    def add(self, right: set[Labelled], found: set[Labelled]) -> None:
        self._right += len(right & found)
        self._found += len(found)
        self._there += len(right)

    def figures(self) -> Figures:
        return Figures(
            precision=self._right / (self._found or 1), recall=self._right / (self._there or 1)
        )


def _taught(file: ProjectFile, annotator: str) -> list[Taught]:
    """Return what an annotator has done."""
    ids = layers.articles_with_done(file, annotator, "entities")
    return [
        _of_article(document, file, annotator)
        for document in (articles.document(file, article) for article in ids)
        if document
    ]


def _by_chance(taught: Iterable[Taught]) -> list[Taught]:
    """Return articles in an order that is chance and always the same."""
    return sorted(taught, key=lambda one: hashlib.sha256(one.document.article.id.encode()).digest())


def _of_article(document: Document, file: ProjectFile, annotator: str) -> Taught:
    article = document.article.id
    starts = {
        one.sentence
        for one in layers.completions(file, article, annotator)
        if one.layer == "entities" and one.state == "done" and not one.stale
    }
    done = tuple(one for one in document.sentences if one.start in starts)
    mentions = (
        Labelled(one.fragments[0], one.type)
        for one in layers.annotations(file, article, annotator)
        if isinstance(one, Mention) and len(one.fragments) == 1
    )
    return Taught(document, done, within(mentions, done))


def within(mentions: Iterable[Labelled], done: Sequence[Sentence]) -> tuple[Labelled, ...]:
    """Return those mentions that lie inside one of the sentences."""
    return tuple(
        one
        for one in mentions
        if any(part.start <= one.span.start and one.span.end <= part.end for part in done)
    )


def _lessons(taught: Iterable[Taught]) -> list[Lesson]:
    return [lesson for one in taught for lesson in one.lessons()]


def _known(taught: Iterable[Taught]) -> Iterator[Known]:
    for one in taught:
        for span, kind in one.mentions:
            yield Known(one.document.text[slice(*span)], kind, 1)


def _by_model(model: Model, one: Taught) -> set[Labelled]:
    text = one.document.text
    return {
        Labelled(Span(sentence.start + span.start, sentence.start + span.end), kind)
        for sentence in one.done
        for span, kind, probability in model.find(text[sentence.start : sentence.end])
        if probability >= _SHOWN_FROM
    }


def _by_usual(suggesters: Sequence[Suggester], one: Taught, scheme: Scheme) -> set[Labelled]:
    """Return what the other suggesters would show: the likeliest wherever ranges collide."""
    page = Page(*one.document, one.done, scheme)
    wrong: dict[Labelled, float] = {}
    for suggester in suggesters:
        for proposal in suggester.suggest(page):
            if proposal.layer == "entities" and proposal.score >= _SHOWN_FROM:
                found = Labelled(proposal.anchor, proposal.type)
                wrong[found] = wrong.get(found, 1.0) * (1 - proposal.score)
    taken: list[Labelled] = []
    for found in sorted(wrong, key=lambda one: (wrong[one], one.span.start - one.span.end, one)):
        if not any(_collide(found.span, other.span) for other in taken):
            taken.append(found)
    return set(outermost(taken))


def _collide(one: Span, other: Span) -> bool:
    if one.start >= other.end or other.start >= one.end or one == other:
        return one == other
    return (one.start < other.start) == (one.end < other.end) and (
        one.start != other.start and one.end != other.end
    )
