"""Articles as a list: filtered, ordered, and read by the page."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol, get_args

from annotator.model.annotation import Layer
from annotator.model.article import Article
from annotator.store.progress import MINE, SEEN, VISIBLE, Progress
from annotator.store.progress_tables import BLOCK
from annotator.store.project_file import ProjectFile
from annotator.store.rows import article_from_row
from annotator.text.likeness import DUPLICATE

if TYPE_CHECKING:
    from array import array

ArticleState = Literal["undone", "begun", "done", "unsure", "stale"]
ARTICLE_STATES: tuple[ArticleState, ...] = get_args(ArticleState)

ArticleOrder = Literal["number", "title", "published", "progress", "lately", "due"]
ARTICLE_ORDERS: tuple[ArticleOrder, ...] = get_args(ArticleOrder)
"""As they came; by title; by date, undated ones last; least finished first; what the annotator
worked on last first; what is assigned
to the annotator first, in the order in which it is due."""

_AT_ONCE = 500
"""Articles per query: SQLite takes no more than some thousand parameters."""


class Wanted(NamedTuple):
    """Which articles a list holds, and in what order."""

    words: tuple[str, ...] = ()
    """All of them stand in title, source or publisher, in upper or lower case."""
    states: tuple[ArticleState, ...] = ()
    """All of them hold for the annotator."""
    cluster: str = ""
    """Only copies of the article with this number, or id or its beginning; * for all copies."""
    related: str = ""
    """Only articles related to the one with this number, or id or its beginning."""
    assigned: str = ""
    """Only what is assigned to this person; `me` for the annotator, * for anybody."""
    order: ArticleOrder = "number"
    reverse: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether it is all articles as they came, or the other way round, which takes no time."""
        return self._replace(reverse=False) == Wanted()


class Listed(NamedTuple):
    """One line of a list of articles."""

    position: int
    article: Article
    progress: Progress
    mentions: int
    related: bool = False
    """It shares part of its words with another one."""
    is_assigned: bool = False
    """It is assigned to the annotator."""


class Listing:
    """The articles that somebody wants to see; which they are is settled when it is made."""

    def __init__(self, file: ProjectFile, annotator: str, layer: Layer, wanted: Wanted) -> None:
        self._file, self._annotator, self._layer = file, annotator, layer
        self._row: _Row = (
            _NumberOrder(file, wanted.reverse)
            if wanted.is_plain
            else _Chosen(_positions(file, annotator, layer, wanted))
        )

    def __len__(self) -> int:
        return self._row.count

    def follow(self, file: ProjectFile) -> None:
        """Go on reading through another connection, as another thread has to."""
        self._file = file
        self._row.follow(file)

    def page(self, first: int, limit: int) -> list[Listed | None]:
        """Return lines from number `first` (0-based) on; None for an article that has gone."""
        positions = self._row.positions(first, min(limit, max(0, len(self) - first)))
        found = {line.position: line for line in self._lines(positions)}
        return [found.get(position) for position in positions]

    def lines(self) -> Iterator[Listed]:
        """Yield all lines."""
        for first in range(0, len(self), _AT_ONCE):
            yield from filter(None, self.page(first, _AT_ONCE))

    def number_of(self, article: str) -> int:
        """Return the number (0-based) of an article in this list, -1 where it is not in it."""
        rows = self._file.query("SELECT position FROM articles WHERE id = ?", (article,))
        return self._row.number_of(int(rows[0][0])) if rows else -1

    def _lines(self, positions: Sequence[int]) -> Iterator[Listed]:
        for first in range(0, len(positions), _AT_ONCE):
            part = positions[first : first + _AT_ONCE]
            marks = ", ".join(map(str, part))  # numbers of our own, and more than SQLite may bind
            for row in self._file.query(
                "SELECT a.*, w.sentences AS total, sum(done) AS done, sum(skipped) AS skipped,"
                " sum(unsure) AS unsure, sum(stale) AS stale, sum(annotations) AS annotations,"
                f" {_IS_RELATED} AS related, {_IS_MINE} AS assigned"
                " FROM articles AS a JOIN workload AS w ON w.position = a.position"
                f" LEFT JOIN {MINE} WHERE a.position IN ({marks}) AND a.run {VISIBLE}"
                " GROUP BY a.position",
                {"annotator": self._annotator, "layer": self._layer},
            ):
                done, skipped, unsure, stale, mentions = (
                    row[name] or 0 for name in ("done", "skipped", "unsure", "stale", "annotations")
                )
                progress = Progress(row["total"], done, skipped, unsure, stale)
                related, assigned = bool(row["related"]), bool(row["assigned"])
                article = article_from_row(row)
                yield Listed(row["position"], article, progress, mentions, related, assigned)


