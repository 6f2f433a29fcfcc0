"""The label scheme: what may be annotated, with which roles, attributes, labels, rules and keys.

`annotator.model.scheme_file` reads one from its file and checks it. Everything a screen or a check
asks of a scheme is a method here. Must import nothing of ours but the scheme's tables and keys.
"""

import json
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Annotated, Any, Literal, NamedTuple, cast

from pydantic import ConfigDict, Field
from pydantic.json_schema import SkipJsonSchema

from annotator.model.scheme_keys import FORM_LETTERS, SELECTION_LETTERS, first_free_letter
from annotator.model.scheme_tables import (
    LAYER_OF_WORD,
    SPAN,
    TYPED_LAYERS,
    AnyType,
    Attribute,
    Condition,
    EntityAttribute,
    EntityLayer,
    EntityType,
    FrameLayer,
    FrameLayerName,
    FrameType,
    LabelLayer,
    Names,
    RelationLayer,
    RelationType,
    Role,
    Rule,
    RuleName,
    SchemeModel,
    TypedLayer,
    parent_of,
)


class SchemeRef(NamedTuple):
    """Which scheme an annotation was made with."""

    name: str
    version: str
    hash: str
    """`sha256:` and the hexadecimal digest of the scheme file's bytes."""


class KeyedAttribute(NamedTuple):
    """An attribute with the key that reaches it."""

    key: str
    """The scheme's key, else the first free letter; "" when all letters are taken."""
    attribute: Attribute


