"""Lines and paragraphs of a plain text, and whether its lines were wrapped by a program.

Must import nothing of ours.
"""

from itertools import pairwise
from typing import NamedTuple

# Nobody wraps prose wider than this; longer lines are paragraphs.
_WIDEST_WRAP = 120
_FEWEST_WRAPPED_LINES = 2
_SENTENCE_ENDS = '.!?…:"”’)؟۔。！？'


class Line(NamedTuple):
    """A line that is not blank, without its outer white space.

    `follows` tells that exactly one ordinary line break stands before it.
    """

    start: int
    end: int
    follows: bool


def paragraphs(text: str, hard_wrapped: bool | None = None) -> list[tuple[int, int]]:
    """Return the trimmed `[start, end)` ranges of the paragraphs, in order.

    Args:
        text: any text.
        hard_wrapped: whether single line breaks only wrap lines; None: judge by the text.
    """
    lines = _lines(text)
    width = _wrap_width(lines)
    if hard_wrapped is None:
        hard_wrapped = _looks_wrapped(text, lines, width)
    if not hard_wrapped:
        return [(start, end) for start, end, _ in lines]
    return _joined(text, lines, width)


def _lines(text: str) -> list[Line]:
    found: list[Line] = []
    offset, follows = 0, False
    for raw in text.splitlines(keepends=True):
        content = raw.strip()
        if content:
            start = offset + len(raw) - len(raw.lstrip())
            end = start + len(content)
            found.append(Line(start, end, follows))
            follows = raw[-1] in "\r\n"
        else:
            follows = False
        offset += len(raw)
    return found


def _wrap_width(lines: list[Line]) -> int:
    """Return the length that nearly all lines keep to: a few long addresses are let through."""
    lengths = sorted(line.end - line.start for line in lines)
    return lengths[int(0.95 * (len(lengths) - 1))] if lengths else 0


def _looks_wrapped(text: str, lines: list[Line], width: int) -> bool:
    """Judge by the breaks in mid-sentence: the next word had no room, and is no fresh start."""
    if width > _WIDEST_WRAP:
        return False
    breaks = [(a, b) for a, b in pairwise(lines) if b.follows]
    middle = [(a, b) for a, b in breaks if text[a.end - 1] not in _SENTENCE_ENDS]
    if len(middle) < max(_FEWEST_WRAPPED_LINES, 0.3 * len(breaks)):
        return False
    full = sum(_needed(text, above, below) >= 0.85 * width for above, below in middle)
    running_on = sum(not text[below.start].isupper() for _, below in middle)
    return full >= 0.8 * len(middle) and running_on >= 0.5 * len(middle)


def _needed(text: str, above: Line, below: Line) -> int:
    """Return how wide `above` would be with the first word of `below` on it."""
    first_word = text[below.start : min(below.end, below.start + _WIDEST_WRAP)].split(None, 1)[0]
    return above.end - above.start + 1 + len(first_word)


def _joined(text: str, lines: list[Line], width: int) -> list[tuple[int, int]]:
    ranges: list[tuple[int, int]] = []
    above: Line | None = None
    for line in lines:
        if above and line.follows and not _ends_early(text, above, line, width):
            ranges[-1] = (ranges[-1][0], line.end)
        else:
            ranges.append((line.start, line.end))
        above = line
    return ranges


def _ends_early(text: str, above: Line, below: Line, width: int) -> bool:
    """Tell whether `above` is too short to have been wrapped and `below` can start afresh."""
    return _needed(text, above, below) < 2 / 3 * width and not text[below.start].islower()
