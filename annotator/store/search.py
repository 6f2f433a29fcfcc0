"""The word index: which articles hold certain words, and what a search reads of them.

The index holds folded words and no texts, and answers by article only. Where in its text a word
stands is found in the text itself, so the index need not agree with any sentence or offset; it must
only never miss an article. Its rowids are the articles' positions. Whoever writes or removes a text
calls `index` or `forget` in the same transaction: a trigger could not fold.
"""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from annotator.model.annotation import Annotation, Mention
from annotator.store.project_file import ProjectFile
from annotator.store.rows import annotation_from_row
from annotator.text.folding import spaced_words

_FIRST_LETTERS = 2
"""A shorter beginning of a word is in nearly every article, and slow to look up."""

_FEW = 2000
"""So many articles with annotations are looked up at once; more are soon met going through all
articles."""


class IndexedWord(NamedTuple):
    """A folded word to look for."""

    text: str
    prefix: bool = False
    """Words that only begin so count too."""


class SearchedArticle(NamedTuple):
    """What a search needs of an article."""

    position: int
    id: str
    source: str
    title: str
    text: str


class Unit(NamedTuple):
    """A sentence, read in the plain: a search looks at very many."""

    start: int
    end: int
    kind: str


class AnnotationFilter(NamedTuple):
    """What somebody's annotations have to be like; empty and False ask for nothing."""

    annotator: str
    types: tuple[str, ...] = ()
    """Names of types, of whatever layer, and of labels."""
    holding: tuple[str, ...] = ()
    """Pieces of the stored body: each has to stand in it. See `role_in_body`."""
    unsure: bool = False
    note: bool = False


def index(conn: sqlite3.Connection, texts: Iterable[tuple[str, str]]) -> None:
    """Take in the texts of articles, given by id, inside a writing transaction."""
    conn.executemany(
        "INSERT INTO article_words (rowid, words) SELECT position, ? FROM articles WHERE id = ?",
        ((spaced_words(text), article) for article, text in texts),
    )


def forget(conn: sqlite3.Connection, article_ids: Sequence[str]) -> None:
    """Take articles out, inside the writing transaction that removes them and while they stand."""
    for article in article_ids:
        found = conn.execute(
            "SELECT position, text FROM articles JOIN texts ON texts.article = id WHERE id = ?",
            (article,),
        ).fetchone()
        if found:
            conn.execute(
                "INSERT INTO article_words (article_words, rowid, words) VALUES ('delete', ?, ?)",
                (found["position"], spaced_words(found["text"])),
            )


def fill(conn: sqlite3.Connection) -> None:
    """Take in every article of a project that has no index yet."""
    # As a list of ids first: texts are read one by one, so memory does not grow with them.
    for row in conn.execute("SELECT id FROM articles ORDER BY position").fetchall():
        text = conn.execute("SELECT text FROM texts WHERE article = ?", (row[0],)).fetchone()
        index(conn, [(row[0], text[0])])


def positions_with_words(
    file: ProjectFile, words: Iterable[IndexedWord], after: int, limit: int
) -> list[int]:
    """Return the positions, behind `after` and in order, of articles that hold all the words.

    Some may be of articles that nobody may see yet: `articles_at` leaves them out.
    """
    asked = matching(words)
    if asked:
        sql = "SELECT rowid FROM article_words WHERE article_words MATCH ? AND rowid > ?"
        rows = file.query(f"{sql} ORDER BY rowid LIMIT ?", (asked, after, limit))
    else:
        sql = "SELECT position FROM visible_articles WHERE position > ?"
        rows = file.query(f"{sql} ORDER BY position LIMIT ?", (after, limit))
    return [int(row[0]) for row in rows]


def positions_with_annotations(
    file: ProjectFile,
    wanted: AnnotationFilter,
    after: int,
    limit: int,
    words: Iterable[IndexedWord] = (),
) -> list[int]:
    """Return the positions, behind `after` and in order, of articles with such annotations.

    Where these are few, all of them come at once, whatever `limit` says: to find the few, all of a
    type may have to be looked at, and that should be done once.

    Args:
        words: the articles hold all of these.
    """
    among, values, few = _articles_with(file, wanted)
    asked = matching(words)
    if asked:
        # The plus keeps SQLite from looking up each of the articles in the index of words.
        inner = f"+w.rowid IN ({among})" if few else f"EXISTS ({among} AND a.position = w.rowid)"
        rows = file.query(
            f"SELECT w.rowid FROM article_words AS w WHERE w.article_words MATCH ? AND {inner}"
            " AND w.rowid > ? ORDER BY w.rowid LIMIT ?",
            (asked, *values, after, -1 if few else limit),
        )
    else:
        rows = file.query(
            f"{among} AND a.position > ? ORDER BY a.position LIMIT ?",
            (*values, after, -1 if few else limit),
        )
    return [int(row[0]) for row in rows]


