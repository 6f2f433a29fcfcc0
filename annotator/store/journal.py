"""Writing edits: rows and their journal entry in one transaction, compared before they are set."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, Self

from annotator.model import ids
from annotator.model.journal import Effort, EntryKind, JournalEntry, Row, RowChange
from annotator.store import bundle_checks, entry_checks, entry_keys
from annotator.store.errors import EditConflict, RunInProgress
from annotator.store.project_file import ProjectFile, add_annotator
from annotator.store.rows import RowLike, Stored, from_row, key_of, plain_row, table_of, to_row
from annotator.store.tables import COLUMNS, KEYS, quoted

_ENTRY_COLUMNS = (
    "seq, id, time, annotator, article, at, kind, command, parameters, of, keys, active_ms, batch"
)


NO_EFFORT = Effort()


class Edit(NamedTuple):
    """One item before and after; None where there is none.

    With the same item on both sides the act relies on it: it fails, and so do its undo and redo,
    when somebody has changed that item.
    """

    before: Stored | None
    after: Stored | None


class Act(NamedTuple):
    """Who did what where, for the journal."""

    annotator: str
    article: str
    at: int
    command: str
    parameters: dict[str, Any]
    effort: Effort = NO_EFFORT


class Part(NamedTuple):
    """What an act does in one article."""

    edits: Sequence[Edit]
    act: Act


class Written(NamedTuple):
    """A journal entry with its effect; of an act over several articles the first, with all."""

    entry: JournalEntry
    edits: tuple[Edit, ...]


def commit(file: ProjectFile, edits: Sequence[Edit], act: Act) -> JournalEntry:
    """Write the edits and their journal entry; both are durable on return.

    Raises:
        EditConflict: an item is no longer as the edit expects; nothing was written.
        StoreError: the project cannot be written.
    """
    return commit_all(file, [Part(edits, act)])


def commit_all(file: ProjectFile, parts: Sequence[Part]) -> JournalEntry:
    """Write one act over several articles, all of it or nothing; undo takes back all of it.

    Each article gets an entry of its own, so its history and its conflicts need no other's.

    Args:
        parts: at least one; the first is that of the article where the person was.

    Returns:
        The entry of the first part.

    Raises:
        EditConflict: an item is no longer as an edit expects; nothing was written.
        StoreError: the project cannot be written.
    """
    with file.write() as conn:
        entries: list[JournalEntry] = []
        written: list[RowChange] = []
        for note, (edits, act) in zip(_notes("act", [""] * len(parts)), parts, strict=True):
            _check_article(file, conn, act.article)
            changes = [_set_item(file, conn, act.article, edit) for edit in edits]
            _check_completion(conn, changes)
            written += changes
            _check_spoken_of(conn, changes)
            entries.append(_append(conn, changes, act, note))
        entry_checks.check_changes(conn, written)
        return entries[0]


def undo(file: ProjectFile, annotator: str, effort: Effort = NO_EFFORT) -> Written | None:
    """Take back the annotator's latest act; None when there is nothing to take back.

    Raises:
        EditConflict: a row no longer equals what the act left; the message says who changed it.
    """
    return _replay(file, annotator, effort, "undo")


def redo(file: ProjectFile, annotator: str, effort: Effort = NO_EFFORT) -> Written | None:
    """Do again what `undo` took back last; None when there is nothing."""
    return _replay(file, annotator, effort, "redo")


def append_barrier(
    conn: sqlite3.Connection, changes: Sequence[RowChange], act: Act, run: str = ""
) -> JournalEntry:
    """Note changes that cannot be undone, inside a writing transaction that makes them."""
    return _append(conn, changes, act, _Note("barrier", run=run))


def set_rows(conn: sqlite3.Connection, changes: Iterable[RowChange]) -> None:
    """Make row changes, inside a writing transaction that journals them."""
    for change in changes:
        _set_row(conn, change)


def history(
    file: ProjectFile, article: str = "", annotators: Sequence[str] = (), limit: int = 0
) -> list[JournalEntry]:
    """Return journal entries, newest first.

    Args:
        article: only entries of this article, where given; else an act over several articles comes
            as its first entry.
        annotators: only entries of these people, where given.
        limit: at most so many; 0 for all.
    """
    names = ", ".join("?" * len(annotators))
    where: list[tuple[str, list[str]]] = [("batch IN ('', id)", [])]
    where = [("article = ?", [article])] if article else where
    where += [(f"annotator IN ({names})", list(annotators))] if annotators else []
    clause = f"WHERE {' AND '.join(part for part, _ in where)}" if where else ""
    parameters = [value for _, values in where for value in values]
    rows = file.query(
        f"SELECT {_ENTRY_COLUMNS} FROM visible_journal {clause} ORDER BY seq DESC LIMIT ?",
        [*parameters, limit or -1],
    )
    return [_entry(row) for row in rows]


def last_seq(file: ProjectFile) -> int:
    """Return the number of the newest entry, 0 for none."""
    return int(file.query("SELECT coalesce(max(seq), 0) FROM journal")[0][0])


def encode_changes(changes: Iterable[RowChange]) -> str:
    """Return row changes as compact JSON: `[table, [columns], [[before, after], ...]]` groups."""
    groups: list[tuple[str, list[list[list[Any] | None]]]] = []
    for change in changes:
        if not groups or groups[-1][0] != change.table:
            groups.append((change.table, []))
        columns = COLUMNS[change.table]
        groups[-1][1].append(
            [
                None if row is None else [row[column] for column in columns]
                for row in (change.before, change.after)
            ]
        )
    listed = [[table, COLUMNS[table], pairs] for table, pairs in groups]
    return json.dumps(listed, ensure_ascii=False, separators=(",", ":"))


def decode_changes(text: str) -> tuple[RowChange, ...]:
    """Read what `encode_changes` wrote."""
    changes = []
    for table, columns, pairs in json.loads(text):
        for pair in pairs:
            before, after = (
                None if values is None else dict(zip(columns, values, strict=True))
                for values in pair
            )
            changes.append(RowChange(table, _key_text(table, after or before or {}), before, after))
    return tuple(changes)


class _Note(NamedTuple):
    """What an entry says beside its act."""

    kind: EntryKind
    of: str = ""
    batch: str = ""
    """Id of the first entry of an act over several articles, "" for all others."""
    is_first: bool = False
    run: str = ""


class RowKey(NamedTuple):
    """Where a row is."""

    table: str
    values: tuple[Any, ...]

    @classmethod
    def of(cls, table: str, row: Row) -> Self:
        """Return the place of the row in its table."""
        return cls(table, key_of(table, row))


def _set_item(file: ProjectFile, conn: sqlite3.Connection, article: str, edit: Edit) -> RowChange:
    item = edit.after or edit.before
    if item is None:
        raise ValueError("an edit without an item")
    table = table_of(item)
    after = to_row(edit.after) if edit.after else None
    key = RowKey.of(table, to_row(item))
    current = _current(conn, key)
    if (from_row(table, current) if current else None) != edit.before:
        raise _conflict(file, article, key)
    change = RowChange(table, _key_text(table, after or current or {}), current, after)
    bundle_checks.check_change(file, conn, change, _PLAIN_NAMES[table])
    _set_row(conn, change)
    return change


def _replay(file: ProjectFile, annotator: str, effort: Effort, kind: EntryKind) -> Written | None:
    with file.write() as conn:
        found = _last_done(conn, annotator) if kind == "undo" else _last_undone(conn, annotator)
        rows = _batch_of(conn, found)
        done: list[RowChange] = []
        entries: list[JournalEntry] = []
        for note, row in zip(_notes(kind, [row["id"] for row in rows]), rows, strict=True):
            changes = _set_back(file, conn, row, kind)
            spent = NO_EFFORT if entries else effort
            act = Act(annotator, row["article"], row["at"], row["command"], {}, spent)
            entries.append(_append(conn, changes, act, note))
            done += (change for change in changes if change.before != change.after)
        entry_checks.check_changes(conn, done)
    return Written(entries[0], tuple(map(_edit, done))) if entries else None


def _batch_of(conn: sqlite3.Connection, entry: str) -> list[sqlite3.Row]:
    """Return an entry with all that belong to the same act, in order; nothing for ""."""
    return conn.execute(
        "SELECT id, article, at, command, changes FROM journal WHERE id = ?1 OR batch <> ''"
        " AND batch = (SELECT batch FROM journal WHERE id = ?1) ORDER BY seq",
        (entry,),
    ).fetchall()


def _notes(kind: EntryKind, of: Sequence[str]) -> Iterable[_Note]:
    """Yield the notes of the entries that one act makes, each speaking of one of the entries."""
    batch = ids.new_id(ids.JOURNAL) if len(of) > 1 else ""
    for number, one in enumerate(of):
        yield _Note(kind, one, batch, is_first=number == 0)


def _set_back(
    file: ProjectFile, conn: sqlite3.Connection, row: sqlite3.Row, kind: EntryKind
) -> tuple[RowChange, ...]:
    """Undo or redo what an entry did, and return the changes."""
    _check_article(file, conn, row["article"])
    changes = decode_changes(row["changes"])
    if kind == "undo":
        changes = tuple(change.inverse() for change in reversed(changes))
    for change in changes:
        key = RowKey.of(change.table, change.before or change.after or {})
        if _current(conn, key) != change.before:
            raise _conflict(file, row["article"], key)
        bundle_checks.check_change(file, conn, change, _PLAIN_NAMES[change.table])
        _set_row(conn, change)
    _check_completion(conn, changes)
    _check_spoken_of(conn, changes)
    return changes


def _check_article(file: ProjectFile, conn: sqlite3.Connection, article: str) -> None:
    if not article:  # an act on the registry
        return
    if not conn.execute("SELECT 1 FROM articles WHERE id = ?", (article,)).fetchone():
        raise _conflict(file, article, RowKey("articles", (article,)))


def _check_completion(conn: sqlite3.Connection, changes: Sequence[RowChange]) -> None:
    """Refuse to change a sentence under somebody who finished it since, or labelled it."""
    known = {change.key for change in changes if change.table == "completion"}
    for table, _, before, after in changes:
        row = after or before
        if table != "sentences" or before == after or not row:
            continue
        place = (row["article"], row["start"])
        for found in conn.execute(_FINISHED, place):
            _check_published(conn, found)
            settled = found["stale"] or _key_text("completion", found) in known
            if after is None or not settled:
                raise EditConflict(
                    f"{found['annotator']} finished this sentence at {found['changed']}; "
                    "it was left as it is."
                )
        labelled = None if after else conn.execute(_LABELLED, place).fetchone()
        if labelled:
            raise EditConflict(
                f"{labelled['annotator']} labelled this sentence; it was left as it is."
            )


_FINISHED = "SELECT * FROM completion WHERE article = ? AND sentence = ?"
_LABELLED = "SELECT annotator FROM annotations WHERE article = ? AND layer = 'labels' AND start = ?"


_SPEAKING = (
    "SELECT body FROM annotations WHERE article = ? AND annotator = ?"
    " AND layer IN ('incidents', 'claims', 'relations')"
)


def _check_spoken_of(conn: sqlite3.Connection, changes: Sequence[RowChange]) -> None:
    """Refuse to take away what a frame or relation names that another screen made since."""
    gone: dict[tuple[str, str], list[str]] = {}
    for table, _, before, after in changes:
        if table == "annotations" and before and not after and before["layer"] != "labels":
            gone.setdefault((before["article"], before["annotator"]), []).append(before["id"])
    for (article, annotator), names in gone.items():
        bodies = "\n".join(row["body"] for row in conn.execute(_SPEAKING, (article, annotator)))
        if any(f'"{name}"' in bodies for name in names):
            raise EditConflict(
                f"{annotator} used this annotation in another one since; it was left as it is."
            )


def _last_done(conn: sqlite3.Connection, annotator: str) -> str:
    """Return the annotator's newest act that stands; "" at a barrier or at the beginning."""
    undone: dict[str, bool] = {}
    for entry_id, kind, of in _backwards(conn, annotator):
        if kind == "barrier":
            return ""
        if kind == "act" and not undone.get(entry_id, False):
            return entry_id
        if of:
            undone.setdefault(of, kind == "undo")
    return ""


