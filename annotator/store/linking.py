"""Who links what to the registry, over all articles: what decides whether identity is asked about.

`unsettled` learns of it by triggers. An article is compared anew only when the answer for it can
change: when somebody links a first annotation, or a second one to the same entry.
"""

from collections.abc import Iterator
from typing import NamedTuple

from annotator.model.annotation import Layer
from annotator.store.entries import Registry
from annotator.store.project_file import ProjectFile

_LINKED = "FROM visible_annotations WHERE annotator = ? AND layer = ? AND identity"


class LinkedPlace(NamedTuple):
    """Where else an entry is linked."""

    article: str
    start: int


def is_linker(file: ProjectFile, annotator: str, layer: Layer) -> bool:
    """Say whether somebody has linked anything in a layer."""
    rows = file.query(f"SELECT 1 {_LINKED} IS NOT NULL LIMIT 1", (annotator, layer))
    return bool(rows)


def is_shared(file: ProjectFile, annotator: str, layer: Layer, entry: str) -> bool:
    """Say whether somebody has linked several annotations to an entry, merged ones counting."""
    group = _group(file, entry)
    rows = file.query(
        f"SELECT 1 {_LINKED} IN ({', '.join('?' * len(group))}) LIMIT 1 OFFSET 1",
        (annotator, layer, *group),
    )
    return bool(rows)


def name_of(file: ProjectFile, entry: str) -> str:
    """Return the name of an entry, its id where it is not in the registry."""
    found = Registry(file).resolved(entry)
    return found.name if found else entry


def elsewhere(file: ProjectFile, entry: str, article: str) -> LinkedPlace | None:
    """Return one place in another article where anybody has linked an entry, None for none."""
    group = _group(file, entry)
    rows = file.query(
        "SELECT article, start FROM visible_annotations"
        f" WHERE identity IN ({', '.join('?' * len(group))}) AND article <> ?"
        " AND start IS NOT NULL ORDER BY article, start LIMIT 1",
        (*group, article),
    )
    return LinkedPlace(*rows[0]) if rows else None


def linking_statements() -> Iterator[str]:
    """Yield the statements that make the index and the triggers."""
    yield (
        "CREATE INDEX annotations_by_linker ON annotations(annotator, layer, identity)"
        " WHERE identity IS NOT NULL"
    )
    for act, row in (("INSERT", "NEW"), ("DELETE", "OLD"), ("UPDATE", "NEW"), ("UPDATE", "OLD")):
        when = f"{row}.identity IS NOT NULL"
        when += " AND NEW.identity IS NOT OLD.identity" if act == "UPDATE" else ""
        yield from _triggers(act, row, when)
    yield (
        "CREATE TRIGGER merged_entries AFTER UPDATE OF merged_into ON registry"
        " WHEN NEW.merged_into <> OLD.merged_into BEGIN"
        " INSERT OR IGNORE INTO unsettled SELECT article FROM annotations"
        " WHERE identity IN (NEW.id, NEW.merged_into, OLD.merged_into); END"
    )


def _triggers(act: str, row: str, when: str) -> Iterator[str]:
    """Yield what unsettles the article of the only other link to the same entry, and all articles
    of somebody whose only link in a layer this is."""
    others = f"annotator = {row}.annotator AND layer = {row}.layer AND id <> {row}.id AND identity"
    same = f"FROM annotations WHERE {others} = {row}.identity"
    unsettle = "INSERT OR IGNORE INTO unsettled SELECT article"
    yield (
        f"CREATE TRIGGER shared_{act.lower()}_{row.lower()} AFTER {act} ON annotations WHEN {when}"
        f" AND (SELECT count(*) FROM (SELECT 1 {same} LIMIT 2)) = 1"
        f" BEGIN {unsettle} {same}; END"
    )
    yield (
        f"CREATE TRIGGER linker_{act.lower()}_{row.lower()} AFTER {act} ON annotations WHEN {when}"
        f" AND NOT EXISTS (SELECT 1 FROM annotations WHERE {others} IS NOT NULL)"
        f" BEGIN {unsettle} FROM annotations WHERE annotator = {row}.annotator; END"
    )


def _group(file: ProjectFile, entry: str) -> list[str]:
    """Return an entry and all that was merged into it."""
    found = Registry(file).resolved(entry)
    return [entry, *(one.id for one in found.absorbed)] if found else [entry]
