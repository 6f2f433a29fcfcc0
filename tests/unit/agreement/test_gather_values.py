"""Which measures a kind of value has, and what they are made of."""

from typing import Any

import pytest

from annotator.agreement import coding
from annotator.agreement.gather_values import ValueSums
from annotator.agreement.lines import Line
from annotator.agreement.score import NOT_JUDGED_TWICE, Score
from annotator.agreement.sums import Drawing
from annotator.model.scheme_tables import Attribute


def measured(kind: str, *pairs: tuple[str, str], **more: Any) -> dict[tuple[str, str], Line]:
    """Return the lines of one attribute by measure and level, each pair in a text of its own."""
    given = Attribute.model_validate({"name": "x", "value": kind, **more})
    sums = ValueSums()
    for number, pair in enumerate(pairs):
        sums.add(str(number), "x", given, pair)
    made = [*sums.made({"unused": given, "x": given})]
    lines = sums.sums.lines("claims", made, Drawing(5, 1))
    assert {one.of for one in lines} == {"x"}
    return {(one.measure, one.level): one for one in lines}


def test_whether_a_value_was_given_at_all() -> None:
    found = measured("text", ("a", "a"), ("a", ""), ("", "b"), ("b", ""))
    assert found["given_f1", ""].score == Score(2 * 1 / 5)
    assert found["given_f1", ""].number == 5
    assert found["percent", ""].score == Score(1.0)
    assert found["percent", ""].number == 1


@pytest.mark.parametrize("kind", ["text", "link"])
def test_free_values_are_the_same_or_not(kind: str) -> None:
    found = measured(kind, ("a", "a"), ("a", "b"))
    assert set(found) == {("given_f1", ""), ("percent", "")}
    assert found["percent", ""].score == Score(0.5)


@pytest.mark.parametrize("kind", ["count", "integer"])
def test_numbers_by_their_ends(kind: str) -> None:
    found = measured(kind, ("6", "6"), ("10", "12"), ("3", "3"))
    units = [[6, 6], [10, 12], [3, 3]]
    for end in ("low", "high"):
        assert found["alpha_ratio", end].score == coding.alpha(units, coding.ratio)
        assert found["alpha_interval", end].score == coding.alpha(units, coding.log_interval)
        assert found["alpha_ratio", end].number == 3
    assert found["percent", ""].score == Score(2 / 3)
    assert len(found) == 6


def test_an_open_end_is_missing() -> None:
    found = measured("count", ("12..", "12"), ("7", "dozens"))
    assert found["alpha_ratio", "low"].number == 1
    assert found["alpha_ratio", "high"].number == 0
    assert found["alpha_ratio", "high"].score == Score.undefined(NOT_JUDGED_TWICE)


def test_days_between_dates_have_a_median_and_no_interval() -> None:
    dates = [f"2022-08-{day:02}/2022-08-{day:02}" for day in (1, 2, 5, 30)]
    found = measured("interval", *((dates[0], other) for other in dates))
    assert found["days_apart", ""].score == Score(2.5)  # of 0, 1, 4 and 29
    assert found["days_apart", ""].interval == (None, None, "")
    assert found["percent", ""].score == Score(0.25)
    assert found["percent", ""].interval.low is not None


def test_sets_by_their_members_and_by_masi() -> None:
    found = measured("multi_choice", ("tax,law", "law"), ("war", "war"), ("tax", "law,war"))
    assert found["set_f1", ""].score == Score(2 * 2 / 8)
    assert found["set_f1", ""].number == 8
    units = [[{"tax", "law"}, {"law"}], [{"war"}, {"war"}], [{"tax"}, {"law", "war"}]]
    sets = [[frozenset(one) for one in unit] for unit in units]
    assert found["alpha_masi", ""].score == coding.alpha(sets, coding.masi)
    assert found["alpha_masi", ""].score != coding.alpha(sets)
    assert set(found) == {("given_f1", ""), ("set_f1", ""), ("alpha_masi", "")}


def test_choices_in_an_order() -> None:
    pairs = [("none", "some"), ("all", "all"), ("some", "none"), ("none", "all")]
    choices = ("none", "some", "all")
    found = measured("choice", *pairs, choices=choices, ordered=True)
    assert found["alpha_ordinal", ""].score == coding.ordinal_alpha(pairs, choices)
    assert found["alpha_ordinal", ""].score != coding.ordinal_alpha(pairs)
    assert found["alpha_nominal", ""].score == coding.alpha(pairs)
    assert ("alpha_ordinal", "") not in measured("choice", *pairs, choices=choices)


def test_what_the_scheme_has_no_more_is_not_measured() -> None:
    sums = ValueSums()
    sums.add("1", "gone", None, ("a", "b"))
    assert not sums.sums.totals()
