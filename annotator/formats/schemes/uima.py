"""A type system of UIMA: types of annotations, with `begin` and `end`, and their features.

Source: the UIMA reference, "Type System Descriptors". A type with `Governor` and `Dependent`, as
INCEpTION's relations have, becomes a relation; one with features that hold annotations becomes a
type of incidents with these as roles; any other one becomes a type of mentions. Features of
strings, numbers and truth values become attributes.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple
from xml.etree.ElementTree import Element

from annotator.formats.schemes.tables import Kind, Tables
from annotator.model.scheme_tables import TypedLayer

_ANNOTATION = "uima.tcas.Annotation"
_ENDS = ("Governor", "Dependent")
_KINDS: Mapping[str, Kind] = {
    "uima.cas.String": "text",
    "uima.cas.Boolean": "flag",
    **dict.fromkeys((f"uima.cas.{one}" for one in ("Byte", "Short", "Integer", "Long")), "integer"),
    **dict.fromkeys(("uima.cas.Float", "uima.cas.Double"), "text"),
}
# Types that cut the text or describe the document, and annotate nothing.
_LAYOUT = (
    "uima.",
    "de.tudarmstadt.ukp.dkpro.core.api.segmentation.",
    "de.tudarmstadt.ukp.dkpro.core.api.metadata.",
)


class _Feature(NamedTuple):
    name: str
    range: str
    """The type of its value; of a list, that of its elements."""


class _Type(NamedTuple):
    name: str
    above: str
    features: tuple[_Feature, ...]
    choices: tuple[str, ...]


def take(root: Element, tables: Tables) -> None:
    """Put what a type system defines into the tables."""
    for element in root.iter():  # names without their namespace
        element.tag = element.tag.rpartition("}")[2]
    known = {one.name: one for one in map(_type, root.iter("typeDescription"))}
    found = [one for one in known.values() if _is_annotation(one, known)]
    found.sort(key=lambda one: len(_above(one, known)))
    layers = {one.name: _layer(one, known) for one in found}
    for one in found:
        if layers[one.name] != "relations":
            parent = tables.name_of(one.above) if layers.get(one.above) == layers[one.name] else ""
            above = {"parent": parent} if parent else {}
            tables.type(layers[one.name], one.name, **above)
    for one in found:
        _features(one, layers[one.name], known, tables)


def _type(element: Element) -> _Type:
    features = (
        _Feature(
            one.findtext("name", ""),
            one.findtext("elementType", "") or one.findtext("rangeTypeName", ""),
        )
        for one in element.iter("featureDescription")
    )
    choices = (one.findtext("string", "") for one in element.iter("value"))
    above = element.findtext("supertypeName", "")
    return _Type(element.findtext("name", ""), above, tuple(features), tuple(filter(None, choices)))


def _is_annotation(one: _Type, known: Mapping[str, _Type]) -> bool:
    if one.name.startswith(_LAYOUT):
        return False
    above = _above(one, known)
    return (known[above[-1]].above if above else one.above) == _ANNOTATION


def _above(one: _Type, known: Mapping[str, _Type]) -> list[str]:
    """Return the types of the file that a type stands below, the nearest first."""
    found: list[str] = []
    above = one.above
    while above in known and above not in found:
        found.append(above)
        above = known[above].above
    return found


def _layer(one: _Type, known: Mapping[str, _Type]) -> TypedLayer:
    if set(_ENDS) <= {feature.name for feature in one.features}:
        return "relations"
    return "incidents" if any(_targets(one, known)) else "entities"


def _targets(one: _Type, known: Mapping[str, _Type]) -> Iterator[_Feature]:
    """Yield the features of a type that hold annotations, or links to some."""
    for feature in one.features:
        is_list = feature.range.startswith("uima.cas.FS")
        is_known = feature.range in known and not known[feature.range].choices
        if feature.range == _ANNOTATION or is_list or is_known:
            yield feature


def _features(one: _Type, layer: TypedLayer, known: Mapping[str, _Type], tables: Tables) -> None:
    targets = list(_targets(one, known))
    if layer == "relations":
        ends = (
            [_filler(feature, known, tables)]
            for name in _ENDS
            for feature in targets
            if feature.name == name
        )
        found = [*ends, ["entity"], ["entity"]]
        tables.relation(one.name, found[0], found[1])
    for feature in one.features:
        if feature in targets:
            if layer == "incidents":
                fills = _fills(_filler(feature, known, tables))
                tables.role(layer, tables.name_of(one.name) or one.name, feature.name, fills=fills)
            continue
        choices: Sequence[str] = known[feature.range].choices if feature.range in known else ()
        kind = "choice" if choices else _KINDS.get(feature.range)
        if kind is None or layer == "relations":
            tables.left_out.append(f"the feature {feature.name} of {one.name}")
            continue
        tables.attribute(layer, feature.name, kind, choices, [tables.name_of(one.name) or one.name])


def _filler(feature: _Feature, known: Mapping[str, _Type], tables: Tables) -> str:
    """Return what stands in a feature: a type, or `entity` where it may be any."""
    name = tables.name_of(feature.range) if tables.layer_of(feature.range) else None
    if name:
        return name
    link = known.get(feature.range)
    targets = (tables.name_of(one.range) for one in (link.features if link else ()))
    return next(filter(None, targets), "entity")


def _fills(filler: str) -> list[str]:
    return [filler, "incident", "span"] if filler == "entity" else [filler]
