"""Whether every key of a scheme reaches one thing only.

Must import nothing of ours but the scheme itself.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from annotator.model.scheme import Scheme
from annotator.model.scheme_findings import Finding
from annotator.model.scheme_keys import FORM_LETTERS, SELECTION_LETTERS, free_letters
from annotator.model.scheme_tables import FRAME_LAYERS, FrameLayerName, TypedLayer

MENUS: tuple[TypedLayer, ...] = ("incidents", "claims", "relations")


class _Keyed(NamedTuple):
    path: tuple[str | int, ...]
    key: str


def check_selection_keys(scheme: Scheme) -> Iterator[Finding]:
    """Find two of the entity types, entity attributes and labels on one letter."""
    types = (
        _Keyed(("entities", "types", name), kind.key)
        for name, kind in scheme.entities.types.items()
    )
    attributes = (
        _Keyed(("entities", "attributes", name), attribute.key)
        for name, attribute in scheme.entities.attributes.items()
    )
    labels = (
        _Keyed(("labels", target, name), label.key)
        for target in ("sentence", "document")
        for name, label in getattr(scheme.labels, target).items()
    )
    yield from _clashes((*types, *attributes, *labels), SELECTION_LETTERS)


def check_menu_keys(scheme: Scheme) -> Iterator[Finding]:
    """Find two types on one letter in the menu of incidents, of claims or of relations."""
    for layer in MENUS:
        types = (
            _Keyed((layer, "types", name), kind.key) for name, kind in scheme.layer(layer).items()
        )
        yield from _clashes(types, FORM_LETTERS)


def check_form_keys(scheme: Scheme) -> Iterator[Finding]:
    """Find two of the roles (inherited ones too) and attributes of one frame on one letter."""
    reported: set[tuple[str | int, ...]] = set()
    for layer in FRAME_LAYERS:
        for type_name in scheme.layer(layer):
            for finding in _clashes(_form(scheme, layer, type_name), FORM_LETTERS):
                if finding.path not in reported:
                    reported.add(finding.path)
                    yield finding


def _form(scheme: Scheme, layer: FrameLayerName, type_name: str) -> Iterator[_Keyed]:
    types = scheme.frames(layer).types
    for role in scheme.roles_of(type_name):
        line = (type_name, *scheme.ancestors(type_name))
        owner = next((name for name in line if role.name in types[name].roles), type_name)
        yield _Keyed((layer, "types", owner, "roles", role.name), role.key)
    for name, attribute in scheme.frames(layer).attributes.items():
        if scheme.applies(attribute, type_name):
            yield _Keyed((layer, "attributes", name), attribute.key)


def _clashes(things: Iterable[_Keyed], letters: tuple[str, str]) -> Iterator[Finding]:
    """Report every thing whose key an earlier one has, once, with the letters still free."""
    first: dict[str, _Keyed] = {}
    clashing: list[_Keyed] = []
    for thing in things:
        if thing.key and first.setdefault(thing.key, thing) is not thing:
            clashing.append(thing)
    for thing in clashing:
        yield Finding(
            (*thing.path, "key"),
            f'the key "{thing.key}" is already that of {".".join(map(str, first[thing.key].path))}',
            f"free here: {free_letters(letters, first) or 'none'}",
        )
