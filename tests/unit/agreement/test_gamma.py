"""Gamma, against pygamma-agreement and Mathet et al. 2015."""

from itertools import pairwise
from random import Random
from statistics import fmean, pstdev
from typing import Any

import pytest

from annotator.agreement.gamma import (
    SAMPLERS,
    Alignment,
    Parameters,
    Unit,
    best_alignment,
    by_shuffle,
    by_statistics,
    distance,
    gamma,
    gamma_of_units,
    place_distance,
)
from annotator.agreement.marks import Mark
from annotator.agreement.score import NOTHING_MARKED, Score
from tests.unit.agreement.reference import load, named

REFERENCE = load("gamma")


def layers_of(dataset: dict[str, Any]) -> dict[str, list[Unit]]:
    """Return the units of a study by annotator."""
    layers: dict[str, list[Unit]] = {}
    for name, start, end, kind in dataset["units"]:
        layers.setdefault(name, []).append(Unit(start, end, kind))
    return layers


def parameters_of(dataset: dict[str, Any]) -> Parameters:
    """Return what a study weighs."""
    given = dataset["params"]
    return Parameters(given["alpha"], given["beta"], given["deltaEmpty"])


@pytest.mark.parametrize(("dataset", "case"), named(REFERENCE["datasets"]))
def test_value_of_the_reference(dataset: dict[str, Any], case: dict[str, Any]) -> None:
    layers, parameters = list(layers_of(dataset).values()), parameters_of(dataset)
    if case["measure"] == "gamma":
        (sampler,) = (one for one in SAMPLERS if one in case["params"]["sampler"])
        number = case["params"]["n_samples"]
        drawn = parameters._replace(sampler=sampler, samples=number)
        found = gamma_of_units(layers, drawn).value
    else:
        best = best_alignment(layers, parameters)
        found = best.disorder if case["measure"] == "best_alignment_disorder" else best.groups
    assert found is not None
    assert abs(found - case["expected"]) <= case["tolerance"]


@pytest.mark.parametrize("case", REFERENCE["positional"])
def test_published_distance_of_places(case: dict[str, Any]) -> None:
    found = place_distance(*(Unit(start, end, "x") for start, end in (case["u"], case["v"])))
    assert abs(found - case["expected"]) <= case["tolerance"]


@pytest.mark.parametrize(
    "dataset", [one for one in REFERENCE["datasets"] if "pair_dissimilarities" in one]
)
def test_distance_of_every_pair(dataset: dict[str, Any]) -> None:
    layers, parameters = layers_of(dataset), parameters_of(dataset)
    for first, i, second, j, place, kind, whole in dataset["pair_dissimilarities"]:
        one, other = layers[first][i], layers[second][j]
        assert place_distance(one, other) == pytest.approx(place, rel=1e-6, abs=1e-6)
        assert (one.type != other.type) == kind
        assert distance(one, other, parameters) == pytest.approx(whole, rel=1e-6, abs=2e-6)


def test_nothing_marked_is_undefined_and_one_empty_is_not() -> None:
    assert gamma([[], []]) == Score.undefined(NOTHING_MARKED)
    found = gamma([[Mark(0, 4, "PER"), Mark(9, 12, "LOC")], []])
    assert found.value is not None and found.value < 1


def test_the_same_seed_gives_the_same_value() -> None:
    layers = list(layers_of(REFERENCE["datasets"][1]).values())
    assert gamma_of_units(layers) == gamma_of_units(layers)
    assert gamma_of_units(layers) != gamma_of_units(layers, Parameters(seed=2))


# ------------------------------------------------------------------------ worked by hand


def test_weights_of_places_types_and_lone_units() -> None:
    one, other = Unit(0, 10, "A"), Unit(2, 12, "B")
    # Both edges are 2 apart, both lengths together are 20: (4 / 20) squared.
    assert place_distance(one, other) == pytest.approx(0.04)
    # 3 times the place and 2 times the type, all of it times 5.
    assert distance(one, other, Parameters(alpha=3, beta=2, delta=5)) == pytest.approx(10.6)


@pytest.mark.parametrize(
    ("delta", "disorder", "groups"),
    [
        (2.0, 2.08, 1),  # together (0.04 + 1) * 2, alone 2 each, over one unit per annotator
        (0.5, 0.52, 1),
    ],
)
def test_a_pair_costs_its_distance(delta: float, disorder: float, groups: int) -> None:
    layers = [[Unit(0, 10, "A")], [Unit(2, 12, "B")]]
    found = best_alignment(layers, Parameters(delta=delta))
    assert found.groups == groups
    assert found.disorder == pytest.approx(disorder)


