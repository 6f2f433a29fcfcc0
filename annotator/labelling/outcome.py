"""What an act of the annotator came to, as the screen has to know it."""

from typing import NamedTuple

from annotator.labelling.work import Touched


class Outcome(NamedTuple):
    """What became of a key."""

    message: str = ""
    """One sentence for the person, "" when what they see says it."""
    touched: Touched = frozenset()
    """Sentences to paint again."""
    elsewhere: str = ""
    """Id of another article, where the act happened."""
    at: int = 0
    """Where in that other article."""
    item: str = ""
    """The annotation to light there, "" for what stands at that place."""
