"""The suggesters that come along and need nothing but the text."""

from annotator.suggest.base import Suggester


def built_in() -> tuple[Suggester, ...]:
    """Return the suggesters that come along."""
    return ()
