"""Text on its way to a terminal."""

import sys
from io import TextIOWrapper


def plain(text: str) -> str:
    """Return text without what a terminal would obey: control and direction characters."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else _stand_in(c) for c in text)


def plain_lines(text: str) -> str:
    """Return text as `plain` does, line by line."""
    return "\n".join(plain(line) for line in text.split("\n"))


def speak_utf8() -> None:
    """Make what is piped UTF-8 whatever the locale says, and let no character stop the output.

    A terminal gets what it understands, and escapes for the rest.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


def _stand_in(character: str) -> str:
    code = ord(character)
    if character in "\t\n\r\v\f\x85\u2028\u2029\xa0":
        return " "
    return chr(0x2400 + code) if code < 0x20 else "·"
