"""What a form offers by itself: parts of the sentence for slots that are empty, and values."""

from collections.abc import Iterator
from typing import NamedTuple

from annotator.labelling.session import Session
from annotator.labelling.slot_fillers import guessed_type
from annotator.model.annotation import Claim, Frame
from annotator.model.scheme_tables import SPAN
from annotator.model.spans import Span
from annotator.text.proposals import propose_claim, propose_incident

Values = tuple[tuple[str, str], ...]
"""Attributes with values."""


class ProposedFiller(NamedTuple):
    """What may fill a slot, as bare text or as an annotation of a type."""

    role: str
    fragments: tuple[Span, ...]
    type: str
    """The type of the mention that stands there or would be made; `span` for bare text."""
    target: str
    """Id of the mention that stands there, "" for none."""
    reason: str


class ProposedValue(NamedTuple):
    """A value that the words suggest."""

    attribute: str
    value: str
    reason: str


class Proposed(NamedTuple):
    """All that is proposed for a frame."""

    fillers: tuple[ProposedFiller, ...] = ()
    values: tuple[ProposedValue, ...] = ()


def proposed_for(session: Session, frame: Frame) -> Proposed:
    """Return what the sentence of a frame's trigger offers for it.

    Only what the scheme has and permits is proposed; roles and attributes go by their names in the
    packaged scheme.
    """
    if len(frame.trigger) > 1:
        return Proposed()
    work = session.work
    place = work.place_of(frame)
    sentence = work.sentences[work.index_at(place.start)]
    text, start, end = work.text, sentence.start, sentence.end
    trigger = frame.trigger[0] if frame.trigger else None
    if isinstance(frame, Claim):
        claim = propose_claim(text, start, end, trigger)
        found = [(one.role, one.fragments, one.reason) for one in claim.roles]
        values: Values = (("stance", claim.stance), ("quotation", claim.quotation))
        reason = claim.reason
    else:
        parts = propose_incident(text, start, end, trigger) if trigger else ()
        found = [(one.role, one.fragments, one.reason) for one in parts]
        values, reason = (), ""
    fillers = (
        filler
        for role, fragments, why in found
        for filler in _fillers(session, frame, role, tuple(Span(*one) for one in fragments), why)
    )
    return Proposed(tuple(fillers), tuple(_values(session, frame, values, reason)))


def _fillers(
    session: Session, frame: Frame, role_name: str, fragments: tuple[Span, ...], reason: str
) -> Iterator[ProposedFiller]:
    roles = session.scheme.roles_of(frame.type)
    role = next((one for one in roles if one.name == role_name), None)
    if role is None or not fragments:
        return
    permitted = session.scheme.permitted_fillers(role)
    there = next(
        (
            item
            for sentence in session.work.sentences_touching(fragments)
            for item in session.work.mentions_in(sentence.start)
            if item.fragments == fragments and item.type in permitted
        ),
        None,
    )
    kind = there.type if there else guessed_type(session, fragments, permitted)
    if kind == SPAN or kind in permitted:
        yield ProposedFiller(role_name, fragments, kind, there.id if there else "", reason)


def _values(session: Session, frame: Frame, values: Values, reason: str) -> Iterator[ProposedValue]:
    attributes = session.scheme.attributes_for(frame.type)
    known = {keyed.attribute.name: keyed.attribute for keyed in attributes}
    for name, value in values:
        attribute = known.get(name)
        if not attribute or value in ("", attribute.default):
            continue
        if value in session.scheme.choices_for(attribute, frame.type):
            yield ProposedValue(name, value, reason)
