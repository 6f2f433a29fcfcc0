"""`registry.jsonl`: who and what the items of an export stand for, one entry a line.

Written with the records, it has every entry that they name, after all merges, and those that such
entries are affiliates of. Read, it gives the project the entries under their own ids.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from annotator.formats.errors import ExportRefused, Place, did_you_mean
from annotator.formats.exporting.folder import is_export
from annotator.formats.exporting.lines import json_line
from annotator.formats.gold.checks import shape_problem
from annotator.formats.importing.reading import Source, first_line, json_lines
from annotator.model.gold import GoldRegistryEntry
from annotator.model.registry import (
    WIKIDATA_PATTERN,
    RegistryAlias,
    RegistryEntity,
    RegistryIncident,
    Resolved,
)
from annotator.model.scheme import Scheme
from annotator.model.values import ValueProblem, check_interval
from annotator.store.entries import Member, Registry
from annotator.store.entry_keys import name_key
from annotator.store.project_file import ProjectFile
from annotator.store.rows import Registered

REGISTRY_FILE = "registry.jsonl"

Json = dict[str, Any]

_KNOWN = ("when", "where", "note")

_ENTRY = re.compile(rb'\{"id"\s*:\s*"n_[0-9a-z]{12}"\s*,\s*"layer"\s*:')


class Written(NamedTuple):
    """What an export says about identities."""

    survivors: Mapping[str, str]
    """The entry that each merged one leads to."""
    entries: list[Json]
    """By id, as `GoldRegistryEntry`."""

    def lines(self) -> Iterator[bytes]:
        """Yield the lines of the file."""
        return (json_line(entry) + b"\n" for entry in self.entries)


class Came(NamedTuple):
    """An entry as a file has it."""

    place: Place
    record: GoldRegistryEntry

    def items(self, time: str) -> list[Registered]:
        """Return it as the store keeps it."""
        record = self.record
        common = {
            **{"id": record.id, "name": record.name, "type": record.type},
            **{"wikidata": record.kb, "note": record.note, "created": time, "changed": time},
        }
        entry = (
            RegistryEntity(**common, affiliate_of=record.affiliate_of)
            if record.layer == "entities"
            else RegistryIncident(**common, when=record.when, where=record.where)
        )
        return [entry, *(RegistryAlias(entry=record.id, name=name) for name in record.aliases)]


def written(file: ProjectFile, annotator: str) -> Written:
    """Return the entries that one annotator's layer names, as the project stands.

    Raises:
        ExportRefused: an annotation names an entry that is not there.
    """
    return written_for(file, Registry(file).members(annotator))


def written_for(file: ProjectFile, members: Iterable[Member], also: Iterable[str] = ()) -> Written:
    """Return the entries that some links name, as the project stands.

    Args:
        also: ids of entries that are wanted without a link.

    Raises:
        ExportRefused: a link names an entry that is not there.
    """
    registry = Registry(file)
    links = list(members)
    survivors = registry.survivors([*(link.identity for link in links), *also])
    linked: dict[str, list[str]] = {}
    for identity, article, item in links:
        if identity not in survivors:
            raise ExportRefused(
                f"{article}, {item}: its identity {identity} is not in the registry; "
                "nothing was exported, see: annotator verify"
            )
        linked.setdefault(survivors[identity], []).append(f"{article}#{item}")
    entries = _with_affiliates(registry, {*linked, *survivors.values()})
    return Written(
        {old: new for old, new in survivors.items() if old != new},
        [record_of(entries[one], linked.get(one, ())) for one in sorted(entries)],
    )


def record_of(entry: Resolved, members: Sequence[str]) -> Json:
    """Return the record, as `GoldRegistryEntry` has it."""
    return {
        "id": entry.id,
        "layer": "entities" if entry.kind == "entity" else "incidents",
        "name": entry.name,
        "type": entry.type,
        "aliases": list(entry.aliases),
        "kb": entry.wikidata,
        "affiliate_of": entry.affiliate_of,
        "members": list(members),
        **{key: value for key, value in _known(entry).items() if value},
    }


def holds_entries(source: Source) -> bool:
    """Tell by the first line whether a file is one of entries."""
    return _ENTRY.match(first_line(source)) is not None


def beside(records: Path) -> Path | None:
    """Return the file of entries that belongs to a file of records, None where there is none."""
    folders = [records.parent]
    if records.parent.name == "data" and is_export(records.parent.parent):
        folders.append(records.parent.parent)
    found = (folder / REGISTRY_FILE for folder in folders)
    return next((path for path in found if path.is_file()), None)


def read(source: Source, scheme: Scheme) -> Iterator[Came]:
    """Yield the entries of a file, each checked by itself.

    Raises:
        ImportRefused: the file cannot be read, or a line cannot be taken.
    """
    for number, line in json_lines(source.path, Place(source.name)):
        place = Place(source.name, number)
        try:
            came = Came(place, GoldRegistryEntry.model_validate_json(line))
        except ValidationError as error:
            raise place.refused(shape_problem(error)) from None
        for problem in _problems(came.record, scheme):
            raise place.refused(f"{came.record.id}: {problem}")
        yield came


def check_ways(entries: Mapping[str, Came], registry: Registry) -> None:
    """Check what the entries of a run are affiliates of.

    Raises:
        ImportRefused: something that is not there, no entity, or in the end themselves.
    """
    for came in entries.values():
        passed = {came.record.id}
        above = came.record.affiliate_of
        while above:
            if above in passed:
                raise came.place.refused(f"{came.record.id}: it would be its own affiliate.")
            passed.add(above)
            if above in entries:
                found = entries[above].record
                layer, onward = found.layer, found.affiliate_of
            elif there := registry.resolved(above):
                layer = "entities" if there.kind == "entity" else "incidents"
                onward = there.affiliate_of
            else:
                raise came.place.refused(
                    f"{came.record.id}: it is an affiliate of {above}, which is not there."
                )
            if layer != "entities":
                raise came.place.refused(
                    f"{came.record.id}: it is an affiliate of {above}, which is an incident."
                )
            above = onward


def differs(came: Came, registry: Registry) -> str:
    """Say in which key the project's entry with the same id is another one, or return "".

    An entry that was merged since is compared by name and type: the project knows more of it. So it
    may of time, place and note, of which lines may say nothing.
    """
    stored = registry.get(came.record.id)
    there = registry.resolved(came.record.id)
    if stored is None or there is None:
        return ""
    if there.id != came.record.id:
        pairs = {"name": stored.name, "type": stored.type}
    else:
        pairs = {**record_of(there, ()), **_known(there)}
        pairs.pop("members")
    mine = came.record.model_dump(mode="json")
    unsaid = {key for key in _KNOWN if not mine[key]}
    return next((key for key in pairs if key not in unsaid and mine[key] != pairs[key]), "")


def _known(entry: Resolved) -> dict[str, str]:
    """Return what only some entries have."""
    return {key: getattr(entry.entry, key, "") for key in _KNOWN}


def _with_affiliates(registry: Registry, wanted: Iterable[str]) -> dict[str, Resolved]:
    """Return entries with all that they are affiliates of."""
    found: dict[str, Resolved] = {}
    missing = set(wanted)
    while missing:
        found |= registry.resolved_all(missing)
        missing = {one.affiliate_of for one in found.values()} - {"", *found}
    return found


def _problems(record: GoldRegistryEntry, scheme: Scheme) -> Iterator[str]:
    types = [kind.name for kind in scheme.choosable_types(record.layer)]
    if record.type not in types:
        hint = did_you_mean(record.type, types)
        yield f"the scheme has no {record.layer} type {record.type}{hint}"
    for name in (record.name, *record.aliases):
        if not name_key(name).text:
            yield "a name or alias has neither letter nor digit."
    if not re.fullmatch(WIKIDATA_PATTERN, record.kb):
        yield "kb should be a Wikidata item like Q8, NIL or empty."
    if record.layer == "incidents" and record.affiliate_of:
        yield "an incident is nobody's affiliate."
    if record.layer == "entities" and (record.when or record.where):
        yield "only incidents have a time (when) and a place (where)."
    if record.when:
        try:
            check_interval(record.when)
        except ValueProblem as problem:
            yield f"when: {record.when} {problem}."
    if len({record.name, *record.aliases}) <= len(record.aliases):
        yield "a name stands twice among its name and aliases."
