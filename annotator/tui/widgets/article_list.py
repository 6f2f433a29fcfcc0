"""The articles of a project, a line each; reads only what is on the screen."""

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.cache import LRUCache
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from annotator.project import Listed, Listing
from annotator.tui.widgets.cells import cut_to_cells, fit_to_cells

_PAGE = 100
"""Articles read at once."""

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


class ArticleList(ScrollView, can_focus=True, inherit_bindings=False):
    """A list with a cursor."""

    ALLOW_SELECT = False

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "article-list--cursor",
        "article-list--done",
        "article-list--begun",
    }

    class Chosen(Message):
        """Somebody pressed the mouse on an article."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def __init__(self, listing: Listing, id: str | None = None) -> None:  # noqa: A002 (Textual's)
        super().__init__(id=id)
        self._listing = listing
        self._pages: LRUCache[int, Sequence[Listed | None]] = LRUCache(8)
        self.cursor = 0
        self.empty = ""
        """What to say where there is nothing to list."""

    @property
    def current(self) -> Listed | None:
        """The article under the cursor."""
        return self._line(self.cursor)

    def set_listing(self, listing: Listing, number: int) -> None:
        """Show other articles, or the same ones as they are now, the cursor on this number."""
        self._listing = listing
        self._pages.clear()
        self.on_resize()
        self.refresh()
        self.move_to(number)

    def move_to(self, number: int) -> None:
        """Put the cursor on an article, counted from 0."""
        before, self.cursor = self.cursor, max(0, min(len(self._listing) - 1, number))
        view, at = self.size.height, self.scroll_offset.y
        self.refresh_lines(before, 1)
        self.refresh_lines(self.cursor, 1)
        if self.cursor < at or self.cursor >= at + view:
            self.scroll_to(y=max(0, self.cursor - view // 2), animate=False, force=True)

    def on_resize(self) -> None:
        """Fit the list to its window."""
        self.virtual_size = Size(self.scrollable_content_region.width, len(self._listing))
        self.move_to(self.cursor)

    def render_line(self, y: int) -> Strip:
        """Return one row of the screen."""
        number = y + self.scroll_offset.y
        width, base = self.scrollable_content_region.width, self.rich_style
        if number >= len(self._listing):
            text = cut_to_cells(self.empty, width) if number == 0 else ""
            return Strip([Segment(text, base)]).adjust_cell_length(width, base)
        line = self._line(number)
        style = base + self._state_style(line)
        if number == self.cursor:
            style = base + self.get_component_rich_style("article-list--cursor")
        text = _described(line, width) if line else cut_to_cells("  removed meanwhile", width)
        return Strip([Segment(text, style)]).adjust_cell_length(width, style)

    def on_click(self, event: events.Click) -> None:
        """Choose the article under the mouse."""
        number = event.y + self.scroll_offset.y
        if number < len(self._listing):
            self.post_message(self.Chosen(number))

    def _line(self, number: int) -> Listed | None:
        if not 0 <= number < len(self._listing):
            return None
        page, within = divmod(number, _PAGE)
        lines = self._pages.get(page)
        if lines is None:
            lines = self._pages[page] = self._listing.page(page * _PAGE, _PAGE)
        return lines[within] if within < len(lines) else None

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
