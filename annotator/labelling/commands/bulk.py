"""Commands about many annotations of one article at once, made of the commands about one.

An act over several articles is one such command for each of them; see `labelling.bulk`.
"""

import math
from collections import Counter
from collections.abc import Collection
from typing import Any, ClassVar

from annotator.labelling.commands.annotations import CreateMention, RetypeMention
from annotator.labelling.commands.base import Command, Context, annotation_of, place_of
from annotator.labelling.commands.frames import RetypeFrame
from annotator.labelling.commands.links import RetypeRelation
from annotator.labelling.dependants import GONE, Left, let_go
from annotator.labelling.refusals import Refused
from annotator.model.annotation import AttributeValue, Claim, Incident, Mention, Relation
from annotator.model.scheme_tables import FRAME_LAYERS
from annotator.model.spans import Span
from annotator.store.journal import Edit


class LabelPlaces(Command):
    """Label many places alike; the mentions are marked as propagated."""

    name: ClassVar[str] = "mentions.label"
    type: str
    places: tuple[Span, ...]
    attributes: tuple[AttributeValue, ...] = ()

    def edits(self, context: Context) -> list[Edit]:
        """Return the new mentions."""
        return [Edit(None, self._mention(context, place)) for place in self.places]

    def place(self, context: Context) -> int:
        """Return where the first of them begins."""
        return self.places[0].start

    def told(self) -> dict[str, Any]:
        """Return what is common to all, and how many there are."""
        given = {value.name: value.value for value in self.attributes}
        return {"type": self.type, "places": len(self.places), **given}

    def _mention(self, context: Context, place: Span) -> Mention:
        one = CreateMention(type=self.type, fragments=(place,), origin="propagated")
        (edit,) = one.edits(context)
        assert isinstance(edit.after, Mention)  # noqa: S101 (that is what the command makes)
        return edit.after.model_copy(update={"attributes": self.attributes})


class RetypeMentions(Command):
    """Give many mentions another type; attribute values that it cannot have go."""

    name: ClassVar[str] = "mentions.retype"
    ids: tuple[str, ...]
    type: str

    def edits(self, context: Context) -> list[Edit]:
        """Return the mentions with their new type."""
        _check_users(context, self.ids, self.type)
        edits = [
            edit
            for one in self.ids
            for edit in RetypeMention(id=one, type=self.type).edits(context)
        ]
        ranges = {edit.after.fragments for edit in edits if isinstance(edit.after, Mention)}
        if len(ranges) < len(edits):
            raise Refused(f"Two of these stand on one range and cannot both be {self.type}.")
        return edits

    def place(self, context: Context) -> int:
        """Return where the first of them begins."""
        return _first_place(context, self.ids)

    def told(self) -> dict[str, Any]:
        """Return the new type and how many there are."""
        return {"type": self.type, "mentions": len(self.ids)}


class RetypeFrames(Command):
    """Give many incidents, or many claims, another type; slots that it does not have go."""

    name: ClassVar[str] = "frames.retype"
    ids: tuple[str, ...]
    type: str

    def edits(self, context: Context) -> list[Edit]:
        """Return the frames with their new type."""
        _check_users(context, self.ids, self.type)
        edits = [
            edit for one in self.ids for edit in RetypeFrame(id=one, type=self.type).edits(context)
        ]
        frames = [edit.after for edit in edits if isinstance(edit.after, Incident | Claim)]
        triggers = [frame.trigger for frame in frames if frame.trigger]
        if len(set(triggers)) < len(triggers):
            raise Refused(f"Two of these stand on one range and cannot both be {self.type}.")
        return edits

    def place(self, context: Context) -> int:
        """Return where the first of them stands."""
        return _first_place(context, self.ids)

    def told(self) -> dict[str, Any]:
        """Return the new type and how many there are."""
        return {"type": self.type, "frames": len(self.ids)}


