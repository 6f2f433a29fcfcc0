"""What keys do to the text of the Label screen: the light moves, labels come and go."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from textual import events
from textual.screen import Screen

from annotator.project import (
    Desk,
    Edge,
    Outcome,
    Project,
    Refused,
    Step,
    StoreError,
    Unfinished,
)
from annotator.tui.screens.frame_keys import FrameKeys
from annotator.tui.widgets.span_view import SpanView

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class DeskScreen(Screen[None]):
    """A screen on one annotator's desk; the Label screen adds windows and other articles."""

    desk: Desk
    _project: Project
    _annotator: str
    _view: SpanView
    _frame_keys: FrameKeys

    def _show(self) -> None:
        raise NotImplementedError

    def _say(self, message: str, *, alarm: bool = False) -> str:
        raise NotImplementedError

    def _go_to(self, article: str, at: int = -1) -> None:
        raise NotImplementedError

    # ----------------------------------------------------------------------------- keys

    def action_label(self, type_name: str) -> None:
        """Name what is lit."""
        self._act(lambda: self.desk.label(type_name))

    def action_label_sentence(self, name: str) -> None:
        """Give the sentence the next value of one of its labels."""
        self._act(lambda: self.desk.label_sentence(name))

    def action_relation(self) -> None:
        """Begin a relation at what is lit."""
        self._act(self.desk.links.begin)

    def action_walk(self, step: Step) -> None:
        """Light the next word or what stands for it."""
        self.desk.reader.walk(step)
        self._show()

    def action_sentence(self, step: Step) -> None:
        """Light the next sentence."""
        self.desk.reader.go_to_sentence(self.desk.reader.index + step, step)
        self._show()

    def action_ends(self, step: Step) -> None:
        """Light an end of the sentence."""
        self.desk.reader.go_to_end(step)
        self._show()

    def action_page(self, step: Step) -> None:
        """Light a sentence half a screen away."""
        self.desk.reader.go_to_sentence(self._view.page_from(self.desk.reader.index, step), step)
        self._show()

    def action_stop(self, step: Step) -> None:
        """Light the next candidate that nobody has decided."""
        found = self.desk.reader.next_stop(step)
        self._show()
        if not found:
            self._say("No undecided candidate is left.")

    def action_hints(self) -> None:
        """Offer a hint on everything in view."""
        self._act(lambda: self.desk.jumps.offer(self._view.text_in_view()))

    def action_to_word(self, stretch: bool) -> None:
        """Wait for the first letter of a word, to light it or to stretch the light to it."""
        self._act(lambda: self.desk.jumps.await_first_letter(stretch=stretch))

    def take_key(self, event: events.Key) -> bool:
        """Take letters while hints are offered, and the keys of frames and their forms."""
        frames = self._frame_keys
        return frames.take_far(event) or self._take_hint(event) or frames.take(event)

    def _take_hint(self, event: events.Key) -> bool:
        """Take letters of hints; any other key ends them and does its own act."""
        if self.desk.hints is None:
            return False
        taken = True

        def take() -> Outcome:
            nonlocal taken
            outcome = self.desk.jumps.take(event.character or "", self._view.text_in_view())
            # Esc only ends the hints: going back is never what was meant.
            taken = outcome is not None or event.key == "escape"
            return outcome or Outcome()

        self._act(take)
        return taken

    def action_turn_going_on(self) -> None:
        """Go on after a label, or stay."""
        self._act(self.desk.turn_going_on)

    def action_grow(self) -> None:
        """Light the next larger thing."""
        self._act(lambda: self.desk.resize(1))

    def action_shrink(self) -> None:
        """Light what lies inside."""
        self._act(lambda: self.desk.resize(-1))

    def action_nudge(self, edge: Edge, step: Step) -> None:
        """Move an edge of what is lit."""
        self._act(lambda: self.desk.nudge(edge, step))

    def action_by_character(self) -> None:
        """Make the edge keys step by character, or by word again."""
        self.desk.reader.by_character = not self.desk.reader.by_character
        self._show()
        by = "character" if self.desk.reader.by_character else "word"
        self._say(f"The edge keys step by {by}.")

    def action_hold(self) -> None:
        """Hold what is lit."""
        self._act(self.desk.hold)

    def action_yes(self) -> None:
        """Keep what is lit and go on."""
        self._act(self.desk.yes)

    def action_no(self) -> None:
        """Delete what is lit, or pass it."""
        self._act(self.desk.no)

    def action_take_all(self) -> None:
        """Accept the suggestions of the sentence and finish it."""
        self._act(lambda: self.desk.suggested.take_all(self._view.text_in_view()))
        self._tell_test()

    def action_reopen(self) -> None:
        """Take back that the sentence is finished."""
        self._act(self.desk.reopen)

    def action_split(self) -> None:
        """Split the sentence before the light."""
        self._act(self.desk.split)

    def action_merge(self) -> None:
        """Join the sentence to the one before."""
        self._act(self.desk.merge)

    def action_copy(self) -> None:
        """Copy what is lit to the clipboard of the terminal (OSC 52)."""
        # Whoever pastes into a shell must not send it what only a terminal can send.
        text = _CONTROLS.sub("", self.desk.reader.lit_text)
        self.app.copy_to_clipboard(text)
        self._say(f"Copied {len(text)} characters, if this terminal allows programs to copy.")

    def action_unsure(self) -> None:
        """Flag the lit mention."""
        self._act(self.desk.toggle_unsure)

    def action_undo(self) -> None:
        """Take back the latest act."""
        self._act(self.desk.undo)

    def action_redo(self) -> None:
        """Do again what was taken back."""
        self._act(self.desk.redo)

    # --------------------------------------------------------------------------- doing

    def _act(self, act: Callable[[], Outcome]) -> str:
        """Do something that writes: it is on disk before it is on the screen.

        Returns:
            What stood in the way, in one sentence; "" for nothing.
        """
        try:
            outcome = act()
        except Refused as reason:
            if isinstance(reason, Unfinished) and reason.annotation:
                self.desk.go_to_annotation(reason.annotation)
            self._show()  # what was begun may have ended with it
            return self._say(str(reason), alarm=True)
        except StoreError as problem:
            self._show()
            return self._say(f"NOT SAVED: {problem}", alarm=True)
        with self._telling():
            if outcome.elsewhere:
                self._go_to(outcome.elsewhere, outcome.at)
                if outcome.item:
                    self.desk.go_to_annotation(outcome.item)
            elif outcome.touched:
                self._view.sentences_changed(outcome.touched)
            self._show()
            if outcome.message:
                self._say(outcome.message)
        return ""

    def _tell_test(self) -> None:
        """Show how an entry test went, as soon as its article is finished."""
        if not self.desk.is_finished():
            return
        with self._telling():
            result = self._project.test_result(self._annotator, self.desk.session.article)
            if result:
                from annotator.tui.screens.corrections_words import test_words
                from annotator.tui.screens.dialogs import PageScreen

                self.app.push_screen(PageScreen("Entry test", test_words(result)))

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """Say in one sentence why something could not be read."""
        try:
            yield
        except (Refused, StoreError) as problem:
            self._say(str(problem), alarm=True)
