"""Signatures for articles that came before there were any, or whose method is an older one."""

from collections.abc import Callable

from annotator.store import duplicates
from annotator.store.project_file import ProjectFile
from annotator.store.runs import Batch, Run
from annotator.text.likeness import signature


def find_duplicates(
    file: ProjectFile, annotator: str, progress: Callable[[int], None] | None = None
) -> int:
    """Sign the articles that have no signature, compare them with all, and label the clusters.

    All of it appears at once, or nothing does.

    Args:
        annotator: who signs it in the journal.
        progress: told the number of articles signed so far, some times a second.

    Returns:
        How many articles were signed.

    Raises:
        RunInProgress: an import is under way.
    """
    run = Run(file, annotator, "duplicates")
    try:
        number, last = 0, ""
        while found := duplicates.unsigned(file, last):
            signed = [(article, signature(text)) for article, text in found]
            run.add(Batch(signatures=signed))
            number, last = number + len(found), found[-1][0]
            if progress:
                progress(number)
        run.compare()
    except BaseException:
        run.abandon()
        raise
    run.publish()
    return number
