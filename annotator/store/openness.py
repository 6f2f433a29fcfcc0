"""What an annotator may see of others' work, and from which gold they may learn.

Everybody labels blind. That ends for a layer of an article once all who are to do it have finished
it and everything they differ about is decided, and only for those who finished it themselves.
"""

from annotator.model.annotation import Layer
from annotator.store.progress import SEEN, VISIBLE
from annotator.store.project_file import ProjectFile
from annotator.store.team import labels_here

GOLD = "gold"
"""Whose annotations those of gold are; no annotator may have this name in an export."""


def finished(who: str, article: str) -> str:
    """Return SQL for: somebody has finished `:layer` of an article.

    Args:
        who: SQL for the name.
        article: SQL for the article's id.
    """
    return (
        "EXISTS (SELECT 1 FROM articles AS fa JOIN workload AS fw ON fw.position = fa.position"
        f" WHERE fa.id = {article} AND fw.sentences > 0 AND fw.sentences <="
        f" (SELECT {SEEN} FROM progress AS p WHERE p.annotator = {who} AND p.layer = :layer"
        f"  AND p.position = fw.position AND p.run {VISIBLE}))"
    )


REJECTED_ABOVE = (
    "EXISTS (SELECT 1 FROM json_each(d.parents) AS p"
    " JOIN visible_decisions AS v ON v.cluster = p.value"
    " WHERE v.rejects = 1 AND v.id NOT IN (SELECT id FROM superseded))"
)
"""SQL for: what the cluster `d` speaks of was turned down, so that it is settled with it."""

_DECIDED = (
    "NOT EXISTS (SELECT 1 FROM unsettled WHERE article = :article)"
    " AND NOT EXISTS (SELECT 1 FROM disputes AS d WHERE d.article = :article"
    "  AND d.layer = :layer AND (d.key IN (SELECT cluster FROM lapsed_clusters)"
    "   OR NOT EXISTS (SELECT 1 FROM visible_decisions AS v"
    "    WHERE v.cluster = d.key AND v.rule <> 'discuss'))"
    f"  AND NOT {REJECTED_ABOVE})"
)
_ALL_FINISHED = (
    "NOT EXISTS (SELECT 1 FROM assignments AS s WHERE s.article = :article AND s.released = 0"
    " AND NOT EXISTS (SELECT 1 FROM tried AS t WHERE t.article = s.article"
    "  AND t.annotator = s.annotator)"
    f" AND NOT {finished('s.annotator', 's.article')})"
)
_NO_TRIAL = (
    "NOT EXISTS (SELECT 1 FROM tried WHERE article = :article AND (annotator = :author"
    " OR annotator = :reader AND kind = 'hidden' AND lifted = 0))"
)
_OPEN = " AND ".join(
    (
        *(_DECIDED, _ALL_FINISHED, _NO_TRIAL, finished(":reader", ":article")),
        f"(:author = '{GOLD}' OR {finished(':author', ':article')})",
    )
)
_HAS_GOLD = (
    "EXISTS (SELECT 1 FROM visible_decisions WHERE article = :article AND layer = :layer"
    " AND rule <> 'discuss')"
)


def may_see(file: ProjectFile, reader: str, author: str, article: str, layer: Layer) -> bool:
    """Say whether somebody may be shown what another labelled in a layer of an article.

    Args:
        author: an annotator, or `gold`.
    """
    if reader == author or not labels_here(file, reader):
        return True
    asked = {"reader": reader, "author": author, "article": article, "layer": layer}
    if not file.query(f"SELECT 1 WHERE {_HAS_GOLD} AND {_OPEN}", asked):
        return False
    # Mentions fill the roles of frames, so they come along with every layer.
    asked["layer"] = "entities"
    return layer == "entities" or bool(file.query(f"SELECT 1 WHERE {_OPEN}", asked))


def closed_gold(file: ProjectFile, reader: str, layer: Layer, here: str = "") -> list[str]:
    """Return the articles with decisions whose gold must not teach an annotator, by id.

    These are what they have still to label without help, what is mixed into their queue to see how
    they label, and copies of what tries them.

    Args:
        here: the article that they are labelling, where they are at one.
    """
    rows = file.query(
        "SELECT id FROM articles WHERE id = :here"
        " AND EXISTS (SELECT 1 FROM decisions AS d WHERE d.article = :here)"
        f" AND NOT {finished(':reader', ':here')}"
        " UNION SELECT s.article FROM assignments AS s WHERE s.annotator = :reader"
        " AND s.released = 0 AND EXISTS (SELECT 1 FROM decisions AS d WHERE d.article = s.article)"
        f" AND NOT {finished(':reader', 's.article')}"
        " UNION SELECT a.id FROM tried AS t JOIN articles AS b ON b.id = t.article"
        "  JOIN articles AS a ON a.id = b.id"
        "   OR a.duplicate_cluster <> '' AND a.duplicate_cluster = b.duplicate_cluster"
        "  WHERE t.annotator = :reader AND (t.kind = 'hidden' AND t.lifted = 0"
        f"   OR NOT {finished(':reader', 't.article')}) ORDER BY 1",
        {"reader": reader, "layer": layer, "here": here},
    )
    return [str(row[0]) for row in rows]
