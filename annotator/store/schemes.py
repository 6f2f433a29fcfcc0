"""The schemes of a project, each with its source text and its checked form."""

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
        conn.execute(
            "INSERT OR IGNORE INTO schemes VALUES (?, ?, ?, ?, ?, ?)", (*scheme, ids.now())
        )
        for key, value in (("scheme", scheme.hash), ("name", project_name)):
            conn.execute(
                "INSERT INTO project VALUES (?, ?)"
                " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                (key, value),
            )


def current(file: ProjectFile) -> StoredScheme | None:
    """Return the project's present scheme."""
    return get(file, file.setting("scheme"))


def get(file: ProjectFile, scheme_hash: str) -> StoredScheme | None:
    """Return the scheme with this hash."""
    rows = file.query(
        "SELECT hash, name, version, source, checked FROM schemes WHERE hash = ?", (scheme_hash,)
    )
    return StoredScheme(*rows[0]) if rows else None
