"""The numbers by which annotations are spoken of in a conversation: @1, @2 and so on."""

import re
from collections.abc import Iterable

from annotator.labelling.refusals import Refused

_REFERENCE = re.compile(r"@(\d{0,9})", re.ASCII)


class Numbers:
    """Gives every annotation a number when it is first told; it keeps that to the end."""

    def __init__(self) -> None:
        self._ids: list[str] = []
        self._numbers: dict[str, int] = {}
        self._latest = ""

    def count(self, items: Iterable[str]) -> None:
        """Give numbers to those that have none, in this order."""
        for one in items:
            if one not in self._numbers:
                self._ids.append(one)
                self._numbers[one] = len(self._ids)

    def of(self, item: str) -> str:
        """Return what stands before an annotation: `@3 `."""
        self.count((item,))
        return f"@{self._numbers[item]} "

    def note(self, item: str) -> None:
        """Remember that this was spoken of last; `@` alone means it."""
        self.count((item,))
        self._latest = item

    def read(self, typed: str) -> str:
        """Return the id of the annotation that is meant.

        Raises:
            Refused: this is no number of one.
        """
        found = _REFERENCE.fullmatch(typed)
        if found is None:
            raise Refused(f"“{typed}” is no annotation; they are called @1, @2 and so on.")
        if not found[1]:
            if not self._latest:
                raise Refused("@ alone means what was made last, and nothing was made yet.")
            return self._latest
        number = int(found[1])
        if not 1 <= number <= len(self._ids):
            raise Refused(f"Nothing has been called {typed} yet; read prints what is there.")
        return self._ids[number - 1]
