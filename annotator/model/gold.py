"""The gold records: what an export holds, key by key, in the order in which it is written.

One document record is one article with one layer set; one sentence record is derived from it. The
shape is made for `datasets.load_dataset`: no nulls, no keys that depend on data (but for what
`GoldRegistryEntry` says), no mixed lists, no date alone in a column. The spelling of a line is
`annotator.formats.exporting.lines`; the README of an export and the JSON Schemas are generated from
these models.
"""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from annotator.model.annotation import FillerKind, Layer, Origin
from annotator.model.article import SentenceKind
from annotator.model.base import Record
from annotator.model.decision import Decision
from annotator.model.ids import (
    ANNOTATOR_PATTERN,
    ARTICLE_ID_PATTERN,
    HASH_PATTERN,
    ID_PATTERN,
    INSTANT_PATTERN,
)

DOCUMENT_FORMAT = "news-gold/1"
SENTENCE_FORMAT = "news-gold-sentence/1"
LOSS_FORMAT = "loss-report/1"
DOCUMENT_TARGET = "doc"
"""The target of a label that speaks of the whole article."""

Status = Literal["gold", "annotation"]
FinishedLayer = Literal["entities", "incidents", "claims", "labels"]
Offset = Annotated[int, Field(ge=0)]
SentenceId = Annotated[str, Field(pattern=r"^S[1-9]\d*$")]
ItemId = Annotated[str, Field(pattern=ID_PATTERN)]
ArticleId = Annotated[str, Field(pattern=ARTICLE_ID_PATTERN)]
AnnotatorName = Annotated[str, Field(pattern=ANNOTATOR_PATTERN)]
EvidenceId = Annotated[str, Field(pattern=r"^(s_[0-9a-z]{12})?$")]
RegistryId = Annotated[str, Field(pattern=r"^(n_[0-9a-z]{12})?$")]
Reference = Annotated[str, Field(pattern=r"^(d_[0-9a-f]{16}#)?[a-z]_[0-9a-z]{12}$")]
"""An item's id; in front of it the article's id and `#` where the item is in another article."""
ItemReference = Annotated[str, Field(pattern=r"^d_[0-9a-f]{16}#[a-z]_[0-9a-z]{12}$")]


class GoldModel(Record):
    """What all parts of a record share: a value is read as the type it has, never converted."""

    model_config = ConfigDict(strict=True)


class GoldScheme(GoldModel):
    """Which scheme the annotations were made with."""

    name: str
    version: str
    hash: str = Field(pattern=HASH_PATTERN)


class GoldUnit(GoldModel):
    """A sentence of the article, and what its reader finished; a layer in no list is not seen."""

    id: SentenceId
    start: Offset
    end: Offset
    kind: SentenceKind
    done: tuple[FinishedLayer, ...]
    skipped: tuple[FinishedLayer, ...]
    unsure: tuple[FinishedLayer, ...]


class GoldFragment(GoldModel):
    """One piece of a discontinuous mention."""

    start: Offset
    end: Offset


class GoldTrigger(GoldModel):
    """One piece of a trigger or cue, with the text that stands there."""

    start: Offset
    end: Offset
    text: str


class GoldSpan(GoldModel):
    """Text that is evidence of a value or fills a role, and is no annotation itself."""

    id: ItemId
    start: Offset
    end: Offset
    text: str


class GoldAttribute(GoldModel):
    """A value in the scheme's lexical form; `evidence` is the id of a span, or ""."""

    name: str
    value: str
    evidence: EvidenceId


class GoldRole(GoldModel):
    """What fills a role of a frame."""

    role: str
    target: ItemId
    kind: FillerKind


class GoldEntityCore(GoldModel):
    """A mention as the sentence record has it.

    `start` and `end` are the hull; `fragments` is empty for a mention in one piece.
    """

    id: ItemId
    type: str
    start: Offset
    end: Offset
    text: str
    """The text under it; fragments are joined by one space."""
    fragments: tuple[GoldFragment, ...]
    attributes: tuple[GoldAttribute, ...]
    identity: RegistryId


class _FrameCore(GoldModel):
    id: ItemId
    type: str
    trigger: tuple[GoldTrigger, ...]
    roles: tuple[GoldRole, ...]
    attributes: tuple[GoldAttribute, ...]


class GoldIncidentCore(_FrameCore):
    """An incident as the sentence record has it."""

    identity: RegistryId


class GoldClaimCore(_FrameCore):
    """A claim as the sentence record has it; its trigger is the cue."""


class GoldRelationCore(GoldModel):
    """A directed link between two items."""

    id: ItemId
    type: str
    source: Reference
    target: Reference
    attributes: tuple[GoldAttribute, ...]


class GoldLabelCore(GoldModel):
    """A label of a sentence, or of the whole article when its target is `doc`."""

    id: ItemId
    target: Annotated[str, Field(pattern=r"^(S[1-9]\d*|doc)$")]
    name: str
    value: str


class GoldTail(GoldModel):
    """What every item of a document record ends in."""

    status: Status
    annotators: tuple[AnnotatorName, ...]
    derived_from: tuple[ItemId, ...]
    """The annotators' items behind an adjudicated one."""
    origin: Origin
    unsure: bool
    note: str


# The bases stand in this order because pydantic lists the fields of the last base first.
class GoldEntity(GoldTail, GoldEntityCore):
    """A mention."""


