"""Dates: the date expressions of a text, with the day or period that each stands for."""

from collections.abc import Iterator

from annotator.model.spans import Span
from annotator.model.suggestion import Proposal, ProposedValue
from annotator.suggest.base import Page
from annotator.suggest.reading import read

_SCORE = 0.92


class Dates:
    """Proposes DATE mentions; `when` only where words, context or the article's date fix it."""

    name = "dates"
    version = "1"

    def suggest(self, page: Page) -> Iterator[Proposal]:
        """Yield the dates of the wanted sentences, from left to right."""
        for reading, sentence in read(page):
            values = reading.times(page.article.published)
            for one in reading.sentence(sentence.start).candidates:
                if one.kind == "date":
                    span = Span(one.start, one.end)
                    value = values.get((one.start, one.end), "")
                    yield Proposal(
                        type="DATE",
                        fragments=(span,),
                        score=_SCORE,
                        reason="it is a date"
                        if value
                        else "it is a date that the text leaves open",
                        attributes=_when(value, span),
                    )


def _when(value: str, evidence: Span) -> tuple[ProposedValue, ...]:
    return (ProposedValue(name="when", value=value, evidence=evidence),) if value else ()