def _last_undone(conn: sqlite3.Connection, annotator: str) -> str:
    """Return the act that was taken back last; "" when something new was done since."""
    settled: set[str] = set()
    for _, kind, of in _backwards(conn, annotator):
        if kind in ("act", "barrier"):
            return ""
        if kind == "undo" and of not in settled:
            return of
        settled.add(of)
    return ""


def _backwards(conn: sqlite3.Connection, annotator: str) -> Iterable[tuple[str, str, str]]:
    for row in conn.execute(
        "SELECT id, kind, of FROM visible_journal WHERE annotator = ? ORDER BY seq DESC",
        (annotator,),
    ):
        yield row["id"], row["kind"], row["of"]


def _append(
    conn: sqlite3.Connection, changes: Sequence[RowChange], act: Act, note: _Note
) -> JournalEntry:
    entry_id = note.batch if note.batch and note.is_first else ids.new_id(ids.JOURNAL)
    time, (keys, active_ms) = ids.now(), act.effort
    cursor = conn.execute(
        "INSERT INTO journal (id, time, annotator, article, at, kind, command, parameters,"
        " changes, of, keys, active_ms, run, batch)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(entry_id, time, act.annotator, act.article, act.at, note.kind, act.command),
            json.dumps(act.parameters, ensure_ascii=False, separators=(",", ":")),
            *(encode_changes(changes), note.of, keys, active_ms, note.run, note.batch),
        ),
    )
    return JournalEntry(
        seq=cursor.lastrowid or 0,
        id=entry_id,
        time=time,
        annotator=act.annotator,
        article=act.article,
        at=act.at,
        kind=note.kind,
        command=act.command,
        parameters=act.parameters,
        of=note.of,
        keys=keys,
        active_ms=active_ms,
        batch=note.batch,
    )


