"""What suggesters propose: annotations that are nobody's until a person accepts them."""

import hashlib
import json
from typing import Literal, get_args

from pydantic import Field

from annotator.model import ids
from annotator.model.base import Record, field_names
from annotator.model.ids import ANNOTATOR_PATTERN, ARTICLE_ID_PATTERN, ID_PATTERN
from annotator.model.spans import Span, hull

SuggestedLayer = Literal["entities", "incidents", "claims"]


VerdictKind = Literal["accepted", "edited", "rejected", "passed"]
VERDICTS: tuple[VerdictKind, ...] = get_args(VerdictKind)


class ProposedValue(Record):
    """A value of an attribute, in the scheme's lexical form, with the words that give it."""

    name: str
    value: str
    evidence: Span | None = None


class ProposedFiller(Record):
    """What may fill a role: a range of the text, as a mention of a type or as bare text."""

    role: str
    fragments: tuple[Span, ...] = Field(min_length=1)
    type: str
    """The type of the mention that would stand there; `span` for bare text."""


class Proposal(Record):
    """One annotation that a suggester proposes."""

    layer: SuggestedLayer = "entities"
    type: str
    fragments: tuple[Span, ...] = Field(min_length=1)
    """The range of a mention, or the trigger or cue of a frame."""
    score: float = Field(ge=0, le=1)
    """How often such a proposal is right, as far as the suggester knows."""
    reason: str
    """Why, in a few words for the inspector; it quotes no more than the proposal's own words."""
    attributes: tuple[ProposedValue, ...] = ()
    roles: tuple[ProposedFiller, ...] = ()

    @property
    def anchor(self) -> Span:
        """The hull of the fragments."""
        return hull(self.fragments)


class Suggestion(Proposal):
    """A proposal for an article, with where it comes from."""

    id: str = Field(pattern=ID_PATTERN)
    article: str = Field(pattern=ARTICLE_ID_PATTERN)
    source: str
    """The name of the suggester."""
    source_version: str


class Showing(Record):
    """Which suggestions a project shows; what nobody has said is as it comes."""

    thresholds: dict[str, float] = Field(default_factory=dict)
    """The least score that is shown, by suggester."""
    held_back: float = Field(default=0.0, ge=0, le=1)
    """The share of sentences in which an annotator sees no suggestions."""
    off: tuple[str, ...] = ()
    """Suggesters that are not asked."""


class Verdict(Record):
    """What an annotator made of a suggestion that was shown: the tool's own evaluation.

    Accepted is as it was; edited with another type, range or slot; passed is what still stood there
    when the sentence was finished.
    """

    article: str = Field(pattern=ARTICLE_ID_PATTERN)
    annotator: str = Field(pattern=ANNOTATOR_PATTERN)
    suggestion: str = Field(pattern=ID_PATTERN)
    source: str
    source_version: str
    layer: SuggestedLayer
    type: str
    """The type that was proposed."""
    score: float
    start: int = Field(ge=0)
    """Where it stood, in code points."""
    words: str
    """The words that it was about, with single blanks between them."""
    verdict: VerdictKind
    changed: str


def suggestion(article: str, source: str, version: str, proposal: Proposal) -> Suggestion:
    """Return a proposal with the article and the suggester that it comes from.

    The id is made of what is proposed, so that proposing it twice gives the same one.
    """
    said = (
        *(article, source, proposal.layer, proposal.type, proposal.fragments),
        [(one.name, one.value, one.evidence) for one in proposal.attributes],
        [(one.role, one.fragments, one.type) for one in proposal.roles],
    )
    digest = hashlib.sha256(json.dumps(said).encode()).hexdigest()[:12]
    # A thousand articles have a hundred thousand of these, and the proposal has been checked.
    return Suggestion.model_construct(
        field_names(Suggestion),
        **proposal.__dict__,
        id=f"{ids.SUGGESTION}_{digest}",
        article=article,
        source=source,
        source_version=version,
    )
