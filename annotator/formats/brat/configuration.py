"""brat's `annotation.conf`, made from a scheme, so that brat offers and checks what we do.

Source: brat's manual of its configuration. Names there have letters, digits, `-` and `_` only.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from annotator.formats.importing.drafts import BARE
from annotator.model.scheme import Scheme
from annotator.model.scheme_tables import (
    SPAN,
    AnyType,
    Attribute,
    RelationType,
    Role,
    TypedLayer,
)

_NOT_ALLOWED = re.compile(r"[^a-zA-Z0-9_-]")


def configuration(scheme: Scheme) -> str:
    """Return the text of the file."""
    sections = (
        ("entities", (*_entities(scheme), BARE)),
        ("relations", (*_relations(scheme), "<OVERLAP>\tArg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>")),
        ("events", (*_events(scheme, "incidents"), *_events(scheme, "claims"))),
        ("attributes", tuple(_attributes(scheme))),
    )
    return "\n".join("\n".join((f"[{name}]", *lines, "")) for name, lines in sections)


def stand_in(value: str) -> str:
    """Return what brat can have in place of a value: `CTpos` for `CT+`."""
    return _NOT_ALLOWED.sub("_", value.replace("+", "pos"))


def has_line(attribute: Attribute) -> bool:
    """Tell whether brat can hold an attribute: free values are none of its kinds."""
    return attribute.value in ("flag", "choice")


def _entities(scheme: Scheme) -> Iterator[str]:
    for kind, depth in _tree(scheme.entities.types.values()):
        yield f"{_mark(kind)}{kind.name}" if not depth else "\t" * depth + _mark(kind) + kind.name


def _tree(kinds: Iterable[AnyType]) -> Iterator[tuple[AnyType, int]]:
    """Yield types with their depth, each below its parent."""
    found = list(kinds)

    def below(parent: str, depth: int) -> Iterator[tuple[AnyType, int]]:
        for kind in found:
            if getattr(kind, "parent", "") == parent:
                yield kind, depth
                yield from below(kind.name, depth + 1)

    yield from below("", 0)


def _mark(kind: AnyType) -> str:
    return "!" if getattr(kind, "abstract", False) else ""


def _relations(scheme: Scheme) -> Iterator[str]:
    for kind in scheme.relations.types.values():
        ends = f"Arg1:{_types(scheme, kind.sources)}, Arg2:{_types(scheme, kind.targets)}"
        yield f"{kind.name}\t{ends}{_logic(kind)}"


def _logic(kind: RelationType) -> str:
    names = [name for name in ("symmetric", "transitive") if getattr(kind, name)]
    return f", <REL-TYPE>:{'-'.join(names)}" if names else ""


def _types(scheme: Scheme, names: Iterable[str]) -> str:
    """Return the types that names of the scheme stand for, as brat has them."""
    asked = tuple(names)
    if asked == ("entity",):
        return "<ENTITY>"
    found = dict.fromkeys(
        BARE if name == SPAN else name
        for name in scheme.permitted(asked)
        if name == SPAN or not _mark(scheme.types[name])
    )
    return "|".join(found)


def _events(scheme: Scheme, layer: TypedLayer) -> Iterator[str]:
    for kind, depth in _tree(scheme.layer(layer).values()):
        roles = ", ".join(
            f"{role.name}{_count(role)}:{_types(scheme, role.fills)}"
            for role in scheme.roles_of(kind.name)
        )
        yield "\t" * depth + f"{_mark(kind)}{kind.name} {roles}".rstrip()


def _count(role: Role) -> str:
    """Return brat's sign for how many fillers a role has."""
    match role.min, role.max:
        case 0, None:
            return "*"
        case 1, None:
            return "+"
        case 0, 1:
            return "?"
        case 1, 1:
            return ""
        case _, None:
            return "+"  # brat has no sign for two or more
        case least, most:
            return f"{{{least}-{most}}}"


def _attributes(scheme: Scheme) -> Iterator[str]:
    layers: Sequence[TypedLayer] = ("entities", "incidents", "claims")
    for layer in layers:
        kinds = [kind.name for kind in scheme.choosable_types(layer)]
        for attribute in scheme.attributes_of_layer(layer).values():
            if not has_line(attribute):
                continue
            having = [name for name in kinds if scheme.applies(attribute, name)]
            everywhere = layer == "entities" and having == kinds
            types = "<ENTITY>" if everywhere else "|".join(having)
            values = "|".join(map(stand_in, attribute.choices))
            yield f"{attribute.name}\tArg:{types}" + (f", Value:{values}" if values else "")
