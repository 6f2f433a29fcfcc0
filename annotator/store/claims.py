"""Reading one annotator's claims of all articles: few columns of many, all columns of few."""

import json
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from annotator.model.annotation import Annotation, Relation
from annotator.store.project_file import ProjectFile
from annotator.store.rows import annotation_from_row
from annotator.store.search import IndexedWord, matching

# Bodies are written by `store.rows`, without blanks; looking for this in thousands of them takes a
# fraction of the time of reading them as JSON.
_SPAN = re.compile(r'"span":\{"id":"[^"]*","start":(\d+),"end":(\d+)')


class ClaimRow(NamedTuple):
    """A claim as it is stored, unread."""

    id: str
    article: str
    body: str

    def speaks_of(self, item: "Standing") -> bool:
        """Say whether an annotation fills a role, or lies in text that does."""
        return item.id in self.body or any(
            int(start) <= item.start and item.end <= int(end)
            for start, end in _SPAN.findall(self.body)
        )


class Standing(NamedTuple):
    """An annotation that stands for an entry of the registry."""

    id: str
    article: str
    start: int
    end: int


class Headed(NamedTuple):
    """An article with its text, as much as a list of its claims needs."""

    position: int
    title: str
    source: str
    text: str


def claim_rows(file: ProjectFile, annotator: str, types: Sequence[str]) -> list[ClaimRow]:
    """Return an annotator's claims of some types, in no order."""
    marks = ", ".join("?" * len(types))
    rows = file.query(
        "SELECT id, article, body FROM visible_annotations"
        f" WHERE annotator = ? AND type IN ({marks}) AND layer = 'claims'",
        (annotator, *types),
    )
    return [ClaimRow(*row) for row in rows]


def standing_for(file: ProjectFile, annotator: str, entry: str) -> list[Standing]:
    """Return an annotator's annotations that are linked to an entry itself, in no order."""
    rows = file.query(
        'SELECT id, article, start, "end" FROM visible_annotations'
        " WHERE identity = ? AND annotator = ?",
        (entry, annotator),
    )
    return [Standing(row[0], row[1], row[2] or 0, row[3] or 0) for row in rows]


def articles_with(file: ProjectFile, words: Iterable[IndexedWord]) -> set[str]:
    """Return ids of articles that hold all the words; without any word to ask for, of all."""
    asked = matching(words)
    if not asked:
        return set(file.column("SELECT id FROM visible_articles"))
    return set(
        file.column(
            "SELECT a.id FROM article_words AS w JOIN visible_articles AS a ON a.position = w.rowid"
            " WHERE w.article_words MATCH ?",
            (asked,),
        )
    )


def headed(file: ProjectFile, articles: Iterable[str]) -> dict[str, Headed]:
    """Return position, title, source name and text of articles, by id."""
    rows = file.query(
        "SELECT id, position, title, source, text FROM visible_articles"
        " JOIN texts ON texts.article = id WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(set(articles))),),
    )
    return {row[0]: Headed(*tuple(row)[1:]) for row in rows}


def relations_into(
    file: ProjectFile, article: str, annotator: str, types: Sequence[str]
) -> list[Relation]:
    """Return an annotator's relations of other articles that lead to one of this article's claims.

    Args:
        types: names of relations; only these are looked through.
    """
    marks = ", ".join("?" * len(types))
    rows = file.query(
        f"SELECT * FROM visible_annotations WHERE annotator = ? AND type IN ({marks})"
        " AND layer = 'relations' AND article <> ? AND instr(body, ?) ORDER BY article, id",
        (annotator, *types, article, f"{article}#"),
    )
    found: Iterable[Annotation] = map(annotation_from_row, rows)
    return [item for item in found if isinstance(item, Relation)]
