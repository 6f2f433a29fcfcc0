"""Reading what annotators did: annotations, completion, places."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from annotator.model import ids
from annotator.model.annotation import Annotation, Label, Layer, Relation
from annotator.model.article import Article
from annotator.model.completion import Completion
from annotator.store.project_file import ProjectFile, add_annotator
from annotator.store.rows import annotation_from_row, article_from_row, completion_from_row

_STANDS = "EXISTS (SELECT 1 FROM visible_articles WHERE id = article)"


Mark = Literal["unsure", "note"]
"""What an annotator may come back to: what is flagged or left as unsure, what has a note."""

_MARKS: dict[Mark, str] = {
    "unsure": "SELECT article, coalesce(start, 0) AS at FROM visible_annotations"
    " WHERE annotator = ?1 AND unsure = 1 UNION SELECT article, sentence"
    " FROM visible_completion WHERE annotator = ?1 AND state = 'unsure'",
    "note": "SELECT article, coalesce(start, 0) AS at FROM visible_annotations"
    " WHERE annotator = ?1 AND note <> ''",
}


class Place(NamedTuple):
    """Where somebody was working."""

    article: str
    at: int


class Stamp(NamedTuple):
    """What is another whenever an article, or one annotator's work on it, is."""

    article: Article | None
    sentences: frozenset[tuple[int, int, str]]
    annotations: frozenset[tuple[str, int, str, str, str]]
    """Id, version, time of the change, type and scheme."""
    completion: frozenset[tuple[int, str, str, bool, str]]
    """Sentence, layer, state, whether it is stale, time of the change."""
    verdicts: frozenset[tuple[str, str, str]]
    """Suggestion, what was said of it, and when."""


def stamp(file: ProjectFile, article: str, annotator: str) -> Stamp:
    """Return what tells whether work has to be read again, for a tenth of what reading it costs."""
    mine = (article, annotator)
    of_mine = "WHERE article = ? AND annotator = ?"
    with file.reading():
        found = file.query("SELECT * FROM visible_articles WHERE id = ?", (article,))
        sentences = file.query(
            'SELECT start, "end", kind FROM sentences WHERE article = ?', (article,)
        )
        annotations = file.query(
            f"SELECT id, version, changed, type, scheme FROM visible_annotations {of_mine}", mine
        )
        completion = file.query(
            f"SELECT sentence, layer, state, stale, changed FROM visible_completion {of_mine}", mine
        )
        verdicts = file.query(f"SELECT suggestion, verdict, changed FROM verdicts {of_mine}", mine)
    return Stamp(
        article_from_row(found[0]) if found else None,
        frozenset(map(tuple, sentences)),
        frozenset(map(tuple, annotations)),
        frozenset((*row[:3], bool(row[3]), row[4]) for row in completion),
        frozenset(map(tuple, verdicts)),
    )


def annotations(file: ProjectFile, article: str, annotator: str) -> list[Annotation]:
    """Return one annotator's annotations of one article, by place and id."""
    rows = file.query(
        "SELECT * FROM visible_annotations WHERE article = ? AND annotator = ?"
        ' ORDER BY start, "end", id',
        (article, annotator),
    )
    return [annotation_from_row(row) for row in rows]


def completions(file: ProjectFile, article: str, annotator: str) -> list[Completion]:
    """Return what one annotator finished in one article."""
    rows = file.query(
        "SELECT * FROM visible_completion WHERE article = ? AND annotator = ?",
        (article, annotator),
    )
    return [completion_from_row(row) for row in rows]


def articles_with_done(file: ProjectFile, annotator: str, layer: Layer) -> list[str]:
    """Return the ids of the articles in which an annotator has done a sentence, by id."""
    rows = file.query(
        "SELECT DISTINCT article FROM visible_completion WHERE annotator = ? AND layer = ?"
        " AND state = 'done' AND stale = 0 ORDER BY 1",
        (annotator, layer),
    )
    return [str(row[0]) for row in rows]


def completions_at(file: ProjectFile, article: str, starts: tuple[int, ...]) -> list[Completion]:
    """Return everybody's completion of the sentences that begin at these places.

    What an unfinished run wrote is among it: a split or an import must not pass it by.
    """
    marks = ", ".join("?" * len(starts))
    rows = file.query(
        f"SELECT * FROM completion WHERE article = ? AND sentence IN ({marks})",
        (article, *starts),
    )
    return [completion_from_row(row) for row in rows]


