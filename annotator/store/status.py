"""Everybody's progress, counted from completion; nothing of it is stored."""

from typing import NamedTuple

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
    rows = file.query(_STATUS)
    return [StatusLine(*row) for row in rows]


_STATUS = """
WITH worked AS (
    SELECT annotator, layer, article FROM visible_annotations
    UNION SELECT annotator, layer, article FROM visible_completion
),
counted AS (
    SELECT annotator, layer, c.article AS article,
        sum(state = 'done' AND stale = 0) AS done,
        sum(state = 'skipped' AND stale = 0) AS skipped,
        sum(state = 'unsure' AND stale = 0) AS unsure,
        sum(stale) AS stale
    FROM visible_completion AS c JOIN sentences AS s
    ON s.article = c.article AND s.start = c.sentence AND s.kind <> 'boilerplate'
    GROUP BY annotator, layer, c.article
)
SELECT w.annotator, w.layer, w.article, a.source,
    coalesce(done, 0), coalesce(skipped, 0), coalesce(unsure, 0), coalesce(stale, 0),
    (SELECT count(*) FROM sentences AS s WHERE s.article = w.article AND kind <> 'boilerplate'),
    (SELECT count(*) FROM visible_annotations AS n WHERE n.article = w.article
     AND n.annotator = w.annotator AND n.layer = w.layer)
FROM worked AS w JOIN visible_articles AS a ON a.id = w.article
LEFT JOIN counted AS c USING (annotator, layer, article)
ORDER BY w.annotator, w.layer, a.position
"""