@pytest.mark.parametrize("delta", [1.0, 3.0])
def test_what_is_too_far_apart_stays_alone(delta: float) -> None:
    # 100 characters apart at both edges: (200 / 20) squared, far above two lone units.
    layers = [[Unit(0, 10, "A")], [Unit(100, 110, "A")]]
    assert best_alignment(layers, Parameters(delta=delta)) == Alignment(2 * delta, 2)


@pytest.mark.parametrize("delta", [1.0, 2.0, 0.5])
def test_an_annotator_with_nothing_is_missing_in_every_group(delta: float) -> None:
    # Two pairs of three have an empty side, so the group costs 2/3; 3 annotators have 2 units.
    layers = [[Unit(0, 10, "A")], [Unit(0, 10, "A")], []]
    found = best_alignment(layers, Parameters(delta=delta))
    assert found.groups == 1
    assert found.disorder == pytest.approx(delta)
    assert best_alignment([[], [], []]) == Alignment(0.0, 0)


def test_chance_that_agrees_completely_leaves_gamma_undefined() -> None:
    # Every layer has two units of one length and type and no gaps, so nothing else can be drawn.
    layers = [[Unit(0, 5, "A"), Unit(5, 10, "A")]] * 2
    found = gamma_of_units(layers, Parameters(sampler="statistical"))
    assert found == Score.undefined("chance would agree completely")


def test_gamma_against_chance_in_types_alone() -> None:
    # One type of four is B, so two drawn types differ with 2 * 3/4 * 1/4 = 3/8; of the units
    # themselves one pair of two differs: 1 - (1/2) / (3/8).
    layers = [
        [Mark(0, 5, "A"), Mark(5, 10, "A")],
        [Mark(0, 5, "A"), Mark(5, 10, "B")],
    ]
    found = gamma(layers, Parameters(sampler="statistical", samples=4000)).value
    assert found == pytest.approx(-1 / 3, abs=0.05)
    dearer = gamma(layers, Parameters(delta=7, sampler="statistical", samples=4000)).value
    assert dearer == pytest.approx(found)


# ------------------------------------------------------------------------------- chance


def test_statistics_draw_numbers_gaps_and_lengths_of_their_means() -> None:
    layers = [
        [Unit(10, 30, "A"), Unit(40, 60, "A"), Unit(70, 90, "A")],
        [Unit(10, 34, "A"), Unit(44, 60, "A"), Unit(70, 90, "B")],
    ]
    random = Random(1)
    draw = by_statistics(layers)
    drawn = [layer for _ in range(1000) for layer in draw(random)]
    assert {len(layer) for layer in drawn} == {3}  # both have three
    # Gaps are 10 six times and 0 once, as every text begins at 0; lengths 20, once 4 more or less.
    assert fmean(layer[0].start for layer in drawn) == pytest.approx(60 / 7, abs=0.3)
    lengths = [unit.end - unit.start for layer in drawn for unit in layer]
    assert fmean(lengths) == pytest.approx(20, abs=0.2)
    assert pstdev(lengths) == pytest.approx(((4**2 + 4**2) / 6) ** 0.5, abs=0.1)
    inner = [b.start - a.end for layer in drawn for a, b in pairwise(layer)]
    assert fmean(inner) == pytest.approx(60 / 7, abs=0.3)
    assert pstdev(inner) == pytest.approx((6 * 10**2 / 7 - (60 / 7) ** 2) ** 0.5, abs=0.2)
    types = [unit.type for layer in drawn for unit in layer]
    assert types.count("B") / len(types) == pytest.approx(1 / 6, abs=0.02)


def test_shuffling_turns_whole_layers_round_within_the_text() -> None:
    layers = [[Unit(3, 4, "A")], [Unit(1, 3, "B")], [Unit(4, 5, "C")]]
    where = {"A": 3, "B": 1, "C": 4}
    random = Random(1)
    draw = by_shuffle(layers)
    turns = []
    for _ in range(1000):
        sample = draw(random)
        assert len(sample) == 3
        for (unit,) in sample:
            assert unit.end - unit.start == pytest.approx(2 if unit.type == "B" else 1)
            assert 1 <= unit.start <= 5
            turns.append((unit.start - where[unit.type]) % 4)
    # From begin 1 to end 5 there are 4 characters to turn by, all places alike.
    for quarter in range(4):
        share = sum(quarter <= turn < quarter + 1 for turn in turns) / len(turns)
        assert share == pytest.approx(0.25, abs=0.03)


def test_shuffling_keeps_turns_half_a_mean_length_apart() -> None:
    layers = [[Unit(80, 84, "A")], [Unit(180, 184, "B")]]
    where = {"A": 80, "B": 180}
    random = Random(1)
    draw = by_shuffle(layers)
    apart = []
    for _ in range(1500):
        one, other = ((unit.start - where[unit.type]) % 104 for (unit,) in draw(random))
        apart.append(abs(one - other))
    assert 2 - 1e-9 <= min(apart) < 2.5
