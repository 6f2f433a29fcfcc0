"""Who works here, who is to do what, and how far that is."""

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from annotator.model import ids
from annotator.model.annotation import Layer
from annotator.model.team import Assignment
from annotator.store.journal import Act, Edit, commit
from annotator.store.progress import SEEN, VISIBLE
from annotator.store.project_file import ProjectFile, add_annotator
from annotator.store.rows import from_row

_AT_ONCE = 500
"""Assignments written in one transaction, so that nobody's key waits for more than some
hundredths of a second."""

_ARTICLES = (
    "assignments AS s JOIN articles AS a ON a.id = s.article"
    f" JOIN workload AS w ON w.position = a.position AND w.run {VISIBLE}"
)
_SEEN_THERE = (
    f"(SELECT {SEEN} FROM progress AS p WHERE p.annotator = s.annotator AND p.layer = :layer"
    f" AND p.position = w.position AND p.run {VISIBLE})"
)


class Waiting(NamedTuple):
    """An article that can be handed out."""

    article: str
    source: str
    sentences: int
    """Sentences to finish: what balances the shares."""
    cluster: str
    """Copies share it; "" for an article without copies."""


class Load(NamedTuple):
    """What somebody has been assigned and not released from."""

    articles: int
    sentences: int
    last_due: int
    """The highest place in the order; what was released counts."""


class AssignedLine(NamedTuple):
    """An assignment and how far it is."""

    assignment: Assignment
    source: str
    title: str
    seen: int
    total: int
    """Sentences finished in any way, of those to finish."""


class AssignedShare(NamedTuple):
    """How far somebody is with what is assigned to them, in articles."""

    annotator: str
    assigned: int
    finished: int
    begun: int
    """Begun and not finished."""
    released: int


class Overlap(NamedTuple):
    """How many articles so many people share."""

    people: int
    assigned: int
    """Articles assigned to so many people, no more and no fewer."""
    finished: int
    """Articles that so many people have finished."""


class UsedScheme(NamedTuple):
    """Under which version of the scheme somebody made annotations that stand."""

    annotator: str
    scheme: str
    version: str
    annotations: int
    is_present: bool


def add_member(file: ProjectFile, name: str) -> bool:
    """Make somebody known before they did anything; False where they were known already."""
    with file.write() as conn:
        add_annotator(conn, name)
        added = conn.execute("INSERT OR IGNORE INTO members VALUES (?, ?)", (name, ids.now()))
        return added.rowcount == 1


def members(file: ProjectFile) -> list[str]:
    """Return everybody who was added by name or has ever been assigned anything, by name."""
    rows = file.query("SELECT annotator FROM members UNION SELECT annotator FROM assignments")
    return sorted(str(row[0]) for row in rows)


def articles_to_assign(file: ProjectFile) -> list[Waiting]:
    """Return all articles in the order they came."""
    rows = file.query(
        "SELECT id, source, sentences, duplicate_cluster FROM articles AS a"
        f" JOIN workload AS w ON w.position = a.position WHERE a.run {VISIBLE} ORDER BY a.position"
    )
    return [Waiting(*row) for row in rows]


def assignments(file: ProjectFile, annotator: str = "") -> list[Assignment]:
    """Return everybody's assignments, or one person's, the released ones too, in due order."""
    rows = file.query(
        "SELECT * FROM assignments WHERE ?1 IN ('', annotator) ORDER BY annotator, due, article",
        (annotator,),
    )
    found = (from_row("assignments", row) for row in rows)
    return [item for item in found if isinstance(item, Assignment)]


def assigned_lines(file: ProjectFile, annotator: str, layer: Layer) -> list[AssignedLine]:
    """Return assignments with how far they are, of everybody where no name is given."""
    rows = file.query(
        f"SELECT s.*, a.source, a.title, {_SEEN_THERE} AS seen, w.sentences AS total"
        f" FROM {_ARTICLES} WHERE :annotator IN ('', s.annotator)"
        " ORDER BY s.annotator, s.released, s.due",
        {"annotator": annotator, "layer": layer},
    )
    return [_line(row) for row in rows]


def loads(file: ProjectFile) -> dict[str, Load]:
    """Return by name what everybody has been assigned."""
    rows = file.query(
        "SELECT annotator, sum(released = 0), sum(CASE released WHEN 0 THEN sentences ELSE 0 END),"
        f" max(due) FROM {_ARTICLES} GROUP BY annotator"
    )
    return {str(row[0]): Load(*row[1:]) for row in rows}


def write_assignments(file: ProjectFile, edits: Sequence[Edit], act: Act) -> None:
    """Write assignments, some hundred in one act and one transaction.

    What was written stays if the process ends on the way: handing out again adds what is missing.

    Raises:
        EditConflict: somebody else has handed out, or released, one of them meanwhile.
    """
    for first in range(0, len(edits), _AT_ONCE):
        commit(file, edits[first : first + _AT_ONCE], act)


