"""Agreement on which mentions mean the same: measures of coreference over two partitions.

A clustering gives every item the name of its group; an item without one is alone. Items that only
one annotator has stay in that annotator's clustering, unmatched. Sources: Vilain et al. 1995 (MUC),
Bagga and Baldwin 1998 (B3), Luo 2005 (CEAF), Recasens and Hovy 2011 and Luo et al. 2014 (BLANC),
Moosavi and Strube 2016 (LEA).
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from typing import NamedTuple

from annotator.agreement.assignment import assign
from annotator.agreement.score import Score

Cluster = frozenset[Hashable]
Clusters = Sequence[Cluster]

NO_LINKS = "nobody linked anything"
NO_ITEMS = "nobody has a mention there"


class Rates(NamedTuple):
    """Precision and recall of the second clustering against the first, and their harmonic mean."""

    precision: Score
    recall: Score

    @property
    def f1(self) -> Score:
        """The harmonic mean; which clustering is the first does not matter to it."""
        if self.precision.value is None or self.recall.value is None:
            known = self.precision if self.recall.value is None else self.recall
            return known if known.value is None else Score(0.0)
        both = self.precision.value + self.recall.value
        return Score(2 * self.precision.value * self.recall.value / both if both else 0.0)


def clusters(groups: Mapping[Hashable, Hashable]) -> list[Cluster]:
    """Return the clusters of items by the name of their group."""
    found: defaultdict[Hashable, set[Hashable]] = defaultdict(set)
    for item, group in groups.items():
        found[group].add(item)
    return [frozenset(items) for items in found.values()]


def links(first: Clusters, second: Clusters) -> Rates:
    """Return how many pairs of items that one put together the other did too."""
    shared = sum(_pairs(n) for row in _overlaps(first, second) for n in row.values())
    return _rates(shared, shared, _all_links(first), _all_links(second), NO_LINKS)


def muc(first: Clusters, second: Clusters) -> Rates:
    """Return MUC: the fewest links that one clustering needs to become the other."""
    kept, of_first = _muc_side(first, second)
    other, of_second = _muc_side(second, first)
    return _rates(kept, other, of_first, of_second, NO_LINKS)


def b_cubed(first: Clusters, second: Clusters) -> Rates:
    """Return B3: the mean over items of how much of their clusters is shared."""
    recall = precision = 0.0
    for cluster, row in zip(first, _overlaps(first, second), strict=True):
        for number, shared in row.items():
            recall += shared**2 / len(cluster)
            precision += shared**2 / len(second[number])
    return _rates(recall, precision, _items(first), _items(second), NO_ITEMS)


def ceaf_m(first: Clusters, second: Clusters) -> Rates:
    """Return CEAF by mentions: the best alignment of clusters, by items shared."""
    shared = _aligned(_overlaps(first, second))
    return _rates(shared, shared, _items(first), _items(second), NO_ITEMS)


def ceaf_e(first: Clusters, second: Clusters) -> Rates:
    """Return CEAF by entities: the best alignment of clusters, by the share of items shared."""
    alike = [
        {k: 2 * shared / (len(cluster) + len(second[k])) for k, shared in row.items()}
        for cluster, row in zip(first, _overlaps(first, second), strict=True)
    ]
    total = _aligned(alike)
    return _rates(total, total, len(first), len(second), NO_ITEMS)


def lea(first: Clusters, second: Clusters) -> Rates:
    """Return LEA: for each cluster its size times the share of its links that are kept.

    A single item has one link, to itself, which is kept only where the other left it single too.
    """
    return _rates(
        _lea_side(first, second), _lea_side(second, first), _items(first), _items(second), NO_ITEMS
    )


def blanc_rates(first: Clusters, second: Clusters) -> tuple[Score, Score, Score]:
    """Return recall, precision and F1 of BLANC, the mean of links and of pairs not linked.

    Where the first clustering has no links, or nothing else, only the other half counts, as in the
    official scorer: this one measure asks who comes first.
    """
    shared_items = sum(sum(row.values()) for row in _overlaps(first, second))
    link = [_shared_links(first, second), _all_links(first), _all_links(second)]
    apart = [_pairs(_items(side)) - _all_links(side) for side in (first, second)]
    both_apart = _shared_apart(first, second, shared_items)
    if not apart[0]:
        return _three(link[0], link[1], link[2])
    if not link[1]:
        return _three(both_apart, apart[0], apart[1])
    halves = _three(link[0], link[1], link[2]), _three(both_apart, apart[0], apart[1])
    means = [Score(((a.value or 0) + (b.value or 0)) / 2) for a, b in zip(*halves, strict=True)]
    return means[0], means[1], means[2]


def conll(first: Clusters, second: Clusters) -> Score:
    """Return the CoNLL average: the mean F1 of MUC, B3 and CEAF by entities."""
    found = [measure(first, second).f1 for measure in (muc, b_cubed, ceaf_e)]
    values = [score.value for score in found if score.value is not None]
    return Score.ratio(sum(values), len(values) == len(found) and 3, found[0].reason)


def _rates(kept: float, right: float, of_first: float, of_second: float, reason: str) -> Rates:
    return Rates(Score.ratio(right, of_second, reason), Score.ratio(kept, of_first, reason))


def _overlaps(first: Clusters, second: Clusters) -> list[dict[int, int]]:
    """Return for each cluster how many items it shares with each of the other side."""
    place = {item: number for number, cluster in enumerate(second) for item in cluster}
    return [dict(Counter(place[item] for item in cluster if item in place)) for cluster in first]


def _aligned(weights: Sequence[Mapping[int, float]]) -> float:
    return sum(weights[row][column] for row, column in assign(weights).items())


def _muc_side(clustering: Clusters, other: Clusters) -> tuple[float, float]:
    kept = whole = 0
    for cluster, row in zip(clustering, _overlaps(clustering, other), strict=True):
        parts = len(row) + len(cluster) - sum(row.values())
        kept += len(cluster) - parts
        whole += len(cluster) - 1
    return kept, whole


def _lea_side(clustering: Clusters, other: Clusters) -> float:
    total = 0.0
    for cluster, row in zip(clustering, _overlaps(clustering, other), strict=True):
        if len(cluster) == 1:
            total += any(len(other[number]) == 1 for number in row)
        else:
            total += len(cluster) * sum(map(_pairs, row.values())) / _pairs(len(cluster))
    return total


def _shared_links(first: Clusters, second: Clusters) -> int:
    return sum(_pairs(n) for row in _overlaps(first, second) for n in row.values())


def _shared_apart(first: Clusters, second: Clusters, shared_items: int) -> int:
    """Return how many pairs of shared items neither put together."""
    rows = _overlaps(first, second)
    columns: Counter[int] = Counter()
    for row in rows:
        columns.update(row)
    together = sum(_pairs(sum(row.values())) for row in rows)
    together += sum(map(_pairs, columns.values())) - _shared_links(first, second)
    return _pairs(shared_items) - together


def _three(shared: float, of_first: float, of_second: float) -> tuple[Score, Score, Score]:
    recall, precision = (Score(shared / whole if whole else 0.0) for whole in (of_first, of_second))
    return recall, precision, Rates(precision, recall).f1


def _all_links(clustering: Clusters) -> int:
    return sum(_pairs(len(cluster)) for cluster in clustering)


def _items(clustering: Clusters) -> int:
    return sum(map(len, clustering))


def _pairs(number: int) -> int:
    return number * (number - 1) // 2
