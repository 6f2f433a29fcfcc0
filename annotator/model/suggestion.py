"""What suggesters propose: annotations that are nobody's until a person accepts them."""

import hashlib
from typing import Literal

from pydantic import Field

from annotator.model.base import Record
from annotator.model.spans import Span, hull

SuggestedLayer = Literal["entities", "incidents", "claims"]


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

    id: str
    article: str
    source: str
    """The name of the suggester."""
    source_version: str


def suggestion(article: str, source: str, version: str, proposal: Proposal) -> Suggestion:
    """Return a proposal with the article and the suggester that it comes from.

    The id is made of what is proposed, so that proposing it twice gives the same one.
    """
    said = proposal.model_dump_json(exclude={"score", "reason"})
    digest = hashlib.sha256(f"{article}\n{source}\n{said}".encode()).hexdigest()[:16]
    return Suggestion(
        **{name: getattr(proposal, name) for name in Proposal.model_fields},
        id=f"s_{digest}",
        article=article,
        source=source,
        source_version=version,
    )
