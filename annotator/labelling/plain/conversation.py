"""A conversation: one line in, some lines out."""

from annotator.labelling.plain.desk import PlainDesk
from annotator.labelling.plain.ranges import parts_of
from annotator.labelling.plain.reading import greeting
from annotator.labelling.plain.verbs import verb_of
from annotator.labelling.refusals import Refused
from annotator.store.errors import StoreError


class Conversation:
    """Obeys lines, one act each; every act is on disk when it is told back."""

    def __init__(self, at: PlainDesk) -> None:
        self._at = at

    def greet(self) -> list[str]:
        """Return what is said at the beginning."""
        return greeting(self._at)

    def obey(self, line: str) -> tuple[bool, list[str]]:
        """Do what a line says.

        Returns:
            Whether it was done, and what is said then; what could not be done changed nothing.
        """
        words = parts_of(line)
        if not words:
            return True, []
        self._at.line = line.strip()
        self._at.desk.sitting.effort.key()
        try:
            self._at.desk.refresh()
            return True, verb_of(words[0]).act(self._at, words[1:])
        except (Refused, StoreError) as reason:
            return False, [f"Not done: {reason}"]

    def close(self) -> None:
        """Remember where the annotator was, if anything was said there."""
        if self._at.line:
            self._at.close()
