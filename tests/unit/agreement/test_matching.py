"""Matching marks, and F1 on top of it: published values, traps and properties."""

from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement.assignment import assign
from annotator.agreement.bootstrap import FEW, ONE_DOCUMENT, intervals, percentile
from annotator.agreement.confusion import Confusion
from annotator.agreement.marks import Mark, mark, shared_characters
from annotator.agreement.matching import LEVELS, Level, Pair, align, match
from annotator.agreement.score import NOTHING_MARKED, Counts, Score
from annotator.agreement.span_f1 import EVERYBODY, Key, SpanF1, f1, mean_and_deviation
from annotator.model.spans import Span
from tests.unit.agreement.reference import DATA, load, marks

README, SCENARIOS, PROBES, EXAMPLE, AGREE = load("span_f1")["datasets"]
SCHEMES: dict[str, tuple[Level, ...]] = {
    "strict": ("exact",),
    "exact": ("bounds",),
    "ent_type": ("overlap",),
    "partial": ("bounds", "existence"),  # half a point for what only overlaps
}


def from_tags(tags: list[str], offset: int) -> list[Mark]:
    """Return the marks of BIO tags."""
    found: list[Mark] = []
    for place, tag in enumerate(tags, offset):
        if tag.startswith("B-"):
            found.append(Mark(place, place + 1, tag[2:]))
        elif tag.startswith("I-"):
            found[-1] = found[-1]._replace(end=place + 1)
    return found


def documents(dataset: dict[str, Any]) -> list[tuple[list[Mark], list[Mark]]]:
    """Return both sides of the documents of a data set."""
    if "docs" in dataset:
        return [(marks(one["true"]), marks(one["pred"])) for one in dataset["docs"]]
    sides = zip(dataset["true"], dataset["pred"], strict=True)
    return [(from_tags(true, 0), from_tags(pred, 0)) for true, pred in sides]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("dataset", [README, SCENARIOS], ids=lambda one: one["id"])
def test_published_schemes(dataset: dict[str, Any], scheme: str) -> None:
    values = []
    for level in SCHEMES[scheme]:
        counts = Counts()
        for first, second in documents(dataset):
            counts += Counts(len(match(first, second, level)), len(first) + len(second))
        assert counts.f1.value is not None
        values.append(counts.f1.value)
    expected = dataset["expected"][scheme]["f1"]
    assert sum(values) / len(values) == pytest.approx(expected, abs=dataset["tolerance"])


def test_half_open_neighbours_do_not_overlap() -> None:
    for probe in PROBES["probes"]:
        first, second = marks(probe["true"]), marks(probe["pred"])
        strict = probe.get("strict", [0])[0]
        assert len(match(first, second, "exact")) == strict
    neighbours = PROBES["probes"][2]
    assert f1(marks(neighbours["true"]), marks(neighbours["pred"]), "existence") == Score(0.0)


def pairwise(dataset: dict[str, Any], label: str = "", document: str = "") -> tuple[Score, Score]:
    """Return mean and deviation of F1 over pairs of annotators, each over all documents."""
    spans = {name: layers for name, layers in dataset["spans"].items() if document in name}
    scores = []
    for pair in combinations(sorted(next(iter(spans.values()))), 2):
        counts = Counts()
        for layers in spans.values():
            first, second = (
                [one for one in marks(layers[name]) if label in ("", one.type)] for name in pair
            )
            counts += Counts(len(match(first, second, "exact")), len(first) + len(second))
        scores.append(counts.f1)
    return mean_and_deviation(scores)


@pytest.mark.parametrize("dataset", [EXAMPLE, AGREE], ids=lambda one: one["id"])
def test_published_pairwise_f1(dataset: dict[str, Any]) -> None:
    for case in dataset["cases"]:
        given = case.get("params", {})
        mean, deviation = pairwise(dataset, given.get("label", ""), given.get("document", ""))
        found = deviation if case["measure"] == "pairwise_f1_sd" else mean
        assert found.value == pytest.approx(case["expected"], abs=case["tolerance"])
        if "sd" in given:
            assert deviation.value == pytest.approx(given["sd"], abs=case["tolerance"])


def test_published_interval() -> None:
    counted = SpanF1()
    for name, layers in EXAMPLE["spans"].items():
        for first, second in combinations(sorted(layers), 2):
            counted.add(name, (first, second), marks(layers[first]), marks(layers[second]))
    found = counted.measured(2000)[Key("exact")].interval
    assert found.low == pytest.approx(0.848, abs=0.01)
    assert found.high == pytest.approx(0.922, abs=0.01)
    assert found.reason == FEW


def test_a_crowd_that_was_asked_about_one_type_each() -> None:
    import json

    expected = {"PER": 0.5142, "LOC": 0.4224, "ORG": 0.1834}
    lines = (DATA / "btc-e-mh17.jsonl").read_text(encoding="utf-8").splitlines()
    counts = dict.fromkeys(expected, Counts())
    for record in map(json.loads, lines):
        for kind in expected:
            asked = sorted(name for name, kinds in record["judged"].items() if kind in kinds)
            said = [
                [one for one in marks(record["annotators"][name]) if one.type == kind]
                for name in asked
            ]
            for first, second in combinations(said, 2):
                found = Counts(len(match(first, second, "exact")), len(first) + len(second))
                counts[kind] += found
    for kind, value in expected.items():
        assert counts[kind].f1.value == pytest.approx(value, abs=0.0001)


