"""Bringing back what was done in a bundle: entries of its journal, each once, with their rows.

Entries come in the order in which they were made, some in one transaction, so that whatever ends
the merge leaves a state in which the bundle once was; merging again brings the rest.
"""

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from annotator.model.journal import Row, RowChange
from annotator.store import entry_checks
from annotator.store.bundles import MADE, articles_named, base_hash
from annotator.store.errors import BundleRefused, EditConflict, ProjectDamaged
from annotator.store.journal import (
    Act,
    append_barrier,
    decode_changes,
    encode_changes,
    set_rows,
)
from annotator.store.project_file import BUNDLED, ProjectFile
from annotator.store.rows import from_row, key_of, plain_row
from annotator.store.tables import COLUMNS, KEYS

_AT_ONCE = 50
"""Acts per transaction: so many take some milliseconds."""

_OWN = ("annotations", "completion", "verdicts", "messages")
_SHARED = ("registry", "registry_aliases")
_ENTRY = "id, time, annotator, article, at, kind, command, parameters, of, keys, active_ms, batch"
_BLANKS = re.compile(r"\s+")


class Origin(NamedTuple):
    """Where a bundle comes from."""

    id: str
    annotator: str
    seq: int
    """The last entry of the project's journal that it knew."""


class Merged(NamedTuple):
    """What came back with a bundle."""

    annotator: str
    entries: int
    left_out: tuple[str, ...]
    """What was left as it is, in one sentence each."""


def origin(file: ProjectFile, bundle: ProjectFile) -> Origin:
    """Return where a bundle comes from, after looking whether it is one of this project.

    Raises:
        BundleRefused: it is none, or its tables or what it took along are not as they were.
    """
    name = bundle.path
    mark = _mark(bundle)
    if bundle.setting("id") != file.setting("id"):
        raise BundleRefused(f"{name} comes from another project; merge it into that one.")
    rows = file.query("SELECT * FROM bundles WHERE id = ?", (mark.get("id", ""),))
    if not rows:
        raise BundleRefused(
            f"{name} is not known here: the project was restored from a copy that is older."
        )
    made = rows[0]
    if made["annotator"] != mark.get("annotator"):
        raise BundleRefused(
            f"{name} is of {mark.get('annotator')}, who is {made['annotator']} now; rename them "
            "back with annotator annotators rename, merge, and rename them again."
        )
    if _tables(bundle) != _tables(file) or base_hash(bundle) != made["hash"]:
        raise BundleRefused(f"{name} was changed by another program; ask for another one.")
    return Origin(made["id"], made["annotator"], int(made["seq"]))


def check_entries(bundle: ProjectFile, annotator: str) -> None:
    """Look whether a bundle holds nothing but its annotator's own acts.

    Raises:
        BundleRefused: it does not.
    """
    there = set(bundle.column("SELECT id FROM articles"))
    for row in bundle.stream("SELECT * FROM journal WHERE command <> ? ORDER BY seq", (MADE,)):
        try:
            is_own = row["annotator"] == annotator and row["run"] == ""
            is_own &= row["article"] in there or not row["article"]
            is_own &= row["kind"] in ("act", "undo", "redo") and isinstance(
                json.loads(row["parameters"]), dict
            )
            changes = decode_changes(row["changes"])
            is_own &= all(_is_own(change, annotator, there) for change in changes)
        except (KeyError, IndexError, TypeError, ValueError, ProjectDamaged):
            is_own = False
        if not is_own:
            raise BundleRefused(
                f"{bundle.path}: entry {row['seq']} of its journal is no act of {annotator}; "
                "it was changed by another program, ask for another one."
            )


def merge(file: ProjectFile, bundle: ProjectFile, source: Origin) -> Merged:
    """Bring back every entry that is not here yet; what collides is left out and told."""
    rows = bundle.query(
        f"SELECT {_ENTRY}, changes FROM journal WHERE command <> ? ORDER BY seq", (MADE,)
    )
    known = _known(file, [row["id"] for row in rows])
    collided = dict(_collisions(file, rows, source))
    left_out = _tied(rows, collided)
    wanted = [
        row for row in rows if row["id"] not in known and not _articles_of(row) & left_out.keys()
    ]
    incoming = _Incoming(file, bundle)
    acts = [list(group) for _, group in groupby(wanted, lambda row: row["batch"] or row["id"])]
    for first in range(0, len(acts), _AT_ONCE):
        with file.write() as conn:
            for entries in acts[first : first + _AT_ONCE]:
                incoming.write(conn, entries)
            act = Act(source.annotator, "", 0, "bundle.merge", {"bundle": source.id})
            append_barrier(conn, (), act)
    skipped = {row["id"] for row in rows} - known - {row["id"] for row in wanted}
    told = sorted(set(left_out.values())) if skipped else []
    return Merged(source.annotator, len(wanted), (*told, *sorted(incoming.told)))


