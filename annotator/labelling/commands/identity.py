"""Commands that say which entry of the registry a mention or incident stands for."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, NamedTuple

from annotator.labelling.commands.base import Command, Context
from annotator.labelling.commands.registry import check_type, standing
from annotator.labelling.refusals import Refused
from annotator.model import ids
from annotator.model.annotation import Annotation, Filler, Incident, Mention
from annotator.model.registry import (
    EntryKind,
    RegistryAlias,
    RegistryEntity,
    RegistryIncident,
    Resolved,
)
from annotator.model.spans import Span, covered_text
from annotator.store.entry_keys import name_key
from annotator.store.journal import Edit
from annotator.text.name_wording import is_name, without_article

PLACE_ROLE, TIME_ATTRIBUTE = "place", "when"
"""Where an incident's place and time stand, in schemes that have them."""


class Told(NamedTuple):
    """What an incident says of itself, "" where it says nothing."""

    where: str
    when: str


def told_of(item: Incident, text: str, others: Mapping[str, Annotation]) -> Told:
    """Return place and time of an incident.

    Args:
        text: the article's.
        others: annotations by id, those that fill roles among them.
    """
    fillers = (filler for filler in item.roles if filler.role == PLACE_ROLE)
    places = (_filler_words(filler, text, others) for filler in fillers)
    return Told(next(filter(None, places), ""), item.value_of(TIME_ATTRIBUTE))


class CreateEntry(Command):
    """Make an entry of a mention or incident, and link it in the same act."""

    name: ClassVar[str] = "identity.create"
    id: str
    """The mention or incident."""
    called: str = ""
    """Its name; "" for the words of the mention, or a title made of what the incident says."""
    type: str = ""
    """Its type; "" for that of the annotation."""

    def edits(self, context: Context) -> list[Edit]:
        """Return the annotation with its identity, and the new entry."""
        item = _linkable(context, self.id)
        kind: EntryKind = "entity" if isinstance(item, Mention) else "incident"
        check_type(context.scheme, kind, self.type or item.type)
        entry = _new_entry(context, item, self.called, self.type or item.type)
        return [_relinked(context, item, entry.id), Edit(None, entry)]

    def place(self, context: Context) -> int:
        """Return where the annotation stands."""
        return _place_of(context, self.id)


class LinkIdentity(Command):
    """Link a mention or incident to an entry; a name that the entry has not yet becomes an alias.

    Only names do: no "the group", which would be somebody else in the next article.
    """

    name: ClassVar[str] = "identity.link"
    id: str
    entry: str
    alias: bool | None = None
    """Whether the mention's words become an alias; None judges whether they are a name."""

    def edits(self, context: Context) -> list[Edit]:
        """Return the annotation with its identity, and the alias."""
        item = _linkable(context, self.id)
        entry = standing(context.registry, self.entry)
        _check_kind(item, entry)
        if _is_linked(context, item, entry):
            raise Refused(f"This is linked to “{entry.name}” already.")
        return [_relinked(context, item, entry.id), *self._aliases(context, item, entry)]

    def place(self, context: Context) -> int:
        """Return where the annotation stands."""
        return _place_of(context, self.id)

    def _aliases(
        self, context: Context, item: Mention | Incident, entry: Resolved
    ) -> Iterator[Edit]:
        if not isinstance(item, Mention) or self.alias is False:
            return
        said = _words_of(context.work.text, item.fragments)
        known = {name_key(name) for name in entry.names}
        if name_key(said) in known or not name_key(said).text:
            return
        if self.alias or is_name(said):
            yield Edit(None, RegistryAlias(entry=entry.id, name=said))


class LinkIdentities(Command):
    """Link many mentions or incidents of an article to one entry; no aliases come of it."""

    name: ClassVar[str] = "identity.link_all"
    ids: tuple[str, ...]
    entry: str

    def edits(self, context: Context) -> list[Edit]:
        """Return those that are not linked to it yet, with their identity."""
        entry = standing(context.registry, self.entry)
        items = [_linkable(context, one) for one in self.ids]
        for item in items:
            _check_kind(item, entry)
        left = [item for item in items if not _is_linked(context, item, entry)]
        if not left:
            raise Refused(f"All of these are linked to “{entry.name}” already.")
        return [_relinked(context, item, entry.id) for item in left]

    def place(self, context: Context) -> int:
        """Return where the first of them stands."""
        return min(_place_of(context, one) for one in self.ids)

    def told(self) -> dict[str, Any]:
        """Return the entry and how many there are."""
        return {"entry": self.entry, "annotations": len(self.ids)}