class GoldIncident(GoldTail, GoldIncidentCore):
    """An incident."""


class GoldClaim(GoldTail, GoldClaimCore):
    """A claim."""


class GoldRelation(GoldTail, GoldRelationCore):
    """A relation."""


class GoldLabel(GoldTail, GoldLabelCore):
    """A label."""


class GoldAgreement(GoldModel):
    """How well the annotators agreed; the value is a decimal number as text."""

    layer: Layer
    measure: str
    value: str


class GoldProvenance(GoldModel):
    """Where the record came from."""

    project: str
    exported_at: str = Field(pattern=INSTANT_PATTERN)
    """The time of the last change, not of the clock: two exports of one project are equal."""
    tool: str
    tool_version: str
    annotators: tuple[AnnotatorName, ...]
    adjudicator: str
    agreement: tuple[GoldAgreement, ...]


class GoldDocument(GoldModel):
    """One article with its annotations: one line of `documents-*.jsonl`."""

    format: Literal["news-gold/1"]
    id: ArticleId
    text: str
    """Exactly as ingested; offsets count its code points."""
    text_hash: str = Field(pattern=HASH_PATTERN)
    offsets: Literal["codepoint"]
    title: str
    url: str
    publisher: str
    published: str
    """An interval with a slash, "" when unknown."""
    language: str
    license: str
    duplicate_cluster: str
    split: str
    scheme: GoldScheme
    sentences: tuple[GoldUnit, ...]
    spans: tuple[GoldSpan, ...]
    entities: tuple[GoldEntity, ...]
    incidents: tuple[GoldIncident, ...]
    claims: tuple[GoldClaim, ...]
    relations: tuple[GoldRelation, ...]
    labels: tuple[GoldLabel, ...]
    provenance: GoldProvenance
    versions: dict[str, int] = Field(default_factory=dict)
    """How often items were made or changed, where more than once; decisions quote it. It stands
    only in annotators' layers beside gold."""


class GoldExternal(GoldModel):
    """A filler or evidence that stands outside the sentence which speaks of it."""

    id: ItemId
    layer: Literal["entities", "incidents", "claims", "spans"]
    sentence_id: SentenceId
    text: str


class GoldSentence(GoldModel):
    """One sentence with what stands in it: one line of `sentences-*.jsonl`.

    Offsets of items and tokens are relative to `start`. A sentence with `annotated` false was read
    by nobody, so it is no negative example.
    """

    format: Literal["news-gold-sentence/1"]
    id: Annotated[str, Field(pattern=r"^d_[0-9a-f]{16}#S[1-9]\d*$")]
    doc_id: ArticleId
    sentence_id: SentenceId
    index: Offset
    kind: SentenceKind
    text: str
    start: Offset
    end: Offset
    tokens: tuple[str, ...]
    token_starts: tuple[Offset, ...]
    token_ends: tuple[Offset, ...]
    ner_tags: tuple[str, ...]
    """IOB2 over the tokens: the outermost mentions in one piece; `entities` has all."""
    entities: tuple[GoldEntityCore, ...]
    spans: tuple[GoldSpan, ...]
    incidents: tuple[GoldIncidentCore, ...]
    claims: tuple[GoldClaimCore, ...]
    external: tuple[GoldExternal, ...]
    labels: tuple[GoldLabelCore, ...]
    annotated: bool
    annotators: tuple[AnnotatorName, ...]
    """Who finished a layer of it."""
    split: str


class GoldRegistryEntry(GoldModel):
    """Who or what several mentions or incidents are: one line of `registry.jsonl`.

    Time, place and note stand only in lines of entries that have them.
    """

    id: Annotated[str, Field(pattern=r"^n_[0-9a-z]{12}$")]
    layer: Literal["entities", "incidents"]
    name: str
    type: str
    aliases: tuple[str, ...]
    kb: str
    """A Wikidata item, `NIL` (there is none), or "" (not looked up)."""
    affiliate_of: RegistryId
    members: tuple[ItemReference, ...]
    when: str = ""
    """Of an incident: an interval."""
    where: str = ""
    """Of an incident: the name of the place."""
    note: str = ""


class GoldVariant(GoldModel):
    """What some of the annotators had said."""

    value: str
    items: tuple[ItemId, ...]
    annotators: tuple[AnnotatorName, ...]


class GoldDecision(GoldModel):
    """What was decided about one slot of one item: one line of `decisions.jsonl`."""

    item: ItemReference
    slot: str
    outcome: str
    rule: str
    variants: tuple[GoldVariant, ...]
    adjudicator: str
    reason: str
    decided_at: str = Field(pattern=INSTANT_PATTERN)
    record: Decision | None = None
    """With votes, in the first line of each decision: all of it, for an import."""


class Loss(GoldModel):
    """What a format cannot hold of one item of one article (`*` stands for all items)."""

    doc: ArticleId
    item: str
    part: str
    severity: Literal["lost", "changed", "moved"]
    why: str


class LossTarget(GoldModel):
    """The losses of one format, sorted; an empty list states that nothing was lost."""

    target: str
    items: tuple[Loss, ...]


class LossReport(GoldModel):
    """What each format of an export cannot hold: `loss-report.json`."""

    format: Literal["loss-report/1"]
    source: str
    targets: tuple[LossTarget, ...]