def labels_at(file: ProjectFile, article: str, starts: tuple[int, ...]) -> list[Label]:
    """Return everybody's labels of the sentences that begin at these places.

    What an unfinished run wrote is among it: joining sentences must not pass it by.
    """
    marks = ", ".join("?" * len(starts))
    rows = file.query(
        "SELECT * FROM annotations WHERE article = ? AND layer = 'labels'"
        f" AND start IN ({marks}) ORDER BY start, id",
        (article, *starts),
    )
    return [item for item in map(annotation_from_row, rows) if isinstance(item, Label)]


def by_reference(file: ProjectFile, reference: str, annotator: str) -> Annotation | None:
    """Return an annotator's annotation by `d_...#c_...`, None where there is none."""
    article, _, item = reference.partition("#")
    rows = file.query(
        "SELECT * FROM visible_annotations WHERE id = ? AND article = ? AND annotator = ?",
        (item, article, annotator),
    )
    return annotation_from_row(rows[0]) if rows else None


def relations_to(
    file: ProjectFile, reference: str, annotator: str, types: Sequence[str]
) -> list[Relation]:
    """Return an annotator's relations that name `d_...#c_...` as an end.

    Args:
        types: names of relations; only these are looked through.
    """
    marks = ", ".join("?" * len(types))
    rows = file.query(
        f"SELECT * FROM visible_annotations WHERE annotator = ? AND type IN ({marks})"
        " AND layer = 'relations' AND instr(body, ?) ORDER BY article, id",
        (annotator, *types, reference),
    )
    found = [item for item in map(annotation_from_row, rows) if isinstance(item, Relation)]
    return [item for item in found if reference in (item.source, item.target)]


def annotators(file: ProjectFile) -> list[str]:
    """Return everybody who has worked in the project, by name."""
    rows = file.query(
        "SELECT name FROM annotators WHERE"
        " EXISTS (SELECT 1 FROM visible_journal WHERE annotator = name)"
        " OR EXISTS (SELECT 1 FROM progress WHERE annotator = name"
        "  AND run NOT IN (SELECT id FROM open_runs)) ORDER BY name"
    )
    return [str(row[0]) for row in rows]


def workers_on(file: ProjectFile, article: str) -> list[str]:
    """Return who has annotations or completion in the article, by name."""
    rows = file.query(
        "SELECT annotator FROM visible_annotations WHERE article = ?"
        " UNION SELECT annotator FROM visible_completion WHERE article = ? ORDER BY 1",
        (article, article),
    )
    return [str(row[0]) for row in rows]


def with_ids(file: ProjectFile, annotation_ids: Sequence[str]) -> dict[str, Annotation]:
    """Return those of these annotations that exist, a run's own unpublished ones too, by id."""
    found: dict[str, Annotation] = {}
    for first in range(0, len(annotation_ids), 500):
        part = annotation_ids[first : first + 500]
        marks = ", ".join("?" * len(part))
        for row in file.query(f"SELECT * FROM annotations WHERE id IN ({marks})", part):
            found[str(row["id"])] = annotation_from_row(row)
    return found


def last_place(file: ProjectFile, annotator: str) -> Place | None:
    """Return where the annotator was last: the later of the last edit and the last visit."""
    rows = file.query(
        f"SELECT article, at, time FROM places WHERE annotator = ?1 AND {_STANDS} UNION ALL"
        " SELECT article, at, time FROM (SELECT article, at, time FROM visible_journal"
        f"  WHERE annotator = ?1 AND batch IN ('', id) AND {_STANDS} ORDER BY seq DESC LIMIT 1)"
        " ORDER BY time DESC",
        (annotator,),
    )
    return Place(str(rows[0]["article"]), int(rows[0]["at"])) if rows else None


def next_marked(file: ProjectFile, annotator: str, mark: Mark, after: Place) -> Place | None:
    """Return the annotator's next mark behind a place, from there round to there; None for none."""
    rows = file.query(
        f"WITH marks AS ({_MARKS[mark]}) SELECT article, at FROM marks"
        " JOIN visible_articles AS a ON a.id = article ORDER BY (position, at) <="
        " ((SELECT position FROM articles WHERE id = ?2), ?3), position, at LIMIT 1",
        (annotator, after.article, after.at),
    )
    return Place(str(rows[0]["article"]), int(rows[0]["at"])) if rows else None


def remember_place(file: ProjectFile, annotator: str, place: Place) -> None:
    """Keep where the annotator is, so that the next start goes on there."""
    with file.write() as conn:
        add_annotator(conn, annotator)
        conn.execute(
            "INSERT INTO places VALUES (?, ?, ?, ?) ON CONFLICT (annotator) DO UPDATE SET"
            " article = excluded.article, at = excluded.at, time = excluded.time",
            (annotator, place.article, place.at, ids.now()),
        )
