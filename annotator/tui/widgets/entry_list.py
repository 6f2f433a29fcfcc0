"""The entries of the registry, a line each; reads only what is on the screen."""

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from textual import events
from textual.cache import LRUCache
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from annotator.project import EntryListing, ListedEntry
from annotator.tui.widgets.cells import cut_to_cells, fit_to_cells

_PAGE = 100
"""Entries read at once."""

_MARKS = 3
"""Cells for the marks of the cursor and of the entry that is to be merged."""


class _Column(NamedTuple):
    """A column, and the width of the list from which on there is room for it."""

    name: str
    width: int
    least: int
    is_number: bool = False


_COLUMNS = (
    _Column("type", 14, 0),
    _Column("links", 6, 0, is_number=True),
    _Column("aliases", 7, 60, is_number=True),
    _Column("affiliate of", 18, 76),
    _Column("wikidata", 11, 100),
)
"""They stand behind the name, which takes the rest."""


def entry_heading(width: int) -> str:
    """Return the names of the columns that a list of this width shows."""
    return _row({column.name: column.name for column in _COLUMNS}, " " * _MARKS, "name", width)


class EntryList(ScrollView, can_focus=True, inherit_bindings=False):
    """A list with a cursor, and a mark on one entry."""

    ALLOW_SELECT = False

    COMPONENT_CLASSES: ClassVar[set[str]] = {"entry-list--cursor"}

    class Chosen(Message):
        """Somebody pressed the mouse on an entry."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def __init__(self, listing: EntryListing, id: str | None = None) -> None:  # noqa: A002 (Textual's)
        super().__init__(id=id)
        self._listing = listing
        self._pages: LRUCache[int, Sequence[ListedEntry | None]] = LRUCache(8)
        self.cursor = 0
        self.empty = ""
        """What to say where there is nothing to list."""
        self._marked = ""

    def __len__(self) -> int:
        return len(self._listing)

    @property
    def current(self) -> ListedEntry | None:
        """The entry under the cursor."""
        return self._line(self.cursor)

    def mark(self, entry: str) -> None:
        """Mark the entry with this id, "" for none."""
        self._marked = entry
        self.refresh()

    def set_listing(self, listing: EntryListing, number: int) -> None:
        """Show other entries, or the same ones as they are now, the cursor on this number."""
        self._listing = listing
        self._pages.clear()
        self.cursor = number
        self.on_resize()
        self.refresh()

    def move_to(self, number: int) -> None:
        """Put the cursor on an entry, counted from 0."""
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
        line, is_lit = self._line(number), number == self.cursor
        style = base + self.get_component_rich_style("entry-list--cursor") if is_lit else base
        is_marked = line is not None and line.entry.id == self._marked
        marks = f"{'▌' if is_lit else ' '}{'◆' if is_marked else ' '} "
        text = _described(line, marks, width) if line else cut_to_cells("   gone meanwhile", width)
        return Strip([Segment(text, style)]).adjust_cell_length(width, style)

    def on_click(self, event: events.Click) -> None:
        """Choose the entry under the mouse."""
        number = event.y + self.scroll_offset.y
        if number < len(self._listing):
            self.post_message(self.Chosen(number))

    def _line(self, number: int) -> ListedEntry | None:
        if not 0 <= number < len(self._listing):
            return None
        page, within = divmod(number, _PAGE)
        lines = self._pages.get(page)
        if lines is None:
            lines = self._pages[page] = self._listing.page(page * _PAGE, _PAGE)
        return lines[within] if within < len(lines) else None


def _described(line: ListedEntry, marks: str, width: int) -> str:
    values = {
        "type": line.entry.type,
        "links": str(line.links),
        "aliases": str(len(line.entry.aliases)),
        "affiliate of": line.affiliate_of,
        "wikidata": line.entry.wikidata,
    }
    return _row(values, marks, line.entry.name, width)


def _row(values: dict[str, str], marks: str, name: str, width: int) -> str:
    """Return the values as columns on exactly this width, with those that have room."""
    columns = [column for column in _COLUMNS if column.least <= width]
    right = "".join(f"  {_cell(column, values[column.name])}" for column in columns)
    room = width - len(marks) - sum(column.width + 2 for column in columns)
    return marks + fit_to_cells(name, max(0, room)) + right


def _cell(column: _Column, value: str) -> str:
    return value.rjust(column.width) if column.is_number else fit_to_cells(value, column.width)
