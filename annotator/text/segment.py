"""A text into units: sentences, headline, sub-headings, captions and page furniture.

Units are in order, do not overlap, carry no outer white space and hold every other character
of the text exactly once; none cuts a grapheme cluster. Quotations of several sentences are cut
inside, because a claim is a sentence or less; what spans them is found by `quotations`.
Must import nothing of ours but this room.
"""

import re
from enum import Enum, auto
from itertools import pairwise
from typing import NamedTuple

from annotator.text import languages
from annotator.text.boilerplate import (
    LONGEST_LINE,
    boilerplate_rule,
    has_licence_words,
    is_caption,
    is_licence_notice,
)
from annotator.text.graphemes import is_boundary, next_boundary, previous_boundary
from annotator.text.lines import paragraphs
from annotator.text.stops import sentence_ends

SEGMENTER = "news-rules"
SEGMENTER_VERSION = "1"

SENTENCE = "sentence"
HEADLINE = "headline"
HEADLINE_DUPLICATE = "headline_duplicate"
SUBHEADLINE = "subheadline"
SUBHEADING = "subheading"
CAPTION = "caption"
BOILERPLATE = "boilerplate"

_LONGEST_HEADLINE = 200
_LONGEST_SUBHEADING = 120
_MOST_SUBHEADLINES = 3
# More headings in a row than this are a list.
_MOST_HEADINGS_IN_A_ROW = 2
_FINAL = ".!?…؟۔।։።。！？｡,;:-–—"
_CLOSING = "\"'”’»)]」』）】*_"
_BULLETS = "•⁃▪●◦‣*·"
_LIST_MARK = re.compile(
    r"(?:(?<=\s)|^)(?:[•⁃▪●◦]\s?(?:\d{1,2}\.)?|\(?(?:\d{1,2}|[a-z])(?:\.\)|[.)]))\s*(?=[A-Z])"
)
_LIST_START = re.compile(r"[•⁃▪●◦]|\(?(?:\d{1,2}|[a-z])(?:\.\)|[.)])\s*[A-Z]")


class Unit(NamedTuple):
    """One unit: `[start, end)` in code points, and its kind, one of the constants above."""

    start: int
    end: int
    kind: str


def segment(text: str, language: str = "en", hard_wrapped: bool | None = None) -> list[Unit]:
    """Cut a text into units, losing nothing.

    Args:
        text: any text, untouched.
        language: a code such as "en"; for others than those in `languages.OWN` sentencex cuts
            paragraphs, where it is installed.
        hard_wrapped: whether single line breaks only wrap lines; None: judge by the text.

    Returns:
        Units in order of their start.
    """
    blocks = paragraphs(text, hard_wrapped)
    cut_by = languages.sentence_ends if languages.segmenter(language) else sentence_ends
    units: list[Unit] = []
    for (start, end), kind in zip(blocks, _kinds(text, blocks), strict=True):
        if kind in (SENTENCE, CAPTION):
            cuts = [start, *cut_by(text, start, end, language), end]
            for left, right in pairwise(cuts):
                _add_items(text, left, right, kind, units)
        else:
            units.append(Unit(start, end, kind))
    if has_licence_words(text):
        units = _with_licence_notices(text, units, {end for _, end in blocks})
    return units if text.isascii() else _with_whole_graphemes(text, units)


def segmenter_of(language: str = "en") -> str:
    """Return names and versions of what cuts texts of a language."""
    other = languages.segmenter(language)
    ours = f"{SEGMENTER} {SEGMENTER_VERSION}"
    return f"{ours}, {other}" if other else ours


# ------------------------------------------------------------------ kinds of paragraphs


class _Look(Enum):
    """What one paragraph looks like on its own."""

    BODY = auto()
    HEADING = auto()
    FURNITURE = auto()
    CAPTION = auto()


