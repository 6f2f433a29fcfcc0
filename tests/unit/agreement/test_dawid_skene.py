"""Dawid and Skene's model, on their own table."""

import pytest

from annotator.agreement import dawid_skene
from annotator.agreement.dawid_skene import Answers, Evidence, estimate, withheld
from tests.unit.agreement.reference import load

REFERENCE = load("dawid_skene")
EXPECTED = REFERENCE["expected"]
ANSWERS: Answers = {
    patient: dict(enumerate(observers, 1)) for patient, observers in REFERENCE["responses"].items()
}


@pytest.fixture
def found() -> Evidence:
    """What the model makes of the published answers."""
    return estimate(ANSWERS, REFERENCE["classes"])


def test_shares_of_the_classes(found: Evidence) -> None:
    marginals = EXPECTED["class_marginals"]
    for share, value, printed in zip(
        found.shares.values(), marginals["value"], marginals["published_rounded"], strict=True
    ):
        assert abs(share - value) <= marginals["tolerance"]
        assert round(share, 2) == printed


@pytest.mark.parametrize("observer", range(1, 6))
def test_error_rates(found: Evidence, observer: int) -> None:
    for truth, row in zip(
        REFERENCE["classes"], EXPECTED["error_rates"][str(observer)], strict=True
    ):
        rates = found.errors[observer][truth]
        for answer, value in zip(REFERENCE["classes"], row, strict=True):
            assert abs(rates[answer] - value) <= EXPECTED["error_rates_tolerance"]


def test_likeliest_classes_and_those_in_doubt(found: Evidence) -> None:
    likeliest = {
        patient: max(shares, key=lambda one: shares[one])
        for patient, shares in found.posteriors.items()
    }
    assert likeliest == EXPECTED["map_class"]
    for patient, shares in EXPECTED["posterior_uncertain"].items():
        for grade, share in shares.items():
            assert found.posteriors[patient][int(grade)] == pytest.approx(share, abs=0.005)


def test_likelihood(found: Evidence) -> None:
    assert found.log_likelihood == pytest.approx(EXPECTED["log_likelihood"], abs=0.001)


def test_it_is_withheld_where_there_is_too_little() -> None:
    assert withheld({}) == "needs at least 3 annotators, there are 0"
    few: Answers = {item: {"a": [1], "b": [1], "c": [0]} for item in range(49)}
    assert withheld(few) == "needs at least 50 items that several judged, there are 49"
    assert not withheld({**few, 49: {"a": [1], "b": [0]}})
    assert withheld({item: {"a": [1]} for item in range(90)}).startswith("needs at least 3")
    alone: Answers = {item: {"abc"[item % 3]: [1]} for item in range(90)}
    assert withheld(alone) == "needs at least 50 items that several judged, there are 0"


def test_what_everybody_says_alike_is_certain_at_once() -> None:
    agreed: Answers = {item: {"a": ["yes"], "b": ["yes"]} for item in range(5)}
    found = estimate(agreed, ["yes", "no"])
    assert found.shares == {"yes": 1.0, "no": 0.0}
    assert found.log_likelihood == 0.0
    assert found.rounds == 2  # the second finds what the first did


def test_it_gives_up_after_as_many_rounds_as_it_may_take(
    found: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert 3 < found.rounds < dawid_skene.ROUNDS
    monkeypatch.setattr(dawid_skene, "ROUNDS", 3)
    assert estimate(ANSWERS, REFERENCE["classes"]).rounds == 3
