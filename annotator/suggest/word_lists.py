"""A project's own word lists: lines of `words<TAB>TYPE[<TAB>score]`."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_USUAL_SCORE = 0.9
_LONGEST = 200
_TYPE = re.compile(r"[A-Z][A-Z0-9_]*", re.ASCII)
_SHAPE = "write words, a tab and a type, as Hill Guard<TAB>ARMED_GROUP"


class WordListProblem(ValueError):
    """A line of a word list that cannot be read; the message names file, line and remedy."""


class ListedWord(NamedTuple):
    """Words of a project's list with the type that they get."""

    words: str
    type: str
    score: float = _USUAL_SCORE


def read_words(path: Path) -> tuple[ListedWord, ...]:
    """Return the words of a list; empty lines and those that begin with `#` are passed over.

    Raises:
        WordListProblem: the file is not UTF-8 text, or a line is none of a word list.
        OSError: the file cannot be opened.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise WordListProblem(f"{path} is not UTF-8 text; save it as UTF-8") from None
    return tuple(_words(path, lines))


def _words(path: Path, lines: list[str]) -> Iterator[ListedWord]:
    types: dict[str, tuple[str, int]] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        where = f"{path}, line {number}:"
        word = _word(where, line)
        kind, before = types.setdefault(word.words, (word.type, number))
        if kind != word.type:
            raise WordListProblem(
                f"{where} the same words have the type {kind} in line {before}; keep one of them"
            )
        if before == number:
            yield word


def _word(where: str, line: str) -> ListedWord:
    cells = [cell.strip() for cell in line.split("\t")]
    if len(cells) not in (2, 3):
        raise WordListProblem(f"{where} has {len(cells)} columns, not 2 or 3; {_SHAPE}")
    words, kind = " ".join(cells[0].split()), cells[1]
    if not words or len(words) > _LONGEST:
        raise WordListProblem(f"{where} the words are missing or over {_LONGEST} long; {_SHAPE}")
    if not _TYPE.fullmatch(kind):
        raise WordListProblem(f"{where} the type is not written in capitals; {_SHAPE}")
    return ListedWord(words, kind, _score(where, cells[2]) if len(cells) == 3 else _USUAL_SCORE)


def _score(where: str, cell: str) -> float:
    if not re.fullmatch(r"0|1|[01]?\.\d+", cell, re.ASCII) or float(cell) > 1:
        raise WordListProblem(f"{where} the score is no number from 0 to 1; write it as 0.9")
    return float(cell)
