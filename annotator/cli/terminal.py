"""Text on its way to a terminal."""

import json
import sys
import unicodedata
from io import TextIOWrapper
from typing import Any


def plain(text: str) -> str:
    """Return text without what a terminal would obey: control and direction characters."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else _stand_in(c) for c in text)


def plain_lines(text: str) -> str:
    """Return text as `plain` does, line by line."""
    return "\n".join(plain(line) for line in text.split("\n"))


def plain_json(value: Any) -> str:
    """Return a value as indented JSON, with an escape for each character a terminal would obey.

    JSON escapes some control characters by itself, and leaves those behind U+007E as they are.
    """
    text = json.dumps(value, ensure_ascii=False, indent=1)
    return "\n".join(
        line
        if line.isprintable()
        else "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in line)
        for line in text.split("\n")
    )


def cells(text: str) -> int:
    """Return how many columns plain text takes, as most terminals have it."""
    return sum(map(_cells_of, text))


def cut_cells(text: str, width: int, *, from_end: bool = False) -> str:
    """Return the beginning of plain text that fits on `width` columns, or its end."""
    kept, used = 0, 0
    for character in reversed(text) if from_end else text:
        used += _cells_of(character)
        if used > width:
            break
        kept += 1
    return text[len(text) - kept :] if from_end else text[:kept]


def speak_utf8() -> None:
    """Make what is piped UTF-8 whatever the locale says, and let no character stop the output.

    A terminal gets what it understands, and escapes for the rest.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


def _cells_of(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _stand_in(character: str) -> str:
    code = ord(character)
    if character in "\t\n\r\v\f\x85\u2028\u2029\xa0":
        return " "
    return chr(0x2400 + code) if code < 0x20 else "·"
