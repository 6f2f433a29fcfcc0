"""The project file: opening, reading, and the one door for writing."""

import json
import os
import re
import secrets
import sqlite3
import time
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from annotator.model import ids
from annotator.store.errors import (
    InBundle,
    NewerProject,
    NotAProject,
    OlderProject,
    ProjectExists,
    ProjectGone,
    ProjectMissing,
    ProjectReadOnly,
    StoreError,
    plain_errors,
)

if TYPE_CHECKING:
    from sqlite_utils import Database

BUSY_MS = 2000
"""How long a writer waits for another one."""

_CACHE_KIB = 512

_LOOK_AGAIN_S = 0.001
"""How often a writer that waits looks whether the other one is ready."""

BUNDLED = "bundle"
"""The run of entries of the registry that came along with a bundle; they stay as they are there."""

Parameters = Sequence[Any] | Mapping[str, Any]
"""Values for a statement's `?`, or for its `:names`."""

_MOUNTS = Path("/proc/self/mounts")
_NETWORK_FILE_SYSTEMS = {"nfs", "nfs4", "cifs", "smb3", "9p", "afs", "fuse.sshfs"}


class ProjectFile:
    """One open project file. Use it from one thread, or open another."""

    def __init__(self, path: Path, conn: sqlite3.Connection, *, read_only: bool) -> None:
        self.path = path
        self.conn = conn
        self.read_only = read_only
        self._identity = _identity(path)
        self._layout = 0
        """SQLite's own number of the tables as they were when the version was checked, 0 before."""
        self.copy_before: Path | None = None
        """The copy of a project of an older version as it was, where opening brought it up to
        date."""

    @classmethod
    def create(cls, path: Path, fill: Callable[[Self], None] | None = None) -> Self:
        """Make a project file, readable by its owner only.

        Args:
            fill: writes what the project begins with; the file appears complete or not at all.

        Raises:
            ProjectExists: there is a file already.
            StoreError: the folder cannot be written.
        """
        from annotator.store.schema import APPLICATION_ID, migrations

        _refuse_network(path)
        with _appearing(path) as hidden, plain_errors(path), cls._at(hidden) as file:
            file.conn.execute(f"PRAGMA application_id={APPLICATION_ID}")
            migrations.apply(file.db)
            if fill:
                fill(file)
        return cls.open(path)

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False, migrate: bool = True) -> Self:
        """Open an existing project file.

        A file that may not be written opens for reading; writing then raises `ProjectReadOnly`.

        Args:
            migrate: bring a project of an older version up to date, after a copy of it was made.

        Raises:
            ProjectMissing: there is no such file.
            NotAProject: it is another kind of file.
            NewerProject: it was made by a newer annotator.
            OlderProject: it was made by an older one, and is not to be brought up to date.
            StoreError: it cannot be read.
        """
        if not os.path.isfile(path):  # Path.is_file raises where a folder may not be searched
            raise ProjectMissing(
                f"There is no project at {path}; make one with: annotator -p {path} import FILES"
            )
        read_only = read_only or not _may_be_written(path)
        if not read_only:
            _refuse_network(path)
        with plain_errors(path):
            file = cls._at(path, read_only=read_only)
            try:
                file._check_kind()
                file._check_version(migrate=migrate)
                file._use_wal()
                file._update()
                file._layout = file._present_layout()
            except BaseException:
                file.close()
                raise
        return file

    @classmethod
    def _at(cls, path: Path, *, read_only: bool = False) -> Self:
        conn = _connect_read_only(path) if read_only else _connect(path, "rw")
        return cls(path, conn, read_only=read_only)

    @cached_property
    def db(self) -> "Database":
        """The same connection through sqlite-utils: schema, migrations and bulk writes.

        Loaded on first use: its import takes a quarter of the time to first paint, and opening a
        project and marking a span need none of it.
        """
        from sqlite_utils import Database

        return Database(self.conn, execute_plugins=False, strict=True)

    def query(self, sql: str, parameters: Parameters = ()) -> list[sqlite3.Row]:
        """Run a reading statement and return all its rows."""
        with plain_errors(self.path):
            return self.conn.execute(sql, parameters).fetchall()

    def column(self, sql: str, parameters: Parameters = ()) -> list[Any]:
        """Run a reading statement of one column and return its values, without making rows."""
        return list(self._values(sql, parameters))

    def numbers(self, sql: str, parameters: Parameters = ()) -> "array[int]":
        """Return what `column` does, packed: there may be a million."""
        return array("q", self._values(sql, parameters))

    def _values(self, sql: str, parameters: Parameters) -> Iterator[Any]:
        with plain_errors(self.path):
            cursor = self.conn.cursor()
            cursor.row_factory = None
            yield from chain.from_iterable(cursor.execute(sql, parameters))

    def tuples(self, sql: str, parameters: Parameters = ()) -> list[tuple[Any, ...]]:
        """Run a reading statement and return its rows as plain tuples, half the time of rows."""
        with plain_errors(self.path):
            cursor = self.conn.cursor()
            cursor.row_factory = None
            return cursor.execute(sql, parameters).fetchall()

    def stream(self, sql: str, parameters: Parameters = ()) -> Iterator[sqlite3.Row]:
        """Run a reading statement and yield its rows one by one."""
        with plain_errors(self.path):
            yield from self.conn.execute(sql, parameters)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Make several queries see one state of the file, whatever others write meanwhile."""
        if self.conn.in_transaction:
            yield
            return
        with plain_errors(self.path):
            self.conn.execute("BEGIN")
            try:
                yield
            finally:
                if self.conn.in_transaction:  # SQLite ends it by itself at a damaged page
                    self.conn.execute("COMMIT")

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """Open the only kind of writing transaction; it is durable when the block ends.

        It begins IMMEDIATE: a deferred transaction that reads first fails at once with "locked"
        when somebody else wrote in between, whatever the busy timeout says.

        Raises:
            ProjectGone: the file was deleted or replaced; SQLite would write into nowhere.
            NewerProject: a newer annotator has brought it up to date since it was opened.
            ProjectLocked, DiskFull, ProjectReadOnly: as they say; nothing was written.
        """
        if self.read_only:
            raise ProjectReadOnly(
                "The project is open for reading only, nothing was saved: check the rights of "
                f"file and folder ({self.path})."
            )
        with plain_errors(self.path):
            self._begin()
            try:
                if _identity(self.path) != self._identity:
                    raise ProjectGone(
                        "The project was deleted or replaced while it was open; nothing was "
                        f"saved ({self.path})."
                    )
                self._check_layout()
                yield self.conn
                self.conn.execute("COMMIT")
            except BaseException:
                if self.conn.in_transaction:  # SQLite may have rolled back by itself
                    self.conn.execute("ROLLBACK")
                raise

    def _check_layout(self) -> None:
        """Refuse to write rows of this version into tables of a newer one."""
        layout = self._present_layout() if self._layout else 0
        if layout == self._layout:
            return
        from annotator.store.updating import missing

        try:
            missing(self)
        except NewerProject:
            raise NewerProject(
                f"{self.path} was brought up to date by a newer annotator while it was open here; "
                "nothing was saved: quit, and open it with that one."
            ) from None
        self._layout = layout

    def _present_layout(self) -> int:
        return int(self.conn.execute("PRAGMA schema_version").fetchone()[0])

    def _begin(self) -> None:
        """Begin to write as soon as nobody else does.

        SQLite's own waiting looks ever less often, at last ten times a second, so that a long job
        of many short transactions is nearly always in the way.
        """
        until = time.monotonic() + BUSY_MS / 1000
        self.conn.execute("PRAGMA busy_timeout=0")
        try:
            while True:
                try:
                    self.conn.execute("BEGIN IMMEDIATE")
                    return
                except sqlite3.OperationalError as error:
                    is_busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
                    if not is_busy or time.monotonic() > until:
                        raise
                    time.sleep(_LOOK_AGAIN_S)
        finally:
            self.conn.execute(f"PRAGMA busy_timeout={BUSY_MS}")

    def setting(self, key: str) -> str:
        """Return a value of the `project` table, "" where it is not set."""
        rows = self.query("SELECT value FROM project WHERE key = ?", (key,))
        return str(rows[0][0]) if rows else ""

    @cached_property
    def bundle_of(self) -> str:
        """Whose bundle this is, "" for a whole project."""
        mark = self.setting("bundle")
        return str(json.loads(mark)["annotator"]) if mark else ""

    def check_whole(self, done: str) -> None:
        """Refuse what can be done with a whole project only.

        Args:
            done: what, as in "This is a bundle and cannot be ...".

        Raises:
            InBundle: this is a bundle.
        """
        if self.bundle_of:
            raise InBundle(
                f"{self.path} is a bundle of {self.bundle_of} and cannot be {done}; "
                "do this in the project that it comes from."
            )

    def data_version(self) -> int:
        """Return a number that changes when another connection has written."""
        return int(self.query("PRAGMA data_version")[0][0])

    def settle(self) -> None:
        """Move what was written last to its place in the file, as far as nobody is in the way.

        SQLite does so in whoever's write makes its log long; a long job takes that upon itself.
        """
        with plain_errors(self.path):
            self.conn.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    def backup(self, target: Path) -> None:
        """Copy the project consistently while others may write.

        Raises:
            ProjectExists: there is a file already.
        """
        with _appearing(target) as hidden, plain_errors(target):
            copy = sqlite3.connect(hidden)
            try:
                self.conn.backup(copy)
                copy.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
            finally:
                copy.close()

    def interrupt(self) -> None:
        """Let what another thread reads here end with a `StoreError`."""
        with suppress(sqlite3.ProgrammingError):  # it has been closed in that thread already
            self.conn.interrupt()

    def close(self) -> None:
        """Let go of the file."""
        self.conn.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _check_kind(self) -> None:
        tables = {str(row[0]) for row in self.query("SELECT name FROM sqlite_master")}
        if not {"_sqlite_migrations", "project", "journal"} <= tables:
            raise NotAProject(f"{self.path} is a SQLite file but no annotator project.")

    def _use_wal(self) -> None:
        """Let readers and a writer work side by side, also in a copy made by `backup`."""
        if not self.read_only and self.query("PRAGMA journal_mode")[0][0] != "wal":
            self.conn.execute("PRAGMA journal_mode=WAL")

    def _check_version(self, *, migrate: bool) -> None:
        """Refuse a project of a newer version, and of an older one where nobody wants to change it.

        Nothing is written before this is known.
        """
        from annotator.store.updating import missing

        if missing(self) and not migrate:
            raise OlderProject(
                f"{self.path} was made by an older annotator and was left as it is; without "
                "--no-migrate it is brought up to date, and a copy of it stays beside it."
            )

    def _update(self) -> None:
        from annotator.store.updating import missing, update

        if not missing(self):
            return
        if not self.read_only:
            self.copy_before = update(self)
        elif _may_be_written(self.path):
            with ProjectFile.open(self.path) as brought:
                self.copy_before = brought.copy_before
        else:
            raise ProjectReadOnly(
                f"{self.path} was made by an older annotator, and this one cannot bring it up to "
                "date because file or folder may not be written: open it once where they may."
            )


def add_annotator(conn: sqlite3.Connection, name: str) -> None:
    """Make the annotator known, inside a writing transaction."""
    conn.execute("INSERT OR IGNORE INTO annotators VALUES (?, ?)", (name, ids.now()))


def _may_be_written(path: Path) -> bool:
    # WAL keeps two files beside the project, so its folder has to be writable too.
    return all(os.access(place, os.W_OK) for place in (path, path.parent))


def _connect(path: Path, mode: str, *, immutable: bool = False) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?mode={mode}" + ("&immutable=1" if immutable else "")
    conn = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    conn.row_factory = sqlite3.Row
    conn.create_function("casefold", 1, str.casefold, deterministic=True)
    try:
        conn.execute(f"PRAGMA busy_timeout={BUSY_MS}")
        conn.execute("PRAGMA synchronous=FULL")
        conn.execute("PRAGMA foreign_keys=ON")
        # The system keeps the file's pages in memory anyway, for all processes at once.
        conn.execute(f"PRAGMA cache_size=-{_CACHE_KIB}")
        conn.execute("SELECT 1 FROM sqlite_master")  # tells whether the file can be read at all
    except sqlite3.Error:
        conn.close()
        raise
    return conn


def _connect_read_only(path: Path) -> sqlite3.Connection:
    try:
        return _connect(path, "ro")
    except sqlite3.OperationalError:
        # WAL needs a -shm file beside the project; in a folder that cannot be written, a project
        # that nobody has open can still be read as a plain file.
        if Path(f"{path}-wal").exists():
            raise
        return _connect(path, "ro", immutable=True)


@contextmanager
def _appearing(path: Path) -> Iterator[Path]:
    """Give a hidden empty file that becomes `path` when the block ends well, else goes.

    So whatever ends the process on the way, `path` is complete or not there.

    Raises:
        ProjectExists: there is a file already.
        StoreError: the folder cannot be written.
    """
    exists = ProjectExists(f"{path} exists already; open it, or name another file.")
    if os.path.lexists(path):
        raise exists
    hidden = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        os.close(os.open(hidden, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        yield hidden
        _give_name(hidden, path)
    except FileExistsError:
        raise exists from None
    except OSError as error:
        raise StoreError(f"{path} cannot be made ({error.strerror}).") from None
    except StoreError as error:
        raise type(error)(str(error).replace(str(hidden), str(path))) from None
    finally:
        for suffix in ("", "-wal", "-shm", "-journal"):
            with suppress(OSError):
                Path(f"{hidden}{suffix}").unlink()


def _give_name(hidden: Path, path: Path) -> None:
    try:
        os.link(hidden, path)  # unlike a renaming, this never overwrites
    except FileExistsError:
        raise
    except OSError:  # a memory card, say, knows no links
        hidden.rename(path)


def _identity(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError:
        return (0, 0)
    return (status.st_dev, status.st_ino)


def _refuse_network(path: Path) -> None:
    """Refuse network file systems, where WAL loses data; only Linux tells which is which."""
    try:
        mounts = os.fsdecode(_MOUNTS.read_bytes()).split("\n")
    except OSError:
        return
    folder = path.resolve().parent
    fields = [list(map(_unescaped, line.split(" "))) for line in mounts]
    holding = [part for part in fields if len(part) > 2 and folder.is_relative_to(part[1])]
    kind = max(holding, key=lambda part: len(part[1]), default=["", "", ""])[2]
    if kind in _NETWORK_FILE_SYSTEMS:
        raise StoreError(
            f"{path} lies on a network file system ({kind}), where SQLite can lose work; "
            "keep the project on a local disk and log in there."
        )


def _unescaped(field: str) -> str:
    """Return a field of the table of mounts, in which blanks stand as `\\040` (proc_mounts(5))."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), field)
