"""Bundles: what one annotator needs to work apart from the project, as a project file of its own.

A bundle holds articles, schemes, the registry and one annotator's own work; nobody else's. Its
journal begins with entries that make all of these rows, so it can be verified by itself. What
everybody shares (articles, sentences, entries of the registry that came along) stays as it is in
it, and only its annotator writes: so what comes back cannot collide with what others did.
"""

import hashlib
import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from annotator.model import ids
from annotator.model.journal import RowChange
from annotator.store import entry_keys, search
from annotator.store.journal import Act, append_barrier, last_seq
from annotator.store.project_file import BUNDLED, ProjectFile, add_annotator
from annotator.store.rows import key_of, plain_row
from annotator.store.tables import COLUMNS, quoted

MADE = "bundle.make"
"""The command of the entries that a bundle's journal begins with."""

_AT_ONCE = 100
"""Articles per entry and transaction."""

_ARTICLE = re.compile(r"\bd_[0-9a-f]{16}\b")

_OWN = {
    "annotations": "visible_annotations",
    "completion": "visible_completion",
    "verdicts": "verdicts",
    "assignments": "assignments",
}


class Bundle(NamedTuple):
    """What was put into a bundle."""

    id: str
    annotator: str
    articles: int
    annotations: int


def articles_named(text: str) -> set[str]:
    """Return the ids of all articles that a text of the journal names."""
    return set(_ARTICLE.findall(text))


def make(file: ProjectFile, annotator: str, target: Path, articles: Sequence[str]) -> Bundle:
    """Write a bundle; it appears complete or not at all.

    Args:
        articles: ids of those to take along, in any order; articles that the annotator's relations
            join to them come along too.

    Raises:
        ProjectExists: there is a file already.
        StoreError: one of the two files cannot be written.
    """
    file.check_whole("made of the project")
    bundle = ids.new_id(ids.BUNDLE)
    taken = _with_related(file, annotator, articles)
    sums: list[int] = []

    def fill(copy: ProjectFile) -> None:
        with file.reading():
            seq = last_seq(file)
            _begin(file, copy, bundle, annotator)
            for first in range(0, len(taken), _AT_ONCE):
                sums.append(_copy_articles(file, copy, annotator, taken[first : first + _AT_ONCE]))
        with file.write() as conn:
            row = (bundle, annotator, seq, base_hash(copy), ids.now())
            conn.execute("INSERT INTO bundles VALUES (?, ?, ?, ?, ?)", row)

    ProjectFile.create(target, fill).close()
    return Bundle(bundle, annotator, len(taken), sum(sums))


def base_hash(copy: ProjectFile) -> str:
    """Return a hash of what a bundle took along, as its journal tells it."""
    digest = hashlib.sha256()
    for row in copy.stream("SELECT changes FROM journal WHERE command = ? ORDER BY seq", (MADE,)):
        digest.update(row["changes"].encode())
    return f"sha256:{digest.hexdigest()}"


def _with_related(file: ProjectFile, annotator: str, articles: Iterable[str]) -> list[str]:
    """Return the articles, and those that the annotator's relations join to them, by position."""
    pairs: dict[str, set[str]] = {}
    for row in file.query(
        "SELECT article, body FROM visible_annotations WHERE annotator = ? AND layer = 'relations'"
        " AND instr(body, '#')",
        (annotator,),
    ):
        for other in articles_named(row["body"]):
            pairs.setdefault(row["article"], set()).add(other)
            pairs.setdefault(other, set()).add(row["article"])
    taken, waiting = set(articles), list(articles)
    while waiting:
        more = pairs.get(waiting.pop(), set()) - taken
        taken |= more
        waiting += more
    rows = file.column("SELECT id FROM visible_articles ORDER BY position")
    return [article for article in rows if article in taken]


def _begin(file: ProjectFile, copy: ProjectFile, bundle: str, annotator: str) -> None:
    """Write the settings, the schemes and the registry."""
    mark = json.dumps({"id": bundle, "annotator": annotator, "made": ids.now()})
    settings = {name: file.setting(name) for name in ("id", "name", "scheme")} | {"bundle": mark}
    with copy.write() as conn:
        add_annotator(conn, annotator)
        conn.executemany("INSERT OR REPLACE INTO project VALUES (?, ?)", settings.items())
        schemes = file.query("SELECT * FROM schemes")
        conn.executemany("INSERT INTO schemes VALUES (?, ?, ?, ?, ?, ?)", map(tuple, schemes))
        changes = [
            *_put(conn, "registry", file.query("SELECT * FROM visible_registry")),
            *_put(conn, "registry_aliases", file.query("SELECT * FROM visible_registry_aliases")),
        ]
        entry_keys.index(conn, changes)
        append_barrier(conn, changes, Act("", "", 0, MADE, {}))


def _copy_articles(
    file: ProjectFile, copy: ProjectFile, annotator: str, articles: Sequence[str]
) -> int:
    """Write articles with what the annotator did there; return how many annotations."""
    marks = ", ".join("?" * len(articles))
    found = file.query(f"SELECT * FROM articles WHERE id IN ({marks}) ORDER BY position", articles)
    texts = file.query(f"SELECT article, text FROM texts WHERE article IN ({marks})", articles)
    units = file.query(f"SELECT * FROM sentences WHERE article IN ({marks})", articles)
    messages = file.query(
        f"SELECT * FROM messages WHERE article IN ({marks}) AND ? IN (annotator, recipient)",
        [*articles, annotator],
    )
    with copy.write() as conn:
        for row in messages:
            add_annotator(conn, row["annotator"])
        changes = _put(conn, "articles", found)
        conn.executemany("INSERT INTO texts VALUES (?, ?)", map(tuple, texts))
        changes += _put(conn, "sentences", units)
        search.index(conn, ((row["article"], row["text"]) for row in texts))
        own: dict[str, list[sqlite3.Row]] = {
            table: file.query(
                f"SELECT * FROM {source} WHERE article IN ({marks}) AND annotator = ?",
                [*articles, annotator],
            )
            for table, source in _OWN.items()
        }
        for table, rows in {**own, "messages": messages}.items():
            changes += _put(conn, table, rows)
        append_barrier(conn, changes, Act("", "", 0, MADE, {}))
    return len(own["annotations"])


def _put(conn: sqlite3.Connection, table: str, rows: Sequence[sqlite3.Row]) -> list[RowChange]:
    """Insert rows as they are, and return them as changes."""
    columns = COLUMNS[table]
    if table == "articles":
        columns = ("position", *columns)
    run = () if table == "sentences" else ("run",)
    came = BUNDLED if table.startswith("registry") else ""
    conn.executemany(
        f"INSERT INTO {table} ({quoted((*columns, *run))})"
        f" VALUES ({', '.join('?' * (len(columns) + len(run)))})",
        [[*(row[column] for column in columns), *(came for _ in run)] for row in rows],
    )
    return list(_insertions(table, rows))


def _insertions(table: str, rows: Iterable[sqlite3.Row]) -> Iterator[RowChange]:
    for row in rows:
        key = " ".join(str(value) for value in key_of(table, row))
        yield RowChange(table, key, None, plain_row(table, row))
