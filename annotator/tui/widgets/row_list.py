"""Rows of plain text with a cursor."""

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.style import Style

from annotator.project import Place
from annotator.tui.widgets.cells import cut_to_cells, shown_text
from annotator.tui.widgets.paged_list import PagedList


class Row(NamedTuple):
    """A line of text; one with a place can be opened."""

    text: str
    place: Place | None = None


class _Rows:
    """Rows that are all there."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    def page(self, first: int, limit: int) -> Sequence[Row]:
        return self._rows[first : first + limit]


class RowList(PagedList[Row]):
    """A list of rows that are all there."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"row-list--cursor"}

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 (Textual's)
        super().__init__(_Rows(()), id)
        self.rows: Sequence[Row] = ()

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows, the cursor on the first."""
        self.rows = rows
        self.set_listing(_Rows(rows), 0)

    def looks(self, line: Row | None, width: int, *, is_lit: bool) -> tuple[str, Style]:
        """Return a row, with a mark where the cursor is."""
        text = line.text if line else ""
        style = self.get_component_rich_style("row-list--cursor") if is_lit else Style()
        text = f"▌{text[1:]}" if is_lit else text
        return cut_to_cells(shown_text(text, 0, len(text)), width), style
