"""A scheme as plain text: an outline to read in a terminal, a pager or a mail.

Must import nothing of ours but the scheme itself.
"""

import textwrap
from collections.abc import Iterator, Mapping

from annotator.model.scheme import Scheme
from annotator.model.scheme_tables import (
    FRAME_LAYERS,
    AnyType,
    Attribute,
    Condition,
    EntityAttribute,
    FrameLayerName,
    RelationType,
    Role,
    Rule,
    TypedLayer,
    parent_of,
)

WIDTH = 100
"""Columns that no line goes beyond, a single longer word excepted."""

_STEP = "  "
_NO_KEY = "-"


def describe_scheme(scheme: Scheme) -> str:
    """Return the outline of a scheme, ending in a line feed.

    Layers come in a fixed order, what they hold in file order, subtypes below their parent.
    A letter before a name is its key, `-` stands for none.
    """
    sections = (_head(scheme), _entities(scheme), *(_frames(scheme, la) for la in FRAME_LAYERS))
    rest = (_relations(scheme), _labels(scheme), _rules(scheme))
    texts = ("\n".join(section) for section in (*sections, *rest))
    return "\n\n".join(text for text in texts if text) + "\n"


def _head(scheme: Scheme) -> Iterator[str]:
    yield f"{scheme.name} {scheme.version}" + (f"  {scheme.title}" if scheme.title else "")
    yield from textwrap.wrap(scheme.description, WIDTH)
    facts = (("language", ", ".join(scheme.language)), ("license", scheme.license))
    yield from (
        f"{name}: {value}" for name, value in (*facts, ("hash", scheme.source_hash)) if value
    )


def _entities(scheme: Scheme) -> Iterator[str]:
    if scheme.entities.types:
        fragments = "allowed" if scheme.entities.fragments else "not allowed"
        yield f"ENTITIES  (overlap: {scheme.entities.overlap}, fragments: {fragments})"
        yield from _types(scheme, "entities")
        yield from _attributes(scheme, "entities")


def _frames(scheme: Scheme, layer: FrameLayerName) -> Iterator[str]:
    frames = scheme.frames(layer)
    if frames.types:
        yield f"{layer.upper()}  (trigger: {frames.trigger})"
        yield from _types(scheme, layer)
        yield from _attributes(scheme, layer)


def _relations(scheme: Scheme) -> Iterator[str]:
    if scheme.relations.types:
        yield "RELATIONS"
        yield from _types(scheme, "relations")


def _labels(scheme: Scheme) -> Iterator[str]:
    for title, labels in (
        ("SENTENCE LABELS", scheme.labels.sentence),
        ("ARTICLE LABELS", scheme.labels.document),
    ):
        if labels:
            yield title
            yield from _label_lines(labels)


def _label_lines(labels: Mapping[str, EntityAttribute]) -> Iterator[str]:
    for label in labels.values():
        yield from _attribute(label.key, label)


def _rules(scheme: Scheme) -> Iterator[str]:
    if scheme.rules:
        yield "RULES"
        for rule in scheme.rules.values():
            yield from _wrapped(f"{rule.severity}  {rule.name}: {_rule(rule)}", _STEP)


def _types(scheme: Scheme, layer: TypedLayer, parent: str = "", depth: int = 1) -> Iterator[str]:
    """The types right below a parent, each followed by its roles and its subtypes."""
    for name, kind in scheme.layer(layer).items():
        if parent_of(kind) == parent:
            yield from _type(name, kind, _STEP * depth)
            yield from _types(scheme, layer, name, depth + 1)


def _type(name: str, kind: AnyType, indent: str) -> Iterator[str]:
    is_abstract = not isinstance(kind, RelationType) and kind.abstract
    note = " (abstract)" if is_abstract else _ends(kind)
    yield from _wrapped(f"{kind.key or _NO_KEY} {name}{note}  {kind.definition}", indent)
    if not isinstance(kind, RelationType):
        for role in getattr(kind, "roles", {}).values():
            yield from _wrapped(_role(role), indent + _STEP + _STEP)


def _ends(kind: AnyType) -> str:
    if not isinstance(kind, RelationType):
        return ""
    traits = [trait for trait in ("symmetric", "transitive") if getattr(kind, trait)]
    if kind.max_per_source is not None:
        traits.append(f"at most {kind.max_per_source} per source")
    ends = f"{', '.join(kind.sources)} -> {', '.join(kind.targets)}"
    return f" ({'; '.join((ends, *traits))})"


def _role(role: Role) -> str:
    most = "*" if role.max is None else role.max
    fillers = ", ".join(role.fills)
    return f"{role.key or _NO_KEY} .{role.name} [{role.min}..{most}] ({fillers})  {role.definition}"


def _attributes(scheme: Scheme, layer: TypedLayer) -> Iterator[str]:
    attributes = scheme.attributes_of_layer(layer)
    if attributes:
        yield f"{_STEP}attributes"
        keys = scheme.attribute_keys(layer)
        for name, attribute in attributes.items():
            yield from _attribute(keys[name], attribute)


def _attribute(key: str, attribute: Attribute) -> Iterator[str]:
    traits: list[str] = [attribute.value]
    traits += [f"default {attribute.default}"] if attribute.default else []
    traits += ["ordered"] if attribute.ordered else []
    traits += ["required"] if attribute.required else []
    traits += [f"of {', '.join(attribute.applies_to)}"] if attribute.applies_to else []
    head = f"{key or _NO_KEY} {attribute.name} ({'; '.join(traits)})  {attribute.definition}"
    yield from _wrapped(head, _STEP * 2)
    if attribute.choices:
        yield from _wrapped(" | ".join(attribute.choices), _STEP * 4)
    for name, choices in attribute.choices_for.items():
        yield from _wrapped(f"{name}: {' | '.join(choices)}", _STEP * 4)


def _rule(rule: Rule) -> str:
    conditions = (
        f"{word} {_condition(condition)}"
        for word, condition in (("when", rule.when), ("unless", rule.unless))
        if condition is not None
    )
    demands = [f"needs {' or '.join(rule.require_role)}"] if rule.require_role else []
    demands += [f"forbids {', '.join(rule.forbid_attribute)}"] if rule.forbid_attribute else []
    return " ".join((rule.on, " and ".join(demands), *conditions))


def _condition(condition: Condition) -> str:
    values = " or ".join(condition.equals)
    return f"{condition.attribute} is {values}" if values else f"{condition.attribute} is set"


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(
        text.rstrip(),
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent + _STEP * 2,
        break_long_words=False,
        break_on_hyphens=False,
    )