def is_assigned(file: ProjectFile, annotator: str) -> bool:
    """Say whether somebody has assignments that were not released."""
    rows = file.query(
        "SELECT 1 FROM assignments WHERE annotator = ? AND released = 0 LIMIT 1", (annotator,)
    )
    return bool(rows)


def assigned_to(file: ProjectFile, article: str) -> frozenset[str]:
    """Return who is to label an article and was not released from it."""
    rows = file.query(
        "SELECT annotator FROM assignments WHERE article = ? AND released = 0", (article,)
    )
    return frozenset(str(row[0]) for row in rows)


def next_assigned(file: ProjectFile, annotator: str, layer: Layer, after: str = "") -> str:
    """Return the next article in due order that is assigned and not finished, "" for none.

    Args:
        after: start behind this one, from there round to it; from the first one when it is not
            assigned.
    """
    with file.reading():
        rows = file.query(
            "SELECT due FROM assignments WHERE annotator = ? AND article = ? AND released = 0",
            (annotator, after),
        )
        due = int(rows[0][0]) if rows else 0
        return _waiting(file, annotator, layer, "> :due", due) or (
            _waiting(file, annotator, layer, "<= :due", due) if due else ""
        )


def board(file: ProjectFile, layer: Layer) -> list[AssignedShare]:
    """Return how far everybody is with what is assigned to them, by name."""
    rows = file.query(
        "SELECT annotator, sum(NOT released), sum(NOT released AND seen = sentences),"
        " sum(NOT released AND seen BETWEEN 1 AND sentences - 1), sum(released)"
        f" FROM (SELECT s.annotator, s.released, w.sentences, {_SEEN_THERE} AS seen"
        f"  FROM {_ARTICLES}) GROUP BY annotator ORDER BY annotator",
        {"layer": layer},
    )
    return [AssignedShare(*row) for row in rows]


def overlaps(file: ProjectFile, layer: Layer) -> list[Overlap]:
    """Return how many articles are assigned to, and finished by, how many people."""
    rows = file.query(
        "WITH wanted AS (SELECT count(*) AS people, 1 AS assigned, 0 AS finished"
        "  FROM assignments WHERE released = 0 GROUP BY article),"
        " seen AS (SELECT p.position FROM progress AS p JOIN workload AS w"
        f"  ON w.position = p.position WHERE p.layer = :layer AND p.run {VISIBLE}"
        f"  GROUP BY p.position, p.annotator HAVING w.sentences > 0 AND {SEEN} = w.sentences),"
        " reached AS (SELECT count(*) AS people, 0, 1 FROM seen GROUP BY position)"
        " SELECT people, sum(assigned), sum(finished)"
        " FROM (SELECT * FROM wanted UNION ALL SELECT * FROM reached)"
        " GROUP BY people ORDER BY people",
        {"layer": layer},
    )
    return [Overlap(*row) for row in rows]


def used_schemes(file: ProjectFile) -> list[UsedScheme]:
    """Return with which versions of the scheme everybody's annotations were made, by name."""
    rows = file.query(
        "SELECT n.annotator, s.name, s.version, n.number, s.hash = :present"
        " FROM (SELECT annotator, scheme, count(*) AS number FROM visible_annotations"
        "  GROUP BY annotator, scheme) AS n JOIN schemes AS s ON s.hash = n.scheme"
        " ORDER BY n.annotator, s.added, s.hash",
        {"present": file.setting("scheme")},
    )
    return [UsedScheme(row[0], row[1], row[2], row[3], bool(row[4])) for row in rows]


def labels_here(file: ProjectFile, annotator: str) -> bool:
    """Say whether somebody is an annotator of the project: has work in it, or is to do some."""
    rows = file.query(
        "SELECT 1 FROM progress WHERE annotator = ?1"
        f" AND run {VISIBLE} UNION ALL SELECT 1 FROM assignments"
        " WHERE annotator = ?1 AND released = 0 LIMIT 1",
        (annotator,),
    )
    return bool(rows)


def _waiting(file: ProjectFile, annotator: str, layer: Layer, which: str, due: int) -> str:
    rows = file.query(
        f"SELECT s.article FROM {_ARTICLES} WHERE s.annotator = :annotator AND s.released = 0"
        f" AND s.due {which} AND w.sentences > {_SEEN_THERE} ORDER BY s.due LIMIT 1",
        {"annotator": annotator, "layer": layer, "due": due},
    )
    return str(rows[0][0]) if rows else ""


def _line(row: sqlite3.Row) -> AssignedLine:
    item = from_row("assignments", row)
    if not isinstance(item, Assignment):
        raise TypeError("a row of assignments holds assignments")
    return AssignedLine(item, row["source"], row["title"], row["seen"], row["total"])