# ------------------------------------------------------------------------------- traps


def test_identical_stacked_marks_match_one_to_one() -> None:
    twice, once = [Mark(0, 5, "PER")] * 2, [Mark(0, 5, "PER")]
    for level in LEVELS:
        assert len(match(twice, twice, level)) == 2
        assert len(match(twice, once, level)) == 1
    assert [pair.kind for pair in align(twice, once)] == ["exact", "only-one"]


def test_nobody_marked_anything_has_no_value_and_one_empty_is_zero() -> None:
    assert f1([], []) == Score.undefined(NOTHING_MARKED)
    assert f1([], [Mark(0, 3, "PER")]) == Score(0.0)
    counted = SpanF1()
    counted.add("d", ("a", "b"), [], [])
    assert counted.agreed_empty == 1
    assert counted.totals()[Key("exact")].f1.value is None
    counted.add("d", ("a", "c"), [], [])
    counted.add("e", ("a", "b"), [], [Mark(0, 3, "PER")])
    assert counted.agreed_empty == 2


def test_what_agrees_exactly_is_parted_where_that_makes_one_pair_more() -> None:
    # Both have 3 to 7; the first's other mark overlaps only that, and so does the second's other.
    counted = SpanF1()
    counted.add(
        "d",
        ("a", "b"),
        marks([["A", 0, 4], ["A", 3, 7]]),
        marks([["A", 3, 7], ["A", 6, 9]]),
    )
    found = {level: counted.totals()[Key(level)] for level in LEVELS}
    assert found["exact"] == found["bounds"] == Counts(1, 4)
    assert found["overlap"] == found["existence"] == Counts(2, 4)


def test_intervals_of_a_layer_are_of_its_seed() -> None:
    counted = SpanF1()
    for number in range(12):
        shifted = [Mark(number % 3, 5, "A"), *([Mark(9, 12, "B")] * (number % 2))]
        counted.add(str(number), ("a", "b"), [Mark(0, 5, "A"), Mark(9, 12, "B")], shifted)
    for seed in (1, 2):
        drawn = intervals(counted.documents, 50, seed)
        measured = counted.measured(50, seed)
        assert {key: one.interval for key, one in measured.items()} == drawn
    assert counted.measured(50, 1) != counted.measured(50, 2)


def test_the_most_pairs_are_found_whatever_the_order() -> None:
    # A first hit would pair the long mark with the first short one and leave the other alone.
    first, second = marks([["A", 0, 4], ["A", 3, 9]]), marks([["A", 3, 4], ["A", 0, 2]])
    assert len(match(first, second, "overlap")) == 2
    assert match(first[::-1], second[::-1], "overlap") == match(first, second, "overlap")


def test_among_as_many_pairs_the_larger_overlap_is_taken() -> None:
    one = marks([["A", 0, 10]])
    ((_, taken),) = match(one, marks([["A", 0, 2], ["A", 1, 10]]), "overlap")
    assert taken == Mark(1, 10, "A")


def test_among_equal_columns_the_first_is_assigned_whatever_they_are() -> None:
    assert assign([{"b": 1.0, 2: 1.0, None: 1.0}]) == {0: "b"}
    assert assign([{}, {None: 1.0, "b": 1.0}]) == {1: None}


def test_overlap_is_intersection_over_union() -> None:
    first, second = marks([["A", 5, 11], ["A", 6, 10]]), marks([["A", 2, 8], ["A", 3, 8]])
    # 3/8 + 2/8 is more than 3/9 + 2/7; shares of both lengths added up would say the opposite.
    expected = [(first[0], second[1]), (first[1], second[0])]
    assert match(first, second, "overlap") == match(first, second, "existence") == expected


def test_of_identical_marks_only_as_many_as_were_paired_are_gone() -> None:
    thrice, edge = [Mark(0, 5, "A")] * 3, [Mark(0, 4, "A")]
    assert [pair.kind for pair in align(thrice, edge)] == ["boundary", "only-one", "only-one"]
    assert [pair.kind for pair in align(edge, thrice)] == ["boundary", "only-one", "only-one"]


def test_marks_in_fragments_are_sets_of_characters() -> None:
    split = mark([Span(0, 3), Span(8, 10)], "A")
    assert not match([split], [Mark(3, 8, "A")], "existence")
    assert match([split], [Mark(2, 4, "A")], "overlap")
    assert not match([split], [Mark(0, 10, "A")], "bounds")
    assert mark([Span(3, 5), Span(0, 3)], "A") == Mark(0, 5, "A")
    assert mark([Span(8, 10), Span(0, 3)], "A", "m") == split._replace(id="m")
    assert shared_characters(split, Mark(1, 9, "B")) == 2 + 1
    assert shared_characters(Mark(1, 9, "B"), split) == 2 + 1
    assert shared_characters(split, split) == 5


