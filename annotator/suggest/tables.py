"""The gazetteer's own tables: names of places, peoples, groups and bodies with their types.

Where they come from stands in `data/README.md`.
"""

import csv
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from annotator.text import nouns

_DATA = Path(__file__).resolve().parent / "data"
_PLACES = (
    ("countries.tsv", "GPE", "a country", 0.97),
    ("capitals.tsv", "GPE", "a capital", 0.95),
    ("provinces.tsv", "GPE", "a province", 0.9),
    ("regions.tsv", "LOC", "a region or water", 0.9),
    ("cities.tsv", "GPE", "a city", 0.85),
)


class TableName(NamedTuple):
    """A name of the tables."""

    type: str
    what: str
    """What it names, with its article: "a city"."""
    score: float
    """How often these words are that, where a text has them with capitals."""
    doubtful: bool = False
    """Whether the words are as often something else."""


@cache
def table_names() -> dict[str, TableName]:
    """Return all names of the tables; the first table that has a name decides."""
    stop = {row["name"] for row in _rows("stop_words.tsv")}
    found: dict[str, TableName] = {}
    for name, entry in _entries():
        for spelling in dict.fromkeys((name, plain_letters(name))):
            found.setdefault(spelling, entry._replace(doubtful=spelling in stop))
    return found


def plain_letters(name: str) -> str:
    """Return a name without accents, with straight apostrophes."""
    name = name.replace("’", "'")
    if name.isascii():
        return name
    parts = unicodedata.normalize("NFKD", name)
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def _entries() -> Iterator[tuple[str, TableName]]:
    for row in _rows("armed_groups.tsv"):
        above = f", an affiliate of {row['affiliate_of']}" if row["affiliate_of"] else ""
        what = f"an armed group, {row['group']}{above}"
        yield row["name"], TableName("ARMED_GROUP", what, 0.95)
    for row in _rows("bodies.tsv"):
        yield row["name"], TableName(row["type"], "a known body", 0.92)
    for file, kind, what, score in _PLACES:
        for row in _rows(file):
            yield row["name"], TableName(kind, what, score)
    for word in sorted(nouns.DEMONYMS):
        yield word.title(), TableName("NORP", "a people, nation or faith", 0.93)


def _rows(file: str) -> Iterator[dict[str, str]]:
    with (_DATA / file).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
