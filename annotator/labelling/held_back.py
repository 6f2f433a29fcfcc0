"""Where annotators saw suggestions, for measures that tell work with and without them apart."""

from collections.abc import Callable

from annotator.labelling.ghosts import is_held_back, shown_of
from annotator.store.project_file import ProjectFile


def held_back_in(file: ProjectFile) -> Callable[[str, str, int], bool] | None:
    """Return what says whether an annotator saw no suggestions in a sentence of an article.

    None where the project holds nothing back: then there is nothing to tell apart.
    """
    share = shown_of(file).held_back
    if not share:
        return None
    return lambda annotator, article, start: is_held_back(annotator, article, start, share)
