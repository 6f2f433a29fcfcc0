"""Unitizing agreement, against published values."""

from typing import Any

import pytest

from annotator.agreement.marks import Mark, mark
from annotator.agreement.score import OVERLAP_INSIDE, Score
from annotator.agreement.unitizing import (
    Alpha1995,
    UnitAlpha,
    alpha_1995,
    distance_1995,
    overall_1995,
    unit_sums,
)
from annotator.model.spans import Span
from tests.unit.agreement.reference import load, named

DATASETS = load("unitizing")["datasets"]
OLD, NEW = DATASETS[:-1], DATASETS[-1:]


def old_form(dataset: dict[str, Any], category: str, stretch: int = 1) -> Alpha1995:
    """Return the older form of one category."""
    layers: list[list[Mark]] = [[] for _ in range(dataset["raters"])]
    for unit in dataset["units"]:
        if unit["category"] == category:
            start = (unit["offset"] - dataset["begin"]) * stretch
            layers[unit["rater"]].append(Mark(start, start + unit["length"] * stretch, category))
    found = alpha_1995(dataset["length"] * stretch, layers)
    assert isinstance(found, Alpha1995)
    return found


@pytest.mark.parametrize(("dataset", "case"), named(OLD))
def test_published_value_of_the_older_form(dataset: dict[str, Any], case: dict[str, Any]) -> None:
    parameters = case.get("params", {})
    if case["measure"] == "alpha_u1995":
        names = sorted({unit["category"] for unit in dataset["units"]})
        found = overall_1995({name: old_form(dataset, name) for name in names}).value
    else:
        part = old_form(dataset, parameters["category"], parameters.get("stretch", 1))
        observed = case["measure"] == "alpha_u1995_observed"
        found = part.observed if observed else part.alpha.value
        for name, value in (("Do", part.observed), ("De", part.expected)):
            assert value == pytest.approx(parameters.get(name, value), abs=1e-4)
    assert found is not None
    assert abs(found - case["expected"]) <= case["tolerance"]


@pytest.mark.parametrize("case", OLD[0]["distances"])
def test_published_distance(case: dict[str, Any]) -> None:
    (start, size, kind), (other, length, _) = case["u"], case["v"]
    if kind is None:  # the first is the gap
        assert distance_1995((other, length), (start, size), is_gap=True) == case["expected"]
    else:
        assert distance_1995((start, size), (other, length)) == case["expected"]


def alex_paul_suzan() -> UnitAlpha:
    """Return the coincidences of the example of 2016."""
    (dataset,) = NEW
    counted = UnitAlpha()
    spans = dataset["spans_half_open"].values()
    layers = [[Mark(start, end, kind) for start, end, kind in layer] for layer in spans]
    counted.add(dataset["length"], layers)
    return counted


@pytest.mark.parametrize(("dataset", "case"), named(NEW))
def test_published_value_of_the_newer_form(dataset: dict[str, Any], case: dict[str, Any]) -> None:
    counted, parameters = alex_paul_suzan(), case.get("params", {})
    if case["measure"] == "ku_alpha":
        found = counted.ku_alpha(parameters["value"])
        coverage = counted.ku_coverage(parameters["value"])
        assert coverage.value == pytest.approx(parameters["coverage"], abs=5e-5)
    else:
        found = {
            "u_alpha": counted.u_alpha,
            "binary_u_alpha": counted.binary,
            "cu_alpha": counted.cu_alpha,
            "cu_coverage": counted.coverage,
        }[case["measure"]]()
    if case["expected"] is None:
        assert found.value is None and found.reason
    else:
        assert found.value is not None
        assert abs(found.value - case["expected"]) <= case["tolerance"]


def test_one_value_against_everything_else() -> None:
    (dataset,) = NEW
    alone = UnitAlpha()
    spans = dataset["spans_half_open"].values()
    layers = [[Mark(b, e, kind) for b, e, kind in layer if kind == "6"] for layer in spans]
    alone.add(dataset["length"], layers)
    found, expected = alex_paul_suzan().u_alpha_of("6").value, alone.u_alpha().value
    assert found is not None and found == pytest.approx(expected)


def test_other_types_may_overlap_where_one_is_looked_at() -> None:
    counted = UnitAlpha()
    counted.add(20, [[Mark(0, 10, "A"), Mark(3, 5, "B")], [Mark(0, 10, "A")]])
    assert counted.u_alpha() == Score.undefined(OVERLAP_INSIDE)
    assert counted.u_alpha_of("A") == Score(1.0)


def test_two_units_inside_a_longer_one_of_another_type_do_not_overlap() -> None:
    inside = [Mark(0, 2, "A"), Mark(0, 20, "B"), Mark(4, 6, "A"), Mark(8, 9, "A")]
    counted = UnitAlpha()
    counted.add(20, [inside, inside])
    assert counted.u_alpha_of("A") == Score(1.0)
    assert counted.u_alpha() == Score.undefined(OVERLAP_INSIDE)


