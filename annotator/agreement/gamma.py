"""Gamma: agreement on units and their types in one number (Mathet, Widlöcher, Métivier 2015).

The best alignment of the annotators' units is searched, its disorder is set against that of chance,
and chance is simulated: a gamma means nothing without its parameters, the sampler among them. Two
annotators are an assignment, which is solved exactly and fast; more are tried out exactly too, but
only small texts can be.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import combinations, pairwise, product
from random import Random
from statistics import fmean, pstdev
from typing import Literal, NamedTuple, get_args

from annotator.agreement.assignment import assign
from annotator.agreement.marks import Mark
from annotator.agreement.score import NOTHING_MARKED, Score

Sampler = Literal["statistical", "shuffle"]
SAMPLERS: tuple[Sampler, ...] = get_args(Sampler)


class Unit(NamedTuple):
    """A unit of a continuum, as gamma sees it; fragments count as their hull."""

    start: float
    end: float
    type: str


class Parameters(NamedTuple):
    """What a gamma was computed with."""

    alpha: float = 1.0
    """Weight of places."""
    beta: float = 1.0
    """Weight of types."""
    delta: float = 1.0
    """The cost of a unit that has no partner."""
    sampler: Sampler = "shuffle"
    samples: int = 30
    seed: int = 1


class Alignment(NamedTuple):
    """The best alignment of the annotators' units."""

    disorder: float
    groups: int
    """How many groups of units it has, single ones among them."""


PLAIN = Parameters()


def gamma(layers: Sequence[Sequence[Mark]], parameters: Parameters = PLAIN) -> Score:
    """Return gamma of at least two annotators' marks in one document."""
    units = [[Unit(one.start, one.end, one.type) for one in layer] for layer in layers]
    return gamma_of_units(units, parameters)


def gamma_of_units(layers: Sequence[Sequence[Unit]], parameters: Parameters = PLAIN) -> Score:
    """Return gamma of at least two annotators' units."""
    if not any(layers):
        return Score.undefined(NOTHING_MARKED)
    random = Random(parameters.seed)  # noqa: S311 - chance to compare with, no secret
    ordered = [sorted(layer) for layer in layers]
    draw = by_statistics(ordered) if parameters.sampler == "statistical" else by_shuffle(ordered)
    drawn = (draw(random) for _ in range(parameters.samples))
    expected = fmean(best_alignment(sample, parameters).disorder for sample in drawn)
    observed = best_alignment(ordered, parameters).disorder
    if not expected:
        return Score.undefined("chance would agree completely")
    return Score(1 - observed / expected)


def place_distance(one: Unit, other: Unit) -> float:
    """Return how far two units are apart in place, before it is weighed."""
    apart = abs(one.start - other.start) + abs(one.end - other.end)
    return (apart / (one.end - one.start + other.end - other.start)) ** 2


def distance(one: Unit, other: Unit, parameters: Parameters = PLAIN) -> float:
    """Return the weighed distance of two units."""
    place, kind = place_distance(one, other), one.type != other.type
    return (parameters.alpha * place + parameters.beta * kind) * parameters.delta


def best_alignment(layers: Sequence[Sequence[Unit]], parameters: Parameters = PLAIN) -> Alignment:
    """Return the alignment with the least disorder, per mean number of units of an annotator."""
    number = sum(map(len, layers))
    if not number:
        return Alignment(0.0, 0)
    best = _of_two if len(layers) == 2 else _of_several
    cost, groups = best(layers, parameters)
    return Alignment(cost * len(layers) / number, groups)


Draw = Callable[[Random], list[list[Unit]]]
"""Makes one annotator's units for each there is, as chance would have them."""


