"""Where a cursor may stand: boundaries between grapheme clusters (UAX #29).

Every call looks only at the neighbourhood of its offset, so it costs the same at the end of a
line of a million characters as at its start. Must import nothing of ours.
"""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

# Below U+0300 nothing extends or joins a neighbour; the only cluster of two is CR LF.
_FIRST_JOINING = "\u0300"


def next_boundary(text: str, offset: int) -> int:
    """Return the first boundary after `offset`, or the length of the text."""
    length = len(text)
    if offset + 1 >= length:
        return length
    here, following = text[offset], text[offset + 1]
    if here < _FIRST_JOINING and following < _FIRST_JOINING:
        return offset + 2 if here == "\r" and following == "\n" else offset + 1
    found = _cluster().match(text, offset)
    return found.end() if found else offset + 1


def previous_boundary(text: str, offset: int) -> int:
    """Return the last boundary before `offset`, or 0."""
    if offset <= 1:
        return 0
    before, here = text[offset - 2], text[offset - 1]
    if before < _FIRST_JOINING and here < _FIRST_JOINING:
        return offset - 2 if before == "\r" and here == "\n" else offset - 1
    offset -= 1
    while not is_boundary(text, offset):
        offset -= 1
    return offset


def is_boundary(text: str, offset: int) -> bool:
    """Tell whether a cut at `offset` leaves every grapheme cluster whole."""
    if offset <= 0 or offset >= len(text):
        return True
    before, after = text[offset - 1], text[offset]
    if before < _FIRST_JOINING and after < _FIRST_JOINING:
        return before != "\r" or after != "\n"
    found = _cluster().match(text, offset - 1, offset + 1)
    return found is not None and found.end() == offset


# `regex` takes 15 ms to import, and text in plain Latin letters never needs it.


@cache
def _cluster() -> "regex.Pattern[str]":
    import regex

    return regex.compile(r"\X")
