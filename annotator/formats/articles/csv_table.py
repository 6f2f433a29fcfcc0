"""Articles as a table: CSV with a header, its text in the column `text`.

The other columns are those of `annotator.formats.articles.json_lines`. Comma, semicolon or tab
separate fields, whichever makes `text` a column; fields with line breaks stand in double quotes.
The file is UTF-8, or UTF-16 with a byte order mark, as spreadsheets save it.
"""

import codecs
import csv
import io
from collections.abc import Iterator
from typing import TextIO

from annotator.formats.articles.json_lines import ARTICLE_KEYS, prepare, row_piece
from annotator.formats.errors import ImportRefused, Place
from annotator.formats.importing.reading import (
    LONGEST_ARTICLE,
    LONGEST_LINE,
    Piece,
    Settings,
    Source,
    first_line,
    unreadable,
)

__all__ = ["pieces", "prepare", "recognises"]

_SEPARATORS = ",;\t"


def recognises(source: Source) -> bool:
    """Tell whether the first line has a column `text`."""
    line = first_line(source)
    header = line.replace(b"\0", b"").decode(errors="replace")  # UTF-16 has NULs in it
    wanted = source.reading.column("text")
    return any(wanted in _split(header, separator) for separator in _SEPARATORS)


def pieces(source: Source, settings: Settings) -> Iterator[Piece]:
    """Yield one piece per row.

    Raises:
        ImportRefused: the file cannot be read, or is no such table.
    """
    place = Place(source.name)
    usual_limit = csv.field_size_limit(LONGEST_ARTICLE)
    try:
        with source.path.open(encoding=_encoding(source), newline="") as stream:
            yield from _rows(stream, source, place)
    except OSError as error:
        raise unreadable(place, error) from None
    except UnicodeError:
        raise _not_decoded(source, place) from None
    finally:
        csv.field_size_limit(usual_limit)


def _rows(stream: TextIO, source: Source, place: Place) -> Iterator[Piece]:
    header = stream.readline(LONGEST_LINE)
    columns, separator = _columns(header, source, place)
    rows = csv.reader(_bounded_lines(stream, place), delimiter=separator, strict=True)
    first = 2
    while True:
        here = Place(place.file, first)
        try:
            row = next(rows, None)
        except csv.Error as error:
            raise here.refused(_plain_csv(str(error))) from None
        if row is None:
            return
        first = rows.line_num + 2
        if not row:
            continue
        if len(row) != len(columns):
            raise here.refused(
                f"the row has {len(row)} fields and the header {len(columns)}; "
                "put fields with separators or quotes into double quotes."
            )
        yield row_piece(here, dict(zip(columns, row, strict=True)), source, sum(map(len, row)))


def _bounded_lines(stream: TextIO, place: Place) -> Iterator[str]:
    while line := stream.readline(LONGEST_LINE + 1):
        if len(line) > LONGEST_LINE:
            raise place.refused(f"a line is longer than {LONGEST_LINE // 2**20} MB; cut the text.")
        yield line


def _columns(header: str, source: Source, place: Place) -> tuple[list[str], str]:
    if not header.strip():
        raise place.refused("it is empty; give a table with a header.")
    wanted = source.reading.column("text")
    for separator in _SEPARATORS:
        columns = _split(header, separator)
        if wanted in columns:
            if len(set(columns)) < len(columns):
                raise place.refused("two columns have the same name; rename one.")
            return columns, separator
    raise Place(place.file, 1).refused(
        f"the header has no column {wanted}; the article stands there (or name its column with "
        f"--fields text=COLUMN), and {', '.join(ARTICLE_KEYS)} are read."
    )


def _split(header: str, separator: str) -> list[str]:
    columns = next(csv.reader(io.StringIO(header), delimiter=separator), [])
    return [column.strip() for column in columns]


def _encoding(source: Source) -> str:
    with source.path.open("rb") as stream:
        mark = stream.read(3)
    if mark[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return "utf-16"
    return "utf-8-sig" if mark == codecs.BOM_UTF8 else source.reading.encoding or "utf-8"


def _not_decoded(source: Source, place: Place) -> ImportRefused:
    from annotator.text.decoding import NotText, decode

    with source.path.open("rb") as stream:
        try:
            decode(stream.read(LONGEST_LINE), source.reading.encoding)
        except NotText as problem:
            return place.refused(f"{problem}.")
    return place.refused("it is not UTF-8; say which encoding it has with --encoding.")


def _plain_csv(error: str) -> str:
    if "field larger" in error:
        return (
            f"a field has more than {LONGEST_ARTICLE // 10**6} MB; a quote may be missing, or the "
            "text has to be cut into articles."
        )
    if "unexpected end" in error:
        return "a quote that begins here has no end; close it."
    return f"the row is no CSV ({error}); put fields with quotes into double quotes."
