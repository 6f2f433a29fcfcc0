"""All measures of a project: one pass over the articles, then lines with a value or a reason."""

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import combinations
from typing import Any, NamedTuple

from annotator.agreement.bootstrap import RESAMPLES, SEED
from annotator.agreement.definitions import DEFINITIONS
from annotator.agreement.frames import framed, marks_of
from annotator.agreement.gather_frames import FrameGatherer
from annotator.agreement.gather_labels import LabelGatherer
from annotator.agreement.gather_links import IdentityGatherer, RelationGatherer
from annotator.agreement.gather_spans import Held, SpanGatherer, SpanOptions
from annotator.agreement.lines import Context, Line, Place
from annotator.agreement.shared import Shared, mentions_as_marks, shared
from annotator.agreement.sums import Drawing
from annotator.model.annotation import COMPLETED_LAYERS, Layer
from annotator.model.judged import JudgedArticle
from annotator.model.scheme import Scheme
from annotator.model.scheme_tables import FRAME_LAYERS


class Asked(NamedTuple):
    """What is to be measured."""

    layers: tuple[Layer, ...] = COMPLETED_LAYERS
    pair: tuple[str, ...] = ()
    """Two annotators: only these, where given."""
    measures: tuple[str, ...] = ()
    """Names of `definitions`: only these, where given; gamma is made only when it is named."""
    resamples: int = RESAMPLES
    seed: int = SEED
    places: int = 0
    """How many places where people differ are kept, per layer."""


class Report(NamedTuple):
    """What was found."""

    asked: Asked
    contexts: tuple[Context, ...]
    lines: tuple[Line, ...]
    confusions: Mapping[Layer, Mapping[tuple[str, str], int]]
    """How often the first's type met the second's at one place, "" for nothing."""
    kinds: Mapping[Layer, Mapping[str, int]]
    """How often people agreed, and differed in which way: see `matching.KINDS`."""
    places: tuple[Place, ...]
    """Where people differ, as many as were asked for."""

    @property
    def definitions(self) -> dict[str, str]:
        """What every measure of the lines is, by its name."""
        return {line.measure: DEFINITIONS[line.measure] for line in self.lines}

    def as_dict(self) -> dict[str, Any]:
        """Return the report for JSON; what it takes to make it again is part of it."""
        return {
            "resamples": self.asked.resamples,
            "seed": self.asked.seed,
            "layers": [context._asdict() for context in self.contexts],
            "measures": [line.as_dict() for line in self.lines],
            "definitions": self.definitions,
            "confusions": {
                layer: [[*cell, number] for cell, number in sorted(cells.items())]
                for layer, cells in self.confusions.items()
            },
            "differences": {layer: dict(kinds) for layer, kinds in self.kinds.items()},
            "places": [place._asdict() for place in self.places],
        }


def report(
    articles: Iterable[JudgedArticle],
    scheme: Scheme,
    asked: Asked,
    held: Held | None = None,
    progress: Callable[[int], None] | None = None,
) -> Report:
    """Measure agreement.

    Args:
        held: makes span F1 also for sentences with and without suggestions, where given.
        progress: told after each article how many are done.
    """
    layers = [_LayerGatherer(layer, scheme, asked, held) for layer in asked.layers]
    with _no_collecting():
        for number, article in enumerate(articles, 1):
            pairs = [asked.pair] if asked.pair else combinations(article.by, 2)
            for first, second in map(sorted, pairs):
                for layer in layers:
                    layer.add(shared(article, (first, second), layer.layer))
            if progress:
                progress(number)
        lines = [line for layer in layers for line in layer.lines(asked)]
    return Report(
        asked,
        tuple(layer.context() for layer in layers),
        tuple(line for line in lines if not asked.measures or line.measure in asked.measures),
        {layer.layer: dict(layer.spans.confusion.cells) for layer in layers},
        {layer.layer: layer.spans.confusion.by_kind for layer in layers},
        tuple(place for layer in layers for place in layer.spans.places),
    )


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Leave garbage alone: nothing here makes circles, and counts would be looked through again
    and again while they grow, which takes a seventh of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _LayerGatherer:
    """All that is gathered of one layer."""

    def __init__(self, layer: Layer, scheme: Scheme, asked: Asked, held: Held | None) -> None:
        self.layer: Layer = layer
        options = SpanOptions("gamma" in asked.measures, asked.places, held)
        self.spans = SpanGatherer(layer, options)
        self._labels = LabelGatherer(scheme) if layer == "labels" else None
        self._frames = FrameGatherer(layer, scheme) if layer in FRAME_LAYERS else None
        self._identity = IdentityGatherer(layer) if layer in ("entities", "incidents") else None
        self._relations = RelationGatherer(layer, scheme)
        self._annotators: set[str] = set()
        self._articles: set[str] = set()
        self._sentences = self._left_out = 0

    def add(self, work: Shared | None) -> None:
        """Gather what two annotators both finished in one article, None for nothing."""
        if work is None:
            return
        self._annotators.update(work.pair)
        self._articles.add(work.article)
        self._sentences += len(work.sentences)
        self._left_out += work.left_out
        if self._labels:
            self._labels.add(work)
            return
        partners = self._frames_of(work, self._frames) if self._frames else self._mentions_of(work)
        if self._identity:
            self._identity.add(work, partners)
        self._relations.add(work, partners)

    def lines(self, asked: Asked) -> Iterator[Line]:
        """Yield the lines of the layer, none where nobody shares anything."""
        if not self._articles:
            return
        drawing = Drawing(asked.resamples, asked.seed)
        if self._labels:
            yield from self._labels.lines(drawing)
            return
        yield from self.spans.lines(drawing)
        if self._frames:
            yield from self._frames.lines(drawing)
        if self._identity:
            yield from self._identity.lines()
        yield from self._relations.lines(drawing)

    def context(self) -> Context:
        """Return what the layer was measured on."""
        return Context(
            *(self.layer, tuple(sorted(self._annotators)), len(self._articles), self._sentences),
            *(self._left_out, self.spans.f1.agreed_empty),
        )

    def _frames_of(self, work: Shared, frames: FrameGatherer) -> list[tuple[str, str]]:
        """Gather frames; return the ids of those that are aligned."""
        first, second = framed(work.first), framed(work.second)
        self.spans.add(work, marks_of(first), marks_of(second))
        return [
            (a.frame.id, b.frame.id) for a, b in frames.add(work.article, first, second) if a and b
        ]

    def _mentions_of(self, work: Shared) -> list[tuple[str, str]]:
        """Gather mentions; return the ids of those on one range."""
        first, second = mentions_as_marks(work.first.items), mentions_as_marks(work.second.items)
        pairs = self.spans.add(work, first, second)
        return [(a.id, b.id) for kind, a, b in pairs if a and b and kind in ("exact", "type")]