def _current(conn: sqlite3.Connection, key: RowKey) -> Row | None:
    where = " AND ".join(f'"{column}" = ?' for column in KEYS[key.table])
    run = "''" if key.table == "sentences" else "run"
    row = conn.execute(
        f"SELECT {quoted(COLUMNS[key.table])}, {run} AS run FROM {key.table} WHERE {where}",
        key.values,
    ).fetchone()
    if row:
        _check_published(conn, row)
    return plain_row(key.table, row) if row else None


def _check_published(conn: sqlite3.Connection, row: sqlite3.Row) -> None:
    run = row["run"]
    if run and conn.execute("SELECT 1 FROM open_runs WHERE id = ?", (run,)).fetchone():
        raise RunInProgress(
            "An import is adding to this article; nothing was changed, try again when it has ended."
        )


def _set_row(conn: sqlite3.Connection, change: RowChange) -> None:
    if change.before != change.after:
        _write_row(conn, change)
        entry_keys.index(conn, [change])


def _write_row(conn: sqlite3.Connection, change: RowChange) -> None:
    table, after = change.table, change.after
    where = " AND ".join(f'"{column}" = ?' for column in KEYS[table])
    key = key_of(table, change.before or after or {})
    if after is None:
        conn.execute(f"DELETE FROM {table} WHERE {where}", key)
    elif change.before is None:
        _insert(conn, table, after)
    else:
        columns = ", ".join(f'"{column}" = ?' for column in COLUMNS[table])
        values = [after[column] for column in COLUMNS[table]]
        conn.execute(f"UPDATE {table} SET {columns} WHERE {where}", (*values, *key))


