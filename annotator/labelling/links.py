"""Links at a desk: relations (a type, then the target by its hint), and the registry."""

from typing import TYPE_CHECKING

from annotator.labelling.command_base import Refused
from annotator.labelling.hints import hints_for_link
from annotator.labelling.identity_commands import CreateEntry, LinkIdentity, UnlinkIdentity
from annotator.labelling.link_commands import CreateRelation
from annotator.labelling.outcome import Outcome
from annotator.labelling.sentence_map import Light
from annotator.labelling.slot_fillers import labelled_lights
from annotator.model.annotation import Relation
from annotator.model.spans import Span

if TYPE_CHECKING:
    from annotator.labelling.desk import Desk


class Links:
    """Makes relations from what is lit, or from the frame whose form is open, and links."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk
        self.source = ""
        """The annotation that a relation is begun from, "" for none."""
        self._from, self._type = "", ""

    def begin(self) -> Outcome:
        """Wait for the letter of a relation."""
        item = self._desk.item
        if item is None:
            raise Refused("Light a mention or a frame first; a relation begins there.")
        self.source = item.id
        return Outcome()

    def drop(self) -> None:
        """Begin no relation after all."""
        self.source = ""

    def take_letter(self, letter: str, view: Span) -> Outcome:
        """Offer hints on what in view a relation may lead to."""
        source, self.source = self.source, ""
        session = self._desk.session
        name = session.scheme.type_for_key(letter, "relations")
        if name is None:
            raise Refused(f"No relation has the letter {letter}.")
        self._from, self._type = source, name
        ends = frozenset(session.scheme.permitted(session.scheme.relation_type(name).targets))
        lights = labelled_lights(self._desk.reader, session.work, ends, view, {source})
        hints = hints_for_link(self._desk.reader, lights)
        if not hints.targets:
            raise Refused(f"Nothing in view can be the target of {name}.")
        self._desk.hints = hints
        return Outcome()

    def link(self, light: Light) -> Outcome:
        """Make the relation to what was chosen."""
        made = CreateRelation(type=self._type, source=self._from, target=light.annotation)
        outcome = self._desk.do(made)
        text = self._desk.session.work.text
        words = " ".join(text[start:end] for start, end in light.fragments)
        return outcome._replace(message=f"{self._type} → “{words}”")

    def of(self, item_id: str) -> list[Relation]:
        """Return the relations that an annotation is an end of."""
        users = self._desk.session.work.users_of(item_id)
        return [one for one in users if isinstance(one, Relation)]

    # ------------------------------------------------------------------------ identity

    def link_identity(self, item_id: str, entry: str) -> Outcome:
        """Say which entry of the registry a mention or incident stands for."""
        return self._desk.do(LinkIdentity(id=item_id, entry=entry))

    def new_identity(self, item_id: str) -> Outcome:
        """Make an entry of a mention or incident and link it."""
        return self._desk.do(CreateEntry(id=item_id))._replace(
            message="A new entry of the registry."
        )

    def unlink_identity(self, item_id: str) -> Outcome:
        """Take the link of a mention or incident away."""
        return self._desk.do(UnlinkIdentity(id=item_id))._replace(message="Not linked any more.")
