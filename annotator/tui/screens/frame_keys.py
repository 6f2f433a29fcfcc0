"""What keys do in the Label screen while a frame is begun or its form is open."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from textual import events
from textual.app import App

from annotator.model.spans import Span
from annotator.project import Ask, Desk, Form, Outcome
from annotator.tui.screens.attribute_entry import ask_for_value
from annotator.tui.screens.dialogs import Choice, ChooseScreen
from annotator.tui.screens.form_words import relation_words

if TYPE_CHECKING:
    from annotator.project import ToldClaim

_THROUGH = "ujUJ"
"""Letters that do in a form what they do in the text."""

_RELATION = "r"
"""Begins a relation in a form that has no use of its own for it."""


class FrameKeys:
    """Takes the keys of forms before the bindings of the screen.

    Args:
        desk: gives the desk of the article that is shown.
        view: gives the range of the text on the screen.
        act: does something at the desk and shows it; returns what stood in the way, else "".
    """

    def __init__(
        self,
        app: Callable[[], App[None]],
        desk: Callable[[], Desk],
        view: Callable[[], Span],
        act: Callable[[Callable[[], Outcome]], str],
    ) -> None:
        self._app, self._desk, self._view, self._act = app, desk, view, act
        self._renames = False

    def take(self, event: events.Key) -> bool:
        """Act on a key; say whether it was for a frame."""
        desk = self._desk()
        frames = desk.frames
        if desk.links.source:
            return self._take_relation(event)
        if frames.begun is not None:
            return self._take_type(event)
        if frames.form is not None:
            return self._take_in_form(frames.form, event)
        return False

    def take_far(self, event: events.Key) -> bool:
        """Take `/` while the target of a relation is waited for; say whether the key was for it."""
        desk = self._desk()
        if not desk.links.reaches_far:
            return False
        if event.key == "slash":
            desk.jumps.drop()
            self._act(self._choose_claim)
            return True
        if desk.hints is not None:
            return False  # a letter of a hint, or what ends them
        desk.links.drop()
        self._act(Outcome)
        return event.key == "escape"

    def _choose_claim(self) -> Outcome:
        """Ask which claim, of all articles, the relation leads to."""
        from annotator.tui.screens.claim_choice import ClaimScreen

        links, search = self._desk().links, self._desk().links.search()
        self._app().push_screen(ClaimScreen(links.begun_words, search, self._link_far))
        return Outcome()

    def _link_far(self, claim: "ToldClaim") -> str:
        return self._act(lambda: self._desk().links.link_far(claim))

    def _take_type(self, event: events.Key) -> bool:
        frames, letter = self._desk().frames, event.character or ""
        layer = frames.begun
        if event.key in ("tab", "shift+tab") and layer is not None:
            self._act(partial(frames.walk, layer, 1 if event.key == "tab" else -1))
        elif event.key == "escape":
            frames.drop_beginning()
            self._act(Outcome)
        elif letter.isalnum():
            self._act(partial(frames.take_letter, letter))
        else:
            frames.drop_beginning()
            return False
        return True

    def _take_relation(self, event: events.Key) -> bool:
        links, letter = self._desk().links, event.character or ""
        if event.key in ("backspace", "enter"):
            links.drop()
            self._choose_relation(deletes=event.key == "backspace")
        elif letter.isalnum():
            self._act(lambda: links.take_letter(letter, self._view()))
        else:
            links.drop()
            self._act(Outcome)
            return event.key == "escape"
        return True

    def _choose_relation(self, *, deletes: bool) -> None:
        """List the relations of what is lit; the chosen one is deleted, or gone along."""
        desk = self._desk()
        found = desk.links.of(desk.item.id) if desk.item else []
        lines = [
            Choice(str(number), relation_words(desk, one), one.id)
            for number, one in enumerate(found, 1)
        ]
        if not desk.item or not lines:
            self._act(lambda: Outcome("It has no relations."))
            return
        title = "Delete a relation" if deletes else "Go to the other end of a relation"
        act = desk.links.delete if deletes else desk.links.follow
        chosen = partial(self._on_relation, act, desk.item.id)
        self._app().push_screen(ChooseScreen(title, lines), chosen)

    def _on_relation(
        self, act: Callable[[str, str], Outcome], item_id: str, chosen: str | None
    ) -> None:
        if chosen:
            self._act(lambda: act(chosen, item_id))

    def _take_in_form(self, form: Form, event: events.Key) -> bool:
        letter = event.character or ""
        if self._renames:
            self._renames = False
            if letter.isalnum():
                self._act(partial(self._retype, form, letter))
                return True
        act = self._act_of(form, event.key, letter)
        if act is None:
            return False
        self._act(act)
        return True

    def _act_of(self, form: Form, key: str, letter: str) -> Callable[[], Outcome] | None:
        match key:
            case "tab" | "shift+tab":
                return partial(form.next_slot, 1 if key == "tab" else -1, self._view())
            case "backspace":
                return form.empty
            case "enter":
                return self._accept
            case "escape":
                return self._desk().frames.close
            case "colon":
                return self._begin_renaming
        if letter.isdigit():
            return lambda: self._ask(form, form.count(letter))
        if letter == _RELATION and not form.has_key(letter):
            return self._desk().links.begin
        if letter.isalpha() and letter not in _THROUGH:
            return lambda: self._pressed(form, letter)
        return None

    def _pressed(self, form: Form, letter: str) -> Outcome:
        answer = form.press(letter, self._view())
        return self._ask(form, answer) if isinstance(answer, Ask) else answer

    def _ask(self, form: Form, ask: Ask) -> Outcome:
        frame, name, session = form.frame, ask.keyed.attribute.name, self._desk().session
        if frame is not None:
            proposed = {one.attribute: one.value for one in form.proposed.values}
            item = frame.type, frame.value_of(name) or proposed.get(name, "")
            if ask.keyed.attribute.value == "flag":
                item = frame.type, frame.value_of(name)
            published = session.work.article.published
            ask_for_value(
                self._app(),
                session.scheme,
                item,
                ask.keyed,
                self._set,
                typed=ask.typed,
                published=published,
            )
        return Outcome()

    def _set(self, name: str, value: str) -> str:
        desk = self._desk()
        evidence = desk.frames.form.evidence_for(name) if desk.frames.form and value else None
        return self._act(lambda: desk.set_attribute(name, value, evidence))

    def _accept(self) -> Outcome:
        desk = self._desk()
        form = desk.frames.form
        accepted = form.accept() if form else Outcome()
        if accepted.message:  # something was refused: the form stays, and shows what was taken
            return accepted
        closed = desk.frames.close()
        touched = accepted.touched | closed.touched
        return closed._replace(message=desk.yes().message, touched=touched)

    def _begin_renaming(self) -> Outcome:
        self._renames = True
        return Outcome("The letter of the new type of what was filled last?")

    def _retype(self, form: Form, letter: str) -> Outcome:
        name = self._desk().session.scheme.type_for_key(letter)
        return form.retype(name) if name else Outcome(f"No type has the letter {letter}.")