def _kinds(text: str, blocks: list[tuple[int, int]]) -> list[str]:
    looks = [_look(text, start, end) for start, end in blocks]
    if _Look.BODY not in looks:
        return [_kind_without_body(look) for look in looks]
    kinds: list[str] = []
    seen: set[str] = set()
    headline: str | None = None
    in_body, subheadlines = False, 0
    for index, ((start, end), look) in enumerate(zip(blocks, looks, strict=True)):
        line = "" if end - start > _LONGEST_HEADLINE else _comparable(text[start:end])
        if look is _Look.FURNITURE:
            kind = BOILERPLATE
        elif look is _Look.CAPTION:
            kind = CAPTION
        elif look is _Look.BODY:
            kind = HEADLINE_DUPLICATE if line and line == headline else SENTENCE
            in_body = True
        elif line in seen:
            kind = HEADLINE_DUPLICATE if line == headline else BOILERPLATE
        elif in_body:
            kind = SUBHEADING if _heads_a_section(blocks, looks, index) else SENTENCE
        elif headline is None:
            headline, kind = line, HEADLINE
        else:
            subheadlines += 1
            kind = SUBHEADLINE if subheadlines <= _MOST_SUBHEADLINES else SENTENCE
        if line:
            seen.add(line)
        kinds.append(kind)
    return kinds


def _look(text: str, start: int, end: int) -> _Look:
    length = end - start
    if length > 2 * LONGEST_LINE:
        return _Look.BODY
    line = text[start:end]
    last = line.rstrip(_CLOSING)[-1:]
    finished = last == "" or last in _FINAL
    if (not finished or length < 80 or line[0] in "([") and boilerplate_rule(line):
        return _Look.FURNITURE
    if is_caption(line):
        return _Look.CAPTION
    if finished or length > _LONGEST_HEADLINE or line[0].islower() or line[0] in _BULLETS:
        return _Look.BODY
    return _Look.HEADING


def _kind_without_body(look: _Look) -> str:
    """Name the kind where no paragraph has sentences: a heading needs something to head."""
    if look is _Look.FURNITURE:
        return BOILERPLATE
    return CAPTION if look is _Look.CAPTION else SENTENCE


def _heads_a_section(blocks: list[tuple[int, int]], looks: list[_Look], index: int) -> bool:
    start, end = blocks[index]
    if end - start > _LONGEST_SUBHEADING:
        return False
    first = last = index
    while looks[first - 1] is _Look.HEADING and last - first <= _MOST_HEADINGS_IN_A_ROW:
        first -= 1
    while looks[last : last + 1] == [_Look.HEADING] and last - first <= _MOST_HEADINGS_IN_A_ROW:
        last += 1
    return last - first <= _MOST_HEADINGS_IN_A_ROW and looks[last : last + 1] == [_Look.BODY]


def _comparable(line: str) -> str:
    return " ".join(line.split()).casefold()


# ------------------------------------------------------------------ inside a paragraph


def _add_items(text: str, start: int, end: int, kind: str, units: list[Unit]) -> None:
    """Add the sentence between two cuts, or its items if it is a list on one line."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start == end:
        return
    if _LIST_START.match(text, start, end):
        for item_start, item_end in _list_items(text, start, end):
            units.append(Unit(item_start, item_end, kind))
    else:
        units.append(Unit(start, end, kind))


def _list_items(text: str, start: int, end: int) -> list[tuple[int, int]]:
    item = text[start:end]
    marks = [start + found.start() for found in _LIST_MARK.finditer(item)]
    cuts = [start, *(mark for mark in marks if mark > start), end]
    return [(left, left + len(text[left:right].rstrip())) for left, right in pairwise(cuts)]


def _with_licence_notices(text: str, units: list[Unit], paragraph_ends: set[int]) -> list[Unit]:
    """Mark licence sentences that close a paragraph."""
    marked = list(units)
    closing = False
    for index in range(len(units) - 1, -1, -1):
        start, end, kind = units[index]
        closing = closing or end in paragraph_ends
        closing = closing and kind == SENTENCE and is_licence_notice(text[start:end])
        if closing:
            marked[index] = Unit(start, end, BOILERPLATE)
    return marked


def _with_whole_graphemes(text: str, units: list[Unit]) -> list[Unit]:
    """Widen units to grapheme boundaries; white space can carry a combining mark."""
    whole: list[Unit] = []
    for unit in units:
        start, end, kind = unit
        if not (is_boundary(text, start) and is_boundary(text, end)):
            start = start if is_boundary(text, start) else previous_boundary(text, start)
            end = end if is_boundary(text, end) else next_boundary(text, end)
            unit = Unit(start, end, kind)
        if whole and start < whole[-1].end:
            before = whole.pop()
            unit = Unit(before.start, max(end, before.end), before.kind)
        whole.append(unit)
    return whole
