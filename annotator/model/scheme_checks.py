"""What must hold across the tables of a scheme: names, parents, values, roles, relations, rules.

Keys and examples are checked beside this module, in `scheme_key_checks` and `scheme_examples`.
Every check is a generator of findings and looks at one thing. Must import nothing of ours but the
scheme itself.
"""

import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from annotator.model.scheme import Scheme
from annotator.model.scheme_findings import Finding, shown, suggestion, unknown_name
from annotator.model.scheme_tables import (
    FRAME_LAYERS,
    LAYER_OF_WORD,
    SPAN,
    TYPED_LAYERS,
    Attribute,
    Condition,
    RelationType,
    Role,
    Rule,
    TypedLayer,
    parent_of,
)

Path = tuple[str | int, ...]

RESERVED_NAMES = frozenset({*LAYER_OF_WORD, SPAN, "label", "none"})
"""Words of the language that would be taken for something else if a type had them."""

_NO_DEFAULT = ("count", "interval", "link")


def check_contents(scheme: Scheme) -> Iterator[Finding]:
    """Find a scheme with nothing to annotate, and a version that is no semantic version."""
    if not scheme.types and not scheme.labels_by_name:
        yield Finding(("entities",), "the scheme has no type and no label", "add one")
    if any(len(part) > 1 and part.startswith("0") for part in scheme.version.split(".")):
        yield Finding(
            ("version",),
            f'"{scheme.version}" is no semantic version',
            "write MAJOR.MINOR.PATCH without leading zeros",
        )


def check_names(scheme: Scheme) -> Iterator[Finding]:
    """Find types named like words of the language, and one name in two layers."""
    seen: dict[str, Path] = {}
    for path in _named_paths(scheme):
        name = str(path[-1])
        if name in RESERVED_NAMES:
            yield Finding(path, f'"{name}" is a word of the scheme language', "use another name")
        if name in seen:
            where = ".".join(map(str, seen[name][:-1]))
            yield Finding(path, f'the name "{name}" is already used in {where}', "rename one")
        seen.setdefault(name, path)


def check_colors(scheme: Scheme) -> Iterator[Finding]:
    """Find colours that are not written in hexadecimal."""
    for layer in TYPED_LAYERS:
        for name, kind in scheme.layer(layer).items():
            color = "" if isinstance(kind, RelationType) else kind.color
            if color and not re.fullmatch("#[0-9A-Fa-f]{6}", color):
                path = (layer, "types", name, "color")
                yield Finding(path, f'"{shown(color)}" is no colour', 'write it as "#rrggbb"')


def check_parents(scheme: Scheme) -> Iterator[Finding]:
    """Find parents that are unknown, elsewhere or in a circle, and abstract types of no use."""
    for layer in TYPED_LAYERS:
        parents = {name: parent_of(kind) for name, kind in scheme.layer(layer).items()}
        for name, parent in parents.items():
            path = (layer, "types", name, "parent")
            if parent and parent not in parents:
                yield _wrong_parent(scheme, path, parent, layer)
            if (circle := _circle(parents, name)) and name == min(circle):
                yield Finding(path, f"the parents go in a circle: {' > '.join((*circle, name))}")
        yield from _check_abstract(scheme, layer, set(parents.values()))


def check_attributes(scheme: Scheme) -> Iterator[Finding]:
    """Find attributes and labels whose choices, default, pattern or types do not fit."""
    for path, attribute in _attributes(scheme):
        yield from _check_values(path, attribute)
        yield from _check_default(path, attribute)
        if path[0] == "labels":
            yield from _check_label(path, attribute)
        else:
            yield from _check_types_of(scheme, path, attribute)


def check_meanings(scheme: Scheme) -> Iterator[Finding]:
    """Find one attribute name with two meanings: other values, or a role beside it."""
    first: dict[str, tuple[Path, Attribute]] = {}
    for path, attribute in _attributes(scheme):
        before, other = first.setdefault(attribute.name, (path, attribute))
        if (other.value, other.choices) != (attribute.value, attribute.choices):
            where = ".".join(map(str, before))
            yield Finding(
                path,
                f'"{attribute.name}" has other values in {where}',
                "give both the same value and choices, or rename one",
            )
    yield from _check_roles_named_as_attributes(scheme)


