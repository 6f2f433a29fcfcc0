"""Assignments that try somebody with gold: entry tests, and gold mixed into a queue unmarked."""

from collections.abc import Iterable
from typing import Literal, NamedTuple

from annotator.store.openness import finished
from annotator.store.progress import VISIBLE
from annotator.store.project_file import ProjectFile

TrialKind = Literal["test", "hidden"]


class Trial(NamedTuple):
    """An article with gold that somebody labels without knowing what gold says."""

    article: str
    annotator: str
    kind: TrialKind
    pass_mark: float
    """The least F1 with which a test counts as passed, from 0 to 1."""
    lifted: bool
    """Whether the annotator may see how they did; of a test they may once they finished it."""


def keep(file: ProjectFile, trials: Iterable[Trial]) -> None:
    """Keep trials; an article tries somebody in one way only."""
    with file.write() as conn:
        conn.executemany(
            "INSERT OR REPLACE INTO trials VALUES (?, ?, ?, ?, ?)",
            [(*one[:4], int(one.lifted)) for one in trials],
        )


def every(file: ProjectFile, annotator: str = "") -> list[Trial]:
    """Return all trials, or one person's, as far as they are assigned, by name and due order."""
    rows = file.query(
        "SELECT t.* FROM trials AS t JOIN assignments AS s"
        " ON s.article = t.article AND s.annotator = t.annotator AND s.released = 0"
        " WHERE ?1 IN ('', t.annotator) ORDER BY t.annotator, s.due",
        (annotator,),
    )
    return [Trial(row[0], row[1], row[2], row[3], bool(row[4])) for row in rows]


def lift(file: ProjectFile, annotators: Iterable[str]) -> int:
    """Let people see how they did with hidden gold; return of how many articles."""
    with file.write() as conn:
        return sum(
            conn.execute(
                "UPDATE trials SET lifted = 1 WHERE annotator = ? AND kind = 'hidden'"
                " AND lifted = 0",
                (name,),
            ).rowcount
            for name in annotators
        )


def tried_on(file: ProjectFile, article: str) -> frozenset[str]:
    """Return whom an article tries: what they say of it came after gold and is no vote."""
    rows = file.query("SELECT annotator FROM tried WHERE article = ?", (article,))
    return frozenset(str(row[0]) for row in rows)


def is_pending(file: ProjectFile, annotator: str, article: str) -> bool:
    """Say whether an article tries somebody who has not finished its entities yet."""
    rows = file.query(
        "SELECT 1 FROM tried WHERE annotator = :annotator AND article = :article"
        f" AND NOT {finished(':annotator', ':article')}",
        {"annotator": annotator, "article": article, "layer": "entities"},
    )
    return bool(rows)


def with_gold(file: ProjectFile, annotator: str) -> list[str]:
    """Return settled articles that somebody has never had, nor a copy of one, in their order."""
    rows = file.query(
        "WITH had AS (SELECT article AS id FROM assignments WHERE annotator = :annotator"
        "  UNION SELECT a.id FROM progress AS p JOIN articles AS a ON a.position = p.position"
        f"  WHERE p.annotator = :annotator AND p.run {VISIBLE})"
        " SELECT a.id FROM visible_articles AS a WHERE EXISTS (SELECT 1 FROM visible_decisions"
        "  WHERE article = a.id AND layer = 'entities' AND rule <> 'discuss')"
        " AND NOT EXISTS (SELECT 1 FROM unsettled WHERE article = a.id)"
        " AND NOT EXISTS (SELECT 1 FROM disputes AS d WHERE d.article = a.id"
        "  AND NOT EXISTS (SELECT 1 FROM visible_decisions AS v"
        "   WHERE v.cluster = d.key AND v.rule <> 'discuss')"
        "  AND NOT EXISTS (SELECT 1 FROM json_each(d.parents) AS p"
        "   JOIN visible_decisions AS v ON v.cluster = p.value WHERE v.rejects = 1))"
        " AND a.id NOT IN (SELECT id FROM had) AND (a.duplicate_cluster = ''"
        "  OR a.duplicate_cluster NOT IN (SELECT b.duplicate_cluster FROM had"
        "   JOIN articles AS b ON b.id = had.id)) ORDER BY a.position",
        {"annotator": annotator},
    )
    return [str(row[0]) for row in rows]