class _Incoming:
    """Writes entries of a bundle, fitted to what stands in the project now."""

    def __init__(self, file: ProjectFile, bundle: ProjectFile) -> None:
        self._file, self._bundle = file, bundle
        self.told: set[str] = set()

    def write(self, conn: sqlite3.Connection, rows: Sequence[sqlite3.Row]) -> None:
        """Write the entries of one act with their rows, unless they are here."""
        ask = "SELECT 1 FROM journal WHERE id = ?"
        rows = [row for row in rows if not conn.execute(ask, (row["id"],)).fetchone()]
        wanted = [decode_changes(row["changes"]) for row in rows]
        conn.execute("SAVEPOINT act")
        try:
            made = self._apply(conn, wanted)
        except EditConflict:
            # Somebody uses an entry of the registry that the annotator took away again.
            conn.execute("ROLLBACK TO act")
            made = self._apply(conn, [tuple(filter(_keeps, changes)) for changes in wanted])
            self.told.add("an entry that others use by now was deleted in the bundle; it stays")
        conn.execute("RELEASE act")
        columns = (*_ENTRY.split(", "), "changes", "run")
        marks = ", ".join("?" * len(columns))
        conn.executemany(
            f"INSERT INTO journal ({', '.join(columns)}) VALUES ({marks})",
            [
                (*tuple(row)[:-1], encode_changes(changes), "")
                for row, changes in zip(rows, made, strict=True)
            ],
        )

    def _apply(
        self, conn: sqlite3.Connection, wanted: Iterable[Iterable[RowChange]]
    ) -> list[list[RowChange]]:
        """Make the changes of each entry as they fit here, and return what was made.

        Raises:
            EditConflict: something would point nowhere.
        """
        made: list[list[RowChange]] = []
        for changes in wanted:
            made.append([])
            for change in changes:
                for one in (*self._entries_for(conn, change), *self._fitted(conn, change)):
                    set_rows(conn, [one])
                    made[-1].append(one)
        entry_checks.check_changes(conn, [change for changes in made for change in changes])
        return made

    def _fitted(self, conn: sqlite3.Connection, change: RowChange) -> Iterator[RowChange]:
        """Yield the change as it fits here: nothing where it is done, or cannot be."""
        table, key, before, after = change
        if before == after:
            return
        if after is not None and table in ("completion", "annotations"):
            after = self._with_sentence(conn, table, after)
            if after is None:
                return
        current = _current(conn, table, change.after or before or {})
        if current == after:
            return
        if current != before:
            if table in _SHARED:
                self.told.add(f"the entry {key} was changed in the project since; it stays so")
                return
            if current is None and table == "annotations":
                return  # it went with an article that was removed
        yield RowChange(table, key, current, after)

    def _with_sentence(self, conn: sqlite3.Connection, table: str, after: Row) -> Row | None:
        """Return a row as it fits the project's sentences, None where its own is not there."""
        if table == "annotations" and (after["layer"] != "labels" or after["start"] is None):
            return after
        start = after["sentence" if table == "completion" else "start"]
        ask, place = (
            'SELECT "end" FROM sentences WHERE article = ? AND start = ?',
            (
                after["article"],
                start,
            ),
        )
        here = conn.execute(ask, place).fetchone()
        there = self._bundle.conn.execute(ask, place).fetchone()
        if here is None:
            self.told.add(
                f"a sentence of {after['article']} at {start} was joined to the one before it since"
            )
            return None
        if table == "completion" and tuple(here) != tuple(there or ()):
            return {**after, "stale": 1}
        return after

    def _entries_for(self, conn: sqlite3.Connection, change: RowChange) -> Iterator[RowChange]:
        """Yield the entries of the registry that a row needs and that were deleted here since."""
        after = change.after or {}
        body = after.get("body", "")
        entry = after.get("entry", "") if change.table == "registry_aliases" else ""
        if change.table == "annotations" and '"identity"' in body:
            entry = json.loads(body).get("identity", "")
        while entry and not _current(conn, "registry", {"id": entry}):
            came_along = self._bundle.conn.execute(
                "SELECT 1 FROM registry WHERE id = ? AND run = ?", (entry, BUNDLED)
            ).fetchone()
            found = _current(self._bundle.conn, "registry", {"id": entry})
            if not came_along or found is None:
                return
            onward = found["merged_into"] or found["affiliate_of"]
            yield RowChange("registry", entry, None, found)
            entry = onward


