"""From paths to the files that are read, each with its format and what a table says about it."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import BinaryIO, NamedTuple

from annotator.formats.articles.metadata import METADATA_FILE, load_metadata
from annotator.formats.errors import ImportRefused, Place
from annotator.formats.exporting.folder import is_export
from annotator.formats.gold import entries as gold_entries
from annotator.formats.gold.decisions import DECISIONS_FILE, brings_decisions, files_of
from annotator.formats.importing.reading import Given, Reading, Skipped, Source, unreadable
from annotator.formats.registry import Format, format_named, formats, formats_reading

STDIN = "-"
STDIN_NAME = "stdin"


class Found(NamedTuple):
    """A file with the format that reads it."""

    source: Source
    format: Format


class FoundEntries(NamedTuple):
    """A file with entries of the registry."""

    source: Source


class FoundDecisions(NamedTuple):
    """A file with decisions that are to be taken along with the layers that they are about."""

    source: Source


class Wanted(NamedTuple):
    """How paths are looked through."""

    recursive: bool
    format: str
    """Name of the one format to use; "" judges by name and content."""
    named: dict[str, Given]
    """The table of metadata that was named, by source."""
    reading: Reading
    as_layer: bool = False
    """Gold is to become somebody's layer, and its decisions are not wanted."""


AnyFound = Found | FoundEntries | FoundDecisions | Skipped
"""What a path may hold."""


def check_exists(path: Path) -> None:
    """Refuse a path that leads nowhere.

    Raises:
        ImportRefused: it does.
    """
    if not path.exists():
        raise Place(printable(str(path))).refused("there is no such file or folder.")


def find_sources(path: Path, wanted: Wanted) -> Iterator[AnyFound]:
    """Yield the files to read: the file itself, or those of the folder by name.

    A folder gives its own files, deeper ones too when asked; hidden files and READMEs are skipped.
    The folder of an export gives its document records; one of gold with votes gives everybody's
    layers and the decisions, of which gold is made again. Records bring the `registry.jsonl` that
    stands beside them, or beside their folder in an export.

    Raises:
        ImportRefused: no format reads a file that was named, or a table of metadata beside it
            cannot be read.
    """
    if not path.is_dir():
        given = _merged(wanted.named, _table_beside(path.parent))
        source = Source(path, printable(path.name), given, wanted.reading)
        found = _found(source, wanted, in_folder=False)
        yield found
        if isinstance(found, Found) and found.format.name == "jsonl":
            entries = gold_entries.beside(path)
            if entries:
                yield FoundEntries(Source(entries, printable(entries.name), {}))
        return

    @cache
    def table_of(folder: Path) -> dict[str, Given]:
        return _merged(wanted.named, _table_beside(folder))

    for file, name in _files_in(path, wanted):
        why = _why_skipped(file)
        if why:
            yield Skipped(printable(name), why)
        else:
            source = Source(file, printable(name), table_of(file.parent), wanted.reading)
            yield _found(source, wanted, in_folder=True)


def find_in_archive(path: Path, folder: Path, wanted: Wanted) -> Iterator[AnyFound]:
    """Yield the files to read of an archive that was unpacked into a folder, at any depth.

    They are called after the archive and their place in it: `news.zip/2023/a.txt`.

    Raises:
        ImportRefused: as `find_sources`.
    """
    archive = printable(path.name)
    named = _merged(wanted.named, _table_beside(path.parent))
    for one in find_sources(folder, wanted._replace(recursive=True, named=named)):
        if isinstance(one, Skipped):
            yield one._replace(name=f"{archive}/{one.name}")
        else:
            source = one.source._replace(name=f"{archive}/{one.source.name}")
            yield one._replace(source=source)


def size_of(path: Path, recursive: bool) -> int:
    """Return the bytes of a file, or of the files of a folder."""
    try:
        if not path.is_dir():
            return path.stat().st_size
        with os.scandir(path) as entries:
            found = list(entries)
        return sum(
            size_of(Path(entry.path), recursive)
            if recursive and entry.is_dir(follow_symlinks=False)
            else entry.stat().st_size
            for entry in found
        )
    except OSError:
        return 0  # whoever reads it says what is wrong


