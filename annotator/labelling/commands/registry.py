"""Commands about entries of the registry: names, facts, merge and split.

They belong to no article; `labelling.identity` does them for the whole project, and a session can
do them too. They write rows of the registry only: an entry that is merged keeps its id, its names
and all links, and points to the survivor, to which every reader follows it. So other annotators'
links stay right without anybody touching their rows, and taking a merge apart, by undo or much
later, gives back exactly what each entry was.
"""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Literal

from pydantic import ValidationError

from annotator.labelling.commands.base import Command, Context
from annotator.labelling.refusals import Refused
from annotator.model.annotation import Layer
from annotator.model.registry import (
    EntryKind,
    RegistryAlias,
    RegistryEntity,
    RegistryIncident,
    Resolved,
)
from annotator.model.scheme import Scheme
from annotator.model.values import ValueProblem, check_interval
from annotator.store.entries import Registry
from annotator.store.entry_keys import name_key
from annotator.store.journal import Edit

EntryField = Literal["name", "type", "wikidata", "affiliate_of", "when", "where", "note"]

_LAYERS: Mapping[EntryKind, Literal["entities", "incidents"]] = {
    "entity": "entities",
    "incident": "incidents",
}


class RegistryCommand(Command):
    """An act on the registry alone."""

    def changes(self, registry: Registry, scheme: Scheme, now: str) -> list[Edit]:
        """Return what the act changes.

        Raises:
            Refused: it cannot be done.
        """
        raise NotImplementedError

    def edits(self, context: Context) -> list[Edit]:
        """Return what the act changes."""
        return self.changes(context.registry, context.scheme, context.now)

    def place(self, context: Context) -> int:
        """Return the beginning: this is about no place in the article."""
        return 0


class NewEntry(RegistryCommand):
    """Make an entry that nothing is linked to yet."""

    name: ClassVar[str] = "registry.new"
    id: str
    kind: EntryKind
    called: str
    type: str

    def changes(self, registry: Registry, scheme: Scheme, now: str) -> list[Edit]:
        """Return the new entry."""
        check_type(scheme, self.kind, self.type)
        name = " ".join(self.called.split())
        _check_words(name)
        made = RegistryEntity if self.kind == "entity" else RegistryIncident
        try:
            entry = made(id=self.id, name=name, type=self.type, created=now, changed=now)
        except ValidationError:
            raise Refused(_UNUSUAL) from None
        return [Edit(None, entry)]


class DeleteEntry(RegistryCommand):
    """Take an entry away with its other names, where nothing leads to it any more."""

    name: ClassVar[str] = "registry.delete"
    id: str

    def changes(self, registry: Registry, scheme: Scheme, now: str) -> list[Edit]:
        """Return the entry and its aliases gone."""
        entry = survivor(registry, self.id)
        if entry.absorbed:
            raise Refused(
                f"“{entry.absorbed[0].name}” was merged into “{entry.name}”; split it off first."
            )
        affiliates = registry.affiliates(entry.id)
        if affiliates:
            one = standing(registry, affiliates[0])
            raise Refused(f"“{one.name}” is an affiliate of “{entry.name}”; correct that first.")
        if registry.is_needed(entry.id):
            raise Refused(f"“{entry.name}” is linked to; only entries without links can go.")
        gone_with_it = [Edit(alias, None) for alias in registry.aliases(entry.id)]
        return [*gone_with_it, Edit(entry.entry, None)]


class EditEntry(RegistryCommand):
    """Correct what is known of an entry; a name that is given up stays as an alias."""

    name: ClassVar[str] = "registry.edit"
    id: str
    fields: dict[EntryField, str]

    def changes(self, registry: Registry, scheme: Scheme, now: str) -> list[Edit]:
        """Return the entry with the fields set."""
        entry = survivor(registry, self.id).entry
        given = {name: " ".join(value.split()) for name, value in self.fields.items()}
        for name, value in given.items():
            if name not in type(entry).model_fields:
                raise Refused(f"An {entry.kind} has no {name}.")
            _CHECKS[name](registry, scheme, entry, value)
        if all(getattr(entry, name) == value for name, value in given.items()):
            raise Refused("The entry says so already.")
        edits = [Edit(entry, _with(entry, given, now))]
        new_name = given.get("name", entry.name)
        if new_name != entry.name:
            aliases = {alias.name: alias for alias in registry.aliases(entry.id)}
            if entry.name not in aliases:
                edits.append(Edit(None, RegistryAlias(entry=entry.id, name=entry.name)))
            if new_name in aliases:
                edits.append(Edit(aliases[new_name], None))
        return edits