def check_roles(scheme: Scheme) -> Iterator[Finding]:
    """Find roles with unknown fillers or with more needed than allowed."""
    fillers = (*_linkable(scheme), SPAN)
    for path, role in _roles(scheme):
        for position, name in enumerate(role.fills):
            if name not in fillers:
                yield unknown_name((*path, "fills", position), "filler", name, fillers)
        if role.max is not None and role.max < role.min:
            yield Finding(
                (*path, "max"), f"max = {role.max} is less than min = {role.min}", "raise max"
            )


def check_relations(scheme: Scheme) -> Iterator[Finding]:
    """Find relations with unknown ends, or with ends that contradict symmetric or transitive."""
    ends = _linkable(scheme)
    for name, relation in scheme.relations.types.items():
        path = ("relations", "types", name)
        unknown = [
            unknown_name((*path, side, position), "end", end, ends)
            for side, types in (("from", relation.sources), ("to", relation.targets))
            for position, end in enumerate(types)
            if end not in ends
        ]
        yield from unknown or _check_ends(scheme, path, relation)


def check_rules(scheme: Scheme) -> Iterator[Finding]:
    """Find rules that name missing things, that cannot be kept, and that never speak."""
    for name, rule in scheme.rules.items():
        path = ("rules", name)
        words = tuple(LAYER_OF_WORD)
        if rule.on not in words and rule.on not in scheme.types:
            yield unknown_name((*path, "on"), "type", rule.on, (*words, *scheme.types))
            continue
        if not rule.require_role and not rule.forbid_attribute:
            yield Finding(path, "the rule asks for nothing", "add require_role or forbid_attribute")
        yield from _check_conditions(scheme, path, rule)
        yield from _check_forbidden(scheme, path, rule)
        yield from _check_required_roles(scheme, path, rule)


def _named_paths(scheme: Scheme) -> Iterator[Path]:
    for layer in TYPED_LAYERS:
        yield from ((layer, "types", name) for name in scheme.layer(layer))
    yield from (("labels", "sentence", name) for name in scheme.labels.sentence)
    yield from (("labels", "document", name) for name in scheme.labels.document)


def _linkable(scheme: Scheme) -> tuple[str, ...]:
    """Every name and word that a role or a relation may point at."""
    words = {word: layer for word, layer in LAYER_OF_WORD.items() if layer != "relations"}
    return (*(name for layer in words.values() for name in scheme.layer(layer)), *words)


def _attributes(scheme: Scheme) -> Iterator[tuple[Path, Attribute]]:
    for layer in TYPED_LAYERS:
        for name, attribute in scheme.attributes_of_layer(layer).items():
            yield (layer, "attributes", name), attribute
    for target, labels in (
        ("sentence", scheme.labels.sentence),
        ("document", scheme.labels.document),
    ):
        for name, label in labels.items():
            yield ("labels", target, name), label


def _roles(scheme: Scheme) -> Iterator[tuple[Path, Role]]:
    for layer in FRAME_LAYERS:
        for type_name, frame in scheme.frames(layer).types.items():
            for name, role in frame.roles.items():
                yield (layer, "types", type_name, "roles", name), role


# ----------------------------------------------------------------------------------- hierarchy


def _circle(parents: Mapping[str, str], start: str) -> tuple[str, ...]:
    """Return the names from `start` upwards if they lead back to it, else ()."""
    met = [start]
    while (name := parents[met[-1]]) in parents and name not in met:
        met.append(name)
    return tuple(met) if name == start else ()


def _wrong_parent(scheme: Scheme, path: Path, parent: str, layer: TypedLayer) -> Finding:
    other = scheme.layer_of(parent)
    if other is None:
        return unknown_name(path, "parent", parent, tuple(scheme.layer(layer)))
    return Finding(
        path, f'the parent "{parent}" is in {other}, not in {layer}', "name one of these"
    )


def _check_abstract(scheme: Scheme, layer: TypedLayer, parents: set[str]) -> Iterator[Finding]:
    for name, kind in scheme.layer(layer).items():
        if isinstance(kind, RelationType) or not kind.abstract:
            continue
        path = (layer, "types", name)
        if name not in parents:
            yield Finding(
                (*path, "abstract"),
                f"{name} is abstract and no type has it as parent, so it labels nothing",
                "give it a child or remove abstract",
            )
        if kind.key:
            yield Finding(
                (*path, "key"), f"{name} is abstract, so its key would do nothing", "remove the key"
            )


