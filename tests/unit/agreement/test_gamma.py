"""Gamma, against pygamma-agreement and Mathet et al. 2015."""

from typing import Any

import pytest

from annotator.agreement.gamma import (
    SAMPLERS,
    Parameters,
    Unit,
    best_alignment,
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
