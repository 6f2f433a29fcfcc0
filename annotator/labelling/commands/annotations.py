"""Mentions, and what every annotation has: attributes, a note, a doubt."""

from collections.abc import Iterator
from typing import ClassVar

from annotator.labelling.commands.base import (
    Command,
    Context,
    annotation_of,
    bare_span,
    changed,
    made_with,
    mention_of,
    place_of,
)
from annotator.labelling.dependants import GONE, Left, let_go
from annotator.labelling.refusals import Refused
from annotator.labelling.rules import may_overlap, value_problem
from annotator.model import ids
from annotator.model.annotation import (
    AttributeValue,
    Label,
    Mention,
    Origin,
)
from annotator.model.spans import Span, hull, span_problem
from annotator.store.journal import Edit


class CreateMention(Command):
    """Label a range of text."""

    name: ClassVar[str] = "mention.create"
    type: str
    fragments: tuple[Span, ...]
    origin: Origin = "human"

    def edits(self, context: Context) -> list[Edit]:
        """Return the new mention."""
        _check_entity_type(context, self.type)
        _check_fragments(context, self.fragments)
        for other in _mentions_near(context, self.fragments):
            if other.fragments == self.fragments and other.type == self.type:
                raise Refused(f"This range is a {self.type} already.")
        mention = Mention(
            type=self.type,
            origin=self.origin,
            fragments=self.fragments,
            **made_with(context, ids.MENTION),
        )
        return [Edit(None, mention)]

    def place(self, context: Context) -> int:
        """Return where the range begins."""
        return self.fragments[0].start


class RetypeMention(Command):
    """Give a mention another type; attribute values, roles and relations that do not fit go."""

    name: ClassVar[str] = "mention.retype"
    id: str
    type: str

    def edits(self, context: Context) -> list[Edit]:
        """Return the mention with its new type."""
        _check_entity_type(context, self.type)
        mention = mention_of(context, self.id)
        if mention.type == self.type:
            raise Refused(f"This mention is a {self.type} already.")
        for other in _mentions_near(context, mention.fragments):
            if other.fragments == mention.fragments and other.type == self.type:
                raise Refused(f"This range is a {self.type} already.")
        kept = tuple(
            value
            for value in mention.attributes
            if not value_problem(context.scheme, self.type, value.name, value.value)
        )
        left = let_go(context, {self.id: self.type})
        return [changed(context, mention, type=self.type, attributes=kept), *left.edits]

    def place(self, context: Context) -> int:
        """Return where the mention begins."""
        return place_of(context, self.id)

    def consequences(self, context: Context) -> str:
        """Say what the mention cannot be in any more."""
        return let_go(context, {self.id: self.type}).sentence


class MoveMention(Command):
    """Give a mention other edges; its id, attributes and links stay."""

    name: ClassVar[str] = "mention.move"
    id: str
    fragments: tuple[Span, ...]

    def edits(self, context: Context) -> list[Edit]:
        """Return the mention on its new range."""
        mention = mention_of(context, self.id)
        _check_fragments(context, self.fragments, besides=self.id)
        for other in _mentions_near(context, self.fragments):
            same = other.fragments == self.fragments and other.type == mention.type
            if same and other.id != self.id:
                raise Refused(f"There is a {mention.type} on exactly this range already.")
        return [changed(context, mention, fragments=self.fragments)]

    def place(self, context: Context) -> int:
        """Return where the mention begins now."""
        return self.fragments[0].start


class DeleteAnnotation(Command):
    """Take an annotation away, out of the roles that it fills too; its relations go with it."""

    name: ClassVar[str] = "annotation.delete"
    id: str

    def edits(self, context: Context) -> list[Edit]:
        """Return the annotation gone."""
        gone = annotation_of(context, self.id)
        return [Edit(gone, None), *self._left(context).edits]

    def place(self, context: Context) -> int:
        """Return where the annotation stands."""
        return place_of(context, self.id)

    def consequences(self, context: Context) -> str:
        """Say how many roles become free and how many relations go."""
        return self._left(context).sentence

    def _left(self, context: Context) -> Left:
        return let_go(context, {self.id: GONE})


class SetAttribute(Command):
    """Set an attribute of an annotation, or clear it with an empty value."""

    name: ClassVar[str] = "annotation.attribute"
    id: str
    attribute: str
    value: str
    evidence: Span | None = None
    only_if_none: bool = False
    """Let a value be that is there already."""

    def edits(self, context: Context) -> list[Edit]:
        """Return the annotation with the attribute set."""
        item = annotation_of(context, self.id)
        if isinstance(item, Label):
            raise Refused("A label has a value of its own and no attributes.")
        if self.only_if_none and item.value_of(self.attribute):
            return []
        rest = tuple(value for value in item.attributes if value.name != self.attribute)
        if not self.value:
            return [changed(context, item, attributes=rest)]
        problem = value_problem(context.scheme, item.type, self.attribute, self.value)
        if problem:
            raise Refused(problem)
        evidence = bare_span(context, self.evidence, "The evidence") if self.evidence else None
        value = AttributeValue(name=self.attribute, value=self.value, evidence=evidence)
        # Those of an older scheme stand last.
        order = [keyed.attribute.name for keyed in context.scheme.attributes_for(item.type)]
        known = {name: place for place, name in enumerate(order)}
        values = sorted((*rest, value), key=lambda one: known.get(one.name, len(order)))
        return [changed(context, item, attributes=tuple(values))]

    def place(self, context: Context) -> int:
        """Return where the annotation stands."""
        return place_of(context, self.id)


class SetNote(Command):
    """Write a note on an annotation, or clear it with an empty text."""

    name: ClassVar[str] = "annotation.note"
    id: str
    note: str

    def edits(self, context: Context) -> list[Edit]:
        """Return the annotation with the note."""
        return [changed(context, annotation_of(context, self.id), note=self.note)]

    def place(self, context: Context) -> int:
        """Return where the annotation stands."""
        return place_of(context, self.id)


class SetUnsure(Command):
    """Flag an annotation as unsure, or take the flag off."""

    name: ClassVar[str] = "annotation.unsure"
    id: str
    unsure: bool

    def edits(self, context: Context) -> list[Edit]:
        """Return the annotation with or without the flag."""
        return [changed(context, annotation_of(context, self.id), unsure=self.unsure)]

    def place(self, context: Context) -> int:
        """Return where the annotation stands."""
        return place_of(context, self.id)


def _check_entity_type(context: Context, name: str) -> None:
    if context.scheme.layer_of(name) != "entities":
        raise Refused(f"The scheme has no entity type {name}.")
    if context.scheme.entity_type(name).abstract:
        raise Refused(f"{name} only groups other types; choose one of them.")


def _check_fragments(context: Context, fragments: tuple[Span, ...], besides: str = "") -> None:
    problem = span_problem(fragments, context.work.text)
    if problem:
        raise Refused(f"This range cannot be labelled: {problem}.")
    if len(fragments) > 1 and not context.scheme.entities.fragments:
        raise Refused("The scheme allows no mentions in several pieces.")
    if context.scheme.entities.overlap == "any":
        return
    for other in _mentions_near(context, fragments):
        fits = may_overlap(context.scheme, hull(fragments), other.anchor)
        if other.id != besides and not fits:
            raise Refused(f"The scheme allows no mention that overlaps this {other.type} so.")


def _mentions_near(context: Context, fragments: tuple[Span, ...]) -> Iterator[Mention]:
    for sentence in context.work.sentences_touching(fragments):
        yield from context.work.mentions_in(sentence.start)