def _insert(conn: sqlite3.Connection, table: str, row: Row) -> None:
    if "annotator" in row:
        add_annotator(conn, row["annotator"])
    columns = COLUMNS[table]
    # What people write belongs to no run, so nobody else's cleaning up can take it away.
    run, mark = ("", "") if table == "sentences" else (', "run"', ", ''")
    marks = ", ".join("?" * len(columns))
    conn.execute(
        f"INSERT INTO {table} ({quoted(columns)}{run}) VALUES ({marks}{mark})",
        [row[column] for column in columns],
    )


def _conflict(file: ProjectFile, article: str, key: RowKey) -> EditConflict:
    what = _PLAIN_NAMES[key.table]
    wanted = _joined(key.values)
    # Any act may change the registry or the team, wherever its person was.
    shared = key.table not in _OF_ARTICLES
    where, given = ("instr(changes, ?)", key.values[0]) if shared else ("article = ?", article)
    for row in file.conn.execute(
        f"SELECT annotator, time, changes FROM visible_journal WHERE {where} ORDER BY seq DESC",
        (given,),
    ):
        for table, found, before, after in decode_changes(row["changes"]):
            if (table, found) == (key.table, wanted) and before != after:
                did = "changed" if after else "removed"
                return EditConflict(
                    f"{row['annotator']} {did} {what} at {row['time']}; nothing was changed now."
                )
    return EditConflict(f"{what.capitalize()} is not there any more; nothing was changed.")


_PLAIN_NAMES = {
    "articles": "this article",
    "sentences": "this sentence",
    "annotations": "this annotation",
    "completion": "what was finished of this sentence",
    "registry": "this entry of the registry",
    "registry_aliases": "this alias",
    "verdicts": "what you said of this suggestion",
    "assignments": "this assignment",
    "messages": "this message",
    "decisions": "this decision",
}
_OF_ARTICLES = ("articles", "sentences", "annotations", "completion", "verdicts")


def _edit(change: RowChange) -> Edit:
    before, after = (
        from_row(change.table, row) if row else None for row in (change.before, change.after)
    )
    return Edit(before, after)


def _entry(row: sqlite3.Row) -> JournalEntry:
    fields = dict(row)
    return JournalEntry(**{**fields, "parameters": json.loads(fields["parameters"])})


def _key_text(table: str, row: RowLike) -> str:
    return _joined(key_of(table, row))


def _joined(values: tuple[Any, ...]) -> str:
    return " ".join(str(value) for value in values)