# ---------------------------------------------------------------------------------- attributes


def _check_values(path: Path, attribute: Attribute) -> Iterator[Finding]:
    is_choice = attribute.value in ("choice", "multi_choice")
    if is_choice and not attribute.choices:
        yield Finding(path, f"a {attribute.value} needs choices", 'add choices = ["...", "..."]')
    if attribute.choices and not is_choice:
        yield Finding(
            (*path, "choices"), f"a {attribute.value} has no choices", 'write value = "choice"'
        )
    for position, choice in enumerate(attribute.choices):
        if choice in attribute.choices[:position] or not choice.strip():
            what = "stands twice in choices" if choice.strip() else "is no choice"
            yield Finding((*path, "choices", position), f'"{shown(choice)}" {what}', "remove it")
    if attribute.pattern and attribute.value != "text":
        yield Finding((*path, "pattern"), "only a text has a pattern", 'write value = "text"')
    elif fault := _pattern_fault(attribute.pattern):
        yield Finding((*path, "pattern"), f"the pattern is no regular expression: {fault}")
    if attribute.ordered and attribute.value != "choice":
        why = f"a value of kind {attribute.value} has no ordered choices"
        yield Finding((*path, "ordered"), why, "remove ordered")
    if attribute.required and attribute.value == "flag":
        yield Finding(
            (*path, "required"), "a flag that must be set says nothing", "remove required"
        )


def _check_default(path: Path, attribute: Attribute) -> Iterator[Finding]:
    default, path = attribute.default, (*path, "default")
    if not default:
        return
    offered = [("choices", attribute.choices)]
    offered += [(f"choices_for.{name}", names) for name, names in attribute.choices_for.items()]
    if attribute.value in ("choice", "multi_choice"):
        for where, choices in offered:
            if choices and default not in choices:
                hint = suggestion(default, choices)
                yield Finding(path, f'the default "{shown(default)}" is not in {where}', hint)
    elif attribute.value in _NO_DEFAULT:
        hint = "remove default: what is unknown stays open"
        yield Finding(path, f"a value of kind {attribute.value} has no default", hint)
    elif not _fits(attribute, default):
        yield Finding(path, f'the default "{shown(default)}" is no value of this attribute')


def _fits(attribute: Attribute, value: str) -> bool:
    """Tell whether a flag, integer or text may have this value."""
    if attribute.value == "flag":
        return value == "true"
    if attribute.value == "integer":
        return re.fullmatch(r"-?[0-9]+", value) is not None
    if not attribute.pattern or _pattern_fault(attribute.pattern):
        return True
    return re.fullmatch(attribute.pattern, value) is not None


@cache
def _pattern_fault(pattern: str) -> str:
    try:
        with warnings.catch_warnings():
            # What Python may read otherwise one day would change which values are right.
            warnings.simplefilter("error")
            re.compile(pattern)
    except (re.error, OverflowError, RecursionError, Warning) as fault:
        return str(fault)
    return ""


def _check_label(path: Path, label: Attribute) -> Iterator[Finding]:
    for key in ("applies_to", "choices_for"):
        if getattr(label, key):
            yield Finding((*path, key), f"a label has no {key}: it belongs to no type", "remove it")


def _check_types_of(scheme: Scheme, path: Path, attribute: Attribute) -> Iterator[Finding]:
    types = _layer_types(scheme, path)
    for position, name in enumerate(attribute.applies_to):
        if name not in types:
            yield unknown_name((*path, "applies_to", position), "type", name, types)
    for name, choices in attribute.choices_for.items():
        place = (*path, "choices_for", name)
        if name not in types:
            yield unknown_name(place, "type", name, types)
        elif not scheme.applies(attribute, name):
            yield Finding(place, f"the attribute does not apply to {name}", "add it to applies_to")
        if not choices:
            yield Finding(place, f"{name} is left without choices", "name some or remove the line")
        for position, choice in enumerate(choices):
            if choice not in attribute.choices:
                yield unknown_name((*place, position), "choice", choice, attribute.choices)


def _layer_types(scheme: Scheme, path: Path) -> tuple[str, ...]:
    return next(tuple(scheme.layer(layer)) for layer in TYPED_LAYERS if layer == path[0])


