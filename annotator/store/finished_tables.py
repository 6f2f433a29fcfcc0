"""How many articles everybody has finished, kept by blocks like the sums of `progress_tables`.

Whether an article is finished is no sum of rows, so it is told apart from them: a row here counts
the articles of a block in which one annotator has finished every sentence of a layer, the rows of
unfinished runs among them. Who reads it looks at the articles of those blocks one by one into which
such a run writes. The view is the definition; `verify` compares the table with it.

Related articles that are no copies have indices of their own, for an article may have very many
copies. The index of clusters holds number and run too, so that sources are counted and the nearest
copies found without reading an article.
"""

from collections.abc import Iterator

from annotator.store.progress_tables import BLOCK

FINISHED = "finished_sums"

_TABLE = f"""
CREATE TABLE {FINISHED} (
    annotator TEXT NOT NULL,
    layer TEXT NOT NULL,
    block INTEGER NOT NULL,
    articles INTEGER NOT NULL,
    PRIMARY KEY (annotator, layer, block)
) STRICT, WITHOUT ROWID;
CREATE INDEX empty_articles ON workload(position, run) WHERE sentences = 0;
CREATE VIEW counted_{FINISHED} AS
    SELECT annotator, layer, position / {BLOCK} AS block, count(*) AS articles
    FROM (
        SELECT p.annotator, p.layer, p.position FROM progress AS p
        JOIN workload AS w ON w.position = p.position
        GROUP BY p.annotator, p.layer, p.position
        HAVING w.sentences > 0 AND sum(p.done + p.skipped + p.unsure) = w.sentences
    ) GROUP BY 1, 2, 3;
INSERT INTO {FINISHED} SELECT * FROM counted_{FINISHED};
DROP INDEX articles_by_cluster;
CREATE INDEX articles_by_cluster ON articles(duplicate_cluster, position, run)
    WHERE duplicate_cluster <> '';
CREATE INDEX related_by_later ON likenesses(later, run) WHERE likeness < 0.5;
CREATE INDEX related_by_earlier ON likenesses(earlier, run) WHERE likeness < 0.5
"""


def finished_statements() -> Iterator[str]:
    """Yield the statements that make table, view and triggers, and fill the table."""
    yield from _TABLE.split(";\n")
    yield _of_progress("INSERT", "0")
    yield _of_progress("UPDATE", _seen("OLD"))
    yield _of_workload()


def _of_progress(event: str, before: str) -> str:
    """Return the trigger for what somebody did: all runs' rows of the article count together."""
    there = "annotator = NEW.annotator AND layer = NEW.layer"
    now = (
        "(SELECT coalesce(sum(done + skipped + unsure), 0) FROM progress"
        f" WHERE {there} AND position = NEW.position)"
    )
    change = f"(seen = sentences) - (seen - ({_seen('NEW')}) + ({before}) = sentences)"
    return (
        f"CREATE TRIGGER progress_{event.lower()}_finished AFTER {event} ON progress"
        f" WHEN {_seen('NEW')} <> {before} BEGIN"
        f" INSERT INTO {FINISHED} SELECT NEW.annotator, NEW.layer, NEW.position / {BLOCK},"
        f" {change} FROM (SELECT sentences, {now} AS seen FROM workload"
        f"  WHERE position = NEW.position AND sentences > 0) WHERE {change} <> 0 {_ADDING};"
        f" DELETE FROM {FINISHED} WHERE {there} AND block = NEW.position / {BLOCK}"
        "  AND articles = 0; END"
    )


def _of_workload() -> str:
    """Return the trigger for sentences that come or go: who finished any of the others is found by
    the completion of the article, of which an import has none."""
    article = "(SELECT id FROM articles WHERE position = NEW.position)"
    change = " - ".join(
        f"({row}.sentences > 0 AND seen = {row}.sentences)" for row in ("NEW", "OLD")
    )
    return (
        "CREATE TRIGGER workload_update_finished AFTER UPDATE ON workload"
        f" WHEN EXISTS (SELECT 1 FROM completion WHERE article = {article}) BEGIN"
        f" INSERT INTO {FINISHED} SELECT annotator, layer, NEW.position / {BLOCK}, {change}"
        " FROM (SELECT p.annotator, p.layer, sum(done + skipped + unsure) AS seen"
        f"  FROM (SELECT DISTINCT annotator, layer FROM completion WHERE article = {article}) AS c"
        "  CROSS JOIN progress AS p ON p.annotator = c.annotator AND p.layer = c.layer"
        f"   AND p.position = NEW.position GROUP BY 1, 2) WHERE {change} <> 0 {_ADDING};"
        f" DELETE FROM {FINISHED} WHERE articles = 0 AND block = NEW.position / {BLOCK}"
        f"  AND (annotator, layer) IN (SELECT annotator, layer FROM completion"
        f"   WHERE article = {article}); END"
    )


def _seen(row: str) -> str:
    return f"{row}.done + {row}.skipped + {row}.unsure"


_ADDING = "ON CONFLICT DO UPDATE SET articles = articles + excluded.articles"
