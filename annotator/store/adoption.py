"""Entries for identities that came without any: each is named and typed by its first member."""

import sqlite3
from collections.abc import Iterator

from annotator.model import ids
from annotator.model.annotation import Incident, Mention
from annotator.model.journal import RowChange
from annotator.model.registry import RegistryEntity, RegistryIncident
from annotator.model.spans import covered_text
from annotator.store import entry_keys
from annotator.store.journal import Act, append_barrier
from annotator.store.project_file import ProjectFile
from annotator.store.rows import annotation_from_row, key_of, table_of, to_row
from annotator.store.tables import COLUMNS, quoted

_ORPHANS = (
    "SELECT n.* FROM annotations AS n JOIN articles AS a ON a.id = n.article"
    " WHERE n.run {} AND n.identity IS NOT NULL"
    " AND NOT EXISTS (SELECT 1 FROM registry WHERE registry.id = n.identity)"
    " ORDER BY a.position, n.start, n.id"
)


def unregistered(file: ProjectFile, run: str) -> Iterator[RegistryEntity | RegistryIncident]:
    """Yield the entries that are missing for what a run wrote."""
    return _missing(file.conn, "= ?", (run,))


def misfits(file: ProjectFile, run: str) -> Iterator[tuple[str, str]]:
    """Yield annotations of a run that stand for an entry of the other kind, with that kind."""
    for row in file.query(
        "SELECT n.id, r.kind FROM annotations AS n JOIN registry AS r ON r.id = n.identity"
        " WHERE n.run = ? AND n.identity IS NOT NULL"
        " AND r.kind <> (CASE n.layer WHEN 'incidents' THEN 'incident' ELSE 'entity' END)",
        (run,),
    ):
        yield row["id"], row["kind"]


def adopt_old(conn: sqlite3.Connection) -> None:
    """Write the missing entries of a project that is older than the registry.

    No person did it, so it bars nobody's undo.
    """
    changes = [
        RowChange(table_of(entry), key_of("registry", row)[0], None, row)
        for entry in _missing(conn, "NOT IN (SELECT id FROM open_runs)", ())
        for row in (to_row(entry),)
    ]
    if not changes:
        return
    columns = COLUMNS["registry"]
    marks = ", ".join("?" * len(columns))
    conn.executemany(
        f"INSERT INTO registry ({quoted(columns)}, run) VALUES ({marks}, '')",
        [[change.after[column] for column in columns] for change in changes if change.after],
    )
    entry_keys.index(conn, changes)
    append_barrier(conn, changes, Act("", "", 0, "registry.adopt", {"entries": len(changes)}))


def _missing(
    conn: sqlite3.Connection, which: str, parameters: tuple[str, ...]
) -> Iterator[RegistryEntity | RegistryIncident]:
    seen: set[str] = set()
    for row in conn.execute(_ORPHANS.format(which), parameters).fetchall():
        if row["identity"] in seen or not ids.is_registry_id(row["identity"]):
            continue
        seen.add(row["identity"])
        text = conn.execute("SELECT text FROM texts WHERE article = ?", (row["article"],))
        item = annotation_from_row(row)
        if isinstance(item, Mention | Incident):
            yield _entry(item, text.fetchone()["text"])


def _entry(item: Mention | Incident, text: str) -> RegistryEntity | RegistryIncident:
    pieces = item.fragments if isinstance(item, Mention) else item.trigger
    name = " ".join(covered_text(text, pieces).split()) or item.type
    kind = RegistryEntity if isinstance(item, Mention) else RegistryIncident
    return kind(
        id=item.identity, name=name, type=item.type, created=item.created, changed=item.changed
    )
