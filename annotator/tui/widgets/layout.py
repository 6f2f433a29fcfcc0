"""Where sentences and their lanes stand: rows, heights, tags. Pure: no widget, no colour.

Every row of text owns at least one lane row, so the first mark moves nothing; a deeper lane moves
only what stands below its own sentence.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate, zip_longest
from typing import NamedTuple

from annotator.model.article import Sentence
from annotator.model.spans import Span, hull
from annotator.tui.signs import Shape, TypeSign
from annotator.tui.widgets.cells import TextRow, columns, wrap

_BEFORE = "›"
"""Stands between a bracket and a tag before it, which would else be read as its neighbour's."""


class Mark(NamedTuple):
    """What stands under a text: a mention, a trigger or cue, or what fills a role."""

    id: str
    type: str
    """Names its look."""
    fragments: tuple[Span, ...]
    sign: TypeSign
    flags: str = ""
    """Stands before the tag: `?` if it is unsure, `*` if it has a note."""

    @property
    def anchor(self) -> Span:
        """The hull of the fragments."""
        return hull(self.fragments)


class LanePiece(NamedTuple):
    """What a lane draws for one mark on one row of text."""

    column: int
    cells: str
    mark: str
    type: str


class SentenceLayout(NamedTuple):
    """The rows of one sentence."""

    rows: tuple[TextRow, ...]
    lanes: tuple[tuple[tuple[LanePiece, ...], ...], ...]
    """For each row of text, its lanes from the text downwards."""
    tops: tuple[int, ...]
    """For each row of text, its screen row within the sentence; last, that of what follows."""

    @property
    def height(self) -> int:
        """Screen rows, lanes included."""
        return self.tops[-1]

    def row_of(self, offset: int) -> int:
        """Return the screen row, within the sentence, of the text at an offset."""
        return self.screen_row(self._text_row_of(offset))

    def text_rows(self, part: Span) -> range:
        """Return the numbers of the text rows that a range of the sentence reaches into."""
        return range(self._text_row_of(part.start), self._text_row_of(part.end - 1) + 1)

    def _text_row_of(self, offset: int) -> int:
        return max(0, bisect_right(self.rows, offset, key=_start) - 1)

    def screen_row(self, text_row: int) -> int:
        """Return the screen row, within the sentence, of a row of text."""
        return self.tops[text_row]

    def at(self, screen_row: int) -> tuple[int, int]:
        """Return the text row and the lane (-1 for the text itself) of a screen row."""
        text_row = min(bisect_right(self.tops, screen_row), len(self.rows)) - 1
        return text_row, screen_row - self.tops[text_row] - 1


class _Piece(NamedTuple):
    mark: Mark
    start: int
    end: int
    opens: bool
    closes: bool


class _Bracket(NamedTuple):
    """What one mark draws under one row of text, before its tag."""

    mark: Mark
    column: int
    end: int
    cells: str
    inside: tuple[int, int]
    """Where a tag may stand within the cells."""
    tags: tuple[str, ...]
    """The longest first."""


def lay_out(
    text: str,
    sentence: Sentence,
    marks: Sequence[Mark],
    width: int,
    *,
    lanes: bool = True,
) -> SentenceLayout:
    """Return the rows of a sentence on `width` cells, with their lanes or without any."""
    rows = tuple(wrap(text, sentence.start, sentence.end, max(1, width)))
    if not lanes:
        return SentenceLayout(rows, ((),) * len(rows), tuple(range(len(rows) + 1)))
    drawn: list[tuple[tuple[LanePiece, ...], ...]] = [((),)] * len(rows)
    for number, on_row in _by_row(rows, marks).items():
        drawn[number] = _lanes(text, rows[number], on_row, width)
    tops = accumulate((1 + len(on_row) for on_row in drawn), initial=0)
    return SentenceLayout(rows, tuple(drawn), tuple(tops))


class DocumentLayout:
    """The screen rows of all sentences, by number of the sentence."""

    def __init__(self, lay_out_one: Callable[[int], SentenceLayout], count: int) -> None:
        self._lay_out_one = lay_out_one
        self._sentences = [lay_out_one(index) for index in range(count)]
        self._tops = list(accumulate((one.height for one in self._sentences), initial=0))

    @property
    def height(self) -> int:
        """Screen rows of the whole article."""
        return self._tops[-1]

    def __getitem__(self, index: int) -> SentenceLayout:
        """Return the layout of a sentence."""
        return self._sentences[index]

    def top(self, index: int) -> int:
        """Return the first screen row of a sentence."""
        return self._tops[index]

    def find(self, screen_row: int) -> tuple[int, int]:
        """Return the sentence at a screen row and the row within it."""
        index = min(bisect_right(self._tops, screen_row) - 1, len(self._sentences) - 1)
        return index, screen_row - self._tops[index]

    def renew(self, index: int) -> bool:
        """Lay out one sentence again; say whether what stands below it moved."""
        before = self._sentences[index].height
        self._sentences[index] = self._lay_out_one(index)
        growth = self._sentences[index].height - before
        if growth:
            self._tops[index + 1 :] = [top + growth for top in self._tops[index + 1 :]]
        return growth != 0


