"""Making the ghosts of a desk: which suggesters there are, and what they know."""

from annotator.labelling.desk import Desk
from annotator.labelling.ghosts import Ghosts, shown_of
from annotator.model.article import Document
from annotator.store import suggestions
from annotator.store.project_file import ProjectFile
from annotator.suggest.builtin import built_in
from annotator.suggest.memory import Known, Memory
from annotator.suggest.projection import projected
from annotator.suggest.word_lists import ListedWord


def memory_of(file: ProjectFile, annotator: str) -> Memory:
    """Return what an annotator's own work teaches; never another's, which may still be open."""
    return Memory(
        (Known(*one) for one in suggestions.labelled(file, annotator)),
        (Known(*one) for one in suggestions.turned_down(file, annotator)),
    )


def ghosts_for(file: ProjectFile, desk: Desk, memory: Memory) -> Ghosts:
    """Return the ghosts of a desk, of which none is made yet.

    Args:
        memory: what is known of the desk's annotator; it learns from what they do.
    """
    session = desk.session
    work = session.work
    words = [ListedWord(*one) for one in suggestions.word_list(file)]
    document = Document(work.article, work.text, tuple(work.sentences))
    kept = [
        *suggestions.of_article(file, session.article, session.annotator),
        *projected(file, session.scheme, session.annotator, document),
    ]
    return Ghosts(session, built_in(words), memory, kept, shown_of(file), lambda: desk.layers)
