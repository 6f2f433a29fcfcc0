"""What entries of the registry are found by: folded names, their words and initials.

The table `registry_keys` is derived from names and aliases. Whoever writes an entry or an alias
calls `index` in the same transaction: a trigger could not fold. Keys of entries that an unfinished
run wrote are there too, so readers ask `visible_registry` what they see.
"""

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from annotator.model.journal import RowChange
from annotator.model.registry import RegistryIncident
from annotator.store.project_file import ProjectFile
from annotator.store.rows import entry_from_row
from annotator.text.folding import words

Sort = Literal["name", "letters", "word", "initials", "day", "place"]

_PARTICLES = frozenset(
    [
        *(
            "a",
            "al",
            "an",
            "and",
            "at",
            "by",
            "d",
            "da",
            "de",
            "del",
            "der",
            "di",
            "du",
            "el",
            "en",
        ),
        *("et", "for", "in", "la", "le", "of", "on", "or", "the", "to", "und", "van", "von", "y"),
    ]
)
_TOO_COMMON = 3000
"""A word that so many entries have tells nothing, and reading them all takes milliseconds."""


class Key(NamedTuple):
    """One thing that an entry is found by."""

    sort: Sort
    text: str


def name_key(name: str) -> Key:
    """Return what all spellings of a name share that differ in case, accents and signs only.

    So do those with and without an article before them: the Taliban, Taliban.
    """
    found = words(name)
    return Key("name", " ".join(found[1:] if found[:1] == ("the",) and found[1:] else found))


def telling_words(name: str) -> tuple[str, ...]:
    """Return the folded words of a name that are no particles, in order."""
    found = words(name)
    return tuple(word for word in found if word not in _PARTICLES) or found


def initials(name: str) -> frozenset[str]:
    """Return the first letters of a name of several words, with and without its particles."""
    every, telling = words(name), telling_words(name)
    return frozenset(
        "".join(word[0] for word in part) for part in (every, telling) if len(part) > 1
    )


def keys_of(name: str) -> Iterator[Key]:
    """Yield all that one name is found by."""
    yield name_key(name)
    yield Key("letters", "".join(words(name)))
    for word in telling_words(name):
        yield Key("word", word)
    for letters in initials(name):
        yield Key("initials", letters)


def keys_of_incident(entry: RegistryIncident) -> Iterator[Key]:
    """Yield what time and place of an incident are found by."""
    if day := day_of(entry.when):
        yield Key("day", day)
    if entry.where:
        yield Key("place", name_key(entry.where).text)


def day_of(interval: str) -> str:
    """Return the day that an interval is, "" for longer and open ones."""
    start, _, end = interval.partition("/")
    return start if start == end and re.fullmatch(r"\d{4}-\d\d-\d\d", start) else ""


def index(conn: sqlite3.Connection, changes: Iterable[RowChange]) -> None:
    """Bring the keys up to date with changes that have been written."""
    entries: dict[str, None] = {}
    for table, _, before, after in changes:
        row = after or before or {}
        if table == "registry":
            entries[row["id"]] = None
        elif table == "registry_aliases":
            entries[row["entry"]] = None
    for entry in entries:
        conn.execute("DELETE FROM registry_keys WHERE entry = ?", (entry,))
        found = [(*key, entry) for key in _computed(conn, entry)]
        conn.executemany("INSERT INTO registry_keys VALUES (?, ?, ?)", found)


def forget(conn: sqlite3.Connection, run: str) -> None:
    """Take away the keys of entries that a run wrote."""
    conn.execute(
        "DELETE FROM registry_keys WHERE entry IN (SELECT id FROM registry WHERE run = ?)", (run,)
    )


def holders(file: ProjectFile, keys: Iterable[Key], limit: int) -> list[str]:
    """Return ids of entries that have one of the keys, merged ones too, at most `limit` of each."""
    found: dict[str, None] = {}
    for sort, text in dict.fromkeys(keys):
        found |= dict.fromkeys(
            file.column(
                "SELECT entry FROM registry_keys WHERE sort = ? AND key = ? LIMIT ?",
                (sort, text, limit),
            )
        )
    return list(found)


def sharing_words(file: ProjectFile, wanted: Sequence[str], limit: int) -> list[str]:
    """Return ids of the entries that have most of the words, those with the most first.

    Words that very many entries have are left out.
    """
    rare = [word for word in dict.fromkeys(wanted) if not _is_common(file, word)]
    marks = ", ".join("?" * len(rare))
    return file.column(
        f"SELECT entry FROM registry_keys WHERE sort = 'word' AND key IN ({marks})"
        " GROUP BY entry ORDER BY count(*) DESC, entry LIMIT ?",
        [*rare, limit],
    )


def holding_words(file: ProjectFile, wanted: Sequence[str], *, prefix: bool) -> set[str]:
    """Return ids of entries that have all the folded words in their names, merged ones too.

    The words may stand in several names; words that names are not found by are not looked for.

    Args:
        prefix: the last one is only the beginning of a word.
    """
    telling = telling_words(" ".join(wanted))
    found: list[set[str]] = []
    for word in telling:
        end = word + ("\U0010ffff" if prefix and word == wanted[-1] else "")
        sql = "SELECT entry FROM registry_keys WHERE sort = 'word' AND key BETWEEN ? AND ?"
        found.append(set(file.column(sql, (word, end))))
    return set.intersection(*found) if found else set()


def incidents_of_type(file: ProjectFile, type_name: str, limit: int) -> list[str]:
    """Return ids of the incidents of a type that were made last, at most `limit`."""
    return file.column(
        "SELECT id FROM visible_registry WHERE kind = 'incident' AND type = ? AND merged_into = ''"
        " ORDER BY created DESC, id LIMIT ?",
        (type_name, limit),
    )


def key_problems(file: ProjectFile) -> Iterator[str]:
    """Yield the entries that would not be found by their names, or by names they do not have."""
    for (entry,) in file.query(
        "SELECT id FROM registry UNION SELECT entry FROM registry_keys ORDER BY 1"
    ):
        stored = file.query("SELECT sort, key FROM registry_keys WHERE entry = ?", (entry,))
        if {tuple(row) for row in stored} != {tuple(key) for key in _computed(file.conn, entry)}:
            yield f"registry {entry}: the index of names does not agree with its names"


def _is_common(file: ProjectFile, word: str) -> bool:
    found = file.query(
        "SELECT count(*) FROM"
        " (SELECT 1 FROM registry_keys WHERE sort = 'word' AND key = ? LIMIT ?)",
        (word, _TOO_COMMON),
    )
    return int(found[0][0]) >= _TOO_COMMON


def _computed(conn: sqlite3.Connection, entry: str) -> frozenset[Key]:
    row = conn.execute("SELECT * FROM registry WHERE id = ?", (entry,)).fetchone()
    if row is None:
        return frozenset()
    aliases = conn.execute("SELECT name FROM registry_aliases WHERE entry = ?", (entry,))
    names = (row["name"], *(alias["name"] for alias in aliases))
    keys = {key for name in names for key in keys_of(name) if key.text}
    if row["kind"] == "incident":
        found = entry_from_row(row)
        keys |= set(keys_of_incident(found)) if isinstance(found, RegistryIncident) else set()
    return frozenset(keys)
