"""Where sentences and their lanes stand: rows, heights, tags. Pure: no widget, no colour.

Every row of text owns at least one lane row, so the first mark moves nothing; a deeper lane moves
only what stands below its own sentence.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate, zip_longest
from typing import NamedTuple

from annotator.model.annotation import Mention
from annotator.model.article import Sentence
from annotator.model.spans import Span
from annotator.tui.widgets.cells import TextRow, columns, wrap

_SHORTEST_TAG = 3


class LanePiece(NamedTuple):
    """What a lane draws for one mention on one row of text."""

    column: int
    cells: str
    mention: str
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
    mention: Mention
    start: int
    end: int
    opens: bool
    closes: bool


class _Bracket(NamedTuple):
    """What one mention draws under one row of text, before its tag."""

    mention: Mention
    column: int
    end: int
    cells: str
    inside: tuple[int, int]
    """Where a tag may stand within the cells."""


def lay_out(
    text: str, sentence: Sentence, mentions: Sequence[Mention], width: int, *, lanes: bool = True
) -> SentenceLayout:
    """Return the rows of a sentence on `width` cells, with their lanes or without any."""
    rows = tuple(wrap(text, sentence.start, sentence.end, max(1, width)))
    if not lanes:
        return SentenceLayout(rows, ((),) * len(rows), tuple(range(len(rows) + 1)))
    drawn: list[tuple[tuple[LanePiece, ...], ...]] = [((),)] * len(rows)
    for number, on_row in _by_row(rows, mentions).items():
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


def _by_row(rows: Sequence[TextRow], mentions: Sequence[Mention]) -> dict[int, list[Mention]]:
    """Return the mentions that reach over each row of text, for rows that have some."""
    found: dict[int, list[Mention]] = {}
    for mention in mentions:
        start, end = mention.anchor
        first = max(0, bisect_right(rows, start, key=_start) - 1)
        for number in range(first, len(rows)):
            if rows[number].start >= end:
                break
            found.setdefault(number, []).append(mention)
    return found


def _lanes(
    text: str, row: TextRow, mentions: Sequence[Mention], width: int
) -> tuple[tuple[LanePiece, ...], ...]:
    column_at = _column_finder(text, row)
    brackets = [_bracket(m, pieces, column_at) for m in mentions if (pieces := _pieces(m, row))]
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
        left = drawn[-1].column + len(drawn[-1].cells) if drawn else 0
        right = following.column if following else width
        drawn.append(_with_tag(bracket, bracket.column - left, right - bracket.end))
    return tuple(drawn)


def _with_tag(bracket: _Bracket, room_before: int, room_behind: int) -> LanePiece:
    """Put the type's name where it can be read: whole if possible, and never far from its text."""
    name, cells, column = _name(bracket.mention), bracket.cells, bracket.column
    low, high = bracket.inside
    inside = high - low
    if inside >= len(name) or (room_behind < _SHORTEST_TAG <= inside):
        tag = _cut(name, inside)
        cells = cells[:low] + tag + cells[low + len(tag) :]
    elif room_behind >= _SHORTEST_TAG:
        cells += _cut(name, room_behind)
    elif room_before >= _SHORTEST_TAG:
        tag = _cut(name, room_before)
        cells, column = tag + cells, column - len(tag)
    elif inside > 0:
        # No room for three letters anywhere: one is better than none.
        cells = cells[:low] + name[:inside] + cells[high:]
    return LanePiece(column, cells, bracket.mention.id, bracket.mention.type)


def _name(mention: Mention) -> str:
    """Return what a lane calls a mention: its type, behind `?` if unsure, `*` if noted."""
    return "?" * mention.unsure + "*" * bool(mention.note) + mention.type


def _cut(name: str, room: int) -> str:
    return name[:room].rstrip("_")


def _pieces(mention: Mention, row: TextRow) -> list[_Piece]:
    return [
        _Piece(
            mention, max(start, row.start), min(end, row.end), start >= row.start, end <= row.end
        )
        for start, end in mention.fragments
        if start < row.end and end > row.start
    ]


def _column_finder(text: str, row: TextRow) -> Callable[[int], int]:
    found = columns(text, row)
    if found is None:
        return lambda offset: offset - row.start
    return lambda offset: found[offset]


def _bracket(mention: Mention, pieces: list[_Piece], column_at: Callable[[int], int]) -> _Bracket:
    column, end = column_at(pieces[0].start), column_at(pieces[-1].end)
    line = ["┈"] * (end - column)
    for piece in pieces:
        start, stop = column_at(piece.start) - column, column_at(piece.end) - column
        line[start:stop] = _under(stop - start, piece)
    first_end = column_at(pieces[0].end) - column
    return _Bracket(mention, column, end, "".join(line), (1, first_end - 1))


def _under(width: int, piece: _Piece) -> str:
    if width <= 1:
        return "╵" * width
    return ("╰" if piece.opens else "─") + "─" * (width - 2) + ("╯" if piece.closes else "─")