class AddAlias(RegistryCommand):
    """Give an entry one more name."""

    name: ClassVar[str] = "registry.alias"
    id: str
    alias: str

    def changes(self, registry: Registry, scheme: Scheme, now: str) -> list[Edit]:
        """Return the new name."""
        entry = survivor(registry, self.id)
        alias = " ".join(self.alias.split())
        if not name_key(alias).text:
            raise Refused("An alias needs a letter or a digit.")
        if alias in entry.names:
            raise Refused(f"“{entry.name}” has the name “{alias}” already.")
        return [Edit(None, RegistryAlias(entry=entry.id, name=alias))]


class RemoveAlias(RegistryCommand):
    """Take a name from an entry."""

    name: ClassVar[str] = "registry.unalias"
    id: str
    alias: str

    def changes(self, registry: Registry, scheme: Scheme, now: str) -> list[Edit]:
        """Return the name gone, from each merged entry that has it."""
        entry = survivor(registry, self.id)
        if self.alias == entry.name:
            raise Refused(f"“{self.alias}” is what the entry goes by; rename it instead.")
        for one in entry.absorbed:
            if one.name == self.alias:
                raise Refused(
                    f"“{self.alias}” is the name of {one.id}, which was merged into "
                    f"“{entry.name}”; split it off instead."
                )
        found = [
            alias
            for one in (entry.entry, *entry.absorbed)
            for alias in registry.aliases(one.id)
            if alias.name == self.alias
        ]
        if not found:
            raise Refused(f"“{entry.name}” has no alias “{self.alias}”.")
        return [Edit(alias, None) for alias in found]


class MergeEntries(RegistryCommand):
    """Say that an entry is the same as another one, which survives.

    The one that goes keeps its row and points to the survivor: nobody's annotations change. The
    survivor answers to all its names, and takes over whose affiliate it is where it says nothing.
    """

    name: ClassVar[str] = "registry.merge"
    id: str
    """The one that goes."""
    into: str
    """The one that survives."""

    def changes(self, registry: Registry, scheme: Scheme, now: str) -> list[Edit]:
        """Return the one pointing to the other."""
        kept, other = standing(registry, self.into), standing(registry, self.id)
        problem = merge_problem(registry, scheme, kept, other)
        if problem:
            raise Refused(problem)
        edits = [Edit(other.entry, _with(other.entry, {"merged_into": kept.id}, now))]
        if other.affiliate_of and not kept.affiliate_of:
            taken = _with(kept.entry, {"affiliate_of": other.affiliate_of}, now)
            edits.append(Edit(kept.entry, taken))
        return edits


class SplitEntry(RegistryCommand):
    """Take a merged entry out again, with its names and all links that were made to it."""

    name: ClassVar[str] = "registry.split"
    id: str

    def changes(self, registry: Registry, scheme: Scheme, now: str) -> list[Edit]:
        """Return the entry standing for itself."""
        entry = registry.get(self.id)
        if entry is None:
            raise Refused(gone(self.id))
        if not entry.merged_into:
            raise Refused(
                f"“{entry.name}” was not merged into anything; "
                "name mentions of it to give them an entry of their own."
            )
        return [Edit(entry, _with(entry, {"merged_into": ""}, now))]


def gone(entry: str) -> str:
    """Say that there is no such entry."""
    return f"The registry has no entry {entry}."


def standing(registry: Registry, entry: str) -> Resolved:
    """Return what an id stands for after all merges.

    Raises:
        Refused: there is no such entry.
    """
    found = registry.resolved(entry)
    if found is None:
        raise Refused(gone(entry))
    return found


def survivor(registry: Registry, entry: str) -> Resolved:
    """Return an entry that stands for itself.

    Raises:
        Refused: it was merged into another one, or is not there.
    """
    found = standing(registry, entry)
    if found.id != entry:
        raise Refused(f"{entry} was merged into “{found.name}” ({found.id}); name that one.")
    return found


