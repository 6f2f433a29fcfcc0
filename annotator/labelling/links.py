"""Links at a desk: relations (a type, then the target by its hint), and the registry."""

from typing import TYPE_CHECKING

from annotator.labelling.commands.annotations import DeleteAnnotation
from annotator.labelling.commands.identity import CreateEntry, LinkIdentity, UnlinkIdentity
from annotator.labelling.commands.links import CreateRelation
from annotator.labelling.hints import hints_for_link
from annotator.labelling.located import spoken_of
from annotator.labelling.outcome import Outcome
from annotator.labelling.refusals import Refused
from annotator.labelling.sentence_map import Light
from annotator.labelling.slot_fillers import labelled_lights
from annotator.model.annotation import Annotation, Claim, Relation
from annotator.model.spans import Span, covered_text

if TYPE_CHECKING:
    from annotator.labelling.claim_search import ClaimSearch, ToldClaim
    from annotator.labelling.desk import Desk


class Links:
    """Makes relations from what is lit, or from the frame whose form is open, and links."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk
        self.source = ""
        """The annotation that a relation is begun from, "" for none."""
        self.reaches_far = False
        """Whether `/` would look for the target in all articles: the target is waited for."""
        self._from, self._type = "", ""
        self._into: tuple[object, dict[str, list[Relation]]] = (None, {})
        self._told: tuple[object, dict[str, str]] = (None, {})

    def begin(self) -> Outcome:
        """Wait for the letter of a relation."""
        item = self._desk.item
        if item is None:
            raise Refused("Light a mention or a frame first; a relation begins there.")
        self.source = item.id
        return Outcome()

    def drop(self) -> None:
        """Begin no relation after all."""
        self.source, self.reaches_far = "", False

    def take_letter(self, letter: str, view: Span) -> Outcome:
        """Offer hints on what in view a relation may lead to."""
        source, self.source = self.source, ""
        session = self._desk.session
        name = session.scheme.type_for_key(letter, "relations")
        if name is None:
            raise Refused(f"No relation has the letter {letter}.")
        self._from, self._type = source, name
        ends = frozenset(self._ends())
        lights = labelled_lights(self._desk.reader, session.work, ends, view, {source})
        hints = hints_for_link(self._desk.reader, lights)
        self.reaches_far = isinstance(self._begun(), Claim) and bool(self._claim_types())
        if hints.targets:
            self._desk.hints = hints
            return Outcome()
        if self.reaches_far:
            return Outcome(f"Nothing in view can be the target of {name}; / looks in all articles.")
        raise Refused(f"Nothing in view can be the target of {name}.")

    def link(self, light: Light) -> Outcome:
        """Make the relation to what was chosen."""
        self.reaches_far = False
        made = CreateRelation(type=self._type, source=self._from, target=light.annotation)
        outcome = self._desk.do(made)
        text = self._desk.session.work.text
        words = " ".join(text[start:end] for start, end in light.fragments)
        return outcome._replace(message=f"{self._type} → “{words}”")

    # ------------------------------------------------------------------ other articles

    @property
    def begun_words(self) -> str:
        """The relation that was begun, and where, in a few words."""
        work, claim = self._desk.session.work, self._begun()
        ranges = list(spoken_of(claim, work.annotations.get)) if claim else []
        # What it says tells it better than its cue.
        told = ranges[1:] or ranges
        words = (" ".join(covered_text(work.text, one).split()) for one in told)
        return f"“{_short(' … '.join(words), 40)}” {self._type} which claim?"

    def search(self) -> "ClaimSearch":
        """Return the claims, of all articles, that the begun relation may lead to."""
        claim = self._begun()
        if not isinstance(claim, Claim):
            raise Refused("Only claims are linked across articles.")
        return self._desk.session.claims_like(claim, self._claim_types())

    def link_far(self, target: "ToldClaim") -> Outcome:
        """Make the relation to a claim of this or another article."""
        reference = f"{target.article}#{target.id}"
        made = CreateRelation(type=self._type, source=self._from, target=reference)
        return self._desk.do(made)._replace(message=f"{self._type} → {_in_words(target)}")

    def of(self, item_id: str) -> list[Relation]:
        """Return the relations that an annotation is an end of, from other articles too."""
        users = self._desk.session.work.users_of(item_id)
        here = [one for one in users if isinstance(one, Relation)]
        item = self._desk.session.work.annotations.get(item_id)
        return [*here, *self._from_elsewhere(item_id)] if isinstance(item, Claim) else here

    def ends(self, relation: Relation) -> tuple[str, str]:
        """Return source and target as they are seen from here: an id, or `d_...#c_...`."""
        here = self._desk.session.article
        if relation.article == here:
            return relation.source, relation.target
        return f"{relation.article}#{relation.source}", relation.target.removeprefix(f"{here}#")

    def tell(self, reference: str) -> str:
        """Return in words which claim of another article `d_...#c_...` is."""
        state = self._desk.session.state
        if self._told[0] != state:
            self._told = (state, {})
        told = self._told[1]
        if reference not in told:
            found = self._desk.session.tell_claim(reference)
            told[reference] = _in_words(found) if found else "a claim that is gone"
        return told[reference]

    def follow(self, relation_id: str, from_id: str) -> Outcome:
        """Go to the other end of a relation, in whatever article.

        Args:
            relation_id: one of `of(from_id)`.
            from_id: the end that is lit.
        """
        source, target = self.ends(self._found(relation_id, from_id))
        other = target if source == from_id else source
        article, _, claim = other.rpartition("#")
        if not article:
            self._desk.frames.close()
            self._desk.go_to_annotation(claim)
            return Outcome()
        there = self._desk.session.beside(article).work
        item = there.annotations.get(claim)
        if item is None:
            raise Refused("That claim is not there any more.")
        return Outcome(elsewhere=article, at=there.place_of(item).start, item=claim)

    def delete(self, relation_id: str, from_id: str) -> Outcome:
        """Delete a relation of an annotation, be it one of another article."""
        relation = self._found(relation_id, from_id)
        session = self._desk.session
        if relation.article == session.article:
            return self._desk.delete(relation_id)
        session.beside(relation.article).apply(
            DeleteAnnotation(id=relation_id), self._desk.sitting.effort.spent()
        )
        self._desk.sitting.effort.settle()
        self._desk.refresh()
        starts = frozenset(sentence.start for sentence in self._desk.session.work.sentences)
        return Outcome(f"Deleted {relation.type}, which began in the other article.", starts)

    def _found(self, relation_id: str, from_id: str) -> Relation:
        for relation in self.of(from_id):
            if relation.id == relation_id:
                return relation
        raise Refused("This relation is not there any more.")

    def _begun(self) -> Annotation | None:
        return self._desk.session.work.annotations.get(self._from)

    def _ends(self) -> tuple[str, ...]:
        """Return the types that the begun relation may lead to."""
        scheme = self._desk.session.scheme
        return scheme.permitted(scheme.relation_type(self._type).targets)

    def _claim_types(self) -> tuple[str, ...]:
        scheme = self._desk.session.scheme
        return tuple(name for name in self._ends() if scheme.layer_of(name) == "claims")

    def _from_elsewhere(self, claim: str) -> list[Relation]:
        """Return the relations of other articles that lead to a claim.

        Read anew only after something was written: this is asked whenever a claim is lit.
        """
        session = self._desk.session
        if self._into[0] != session.state:
            into: dict[str, list[Relation]] = {}
            for relation in session.relations_into():
                into.setdefault(self.ends(relation)[1], []).append(relation)
            self._into = (session.state, into)
        return self._into[1].get(claim, [])

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


def _in_words(claim: "ToldClaim") -> str:
    """Return a claim in a line: its article, who says it, and what."""
    return f"{_short(claim.title, 30)}: {_short(claim.said, 70)}"


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
