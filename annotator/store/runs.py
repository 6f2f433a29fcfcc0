"""Long work in short transactions: invisible until it is published, gone if it never is."""

import os
import socket
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from annotator.model import ids
from annotator.model.annotation import Annotation
from annotator.model.article import Document
from annotator.model.completion import Completion
from annotator.model.decision import Decision
from annotator.model.journal import Row, RowChange
from annotator.store import duplicates, entry_keys, search
from annotator.store.errors import RunInProgress, RunLost
from annotator.store.journal import Act, append_barrier
from annotator.store.project_file import ProjectFile, add_annotator
from annotator.store.rows import Registered, Stored, StoredSentence, table_of, to_row
from annotator.store.tables import COLUMNS, quoted
from annotator.text.likeness import Signature

_SILENT = timedelta(seconds=60)
"""A run on another machine that has not been heard of for so long is dead."""

_SILENT_HERE = timedelta(minutes=10)
"""So is one on this machine, whatever process has its number now: after a restart of the machine
numbers are used again, and the run would bar every other one for good."""

_OURS: set[str] = set()
"""The runs of this process that have not ended. Its number alone says little: in containers every
process has the same few numbers."""

_OTHERS_S, _WAY_S = 5.0, 0.003
"""For so long after somebody else wrote transactions are small ones, and how long the way is free
between them for whoever waits."""

_SMALL = 120
"""Rows in a small one."""

_LABELS_AT_ONCE, _LIKENESSES_AT_ONCE = 200, 2_000
"""Articles labelled, and pairs kept, in one transaction: of the former whole rows go into the
journal."""

_CLEANED = (
    "likenesses",
    "signatures",
    "decisions",
    "completion",
    "annotations",
    "journal",
    "registry_aliases",
    "registry",
)


_DID_NOTHING = " AND ".join(
    f"NOT EXISTS (SELECT 1 FROM {table} WHERE annotator = ?1)"
    for table in ("annotations", "completion", "assignments", "messages", "members")
)
"""That somebody is named nowhere else."""


class Batch(NamedTuple):
    """What one short transaction of a run adds."""

    documents: Sequence[Document] = ()
    annotations: Sequence[Annotation] = ()
    completions: Sequence[Completion] = ()
    registry: Sequence[Registered] = ()
    """Entries, each with all its aliases."""
    decisions: Sequence[Decision] = ()
    signatures: Sequence[tuple[str, Signature]] = ()
    """By article, for those that are there or among the documents."""


