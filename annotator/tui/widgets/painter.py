"""Rows of the article as cells: text with its labels and light, lanes, hints, the gutter.

It knows nothing of scrolling: the view asks for a row of a sentence and keeps what it gets.
"""

from collections.abc import Callable
from itertools import pairwise

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from annotator.model.annotation import Mention
from annotator.model.spans import Span
from annotator.project import Desk
from annotator.tui.palette import TypeStyles
from annotator.tui.widgets.cells import TextRow, columns, shown_text, whole_characters
from annotator.tui.widgets.layout import SentenceLayout

GUTTER = 7
"""Cells left of the text: the mark of the lit sentence, its number or state, a blank."""

LitPart = tuple[int, int, bool]
"""Start and end in code points of what is lit (True) or held (False) of a row."""

Code = tuple[int, str]
"""Where a hint stands in the text, and what is still to be typed of it."""

_KIND_SIGNS = {
    "headline": "head",
    "headline_duplicate": "again",
    "subheadline": "sub",
    "subheading": "head",
    "caption": "capt",
    "boilerplate": "boil",
}
_STATE_SIGNS = {"done": "done", "skipped": "skip", "unsure": "?", "stale": "check"}
_STATE_LETTERS = {"done": "✓", "skipped": "-", "unsure": "?", "stale": "!"}
_BOLD_KINDS = ("headline", "subheadline", "subheading")
_DIM_KINDS = ("boilerplate", "headline_duplicate")


class SpanPainter:
    """Paints the article of a desk on `width` cells.

    Args:
        style: gives a style of the view by name, "" for its own.
        types: the styles of labels.
    """

    def __init__(
        self, desk: Desk, style: Callable[[str], Style], types: TypeStyles, width: int
    ) -> None:
        self._desk, self._style, self._types, self._width = desk, style, types, width

    def strip(
        self, index: int, layout: SentenceLayout, local: int, codes: tuple[Code, ...]
    ) -> Strip:
        """Return row `local` of a sentence, with hints over its lane."""
        text_row, lane = layout.at(local)
        row = layout.rows[text_row]
        gutter = self._gutter(index, local, compact=not layout.lanes[0])
        if lane < 0:
            cells = self._text_segments(index, row)
        else:
            cells = self._lane_segments(layout, text_row, lane)
        strip = Strip([gutter, *cells]).adjust_cell_length(self._width, self._style(""))
        return self._with_codes(strip, row, codes) if codes else strip

    def lit_part(self, row: TextRow) -> tuple[LitPart, ...]:
        """Return what of this row is lit (True) or held (False)."""
        reader = self._desk.reader
        parts = [(part, False) for part in reader.held]
        parts += [(part, True) for part in reader.light.fragments]
        return tuple(
            (max(part.start, row.start), min(part.end, row.end), lit)
            for part, lit in parts
            if part.start < row.end and part.end > row.start
        )

    def _with_codes(self, strip: Strip, row: TextRow, codes: tuple[Code, ...]) -> Strip:
        found = columns(self._desk.reader.text, row)
        look, taken = self._style("hint"), 0
        parts: list[Strip] = []
        for offset, code in codes:
            column = GUTTER + (found[offset] if found else offset - row.start)
            parts += [strip.crop(taken, column), Strip([Segment(code, look)], len(code))]
            taken = column + len(code)
        return Strip.join([*parts, strip.crop(taken, strip.cell_length)]).crop(0, self._width)

    def _gutter(self, index: int, local: int, *, compact: bool) -> Segment:
        mark = "▌" if index == self._desk.reader.index else " "
        state, sign = self._state_of(index)
        if local == 0:
            # Without lanes a sentence may have one row, which shows number and state.
            behind = _STATE_LETTERS.get(state, " ") if compact else " "
            name = "state" if behind != " " else "gutter"
            return Segment(f"{mark}{index + 1:>5}{behind}", self._style(name))
        if local != 1:
            return Segment(f"{mark}      ", self._style("gutter"))
        return Segment(f"{mark}{sign:>5} ", self._style("state" if state else "gutter"))

    def _state_of(self, index: int) -> tuple[str, str]:
        work = self._desk.session.work
        sentence = work.sentences[index]
        state = self._desk.state_of(sentence)
        return state, _STATE_SIGNS.get(state, _KIND_SIGNS.get(sentence.kind, ""))

    def _text_segments(self, index: int, row: TextRow) -> list[Segment]:
        work = self._desk.session.work
        sentence = work.sentences[index]
        mentions = work.mentions_in(sentence.start)
        lit = self.lit_part(row)
        spans = [(part, m) for m in mentions for part in m.fragments if _meets(part, row)]
        cuts = {row.start, row.end}
        cuts.update(place for part, _ in spans for place in part)
        cuts.update(place for start, end, _ in lit for place in (start, end))
        cuts = whole_characters(work.text, row, cuts)
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
        style = self._types.text(innermost[1].type)
        return style + self._types.overlap if len(over) > 1 else style

    def _light_style(self, start: int, end: int, lit: tuple[LitPart, ...]) -> Style:
        for first, last, is_lit in reversed(lit):
            if first <= start and end <= last:
                return self._style("lit" if is_lit else "held")
        return Style()

    def _lane_segments(self, layout: SentenceLayout, text_row: int, lane: int) -> list[Segment]:
        base = self._style("lane")
        segments, column = [], 0
        for piece in layout.lanes[text_row][lane]:
            if piece.column > column:
                segments.append(Segment(" " * (piece.column - column), base))
            segments.append(Segment(piece.cells, base + self._types.lane(piece.type)))
            column = piece.column + len(piece.cells)
        return segments

    def _sentence_style(self, kind: str) -> Style:
        if kind in _BOLD_KINDS:
            return self._style("heading")
        return self._style("dim" if kind in _DIM_KINDS else "")


def _meets(part: Span, row: TextRow) -> bool:
    return part.start < row.end and part.end > row.start
