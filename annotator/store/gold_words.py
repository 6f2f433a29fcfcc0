"""The words that gold names, or decided to be no mention: what everybody's memory learns from."""

import json
from collections.abc import Iterable
from typing import NamedTuple

from annotator.store.project_file import ProjectFile

_CHANGES = "gold_words.changes"
"""The key of how often words were kept, in the `project` table."""


class GoldWords(NamedTuple):
    """Words with a type, and what was decided of them."""

    words: str
    type: str
    taken: int
    """How often gold has them as this."""
    rejected: int
    """How often it was decided that nothing is there."""


def unread(file: ProjectFile, limit: int) -> list[str]:
    """Return articles whose decisions have changed since their words were read, by id.

    None while an import is under way: what it writes is invisible until its end.
    """
    rows = file.query(
        "SELECT article FROM gold_unread WHERE NOT EXISTS (SELECT 1 FROM open_runs)"
        " ORDER BY 1 LIMIT ?",
        (limit,),
    )
    return [str(row[0]) for row in rows]


def keep(file: ProjectFile, article: str, found: Iterable[GoldWords], seen: int) -> None:
    """Keep the words of an article in place of those that it had.

    Args:
        seen: how many decisions it had when they were read; if these are more or fewer now, nothing
            is written and the article stays unread.
    """
    with file.write() as conn:
        if number_of_decisions(file, article) != seen:
            return
        conn.execute("DELETE FROM gold_words WHERE article = ?", (article,))
        conn.executemany(
            "INSERT INTO gold_words VALUES (?, ?, ?, ?, ?)", [(article, *one) for one in found]
        )
        conn.execute("DELETE FROM gold_unread WHERE article = ?", (article,))
        conn.execute(
            "INSERT INTO project VALUES (?1, 1)"
            " ON CONFLICT DO UPDATE SET value = CAST(value AS INTEGER) + 1",
            (_CHANGES,),
        )


def changes(file: ProjectFile) -> str:
    """Return what is another after the words of any article were kept."""
    return file.setting(_CHANGES)


def number_of_decisions(file: ProjectFile, article: str) -> int:
    """Return how many decisions an article has."""
    rows = file.query("SELECT count(*) FROM visible_decisions WHERE article = ?", (article,))
    return int(rows[0][0])


def known(file: ProjectFile, without: Iterable[str], words: str = "") -> list[GoldWords]:
    """Return what gold says of words, by words and type; of unread articles nothing counts.

    Args:
        without: ids of articles that do not count.
        words: of these only, where given.
    """
    which = "words = ?2" if words else "?2 = ''"
    rows = file.query(
        f"SELECT words, type, sum(taken), sum(rejected) FROM gold_words WHERE {which}"
        " AND article NOT IN (SELECT value FROM json_each(?1))"
        " AND article NOT IN (SELECT article FROM gold_unread) GROUP BY 1, 2 ORDER BY 1, 2",
        (json.dumps(list(without)), words),
    )
    return [GoldWords(*row) for row in rows]
