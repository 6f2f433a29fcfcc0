"""The annotator's desk: what the keys of the Label screen do, without the screen.

It joins the session (what is stored) and the reader (what is lit). The screen, benchmarks and tests
drive it with the same calls.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from annotator.labelling.act_words import in_words
from annotator.labelling.commands.annotations import (
    CreateMention,
    DeleteAnnotation,
    MoveMention,
    RetypeMention,
    SetAttribute,
    SetNote,
    SetUnsure,
)
from annotator.labelling.commands.article import EditArticle
from annotator.labelling.commands.base import Command
from annotator.labelling.commands.links import SetLabel
from annotator.labelling.commands.sentences import (
    CompleteSentence,
    MergeSentence,
    RekindSentence,
    SplitSentence,
)
from annotator.labelling.frames import Frames
from annotator.labelling.hints import Hints
from annotator.labelling.jumps import Jumps
from annotator.labelling.links import Links
from annotator.labelling.outcome import Outcome
from annotator.labelling.reader import Edge, Reader, Step
from annotator.labelling.refusals import Refused
from annotator.labelling.session import Applied, Session
from annotator.labelling.sitting import Sitting
from annotator.labelling.suggested import Suggested
from annotator.labelling.work import Touched, Work
from annotator.model.annotation import Claim, Frame, Incident, Layer, Mention
from annotator.model.article import Sentence, SentenceKind
from annotator.model.completion import CompletionState
from annotator.model.spans import Span
from annotator.store.errors import StoreError


class Desk:
    """One annotator at one article, with one range lit.

    All acts raise `Refused` when they cannot be done, and `StoreError` when they cannot be saved;
    what is lit and held stays as it was then.
    """

    def __init__(
        self,
        session: Session,
        sitting: Sitting | None = None,
    ) -> None:
        self.session = session
        self.sitting = sitting or Sitting()
        self.suggested = Suggested(self)
        """The ghosts, which are proposed and nobody's yet."""
        self.reader = Reader(session.work, self.layers, self.suggested.ranges)
        self.saved = True
        """Whether the latest act that had something to write is on disk."""
        self._named = ""
        self.hints: Hints | None = None
        """The jump hints on the screen; while there are any, letters choose among them."""
        self.jumps = Jumps(self)
        """What the letters of hints do."""
        self.frames = Frames(self)
        """Whole incidents and claims, and the form that is open."""
        self.links = Links(self)
        """Relations from what is lit."""
        self._counted: tuple[tuple[Work, int], tuple[int, int]] | None = None

    @property
    def layers(self) -> tuple[Layer, ...]:
        """What is being worked on."""
        return self.sitting.layers

    def work_on(self, layers: tuple[Layer, ...]) -> Outcome:
        """Work on other layers: their stops, and what `n` finishes."""
        self.sitting.layers = layers
        self.suggested.look_again()
        self.reader.stop_at(layers)
        self._counted = None
        starts = frozenset(sentence.start for sentence in self.session.work.sentences)
        return Outcome(f"Working on {', '.join(layers)} now.", starts)

    # ----------------------------------------------------------------------- labelling

    def label(self, type_name: str) -> Outcome:
        """Name what is lit: a new mention, the ghost as this, or another type for the mention."""
        outcome = self.name(type_name)
        self._go_on()
        return outcome

    def yes(self) -> Outcome:
        """Keep what is lit, or accept the ghost, and go on; this never finishes a sentence."""
        ghost = self.suggested.lit
        if ghost is not None:
            outcome = self.suggested.take(ghost)
            self._note_named()
            return outcome if self.frames.form else self._gone_on(outcome)
        if self._go_on() or not self.sitting.goes_on:
            return Outcome()
        return Outcome("Nothing more to decide here; finish the sentence to go on.")

    def no(self) -> Outcome:
        """Delete the lit mention, turn the ghost down or pass the candidate, and go on."""
        item, ghost = self.reader.mention or self.frames.here, self.suggested.lit
        outcome = Outcome()
        if item is not None:
            outcome = self.delete(item.id)
        elif ghost is not None:
            outcome = self.suggested.refuse(ghost)
        self._go_on()
        return outcome

    def go_to_annotation(self, item_id: str) -> None:
        """Light a mention or a frame."""
        item = self.session.work.annotations.get(item_id)
        if isinstance(item, Mention):
            self.reader.go_to_mention(item)
        elif isinstance(item, Incident | Claim):
            self.frames.light(item)

    def delete(self, item_id: str) -> Outcome:
        """Delete an annotation; what spoke of it lets go of it in the same act."""
        item = self.session.work.annotations.get(item_id)
        command = DeleteAnnotation(id=item_id)
        told = self.session.consequences(command)
        outcome = self.do(command)
        self.frames.look_again()
        said = f"Deleted {item.type if item else ''}."
        return outcome._replace(message=" ".join(filter(None, (said, told, outcome.message))))

    def nudge(self, edge: Edge, step: Step) -> Outcome:
        """Move an edge of what is lit; of a mention, its id, attributes and links stay."""
        fragments = self.reader.nudged(edge, step)
        if fragments is None:
            return Outcome("The edge cannot go further.")
        form = self.frames.form
        if form and (filler := form.lit_span):
            return form.move_span(filler, fragments)
        mention, ghost = self.reader.mention, self.suggested.lit
        if ghost is not None:
            self.suggested.move(ghost, fragments)
            return Outcome()
        if mention is None or self.reader.held:
            self.reader.set_fragments(fragments)
            return Outcome()
        applied = self._do(MoveMention(id=mention.id, fragments=fragments))
        self.reader.set_fragments(fragments, mention.id)
        return Outcome(touched=applied.touched)

    def resize(self, step: Step) -> Outcome:
        """Light the next larger (1) or smaller (-1) thing; bare text in a slot follows."""
        form = self.frames.form
        filler = form.lit_span if form else None
        if step > 0:
            self.reader.grow()
        else:
            self.reader.shrink()
        return form.move_span(filler, self.reader.light.fragments) if form and filler else Outcome()

    def drag(self, edge: Edge, offset: int | None, *, ended: bool) -> Outcome:
        """Follow the mouse with an edge of the lit mention; it moves when the mouse lets go.

        Args:
            edge: which edge.
            offset: the character under the mouse; None, beside the text, keeps the edge.
            ended: whether the mouse has let go.
        """
        mention = self._lit_mention()
        fragments = self.reader.light.fragments
        if offset is not None:
            fragments = self.reader.dragged(edge, offset) or fragments
        if not ended:
            self.reader.preview(fragments)
            return Outcome()
        self.reader.preview(mention.fragments)
        if fragments == mention.fragments:
            return Outcome()
        applied = self._do(MoveMention(id=mention.id, fragments=fragments))
        self.reader.set_fragments(fragments, mention.id)
        return Outcome(touched=applied.touched)

    def hold(self) -> Outcome:
        """Keep the lit range as a fragment for the next label."""
        self.reader.hold()
        return Outcome("Held: light the next piece and press its label.")

    def turn_going_on(self) -> Outcome:
        """Go on by itself after a label, `x` and Enter, or stay from now on."""
        self.sitting.goes_on = not self.sitting.goes_on
        said = "goes on to the next stop" if self.sitting.goes_on else "stays where it is"
        return Outcome(f"After a label the light {said} now.")

    @property
    def subject(self) -> Mention | None:
        """The mention that an act on its other places is about: the lit one, else the last named.

        After a label the light has gone on, and the label just given is what is meant.
        """
        found = self.reader.mention or self.session.work.annotations.get(self._named)
        return found if isinstance(found, Mention) else None

    # --------------------------------------------------------- what is known of a mention

    def toggle_unsure(self) -> Outcome:
        """Flag what is lit as unsure, or take the flag off."""
        item = self._lit_item()
        applied = self._do(SetUnsure(id=item.id, unsure=not item.unsure))
        return Outcome("Flag taken off." if item.unsure else "Flagged as unsure.", applied.touched)

    def write_note(self, note: str) -> Outcome:
        """Write a note on what is lit; an empty one takes it away."""
        item = self._lit_item()
        return Outcome() if item.note == note else self.do(SetNote(id=item.id, note=note))

    def set_attribute(self, name: str, value: str, evidence: Span | None = None) -> Outcome:
        """Set an attribute of what is lit; an empty value clears it."""
        item = self._lit_item()
        if item.value_of(name) == value:
            return Outcome()
        return self.do(SetAttribute(id=item.id, attribute=name, value=value, evidence=evidence))

    @property
    def item(self) -> Mention | Frame | None:
        """What notes, flags and values are about: the frame of the open form, else what is lit."""
        form = self.frames.form
        return (form.frame if form else None) or self.reader.mention or self.frames.here

    # ----------------------------------------------------------------------- sentences

    def label_sentence(self, name: str) -> Outcome:
        """Give the lit sentence, or the article, a label's next value; after the last, none."""
        labels = self.session.scheme.labels
        sentence = self.reader.sentence.start if name in labels.sentence else None
        choices = ("", *self.session.scheme.label(name).choices)
        there = self.session.work.labels_of(sentence)
        value = next((item.value for item in there if item.type == name), "")
        place = choices.index(value) if value in choices else 0
        following = choices[(place + 1) % len(choices)]
        outcome = self.do(SetLabel(label=name, value=following, sentence=sentence))
        return outcome._replace(message=f"{name}: {following or 'no value'}")

    def finish(self, state: CompletionState = "done") -> Outcome:
        """Finish the lit sentence for the layers at work, then light the next undone one."""
        sentence = self.reader.sentence
        touched: Touched = frozenset()
        if self.state_of(sentence) != state:
            start, layers = sentence.start, self.layers
            passed = self.suggested.passed(start, layers) if state == "done" else ()
            command = CompleteSentence(sentence=start, layers=layers, state=state, passed=passed)
            touched = self._do(command).touched
        return self.go_to_undone(touched)

    def go_to_undone(self, touched: Touched = frozenset()) -> Outcome:
        """Light the next sentence that is not finished.

        Args:
            touched: what an act before it changed.
        """
        self.reader.let_go()
        if self.reader.go_to_undone(self.is_undone):
            return Outcome(touched=touched)
        return Outcome("The article is finished.", touched)

    def reopen(self) -> Outcome:
        """Take back that the lit sentence was finished."""
        sentence = self.reader.sentence
        if not self.state_of(sentence):
            raise Refused("This sentence is not finished yet.")
        command = CompleteSentence(sentence=sentence.start, layers=self.layers, state="")
        applied = self._do(command)
        return Outcome(applied.reopened, applied.touched)

    def split(self) -> Outcome:
        """Cut the sentence before what is lit."""
        return Outcome(touched=self._do(SplitSentence(offset=self.reader.light.hull.start)).touched)

    def merge(self) -> Outcome:
        """Join the lit sentence to the one before it."""
        return Outcome(touched=self._do(MergeSentence(sentence=self.reader.sentence.start)).touched)

    def rekind(self, kind: SentenceKind) -> Outcome:
        """Say what kind of unit the lit sentence is."""
        command = RekindSentence(sentence=self.reader.sentence.start, kind=kind)
        applied = self._do(command)
        return Outcome(applied.reopened, applied.touched)

    def state_of(self, sentence: Sentence) -> str:
        """Return how the layers at work stand in a sentence.

        Returns:
            done, skipped, unsure, stale, or "" where they are not finished alike.
        """
        found = [self.session.work.state_of(sentence.start, layer) for layer in self.layers]
        states = {("stale" if one.stale else one.state) if one else "" for one in found}
        return states.pop() if len(states) == 1 else ""

    def is_undone(self, sentence: Sentence) -> bool:
        """Say whether a layer at work still waits for this sentence."""
        return self.state_of(sentence) in ("", "stale")

    def is_finished(self) -> bool:
        """Say whether no sentence of the article waits any more."""
        sentences = self.session.work.sentences
        return not any(s.kind != "boilerplate" and self.is_undone(s) for s in sentences)

    def count_done(self) -> tuple[int, int]:
        """Return how many sentences are finished, and how many there are to finish."""
        state = (self.session.work, self.session.work.progress_revision)
        if self._counted is None or self._counted[0] != state:
            waiting = [s for s in self.session.work.sentences if s.kind != "boilerplate"]
            done = sum(not self.is_undone(sentence) for sentence in waiting)
            self._counted = (state, (done, len(waiting)))
        return self._counted[1]

    def accept_date(self) -> Outcome:
        """Take the proposed date of the article as its date of publication."""
        proposed = self.session.work.article.published_proposed
        if not proposed:
            raise Refused("The text proposes no date.")
        self._do(EditArticle(fields={"published": proposed}))
        return Outcome(f"The article's date is {proposed} now.")

    # ---------------------------------------------------------------------- undo, redo

    def undo(self) -> Outcome:
        """Take back the latest act and light where it happened."""
        with self._saving():
            applied = self.session.undo(self.sitting.effort.spent())
        return self._follow(applied, "undo", "Taken back")

    def redo(self) -> Outcome:
        """Do again what was taken back last."""
        with self._saving():
            applied = self.session.redo(self.sitting.effort.spent())
        return self._follow(applied, "redo", "Done again")

    def refresh(self) -> Touched | None:
        """Follow what others wrote into the project.

        Returns:
            The sentences to paint again; None where nobody wrote anything.
        """
        before = self.session.work
        if not self.session.refresh():
            return None
        work = self.session.work
        if not self.suggested.read_again() and work is before:
            return frozenset()
        self.suggested.look_again()
        starts = frozenset(sentence.start for sentence in work.sentences)
        self.reader.follow(starts, work)
        self.frames.look_again()
        return starts

    # ------------------------------------------------------------------------- helpers

    def name(self, type_name: str) -> Outcome:
        """Name what is lit and stay there."""
        reader, mention, ghost = self.reader, self.reader.mention, self.suggested.lit
        touched: Touched = frozenset()
        if ghost is not None and ghost.layer == "entities":
            touched = self.suggested.take(ghost, type_name).touched
        elif mention is None or reader.held:
            applied = self._do(CreateMention(type=type_name, fragments=reader.taken()))
            reader.set_fragments(reader.taken(), applied.left)
            touched = applied.touched
        elif mention.type != type_name:
            touched = self._do(RetypeMention(id=mention.id, type=type_name)).touched
        self._note_named()
        reader.let_go()
        return Outcome(touched=touched)

    def _note_named(self) -> None:
        """Remember the lit mention as the one that was named last."""
        found = self.reader.mention
        self._named = found.id if found else ""
        self.sitting.last_type = found.type if found else self.sitting.last_type

    def _gone_on(self, outcome: Outcome) -> Outcome:
        self._go_on()
        return outcome

    def _go_on(self) -> bool:
        self.reader.let_go()
        return self.sitting.goes_on and self.reader.go_on()

    def do(self, command: Command) -> Outcome:
        """Do a command; it is on disk when this returns."""
        applied = self._do(command)
        return Outcome(applied.reopened, applied.touched)

    def _do(self, command: Command) -> Applied:
        with self._saving():
            applied = self.session.apply(command, self.sitting.effort.spent())
        self.saved = True
        self.sitting.effort.settle()
        return self._shown(applied)

    def _shown(self, applied: Applied) -> Applied:
        """Follow what was written, with the ghosts that it brings or takes."""
        changed = self.suggested.follow(applied.edits, applied.touched)
        self.reader.follow(applied.touched | changed, self.session.work)
        return applied._replace(touched=applied.touched | changed)

    @contextmanager
    def _saving(self) -> Iterator[None]:
        try:
            yield
        except StoreError:
            self.saved = False
            raise

    def _follow(self, applied: Applied | None, what: str, said: str) -> Outcome:
        if applied is None:
            return Outcome(f"Nothing to {what}.")
        self.saved = True
        self.sitting.effort.settle()
        self.reader.let_go()
        self.frames.look_again()
        entry = applied.entry
        message = f"{said}: {in_words(entry.command)}."
        if entry.article != self.session.article:
            return Outcome(message, elsewhere=entry.article, at=entry.at)
        applied = self._shown(applied)
        left = self.session.work.annotations.get(applied.left)
        if isinstance(left, Mention):
            self.reader.go_to_mention(left)
        else:
            # An act on a frame stands where the frame does, and may have made a mention elsewhere.
            self.reader.go_to_offset(applied.gone[0].start if applied.gone else entry.at)
            if applied.gone:
                self.reader.set_fragments(applied.gone)
        return Outcome(message, applied.touched)

    def _lit_mention(self) -> Mention:
        mention = self.reader.mention
        if mention is None:
            raise Refused("Light a mention first; this is about one.")
        return mention

    def _lit_item(self) -> Mention | Frame:
        if self.item is None:
            raise Refused("Light a mention or a frame first; this is about one.")
        return self.item
