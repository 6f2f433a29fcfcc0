"""Commands about incidents and claims themselves: making them, their types and triggers."""

from collections.abc import Iterable, Iterator
from typing import ClassVar

from annotator.labelling.commands.base import (
    Command,
    Context,
    changed,
    check_range,
    frame_of,
    made_with,
    place_of,
)
from annotator.labelling.dependants import Left, let_go
from annotator.labelling.refusals import Refused
from annotator.labelling.rules import either, value_problem
from annotator.model import ids
from annotator.model.annotation import AttributeValue, Claim, Filler, Frame, Incident, Origin
from annotator.model.scheme import Scheme
from annotator.model.scheme_tables import FrameLayerName
from annotator.model.spans import Span, covered_text
from annotator.store.journal import Edit


class CreateFrame(Command):
    """Make an incident or a claim, as the layer of its type says; its slots are empty.

    Attributes that have a default in the scheme are not written; the default holds.
    """

    name: ClassVar[str] = "frame.create"
    type: str
    trigger: tuple[Span, ...] = ()
    """The trigger or cue, in one or more fragments."""
    at: int = -1
    """Where it is made, in code points; needed where there is no trigger."""
    origin: Origin = "human"

    def edits(self, context: Context) -> list[Edit]:
        """Return the new frame."""
        layer = _check_type(context.scheme, self.type)
        _check_trigger(context, layer, self.type, self.trigger)
        if not self.trigger and not 0 <= self.at < len(context.work.text):
            raise Refused(f"{self.type} without a {_TRIGGERS[layer]} needs a place in the text.")
        prefix = ids.INCIDENT if layer == "incidents" else ids.CLAIM
        model = Incident if layer == "incidents" else Claim
        frame = model(
            type=self.type,
            trigger=self.trigger,
            at=None if self.trigger else self.at,
            origin=self.origin,
            **made_with(context, prefix),
        )
        return [Edit(None, frame)]

    def place(self, context: Context) -> int:
        """Return where the trigger begins, or where the frame was made."""
        return self.trigger[0].start if self.trigger else self.at


class RetypeFrame(Command):
    """Give an incident or a claim another type of its layer.

    Fillers and values that the new type cannot have go, and so do this frame's places in others.
    """

    name: ClassVar[str] = "frame.retype"
    id: str
    type: str

    def edits(self, context: Context) -> list[Edit]:
        """Return the frame with its new type, and the frames it cannot fill any more."""
        frame = frame_of(context, self.id)
        layer = _check_type(context.scheme, self.type)
        if layer != frame.layer:
            raise Refused(f"{frame.type} is one of the {frame.layer}; {self.type} is none.")
        if frame.type == self.type:
            raise Refused(f"This is {self.type} already.")
        _check_trigger(context, layer, self.type, frame.trigger)
        fields = {"type": self.type, "roles": self._roles(context, frame)}
        values = self._values(context.scheme, frame)
        return [
            changed(context, frame, attributes=values, **fields),
            *self._left(context).edits,
        ]

    def place(self, context: Context) -> int:
        """Return where the frame stands."""
        return place_of(context, self.id)

    def consequences(self, context: Context) -> str:
        """Say which of its slots do not fit the new type."""
        frame = frame_of(context, self.id)
        roles, values = self._roles(context, frame), self._values(context.scheme, frame)
        lost = [filler.role for filler in frame.roles if filler not in roles]
        lost += [value.name for value in frame.attributes if value not in values]
        said = f"{self.type} cannot keep {' and '.join(dict.fromkeys(lost))}." if lost else ""
        return " ".join(part for part in (said, self._left(context).sentence) if part)

    def _left(self, context: Context) -> Left:
        return let_go(context, {self.id: self.type})

    def _roles(self, context: Context, frame: Frame) -> tuple[Filler, ...]:
        """Return the fillers that the new type's roles permit, no more than they take."""
        kept: list[Filler] = []
        roles = {role.name: role for role in context.scheme.roles_of(self.type)}
        for filler in frame.roles:
            role = roles.get(filler.role)
            if role is None or _type_of(context, filler) not in context.scheme.permitted_fillers(
                role
            ):
                continue
            there = sum(other.role == filler.role for other in kept)
            if role.max is None or there < role.max:
                kept.append(filler)
        return tuple(kept)

    def _values(self, scheme: Scheme, frame: Frame) -> tuple[AttributeValue, ...]:
        return tuple(
            value
            for value in frame.attributes
            if not value_problem(scheme, self.type, value.name, value.value)
        )


class MoveTrigger(Command):
    """Give an incident or a claim another trigger or cue; its slots stay."""

    name: ClassVar[str] = "frame.move"
    id: str
    fragments: tuple[Span, ...]
    """Empty takes the trigger away, where the layer allows that."""

    def edits(self, context: Context) -> list[Edit]:
        """Return the frame with its new trigger."""
        frame = frame_of(context, self.id)
        _check_trigger(context, frame.layer, frame.type, self.fragments, besides=self.id)
        at = None if self.fragments else context.work.place_of(frame).start
        return [changed(context, frame, trigger=self.fragments, at=at)]

    def place(self, context: Context) -> int:
        """Return where the trigger begins now."""
        return self.fragments[0].start if self.fragments else place_of(context, self.id)


_TRIGGERS: dict[FrameLayerName, str] = {"incidents": "trigger", "claims": "cue"}


def _check_type(scheme: Scheme, name: str) -> FrameLayerName:
    layer = scheme.layer_of(name)
    if layer not in ("incidents", "claims"):
        raise Refused(f"The scheme has no incident or claim type {name}.")
    if scheme.frame_type(name).abstract:
        below = [one for one in scheme.with_subtypes(name) if not scheme.frame_type(one).abstract]
        raise Refused(f"{name} only groups other types; choose {either(below)}.")
    return layer


def _check_trigger(
    context: Context,
    layer: FrameLayerName,
    type_name: str,
    trigger: tuple[Span, ...],
    besides: str = "",
) -> None:
    """Refuse a trigger that the layer does not have, the text does not, or this type has."""
    wanted, word = context.scheme.frames(layer).trigger, _TRIGGERS[layer]
    if not trigger:
        if wanted == "required":
            raise Refused(f"{type_name} needs a {word}; light the words that tell of it.")
        return
    if wanted == "none":
        raise Refused(f"The scheme gives {layer} no {word}; make {type_name} without one.")
    check_range(context, trigger, f"The {word}")
    for other in _frames_at(context, trigger):
        if other.trigger == trigger and other.type == type_name and other.id != besides:
            quoted = covered_text(context.work.text, trigger)
            raise Refused(f"“{quoted}” is the {word} of one {type_name} already.")


def _frames_at(context: Context, trigger: Iterable[Span]) -> Iterator[Frame]:
    for sentence in context.work.sentences_touching(trigger):
        yield from context.work.frames_in(sentence.start)


def _type_of(context: Context, filler: Filler) -> str:
    found = context.work.annotations.get(filler.target)
    return "span" if filler.kind == "span" else found.type if found else ""