class Scheme(SchemeModel):
    """A checked label scheme, as `load_scheme` returns it."""

    model_config = ConfigDict(
        json_schema_extra={
            "$comment": "Structure only. References between types, keys across one form, "
            "and examples need the loader."
        }
    )

    format: Literal["annotation-scheme/1"]
    name: Annotated[str, Field(pattern="^[a-z][a-z0-9-]*$")]
    version: Annotated[str, Field(pattern="^[0-9]+\\.[0-9]+\\.[0-9]+$")]
    title: str = ""
    description: str = ""
    language: Names = ()
    license: str = ""
    entities: EntityLayer
    incidents: FrameLayer = Field(default_factory=FrameLayer.model_construct)
    claims: FrameLayer = Field(default_factory=FrameLayer.model_construct)
    relations: RelationLayer = Field(default_factory=RelationLayer.model_construct)
    labels: LabelLayer = Field(default_factory=LabelLayer.model_construct)
    rules: dict[RuleName, Rule] = Field(default_factory=dict)
    source_hash: SkipJsonSchema[str] = ""
    """`sha256:` of the file's bytes, put here by the loader; no key of the language."""

    @property
    def ref(self) -> SchemeRef:
        """Name, version and hash, as annotations quote them."""
        return SchemeRef(self.name, self.version, self.source_hash)

    # ------------------------------------------------------------ finding a type or a label

    @cached_property
    def types(self) -> Mapping[str, AnyType]:
        """Every type of every layer by name, in file order per layer."""
        return {name: kind for layer in TYPED_LAYERS for name, kind in self.layer(layer).items()}

    def layer(self, layer: TypedLayer) -> Mapping[str, AnyType]:
        """Return the types of a layer by name, in file order, abstract ones included."""
        match layer:
            case "entities":
                return self.entities.types
            case "relations":
                return self.relations.types
            case _:
                return self.frames(layer).types

    def frames(self, layer: FrameLayerName) -> FrameLayer:
        """Return one of the two layers of frames."""
        return self.incidents if layer == "incidents" else self.claims

    def layer_of(self, type_name: str) -> TypedLayer | None:
        """Return the layer that has this type, None for an unknown name."""
        return next((layer for layer in TYPED_LAYERS if type_name in self.layer(layer)), None)

    @property
    def entity_types(self) -> tuple[EntityType, ...]:
        """The entity types in file order, abstract ones included."""
        return tuple(self.entities.types.values())

    def entity_type(self, name: str) -> EntityType:
        """Return an entity type.

        Raises:
            KeyError: the scheme has no such entity type.
        """
        return self.entities.types[name]

    def frame_type(self, name: str) -> FrameType:
        """Return an incident or claim type.

        Raises:
            KeyError: the scheme has neither.
        """
        return self._frame_types_with(name)[name]

    def relation_type(self, name: str) -> RelationType:
        """Return a relation type.

        Raises:
            KeyError: the scheme has no such relation.
        """
        return self.relations.types[name]

    @property
    def labels_by_name(self) -> Mapping[str, EntityAttribute]:
        """Sentence labels, then article labels, by name, each in file order."""
        return {**self.labels.sentence, **self.labels.document}

    def label(self, name: str) -> EntityAttribute:
        """Return a label of sentences or of articles.

        Raises:
            KeyError: the scheme has no such label.
        """
        found = self.labels.sentence.get(name)
        return found if found is not None else self.labels.document[name]

    def choosable_types(self, layer: TypedLayer) -> tuple[AnyType, ...]:
        """Return the types an annotation may have, in file order: all that are not abstract."""
        return tuple(kind for kind in self.layer(layer).values() if not _is_abstract(kind))

    # ----------------------------------------------------------------------- hierarchy

    def ancestors(self, type_name: str) -> tuple[str, ...]:
        """Return the types above this one, the nearest first."""
        layer = self.layer_of(type_name)
        return _above(self.layer(layer), type_name) if layer else ()

    def is_a(self, type_name: str, parent: str) -> bool:
        """Tell whether a type is `parent` or below it."""
        return type_name == parent or parent in self.ancestors(type_name)

    def with_subtypes(self, type_name: str) -> tuple[str, ...]:
        """Return a type and all types below it, in file order."""
        layer = self.layer_of(type_name)
        return tuple(n for n in self.layer(layer) if self.is_a(n, type_name)) if layer else ()

    def covered(self, name: str) -> tuple[str, ...]:
        """Return the types a rule's `on` or a relation's end stands for, abstract ones left out.

        Args:
            name: a type, or `entity`, `incident`, `claim`, `relation` for all of a layer.
        """
        layer = LAYER_OF_WORD.get(name)
        names = tuple(self.layer(layer)) if layer else self.with_subtypes(name)
        return tuple(n for n in names if not _is_abstract(self.types[n]))

    # ------------------------------------------------------------------ roles and relations

    def roles_of(self, type_name: str) -> tuple[Role, ...]:
        """Return the roles of a frame type, inherited ones first, in file order.

        A role that a subtype defines again takes the place of the inherited one.
        """
        types = self._frame_types_with(type_name)
        roles: dict[str, Role] = {}
        for name in (*reversed(_above(types, type_name)), type_name):
            roles.update(types[name].roles)
        return tuple(roles.values())

    def permitted_fillers(self, role: Role) -> tuple[str, ...]:
        """Return the types that may fill a role, and `span` where bare text may."""
        return self.permitted(role.fills)

    def permitted(self, names: Iterable[str]) -> tuple[str, ...]:
        """Expand `fills`, `from` or `to` to the types an annotation may have there.

        Returns:
            Names of types, subtypes included, abstract ones not; in the order of the layers and the
            file. `span` stands last where the list has it.
        """
        wanted = {covered for name in names for covered in self.covered(name)}
        spans = (SPAN,) if SPAN in names else ()
        return (*(name for name in self.types if name in wanted), *spans)

    # -------------------------------------------------------------------- attributes, rules

    def attributes_of_layer(self, layer: TypedLayer) -> Mapping[str, Attribute]:
        """Return the attributes of a layer by name, in file order; relations have none."""
        match layer:
            case "entities":
                return self.entities.attributes
            case "relations":
                return {}
            case _:
                return self.frames(layer).attributes

    def attributes_for(self, type_name: str) -> tuple[KeyedAttribute, ...]:
        """Return the attributes that a type has, in file order, each with its key."""
        layer = self.layer_of(type_name)
        if layer is None:
            return ()
        keys = self._attribute_keys[layer]
        return tuple(
            KeyedAttribute(keys[name], attribute)
            for name, attribute in self.attributes_of_layer(layer).items()
            if self.applies(attribute, type_name)
        )

    def applies(self, attribute: Attribute, type_name: str) -> bool:
        """Tell whether a type of the attribute's layer has the attribute."""
        above = attribute.applies_to
        return not above or any(self.is_a(type_name, name) for name in above)

    def choices_for(self, attribute: Attribute, type_name: str) -> Names:
        """Return the choices offered for a type: those of the nearest type that limits them."""
        for name in (type_name, *self.ancestors(type_name)):
            if name in attribute.choices_for:
                return attribute.choices_for[name]
        return attribute.choices

    def rules_for(self, type_name: str) -> tuple[Rule, ...]:
        """Return the rules that speak about annotations of a type, in file order."""
        return tuple(rule for rule in self.rules.values() if type_name in self.covered(rule.on))

    # ------------------------------------------------------------------------------- keys

    def type_for_key(self, key: str, layer: TypedLayer = "entities") -> str | None:
        """Return the name of the type that a key chooses in a layer, None if it chooses none."""
        return self._types_by_key[layer].get(key)

    def label_for_key(self, key: str) -> EntityAttribute | None:
        """Return the sentence or article label that a key sets, None if it sets none."""
        labels = self.labels_by_name.values()
        return next((label for label in labels if key and label.key == key), None)

    @cached_property
    def _types_by_key(self) -> Mapping[TypedLayer, Mapping[str, str]]:
        return {
            layer: {kind.key: name for name, kind in self.layer(layer).items() if kind.key}
            for layer in TYPED_LAYERS
        }

    def attribute_keys(self, layer: TypedLayer) -> Mapping[str, str]:
        """Return the key of every attribute of a layer: the same letter in every form that has it.

        What the scheme gives no key gets the first letter that is free wherever it applies; "" when
        all are taken.
        """
        return self._attribute_keys[layer]

    @cached_property
    def _attribute_keys(self) -> Mapping[TypedLayer, Mapping[str, str]]:
        return {layer: self._keys_in(layer) for layer in TYPED_LAYERS}

    def _keys_in(self, layer: TypedLayer) -> Mapping[str, str]:
        attributes = self.attributes_of_layer(layer)
        letters = SELECTION_LETTERS if layer == "entities" else FORM_LETTERS
        keys = {name: attribute.key for name, attribute in attributes.items()}
        for name, attribute in attributes.items():
            if not attribute.key:
                taken = {*keys.values(), *self._neighbour_keys(layer, attribute)}
                keys[name] = first_free_letter(name, letters, taken)
        return keys

    def _neighbour_keys(self, layer: TypedLayer, attribute: Attribute) -> Iterable[str]:
        """Keys of what is no attribute but stands in one key space with this attribute."""
        if layer == "entities":
            yield from (kind.key for kind in self.entity_types)
            yield from (label.key for label in self.labels_by_name.values())
            return
        for name in self.layer(layer):
            if self.applies(attribute, name):
                yield from (role.key for role in self.roles_of(name))

    def _frame_types_with(self, type_name: str) -> Mapping[str, FrameType]:
        layers = (self.incidents.types, self.claims.types)
        return layers[0] if type_name in layers[0] else layers[1]

    # ------------------------------------------------------------------------- keeping it

    def to_json(self) -> str:
        """Return the checked scheme as canonical JSON: one line, the language's own key names."""
        return self.model_dump_json(by_alias=True, exclude_defaults=True)

    @classmethod
    def from_checked_json(cls, text: str) -> "Scheme":
        """Rebuild a scheme from what `to_json` gave, without checking it again.

        Opening a project costs some 20 ms less this way; the text must be the store's own.
        """
        return cast(Scheme, _assemble(cls, json.loads(text)))


