"""Tokens of a whole article, for formats whose offsets count them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from annotator.formats.errors import Place
from annotator.formats.exporting.writing import Json
from annotator.model.spans import Span
from annotator.text.token_lists import token_lists


class Tokens:
    """The tokens of a document record, sentence by sentence."""

    def __init__(self, document: Json) -> None:
        self.text: str = document["text"]
        self.sentences: list[list[str]] = []
        self.places: list[Span] = []
        self._first: list[int] = []
        for unit in document["sentences"]:
            found = token_lists(self.text[unit["start"] : unit["end"]])
            if not found.texts:
                continue
            self._first.append(len(self.places))
            self.sentences.append(found.texts)
            for start, end in zip(found.starts, found.ends, strict=True):
                self.places.append(Span(unit["start"] + start, unit["start"] + end))

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _ in self.places]

    @cached_property
    def _ends(self) -> list[int]:
        return [end for _, end in self.places]

    def of(self, start: int, end: int) -> Span | None:
        """Return the tokens that a range touches, end exclusive; None where it touches none."""
        first, behind = bisect_right(self._ends, start), bisect_left(self._starts, end)
        return Span(first, behind) if first < behind else None

    def fits(self, start: int, end: int) -> bool:
        """Tell whether a range begins and ends where tokens do."""
        found = self.of(start, end)
        if not found:
            return False
        return (self.places[found.start].start, self.places[found.end - 1].end) == (start, end)

    def under(self, tokens: Span) -> str:
        """Return the text under some tokens."""
        first, last = self.places[tokens.start], self.places[tokens.end - 1]
        return self.text[first.start : last.end]

    def sentence(self, token: int) -> int:
        """Return the number of the sentence that a token is in, from 0."""
        return bisect_right(self._first, token) - 1

    def first_of(self, sentence: int) -> int:
        """Return the number of a sentence's first token."""
        return self._first[sentence]


def joined(sentences: Iterable[Sequence[str]]) -> tuple[str, list[Span], list[Span]]:
    """Make a text of tokens: blanks between them, line ends between sentences.

    Returns:
        The text, the places of the tokens, and those of the sentences.
    """
    parts: list[str] = []
    places: list[Span] = []
    units: list[Span] = []
    at = 0
    for tokens in sentences:
        begin = at
        for token in tokens:
            places.append(Span(at, at + len(token)))
            at += len(token) + 1
        if tokens:
            units.append(Span(begin, at - 1))
            parts.append(" ".join(tokens))
    return "\n".join(parts), places, units


def found_in(text: str, tokens: Iterable[str], place: Place) -> list[Span]:
    """Return where tokens stand in a text, one after the other.

    Raises:
        ImportRefused: one of them does not come where it should.
    """
    return list(_found_in(text, tokens, place))


def _found_in(text: str, tokens: Iterable[str], place: Place) -> Iterator[Span]:
    at = 0
    for number, token in enumerate(tokens):
        start = text.find(token, at)
        if start < 0 or text[at:start].strip():
            raise place.refused(
                f"token {number} is not what comes next in the text; tokens and text should agree."
            )
        at = start + len(token)
        yield Span(start, at)
