"""Bringing a project of an earlier version up to date: a copy first, then one transaction."""

import os
import secrets
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.store.errors import NewerProject, StoreError
from annotator.store.tables import MIGRATION_NAMES

if TYPE_CHECKING:
    from annotator.store.project_file import ProjectFile


def missing(file: "ProjectFile") -> tuple[str, ...]:
    """Return the migrations that a project has not had, in order.

    Raises:
        NewerProject: it has had one that this version does not know.
    """
    rows = file.query("SELECT name FROM _sqlite_migrations WHERE migration_set = 'annotator'")
    applied = {str(row[0]) for row in rows}
    if applied - set(MIGRATION_NAMES):
        raise NewerProject(
            f"{file.path} was made by a newer annotator; update this one, nothing was changed."
        )
    return tuple(name for name in MIGRATION_NAMES if name not in applied)


def update(file: "ProjectFile") -> Path | None:
    """Apply the migrations that are missing, in one transaction, after copying the project.

    Somebody else may be opening it at this very moment, so whoever gets to write first does it.

    Returns:
        The copy of the project as it was; None where there was nothing left to do.

    Raises:
        StoreError: the copy cannot be made, or a migration fails; the project is as it was.
    """
    from annotator.store.schema import migrations

    with file.write():
        names = missing(file)
        if not names:
            return None
        copy = file.path.with_name(f"{file.path.name}.before-{names[0]}")
        _copy(file, copy)
        migrations.apply(file.db)
    return copy


def _copy(file: "ProjectFile", target: Path) -> None:
    """Copy the project; an earlier copy of the same state gives way."""
    hidden = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        os.close(os.open(hidden, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        # Another connection reads what was last committed, while this one holds the right to write.
        source = sqlite3.connect(f"{file.path.absolute().as_uri()}?mode=ro", uri=True)
        copied = sqlite3.connect(hidden)
        try:
            source.backup(copied)
            copied.execute("PRAGMA journal_mode=DELETE")
        finally:
            copied.close()
            source.close()
        hidden.replace(target)
    except OSError as error:
        raise StoreError(
            f"{file.path} was made by an older annotator, and no copy of it can be made beside it "
            f"({error.strerror}); nothing was changed."
        ) from None
    finally:
        for suffix in ("", "-wal", "-shm", "-journal"):
            with suppress(OSError):
                Path(f"{hidden}{suffix}").unlink()
