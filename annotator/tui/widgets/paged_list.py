"""A list of any length with a cursor, a line each; reads only what is on the screen."""

from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.cache import LRUCache
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from annotator.tui.widgets.cells import cut_to_cells
from annotator.tui.widgets.terminal_cursor import place_cursor

_PAGE = 100
"""Lines read at once."""

Row_co = TypeVar("Row_co", covariant=True)


class Pages(Protocol[Row_co]):
    """What is listed: how much there is, and some of it at a time."""

    def __len__(self) -> int: ...

    def page(self, first: int, limit: int) -> Sequence[Row_co | None]:
        """Return so many lines from a number on; None for what is gone meanwhile."""
        ...


Line = TypeVar("Line")


class PagedList(ScrollView, Generic[Line], can_focus=True, inherit_bindings=False):
    """A list with a cursor; what a line looks like is said by those derived from it."""

    ALLOW_SELECT = False

    class Chosen(Message):
        """Somebody pressed the mouse on a line."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def __init__(self, listing: Pages[Line], id: str | None = None) -> None:  # noqa: A002 (Textual's)
        super().__init__(id=id)
        self._listing = listing
        self._pages: LRUCache[int, Sequence[Line | None]] = LRUCache(8)
        self.cursor = 0
        self.empty = ""
        """What to say where there is nothing to list."""

    def __len__(self) -> int:
        return len(self._listing)

    def looks(self, line: Line | None, width: int, *, is_lit: bool) -> tuple[str, Style]:
        """Return the text of a line, as wide as the list, and its style.

        Args:
            line: None for what is gone meanwhile.
            is_lit: whether the cursor is on it.
        """
        raise NotImplementedError

    @property
    def current(self) -> Line | None:
        """The line under the cursor."""
        return self._line(self.cursor)

    def set_listing(self, listing: Pages[Line], number: int) -> None:
        """Show other lines, or the same ones as they are now, the cursor on this number."""
        self._listing = listing
        self._pages.clear()
        self.cursor = number
        self.on_resize()
        self.refresh()

    def move_to(self, number: int) -> None:
        """Put the cursor on a line, counted from 0."""
        before, self.cursor = self.cursor, max(0, min(len(self._listing) - 1, number))
        view, at = self.size.height, self.scroll_offset.y
        self.refresh_lines(before, 1)
        self.refresh_lines(self.cursor, 1)
        if self.cursor < at or self.cursor >= at + view:
            self.scroll_to(y=max(0, self.cursor - view // 2), animate=False, force=True)
        place_cursor(self, self.cursor - self.scroll_offset.y)

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
        text, style = self.looks(self._line(number), width, is_lit=number == self.cursor)
        style = base + style
        return Strip([Segment(text, style)]).adjust_cell_length(width, style)

    def on_click(self, event: events.Click) -> None:
        """Choose the line under the mouse."""
        number = event.y + self.scroll_offset.y
        if number < len(self._listing):
            self.post_message(self.Chosen(number))

    def _line(self, number: int) -> Line | None:
        if not 0 <= number < len(self._listing):
            return None
        page, within = divmod(number, _PAGE)
        lines = self._pages.get(page)
        if lines is None:
            lines = self._pages[page] = self._listing.page(page * _PAGE, _PAGE)
        return lines[within] if within < len(lines) else None
