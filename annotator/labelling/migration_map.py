"""What becomes of the names of an old scheme: what the definitions show, and what a map file says.

A map file is TOML with the tables `types`, `roles`, `attributes` and `choices`, each from old names
to new ones; "" drops what has the name.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from annotator.model.scheme import Scheme
from annotator.model.scheme_diff import find_renames
from annotator.model.scheme_file import SchemeErrors, SchemeProblem
from annotator.model.scheme_findings import Finding, shown, unknown_name
from annotator.model.scheme_tables import FRAME_LAYERS, TYPED_LAYERS, Attribute
from annotator.model.toml_lines import nearest_line, toml_lines
from annotator.model.toml_source import TomlFault, decode_toml, parse_toml, written_path

_TABLES = ("types", "roles", "attributes", "choices")
_LAYERS = (*TYPED_LAYERS, "labels")


class MigrationMap(NamedTuple):
    """Old names to new ones; "" stands for what is dropped."""

    types: Mapping[str, str]
    """Types and labels."""
    roles: Mapping[tuple[str, str], str]
    """By old type and role."""
    attributes: Mapping[tuple[str, str], str]
    """By layer and name."""
    choices: Mapping[tuple[str, str, str], str]
    """By layer (`labels` for labels), old attribute or label, and value."""

    def type_of(self, name: str) -> str | None:
        """Return what becomes of a type or label; None where nothing is said."""
        return self.types.get(name)

    def role_of(self, type_name: str, role: str) -> str | None:
        """Return what becomes of a role of an old type."""
        return self.roles.get((type_name, role))

    def attribute_of(self, layer: str, name: str) -> str | None:
        """Return what becomes of an attribute."""
        return self.attributes.get((layer, name))

    def choice_of(self, layer: str, name: str, value: str) -> str | None:
        """Return what becomes of a value."""
        return self.choices.get((layer, name, value))


def automatic_map(old: Scheme, new: Scheme) -> MigrationMap:
    """Return what has only another name, by its definition."""
    types, roles, attributes = find_renames(old, new)
    return MigrationMap(types, roles, attributes, {})


def read_map(content: bytes, file: str, old: Scheme, new: Scheme) -> MigrationMap:
    """Return what a map file says, on top of what the definitions show.

    Raises:
        SchemeErrors: the file has faults; all are told, each with its line.
    """
    try:
        text = decode_toml(content)
        raw = parse_toml(text)
    except TomlFault as fault:
        problem = SchemeProblem(file, "", fault.line, fault.message, fault.hint)
        raise SchemeErrors((problem,)) from None
    reader = _MapReader(old, new)
    found = reader.read(raw)
    if reader.findings:
        lines = toml_lines(text)
        raise SchemeErrors(
            tuple(
                SchemeProblem(file, written_path(f.path), nearest_line(lines, f.path), *f[1:3])
                for f in reader.findings
            )
        )
    shown_by_definitions = automatic_map(old, new)
    return MigrationMap(
        {**shown_by_definitions.types, **found.types},
        {**shown_by_definitions.roles, **found.roles},
        {**shown_by_definitions.attributes, **found.attributes},
        found.choices,
    )


class _MapReader:
    """Reads the tables of a map and notes their faults."""

    def __init__(self, old: Scheme, new: Scheme) -> None:
        self._old, self._new = old, new
        self.findings: list[Finding] = []

    def read(self, raw: Mapping[str, Any]) -> MigrationMap:
        """Return the four tables; what is wrong stands in `findings`."""
        for name in raw:
            if name not in _TABLES:
                self.findings.append(unknown_name((name,), "table", name, _TABLES))
        return MigrationMap(
            dict(self._entries(raw, "types", self._types)),
            dict(self._entries(raw, "roles", self._roles)),
            dict(self._entries(raw, "attributes", self._attributes)),
            dict(self._entries(raw, "choices", self._choices)),
        )

    def _entries(
        self,
        raw: Mapping[str, Any],
        table: str,
        keys: Callable[[str, str, tuple[str, str]], Iterator[Any]],
    ) -> Iterator[tuple[Any, str]]:
        entries = raw.get(table, {})
        if not isinstance(entries, dict):
            self.findings.append(Finding((table,), "this is no table", f"write [{table}]"))
            return
        for old, new in entries.items():
            path = (table, old)
            if not isinstance(new, str):
                hint = 'write OLD = "NEW"; quote an old name that has a dot in it'
                self.findings.append(Finding(path, "the new name is no text", hint))
                continue
            for key in keys(old, new, path):
                yield key, new

    def _types(self, old: str, new: str, path: tuple[str, str]) -> Iterator[str]:
        layer = self._old.layer_of(old)
        if layer is None and old not in self._old.labels_by_name:
            known = (*self._old.types, *self._old.labels_by_name)
            self.findings.append(unknown_name(path, "type or label of the old scheme", old, known))
            return
        fitting = tuple(self._new.layer(layer)) if layer else tuple(self._new.labels_by_name)
        if new and new not in fitting:
            self.findings.append(unknown_name(path, "name in the new scheme", new, fitting))
            return
        yield old

    def _roles(self, old: str, new: str, path: tuple[str, str]) -> Iterator[tuple[str, str]]:
        above, _, role = old.rpartition(".")
        keys = [
            (name, role)
            for layer in FRAME_LAYERS
            for name in self._old.frames(layer).types
            if any(one.name == role for one in self._old.roles_of(name))
            and (not above or self._old.is_a(name, above))
        ]
        known = {one.name for n in self._frames(self._new) for one in self._new.roles_of(n)}
        if not keys:
            roles = {one.name for n in self._frames(self._old) for one in self._old.roles_of(n)}
            self.findings.append(unknown_name(path, "role of the old scheme", old, sorted(roles)))
        elif new and new not in known:
            self.findings.append(unknown_name(path, "role in the new scheme", new, sorted(known)))
        else:
            yield from keys

    def _attributes(self, old: str, new: str, path: tuple[str, str]) -> Iterator[tuple[str, str]]:
        layer, _, name = old.rpartition(".")
        places = [
            one
            for one in TYPED_LAYERS
            if layer in ("", one) and name in self._old.attributes_of_layer(one)
        ]
        if not places:
            known = sorted(n for one in TYPED_LAYERS for n in self._old.attributes_of_layer(one))
            self.findings.append(unknown_name(path, "attribute of the old scheme", old, known))
        for one in places:
            fitting = tuple(self._new.attributes_of_layer(one))
            if new and new not in fitting:
                self.findings.append(unknown_name(path, f"attribute of {one}", new, fitting))
            else:
                yield one, name

    def _choices(self, old: str, new: str, path: tuple[str, str]) -> Iterator[tuple[str, str, str]]:
        parts = old.split(".")
        layers = (parts.pop(0),) if parts[0] in _LAYERS and len(parts) > 2 else _LAYERS
        name, value = parts[0], ".".join(parts[1:])
        places = [
            layer
            for layer in layers
            if (attribute := self._attribute(self._old, layer, name)) and value in attribute.choices
        ]
        if not places:
            what = f'"{shown(old)}" is no choice of the old scheme'
            self.findings.append(Finding(path, what, 'write "LAYER.ATTRIBUTE.CHOICE" = "NEW"'))
        for layer in places:
            offered = self._new_choices(layer, name)
            if new and new not in offered:
                self.findings.append(unknown_name(path, "choice", new, offered))
            else:
                yield layer, name, value

    def _new_choices(self, layer: str, name: str) -> tuple[str, ...]:
        """Return the choices of an attribute in the new scheme, under any name it may get."""
        found = self._attribute(self._new, layer, name)
        if found:
            return found.choices
        every = (self._attribute(self._new, layer, one) for one in self._names(layer))
        return tuple(choice for one in every if one for choice in one.choices)

    def _names(self, layer: str) -> tuple[str, ...]:
        for one in TYPED_LAYERS:
            if one == layer:
                return tuple(self._new.attributes_of_layer(one))
        return tuple(self._new.labels_by_name)

    @staticmethod
    def _attribute(scheme: Scheme, layer: str, name: str) -> Attribute | None:
        for one in TYPED_LAYERS:
            if one == layer:
                return scheme.attributes_of_layer(one).get(name)
        return scheme.labels_by_name.get(name)

    @staticmethod
    def _frames(scheme: Scheme) -> Iterator[str]:
        for layer in FRAME_LAYERS:
            yield from scheme.frames(layer).types
