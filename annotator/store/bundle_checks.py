"""What may be changed in a bundle: its annotator's own work, and new entries of the registry."""

import sqlite3

from annotator.model.journal import RowChange
from annotator.store.errors import InBundle
from annotator.store.project_file import BUNDLED, ProjectFile
from annotator.store.rows import key_of
from annotator.store.tables import KEYS

_OWN = ("annotations", "completion", "verdicts", "messages")


def check_change(file: ProjectFile, conn: sqlite3.Connection, change: RowChange, what: str) -> None:
    """Refuse a change, before it is written, that does not belong into the bundle.

    Args:
        what: what is changed, as people call it.

    Raises:
        InBundle: this is a bundle, and the change is not its annotator's own.
    """
    table, _, before, after = change
    if not file.bundle_of or before == after:
        return
    row = before or after or {}
    if table.startswith("registry"):
        where = " AND ".join(f"{column} = ?" for column in KEYS[table])
        asked = f"SELECT 1 FROM {table} WHERE {where} AND run = ?"
        is_own = not conn.execute(asked, (*key_of(table, row), BUNDLED)).fetchone()
    else:
        is_own = table in _OWN
        if is_own and row["annotator"] != file.bundle_of:
            raise InBundle(
                f"{file.path} is a bundle of {file.bundle_of} and cannot be used by "
                f"{row['annotator']}: open it with --as {file.bundle_of}."
            )
    if not is_own:
        file.check_whole(f"used for a change of {what}")
