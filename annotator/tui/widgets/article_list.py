"""The articles of a project, a line each; reads only what is on the screen."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.cache import LRUCache
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from annotator.project import Listed
from annotator.tui.widgets.cells import cut_to_cells

_PAGE = 100
"""Articles read at once."""

_BAR = 10
"""Cells of the bar of progress."""

HEADING = f"   no  {'progress':<{_BAR}} sentences  mentions  article"


class ArticleList(ScrollView, can_focus=True, inherit_bindings=False):
    """A list with a cursor; `read(first, limit)` gives its lines."""

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

    def __init__(
        self,
        read: Callable[[int, int], Sequence[Listed]],
        count: int,
        id: str | None = None,  # noqa: A002 (Textual's name)
    ) -> None:
        super().__init__(id=id)
        self._read, self._count = read, count
        self._pages: LRUCache[int, Sequence[Listed]] = LRUCache(8)
        self.cursor = 0

    @property
    def current(self) -> Listed | None:
        """The article under the cursor."""
        return self._line(self.cursor)

    def move_to(self, number: int) -> None:
        """Put the cursor on an article, counted from 0."""
        before, self.cursor = self.cursor, max(0, min(self._count - 1, number))
        view, at = self.size.height, self.scroll_offset.y
        self.refresh_lines(before, 1)
        self.refresh_lines(self.cursor, 1)
        if self.cursor < at or self.cursor >= at + view:
            self.scroll_to(y=max(0, self.cursor - view // 2), animate=False, force=True)

    def on_resize(self) -> None:
        """Fit the list to its window."""
        self.virtual_size = Size(self.scrollable_content_region.width, self._count)
        self.move_to(self.cursor)

    def render_line(self, y: int) -> Strip:
        """Return one row of the screen."""
        number = y + self.scroll_offset.y
        width, base = self.scrollable_content_region.width, self.rich_style
        line = self._line(number)
        if line is None:
            return Strip.blank(width, base)
        style = base + self._state_style(line)
        if number == self.cursor:
            style = base + self.get_component_rich_style("article-list--cursor")
        text = cut_to_cells(_described(line), width)
        return Strip([Segment(text, style)]).adjust_cell_length(width, style)

    def on_click(self, event: events.Click) -> None:
        """Choose the article under the mouse."""
        number = event.y + self.scroll_offset.y
        if number < self._count:
            self.post_message(self.Chosen(number))

    def _line(self, number: int) -> Listed | None:
        if not 0 <= number < self._count:
            return None
        page, within = divmod(number, _PAGE)
        lines = self._pages.get(page)
        if lines is None:
            lines = self._pages[page] = self._read(page * _PAGE, _PAGE)
        return lines[within] if within < len(lines) else None

    def _state_style(self, line: Listed) -> Style:
        if line.progress.seen == line.progress.total:
            return self.get_component_rich_style("article-list--done")
        begun = line.progress.seen > 0
        return self.get_component_rich_style("article-list--begun") if begun else Style()


def _described(line: Listed) -> str:
    seen, total = line.progress.seen, max(1, line.progress.total)
    bar = "█" * (seen * _BAR // total)
    stale = f" {line.progress.stale} to check" if line.progress.stale else ""
    name = line.article.title or line.article.source
    date = f"  {line.article.published}" if line.article.published else ""
    proposed = line.article.published_proposed
    if proposed and not line.article.published:
        date = f"  (date? {proposed.partition('/')[0]})"
    counts = f"{seen:>4}/{line.progress.total:<4}"
    return f"{line.position:>5}  {bar:░<{_BAR}} {counts} {line.mentions:>9}  {name}{date}{stale}"
