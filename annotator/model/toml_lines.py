"""On which line of a TOML text each table, key and list item stands.

`tomllib` tells lines for syntax errors only. This scan reads a text that `tomllib` has accepted, so
it looks at brackets, keys and separators and never judges. Must import nothing of ours.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

TomlPath = tuple[str | int, ...]
"""Keys and list positions (from 0) from the top of the file down to a value."""


def toml_lines(source: str) -> dict[TomlPath, int]:
    r"""Return the line (from 1) of every table, key and list item.

    A table stands where its header is, else where it is first mentioned. A list item stands where
    it starts.

    Args:
        source: text that `tomllib.loads` accepts; `\r\n` may end its lines.
    """
    scan = _Scan()
    for token in _tokens(source):
        scan.take(token)
    return scan.lines


def nearest_line(lines: Mapping[TomlPath, int], path: TomlPath) -> int:
    """Return the line of a path, else of the closest table above it, else 1."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return 1


class _Token(NamedTuple):
    kind: str
    text: str
    line: int


class _Open(NamedTuple):
    """A list or inline table that is not closed yet."""

    path: TomlPath
    is_list: bool
    position: int = 0


@cache
def _token_pattern() -> re.Pattern[str]:
    # The closing quotes of a multi-line string may follow one or two quotes of its content.
    return re.compile(
        r'(?P<string>"""(?:\\.|[^\\])*?"{3,5}(?!")|'
        r"'''.*?'{3,5}(?!')|"
        r'"(?:\\.|[^"\\\n])*"|'
        r"'[^'\n]*')"
        r"|(?P<comment>\#[^\n]*)|(?P<newline>\n)|(?P<mark>[\[\]{},=.])"
        r"|(?P<bare>[^\s\[\]{},=.\#\"']+)|(?P<space>\s)",
        re.DOTALL,
    )


def _tokens(source: str) -> Iterator[_Token]:
    line = 1
    for match in _token_pattern().finditer(source):
        kind, text = match.lastgroup or "", match.group()
        if kind not in ("space", "comment"):
            yield _Token(text if kind == "mark" else kind, text, line)
        line += text.count("\n")


class _Scan:
    """The state between two tokens: the table, what is open, and what is expected next."""

    def __init__(self) -> None:
        self.lines: dict[TomlPath, int] = {}
        self._table: TomlPath = ()
        self._tables_in_list: dict[TomlPath, int] = {}
        self._open: list[_Open] = []
        self._key: list[str] = []
        self._take = self._take_key

    def take(self, token: _Token) -> None:
        """Move on by one token."""
        self._take(token)

    def _take_key(self, token: _Token) -> None:
        match token.kind:
            case "[":
                self._take = self._take_header
            case "=":
                self._note((*self._base(), *self._key), token.line)
                self._take = self._take_value
            case "}":
                self._close()
            case "string" | "bare":
                self._key.append(_key_name(token))
            case _:  # dots between the parts of a key, commas and line ends between pairs
                pass

    def _take_header(self, token: _Token) -> None:
        match token.kind:
            case "[":
                self._take = self._take_list_header
            case "]":
                self._table = self._within_lists(tuple(self._key))
                self._note(self._table, token.line)
                self._expect_key()
            case "string" | "bare":
                self._key.append(_key_name(token))

    def _take_list_header(self, token: _Token) -> None:
        if token.kind == "]":
            path = self._within_lists(tuple(self._key[:-1])) + tuple(self._key[-1:])
            self._tables_in_list[path] = self._tables_in_list.get(path, -1) + 1
            self._table = (*path, self._tables_in_list[path])
            self._note(self._table, token.line)
            self._take = self._skip_line
        elif token.kind in ("string", "bare"):
            self._key.append(_key_name(token))

    def _skip_line(self, token: _Token) -> None:
        if token.kind == "newline":
            self._expect_key()

    def _take_value(self, token: _Token) -> None:
        match token.kind:
            case "newline":
                if not self._open:
                    self._expect_key()
            case ",":
                self._next_item()
            case "]" | "}":
                self._close()
            case "[":
                self._open.append(_Open(self._value_path(token.line), is_list=True))
            case "{":
                self._open.append(_Open(self._value_path(token.line), is_list=False))
                self._expect_key()
            case _:
                self._value_path(token.line)

    def _next_item(self) -> None:
        innermost = self._open[-1]
        if innermost.is_list:
            self._open[-1] = innermost._replace(position=innermost.position + 1)
        else:
            self._expect_key()

    def _close(self) -> None:
        self._open.pop()
        self._key = []
        self._take = self._take_value

    def _expect_key(self) -> None:
        self._key = []
        self._take = self._take_key

    def _base(self) -> TomlPath:
        """Where the keys that come next belong."""
        return self._open[-1].path if self._open else self._table

    def _value_path(self, line: int) -> TomlPath:
        """Return where the value that starts here belongs; note the line of a list item."""
        if self._open and self._open[-1].is_list:
            path = (*self._open[-1].path, self._open[-1].position)
            self.lines.setdefault(path, line)
            return path
        return (*self._base(), *self._key)

    def _within_lists(self, parts: tuple[str, ...]) -> TomlPath:
        """Return a header's path with the positions in the lists of tables it goes through."""
        path: TomlPath = ()
        for part in parts:
            path = (*path, part)
            if path in self._tables_in_list:
                path = (*path, self._tables_in_list[path])
        return path

    def _note(self, path: TomlPath, line: int) -> None:
        for length in range(1, len(path)):
            self.lines.setdefault(path[:length], line)
        self.lines[path] = line


def _key_name(token: _Token) -> str:
    if token.kind == "bare":
        return token.text
    (name,) = tomllib.loads(f"{token.text} = 0")
    return str(name)