def by_statistics(layers: Sequence[Sequence[Unit]]) -> Draw:
    """Draw numbers, gaps and lengths of units from normal distributions, and types by frequency.

    As the sampler of pygamma-agreement does that is its default.
    """
    sizes = [len(layer) for layer in layers]
    gaps = [0.0, *(layer[0].start for layer in layers if layer)]
    gaps += [b.start - a.end for layer in layers for a, b in pairwise(layer)]
    lengths = [unit.end - unit.start for layer in layers for unit in layer]
    types = Counter(unit.type for layer in layers for unit in layer)
    means = [(fmean(values), pstdev(values)) for values in (sizes, gaps, lengths)]
    (size, size_spread), (gap, gap_spread), (length, length_spread) = means

    def layer(random: Random) -> list[Unit]:
        units, at = [], 0.0
        for _ in range(abs(int(random.gauss(size, size_spread)))):
            start = at + random.gauss(gap, gap_spread)
            at = start + (abs(random.gauss(length, length_spread)) or length)
            (kind,) = random.choices(list(types), list(types.values()))
            units.append(Unit(start, at, kind))
        return units

    return lambda random: [layer(random) for _ in layers]


def by_shuffle(layers: Sequence[Sequence[Unit]]) -> Draw:
    """Draw whole layers and turn each round at a place of its own, as Mathet et al. propose."""
    begin = min(unit.start for layer in layers for unit in layer)
    end = max(unit.end for layer in layers for unit in layer)
    length = fmean(unit.end - unit.start for layer in layers for unit in layer)

    def turned(layer: Sequence[Unit], by: float) -> list[Unit]:
        units = []
        for unit in layer:
            start = unit.start + by
            if start > end:
                start -= end - begin
            units.append(Unit(start, start + unit.end - unit.start, unit.type))
        return sorted(units)

    def sample(random: Random) -> list[list[Unit]]:
        return [turned(random.choice(layers), by) for by in _apart(random, len(layers))]

    def _apart(random: Random, number: int) -> list[float]:
        turns: list[float] = []
        for _ in range(number):
            for _ in range(20):
                turn = random.uniform(0, end - begin)
                if all(abs(turn - other) >= length / 2 for other in turns):
                    break
            turns.append(turn)
        return turns

    return sample


def _of_two(layers: Sequence[Sequence[Unit]], parameters: Parameters) -> tuple[float, int]:
    first, second = layers
    # What a pair saves against leaving both alone; only where it saves something may they pair.
    saved: list[dict[int, float]] = []
    for one in first:
        row = {}
        for number, other in enumerate(second):
            gain = 2 * parameters.delta - distance(one, other, parameters)
            if gain > 0:
                row[number] = gain
        saved.append(row)
    pairs = assign(saved)
    number = len(first) + len(second)
    gained = sum(saved[one][other] for one, other in pairs.items())
    return number * parameters.delta - gained, number - len(pairs)


def _of_several(layers: Sequence[Sequence[Unit]], parameters: Parameters) -> tuple[float, int]:
    """Try out the ways to group units, the first unit that has no group first."""
    offers = _groups(layers, parameters)
    places = [(a, i) for a, layer in enumerate(layers) for i in range(len(layer))]
    numbers = {place: number for number, place in enumerate(places)}
    containing: list[list[tuple[int, float]]] = [[] for _ in places]
    for group, cost in offers:
        bits = sum(1 << numbers[place] for place in group)
        containing[(bits & -bits).bit_length() - 1].append((bits, cost))

    @cache
    def cheapest(free: int) -> tuple[float, int]:
        if not free:
            return 0.0, 0
        best = (float("inf"), 0)
        for bits, cost in containing[(free & -free).bit_length() - 1]:
            if bits & free == bits:
                rest, groups = cheapest(free ^ bits)
                best = min(best, (cost + rest, groups + 1))
        return best

    return cheapest((1 << len(places)) - 1)


def _groups(
    layers: Sequence[Sequence[Unit]], parameters: Parameters
) -> Iterator[tuple[tuple[tuple[int, int], ...], float]]:
    """Yield the groups of at most one unit of each annotator that cost no more than its parts."""
    ways = len(layers) * (len(layers) - 1) / 2
    choices = [[None, *range(len(layer))] for layer in layers]
    for chosen in product(*choices):
        group = tuple((a, i) for a, i in enumerate(chosen) if i is not None)
        if not group:
            continue
        cost = parameters.delta * (ways - len(group) * (len(group) - 1) / 2)
        for (a, i), (b, j) in combinations(group, 2):
            cost += distance(layers[a][i], layers[b][j], parameters)
        if cost / ways <= len(group) * parameters.delta:
            yield group, cost / ways
