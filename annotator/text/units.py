"""Growing and shrinking a selection by what a reader sees as units.

From a word to its name or number, noun phrase, phrase with attachments, bracket or quotation,
clause and sentence. Must import nothing of ours but this room.
"""

from bisect import bisect
from collections.abc import Iterator
from functools import lru_cache

from annotator.text import vocabulary as known
from annotator.text.candidates import candidates
from annotator.text.graphemes import is_boundary
from annotator.text.phrases import attachments, clauses, coordinations, noun_phrases, widened
from annotator.text.quotations import Enclosed, brackets, quotations
from annotator.text.tokens import PUNCTUATION, Words

Range = tuple[int, int]

# Kinds of candidates that no phrase cuts in two.
_WHOLE = frozenset({"name", "part", "number", "date"})

# In code points, before and behind the selection; the grid makes neighbours share what is found.
_REACH = 1_500
_GRID = 1_000


def enclosing_units(
    text: str, sentence_start: int, sentence_end: int, start: int, end: int
) -> list[Range]:
    """Return the units around `[start, end)`, each holding the one before it.

    Args:
        text: the whole text.
        sentence_start: start of the sentence that holds the selection.
        sentence_end: its end; the last range is the whole sentence.
        start: start of the selection, a cursor's place included.
        end: end of the selection.
    """
    chain: list[Range] = []
    left, right = start, end
    for first, last in _units_near(text, sentence_start, sentence_end, start, end):
        if first <= left and right <= last and (first, last) != (left, right):
            chain.append((first, last))
            left, right = first, last
    return chain


def inner_units(
    text: str, sentence_start: int, sentence_end: int, start: int, end: int
) -> list[Range]:
    """Return the largest units strictly inside `[start, end)`, apart from each other.

    The longest comes first, which is mostly the head; function words alone are no unit.
    """
    parts: list[Range] = []
    inside = (
        part
        for part in reversed(_units_near(text, sentence_start, sentence_end, start, end))
        if start <= part[0] and part[1] <= end and part != (start, end)
    )
    for part in inside:
        place = bisect(parts, part)
        if (not place or parts[place - 1][1] <= part[0]) and (
            place == len(parts) or part[1] <= parts[place][0]
        ):
            parts.insert(place, part)
    telling = (p for p in parts if text[slice(*p)].lower() not in known.FUNCTION_WORDS)
    return sorted(telling, key=_by_length, reverse=True)


def _by_length(part: Range) -> tuple[int, int]:
    return part[1] - part[0], -part[0]


def _units_near(
    text: str, sentence_start: int, sentence_end: int, start: int, end: int
) -> tuple[Range, ...]:
    """Return what a selection can grow or shrink to, the shortest first, the sentence last.

    Of a very long sentence only the neighbourhood is read, so that a key costs the same anywhere.
    """
    left, right = sentence_start, sentence_end
    if right - left > 2 * _REACH:
        left = max(left, (start - _REACH) // _GRID * _GRID)
        right = min(right, -(-(end + _REACH) // _GRID) * _GRID)
    units = _units(text, left, right)
    if (left, right) == (sentence_start, sentence_end):
        return units
    # What touches an edge of the neighbourhood may be cut there.
    inside = (
        (first, last)
        for first, last in units
        if (first > left or left == sentence_start) and (last < right or right == sentence_end)
    )
    return (*inside, (sentence_start, sentence_end))


@lru_cache(maxsize=32)
def _units(text: str, start: int, end: int) -> tuple[Range, ...]:
    """Return everything in a stretch of text that a selection can grow or shrink to."""
    words = Words(text, start, end)
    tokens = words.tokens
    if not tokens:
        return ((start, end),)
    units = {(token.start, token.end) for token in tokens if token.kind != PUNCTUATION}
    found = candidates(text, start, end, words)
    units |= {(candidate.start, candidate.end) for candidate in found}
    units |= _phrases(words, [(c.start, c.end) for c in found if c.kind in _WHOLE])
    enclosed = sorted(brackets(text, start, end) + quotations(text, start, end))
    for part in enclosed:
        units |= {part.inner, part.outer}
    parts = [(tokens[first].start, tokens[last - 1].end) for first, last in clauses(words)]
    units |= set(_balanced(parts, enclosed))
    whole = {part for part in units if is_boundary(text, part[0]) and is_boundary(text, part[1])}
    return tuple(sorted(whole | {(start, end)}, key=_by_length))


def _balanced(parts: list[Range], enclosed: list[Enclosed]) -> Iterator[Range]:
    """Yield the parts that begin and end in the same bracket or quotation, or in none."""
    changes, innermost = [-1], [-1]
    is_open: dict[int, None] = {}
    edges = [(part.inner[0], number) for number, part in enumerate(enclosed)]
    edges += [(part.inner[1] + 1, ~number) for number, part in enumerate(enclosed)]
    for place, number in sorted(edges):
        if number >= 0:
            is_open[number] = None
        else:
            is_open.pop(~number, None)
        changes.append(place)
        innermost.append(next(reversed(is_open), -1))
    for left, right in parts:
        if innermost[bisect(changes, left) - 1] == innermost[bisect(changes, right) - 1]:
            yield left, right


def _phrases(read: Words, named: list[Range]) -> set[Range]:
    """Return noun phrases, without and with determiner, attachments and lists."""
    tokens, words = read.tokens, read.lower
    phrases = widened(tokens, noun_phrases(read), named)
    numbered = {*phrases, *attachments(words, phrases), *coordinations(words, phrases)}
    for first, end in list(numbered):
        if words[first] in known.DETERMINERS and end - first > 1:
            numbered.add((first + 1, end))
    for first, end in phrases:
        numbered |= _around_genitives(words, first, end)
    return {(tokens[first].start, tokens[end - 1].end) for first, end in numbered}


def _around_genitives(words: list[str], first: int, end: int) -> set[Range]:
    """Return owner and owned in "the Taliban’s firm stance"."""
    parts: set[Range] = set()
    for index in range(first + 1, end - 1):
        if words[index] in ("’s", "'s", "’", "'"):
            parts |= {(first, index), (index + 1, end)}
    return parts
