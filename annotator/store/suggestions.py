"""Suggestions, verdicts on them, and the words that memory learns from."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from annotator.model.suggestion import Showing, Suggestion, Verdict
from annotator.store import trials
from annotator.store.errors import ProjectDamaged
from annotator.store.project_file import ProjectFile
from annotator.store.rows import verdict_from_row

_BODY = {"fragments", "attributes", "roles"}

_SEEN = "(instr(source, ':') = 0 OR substr(source, instr(source, ':') + 1) = :annotator)"
"""What an annotator may see: everybody's suggesters and their own."""

_SHOWING, _WORDS = "suggestions", "word_list"
"""The key of what a project shows, in the `project` table."""


class Labelled(NamedTuple):
    """Words that an annotator labelled or turned down, and how often."""

    words: str
    type: str
    number: int


class Tally(NamedTuple):
    """How often suggestions of one suggester and type met one verdict."""

    source: str
    layer: str
    type: str
    verdict: str
    number: int


class Looked(NamedTuple):
    """That a suggester looked at an article, and all that it proposes for it."""

    article: str
    source: str
    version: str
    found: Sequence[Suggestion]


def keep(
    file: ProjectFile,
    article: str,
    source: str,
    version: str,
    found: Sequence[Suggestion],
) -> int:
    """Keep what a suggester proposes for an article, in place of what it proposed before.

    Returns:
        How many of them were not there before.
    """
    return keep_all(file, [Looked(article, source, version, found)])[0]


def keep_all(file: ProjectFile, looked: Iterable[Looked]) -> list[int]:
    """Keep what suggesters propose for articles, in one transaction.

    Returns:
        How many suggestions were not there before, in the order of what was given.
    """
    with file.write() as conn:
        return [
            number
            for article, of_article in groupby(looked, key=lambda one: one.article)
            for number in _keep(conn, article, of_article)
        ]


def own_source(source: str, annotator: str) -> str:
    """Return the name under which one annotator's own suggester is kept.

    What learned from somebody's open work is shown to nobody else.
    """
    return f"{source}:{annotator}"


def of_article(file: ProjectFile, article: str, annotator: str = "") -> list[Suggestion]:
    """Return what is kept for an article, by place.

    Args:
        annotator: whose own suggesters are among the sources; nobody's where it is "", or where
            gold tries them: their tagger may have learned from that very gold.
    """
    if annotator and trials.is_pending(file, annotator, article):
        annotator = ""
    rows = file.query(
        "SELECT *, substr(source, 1, instr(source || ':', ':') - 1) AS name FROM suggestions"
        f' WHERE article = :article AND {_SEEN} ORDER BY start, "end" DESC, id',
        {"article": article, "annotator": annotator},
    )
    return [_suggestion(row) for row in rows]


def uncertainties(file: ProjectFile, annotator: str) -> dict[str, float]:
    """Return how unsure suggesters are on average, by article: 1 at a score of 0.5, 0 at 0 and 1.

    Only suggestions count that the annotator may see and has not judged.
    """
    rows = file.query(
        "SELECT article, avg(1 - abs(2 * score - 1)) FROM suggestions AS s"
        f" WHERE {_SEEN} AND article IN (SELECT id FROM visible_articles) AND NOT EXISTS"
        " (SELECT 1 FROM verdicts WHERE annotator = :annotator AND suggestion = s.id)"
        " GROUP BY article",
        {"annotator": annotator},
    )
    return {str(row[0]): float(row[1]) for row in rows}


def looked_at(file: ProjectFile, article: str) -> dict[str, str]:
    """Return the suggesters that have looked at an article, with their versions."""
    rows = file.query("SELECT source, source_version FROM suggested WHERE article = ?", (article,))
    return {str(row["source"]): str(row["source_version"]) for row in rows}


def sources(file: ProjectFile) -> dict[str, int]:
    """Return the suggesters that something is kept of, with the number of their suggestions."""
    rows = file.query("SELECT source, count(*) FROM suggestions GROUP BY 1 ORDER BY 1")
    return {str(row[0]): int(row[1]) for row in rows}


def forget(file: ProjectFile, source: str) -> None:
    """Drop all that is kept of a suggester; verdicts on it stay."""
    with file.write() as conn:
        conn.execute("DELETE FROM suggestions WHERE source = ?", (source,))
        conn.execute("DELETE FROM suggested WHERE source = ?", (source,))


def verdicts(file: ProjectFile, article: str, annotator: str) -> list[Verdict]:
    """Return what an annotator said of suggestions for an article."""
    rows = file.query(
        "SELECT * FROM verdicts WHERE article = ? AND annotator = ?", (article, annotator)
    )
    return [verdict_from_row(row) for row in rows]


def tallies(file: ProjectFile, annotators: Sequence[str] = ()) -> list[Tally]:
    """Return the numbers of verdicts by suggester, layer, type and verdict.

    Args:
        annotators: only theirs, where given.
    """
    marks = ", ".join("?" * len(annotators))
    where = f"WHERE annotator IN ({marks})" if annotators else ""
    rows = file.query(
        f"SELECT source, layer, type, verdict, count(*) FROM verdicts {where}"
        " GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4",
        list(annotators),
    )
    return [Tally(*row) for row in rows]


