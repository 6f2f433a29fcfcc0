"""Tables that say what is known about articles: TOML with one table per source, or CSV.

The CSV has a `source` column. Keys and columns are `title`, `publisher`, `published`, `url`,
`language` and `license`; all are optional.
"""

import csv
import io
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from annotator.formats.errors import Place, did_you_mean
from annotator.formats.importing.reading import METADATA_KEYS, Given, read_given, unreadable

METADATA_FILE = "metadata.toml"
"""A file of this name speaks of the articles beside it without being named."""


def load_metadata(path: Path) -> dict[str, Given]:
    """Read a table of metadata; TOML by its ending, else CSV.

    Returns:
        What it says, by name of source.

    Raises:
        ImportRefused: there is no such file, or it is no such table.
    """
    place = Place(str(path))
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise unreadable(place, error) from None
    except UnicodeDecodeError:
        raise place.refused("it is not UTF-8; save it again as UTF-8.") from None
    return _from_toml(text, place) if path.suffix.lower() == ".toml" else _from_csv(text, place)


def _from_toml(text: str, place: Place) -> dict[str, Given]:
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise place.refused(f"it is no TOML: {error}.") from None
    return {source: _from_table(source, table, place) for source, table in tables.items()}


def _from_table(source: str, table: Any, place: Place) -> Given:
    if not isinstance(table, dict):
        raise place.refused(
            f'"{source}" should be a table named after a source file, such as ["a.txt"].'
        )
    values: dict[str, str] = {}
    for key, value in table.items():
        _check_key(key, place, f'["{source}"].')
        if isinstance(value, date):
            value = value.isoformat()
        if not isinstance(value, str):
            raise place.refused(f'["{source}"].{key} should be text in quotes.')
        values[key] = value.strip()
    return read_given(values, place, f'["{source}"].')


def _from_csv(text: str, place: Place) -> dict[str, Given]:
    rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    given: dict[str, Given] = {}
    try:
        columns = [column.strip() for column in rows.fieldnames or ()]
        if "source" not in columns:
            raise place.refused("it has no column source, which names the file a row speaks of.")
        for column in columns:
            if column != "source":
                _check_key(column, place, "column ")
        rows.fieldnames = columns
        for row in rows:
            here = Place(place.file, rows.line_num)
            if None in row or None in row.values():
                raise here.refused(f"the row should have {len(columns)} fields; check its quotes.")
            values = {key: value.strip() for key, value in row.items()}
            source = values.pop("source")
            given[source] = read_given(values, here)
    except csv.Error as error:
        raise Place(place.file, rows.line_num).refused(f"it is no CSV ({error}).") from None
    return given


def _check_key(key: str, place: Place, where: str) -> None:
    if key not in METADATA_KEYS:
        known = ", ".join(METADATA_KEYS)
        hint = did_you_mean(key, METADATA_KEYS)
        raise place.refused(f"{where}{key} is none of {known}{hint}")
