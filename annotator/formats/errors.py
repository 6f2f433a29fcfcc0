"""What goes wrong with files, in one plain sentence each: the file, the line, what, what to do.

The sentences never quote the corpus.
"""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import NamedTuple


class FormatError(ValueError):
    """A file cannot be read or written; the message says why and what to do."""


class ImportRefused(FormatError):
    """The input cannot be taken; nothing of the run was kept."""


class ExportRefused(FormatError):
    """The export cannot be written; what stood at its place is untouched."""


class Place(NamedTuple):
    """Where something stands: a file, and a line of it (1 is the first; 0: the whole file)."""

    file: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}" if self.line else self.file

    def refused(self, what: str) -> ImportRefused:
        """Return the error that says what is wrong here."""
        return ImportRefused(f"{self}: {what}")


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return `; did you mean X?` to end a sentence with, or "." when nothing known is near."""
    names = {one.casefold(): one for one in known}
    near = get_close_matches(name.casefold(), names, n=1, cutoff=0.6)
    return f"; did you mean {names[near[0]]}?" if near else "."
