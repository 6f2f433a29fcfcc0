"""Replaying the journal: its row changes, applied in order, must give the tables."""

import json
from collections.abc import Iterator
from typing import Any

from annotator.store.journal import decode_changes
from annotator.store.project_file import ProjectFile
from annotator.store.rows import key_of, plain_row
from annotator.store.tables import COLUMNS

_VISIBLE = {
    "articles": "visible_articles",
    "sentences": "sentences WHERE article IN (SELECT id FROM visible_articles)",
    "annotations": "visible_annotations",
    "completion": "visible_completion",
    "registry": "visible_registry",
    "registry_aliases": "visible_registry_aliases",
    "verdicts": "verdicts",
    "assignments": "assignments",
    "messages": "messages",
    "decisions": "visible_opinions",
}


def integrity_problems(file: ProjectFile) -> Iterator[str]:
    """Yield what SQLite's own checks of pages and references find."""
    for row in file.query("PRAGMA integrity_check(20)"):
        if row[0] != "ok":
            yield f"SQLite: {row[0]}"
    for row in file.query("PRAGMA foreign_key_check"):
        yield f"a row of {row['table']} speaks of a row of {row['parent']} that is not there"


def replay_problems(file: ProjectFile) -> Iterator[str]:
    """Yield every difference between the tables and what the journal says of them.

    The replayed rows stand in a temporary table, so memory does not grow with the project.
    """
    with file.reading():
        conn = file.conn
        conn.execute("DROP TABLE IF EXISTS temp.replayed")
        conn.execute(
            "CREATE TEMP TABLE replayed (tbl TEXT, key TEXT, row TEXT, PRIMARY KEY (tbl, key))"
            " WITHOUT ROWID"
        )
        for row in file.stream("SELECT seq, changes FROM visible_journal ORDER BY seq"):
            yield from _apply_entry(file, row["seq"], row["changes"])
        for table in COLUMNS:
            yield from _compare(file, table)
        for row in conn.execute("SELECT tbl, key FROM replayed ORDER BY tbl, key"):
            yield f"{row['tbl']} {row['key']}: the journal has this row, the table does not"
        conn.execute("DROP TABLE temp.replayed")


def _apply_entry(file: ProjectFile, seq: int, text: str) -> Iterator[str]:
    try:
        changes = [
            (change.table, change.key, *(_text(change.table, row) for row in change[2:]))
            for change in decode_changes(text)
        ]
    except (KeyError, TypeError, ValueError):
        yield f"entry {seq} of the journal cannot be read"
        return
    for table, key, before, after in changes:
        place = (table, key)
        found = file.conn.execute("SELECT row FROM replayed WHERE tbl = ? AND key = ?", place)
        row = found.fetchone()
        if (row["row"] if row else None) != before:
            yield f"{table} {key}: entry {seq} of the journal does not fit what stood before it"
        if after is None:
            file.conn.execute("DELETE FROM replayed WHERE tbl = ? AND key = ?", place)
        else:
            file.conn.execute("INSERT OR REPLACE INTO replayed VALUES (?, ?, ?)", (*place, after))


def _compare(file: ProjectFile, table: str) -> Iterator[str]:
    for found in file.conn.execute(f"SELECT * FROM {_VISIBLE[table]}"):
        row = plain_row(table, found)
        key = " ".join(str(value) for value in key_of(table, row))
        replayed = file.conn.execute(
            "SELECT row FROM replayed WHERE tbl = ? AND key = ?", (table, key)
        ).fetchone()
        if replayed is None:
            yield f"{table} {key}: the table has this row, the journal does not"
        elif replayed["row"] != _text(table, row):
            yield f"{table} {key}: the row differs from what the journal says"
        file.conn.execute("DELETE FROM replayed WHERE tbl = ? AND key = ?", (table, key))


def _text(table: str, row: dict[str, Any] | None) -> str | None:
    if row is None:
        return None
    return json.dumps([row[column] for column in COLUMNS[table]], ensure_ascii=False)
