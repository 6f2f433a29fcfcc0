"""Memory: what an annotator labelled once is proposed wherever the same words stand.

The annotator's own work teaches it, and gold; never another's work that is still open. Words that
were turned down, or decided to be no mention, count against.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from annotator.model.spans import Span
from annotator.model.suggestion import Proposal
from annotator.suggest.base import Page

_HEAD = 3
"""Characters by which words are looked up; shorter ones are looked up whole."""

_WEIGHT = 3.0
"""How many acts of the annotator the first guess is worth."""

_BLANKS = {ord(blank): " " for blank in "\t\n\r\x0b\x0c\u00a0\u2007\u2009\u202f\u3000"}


class Known(NamedTuple):
    """Words with a type, and how often they got it."""

    words: str
    type: str
    number: int


class Memory:
    """Proposes the labels that the annotator gave to the same words, the longest first."""

    name = "memory"
    version = "1"

    def __init__(self, labelled: Iterable[Known] = (), turned_down: Iterable[Known] = ()) -> None:
        self._labelled: dict[str, dict[str, int]] = {}
        self._refused: dict[tuple[str, str], int] = {}
        self._heads: dict[str, list[str]] = {}
        self._gold: tuple[tuple[Known, ...], tuple[Known, ...]] = ((), ())
        self._in_gold: dict[tuple[str, str], int] = {}
        for words, kind, number in labelled:
            self.learn(words, kind, number)
        for words, kind, number in turned_down:
            self.refuse(words, kind, number)

    def learn(self, words: str, kind: str, number: int = 1) -> None:
        """Count labels that words got; a negative number takes back."""
        words = plain(words)
        types = self._labelled.setdefault(words, {})
        if not types:
            head = self._heads.setdefault(words[:_HEAD], [])
            head.append(words)
            head.sort(key=len, reverse=True)
        types[kind] = types.get(kind, 0) + number
        if types[kind] <= 0:
            del types[kind]
        if not types:
            del self._labelled[words]
            self._heads[words[:_HEAD]].remove(words)

    def refuse(self, words: str, kind: str, number: int = 1) -> None:
        """Count labels that were proposed for words and turned down."""
        key = plain(words), kind
        self._refused[key] = self._refused.get(key, 0) + number

    def follow_gold(self, named: tuple[Known, ...], rejected: tuple[Known, ...]) -> None:
        """Know what gold says now, in place of what it said before.

        Args:
            named: words with the types that they have in gold.
            rejected: words that were decided to be no mention, and never anything else.
        """
        if (named, rejected) == self._gold:
            return
        for some, sign in ((self._gold, -1), ((named, rejected), 1)):
            for words, kind, number in some[0]:
                self.learn(words, kind, sign * number)
            for words, kind, number in some[1]:
                self.refuse(words, kind, sign * number)
        self._gold = named, rejected
        self._in_gold = {(plain(one.words), one.type): one.number for one in named}

    def score(self, words: str, kind: str) -> float:
        """Return how likely it is that these words get this label, from 0 to 1."""
        words = plain(words)
        types = self._labelled.get(words, {})
        given = types.get(kind, 0)
        against = sum(types.values()) - given + self._refused.get((words, kind), 0)
        return (given + _first_guess(words) * _WEIGHT) / (given + against + _WEIGHT)

    def best(self, words: str) -> tuple[str, float]:
        """Return the likeliest label of words with its score, "" and 0 where there is none."""
        types = self._labelled.get(plain(words), {})
        if not types:
            return "", 0.0
        kind = max(types, key=lambda one: (types[one], one))
        return kind, self.score(words, kind)

    def suggest(self, page: Page) -> Iterator[Proposal]:
        """Yield the longest known words from left to right, each with its likeliest type."""
        for sentence in page.wanted:
            # With a character on both sides, which tells whether words go on there.
            first = max(0, sentence.start - 1)
            text = plain(page.text[first : sentence.end + 1])
            place, end = sentence.start - first, sentence.end - first
            while place < end:
                found = self._at(text, place, end)
                if found:
                    yield self._proposal(found, place + first)
                place += len(found) or 1

    def _at(self, text: str, place: int, end: int) -> str:
        """Return the longest known words that stand at a place, "" for none."""
        if not _is_edge(text, place):
            return ""
        for size in range(_HEAD, 0, -1):
            for words in self._heads.get(text[place : place + size], ()):
                after = place + len(words)
                if after <= end and text.startswith(words, place) and _is_edge(text, after):
                    return words
        return ""

    def _proposal(self, words: str, place: int) -> Proposal:
        kind, score = self.best(words)
        return Proposal(
            type=kind,
            fragments=(Span(place, place + len(words)),),
            score=score,
            reason=self._reason(words, kind),
        )

    def _reason(self, words: str, kind: str) -> str:
        in_gold = self._in_gold.get((words, kind), 0)
        own = self._labelled[words][kind] - in_gold
        if not own:
            return f"these words are {kind} in gold, {_times(in_gold)}"
        also = f", as gold does {_times(in_gold)}" if in_gold else ""
        return f"you labelled these words {kind} {_times(own)}{also}"


def plain(text: str) -> str:
    """Return a text with a blank for each sort of white space; no offset moves."""
    return text.translate(_BLANKS)


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"


def _first_guess(words: str) -> float:
    """Return how likely words keep their label where nobody has said: names do, phrases do not."""
    if any(letter.isupper() or letter.isdigit() for letter in words):
        return 0.8
    return 0.25 if " " in words else 0.1


def _is_edge(text: str, place: int) -> bool:
    """Say whether no word goes on across a place."""
    if not 0 < place < len(text):
        return True
    return not (text[place - 1].isalnum() and text[place].isalnum())