class RetypeRelations(Command):
    """Give many relations another type; their ends stay."""

    name: ClassVar[str] = "relations.retype"
    ids: tuple[str, ...]
    type: str

    def edits(self, context: Context) -> list[Edit]:
        """Return the relations with their new type."""
        edits = [
            edit
            for one in self.ids
            for edit in RetypeRelation(id=one, type=self.type).edits(context)
        ]
        _check_together(context, self.type, edits)
        return edits

    def place(self, context: Context) -> int:
        """Return where the first of them stands."""
        return _first_place(context, self.ids)

    def told(self) -> dict[str, Any]:
        """Return the new type and how many there are."""
        return {"type": self.type, "relations": len(self.ids)}


class DeleteAnnotations(Command):
    """Take many annotations away, of whatever layer, as if they had been deleted one by one.

    Frames that stay lose them from their roles, and relations go with their ends.
    """

    name: ClassVar[str] = "annotations.delete"
    ids: tuple[str, ...]

    def edits(self, context: Context) -> list[Edit]:
        """Return the annotations gone, and what lets go of them."""
        gone = [Edit(annotation_of(context, one), None) for one in self.ids]
        return [*gone, *self._left(context).edits]

    def place(self, context: Context) -> int:
        """Return where the first of them stood."""
        return _first_place(context, self.ids)

    def told(self) -> dict[str, Any]:
        """Return how many there are."""
        return {"annotations": len(self.ids)}

    def consequences(self, context: Context) -> str:
        """Say how many roles become free and how many relations go."""
        return self._left(context).sentence

    def _left(self, context: Context) -> Left:
        left = let_go(context, dict.fromkeys(self.ids, GONE))
        own = {*self.ids}
        edits = [edit for edit in left.edits if not _is_of(edit, own)]
        relations = left.relations - (len(left.edits) - len(edits))
        return left._replace(edits=edits, relations=relations)


def _is_of(edit: Edit, ids: Collection[str]) -> bool:
    return isinstance(edit.before, Relation) and edit.before.id in ids


def _check_users(context: Context, ids: tuple[str, ...], type_name: str) -> None:
    """Refuse a type with which one of them could not stay where others have it."""
    inside = _stay_inside(context, ids, type_name)
    if not inside or let_go(context, dict.fromkeys(ids, type_name)).edits:
        raise Refused(
            f"One of these fills a role or stands in a relation that takes no {type_name}; "
            "they all stay."
        )


def _stay_inside(context: Context, ids: tuple[str, ...], type_name: str) -> bool:
    """Say whether those that fill roles of each other still do when all have the type."""
    roles = {}
    if context.scheme.layer_of(type_name) in FRAME_LAYERS:
        roles = {role.name: role for role in context.scheme.roles_of(type_name)}
    for one in ids:
        item = annotation_of(context, one)
        for filler in item.roles if isinstance(item, Incident | Claim) else ():
            if filler.target in ids and filler.role in roles:
                permitted = context.scheme.permitted_fillers(roles[filler.role])
                if not {type_name, annotation_of(context, filler.target).type} <= {*permitted}:
                    return False
    return True


def _check_together(context: Context, type_name: str, edits: list[Edit]) -> None:
    """Refuse relations that could get a type one by one, but not all of them."""
    kind = context.scheme.relation_type(type_name)
    relations = [edit.after for edit in edits if isinstance(edit.after, Relation)]
    changed = {one.id for one in relations}
    relations += (
        one
        for one in context.work.annotations.values()
        if isinstance(one, Relation) and one.type == type_name and one.id not in changed
    )
    pair = frozenset if kind.symmetric else tuple
    ends = Counter(pair((one.source, one.target)) for one in relations)
    if max(ends.values()) > 1:
        raise Refused(f"Two of these have the same ends and cannot both be {type_name}.")
    if max(Counter(one.source for one in relations).values()) > (kind.max_per_source or math.inf):
        raise Refused(f"Too many of these begin at one annotation; they cannot all be {type_name}.")


def _first_place(context: Context, ids: tuple[str, ...]) -> int:
    return min(place_of(context, one) for one in ids)
