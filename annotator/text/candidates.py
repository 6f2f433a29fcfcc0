"""What a person would most often label in a sentence, found without any model.

Candidates are only places to stop at: names, numbers, dates, the insides of brackets and
quotations, and phrases of people counted. Must import nothing of ours but this room.
"""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from annotator.text.expressions import NUMBER, PHRASE, Expression, dates, numbers
from annotator.text.name_parts import NAME, PART, UNIT, Named, names
from annotator.text.nominals import Nominals, sources
from annotator.text.phrases import Range, noun_phrases, widened
from annotator.text.quotations import brackets, quotations
from annotator.text.tokens import Words

BRACKET = "bracket"
QUOTATION = "quotation"

# Longer brackets are remarks, not names.
_LONGEST_BRACKET = 60
# Names joined by marks, as many as make one name; more are a list.
_LONGEST_CHAIN = 3
_JOINED = re.compile(r"\s?[/–—]\s?|\s-\s")


class Candidate(NamedTuple):
    """A range `[start, end)` in code points and its kind.

    The kind is name, number, date, phrase (a description), part (of a name: a name only where the
    whole is none), unit (something to grow and shrink to), bracket or quotation.
    """

    start: int
    end: int
    kind: str


def candidates(text: str, start: int, end: int, words: Words | None = None) -> list[Candidate]:
    """Return what may be labelled in the sentence `text[start:end]`.

    Args:
        text: the whole text; words around the sentence tell which capitals mean something.
        start: start of the sentence.
        end: end of the sentence.
        words: its tokens with their words, where they are known.

    Returns:
        Candidates by start, the longer first; they may nest, and no range comes twice.
    """
    words = words or Words(text, start, end)
    found = _named_and_counted(text, start, end, words)
    for part in _descriptions(words, found):
        found.setdefault(part, PHRASE)
    for part in _enclosed_names(text, start, end):
        found.setdefault(part, BRACKET)
    for quotation in quotations(text, start, end):
        found.setdefault(quotation.inner, QUOTATION)
    starts, ends = {one.start for one in words.tokens}, {one.end for one in words.tokens}
    return [
        Candidate(left, right, kind)
        for (left, right), kind in sorted(found.items(), key=lambda item: (item[0][0], -item[0][1]))
        if left in starts and right in ends
    ]


def _named_and_counted(text: str, start: int, end: int, words: Words) -> dict[Range, str]:
    """Return dates, names and numbers by range: none in a date, no name in a number or reversed."""
    when = dates(text, start, end)
    in_dates = _offsets(when)
    counted = [
        one
        for one in numbers(text, start, end)
        if one.start not in in_dates and one.end - 1 not in in_dates
    ]
    in_numbers = _offsets(one for one in counted if one.kind == NUMBER)
    named = [
        one
        for one in names(text, start, end, words, [(date.start, date.end) for date in when])
        if not in_numbers.issuperset((one.start, one.end - 1))
    ]
    in_names = _offsets(one for one in named if one.kind == NAME)
    counted = [one for one in counted if one.kind == PHRASE or one.start not in in_names]
    found: dict[Range, str] = {}
    for left, right, kind in [*_joined(text, start, named), *named, *when, *counted]:
        found.setdefault((left, right), kind)
    return found


def _offsets(ranges: Iterable[Named | Expression]) -> set[int]:
    return {offset for one in ranges for offset in range(one.start, one.end)}


def _descriptions(words: Words, known: dict[Range, str]) -> list[Range]:
    """Return descriptions of people, bodies, places and things, and pronouns that speak."""
    tokens, lower = words.tokens, words.lower
    phrases = widened(tokens, noun_phrases(words), list(known))
    number_at = {token.start: index for index, token in enumerate(tokens)}
    end_at = {token.end: index + 1 for index, token in enumerate(tokens)}
    named = [
        (number_at[left], end_at[right])
        for (left, right), kind in known.items()
        if kind == NAME and left in number_at and right in end_at
    ]
    found = [*Nominals(lower, phrases, named).found(), *sources(lower)]
    return [(tokens[first].start, tokens[end - 1].end) for first, end in found]


def _joined(text: str, start: int, named: list[Named]) -> list[Named]:
    """Return names joined by a slash or a dash, except after a dateline.

    Two names with a dash are one name, and each is a part; with a slash each is a name.
    """
    whole = _maximal([(left, right) for left, right, _ in named])
    joined: list[Named] = []
    first: int | None = None
    length = 0
    for (left, right), (next_left, next_right) in pairwise(whole):
        gap = text[right:next_left]
        if not _JOINED.fullmatch(gap) or (left == start and "/" not in gap):
            first = None
            continue
        if first is None or length == _LONGEST_CHAIN:
            first, length = left, 0
        length += 1
        joined.append(Named(first, next_right, UNIT if "/" in gap else NAME))
        if "/" not in gap:
            joined += [Named(left, right, PART), Named(next_left, next_right, PART)]
    return joined


def _maximal(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the ranges that lie in no other, by their start."""
    whole: list[tuple[int, int]] = []
    for left, right in sorted(set(ranges), key=lambda item: (item[0], -item[1])):
        if not whole or right > whole[-1][1]:
            whole.append((left, right))
    return whole


def _enclosed_names(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the insides of short brackets that hold a capital."""
    return [
        part.inner
        for part in brackets(text, start, end)
        if part.inner[1] - part.inner[0] <= _LONGEST_BRACKET
        and any(character.isupper() for character in text[slice(*part.inner)])
    ]
