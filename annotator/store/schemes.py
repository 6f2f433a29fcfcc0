"""The schemes of a project, each with its source text and its checked form."""

import sqlite3
from typing import NamedTuple

from annotator.model import ids
from annotator.store.project_file import ProjectFile


class StoredScheme(NamedTuple):
    """One version of a scheme as the project keeps it."""

    hash: str
    name: str
    version: str
    source: str
    """The TOML file as it came."""
    checked: str
    """The scheme as JSON, after all checks: opening a project does not repeat them."""


def use(file: ProjectFile, scheme: StoredScheme, project_name: str) -> None:
    """Keep the scheme and make it the project's present one."""
    with file.write() as conn:
        keep(conn, scheme)
        _set(conn, "name", project_name)


def keep(conn: sqlite3.Connection, scheme: StoredScheme) -> None:
    """Make a scheme the project's present one, inside a writing transaction."""
    conn.execute("INSERT OR IGNORE INTO schemes VALUES (?, ?, ?, ?, ?, ?)", (*scheme, ids.now()))
    _set(conn, "scheme", scheme.hash)


def current(file: ProjectFile) -> StoredScheme | None:
    """Return the project's present scheme."""
    return get(file, file.setting("scheme"))


def get(file: ProjectFile, scheme_hash: str) -> StoredScheme | None:
    """Return the scheme with this hash."""
    rows = file.query(
        "SELECT hash, name, version, source, checked FROM schemes WHERE hash = ?", (scheme_hash,)
    )
    return StoredScheme(*rows[0]) if rows else None


def _set(conn: sqlite3.Connection, key: str, value: str) -> None:
    conn.execute(
        "INSERT INTO project VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (key, value),
    )
