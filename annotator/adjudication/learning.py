"""What gold teaches: words for memory and precedents, sentences for copies and the tagger.

Only what is decided, and nothing that would tell an annotator what they are still to say
themselves; `store.openness.closed_gold` says which articles these are.
"""

from collections import Counter
from collections.abc import Collection, Iterator

from annotator.adjudication.gold import gold_of, in_force
from annotator.adjudication.reading import Settled
from annotator.labelling.training import Taught, within
from annotator.model.annotation import Layer, Mention
from annotator.model.decision import Decision
from annotator.model.scheme import Scheme
from annotator.model.spans import Span, covered_text
from annotator.store import articles, decisions
from annotator.store import gold_words as stored
from annotator.store.duplicates import decided_copies
from annotator.store.gold_words import GoldWords
from annotator.store.openness import closed_gold
from annotator.store.project_file import ProjectFile
from annotator.suggest.memory import Known, plain
from annotator.suggest.projection import MOST_COPIES, Finished
from annotator.suggest.tagger import Labelled

_AT_ONCE = 3
"""Articles read when somebody asks, which takes some hundredths of a second; the others come with
the next ones. What many decisions at once change is read by whoever made them."""

GoldState = tuple[str, tuple[str, ...]]
"""How often words were read, and the articles that do not count."""


def read_gold_words(file: ProjectFile, limit: int = _AT_ONCE) -> int:
    """Read the words of articles whose decisions have changed; return how many these were."""
    if file.read_only:
        return 0
    waiting = stored.unread(file, limit)
    for article in waiting:
        seen = stored.number_of_decisions(file, article)
        stored.keep(file, article, _words_of(file, article), seen)
    return len(waiting)


def gold_words(
    file: ProjectFile, annotator: str, article: str = "", words: str = ""
) -> list[GoldWords]:
    """Return what an annotator may know of the words that gold names or rejects.

    Args:
        article: the one that they are labelling.
        words: of these only, where given.
    """
    read_gold_words(file)
    closed = closed_gold(file, annotator, "entities", article)
    return stored.known(file, closed, plain(words))


def gold_state(file: ProjectFile, annotator: str, article: str) -> GoldState:
    """Return what says whether an annotator may know other words of gold than before.

    Args:
        article: the one that they are labelling.
    """
    read_gold_words(file)
    return stored.changes(file), tuple(closed_gold(file, annotator, "entities", article))


def known_in_gold(
    file: ProjectFile, state: GoldState
) -> tuple[tuple[Known, ...], tuple[Known, ...]]:
    """Return words that gold names, and words that were never decided to be anything."""
    found = stored.known(file, state[1])
    named = {one.words for one in found if one.taken}
    return (
        tuple(Known(one.words, one.type, one.taken) for one in found if one.taken),
        tuple(Known(one.words, one.type, one.rejected) for one in found if one.words not in named),
    )


def gold_copies(
    file: ProjectFile, scheme: Scheme, annotator: str, article: str
) -> Iterator[Finished]:
    """Yield what was decided of copies of an article, as far as it may teach the annotator."""
    layers: tuple[Layer, ...] = ("entities", "incidents", "claims")
    closed = {layer: closed_gold(file, annotator, layer, article) for layer in layers}
    for copy in decided_copies(file, article, MOST_COPIES):
        wanted = [layer for layer in layers if copy not in closed[layer]]
        if wanted:
            yield _finished(file, scheme, copy, wanted)


def gold_lessons(file: ProjectFile, annotator: str, without: Collection[str]) -> list[Taught]:
    """Return the articles whose gold a tagger of somebody may learn, as far as it is complete.

    Args:
        without: ids of articles that they have labelled themselves.
    """
    closed = {*closed_gold(file, annotator, "entities"), *without}
    found = (article for article in decisions.articles_with_any(file) if article not in closed)
    return [taught for article in found if (taught := _taught(file, article)).done]


def _finished(file: ProjectFile, scheme: Scheme, article: str, wanted: Collection[str]) -> Finished:
    settled = Settled(file, article)
    gold = gold_of(settled.decisions, None, scheme)
    done = frozenset((start, layer) for start, layer in settled.complete() if layer in wanted)
    items = {one.id: one for one in gold.annotations}
    return Finished(settled.document, items, done, is_gold=True)


def _taught(file: ProjectFile, article: str) -> Taught:
    settled = Settled(file, article)
    starts = {start for start, layer in settled.complete() if layer == "entities"}
    done = tuple(one for one in settled.document.sentences if one.start in starts)
    mentions = (
        Labelled(one.fragments[0], one.type)
        for one in gold_of(settled.decisions).annotations
        if isinstance(one, Mention) and len(one.fragments) == 1
    )
    return Taught(settled.document, done, within(mentions, done))


def _words_of(file: ProjectFile, article: str) -> list[GoldWords]:
    document = articles.document(file, article)
    if document is None:
        return []
    some = decisions.of_article(file, article)
    taken = Counter(
        (plain(covered_text(document.text, one.fragments)), one.type)
        for one in gold_of(some).annotations
        if isinstance(one, Mention) and len(one.fragments) == 1
    )
    rejected = Counter(
        (plain(covered_text(document.text, (span,))), kind)
        for one in in_force(some)
        for span, kind in _refused(one)
    )
    return [GoldWords(*both, taken[both], rejected[both]) for both in sorted({*taken, *rejected})]


def _refused(decision: Decision) -> Iterator[tuple[Span, str]]:
    """Yield what somebody had marked where it was decided that nothing is there."""
    if decision.layer != "entities" or decision.slot != "item" or not decision.rejects:
        return
    for variant in decision.variants:
        for body in variant.choice.mentions:
            if len(body.fragments) == 1:
                yield body.fragments[0], body.type