_PARTS: Mapping[type[SchemeModel], Mapping[str, type[SchemeModel]]] = {
    Scheme: {
        "entities": EntityLayer,
        "incidents": FrameLayer,
        "claims": FrameLayer,
        "relations": RelationLayer,
        "labels": LabelLayer,
    },
    Rule: {"when": Condition, "unless": Condition},
}
"""The keys of each model whose value is one model."""

_TABLES: Mapping[type[SchemeModel], Mapping[str, type[SchemeModel]]] = {
    Scheme: {"rules": Rule},
    EntityLayer: {"types": EntityType, "attributes": EntityAttribute},
    FrameLayer: {"types": FrameType, "attributes": Attribute},
    FrameType: {"roles": Role},
    RelationLayer: {"types": RelationType},
    LabelLayer: {"sentence": EntityAttribute, "document": EntityAttribute},
}
"""The keys of each model whose value is models by name."""


def _assemble(model: type[SchemeModel], table: Mapping[str, Any]) -> SchemeModel:
    """Build a model from JSON known to be right, without its validator."""
    values = {key: _assemble_value(model, key, value) for key, value in table.items()}
    return model.model_construct(**values)


def _assemble_value(model: type[SchemeModel], key: str, value: Any) -> Any:
    if part := _PARTS.get(model, {}).get(key):
        return _assemble(part, value)
    if entry := _TABLES.get(model, {}).get(key):
        return {name: _assemble(entry, table) for name, table in value.items()}
    if isinstance(value, dict):
        return {name: _as_tuple(item) for name, item in value.items()}
    return _as_tuple(value)


def _as_tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _above(types: Mapping[str, AnyType], name: str) -> tuple[str, ...]:
    """Return the parents above a type, the nearest first; an unknown one or a circle ends them."""
    found: list[str] = []
    parent = parent_of(types[name])
    while parent in types and parent not in found:
        found.append(parent)
        parent = parent_of(types[parent])
    return tuple(found)


def _is_abstract(kind: AnyType) -> bool:
    return not isinstance(kind, RelationType) and kind.abstract
