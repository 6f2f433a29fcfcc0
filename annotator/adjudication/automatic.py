"""What is accepted without looking: what all agree about, and, if asked for, what most do.

Never the other way round: nothing is rejected without a person, for what only few have marked is
more often missed by the others than wrong.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from annotator.adjudication.desk import AdjudicationDesk, is_audited
from annotator.adjudication.items import AdjudicationItem, How
from annotator.adjudication.learning import read_gold_words
from annotator.adjudication.reading import Settled
from annotator.adjudication.sides import Cluster
from annotator.model import ids
from annotator.model.decision import Decision
from annotator.store import decisions
from annotator.store.decisions import Dispute

_AT_ONCE = 400
"""Decisions in one transaction, and so in one step of undo."""


class Threshold(NamedTuple):
    """Accept what at least `k` of `n` say, where just so many finished the sentence."""

    k: int
    n: int

    @property
    def problem(self) -> str:
        """Why it cannot be used, in one sentence; "" where it can."""
        if self.k * 2 <= self.n:
            return f"{self.k} of {self.n} are no majority; name more than half."
        return "" if self.k <= self.n else f"{self.k} of {self.n} is more than all."


class Accepted(NamedTuple):
    """What was accepted, or would be."""

    decisions: int
    by_layer: dict[str, int]
    audited: int
    """Unanimous items that were put into the queue instead."""
    articles: int


def accept_unanimous(
    desk: AdjudicationDesk, *, dry_run: bool = False, progress: Callable[[int], None] | None = None
) -> Accepted:
    """Accept all unanimous clusters but those that are audited, or that a person had decided."""
    share, seed = desk.audit

    def wanted(settled: Settled) -> Iterator[tuple[Cluster, How]]:
        reopened = {one.key for one in settled.reopened()}
        for cluster in settled.unaccepted():
            if cluster.key not in reopened and not is_audited(cluster, share, seed):
                yield cluster, How(rule="unanimous", keys=0)

    found = _accept(desk, wanted, dry_run, progress)
    audited = sum(1 for one in decisions.listed(desk.file) if one.audit)
    return found._replace(audited=audited)


def accept_threshold(
    desk: AdjudicationDesk,
    threshold: Threshold,
    *,
    dry_run: bool = False,
    progress: Callable[[int], None] | None = None,
) -> Accepted:
    """Accept what at least k of n say; a majority for nothing is left to a person.

    Raises:
        ValueError: it is no majority.
    """
    if threshold.problem:
        raise ValueError(threshold.problem)
    how = How(rule="threshold", detail=f"{threshold.k}/{threshold.n}", keys=0)

    def wanted(settled: Settled) -> Iterator[tuple[Cluster, How]]:
        for cluster in settled.clusters:
            leading = cluster.variants[max(0, cluster.leading)]
            is_open = not cluster.is_unanimous and cluster.key not in settled.decided
            if (
                is_open
                and len(cluster.completed) == threshold.n
                and len(leading.annotators) >= threshold.k
                and not leading.choice.is_nothing
            ):
                yield cluster, how

    return _accept(desk, wanted, dry_run, progress)


Wanted = Callable[[Settled], Iterator[tuple[Cluster, How]]]


def _accept(
    desk: AdjudicationDesk,
    wanted: Wanted,
    dry_run: bool,
    progress: Callable[[int], None] | None,
) -> Accepted:
    by_layer: dict[str, int] = {}
    touched, batch = 0, []
    for number, article in enumerate(decisions.adjudicable(desk.file), 1):
        settled = desk.settled(article)
        made = [_made(desk, settled, *one) for one in wanted(settled)]
        touched += bool(made)
        for one in made:
            by_layer[one.layer] = by_layer.get(one.layer, 0) + 1
        batch += made
        if not dry_run and len(batch) >= _AT_ONCE:
            desk.commit_all(batch)
            batch = []
        if progress:
            progress(number)
    if not dry_run:
        desk.commit_all(batch)
        read_gold_words(desk.file, limit=-1)
    return Accepted(sum(by_layer.values()), by_layer, 0, touched)


def _made(desk: AdjudicationDesk, settled: Settled, cluster: Cluster, how: How) -> Decision:
    choice = cluster.variants[max(0, cluster.leading)].choice
    dispute = Dispute(
        *(cluster.key, cluster.article, 0, cluster.place.start, 0, cluster.layer, cluster.kind),
        *("", cluster.parents, len(cluster.completed), False),
    )
    item = AdjudicationItem(dispute, cluster, settled, cluster.variants, ids.now())
    return desk.decision(item, choice, how)
