"""Reading everything of one layer in order, in constant memory: what exports need.

Rows stay plain tuples until they are asked for as models, so that they travel to other processes
at little cost.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Generator, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from annotator.model.annotation import Annotation, Layer
from annotator.model.article import Article
from annotator.model.completion import CompletionState
from annotator.store.project_file import ProjectFile
from annotator.store.rows import annotation_from_row, article_from_row
from annotator.store.tables import COLUMNS, quoted

_AT_ONCE = 50
"""Articles per query: more would not make it faster."""


class Finished(NamedTuple):
    """Sentences in which somebody finished a layer in the same way."""

    layer: Layer
    state: CompletionState
    stale: bool
    starts: list[int]
    """Where the sentences begin, in no order."""


class StoredLayer(NamedTuple):
    """One article and what one annotator made of it."""

    article_row: tuple[Any, ...]
    text: str
    sentences: tuple[tuple[int, int, str], ...]
    """Start, end and kind, in order."""
    annotation_rows: tuple[tuple[Any, ...], ...]
    completion_rows: tuple[tuple[Layer, CompletionState, int, str], ...]
    """Layer, state, 1 where it is stale, and the starts of all such sentences parted by commas: a
    row for each sentence takes four times as long to read and to hand over."""
    tails: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] | None = None
    """Of gold: who marked each annotation, and the annotations that it comes from; else None."""

    @property
    def article(self) -> Article:
        """The article."""
        return article_from_row(dict(zip(COLUMNS["articles"], self.article_row, strict=True)))

    @property
    def annotations(self) -> list[Annotation]:
        """The annotations, in no order."""
        columns = COLUMNS["annotations"]
        return [
            annotation_from_row(dict(zip(columns, row, strict=True)))
            for row in self.annotation_rows
        ]

    @property
    def completions(self) -> list[Finished]:
        """What is finished, in no order."""
        return [
            Finished(layer, state, bool(stale), list(map(int, starts.split(","))))
            for layer, state, stale, starts in self.completion_rows
        ]


def layers_in_order(file: ProjectFile, annotator: str) -> Generator[StoredLayer, None, None]:
    """Yield every article by id with the annotator's layer, as they stand at one moment.

    Close it if you do not read to the end: until then it holds a reading transaction.
    """
    with file.reading():
        last = ""
        while found := _articles_after(file, last):
            last = str(found[-1]["id"])
            yield from _with_parts(file, annotator, found)


class TypedRow(NamedTuple):
    """What an annotation is, without reading all of it."""

    article: str
    layer: str
    type: str
    identity: str
    """An entry of the registry, or ""."""


def typed_rows(file: ProjectFile, annotator: str) -> Iterator[TypedRow]:
    """Yield what each of an annotator's annotations is, in no order."""
    for row in file.stream(
        "SELECT article, layer, type, coalesce(identity, '') FROM visible_annotations"
        " WHERE annotator = ?",
        (annotator,),
    ):
        yield TypedRow(*row)


def last_change(file: ProjectFile) -> str:
    """Return the time of the last change of anything that exports hold, "" for an empty project.

    Imported work counts with the times that came with it, not with that of its import.
    """
    rows = file.query(
        "SELECT max(time) FROM (SELECT max(added) AS time FROM visible_articles"
        " UNION ALL SELECT max(changed) FROM visible_annotations"
        " UNION ALL SELECT max(changed) FROM visible_completion"
        " UNION ALL SELECT max(changed) FROM visible_registry"
        " UNION ALL SELECT max(time) FROM visible_journal WHERE kind <> 'barrier')"
    )
    return str(rows[0][0] or "")


def layer_of_article(file: ProjectFile, annotator: str, article: str) -> StoredLayer | None:
    """Return one article with the annotator's layer, None where there is no such article."""
    rows = file.query(
        f"SELECT {quoted(COLUMNS['articles'])}, text FROM visible_articles"
        " JOIN texts ON texts.article = visible_articles.id WHERE id = ?",
        (article,),
    )
    return next(_with_parts(file, annotator, rows), None)


def _articles_after(file: ProjectFile, last: str) -> list[sqlite3.Row]:
    return file.query(
        f"SELECT {quoted(COLUMNS['articles'])}, text FROM visible_articles"
        " JOIN texts ON texts.article = visible_articles.id WHERE id > ? ORDER BY id LIMIT ?",
        (last, _AT_ONCE),
    )


def _with_parts(
    file: ProjectFile, annotator: str, found: Sequence[sqlite3.Row]
) -> Iterator[StoredLayer]:
    wanted = [str(row["id"]) for row in found]
    marks = ", ".join("?" * len(wanted))
    sentences = _by_article(
        file,
        f'SELECT article, start, "end", kind FROM sentences WHERE article IN ({marks})'
        " ORDER BY article, start",
        wanted,
    )
    annotations = _by_article(
        file,
        f"SELECT article, {quoted(COLUMNS['annotations'])} FROM visible_annotations"
        f" WHERE article IN ({marks}) AND annotator = ?",
        [*wanted, annotator],
    )
    completions = _by_article(
        file,
        "SELECT article, layer, state, stale, group_concat(sentence) FROM visible_completion"
        f" WHERE article IN ({marks}) AND annotator = ? GROUP BY article, layer, state, stale",
        [*wanted, annotator],
    )
    for row in found:
        *values, text = row
        key = row["id"]
        yield StoredLayer(
            tuple(values),
            text,
            tuple(sentences.get(key, ())),
            tuple(annotations.get(key, ())),
            tuple(completions.get(key, ())),
        )


def _by_article(
    file: ProjectFile, sql: str, parameters: Sequence[str]
) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows, without their first column, by its value: the article."""
    found: defaultdict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for row in file.tuples(sql, parameters):
        found[row[0]].append(row[1:])
    return found
