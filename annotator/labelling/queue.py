"""The order in which articles wait: first those that suggesters are least sure about."""

import hashlib

from annotator.model.annotation import Layer
from annotator.store import progress, suggestions
from annotator.store.project_file import ProjectFile

_FINE = 2
"""Decimals of the mean uncertainty; what is alike in them comes in an order by chance."""


class UncertainFirst:
    """Articles with suggestions, the least sure ones first, as they are when it is made.

    What a suggester is sure of teaches least: an answer there is expected to be yes, or no.

    Args:
        seed: another one gives another order to articles that are alike.
    """

    def __init__(self, file: ProjectFile, annotator: str, layer: Layer, seed: int = 0) -> None:
        self._file, self._annotator, self._layer = file, annotator, layer
        found = suggestions.uncertainties(file, annotator)

        def rank(article: str) -> tuple[float, bytes]:
            chance = hashlib.sha256(f"{seed}\n{article}".encode()).digest()
            return -round(found[article], _FINE), chance

        self._waiting = sorted(found, key=rank)

    def next(self, after: str = "") -> str:
        """Return the next article that the annotator has not finished, "" where none is left.

        Args:
            after: not this one, as long as there is another.
        """
        for article in tuple(self._waiting):
            if article == after:
                continue
            if self._waits(article):
                return article
            self._waiting.remove(article)
        return ""

    def _waits(self, article: str) -> bool:
        done = progress.progress(self._file, article, self._annotator, self._layer)
        return done.seen < done.total
