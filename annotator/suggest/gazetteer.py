"""Gazetteer: names of the tables and of a project's word lists, with their types."""

import hashlib
from collections.abc import Iterable, Iterator

from annotator.model.spans import Span
from annotator.model.suggestion import Proposal
from annotator.suggest.base import Page
from annotator.suggest.names import TABLES
from annotator.suggest.reading import read
from annotator.suggest.word_lists import ListedWord

_HEAD = 4


class Gazetteer:
    """Proposes known places, peoples, groups and bodies, and the words of a project's lists.

    Args:
        listed: words of the project's lists; they hold against the tables.
    """

    name = "gazetteer"
    version = "1"

    def __init__(self, listed: Iterable[ListedWord] = ()) -> None:
        listed = tuple(listed)
        if listed:  # other words give other proposals
            said = "\n".join(f"{one.words}\t{one.type}\t{one.score}" for one in listed)
            self.version = f"{type(self).version}+{hashlib.sha256(said.encode()).hexdigest()[:8]}"
        self._heads: dict[str, list[ListedWord]] = {}
        for word in listed:
            self._heads.setdefault(word.words[:_HEAD], []).append(word)
        for words in self._heads.values():
            words.sort(key=lambda one: len(one.words), reverse=True)

    def suggest(self, page: Page) -> Iterator[Proposal]:
        """Yield listed words, the longest first, and the names of the tables elsewhere."""
        for reading, sentence in read(page):
            taken: list[Span] = []
            for place, word in self._listed(page.text, sentence.start, sentence.end):
                taken.append(place)
                yield Proposal(
                    type=word.type,
                    fragments=(place,),
                    score=word.score,
                    reason="a word list of the project has it",
                )
            for one, found in reading.named(sentence.start):
                crossed = any(one.start < place.end and place.start < one.end for place in taken)
                if found.source == TABLES and not crossed:
                    yield Proposal(
                        type=found.type,
                        fragments=(Span(one.start, one.end),),
                        score=found.score,
                        reason=found.reason,
                    )

    def _listed(self, text: str, start: int, end: int) -> Iterator[tuple[Span, ListedWord]]:
        """Yield listed words of a sentence from left to right, apart from each other."""
        if not self._heads:
            return
        place = start
        while place < end:
            word = self._at(text, place, end)
            if word is None:
                place += 1
                continue
            yield Span(place, place + len(word.words)), word
            place += len(word.words)

    def _at(self, text: str, place: int, end: int) -> ListedWord | None:
        if place and text[place - 1].isalnum():
            return None
        return next(
            (
                word
                for size in range(_HEAD, 0, -1)
                for word in self._heads.get(text[place : place + size], ())
                if place + len(word.words) <= end
                and text.startswith(word.words, place)
                and not _goes_on(text, place + len(word.words))
            ),
            None,
        )


def _goes_on(text: str, place: int) -> bool:
    """Tell whether a word goes on across a place."""
    return text[place - 1].isalnum() and text[place : place + 1].isalnum()
