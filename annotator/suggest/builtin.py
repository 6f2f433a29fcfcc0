"""The suggesters that every project has: rules only, no model."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from annotator.suggest.base import Suggester

if TYPE_CHECKING:
    from annotator.suggest.word_lists import ListedWord


def built_in(listed: Iterable["ListedWord"] = ()) -> tuple[Suggester, ...]:
    """Return the built-in suggesters; their tables and patterns are read when they are used.

    Args:
        listed: words of the project's own lists.
    """
    from annotator.suggest.casualties import Casualties
    from annotator.suggest.cues import Cues
    from annotator.suggest.dates import Dates
    from annotator.suggest.frames import Frames
    from annotator.suggest.gazetteer import Gazetteer
    from annotator.suggest.patterns import Patterns

    return Gazetteer(listed), Patterns(), Dates(), Casualties(), Cues(), Frames()
