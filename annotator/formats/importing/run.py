"""Import: from files into the project, all of it or nothing.

Articles are read and cut into sentences in several processes; one process stores them, in short
transactions that stay invisible until the last one publishes the whole run.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from itertools import chain
from pathlib import Path
from typing import BinaryIO, NamedTuple

from annotator.formats.articles.archives import is_archive, unpacked
from annotator.formats.articles.metadata import load_metadata
from annotator.formats.errors import ImportRefused, Place, did_you_mean
from annotator.formats.exporting.workers import ordered_map
from annotator.formats.importing.intake import ImportReport, Intake
from annotator.formats.importing.mapping import Names, load_names
from annotator.formats.importing.reading import (
    METADATA_KEYS,
    Given,
    Piece,
    Prepared,
    Reading,
    Settings,
    Skipped,
    Unit,
    as_interval,
)
from annotator.formats.importing.sources import (
    STDIN,
    AnyFound,
    FoundDecisions,
    FoundEntries,
    Wanted,
    check_exists,
    find_in_archive,
    find_sources,
    printable,
    size_of,
    spooled,
    stdin_source,
)
from annotator.formats.importing.units import UNITS
from annotator.formats.registry import Format
from annotator.model import ids
from annotator.model.annotation import COMPLETED_LAYERS, LAYERS, Layer
from annotator.model.scheme import Scheme
from annotator.model.values import ValueProblem
from annotator.store.project_file import ProjectFile
from annotator.store.runs import Run

Progress = Callable[[int, float], None]
"""Told the number of articles seen so far and the share of all bytes that is read, some times a
second; the share is 0 where nobody can tell how much there is."""

_CHUNK_PIECES, _CHUNK_BYTES = 32, 200_000

_FormatPiece = tuple[Format, Piece]


class ImportOptions(NamedTuple):
    """How files are imported."""

    importer: str
    """Who signs the import in the journal."""
    layer: str = ""
    """Whose annotations those of the files become; "" for the names inside the files."""
    format: str = ""
    """Name of the format; "" judges by name and content."""
    recursive: bool = False
    published: str = ""
    """A day, month, year or interval for articles of which nothing else states it."""
    publisher: str = ""
    language: str = ""
    metadata: Path | None = None
    dry_run: bool = False
    """Do everything, report it, and take it away again."""
    stdin: BinaryIO | None = None
    """Where the path `-` reads from."""
    encoding: str = ""
    """The encoding of files that are no UTF-8."""
    names: Path | None = None
    """A table of what names of another label set stand for, see `formats.mapping`."""
    done: tuple[str, ...] = ()
    """Layers that count as finished in every sentence that comes with annotations, or without."""
    offsets: str = ""
    """What offsets count, of `UNITS`; "" finds it out by the texts that are quoted."""
    fields: tuple[str, ...] = ()
    """Keys of articles with the key or column under which they stand in tables and JSON Lines, such
    as `text=body`."""


def import_paths(
    file: ProjectFile,
    scheme: Scheme,
    paths: Sequence[str | Path],
    options: ImportOptions,
    progress: Progress | None = None,
) -> ImportReport:
    """Import files, folders and `-` (standard input).

    What a table of metadata says goes before what an article says of itself, and that before
    `published`, `publisher` and `language` of the options. Dates that a text suggests are only
    proposed. A text that is there already is reported and not added.

    Raises:
        ImportRefused: something cannot be taken; the project is as it was.
        StoreError: the project cannot be written; it is as it was.
    """
    settings, reading = _settings(scheme, options), _reading(options)
    named = load_metadata(options.metadata) if options.metadata else {}
    for path in paths:
        if str(path) != STDIN:
            check_exists(Path(path))
    run = Run(file, options.importer, "import")
    read = 0
    try:
        intake = Intake(file, scheme, run, named)
        wanted = Wanted(options.recursive, options.format, named, reading, bool(options.layer))
        with ExitStack() as kept:
            sources = chain.from_iterable(_sources(path, options, wanted, kept) for path in paths)
            chunks = _chunks(_pieces(sources, intake, settings))
            total = _size(paths, options) if progress else 0
            for prepared, size in ordered_map(partial(_prepare, settings), chunks):
                read += size
                for one in prepared:
                    if isinstance(one, Skipped):
                        intake.skip(one)
                    else:
                        intake.take(one)
                if progress:
                    progress(intake.articles, min(1.0, read / total) if total else 0.0)
        intake.finish()
        copies = run.compare()
    except BaseException:
        run.abandon()
        raise
    if options.dry_run:
        run.abandon()
    else:
        run.publish()
    return intake.report(dry_run=options.dry_run, copies=copies)


def _settings(scheme: Scheme, options: ImportOptions) -> Settings:
    for name in filter(None, (options.importer, options.layer)):
        if not ids.is_annotator_name(name):
            raise ImportRefused(
                f"{name!r} is no annotator's name; use up to 64 letters, digits and _.- in --as"
            )
    try:
        published = as_interval(options.published)
    except ValueProblem as problem:
        raise ImportRefused(f"--published {problem}.") from None
    given = Given(
        published=published, publisher=options.publisher.strip(), language=options.language.strip()
    )
    return Settings(
        scheme,
        given,
        options.layer,
        ids.now(),
        load_names(options.names, scheme) if options.names else Names(),
        tuple(_layer(name) for name in options.done),
        _unit(options.offsets) if options.offsets else None,
    )


def _layer(name: str) -> Layer:
    for layer in COMPLETED_LAYERS:
        if layer == name:
            return layer
    known = ", ".join(COMPLETED_LAYERS)
    raise ImportRefused(f"--done {name}: the layers are {known}{did_you_mean(name, LAYERS)}")


def _unit(name: str) -> Unit:
    for unit in UNITS:
        if unit == name:
            return unit
    raise ImportRefused(f"--offsets {name}: offsets count one of {', '.join(UNITS)}.")


def _reading(options: ImportOptions) -> Reading:
    from annotator.text.decoding import known_encoding

    try:
        encoding = known_encoding(options.encoding) if options.encoding else ""
    except (LookupError, ValueError):
        raise ImportRefused(
            f"--encoding {options.encoding} is no encoding of text; name one such as windows-1252."
        ) from None
    keys = ("text", "source", *METADATA_KEYS)
    fields: dict[str, str] = {}
    for part in ",".join(options.fields).split(","):
        key, equals, column = (word.strip() for word in part.partition("="))
        if part.strip() and not (equals and column and key in keys):
            raise ImportRefused(
                f"--fields {part.strip()} says nothing; write KEY=COLUMN with one of "
                f"{', '.join(keys)}, such as text=body."
            )
        if column:
            fields[key] = column
    return Reading(encoding, tuple(fields.items()))


def _sources(
    path: str | Path, options: ImportOptions, wanted: Wanted, kept: ExitStack
) -> Iterator[AnyFound]:
    if str(path) != STDIN and is_archive(Path(path)):
        place = Place(printable(Path(path).name))
        folder = kept.enter_context(unpacked(Path(path), place))
        yield from find_in_archive(Path(path), folder, wanted)
    elif str(path) != STDIN:
        yield from find_sources(Path(path), wanted)
    elif options.stdin is None:
        raise ImportRefused("There is no standard input to read articles from.")
    else:
        yield stdin_source(kept.enter_context(spooled(options.stdin)), wanted)


def _size(paths: Sequence[str | Path], options: ImportOptions) -> int:
    """Return the bytes of all files, 0 where nobody can tell before reading them."""
    if any(str(path) == STDIN or Path(path).suffix.lower() in (".zip", ".gz") for path in paths):
        return 0
    return sum(size_of(Path(path), options.recursive) for path in paths)


def _pieces(
    sources: Iterable[AnyFound], intake: Intake, settings: Settings
) -> Iterator[_FormatPiece]:
    for found in sources:
        if isinstance(found, Skipped):
            intake.skip(found)
            continue
        if isinstance(found, FoundEntries):
            intake.take_entries(found.source)
            continue
        if isinstance(found, FoundDecisions):
            intake.take_decisions(found.source)
            continue
        source, form = found
        empty = True
        for piece in form.reader().pieces(source, settings):
            intake.notice(piece)
            yield form, piece
            empty = False
        if empty:
            raise Place(source.name).refused("there is nothing in it; leave it out.")


def _chunks(pieces: Iterable[_FormatPiece]) -> Iterator[list[_FormatPiece]]:
    chunk: list[_FormatPiece] = []
    size = 0
    for piece in pieces:
        chunk.append(piece)
        size += piece[1].size
        if len(chunk) >= _CHUNK_PIECES or size >= _CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _prepare(settings: Settings, chunk: list[_FormatPiece]) -> tuple[list[Prepared | Skipped], int]:
    """Read pieces; return what they hold, and their bytes."""
    found = (form.reader().prepare(piece, settings) for form, piece in chunk)
    made = [one if isinstance(one, Skipped) else _looked_at(one) for one in found]
    return made, sum(piece.size for _, piece in chunk)


def _looked_at(prepared: Prepared) -> Prepared:
    from annotator.text.languages import open_questions
    from annotator.text.likeness import signature

    article, text, _ = prepared.document
    questions = open_questions(article.language, text)
    return prepared._replace(signature=signature(text), questions=questions)
