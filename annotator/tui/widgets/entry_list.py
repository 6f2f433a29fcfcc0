"""The entries of the registry, a line each; reads only what is on the screen."""

from typing import ClassVar, NamedTuple

from rich.style import Style

from annotator.project import ListedEntry
from annotator.tui.widgets.cells import cut_to_cells, fit_to_cells
from annotator.tui.widgets.paged_list import PagedList

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


class EntryList(PagedList[ListedEntry]):
    """The entries, with a mark on one of them."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"entry-list--cursor"}

    class Chosen(PagedList.Chosen):
        """Somebody pressed the mouse on an entry."""

    _marked = ""

    def mark(self, entry: str) -> None:
        """Mark the entry with this id, "" for none."""
        self._marked = entry
        self.refresh()

    def looks(self, line: ListedEntry | None, width: int, *, is_lit: bool) -> tuple[str, Style]:
        """Return an entry with its marks."""
        style = self.get_component_rich_style("entry-list--cursor") if is_lit else Style()
        if line is None:
            return cut_to_cells("   gone meanwhile", width), style
        is_marked = line.entry.id == self._marked
        marks = f"{'▌' if is_lit else ' '}{'◆' if is_marked else ' '} "
        return _described(line, marks, width), style


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
