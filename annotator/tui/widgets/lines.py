"""One-line widgets: title, what is lit, hints. Text that we did not write never reaches markup."""

from rich.cells import cell_len
from rich.segment import Segment
from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from annotator.tui.widgets.cells import cut_to_cells, fit_to_cells, shown_text


class Line(Widget):
    """One row of plain text, cut at the edge; trouble (`-alarm`) takes the rows it needs."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "Line { height: 1; } Line.-alarm { height: auto; max-height: 4; }"

    text: reactive[str] = reactive("", layout=False)

    def render(self) -> RenderResult:
        """Return the text as it is, without reading markup in it."""
        # Titles and notes may hold control characters that a terminal would obey.
        return Content(shown_text(self.text, 0, len(self.text)))

    def render_line(self, y: int) -> Strip:
        """Return the row; wrapping is for trouble alone, for it takes longer than many a key."""
        if self.has_class("-alarm"):
            return super().render_line(y)
        width, style = self.size.width, self.visual_style
        row = Segment(self._row(width) if y == 0 else "", style.rich_style)
        return Strip([row]).adjust_cell_length(width, style.background_style.rich_style)

    def _row(self, width: int) -> str:
        """Return what stands at the left of so many cells."""
        return cut_to_cells(self.text, width)


class TitleLine(Line):
    """Text at the left, and at the right what must never be cut."""

    right: reactive[str] = reactive("", layout=False)

    def render(self) -> RenderResult:
        """Return both parts: in trouble the right one says so."""
        return Content(self._row(self.size.width))

    def _row(self, width: int) -> str:
        right = cut_to_cells(self.right, width)
        room = max(0, width - cell_len(right) - 1)
        return fit_to_cells(self.text, room) + " " * (width - cell_len(right) - room) + right
