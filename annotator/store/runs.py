"""Long work in short transactions: invisible until it is published, gone if it never is."""

import os
import socket
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from annotator.model import ids
from annotator.model.annotation import Annotation
from annotator.model.article import Document
from annotator.model.completion import Completion
from annotator.model.journal import Row, RowChange
from annotator.store.errors import RunInProgress
from annotator.store.journal import Act, append_barrier
from annotator.store.project_file import ProjectFile, add_annotator
from annotator.store.rows import Stored, StoredSentence, table_of, to_row
from annotator.store.tables import COLUMNS, quoted

_SILENT = timedelta(seconds=60)
"""A run on another machine that has not been heard of for so long is dead."""

_CLEANED = ("completion", "annotations", "journal")


class Batch(NamedTuple):
    """What one short transaction of a run adds."""

    documents: Sequence[Document] = ()
    annotations: Sequence[Annotation] = ()
    completions: Sequence[Completion] = ()


class Run:
    """One long piece of work that appears at once or not at all.

    Raises:
        RunInProgress: another run is under way; one at a time keeps "already there" truthful.
    """

    def __init__(self, file: ProjectFile, annotator: str, what: str) -> None:
        self._file, self._annotator, self._what = file, annotator, what
        self.id = ids.new_id(ids.RUN)
        self._newcomers: set[str] = set()
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

    def add(self, batch: Batch) -> None:
        """Write a batch in one transaction; keep batches small enough for 50 ms."""
        items = [*_stored(batch.documents), *batch.annotations, *batch.completions]
        changes = [_insertion(item) for item in items]
        with self._file.write() as conn:
            for name in {str(row["annotator"]) for row in _rows(changes) if "annotator" in row}:
                if not _is_known(conn, name):
                    add_annotator(conn, name)
                    self._newcomers.add(name)
            _insert_all(conn, changes, self.id)
            conn.executemany(
                "INSERT INTO texts VALUES (?, ?)",
                [(document.article.id, document.text) for document in batch.documents],
            )
            conn.execute("UPDATE open_runs SET beat = ? WHERE id = ?", (ids.now(), self.id))
            act = Act(self._annotator, "", 0, self._what, {"run": self.id})
            append_barrier(conn, changes, act, self.id)

    def publish(self) -> None:
        """Make everything visible, in one small transaction."""
        with self._file.write() as conn:
            conn.execute("DELETE FROM open_runs WHERE id = ?", (self.id,))

    def abandon(self) -> None:
        """Take everything away again, with the names of people that came with it."""
        _remove(self._file, self.id)
        with self._file.write() as conn:
            conn.executemany(
                "DELETE FROM annotators WHERE name = ?1"
                " AND NOT EXISTS (SELECT 1 FROM annotations WHERE annotator = ?1)"
                " AND NOT EXISTS (SELECT 1 FROM completion WHERE annotator = ?1)",
                [(name,) for name in self._newcomers],
            )


def clean_up(file: ProjectFile) -> None:
    """Remove what dead runs left; what nobody could see is gone for good."""
    for row in file.query("SELECT id, host, pid, beat FROM open_runs"):
        if not _alive(row):
            _remove(file, row["id"])


def _alive(row: sqlite3.Row) -> bool:
    if row["host"] != socket.gethostname():
        beat = datetime.fromisoformat(row["beat"])
        return datetime.now(UTC) - beat < _SILENT
    if row["pid"] == os.getpid():
        return True
    try:
        os.kill(row["pid"], 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _remove(file: ProjectFile, run: str) -> None:
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
