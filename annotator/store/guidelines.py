"""Versions of the guideline: which was in force when, and what was done under which.

What was finished or decided belongs to the version that was in force at that instant, so a new
version changes no work: it is older then, and stays.
"""

from typing import NamedTuple

from annotator.model import ids
from annotator.store.project_file import ProjectFile


class GuidelineVersion(NamedTuple):
    """A version of the guideline."""

    version: str
    note: str
    """What is new in it."""
    since: str
    """The instant from which on it is in force."""
    annotator: str
    """Who said so."""


class UsedGuideline(NamedTuple):
    """How much somebody finished under a version and has not confirmed since."""

    annotator: str
    version: str
    """"" for what came before the first version."""
    sentences: int
    """Counted per layer."""
    is_present: bool


def versions(file: ProjectFile) -> list[GuidelineVersion]:
    """Return all versions, the oldest first."""
    rows = file.query(
        "SELECT version, note, since, annotator FROM guidelines ORDER BY since, version"
    )
    return [GuidelineVersion(*row) for row in rows]


def present(file: ProjectFile) -> str:
    """Return the version that is in force, "" where none was ever named."""
    rows = file.query("SELECT version FROM guidelines ORDER BY since DESC, version DESC LIMIT 1")
    return str(rows[0][0]) if rows else ""


def begin(file: ProjectFile, version: str, note: str, annotator: str) -> bool:
    """Let a version be in force from now on; False where there has been one of this name."""
    with file.write() as conn:
        added = conn.execute(
            "INSERT OR IGNORE INTO guidelines VALUES (?, ?, ?, ?)",
            (version, note, ids.now(), annotator),
        )
        return added.rowcount == 1


def used(file: ProjectFile) -> list[UsedGuideline]:
    """Return under which versions everybody finished what is finished, by name and age.

    Nothing where no version was ever named.
    """
    rows = file.query(
        "SELECT c.annotator, coalesce((SELECT version FROM guidelines WHERE since <= c.changed"
        "  ORDER BY since DESC LIMIT 1), '') AS v, count(*) FROM visible_completion AS c"
        " WHERE EXISTS (SELECT 1 FROM guidelines) GROUP BY 1, 2"
    )
    ages = {"": -1, **{one.version: number for number, one in enumerate(versions(file))}}
    newest = present(file)
    found = [UsedGuideline(row[0], row[1], row[2], row[1] == newest) for row in rows]
    return sorted(found, key=lambda one: (one.annotator, ages[one.version]))


def older(file: ProjectFile, annotator: str) -> int:
    """Return how much somebody finished under an older version, in sentences per layer."""
    rows = file.query(
        "SELECT count(*) FROM visible_completion WHERE annotator = ?"
        " AND changed < (SELECT max(since) FROM guidelines)",
        (annotator,),
    )
    return int(rows[0][0])
