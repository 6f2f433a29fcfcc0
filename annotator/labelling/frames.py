"""The frames at a desk: making, finding and walking incidents and claims, and the open form."""

from typing import TYPE_CHECKING

from annotator.labelling.commands.base import Command
from annotator.labelling.commands.frames import CreateFrame
from annotator.labelling.commands.suggestions import AcceptFrame
from annotator.labelling.form import Form
from annotator.labelling.outcome import Outcome
from annotator.labelling.reader import Step
from annotator.labelling.refusals import Refused
from annotator.labelling.sentence_map import Light
from annotator.labelling.slot_fillers import range_of_filler
from annotator.labelling.work import Touched
from annotator.model.annotation import Frame
from annotator.model.scheme_tables import FrameLayerName
from annotator.model.spans import Span
from annotator.model.suggestion import Suggestion

if TYPE_CHECKING:
    from annotator.labelling.desk import Desk


class Frames:
    """What the annotator does with whole frames; `form` is the one that is open."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk
        self.form: Form | None = None
        self.begun: FrameLayerName | None = None
        """The layer whose letter is waited for, after `i` or `c`."""

    def begin(self, layer: FrameLayerName) -> Outcome:
        """Wait for the letter of a type."""
        if not self._desk.session.scheme.choosable_types(layer):
            raise Refused(f"The scheme has no {layer}.")
        self.begun = layer
        return Outcome()

    def drop_beginning(self) -> None:
        """Wait for no letter any more."""
        self.begun = None

    def take_letter(self, letter: str) -> Outcome:
        """Make a frame of the type with this letter on what is lit, and open its form.

        A frame of this type that stands there already is opened.
        """
        layer, self.begun = self.begun, None
        scheme = self._desk.session.scheme
        name = scheme.type_for_key(letter, layer) if layer else None
        if layer is None or name is None:
            raise Refused(f"No type of {layer} has the letter {letter}.")
        trigger = self._desk.reader.taken()
        same = next((one for one in self.at(trigger) if one.type == name), None)
        if same is not None:
            return self.open(same)
        ghost = self._desk.suggested.lit
        if ghost is not None and ghost.layer == layer and ghost.fragments == trigger:
            return self.take(ghost.suggestions, name)
        return self._make(CreateFrame(type=name, trigger=trigger), name)

    def take(self, suggestions: tuple[Suggestion, ...], type_name: str) -> Outcome:
        """Make the frame that is suggested, and open its form with what is proposed for it."""
        command = AcceptFrame(suggestions=suggestions, type=type_name)
        return self._make(command, type_name, suggestions[0])

    def _make(self, command: Command, type_name: str, offered: Suggestion | None = None) -> Outcome:
        trigger = offered.fragments if offered else self._desk.reader.taken()
        made = self._desk.do(command)
        frame = next(one for one in self.at(trigger) if one.type == type_name)
        opened = self.open(frame, offered)
        return opened._replace(touched=made.touched | opened.touched)

    def at(self, fragments: tuple[Span, ...]) -> list[Frame]:
        """Return the frames whose trigger or cue is exactly this range."""
        work = self._desk.session.work
        start = self._desk.reader.sentence.start
        return [frame for frame in work.frames_in(start) if frame.trigger == fragments]

    @property
    def here(self) -> Frame | None:
        """The frame on exactly what is lit, where no mention is."""
        if self._desk.reader.mention is not None:
            return None
        return next(iter(self.at(self._desk.reader.light.fragments)), None)

    def open(self, frame: Frame, offered: Suggestion | None = None) -> Outcome:
        """Open the form of a frame and light it.

        Args:
            offered: what was suggested of it; else the sentence is looked through for proposals.
        """
        closed = self.close().touched
        self.form = Form(self._desk, frame.id, offered)
        self.light(frame)
        return Outcome(touched=closed | self._touched(frame))

    def close(self) -> Outcome:
        """Close the form, if one is open, and light its frame again."""
        form, self.form = self.form, None
        self._desk.hints = None
        if form is None or form.frame is None:
            return Outcome()
        self.light(form.frame)
        return Outcome(touched=self._touched(form.frame))

    def look_again(self) -> None:
        """Close the form of a frame that is gone."""
        if self.form is not None and self.form.frame is None:
            self.form = None

    def walk(self, layer: FrameLayerName, step: Step) -> Outcome:
        """Light the next frame of a layer in the article, from the last one round to the first."""
        self.begun = None
        frames = [one for one in self._desk.session.work.frames() if one.layer == layer]
        if not frames:
            raise Refused(f"This article has no {layer} yet.")
        here, lit = self._desk.reader.light.hull.start, self.here
        places = [(self.place(one), one.id) for one in frames]
        now = (here, lit.id if lit else "")
        if step > 0:
            ahead = [number for number, place in enumerate(places) if place > now]
            number = ahead[0] if ahead else 0
        else:
            behind = [number for number, place in enumerate(places) if place < now]
            number = behind[-1] if behind else len(frames) - 1
        self.light(frames[number])
        return Outcome()

    def light(self, frame: Frame) -> None:
        """Light a frame: its trigger, else where it stands."""
        work, reader = self._desk.session.work, self._desk.reader
        if frame.trigger:
            start = work.sentences[work.index_at(frame.trigger[0].start)].start
            reader.go_to(Light(start, frame.trigger))
        else:
            reader.go_to_offset(self.place(frame))

    def place(self, frame: Frame) -> int:
        """Return where a frame stands in the article."""
        return self._desk.session.work.place_of(frame).start

    def _touched(self, frame: Frame) -> Touched:
        """Return the sentences that show something of a frame."""
        work = self._desk.session.work
        ranges = [frame.trigger, *(range_of_filler(work, one) for one in frame.roles)]
        return frozenset(
            sentence.start
            for fragments in ranges
            for sentence in work.sentences_touching(fragments)
        )
