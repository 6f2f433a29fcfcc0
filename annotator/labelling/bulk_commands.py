"""Commands about many mentions of one article at once, made of the commands about one.

An act over several articles is one such command for each of them; see `labelling.bulk`.
"""

from typing import Any, ClassVar

from annotator.labelling.command_base import Command, Context, Refused
from annotator.labelling.commands import CreateMention, DeleteAnnotation, RetypeMention
from annotator.labelling.dependants import let_go
from annotator.model.annotation import AttributeValue, Mention
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
        if let_go(context, dict.fromkeys(self.ids, self.type)).edits:
            raise Refused(
                f"One of these fills a role or stands in a relation that takes no {self.type}; "
                "they all stay."
            )
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


class DeleteMentions(Command):
    """Take many mentions away; not one of them while a claim, incident or relation has it."""

    name: ClassVar[str] = "mentions.delete"
    ids: tuple[str, ...]

    def edits(self, context: Context) -> list[Edit]:
        """Return the mentions gone."""
        if any(context.work.users_of(one) for one in self.ids):
            raise Refused("A claim, incident or relation speaks of one of these; they all stay.")
        return [edit for one in self.ids for edit in DeleteAnnotation(id=one).edits(context)]

    def place(self, context: Context) -> int:
        """Return where the first of them stood."""
        return _first_place(context, self.ids)

    def told(self) -> dict[str, Any]:
        """Return how many there are."""
        return {"mentions": len(self.ids)}


def _first_place(context: Context, mention_ids: tuple[str, ...]) -> int:
    places = (context.work.annotations[one].anchor for one in mention_ids)
    return min(anchor.start for anchor in places if anchor)
