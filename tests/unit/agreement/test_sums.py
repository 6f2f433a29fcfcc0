"""Intervals of what is summed over documents, against the plain way of drawing them."""

import random
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement import coding
from annotator.agreement.bootstrap import FEW, NO_RESAMPLES, ONE_DOCUMENT, intervals, limits
from annotator.agreement.lines import Line
from annotator.agreement.marks import Mark
from annotator.agreement.score import Counts, Interval, Score
from annotator.agreement.sums import (
    MANY,
    TOO_MANY,
    DocumentSums,
    Drawing,
    Made,
    Sums,
    coded,
    f1,
)
from annotator.agreement.unitizing import UnitAlpha, unit_sums

DRAWING = Drawing(40, 3)
PAIRS = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), max_size=6)
DOCUMENTS = st.lists(PAIRS, min_size=2, max_size=12)


def drawn_plainly(number: int, value: Callable[[Sequence[int]], Score]) -> Interval:
    """Return the interval of a value of documents by number, each resample from the start."""
    chance = random.Random(DRAWING.seed)
    found = [value(chance.choices(range(number), k=number)) for _ in range(DRAWING.resamples)]
    reason = FEW if number < 10 else ""
    return limits([one.value for one in found if one.value is not None], reason)


def only(sums: DocumentSums, made: Made, drawing: Drawing = DRAWING) -> Line:
    """Return the one line."""
    (line,) = sums.lines("entities", [made], drawing)
    return line


@given(DOCUMENTS)
def test_intervals_of_coded_values_are_those_of_units_drawn_with_their_documents(
    documents: list[list[tuple[str, str]]],
) -> None:
    sums = DocumentSums()
    for number, units in enumerate(documents):
        sums.add(str(number), "other", "x", number)
        for unit in units:
            sums.add(str(number), "types", unit)
    every = [unit for units in documents for unit in units]

    lines = sums.lines("entities", [*coded("type", "types")], DRAWING)

    for line, measure in zip(lines, (coding.percent, coding.alpha, coding.ac1), strict=False):
        assert line.score == measure(every)
        assert line.number == len(every)
        if line.score.value is not None:
            expected = drawn_plainly(len(documents), _of_chosen(measure, documents))
            assert line.interval[:2] == pytest.approx(expected[:2])
            assert line.interval.reason == expected.reason


def _of_chosen(
    measure: Callable[[coding.Units], Score], documents: list[list[tuple[str, str]]]
) -> Callable[[Sequence[int]], Score]:
    return lambda chosen: measure([unit for number in chosen for unit in documents[number]])


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 9)), min_size=2, max_size=12))
def test_intervals_of_f1_are_those_of_span_f1(found: list[tuple[int, int]]) -> None:
    documents = [Counts(min(matched, size), 2 * size) for matched, size in found]
    sums = DocumentSums()
    for number, counts in enumerate(documents):
        sums.count(str(number), "f", counts)

    line = only(sums, f1("argument_f1", "", "f"))

    assert line.score == sum(documents, Counts()).f1
    assert line.interval == intervals([{"f": one.packed} for one in documents], *DRAWING)["f"]


@given(
    st.lists(
        st.lists(
            st.lists(st.tuples(st.integers(0, 9), st.sampled_from("AB")), max_size=4, unique=True),
            min_size=2,
            max_size=2,
        ),
        min_size=2,
        max_size=6,
    )
)
def test_alpha_of_units_is_drawn_with_their_documents(
    documents: list[list[list[tuple[int, str]]]],
) -> None:
    marks = [
        [[Mark(10 * at, 10 * at + 7, kind) for at, kind in layer] for layer in layers]
        for layers in documents
    ]
    sums = DocumentSums()
    for number, layers in enumerate(marks):
        sums.add_all(str(number), "units", unit_sums(100, layers))

    def alpha(chosen: Sequence[int]) -> Score:
        counted = UnitAlpha()
        for number in chosen:
            counted.add(100, marks[number])
        return counted.u_alpha_of("A")

    line = only(sums, Made("u_alpha", "A", "units", lambda own: UnitAlpha(own).u_alpha_of("A")))

    assert line.score == alpha(range(len(marks)))
    if line.score.value is not None:
        assert line.interval == drawn_plainly(len(marks), alpha)


def percent(sums: Sums) -> Score:
    """Return the share of equal values."""
    return coding.percent(sums)


@pytest.mark.parametrize(
    ("documents", "resamples", "reason"),
    [(1, 40, ONE_DOCUMENT), (3, 0, NO_RESAMPLES), (3, 40, FEW), (10, 40, "")],
)
def test_an_interval_says_when_it_says_little(documents: int, resamples: int, reason: str) -> None:
    sums = DocumentSums()
    for number in range(documents):
        sums.add(str(number), "v", ("a", "a" if number else "b"))

    line = only(sums, Made("percent", "", "v", percent), Drawing(resamples, 1))

    assert line.interval.reason == reason
    assert (line.interval.low is None) == (reason in (ONE_DOCUMENT, NO_RESAMPLES))


