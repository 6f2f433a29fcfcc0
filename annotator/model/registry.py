"""The registry: who and what mentions and incidents stand for, across all articles of a project.

An entry that was merged into another keeps its id and what it says, and points to the survivor;
readers follow. So a merge changes one row, nobody's annotations, and can be taken apart later.
"""

from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from annotator.model.base import Record
from annotator.model.ids import REGISTRY_ID_PATTERN

EntryKind = Literal["entity", "incident"]
NO_WIKIDATA_ITEM = "NIL"
"""Stands for an item where somebody has looked and there is none."""

WIKIDATA_PATTERN = rf"^(Q[1-9][0-9]*|{NO_WIKIDATA_ITEM})?$"

_EntryId = Annotated[str, Field(pattern=REGISTRY_ID_PATTERN)]
_EntryIdOrNone = Annotated[str, Field(pattern=rf"{REGISTRY_ID_PATTERN}|^$")]


class _Entry(Record):
    """What entities and incidents share; other names are `RegistryAlias`es."""

    id: _EntryId
    name: str = Field(min_length=1)
    type: str
    wikidata: str = Field(default="", pattern=WIKIDATA_PATTERN)
    """An item such as Q8, `NIL` where there is none, "" where nobody has looked."""
    note: str = ""
    merged_into: _EntryIdOrNone = ""
    """The entry that it turned out to be, "" for one that stands for itself."""
    created: str
    changed: str


class RegistryEntity(_Entry):
    """A person, a place, a group: what mentions name."""

    kind: Literal["entity"] = "entity"
    affiliate_of: _EntryIdOrNone = ""
    """The entity that it is a branch or member of, "" for none."""


class RegistryIncident(_Entry):
    """Something that happened once, however many articles tell it; its name is a title."""

    kind: Literal["incident"] = "incident"
    when: str = ""
    """An interval, "" where nobody knows."""
    where: str = ""
    """The name of the place."""

    @property
    def affiliate_of(self) -> str:
        """An incident is nobody's affiliate."""
        return ""


RegistryEntry = Annotated[RegistryEntity | RegistryIncident, Field(discriminator="kind")]


class RegistryAlias(Record):
    """One more name of an entry; a value of its own, so that two people can add one each."""

    entry: _EntryId
    name: str = Field(min_length=1)


class Resolved(NamedTuple):
    """An entry that stands for itself, with everything that was merged into it."""

    entry: RegistryEntity | RegistryIncident
    aliases: tuple[str, ...]
    """Its other names, and all names of what was merged into it, in the order of the alphabet."""
    absorbed: tuple[RegistryEntity | RegistryIncident, ...] = ()
    affiliate_of: str = ""
    """Id of an entry that stands for itself, "" for none."""

    @property
    def id(self) -> str:
        """The id that links are made with."""
        return self.entry.id

    @property
    def name(self) -> str:
        """The name that it goes by."""
        return self.entry.name

    @property
    def type(self) -> str:
        """Its type in the scheme."""
        return self.entry.type

    @property
    def kind(self) -> EntryKind:
        """Entity or incident."""
        return self.entry.kind

    @property
    def names(self) -> tuple[str, ...]:
        """All its names, the one it goes by first."""
        return (self.name, *self.aliases)

    @property
    def wikidata(self) -> str:
        """Its Wikidata item, or that of what was merged into it."""
        known = (one.wikidata for one in (self.entry, *self.absorbed))
        return next(filter(None, known), "")
