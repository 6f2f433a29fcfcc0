"""Clusters of decisions whose annotations were all deleted: whether what was decided still stands.

Nothing is left to compare there, and gold keeps what was decided, so somebody has to be asked.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence

from annotator.adjudication.sides import Cluster, Side, nothing
from annotator.model.article import Document
from annotator.model.decision import Choice, Decision, Kind, Variant
from annotator.model.spans import Span, hull

_KINDS: dict[str, Kind] = {"entities": "only-one", "relations": "link", "labels": "label"}


def bereft_clusters(
    document: Document, sides: Sequence[Side], in_force: Iterable[Decision]
) -> list[Cluster]:
    """Return a cluster for each item of gold of whose annotations none is left.

    Slots need none: with its item a slot stays or goes.
    """
    there = {item for side in sides for item in side.annotations}
    return [
        _bereft(document, sides, one)
        for one in in_force
        if one.slot in ("item", "value") and not one.rejects and is_bereft(one, there)
    ]


def is_bereft(decision: Decision, there: Collection[str]) -> bool:
    """Say whether none of the annotations that a decision was about is there any more."""
    members = members_of(decision)
    return bool(members) and not any(one in there for one in members)


def members_of(decision: Decision) -> frozenset[str]:
    """Return the ids of the annotations that a decision was about."""
    return frozenset(item.partition("@")[0] for one in decision.variants for item in one.items)


def _bereft(document: Document, sides: Sequence[Side], decision: Decision) -> Cluster:
    voters = tuple(
        side.annotator
        for side in sides
        if decision.sentence in side.done.get(decision.layer, frozenset())
    )
    items = tuple(sorted({item for one in decision.variants for item in one.items}))
    kept = Variant(choice=decision.outcome, items=items)
    spans = list(_spans(decision.outcome))
    return Cluster(
        # Not by versions: the decision about it speaks of the same ids, and must be found again.
        key=f"{decision.layer}:{decision.slot}:gone:{min(members_of(decision))}",
        article=document.article.id,
        place=hull(spans) if spans else Span(decision.sentence, decision.sentence),
        sentence=decision.sentence,
        layer=decision.layer,
        kind=_KINDS.get(decision.layer, "existence"),
        slot=decision.slot,
        item=decision.item,
        parents=(),
        variants=(nothing(voters), kept),
        completed=voters,
    )


def _spans(choice: Choice) -> Iterator[Span]:
    for body in choice.mentions:
        yield from body.fragments
    if choice.frame:
        yield from choice.frame.trigger
        for filler in choice.frame.roles:
            yield from filler.fragments
