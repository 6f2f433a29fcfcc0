"""Two texts that share sentences: which are the same, and where a range of one is in the other.

Words count, not white space: no-break spaces, double blanks, kinds of quotation marks, case and
the way in which accents are encoded may differ. Where a place is not certain there is none.
Must import nothing of ours but this room.
"""

import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple

from annotator.text.tokens import tokenize

Span = tuple[int, int]
"""`[start, end)` in code points."""

_SHORTEST_RUN = 5
"""Tokens that two sentences must have in a row before parts of them count as the same."""

_MOST_PLACES = 8
"""Words in a row that stand in more places than this say nothing about where they came from."""

_SIGNS = str.maketrans({**dict.fromkeys("‘’‚‛′`´", "'"), **dict.fromkeys("“”„‟«»″", '"')})
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))


def aligned(
    text_a: str, sentences_a: Sequence[Span], text_b: str, sentences_b: Sequence[Span]
) -> list[tuple[int, int]]:
    """Return pairs of sentences with equal words, as numbers from 0, in the order of the first.

    No sentence is in two pairs. Where a sentence occurs more than once, the ones beside a pair
    that is certain are taken first, and the rest in order.
    """
    return _pairs(_Words(text_a, sentences_a).sentences(), _Words(text_b, sentences_b).sentences())


class Alignment:
    """Where ranges of one text stand in another.

    Args:
        text_a: the text that ranges are given in.
        sentences_a: its sentences in order, none overlapping.
        text_b: the other text.
        sentences_b: its sentences in order, none overlapping.
    """

    def __init__(
        self, text_a: str, sentences_a: Sequence[Span], text_b: str, sentences_b: Sequence[Span]
    ) -> None:
        self._a, self._b = _Words(text_a, sentences_a), _Words(text_b, sentences_b)
        self.pairs = _pairs(self._a.sentences(), self._b.sentences())
        """Sentences with equal words, as `aligned` has them."""
        self._runs: dict[int, list[_Run]] = {}
        for a, b in self.pairs:
            first, end = self._a.bounds[a]
            self._runs[a] = [_Run(first, self._b.bounds[b][0], end - first)]
        for a, run in self._partial_runs():
            self._runs.setdefault(a, []).append(run)

    def in_b(self, start: int, end: int) -> Span | None:
        """Return where a range of the first text stands in the second.

        It is found where its sentence is in a pair, and else where the longest run of words that
        the sentence shares with one of the other text's unpaired sentences covers it.

        Args:
            start: first code point of a range inside one sentence.
            end: behind its last one.

        Returns:
            The range in the second text; None where there is none, or more than one.
        """
        first, last = self._a.at(start, end)
        if last < first:
            return None
        runs = [
            run
            for run in self._runs.get(self._a.sentence_of[first], [])
            if run.a <= first and last < run.a + run.length
        ]
        best = max((run.length for run in runs), default=0)
        chosen = [run for run in runs if run.length == best]
        if len(chosen) != 1:
            return None
        shift = chosen[0].b - chosen[0].a
        left = self._inner(first, first + shift, max(start, self._a.spans[first][0]))
        right = self._inner(last, last + shift, min(end, self._a.spans[last][1]))
        return None if left is None or right is None else (left, right)

    def _inner(self, a: int, b: int, offset: int) -> int | None:
        """Return where an offset in or at the edge of a token stands in the equal one."""
        (start_a, end_a), (start_b, end_b) = self._a.spans[a], self._b.spans[b]
        if offset == start_a:
            return start_b
        if offset == end_a:
            return end_b
        here, there = self._a.text[start_a:end_a], self._b.text[start_b:end_b]
        is_same = here == there or (len(here) == len(there) and here.lower() == there.lower())
        return start_b + offset - start_a if is_same else None

    def _partial_runs(self) -> Iterator[tuple[int, "_Run"]]:
        """Yield the longest possible runs that unpaired sentences share, with the sentence's
        number."""
        paired_a, paired_b = {a for a, _ in self.pairs}, {b for _, b in self.pairs}
        places: dict[tuple[str, ...], list[int]] = {}
        for place, gram in self._b.grams(paired_b):
            places.setdefault(gram, []).append(place)
        done: dict[int, int] = {}
        for at, gram in self._a.grams(paired_a):
            found = places.get(gram, [])
            for place in found if len(found) <= _MOST_PLACES else []:
                if at >= done.get(place - at, 0):
                    run = self._longest(at, place)
                    done[place - at] = run.a + run.length
                    yield self._a.sentence_of[at], run

    def _longest(self, a: int, b: int) -> "_Run":
        """Return the run through two equal tokens, as far as both sentences go."""
        first_a, end_a = self._a.bounds[self._a.sentence_of[a]]
        first_b, end_b = self._b.bounds[self._b.sentence_of[b]]
        back = 0
        while back < min(a - first_a, b - first_b):
            if self._a.keys[a - back - 1] != self._b.keys[b - back - 1]:
                break
            back += 1
        on, limit = 0, min(end_a - a, end_b - b)
        while on < limit and self._a.keys[a + on] == self._b.keys[b + on]:
            on += 1
        return _Run(a - back, b - back, back + on)


