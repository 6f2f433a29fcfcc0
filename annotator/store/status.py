"""Everybody's progress, article by article."""

from typing import NamedTuple

from annotator.store.progress import VISIBLE
from annotator.store.project_file import ProjectFile


class StatusLine(NamedTuple):
    """One annotator's progress with one layer of one article, in sentences."""

    annotator: str
    layer: str
    article: str
    source: str
    done: int
    skipped: int
    unsure: int
    stale: int
    """Finished, but split or merged since: to be confirmed."""
    total: int
    annotations: int


def status(file: ProjectFile) -> list[StatusLine]:
    """Return a line for each annotator, layer and article with any work, by name and position."""
    rows = file.query(
        "SELECT annotator, layer, a.id, a.source, sum(done), sum(skipped), sum(unsure),"
        " sum(stale), w.sentences, sum(annotations)"
        " FROM progress AS p JOIN workload AS w ON w.position = p.position"
        " JOIN articles AS a ON a.position = p.position"
        f" WHERE p.run {VISIBLE} AND a.run {VISIBLE}"
        " GROUP BY annotator, layer, p.position ORDER BY annotator, layer, p.position"
    )
    return [StatusLine(*row) for row in rows]