def test_kinds_of_disagreement() -> None:
    first = marks([["A", 0, 3], ["A", 5, 8], ["A", 10, 14], ["A", 20, 25], ["A", 30, 31]])
    second = marks([["A", 0, 3], ["B", 5, 8], ["A", 10, 13], ["B", 20, 24], ["A", 40, 41]])
    kinds = [pair.kind for pair in align(first, second)]
    assert kinds == ["exact", "type", "boundary", "both", "only-one", "only-one"]


def test_confusions_of_two_texts_are_summed() -> None:
    confusion = Confusion()
    confusion.add(align(marks([["A", 0, 3], ["A", 5, 8]]), marks([["A", 0, 3], ["B", 5, 8]])))
    confusion.add(align(marks([["A", 0, 3], ["A", 5, 8], ["B", 9, 12]]), marks([["A", 0, 3]])))
    confusion.add(align([], marks([["B", 0, 3]])))
    assert confusion.cells == {
        **{("A", "A"): 2, ("A", "B"): 1},
        **{("A", ""): 1, ("B", ""): 1, ("", "B"): 1},
    }
    assert confusion.by_kind == {"exact": 2, "type": 1, "boundary": 0, "both": 0, "only-one": 3}
    assert confusion.types == ["A", "B"]


def test_intervals_need_documents_to_draw_from() -> None:
    one = {"f": Counts(1, 2).packed}
    assert intervals([one])["f"].reason == ONE_DOCUMENT
    assert intervals([one] * 9)["f"].reason == FEW
    plenty = intervals([one, {"f": Counts(0, 2).packed}] * 10, seed=3)["f"]
    assert not plenty.reason
    assert plenty.low is not None and plenty.high is not None
    assert plenty.low < 0.5 < plenty.high
    assert plenty == intervals([one, {"f": Counts(0, 2).packed}] * 10, seed=3)["f"]
    assert percentile([1, 2, 3], 0.25) == 1.5


# -------------------------------------------------------------------------- properties

PLACED = st.builds(
    lambda start, length, kind: Mark(start, start + length, kind),
    st.integers(0, 12),
    st.integers(1, 6),
    st.sampled_from("AB"),
)
SIDES = st.lists(PLACED, max_size=6)


@given(SIDES, SIDES)
def test_it_does_not_matter_who_comes_first(first: list[Mark], second: list[Mark]) -> None:
    for level in LEVELS:
        turned = [(b, a) for a, b in match(second, first, level)]
        assert sorted(turned) == match(first, second, level)
        assert f1(first, second, level) == f1(second, first, level)
    turned_pairs = [Pair(p.kind, p.second, p.first) for p in align(second, first)]
    assert sorted(turned_pairs, key=repr) == sorted(align(first, second), key=repr)


@given(SIDES, SIDES, st.randoms(use_true_random=False))
def test_order_of_marks_does_not_matter(first: list[Mark], second: list[Mark], random: Any) -> None:
    shuffled = random.sample(first, len(first)), random.sample(second, len(second))
    for level in LEVELS:
        assert match(*shuffled, level) == match(first, second, level)


@given(SIDES, SIDES)
def test_levels_are_ordered_and_matchings_one_to_one(first: list[Mark], second: list[Mark]) -> None:
    found = {level: len(match(first, second, level)) for level in LEVELS}
    assert found["exact"] <= min(found["bounds"], found["overlap"])
    assert max(found["bounds"], found["overlap"]) <= found["existence"]
    assert len(match(first, first, "overlap")) == len(first)
    aligned = align(first, second)
    assert sorted(p.first for p in aligned if p.first) == sorted(first)
    assert sorted(p.second for p in aligned if p.second) == sorted(second)


@given(SIDES, SIDES)
def test_counting_agrees_with_matching(first: list[Mark], second: list[Mark]) -> None:
    counted = SpanF1()
    counted.add("d", ("a", "b"), first, second)
    totals = counted.totals()
    for level in LEVELS:
        assert totals[Key(level)] == totals[Key(level, ("a", "b"))]
        assert totals[Key(level)].matched == len(match(first, second, level))
    for level in ("exact", "overlap"):
        parts = [v for k, v in totals.items() if k.type and k[:2] == (level, EVERYBODY)]
        assert sum(parts, Counts()) == totals[Key(level)]


@given(st.lists(st.dictionaries(st.integers(0, 4), st.integers(1, 9), max_size=5), max_size=5))
def test_no_assignment_is_better(weights: list[dict[int, float]]) -> None:
    def best(row: int, taken: frozenset[int]) -> float:
        if row == len(weights):
            return 0
        offers = [(c, w) for c, w in weights[row].items() if c not in taken]
        rest = (w + best(row + 1, taken | {c}) for c, w in offers)
        return max(best(row + 1, taken), *rest, 0)

    found = assign(weights)
    assert len(set(found.values())) == len(found)
    assert sum(weights[row][column] for row, column in found.items()) == best(0, frozenset())
