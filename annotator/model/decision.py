"""Decisions of adjudication: what was chosen among what annotators said, by whom, and why.

Decisions are appended, never changed; gold is a view over them. A decision holds all that gold
needs, so gold can be made again from decisions alone.
"""

from typing import Literal, get_args

from pydantic import Field

from annotator.model.annotation import AttributeValue, FillerKind, Layer, Origin
from annotator.model.base import Record
from annotator.model.ids import ANNOTATOR_PATTERN, ARTICLE_ID_PATTERN, INSTANT_PATTERN
from annotator.model.spans import BareSpan, Span

Rule = Literal[
    "unanimous",
    "threshold",
    "variant",
    "novel",
    "reject",
    "propagated",
    "imported",
    "discuss",
    "second",
]
"""How it came about; `second` is another adjudicator's opinion, which is measured and no gold."""
RULES: tuple[Rule, ...] = get_args(Rule)
Reason = Literal["", "ambiguous", "gap", "slip", "other"]
"""Why annotators differed: the text is ambiguous, the guideline has a gap, a slip, another."""

Kind = Literal[
    "only-one",
    "type",
    "boundary",
    "mixed",
    "existence",
    "content",
    "source",
    "cue",
    "trigger",
    "slot",
    "value",
    "stance",
    "link",
    "label",
    "identity",
    "agreed",
]
KINDS: tuple[Kind, ...] = get_args(Kind)


class GoldMentionBody(Record):
    """A mention as a decision has it."""

    type: str
    fragments: tuple[Span, ...] = Field(min_length=1)
    attributes: tuple[AttributeValue, ...] = ()
    identity: str = ""
    origin: Origin = "human"
    """The one that its sources share, else `human`."""
    sources: tuple[str, ...] = ()
    """Ids of the annotators' mentions behind it; none for one that the adjudicator made."""


class GoldFiller(Record):
    """What fills a role or is the end of a relation, named so that gold can find it again."""

    role: str
    kind: FillerKind
    target: str = ""
    """Gold id of a frame; id in another article as `d_...#c_...`; "" for mentions and text."""
    fragments: tuple[Span, ...] = ()
    """Where the mention or the text stands."""
    span: BareSpan | None = None
    sources: tuple[str, ...] = ()
    """Ids of the annotators' items that were named."""


class GoldFrameBody(Record):
    """A frame as a decision has it: without what is decided on its own."""

    type: str = ""
    trigger: tuple[Span, ...] = ()
    roles: tuple[GoldFiller, ...] = ()
    attributes: tuple[AttributeValue, ...] = ()
    identity: str = ""
    origin: Origin = "human"
    at: int | None = None


class Choice(Record):
    """One thing that can be taken: of its fields those that the kind of disagreement has.

    All empty is "nothing here".
    """

    mentions: tuple[GoldMentionBody, ...] = ()
    frame: GoldFrameBody | None = None
    """A whole frame, relation (type, two ends as roles) or label (type, value as attribute)."""
    type: str = ""
    fragments: tuple[Span, ...] = ()
    fillers: tuple[GoldFiller, ...] = ()
    values: tuple[AttributeValue, ...] = ()
    identity: str = ""

    @property
    def is_nothing(self) -> bool:
        """Whether it says that nothing is here."""
        return self == Choice()


class Variant(Record):
    """What some annotators said."""

    choice: Choice
    annotators: tuple[str, ...] = ()
    """Who said so, by name; those who finished and marked nothing are with the empty choice."""
    items: tuple[str, ...] = ()
    """Their annotations as `id@version`."""


class Decision(Record):
    """One cluster of disagreement, settled; or one of agreement, accepted by a rule."""

    id: str
    cluster: str
    """Layer, article and versions of the annotations that it is about, as one key."""
    article: str = Field(pattern=ARTICLE_ID_PATTERN)
    sentence: int = Field(ge=0)
    """Start of the sentence."""
    text_hash: str
    layer: Layer
    kind: Kind
    slot: str
    """`item`, `type`, `span`, `identity`, `value`, `role:NAME` or `attribute:NAME`."""
    item: str
    """Gold id of the frame, relation or label; of mentions each has its own."""
    rule: Rule
    rule_detail: str = ""
    """Of a threshold `k/n`; of a propagated decision the id of the one it follows, of a second
    opinion that of the first."""
    outcome: Choice
    variants: tuple[Variant, ...]
    completed: tuple[str, ...]
    """Who had finished the sentences; what they did not mark is a vote."""
    adjudicator: str = Field(pattern=ANNOTATOR_PATTERN)
    shown_at: str = ""
    decided_at: str = Field(pattern=INSTANT_PATTERN)
    ms: int = 0
    keys: int = 0
    revealed: bool = False
    audit: bool = False
    """All annotators agreed; it was shown all the same, to see whether agreement can be trusted."""
    suggested: int = -1
    """The variant with most votes, -1 where none has more than the others."""
    followed: bool = False
    reason: Reason = ""
    note: str = ""
    scheme: str
    guideline: str = ""
    """The version of the guideline that was in force, "" where none was ever named."""
    tool_version: str
    supersedes: tuple[str, ...] = ()
    """Ids of earlier decisions about the same annotations."""

    @property
    def rejects(self) -> bool:
        """Whether it says that nothing is here."""
        return self.outcome.is_nothing and self.rule != "discuss"

    @property
    def not_marked(self) -> tuple[str, ...]:
        """Who finished the sentences and marked nothing of it."""
        said = {name for one in self.variants if one.items for name in one.annotators}
        return tuple(name for name in self.completed if name not in said)
