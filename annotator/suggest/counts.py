"""Amounts of mentions: what their words give, where they give one."""

from annotator.model.spans import Span
from annotator.model.suggestion import ProposedValue
from annotator.suggest.typed_values import count_in


def amount(text: str, start: int, end: int) -> tuple[ProposedValue, ...]:
    """Return the amount that the words `text[start:end]` give, () for none."""
    found = count_in(text[start:end])
    if found is None:
        return ()
    value, first, last = found
    return (ProposedValue(name="amount", value=value, evidence=Span(start + first, start + last)),)