def merge_problem(registry: Registry, scheme: Scheme, kept: Resolved, other: Resolved) -> str:
    """Say in one sentence why two entries cannot be one, or return ""."""
    both = f"“{kept.name}” and “{other.name}”"
    if kept.id == other.id:
        return f"{both} are one entry already."
    if kept.kind != other.kind:
        return f"{both} cannot be merged: one is an entity, the other an incident."
    if excludes(scheme, kept.type, other.type):
        return (
            f"{both} cannot be merged: {kept.type} and {other.type} exclude each other; "
            "correct the type of one first."
        )
    for one, above in ((kept, other), (other, kept)):
        if above.id in _ways_up(registry, one):
            return f"{both} cannot be merged: “{one.name}” is an affiliate of “{above.name}”."
    if kept.wikidata and other.wikidata and kept.wikidata != other.wikidata:
        return (
            f"{both} cannot be merged: in Wikidata one is {kept.wikidata}, "
            f"the other {other.wikidata}; correct one of them first."
        )
    return ""


def excludes(scheme: Scheme, one: str, other: str) -> bool:
    """Say whether nothing can be of both types: neither is the other or lies below it."""
    return not (scheme.is_a(one, other) or scheme.is_a(other, one))


def check_type(scheme: Scheme, kind: EntryKind, name: str) -> None:
    """Refuse a type that entries of the kind cannot have.

    Raises:
        Refused: it is one.
    """
    layer: Layer = _LAYERS[kind]
    if scheme.layer_of(name) != layer:
        raise Refused(f"The scheme has no {kind} type {name}.")
    if name not in (one.name for one in scheme.choosable_types(_LAYERS[kind])):
        raise Refused(f"{name} only groups other types; choose one of them.")


def _ways_up(registry: Registry, entry: Resolved) -> set[str]:
    """Return ids of all that an entry is an affiliate of, nearest and farther ones."""
    above: set[str] = set()
    at = entry.affiliate_of
    while at and at not in above:
        above.add(at)
        found = registry.resolved(at)
        at = found.affiliate_of if found else ""
    return above


def _with(
    entry: RegistryEntity | RegistryIncident, fields: Mapping[Any, str], now: str
) -> RegistryEntity | RegistryIncident:
    values = {**entry.model_dump(), **fields, "changed": now}
    try:
        return type(entry).model_validate(values)
    except ValidationError:
        raise Refused(_UNUSUAL) from None


_UNUSUAL = "This cannot be kept; write it without unusual characters."


def _check_words(name: str) -> None:
    if not name_key(name).text:
        raise Refused("A name needs a letter or a digit.")


_Entry = RegistryEntity | RegistryIncident
_Check = Callable[[Registry, Scheme, _Entry, str], None]


def _check_name(_registry: Registry, _scheme: Scheme, _entry: _Entry, value: str) -> None:
    _check_words(value)


def _check_type(_registry: Registry, scheme: Scheme, entry: _Entry, value: str) -> None:
    check_type(scheme, entry.kind, value)


def _check_wikidata(_registry: Registry, _scheme: Scheme, _entry: _Entry, value: str) -> None:
    item = value.removeprefix("Q")
    is_item = item != value and item.isascii() and item.isdigit() and item[0] != "0"
    if value not in ("", "NIL") and not is_item:
        raise Refused(
            f"“{value}” is no Wikidata item; write one like Q8, or NIL where there is none."
        )


def _check_affiliate(registry: Registry, _scheme: Scheme, entry: _Entry, value: str) -> None:
    if not value:
        return
    above = survivor(registry, value)
    if above.kind != "entity":
        raise Refused(f"“{above.name}” is an incident; only entities have affiliates.")
    if above.id == entry.id:
        raise Refused(f"“{entry.name}” cannot be its own affiliate.")
    if entry.id in _ways_up(registry, above):
        raise Refused(f"“{above.name}” is itself an affiliate of “{entry.name}”.")


def _check_when(_registry: Registry, _scheme: Scheme, _entry: _Entry, value: str) -> None:
    try:
        check_interval(value or "../2000")
    except ValueProblem as problem:
        raise Refused(f"when: “{value}” {problem}.") from None


def _check_nothing(_registry: Registry, _scheme: Scheme, _entry: _Entry, value: str) -> None:
    """Take any text."""


_CHECKS: Mapping[EntryField, _Check] = {
    "name": _check_name,
    "type": _check_type,
    "wikidata": _check_wikidata,
    "affiliate_of": _check_affiliate,
    "when": _check_when,
    "where": _check_nothing,
    "note": _check_nothing,
}
