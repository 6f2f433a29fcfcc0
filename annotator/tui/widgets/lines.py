"""One-line widgets: title, what is lit, hints. Text that we did not write never reaches markup."""

from rich.cells import cell_len
from rich.segment import Segment
from textual.app import RenderResult
from textual.content import Content
from textual.geometry import Region
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from annotator.tui.widgets.cells import cut_to_cells, fit_to_cells, plain_cells, shown_text


class Line(Widget):
    """One row of plain text, cut at the edge; trouble (`-alarm`) takes the rows it needs."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "Line { height: 1; } Line.-alarm { height: auto; max-height: 4; }"

    text: reactive[str] = reactive("", repaint=False)

    _row_before = ""

    def watch_text(self) -> None:
        """Paint the cells that change."""
        self._show_row()

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

    def _show_row(self) -> None:
        before, row = self._row_before, self._row(self.size.width).ljust(self.size.width)
        self._row_before = row
        if len(before) != len(row) or self.has_class("-alarm") or not plain_cells(before + row):
            self.refresh()
        elif changed := changed_part(before, row):
            self.refresh(Region(changed.start, 0, len(changed), 1))


class TitleLine(Line):
    """Text at the left, and at the right what must never be cut."""

    right: reactive[str] = reactive("", repaint=False)

    def watch_right(self) -> None:
        """Paint the cells that change."""
        self._show_row()

    def render(self) -> RenderResult:
        """Return both parts: in trouble the right one says so."""
        return Content(self._row(self.size.width))

    def _row(self, width: int) -> str:
        right = cut_to_cells(self.right, width)
        room = max(0, width - cell_len(right) - 1)
        return fit_to_cells(self.text, room) + " " * (width - cell_len(right) - room) + right


def changed_part(before: str, after: str) -> range:
    """Return from where to where two texts of the same length differ."""
    first = _common(before, after)
    return range(first, len(after) - _common(before[first:][::-1], after[first:][::-1]))


def _common(one: str, other: str) -> int:
    """Return how many characters two texts of the same length begin with in common."""
    pairs = enumerate(zip(one, other, strict=True))
    return next((number for number, (a, b) in pairs if a != b), len(one))
