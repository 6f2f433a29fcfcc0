"""Words as a search sees them: without case and diacritics, and every offset as it was.

A folded text has exactly as many characters as the text, so that what is found in the one stands
at the same place in the other.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from annotator.text.graphemes import is_boundary

_MARK = "\u0301"
"""Stands for every mark that search does not look at."""

# In scripts without blanks between words, each of these characters is a word.
_SOLO = (
    "\u0e00-\u0edf\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)

# Soft hyphen, joiners and variation selectors: parts of a word that nobody types.
_UNSEEN = frozenset([0xAD, 0x34F, 0x200C, 0x200D, 0x2060, 0xFEFF, *range(0xFE00, 0xFE10)])

_ASCII = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(0x80)}
_FOREIGN = re.compile("[^\0-\x7f]+")
_EDGE_BEFORE, _EDGE_AFTER = f"(?<![^ {_SOLO}])", f"(?![^ {_SOLO}])"


def fold(text: str) -> str:
    """Return a text of the same length: words without case and diacritics, blanks for the rest.

    Letters that differ by more than marks stay apart: ß is no ss, ø no o. A combining mark keeps
    its place as one mark that stands for all; vowel signs of Indic scripts are letters here.
    """
    if text.isascii():
        return text.translate(_ASCII)
    folded = _FOREIGN.sub(_fold_run, text).translate(_ASCII)
    if _MARK in folded:
        # On a blank it belongs to no word.
        folded = _lone_marks().sub(lambda found: " " * len(found[0]), folded)
    return folded


def spaced_words(text: str) -> str:
    """Return the folded words of a text with blanks between them: what the index is made of."""
    folded = fold(text)
    if folded.isascii():
        return folded
    return _solo().sub(r" \g<0> ", folded.replace(_MARK, ""))


def words(text: str) -> tuple[str, ...]:
    """Return the folded words of a text in order."""
    return tuple(spaced_words(text).split())


class Finder(NamedTuple):
    """What finds words, one behind the other, in a folded text."""

    plain: re.Pattern[str]
    """For texts without combining marks; it begins with letters, so it is ten times faster."""
    marked: re.Pattern[str]

    def is_in(self, folded: str) -> bool:
        """Say whether the words stand in a folded text."""
        return self._pattern(folded).search(folded) is not None

    def find(self, text: str, folded: str) -> Iterator[tuple[int, int]]:
        """Yield `(start, end)` in code points of the words, whole characters only."""
        plain = text.isascii()
        for found in self._pattern(folded).finditer(folded):
            start, end = found.span()
            if plain or (is_boundary(text, start) and is_boundary(text, end)):
                yield start, end

    def _pattern(self, folded: str) -> re.Pattern[str]:
        return self.marked if _MARK in folded else self.plain


def finder(wanted: Sequence[str], *, prefix: bool = False) -> Finder:
    """Return what finds folded words, one behind the other, in a folded text.

    Only blanks may stand between them, which are the signs and spaces of the text.

    Args:
        wanted: at least one word, as `words` gives them.
        prefix: the last one may go on; what is found then reaches to its end.
    """
    edge = "" if _is_solo(wanted[0]) else f"(?<![^ {_SOLO}]{re.escape(wanted[0])})"
    first, *others = wanted
    end = "" if _is_solo(wanted[-1]) else f"[^ {_SOLO}]*" if prefix else _EDGE_AFTER
    gaps = [
        " *" if _is_solo(word) or _is_solo(before) else " +"
        for before, word in zip(wanted, others, strict=False)
    ]
    plain = [
        re.escape(first) + edge,
        *(gap + re.escape(w) for gap, w in zip(gaps, others, strict=True)),
    ]
    marked = [
        "" if _is_solo(first) else _EDGE_BEFORE,
        _with_marks(first),
        *(gap + _with_marks(w) for gap, w in zip(gaps, others, strict=True)),
    ]
    return Finder(re.compile("".join(plain) + end), re.compile("".join(marked) + end))


def _with_marks(word: str) -> str:
    return "".join(f"{re.escape(one)}{_MARK}*" for one in word)


def occurrences(
    text: str, folded: str, wanted: str, *, any_case: bool = False
) -> Iterator[tuple[int, int]]:
    """Yield `(start, end)` of a string wherever it stands as whole words and whole characters.

    Args:
        folded: the folded text.
        any_case: upper and lower case may differ; accents never may.
    """
    searched, part = (folded, fold(wanted)) if any_case else (text, wanted)
    meant, place = wanted.casefold(), searched.find(part)
    while place >= 0:
        end = place + len(wanted)
        is_it = not any_case or text[place:end].casefold() == meant
        if is_it and is_whole(text, folded, place, end):
            yield place, end
            place = searched.find(part, end)
        else:
            place = searched.find(part, place + 1)


def is_whole(text: str, folded: str, start: int, end: int) -> bool:
    """Say whether a range cuts through no word and no character."""
    if not (is_boundary(text, start) and is_boundary(text, end)):
        return False
    return not any(_joins(folded[at - 1 : at], folded[at : at + 1]) for at in (start, end))


def _joins(before: str, after: str) -> bool:
    """Say whether two folded characters beside each other belong to one word."""
    apart = (" ", "")
    return not (before in apart or after in apart or _is_solo(before) or _is_solo(after))


def _is_solo(word: str) -> bool:
    return _solo().match(word) is not None


# These take milliseconds to compile, and the list of articles needs neither.


@cache
def _solo() -> re.Pattern[str]:
    return re.compile(f"[{_SOLO}]")


@cache
def _lone_marks() -> re.Pattern[str]:
    return re.compile(f"(?<![^ {_SOLO}]){_MARK}+")


class _Folds(dict[int, str]):
    """What each character becomes, found when it first occurs."""

    def __missing__(self, code: int) -> str:
        self[code] = found = _fold_one(chr(code))
        return found


_FOLDS = _Folds()


def _fold_run(found: re.Match[str]) -> str:
    return found[0].translate(_FOLDS)


def _fold_one(character: str) -> str:
    if _is_unseen(character):
        return _MARK
    parts = unicodedata.normalize("NFD", character)
    base = parts[0] if all(map(_is_unseen, parts[1:])) else character
    if unicodedata.category(base)[0] not in "LNM":
        return " "
    for lower in (base.casefold(), base.lower()):
        if len(lower) == 1:
            return lower
    return base


def _is_unseen(character: str) -> bool:
    """Say whether it is a diacritic of Latin, Greek or Cyrillic, a vowel point, or invisible.

    Canonical combining classes (Unicode, section 4.3) tell these from viramas (9), kana voicing (8)
    and the vowel and tone signs of Indic scripts.
    """
    order = unicodedata.combining(character)
    return order in (1, 7) or 10 <= order <= 36 or order >= 200 or ord(character) in _UNSEEN
