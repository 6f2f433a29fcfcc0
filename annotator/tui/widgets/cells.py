"""Text as terminal cells: what a character looks like, how wide it is, where a row may break.

Stored text is never changed: what cannot be shown as it is gets a stand-in here, one for one.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

import regex
from rich.cells import cell_len

_GRAPHEME = regex.compile(r"\X")

# Latin letters and the quotes and dashes of news: no combining marks, no wide or hidden characters.
_PLAIN = re.compile(r"[ -~\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u205e]*")

_CONTROL_PICTURES = {code: chr(0x2400 + code) for code in range(0x20)} | {0x7F: "␡"}
_SPACES = dict.fromkeys((0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0xA0, 0x2028, 0x2029), " ")
# Zero-width and direction-changing characters: invisible, or able to reorder the whole line.
_INVISIBLE = dict.fromkeys(
    [0xAD, 0x061C, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF],
    "·",
)
_JOINER = "\u200d"
_STAND_INS = {
    **_CONTROL_PICTURES,
    **dict.fromkeys(range(0x80, 0xA0), "�"),
    **_SPACES,
    **_INVISIBLE,
}


class TextRow(NamedTuple):
    """One row of wrapped text, `[start, end)` in code points."""

    start: int
    end: int


class Grapheme(NamedTuple):
    """One character as people see it."""

    start: int
    end: int
    shown: str
    width: int
    """Terminal cells; at least 1, so that every character can be seen and reached."""


def plain_cells(text: str) -> bool:
    """Say whether every code point is one character in one cell that is shown as it is."""
    return _PLAIN.fullmatch(text) is not None


def graphemes(text: str, start: int, end: int) -> Iterator[Grapheme]:
    """Yield the characters of `text[start:end]` as they are shown."""
    for match in _GRAPHEME.finditer(text, start, end):
        shown, width = _shown(match[0])
        yield Grapheme(match.start(), match.end(), shown, width)


def shown_text(text: str, start: int, end: int) -> str:
    """Return `text[start:end]` as it is drawn."""
    part = text[start:end]
    if plain_cells(part):
        return part
    return "".join(one.shown for one in graphemes(text, start, end))


def cut_to_cells(text: str, width: int) -> str:
    """Return the beginning of a text that fits on `width` cells, as it is drawn."""
    return _cut(text, width)[0]


def fit_to_cells(text: str, width: int) -> str:
    """Return a text on exactly `width` cells, cut or filled with blanks, as it is drawn."""
    shown, used = _cut(text, width)
    return shown + " " * (width - used)


def wrap(text: str, start: int, end: int, width: int) -> list[TextRow]:
    """Break `text[start:end]` into rows of at most `width` cells, at white space if there is any.

    Rows leave nothing out: each begins where the one before ends; the white space at a break hangs
    over the edge.
    """
    if plain_cells(text[start:end]):
        return _wrap_plain(text, start, end, width)
    return _wrap_graphemes(text, start, end, width)


def columns(text: str, row: TextRow) -> dict[int, int] | None:
    """Return the column of each character's start, and of the row's end; None where they follow.

    None stands for the common case: the column of an offset is its distance from the row's start.
    """
    if plain_cells(text[row.start : row.end]):
        return None
    found, column = {}, 0
    for one in graphemes(text, *row):
        # An offset inside a character stands at its left edge.
        found.update(dict.fromkeys(range(one.start, one.end), column))
        column += one.width
    found[row.end] = column
    return found


@lru_cache(1)
def right_to_left(text: str) -> bool:
    """Say whether a text has letters that are read from right to left; the last answer is kept."""
    return not text.isascii() and _right_to_left_letters().search(text) is not None


def whole_characters(text: str, row: TextRow, places: set[int]) -> set[int]:
    """Return the places of a row that cut no character in two; annotations from elsewhere may."""
    if plain_cells(text[row.start : row.end]):
        return places
    edges = {one.start for one in graphemes(text, *row)}
    return places & (edges | {row.start, row.end})


@cache
def _right_to_left_letters() -> re.Pattern[str]:
    # Blocks of such scripts in Unicode 16, without the marks that only turn a line.
    return re.compile(
        "[\u0590-\u05ff\u0600-\u061b\u061d-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
        "\U00010800-\U00010fff\U0001e800-\U0001efff]"
    )


def _cut(text: str, width: int) -> tuple[str, int]:
    """Return what fits, and how many cells it takes."""
    if len(text) <= width and plain_cells(text):
        return text, len(text)
    parts: list[Grapheme] = []
    used = 0
    for one in graphemes(text, 0, len(text)):
        if used + one.width > width:
            if not parts:
                return "", 0
            while used == width:
                used -= parts.pop().width
            return "".join(part.shown for part in parts) + "…", used + 1
        parts.append(one)
        used += one.width
    return "".join(part.shown for part in parts), used


@lru_cache(4096)
def _shown(grapheme: str) -> tuple[str, int]:
    shown = grapheme.translate(_STAND_INS) if grapheme != "\r\n" else " "
    # A joiner at the end joins nothing, but terminals and Rich glue it to whatever comes next.
    shown = shown.rstrip(_JOINER) or "·"
    width = cell_len(shown)
    return (shown, width) if width else ("◌" + shown, max(1, cell_len("◌" + shown)))


def _wrap_plain(text: str, start: int, end: int, width: int) -> list[TextRow]:
    rows = []
    while end - start > width:
        # The blank after a word may hang over the edge, so the search takes one cell more.
        cut = text.rfind(" ", start, start + width + 1)
        stop = start + width if cut <= start else cut + 1
        while stop < end and text[stop] == " ":
            stop += 1
        rows.append(TextRow(start, stop))
        start = stop
    if start < end or not rows:
        rows.append(TextRow(start, end))
    return rows


def _wrap_graphemes(text: str, start: int, end: int, width: int) -> list[TextRow]:
    rows: list[TextRow] = []
    used, after_blank, used_after_blank = 0, start, 0
    for one in graphemes(text, start, end):
        blank = one.shown == " "
        if used + one.width > width and not blank and one.start > start:
            # Without a blank in the row, the word itself is cut, never a character.
            cut = after_blank if after_blank > start else one.start
            used = used - used_after_blank if cut == after_blank else 0
            rows.append(TextRow(start, cut))
            start, after_blank = cut, cut
        used += one.width
        if blank:
            after_blank, used_after_blank = one.end, used
    rows.append(TextRow(start, end))
    return rows
