"""What can go wrong with a project file, in one plain sentence each."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class StoreError(Exception):
    """The project cannot be read or written; nothing was changed."""


class ProjectMissing(StoreError):
    """There is no project file."""


class ProjectExists(StoreError):
    """A new project would overwrite a file."""


class NotAProject(StoreError):
    """The file is something else, or made by a newer annotator."""


class NewerProject(StoreError):
    """The project was made by a newer version of the program."""


class OlderProject(StoreError):
    """The project was made by an older version, and nobody wants it brought up to date."""


class ProjectDamaged(StoreError):
    """SQLite finds the file corrupt."""


class ProjectLocked(StoreError):
    """Somebody else held the project for longer than we wait."""


class ProjectReadOnly(StoreError):
    """The file or its folder may not be written."""


class DiskFull(StoreError):
    """There is no room for the edit."""


class ProjectGone(StoreError):
    """The file was deleted or replaced while it was open."""


class EditConflict(StoreError):
    """A row is no longer what the edit expected; the message says who changed it."""


class RunInProgress(StoreError):
    """Another import writes into this project."""


class RunLost(StoreError):
    """An import was silent for so long that another process took it away."""


class InBundle(StoreError):
    """A bundle is for one person's own work; this belongs into the project itself."""


class BundleRefused(StoreError):
    """A file cannot be merged: it is no bundle of this project, or not as it was made."""


@contextmanager
def plain_errors(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into a `StoreError` that names the file and what to do."""
    try:
        yield
    except sqlite3.Error as error:
        raise _plain(path, error) from error


def _plain(path: Path, error: sqlite3.Error) -> StoreError:
    # Extended codes such as SQLITE_BUSY_SNAPSHOT keep the primary code in their low byte.
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return ProjectLocked(
            "The project is locked by another program; nothing was saved, try again in a moment "
            f"({path})."
        )
    if code == sqlite3.SQLITE_FULL:
        return DiskFull(f"The disk is full; nothing was saved: free some space ({path}).")
    if code == sqlite3.SQLITE_READONLY:
        return ProjectReadOnly(
            "The project cannot be written; nothing was saved: check the rights of file and "
            f"folder ({path})."
        )
    if code == sqlite3.SQLITE_NOTADB:
        return NotAProject(
            f"{path} is no project file; name another one with -p (if it was one, "
            "its beginning is damaged: restore it from a backup)."
        )
    if code == sqlite3.SQLITE_CORRUPT:
        return ProjectDamaged(
            "The project is damaged; restore it from a backup (sqlite3's .recover may save the "
            f"rest) ({path})."
        )
    if code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH):
        return StoreError(
            f"The project cannot be opened: check that file and folder may be read ({path})."
        )
    return StoreError(f"SQLite reports a problem ({error}); nothing was saved ({path}).")