def _start(row: TextRow) -> int:
    return row.start


def _by_row(rows: Sequence[TextRow], marks: Sequence[Mark]) -> dict[int, list[Mark]]:
    """Return the marks that reach over each row of text, for rows that have some."""
    found: dict[int, list[Mark]] = {}
    for mark in marks:
        start, end = mark.anchor
        first = max(0, bisect_right(rows, start, key=_start) - 1)
        for number in range(first, len(rows)):
            if rows[number].start >= end:
                break
            found.setdefault(number, []).append(mark)
    return found


def _lanes(
    text: str, row: TextRow, marks: Sequence[Mark], width: int
) -> tuple[tuple[LanePiece, ...], ...]:
    column_at = _column_finder(text, row, width)
    last = width - 1
    brackets = [
        _bracket(mark, pieces, column_at, last) for mark in marks if (pieces := _pieces(mark, row))
    ]
    # Short ones first: what is nested stands next to the text.
    brackets.sort(key=lambda one: (one.end - one.column, one.column))
    lanes: list[list[_Bracket]] = []
    for bracket in brackets:
        lane = next((lane for lane in lanes if not _is_taken(lane, bracket)), None)
        if lane is None:
            lanes.append(lane := [])
        lane.append(bracket)
    return tuple(_tagged(sorted(lane, key=_column), width) for lane in lanes) or ((),)


def _is_taken(lane: list[_Bracket], bracket: _Bracket) -> bool:
    return any(one.column < bracket.end and bracket.column < one.end for one in lane)


def _column(bracket: _Bracket) -> int:
    return bracket.column


def _tagged(lane: list[_Bracket], width: int) -> tuple[LanePiece, ...]:
    """Return what a lane draws: each bracket with its tag inside, behind or before it."""
    drawn: list[LanePiece] = []
    for bracket, following in zip_longest(lane, lane[1:]):
        # Between two that are drawn a cell stays free: it says what belongs to what.
        left = drawn[-1].column + len(drawn[-1].cells) + 1 if drawn else 0
        right = following.column - 1 if following else width
        drawn.append(_with_tag(bracket, bracket.column - left, right - bracket.end))
    return tuple(drawn)


def _with_tag(bracket: _Bracket, room_before: int, room_behind: int) -> LanePiece:
    """Put the longest tag where it can be read: inside if possible, else behind, else before."""
    cells, column, (low, high) = bracket.cells, bracket.column, bracket.inside
    inside = high - low
    tag = _longest(bracket.tags, max(inside, room_behind))
    before = _longest(bracket.tags, room_before - 1) if len(tag) < 2 else ""
    if len(before) > len(tag):
        cells, column = before + _BEFORE + cells, column - len(before) - 1
    elif len(tag) <= inside:
        cells = cells[:low] + tag + cells[low + len(tag) :]
    else:
        cells += tag
    return LanePiece(column, cells, bracket.mark.id, bracket.mark.type)


def _longest(tags: tuple[str, ...], room: int) -> str:
    return next((tag for tag in tags if len(tag) <= room), "")


def _flagged(mark: Mark) -> tuple[str, ...]:
    return tuple(mark.flags + tag for tag in mark.sign.tags)


def _pieces(mark: Mark, row: TextRow) -> list[_Piece]:
    return [
        _Piece(mark, max(start, row.start), min(end, row.end), start >= row.start, end <= row.end)
        for start, end in mark.fragments
        if start < row.end and end > row.start
    ]


def _column_finder(text: str, row: TextRow, width: int) -> Callable[[int], int]:
    """Return what gives the column of an offset; blanks that hang over the edge have the last."""
    found = columns(text, row)
    if found is None:
        return lambda offset: min(width, offset - row.start)
    return lambda offset: min(width, found[offset])


def _bracket(
    mark: Mark,
    pieces: list[_Piece],
    column_at: Callable[[int], int],
    last_column: int,
) -> _Bracket:
    cells = [(min(column_at(one.start), last_column), column_at(one.end)) for one in pieces]
    # A part of one character, as annotations from elsewhere may be, is still seen.
    cells = [(first, max(last, first + 1)) for first, last in cells]
    column, end = cells[0][0], max(last for _, last in cells)
    line = ["┈"] * (end - column)
    for piece, (first, last) in zip(pieces, cells, strict=True):
        line[first - column : last - column] = _under(last - first, piece, mark.sign.shape)
    inside = (1, cells[0][1] - column - 1)
    return _Bracket(mark, column, end, "".join(line), inside, _flagged(mark))


def _under(width: int, piece: _Piece, shape: Shape) -> str:
    if width <= 1:
        return shape.alone * width
    opening = shape.opening if piece.opens else shape.line
    closing = shape.closing if piece.closes else shape.line
    return opening + shape.line * (width - 2) + closing