class _Run(NamedTuple):
    """Tokens that are the same in both texts: where they begin, and how many there are."""

    a: int
    b: int
    length: int


class _Words:
    """The tokens of a text's sentences in order, without those that cannot be seen."""

    def __init__(self, text: str, sentences: Sequence[Span]) -> None:
        self.text = text
        self.spans: list[Span] = []
        self.keys: list[str] = []
        self.sentence_of: list[int] = []
        self.bounds: list[Span] = []
        """For each sentence, the numbers of its first token and of the one behind its last."""
        for number, (start, end) in enumerate(sentences):
            first = len(self.keys)
            for token in tokenize(text, start, end):
                key = _key(text[token.start : token.end])
                if key:
                    self.spans.append((token.start, token.end))
                    self.keys.append(key)
                    self.sentence_of.append(number)
            self.bounds.append((first, len(self.keys)))

    def sentences(self) -> list[tuple[str, ...]]:
        """Return the words of each sentence."""
        return [tuple(self.keys[first:end]) for first, end in self.bounds]

    def grams(self, without: set[int]) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Yield each place with the words that follow, inside sentences that are not left out."""
        for number, (first, end) in enumerate(self.bounds):
            if number not in without:
                for place in range(first, end - _SHORTEST_RUN + 1):
                    yield place, tuple(self.keys[place : place + _SHORTEST_RUN])

    def at(self, start: int, end: int) -> tuple[int, int]:
        """Return the numbers of the first and last token in a range; the last is less than the
        first where there is none, or where they are in two sentences."""
        first = bisect_right(self.spans, start, key=itemgetter(1))
        last = bisect_left(self.spans, end, key=itemgetter(0)) - 1
        if last < first or self.sentence_of[first] != self.sentence_of[last]:
            return 0, -1
        return first, last


def _key(word: str) -> str:
    """Return what words are compared by: "" for one that cannot be seen."""
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKC", word).translate(_SIGNS).translate(_DASHES)
    return "".join(c for c in plain if unicodedata.category(c) != "Cf").casefold()


def _pairs(a: list[tuple[str, ...]], b: list[tuple[str, ...]]) -> list[tuple[int, int]]:
    often_a, often_b = Counter(a), Counter(b)
    places = {words: place for place, words in enumerate(b) if often_b[words] == 1}
    found = {
        place: places[words]
        for place, words in enumerate(a)
        if words and often_a[words] == 1 and words in places
    }
    taken = set(found.values())
    for step in (1, -1):
        for place in sorted(found, reverse=step < 0):
            _go_on(a, b, place, step, found, taken)
    rest: dict[tuple[str, ...], list[int]] = {}
    for place in range(len(b) - 1, -1, -1):
        if place not in taken:
            rest.setdefault(b[place], []).append(place)
    for place, words in enumerate(a):
        if words and place not in found and rest.get(words):
            found[place] = rest[words].pop()
    return sorted(found.items())


def _go_on(
    a: list[tuple[str, ...]],
    b: list[tuple[str, ...]],
    place: int,
    step: int,
    found: dict[int, int],
    taken: set[int],
) -> None:
    """Pair the equal sentences beside a pair, as far as they go in one direction."""
    here, there = place + step, found[place] + step
    while 0 <= here < len(a) and 0 <= there < len(b):
        if here in found or there in taken or not a[here] or a[here] != b[there]:
            return
        found[here] = there
        taken.add(there)
        here, there = here + step, there + step
