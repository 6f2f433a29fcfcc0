"""What a form may offer for a cue or a trigger: parts of the sentence, each with its reason.

Knows ranges only, no annotations; roles carry the names of the packaged scheme. Must import
nothing of ours but this room.
"""

from typing import NamedTuple

from annotator.text.claim_parts import ClaimParts, colon_parts
from annotator.text.cues import ASSERT, NOBODY, SUBJECT, Cue
from annotator.text.incident_parts import incident_parts
from annotator.text.phrases import Range
from annotator.text.sentence import SentenceParts


class RoleProposal(NamedTuple):
    """What may fill a role: fragments `[start, end)` in code points, and why, in one sentence."""

    role: str
    fragments: tuple[Range, ...]
    reason: str


class ClaimProposal(NamedTuple):
    """What the sentence says about a claim: source (perhaps several), content and addressee."""

    roles: tuple[RoleProposal, ...]
    stance: str
    quotation: str
    """direct, indirect or mixed; "" where no content was found."""
    reason: str
    """Why the stance and the quotation are proposed."""

    def role(self, name: str) -> tuple[Range, ...]:
        """Return the fragments proposed first for a role, () for none."""
        return next((one.fragments for one in self.roles if one.role == name), ())


def propose_claim(text: str, start: int, end: int, cue: Range | None = None) -> ClaimProposal:
    """Propose the parts of a claim in the sentence `text[start:end]`.

    Args:
        text: the whole text.
        start: start of the sentence.
        end: its end.
        cue: what is taken for the cue; any words will do. None for a claim without a cue, as in a
            headline with a colon.
    """
    return claim_in(SentenceParts(text, start, end), cue)


def claim_in(sentence: SentenceParts, cue: Range | None = None) -> ClaimProposal:
    """Propose the parts of a claim in a sentence that is read already; see `propose_claim`."""
    if cue is None:
        parts = tuple(RoleProposal(role, *found) for role, found in colon_parts(sentence))
        return ClaimProposal(parts, ASSERT, "indirect" if parts else "", "no cue says otherwise")
    known = _cue_at(sentence, cue)
    claim = ClaimParts(sentence, known)
    content = claim.content()
    source = claim.source()
    more = (("source", ((other,), source[1])) for other in claim.other_sources())
    named = (("source", source), *more, ("content", content), ("addressee", claim.addressee()))
    roles = (RoleProposal(role, _apart(found[0], known), found[1]) for role, found in named)
    shown = " ".join(sentence.text[cue[0] : cue[1]].split())
    return ClaimProposal(
        tuple(one for one in roles if one.fragments),
        known.stance,
        claim.quotation(content[0]),
        f"“{shown}” suggests it",
    )


def propose_incident(text: str, start: int, end: int, trigger: Range) -> tuple[RoleProposal, ...]:
    """Propose place, time, killed and injured for a trigger of the sentence `text[start:end]`."""
    return incident_in(SentenceParts(text, start, end), trigger)


def incident_in(sentence: SentenceParts, trigger: Range) -> tuple[RoleProposal, ...]:
    """Propose what `propose_incident` does, in a sentence that is read already."""
    found = incident_parts(sentence, trigger)
    return tuple(RoleProposal(role, (part,), reason) for role, part, reason in found)


def _cue_at(sentence: SentenceParts, place: Range) -> Cue:
    """Return the cue of the lexicon that lies there, else one made of the words."""
    for cue in sentence.cues:
        if cue.start < place[1] and place[0] < cue.end:
            return cue._replace(start=place[0], end=place[1])
    lemma = sentence.text[place[0] : place[1]].lower()
    return Cue(*place, ASSERT, lemma, NOBODY if lemma.endswith("ly") else SUBJECT)


def _apart(fragments: tuple[Range, ...], cue: Cue) -> tuple[Range, ...]:
    return tuple((a, b) for a, b in fragments if b <= cue.start or cue.end <= a)
