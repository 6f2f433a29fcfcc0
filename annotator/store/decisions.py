"""Reading decisions and what waits for one; writing what is derived of disagreement."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from annotator.model.decision import Decision
from annotator.store.openness import REJECTED_ABOVE
from annotator.store.project_file import ProjectFile
from annotator.store.rows import decision_from_row

QueueOrder = Literal["kind", "place", "hardest"]
QUEUE_ORDERS: tuple[QueueOrder, ...] = ("kind", "place", "hardest")

_COLUMNS = (
    *("key", "article", "position", "start", "rank", "layer", "kind", "pattern", "parents"),
    *("votes", "audit"),
)
_KEYSETS: dict[QueueOrder, str] = {
    "kind": "rank, pattern, position, start, key",
    "place": "position, start, rank, key",
    "hardest": "-rank, position, start, key",
}
_OPEN = (
    "(NOT EXISTS (SELECT 1 FROM visible_decisions WHERE cluster = d.key)"
    " OR d.key IN (SELECT cluster FROM lapsed_clusters))"
    f" AND (d.parents = '[]' OR NOT {REJECTED_ABOVE})"
)


_IS_SINGLE = (
    "(SELECT min(annotator) FROM completion WHERE article = u.article)"
    " IS (SELECT max(annotator) FROM completion WHERE article = u.article)"
    " AND NOT EXISTS (SELECT 1 FROM decisions WHERE article = u.article)"
    " AND NOT EXISTS (SELECT 1 FROM disputes WHERE article = u.article)"
)
_SETTLED_AT_ONCE = 2_000

_OWN = (
    "(EXISTS (SELECT 1 FROM visible_completion WHERE article = d.article AND annotator = ?1)"
    " OR EXISTS (SELECT 1 FROM visible_annotations WHERE article = d.article AND annotator = ?1))"
)
_ALLOWED = f"(?1 = '' OR NOT {_OWN})"


class Dispute(NamedTuple):
    """One cluster in the queue."""

    key: str
    article: str
    position: int
    start: int
    rank: int
    layer: str
    kind: str
    pattern: str
    """The same for clusters with the same words and the same variants."""
    parents: tuple[str, ...]
    votes: int
    audit: bool

    @property
    def words(self) -> str:
        """What is disputed: the variants in words, in lower case."""
        return self.pattern.rpartition(" | ")[0]


class Waiting(NamedTuple):
    """How many clusters of one kind wait."""

    layer: str
    kind: str
    number: int


def of_article(file: ProjectFile, article: str) -> list[Decision]:
    """Return all decisions of an article, in the order of their times."""
    rows = file.query(
        "SELECT * FROM visible_decisions WHERE article = ? ORDER BY decided_at, id", (article,)
    )
    return [decision_from_row(row) for row in rows]


def every(file: ProjectFile) -> Iterator[Decision]:
    """Yield all decisions by article and time."""
    for row in file.stream("SELECT * FROM visible_decisions ORDER BY article, decided_at, id"):
        yield decision_from_row(row)


def with_id(file: ProjectFile, decision: str) -> Decision | None:
    """Return a decision by its id, None where there is none."""
    rows = file.query("SELECT * FROM visible_decisions WHERE id = ?", (decision,))
    return decision_from_row(rows[0]) if rows else None


def articles_with_any(file: ProjectFile) -> list[str]:
    """Return the ids of the articles with decisions, by id."""
    rows = file.query("SELECT DISTINCT article FROM visible_decisions ORDER BY 1")
    return [str(row[0]) for row in rows]


def adjudicable(file: ProjectFile) -> list[str]:
    """Return the ids of the articles in which at least two people finished something, by id."""
    rows = file.query(
        "SELECT article FROM (SELECT DISTINCT article, annotator FROM visible_completion"
        " WHERE state = 'done' AND stale = 0) GROUP BY article HAVING count(*) > 1 ORDER BY 1"
    )
    return [str(row[0]) for row in rows]


def open_questions(file: ProjectFile) -> list[Decision]:
    """Return what was left to be discussed and not decided since, by time."""
    rows = file.query(
        "SELECT * FROM visible_decisions AS q WHERE rule = 'discuss' AND NOT EXISTS"
        " (SELECT 1 FROM visible_decisions WHERE cluster = q.cluster AND rule <> 'discuss')"
        " ORDER BY decided_at, id"
    )
    return [decision_from_row(row) for row in rows]


def any_there(file: ProjectFile) -> bool:
    """Say whether anything was decided; what was left to be discussed was not."""
    return bool(file.query("SELECT 1 FROM visible_decisions WHERE rule <> 'discuss' LIMIT 1"))


def decided(file: ProjectFile, keys: Sequence[str]) -> set[str]:
    """Return those clusters that have a decision in force."""
    listed = json.dumps(list(keys))
    rows = file.query(
        "SELECT DISTINCT cluster FROM visible_decisions"
        " WHERE cluster IN (SELECT value FROM json_each(?))"
        " AND cluster NOT IN (SELECT cluster FROM lapsed_clusters)",
        (listed,),
    )
    return {str(row[0]) for row in rows}


def second_opinions(file: ProjectFile) -> list[Decision]:
    """Return all second opinions, by time."""
    rows = file.query(
        "SELECT * FROM visible_opinions WHERE rule = 'second' ORDER BY decided_at, id"
    )
    return [decision_from_row(row) for row in rows]


def judged_by(file: ProjectFile, adjudicator: str, cluster: str = "") -> set[str]:
    """Return the clusters of which somebody has given a decision or an opinion.

    Args:
        cluster: look at this one only, where given.
    """
    rows = file.query(
        "SELECT cluster FROM visible_opinions WHERE adjudicator = ?1"
        + (" AND cluster = ?2" if cluster else ""),
        (adjudicator, cluster)[: 1 + bool(cluster)],
    )
    return {str(row[0]) for row in rows}


# ------------------------------------------------------------------------------- the queue


def unsettled(file: ProjectFile, limit: int = -1) -> list[str]:
    """Return articles whose clusters are not known as they are now, by id."""
    rows = file.query("SELECT article FROM unsettled ORDER BY 1 LIMIT ?", (limit,))
    return [str(row[0]) for row in rows]


def settle_single(file: ProjectFile) -> int:
    """Settle the articles that one person alone has worked on: nobody differs about them.

    There may be as many as the project has articles, so none is read. Some hundred go in one
    transaction; others can write between these.

    Returns:
        How many there were.
    """
    after, settled = "", 0
    while unsettled(file, 1):
        with file.write() as conn:
            # What a run is writing is invisible until its end, which no trigger sees.
            if conn.execute("SELECT 1 FROM open_runs").fetchone():
                break
            rows = conn.execute(
                f"SELECT article, {_IS_SINGLE} FROM unsettled AS u WHERE article > ?"
                " ORDER BY article LIMIT ?",
                (after, _SETTLED_AT_ONCE),
            ).fetchall()
            single = [(row[0],) for row in rows if row[1]]
            conn.executemany("DELETE FROM unsettled WHERE article = ?", single)
        settled += len(single)
        if len(rows) < _SETTLED_AT_ONCE:
            break
        after = rows[-1][0]
    return settled


def settle(file: ProjectFile, article: str, disputes: Iterable[Dispute], seen: int) -> bool:
    """Keep what annotators differ about in an article.

    Args:
        seen: `changes_of` the article when its layers were read; if it is another now, nothing is
            written, and the article stays unsettled.

    Returns:
        Whether it was written.
    """
    with file.write() as conn:
        if _changes(file, article) != seen:
            return False
        conn.execute("DELETE FROM disputes WHERE article = ?", (article,))
        marks = ", ".join("?" * len(_COLUMNS))
        conn.executemany(
            f"INSERT OR REPLACE INTO disputes ({', '.join(_COLUMNS)}) VALUES ({marks})",
            [(*one[:8], json.dumps(one.parents), one.votes, int(one.audit)) for one in disputes],
        )
        # What a run is writing is invisible until its end, which no trigger sees.
        if not conn.execute("SELECT 1 FROM open_runs").fetchone():
            conn.execute("DELETE FROM unsettled WHERE article = ?", (article,))
    return True


def position_of(file: ProjectFile, article: str) -> int:
    """Return the number by which articles are in order, -1 for one that is not there."""
    rows = file.query("SELECT position FROM articles WHERE id = ?", (article,))
    return int(rows[0][0]) if rows else -1


def changes_of(file: ProjectFile, article: str) -> int:
    """Return what grows when anything in the journal happens to an article."""
    return _changes(file, article)


def unsettle_all(file: ProjectFile) -> None:
    """Let all clusters be found anew."""
    with file.write() as conn:
        conn.execute(
            "INSERT OR IGNORE INTO unsettled"
            " SELECT article FROM annotations UNION SELECT article FROM completion"
        )


def set_setting(file: ProjectFile, key: str, value: str) -> None:
    """Keep a setting of the project."""
    with file.write() as conn:
        conn.execute("INSERT OR REPLACE INTO project VALUES (?, ?)", (key, value))


def waiting(file: ProjectFile, without: str = "") -> list[Waiting]:
    """Return how many clusters wait, by kind in the order of the queue.

    Args:
        without: leave out articles in which this annotator has worked, here and below.
    """
    rows = file.query(
        f"SELECT layer, kind, count(*) FROM disputes AS d WHERE {_ALLOWED} AND {_OPEN}"
        " GROUP BY layer, kind ORDER BY min(rank), layer, kind",
        (without,),
    )
    return [Waiting(*row) for row in rows]


def number_of_own(file: ProjectFile, annotator: str) -> int:
    """Return how many clusters wait in articles in which an annotator has worked."""
    rows = file.query(f"SELECT count(*) FROM disputes AS d WHERE {_OWN} AND {_OPEN}", (annotator,))
    return int(rows[0][0])


def next_dispute(
    file: ProjectFile,
    order: QueueOrder = "kind",
    after: Dispute | None = None,
    without: str = "",
    words: str = "",
) -> Dispute | None:
    """Return the next cluster that waits, behind one or from the beginning; None for none.

    Args:
        words: only one that is about these words, or in an article with them in its title or
            source; in any case.
    """
    keyset = _KEYSETS[order]
    given: tuple[object, ...] = (without,)
    behind = ""
    if after:
        given += sort_key(order, after)
        behind = f" AND ({keyset}) > ({', '.join('?' * (len(given) - 1))})"
    if words:
        given += (words.casefold(), json.dumps(titled(file, words)))
        behind += " AND (instr(pattern, ?) OR article IN (SELECT value FROM json_each(?)))"
    rows = file.query(
        f"SELECT * FROM disputes AS d WHERE {_ALLOWED} AND {_OPEN}{behind}"
        f" ORDER BY {keyset} LIMIT 1",
        given,
    )
    return _dispute(rows[0]) if rows else None


def sort_key(order: QueueOrder, dispute: Dispute) -> tuple[int | str, ...]:
    """Return what a cluster stands by in an order of the queue."""
    values = dispute._asdict()
    names = [name.strip() for name in _KEYSETS[order].split(",")]
    return tuple(-values["rank"] if name == "-rank" else values[name] for name in names)


def listed(file: ProjectFile, order: QueueOrder = "kind", without: str = "") -> list[Dispute]:
    """Return what waits, in order."""
    rows = file.query(
        f"SELECT * FROM disputes AS d WHERE {_ALLOWED} AND {_OPEN} ORDER BY {_KEYSETS[order]}",
        (without,),
    )
    return [_dispute(row) for row in rows]


def settled_by_others(
    file: ProjectFile, adjudicator: str, order: QueueOrder = "kind", without: str = ""
) -> list[Dispute]:
    """Return what others have decided by hand and somebody has not, in order."""
    by_hand = "v.rule IN ('variant', 'novel', 'reject', 'propagated')"
    rows = file.query(
        f"SELECT * FROM disputes AS d WHERE {_ALLOWED} AND EXISTS"
        f" (SELECT 1 FROM visible_decisions AS v WHERE v.cluster = d.key AND {by_hand})"
        " AND NOT EXISTS (SELECT 1 FROM visible_decisions AS v"
        "  WHERE v.cluster = d.key AND v.adjudicator = ?2)"
        f" ORDER BY {_KEYSETS[order]}",
        (without, adjudicator),
    )
    return [_dispute(row) for row in rows]


def alike(file: ProjectFile, pattern: str, without: str = "") -> list[Dispute]:
    """Return what waits and has a pattern, in document order."""
    rows = file.query(
        f"SELECT * FROM disputes AS d WHERE {_ALLOWED} AND pattern = ? AND {_OPEN}"
        " ORDER BY position, start, key",
        (without, pattern),
    )
    return [_dispute(row) for row in rows]


def titled(file: ProjectFile, words: str) -> list[str]:
    """Return the articles of the queue with words in their title or source; SQLite itself knows
    the case of few letters."""
    rows = file.query(
        "SELECT id, source || ' ' || title FROM articles WHERE id IN (SELECT article FROM disputes)"
    )
    return [row[0] for row in rows if words.casefold() in row[1].casefold()]


def dispute(file: ProjectFile, key: str) -> Dispute | None:
    """Return a cluster of the queue by its key, None where it is not there any more."""
    rows = file.query("SELECT * FROM disputes WHERE key = ?", (key,))
    return _dispute(rows[0]) if rows else None


def _dispute(row: object) -> Dispute:
    fields = dict(row)  # type: ignore[call-overload]
    parents = tuple(json.loads(fields["parents"]))
    return Dispute(**{**fields, "parents": parents, "audit": bool(fields["audit"])})


def _changes(file: ProjectFile, article: str) -> int:
    # Imports journal what they bring to no article.
    rows = file.query(
        "SELECT coalesce((SELECT max(seq) FROM journal WHERE article = ?), 0)"
        " + coalesce((SELECT max(seq) FROM journal WHERE article = ''), 0)",
        (article,),
    )
    return int(rows[0][0])
