"""Floor: a text in Textual's Line API, one word lit; only rows that change are drawn again.

    python textual_lines.py FILE [DATABASE]

Right and down light another word, page down another page; `m` writes a row to the database,
durably, before the row of the word is drawn again.
"""

import sqlite3
import sys
from pathlib import Path
from textwrap import wrap
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

_PLAIN, _LIT = Style(), Style(reverse=True)


class Text(ScrollView, can_focus=True, inherit_bindings=False):
    """Rows of words."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "go(1, 0)"),
        Binding("left", "go(-1, 0)"),
        Binding("down", "go(0, 1)"),
        Binding("pagedown", "go(0, 35)"),
        Binding("m", "mark"),
    ]

    def __init__(self, rows: list[list[str]], conn: sqlite3.Connection | None) -> None:
        super().__init__()
        self._rows, self._conn, self._row, self._word = rows, conn, 0, 0

    def on_mount(self) -> None:
        """Say how much there is to scroll."""
        self.focus()
        self.virtual_size = Size(110, len(self._rows))

    def render_line(self, y: int) -> Strip:
        """Return a row of the screen."""
        number = y + self.scroll_offset.y
        if number >= len(self._rows):
            return Strip.blank(self.size.width)
        lit = self._word if number == self._row else -1
        segments = [
            Segment(f"{word} ", _LIT if index == lit else _PLAIN)
            for index, word in enumerate(self._rows[number])
        ]
        return Strip(segments).adjust_cell_length(self.size.width)

    def action_go(self, words: int, rows: int) -> None:
        """Light another word."""
        before = self._row
        self._word += words
        if self._word >= len(self._rows[self._row]):
            self._word, rows = 0, 1
        elif self._word < 0 or rows:
            self._word, rows = 0, rows or -1
        self._row = max(0, min(self._row + rows, len(self._rows) - 1))
        if not 0 <= self._row - self.scroll_offset.y < self.size.height:
            self.scroll_to(y=self._row, animate=False, force=True)
        for number in {before, self._row}:
            self._draw(number)

    def action_mark(self) -> None:
        """Write, then draw."""
        if self._conn is not None:
            self._conn.execute("INSERT INTO marks VALUES (?, ?)", (self._row, self._word))
            self.action_go(1, 0)

    def _draw(self, number: int) -> None:
        self.refresh(Region(0, number - self.scroll_offset.y, self.size.width, 1))


class Reader(App[None]):
    """Shows a file."""

    def compose(self) -> ComposeResult:
        """Make the view."""
        conn = None
        if len(sys.argv) > 2:
            conn = sqlite3.connect(sys.argv[2], isolation_level=None)
            conn.execute("PRAGMA journal_mode=WAL")
            conn.execute("PRAGMA synchronous=FULL")
            conn.execute("CREATE TABLE IF NOT EXISTS marks (place INTEGER, word INTEGER)")
        text = Path(sys.argv[1]).read_text(encoding="utf-8")
        rows = [row.split() for line in text.splitlines() for row in wrap(line, 110)]
        yield Text(rows, conn)


Reader().run()
