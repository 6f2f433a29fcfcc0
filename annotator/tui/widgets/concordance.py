"""Keywords in context: a row for each hit, the keywords below each other, with boxes to tick.

It shows and reports the mouse; what is ticked and where the cursor stands are kept here, what they
mean is the screen's affair. Only rows on the screen are drawn.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from textual import events
from textual.cache import LRUCache
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from annotator.project import Hit
from annotator.tui.widgets.cells import Grapheme, cut_to_cells, graphemes
from annotator.tui.widgets.terminal_cursor import place_cursor

_BOX = 4
"""Cells of the box to tick, with the mark of the cursor before it."""

_NARROW = 60
"""With fewer cells than this, names of articles make room for the text."""


class Columns(NamedTuple):
    """How the cells of a row are shared out."""

    name: int
    before: int
    after: int
    """The keyword and what follows."""
    label: int


def share_out(width: int) -> Columns:
    """Return the columns of rows of so many cells, the box left out."""
    name = min(22, width // 5) if width >= _NARROW else 0
    label = min(26, width // 4)
    text = max(10, width - _BOX - label - 1 - (name + 1 if name else 0))
    return Columns(name, text * 2 // 5, text - text * 2 // 5, label)


class Concordance(ScrollView, can_focus=True, inherit_bindings=False):
    """A list of hits with a cursor and ticks."""

    ALLOW_SELECT = False

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "concordance--cursor",
        "concordance--keyword",
        "concordance--context",
        "concordance--conflict",
    }

    class Moved(Message):
        """The cursor stands on another hit, or there are others now."""

    class Pressed(Message):
        """Somebody pressed the mouse on a hit."""

        def __init__(self, number: int, *, on_box: bool) -> None:
            super().__init__()
            self.number, self.on_box = number, on_box

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 (Textual's name)
        super().__init__(id=id)
        self.hits: list[Hit] = []
        self.ticked: set[int] = set()
        """Numbers of hits, from 0."""
        self.cursor = 0
        self._is_active = True
        self._strips: LRUCache[tuple[int, bool, bool, int], Strip] = LRUCache(512)

    @property
    def current(self) -> Hit | None:
        """The hit under the cursor."""
        return self.hits[self.cursor] if self.cursor < len(self.hits) else None

    @property
    def ticked_hits(self) -> list[Hit]:
        """The hits that are ticked, in order."""
        return [self.hits[number] for number in sorted(self.ticked)]

    def set_active(self, is_active: bool) -> None:
        """Show the cursor or not: where there is another list, only one of them has the keys."""
        self._is_active = is_active
        self.refresh()

    def clear(self) -> None:
        """Show nothing."""
        self.hits, self.ticked, self.cursor = [], set(), 0
        self._strips.clear()
        self._fit()
        self.scroll_to(y=0, animate=False, force=True)
        self.refresh()

    def add(self, hits: Sequence[Hit]) -> None:
        """Show more hits below those that are there."""
        first = len(self.hits)
        self.hits += hits
        self._fit()
        if first < self.scroll_offset.y + self.size.height:
            self.refresh()
        self.post_message(self.Moved())

    def move_to(self, number: int) -> None:
        """Put the cursor on a hit."""
        before, self.cursor = self.cursor, max(0, min(len(self.hits) - 1, number))
        view, at = max(1, self.size.height), self.scroll_offset.y
        self.refresh_lines(before, 1)
        self.refresh_lines(self.cursor, 1)
        if not at <= self.cursor < at + view:
            self.scroll_to(y=max(0, self.cursor - view // 2), animate=False, force=True)
        place_cursor(self, self.cursor - self.scroll_offset.y)
        self.post_message(self.Moved())

    def tick(self, numbers: Iterable[int], *, ticked: bool) -> None:
        """Tick hits, or take the ticks off."""
        changed = set(numbers)
        self.ticked = self.ticked | changed if ticked else self.ticked - changed
        for number in changed if len(changed) < self.size.height else ():
            self.refresh_lines(number, 1)
        if len(changed) >= self.size.height:
            self.refresh()
        self.post_message(self.Moved())

    def on_resize(self) -> None:
        """Share out the cells again."""
        self._strips.clear()
        self._fit()

    def notify_style_update(self) -> None:
        """Forget rows in old colours."""
        super().notify_style_update()
        self._strips.clear()

    def render_line(self, y: int) -> Strip:
        """Return one row of the screen."""
        number = y + self.scroll_offset.y
        width = self.scrollable_content_region.width
        if number >= len(self.hits):
            return Strip.blank(width, self.rich_style)
        key = (number, number in self.ticked, self._is_active and number == self.cursor, width)
        strip = self._strips.get(key)
        if strip is None:
            strip = self._strips[key] = self._strip(*key)
        return strip

    def on_click(self, event: events.Click) -> None:
        """Report which hit was pressed, and whether on its box."""
        number = event.y + self.scroll_offset.y
        if number < len(self.hits):
            self.post_message(self.Pressed(number, on_box=event.x < _BOX))

    def _fit(self) -> None:
        self.virtual_size = Size(self.scrollable_content_region.width, len(self.hits))

    def _strip(self, number: int, ticked: bool, lit: bool, width: int) -> Strip:
        hit, base = self.hits[number], self.rich_style
        look = self.get_component_rich_style
        columns = share_out(width)
        if lit:
            base += look("concordance--cursor")
        context = base if lit else base + look("concordance--context")
        box = f"{'▌' if lit else ' '}{'[x]' if ticked else '[!]' if hit.conflict else '[ ]'}"
        keyword = cut_to_cells(hit.keyword, columns.after)
        room = columns.after - _width(keyword)
        said, style = hit.conflict or " ".join((*hit.labels, *hit.told)), base
        if hit.conflict and not lit:
            style = base + look("concordance--conflict")
        name = f" {_filled(_name(hit), columns.name)}" if columns.name else ""
        before = cut_to_cells_at_end(hit.before, columns.before)
        segments = [
            Segment(f"{box}{name} ", base),
            Segment(" " * (columns.before - _width(before)) + before, context),
            Segment(keyword, base + look("concordance--keyword")),
            Segment(_filled(hit.after, room), context),
            Segment(f" {_filled(said, columns.label)}", style),
        ]
        return Strip(segments).adjust_cell_length(width, base)


def cut_to_cells_at_end(text: str, width: int) -> str:
    """Return the end of a text that fits on `width` cells, as it is drawn."""
    kept: list[str] = []
    used = 0
    for one in reversed(list(graphemes(text, 0, len(text)))):
        if used + one.width > width:
            break
        kept.append(one.shown)
        used += one.width
    return "".join(reversed(kept))


def _name(hit: Hit) -> str:
    return f"{hit.number}:{hit.sentence} {hit.title or hit.source}"


def _filled(text: str, width: int) -> str:
    """Return a text as it is drawn, cut or filled to exactly `width` cells."""
    shown = cut_to_cells(text, width)
    return shown + " " * (width - _width(shown))


def _width(shown: str) -> int:
    return sum(one.width for one in _each(shown))


def _each(shown: str) -> Iterator[Grapheme]:
    return graphemes(shown, 0, len(shown))
