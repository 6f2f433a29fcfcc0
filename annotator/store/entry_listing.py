"""Entries of the registry as a list: filtered, in the order of the alphabet, read by the page."""

import json
from array import array
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from annotator.model.registry import EntryKind, Resolved
from annotator.store.entries import Registry
from annotator.store.project_file import ProjectFile
from annotator.text.folding import words


class WantedEntries(NamedTuple):
    """Which entries a list holds."""

    words: tuple[str, ...] = ()
    """All of them stand in one of its names, whatever their case and accents; parts of words do."""
    kind: EntryKind | None = None
    types: tuple[str, ...] | None = None
    """Only these types of the scheme, where given."""


class ListedEntry(NamedTuple):
    """One line of a list of entries."""

    entry: Resolved
    links: int
    """Annotations of the annotator that stand for it."""
    affiliate_of: str
    """The name of the entity that it is an affiliate of, "" for none."""


class EntryListing:
    """The entries that somebody wants to see; which they are is settled when it is made.

    Args:
        annotator: whose links are counted; nobody else's are looked at.
    """

    def __init__(self, file: ProjectFile, annotator: str, wanted: WantedEntries) -> None:
        self._file, self._annotator = file, annotator
        self._registry = Registry(file)
        self._rows = _rows(file, self._registry, wanted)

    def __len__(self) -> int:
        return len(self._rows)

    def page(self, first: int, limit: int) -> list[ListedEntry | None]:
        """Return lines from number `first` (0-based) on; None for an entry that has gone."""
        rows = self._rows[first : first + limit]
        marks = ", ".join(map(str, rows))
        ids = {
            row["rowid"]: row["id"]
            for row in self._file.query(f"SELECT rowid, id FROM registry WHERE rowid IN ({marks})")
        }
        entries = self._registry.resolved_all(ids.values())
        above = self._registry.resolved_all(
            one.affiliate_of for one in entries.values() if one.affiliate_of
        )
        links = self._links(list(entries.values()))
        return [
            _listed(entries[ids[row]], above, links) if ids.get(row) in entries else None
            for row in rows
        ]

    def number_of(self, entry: str) -> int:
        """Return the number (0-based) of an entry in this list, -1 where it is not in it."""
        found = self._file.query("SELECT rowid FROM registry WHERE id = ?", (entry,))
        try:
            return self._rows.index(found[0]["rowid"]) if found else -1
        except ValueError:
            return -1

    def _links(self, entries: Sequence[Resolved]) -> dict[str, int]:
        """Return how often the annotator links to each of these, by id."""
        tops = {one.id: entry.id for entry in entries for one in (entry.entry, *entry.absorbed)}
        marks = ", ".join("?" * len(tops))
        counts: dict[str, int] = {}
        for identity, number in self._file.query(
            "SELECT identity, count(*) FROM visible_annotations"
            f" WHERE identity IN ({marks}) AND annotator = ? GROUP BY identity",
            [*tops, self._annotator],
        ):
            counts[tops[identity]] = counts.get(tops[identity], 0) + number
        return counts


def _listed(
    entry: Resolved, above: Mapping[str, Resolved], links: Mapping[str, int]
) -> ListedEntry:
    top = above.get(entry.affiliate_of)
    return ListedEntry(entry, links.get(entry.id, 0), top.name if top else "")


def _rows(file: ProjectFile, registry: Registry, wanted: WantedEntries) -> "array[int]":
    """Return the rows of the wanted entries in the order of their names."""
    where = ["merged_into = ''", "run NOT IN (SELECT id FROM open_runs)"]
    values: list[str] = []
    if wanted.kind:
        where.append("kind = ?")
        values.append(wanted.kind)
    if wanted.types is not None:
        where.append(f"type IN ({', '.join('?' * len(wanted.types))})")
        values += wanted.types
    folded = [part for word in wanted.words for part in words(word)]
    if folded:
        where.append("id IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(_named(file, registry, folded)))
    # The index of names would be slower: it has to look up each row.
    return array(
        "q",
        file.column(
            f"SELECT rowid FROM registry WHERE {' AND '.join(where)}"
            " ORDER BY name COLLATE NOCASE, id",
            values,
        ),
    )


def _named(file: ProjectFile, registry: Registry, folded: Sequence[str]) -> list[str]:
    """Return ids of entries that stand for themselves, all words in one of their names."""
    merged = registry.merged()
    holds = " AND instr(key, ?)" * len(folded)
    sql = f"SELECT entry FROM registry_keys WHERE sort = 'name'{holds}"
    return sorted({merged.get(entry, entry) for entry in file.column(sql, folded)})
