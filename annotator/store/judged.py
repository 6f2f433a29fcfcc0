"""Reading everybody's finished work, article by article, for measures of agreement."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from annotator.model.annotation import Annotation, Layer
from annotator.model.judged import Judged, JudgedArticle
from annotator.model.spans import Span
from annotator.store.project_file import ProjectFile
from annotator.store.rows import annotation_from_row

_IS_VOTE = (
    "NOT EXISTS (SELECT 1 FROM tried AS t WHERE t.article = visible_completion.article"
    " AND t.annotator = visible_completion.annotator)"
)
"""What somebody labels whom gold tries came after gold and says nothing about agreement."""


def judged_articles(
    file: ProjectFile,
    annotators: Sequence[str] = (),
    layer: Layer | None = None,
    since: str = "",
) -> Iterator[JudgedArticle]:
    """Yield the articles in which at least two annotators finished sentences, by id.

    Args:
        annotators: only these, where given.
        layer: only annotations and completion of this one, where given; entities come along, since
            they fill the roles of frames.
        since: only what was finished from this instant on.
    """
    with file.reading():
        work = _annotations(file, annotators, layer)
        found: tuple[str, dict[str, list[Annotation]]] | None = next(work, None)
        for article, done in _finished(file, annotators, layer, since):
            while found and found[0] < article:
                found = next(work, None)
            if len(done) < 2:
                continue
            own = found[1] if found and found[0] == article else {}
            by = {name: Judged(tuple(own.get(name, ())), done[name]) for name in sorted(done)}
            yield JudgedArticle(article, _sentences(file, article), by)


def unfinished(
    file: ProjectFile, annotators: Sequence[str] = (), layer: Layer | None = None
) -> dict[str, int]:
    """Return how many sentences stand as skipped, as unsure, and as stale, over all annotators."""
    where, given = _where(annotators, layer, ())
    rows = file.query(
        "SELECT CASE WHEN stale THEN 'stale' ELSE state END, count(*) FROM visible_completion"
        f" WHERE (state <> 'done' OR stale) {where} GROUP BY 1 ORDER BY 1",
        given,
    )
    return {str(row[0]): int(row[1]) for row in rows}


def _finished(
    file: ProjectFile, annotators: Sequence[str], layer: Layer | None, since: str
) -> Iterator[tuple[str, dict[str, dict[Layer, frozenset[int]]]]]:
    """Yield for each article who finished which sentences; by its key, so nothing is sorted."""
    where, given = _where(annotators, layer, ())
    rows = file.stream(
        "SELECT article, annotator, layer, group_concat(sentence) FROM visible_completion"
        f" WHERE state = 'done' AND stale = 0 AND changed >= ? AND {_IS_VOTE}"
        f" {where} GROUP BY article, annotator, layer ORDER BY article",
        (since, *given),
    )
    for article, group in groupby(rows, key=itemgetter(0)):
        done: defaultdict[str, dict[Layer, frozenset[int]]] = defaultdict(dict)
        for _, name, of_layer, starts in group:
            done[name][of_layer] = frozenset(map(int, starts.split(",")))
        yield article, done


def _annotations(
    file: ProjectFile, annotators: Sequence[str], layer: Layer | None
) -> Iterator[tuple[str, dict[str, list[Annotation]]]]:
    where, given = _where(annotators, layer, ("entities", "relations"))
    rows = file.stream(
        f"SELECT * FROM visible_annotations WHERE true {where} ORDER BY article", given
    )
    for article, group in groupby(rows, key=itemgetter("article")):
        by: defaultdict[str, list[Annotation]] = defaultdict(list)
        for row in group:
            by[row["annotator"]].append(annotation_from_row(row))
        yield article, by


def _where(
    annotators: Sequence[str], layer: Layer | None, besides: Sequence[Layer]
) -> tuple[str, list[str]]:
    layers = [layer, *besides] if layer else []
    marks = [", ".join("?" * len(names)) for names in (annotators, layers)]
    where = f"AND annotator IN ({marks[0]})" if annotators else ""
    where += f" AND layer IN ({marks[1]})" if layer else ""
    return where, [*annotators, *layers]


def _sentences(file: ProjectFile, article: str) -> tuple[Span, ...]:
    rows = file.query(
        'SELECT start, "end" FROM sentences WHERE article = ? ORDER BY start', (article,)
    )
    return tuple(Span(*row) for row in rows)
