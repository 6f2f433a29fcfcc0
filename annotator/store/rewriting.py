"""Rewriting many annotations at once: computed beside the work of others, written in one piece.

The computing reads only. What it came to is written in one transaction together with its journal
entries, unless somebody has written meanwhile; then it is computed anew.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from annotator.model.annotation import Annotation
from annotator.model.journal import RowChange
from annotator.store import layers
from annotator.store.errors import ProjectLocked
from annotator.store.journal import Act, append_barrier, last_seq, set_rows
from annotator.store.project_file import ProjectFile
from annotator.store.rows import annotation_from_row, to_row
from annotator.store.runs import Run
from annotator.store.schemes import StoredScheme, keep
from annotator.store.tables import COLUMNS, quoted

_TRIES = 5


class Rewritten(NamedTuple):
    """One annotation before and after; after is None where it is deleted."""

    before: Annotation
    after: Annotation | None


def every_annotation(file: ProjectFile) -> Iterator[Annotation]:
    """Yield the annotations of everybody in all articles, by article and id."""
    sql = f"SELECT {quoted(COLUMNS['annotations'])} FROM visible_annotations ORDER BY article, id"
    for row in file.stream(sql):
        yield annotation_from_row(row)


def rewrite(
    file: ProjectFile,
    scheme: StoredScheme,
    act: Act,
    compute: Callable[[], Iterable[Rewritten]],
) -> None:
    """Give the project a scheme and write what becomes of its annotations, all or nothing.

    Nobody can undo anything from before it: each annotator gets a barrier in the journal.

    Args:
        act: who does it, as the journal tells it.
        compute: returns what changes; called again when somebody wrote meanwhile.

    Raises:
        RunInProgress: an import is under way; what it adds could not be seen.
        ProjectLocked: others wrote all the time.
    """
    run = Run(file, act.annotator, act.command)
    try:
        for _ in range(_TRIES):
            if _written(file, scheme, act, compute):
                run.publish()
                return
        raise ProjectLocked(
            f"Others were writing all the time; nothing was changed in {file.path}, try again."
        )
    except BaseException:
        run.abandon()
        raise


def _written(
    file: ProjectFile,
    scheme: StoredScheme,
    act: Act,
    compute: Callable[[], Iterable[Rewritten]],
) -> bool:
    """Compute and write; False where somebody wrote in between, and nothing was done."""
    seen = last_seq(file)
    with file.reading():
        found = _by_place(compute())
    people = layers.annotators(file)
    with file.write() as conn:
        if last_seq(file) != seen:
            return False
        keep(conn, scheme)
        for (annotator, article), changes in found.items():
            set_rows(conn, changes)
            append_barrier(conn, changes, act._replace(annotator=annotator, article=article))
        for annotator in {*people, act.annotator} - {annotator for annotator, _ in found}:
            append_barrier(conn, (), act._replace(annotator=annotator))
    return True


def _by_place(rewritten: Iterable[Rewritten]) -> dict[tuple[str, str], list[RowChange]]:
    """Return the row changes by annotator and article."""
    found: dict[tuple[str, str], list[RowChange]] = {}
    for before, after in rewritten:
        rows: tuple[dict[str, Any], dict[str, Any] | None]
        rows = to_row(before), to_row(after) if after else None
        change = RowChange("annotations", before.id, *rows)
        found.setdefault((before.annotator, before.article), []).append(change)
    return found
