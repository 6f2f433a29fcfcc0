"""The tables of a scheme in the making, with names that ours allows, and how they become TOML."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from annotator.formats.importing.drafts import BARE
from annotator.model.scheme_keys import SELECTION_KEY_PATTERN
from annotator.model.scheme_tables import IMPORTED, LAYER_OF_WORD, SCHEME_FORMAT, SPAN, TypedLayer

_LONGEST = 36
_NOT_ALLOWED = re.compile(r"[^A-Za-z0-9_]+")

Table = dict[str, Any]
Kind = Literal["flag", "choice", "multi_choice", "integer", "text"]


class Tables:
    """A scheme in the making."""

    def __init__(self) -> None:
        self.left_out: list[str] = []
        """What has no place in a scheme of ours, in words."""
        self._layers: dict[str, dict[str, Table]] = {}
        self._attributes: dict[str, dict[str, Table]] = {}
        self._labels: dict[str, Table] = {}
        self._of_sentences: set[str] = set()
        self._taken = {*LAYER_OF_WORD, SPAN, BARE}
        self._names: dict[tuple[str, str], str] = {}

    @property
    def is_empty(self) -> bool:
        """Whether there is no type and no label yet."""
        return not (any(self._layers.values()) or self._labels)

    def type(self, layer: TypedLayer, original: str, **table: Any) -> str:
        """Add a type and return its name with us; a name that is there already keeps its table."""
        name = self._name("relation" if layer == "relations" else "type", original)
        elsewhere = (one for one in self._layers if one != layer and name in self._layers[one])
        if next(elsewhere, None):
            self.left_out.append(f"{original} among {layer}, since it is a type of others too")
        else:
            types = self._layers.setdefault(layer, {})
            types.setdefault(name, {**_maps(name, original), **table})
        return name

    def layer_of(self, original: str) -> TypedLayer | None:
        """Return the layer of a type by its original name."""
        name = self._names.get(("type", original), "")
        found = (layer for layer in LAYER_OF_WORD.values() if name in self._layers.get(layer, {}))
        return next(found, None)

    def name_of(self, original: str) -> str | None:
        """Return the name of a type with us by its original one."""
        return self._names.get(("type", original))

    def role(self, layer: TypedLayer, kind: str, original: str, **table: Any) -> None:
        """Add a role to a type of frames, by our name of it; the same name again is left as it is.

        Names of roles do not end in a digit, which brat takes for a repetition.
        """
        roles = self._layers[layer][kind].setdefault("roles", {})
        name = _plain(original).rstrip("0123456789") or "role"
        if not any(
            one.get("maps", {}).get(IMPORTED, own) == original for own, one in roles.items()
        ):
            while name in roles:
                name += "_"
            roles[name] = {**_maps(name, original), **table}

    def relation(
        self, original: str, sources: Iterable[str], targets: Iterable[str], **table: Any
    ) -> None:
        """Add a type of relations; one of the same name gets more ends."""
        known = self._layers.get("relations", {}).get(self._name("relation", original), {})
        ends = {
            key: list(dict.fromkeys((*known.get(key, ()), *some)))
            for key, some in (("from", sources), ("to", targets))
        }
        known.update(ends)
        self.type("relations", original, **ends, **table)

    def attribute(
        self,
        layer: TypedLayer,
        original: str,
        kind: Kind,
        choices: Iterable[str] = (),
        applies_to: Iterable[str] = (),
    ) -> None:
        """Add an attribute; one of the same name that is of another kind makes it a text."""
        name = self._name("attribute", original)
        table = {**_maps(name, original), "value": kind, **_choices(choices)}
        for other in (*self._attributes.values(), self._labels):
            if name in other and (other[name]["value"], other[name].get("choices")) != (
                table["value"],
                table.get("choices"),
            ):
                table = {**_maps(name, original), "value": "text"}
                for key in ("value", "choices"):
                    other[name].pop(key, None)
                other[name] |= table
        known = self._attributes.setdefault(layer, {}).get(name)
        types = list(applies_to)
        if known and not (known.get("applies_to") and types):
            types = []
        elif known:
            types = list(dict.fromkeys((*known["applies_to"], *types)))
        self._attributes[layer][name] = {**table, **({"applies_to": types} if types else {})}

    def label(
        self, original: str, kind: Kind, choices: Iterable[str] = (), *, of_sentences: bool = False
    ) -> None:
        """Add a label of articles, or of sentences."""
        name = self._name("label", original)
        self._labels[name] = {**_maps(name, original), "value": kind, **_choices(choices)}
        if of_sentences:
            self._of_sentences.add(name)

    def toml(self, name: str) -> str:
        """Return the scheme as TOML, without what cannot stay as it is: types that only group
        others, of which there are none.
        """
        parents = {
            table.get("parent") for types in self._layers.values() for table in types.values()
        }
        for types in self._layers.values():
            for own, table in types.items():
                if own not in parents:
                    table.pop("abstract", None)
        root: Table = {"format": SCHEME_FORMAT, "name": name, "version": "1.0.0"}
        lines = [f"{key} = {_toml(value)}" for key, value in root.items()]
        layers: list[TypedLayer] = ["entities", "incidents", "claims", "relations"]
        for layer in layers:
            if layer == "entities" and not self._layers.get(layer):
                lines += ["", "[entities.types]"]
            for kind, table in self._layers.get(layer, {}).items():
                lines += _table(f"{layer}.types.{kind}", table)
            for attribute, table in self._attributes.get(layer, {}).items():
                lines += _table(f"{layer}.attributes.{attribute}", table)
        for label, table in self._labels.items():
            level = "sentence" if label in self._of_sentences else "document"
            lines += _table(f"labels.{level}.{label}", table)
        return "\n".join((*lines, ""))

    def key(self, letter: str) -> Table:
        """Return the table with a key that mentions may be named with, {} for another letter."""
        keys = (one.get("key") for one in self._layers.get("entities", {}).values())
        fits = letter and re.fullmatch(SELECTION_KEY_PATTERN, letter) and letter not in keys
        return {"key": letter} if fits else {}

    def _name(self, space: str, original: str) -> str:
        """Return a name of ours that nothing else has; the same for the same original."""
        known = self._names.get((space, original))
        if known:
            return known
        plain = name = _plain(original)
        number = 2
        while name in self._taken:
            name, number = f"{plain}_{number}", number + 1
        self._taken.add(name)
        self._names[space, original] = name
        return name


def _plain(original: str) -> str:
    name = _NOT_ALLOWED.sub("_", original)[:_LONGEST]
    return name if name[:1].isalpha() else f"X{name}"


def _maps(name: str, original: str) -> Table:
    return {} if name == original else {"maps": {IMPORTED: original}}


def _choices(choices: Iterable[str]) -> Table:
    found = [choice for choice in dict.fromkeys(choices) if choice.strip()]
    return {"choices": found} if found else {}


def _table(path: str, table: Mapping[str, Any]) -> list[str]:
    roles = table.get("roles", {})
    plain = ((key, value) for key, value in table.items() if key != "roles")
    lines = ["", f"[{path}]", *(f"{key} = {_toml(value)}" for key, value in plain)]
    return lines + [
        line for name, role in roles.items() for line in _table(f"{path}.roles.{name}", role)
    ]


def _toml(value: Any) -> str:
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{key} = {_toml(one)}' for key, one in value.items())} }}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_toml, value))}]"
    # Strings of JSON are strings of TOML, but for what cannot be seen, which is better escaped.
    written = json.dumps(value, ensure_ascii=False)
    return "".join(one if one.isprintable() else f"\\U{ord(one):08x}" for one in written)
