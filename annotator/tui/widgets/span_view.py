"""The article on the screen: numbered sentences, lanes under the text, one range lit.

It paints and reports the mouse; it decides nothing. Only rows that changed are painted again, from
strips kept by sentence and revision, so a key costs the same in a long article as in a short one.
"""

from collections.abc import Iterable
from typing import ClassVar

from rich.style import Style
from textual import events
from textual.cache import LRUCache
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.timer import Timer

from annotator.model.spans import Span
from annotator.project import Desk, Edge, Touched
from annotator.tui.palette import TypeStyles, color_mode
from annotator.tui.signs import TypeSigns
from annotator.tui.themes import label_colors
from annotator.tui.widgets.cells import TextRow, columns, graphemes
from annotator.tui.widgets.layout import DocumentLayout, SentenceLayout, lay_out
from annotator.tui.widgets.marks import marks_in
from annotator.tui.widgets.painter import GUTTER, Code, SpanPainter
from annotator.tui.widgets.terminal_cursor import place_cursor

_KEPT_STRIPS = 256
"""Some screens full. A strip takes 2 kB, and nobody asks again for those of earlier revisions."""

_REST_SECONDS = 0.3


class SpanView(ScrollView, can_focus=True, inherit_bindings=False):
    """Shows the article of a desk."""

    ALLOW_SELECT = False  # dragging lights a range instead

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "span-view--gutter",
        "span-view--mark",
        "span-view--state",
        "span-view--heading",
        "span-view--dim",
        "span-view--lit",
        "span-view--held",
        "span-view--lane",
        "span-view--hint",
    }

    class Pressed(Message):
        """Somebody pressed the mouse on the text."""

        def __init__(self, offset: int) -> None:
            super().__init__()
            self.offset = offset

    class Dragged(Message):
        """Somebody drew the mouse over the text."""

        def __init__(self, start: int, end: int) -> None:
            super().__init__()
            self.start = start
            self.end = end

    class EdgeDragged(Message):
        """Somebody drags an edge of the lit annotation; the offset is None beside the text."""

        def __init__(self, edge: Edge, offset: int | None, *, ended: bool) -> None:
            super().__init__()
            self.edge: Edge = edge
            self.offset = offset
            self.ended = ended

    def __init__(
        self,
        desk: Desk,
        signs: TypeSigns,
        id: str | None = None,  # noqa: A002 (Textual's name)
    ) -> None:
        super().__init__(id=id)
        self._desk, self._signs = desk, signs
        self._width = 0
        self._layout: DocumentLayout | None = None
        self._strips: LRUCache[tuple[object, ...], Strip] = LRUCache(_KEPT_STRIPS)
        self._revisions: dict[int, int] = {}
        self._epoch = 0
        self._painted_index = 0
        self._painted_parts: tuple[Span, ...] = ()
        self._drag_from: int | None = None
        self._drag_edge: Edge | None = None
        self._has_dragged = False
        self._painter: SpanPainter | None = None
        self._codes: tuple[Code, ...] = ()
        self._compact = False
        self._looks: dict[str, Style] = {}
        self._fitting: Timer | None = None

    # -------------------------------------------------------------------- what is shown

    def set_desk(self, desk: Desk) -> None:
        """Show another article."""
        self._desk = desk
        self._revisions.clear()
        self._strips.clear()
        self._painted_index, self._painted_parts = 0, ()
        self._painter = None
        self._lay_out_all()
        self.scroll_to(y=0, animate=False)
        self.show_light()
        self.refresh()

    def sentences_changed(self, touched: Touched) -> None:
        """Paint sentences again whose annotations or completion changed."""
        if self._layout is None:
            return
        work = self._desk.session.work
        if len(touched) >= len(work.sentences):
            self._strips.clear()
            self._lay_out_all()
            self.refresh()
            return
        moved_from = len(work.sentences)
        for start in touched:
            index = work.index_of(start)
            self._revisions[start] = self._revisions.get(start, 0) + 1
            if self._layout.renew(index):
                moved_from = min(moved_from, index)
            self._refresh_sentence(index)
        if moved_from < len(work.sentences):
            # What stands below has moved. A new size is a layout of the whole screen, so it follows
            # when the hands rest.
            top = max(0, self._layout.top(moved_from) - self.scroll_offset.y)
            self.refresh(Region(0, top, self.size.width, max(0, self.size.height - top)))
            if self._fitting is None:
                self._fitting = self.set_timer(_REST_SECONDS, self._fit_size)

    @property
    def compact(self) -> bool:
        """Whether labels are colours in the text alone, without lanes."""
        return self._compact

    def set_compact(self, compact: bool) -> None:
        """Show labels without lanes, or with them."""
        self._compact = compact
        self._lay_out_again()

    def text_in_view(self) -> Span:
        """Return the range of the text whose rows, and the lanes right below them, are in view."""
        if self._layout is None:
            return Span(0, 0)
        first, last = self.scroll_offset.y, self.scroll_offset.y + self.size.height - 1
        rows = [self._row_at(first), self._row_at(min(last, self._layout.height - 1))]
        # A row that shows its text alone, or its lane alone, has no place for a hint.
        start, end = rows[0][0].start if rows[0][1] < 0 else rows[0][0].end, rows[1][0].end
        if rows[1][1] < 0 and not self._is_dense():
            end = rows[1][0].start
        return Span(start, max(start, end))

    def show_light(self) -> None:
        """Follow the light: paint where it was and is, and keep its sentence in view."""
        if self._layout is None:
            return
        self._show_codes()
        if self._fitting is not None:
            self._fitting.reset()
        index = self._desk.reader.index
        if index != self._painted_index:
            self._refresh_mark(min(self._painted_index, len(self._desk.session.work.sentences) - 1))
            self._refresh_mark(index)
        # Only the cells that change: over a slow line every row of a screen is felt.
        reader = self._desk.reader
        parts = (*reader.held, *reader.light.fragments)
        scrolled = Offset(0, -self.scroll_offset.y)
        for row, place in self._places(parts) ^ self._places(self._painted_parts):
            self.refresh(self._sent_with(row, place).translate(scrolled))
        self._painted_index, self._painted_parts = index, parts
        self._keep_in_view(index)
        self._place_cursor(index)

    def page_from(self, index: int, step: int) -> int:
        """Return the sentence half a screen before (-1) or after (1) a sentence."""
        if self._layout is None:
            return index + step
        reach = self._layout.top(index) + step * max(1, self.size.height // 2)
        found = self._layout.find(max(0, reach))[0]
        return found if found != index else index + step

    # ------------------------------------------------------------------------ painting

    def render_line(self, y: int) -> Strip:
        """Return one row of the screen."""
        row = y + self.scroll_offset.y
        base = self._style("")
        if self._layout is None or row >= self._layout.height:
            return Strip.blank(self.size.width, base)
        index, local = self._layout.find(row)
        layout, painter = self._layout[index], self._the_painter()
        start = self._desk.session.work.sentences[index].start
        text_row, lane = layout.at(local)
        codes = self._codes_on(layout.rows[text_row]) if lane == 0 and self._codes else ()
        key = (
            start,
            local,
            self._revisions.get(start, 0),
            index == self._desk.reader.index,
            painter.lit_part(layout.rows[text_row]) if lane < 0 else codes,
            self._epoch,
        )
        strip = self._strips.get(key)
        if strip is None:
            strip = self._strips[key] = painter.strip(index, layout, local, codes)
        return strip

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return rows of the screen as they are kept, each with the codes that it was sent as.

        Textual keeps rows by their place on the screen, so all of them are made again when they
        move. What it would add to them, borders and the like, the view does not have.
        """
        background = self.background_colors[1]
        rows = [self.render_line(y) for y in crop.line_range]
        for one in self.get_line_filters():
            rows = [row.apply_filter(one, background) for row in rows]
        return [row.crop(crop.x, crop.right) for row in rows]

    def notify_style_update(self) -> None:
        """Forget strips in old colours."""
        super().notify_style_update()
        self._epoch += 1
        self._painter = None
        self._looks.clear()
        self._strips.clear()

    def on_resize(self) -> None:
        """Wrap again when the width changed; keep the lit sentence in view, under a form too."""
        width = self.scrollable_content_region.width
        if width == self._width:
            self.show_light()
            return
        self._width, self._painter = width, None
        self._strips.clear()
        self._lay_out_all()
        self.show_light()
        self.refresh()

    def _row_at(self, screen_row: int) -> tuple[TextRow, int]:
        """Return the row of text that a screen row belongs to, and its lane (-1 for the text)."""
        assert self._layout is not None  # noqa: S101
        index, local = self._layout.find(screen_row)
        text_row, lane = self._layout[index].at(local)
        return self._layout[index].rows[text_row], lane

    def _is_dense(self) -> bool:
        """Say whether there are no lanes; hints bring them back, for they cover no text."""
        return self._compact and self._desk.hints is None

    def _show_codes(self) -> None:
        hints = self._desk.hints
        targets = hints.open if hints else {}
        codes = tuple(sorted((light.hull.start, code) for code, light in targets.items()))
        if codes == self._codes:
            return
        is_first_or_last = not (codes and self._codes)
        self._codes = codes
        if self._compact and is_first_or_last:
            self._lay_out_again()
        self.refresh()

    def _codes_on(self, row: TextRow) -> tuple[Code, ...]:
        return tuple(one for one in self._codes if row.start <= one[0] < row.end)

    def _lay_out_again(self) -> None:
        """Lay everything out anew, with the lit sentence where it is on the screen."""
        if self._layout is None:
            return
        index = self._desk.reader.index
        above = self._layout.top(index) - self.scroll_offset.y
        self._strips.clear()
        self._lay_out_all()
        row = max(0, self._layout.top(index) - above)
        self.scroll_to(y=row, animate=False, force=True)
        self.refresh()

    def _lay_out_all(self) -> None:
        work = self._desk.session.work
        self._layout = DocumentLayout(self._lay_out_one, len(work.sentences))
        self._fit_size()

    def _lay_out_one(self, index: int) -> SentenceLayout:
        work = self._desk.session.work
        sentence = work.sentences[index]
        ghosts = self._desk.suggested.in_sentence(sentence.start)
        marks = marks_in(work, sentence.start, self._signs, self._desk.frames.form, ghosts)
        width = self._width - GUTTER
        return lay_out(work.text, sentence, marks, width, lanes=not self._is_dense())

    def _fit_size(self) -> None:
        if self._fitting is not None:
            self._fitting.stop()
            self._fitting = None
        if self._layout is not None:
            self.virtual_size = Size(self._width, self._layout.height)

    def _refresh_mark(self, index: int) -> None:
        """Paint the mark beside a sentence again."""
        assert self._layout is not None  # noqa: S101
        top = self._layout.top(index) - self.scroll_offset.y
        self.refresh(Region(0, top, 1, self._layout[index].height))

    def _refresh_sentence(self, index: int) -> None:
        assert self._layout is not None  # noqa: S101 (callers have looked)
        top, height = self._layout.top(index), self._layout[index].height
        first = max(top, self.scroll_offset.y)
        last = min(top + height, self.scroll_offset.y + self.size.height)
        if first < last:
            self.refresh_lines(first, last - first)

    def _keep_in_view(self, index: int) -> None:
        assert self._layout is not None  # noqa: S101
        top, height = self._layout.top(index), self._layout[index].height
        view, at = self.size.height, self.scroll_offset.y
        if height > view:
            start, end = self._lit_in(index)
            first = top + self._layout[index].row_of(start)
            last = top + self._layout[index].row_of(end - 1) + 2
            top, height = first, min(view, last - first)
        if top < at:
            wanted = top + height - view * 2 // 3
        elif top + height > at + view:
            wanted = top - view // 3
        else:
            return
        row = max(top + height - view, min(wanted, top), 0)
        if row > self.max_scroll_y:
            self._fit_size()  # it may be waiting for the hands to rest, and bounds the scrolling
        self.scroll_to(y=row, animate=False, force=True)

    def _place_cursor(self, index: int) -> None:
        """Put the terminal's cursor on the light, for input methods and braille displays."""
        assert self._layout is not None  # noqa: S101
        layout, lit = self._layout[index], self._lit_in(index)
        number = layout.text_rows(lit)[0]
        row = self._layout.top(index) + layout.screen_row(number) - self.scroll_offset.y
        column = self._cells_of(lit, layout.rows[number])[0]
        place_cursor(self, row, GUTTER + column)

    def _lit_in(self, index: int) -> Span:
        """Return what is lit of a sentence: a mention may reach over several."""
        sentence = self._desk.session.work.sentences[index]
        parts = [
            (max(start, sentence.start), min(end, sentence.end))
            for start, end in self._desk.reader.light.fragments
            if start < sentence.end and end > sentence.start
        ]
        return Span(parts[0][0], parts[-1][1])

    def _places(self, parts: Iterable[Span]) -> frozenset[tuple[TextRow, Region]]:
        """Return the rows, and where in the article in cells, that parts in view stand on."""
        assert self._layout is not None  # noqa: S101
        work, first = self._desk.session.work, self.scroll_offset.y
        last = first + self.size.height - 1
        found: set[tuple[TextRow, Region]] = set()
        for part in parts:
            for sentence in work.sentences_touching((part,)):
                index = work.index_of(sentence.start)
                top, layout = self._layout.top(index), self._layout[index]
                in_view = range(layout.at(first - top)[0], layout.at(last - top)[0] + 1)
                rows = layout.text_rows(part)
                for number in range(max(rows[0], in_view[0]), min(rows[-1], in_view[-1]) + 1):
                    row, y = layout.rows[number], top + layout.tops[number]
                    found.add((row, self._place(part, row, y)))
        return frozenset(found)

    def _place(self, part: Span, row: TextRow, y: int) -> Region:
        first, last = self._cells_of(part, row)
        return Region(GUTTER + first, y, last - first, 1)

    def _sent_with(self, row: TextRow, place: Region) -> Region:
        """Return what has to be painted for a place on a row to be right in every terminal."""
        if columns(self._desk.reader.text, row) is None:
            return place
        # Terminals disagree about the width of some characters, and Rich cuts some in two.
        return Region(0, place.y, self._width, 1)

    def _cells_of(self, part: Span, row: TextRow) -> tuple[int, int]:
        """Return the first cell of a range on a row, and the cell behind it."""
        start, end = max(part.start, row.start), min(part.end, row.end)
        found = columns(self._desk.reader.text, row)
        return (found[start], found[end]) if found else (start - row.start, end - row.start)

    def _style(self, name: str) -> Style:
        """Return one of the view's styles; they hold until colours change."""
        style = self._looks.get(name)
        if style is None:
            style = self.get_component_rich_style(f"span-view--{name}") if name else self.rich_style
            self._looks[name] = style
        return style

    def _the_painter(self) -> SpanPainter:
        if self._painter is None:
            background, foreground = self.background_colors[1], self.colors[3]
            app, scheme = self.app, self._desk.session.scheme
            colors = color_mode(
                app.console.color_system, is_ansi=app.native_ansi_color, no_color=app.no_color
            )
            own = label_colors(app.current_theme)
            types = TypeStyles(scheme, foreground, background, colors, own)
            self._painter = SpanPainter(self._desk, self._style, types, self._width)
        return self._painter

    # --------------------------------------------------------------------------- mouse

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Begin to draw, to drag an edge of the lit annotation, or to press."""
        offset = self._offset_at(event)
        if offset is not None:
            self._drag_from, self._drag_edge = offset, self._desk.reader.edge_at(offset)
            self.capture_mouse()
        event.stop()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Light what has been drawn over, or follow the edge that is dragged."""
        offset = self._offset_at(event) if self._drag_from is not None else None
        if offset is None or (offset == self._drag_from and not self._has_dragged):
            return
        self._has_dragged = True
        if self._drag_edge is not None:
            self.post_message(self.EdgeDragged(self._drag_edge, offset, ended=False))
        else:
            self.post_message(self.Dragged(*self._drawn(offset)))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """End drawing; a press without a move lights what stands there."""
        start, has_dragged = self._drag_from, self._has_dragged
        self._drag_from, self._has_dragged = None, False
        self.release_mouse()
        event.stop()
        offset = self._offset_at(event)
        if start is None:
            return
        if not has_dragged:
            self.post_message(self.Pressed(start))
        elif self._drag_edge is not None:
            self.post_message(self.EdgeDragged(self._drag_edge, offset, ended=True))

    def _drawn(self, offset: int) -> tuple[int, int]:
        start = self._drag_from or 0
        # The character under the mouse is drawn over in both directions.
        return (start, offset + 1) if offset >= start else (start + 1, offset)

    def _offset_at(self, event: events.MouseEvent) -> int | None:
        """Return the offset of the character under the mouse, None beside the text."""
        place = event.get_content_offset(self)
        if self._layout is None or place is None:
            return None
        row = place.y + self.scroll_offset.y
        if not 0 <= row < self._layout.height:
            return None
        index, local = self._layout.find(row)
        text_row = self._layout[index].rows[self._layout[index].at(local)[0]]
        column = max(0, place.x - GUTTER)
        for one in graphemes(self._desk.session.work.text, *text_row):
            column -= one.width
            if column < 0:
                return one.start
        return max(text_row.start, text_row.end - 1)
