"""The articles of a project, a line each; reads only what is on the screen."""

from typing import ClassVar, NamedTuple

from rich.style import Style

from annotator.project import Listed
from annotator.tui.widgets.cells import cut_to_cells, fit_to_cells
from annotator.tui.widgets.paged_list import PagedList

_BAR = 10
"""Cells of the bar of progress."""


class _Column(NamedTuple):
    """A column, and the width of the list from which on there is room for it."""

    name: str
    width: int
    least: int


_BEFORE = (
    _Column("no", 6, 0),
    _Column("progress", _BAR, 60),
    _Column("sentences", 9, 0),
    _Column("mentions", 8, 90),
)
_AFTER = (_Column("publisher", 20, 110), _Column("date", 11, 70))
"""The title stands between them and takes the rest."""

_COPY, _RELATED = "≡ ", "≈ "
"""Marks of an article that has copies, and of one that shares part of its words with another."""

_ASSIGNED = "◆ "
"""Mark of an article that is assigned to the annotator."""

_NUMBERS = ("no", "mentions")


def heading(width: int) -> str:
    """Return the names of the columns that a list of this width shows."""
    names = {column.name: column.name for column in (*_BEFORE, *_AFTER)}
    return _row({**names, "title": "article"}, width)


class ArticleList(PagedList[Listed]):
    """The articles, with how far somebody is in each."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "article-list--cursor",
        "article-list--done",
        "article-list--begun",
    }

    class Chosen(PagedList.Chosen):
        """Somebody pressed the mouse on an article."""

    def looks(self, line: Listed | None, width: int, *, is_lit: bool) -> tuple[str, Style]:
        """Return an article with its progress."""
        style = self._state_style(line)
        if is_lit:
            style = self.get_component_rich_style("article-list--cursor")
        return _described(line, width) if line else cut_to_cells(
            "  removed meanwhile", width
        ), style

    def _state_style(self, line: Listed | None) -> Style:
        if line is None:
            return Style()
        if line.progress.seen == line.progress.total:
            return self.get_component_rich_style("article-list--done")
        begun = line.progress.seen > 0
        return self.get_component_rich_style("article-list--begun") if begun else Style()


def _described(line: Listed, width: int) -> str:
    article, progress = line.article, line.progress
    bar = "█" * (progress.seen * _BAR // max(1, progress.total))
    stale = f"{progress.stale} to check · " if progress.stale else ""
    copies = _COPY if article.duplicate_cluster else _RELATED if line.related else ""
    assigned = _ASSIGNED if line.is_assigned else ""
    return _row(
        {
            "no": str(line.position),
            "progress": f"{bar:░<{_BAR}}",
            "sentences": f"{progress.seen:>4}/{progress.total}",
            "mentions": str(line.mentions),
            "title": assigned + copies + stale + (article.title or article.source),
            "publisher": article.publisher,
            "date": _date(article.published) or _date(article.published_proposed, "?"),
        },
        width,
    )


def _date(interval: str, mark: str = "") -> str:
    """Return the first day; … says that there are more, ? that nobody has confirmed it."""
    first, _, last = interval.partition("/")
    return first + (mark or ("…" if last and last != first else "")) if first else ""


def _row(values: dict[str, str], width: int) -> str:
    """Return the values as columns on exactly this width, with those that have room."""
    before, after = (
        [column for column in columns if column.least <= width] for columns in (_BEFORE, _AFTER)
    )
    left = "".join(f"{_cell(column, values[column.name])} " for column in before) + " "
    right = "".join(f"  {_cell(column, values[column.name])}" for column in after)
    room = width - len(left) - sum(column.width + 2 for column in after)
    return left + fit_to_cells(values["title"], max(0, room)) + right


def _cell(column: _Column, value: str) -> str:
    number = column.name in _NUMBERS
    return value.rjust(column.width) if number else fit_to_cells(value, column.width)
