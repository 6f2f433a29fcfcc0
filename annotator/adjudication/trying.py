"""How somebody did whom gold tries: F1 against gold by layer, and every difference from it.

What they label came after gold, so it is no vote: neither agreement nor adjudication counts it.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from annotator.adjudication.clauses import types_in
from annotator.adjudication.clusters import clusters_of, shown_kind
from annotator.adjudication.correction import Correction, correction
from annotator.adjudication.gold import gold_of
from annotator.adjudication.reading import Settled, side_of
from annotator.adjudication.sides import Cluster, Side
from annotator.agreement.marks import Mark, mark
from annotator.agreement.matching import align
from annotator.agreement.score import Counts
from annotator.agreement.span_f1 import Key, pair_counts
from annotator.model.annotation import Annotation, Claim, Incident, Layer, Mention
from annotator.model.decision import Choice
from annotator.store import trials
from annotator.store.openness import GOLD
from annotator.store.project_file import ProjectFile
from annotator.store.trials import Trial

_LAYERS: tuple[Layer, ...] = ("entities", "incidents", "claims")


class LayerScore(NamedTuple):
    """Matches with gold in one layer: mentions, triggers of incidents, cues of claims."""

    layer: Layer
    exact: Counts
    overlap: Counts

    @property
    def f1_exact(self) -> float | None:
        """F1 of ranges and types, None where neither marked anything."""
        return self.exact.f1.value

    @property
    def f1_overlap(self) -> float | None:
        """F1 of types with a shared character, None where neither marked anything."""
        return self.overlap.f1.value


class Tried(NamedTuple):
    """A trial, and how it came out as far as it is done."""

    trial: Trial
    is_finished: bool
    """Whether all sentences that have gold are done, for each layer that was begun."""
    scores: tuple[LayerScore, ...]
    """Of the layers that were begun, over the sentences that are done and have gold."""


class TrialReport(NamedTuple):
    """How somebody did in all that tried them in one way."""

    annotator: str
    kind: str
    articles: int
    finished: int
    scores: tuple[LayerScore, ...]
    """Of the finished ones, all together."""
    pass_mark: float
    passed: bool | None
    """Whether the exact F1 over all layers reaches the mark; None before all is finished, and for
    hidden gold."""
    lifted: bool
    """Whether the annotator may see it; of a test they may."""


class TestResult(NamedTuple):
    """How somebody did in one article of an entry test, with all that gold says otherwise."""

    tried: Tried
    differences: list[Correction]


def tried(file: ProjectFile, trial: Trial) -> Tried:
    """Return how somebody did in one article."""
    gold, mine, settled = _sides(file, trial)
    begun = [layer for layer in _LAYERS if mine.done.get(layer) and gold.done.get(layer)]
    scores = tuple(_score(settled, layer, gold, mine) for layer in begun)
    is_finished = bool(begun) and all(gold.done[one] <= mine.done[one] for one in begun)
    return Tried(trial, is_finished, scores)


def reports(file: ProjectFile, annotator: str = "") -> list[TrialReport]:
    """Return how everybody did whom gold tries, or one person, by name; tests come after hidden."""
    every = sorted(trials.every(file, annotator), key=lambda one: (one.annotator, one.kind))
    return [
        _report(name, kind, [tried(file, one) for one in some])
        for (name, kind), some in groupby(every, key=lambda one: (one.annotator, one.kind))
    ]


def test_result(file: ProjectFile, annotator: str, article: str) -> TestResult | None:
    """Return how somebody did in an article of their entry test, None before it is finished."""
    for trial in trials.every(file, annotator):
        if (trial.article, trial.kind) == (article, "test"):
            found = tried(file, trial)
            return TestResult(found, differences(file, trial)) if found.is_finished else None
    return None


def differences(file: ProjectFile, trial: Trial) -> list[Correction]:
    """Return where somebody says other than gold in one article, in sentences that are done."""
    gold, mine, settled = _sides(file, trial)
    found = [
        one
        for one in clusters_of(settled.document, [gold, mine])
        if not one.is_unanimous and len(one.completed) == 2
    ]
    types = types_in((one.item, variant.choice) for one in found for variant in one.variants)
    return [
        correction(
            settled.document,
            mine=_said(one, mine.annotator),
            gold=_said(one, GOLD),
            types=types,
            place=(one.place,),
            of=(one.sentence, one.layer, shown_kind(one), one.slot, one.item),
            rule=trial.kind,
        )
        for one in found
    ]


def told_differences(file: ProjectFile, annotator: str) -> Iterator[Correction]:
    """Yield the differences that somebody may know: of finished tests, and of what is lifted."""
    for trial in trials.every(file, annotator):
        if trial.lifted or (trial.kind == "test" and tried(file, trial).is_finished):
            yield from differences(file, trial)


def _report(name: str, kind: str, some: Sequence[Tried]) -> TrialReport:
    finished = [one for one in some if one.is_finished]
    scores = tuple(
        LayerScore(
            layer,
            sum((one.exact for one in found), Counts()),
            sum((one.overlap for one in found), Counts()),
        )
        for layer in _LAYERS
        if (found := [s for one in finished for s in one.scores if s.layer == layer])
    )
    mark_to_reach = max(one.trial.pass_mark for one in some)
    whole = sum((one.exact for one in scores), Counts()).f1.value
    is_over = kind == "test" and len(finished) == len(some)
    lifted = kind == "test" or all(one.trial.lifted for one in some)
    passed = (whole is None or whole >= mark_to_reach) if is_over else None
    return TrialReport(name, kind, len(some), len(finished), scores, mark_to_reach, passed, lifted)


def _sides(file: ProjectFile, trial: Trial) -> tuple[Side, Side, Settled]:
    """Return gold and somebody's work as two sides, over the sentences where gold is complete."""
    settled = Settled(file, trial.article)
    complete = settled.complete()
    items = {one.id: one for one in gold_of(settled.decisions).annotations}
    done = {layer: frozenset(start for start, of in complete if of == layer) for layer in _LAYERS}
    return Side(GOLD, items, done), side_of(file, trial.article, trial.annotator), settled


def _score(settled: Settled, layer: Layer, gold: Side, mine: Side) -> LayerScore:
    both = gold.done[layer] & mine.done[layer]
    marks = [list(_marks(settled, layer, side.annotations.values(), both)) for side in (gold, mine)]
    counts = pair_counts(align(*marks))
    return LayerScore(layer, counts[Key("exact")], counts[Key("overlap")])


def _marks(
    settled: Settled, layer: Layer, items: Iterable[Annotation], sentences: frozenset[int]
) -> Iterator[Mark]:
    starts = [one.start for one in settled.document.sentences]
    for item in items:
        if item.layer != layer or not isinstance(item, Mention | Incident | Claim):
            continue
        fragments = item.fragments if isinstance(item, Mention) else item.trigger
        if fragments:
            begin = max((one for one in starts if one <= fragments[0].start), default=-1)
            if begin in sentences:
                yield mark(fragments, item.type)


def _said(cluster: Cluster, name: str) -> Choice:
    found = (one.choice for one in cluster.variants if name in one.annotators)
    return next(found, Choice())
