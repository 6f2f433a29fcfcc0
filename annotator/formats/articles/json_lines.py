"""Articles as JSON Lines: one object per line, its text under `text`.

Other keys are `source` (the article's own name, else file and line), `title`, `published` (a day,
month, year, instant or interval), `publisher`, `url`, `language` and `license`; `Reading.fields`
says where they have other names. Keys beyond these are left unread and reported.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from annotator.formats.errors import Place
from annotator.formats.importing.reading import (
    METADATA_KEYS,
    Came,
    Piece,
    Prepared,
    Settings,
    Source,
    first_line,
    json_lines,
    new_document,
    read_given,
)

ARTICLE_KEYS = ("text", "source", *METADATA_KEYS)


def recognises(source: Source) -> bool:
    """Tell whether the first line is a JSON object with a key `text`."""
    line, key = first_line(source), json.dumps(source.reading.column("text"), ensure_ascii=False)
    # Inside a string of JSON the quotes would be escaped.
    return line.startswith(b"{") and re.search(re.escape(key.encode()) + rb"\s*:", line) is not None


def pieces(source: Source, settings: Settings) -> Iterator[Piece]:
    """Yield one piece per line.

    Raises:
        ImportRefused: the file cannot be read, or a line is too long or no object.
    """
    for number, line in json_lines(source.path, Place(source.name)):
        place = Place(source.name, number)
        yield row_piece(place, parse_object(line, place), source, len(line))


def row_piece(place: Place, fields: dict[str, Any], source: Source, size: int) -> Piece:
    """Make a piece of a row's fields by name of key or column."""
    fields = _renamed(fields, source.reading.fields)
    # The table is asked here: it can be long, and pieces travel to other processes.
    name = _plain(place, "source", fields.get("source")) or f"{place.file}:{place.line}"
    return Piece(place, fields, size, name, source.given_for(name))


def prepare(piece: Piece, settings: Settings) -> Prepared:
    """Make a document of a row.

    Raises:
        ImportRefused: there is no text, or a field is not what it should be.
    """
    fields, place = piece.data, piece.place
    text = fields.get("text")
    if str(fields.get("format", "")).startswith("news-gold"):
        raise place.refused(
            f"this is a {fields['format']} record among articles; keep each in a file of its own."
        )
    if not isinstance(text, str):
        raise place.refused(_no_text(fields))
    values = {key: _plain(place, key, fields.get(key)) for key in METADATA_KEYS}
    given = piece.given.or_else(read_given(values, place))
    unused = tuple(key for key in fields if key not in ARTICLE_KEYS)
    return Prepared(
        place, new_document(place, text, Came(piece.source), given, settings), unused=unused
    )


def parse_object(line: bytes, place: Place) -> dict[str, Any]:
    """Return the JSON object on a line.

    Raises:
        ImportRefused: there is none.
    """
    try:
        found = json.loads(line.decode())
    except UnicodeDecodeError:
        raise place.refused("the line is not UTF-8; save the file again as UTF-8.") from None
    except (ValueError, RecursionError) as error:
        column = f" at character {error.pos + 1}" if isinstance(error, json.JSONDecodeError) else ""
        raise place.refused(
            f"the line is not JSON{column}; each line should hold one whole object."
        ) from None
    if not isinstance(found, dict):
        raise place.refused("the line is no JSON object; write {…} with a key text.")
    return found


def _renamed(fields: dict[str, Any], wanted: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Return the fields under the keys of articles, in place of what stood under such a key."""
    mapped = dict(wanted)
    kept = {
        name: value
        for name, value in fields.items()
        if name not in mapped and name not in mapped.values()
    }
    taken = {key: fields[column] for key, column in mapped.items() if column in fields}
    return kept | taken


def _no_text(fields: dict[str, Any]) -> str:
    if "text" in fields:
        return "text should be a string."
    names = list(fields)
    known = ", ".join(ARTICLE_KEYS)
    usual = ("text", "content", "body", "article")
    near = next((name for name in names if name.strip().casefold() in usual), "")
    hint = f" (--fields text={near}?)" if near else ""
    return f"there is no text{hint}; the article stands in text, and {known} are read."


def _plain(place: Place, key: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise place.refused(f"{key} should be text.")
    return str(value).strip()
