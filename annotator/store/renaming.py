"""Giving an annotator another name, in all tables and in the journal."""

import sqlite3

from annotator.model.journal import RowChange
from annotator.store.errors import RunInProgress
from annotator.store.journal import Act, append_barrier
from annotator.store.project_file import ProjectFile, add_annotator
from annotator.store.rows import key_of, plain_row

_SIGNED = ("annotations", "completion", "verdicts", "assignments", "messages")
_DERIVED = ("places", "members", "messages_seen", "trials", "guidelines")


def rename(file: ProjectFile, annotator: str, old: str, new: str) -> None:
    """Rename somebody, in one transaction; nobody can undo anything of theirs from before it.

    Rows of the journal come under the new name too, so that history and effort follow the person;
    what they say of rows stays as it was.

    Args:
        annotator: who does it.
        new: a name that nobody has.

    Raises:
        RunInProgress: an import is under way, which may be adding to this very name.
    """
    file.check_whole("used to rename people")
    with file.write() as conn:
        if conn.execute("SELECT 1 FROM open_runs").fetchone():
            raise RunInProgress(
                f"An import into {file.path} is under way; rename people when it has ended."
            )
        add_annotator(conn, new)
        changes = [change for table in _SIGNED for change in _renamed(conn, table, old, new)]
        for table in _DERIVED:
            conn.execute(f"UPDATE {table} SET annotator = ? WHERE annotator = ?", (new, old))
        conn.execute("UPDATE journal SET annotator = ? WHERE annotator = ?", (new, old))
        conn.execute("UPDATE last_acts SET annotator = ? WHERE annotator = ?", (new, old))
        conn.execute("UPDATE bundles SET annotator = ? WHERE annotator = ?", (new, old))
        conn.execute("DELETE FROM annotators WHERE name = ?", (old,))
        annotator = new if annotator == old else annotator
        told = {"from": old, "to": new}
        append_barrier(conn, changes, Act(annotator, "", 0, "annotators.rename", told))
        if annotator != new:
            append_barrier(conn, (), Act(new, "", 0, "annotators.rename", told))


def _renamed(conn: sqlite3.Connection, table: str, old: str, new: str) -> list[RowChange]:
    """Rename in one table, and return the changes: a row with the name in its key is another."""
    columns = {"messages": ("annotator", "recipient")}.get(table, ("annotator",))
    found = conn.execute(
        f"SELECT * FROM {table} WHERE {' OR '.join(f'{one} = ?' for one in columns)}",
        [old] * len(columns),
    ).fetchall()
    changes: list[RowChange] = []
    for row in found:
        before = plain_row(table, row)
        after = {**before, **{one: new for one in columns if before[one] == old}}
        keys = [" ".join(str(value) for value in key_of(table, one)) for one in (before, after)]
        if keys[0] == keys[1]:
            changes.append(RowChange(table, keys[0], before, after))
        else:
            changes.append(RowChange(table, keys[0], before, None))
            changes.append(RowChange(table, keys[1], None, after))
    for one in columns:
        conn.execute(f"UPDATE {table} SET {one} = ? WHERE {one} = ?", (new, old))
    return changes
