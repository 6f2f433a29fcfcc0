"""One article as the rules read it: its sentences, its names and descriptions with their types.

The last articles are kept, for several suggesters read the same one after the other.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from operator import attrgetter

from annotator.model.article import Sentence
from annotator.suggest.base import Page
from annotator.suggest.descriptions import Described, described, in_its_place
from annotator.suggest.names import Names, NameType
from annotator.suggest.timeline import resolved
from annotator.text.candidates import Candidate
from annotator.text.sentence import SentenceParts

# In code points; what is longer is a table or a text without stops, and takes too long to read.
_LONGEST = 3_000
# Sentences of an article that is read as one, of the parts of a longer one, and beside a part.
_WHOLE, _PART, _BESIDE = 120, 100, 10
_TYPES_OF_KINDS = {"date": "DATE", "number": "QUANTITY"}


class Reading:
    """An article with its sentences, each looked at when it is asked for."""

    def __init__(self, text: str, places: Sequence[tuple[int, int]]) -> None:
        self.text = text
        self._sentences = {start: SentenceParts(text, start, end) for start, end in places}
        self._names: Names | None = None
        self._named: dict[int, Sequence[tuple[Candidate, NameType]]] = {}
        self._described: dict[int, Sequence[tuple[Candidate, Described]]] = {}
        self._types: dict[int, dict[tuple[int, int], str]] = {}
        self._times: dict[str, dict[tuple[int, int], str]] = {}

    def sentence(self, start: int) -> SentenceParts:
        """Return the sentence that begins there."""
        return self._sentences[start]

    def beside(self, start: int) -> Sequence[SentenceParts]:
        """Return the sentences right before and right after one."""
        starts = list(self._sentences)
        number = starts.index(start)
        near = starts[max(0, number - 1) : number] + starts[number + 1 : number + 2]
        return [self._sentences[one] for one in near]

    @property
    def sentences(self) -> Sequence[SentenceParts]:
        """All sentences, in order."""
        return tuple(self._sentences.values())

    def times(self, published: str) -> Mapping[tuple[int, int], str]:
        """Return the interval of each date that can be told, by its range.

        Args:
            published: the article's date as an interval, "" where it is not known.
        """
        if published not in self._times:
            self._times[published] = resolved(self.sentences, published)
        return self._times[published]

    def named(self, start: int) -> Sequence[tuple[Candidate, NameType]]:
        """Return the names of a sentence whose type is known."""
        if self._names is None:
            self._names = Names(self._sentences.values())
        if start not in self._named:
            self._named[start] = tuple(self._names.typed(self._sentences[start]))
        return self._named[start]

    def described(self, start: int) -> Sequence[tuple[Candidate, Described]]:
        """Return the descriptions of a sentence whose type is known."""
        if start not in self._described:
            self._described[start] = tuple(self._descriptions(start))
        return self._described[start]

    def types(self, start: int) -> Mapping[tuple[int, int], str]:
        """Return the types of all that may be a mention in a sentence, by range."""
        if start not in self._types:
            found = {
                (one.start, one.end): _TYPES_OF_KINDS[one.kind]
                for one in self._sentences[start].candidates
                if one.kind in _TYPES_OF_KINDS
            }
            found |= {(one.start, one.end): what.type for one, what in self.described(start)}
            found |= {(one.start, one.end): what.type for one, what in self.named(start)}
            self._types[start] = found
        return self._types[start]

    def _descriptions(self, start: int) -> Iterator[tuple[Candidate, Described]]:
        sentence, named = self._sentences[start], self.named(start)
        tells = bool(sentence.cues or sentence.triggers)
        for one in sentence.candidates:
            if one.kind == "phrase" and not _is_crossed(one, named):
                inside = {
                    self.text[name.start : name.end]: found.type
                    for name, found in named
                    if one.start <= name.start and name.end <= one.end
                }
                found = described(self.text[one.start : one.end], inside)
                if found is not None:
                    yield one, in_its_place(sentence, (one.start, one.end), found, tells=tells)


def _is_crossed(one: Candidate, named: Sequence[tuple[Candidate, NameType]]) -> bool:
    """Tell whether a name begins in a description and ends behind it."""
    return any(one.start <= name.start < one.end < name.end for name, _ in named)


def read(page: Page) -> Iterator[tuple[Reading, Sentence]]:
    """Yield the wanted sentences, each with the reading of the article that it is in.

    Boilerplate and endless sentences get no proposals. Of a long article only the part around a
    sentence is read: the same for whoever asks for it, so that the same is proposed.
    """
    readings: dict[int, Reading] = {}
    for sentence in page.wanted:
        if sentence.kind != "boilerplate" and _is_readable(sentence):
            part = _part_of(page, sentence)
            if part not in readings:
                readings[part] = _read(page, part, sentence)
            yield readings[part], sentence


def read_in_steps(page: Page) -> Iterator[None]:
    """Read what suggesters will ask of a wanted sentence; yield after each sentence near it."""
    for reading, _ in read(page):
        for one in reading.sentences:
            _ = one.candidates
            yield


def _part_of(page: Page, sentence: Sentence) -> int:
    """Return the number of the part of the article that a sentence is in; short ones have one."""
    if len(page.sentences) <= _WHOLE:
        return 0
    return bisect_left(page.sentences, sentence.start, key=attrgetter("start")) // _PART


def _read(page: Page, part: int, wanted: Sentence) -> Reading:
    sentences = page.sentences
    if len(sentences) > _WHOLE:
        first = part * _PART
        sentences = sentences[max(0, first - _BESIDE) : first + _PART + _BESIDE]
    places = tuple((one.start, one.end) for one in sentences if _is_readable(one))
    if (wanted.start, wanted.end) not in places:  # a sentence that the page does not have
        places += ((wanted.start, wanted.end),)
    return _reading(page.text, places)


def _is_readable(one: Sentence) -> bool:
    return one.end - one.start <= _LONGEST


@lru_cache(maxsize=4)
def _reading(text: str, places: tuple[tuple[int, int], ...]) -> Reading:
    return Reading(text, places)
