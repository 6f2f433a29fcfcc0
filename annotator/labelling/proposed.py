"""What a form offers by itself: parts of the sentence for slots that are empty, and values."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from annotator.labelling.rules import COUNT_OF_ROLE, value_problem
from annotator.labelling.session import Session
from annotator.labelling.slot_fillers import guessed_type
from annotator.model.annotation import Claim, Frame
from annotator.model.scheme_tables import SPAN
from annotator.model.spans import Span
from annotator.model.suggestion import Suggestion
from annotator.model.values import ValueProblem
from annotator.suggest.typed_dates import resolve_interval
from annotator.suggest.typed_values import count_in
from annotator.text.proposals import propose_claim, propose_incident

TIME_ROLE = "time"
VALUE_OF_ROLE = {**COUNT_OF_ROLE, TIME_ROLE: "when"}
"""The value that the words of a filler give, by the role that it fills."""

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
    evidence: Span | None = None
    """The words that give it."""


class Proposed(NamedTuple):
    """All that is proposed for a frame."""

    fillers: tuple[ProposedFiller, ...] = ()
    values: tuple[ProposedValue, ...] = ()


def proposed_for(session: Session, frame: Frame, offered: Suggestion | None = None) -> Proposed:
    """Return what was suggested of a frame, or else what the sentence of its trigger offers.

    Only what the scheme has and permits is proposed; roles and attributes go by their names in the
    packaged scheme.
    """
    if offered is not None and offered.roles:
        return _offered(session, frame, offered)
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


def _offered(session: Session, frame: Frame, offered: Suggestion) -> Proposed:
    fillers = (
        filler
        for one in offered.roles
        for filler in _fillers(session, frame, one.role, one.fragments, offered.reason)
    )
    known = {keyed.attribute.name for keyed in session.scheme.attributes_for(frame.type)}
    values = (
        ProposedValue(one.name, one.value, offered.reason, one.evidence)
        for one in offered.attributes
        if one.name in known and not value_problem(session.scheme, frame.type, one.name, one.value)
    )
    return Proposed(tuple(fillers), tuple(values))


def values_of_fillers(
    session: Session, frame: Frame, fillers: Iterable[tuple[str, tuple[Span, ...]]]
) -> Iterator[ProposedValue]:
    """Yield the counts and the time that the words in slots give, the first of each.

    Args:
        fillers: roles and what fills them, or is proposed to.
    """
    known = {keyed.attribute.name for keyed in session.scheme.attributes_for(frame.type)}
    published, found = session.work.article.published, set[str]()
    for role, fragments in fillers:
        name = VALUE_OF_ROLE.get(role, "")
        if name not in known or name in found or len(fragments) != 1:
            continue
        words = session.work.text[slice(*fragments[0])]
        value = _time_in(words, published) if role == TIME_ROLE else (count_in(words) or ("",))[0]
        if value:
            found.add(name)
            shown = " ".join(words.split())
            yield ProposedValue(name, value, f"“{shown}” says so", fragments[0])


def _time_in(words: str, published: str) -> str:
    """Return the day or period that words name, "" where they need a date that is not known."""
    try:
        return resolve_interval(words, published).value
    except ValueProblem:
        return ""


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
