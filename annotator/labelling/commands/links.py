"""Commands about relations between annotations, and about labels of sentences and articles."""

from collections.abc import Iterator
from typing import ClassVar

from annotator.labelling.commands.base import (
    Command,
    Context,
    annotation_of,
    changed,
    made_with,
    place_of,
    relies_on,
    sentence_at,
)
from annotator.labelling.refusals import Refused
from annotator.labelling.rules import end_problem, label_problem
from annotator.model import ids
from annotator.model.annotation import Annotation, Label, Origin, Relation
from annotator.model.scheme_tables import RelationType
from annotator.store.journal import Edit


class CreateRelation(Command):
    """Link two annotations; a claim also to one's own claim in another article."""

    name: ClassVar[str] = "relation.create"
    type: str
    source: str
    """An annotation of this article."""
    target: str
    """An annotation of this article, or `d_...#c_...`."""
    origin: Origin = "human"

    def edits(self, context: Context) -> list[Edit]:
        """Return the new relation."""
        kind = _type(context, self.type)
        target = self.target.removeprefix(f"{context.work.article.id}#")
        source_item, target_item = annotation_of(context, self.source), _end(context, target)
        _check_ends(kind, context, source_item, target_item)
        _check_new(context, kind, self.source, target)
        relation = Relation(
            type=self.type,
            source=self.source,
            target=target,
            origin=self.origin,
            **made_with(context, ids.RELATION),
        )
        return [
            Edit(None, relation),
            relies_on(context, source_item),
            relies_on(context, target_item),
        ]

    def place(self, context: Context) -> int:
        """Return where the source stands."""
        return place_of(context, self.source)


class RetypeRelation(Command):
    """Give a relation another type; its ends stay."""

    name: ClassVar[str] = "relation.retype"
    id: str
    type: str

    def edits(self, context: Context) -> list[Edit]:
        """Return the relation with its new type."""
        relation = annotation_of(context, self.id)
        if not isinstance(relation, Relation):
            raise Refused("This is no relation.")
        kind = _type(context, self.type)
        if relation.type == self.type:
            raise Refused(f"This is {self.type} already.")
        ends = _end(context, relation.source), _end(context, relation.target)
        _check_ends(kind, context, *ends)
        _check_new(context, kind, relation.source, relation.target)
        return [changed(context, relation, type=self.type)]

    def place(self, context: Context) -> int:
        """Return where the source stands."""
        return place_of(context, self.id)


class SetLabel(Command):
    """Give a sentence or the article a label, change it, or take it away with an empty value.

    Each has one value; the values of a label with several choices stand in it, joined by commas.
    """

    name: ClassVar[str] = "label.set"
    label: str
    value: str
    sentence: int | None = None
    """Start of the sentence; None labels the article."""

    def edits(self, context: Context) -> list[Edit]:
        """Return the label as it is then."""
        self._check(context)
        there = context.work.labels_of(self.sentence)
        old = next((item for item in there if item.type == self.label), None)
        if self.sentence is None:
            return [self._edit(context, old)]
        # The sentence must be there still: a label has no other place.
        return [self._edit(context, old), relies_on(context, sentence_at(context, self.sentence))]

    def place(self, context: Context) -> int:
        """Return where the sentence begins, or the beginning of the article."""
        return self.sentence or 0

    def _check(self, context: Context) -> None:
        if self.sentence is not None:
            sentence_at(context, self.sentence)
        labels = context.scheme.labels
        of_whole = self.sentence is None
        if self.label not in (labels.document if of_whole else labels.sentence):
            what = "articles" if of_whole else "sentences"
            raise Refused(f"The scheme has no label {self.label} for {what}.")
        problem = label_problem(context.scheme, self.label, self.value) if self.value else ""
        if problem:
            raise Refused(problem)

    def _edit(self, context: Context, old: Label | None) -> Edit:
        if not self.value:
            if old is None:
                raise Refused(f"There is no label {self.label} to take away.")
            return Edit(old, None)
        if old is not None:
            return changed(context, old, value=self.value)
        shared = made_with(context, ids.LABEL)
        label = Label(type=self.label, value=self.value, sentence=self.sentence, **shared)
        return Edit(None, label)


def _type(context: Context, name: str) -> RelationType:
    if context.scheme.layer_of(name) != "relations":
        raise Refused(f"The scheme has no relation {name}.")
    return context.scheme.relation_type(name)


def _end(context: Context, reference: str) -> Annotation:
    if "#" not in reference:
        return annotation_of(context, reference)
    found = context.elsewhere(reference)
    if found is None:
        raise Refused("There is no such claim of yours in the other article.")
    return found


def _check_ends(
    kind: RelationType, context: Context, source: Annotation, target: Annotation
) -> None:
    if source.id == target.id:
        raise Refused(f"{kind.name} links two annotations; this is one and the same.")
    if source.article != target.article and {source.layer, target.layer} != {"claims"}:
        raise Refused("Only claims are linked across articles.")
    problem = end_problem(context.scheme, kind, source.type, target.type)
    if problem:
        raise Refused(problem)


def _check_new(context: Context, kind: RelationType, source: str, target: str) -> None:
    """Refuse a second link of two ends, and more of one source than the scheme has."""
    here = list(_like(context, kind, source))
    for relation in here:
        ends = (relation.source, relation.target)
        if ends == (source, target) or (kind.symmetric and ends == (target, source)):
            raise Refused(f"{kind.name} links these two already.")
    if kind.symmetric and "#" in target and _links_back(context, kind, source, target):
        raise Refused(f"{kind.name} links these two already.")
    from_here = [relation for relation in here if kind.symmetric or relation.source == source]
    if kind.max_per_source and len(from_here) >= kind.max_per_source:
        raise Refused(
            f"This has its {kind.name} already, and the scheme allows {kind.max_per_source}; "
            "delete the other first."
        )


def _like(context: Context, kind: RelationType, end: str) -> Iterator[Relation]:
    for user in context.work.users_of(end):
        if isinstance(user, Relation) and user.type == kind.name:
            yield user


def _links_back(context: Context, kind: RelationType, source: str, target: str) -> bool:
    """Say whether the other article's claim has this relation to this article's."""
    other = target.partition("#")[2]
    found = context.relations_to(source)
    return any(relation.type == kind.name and relation.source == other for relation in found)
