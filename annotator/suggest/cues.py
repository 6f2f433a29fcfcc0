"""Cues: claims, from the words by which a text passes on what somebody says."""

from collections.abc import Iterator

from annotator.model.spans import Span
from annotator.model.suggestion import Proposal, ProposedFiller, ProposedValue
from annotator.suggest.base import Page
from annotator.suggest.reading import Reading, read
from annotator.text.cues import ASSERT, DENY, NOBODY, REPORT, URGE, Cue
from annotator.text.proposals import ClaimProposal, RoleProposal, claim_in
from annotator.text.sentence import SentenceParts

_SPEAKERS = frozenset(
    {"PERSON", "PEOPLE", "ORG", "GOV_BODY", "STATE_FORCE", "ARMED_GROUP", "GPE", "NORP"}
)
_LISTENERS = _SPEAKERS - {"NORP"}
_WHOLE, _HALF, _BARE = 0.8, 0.65, 0.55
_VERIFIABILITY = {DENY: "verifiable", REPORT: "verifiable", URGE: "unverifiable"}


class Cues:
    """Proposes claims with source, content, addressee, stance and quotation."""

    name = "cues"
    version = "1"

    def suggest(self, page: Page) -> Iterator[Proposal]:
        """Yield a claim for each cue of the wanted sentences, from left to right."""
        for reading, sentence in read(page):
            parts = reading.sentence(sentence.start)
            for cue in parts.cues:
                yield _claim(reading, parts, cue)


def _claim(reading: Reading, parts: SentenceParts, cue: Cue) -> Proposal:
    span = Span(cue.start, cue.end)
    found = claim_in(parts, span)
    kind = _type(cue)
    roles = tuple(_fillers(reading, parts, found))
    if kind == "CASUALTY":
        roles += _figure(parts, cue)
    named = {filler.role for filler in roles}
    sourced = "source" in named or cue.source == NOBODY
    known_parts = sourced + ("content" in named)
    return Proposal(
        layer="claims",
        type=kind,
        fragments=(span,),
        score=(_BARE, _HALF, _WHOLE)[known_parts],
        reason=f"“{cue.lemma}” passes on what somebody says",
        attributes=tuple(_attributes(cue, found, kind)),
        roles=roles,
    )


def _type(cue: Cue) -> str:
    if cue.lemma.endswith("responsibility"):
        return "RESPONSIBILITY"
    return "CASUALTY" if cue.lemma.startswith("put") else "STATEMENT"


def _attributes(cue: Cue, found: ClaimProposal, kind: str) -> Iterator[ProposedValue]:
    """Yield values that differ from the scheme's defaults."""
    values = (
        ("stance", "" if cue.stance == ASSERT else cue.stance),
        ("quotation", found.quotation),
        ("verifiability", _VERIFIABILITY.get(cue.stance, "")),
        ("anonymous_source", "true" if cue.source == NOBODY else ""),
        ("responsibility", "claimed_or_admitted" if kind == "RESPONSIBILITY" else ""),
    )
    evidence = Span(cue.start, cue.end)
    for name, value in values:
        if value:
            yield ProposedValue(name=name, value=value, evidence=evidence)


def _fillers(
    reading: Reading, parts: SentenceParts, found: ClaimProposal
) -> Iterator[ProposedFiller]:
    types = reading.types(parts.start)
    for one in found.roles:
        fragments = tuple(Span(*fragment) for fragment in one.fragments)
        kind = "span" if one.role == "content" else _speaker(types.get(fragments[0], ""), one)
        if kind and (kind == "span" or len(fragments) == 1):
            yield ProposedFiller(role=one.role, fragments=fragments, type=kind)


def _speaker(kind: str, one: RoleProposal) -> str:
    """Return the type of who speaks or listens, "" for what cannot."""
    return kind if kind in (_LISTENERS if one.role == "addressee" else _SPEAKERS) else ""


def _figure(parts: SentenceParts, cue: Cue) -> tuple[ProposedFiller, ...]:
    """Return the first number behind a cue such as "put the toll at 31"."""
    for one in parts.candidates:
        if one.start >= cue.end and one.kind == "number":
            place = (Span(one.start, one.end),)
            return (ProposedFiller(role="figure", fragments=place, type="QUANTITY"),)
    return ()
