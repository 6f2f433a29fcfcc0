"""What must hold between the registry and all that points to it, whoever wrote what in between.

From each entry at most one way leads on: to what it was merged into, else to what it is affiliated
with. No such way may come back to where it began, so one walk finds every circle.
"""

import json
import sqlite3
from collections.abc import Iterator, Sequence

from annotator.model.journal import Row, RowChange
from annotator.store.errors import EditConflict
from annotator.store.project_file import ProjectFile

_ONWARD = (
    "SELECT CASE merged_into WHEN '' THEN affiliate_of ELSE merged_into END FROM {} WHERE id = ?"
)
_POINTERS = (
    "SELECT 1 FROM annotations WHERE identity = ?1"
    " UNION ALL SELECT 1 FROM registry WHERE merged_into = ?1 AND merged_into <> ''"
    " UNION ALL SELECT 1 FROM registry WHERE affiliate_of = ?1 AND affiliate_of <> ''"
    " UNION ALL SELECT 1 FROM registry_aliases WHERE entry = ?1 LIMIT 1"
)


def check_changes(conn: sqlite3.Connection, changes: Sequence[RowChange]) -> None:
    """Refuse changes, once they are written, that leave something pointing nowhere or in a circle.

    Raises:
        EditConflict: they do; the transaction has to be given up.
    """
    for table, _, before, after in changes:
        if before == after:
            continue
        if table == "annotations" and after:
            new = _identity(after)
            if new and (before is None or new != _identity(before)):
                _check_there(conn, new)
        elif table == "registry_aliases" and after:
            _check_there(conn, after["entry"])
        elif table == "registry" and after:
            _check_way(conn, after["id"])
        elif table == "registry" and before:
            _check_unused(conn, before)


def registry_problems(file: ProjectFile) -> Iterator[str]:
    """Yield the ways of entries that end nowhere or run in circles, and aliases of nothing."""
    for row in file.query("SELECT id FROM visible_registry ORDER BY id"):
        if problem := _way_problem(file.conn, row["id"], "visible_registry"):
            yield f"registry {row['id']}: {problem}"
    for row in file.query(
        "SELECT entry, name FROM visible_registry_aliases"
        " WHERE entry NOT IN (SELECT id FROM visible_registry) ORDER BY entry, name"
    ):
        yield f"registry {row['entry']}: it has an alias but is not there"
    yield from _identity_problems(file)


def _identity_problems(file: ProjectFile) -> Iterator[str]:
    for row in file.query(
        "SELECT n.id, n.identity, n.layer, r.kind FROM visible_annotations AS n"
        " LEFT JOIN visible_registry AS r ON r.id = n.identity WHERE n.identity IS NOT NULL"
        " AND r.kind IS NOT (CASE n.layer WHEN 'incidents' THEN 'incident' ELSE 'entity' END)"
        " ORDER BY n.id"
    ):
        if row["kind"] is None:
            yield f"{row['id']}: its identity {row['identity']} is not in the registry"
        else:
            yield f"{row['id']}: its identity {row['identity']} is an {row['kind']}"


def _identity(row: Row) -> str:
    body = row["body"]
    return str(json.loads(body).get("identity", "")) if '"identity"' in body else ""


def _check_there(conn: sqlite3.Connection, entry: str) -> None:
    found = conn.execute("SELECT 1 FROM visible_registry WHERE id = ?", (entry,)).fetchone()
    if found is None:
        raise EditConflict(f"The registry has no entry {entry} any more; nothing was changed.")


def _check_way(conn: sqlite3.Connection, entry: str) -> None:
    problem = _way_problem(conn, entry, "registry")
    if problem:
        raise EditConflict(f"Somebody changed the registry since: {problem}; nothing was changed.")


def _way_problem(conn: sqlite3.Connection, entry: str, table: str) -> str:
    passed = {entry}
    at = entry
    while onward := _onward(conn, at, table):
        if onward in passed:
            return f"{entry} would be merged into or affiliated with itself"
        passed.add(onward)
        at = onward
    return "" if onward == "" else f"{at} is not there"


def _onward(conn: sqlite3.Connection, entry: str, table: str) -> str | None:
    row = conn.execute(_ONWARD.format(table), (entry,)).fetchone()
    return str(row[0]) if row else None


def _check_unused(conn: sqlite3.Connection, gone: Row) -> None:
    if conn.execute(_POINTERS, (gone["id"],)).fetchone():
        raise EditConflict(f"Somebody has linked to “{gone['name']}” since; it was left as it is.")
