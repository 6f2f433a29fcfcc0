"""Jump hints at a desk: offering them, and what their letters do."""

from typing import TYPE_CHECKING

from annotator.labelling.hints import Hints, hints_for_things, hints_for_words
from annotator.labelling.outcome import Outcome
from annotator.labelling.refusals import Refused
from annotator.model.spans import Span

if TYPE_CHECKING:
    from annotator.labelling.desk import Desk


class Jumps:
    """Offers hints on the screen and takes their letters; the desk's `hints` are those shown."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk

    def offer(self, view: Span) -> Outcome:
        """Offer a hint on every candidate and annotation that begins in view."""
        return self._offer(
            hints_for_things(self._desk.reader, view), "Nothing else stands in view."
        )

    def await_first_letter(self, *, stretch: bool) -> Outcome:
        """Wait for the first letter of a word: to light it, or to stretch the light to it."""
        self._desk.hints = Hints("stretch" if stretch else "word", {})
        return Outcome("The first letter of the word?")

    def take(self, letter: str, view: Span) -> Outcome | None:
        """Take a letter while hints are offered.

        Args:
            letter: what was typed; a capital that ends a hint gives the last label too, and the
                other hints stay.
            view: the range of the text on the screen.

        Returns:
            None when the hints have ended and the key has to do its own act.
        """
        hints = self._desk.hints
        if hints is None or not letter.isalnum():
            self._desk.hints = None
            return None
        if hints.awaits_first_letter:
            return self._take_first_letter(hints, letter, view)
        code = hints.typed + letter.lower()
        if code in hints.targets:
            return self._jump(hints, code, sweeps=letter.isupper())
        if any(other.startswith(code) for other in hints.targets):
            self._desk.hints = hints._replace(typed=code)
            return Outcome()
        self._desk.hints = None
        # Half a hint was meant: what follows it must not label anything.
        return Outcome(f"There is no hint {code}.") if hints.typed else None

    def drop(self) -> bool:
        """End the hints; say whether there were any."""
        had, self._desk.hints = self._desk.hints is not None, None
        self._desk.links.reaches_far = False
        return had

    def _offer(self, hints: Hints, nothing: str) -> Outcome:
        self._desk.hints = hints if hints.targets else None
        return Outcome("" if self._desk.hints else nothing)

    def _take_first_letter(self, hints: Hints, letter: str, view: Span) -> Outcome:
        stretch = hints.purpose == "stretch"
        found = hints_for_words(self._desk.reader, view, letter, stretch=stretch)
        if len(found.targets) == 1:
            return self._jump(found, next(iter(found.targets)), sweeps=False)
        where = "this sentence" if stretch else "view"
        return self._offer(found, f"No other word in {where} begins with {letter}.")

    def _jump(self, hints: Hints, code: str, *, sweeps: bool) -> Outcome:
        light = hints.targets[code]
        if sweeps and hints.purpose != "slot" and not self._desk.sitting.last_type:
            raise Refused("A hint in capitals gives the last label again; none was given yet.")
        if hints.purpose == "slot" and self._desk.frames.form:
            outcome = self._desk.frames.form.fill(light, stays=sweeps)
            left = hints.without(code)
            self._desk.hints = left if sweeps and left.targets else None
            return outcome
        if hints.purpose == "link":
            self._desk.hints = None
            return self._desk.links.link(light)
        if hints.purpose == "stretch":
            self._desk.reader.stretch(light)
        else:
            self._desk.reader.go_to(light)
        if not sweeps:
            self._desk.hints = None
            return Outcome()
        outcome = self._desk.name(self._desk.sitting.last_type)
        left = hints.without(code)
        self._desk.hints = left if left.targets else None
        return outcome