@contextmanager
def spooled(stream: BinaryIO) -> Iterator[Path]:
    """Put what comes from standard input into a file for as long as the block lasts."""
    with tempfile.TemporaryDirectory(prefix="annotator-") as folder:
        path = Path(folder) / STDIN_NAME
        with path.open("wb") as copy:
            while chunk := stream.read(1 << 20):
                copy.write(chunk)
        yield path


def stdin_source(path: Path, wanted: Wanted) -> Found:
    """Return what was spooled from standard input, as text unless its first line is JSON."""
    source = Source(path, STDIN_NAME, wanted.named, wanted.reading)
    if wanted.format:
        return Found(source, _format_named(wanted.format))
    for one in formats_reading(".jsonl"):
        if one.reader().recognises(source):
            return Found(source, one)
    return Found(source, _format_named("text"))


def printable(name: str) -> str:
    """Return a file name as text that can be stored: bytes that are no UTF-8 become marks."""
    return os.fsencode(name).decode(errors="replace")


def _found(source: Source, wanted: Wanted, *, in_folder: bool) -> AnyFound:
    if source.path.name == DECISIONS_FILE and in_folder and brings_decisions(source):
        return FoundDecisions(source)
    if source.path.suffix.lower() == ".jsonl" and gold_entries.holds_entries(source):
        return FoundEntries(source)
    if wanted.format:
        return Found(source, _format_named(wanted.format))
    candidates = formats_reading(source.path.name)
    if not candidates:
        ending = source.path.suffix or "files without an ending"
        if in_folder:
            return Skipped(source.name, f"no format reads {ending}")
        raise Place(source.name).refused(
            f"no format reads {ending}; name one with --format (see: annotator formats)."
        )
    found = next((one for one in candidates if one.reader().recognises(source)), None)
    # Of several formats with this ending only the one that it is has to be installed.
    lacking = (found or candidates[-1]).lacks()
    if lacking and in_folder:
        return Skipped(source.name, lacking)
    if lacking:
        raise Place(source.name).refused(f"{lacking}.")
    if found:
        return Found(source, found)
    if in_folder:
        return Skipped(source.name, "no articles")
    return Found(source, candidates[-1])  # it says what it misses


def _format_named(name: str) -> Format:
    try:
        found = format_named(name)
    except KeyError as error:
        raise ImportRefused(str(error.args[0])) from None
    if found.lacks():
        raise ImportRefused(f"{found.name}: {found.lacks()}.")
    if not found.reads:
        raise ImportRefused(f"{found.name} can be written but not read.")
    return found


def _files_in(folder: Path, wanted: Wanted) -> Iterator[tuple[Path, str]]:
    records = sorted(folder.glob("data/documents-*.jsonl")) if is_export(folder) else []
    if records and not wanted.as_layer:
        records = files_of(folder) or records
    if records:
        entries = gold_entries.beside(records[-1])
        files = [*records, entries] if entries and entries.stat().st_size else records
        yield from ((file, file.name) for file in files)
        return
    for file in _walk(folder, wanted.recursive):
        if not _belongs_to_another(file):
            yield file, file.relative_to(folder).as_posix()


def _belongs_to_another(file: Path) -> bool:
    """Tell whether a file is read with one of the same name, as the text of brat's annotations."""
    ending = file.suffix.lower()
    return any(
        file.with_suffix(other).is_file()
        for one in formats()
        if ending in one.beside
        for other in one.endings
    )


def _walk(folder: Path, recursive: bool) -> Iterator[Path]:
    try:
        with os.scandir(folder) as entries:
            names = sorted((entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries)
    except OSError as error:
        raise unreadable(Place(printable(str(folder))), error) from None
    for name, is_folder in names:
        if not is_folder:
            yield folder / name
        elif recursive and not name.startswith("."):
            yield from _walk(folder / name, recursive)


def _why_skipped(file: Path) -> str:
    if file.name.startswith("."):
        return "hidden"
    if file.stem.lower() == "readme":
        return "a README"
    if file.name == METADATA_FILE:
        return "the table of metadata"
    return "" if file.is_file() else "no file"


def _table_beside(folder: Path) -> dict[str, Given]:
    path = folder / METADATA_FILE
    return load_metadata(path) if path.is_file() else {}


def _merged(named: dict[str, Given], beside: dict[str, Given]) -> dict[str, Given]:
    """Return both tables as one; what was named says it first."""
    if not (named and beside):
        return named or beside
    return beside | {
        name: given.or_else(beside.get(name, Given())) for name, given in named.items()
    }
