"""What reading and writing brat standoff share: how a range is cut at line ends, and joined."""

import re
from collections.abc import Iterator, Sequence

from annotator.model.spans import Span

OWN_KEYS = ("id", "identity", "evidence", "note", "unsure", "order", "values")
"""Keys of our notes that are no attributes."""

# Where brat's reader, or Python's `splitlines`, ends a line.
_BREAKS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_BREAK = re.compile(rf"\s*[{_BREAKS}]\s*")


def cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the parts of a range between line ends, without the blanks around them."""
    for match in _BREAK.finditer(text, start, end):
        if text[start : match.start()].strip():
            yield _trimmed(text, start, match.start())
        start = match.end()
    if text[start:end].strip():
        yield _trimmed(text, start, end)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while text[start].isspace():
        start += 1
    while text[end - 1].isspace():
        end -= 1
    return start, end


def joined_pieces(text: str, pieces: Sequence[Span]) -> list[Span]:
    """Return pieces as reading joins them."""
    joined: list[Span] = []
    for piece in pieces:
        if joined and _BREAK.fullmatch(text[joined[-1].end : piece.start]):
            joined[-1] = Span(joined[-1].start, piece.end)
        else:
            joined.append(piece)
    return joined
