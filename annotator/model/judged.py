"""What several annotators finished in one article: what agreement is measured on."""

from collections.abc import Mapping
from typing import NamedTuple

from annotator.model.annotation import Annotation, Layer
from annotator.model.spans import Span


class Judged(NamedTuple):
    """One annotator's annotations of one article, and how far they are finished."""

    annotations: tuple[Annotation, ...]
    """All of them; those outside finished sentences are for the reader to leave out."""
    done: Mapping[Layer, frozenset[int]]
    """The starts of the sentences that are done; skipped, unsure and stale ones are not."""


class JudgedArticle(NamedTuple):
    """One article with the work of all who finished something in it."""

    article: str
    sentences: tuple[Span, ...]
    by: Mapping[str, Judged]
    """By name, in the order of the names."""
