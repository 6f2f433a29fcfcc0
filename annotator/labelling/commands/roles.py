"""Commands about the roles of an incident or a claim: filling, emptying, moving a filler's text."""

from typing import ClassVar

from annotator.labelling.commands.annotations import CreateMention
from annotator.labelling.commands.base import (
    Command,
    Context,
    annotation_of,
    bare_span,
    changed,
    frame_of,
    place_of,
    relies_on,
)
from annotator.labelling.dependants import emptied
from annotator.labelling.refusals import Refused
from annotator.labelling.rules import (
    COUNT_OF_ROLE,
    KIND_OF_LAYER,
    allowed_in,
    either,
    filler_problem,
    is_circle,
    value_problem,
)
from annotator.model.annotation import (
    Annotation,
    AttributeValue,
    Filler,
    Frame,
    Mention,
)
from annotator.model.scheme_tables import SPAN, Role
from annotator.model.spans import BareSpan, Span
from annotator.store.journal import Edit


class FillRole(Command):
    """Fill a role of a frame: with an annotation, a new mention, or bare text.

    A count that the filler's words give (killed, injured) is set in the same act, where the frame
    has none yet; several fillers are never summed.
    """

    name: ClassVar[str] = "frame.fill"
    id: str
    role: str
    target: str = ""
    """The annotation that fills it; else `fragments` do."""
    fragments: tuple[Span, ...] = ()
    """Bare text, each fragment a filler of its own; with `as_type` the range of one mention."""
    as_type: str = ""
    """The type of the mention that stands on the fragments, or is made there."""

    def edits(self, context: Context) -> list[Edit]:
        """Return the frame with the role filled, and the mention if one is made."""
        frame = frame_of(context, self.id)
        role = _role(context, frame, self.role)
        if self.target:
            item = _target(context, self.target)
            return [self._with(context, frame, role, item), relies_on(context, item)]
        if not self.fragments:
            raise Refused(f"Light what fills {self.role}; it takes {allowed_in(role)}.")
        if self.as_type:
            return self._mention_edits(context, frame, role)
        new = tuple(_bare(context, frame, role, span) for span in self.fragments)
        _check_room(frame, role, new)
        return [changed(context, frame, roles=(*frame.roles, *new))]

    def place(self, context: Context) -> int:
        """Return where the frame stands."""
        return place_of(context, self.id)

    def _mention_edits(self, context: Context, frame: Frame, role: Role) -> list[Edit]:
        there = self._mention_there(context, role)
        if there:
            return [self._with(context, frame, role, there), relies_on(context, there)]
        _check_permitted(context, frame, role, self.as_type)
        (made,) = CreateMention(type=self.as_type, fragments=self.fragments).edits(context)
        assert isinstance(made.after, Mention)  # noqa: S101 (that is what the command makes)
        return [made, self._with(context, frame, role, made.after)]

    def _mention_there(self, context: Context, role: Role) -> Mention | None:
        """Return the mention of exactly this range that may fill the role; one as wanted first."""
        permitted = context.scheme.permitted_fillers(role)
        found = {
            item.id: item
            for sentence in context.work.sentences_touching(self.fragments)
            for item in context.work.mentions_in(sentence.start)
            if item.fragments == self.fragments and item.type in permitted
        }
        return min(found.values(), key=lambda item: item.type != self.as_type, default=None)

    def _with(self, context: Context, frame: Frame, role: Role, item: Annotation) -> Edit:
        _check_permitted(context, frame, role, item.type)
        if is_circle(frame.id, item.id, context.work.annotations.get):
            raise Refused(_circle(frame, item))
        filler = Filler(role=role.name, kind=KIND_OF_LAYER[item.layer], target=item.id)
        _check_room(frame, role, (filler,))
        count = _count(context, frame, role, item)
        values = (*frame.attributes, count) if count else frame.attributes
        return changed(context, frame, roles=(*frame.roles, filler), attributes=values)