def _mark(bundle: ProjectFile) -> dict[str, str]:
    try:
        mark = json.loads(bundle.setting("bundle") or "{}")
    except ValueError:
        mark = {}
    if not isinstance(mark, dict) or not mark:
        raise BundleRefused(f"{bundle.path} is a project, no bundle; annotator bundle makes one.")
    return {str(name): str(value) for name, value in mark.items()}


def _tables(file: ProjectFile) -> set[tuple[str, str]]:
    """Return every table, index, view and trigger as it was defined."""
    rows = file.query("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    return {(row["name"], _BLANKS.sub(" ", row["sql"])) for row in rows}


def _is_own(change: RowChange, annotator: str, articles: set[str]) -> bool:
    """Say whether somebody may make this change in a bundle of theirs."""
    rows = [row for row in (change.before, change.after) if row is not None]
    for row in rows:
        if set(row) != set(COLUMNS[change.table]):
            return False
        from_row(change.table, row)
    if change.before == change.after or change.table in _SHARED:
        return bool(rows)
    owned = all(row["annotator"] == annotator and row["article"] in articles for row in rows)
    return bool(rows) and change.table in _OWN and owned


def _keeps(change: RowChange) -> bool:
    """Say whether a change takes nothing away that is shared."""
    return change.after is not None or change.table not in _SHARED


def _known(file: ProjectFile, entries: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for first in range(0, len(entries), 500):
        part = entries[first : first + 500]
        marks = ", ".join("?" * len(part))
        found.update(file.column(f"SELECT id FROM journal WHERE id IN ({marks})", part))
    return found


def _collisions(
    file: ProjectFile, rows: Sequence[sqlite3.Row], source: Origin
) -> Iterator[tuple[str, str]]:
    """Yield articles whose entries cannot come, with the reason."""
    own = {row["id"] for row in rows}
    for article in sorted(set().union(*map(_articles_of, rows))):
        found = file.query("SELECT source FROM visible_articles WHERE id = ?", (article,))
        if not found:
            yield article, f"{article} is not in the project any more"
            continue
        since = file.column(
            "SELECT id FROM journal WHERE annotator = ? AND article = ? AND seq > ?",
            (source.annotator, article, source.seq),
        )
        if set(since) - own:
            yield (
                article,
                f"{source.annotator} also worked on {found[0]['source']} in the project since the "
                "bundle was made; the project's version stays",
            )


def _tied(rows: Iterable[sqlite3.Row], collided: Mapping[str, str]) -> dict[str, str]:
    """Return what cannot come, with every article that an act or relation ties to it."""
    groups: dict[str, set[str]] = {}
    batches: dict[str, set[str]] = {}
    for row in rows:
        named = _articles_of(row)
        if row["batch"]:
            named |= batches.setdefault(row["batch"], set())
            batches[row["batch"]] |= named
        for article in named:
            groups.setdefault(article, set()).update(named)
    left_out, waiting = dict(collided), list(collided)
    while waiting:
        article = waiting.pop()
        for other in groups.get(article, set()) - left_out.keys():
            left_out[other] = f"{other} is tied to what was left out, so it was left out too"
            waiting.append(other)
    return left_out


def _articles_of(row: sqlite3.Row) -> set[str]:
    return articles_named(row["changes"]) | ({row["article"]} if row["article"] else set())


def _current(conn: sqlite3.Connection, table: str, row: Row) -> Row | None:
    where = " AND ".join(f'"{column}" = ?' for column in KEYS[table])
    found = conn.execute(f"SELECT * FROM {table} WHERE {where}", key_of(table, row)).fetchone()
    return plain_row(table, found) if found else None
