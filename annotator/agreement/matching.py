"""Matching the marks of two annotators one to one, at four levels; and what is left over.

A level says which marks may be a pair. Of all one-to-one matchings one with the most pairs is
taken, ties by the largest sum of character overlap (intersection over union), then by place and
type. No first hit is taken: that would depend on the order of the marks.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from operator import itemgetter
from typing import Literal, NamedTuple, get_args

from annotator.agreement.assignment import assign
from annotator.agreement.marks import Mark, shared_characters

Level = Literal["exact", "bounds", "overlap", "existence"]
LEVELS: tuple[Level, ...] = get_args(Level)
LEVEL_MEANINGS: dict[Level, str] = {
    "exact": "same type, same characters",
    "bounds": "same characters, any type",
    "overlap": "same type, at least one character shared",
    "existence": "at least one character shared, any type",
}

Kind = Literal["exact", "type", "boundary", "both", "only-one"]
KINDS: tuple[Kind, ...] = get_args(Kind)


class Pair(NamedTuple):
    """What two annotators have at one place; None where one of them has nothing."""

    kind: Kind
    first: Mark | None
    second: Mark | None


_ONE_PAIR = 1 << 40
"""One more pair is worth more than any sum of overlaps of a document."""
_WHOLE = 1 << 20
"""The overlap of two marks with the same characters, in whole numbers so that sums are exact."""


def match(first: Iterable[Mark], second: Iterable[Mark], level: Level) -> list[tuple[Mark, Mark]]:
    """Return the pairs of the best matching at a level, by place."""
    ones, others = sorted(first), sorted(second)
    if others < ones:  # one problem for both orders of the annotators, so one matching
        return sorted((b, a) for a, b in _matched(others, ones, level))
    return sorted(_matched(ones, others, level))


def align(first: Iterable[Mark], second: Iterable[Mark]) -> list[Pair]:
    """Sort out what two annotators have: first what is alike, then by how it differs.

    Pairs are taken off in the order of `KINDS`; each mark stands in one pair.
    """
    ones, others = sorted(first), sorted(second)
    if others < ones:
        return sorted((Pair(p.kind, p.second, p.first) for p in _aligned(others, ones)), key=_place)
    return sorted(_aligned(ones, others), key=_place)


def overlapping(ones: Sequence[Mark], others: Sequence[Mark]) -> list[tuple[int, int, int]]:
    """Return the pairs of sorted marks that share characters, as (number, number, shared)."""
    found = []
    begin = 0
    longest = max((other.end - other.start for other in others), default=0)
    for number, one in enumerate(ones):
        start, end = one.start, one.end
        while begin < len(others) and others[begin].start + longest <= start:
            begin += 1
        for place in range(begin, len(others)):
            other = others[place]
            if other.start >= end:
                break
            if other.end > start and (shared := shared_characters(one, other)) > 0:
                found.append((number, place, shared))
    return found


def _matched(ones: list[Mark], others: list[Mark], level: Level) -> list[tuple[Mark, Mark]]:
    if level in _KEYS:
        return _parted(ones, others, _KEYS[level])[0]
    edges = overlapping(ones, others)
    if level == "overlap":
        edges = [edge for edge in edges if ones[edge[0]].type == others[edge[1]].type]
    return [(ones[one], others[other]) for one, other in _chosen(ones, others, edges)]


def _parted(
    ones: list[Mark], others: list[Mark], key: Callable[[Mark], object]
) -> tuple[list[tuple[Mark, Mark]], list[Mark], list[Mark]]:
    """Pair marks with one key, in order: identical marks are a multiset and match one to one.

    Returns:
        The pairs, and what is left over of both sides, sorted.
    """
    waiting: dict[object, list[Mark]] = defaultdict(list)
    for other in reversed(others):
        waiting[key(other)].append(other)
    pairs, left = [], []
    for one in ones:
        alike = waiting.get(key(one))
        if alike:
            pairs.append((one, alike.pop()))
        else:
            left.append(one)
    return pairs, left, sorted(chain.from_iterable(waiting.values()))


def _chosen(
    ones: list[Mark], others: list[Mark], edges: list[tuple[int, int, int]]
) -> list[tuple[int, int]]:
    if len({a for a, _, _ in edges}) == len(edges) == len({b for _, b, _ in edges}):
        return [(a, b) for a, b, _ in edges]
    weights: list[dict[int, float]] = [{} for _ in ones]
    for one, other, shared in edges:
        union = ones[one].length + others[other].length - shared
        weights[one][other] = _ONE_PAIR + _WHOLE * shared // union
    return sorted(assign(weights).items())


def _aligned(ones: list[Mark], others: list[Mark]) -> list[Pair]:
    pairs: list[Pair] = []
    steps: tuple[tuple[Kind, Level], ...] = (
        *(("exact", "exact"), ("type", "bounds")),
        *(("boundary", "overlap"), ("both", "existence")),
    )
    for kind, level in steps:
        if not (ones and others):
            break
        if level in _KEYS:
            found, ones, others = _parted(ones, others, _KEYS[level])
        else:
            found = _matched(ones, others, level)
            ones = _without(ones, [a for a, _ in found])
            others = _without(others, [b for _, b in found])
        pairs += [Pair(kind, a, b) for a, b in found]
    pairs += (Pair("only-one", one, None) for one in ones)
    pairs += (Pair("only-one", None, other) for other in others)
    return pairs


def _without(marks: list[Mark], taken: list[Mark]) -> list[Mark]:
    """Return marks but those taken; of identical ones as many as were taken."""
    if not taken:
        return marks
    gone = Counter(taken)
    left = []
    for one in marks:
        if gone[one]:
            gone[one] -= 1
        else:
            left.append(one)
    return left


_ORDER = {kind: number for number, kind in enumerate(KINDS)}


def _place(pair: Pair) -> tuple[Mark, int]:
    stands = pair.first or pair.second
    assert stands is not None  # noqa: S101 - one side of a pair always stands
    return stands, _ORDER[pair.kind]


_KEYS: dict[Level, Callable[[Mark], object]] = {
    "exact": itemgetter(0, 1, 2, 3),
    "bounds": itemgetter(0, 1, 3),
}
"""What marks have in common that match at a level: characters, and their type."""
