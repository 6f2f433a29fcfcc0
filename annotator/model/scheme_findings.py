"""What a check of a scheme finds, and hints that name the likely right word.

Must import nothing of ours.
"""

import difflib
from collections.abc import Collection, Iterable
from typing import NamedTuple

_LISTED = 12
_SHOWN = 60  # characters of a wrong value in a message
_COMPARED = 80  # difflib is quadratic, and no name of a scheme is longer


class Finding(NamedTuple):
    """One fault, by its place in the file's tables."""

    path: tuple[str | int, ...]
    message: str
    hint: str = ""
    unknown: str = ""
    """The name that was looked up in vain, if that is the fault."""


def unknown_name(
    path: tuple[str | int, ...], what: str, name: str, known: Collection[str]
) -> Finding:
    """Return the finding that a name means nothing here, with the closest one that does."""
    return Finding(path, f'unknown {what} "{shown(name)}"', suggestion(name, known), name)


def suggestion(name: str, known: Iterable[str]) -> str:
    """Return `did you mean "X"?`, else the few names there are, else nothing."""
    names = tuple(known)
    by_lower = {known_name.lower()[:_COMPARED]: known_name for known_name in names}
    close = difflib.get_close_matches(name.lower()[:_COMPARED], by_lower, n=1)
    if close:
        return f'did you mean "{by_lower[close[0]]}"?'
    return f"known here: {', '.join(names)}" if 0 < len(names) <= _LISTED else ""


def shown(text: str) -> str:
    """Return a value fit for a message of one line: short, and without control characters."""
    line = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text[:_SHOWN])
    return f"{line}…" if len(text) > _SHOWN else line
