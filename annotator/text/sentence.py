"""One sentence as proposals read it: its tokens, candidates, quotations, cues and triggers, found
once.

Must import nothing of ours but this room.
"""

from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property

from annotator.text.candidates import Candidate, candidates
from annotator.text.cues import Cue, find_cues
from annotator.text.phrases import Range, noun_phrases
from annotator.text.quotations import Enclosed, quotations
from annotator.text.tokens import Words
from annotator.text.triggers import Trigger, find_triggers

_DOUBLE_QUOTES = '“”"„«»'
_EDGES = ' \t\r\n\u00a0,.;:–—-“”"‘’„«»'
_GENITIVES = frozenset({"’s", "'s", "’", "'"})
_ACTORS = frozenset({"name", "part", "phrase"})


class SentenceParts:
    """The sentence `text[start:end]`; numbers of tokens count from its first one."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.start, self.end = text, start, end
        self._read = Words(text, start, end)
        self.tokens, self.words = self._read.tokens, self._read.lower
        self.written = self._read.written
        self._starts = [token.start for token in self.tokens]

    @cached_property
    def candidates(self) -> list[Candidate]:
        """What may be labelled in it."""
        return candidates(self.text, self.start, self.end, self._read)

    @cached_property
    def cues(self) -> list[Cue]:
        """Its cues."""
        return find_cues(self.text, self.start, self.end, self._read)

    @cached_property
    def triggers(self) -> list[Trigger]:
        """Its triggers."""
        return find_triggers(self.text, self.start, self.end, self._read)

    @property
    def is_headline(self) -> bool:
        """Whether most of its longer words are written with a capital."""
        return self._read.has_capitals

    @cached_property
    def quotes(self) -> list[Enclosed]:
        """Its quotations in double marks, also one that goes on before or behind the sentence."""
        found = [
            one
            for one in quotations(self.text, self.start, self.end)
            if self.text[one.outer[0]] in _DOUBLE_QUOTES
        ]
        return sorted([*found, *self._open_quotes(found)])

    def first_token_from(self, offset: int) -> int:
        """Return the number of the first token that begins at the offset or behind it."""
        return bisect_left(self._starts, offset)

    @property
    def count(self) -> int:
        """How many tokens it has."""
        return len(self.tokens)

    def word(self, number: int) -> str:
        """Return a token in lower case, "" outside the sentence."""
        return self.words[number] if 0 <= number < len(self.words) else ""

    def offset(self, number: int) -> int:
        """Return where a token begins, the end of the sentence behind the last one."""
        return self.tokens[number].start if number < self.count else self.end

    def actors(self) -> Iterator[Candidate]:
        """Yield names and descriptions, the widest at each place only."""
        reach = self.start
        for one in self.candidates:
            if one.kind in _ACTORS and one.start >= reach:
                reach = one.end
                yield one

    def actor_from(self, offset: int) -> Range | None:
        """Return the widest name or description that begins at the offset or its next words."""
        first = self.first_token_from(offset)
        near = (one for one in self.actors() if offset <= one.start <= self.offset(first + 2))
        found = next(((one.start, one.end) for one in near), None)
        if found is None or self.word(self.first_token_from(found[1])) not in _GENITIVES:
            return found
        whole = [phrase for phrase in self.phrases if phrase[0] <= found[0] < phrase[1]]
        return whole[0] if whole else found

    @cached_property
    def phrases(self) -> list[Range]:
        """Its plain noun phrases, of which the candidates are the telling ones."""
        found = noun_phrases(self._read)
        return [(self.tokens[first].start, self.tokens[end - 1].end) for first, end in found]

    def adjacent(self, end: int, skipped: frozenset[str]) -> int:
        """Return the number of the token before the offset, past words that may be skipped."""
        number = self.first_token_from(end) - 1
        while number >= 0 and self.words[number] in skipped:
            number -= 1
        return number

    def trimmed(self, start: int, end: int) -> Range | None:
        """Return a range without marks and blanks at its edges, None where nothing is left."""
        while start < end and self.text[start] in _EDGES:
            start += 1
        while start < end and self.text[end - 1] in _EDGES:
            end -= 1
        return (start, end) if start < end else None

    def _open_quotes(self, closed: list[Enclosed]) -> Iterator[Enclosed]:
        inside = [one.outer for one in closed]

        def lone(mark: str, place: int) -> bool:
            return place >= self.start and not any(a <= place < b for a, b in inside)

        closing = self.text.find("”", self.start, self.end)
        if lone("”", closing) and "“" not in self.text[self.start : closing]:
            yield Enclosed((self.start, closing + 1), (self.start, closing))
        opening = self.text.rfind("“", self.start, self.end)
        if lone("“", opening) and "”" not in self.text[opening : self.end]:
            yield Enclosed((opening, self.end), (opening + 1, self.end))
