"""What a person would most often label in a sentence, found without any model.

Candidates are only places to stop at: names, numbers, dates, the insides of brackets and
quotations, and phrases of people counted. Must import nothing of ours but this room.
"""

import re
from itertools import pairwise
from typing import NamedTuple

from annotator.text.expressions import DATE, NUMBER, PHRASE, dates, numbers
from annotator.text.graphemes import is_boundary
from annotator.text.name_parts import NAME, PART, UNIT, Named, names
from annotator.text.nominals import Nominals, sources
from annotator.text.phrases import Range, noun_phrases, widened
from annotator.text.quotations import brackets, quotations
from annotator.text.tokens import Token, tokenize

BRACKET = "bracket"
QUOTATION = "quotation"

# Longer brackets are remarks, not names.
_LONGEST_BRACKET = 60
_JOINED = re.compile(r"\s?[/–—]\s?|\s-\s")


class Candidate(NamedTuple):
    """A range `[start, end)` in code points and its kind.

    The kind is name, number, date, phrase (a description), part (of a name: a name only where the
    whole is none), unit (something to grow and shrink to), bracket or quotation.
    """

    start: int
    end: int
    kind: str


def candidates(text: str, start: int, end: int) -> list[Candidate]:
    """Return what may be labelled in the sentence `text[start:end]`.

    Args:
        text: the whole text; words around the sentence tell which capitals mean something.
        start: start of the sentence.
        end: end of the sentence.

    Returns:
        Candidates by start, the longer first; they may nest, and no range comes twice.
    """
    found: dict[Range, str] = {}
    tokens = tokenize(text, start, end)
    when = dates(text, start, end)
    taken = [(date.start, date.end) for date in when]
    named = names(text, start, end, tokens, taken)
    for left, right, kind in [*_joined(text, start, named), *named, *when]:
        found.setdefault((left, right), kind)
    in_dates = {offset for left, right in taken for offset in range(left, right)}
    for left, right, kind in numbers(text, start, end):
        if left not in in_dates and right - 1 not in in_dates:
            found.setdefault((left, right), kind)
    for left, right in _descriptions(text, tokens, found):
        found.setdefault((left, right), PHRASE)
    for left, right in _enclosed_names(text, start, end):
        found.setdefault((left, right), BRACKET)
    for quotation in quotations(text, start, end):
        found.setdefault(quotation.inner, QUOTATION)
    return [
        Candidate(left, right, kind)
        for (left, right), kind in sorted(found.items(), key=lambda item: (item[0][0], -item[0][1]))
        if is_boundary(text, left) and is_boundary(text, right)
    ]


def _descriptions(text: str, tokens: list[Token], known: dict[Range, str]) -> list[Range]:
    """Return descriptions of people, bodies, places and things, and pronouns that speak."""
    words = [text[token.start : token.end].lower() for token in tokens]
    phrases = widened(tokens, noun_phrases(text, tokens), list(known))
    number_at = {token.start: index for index, token in enumerate(tokens)}
    end_at = {token.end: index + 1 for index, token in enumerate(tokens)}
    named = [
        (number_at[left], end_at[right])
        for (left, right), kind in known.items()
        if kind == NAME and left in number_at and right in end_at
    ]
    found = [*Nominals(words, phrases, named).found(), *sources(words)]
    return [(tokens[first].start, tokens[end - 1].end) for first, end in found]


def _joined(text: str, start: int, named: list[Named]) -> list[Named]:
    """Return names joined by a slash or a dash, except after a dateline.

    Two names with a dash are one name, and each is a part; with a slash each is a name.
    """
    whole = _maximal([(left, right) for left, right, _ in named])
    joined: list[Named] = []
    first: int | None = None
    for (left, right), (next_left, next_right) in pairwise(whole):
        gap = text[right:next_left]
        if not _JOINED.fullmatch(gap) or (left == start and "/" not in gap):
            first = None
            continue
        first = left if first is None else first
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
