"""Copies and related texts among the articles: their signatures, clusters and likenesses.

The articles of a cluster are one source. Its id is that of the article that came first, and stays
when that one is removed or more copies come.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from annotator.model.journal import RowChange
from annotator.store.journal import Act, append_barrier, set_rows
from annotator.store.progress import VISIBLE, size
from annotator.store.project_file import ProjectFile
from annotator.store.rows import plain_row
from annotator.text.likeness import DUPLICATE, METHOD, Likenesses, Sharing, Signature

T = TypeVar("T")

_AT_ONCE = 400
"""Rows per statement or transaction."""

_MANY = 5_000
"""Of so many new articles on, each may be like any other: they are compared with all at once, which
takes the memory of all signatures."""

_NEAR = 200
"""Copies before and behind an article that are looked at when it is opened: a cluster may hold a
large part of the project."""

_HERE = "(SELECT {} FROM articles WHERE id = :article)"
_SIDE = (
    "SELECT id FROM (SELECT id FROM visible_articles WHERE duplicate_cluster <> ''"
    f" AND duplicate_cluster = {_HERE.format('duplicate_cluster')}"
    f" AND position {{}} {_HERE.format('position')} ORDER BY position {{}} LIMIT {_NEAR})"
)
_COPIES = f"WITH copies AS ({_SIDE.format('<', 'DESC')} UNION ALL {_SIDE.format('>', 'ASC')})"


class Copy(NamedTuple):
    """An article of a cluster."""

    number: int
    article: str
    source: str
    title: str
    likeness: float
    """How alike it is to the member that it was likest to; 0 where that is not known."""


class Cluster(NamedTuple):
    """Articles that are copies of one another, in the order in which they came."""

    id: str
    members: tuple[Copy, ...]


class Related(NamedTuple):
    """Two articles of different sources that share part of their words."""

    article: str
    source: str
    other: str
    other_source: str
    likeness: float


class Counts(NamedTuple):
    """Articles, and sources: copies of one another are one source."""

    articles: int
    sources: int


class Compared(NamedTuple):
    """What comparing the articles of a run with all others came to."""

    labels: dict[str, str]
    """Clusters by article, where they are other than they were."""
    likenesses: tuple[tuple[int, int, float], ...]
    """Numbers of a later and an earlier article, and how alike they are."""


def sign(conn: sqlite3.Connection, signed: Iterable[tuple[str, Signature]], run: str) -> None:
    """Keep the signatures of articles, inside a writing transaction of a run."""
    conn.executemany(
        "INSERT OR REPLACE INTO signatures SELECT position, ?, ?, ?, ? FROM articles WHERE id = ?",
        [(METHOD, one.words_hash, one.minhash, run, article) for article, one in signed],
    )


def unsigned(file: ProjectFile, after: str = "") -> list[tuple[str, str]]:
    """Return id and text of the next articles without a signature of the present method, by id."""
    rows = file.query(
        "SELECT a.id, t.text FROM visible_articles AS a JOIN texts AS t ON t.article = a.id"
        " LEFT JOIN signatures AS s ON s.position = a.position AND s.method = ?"
        " WHERE s.position IS NULL AND a.id > ? ORDER BY a.id LIMIT 100",
        (METHOD, after),
    )
    return [(str(row[0]), str(row[1])) for row in rows]


def count_unsigned(file: ProjectFile) -> int:
    """Return how many articles have no signature of the present method."""
    rows = file.query(
        "SELECT count(*) FROM signatures AS s JOIN visible_articles AS a"
        " ON a.position = s.position WHERE s.method = ?",
        (METHOD,),
    )
    return size(file)[0] - int(rows[0][0])


def compare(file: ProjectFile, run: str) -> Compared:
    """Compare the articles that a run signed with each other and with all others; reads no text.

    Takes two seconds where 100,000 articles are signed.
    """
    rows, likenesses = list[_Signed](), Likenesses()
    for row, signature in _signed(file, run, _near(file, run)):
        rows.append(row)
        likenesses.add(signature, is_fresh=row.is_fresh)
    known: dict[str, int] = {}
    joined = [
        (place, known[row.cluster])
        for place, row in enumerate(rows)
        if row.cluster and known.setdefault(row.cluster, place) != place
    ]
    for pair in joined:
        likenesses.join(*pair)
    found = likenesses.find()
    pairs = [(one.later, one.earlier) for one in found if one.likeness >= DUPLICATE]
    labels = {
        rows[place].article: label
        for place, label in _labels(rows, joined + pairs).items()
        if rows[place].cluster != label
    }
    kept = ((rows[one.later].number, rows[one.earlier].number, one.likeness) for one in found)
    return Compared(labels, tuple(kept))


def keep(conn: sqlite3.Connection, likenesses: Iterable[tuple[int, int, float]], run: str) -> None:
    """Keep some of what `compare` found, inside a writing transaction of a run."""
    conn.executemany(
        "INSERT OR REPLACE INTO likenesses VALUES (?, ?, ?, ?)",
        [(*one, run) for one in likenesses],
    )


def label(conn: sqlite3.Connection, labels: Mapping[str, str], act: Act, run: str = "") -> None:
    """Give articles their clusters, inside a writing transaction; the journal notes it.

    Args:
        run: the run that the articles belong to, "" where everybody sees them.
    """
    changes: list[RowChange] = []
    for some in _parts(sorted(labels)):
        marks = ", ".join("?" * len(some))
        for row in conn.execute(f"SELECT * FROM articles WHERE id IN ({marks})", some):
            before = plain_row("articles", row)
            after = {**before, "duplicate_cluster": labels[str(row["id"])]}
            changes.append(RowChange("articles", str(row["id"]), before, after))
    if changes:
        set_rows(conn, changes)
        append_barrier(conn, changes, act, run)


def clusters(file: ProjectFile) -> Iterator[Cluster]:
    """Yield the clusters of more than one article, by their ids."""
    members: list[Copy] = []
    here = ""
    for row in file.stream(
        "SELECT a.duplicate_cluster, a.position, a.id, a.source, a.title, coalesce("
        " (SELECT max(likeness) FROM likenesses AS l WHERE l.later = a.position"
        "  AND likeness >= ?), 0)"
        " FROM visible_articles AS a WHERE a.duplicate_cluster <> ''"
        " ORDER BY a.duplicate_cluster, a.position",
        (DUPLICATE,),
    ):
        if row[0] != here and len(members) > 1:
            yield Cluster(here, tuple(members))
        members = members if row[0] == here else []
        here = str(row[0])
        members.append(Copy(*row[1:]))
    if len(members) > 1:
        yield Cluster(here, tuple(members))


def finished_copies(file: ProjectFile, article: str, annotator: str, most: int) -> list[str]:
    """Return copies of an article in which an annotator finished something, the latest first.

    Args:
        most: at most so many.
    """
    rows = file.query(
        f"{_COPIES} SELECT c.article, max(c.changed) FROM copies AS a"
        " CROSS JOIN visible_completion AS c ON c.article = a.id AND c.annotator = :annotator"
        " WHERE c.state = 'done' GROUP BY c.article ORDER BY 2 DESC, 1 LIMIT :most",
        {"article": article, "annotator": annotator, "most": most},
    )
    return [str(row[0]) for row in rows]


def decided_copies(file: ProjectFile, article: str, most: int) -> list[str]:
    """Return copies of an article about which something was decided, the latest first.

    Args:
        most: at most so many.
    """
    rows = file.query(
        f"{_COPIES} SELECT a.id, max(d.decided_at) FROM copies AS a"
        " CROSS JOIN visible_decisions AS d ON d.article = a.id"
        " GROUP BY a.id ORDER BY 2 DESC, 1 LIMIT :most",
        {"article": article, "most": most},
    )
    return [str(row[0]) for row in rows]


def related(file: ProjectFile) -> Iterator[Related]:
    """Yield pairs of related articles of different clusters, the likest first."""
    for row in file.stream(
        "SELECT a.id, a.source, b.id, b.source, likeness FROM likenesses"
        " JOIN visible_articles AS a ON a.position = later"
        " JOIN visible_articles AS b ON b.position = earlier"
        " WHERE likeness < ? AND (a.duplicate_cluster = ''"
        "  OR a.duplicate_cluster <> b.duplicate_cluster)"
        " ORDER BY likeness DESC, later, earlier",
        (DUPLICATE,),
    ):
        yield Related(*row)


def counts(file: ProjectFile) -> Counts:
    """Return how many articles and how many sources there are."""
    articles = size(file)[0]
    row = file.query(
        "SELECT count(*), count(DISTINCT duplicate_cluster) FROM articles"
        f" WHERE duplicate_cluster <> '' AND run {VISIBLE}"
    )[0]
    return Counts(articles, articles - int(row[0]) + int(row[1]))


class _Signed(NamedTuple):
    """An article with a signature, as `compare` needs it."""

    number: int
    article: str
    cluster: str
    is_fresh: bool
    """Whether the run that is compared signed it."""


def _near(file: ProjectFile, run: str) -> list[int] | None:
    """Return the positions of articles that can be like those that a run signed, and of all that
    are in a cluster with such; None for all articles, where the run signed many."""
    said = "SELECT words_hash, minhash FROM signatures WHERE run = ? AND method = ? LIMIT ?"
    fresh = [Signature(*row) for row in file.query(said, (run, METHOD, _MANY))]
    if len(fresh) == _MANY:
        return None
    shares = Sharing(fresh)
    every = file.stream(
        "SELECT position, words_hash, minhash FROM signatures"
        f" WHERE method = ? AND (run {VISIBLE} OR run = ?)",
        (METHOD, run),
    )
    near = {int(row[0]) for row in every if fresh and shares(Signature(row[1], row[2]))}
    for some in _parts(sorted(near)):
        marks = ", ".join("?" * len(some))
        copies = file.query(
            "SELECT position FROM articles WHERE duplicate_cluster IN (SELECT duplicate_cluster"
            f" FROM articles WHERE position IN ({marks}) AND duplicate_cluster <> '')",
            some,
        )
        near.update(int(row[0]) for row in copies)
    return sorted(near)


def _signed(
    file: ProjectFile, run: str, positions: Sequence[int] | None
) -> Iterator[tuple[_Signed, Signature]]:
    """Yield articles that have a signature, by position: those at some positions, or all."""
    said = (
        "SELECT a.position, a.id, a.duplicate_cluster, s.run = ?, words_hash, minhash"
        " FROM signatures AS s JOIN articles AS a ON a.position = s.position"
        f" WHERE method = ? AND (a.run {VISIBLE} OR a.run = ?) AND (s.run {VISIBLE} OR s.run = ?)"
        " {} ORDER BY a.position"
    )
    for some in [()] if positions is None else _parts(positions):
        among = f"AND a.position IN ({', '.join('?' * len(some))})" if some else ""
        for row in file.stream(said.format(among), (run, METHOD, run, run, *some)):
            yield _Signed(row[0], row[1], row[2], bool(row[3])), Signature(row[4], row[5])


def _labels(rows: Sequence[_Signed], pairs: Iterable[tuple[int, int]]) -> dict[int, str]:
    """Return the clusters of all texts that are in a pair: the label that an article has already,
    the earliest first, else the id of the first article."""
    parent: dict[int, int] = {}

    def root(place: int) -> int:
        while parent.setdefault(place, place) != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    for one, other in pairs:
        first, second = sorted((root(one), root(other)))
        parent[second] = first
    names: dict[int, str] = {}
    for place in sorted(parent):
        if rows[place].cluster:
            names.setdefault(root(place), rows[place].cluster)
    return {place: names.get(root(place), rows[root(place)].article) for place in parent}


def _parts(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for first in range(0, len(items), _AT_ONCE):
        yield items[first : first + _AT_ONCE]
