"""Questions of annotators to whoever adjudicates, and answers back."""

from typing import NamedTuple

from annotator.labelling.refusals import Refused
from annotator.model import ids
from annotator.model.team import Message
from annotator.store import articles, layers, messages
from annotator.store.messages import Note
from annotator.store.project_file import ProjectFile
from annotator.store.team import labels_here


class Inbox(NamedTuple):
    """What waits for whoever adjudicates."""

    messages: list[Message]
    notes: list[Note]


class _About(NamedTuple):
    """What a message is about, and whom it is for."""

    article: str
    at: int
    recipient: str = ""
    about: str = ""
    answer_to: str = ""


class Messages:
    """One person's messages; every act is on disk when its method returns."""

    def __init__(self, file: ProjectFile, annotator: str) -> None:
        self._file, self._annotator = file, annotator

    def all(self) -> list[Message]:
        """Return what the person wrote and what was written to them, as it came."""
        return messages.of_person(self._file, self._annotator)

    def unseen(self) -> int:
        """Return how many have come since the person looked."""
        return messages.unseen(self._file, self._annotator)

    def remember_seen(self) -> None:
        """Keep that the person has looked."""
        messages.remember_seen(self._file, self._annotator)

    def inbox(self) -> Inbox:
        """Return questions and notes of everybody that have no answer yet.

        Raises:
            Refused: the person labels here, and so sees nobody else's notes.
        """
        if labels_here(self._file, self._annotator):
            raise Refused(
                f"{self._annotator} labels here, and everybody labels blind: notes of others are "
                "shown under a name that labels nothing (--as)."
            )
        found = messages.to_adjudicator(self._file), messages.notes_to_adjudicator(self._file)
        return Inbox(*found)

    def ask(self, article: str, sentence: int, text: str) -> Message:
        """Write to whoever adjudicates, about an article or one of its sentences.

        Args:
            sentence: its number, as the screen shows it; 0 for the whole article.

        Raises:
            Refused: there is no such sentence, or no text.
        """
        units = articles.sentences(self._file, article)
        if not 0 <= sentence <= len(units):
            raise Refused(f"The article has sentences 1 to {len(units)}, and no {sentence}.")
        at = units[sentence - 1].start if sentence else 0
        return self._send(_About(article, at), text)

    def answer(self, what: str, text: str) -> Message:
        """Answer a message, or the note on an annotation, by its id.

        Raises:
            Refused: there is none, it is not for this person, or there is no text.
        """
        asked = messages.by_id(self._file, what)
        if asked:
            if asked.recipient not in ("", self._annotator):
                raise Refused(f"{what} is not for you.")
            about = _About(asked.article, asked.at, asked.annotator, asked.about, asked.id)
            return self._send(about, text)
        found = layers.with_ids(self._file, [what]).get(what)
        if found is None or not found.note:
            raise Refused(
                f"There is no message {what}, and no annotation {what} with a note; "
                "annotator messages lists them."
            )
        self.inbox()  # refuses those who label here
        at = found.anchor.start if found.anchor else 0
        return self._send(_About(found.article, at, found.annotator, found.id), text)

    def _send(self, about: _About, text: str) -> Message:
        words = " ".join(text.split())
        if not words:
            raise Refused("A message needs a text.")
        message = Message(
            id=ids.new_id(ids.MESSAGE),
            annotator=self._annotator,
            text=words,
            created=ids.now(),
            **about._asdict(),
        )
        messages.send(self._file, message)
        return message