def _check_roles_named_as_attributes(scheme: Scheme) -> Iterator[Finding]:
    for layer in FRAME_LAYERS:
        attributes = scheme.attributes_of_layer(layer)
        for type_name, frame in scheme.frames(layer).types.items():
            for name in frame.roles:
                if name in attributes and scheme.applies(attributes[name], type_name):
                    yield Finding(
                        (layer, "types", type_name, "roles", name),
                        f'"{name}" is a role and an attribute of {type_name}',
                        "rename one",
                    )


# ----------------------------------------------------------------------------------- relations


def _check_ends(scheme: Scheme, path: Path, relation: RelationType) -> Iterator[Finding]:
    sources, targets = scheme.permitted(relation.sources), scheme.permitted(relation.targets)
    if relation.symmetric and sources != targets:
        yield Finding(
            (*path, "symmetric"),
            "a symmetric relation needs the same types in from and to",
            "make them equal or remove symmetric",
        )
    if relation.transitive and not set(sources) & set(targets):
        yield Finding(
            (*path, "transitive"),
            "a transitive relation needs a type that is in from and in to",
            "add one or remove transitive",
        )


# --------------------------------------------------------------------------------------- rules


def _check_conditions(scheme: Scheme, path: Path, rule: Rule) -> Iterator[Finding]:
    for key, condition in (("when", rule.when), ("unless", rule.unless)):
        if condition is None:
            continue
        known = _attributes_on(scheme, rule.on)
        attribute = known.get(condition.attribute)
        if attribute is None:
            yield unknown_name((*path, key, "attribute"), "attribute", condition.attribute, known)
        else:
            yield from _check_equals((*path, key, "equals"), condition, attribute)


def _check_equals(path: Path, condition: Condition, attribute: Attribute) -> Iterator[Finding]:
    values = ("true",) if attribute.value == "flag" else attribute.choices
    for position, value in enumerate(condition.equals):
        if values and value not in values:
            yield unknown_name((*path, position), f"value of {attribute.name}", value, values)


def _check_forbidden(scheme: Scheme, path: Path, rule: Rule) -> Iterator[Finding]:
    known = _attributes_on(scheme, rule.on)
    for position, name in enumerate(rule.forbid_attribute):
        if name not in known:
            yield unknown_name((*path, "forbid_attribute", position), "attribute", name, known)


def _check_required_roles(scheme: Scheme, path: Path, rule: Rule) -> Iterator[Finding]:
    if not rule.require_role:
        return
    path = (*path, "require_role")
    roles = {name: _roles_by_name(scheme, name) for name in _types_reached(scheme, rule)}
    known = {role for by_name in roles.values() for role in by_name}
    missing = [role for role in rule.require_role if role not in known]
    for name in missing:
        yield unknown_name((*path, rule.require_role.index(name)), "role", name, sorted(known))
    if missing or not roles:
        return
    wanted = " or ".join(rule.require_role)
    for type_name, by_name in roles.items():
        if rule.unless is None and not by_name.keys() & set(rule.require_role):
            yield Finding(path, f"{type_name} has no role {wanted}, so it cannot keep the rule")
    if all(_always_filled(by_name, rule.require_role) for by_name in roles.values()):
        hint = "remove the rule, or the role with min above 0 from it"
        yield Finding(path, f"a min already demands {wanted}, so the rule never speaks", hint)


def _types_reached(scheme: Scheme, rule: Rule) -> Iterable[str]:
    """The types a rule can speak about: those of `on` that have the attribute of its `when`."""
    types = scheme.covered(rule.on)
    if rule.when is None or rule.when.attribute not in _attributes_on(scheme, rule.on):
        return types
    attribute = _attributes_on(scheme, rule.on)[rule.when.attribute]
    return tuple(name for name in types if scheme.applies(attribute, name))


def _roles_by_name(scheme: Scheme, type_name: str) -> Mapping[str, Role]:
    is_frame = scheme.layer_of(type_name) in FRAME_LAYERS
    return {role.name: role for role in scheme.roles_of(type_name)} if is_frame else {}


def _always_filled(roles: Mapping[str, Role], wanted: Iterable[str]) -> bool:
    return any(roles[name].min > 0 for name in wanted if name in roles)


def _attributes_on(scheme: Scheme, on: str) -> Mapping[str, Attribute]:
    """The attributes that at least one type of a rule's `on` has, by name."""
    return {
        item.attribute.name: item.attribute
        for type_name in scheme.covered(on)
        for item in scheme.attributes_for(type_name)
    }