class EmptyRole(Command):
    """Take one filler out of a role, or all; a count that rests on its words goes too."""

    name: ClassVar[str] = "frame.empty"
    id: str
    role: str
    target: str = ""
    """Which filler: an annotation's id, or that of a bare span; "" for all."""

    def edits(self, context: Context) -> list[Edit]:
        """Return the frame with the role emptied."""
        frame = frame_of(context, self.id)
        there = frame.fillers_of(self.role)
        lost = tuple(one for one in there if self.target in ("", one.target))
        if not lost:
            what = "does not hold this" if self.target else "is empty already"
            raise Refused(f"{self.role} of this {frame.type} {what}.")
        return [emptied(context, frame, lost)]

    def place(self, context: Context) -> int:
        """Return where the frame stands."""
        return place_of(context, self.id)


class MoveFiller(Command):
    """Give bare text that fills a role other edges."""

    name: ClassVar[str] = "frame.filler"
    id: str
    role: str
    target: str
    """The id of the bare span."""
    fragments: tuple[Span]
    """Its new range, in one piece."""

    def edits(self, context: Context) -> list[Edit]:
        """Return the frame with the filler on its new range; the span's id stays."""
        frame = frame_of(context, self.id)
        old = next((one for one in frame.fillers_of(self.role) if one.target == self.target), None)
        if old is None or old.span is None:
            raise Refused(f"{self.role} of this {frame.type} holds no such piece of text.")
        (span,) = self.fragments
        moved = bare_span(context, span, "This text")
        others = (one.span for one in frame.fillers_of(self.role) if one != old)
        if any(_is_at(other, span) for other in others):
            raise Refused(f"This text fills {self.role} already.")
        new = old.model_copy(update={"span": moved.model_copy(update={"id": old.span.id})})
        roles = tuple(new if one == old else one for one in frame.roles)
        return [changed(context, frame, roles=roles)]

    def place(self, context: Context) -> int:
        """Return where the text begins now."""
        return self.fragments[0].start


def _role(context: Context, frame: Frame, name: str) -> Role:
    roles = {role.name: role for role in context.scheme.roles_of(frame.type)}
    if name not in roles:
        known = f"it has {either(roles)}" if roles else "it has none"
        raise Refused(f"{frame.type} has no role {name}; {known}.")
    return roles[name]


def _target(context: Context, target: str) -> Annotation:
    item = annotation_of(context, target)
    if item.layer not in KIND_OF_LAYER:
        raise Refused(f"{item.type} is one of the {item.layer}, which fill no role.")
    return item


def _check_permitted(context: Context, frame: Frame, role: Role, what: str) -> None:
    if what not in context.scheme.permitted_fillers(role):
        raise Refused(filler_problem(frame.type, role, what))


def _bare(context: Context, frame: Frame, role: Role, span: Span) -> Filler:
    _check_permitted(context, frame, role, SPAN)
    bare = bare_span(context, span, "This text")
    return Filler(role=role.name, kind="span", target=bare.id, span=bare)


def _check_room(frame: Frame, role: Role, new: tuple[Filler, ...]) -> None:
    there = list(frame.fillers_of(role.name))
    for filler in new:
        if any(_is_same(filler, other) for other in there):
            raise Refused(f"This fills {role.name} already.")
        there.append(filler)
    if role.max and len(there) > role.max:
        raise Refused(
            f"{role.name} of {frame.type} takes {role.max} at the most; take one out first."
        )


def _is_same(one: Filler, other: Filler) -> bool:
    if one.span is None:
        return one.target == other.target
    return _is_at(other.span, Span(one.span.start, one.span.end))


def _is_at(bare: BareSpan | None, span: Span) -> bool:
    return bare is not None and (bare.start, bare.end) == span


def _circle(frame: Frame, item: Annotation) -> str:
    if frame.id == item.id:
        return f"This {frame.type} cannot fill itself."
    return (
        f"This {item.type} holds the {frame.type} already, so neither can hold the other in turn."
    )


def _count(context: Context, frame: Frame, role: Role, item: Annotation) -> AttributeValue | None:
    """Return the count that a filler's amount gives the frame, None where it gives none."""
    name = COUNT_OF_ROLE.get(role.name, "")
    if not name or not isinstance(item, Mention) or frame.value_of(name):
        return None
    amount = item.value_of("amount")
    if not amount or value_problem(context.scheme, frame.type, name, amount):
        return None
    evidence = bare_span(context, item.anchor, "The evidence")
    return AttributeValue(name=name, value=amount, evidence=evidence)
