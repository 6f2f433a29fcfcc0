"""What gold teaches: words for memory and precedents, sentences for copies and the tagger.

Only what is decided, and nothing that would tell an annotator what they are still to say
themselves; `store.openness.closed_gold` says which articles these are.
"""

from collections import Counter
from collections.abc import Iterator

from annotator.adjudication.gold import gold_of, in_force
from annotator.model.annotation import Mention
from annotator.model.decision import Decision
from annotator.model.spans import Span, covered_text
from annotator.store import articles, decisions
from annotator.store import gold_words as stored
from annotator.store.gold_words import GoldWords
from annotator.store.openness import closed_gold
from annotator.store.project_file import ProjectFile
from annotator.suggest.memory import plain

_AT_ONCE = 200
"""Articles read before somebody's article is shown; the others come with the next ones."""


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