class Run:
    """One long piece of work that appears at once or not at all.

    Raises:
        RunInProgress: another run is under way; one at a time keeps "already there" truthful.
    """

    def __init__(self, file: ProjectFile, annotator: str, what: str) -> None:
        self._file, self._annotator, self._what = file, annotator, what
        self.id = ids.new_id(ids.RUN)
        self._newcomers: set[str] = set()
        self._version, self._others_until = file.data_version(), 0.0
        self._labels: dict[str, str] = {}
        file.check_whole(f"used for this ({what})")
        clean_up(file)
        with file.write() as conn:
            others = conn.execute("SELECT what, beat FROM open_runs").fetchall()
            if others:
                raise RunInProgress(
                    f"Another {others[0]['what']} into {file.path} is under way; "
                    "try again when it has ended."
                )
            conn.execute(
                "INSERT INTO open_runs VALUES (?, ?, ?, ?, ?)",
                (self.id, what, socket.gethostname(), os.getpid(), ids.now()),
            )
        _OURS.add(self.id)

    def add(self, batch: Batch) -> None:
        """Write a batch in one transaction, small enough for 50 ms; in several while others write.

        Raises:
            RunLost: another process took the run for dead; nothing of it is left.
        """
        if not self._is_beside_others():
            self._write(batch)
            return
        for part in _small(batch):
            self._write(part)
            self._make_way()
        self._file.settle()

    def _write(self, batch: Batch) -> None:
        texts = [_insertion(item) for item in _stored(batch.documents)]
        others = [*batch.annotations, *batch.completions, *batch.registry, *batch.decisions]
        labels = [_insertion(item) for item in others]
        changes = [*texts, *labels]
        with self._file.write() as conn:
            for name in {str(row["annotator"]) for row in _rows(changes) if "annotator" in row}:
                if not _is_known(conn, name):
                    add_annotator(conn, name)
                    self._newcomers.add(name)
            _insert_all(conn, texts, self.id)
            conn.executemany(
                "INSERT INTO texts VALUES (?, ?)",
                [(document.article.id, document.text) for document in batch.documents],
            )
            _insert_all(conn, labels, self.id)  # after the texts, whose words are remembered
            entry_keys.index(conn, changes)
            duplicates.sign(conn, batch.signatures, self.id)
            search.index(conn, ((one.article.id, one.text) for one in batch.documents))
            self._beat(conn)
            if changes:
                append_barrier(conn, changes, self._act(), self.id)

    def compare(self) -> int:
        """Find copies of the articles that the run signed, and label them; the articles of others
        get their labels when the run is published.

        Returns:
            How many of its articles are copies of earlier ones.

        Raises:
            RunLost: another process took the run for dead; nothing of it is left.
        """
        found = duplicates.compare(self._file, self.id)
        for first in range(0, len(found.likenesses), _LIKENESSES_AT_ONCE):
            with self._file.write() as conn:
                self._beat(conn)
                some = found.likenesses[first : first + _LIKENESSES_AT_ONCE]
                duplicates.keep(conn, some, self.id)
            self._make_way()
        ours = {
            str(row["id"])
            for row in self._file.query("SELECT id FROM articles WHERE run = ?", (self.id,))
        }
        mine = [(article, found.labels[article]) for article in found.labels if article in ours]
        self._labels = {a: label for a, label in found.labels.items() if a not in ours}
        for first in range(0, len(mine), _LABELS_AT_ONCE):
            with self._file.write() as conn:
                self._beat(conn)
                labels = dict(mine[first : first + _LABELS_AT_ONCE])
                duplicates.label(conn, labels, self._act(), self.id)
            self._make_way()
        return sum(article != label for article, label in mine)

    def publish(self) -> None:
        """Make everything visible, in one small transaction.

        Raises:
            RunLost: another process took the run for dead; nothing of it is left.
        """
        with self._file.write() as conn:
            self._check_not_lost(conn.execute("DELETE FROM open_runs WHERE id = ?", (self.id,)))
            duplicates.label(conn, self._labels, self._act())
        _OURS.discard(self.id)

    def abandon(self) -> None:
        """Take everything away again, with the names of people that came with it."""
        # First: should the removal fail, the next clean-up tries again.
        _OURS.discard(self.id)
        _remove(self._file, self.id)
        with self._file.write() as conn:
            conn.executemany(
                f"DELETE FROM annotators WHERE name = ?1 AND {_DID_NOTHING}",
                [(name,) for name in self._newcomers],
            )

    def _is_beside_others(self) -> bool:
        """Say whether anybody else has written in the last seconds."""
        version, now = self._file.data_version(), time.monotonic()
        if version != self._version:
            self._version, self._others_until = version, now + _OTHERS_S
        return now < self._others_until

    def _make_way(self) -> None:
        """Let others write between two transactions, where there are others."""
        if self._is_beside_others():
            time.sleep(_WAY_S)

    def _act(self) -> Act:
        return Act(self._annotator, "", 0, self._what, {"run": self.id})

    def _beat(self, conn: sqlite3.Connection) -> None:
        beat = conn.execute("UPDATE open_runs SET beat = ? WHERE id = ?", (ids.now(), self.id))
        self._check_not_lost(beat)

    def _check_not_lost(self, change: sqlite3.Cursor) -> None:
        # What it wrote now would be visible at once, because the run is not open any more.
        if change.rowcount != 1:
            raise RunLost(
                f"This {self._what} was silent for too long and was taken away from "
                f"{self._file.path}; start it again."
            )


