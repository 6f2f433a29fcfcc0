"""Patterns: types for the names, descriptions and numbers that the rules of `text` find."""

from collections.abc import Iterator

from annotator.model.spans import Span
from annotator.model.suggestion import Proposal, ProposedValue
from annotator.suggest.base import Page
from annotator.suggest.counts import amount
from annotator.suggest.descriptions import Described
from annotator.suggest.names import RULES, NameType
from annotator.suggest.reading import Reading, read
from annotator.text.candidates import Candidate

_NUMBER_SCORE = 0.9


class Patterns:
    """Proposes a type where the words of a mention or those around it tell it."""

    name = "patterns"
    version = "1"

    def suggest(self, page: Page) -> Iterator[Proposal]:
        """Yield names, descriptions and numbers of the wanted sentences, from left to right."""
        for reading, sentence in read(page):
            found = [
                *(_name(one, known) for one, known in _named(reading, sentence.start)),
                *(
                    _description(reading.text, one, known)
                    for one, known in reading.described(sentence.start)
                ),
                *(
                    _number(reading.text, one)
                    for one in reading.sentence(sentence.start).candidates
                    if one.kind == "number"
                ),
            ]
            yield from sorted(found, key=lambda one: (one.anchor.start, -one.anchor.end))


def _named(reading: Reading, start: int) -> Iterator[tuple[Candidate, NameType]]:
    return ((one, known) for one, known in reading.named(start) if known.source == RULES)


def _name(one: Candidate, known: NameType) -> Proposal:
    return Proposal(
        type=known.type,
        fragments=(Span(one.start, one.end),),
        score=known.score,
        reason=known.reason,
        attributes=_attributes("nominal" if known.nominal else "", known.capacity),
    )


def _description(text: str, one: Candidate, known: Described) -> Proposal:
    counted = amount(text, one.start, one.end) if known.type == "PEOPLE" else ()
    return Proposal(
        type=known.type,
        fragments=(Span(one.start, one.end),),
        score=known.score,
        reason=f"“{known.head}” heads it",
        attributes=(*_attributes(known.mention, known.capacity), *counted),
    )


def _number(text: str, one: Candidate) -> Proposal:
    return Proposal(
        type="QUANTITY",
        fragments=(Span(one.start, one.end),),
        score=_NUMBER_SCORE,
        reason="it is a number",
        attributes=amount(text, one.start, one.end),
    )


def _attributes(mention: str, capacity: str) -> tuple[ProposedValue, ...]:
    values = (("mention", mention), ("capacity", capacity))
    return tuple(ProposedValue(name=name, value=value) for name, value in values if value)
