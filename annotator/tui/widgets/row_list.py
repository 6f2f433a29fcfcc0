"""Rows of plain text with a cursor."""

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from annotator.project import Place
from annotator.tui.widgets.cells import cut_to_cells, shown_text


class Row(NamedTuple):
    """A line of text; one with a place can be opened."""

    text: str
    place: Place | None = None


class RowList(ScrollView, can_focus=True, inherit_bindings=False):
    """A list of rows that are all there."""

    ALLOW_SELECT = False

    COMPONENT_CLASSES: ClassVar[set[str]] = {"row-list--cursor"}

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 (Textual's)
        super().__init__(id=id)
        self.rows: Sequence[Row] = ()
        self.cursor = 0

    @property
    def current(self) -> Row | None:
        """The row under the cursor."""
        return self.rows[self.cursor] if self.cursor < len(self.rows) else None

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows, the cursor on the first."""
        self.rows, self.cursor = rows, 0
        self.on_resize()
        self.refresh()

    def move_to(self, number: int) -> None:
        """Put the cursor on a row, counted from 0."""
        before, self.cursor = self.cursor, max(0, min(len(self.rows) - 1, number))
        view, at = self.size.height, self.scroll_offset.y
        self.refresh_lines(before, 1)
        self.refresh_lines(self.cursor, 1)
        if self.cursor < at or self.cursor >= at + view:
            self.scroll_to(y=max(0, self.cursor - view // 2), animate=False, force=True)

    def on_resize(self) -> None:
        """Fit the list to its window."""
        self.virtual_size = Size(self.scrollable_content_region.width, len(self.rows))
        self.move_to(self.cursor)

    def render_line(self, y: int) -> Strip:
        """Return one row of the screen."""
        number = y + self.scroll_offset.y
        width, style = self.scrollable_content_region.width, self.rich_style
        text = ""
        if number < len(self.rows):
            text = self.rows[number].text
            if number == self.cursor:
                style += self.get_component_rich_style("row-list--cursor")
                text = f"▌{text[1:]}"
        row = cut_to_cells(shown_text(text, 0, len(text)), width)
        return Strip([Segment(row, style)]).adjust_cell_length(width, style)
