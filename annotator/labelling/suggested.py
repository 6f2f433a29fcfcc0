"""The ghosts at a desk: which one is lit, and what is done with it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from annotator.labelling.commands.base import Command
from annotator.labelling.commands.sentences import CompleteSentence
from annotator.labelling.commands.suggestions import (
    AcceptFrame,
    AcceptMention,
    JudgeSuggestions,
    Together,
)
from annotator.labelling.ghosts import Ghost, Ghosts, words_of
from annotator.labelling.outcome import Outcome
from annotator.labelling.refusals import Refused
from annotator.labelling.work import Touched
from annotator.model.annotation import Layer, Mention
from annotator.model.spans import Span
from annotator.model.suggestion import Suggestion, Verdict
from annotator.store.journal import Edit

if TYPE_CHECKING:
    from annotator.labelling.desk import Desk

_AGAINST = ("rejected", "passed")


class Suggested:
    """Takes and turns down ghosts; there are none until `begin`."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk
        self._ghosts: Ghosts | None = None
        self._moved: tuple[Ghost, tuple[Span, ...]] | None = None

    def begin(self, ghosts: Ghosts) -> None:
        """Have ghosts from now on; `advance` brings them."""
        self._ghosts = ghosts

    def end(self) -> None:
        """Have no ghosts any more."""
        self._ghosts = None
        work = self._desk.session.work
        self._desk.reader.follow(frozenset(one.start for one in work.sentences), work)

    @property
    def is_complete(self) -> bool:
        """Say whether nothing more will come by `advance`."""
        return self._ghosts is None or self._ghosts.is_complete(self._desk.reader.index)

    def advance(self, seconds: float) -> Touched:
        """Look for ghosts for about so long, from the lit sentence on.

        Returns:
            The sentences that have ghosts now.
        """
        if self._ghosts is None:
            return frozenset()
        reader = self._desk.reader
        touched = self._ghosts.advance(seconds, reader.index)
        if touched:
            reader.follow(touched, self._desk.session.work)
        return touched

    def in_sentence(self, start: int) -> tuple[Ghost, ...]:
        """Return the ghosts in the sentence that begins there."""
        return self._ghosts.in_sentence(start) if self._ghosts else ()

    def ranges(self, start: int) -> tuple[Span, ...]:
        """Return the ranges of the ghosts in the sentence that begins there."""
        return tuple(ghost.fragments[0] for ghost in self.in_sentence(start))

    @property
    def lit(self) -> Ghost | None:
        """The ghost that is lit, also after its edges were moved."""
        reader = self._desk.reader
        if self._ghosts is None or reader.mention is not None or reader.held:
            return None
        found = self._ghosts.at(reader.light.fragments)
        if found is None and self._moved and self._moved[1] == reader.light.fragments:
            return self._moved[0]
        return found

    def follow(self, edits: Iterable[Edit], touched: Touched) -> Touched:
        """Follow what was written; return the sentences whose ghosts may be others now."""
        if self._ghosts is None:
            return frozenset()
        self._ghosts.forget(touched)
        changed: Touched = frozenset()
        for before, after in edits:
            for item, number in ((before, -1), (after, 1)):
                changed |= self._learn(self._ghosts, item, number)
        return changed

    def look_again(self) -> None:
        """Choose anew what is shown everywhere: layers or other people's work are others now."""
        if self._ghosts is not None:
            work = self._desk.session.work
            self._ghosts.forget(frozenset(one.start for one in work.sentences))

    def read_again(self) -> bool:
        """Read what slower suggesters have proposed by now; say whether it is anything else."""
        return self._ghosts is not None and self._ghosts.read_again()

    # --------------------------------------------------------------------------- acts

    def move(self, ghost: Ghost, fragments: tuple[Span, ...]) -> None:
        """Light a ghost's words with another edge; it is still this ghost that is meant."""
        self._moved = (ghost, fragments)
        self._desk.reader.set_fragments(fragments)

    def take(self, ghost: Ghost, type_name: str = "") -> Outcome:
        """Accept a ghost where the light is, as what it is or with another type."""
        fragments = self._desk.reader.light.fragments
        if ghost.layer != "entities":
            return self._desk.frames.take(ghost.suggestions, type_name or ghost.type)
        command = AcceptMention(
            suggestions=ghost.suggestions, type=type_name or ghost.type, fragments=fragments
        )
        outcome = self._desk.do(command)
        return outcome

    def refuse(self, ghost: Ghost) -> Outcome:
        """Turn a ghost down."""
        outcome = self._desk.do(JudgeSuggestions(suggestions=ghost.suggestions))
        return outcome._replace(message=f"No {ghost.type} here.")

    def take_all(self, view: Span) -> Outcome:
        """Accept all ghosts of the lit sentence and finish it, as one act.

        Args:
            view: the range of the text on the screen; a ghost outside of it is not accepted unseen.
        """
        desk = self._desk
        sentence = desk.reader.sentence
        ghosts = self.in_sentence(sentence.start)
        hidden = [one for one in ghosts if not _is_in(one, view)]
        if hidden:
            raise Refused("One of its suggestions is off the screen; go there first, then press N.")
        commands: list[Command] = [command for ghost in ghosts for command in _taking(ghost)]
        if desk.state_of(sentence) != "done":
            finish = CompleteSentence(sentence=sentence.start, layers=desk.layers, state="done")
            commands.append(finish)
        touched = desk.do(Together(commands=tuple(commands))).touched if commands else frozenset()
        return desk.go_to_undone(touched)

    def passed(self, start: int, layers: Iterable[Layer]) -> tuple[Suggestion, ...]:
        """Return what is still suggested in a sentence for some layers, and was not taken."""
        wanted = tuple(layers)
        return tuple(
            suggestion
            for ghost in self.in_sentence(start)
            if ghost.layer in wanted
            for suggestion in ghost.suggestions
        )

    # ------------------------------------------------------------------------- helpers

    def _learn(self, ghosts: Ghosts, item: object, number: int) -> Touched:
        if isinstance(item, Mention) and item.annotator == self._desk.session.annotator:
            words = words_of(item, self._desk.session.work.text)
            return ghosts.learn(words, item.type, number) if words else frozenset()
        if isinstance(item, Verdict) and item.layer == "entities" and item.verdict in _AGAINST:
            return ghosts.refuse(item.words, item.type, number)
        return frozenset()


def _taking(ghost: Ghost) -> Iterable[Command]:
    if ghost.layer == "entities":
        yield AcceptMention(
            suggestions=ghost.suggestions, type=ghost.type, fragments=ghost.fragments
        )
    else:
        yield AcceptFrame(suggestions=ghost.suggestions, type=ghost.type)


def _is_in(ghost: Ghost, view: Span) -> bool:
    return view.start <= ghost.fragments[0].start and ghost.fragments[-1].end <= view.end