def test_what_several_pairs_have_in_one_document_is_summed() -> None:
    sums = DocumentSums()
    for counts in (Counts(1, 4), Counts(2, 4), Counts()):
        sums.count("1", "f", counts)
    line = only(sums, f1("span_f1", "", "f"))
    assert (line.score, line.number) == (Counts(3, 8).f1, 8)


def test_an_f1_of_nothing_is_of_no_things() -> None:
    sums = DocumentSums()
    sums.count("1", "f", Counts())
    line = only(sums, f1("span_f1", "", "f"))
    assert (line.score.value, line.number) == (None, 0)


def test_what_has_no_value_has_no_interval() -> None:
    sums = DocumentSums()
    sums.add("1", "v", ("a", "a"))
    sums.add("2", "v", ("a", "a"))

    line = only(sums, Made("alpha_nominal", "", "v", coding.alpha))

    assert line.score.value is None
    assert line.interval == Interval()


def test_a_great_many_different_values_are_not_drawn_again() -> None:
    sums = DocumentSums()
    for number in range(MANY + 1):
        sums.add(str(number), "v", (number, number))

    assert only(sums, Made("percent", "", "v", percent)).interval.reason == TOO_MANY


def test_an_interval_leaves_out_a_fortieth_at_either_end() -> None:
    values = [float(number) for number in reversed(range(1001))]
    assert limits(values, "so") == Interval(25.0, 975.0, "so")
    assert limits([0.5], "") == Interval(0.5, 0.5)
    assert limits([], "so") == Interval(reason="nothing marked in any resample")
    # Between 1 and 5 there are four steps, so a fortieth of the way is a tenth of the first.
    found = limits([1.0, 2.0, 3.0, 4.0, 5.0], "")
    assert found[:2] == pytest.approx((1.1, 4.9))


def test_intervals_of_packed_counts_are_those_of_counts_drawn_plainly() -> None:
    found = [Counts(3, 8), Counts(0, 5), Counts(4, 8), Counts(0, 0), Counts(1, 2)]
    documents = [{"f": one.packed} for one in found]
    documents[1]["g"] = Counts(2, 5).packed  # the others have nothing of g

    def f1_of(counts: Sequence[Counts]) -> Callable[[Sequence[int]], Score]:
        return lambda chosen: sum((counts[number] for number in chosen), Counts()).f1

    assert intervals(documents, *DRAWING) == {
        "f": drawn_plainly(5, f1_of(found)),
        "g": drawn_plainly(5, f1_of([Counts(2, 5) if at == 1 else Counts() for at in range(5)])),
    }
    nothing = [{"f": Counts().packed}] * 10
    assert intervals(nothing)["f"].reason == "nothing marked in any resample"
    assert intervals(documents, 0)["g"] == Interval(reason=NO_RESAMPLES)
    assert intervals(documents[:1])["f"] == Interval(reason=ONE_DOCUMENT)


def test_packed_counts_add_up_as_counts_do() -> None:
    counts = [Counts(3, 2**30), Counts(2**30, 2**31), Counts()]
    assert Counts.unpacked(sum(one.packed for one in counts)) == sum(counts, Counts())
    assert sum(counts, Counts()) == Counts(2**30 + 3, 2**31 + 2**30)
    with pytest.raises(TypeError):
        Counts(1, 2) + 3


def test_a_family_of_many_values_has_an_interval_up_to_a_limit() -> None:
    sums = DocumentSums()
    for number in range(MANY):
        sums.add(str(number), "v", (number, number))
    line = only(sums, Made("percent", "", "v", percent), Drawing(3, 1))
    assert (line.interval, line.number) == (Interval(1.0, 1.0), MANY)


def test_a_line_that_is_not_drawn_has_no_interval() -> None:
    sums = DocumentSums()
    for number in range(12):
        sums.add(str(number), "v", ("a", "ab"[number % 2]), 3)
    drawn, plain = sums.lines(
        "claims",
        [Made("percent", "x", "v", percent), Made("percent", "x", "v", percent, drawn=False)],
        DRAWING,
    )
    assert drawn.interval.low is not None
    assert plain == drawn._replace(interval=Interval())
    assert (drawn.layer, drawn.measure, drawn.of, drawn.level) == ("claims", "percent", "x", "")
    assert (drawn.score, drawn.number) == (Score(0.5), 36)


def test_coefficients_of_coded_values_and_which_of_them_are_drawn() -> None:
    sums = DocumentSums()
    units = [("a", "a"), ("a", "b"), ("b", "b"), ("c", "c")] * 3
    for number, unit in enumerate(units):
        sums.add(str(number), "v", unit)
    lines = sums.lines("claims", [*coded("stance", "v")], DRAWING)
    assert [(one.measure, one.score, one.interval.low is not None) for one in lines] == [
        ("percent", coding.percent(units), True),
        ("alpha_nominal", coding.alpha(units), True),
        ("ac1", coding.ac1(units), True),
        ("cohen", coding.cohen(units), False),
        ("fleiss", coding.fleiss(units), False),
        ("scott", coding.scott(units), False),
    ]
    assert {one.of for one in lines} == {"stance"}
