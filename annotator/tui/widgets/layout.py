"""Where sentences and their lanes stand: rows, heights, tags. Pure: no widget, no colour.

Every row of text owns at least one lane row, so the first mark moves nothing; a deeper lane moves
only what stands below its own sentence.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import NamedTuple

from annotator.model.annotation import Mention
from annotator.model.article import Sentence
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

    @property
    def height(self) -> int:
        """Screen rows, lanes included."""
        return len(self.rows) + sum(map(len, self.lanes))

    def row_of(self, offset: int) -> int:
        """Return the screen row, within the sentence, of the text at an offset."""
        index = max(0, bisect_right([row.start for row in self.rows], offset) - 1)
        return index + sum(map(len, self.lanes[:index]))

    def at(self, screen_row: int) -> tuple[int, int]:
        """Return the text row and the lane (-1 for the text itself) of a screen row."""
        for index, lanes in enumerate(self.lanes):
            if screen_row <= len(lanes):
                return index, screen_row - 1
            screen_row -= len(lanes) + 1
        return len(self.rows) - 1, -1


class _Piece(NamedTuple):
    mention: Mention
    start: int
    end: int
    opens: bool
    closes: bool


def lay_out(
    text: str, sentence: Sentence, mentions: Sequence[Mention], width: int
) -> SentenceLayout:
    """Return the rows and lanes of a sentence on `width` cells."""
    rows = wrap(text, sentence.start, sentence.end, max(1, width))
    if not mentions:
        return SentenceLayout(tuple(rows), (((),),) * len(rows))
    lanes = tuple(_lanes(text, row, mentions, width) for row in rows)
    return SentenceLayout(tuple(rows), lanes)


class DocumentLayout:
    """The screen rows of all sentences, by number of the sentence."""

    def __init__(self, lay_out_one: Callable[[int], SentenceLayout], count: int) -> None:
        self._lay_out_one = lay_out_one
        self._sentences = [lay_out_one(index) for index in range(count)]
        self._tops = self._accumulated()

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
        height = self._sentences[index].height
        self._sentences[index] = self._lay_out_one(index)
        if self._sentences[index].height == height:
            return False
        self._tops = self._accumulated()
        return True

    def _accumulated(self) -> list[int]:
        return list(accumulate((one.height for one in self._sentences), initial=0))


def _lanes(
    text: str, row: TextRow, mentions: Sequence[Mention], width: int
) -> tuple[tuple[LanePiece, ...], ...]:
    found = [pieces for mention in mentions if (pieces := _pieces(mention, row))]
    # Short ones first: what is nested stands next to the text.
    found.sort(key=lambda pieces: (pieces[-1].end - pieces[0].start, pieces[0].start))
    column_at = _column_finder(text, row)
    lanes: list[list[tuple[int, int, LanePiece]]] = []
    for pieces in found:
        low, high = column_at(pieces[0].start), column_at(pieces[-1].end)
        for lane in [*lanes, None]:
            if lane is None:
                lanes.append(lane := [])
            if any(start < high and low < end for start, end, _ in lane):
                continue
            room_left = max((end for _, end, _ in lane if end <= low), default=0)
            room_right = min((start for start, _, _ in lane if start >= high), default=width)
            drawn = _drawn(pieces, column_at, room_left, room_right)
            lane.append((drawn.column, drawn.column + len(drawn.cells), drawn))
            break
    return tuple(tuple(piece for _, _, piece in sorted(lane)) for lane in lanes) or ((),)


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


def _drawn(
    pieces: list[_Piece], column_at: Callable[[int], int], room_left: int, room_right: int
) -> LanePiece:
    low, high = column_at(pieces[0].start), column_at(pieces[-1].end)
    line = ["┈"] * (high - low)
    for piece in pieces:
        start, end = column_at(piece.start) - low, column_at(piece.end) - low
        line[start:end] = _bracket(end - start, piece)
    mention = pieces[0].mention
    first_end = column_at(pieces[0].end) - low
    inside = _tag(mention.type, first_end - pieces[0].opens - pieces[0].closes)
    if inside:
        at = int(pieces[0].opens)
        line[at : at + len(inside)] = inside
        return LanePiece(low, "".join(line), mention.id, mention.type)
    after = _tag(mention.type, room_right - high)
    if after or room_right - high >= low - room_left:
        return LanePiece(low, "".join(line) + after, mention.id, mention.type)
    before = _tag(mention.type, low - room_left)
    return LanePiece(low - len(before), before + "".join(line), mention.id, mention.type)


def _bracket(width: int, piece: _Piece) -> str:
    if width == 1:
        return "╵"
    middle = "─" * (width - 2)
    return ("╰" if piece.opens else "─") + middle + ("╯" if piece.closes else "─")


def _tag(name: str, room: int) -> str:
    """Return as much of a type's name as says what it is, "" where there is no room for that."""
    if len(name) <= room:
        return name
    return name[:room].rstrip("_") if room >= _SHORTEST_TAG else ""