class UnlinkIdentity(Command):
    """Say that nobody knows which entry a mention or incident stands for; the entry stays."""

    name: ClassVar[str] = "identity.unlink"
    id: str

    def edits(self, context: Context) -> list[Edit]:
        """Return the annotation without identity."""
        item = _linkable(context, self.id)
        if not item.identity:
            raise Refused("This is not linked to the registry.")
        return [_relinked(context, item, "")]

    def place(self, context: Context) -> int:
        """Return where the annotation stands."""
        return _place_of(context, self.id)


class SplitOff(Command):
    """Give some of one's mentions or incidents an entry of their own; all others stay linked."""

    name: ClassVar[str] = "identity.split_off"
    ids: tuple[str, ...]
    entry: RegistryEntity | RegistryIncident
    """The new entry."""
    made: bool = True
    """Whether this part of the act makes it; an act over several articles makes it once."""

    def edits(self, context: Context) -> list[Edit]:
        """Return the annotations with their new identity, and the entry."""
        check_type(context.scheme, self.entry.kind, self.entry.type)
        items = [_linkable(context, one) for one in self.ids]
        for item in items:
            _check_kind(item, Resolved(self.entry, ()))
        edits = [_relinked(context, item, self.entry.id) for item in items]
        return [*edits, Edit(None, self.entry)] if self.made else edits

    def place(self, context: Context) -> int:
        """Return where the first of them stands."""
        return min(_place_of(context, one) for one in self.ids)

    def told(self) -> dict[str, Any]:
        """Return the new entry and how many annotations it gets here."""
        return {"entry": self.entry.id, "name": self.entry.name, "annotations": len(self.ids)}


def _linkable(context: Context, annotation: str) -> Mention | Incident:
    item = context.work.annotations.get(annotation)
    if item is None:
        raise Refused("This annotation is not there any more.")
    if not isinstance(item, Mention | Incident):
        raise Refused("Only mentions and incidents are linked to the registry.")
    return item


def _place_of(context: Context, annotation: str) -> int:
    anchor = _linkable(context, annotation).anchor
    return anchor.start if anchor else 0


def _check_kind(item: Mention | Incident, entry: Resolved) -> None:
    wanted = "entity" if isinstance(item, Mention) else "incident"
    if entry.kind != wanted:
        raise Refused(f"“{entry.name}” is an {entry.kind}; this can only stand for an {wanted}.")


def _is_linked(context: Context, item: Mention | Incident, entry: Resolved) -> bool:
    group = {entry.id, *(one.id for one in entry.absorbed)}
    return item.identity in group


def _relinked(context: Context, item: Mention | Incident, entry: str) -> Edit:
    stamp = {"version": item.version + 1, "changed": context.now}
    return Edit(item, item.model_copy(update={"identity": entry, **stamp}))


def _filler_words(filler: Filler, text: str, others: Mapping[str, Annotation]) -> str:
    if filler.span:
        return _words_of(text, (Span(filler.span.start, filler.span.end),))
    found = others.get(filler.target)
    return _words_of(text, found.fragments) if isinstance(found, Mention) else ""


def _words_of(text: str, pieces: tuple[Span, ...]) -> str:
    return without_article(" ".join(covered_text(text, pieces).split()))


def _new_entry(
    context: Context, item: Mention | Incident, called: str, type_name: str
) -> RegistryEntity | RegistryIncident:
    common = {
        "id": ids.new_id(ids.REGISTRY),
        "type": type_name,
        "created": context.now,
        "changed": context.now,
    }
    called = " ".join(called.split())
    text = context.work.text
    if isinstance(item, Mention):
        name = called or _words_of(text, item.fragments)
        _check_name(name)
        return RegistryEntity(name=name, **common)
    told = told_of(item, text, context.work.annotations)
    what = _words_of(text, item.trigger) if item.trigger else item.type
    name = called or ", ".join(filter(None, (what, told.where, told.when.partition("/")[0])))
    _check_name(name)
    return RegistryIncident(name=name, when=told.when, where=told.where, **common)


def _check_name(name: str) -> None:
    if not name_key(name).text:
        raise Refused("A name needs a letter or a digit; type one.")
