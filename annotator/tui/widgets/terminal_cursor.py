"""The terminal's own cursor, which screen magnifiers, braille lines and input methods follow."""

from textual.geometry import Offset
from textual.widget import Widget


def place_cursor(widget: Widget, row: int, column: int = 0) -> None:
    """Put the cursor on a cell of a widget; it goes out with the next rows that are painted.

    Args:
        row: counted from the first row of the widget on the screen.
    """
    if widget.screen.is_current:
        place = widget.content_region.offset + Offset(column, max(0, row))
        if widget.app.cursor_position != place:
            widget.app.cursor_position = place
