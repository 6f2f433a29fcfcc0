"""Making the ghosts of a desk: which suggesters there are, and what they know."""

from collections.abc import Callable, Iterable

from annotator.labelling.desk import Desk
from annotator.labelling.ghosts import Ghosts, shown_of
from annotator.model.article import Document
from annotator.model.suggestion import Suggestion
from annotator.store import suggestions
from annotator.store.project_file import ProjectFile
from annotator.suggest.builtin import built_in
from annotator.suggest.memory import Known, Memory
from annotator.suggest.projection import Finished, projected
from annotator.suggest.tagger import Tagger, model_folder, read_card
from annotator.suggest.word_lists import ListedWord


def memory_of(file: ProjectFile, annotator: str) -> Memory:
    """Return what an annotator's own work teaches; never another's, which may still be open.

    What gold teaches comes with every article, by `follow_gold`.
    """
    return Memory(
        (Known(*one) for one in suggestions.labelled(file, annotator)),
        (Known(*one) for one in suggestions.turned_down(file, annotator)),
    )


def ghosts_for(
    file: ProjectFile,
    desk: Desk,
    memory: Memory,
    gold: Callable[[], Iterable[Finished]] = tuple,
) -> Ghosts:
    """Return the ghosts of a desk, of which none is made yet.

    Args:
        memory: what is known of the desk's annotator; it learns from what they do.
        gold: gives what was decided of copies of the article, as far as it may be shown there.
    """
    session = desk.session
    words = [ListedWord(*one) for one in suggestions.word_list(file)]

    def kept() -> list[Suggestion]:
        work = session.work
        document = Document(work.article, work.text, tuple(work.sentences))
        return [
            *suggestions.of_article(file, session.article, session.annotator),
            *projected(file, session.scheme, session.annotator, document, gold()),
        ]

    return Ghosts(session, built_in(words), memory, kept, shown_of(file), lambda: desk.layers)


def slow_suggesters(file: ProjectFile, desk: Desk, names: Iterable[str]) -> list[str]:
    """Return the suggesters that have yet to look at a desk's article, in a process of their own.

    Args:
        names: the annotator's own programs and pipelines; a tagger that is worth it is added.
    """
    session = desk.session
    off = shown_of(file).off
    there = suggestions.looked_at(file, session.article)
    wanted = [one for one in names if one not in off and one not in there]
    folder = model_folder(file.path, session.annotator)
    card = read_card(folder) if folder.exists() else None
    seen = there.get(suggestions.own_source(Tagger.name, session.annotator))
    if card is not None and card.beats and Tagger.name not in off and seen != card.version:
        wanted.append(Tagger.name)
    return wanted
