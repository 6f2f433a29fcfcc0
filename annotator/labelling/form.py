"""The form of one incident or claim: which slot waits, what fills it, what its keys do.

It knows no screen. The text stays where it is while the form is open, so that fillers are lit in it
by the same keys as ever.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from annotator.labelling.commands.annotations import RetypeMention, SetAttribute
from annotator.labelling.commands.base import Command
from annotator.labelling.commands.roles import EmptyRole, FillRole, MoveFiller
from annotator.labelling.commands.suggestions import Together
from annotator.labelling.hints import ALPHABET, hints_for_slot
from annotator.labelling.outcome import Outcome
from annotator.labelling.proposed import VALUE_OF_ROLE, Proposed, proposed_for, values_of_fillers
from annotator.labelling.reader import Step
from annotator.labelling.refusals import Refused
from annotator.labelling.rules import COUNT_OF_ROLE
from annotator.labelling.sentence_map import Light
from annotator.labelling.slot_fillers import guessed_type, range_of_filler, slot_lights
from annotator.labelling.work import Touched
from annotator.model.annotation import Claim, Filler, Frame, Incident
from annotator.model.scheme import KeyedAttribute, Scheme
from annotator.model.scheme_tables import SPAN, Role
from annotator.model.spans import Span
from annotator.model.suggestion import Suggestion

if TYPE_CHECKING:
    from annotator.labelling.desk import Desk

_RESERVED = "ujUJ"
"""Letters that do the same in a form as in the text."""


_ROLE_OF = {value: role for role, value in VALUE_OF_ROLE.items()}
"""The slot whose filler tells the value of an attribute."""


class Ask(NamedTuple):
    """The value of an attribute has to be asked for."""

    keyed: KeyedAttribute
    typed: str = ""
    """What has been typed of it."""


class Form:
    """The open form of a frame.

    Every act raises `Refused` when it cannot be done and `StoreError` when it cannot be saved.
    """

    def __init__(self, desk: "Desk", frame: str, offered: Suggestion | None = None) -> None:
        self._desk = desk
        self.id = frame
        self.slot = ""
        """The role that waits for a filler, "" for none."""
        self._filled: tuple[str, str] = ("", "")
        """The role that was filled last, and with what."""
        self._proposed = proposed_for(desk.session, self._here, offered)
        self._dropped: set[str] = set()

    @property
    def frame(self) -> Frame | None:
        """The frame, None when it is gone."""
        found = self._desk.session.work.annotations.get(self.id)
        return found if isinstance(found, Incident | Claim) else None

    @property
    def roles(self) -> tuple[Role, ...]:
        """The slots of the frame, in the scheme's order."""
        return self._scheme.roles_of(self._here.type)

    @property
    def attributes(self) -> tuple[KeyedAttribute, ...]:
        """The attributes of the frame with their letters."""
        return self._scheme.attributes_for(self._here.type)

    def fillers_of(self, role: str) -> tuple[Filler, ...]:
        """Return what fills a slot."""
        return self._here.fillers_of(role)

    @property
    def proposed(self) -> Proposed:
        """What is proposed for slots and values that are empty."""
        frame = self.frame
        if frame is None:
            return Proposed()
        taken = {filler.role for filler in frame.roles} | self._dropped
        fillers = tuple(one for one in self._proposed.fillers if one.role not in taken)
        work = self._desk.session.work
        spoken = [(one.role, range_of_filler(work, one)) for one in frame.roles]
        spoken += [(one.role, one.fragments) for one in fillers]
        told = values_of_fillers(self._desk.session, frame, spoken)
        given = {value.name for value in frame.attributes} | self._dropped
        values = (one for one in (*self._proposed.values, *told) if one.attribute not in given)
        return Proposed(fillers, tuple(values))

    # ------------------------------------------------------------------------------ keys

    def accept(self) -> Outcome:
        """Take all that is proposed, as one act; what is refused stays, and is the message."""
        proposed = self.proposed
        commands: list[Command] = [
            self._fill_with(one.role, one.fragments, one.target, one.type)
            for one in proposed.fillers
        ]
        commands += [
            SetAttribute(
                id=self.id,
                attribute=one.attribute,
                value=one.value,
                evidence=one.evidence,
                only_if_none=True,  # a filler may have brought it
            )
            for one in proposed.values
        ]
        if not commands:
            return Outcome()
        try:
            return self._desk.do(Together(commands=tuple(commands)))
        except Refused:
            return self._take_one_by_one(commands)

    def _take_one_by_one(self, commands: Iterable[Command]) -> Outcome:
        """Do acts one after the other, up to the first that is refused: that one can be seen to."""
        touched: Touched = frozenset()
        try:
            for command in commands:
                touched |= self._desk.do(command).touched
        except Refused as reason:
            return Outcome(str(reason), touched)
        return Outcome(touched=touched)

    def press(self, letter: str, view: Span) -> Outcome | Ask:
        """Choose the slot or the attribute of a letter; a second time, fill it with what is lit."""
        role = next((role for role in self.roles if role.key == letter), None)
        if role is not None:
            if self.slot == role.name:
                lit = self._desk.reader.light._replace(fragments=self._desk.reader.taken())
                return self.fill(lit, stays=False)
            return self.choose(role.name, view)
        keyed = next((keyed for keyed in self.attributes if keyed.key == letter), None)
        if keyed is None:
            return Outcome(f"{self._here.type} has no slot {letter}.")
        return Ask(keyed)

    def has_key(self, letter: str) -> bool:
        """Say whether a letter means a slot or an attribute here."""
        return letter in {*(one.key for one in self.roles), *(one.key for one in self.attributes)}

    def choose(self, role: str, view: Span) -> Outcome:
        """Offer hints on what may fill a slot."""
        self.slot, desk = role, self._desk
        offered = [
            Light(self._sentence_of(one.fragments), one.fragments, one.target)
            for one in self.proposed.fillers
            if one.role == role
        ]
        tiers = slot_lights(desk.reader, desk.session, self._role(role), view, self._here, offered)
        hints = hints_for_slot(desk.reader, tiers, self._alphabet())
        desk.hints = hints if hints.targets else None
        key = self._role(role).key
        return Outcome("" if hints.targets else f"Light what fills {role}; {key} takes it.")

    def next_slot(self, step: Step, view: Span) -> Outcome:
        """Choose the next slot, from the last one round to the first."""
        names = [role.name for role in self.roles]
        if not names:
            raise Refused(f"{self._here.type} has no slots.")
        start = names.index(self.slot) if self.slot in names else -1 if step > 0 else 0
        return self.choose(names[(start + step) % len(names)], view)

    def fill(self, light: Light, *, stays: bool) -> Outcome:
        """Fill the waiting slot; a capital hint stays in it.

        What carries no permitted label gets the one that is guessed, in the same act.
        """
        desk, role = self._desk, self._role(self.slot)
        permitted = self._scheme.permitted_fillers(role)
        item = desk.session.work.annotations.get(light.annotation)
        target = item.id if item is not None and item.type in permitted else ""
        kind = item.type if item and target else self._guess(light.fragments, permitted)
        command = self._fill_with(role.name, light.fragments, target, kind)
        before = {(one.role, one.target) for one in self._here.roles}
        outcome = desk.do(command)
        new = [one for one in self._here.roles if (one.role, one.target) not in before]
        self._filled = (new[-1].role, new[-1].target) if new else ("", "")
        desk.reader.let_go()
        desk.reader.go_to(light)
        if not stays:
            self.slot = ""
        return outcome._replace(message=f"{role.name}: {kind} “{self._text(light.fragments)}”")

    def empty(self) -> Outcome:
        """Empty the waiting slot, or take back what was filled last."""
        role, target = (self.slot, "") if self.slot else self._filled
        if role and any(one.role == role for one in self.proposed.fillers):
            self._dropped.add(role)
            return Outcome(f"{role}: not what was proposed.")
        if not role or not self.fillers_of(role):
            raise Refused("Choose a slot first; there is nothing to empty.")
        self._filled = ("", "")
        return self._desk.do(EmptyRole(id=self.id, role=role, target=target))

    @property
    def lit_span(self) -> Filler | None:
        """The bare text that fills a slot and is lit: edge keys, `+` and `-` move it."""
        filler = self._last_filler()
        if filler is None or filler.span is None:
            return None
        span = Span(filler.span.start, filler.span.end)
        return filler if self._desk.reader.light.fragments == (span,) else None

    def move_span(self, filler: Filler, fragments: tuple[Span, ...]) -> Outcome:
        """Put the bare text that fills a slot on another range, and light that."""
        move = MoveFiller(id=self.id, role=filler.role, target=filler.target, fragments=fragments)
        outcome = self._desk.do(move)
        self._desk.reader.set_fragments(fragments)
        return outcome

    def evidence_for(self, attribute: str) -> Span | None:
        """Return the words in a slot that give the value of an attribute, None for none."""
        role = _ROLE_OF.get(attribute, "")
        ranges = (range_of_filler(self._desk.session.work, one) for one in self.fillers_of(role))
        return next((fragments[0] for fragments in ranges if len(fragments) == 1), None)

    def retype(self, type_name: str) -> Outcome:
        """Give what was filled last another type."""
        filler = self._last_filler()
        if filler is None or filler.kind != "entity":
            raise Refused("Fill a slot with a mention first; then its type can be changed.")
        role = self._role(filler.role)
        permitted = self._scheme.permitted_fillers(role)
        if type_name not in permitted:
            raise Refused(f"{role.name} takes {', '.join(permitted)}.")
        return self._desk.do(RetypeMention(id=filler.target, type=type_name))

    def count(self, digit: str) -> Ask:
        """Ask for the count of what was filled last, beginning with a digit."""
        wanted = COUNT_OF_ROLE.get(self._filled[0] or self.slot, "")
        for keyed in self.attributes:
            if keyed.attribute.name == wanted:
                return Ask(keyed, digit)
        raise Refused("Fill killed or injured first; then digits give their number.")

    # --------------------------------------------------------------------------- helpers

    @property
    def _scheme(self) -> Scheme:
        return self._desk.session.scheme

    @property
    def _here(self) -> Frame:
        frame = self.frame
        if frame is None:
            raise Refused("This frame is not there any more.")
        return frame

    def _role(self, name: str) -> Role:
        for role in self.roles:
            if role.name == name:
                return role
        raise Refused("Choose a slot first.")

    def _sentence_of(self, fragments: tuple[Span, ...]) -> int:
        work = self._desk.session.work
        return work.sentences[work.index_at(fragments[0].start)].start

    def _fill_with(
        self, role: str, fragments: tuple[Span, ...], target: str, kind: str
    ) -> FillRole:
        if target:
            return FillRole(id=self.id, role=role, target=target)
        as_type = "" if kind == SPAN else kind
        return FillRole(id=self.id, role=role, fragments=fragments, as_type=as_type)

    def _guess(self, fragments: tuple[Span, ...], permitted: Sequence[str]) -> str:
        return guessed_type(self._desk.session, fragments, permitted)

    def _last_filler(self) -> Filler | None:
        role, target = self._filled
        fillers = self.fillers_of(role)
        return next((one for one in fillers if one.target == target), None)

    def _alphabet(self) -> str:
        taken = {role.key for role in self.roles} | {keyed.key for keyed in self.attributes}
        return "".join(c for c in ALPHABET if c not in taken and c not in _RESERVED)

    def _text(self, fragments: tuple[Span, ...]) -> str:
        text = self._desk.session.work.text
        return " ".join(text[start:end] for start, end in fragments)
