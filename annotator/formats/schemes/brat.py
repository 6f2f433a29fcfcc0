"""brat's `annotation.conf`. Source: brat's manual of its configuration."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from annotator.formats.errors import Place
from annotator.formats.importing.drafts import BARE
from annotator.formats.importing.reading import unreadable
from annotator.formats.schemes.tables import Tables
from annotator.model.scheme_tables import SPAN, TypedLayer

_SECTION = re.compile(r"\[(\w+)\]\s*")
_MACRO = re.compile(r"(<[^<>=\s]+>)\s*=\s*(.*)")
_ARGUMENT = re.compile(r"([^\s:?*+{}]+)([?*+]|\{\d+(?:-\d+)?\})?\s*:\s*([^,]*)")
_ENTITY, _EVENT, _ANY = "<ENTITY>", "<EVENT>", "<ANY>"
_WORDS = {
    _ENTITY: ("entity",),
    _EVENT: ("incident",),
    _ANY: ("entity", "incident"),
    BARE: (SPAN,),
}
_SECTIONS = ("entities", "relations", "events", "attributes", "spans")


class _Line(NamedTuple):
    place: Place
    depth: int
    name: str
    is_abstract: bool
    arguments: tuple[tuple[str, str, str], ...]
    """Name, sign of number and types of each."""


def take(path: Path, tables: Tables, place: Place) -> None:
    """Put what a file defines into the tables.

    Raises:
        ImportRefused: it cannot be read, or names types that it does not define.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise unreadable(place, error) from None
    except UnicodeDecodeError:
        raise place.refused("it is not UTF-8; save it again as UTF-8.") from None
    sections = _sections(text, place, tables)
    kinds: Sequence[tuple[TypedLayer, str]] = (
        ("entities", "entities"),
        ("entities", "spans"),
        ("incidents", "events"),
    )
    for layer, section in kinds:
        _types(layer, sections[section], tables)
    for line in sections["events"]:
        for role, sign, types in line.arguments:
            fills = _names(types, line, tables)
            limits = _limits(sign)
            tables.role("incidents", _own(line, tables), role, fills=fills, **limits)
    for line in sections["relations"]:
        _relation(line, tables)
    for line in sections["attributes"]:
        _attribute(line, tables)


def _sections(text: str, place: Place, tables: Tables) -> dict[str, list[_Line]]:
    found: dict[str, list[_Line]] = {name: [] for name in _SECTIONS}
    macros: dict[str, str] = {}
    current = ""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip() or line.lstrip().startswith("#") or not line.strip(" \t\r-"):
            continue
        section, macro = _SECTION.fullmatch(line.strip()), _MACRO.fullmatch(line.strip())
        where = Place(place.file, number)
        if section:
            current = section[1]
            if current not in found:
                tables.left_out.append(f"the section [{current}]")
        elif not current:
            raise where.refused("a section such as [entities] should come first.")
        elif macro:
            macros[macro[1]] = macro[2].strip()
        elif current in found:
            found[current].append(_line(line, where, macros))
    return found


def _line(line: str, place: Place, macros: dict[str, str]) -> _Line:
    name, _, rest = line.strip().partition("\t")
    if " " in name:
        name, _, more = line.strip().partition(" ")
        rest = more.replace("\t", " ")
    for macro, meaning in macros.items():
        rest = rest.replace(macro, meaning)
    arguments = tuple(
        (match[1], match[2] or "", match[3].strip()) for match in _ARGUMENT.finditer(rest)
    )
    depth = len(line) - len(line.lstrip("\t"))
    return _Line(place, depth, name.lstrip("!"), name.startswith("!"), arguments)


def _types(layer: TypedLayer, lines: Sequence[_Line], tables: Tables) -> None:
    above: list[str] = []
    for line in (one for one in lines if one.name != BARE):
        del above[line.depth :]
        parent = {"parent": above[-1]} if above else {}
        abstract = {"abstract": True} if line.is_abstract else {}
        above.append(tables.type(layer, line.name, **parent, **abstract))


def _own(line: _Line, tables: Tables) -> str:
    return tables.name_of(line.name) or line.name


def _names(types: str, line: _Line, tables: Tables) -> list[str]:
    """Return what types of the file are called in `fills`, `from` and `to`.

    Raises:
        ImportRefused: one of them is not defined.
    """
    found: list[str] = []
    for name in filter(None, (one.strip() for one in types.split("|"))):
        if name in _WORDS:
            found += _WORDS[name]
        elif tables.layer_of(name) in ("entities", "incidents"):
            found.append(tables.name_of(name) or name)
        else:
            raise line.place.refused(f"{line.name} names {name}, which the file does not define.")
    if not found:
        raise line.place.refused(f"{line.name} has an argument without a type.")
    return list(dict.fromkeys(found))


def _limits(sign: str) -> dict[str, int]:
    match sign:
        case "*":
            return {}
        case "+":
            return {"min": 1}
        case "?":
            return {"max": 1}
        case "":
            return {"min": 1, "max": 1}
    least, _, most = sign.strip("{}").partition("-")
    return {"min": int(least), "max": max(1, int(most or least))}


def _relation(line: _Line, tables: Tables) -> None:
    if line.name.startswith("<"):
        return  # <OVERLAP> says which spans may overlap; here all may
    signs = dict((name, types) for name, _, types in line.arguments if name.startswith("<"))
    ends = [types for name, _, types in line.arguments if not name.startswith("<")]
    if len(ends) != 2:
        raise line.place.refused(f"the relation {line.name} has not two arguments.")
    source, target = (_names(types, line, tables) for types in ends)
    kind = signs.get("<REL-TYPE>", "")
    logic = {word: True for word in ("symmetric", "transitive") if word in kind.split("-")}
    tables.relation(line.name, source, target, **logic)


def _attribute(line: _Line, tables: Tables) -> None:
    given = {name: types for name, _, types in line.arguments}
    choices = [one.strip() for one in given.get("Value", "").split("|") if one.strip()]
    for layer, types in _bearers(given.get("Arg", _ANY), line, tables):
        kind = "choice" if choices else "flag"
        tables.attribute(layer, line.name, kind, choices, types)  # type: ignore[arg-type]


def _bearers(
    argument: str, line: _Line, tables: Tables
) -> Iterator[tuple[TypedLayer, Sequence[str]]]:
    """Yield the layers whose items have an attribute, each with its types; none for all."""
    names = [one.strip() for one in argument.split("|") if one.strip()]
    layers: Sequence[tuple[TypedLayer, str]] = (("entities", _ENTITY), ("incidents", _EVENT))
    for name in names:
        if tables.layer_of(name) is None and name not in _WORDS:
            tables.left_out.append(f"the attribute {line.name} of {name}: only types have some")
    for layer, word in layers:
        types = [tables.name_of(one) or one for one in names if tables.layer_of(one) == layer]
        if word in names or _ANY in names:
            yield layer, ()
        elif types:
            yield layer, types
