"""Measures of links, gathered article by article: relations, and who is the same as whom."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from statistics import fmean

from annotator.agreement import identity
from annotator.agreement.lines import EVERYBODY, Line
from annotator.agreement.score import Counts, Interval, Score
from annotator.agreement.shared import Shared, Side
from annotator.agreement.sums import DocumentSums, Drawing, f1
from annotator.model.annotation import Incident, Layer, Mention, Relation
from annotator.model.scheme import Scheme

Partners = Iterable[tuple[str, str]]
"""Ids of the first annotator's and the second's annotation of the same thing."""

_Edges = list[tuple[str, ...]]
_NO_INTERVAL = Interval(reason="no interval: groups reach over articles")
"""Drawn twice, an article would be linked with itself; not drawn, it tears groups apart."""

_MEASURES: tuple[tuple[str, Callable[[identity.Clusters, identity.Clusters], Score]], ...] = (
    ("link_f1", lambda a, b: identity.links(a, b).f1),
    ("lea", lambda a, b: identity.lea(a, b).f1),
    ("b_cubed", lambda a, b: identity.b_cubed(a, b).f1),
    ("ceaf_e", lambda a, b: identity.ceaf_e(a, b).f1),
)


class IdentityGatherer:
    """The groups that each pair of annotators made, over all articles together."""

    def __init__(self, layer: Layer) -> None:
        self._layer: Layer = layer
        self._groups: defaultdict[
            tuple[str, str], tuple[dict[Hashable, Hashable], dict[Hashable, Hashable]]
        ] = defaultdict(lambda: ({}, {}))

    def add(self, work: Shared, partners: Partners) -> None:
        """Count what two annotators linked in one article.

        What both have is one item; what only one has stays theirs, unmatched.
        """
        names = {second: first for first, second in partners}
        first, second = self._groups[work.pair]
        first.update(_identities(work.first, {}))
        second.update(_identities(work.second, names))

    def lines(self) -> Iterator[Line]:
        """Yield the measures, as means over pairs of annotators."""
        number = sum(len(first) + len(second) for first, second in self._groups.values())
        # Single ones alone would agree perfectly though nobody has judged anything.
        sides = [
            (identity.clusters(first), identity.clusters(second))
            for first, second in self._groups.values()
            if _are_linked(first) or _are_linked(second)
        ]
        for name, measure in _MEASURES:
            found = [measure(first, second) for first, second in sides]
            values = [score.value for score in found if score.value is not None]
            mean = Score(fmean(values)) if values else Score.undefined(identity.NO_LINKS)
            yield Line(self._layer, name, "", "", EVERYBODY, mean, _NO_INTERVAL, number)


class RelationGatherer:
    """Relations between annotations of one layer, as edges on what both annotators have."""

    def __init__(self, layer: Layer, scheme: Scheme) -> None:
        self._layer: Layer = layer
        self._symmetric = {name for name, kind in scheme.relations.types.items() if kind.symmetric}
        self._sums = DocumentSums()
        self._kinds: set[tuple[str, str]] = set()

    def add(self, work: Shared, partners: Partners) -> None:
        """Count the relations of two annotators in one article."""
        pairs = list(partners)
        first = self._edges(work.first, {one: one for one, _ in pairs})
        second = self._edges(work.second, {other: one for one, other in pairs})
        if not first and not second:
            return
        self._count(work, ("", "labelled"), first, second)
        for kind in {edge[0] for edge in [*first, *second]}:
            sides = [[edge for edge in side if edge[0] == kind] for side in (first, second)]
            self._count(work, (kind, "labelled"), *sides)
        bare = [[tuple(sorted(edge[1:])) for edge in side] for side in (first, second)]
        self._count(work, ("", "unlabelled"), *bare)

    def lines(self, drawing: Drawing) -> list[Line]:
        """Return edge F1 of all relations, and of each type."""
        made = [f1("edge_f1", kind, (kind, level), level) for kind, level in sorted(self._kinds)]
        return self._sums.lines(self._layer, made, drawing)

    def _count(self, work: Shared, kind: tuple[str, str], first: _Edges, second: _Edges) -> None:
        self._kinds.add(kind)
        both = Counter(first) & Counter(second)
        counts = Counts(both.total(), len(first) + len(second))
        self._sums.count(work.article, kind, counts)

    def _edges(self, side: Side, names: Mapping[str, str]) -> _Edges:
        edges = []
        for item in side.known.values():
            if not isinstance(item, Relation) or not {item.source, item.target} <= names.keys():
                continue
            ends = [names[item.source], names[item.target]]
            if item.type in self._symmetric:
                ends.sort()
            edges.append((item.type, *ends))
        return edges


def _are_linked(groups: Mapping[Hashable, Hashable]) -> bool:
    return len(set(groups.values())) < len(groups)


def _identities(side: Side, names: Mapping[str, str]) -> Iterator[tuple[Hashable, Hashable]]:
    """Yield each item with the group that it was put into; without one it is alone."""
    for item in side.items:
        if isinstance(item, Mention | Incident):
            yield names.get(item.id, item.id), item.identity or item.id
