"""The tables of a scheme file as frozen models: types, roles, attributes, labels, rules.

They say what each table may hold; `annotator.model.scheme_checks` says what must hold across them.
Must import nothing of ours but the key spaces.
"""

from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field
from pydantic.json_schema import SkipJsonSchema

from annotator.model.scheme_keys import FORM_KEY_PATTERN, SELECTION_KEY_PATTERN

SCHEME_FORMAT = "annotation-scheme/1"

TypedLayer = Literal["entities", "incidents", "claims", "relations"]
FrameLayerName = Literal["incidents", "claims"]
ValueKind = Literal[
    "flag", "choice", "multi_choice", "integer", "count", "interval", "text", "link"
]

TYPED_LAYERS: tuple[TypedLayer, ...] = ("entities", "incidents", "claims", "relations")
FRAME_LAYERS: tuple[FrameLayerName, ...] = ("incidents", "claims")

LAYER_OF_WORD: Mapping[str, TypedLayer] = {
    "entity": "entities",
    "incident": "incidents",
    "claim": "claims",
    "relation": "relations",
}
"""The words that stand for every type of a layer in `fills`, `from`, `to` and a rule's `on`."""

IMPORTED = "import"
"""The key of `maps` for the name under which imports find a thing."""

SPAN = "span"
"""The word in `fills` for bare text that is no annotation."""

Names: TypeAlias = tuple[str, ...]
NonEmptyNames: TypeAlias = Annotated[Names, Field(min_length=1)]
TypeName: TypeAlias = Annotated[str, Field(pattern="^[A-Za-z][A-Za-z0-9_]{0,39}$")]
RoleName: TypeAlias = Annotated[str, Field(pattern="^[A-Za-z]([A-Za-z0-9_]{0,38}[A-Za-z_])?$")]
RuleName: TypeAlias = Annotated[str, Field(pattern="^[a-z][a-z0-9-]{0,59}$")]
SelectionKey: TypeAlias = Annotated[str, Field(pattern=SELECTION_KEY_PATTERN)]
FormKey: TypeAlias = Annotated[str, Field(pattern=FORM_KEY_PATTERN)]
AtLeastOne: TypeAlias = Annotated[int, Field(ge=1)]


class SchemeModel(BaseModel):
    """What every table of a scheme shares."""

    # Building the validators takes 25 ms; opening a project needs none: see `from_checked_json`.
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)


class Named(SchemeModel):
    """A table with a name of its own: `[entities.types.PERSON]` is named PERSON."""

    name: SkipJsonSchema[str] = ""
    """The table's key in the file, put here by the loader; no key of the language."""


class Attribute(Named):
    """A property of a frame, as a question with a kind of value."""

    value: ValueKind
    key: FormKey = ""
    choices: Names = ()
    ordered: bool = False
    """The choices stand in their order, from least to most, so that agreement may count it."""
    choices_for: dict[str, Names] = {}
    """The choices offered for a type and its subtypes, where these are not all."""
    required: bool = False
    default: str = ""
    pattern: str = ""
    """A Python regular expression that the whole of a text must match."""
    applies_to: Names = ()
    """Types (with their subtypes) that have the attribute; empty for the whole layer."""
    maps: dict[str, str] = {}
    definition: str = ""


class EntityAttribute(Attribute):
    """A property of a mention, or a label of a sentence or article: its key acts on a selection."""

    key: SelectionKey = ""


class Guided(Named):
    """A thing with a guideline: its definition, examples and counter-examples."""

    definition: str = ""
    examples: Names = ()
    counter_examples: Annotated[Names, Field(alias="not")] = ()


class EntityType(Guided):
    """A kind of mention."""

    key: SelectionKey = ""
    parent: str = ""
    abstract: bool = False
    """An abstract type groups others and is never given to an annotation."""
    color: str = ""
    maps: dict[str, str] = {}
    """What the type is called elsewhere: label set to label."""


class Role(Named):
    """A slot of a frame and what may fill it."""

    fills: NonEmptyNames
    """Type names, or `entity`, `incident`, `claim`, `span`."""
    key: FormKey = ""
    min: Annotated[int, Field(ge=0)] = 0
    max: AtLeastOne | None = None
    maps: dict[str, str] = {}
    definition: str = ""


class FrameType(Guided):
    """A kind of incident or claim; it has the roles of its parents too."""

    key: FormKey = ""
    parent: str = ""
    abstract: bool = False
    color: str = ""
    maps: dict[str, str] = {}
    roles: dict[RoleName, Role] = {}


class RelationType(Guided):
    """A kind of directed link between two annotations."""

    key: FormKey = ""
    sources: Annotated[NonEmptyNames, Field(alias="from")]
    targets: Annotated[NonEmptyNames, Field(alias="to")]
    symmetric: bool = False
    transitive: bool = False
    max_per_source: AtLeastOne | None = None
    maps: dict[str, str] = {}


class EntityLayer(SchemeModel):
    """Mentions: their types and attributes, and whether spans may overlap or have gaps."""

    types: dict[TypeName, EntityType]
    attributes: dict[TypeName, EntityAttribute] = {}
    overlap: Literal["none", "nested", "any"] = "any"
    fragments: bool = True


class FrameLayer(SchemeModel):
    """Incidents or claims: frames with a trigger (or cue), roles and attributes."""

    types: dict[TypeName, FrameType] = {}
    attributes: dict[TypeName, Attribute] = {}
    trigger: Literal["required", "optional", "none"] = "optional"


class RelationLayer(SchemeModel):
    """Links between annotations."""

    types: dict[TypeName, RelationType] = {}


class LabelLayer(SchemeModel):
    """Labels of a whole sentence or a whole article."""

    sentence: dict[TypeName, EntityAttribute] = {}
    document: dict[TypeName, EntityAttribute] = {}


class Condition(SchemeModel):
    """An attribute is set; with `equals`, to one of these values."""

    attribute: str
    equals: Names = ()


class Rule(Named):
    """What must hold across the slots of one annotation."""

    on: str
    """A type (with its subtypes), or `entity`, `incident`, `claim` for all of a layer."""
    severity: Literal["error", "warning"] = "warning"
    when: Condition | None = None
    unless: Condition | None = None
    require_role: Names = ()
    """At least one of these roles must be filled."""
    forbid_attribute: Names = ()
    """None of these attributes may be set."""


AnyType: TypeAlias = EntityType | FrameType | RelationType


def parent_of(kind: AnyType) -> str:
    """Return the name of a type's parent, "" for none; relations have none."""
    return "" if isinstance(kind, RelationType) else kind.parent