class _Row(Protocol):
    """Positions of articles in the order of a list."""

    count: int

    def follow(self, file: ProjectFile) -> None:
        """Go on reading through another connection."""

    def positions(self, first: int, limit: int) -> Sequence[int]:
        """Return positions from a number (0-based) on."""

    def number_of(self, position: int) -> int:
        """Return the number of a position, -1 where it is not in the list."""


class _Chosen:
    """Any articles in any order, found once."""

    def __init__(self, found: "array[int]") -> None:
        self._found = found
        self.count = len(found)

    def follow(self, file: ProjectFile) -> None:
        pass  # it was read whole

    def positions(self, first: int, limit: int) -> Sequence[int]:
        return self._found[first : first + limit]

    def number_of(self, position: int) -> int:
        try:
            return self._found.index(position)
        except ValueError:
            return -1


class _NumberOrder:
    """All articles as they came: found by the sums of their blocks, so that nothing is read before
    it is shown."""

    def __init__(self, file: ProjectFile, reverse: bool) -> None:
        self._file, self._reverse = file, reverse
        rows = file.query(
            f"SELECT block, sum(articles) FROM workload_sums WHERE run {VISIBLE}"
            " GROUP BY block ORDER BY block"
        )
        self._blocks = [(int(row[0]), int(row[1])) for row in rows]
        self.count = sum(articles for _, articles in self._blocks)

    def follow(self, file: ProjectFile) -> None:
        self._file = file

    def positions(self, first: int, limit: int) -> Sequence[int]:
        if not self._reverse:
            return self._forward(first, limit)
        return self._forward(self.count - first - limit, limit)[::-1]

    def number_of(self, position: int) -> int:
        before = sum(articles for block, articles in self._blocks if block < position // BLOCK)
        rows = self._file.query(
            f"SELECT count(*) FROM workload WHERE position BETWEEN ? AND ? AND run {VISIBLE}",
            (position // BLOCK * BLOCK, position - 1),
        )
        number = before + int(rows[0][0])
        return self.count - 1 - number if self._reverse else number

    def _forward(self, first: int, limit: int) -> list[int]:
        for block, articles in self._blocks:
            if first < articles:
                rows = self._file.query(
                    f"SELECT position FROM workload WHERE position >= ? AND run {VISIBLE}"
                    " ORDER BY position LIMIT ? OFFSET ?",
                    (block * BLOCK, limit, first),
                )
                return [int(row[0]) for row in rows]
            first -= articles
        return []


def _positions(file: ProjectFile, annotator: str, layer: Layer, wanted: Wanted) -> "array[int]":
    """Return the positions of the wanted articles in their order.

    Each table is read only where it is asked for: a list must come within a tenth of a second.
    """
    words, states, order = wanted.words, wanted.states, wanted.order
    counted = states or order == "progress"
    told = words or wanted.cluster or wanted.assigned or order not in ("number", "progress")
    if told and counted:
        source = "articles AS a JOIN workload AS w ON w.position = a.position"
    else:
        source = f"{'articles' if told else 'workload'} AS w"
    if order == "lately":
        source += " LEFT JOIN last_acts AS l ON l.annotator = :annotator AND l.article = id"
    if order == "due":
        source += " LEFT JOIN assignments AS s ON s.article = id"
        source += " AND s.annotator = :annotator AND s.released = 0"
    if counted:
        source += f" LEFT JOIN {MINE}"
    where = [f"w.run {VISIBLE}"]
    parameters = {"annotator": annotator, "layer": layer}
    for number, word in enumerate(words):
        # SQLite's own `lower` knows ASCII alone, and is thrice as fast.
        parameters[f"word{number}"] = word.casefold()
        where.append(f"instr({'lower' if word.isascii() else 'casefold'}({_TEXT}), :word{number})")
    if wanted.cluster:
        where.append(_ALL_COPIES if wanted.cluster == "*" else _COPIES)
        parameters["cluster"] = wanted.cluster
    if wanted.related:
        where.append(_RELATED)
        parameters["related"] = wanted.related
    if wanted.assigned:
        parameters["assigned"] = annotator if wanted.assigned == "me" else wanted.assigned
        where.append(_ASSIGNED)
    having = " AND ".join(_STATES[state] for state in states)
    sql = (
        f"SELECT w.position FROM {source} WHERE {' AND '.join(where)}"
        f"{' GROUP BY w.position' if counted else ''}{' HAVING ' + having if having else ''}"
        f" ORDER BY {_ORDERS[order]}w.position"
    )
    found = file.numbers(sql, parameters)
    if wanted.reverse:
        found.reverse()
    return found


_MEANT = (
    "(CAST(position AS TEXT) = :{0} OR (id >= :{0} AND id < :{0} || 'g')"
    " OR (id >= 'd_' || :{0} AND id < 'd_' || :{0} || 'g'))"
)
_ALL_COPIES = "duplicate_cluster <> ''"
_COPIES = (
    f"{_ALL_COPIES} AND duplicate_cluster IN (SELECT duplicate_cluster FROM visible_articles"
    f" WHERE {_MEANT.format('cluster')})"
)
_LESS = f"likeness < {DUPLICATE} AND run {VISIBLE}"
_RELATED_TO = f"(SELECT position FROM visible_articles WHERE {_MEANT.format('related')})"
_RELATED = (
    "w.position IN (SELECT earlier FROM likenesses INDEXED BY related_by_later"
    f" WHERE {_LESS} AND later IN {_RELATED_TO}"
    " UNION SELECT later FROM likenesses INDEXED BY related_by_earlier"
    f" WHERE {_LESS} AND earlier IN {_RELATED_TO})"
)
_IS_RELATED = (
    "EXISTS (SELECT 1 FROM likenesses INDEXED BY related_by_later"
    f" WHERE {_LESS} AND later = a.position)"
    " OR EXISTS (SELECT 1 FROM likenesses INDEXED BY related_by_earlier"
    f" WHERE {_LESS} AND earlier = a.position)"
)
_ASSIGNED = (
    "id IN (SELECT article FROM assignments WHERE released = 0 AND :assigned IN ('*', annotator))"
)
_IS_MINE = (
    "EXISTS (SELECT 1 FROM assignments WHERE article = a.id AND annotator = :annotator"
    " AND released = 0)"
)
_TEXT = "title || char(10) || source || char(10) || publisher"
_STATES: dict[ArticleState, str] = {
    "undone": f"{SEEN} < w.sentences",
    "begun": f"{SEEN} < w.sentences AND count(p.position) > 0",
    "done": f"{SEEN} = w.sentences",
    "unsure": "sum(unsure) > 0",
    "stale": "sum(stale) > 0",
}
_ORDERS: dict[ArticleOrder, str] = {
    "number": "",
    "title": "coalesce(nullif(title, ''), source) COLLATE NOCASE, ",
    "published": "published = '', published, ",
    "progress": f"{SEEN} * 1.0 / max(1, w.sentences), ",
    "lately": "l.seq DESC NULLS LAST, ",
    "due": "s.due NULLS LAST, ",
}
