"""The article on the screen: numbered sentences, lanes under the text, one range lit.

It paints and reports the mouse; it decides nothing. Only rows that changed are painted again, from
strips kept by sentence and revision, so a key costs the same in a long article as in a short one.
"""

from itertools import pairwise
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.cache import LRUCache
from textual.geometry import Offset, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.timer import Timer

from annotator.model.annotation import Mention
from annotator.model.spans import Span
from annotator.project import Desk, Touched
from annotator.tui.palette import TypeStyles
from annotator.tui.widgets.cells import TextRow, columns, graphemes, shown_text
from annotator.tui.widgets.layout import DocumentLayout, SentenceLayout, lay_out

GUTTER = 7
"""Cells left of the text: the mark of the lit sentence, its number or state, a blank."""

_KEPT_STRIPS = 4096

_REST_SECONDS = 0.3

_KIND_SIGNS = {
    "headline": "head",
    "headline_duplicate": "again",
    "subheadline": "sub",
    "subheading": "head",
    "caption": "capt",
    "boilerplate": "boil",
}
_STATE_SIGNS = {"done": "done", "skipped": "skip", "unsure": "?", "stale": "check"}
_BOLD_KINDS = ("headline", "subheadline", "subheading")
_DIM_KINDS = ("boilerplate", "headline_duplicate")


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

    def __init__(self, desk: Desk, id: str | None = None) -> None:  # noqa: A002 (Textual's name)
        super().__init__(id=id)
        self._desk = desk
        self._width = 0
        self._layout: DocumentLayout | None = None
        self._strips: LRUCache[tuple[object, ...], Strip] = LRUCache(_KEPT_STRIPS)
        self._revisions: dict[int, int] = {}
        self._epoch = 0
        self._painted_index = 0
        self._painted_rows: frozenset[int] = frozenset()
        self._drag_from: int | None = None
        self._styles: TypeStyles | None = None
        self._looks: dict[str, Style] = {}
        self._fitting: Timer | None = None

    # -------------------------------------------------------------------- what is shown

    def set_desk(self, desk: Desk) -> None:
        """Show another article."""
        self._desk = desk
        self._revisions.clear()
        self._strips.clear()
        self._painted_index, self._painted_rows = 0, frozenset()
        self._styles = None
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
            self.refresh()
            if self._fitting is None:
                self._fitting = self.set_timer(_REST_SECONDS, self._fit_size)

    def show_light(self) -> None:
        """Follow the light: paint where it was and is, and keep its sentence in view."""
        if self._layout is None:
            return
        if self._fitting is not None:
            self._fitting.reset()
        index = self._desk.reader.index
        rows = self._lit_rows()
        if index != self._painted_index:
            # The mark beside the sentence moves too.
            for one in {
                index,
                min(self._painted_index, len(self._desk.session.work.sentences) - 1),
            }:
                self._refresh_sentence(one)
        for row in rows | self._painted_rows:
            self.refresh_line(row)
        self._painted_index, self._painted_rows = index, rows
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
        work = self._desk.session.work
        sentence = work.sentences[index]
        text_row, lane = self._layout[index].at(local)
        lit = self._lit_part(index, self._layout[index].rows[text_row]) if lane < 0 else ()
        key = (
            sentence.start,
            local,
            self._revisions.get(sentence.start, 0),
            index == self._desk.reader.index,
            lit,
            self._epoch,
        )
        strip = self._strips.get(key)
        if strip is None:
            strip = self._strip(index, text_row, lane, local)
            self._strips[key] = strip
        return strip

    def notify_style_update(self) -> None:
        """Forget strips in old colours."""
        super().notify_style_update()
        self._epoch += 1
        self._styles = None
        self._looks.clear()
        self._strips.clear()

    def on_resize(self) -> None:
        """Wrap again when the width changed, and keep the lit sentence where it is."""
        width = self.scrollable_content_region.width
        if width == self._width:
            return
        self._width = width
        self._strips.clear()
        self._lay_out_all()
        self.show_light()
        self.refresh()

    def _lay_out_all(self) -> None:
        work = self._desk.session.work
        self._layout = DocumentLayout(self._lay_out_one, len(work.sentences))
        self._fit_size()

    def _lay_out_one(self, index: int) -> SentenceLayout:
        work = self._desk.session.work
        sentence = work.sentences[index]
        mentions = work.mentions_in(sentence.start)
        return lay_out(work.text, sentence, mentions, self._width - GUTTER)

    def _fit_size(self) -> None:
        if self._fitting is not None:
            self._fitting.stop()
            self._fitting = None
        if self._layout is not None:
            self.virtual_size = Size(self._width, self._layout.height)

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
        layout, start = self._layout[index], self._lit_in(index).start
        row = self._layout.top(index) + layout.row_of(start) - self.scroll_offset.y
        text_row = layout.rows[layout.at(layout.row_of(start))[0]]
        found = columns(self._desk.session.work.text, text_row)
        column = found[start] if found else start - text_row.start
        place = self.region.offset + Offset(GUTTER + column, max(0, row))
        if self.app.cursor_position != place:
            self.app.cursor_position = place

    def _lit_in(self, index: int) -> Span:
        """Return what is lit of a sentence: a mention may reach over several."""
        sentence = self._desk.session.work.sentences[index]
        parts = [
            (max(start, sentence.start), min(end, sentence.end))
            for start, end in self._desk.reader.light.fragments
            if start < sentence.end and end > sentence.start
        ]
        return Span(parts[0][0], parts[-1][1])

    def _lit_rows(self) -> frozenset[int]:
        """Return the screen rows of the article whose text is lit or held."""
        assert self._layout is not None  # noqa: S101
        reader, work = self._desk.reader, self._desk.session.work
        found: set[int] = set()
        for part in (*reader.held, *reader.light.fragments):
            for sentence in work.sentences_touching((part,)):
                index = work.index_of(sentence.start)
                layout = self._layout[index]
                for number, row in enumerate(layout.rows):
                    if _meets(part, row):
                        found.add(self._layout.top(index) + layout.screen_row(number))
        return frozenset(found)

    def _lit_part(self, index: int, row: TextRow) -> tuple[tuple[int, int, bool], ...]:
        """Return what of this row is lit (True) or held (False)."""
        reader = self._desk.reader
        parts = [(part, False) for part in reader.held]
        parts += [(part, True) for part in reader.light.fragments]
        return tuple(
            (max(part.start, row.start), min(part.end, row.end), lit)
            for part, lit in parts
            if part.start < row.end and part.end > row.start
        )

    def _strip(self, index: int, text_row: int, lane: int, local: int) -> Strip:
        assert self._layout is not None  # noqa: S101
        base = self._style("")
        gutter = self._gutter(index, local)
        layout = self._layout[index]
        if lane < 0:
            cells = self._text_segments(index, layout.rows[text_row])
        else:
            cells = self._lane_segments(layout, text_row, lane)
        return Strip([gutter, *cells]).adjust_cell_length(self._width, base)

    def _gutter(self, index: int, local: int) -> Segment:
        work, reader = self._desk.session.work, self._desk.reader
        sentence = work.sentences[index]
        mark = "▌" if index == reader.index else " "
        if local == 0:
            return Segment(f"{mark}{index + 1:>5} ", self._style("gutter"))
        if local != 1:
            return Segment(f"{mark}      ", self._style("gutter"))
        found = work.state_of(sentence.start, self._desk.layers[0])
        state = "" if found is None else "stale" if found.stale else found.state
        sign = _STATE_SIGNS.get(state, _KIND_SIGNS.get(sentence.kind, ""))
        return Segment(f"{mark}{sign:>5} ", self._style("state" if state else "gutter"))

    def _text_segments(self, index: int, row: TextRow) -> list[Segment]:
        work = self._desk.session.work
        sentence = work.sentences[index]
        mentions = work.mentions_in(sentence.start)
        lit = self._lit_part(index, row)
        spans = [(part, m) for m in mentions for part in m.fragments if _meets(part, row)]
        cuts = {row.start, row.end}
        cuts.update(place for part, _ in spans for place in part)
        cuts.update(place for start, end, _ in lit for place in (start, end))
        places = sorted(place for place in cuts if row.start <= place <= row.end)
        base = self._sentence_style(sentence.kind)
        return [
            Segment(
                shown_text(work.text, start, end),
                base + self._run_style(start, end, spans) + self._light_style(start, end, lit),
            )
            for start, end in pairwise(places)
        ]

    def _run_style(self, start: int, end: int, spans: list[tuple[Span, Mention]]) -> Style:
        over = [(part, m) for part, m in spans if part.start <= start and end <= part.end]
        if not over:
            return Style()
        innermost = min(over, key=lambda one: (one[1].anchor.end - one[1].anchor.start, one[1].id))
        style = self._type_styles().text(innermost[1].type)
        # Without colours, text under more than one label has to look different too.
        return style + Style(underline=True) if len(over) > 1 else style

    def _light_style(self, start: int, end: int, lit: tuple[tuple[int, int, bool], ...]) -> Style:
        for first, last, is_lit in reversed(lit):
            if first <= start and end <= last:
                return self._style("lit" if is_lit else "held")
        return Style()

    def _lane_segments(self, layout: SentenceLayout, text_row: int, lane: int) -> list[Segment]:
        styles, base = self._type_styles(), self._style("lane")
        segments, column = [], 0
        for piece in layout.lanes[text_row][lane]:
            segments.append(Segment(" " * (piece.column - column), base))
            segments.append(Segment(piece.cells, base + styles.lane(piece.type)))
            column = piece.column + len(piece.cells)
        return segments

    def _sentence_style(self, kind: str) -> Style:
        if kind in _BOLD_KINDS:
            return self._style("heading")
        return self._style("dim" if kind in _DIM_KINDS else "")

    def _style(self, name: str) -> Style:
        """Return one of the view's styles; they hold until colours change."""
        style = self._looks.get(name)
        if style is None:
            style = self.get_component_rich_style(f"span-view--{name}") if name else self.rich_style
            self._looks[name] = style
        return style

    def _type_styles(self) -> TypeStyles:
        if self._styles is None:
            background, foreground = self.background_colors[1], self.colors[3]
            self._styles = TypeStyles(
                self._desk.session.scheme, foreground, background, self.app.console.color_system
            )
        return self._styles

    # --------------------------------------------------------------------------- mouse

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Begin to draw, or press."""
        offset = self._offset_at(event)
        if offset is not None:
            self._drag_from = offset
            self.capture_mouse()
        event.stop()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Light what has been drawn over."""
        offset = self._offset_at(event) if self._drag_from is not None else None
        if offset is not None and self._drag_from not in (None, offset):
            self.post_message(self.Dragged(*self._drawn(offset)))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """End drawing; a press without a move lights what stands there."""
        start, self._drag_from = self._drag_from, None
        self.release_mouse()
        if start is not None and self._offset_at(event) == start:
            self.post_message(self.Pressed(start))
        event.stop()

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


def _meets(part: Span, row: TextRow) -> bool:
    return part.start < row.end and part.end > row.start
