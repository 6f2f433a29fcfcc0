"""Casualties: the dead and hurt that a sentence counts, with their number.

Which role they fill is proposed with the incident, in `frames`.
"""

from collections.abc import Iterator

from annotator.model.spans import Span
from annotator.model.suggestion import Proposal
from annotator.suggest.base import Page
from annotator.suggest.counts import amount
from annotator.suggest.descriptions import TWO_READINGS, described
from annotator.suggest.reading import read
from annotator.text.incident_parts import DEAD, HURT, counted_at
from annotator.text.sentence import SentenceParts

_SCORE = 0.93
_COUNTED_TYPES = ("PEOPLE", "QUANTITY")


class Casualties:
    """Proposes people and numbers that stand beside a word for death or injury."""

    name = "casualties"
    version = "1"

    def suggest(self, page: Page) -> Iterator[Proposal]:
        """Yield counted people and their numbers, the people before the number."""
        for reading, sentence in read(page):
            parts = reading.sentence(sentence.start)
            done: set[tuple[int, int]] = set()
            for number, word in enumerate(parts.words):
                if word in DEAD or word in HURT:
                    people = counted_at(parts, number)
                    if people and people not in done:
                        done.add(people)
                        yield from _proposals(parts, people, word)


def _proposals(parts: SentenceParts, people: tuple[int, int], word: str) -> Iterator[Proposal]:
    reason = f"it is counted beside “{word}”"
    for one in parts.candidates:
        inside = people[0] <= one.start and one.end <= people[1]
        if not inside or one.kind not in ("number", "phrase"):
            continue
        kind = _type(parts.text[one.start : one.end]) if one.kind == "phrase" else "QUANTITY"
        counted = amount(parts.text, one.start, one.end) if kind in _COUNTED_TYPES else ()
        if kind and (counted or kind not in _COUNTED_TYPES):
            yield Proposal(
                type=kind,
                fragments=(Span(one.start, one.end),),
                score=TWO_READINGS if kind == "STATE_FORCE" else _SCORE,
                reason=reason,
                attributes=counted,
            )


def _type(words: str) -> str:
    found = described(words, {})
    return found.type if found else ""
