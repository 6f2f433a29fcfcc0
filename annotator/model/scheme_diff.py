"""What changes from one version of a scheme to the next, and how much it asks of old annotations.

Renamed is what is gone under one name and new under another with the same definition; where two
fit, nothing is assumed. Must import nothing of ours but the scheme itself.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from annotator.model.scheme import Scheme
from annotator.model.scheme_tables import (
    FRAME_LAYERS,
    TYPED_LAYERS,
    AnyType,
    Attribute,
    FrameType,
    RelationType,
    Role,
    TypedLayer,
    parent_of,
)

Level = Literal["major", "minor", "patch"]
"""major: old annotations may no longer fit; minor: more may be said; patch: only words and keys."""

Kind = Literal["added", "removed", "renamed", "tightened", "loosened", "changed"]


class Change(NamedTuple):
    """One difference between two schemes."""

    level: Level
    kind: Kind
    path: str
    """Key path in the old scheme, of what is added in the new one: `entities.types.GPE`."""
    what: str
    """What changed, in plain words."""
    new: str = ""
    """The new name of what is renamed."""


class Renames(NamedTuple):
    """Old names to new ones, as far as the definitions show them."""

    types: Mapping[str, str]
    """Types and labels."""
    roles: Mapping[tuple[str, str], str]
    """By old type and old role."""
    attributes: Mapping[tuple[str, str], str]
    """By layer and old attribute."""


def diff_schemes(old: Scheme, new: Scheme) -> tuple[Change, ...]:
    """Return every difference, in the order of the layers."""
    renames = find_renames(old, new)
    changes: list[Change] = []
    for layer in TYPED_LAYERS:
        changes += _type_changes(old, new, layer, renames)
        attributes = old.attributes_of_layer(layer), new.attributes_of_layer(layer)
        renamed = {name: to for (where, name), to in renames.attributes.items() if where == layer}
        changes += _attribute_changes(f"{layer}.attributes", *attributes, renamed)
    for target, before, after in (
        ("sentence", old.labels.sentence, new.labels.sentence),
        ("document", old.labels.document, new.labels.document),
    ):
        changes += _attribute_changes(f"labels.{target}", before, after, dict(renames.types))
    changes += _rule_changes(old, new)
    changes += _setting_changes(old, new)
    return tuple(changes)


def level_of(changes: Iterable[Change]) -> Level | None:
    """Return the level of the gravest change, None for no change."""
    found = {change.level for change in changes}
    levels: tuple[Level, ...] = ("major", "minor", "patch")
    return next((level for level in levels if level in found), None)


def find_renames(old: Scheme, new: Scheme) -> Renames:
    """Return what has another name but the same definition."""
    types: dict[str, str] = {}
    roles: dict[tuple[str, str], str] = {}
    attributes: dict[tuple[str, str], str] = {}
    for layer in TYPED_LAYERS:
        types |= _renamed(old.layer(layer), new.layer(layer))
        pairs = old.attributes_of_layer(layer), new.attributes_of_layer(layer)
        attributes |= {(layer, name): to for name, to in _renamed(*pairs).items()}
    types |= _renamed(old.labels.sentence, new.labels.sentence)
    types |= _renamed(old.labels.document, new.labels.document)
    for layer in FRAME_LAYERS:
        frames = new.frames(layer).types
        for name, frame in old.frames(layer).types.items():
            after = frames.get(types.get(name, name))
            found = _renamed(frame.roles, after.roles) if after else {}
            for below in old.with_subtypes(name):
                roles |= {(below, role): to for role, to in found.items()}
    return Renames(types, roles, attributes)


def _renamed(
    before: Mapping[str, AnyType | Attribute | Role],
    after: Mapping[str, AnyType | Attribute | Role],
) -> dict[str, str]:
    gone = {name: _likeness(before[name]) for name in before if name not in after}
    fresh = {name: _likeness(after[name]) for name in after if name not in before}
    found: dict[str, str] = {}
    for name, likeness in gone.items():
        same = [other for other, one in fresh.items() if one == likeness]
        rivals = [other for other, one in gone.items() if one == likeness]
        if likeness[0] and len(same) == 1 and len(rivals) == 1:
            found[name] = same[0]
    return found


def _likeness(thing: AnyType | Attribute | Role) -> tuple[str, str]:
    return thing.definition.strip(), str(getattr(thing, "value", ""))


# --------------------------------------------------------------------------------------- types


def _type_changes(
    old: Scheme, new: Scheme, layer: TypedLayer, renames: Renames
) -> Iterator[Change]:
    before, after = old.layer(layer), new.layer(layer)
    renamed = {name: to for name, to in renames.types.items() if name in before}
    for name, kind in before.items():
        path = f"{layer}.types.{name}"
        to = renamed.get(name, name)
        if to != name:
            yield Change("major", "renamed", path, f"{name} is now {to}", to)
        if to not in after:
            yield Change("major", "removed", path, f"{name} is gone")
            continue
        yield from _changes_of_type(path, kind, after[to], renames)
        other = after[to]
        if isinstance(kind, FrameType) and isinstance(other, FrameType):
            yield from _role_changes(path, kind, other, renames)
    for name in after:
        if name not in before and name not in renamed.values():
            yield Change("minor", "added", f"{layer}.types.{name}", f"{name} is new")


def _changes_of_type(path: str, old: AnyType, new: AnyType, renames: Renames) -> Iterator[Change]:
    parent = parent_of(old)
    if renames.types.get(parent, parent) != parent_of(new):
        what = f"its parent was {parent or 'none'} and is {parent_of(new) or 'none'}"
        yield Change("major", "changed", path, what)
    was_abstract, is_abstract = (bool(getattr(one, "abstract", False)) for one in (old, new))
    if was_abstract != is_abstract:
        yield _tighter(path, is_abstract, "it only groups other types", "it may be given")
    if isinstance(old, RelationType) and isinstance(new, RelationType):
        for word, ends, later in (
            ("from", old.sources, new.sources),
            ("to", old.targets, new.targets),
        ):
            yield from _set_changes(f"{path}.{word}", ends, later, renames)
        yield from _limit_changes(path, "max_per_source", old.max_per_source, new.max_per_source)
        for word in ("symmetric", "transitive"):
            if getattr(old, word) != getattr(new, word):
                yield Change("major", "changed", path, f"{word} is now {getattr(new, word)}")
    yield from _word_changes(path, old, new, ("definition", "examples", "counter_examples", "key"))
    yield from _word_changes(path, old, new, ("color", "maps"))


def _role_changes(path: str, old: FrameType, new: FrameType, renames: Renames) -> Iterator[Change]:
    before, after = old.roles, new.roles
    renamed = {role: to for (of, role), to in renames.roles.items() if of == old.name}
    for name, role in before.items():
        place = f"{path}.roles.{name}"
        to = renamed.get(name, name)
        if to not in after:
            yield Change("major", "removed", place, f"the role {name} is gone")
            continue
        if to != name:
            yield Change("major", "renamed", place, f"the role {name} is now {to}", to)
        other = after[to]
        yield from _set_changes(f"{place}.fills", role.fills, other.fills, renames)
        if role.min != other.min:
            what = f"at least {other.min} instead of {role.min}"
            yield _tighter(place, other.min > role.min, what, what)
        yield from _limit_changes(place, "max", role.max, other.max)
        yield from _word_changes(place, role, other, ("definition", "key", "maps"))
    for name, role in after.items():
        if name not in before and name not in renamed.values():
            level: Level = "major" if role.min else "minor"
            yield Change(level, "added", f"{path}.roles.{name}", f"the role {name} is new")


# ---------------------------------------------------------------------------- attributes, labels


def _attribute_changes(
    path: str,
    before: Mapping[str, Attribute],
    after: Mapping[str, Attribute],
    renamed: Mapping[str, str],
) -> Iterator[Change]:
    for name, attribute in before.items():
        place = f"{path}.{name}"
        to = renamed.get(name, name)
        if to not in after:
            yield Change("major", "removed", place, f"{name} is gone")
            continue
        if to != name:
            yield Change("major", "renamed", place, f"{name} is now {to}", to)
        yield from _changes_of_attribute(place, attribute, after[to])
    for name, attribute in after.items():
        if name not in before and name not in renamed.values():
            level: Level = "major" if attribute.required and not attribute.default else "minor"
            yield Change(level, "added", f"{path}.{name}", f"{name} is new")


def _changes_of_attribute(path: str, old: Attribute, new: Attribute) -> Iterator[Change]:
    if old.value != new.value:
        what = f"it was a {old.value} and is a {new.value}"
        yield Change("major", "changed", f"{path}.value", what)
    if old.ordered != new.ordered:
        what = f"its choices are {'ordered' if new.ordered else 'in no order'} now"
        yield Change("patch", "changed", f"{path}.ordered", what)
    yield from _set_changes(f"{path}.choices", old.choices, new.choices, None)
    for name in dict.fromkeys((*old.choices_for, *new.choices_for)):
        before = old.choices_for.get(name, old.choices)
        after = new.choices_for.get(name, new.choices)
        yield from _set_changes(f"{path}.choices_for.{name}", before, after, None)
    if set(old.applies_to) != set(new.applies_to):
        narrower = bool(new.applies_to) and not set(old.applies_to or ()) <= set(new.applies_to)
        narrower = narrower or (not old.applies_to and bool(new.applies_to))
        what = f"it applies to {', '.join(new.applies_to) or 'all types'}"
        yield _tighter(f"{path}.applies_to", narrower, what, what)
    if old.required != new.required:
        yield _tighter(path, new.required, "it must be given", "it need not be given")
    if old.pattern != new.pattern:
        yield Change("major", "changed", f"{path}.pattern", "its pattern is another")
    if old.default != new.default:
        yield Change("minor", "changed", f"{path}.default", f"its default is {new.default or '-'}")
    yield from _word_changes(path, old, new, ("definition", "key", "maps"))


# ------------------------------------------------------------------------------ rules, settings


def _rule_changes(old: Scheme, new: Scheme) -> Iterator[Change]:
    for name in dict.fromkeys((*old.rules, *new.rules)):
        before, after = old.rules.get(name), new.rules.get(name)
        path = f"rules.{name}"
        if after is None:
            yield Change("minor", "removed", path, f"the rule {name} is gone")
        elif before != after:
            level: Level = "major" if after.severity == "error" else "minor"
            kind: Kind = "changed" if before else "added"
            yield Change(level, kind, path, f"the rule {name} is {'another' if before else 'new'}")


def _setting_changes(old: Scheme, new: Scheme) -> Iterator[Change]:
    order = ("none", "nested", "any")
    overlap = order.index(old.entities.overlap), order.index(new.entities.overlap)
    if overlap[0] != overlap[1]:
        what = f"overlap is {new.entities.overlap}"
        yield _tighter("entities.overlap", overlap[1] < overlap[0], what, what)
    if old.entities.fragments != new.entities.fragments:
        tighter = not new.entities.fragments
        yield _tighter("entities.fragments", tighter, "no mention in pieces", "pieces allowed")
    for layer in FRAME_LAYERS:
        before, after = old.frames(layer).trigger, new.frames(layer).trigger
        if before != after:
            yield _tighter(
                f"{layer}.trigger", after != "optional", f"it is {after}", "it is optional"
            )
    for key in ("name", "title", "description", "language", "license"):
        if getattr(old, key) != getattr(new, key):
            yield Change("patch", "changed", key, f"the {key} of the scheme is another")


# --------------------------------------------------------------------------------- small parts


def _tighter(path: str, tighter: bool, tight: str, loose: str) -> Change:
    if tighter:
        return Change("major", "tightened", path, tight)
    return Change("minor", "loosened", path, loose)


def _set_changes(
    path: str, before: Iterable[str], after: Iterable[str], renames: Renames | None
) -> Iterator[Change]:
    """Compare what is permitted, names that are only renamed left out."""
    old, new = list(before), list(after)
    if renames:
        old = [renames.types.get(name, name) for name in old]
    gone, fresh = ([n for n in old if n not in new], [n for n in new if n not in old])
    if gone:
        yield Change("major", "tightened", path, f"without {', '.join(gone)}")
    if fresh:
        yield Change("minor", "loosened", path, f"with {', '.join(fresh)}")


def _limit_changes(path: str, word: str, old: int | None, new: int | None) -> Iterator[Change]:
    if old != new:
        tighter = new is not None and (old is None or new < old)
        what = f"{word} = {new}" if new is not None else f"no {word}"
        yield _tighter(path, tighter, what, what)


def _word_changes(path: str, old: object, new: object, keys: tuple[str, ...]) -> Iterator[Change]:
    changed = [key for key in keys if getattr(old, key, None) != getattr(new, key, None)]
    if changed:
        words = " and ".join(key.replace("_", "-") for key in changed)
        yield Change("patch", "changed", path, f"another {words}")
