"""Agreement on given units, against published values."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from annotator.agreement import coding
from annotator.agreement.score import NO_VARIATION, NOT_JUDGED_TWICE, Score
from tests.unit.agreement.reference import load, named

DATASETS = load("coding")["datasets"]

METRICS: dict[str, Callable[[coding.Units], Score]] = {
    "nominal": coding.alpha,
    "nominal (exact match)": coding.alpha,
    "ordinal": coding.ordinal_alpha,
    "interval": partial(coding.alpha, distance=coding.interval),
    "ratio": partial(coding.alpha, distance=coding.ratio),
    "interval on log(1+x)": partial(coding.alpha, distance=coding.log_interval),
}

MEASURES: dict[str, Callable[[coding.Units], Score]] = {
    "percent_agreement": coding.percent,
    "observed_agreement": coding.percent,
    "gwet_ac1": coding.ac1,
    "fleiss_kappa": coding.fleiss,
    "fleiss_kappa_missing": coding.fleiss,
    "cohen_kappa": coding.cohen,
    "scott_pi": coding.scott,
    "bennett_s": coding.bennett,
    "brennan_prediger": coding.bennett,
    "conger_kappa": coding.conger,
}


def measured(dataset: dict[str, Any], case: dict[str, Any]) -> Score:
    """Return what we make of a case."""
    units, parameters, measure = dataset["units"], case.get("params", {}), case["measure"]
    if measure == "krippendorff_alpha":
        return METRICS[parameters["metric"]](units)
    if measure == "fleiss_kappa_category":
        return coding.fleiss_of(units, parameters["category"])
    if measure == "expected_agreement":
        return expected(dataset)
    if measure in ("krippendorff_alpha_weighted", "weighted_kappa"):
        weighted = coding.alpha if measure.startswith("kripp") else coding.cohen
        return weighted(units, weights(dataset["distance"]))
    return MEASURES[measure](units)


def expected(dataset: dict[str, Any]) -> Score:
    """Return chance agreement: that of Cohen's kappa for his tables, else that of Fleiss."""
    if not dataset["id"].startswith("cohen"):
        return coding.expected_agreement(dataset["units"])
    kappa, agreed = coding.cohen(dataset["units"]).value, coding.percent(dataset["units"]).value
    assert kappa is not None and agreed is not None
    return Score((kappa - agreed) / (kappa - 1))


def weights(distances: dict[str, float]) -> coding.Distance:
    """Return a distance from a table with two values, joined by a bar, as its keys."""

    def distance(one: Any, other: Any) -> float:
        return 0.0 if one == other else distances["|".join(sorted((one, other)))]

    return distance


@pytest.mark.parametrize(("dataset", "case"), named(DATASETS))
def test_published_value(dataset: dict[str, Any], case: dict[str, Any]) -> None:
    found = measured(dataset, case)
    assert found.value is not None
    assert abs(found.value - case["expected"]) <= case["tolerance"]


def test_standard_error_of_ac1() -> None:
    (dataset,) = [one for one in DATASETS if one["id"] == "krippendorff-2011-C"]
    found = coding.ac1_deviation(dataset["units"])
    assert found.value == pytest.approx(0.14295, abs=5e-6)


@pytest.mark.parametrize("case", load("set_valued")["cases"])
def test_masi_is_that_of_passonneau(case: dict[str, Any]) -> None:
    assert coding.masi(case["a"], case["b"]) == pytest.approx(case["expected"], abs=1e-9)


COEFFICIENTS = (
    *(coding.alpha, coding.ordinal_alpha, coding.ac1, coding.cohen, coding.fleiss),
    *(coding.scott, coding.bennett, coding.conger),
)


@pytest.mark.parametrize("measure", COEFFICIENTS)
def test_no_variation_is_undefined_and_said(measure: Callable[[coding.Units], Score]) -> None:
    units = [[1, 1]] * 5
    assert measure(units) == Score.undefined(NO_VARIATION)
    assert coding.percent(units) == Score(1.0)


@pytest.mark.parametrize("measure", [*COEFFICIENTS, coding.percent])
@pytest.mark.parametrize("units", [[[1, None], [None, 2]], []])
def test_nothing_judged_twice_is_undefined_and_said(
    measure: Callable[[coding.Units], Score], units: coding.Units
) -> None:
    assert measure(units) == Score.undefined(NOT_JUDGED_TWICE)


def test_skewed_values_lower_kappa_and_not_ac1() -> None:
    (dataset,) = [one for one in DATASETS if one["id"] == "kappa-paradox-2x2"]
    kappa, robust = coding.cohen(dataset["units"]), coding.ac1(dataset["units"])
    assert kappa.value is not None and robust.value is not None
    assert kappa.value < 0.4 < 0.8 < robust.value


def test_an_order_of_names_is_that_of_numbers() -> None:
    numbers = [[1, 2], [2, 2], [3, 1], [1, 1], [4, 2], [4, 4]]
    names = {1: "none", 2: "some", 3: "many", 4: "all"}  # not by alphabet
    named_units = [[names[one] for one in unit] for unit in numbers]
    found = coding.ordinal_alpha(named_units, list(names.values()))
    assert found == coding.ordinal_alpha(numbers)
    assert found != coding.ordinal_alpha(named_units)
    # Those that the order does not name stand behind it.
    ends = ["none", "some"]
    assert coding.ordinal_alpha(
        [["all" if n == "many" else n for n in unit] for unit in named_units], ends
    ) == coding.ordinal_alpha([[min(n, 3) for n in unit] for unit in numbers])


def test_a_choice_that_nobody_made_changes_no_order() -> None:
    units = [[1, 2], [2, 2], [4, 1], [1, 1], [4, 4]]
    for order in ([0, 1, 2, 4], [1, 2, 3, 4], [1, 2, 4, 5]):
        assert coding.ordinal_alpha(units, order) == coding.ordinal_alpha(units)


def test_one_of_two_categories_against_the_other_is_all_there_is() -> None:
    units: coding.Units = [["a", "a", None], ["a", None, None], ["b", "b", "a"], ["b", "b", "b"]]
    for category in "ab":
        assert coding.fleiss_of(units, category) == coding.fleiss(units)


def test_an_annotator_who_said_nothing_leaves_nothing_judged_twice() -> None:
    assert coding.conger([[1, None], [2, None]]) == Score.undefined(NOT_JUDGED_TWICE)
    assert coding.conger([[1], [2]]) == Score.undefined(NOT_JUDGED_TWICE)


def test_the_standard_error_of_ac1_needs_two_units() -> None:
    assert coding.ac1_deviation([]) == Score.undefined(NOT_JUDGED_TWICE)
    assert coding.ac1_deviation([["a", "b"]]) == Score.undefined(NOT_JUDGED_TWICE)
    assert coding.ac1_deviation([["a", "a"]] * 3) == Score.undefined(NO_VARIATION)
    # Chance 1/2 with both values as common; units agree or not: 1, 1, -1, -1 about 0, over 4 * 3.
    units = [["a", "a"], ["b", "b"], ["a", "b"], ["a", "b"]]
    assert coding.ac1(units) == Score(0.0)
    assert coding.ac1_deviation(units).value == pytest.approx((4 / 12) ** 0.5)
    # Where all agree, every unit is at the mean.
    assert coding.ac1_deviation([["a", "a"], ["b", "b"]]) == Score(0.0)
