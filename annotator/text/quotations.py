"""Quotations and brackets: where they open and close, inside one sentence or across several.

Straight quotes are told apart by their neighbours; what never closes is no quotation.
Must import nothing of ours.
"""

import re
from typing import NamedTuple

_QUOTES = re.compile("[\"'“”„‘’‚«»‹›「」『』]")
_BRACKETS = re.compile(r"[()\[\]{}（）［］【】]")
_PAIRS = {"«": "»", "‹": "›", "「": "」", "『": "』"}
_BRACKET_PAIRS = {"(": ")", "[": "]", "{": "}", "（": "）", "［": "］", "【": "】"}


class Enclosed(NamedTuple):
    """What stands between a pair of marks: `outer` with them, `inner` without, both `[start, end)`.

    Both are in code points; `inner` carries no outer white space.
    """

    outer: tuple[int, int]
    inner: tuple[int, int]


def quotations(text: str, start: int, end: int) -> list[Enclosed]:
    """Return the quotations that open and close inside `text[start:end]`, by their start.

    A paragraph that opens its quotation anew, without a close before it, continues it.
    """
    reader = _QuoteReader(text, start, end)
    for found in _QUOTES.finditer(text, start, end):
        reader.read(found.start())
    return sorted(reader.found)


def brackets(text: str, start: int, end: int) -> list[Enclosed]:
    """Return the bracketed parts that open and close inside `text[start:end]`, by their start."""
    open_marks: list[tuple[str, int]] = []
    found: list[Enclosed] = []
    for match in _BRACKETS.finditer(text, start, end):
        mark, offset = match.group(), match.start()
        if mark in _BRACKET_PAIRS:
            open_marks.append((_BRACKET_PAIRS[mark], offset))
            continue
        if open_marks and open_marks[-1][0] == mark:
            _add(text, open_marks.pop()[1], offset, found)
    return sorted(found)


def _add(text: str, opening: int, closing: int, found: list[Enclosed]) -> None:
    """Record a pair of marks unless nothing stands between them."""
    start, end = opening + 1, closing
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        found.append(Enclosed((opening, closing + 1), (start, end)))


class _QuoteReader:
    """Reads quotation marks from left to right and pairs them."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self._text, self._start, self._end = text, start, end
        self._open: list[tuple[str, int]] = []
        self.found: list[Enclosed] = []

    def read(self, offset: int) -> None:
        """Take in the mark at `offset`."""
        mark = self._text[offset]
        if mark == '"':
            self._read_straight(offset)
        elif mark in "“„":
            self._read_double_opening(mark, offset)
        elif mark == "”":
            self._close("”", offset)
        elif mark in "‘‚":
            self._open.append(("’", offset))
        elif mark in "'’":
            self._read_apostrophe(mark, offset)
        elif mark in _PAIRS:
            self._open.append((_PAIRS[mark], offset))
        else:
            self._close(mark, offset)

    def _read_straight(self, offset: int) -> None:
        if self._close('"', offset):
            return
        if not self._before(offset).isalnum() and not self._after(offset).isspace():
            self._open.append(('"', offset))

    def _read_double_opening(self, mark: str, offset: int) -> None:
        if mark == "“" and self._is_open("“") and self._close("“", offset):
            return
        continues = self._is_open("”") and self._before(offset) in "\r\n\u2028\u2029"
        if not continues:
            self._open.append(("“" if mark == "„" else "”", offset))

    def _read_apostrophe(self, mark: str, offset: int) -> None:
        """Tell a closing quote from an apostrophe: no letter follows it, none but a stop before."""
        before, after = self._before(offset), self._after(offset)
        if after.isalnum():
            if mark == "'" and not before.isalnum() and not self._is_open("'"):
                self._open.append(("'", offset))
            return
        if not before.isspace() and not self._is_genitive(mark, before, after, offset):
            self._close(mark, offset)

    def _is_genitive(self, mark: str, before: str, after: str, offset: int) -> bool:
        """Tell whether "boys’ school" goes on inside a quotation that closes later."""
        if before not in "sS" or not after.isspace() or not self._is_open(mark):
            return False
        rest = self._text[offset + 1 : min(self._end, offset + 200)]
        closing = re.search(rf"[^\s]{mark}(?!\w)", rest)
        opening = re.search(r"[‘‚]|(?<!\w)'(?=\w)", rest)
        return closing is not None and (opening is None or closing.start() < opening.start())

    def _is_open(self, closing: str) -> bool:
        return any(mark == closing for mark, _ in self._open[-4:])

    def _close(self, closing: str, offset: int) -> bool:
        """Close the innermost quotation that waits for this mark; inner ones never closed."""
        for depth in range(len(self._open) - 1, max(-1, len(self._open) - 5), -1):
            mark, opening = self._open[depth]
            if mark == closing or (closing == "”" and mark == "“"):
                del self._open[depth:]
                _add(self._text, opening, offset, self.found)
                return True
        return False

    def _before(self, offset: int) -> str:
        return self._text[offset - 1] if offset > self._start else "\n"

    def _after(self, offset: int) -> str:
        return self._text[offset + 1] if offset + 1 < self._end else "\n"
