"""What annotators say about a text: mentions, incidents, claims, relations and labels.

All are spans as a multiset of labelled ranges: nested, overlapping, identical and discontinuous
spans are legal where the scheme says so. Each annotation belongs to one annotator.
"""

from typing import Annotated, Literal, get_args

from pydantic import Field

from annotator.model.base import Record
from annotator.model.ids import ANNOTATOR_PATTERN, ARTICLE_ID_PATTERN, ID_PATTERN
from annotator.model.spans import BareSpan, Span, hull

Layer = Literal["entities", "incidents", "claims", "relations", "labels"]
LAYERS: tuple[Layer, ...] = get_args(Layer)
COMPLETED_LAYERS: tuple[Layer, ...] = ("entities", "incidents", "claims", "labels")
"""The layers that an annotator completes; relations go with their ends."""

Origin = Literal["human", "accepted", "edited", "propagated", "projected", "imported"]
ORIGINS: tuple[Origin, ...] = get_args(Origin)
FillerKind = Literal["entity", "span", "incident", "claim"]


class SuggestedBy(Record):
    """Which suggester proposed an annotation before a person accepted it."""

    source: str
    version: str
    score: float = Field(ge=0, le=1)


class AttributeValue(Record):
    """One attribute of an annotation, its value in the scheme's lexical form."""

    name: str
    value: str
    evidence: BareSpan | None = None


class Filler(Record):
    """What fills a role of a frame; `span` is there when the filler is only a piece of text."""

    role: str
    kind: FillerKind
    target: str = Field(pattern=ID_PATTERN)
    span: BareSpan | None = None


class _Annotation(Record):
    """What all layers carry."""

    id: str = Field(pattern=ID_PATTERN)
    article: str = Field(pattern=ARTICLE_ID_PATTERN)
    annotator: str = Field(pattern=ANNOTATOR_PATTERN)
    type: str
    scheme: str
    """Hash of the scheme it was made with."""
    version: int = Field(default=1, ge=1)
    """One more with each change; decisions quote it."""
    origin: Origin = "human"
    suggested_by: SuggestedBy | None = None
    created: str
    changed: str
    unsure: bool = False
    note: str = ""


class _Attributed(_Annotation):
    attributes: tuple[AttributeValue, ...] = ()

    def value_of(self, name: str) -> str:
        """Return the value of the attribute, "" where it has none."""
        return next((item.value for item in self.attributes if item.name == name), "")


class Mention(_Attributed):
    """An entity mention: one or more fragments of text with a type."""

    layer: Literal["entities"] = "entities"
    fragments: tuple[Span, ...] = Field(min_length=1)
    identity: str = ""
    """The entity of the registry that it names, "" where nobody has said."""

    @property
    def anchor(self) -> Span:
        """The hull of the fragments."""
        return hull(self.fragments)


class _Frame(_Attributed):
    trigger: tuple[Span, ...] = ()
    roles: tuple[Filler, ...] = ()
    at: int | None = Field(default=None, ge=0)
    """Where one without a trigger was made, in code points; None where nobody knows."""

    @property
    def anchor(self) -> Span | None:
        """Where it stands: its trigger, else its first bare span, else where it was made."""
        if self.trigger:
            return hull(self.trigger)
        for bare in self.bare_spans:
            return Span(bare.start, bare.end)
        return None if self.at is None else Span(self.at, self.at)

    @property
    def bare_spans(self) -> tuple[BareSpan, ...]:
        """The fillers that are only text, then the evidence of values."""
        fillers = [filler.span for filler in self.roles if filler.span]
        evidence = [value.evidence for value in self.attributes if value.evidence]
        return (*fillers, *evidence)

    def fillers_of(self, role: str) -> tuple[Filler, ...]:
        """Return what fills a role."""
        return tuple(filler for filler in self.roles if filler.role == role)


class Incident(_Frame):
    """An incident frame: trigger, typed roles and attributes."""

    layer: Literal["incidents"] = "incidents"
    identity: str = ""


class Claim(_Frame):
    """A claim frame; its trigger is the cue and may be absent."""

    layer: Literal["claims"] = "claims"


class Relation(_Attributed):
    """A typed relation; an end in another article is written `d_...#c_...`."""

    layer: Literal["relations"] = "relations"
    source: str
    target: str

    @property
    def anchor(self) -> None:
        """A relation stands where its source does, which only the article knows."""
        return None


class Label(_Annotation):
    """A label of a sentence or of the whole article; `type` is the label's name."""

    layer: Literal["labels"] = "labels"
    value: str
    sentence: int | None = None
    """Start of the labelled sentence; None labels the article."""

    @property
    def anchor(self) -> Span | None:
        """The place of the sentence, or None for the article."""
        return None if self.sentence is None else Span(self.sentence, self.sentence)


Frame = Incident | Claim
"""What has a trigger and roles."""

Annotation = Annotated[Mention | Incident | Claim | Relation | Label, Field(discriminator="layer")]