def test_sums_of_a_text_counted_by_hand() -> None:
    first = [Mark(0, 5, "A"), Mark(0, 9, "B"), Mark(5, 7, "A"), Mark(6, 8, "A")]
    second = [Mark(4, 10, "A"), Mark(15, 18, "C")]
    assert unit_sums(20, [first, second]) == {
        ("length", "", ""): 40,
        # B begins inside the first A, the second A inside B, and the third inside B and an A.
        ("overlap", "", ""): 3,
        ("overlap", "A", ""): 1,
        ("valued", "A", ""): 5 + 2 + 2 + 6,
        ("valued", "B", ""): 9,
        ("valued", "C", ""): 3,
        ("own", "A", ""): 5**2 + 2**2 + 2**2 + 6**2,
        ("own", "B", ""): 9**2,
        ("own", "C", ""): 3**2,
        # The second's A shares 1, 2 and 2 characters with As, each way, and 5 with B.
        ("both", "A", "A"): 2 * (1 + 2 + 2),
        ("both", "A", "B"): 5,
        ("both", "B", "A"): 5,
        # Each unit's shared characters squared: those of the first's As, then the second's A.
        ("met", "A", ""): 1**2 + 2**2 + 2**2 + 10**2,
        ("met", "B", ""): 5**2,
    }


def test_units_that_begin_inside_another_are_counted_one_by_one() -> None:
    layer = [Mark(0, 9, "A"), Mark(1, 3, "A"), Mark(4, 6, "A"), Mark(9, 12, "A")]
    sums = unit_sums(20, [layer, []])
    assert sums["overlap", "A", ""] == sums["overlap", "", ""] == 2


def test_two_texts_are_one_after_the_other() -> None:
    texts = [
        [[Mark(0, 5, "A"), Mark(7, 9, "B")], [Mark(2, 8, "A")], [Mark(1, 4, "B")]],
        [[Mark(3, 6, "B")], [Mark(3, 5, "A"), Mark(5, 9, "B")], []],
    ]
    apart, together = UnitAlpha(), UnitAlpha()
    for text in texts:
        apart.add(10, text)
    behind = [
        [*one, *(Mark(m.start + 10, m.end + 10, m.type) for m in other)]
        for one, other in zip(*texts, strict=True)
    ]
    together.add(20, behind)
    for one, other in (
        (apart.u_alpha(), together.u_alpha()),
        (apart.binary(), together.binary()),
        (apart.cu_alpha(), together.cu_alpha()),
        (apart.ku_alpha("A"), together.ku_alpha("A")),
        (apart.ku_alpha("B"), together.ku_alpha("B")),
    ):
        assert one.value is not None
        assert one.value == pytest.approx(other.value)


def test_fragments_are_units_of_their_own() -> None:
    split = mark([Span(0, 3), Span(5, 7), Span(8, 9)], "A")
    parts = [Mark(0, 3, "A"), Mark(5, 7, "A"), Mark(8, 9, "A")]
    behind, other = Mark(9, 10, "B"), [Mark(1, 9, "A")]
    assert unit_sums(10, [[behind, split], other]) == unit_sums(10, [[*parts, behind], other])


def test_overlap_inside_one_annotator_is_undefined_and_said() -> None:
    nested = [[Mark(0, 10, "A"), Mark(3, 5, "A")], [Mark(0, 10, "A")]]
    counted = UnitAlpha()
    counted.add(20, nested)
    assert counted.u_alpha() == counted.cu_alpha() == Score.undefined(OVERLAP_INSIDE)
    assert alpha_1995(20, nested) == Score.undefined(OVERLAP_INSIDE)


def test_a_lone_unit_of_three_annotators_is_chance() -> None:
    found = alpha_1995(20, [[Mark(0, 1, "X")], [], []])
    assert isinstance(found, Alpha1995)
    assert found.alpha.value == pytest.approx(0.0, abs=1e-9)


def test_a_mark_without_characters_is_refused() -> None:
    with pytest.raises(ValueError, match="covers no character"):
        mark([Span(3, 3)], "PER")
    with pytest.raises(ValueError, match="the fragment 5-5 covers no character"):
        mark([Span(0, 3), Span(5, 5)], "PER")


def test_nothing_marked_has_no_value() -> None:
    counted = UnitAlpha()
    counted.add(100, [[], []])
    assert counted.u_alpha().value is None
    assert counted.cu_alpha().value is None


def test_neighbours_have_nothing_in_common_and_no_distance() -> None:
    assert distance_1995((0, 5), (5, 5)) == distance_1995((5, 5), (0, 5)) == 0
    # One character shared: 4 apart at the beginning, 5 at the end.
    assert distance_1995((0, 5), (4, 6)) == 4**2 + 5**2


def test_one_character_under_two_values_is_chance() -> None:
    counted = UnitAlpha()
    counted.add(1, [[Mark(0, 1, "A")], [Mark(0, 1, "B")]])
    # Of the two values that met, A is never matched, and by chance it never could be.
    assert counted.ku_alpha("A") == counted.ku_alpha("B") == counted.cu_alpha() == Score(0.0)
