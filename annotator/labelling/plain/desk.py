"""A desk that obeys lines: one act each, done and on disk when it is told back."""

from collections.abc import Callable, Iterator, Sequence

from annotator.labelling.commands.base import Command
from annotator.labelling.desk import Desk
from annotator.labelling.ghosts import Ghost
from annotator.labelling.identity import Identities
from annotator.labelling.plain.numbers import Numbers
from annotator.labelling.plain.ranges import read_range, take_range
from annotator.labelling.plain.telling import Called, Teller, by_place
from annotator.labelling.refusals import Refused
from annotator.labelling.session import Session
from annotator.labelling.work import Work
from annotator.model.annotation import Annotation, Claim, Frame, Incident
from annotator.model.article import Sentence
from annotator.model.scheme import Scheme
from annotator.model.spans import Span
from annotator.model.suggestion import Suggestion

Opening = Callable[[str], Desk]
"""Gives the desk at an article, by its id."""


class PlainDesk:
    """One annotator, one sentence at a time, by lines.

    Args:
        opening: gives the desk at an article.
        find: gives the id of the article that a word means.
        identities: the registry.
        article: the id of the first article.
    """

    def __init__(
        self, opening: Opening, find: Called, identities: Identities, article: str
    ) -> None:
        self._opening, self.find, self.identities = opening, find, identities
        self.numbers = Numbers()
        self.line = ""
        """What is being obeyed, as it was typed."""
        self.offered: dict[str, Suggestion] = {}
        """What was suggested of frames that were accepted, by their ids."""
        self.desk = opening(article)

    def close(self) -> None:
        """Remember where the annotator was."""
        self.session.remember(self.sentence.start)

    def open(self, article: str, at: int = -1) -> None:
        """Go to another article."""
        self.close()
        self.desk = self._opening(article)
        if at >= 0:
            self.desk.reader.go_to_offset(at)

    # --------------------------------------------------------------------- what is there

    @property
    def session(self) -> Session:
        """The session at the article."""
        return self.desk.session

    @property
    def work(self) -> Work:
        """The annotator's work on the article."""
        return self.desk.session.work

    @property
    def scheme(self) -> Scheme:
        """The scheme of the project."""
        return self.desk.session.scheme

    @property
    def index(self) -> int:
        """The number of the sentence that is read, from 0."""
        return self.desk.reader.index

    @property
    def sentence(self) -> Sentence:
        """The sentence that is read."""
        return self.work.sentences[self.index]

    def teller(self) -> Teller:
        """Return who tells annotations of the article, by their numbers."""
        items = self.work.annotations
        return Teller(
            self.work.text, items, self.identities.called, self.numbers.of, self._told_elsewhere
        )

    def told(self, sentence: Sentence | None = None) -> Iterator[str]:
        """Yield the annotations of a sentence in words, or those of the whole article."""
        teller = self.teller()
        placed = list(by_place(teller, self.work.annotations))
        self.numbers.count(item.id for _, item in placed)
        start, end = (sentence.start, sentence.end) if sentence else (-1, 0)
        for place, item in placed:
            if start <= place < end:
                yield from teller.tell(item)

    def ghosts(self) -> tuple[Ghost, ...]:
        """Return what is suggested in the sentence."""
        suggested = self.desk.suggested
        while not suggested.is_complete:
            suggested.advance(0.5)
        return suggested.in_sentence(self.sentence.start)

    # ----------------------------------------------------------------------- reading lines

    def range_in(self, words: Sequence[str]) -> tuple[tuple[Span, ...], list[str]]:
        """Return the range that words begin with, and the words behind it.

        Raises:
            Refused: there is none, or it is not in the text.
        """
        pieces, rest = take_range(words)
        return read_range(self.work, self.index, pieces), rest

    def item(self, typed: str) -> Annotation:
        """Return the annotation that a number means.

        Raises:
            Refused: there is none, or not in this article any more.
        """
        found = self.work.annotations.get(self.numbers.read(typed))
        if found is None:
            raise Refused(f"{typed} is not in this article, or not any more.")
        return found

    def frame(self, typed: str) -> Frame:
        """Return the incident or claim that a number means.

        Raises:
            Refused: there is none, or it is something else.
        """
        found = self.item(typed)
        if not isinstance(found, Incident | Claim):
            raise Refused(f"{typed} is no incident and no claim.")
        return found

    # -------------------------------------------------------------------------------- acts

    def do(self, command: Command, said: str) -> list[str]:
        """Do a command and tell what it made or changed.

        Args:
            said: the word before it, such as `Labelled`.
        """
        also = self.session.consequences(command)
        before = dict(self.work.annotations)
        reopened = self.desk.do(command).message
        return [*self.changed(before, said), *(one for one in (also, reopened) if one)]

    def changed(self, before: dict[str, Annotation], said: str) -> list[str]:
        """Return what is there now and was not so before, told after a word."""
        teller, now = self.teller(), self.work.annotations
        new = [item for item in now.values() if before.get(item.id) != item]
        # What an act is about comes last: a mention is made before it fills a role.
        new.sort(key=lambda item: item.id in before)
        for item in new:
            self.numbers.note(item.id)
        lines = [line for item in new for line in teller.tell(item)]
        return [f"{said}: {lines[0]}", *lines[1:]] if lines else [f"{said}."]

    def _told_elsewhere(self, reference: str) -> str:
        found = self.session.tell_claim(reference)
        return f"{found.said} in “{found.title}”" if found else reference
