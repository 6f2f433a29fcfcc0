"""Measures of coreference, against the official scorer."""

from collections.abc import Callable
from typing import Any

import pytest

from annotator.agreement import identity
from annotator.agreement.score import Score
from tests.unit.agreement.reference import load

REFERENCE = load("coref")

MEASURES: dict[str, Callable[[identity.Clusters, identity.Clusters], identity.Rates]] = {
    "muc": identity.muc,
    "bcub": identity.b_cubed,
    "ceafm": identity.ceaf_m,
    "ceafe": identity.ceaf_e,
    "lea": identity.lea,
}


def clustered(case: dict[str, Any]) -> tuple[identity.Clusters, identity.Clusters]:
    """Return key and response of a case."""
    return list(map(frozenset, case["key"])), list(map(frozenset, case["response"]))


@pytest.mark.parametrize("measure", ["muc", "bcub", "ceafm", "ceafe", "blanc", "lea"])
@pytest.mark.parametrize("case", REFERENCE["cases"], ids=lambda case: case["id"])
def test_value_of_the_official_scorer(case: dict[str, Any], measure: str) -> None:
    key, response = clustered(case)
    if measure == "blanc":
        found = identity.blanc_rates(key, response)
    else:
        rates = MEASURES[measure](key, response)
        found = rates.recall, rates.precision, rates.f1
    for score, expected in zip(found, case["expected"][measure]["rpf"], strict=True):
        # The scorers print 0 where there is nothing to count; here that has no value.
        value = 0.0 if score.value is None else score.value
        assert abs(value - expected) <= REFERENCE["tolerance"]


@pytest.mark.parametrize("case", REFERENCE["cases"], ids=lambda case: case["id"])
def test_f1_does_not_ask_who_comes_first(case: dict[str, Any]) -> None:
    key, response = clustered(case)
    for measure in (*MEASURES.values(), identity.links):
        one, other = measure(key, response).f1.value, measure(response, key).f1.value
        assert one == pytest.approx(other)


def test_links_in_plain_counts() -> None:
    first = identity.clusters({"a": 1, "b": 1, "c": 1, "d": 2})
    second = identity.clusters({"a": 1, "b": 1, "c": 2, "d": 2})
    found = identity.links(first, second)
    assert (found.recall, found.precision) == (Score(1 / 3), Score(1 / 2))


def test_single_mentions_have_no_links_and_no_perfect_score() -> None:
    alone = identity.clusters({"a": 1, "b": 2})
    assert identity.links(alone, alone).f1 == Score.undefined(identity.NO_LINKS)
    assert identity.muc(alone, alone).f1.value is None
    assert identity.conll(alone, alone) == Score.undefined(identity.NO_LINKS)
    assert identity.lea(alone, alone).f1 == Score(1.0)
    assert identity.b_cubed([], []).f1 == Score.undefined(identity.NO_ITEMS)


def test_lea_credits_a_single_mention_only_where_both_left_it_single() -> None:
    first = identity.clusters({"a": 1, "b": 2, "c": 3})
    second = identity.clusters({"a": 1, "b": 2, "c": 2})
    assert identity.lea(first, second).recall == Score(1 / 3)


@pytest.mark.parametrize("case", REFERENCE["cases"], ids=lambda case: case["id"])
def test_conll_average_is_the_mean_of_three_measures_of_the_official_scorer(
    case: dict[str, Any],
) -> None:
    key, response = clustered(case)
    found = identity.conll(key, response).value
    if identity.muc(key, response).f1.value is None:
        assert found is None
        return
    expected = sum(case["expected"][name]["rpf"][2] for name in ("muc", "bcub", "ceafe")) / 3
    assert found == pytest.approx(expected, abs=REFERENCE["tolerance"])
