"""The directory of an export: written beside its place, moved there when it is complete."""

import glob
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, NamedTuple, Self

from annotator.formats.errors import ExportRefused
from annotator.model.gold import LOSS_FORMAT

DOCUMENTS = "data/documents-{}-00000.jsonl"
SENTENCES = "data/sentences-{}-00000.jsonl"
"""The files of records of a split."""
LOSS_REPORT = "loss-report.json"

LOSS_REPORT_START = f'{{"format":"{LOSS_FORMAT}","source":"data/documents-'
"""How the loss report of every export begins: by this a folder is known as one of ours."""

# What an earlier export may have left in a folder and this one does not write; formats add theirs.
_OURS = (
    *("data/documents-*.jsonl", "data/sentences-*.jsonl", "schemas/*.schema.json"),
    *("annotations-*.jsonl", "votes.jsonl"),
)


_BLOCK = 1 << 20
"""Bytes that are moved at once."""


class Lines(NamedTuple):
    """Lines of one file, and where the fullest record among them is."""

    data: bytes
    fullness: int
    """Lists of the fullest record that are not empty, lists in lists too."""
    start: int
    """Bytes before the fullest record."""
    end: int


def is_export(folder: Path) -> bool:
    """Tell whether an export wrote this folder: its loss report says so."""
    start = LOSS_REPORT_START.encode()
    try:
        with (folder / LOSS_REPORT).open("rb") as stream:
            return stream.read(len(start)) == start
    except OSError:
        return False


def check_destination(dest: Path, *, force: bool) -> Path:
    """Return the absolute place of an export.

    Raises:
        ExportRefused: it is a file, or a folder with something else in it (unless forced).
    """
    dest = dest.resolve()
    if dest.exists() and not dest.is_dir():
        raise ExportRefused(f"{dest} is a file; name a folder for the export.")
    if dest.is_dir() and any(dest.iterdir()) and not (force or is_export(dest)):
        raise ExportRefused(
            f"{dest} is not empty and was not written by export; name another folder, or write "
            "into it with --force (other files in it stay)."
        )
    return dest


class Folder:
    """An export on its way; what is not published is gone when the block ends.

    Args:
        ours: patterns of the files that formats write, for what an earlier export left of them.

    Raises:
        ExportRefused: something cannot be written.
    """

    def __init__(self, dest: Path, ours: Iterable[str] = ()) -> None:
        self._dest = dest
        self._ours = (*_OURS, *ours)
        name = f".{dest.name}.{os.getpid()}-{secrets.token_hex(4)}.partial"
        self._partial = dest.parent / name
        self._has_small = False

    def __enter__(self) -> Self:
        try:
            _clear_killed(self._dest)
            self._partial.mkdir(parents=True)
        except OSError as error:
            raise self._refused(error) from None
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        shutil.rmtree(self._partial, ignore_errors=True)
        if isinstance(error, OSError):
            raise self._refused(error) from None

    def write(self, name: str, text: str) -> None:
        """Write a whole file."""
        with self.stream(name) as stream:
            stream.write(text.encode())

    @contextmanager
    def stream(self, name: str) -> Iterator[BinaryIO]:
        """Open a file for writing; it is on the disk when the block ends."""
        with self._place(name).open("w+b") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())

    def write_small(self, name: str, data: bytes) -> None:
        """Write one of many files; they are on the disk when all is published."""
        self._place(name).write_bytes(data)
        self._has_small = True

    @contextmanager
    def primed(self, name: str) -> Iterator["PrimedFile"]:
        """Open a file of records whose fullest one will stand first."""
        with self.stream(name) as stream:
            primed = PrimedFile(stream)
            yield primed
            primed.put_in_order()

    def publish(self) -> None:
        """Move everything to its place."""
        if self._has_small:
            os.sync()  # once for all: one after the other takes a minute for 10,000
        _sync_folders(self._partial)
        if self._dest.is_dir() and any(self._dest.iterdir()):
            self._replace_files()
        else:
            if self._dest.is_dir():
                self._dest.rmdir()
            self._partial.rename(self._dest)
        _sync(self._dest.parent)

    def _place(self, name: str) -> Path:
        path = self._partial / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def _replace_files(self) -> None:
        """Replace file by file: the folder itself may be somebody's working directory."""
        written = [path for path in sorted(self._partial.rglob("*")) if path.is_file()]
        names = {path.relative_to(self._partial) for path in written}
        # The loss report comes last, so that the folder is known as an export all the time.
        for name in sorted(names, key=lambda one: (one.name == LOSS_REPORT, one)):
            target = self._dest / name
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(self._partial / name, target)
        for pattern in self._ours:
            for path in self._dest.glob(pattern):
                if path.relative_to(self._dest) not in names:
                    path.unlink()
        _sync_folders(self._dest)

    def _refused(self, error: OSError) -> ExportRefused:
        why = (error.strerror or "unknown error").lower()
        return ExportRefused(f"{self._dest} cannot be written ({why}).")


class PrimedFile:
    """Lines of records, of which the fullest is to come first.

    Readers that guess types from the first records then see every list with something in it. Which
    is the fullest shows at the end only: it changes places with all before it then, which are few
    where many are as full.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._size = 0
        self._fullness = -1
        self._fullest = (0, 0)
        """Where the fullest record begins and ends, in bytes."""

    def add(self, lines: Lines) -> None:
        """Append the lines."""
        if lines.fullness > self._fullness:
            self._fullness = lines.fullness
            self._fullest = (self._size + lines.start, self._size + lines.end)
        self._stream.write(lines.data)
        self._size += len(lines.data)

    def put_in_order(self) -> None:
        """Move the fullest record to the front, and what stood before it behind it."""
        start, end = self._fullest
        carried = self._read(start, end - start)
        for at in range(0, start, _BLOCK):
            block = self._read(at, min(_BLOCK, start - at))
            carried += block
            self._stream.seek(at)
            self._stream.write(carried[: len(block)])
            carried = carried[len(block) :]
        self._stream.seek(start)
        self._stream.write(carried)

    def _read(self, at: int, length: int) -> bytes:
        self._stream.seek(at)
        return self._stream.read(length)


def _clear_killed(dest: Path) -> None:
    """Take away what exports to this place left behind whose process was killed."""
    for path in dest.parent.glob(f".{glob.escape(dest.name)}.*.partial"):
        number = path.name.removesuffix(".partial").rpartition(".")[2].partition("-")[0]
        if number.isdigit() and not _is_running(int(number)):
            shutil.rmtree(path, ignore_errors=True)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True  # somebody else's
    return True


def _sync_folders(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_dir():
            _sync(path)
    _sync(folder)


def _sync(folder: Path) -> None:
    """Put the names in a folder on the disk, where the system can."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
