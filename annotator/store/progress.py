"""How far people are: of an article, of the whole project, and what waits for them next.

Read from the tables of `progress_tables`, which triggers keep true, so that nothing is counted.
"""

from collections.abc import Iterator
from typing import NamedTuple

from annotator.model.annotation import Layer
from annotator.store.finished_tables import FINISHED
from annotator.store.progress_tables import BLOCK, TABLES
from annotator.store.project_file import ProjectFile

VISIBLE = "NOT IN (SELECT id FROM open_runs)"

SEEN = "coalesce(sum(done + skipped + unsure), 0)"
"""Sentences that were finished in any way, and stand so."""

MINE = (
    "progress AS p ON p.annotator = :annotator AND p.layer = :layer"
    f" AND p.position = w.position AND p.run {VISIBLE}"
)
"""What one annotator did of an article `w`, to be joined: a row per run that brought some."""


class Progress(NamedTuple):
    """How far one annotator is with one layer of an article, in sentences."""

    total: int
    done: int
    skipped: int
    unsure: int
    stale: int

    @property
    def seen(self) -> int:
        """Sentences that were done, skipped or left as unsure."""
        return self.done + self.skipped + self.unsure


class Share(NamedTuple):
    """What one annotator did of an article or of the project."""

    annotator: str
    progress: Progress
    annotations: int


class Totals(NamedTuple):
    """How much there is to do in a project, and how much one annotator has finished."""

    articles: int
    finished_articles: int
    sentences: int
    finished_sentences: int


def progress(file: ProjectFile, article: str, annotator: str, layer: Layer) -> Progress:
    """Return how far the annotator is with the layer in this article."""
    rows = file.query(
        "SELECT sentences, coalesce(sum(done), 0), coalesce(sum(skipped), 0),"
        " coalesce(sum(unsure), 0), coalesce(sum(stale), 0)"
        f" FROM workload AS w LEFT JOIN {MINE}"
        " WHERE w.position = (SELECT position FROM articles WHERE id = :article)"
        " GROUP BY w.position",
        {"article": article, "annotator": annotator, "layer": layer},
    )
    return Progress(*rows[0]) if rows else Progress(0, 0, 0, 0, 0)


def shares_of_article(file: ProjectFile, article: str, layer: Layer) -> list[Share]:
    """Return what everybody who did anything did of an article, by name."""
    rows = file.query(
        "SELECT annotator, max(w.sentences), sum(done), sum(skipped), sum(unsure), sum(stale),"
        " sum(annotations) FROM workload AS w JOIN progress AS p ON p.position = w.position"
        " AND annotator IN (SELECT name FROM annotators)"
        f" AND layer = ? AND p.run {VISIBLE}"
        " WHERE w.position = (SELECT position FROM articles WHERE id = ?) GROUP BY annotator",
        (layer, article),
    )
    return [Share(row[0], Progress(*row[1:6]), row[6]) for row in rows]


def shares_of_project(file: ProjectFile, layer: Layer) -> list[Share]:
    """Return what everybody who did anything did of the project, by name."""
    total = size(file)[1]
    rows = file.query(
        "SELECT annotator, sum(done), sum(skipped), sum(unsure), sum(stale), sum(annotations)"
        " FROM progress_sums WHERE annotator IN (SELECT name FROM annotators) AND layer = ?"
        f" AND run {VISIBLE} GROUP BY annotator",
        (layer,),
    )
    return [Share(row[0], Progress(total, *row[1:5]), row[5]) for row in rows]


def size(file: ProjectFile) -> tuple[int, int]:
    """Return how many articles there are, and how many sentences to finish."""
    row = file.query(
        "SELECT coalesce(sum(articles), 0), coalesce(sum(sentences), 0)"
        f" FROM workload_sums WHERE run {VISIBLE}"
    )[0]
    return int(row[0]), int(row[1])


