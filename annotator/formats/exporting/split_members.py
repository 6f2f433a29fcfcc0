"""What splits have to know of each article of an export: its commonest type, and what ties it."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from annotator.formats.exporting.splits import Member
from annotator.formats.gold.layers import GoldSource
from annotator.store import articles
from annotator.store.bulk import typed_rows
from annotator.store.entries import Registry
from annotator.store.project_file import ProjectFile


def split_members(
    file: ProjectFile, annotator: str, gold: GoldSource | None = None
) -> Iterator[Member]:
    """Yield the articles of a project in the order in which they came.

    Args:
        annotator: whose layer is exported.
        gold: the gold that is exported instead, if it is.
    """
    counts: dict[str, Counter[tuple[int, str]]] = defaultdict(Counter)
    incidents: dict[str, set[str]] = defaultdict(set)
    for row in gold.typed_rows() if gold else typed_rows(file, annotator):
        if row.layer in _STRATA:
            counts[row.article][_STRATA.index(row.layer), row.type] += 1
        if row.layer == "incidents" and row.identity:
            incidents[row.article].add(row.identity)
    survivors = Registry(file).survivors({one for some in incidents.values() for one in some})
    for article, cluster in articles.clusters_in_order(file):
        told = sorted({survivors.get(one, one) for one in incidents.get(article, ())})
        ties = (cluster, *told) if cluster else tuple(told)
        yield Member(article, _stratum(counts.get(article, Counter())), ties)


# An article's stratum is its commonest type of the first of these layers that it has.
_STRATA = ("incidents", "entities")


def _stratum(counts: Counter[tuple[int, str]]) -> str:
    layer = min((layer for layer, _ in counts), default=-1)
    types = {name: number for (one, name), number in counts.items() if one == layer}
    return min(types, key=lambda name: (-types[name], name), default="")
