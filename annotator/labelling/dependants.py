"""What happens to the frames and relations that speak of an annotation which changes or goes."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from annotator.labelling.commands.base import Context, changed
from annotator.labelling.rules import COUNT_OF_ROLE
from annotator.model.annotation import (
    AttributeValue,
    Claim,
    Filler,
    Frame,
    Incident,
    Mention,
    Relation,
)
from annotator.model.scheme import Scheme
from annotator.store.journal import Edit

GONE = ""
"""In place of a type: the annotation goes."""


class Left(NamedTuple):
    """What lets go of annotations that cannot stand there any more."""

    edits: list[Edit]
    fillers: int
    """How many places in roles become free."""
    relations: int
    from_elsewhere: int = 0
    """How many of these relations begin in another article."""

    @property
    def sentence(self) -> str:
        """One sentence for people, "" when nothing else changes."""
        parts = [_counted(self.fillers, "role"), _counted(self.relations, "relation")]
        said = " and ".join(part for part in parts if part)
        if self.from_elsewhere:
            several = self.relations > 1
            which = f"{self.from_elsewhere} of which" if several else "which"
            said += f", {which} began in another article"
        return f"It was taken out of {said}." if said else ""


def let_go(context: Context, types: Mapping[str, str]) -> Left:
    """Take annotations out of the roles that they cannot fill, and delete relations likewise.

    Args:
        types: by id, the type that an annotation gets; `GONE` when it is deleted.
    """
    relations = _relations(context, types)
    every = {**types, **dict.fromkeys(relations, GONE)}
    edits, fillers = [], 0
    users = {user.id: user for one in types for user in context.work.users_of(one)}
    for user in users.values():
        if isinstance(user, Incident | Claim) and user.id not in every:
            lost = tuple(f for f in user.roles if not _fits(context.scheme, user, f, types))
            if lost:
                edits.append(emptied(context, user, lost))
                fillers += len(lost)
    edits += (Edit(relation, None) for relation in relations.values())
    elsewhere = sum(one.article != context.work.article.id for one in relations.values())
    return Left(edits, fillers, len(relations), elsewhere)


def emptied(context: Context, frame: Frame, lost: Iterable[Filler]) -> Edit:
    """Return the frame without some of its fillers, and without the counts that they gave it."""
    gone = tuple(lost)
    kept = tuple(filler for filler in frame.roles if filler not in gone)
    values = tuple(
        value
        for value in frame.attributes
        if not any(_gave(context, filler, value) for filler in gone)
    )
    return changed(context, frame, roles=kept, attributes=values)


def _gave(context: Context, filler: Filler, value: AttributeValue) -> bool:
    """Say whether a value is the count of a role and rests on the words of this filler."""
    item = context.work.annotations.get(filler.target)
    if COUNT_OF_ROLE.get(filler.role) != value.name or not isinstance(item, Mention):
        return False
    words, evidence = item.anchor, value.evidence
    return evidence is not None and words.start < evidence.end and evidence.start < words.end


def _fits(scheme: Scheme, user: Frame, filler: Filler, types: Mapping[str, str]) -> bool:
    if filler.target not in types:
        return True
    roles = {role.name: role for role in scheme.roles_of(user.type)}
    role = roles.get(filler.role)
    kind = types[filler.target]
    if kind == GONE or role is None:
        return kind != GONE
    return kind in scheme.permitted_fillers(role)


def _relations(context: Context, types: Mapping[str, str]) -> dict[str, Relation]:
    """Return the relations, here and elsewhere, that cannot stay; a relation may link relations."""
    found: dict[str, Relation] = {}
    waiting = dict(types)
    while waiting:
        end, kind = waiting.popitem()
        users = [user for user in context.work.users_of(end) if isinstance(user, Relation)]
        if end in context.work.annotations and context.work.annotations[end].layer == "claims":
            users += context.relations_to(end)
        for user in users:
            if user.id not in found and not _may_link(context.scheme, user, end, kind):
                found[user.id] = user
                waiting[user.id] = GONE
    return found


def _may_link(scheme: Scheme, relation: Relation, end: str, kind: str) -> bool:
    if kind == GONE or relation.type not in scheme.relations.types:
        return kind != GONE
    model = scheme.relation_type(relation.type)
    names = model.sources if relation.source == end else model.targets
    return kind in scheme.permitted((*model.sources, *model.targets) if model.symmetric else names)


def _counted(number: int, word: str) -> str:
    return f"{number} {word}{'s' if number > 1 else ''}" if number else ""