def totals(file: ProjectFile, annotator: str, layer: Layer) -> Totals:
    """Return how much of the project one annotator has finished.

    Only in blocks into which an unfinished run writes are articles looked at one by one.
    """
    whose = "annotator = :annotator AND layer = :layer"
    doubtful = (
        f"SELECT block FROM progress_sums WHERE {whose} AND run IN (SELECT id FROM open_runs)"
    )
    row = file.query(
        f"WITH doubtful AS ({doubtful})"
        " SELECT coalesce(sum(articles), 0),"
        f" (SELECT count(*) FROM workload WHERE sentences = 0 AND run {VISIBLE})"
        f" + (SELECT coalesce(sum(articles), 0) FROM {FINISHED} WHERE {whose}"
        "   AND block NOT IN (SELECT block FROM doubtful))"
        " + (SELECT count(*) FROM (SELECT DISTINCT block FROM doubtful) AS d"
        f"   CROSS JOIN workload AS w ON w.position BETWEEN d.block * {BLOCK}"
        f"    AND d.block * {BLOCK} + {BLOCK - 1} WHERE w.sentences > 0 AND w.run {VISIBLE}"
        f"   AND w.sentences = {_SEEN_OF_ARTICLE}),"
        " coalesce(sum(sentences), 0),"
        f" (SELECT {SEEN} FROM progress_sums WHERE {whose} AND run {VISIBLE})"
        f" FROM workload_sums WHERE run {VISIBLE}",
        {"annotator": annotator, "layer": layer},
    )[0]
    return Totals(*row)


def next_undone(file: ProjectFile, annotator: str, layer: Layer, after: str = "") -> str:
    """Return the id of the next article with a sentence the annotator has not finished.

    Args:
        after: start behind this article; from the beginning when "" or when none follows.
    """
    with file.reading():
        rows = file.query("SELECT position FROM articles WHERE id = ?", (after,))
        position = int(rows[0][0]) if rows else -1
        block = position // BLOCK
        found = (
            (position >= 0 and _waiting_article(file, annotator, layer, position + 1, block))
            or _waiting_after(file, annotator, layer, block)
            or (position >= 0 and _waiting_after(file, annotator, layer, -1))
        )
        return found or ""


def progress_problems(file: ProjectFile) -> Iterator[str]:
    """Yield every difference between what is kept of progress and what is counted anew."""
    with file.reading():
        for table in (*TABLES, FINISHED):
            for one, other, what in (
                (table, f"counted_{table}", "is kept and not what is there"),
                (f"counted_{table}", table, "is there and not what is kept"),
            ):
                for row in file.stream(f"SELECT * FROM {one} EXCEPT SELECT * FROM {other}"):
                    said = " ".join(f"{name}={row[name]}" for name in row.keys())  # noqa: SIM118
                    yield f"{table}: {said} {what}"


def _waiting_after(file: ProjectFile, annotator: str, layer: Layer, block: int) -> str:
    """Return the first article that waits in a later block, "" where none does."""
    rows = file.query(
        f"SELECT block FROM workload_sums AS b WHERE block > :after AND run {VISIBLE}"
        " GROUP BY block HAVING sum(sentences) >"
        f" (SELECT {SEEN} FROM progress_sums AS p WHERE annotator = :annotator"
        f"  AND layer = :layer AND p.block = b.block AND run {VISIBLE})"
        " ORDER BY block LIMIT 1",
        {"after": block, "annotator": annotator, "layer": layer},
    )
    if not rows:
        return ""
    found = int(rows[0][0])
    return _waiting_article(file, annotator, layer, found * BLOCK, found)


def _waiting_article(
    file: ProjectFile, annotator: str, layer: Layer, position: int, block: int
) -> str:
    """Return the first article that waits from a position to the end of its block, else ""."""
    rows = file.query(
        "SELECT id FROM articles WHERE position ="
        " (SELECT min(position) FROM workload AS w WHERE position BETWEEN :first AND :last"
        f"  AND run {VISIBLE} AND sentences > {_SEEN_OF_ARTICLE})",
        {
            "first": position,
            "last": block * BLOCK + BLOCK - 1,
            "annotator": annotator,
            "layer": layer,
        },
    )
    return str(rows[0][0]) if rows else ""


_SEEN_OF_ARTICLE = (
    f"(SELECT {SEEN} FROM progress AS p WHERE p.annotator = :annotator AND p.layer = :layer"
    f" AND p.position = w.position AND p.run {VISIBLE})"
)
