"""Read a TOML file that a person wrote: its text, its values, and where a fault stands.

Must import nothing of ours but the lines of keys and the shortening of values.
"""

import re
import tomllib
from typing import Any

from annotator.model.scheme_findings import shown
from annotator.model.toml_lines import TomlPath


class TomlFault(Exception):
    """The text is no TOML; what is wrong, the line from 1 (0 for unknown), and what to do."""

    def __init__(self, message: str, line: int = 0, hint: str = "") -> None:
        super().__init__(message)
        self.message, self.line, self.hint = message, line, hint


def decode_toml(content: bytes) -> str:
    """Return the text of a file without a byte-order mark.

    Raises:
        TomlFault: it is not UTF-8.
    """
    try:
        text = content.decode()
    except UnicodeDecodeError as fault:
        line = content[: fault.start].count(b"\n") + 1
        raise TomlFault("the text is not UTF-8", line, "save it as UTF-8") from None
    return text.removeprefix("\ufeff")


def parse_toml(text: str) -> dict[str, Any]:
    """Return the values of a TOML text.

    Raises:
        TomlFault: it is no valid TOML.
        RecursionError: its lists or tables are nested too deep.
    """
    try:
        return tomllib.loads(text)
    except ValueError as fault:  # TOMLDecodeError, and Python's limit on the digits of a number
        message, line = _without_place(str(fault), text)
        raise TomlFault(f"this is no valid TOML: {message}", line) from None


def written_path(path: TomlPath) -> str:
    """Return a key path as TOML writes it; list items are counted from 1, in brackets."""
    written = ""
    for part in path:
        if isinstance(part, int):
            written += f"[{part + 1}]"
        else:
            bare = re.fullmatch(r"[A-Za-z0-9_-]+", part)
            written += "." * bool(written) + (part if bare else f'"{shown(part)}"')
    return written


def _without_place(message: str, text: str) -> tuple[str, int]:
    """Take the place out of a message of tomllib; return the rest and the line, 0 for unknown."""
    match = re.fullmatch(
        r"(.*) \(at (?:line (\d+), column \d+|end of document)\)", message, re.DOTALL
    )
    if match is None:
        return message, 0
    line = int(match[2]) if match[2] else text.rstrip().count("\n") + 1
    return f"{match[1][:1].lower()}{match[1][1:]}", line
