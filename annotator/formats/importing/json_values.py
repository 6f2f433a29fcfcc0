"""Values of JSON one after the other, from a file of any length, in the memory of one of them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from annotator.formats.errors import ImportRefused, Place
from annotator.formats.importing.reading import LONGEST_LINE, unreadable

_CHUNK = 1 << 16
_DECODER = json.JSONDecoder()


def json_values(path: Path, place: Place) -> Iterator[tuple[int, Any]]:
    """Yield the elements of an array, or the values of JSON Lines.

    Yields:
        The line on which a value begins, from 1, and the value.

    Raises:
        ImportRefused: the file cannot be read, is no JSON, ends too early, or a value has more
            characters than `LONGEST_LINE`.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            yield from _Values(stream, place).read()
    except OSError as error:
        raise unreadable(place, error) from None
    except UnicodeDecodeError:
        raise place.refused("the file is not UTF-8; save it again as UTF-8.") from None


class _Values:
    """A stream of JSON, of which a window is kept."""

    def __init__(self, stream: TextIO, place: Place) -> None:
        self._stream, self._file = stream, place.file
        self._window, self._at, self._line = "", 0, 1

    def read(self) -> Iterator[tuple[int, Any]]:
        """Yield all values with their lines."""
        is_array = self._next() == "["
        if is_array:
            self._pass(self._at + 1)
        while (sign := self._next()) and not (is_array and sign == "]"):
            line = self._line
            yield line, self._value()
            if is_array:
                self._pass_comma()
        if is_array and not sign:
            raise self._refused("the array is not closed, so the file was cut off; fetch it again.")

    def _next(self) -> str:
        """Return the next character that is not blank, "" at the end of the file."""
        while True:
            rest = len(self._window)
            while self._at < rest and self._window[self._at] in " \t\r\n":
                self._pass(self._at + 1)
            if self._at < rest:
                return self._window[self._at]
            if not self._more():
                return ""

    def _pass(self, end: int) -> None:
        self._line += self._window.count("\n", self._at, end)
        self._at = end

    def _pass_comma(self) -> None:
        sign = self._next()
        if sign == ",":
            self._pass(self._at + 1)
        elif sign and sign != "]":
            raise self._refused("there is no comma between two elements; correct the file.")

    def _value(self) -> Any:
        while True:
            problem: ValueError | None = None
            try:
                value, end = _DECODER.raw_decode(self._window, self._at)
                if end < len(self._window) or not self._more():
                    self._pass(end)
                    return value
                continue  # a number at the end of the window may go on behind it
            except RecursionError:
                raise self._refused("its lists are nested too deep; correct the file.") from None
            except ValueError as error:
                problem = error
            if not self._more():
                raise self._no_json(problem)

    def _more(self) -> bool:
        """Lengthen the window; twice as long each time, so that long values are not dear."""
        kept = self._window[self._at :]
        if len(kept) > LONGEST_LINE:
            raise self._refused(f"a value is longer than {LONGEST_LINE // 2**20} MB; part it.")
        added = self._stream.read(max(len(kept), _CHUNK))
        self._window, self._at = kept + added, 0
        return bool(added)

    def _no_json(self, problem: ValueError) -> ImportRefused:
        if isinstance(problem, json.JSONDecodeError):
            self._pass(max(problem.pos, self._at))
        return self._refused("this is no JSON, or the file was cut off; fetch it again.")

    def _refused(self, what: str) -> ImportRefused:
        return Place(self._file, self._line).refused(what)