def _articles_with(
    file: ProjectFile, wanted: AnnotationFilter
) -> tuple[str, tuple[str, ...], bool]:
    """Return SQL for positions of articles with such annotations, its values, whether few are."""
    condition, values = _condition(wanted)
    found = file.query(
        f"SELECT DISTINCT article FROM visible_annotations WHERE {condition} LIMIT ?",
        (*values, _FEW),
    )
    positions = "SELECT a.position FROM visible_articles AS a WHERE"
    if len(found) < _FEW:
        articles = json.dumps(sorted({row[0] for row in found}))
        return f"{positions} a.id IN (SELECT value FROM json_each(?))", (articles,), True
    here, _ = _condition(wanted, "+type")
    inner = f"SELECT 1 FROM visible_annotations AS n WHERE {here} AND n.article = a.id"
    return f"{positions} EXISTS ({inner})", values, False


def role_in_body(name: str) -> str:
    """Return what stands in the body of a frame with this role filled."""
    return f'"role":{_json(name)}'


def attribute_in_body(name: str, value: str = "") -> str:
    """Return what stands in the body of an annotation with an attribute, or this value of it."""
    named = f'"name":{_json(name)}'
    return f'{named},"value":{_json(value)}' if value else named


def position_of(file: ProjectFile, article: str) -> int:
    """Return the position of an article, 0 where there is none."""
    rows = file.query("SELECT position FROM visible_articles WHERE id = ?", (article,))
    return int(rows[0][0]) if rows else 0


def articles_at(file: ProjectFile, positions: Sequence[int]) -> list[SearchedArticle]:
    """Return the articles at these positions with their texts, in order."""
    marks = ", ".join("?" * len(positions))
    rows = file.query(
        "SELECT position, id, source, title, text FROM visible_articles"
        f" JOIN texts ON texts.article = id WHERE position IN ({marks}) ORDER BY position",
        positions,
    )
    return [SearchedArticle(*row) for row in rows]


def units_of(file: ProjectFile, article: str) -> list[Unit]:
    """Return the sentences of an article in order."""
    rows = file.query(
        'SELECT start, "end", kind FROM sentences WHERE article = ? ORDER BY start', (article,)
    )
    return [Unit(*row) for row in rows]


def annotations_of(file: ProjectFile, wanted: AnnotationFilter, article: str) -> list[Annotation]:
    """Return such annotations of one article, in no order."""
    condition, values = _condition(wanted, "+type")
    rows = file.query(
        f"SELECT * FROM visible_annotations AS n WHERE article = ? AND {condition}",
        (article, *values),
    )
    return [annotation_from_row(row) for row in rows]


def annotation_in(file: ProjectFile, article: str, annotation: str) -> Annotation | None:
    """Return the annotation of an article that has this id, None where there is none."""
    rows = file.query(
        "SELECT * FROM visible_annotations WHERE id = ? AND article = ?", (annotation, article)
    )
    return annotation_from_row(rows[0]) if rows else None


def mentions_of(file: ProjectFile, annotator: str, article: str) -> list[Mention]:
    """Return somebody's mentions of one article, by place."""
    rows = file.query(
        "SELECT * FROM visible_annotations WHERE article = ? AND annotator = ?"
        " AND layer = 'entities' ORDER BY start, \"end\", id",
        (article, annotator),
    )
    found = map(annotation_from_row, rows)
    return [item for item in found if isinstance(item, Mention)]


def matching(words: Iterable[IndexedWord]) -> str:
    """Return how the index is asked for all the words, "" where that would name everything."""
    return " ".join(sorted({_asked(word) for word in words if _is_asked(word)}))


def is_indexed(file: ProjectFile, article: str, text: str) -> bool:
    """Say whether the index knows an article by some of its words."""
    words = sorted(set(spaced_words(text).split()))
    some = [IndexedWord(word) for word in words[:: len(words) // 8 + 1]]
    position = position_of(file, article)
    return positions_with_words(file, some, position - 1, 1) == [position]


def _is_asked(word: IndexedWord) -> bool:
    return not word.prefix or len(word.text) >= _FIRST_LETTERS


def _asked(word: IndexedWord) -> str:
    # Folded words hold letters, digits and marks only: no quotation mark can end it early.
    return f'"{word.text}"{"*" if word.prefix else ""}'


def _json(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _condition(wanted: AnnotationFilter, column: str = "type") -> tuple[str, tuple[str, ...]]:
    """Return what the rows have to be like, and the values of its question marks.

    Args:
        column: `+type` keeps SQLite from looking types up where the article is known: it takes the
            index of types for as good as that of places, and there may be 100,000 of a type.
    """
    marks = ", ".join("?" * len(wanted.types))
    parts = ["annotator = ?"]
    parts += [f"{column} IN ({marks})"] if wanted.types else []
    parts += ["instr(body, ?)"] * len(wanted.holding)
    parts += ["unsure = 1"] if wanted.unsure else []
    parts += ["note <> ''"] if wanted.note else []
    return " AND ".join(parts), (wanted.annotator, *wanted.types, *wanted.holding)