def _small(batch: Batch) -> Iterator[Batch]:
    """Yield a batch in parts of few rows, what is referred to first."""
    signatures = dict(batch.signatures)
    part: list[Document] = []
    rows = 0
    for document in batch.documents:
        part.append(document)
        rows += 1 + len(document.sentences)
        if rows >= _SMALL:
            yield _signed(part, signatures)
            part, rows = [], 0
    last = _signed(part, signatures)
    if part or signatures:
        yield last._replace(signatures=[*last.signatures, *signatures.items()])
    if batch.registry:
        yield Batch(registry=batch.registry)
    for first in range(0, len(batch.annotations), _SMALL):
        yield Batch(annotations=batch.annotations[first : first + _SMALL])
    for first in range(0, len(batch.completions), _SMALL):
        yield Batch(completions=batch.completions[first : first + _SMALL])
    for first in range(0, len(batch.decisions), _SMALL):
        yield Batch(decisions=batch.decisions[first : first + _SMALL])


def _signed(documents: Sequence[Document], signatures: dict[str, Signature]) -> Batch:
    """Return articles with their signatures, which are taken out of those that wait."""
    ids_of = [document.article.id for document in documents if document.article.id in signatures]
    return Batch(documents=documents, signatures=[(one, signatures.pop(one)) for one in ids_of])


def clean_up(file: ProjectFile) -> None:
    """Remove what dead runs left; what nobody could see is gone for good."""
    for row in file.query("SELECT id, host, pid, beat FROM open_runs"):
        if not _alive(row):
            _remove(file, row["id"])


def _alive(row: sqlite3.Row) -> bool:
    silence = datetime.now(UTC) - datetime.fromisoformat(row["beat"])
    if row["host"] != socket.gethostname():
        return silence < _SILENT
    if row["pid"] == os.getpid():
        return row["id"] in _OURS
    if silence >= _SILENT_HERE:
        return False
    try:
        os.kill(row["pid"], 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _remove(file: ProjectFile, run: str) -> None:
    with file.write() as conn:
        entry_keys.forget(conn, run)
    for table in _CLEANED:
        with file.write() as conn:
            conn.execute(f"DELETE FROM {table} WHERE run = ?", (run,))
    while True:
        with file.write() as conn:
            some = conn.execute("SELECT id FROM articles WHERE run = ? LIMIT 200", (run,))
            found = [(row["id"],) for row in some]
            if not found:
                conn.execute("DELETE FROM open_runs WHERE id = ?", (run,))
                return
            search.forget(conn, [article for (article,) in found])
            conn.executemany("DELETE FROM sentences WHERE article = ?", found)
            conn.executemany("DELETE FROM articles WHERE id = ?", found)


def _is_known(conn: sqlite3.Connection, name: str) -> bool:
    found = conn.execute("SELECT 1 FROM annotators WHERE name = ?", (name,))
    return found.fetchone() is not None


def _stored(documents: Iterable[Document]) -> Iterable[Stored]:
    for article, _, _ in documents:
        yield article
    for article, _, units in documents:
        for unit in units:
            yield StoredSentence(article.id, unit)


def _insertion(item: Stored) -> RowChange:
    # The journal keeps rows, not their keys, so an import need not spell out millions of them.
    return RowChange(table_of(item), "", None, to_row(item))


def _rows(changes: Sequence[RowChange]) -> Iterable[Row]:
    return (change.after for change in changes if change.after)


def _insert_all(conn: sqlite3.Connection, changes: Sequence[RowChange], run: str) -> None:
    for table, columns in COLUMNS.items():
        rows = [
            [change.after[column] for column in columns]
            for change in changes
            if change.table == table and change.after
        ]
        tagged, mark = ("", "") if table == "sentences" else (", run", f", '{run}'")
        marks = ", ".join("?" * len(columns))
        conn.executemany(
            f"INSERT INTO {table} ({quoted(columns)}{tagged}) VALUES ({marks}{mark})", rows
        )
