"""All that annotators agree and disagree about in one article, as clusters to be settled.

Pure: takes an article and everybody's layers. Only what was done counts: a sentence that somebody
has done and left empty is a vote for "nothing here", one that they have not done is no vote.
"""

from collections.abc import Sequence

from annotator.adjudication.frame_clusters import frame_clusters
from annotator.adjudication.mention_clusters import mention_clusters
from annotator.adjudication.other_clusters import Lookup, label_clusters, link_clusters
from annotator.adjudication.sides import Cluster, Links, Page, Side
from annotator.model.article import Document
from annotator.model.decision import Kind

ORDER: tuple[tuple[str, str], ...] = (
    *(("entities", kind) for kind in ("only-one", "type", "boundary", "mixed", "value")),
    *(("claims", kind) for kind in ("existence", "content", "source", "cue", "type", "stance")),
    *(("claims", kind) for kind in ("value", "slot")),
    ("relations", "link"),
    *(("incidents", kind) for kind in ("existence", "trigger", "type", "slot", "value")),
    ("labels", "label"),
    *((layer, "identity") for layer in ("entities", "incidents")),
)
"""Layers and kinds in the order of the queue: the cheapest first, what others rest on before
them."""

_RANKS = {both: rank for rank, both in enumerate(ORDER)}
_AUDITED: dict[str, Kind] = {"entities": "only-one", "relations": "link", "labels": "label"}


def rank_of(cluster: Cluster) -> int:
    """Return the place of a cluster's kind in the queue; of identity those first that the largest
    share has linked alike."""
    rank = 1000 * _RANKS[cluster.layer, shown_kind(cluster)]
    if cluster.kind != "identity":
        return rank
    votes = [len(one.annotators) for one in cluster.variants if not one.choice.is_nothing]
    return rank + 999 - round(999 * max(votes, default=0) / max(1, len(cluster.completed)))


def shown_kind(cluster: Cluster) -> Kind:
    """Return the kind as it is shown: an agreed one looks as if only one had marked it."""
    if cluster.kind != "agreed":
        return cluster.kind
    return _AUDITED.get(cluster.layer, "existence")


def clusters_of(
    document: Document,
    sides: Sequence[Side],
    lookup: Lookup = lambda _: None,
    links: Links | None = None,
) -> list[Cluster]:
    """Return the clusters of an article in document order; one annotator alone makes none.

    Args:
        lookup: gives annotations of other articles that relations lead to.
        links: what other articles say of who and what is the same; nothing, if not given.
    """
    page = Page(document, sides, links)
    mentions = mention_clusters(page)
    frames = frame_clusters(page, mentions)
    found = [
        *mentions.clusters,
        *frames.clusters,
        *link_clusters(page, mentions, frames, lookup),
        *label_clusters(page),
    ]
    return sorted(found, key=lambda one: (one.place, rank_of(one), one.slot, one.key))
