"""Names of other label sets in terms of the project's scheme: what `import --map FILE` reads.

The file is TOML: in `[types]` each foreign name of a mention, incident, claim or relation stands
for one of ours, in `[roles]`, `[attributes]` and `[labels]` likewise; "" leaves what has the name
out. `[values.NAME]` does the same for the values of one of our attributes or labels.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from annotator.formats.errors import Place, did_you_mean
from annotator.model.scheme import Scheme
from annotator.model.scheme_tables import IMPORTED, AnyType, Attribute, Role

LEFT_OUT = ""
"""What a name stands for that is to be left out."""

Mapped = AnyType | Attribute | Role
"""What a scheme may say of that it is called otherwise elsewhere."""


class Names(NamedTuple):
    """What foreign names stand for; a name that is in no table stands for itself."""

    types: Mapping[str, str] = {}
    roles: Mapping[str, str] = {}
    attributes: Mapping[str, str] = {}
    labels: Mapping[str, str] = {}
    values: Mapping[str, Mapping[str, str]] = {}
    """By our name of the attribute or label."""

    def value(self, name: str, value: str) -> str:
        """Return what a value of an attribute or label of ours stands for."""
        return self.values.get(name, {}).get(value, value)


def load_names(path: Path, scheme: Scheme) -> Names:
    """Read a table of names.

    Raises:
        ImportRefused: it cannot be read, or names what the scheme does not have.
    """
    place = Place(path.name)
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise place.refused(
            f"it cannot be read ({(error.strerror or 'unknown').lower()})."
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise place.refused(f"it is no TOML: {error}.") from None
    for name in tables:
        if name not in Names._fields:
            raise place.refused(
                f"[{name}] is none of the tables {', '.join(Names._fields)}"
                f"{did_you_mean(name, Names._fields)}"
            )
    values = _tables(tables.pop("values", {}), "values", place)
    for name, table in values.items():
        _check_texts(table, f"values.{name}", place)
    plain = _tables(tables, "", place)
    for name, table in plain.items():
        _check_texts(table, name, place)
    _check_known(plain, scheme, place)
    return Names(**plain, values=values)


def our_name(name: str, given: Mapping[str, str], known: Mapping[str, Mapped]) -> str:
    """Return what a name in a file stands for.

    Args:
        given: what somebody said about names with `--map`; it goes first.
        known: what the scheme has. A name that it does not have may be one that its `maps` know as
            `import`, or have hyphens, as names of other label sets do: creative-work.

    Returns:
        The name as it came where nothing is known about it.
    """
    if name in given or name in known:
        return given.get(name, name)
    imported = (own for own, one in known.items() if one.maps.get(IMPORTED) == name)
    plain = name.replace("-", "_")
    return next(imported, plain if plain in known else name)


def _tables(found: object, where: str, place: Place) -> dict[str, dict[str, str]]:
    if not isinstance(found, dict) or not all(isinstance(one, dict) for one in found.values()):
        raise place.refused(f"{where or 'the file'} should hold tables, such as [types].")
    return found


def _check_texts(table: dict[str, str], where: str, place: Place) -> None:
    for name, value in table.items():
        if not isinstance(value, str):
            raise place.refused(f'[{where}] {name} should be a text such as "PERSON", or "".')


def _check_known(tables: Mapping[str, Mapping[str, str]], scheme: Scheme, place: Place) -> None:
    known = {
        "types": set(scheme.types),
        "roles": {role.name for name in _frames(scheme) for role in scheme.roles_of(name)},
        "attributes": {
            name
            for layer in ("entities", "incidents", "claims", "relations")
            for name in scheme.attributes_of_layer(layer)
        },
        "labels": set(scheme.labels_by_name),
    }
    for table, names in tables.items():
        for name, ours in names.items():
            if ours and ours not in known[table]:
                raise place.refused(
                    f"[{table}] {name}: the scheme has no {ours}{did_you_mean(ours, known[table])}"
                )


def _frames(scheme: Scheme) -> list[str]:
    return [*scheme.frames("incidents").types, *scheme.frames("claims").types]