def labelled(file: ProjectFile, annotator: str) -> list[Labelled]:
    """Return the words that an annotator labelled as mentions, by words and type."""
    rows = file.query(
        "SELECT words, type, number FROM labelled_words WHERE annotator = ? ORDER BY 1, 2",
        (annotator,),
    )
    return [Labelled(*row) for row in rows]


def turned_down(file: ProjectFile, annotator: str) -> list[Labelled]:
    """Return the words whose suggested label an annotator rejected or passed, as mentions."""
    rows = file.query(
        "SELECT words, type, count(*) FROM verdicts WHERE annotator = ? AND layer = 'entities'"
        " AND verdict IN ('rejected', 'passed') GROUP BY 1, 2 ORDER BY 1, 2",
        (annotator,),
    )
    return [Labelled(*row) for row in rows]


def showing(file: ProjectFile) -> Showing:
    """Return which suggestions the project shows."""
    return _read_showing(file.setting(_SHOWING))


def change_showing(file: ProjectFile, change: Callable[[Showing], Showing]) -> Showing:
    """Change which suggestions the project shows; return what it shows then."""
    with file.write() as conn:
        changed = change(_read_showing(file.setting(_SHOWING)))
        conn.execute(
            "INSERT OR REPLACE INTO project VALUES (?, ?)", (_SHOWING, changed.model_dump_json())
        )
    return changed


def word_list(file: ProjectFile) -> list[tuple[str, str, float]]:
    """Return the project's own words, each with a type and a score."""
    text = file.setting(_WORDS)
    try:
        return [(str(words), str(kind), float(score)) for words, kind, score in json.loads(text)]
    except (TypeError, ValueError):
        if not text:
            return []
        raise ProjectDamaged(
            "The word list of the project cannot be read; annotator suggest --words FILE "
            "gives it another."
        ) from None


def keep_word_list(file: ProjectFile, words: Iterable[tuple[str, str, float]]) -> None:
    """Keep words in place of those that the project had."""
    said = json.dumps([list(one) for one in words], ensure_ascii=False)
    with file.write() as conn:
        conn.execute("INSERT OR REPLACE INTO project VALUES (?, ?)", (_WORDS, said))


def memory_problems(file: ProjectFile) -> Iterator[str]:
    """Yield every difference between the words that are remembered and those that stand there."""
    with file.reading():
        for one, other, what in (
            ("labelled_words", "labelled_words_found", "are remembered and not there"),
            ("labelled_words_found", "labelled_words", "are there and not remembered"),
        ):
            for row in file.stream(
                f"SELECT annotator, type, number FROM"
                f" (SELECT * FROM {one} EXCEPT SELECT * FROM {other})"
            ):
                yield (
                    f"labelled words of {row['annotator']}: some words as {row['type']},"
                    f" {row['number']} times, {what}"
                )


def _keep(conn: sqlite3.Connection, article: str, looked: Iterable[Looked]) -> Iterator[int]:
    """Keep what suggesters propose for one article; yield how much of each was not there before."""
    there: dict[str, set[str]] = {}
    for row in conn.execute("SELECT id, source FROM suggestions WHERE article = ?", (article,)):
        there.setdefault(row["source"], set()).add(row["id"])
    for _, source, version, found in looked:
        ids, before = {one.id for one in found}, there.get(source, set())
        conn.executemany("DELETE FROM suggestions WHERE id = ?", [(one,) for one in before - ids])
        conn.executemany(
            "INSERT OR REPLACE INTO suggestions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [_row(one) for one in found],
        )
        conn.execute(
            "INSERT OR REPLACE INTO suggested VALUES (?, ?, ?)", (article, source, version)
        )
        there[source] = ids
        yield len(ids - before)


def _read_showing(text: str) -> Showing:
    try:
        return Showing.model_validate_json(text) if text else Showing()
    except ValueError:
        raise ProjectDamaged(
            "What the project says about showing suggestions cannot be read; "
            "restore the project from a backup."
        ) from None


def _row(item: Suggestion) -> tuple[Any, ...]:
    anchor = item.anchor
    return (
        *(item.id, item.article, item.source, item.source_version, item.layer, item.type),
        *(anchor.start, anchor.end, item.score, item.reason),
        item.model_dump_json(include=_BODY, exclude_defaults=True),
    )


def _suggestion(row: Any) -> Suggestion:
    columns = ("id", "article", "source_version", "layer", "type", "score", "reason")
    fields: dict[str, Any] = {column: row[column] for column in columns} | {"source": row["name"]}
    try:
        return Suggestion(**{**fields, **json.loads(row["body"])})
    except (TypeError, ValueError):
        raise ProjectDamaged(
            f"The suggestion {row['id']} cannot be read; annotator suggest --forget SUGGESTER "
            "takes away what one proposed."
        ) from None
