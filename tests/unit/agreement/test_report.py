"""The measures of a project: who counts as having judged, and what is said where nothing is."""

import gc
import json
from collections.abc import Sequence
from random import Random
from statistics import fmean

import pytest

from annotator.agreement.bootstrap import ONE_DOCUMENT, limits
from annotator.agreement.coding import alpha, log_interval, ratio
from annotator.agreement.definitions import DEFINITIONS
from annotator.agreement.frames import TRIGGER, ceaf_ree
from annotator.agreement.gather_values import days_apart, ends_of, members
from annotator.agreement.lines import Line
from annotator.agreement.marks import Mark
from annotator.agreement.report import Asked, Report, report
from annotator.agreement.score import NOT_JUDGED_TWICE, NOTHING_MARKED, Interval, Score
from annotator.agreement.unitizing import UnitAlpha
from annotator.model.annotation import Annotation, Layer
from annotator.model.judged import JudgedArticle
from annotator.model.scheme_file import load_scheme
from tests.frames import FRAMES
from tests.unit.agreement import made
from tests.unit.agreement.made import (
    article,
    claim,
    filler,
    incident,
    label,
    mention,
    projected,
    relation,
    values,
)
from tests.unit.agreement.reference import load


def measured(
    *articles: JudgedArticle,
    layer: Layer = "entities",
    pair: tuple[str, ...] = (),
    measures: tuple[str, ...] = (),
) -> Report:
    """Return the report of one layer, without intervals."""
    asked = Asked((layer,), pair, measures, resamples=0, places=10)
    return report(articles, made.scheme(), asked)


def line(found: Report, measure: str, of: str = "", level: str = "") -> Line:
    """Return the one line over all pairs."""
    (only,) = (
        one
        for one in found.lines
        if (one.measure, one.of, one.level, one.pair) == (measure, of, level, ("", ""))
    )
    return only


def value(found: Report, measure: str, of: str = "", level: str = "") -> float | None:
    """Return the value of the one line over all pairs."""
    return line(found, measure, of, level).score.value


def both(first: Sequence[Annotation], second: Sequence[Annotation]) -> JudgedArticle:
    """Return an article that ann and ben have finished."""
    return article({"ann": first, "ben": second})


# --------------------------------------------------------------------------- who counts


def test_only_sentences_that_both_finished_count() -> None:
    ann = [mention("a1", 0, 5), mention("a2", 60, 65)]
    found = measured(article({"ann": ann, "ben": [mention("b1", 0, 5)]}, {"ben": [0]}))
    assert value(found, "span_f1", "", "exact") == 1.0
    (context,) = found.contexts
    assert (context.sentences, context.left_out) == (1, 1)


def test_who_finished_and_marked_nothing_counts() -> None:
    found = measured(both([mention("a1", 0, 5)], []))
    assert value(found, "span_f1", "", "exact") == 0.0
    assert found.contexts[0].annotators == ("ann", "ben")


def test_what_both_left_empty_is_counted_and_has_no_value() -> None:
    found = measured(both([], []))
    assert found.contexts[0].agreed_empty == 1
    headline = line(found, "span_f1", "", "exact")
    assert (headline.score.value, headline.score.reason) == (None, NOTHING_MARKED)
    assert all(one.score.value is None and one.score.reason for one in found.lines)


def test_nobody_shares_a_sentence() -> None:
    found = measured(article({"ann": [], "ben": []}, {"ann": [0], "ben": [51]}))
    assert not found.lines
    assert found.contexts[0].articles == 0


def test_a_span_across_sentences_asks_for_all_of_them() -> None:
    across = [mention("a1", 40, 60)]
    found = measured(article({"ann": across, "ben": []}, {"ben": [0]}))
    assert found.contexts[0].left_out == 1


def test_work_that_was_carried_over_is_no_judgement() -> None:
    own = [mention("a1", 0, 5), projected(mention("a2", 60, 65))]
    found = measured(both(own, [mention("b1", 0, 5), mention("b2", 60, 65)]))
    assert found.contexts[0].sentences == 2
    assert value(found, "span_f1", "", "exact") == 1.0


def test_one_pair_and_all_pairs() -> None:
    work = {"ann": [mention("a1", 0, 5)], "ben": [mention("b1", 0, 5)], "cem": []}
    found = measured(article(work))
    assert value(found, "span_f1", "", "exact") == pytest.approx(0.5)
    pairs = {one.pair: one.score.value for one in found.lines if one.level == "exact" and one.pair}
    assert pairs["ann", "ben"] == 1.0 and pairs["ann", "cem"] == 0.0
    chosen = measured(article(work), pair=("cem", "ann"))
    assert chosen.contexts[0].annotators == ("ann", "cem")


def test_levels_types_and_confusion() -> None:
    ann = [mention("a1", 0, 5), mention("a2", 10, 15), mention("a3", 60, 66)]
    ben = [mention("b1", 0, 5), mention("b2", 10, 15, "PLACE"), mention("b3", 60, 64)]
    found = measured(both(ann, ben))
    assert [value(found, "span_f1", "", level) for level in ("exact", "bounds", "overlap")] == [
        pytest.approx(1 / 3),
        pytest.approx(2 / 3),
        pytest.approx(2 / 3),
    ]
    assert value(found, "span_f1", "", "existence") == 1.0
    assert value(found, "span_f1", "PLACE", "exact") == 0.0
    assert found.confusions["entities"]["PERSON", "PLACE"] == 1
    assert found.kinds["entities"]["type"] == found.kinds["entities"]["boundary"] == 1
    assert [(place.start, place.kind) for place in found.places] == [(10, "type"), (60, "boundary")]
    assert value(found, "percent", "type") == pytest.approx(2 / 3)


def test_lines_of_spans_are_the_headline_then_pairs_then_types() -> None:
    work = {
        "ann": [mention("a1", 0, 5, "PLACE"), mention("a2", 9, 12)],
        "ben": [mention("b1", 0, 5, "PLACE")],
        "cem": [mention("c2", 9, 12)],
    }
    found = [one for one in measured(article(work)).lines if one.measure == "span_f1"]
    pairs = (("ann", "ben"), ("ann", "cem"), ("ben", "cem"))
    assert list(dict.fromkeys((one.pair, one.of) for one in found)) == [
        (("", ""), ""),
        *((pair, "") for pair in pairs),
        *((("", ""), kind) for kind in ("PERSON", "PLACE")),
    ]


def test_places_where_people_differ_are_as_many_as_were_asked_for() -> None:
    works = [both([mention("a1", 0, 5)], [mention("b1", 60, 65, "PLACE")]) for _ in range(2)]
    for number in range(5):
        asked = Asked(("entities",), resamples=0, places=number)
        places = report(works, made.scheme(), asked).places
        assert [(one.start, one.kind, one.types) for one in places] == [
            (0, "only-one", ("PERSON", "")),
            (60, "only-one", ("", "PLACE")),
            (0, "only-one", ("PERSON", "")),
            (60, "only-one", ("", "PLACE")),
        ][:number]


def test_sentences_and_what_stands_outside_them_are_summed_over_articles() -> None:
    outside = [mention("a1", 0, 5), mention("a2", 60, 65), mention("a3", 110, 115)]
    found = measured(
        article({"ann": outside, "ben": []}, {"ben": [0]}, "d_0000000000000001"),
        article({"ann": outside, "ben": []}, {"ben": [0, 51]}, "d_0000000000000002"),
        article({"ann": outside, "ben": []}, {"ann": []}, "d_0000000000000003"),
    )
    (context,) = found.contexts
    # One and two sentences that both finished, with two marks and one elsewhere.
    assert (context.articles, context.sentences, context.left_out) == (2, 1 + 2, 2 + 1)


def test_work_with_and_without_suggestions_is_told_apart() -> None:
    ann = [mention("a1", 0, 5), mention("a2", 60, 65), mention("a3", 110, 115)]
    work = both(ann, [mention("b1", 0, 5)])

    def held(annotator: str, _article: str, start: int) -> bool:
        return start == 51 or (start == 101 and annotator == "ben")

    found = report([work], made.scheme(), Asked(("entities",), resamples=0), held)
    assert value(found, "span_f1_shown", "", "exact") == 1.0
    assert value(found, "span_f1_held_back", "", "exact") == 0.0
    assert line(found, "span_f1_held_back", "", "exact").number == 1


def test_what_only_one_marked_is_told_apart_too() -> None:
    ann, ben = [mention("a1", 0, 5)], [mention("b1", 0, 5), mention("b2", 10, 15)]
    for first, second in ((ann, ben), (ben, ann)):
        for state, measure in ((False, "span_f1_shown"), (True, "span_f1_held_back")):
            asked = Asked(("entities",), resamples=0)
            found = report(
                [both(first, second)], made.scheme(), asked, lambda *_, state=state: state
            )
            assert value(found, measure, "", "exact") == pytest.approx(2 / 3)
            assert line(found, measure, "", "exact").number == 3


def test_unitizing_alphas_of_a_layer_are_those_of_its_marks() -> None:
    found = measured(
        both(
            [mention("a1", 0, 5), mention("a2", 10, 20, "PLACE"), mention("a3", 60, 70)],
            [mention("b1", 2, 6), mention("b2", 12, 20, "PERSON"), mention("b3", 60, 70)],
        )
    )
    counted = UnitAlpha()
    first = [Mark(0, 5, "PERSON"), Mark(10, 20, "PLACE"), Mark(60, 70, "PERSON")]
    second = [Mark(2, 6, "PERSON"), Mark(12, 20, "PERSON"), Mark(60, 70, "PERSON")]
    counted.add(50 + 49 + 49, [first, second])
    assert value(found, "cu_alpha") == counted.cu_alpha().value
    assert line(found, "cu_alpha").number == 6
    for kind, number in (("PERSON", 5), ("PLACE", 1)):
        assert value(found, "u_alpha", kind) == counted.u_alpha_of(kind).value
        assert line(found, "u_alpha", kind).number == number
    assert found.confusions["entities"] == {("PERSON", "PERSON"): 2, ("PLACE", "PERSON"): 1}
    assert found.kinds["entities"]["boundary"] == 1


def test_gamma_is_made_only_when_it_is_named() -> None:
    work = both([mention("a1", 0, 5)], [mention("b1", 0, 5)])
    assert "gamma" not in measured(work).definitions
    found = measured(work, measures=("gamma",))
    assert [one.measure for one in found.lines] == ["gamma"]
    assert value(found, "gamma") == 1.0
    nothing = line(measured(both([], []), measures=("gamma",)), "gamma")
    assert (nothing.score, nothing.number) == (Score.undefined(NOT_JUDGED_TWICE), 0)


def test_every_line_has_a_definition_and_a_value_or_a_reason() -> None:
    work = both([mention("a1", 0, 5)], [mention("b1", 1, 5, "PLACE")])
    found = measured(work)
    written = json.loads(json.dumps(found.as_dict()))
    assert set(written["definitions"]) <= set(DEFINITIONS)
    for one in written["measures"]:
        assert written["definitions"][one["measure"]]
        assert (one["value"] is None) == bool(one["reason"])


def test_a_report_as_json_says_how_to_make_it_again_and_what_was_found() -> None:
    work = both(
        [mention("a1", 0, 5), mention("a2", 60, 65), mention("a3", 110, 115)],
        [mention("b1", 0, 5), mention("b2", 60, 65, "PLACE")],
    )
    asked = Asked(("entities",), (), ("sentence_f1",), resamples=7, seed=11, places=1)
    found = report([work], made.scheme(), asked).as_dict()
    assert found == {
        "resamples": 7,
        "seed": 11,
        "layers": [
            {
                "layer": "entities",
                "annotators": ("ann", "ben"),
                "articles": 1,
                "sentences": 3,
                "left_out": 0,
                "agreed_empty": 0,
            }
        ],
        "measures": [
            {
                "layer": "entities",
                "measure": "sentence_f1",
                "of": "",
                "level": "",
                "pair": [],
                "value": 0.8,  # two sentences of both, three and two marked
                "reason": "",
                "low": None,
                "high": None,
                "interval_reason": ONE_DOCUMENT,
                "number": 5,
            }
        ],
        "definitions": {"sentence_f1": DEFINITIONS["sentence_f1"]},
        "confusions": {
            "entities": [["PERSON", "", 1], ["PERSON", "PERSON", 1], ["PERSON", "PLACE", 1]]
        },
        "differences": {
            "entities": {"exact": 1, "type": 1, "boundary": 0, "both": 0, "only-one": 1}
        },
        "places": [
            {
                "layer": "entities",
                "article": "d_0000000000000001",
                "start": 60,
                "kind": "type",
                "pair": ("ann", "ben"),
                "types": ("PERSON", "PLACE"),
            }
        ],
    }


def test_numbers_as_json_have_six_digits_and_pairs_their_names() -> None:
    work = {"ann": [mention("a1", 0, 5)], "ben": [mention("b1", 0, 5)], "cem": []}
    lines = measured(article(work), measures=("span_f1",)).as_dict()["measures"]
    pairs = {tuple(one["pair"]) for one in lines}
    assert pairs == {(), ("ann", "ben"), ("ann", "cem"), ("ben", "cem")}
    thirds = both([mention("a1", 0, 5), mention("a2", 9, 12)], [mention("b1", 0, 5)])
    (first, *_) = measured(thirds, measures=("span_f1",)).as_dict()["measures"]
    assert (first["level"], first["value"]) == ("exact", 0.666667)


def test_a_line_as_json_has_its_interval() -> None:
    score, interval = Score(1 / 3), Interval(0.12345649, 0.98765451, "few")
    one = Line("claims", "percent", "stance", "low", ("ann", "ben"), score, interval, 8)
    assert one.as_dict() == {
        **{"layer": "claims", "measure": "percent", "of": "stance", "level": "low"},
        **{"pair": ["ann", "ben"], "value": 0.333333, "reason": "", "number": 8},
        **{"low": 0.123456, "high": 0.987655, "interval_reason": "few"},
    }


def test_progress_is_told_after_each_article_and_garbage_is_collected_again() -> None:
    told: list[tuple[int, bool]] = []
    articles = [both([], []), both([], [])]
    report(
        articles,
        made.scheme(),
        Asked(("entities",), resamples=0),
        progress=lambda number: told.append((number, gc.isenabled())),
    )
    assert told == [(1, False), (2, False)]
    assert gc.isenabled()
    gc.disable()
    try:
        report(articles, made.scheme(), Asked(("entities",), resamples=0))
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_the_order_of_people_does_not_matter() -> None:
    ann = [mention("a1", 0, 5), mention("a2", 3, 9, "PLACE")]
    ben = [mention("b1", 0, 4), mention("b2", 3, 9, "PLACE"), mention("b3", 70, 71)]
    one = measured(both(ann, ben)).lines
    other = measured(both(ben, ann)).lines
    assert [(x.measure, x.of, x.level, x.score) for x in one] == [
        (x.measure, x.of, x.level, x.score) for x in other
    ]


# ------------------------------------------------------------------------------- frames


def blasts() -> JudgedArticle:
    """Return two annotators' incidents: one alike with other slots, one of ann's alone."""
    ann: list[Annotation] = [
        mention("a1", 0, 5),
        mention("a2", 30, 36),
        incident(
            *("a3", 10, 15),
            roles=(filler("killed", "a1"), filler("place", "a2")),
            attributes=values(fatalities="6..8", when="2022-08-06/2022-08-06", size="loud"),
        ),
        incident("a4", 60, 65),
    ]
    ben: list[Annotation] = [
        mention("b1", 0, 4),
        incident(
            *("b2", 10, 14),
            roles=(filler("killed", "b1"),),
            attributes=values(fatalities="6", when="2022-08-09/2022-08-09"),
        ),
    ]
    return both(ann, ben)


def test_incidents_by_trigger_role_and_value() -> None:
    found = measured(blasts(), layer="incidents")
    assert value(found, "span_f1", "", "overlap") == pytest.approx(2 / 3)
    assert value(found, "span_f1", "", "exact") == 0.0
    assert value(found, "sentence_f1") == pytest.approx(2 / 3)
    assert value(found, "argument_f1", "killed", "role") == 1.0
    assert value(found, "argument_f1", "killed", "exact") == 0.0
    assert value(found, "argument_f1", "killed", "overlap") == 1.0
    assert value(found, "argument_f1", "place", "role") == 0.0
    assert value(found, "argument_f1", TRIGGER, "overlap") == pytest.approx(2 / 3)
    # Of six triggers and fillers, both have two pairs.
    assert value(found, "argument_f1", "", "role") == pytest.approx(4 / 6)
    assert value(found, "argument_f1", "", "exact") == 0.0
    assert value(found, "argument_f1", "", "overlap") == pytest.approx(4 / 6)
    assert value(found, "percent", "fatalities") == 0.0
    assert line(found, "alpha_ratio", "fatalities", "low").number == 1
    assert value(found, "days_apart", "when") == 3.0
    assert value(found, "given_f1", "size") == 0.0


def test_claims_by_content_and_roles_only_where_both_have_one() -> None:
    ann: list[Annotation] = [
        *(mention("a1", 0, 5), incident("a2", 20, 25), incident("a3", 70, 75)),
        claim("a4", "a2", roles=(filler("source", "a1"),), attributes=values(stance="assert")),
        claim("a5", "a3", roles=(filler("source", "a1"),)),
    ]
    ben: list[Annotation] = [
        *(mention("b1", 0, 5), incident("b2", 20, 26)),
        claim("b3", "b2", roles=(filler("source", "b1"),), attributes=values(stance="deny")),
    ]
    found = measured(both(ann, ben), layer="claims")
    assert value(found, "span_f1", "", "overlap") == pytest.approx(2 / 3)
    assert value(found, "argument_f1", "source", "exact") == 1.0
    assert value(found, "percent", "stance") == 0.0
    assert line(found, "alpha_nominal", "stance").number == 1


def numbers(*pairs: tuple[str, str], **more: str) -> Report:
    """Return the report of incidents that differ in counts and dates."""
    first: list[Annotation] = []
    second: list[Annotation] = []
    for at, (one, other) in enumerate(pairs):
        start = 51 * at
        for side, who, said in ((first, "a", one), (second, "b", other)):
            given = values(fatalities=said, **more)
            side.append(incident(f"{who}{at}", start, start + 5, attributes=given))
    return measured(both(first, second), layer="incidents")


def test_alphas_of_counts_are_those_of_their_ends() -> None:
    found = numbers(("6..8", "6"), ("10", "12"), ("3", "3..4"))
    for measure, distance in (("alpha_ratio", ratio), ("alpha_interval", log_interval)):
        low, high = [[6, 6], [10, 12], [3, 3]], [[8, 6], [10, 12], [3, 4]]
        assert value(found, measure, "fatalities", "low") == alpha(low, distance).value
        assert value(found, measure, "fatalities", "high") == alpha(high, distance).value


def test_dates_that_are_no_full_days_are_not_compared() -> None:
    found = numbers(("1", "1"), when="2022-08/2022-08")
    days = line(found, "days_apart", "when")
    assert (days.score, days.number) == (Score.undefined(NOT_JUDGED_TWICE), 0)
    assert value(found, "percent", "when") == 1.0


def test_counts_dates_and_sets() -> None:
    assert ends_of("6..8") == (6, 8)
    assert ends_of("12..") == (12, None)
    assert ends_of("dozens") == (None, None)
    assert days_apart("2022-08-06/2022-08-07", "2022-08-01/2022-08-01") == 5
    assert days_apart("2022-08/2022-08", "2022-08-01/2022-08-01") is None
    assert members("tax,law") == {"law", "tax"}


def test_unknown_counts_are_missing_and_not_nought() -> None:
    ann = [incident("a1", 0, 5, attributes=values(fatalities="dozens"))]
    ben = [incident("b1", 0, 5, attributes=values(fatalities="0"))]
    found = line(measured(both(ann, ben), layer="incidents"), "alpha_ratio", "fatalities", "low")
    assert (found.score.value, found.score.reason) == (None, NOT_JUDGED_TWICE)


@pytest.mark.parametrize("case", load("event_arguments")["cases"], ids=lambda case: case["id"])
@pytest.mark.parametrize("credit", ["strict", "prop"])
def test_published_entities_in_roles(case: dict[str, dict[str, object]], credit: str) -> None:
    gold, predicted = case["gold"], case["pred"]
    found = ceaf_ree(gold, predicted, proportional=credit == "prop")  # type: ignore[arg-type]
    assert found.value == pytest.approx(case["expected"][credit]["f1"], abs=1e-6)  # type: ignore[index]


def test_entities_in_several_roles_are_summed() -> None:
    gold = {"killer": [["a"]], "killed": [["b", "c"], ["d"]]}
    predicted = {"killer": [["a"]], "killed": [["b"], ["e"]], "place": [["f"]]}
    # Two of three are right of four that were said.
    assert ceaf_ree(gold, predicted) == Score(2 * 2 / (3 + 4))
    # An entity that is right in half of its mentions counts only where shares are credited.
    half = {"killed": [["b", "x"]]}
    assert ceaf_ree(gold, half) == Score(0.0)
    assert ceaf_ree(gold, half, proportional=True) == Score(2 * 0.5 / (3 + 1))


# -------------------------------------------------------------------------------- links


def test_identity_over_articles() -> None:
    one, two = "n_000000000001", "n_000000000002"

    def work(name: str, first: str, second: str) -> JudgedArticle:
        ann, ben = mention("a" + name, 0, 5), mention("b" + name, 0, 5)
        marked = {"ann": [ann], "ben": [ben]}
        marked["ann"][0] = ann.model_copy(update={"identity": first})
        marked["ben"][0] = ben.model_copy(update={"identity": second})
        return article(marked, name=f"d_000000000000000{name}")

    found = measured(work("1", one, one), work("2", one, one), work("3", one, two))
    assert value(found, "link_f1") == pytest.approx(0.5)
    # Ann's three are one group of which one link of three is kept; ben's pair is kept whole, of
    # three mentions: recall 3 * 1/3 / 3, precision 2 / 3.
    assert value(found, "lea") == pytest.approx(2 * (1 / 3) * (2 / 3) / (1 / 3 + 2 / 3))
    assert {line(found, name).number for name in ("link_f1", "lea", "b_cubed", "ceaf_e")} == {6}


def test_single_mentions_do_not_agree_on_identity() -> None:
    found = measured(both([mention("a1", 0, 5)], [mention("b1", 0, 5)]))
    for measure in ("link_f1", "lea", "b_cubed", "ceaf_e"):
        assert value(found, measure) is None


def test_mentions_and_incidents_have_an_identity_and_claims_have_none() -> None:
    of_identity = {"link_f1", "lea", "b_cubed", "ceaf_e"}
    layers: dict[Layer, set[str]] = {
        "entities": of_identity,
        "incidents": of_identity,
        "claims": set(),
    }
    for layer, expected in layers.items():
        found = report(many(2), made.scheme(), Asked((layer,), resamples=0))
        assert of_identity & found.definitions.keys() == expected


def test_relations_between_what_both_have() -> None:
    places = ("PLACE", "PLACE")
    ann = [mention("a1", 0, 5, places[0]), mention("a2", 10, 15, places[1])]
    ben = [mention("b1", 0, 5, places[0]), mention("b2", 10, 15, places[1])]
    turned = both(
        [*ann, relation("a3", "inside", "a1", "a2")], [*ben, relation("b3", "inside", "b2", "b1")]
    )
    found = measured(turned)
    assert value(found, "edge_f1", "", "labelled") == 0.0
    assert value(found, "edge_f1", "", "unlabelled") == 1.0


def test_ends_of_relations_may_differ_in_type_and_not_in_place() -> None:
    ann = [mention("a1", 0, 5, "PLACE"), mention("a2", 10, 15, "PLACE")]
    for end, kept in ((15, 1.0), (14, None)):
        ben = [mention("b1", 0, 5, "PERSON"), mention("b2", 10, end, "PLACE")]
        found = measured(
            both(
                [*ann, relation("a3", "inside", "a1", "a2")],
                [*ben, relation("b3", "inside", "b1", "b2")],
            )
        )
        assert [one.score.value for one in found.lines if one.measure == "edge_f1"] == (
            [kept] * 3 if kept else []
        )


def test_relations_by_type_and_those_of_one_annotator() -> None:
    ann = [mention(f"a{n}", 10 * n, 10 * n + 5, "PLACE") for n in range(3)]
    ben = [mention(f"b{n}", 10 * n, 10 * n + 5, "PLACE") for n in range(3)]
    first = [relation("a7", "inside", "a0", "a1"), relation("a8", "ally", "a1", "a2")]
    second = [relation("b7", "inside", "b0", "b1")]
    for found in (
        measured(both([*ann, *first], [*ben, *second])),
        measured(both([*ben, *second], [*ann, *first])),
    ):
        assert value(found, "edge_f1", "", "labelled") == pytest.approx(2 / 3)
        assert value(found, "edge_f1", "", "unlabelled") == pytest.approx(2 / 3)
        assert value(found, "edge_f1", "inside", "labelled") == 1.0
        assert value(found, "edge_f1", "ally", "labelled") == 0.0
        assert line(found, "edge_f1", "ally", "labelled").number == 1
    for alone in (measured(both([*ann, *first], ben)), measured(both(ben, [*ann, *first]))):
        assert value(alone, "edge_f1", "", "labelled") == 0.0
        assert line(alone, "edge_f1", "", "labelled").number == 2


def test_labels_of_sentences_and_articles() -> None:
    ann = [label("a1", "worthy", "yes", 0), label("a2", "relevant", "yes", None)]
    ben = [label("b1", "worthy", "no", 0), label("b2", "relevant", "yes", None)]
    found = measured(both(ann, ben), layer="labels")
    assert value(found, "percent", "worthy") == 0.0
    assert value(found, "percent", "relevant") == 1.0
    assert value(found, "given_f1", "worthy") == 1.0
    for sides in ((ann, ben[1:]), (ann[1:], ben)):
        alone = measured(both(*sides), layer="labels")
        assert value(alone, "given_f1", "worthy") == 0.0
        assert line(alone, "percent", "worthy").score == Score.undefined(NOT_JUDGED_TWICE)
    partly = measured(article({"ann": ann, "ben": ben}, {"ben": [0]}), layer="labels")
    assert {one.of for one in partly.lines} == {"worthy"}


# --------------------------------------------------------------------------- intervals, order


def many(number: int) -> list[JudgedArticle]:
    """Return articles in each of which ann and ben have one claim, with other stances in some."""
    found = []
    for at in range(number):
        stances = ("assert", "deny" if at % 3 == 2 else "assert")
        sides: list[list[Annotation]] = [
            [
                mention(f"{who}1{at:02}", 0, 5),
                incident(f"{who}2{at:02}", 60, 65, attributes=values(fatalities=str(at + shift))),
                claim(
                    f"{who}3{at:02}",
                    f"{who}2{at:02}",
                    roles=(filler("source", f"{who}1{at:02}"),),
                    attributes=values(stance=stance),
                ),
            ]
            for who, shift, stance in (("a", 0, stances[0]), ("b", at % 2, stances[1]))
        ]
        work = {"ann": sides[0], "ben": sides[1]}
        found.append(article(work, name=f"d_{at:016}"))
    return found


@pytest.mark.parametrize(
    ("layer", "measure", "of", "level"),
    [
        ("claims", "argument_f1", "source", "exact"),
        ("claims", "argument_f1", "", "role"),
        ("claims", "alpha_nominal", "stance", ""),
        ("claims", "ac1", "stance", ""),
        ("incidents", "percent", "fatalities", ""),
        ("incidents", "alpha_ratio", "fatalities", "low"),
        ("incidents", "u_alpha", "BLAST", ""),
        ("entities", "cu_alpha", "", ""),
        ("entities", "sentence_f1", "", ""),
    ],
)
def test_headline_measures_have_intervals(layer: Layer, measure: str, of: str, level: str) -> None:
    found = report(many(12), made.scheme(), Asked((layer,), resamples=50))
    one = line(found, measure, of, level)
    if one.score.value is None:  # everybody said the same
        assert one.score.reason
        return
    low, high = one.interval.low, one.interval.high
    assert low is not None and high is not None
    assert -1 <= low <= one.score.value <= high <= 1


def test_intervals_are_of_the_seed_that_was_asked_for() -> None:
    agreeing = [float(at % 3 != 2) for at in range(12)]  # of the claims each third differs
    for seed in (1, 2):
        found = report(many(12), made.scheme(), Asked(("claims",), resamples=50, seed=seed))
        random = Random(seed)
        drawn = limits([fmean(random.choices(agreeing, k=12)) for _ in range(50)], "")
        assert line(found, "percent", "stance").interval[:2] == pytest.approx(drawn[:2])


def test_groups_over_articles_have_no_interval_and_say_so() -> None:
    found = report(many(12), made.scheme(), Asked(("entities",), resamples=50))
    assert line(found, "lea").interval.reason == "no interval: groups reach over articles"


def test_alpha_of_an_order_is_made_only_where_the_scheme_says_that_choices_are_ordered() -> None:
    head = "[claims.attributes.stance]\n"
    source = FRAMES.replace(head, f"{head}ordered = true\n")
    for ordered, scheme in ((False, made.scheme()), (True, load_scheme(source, "frames.toml"))):
        found = report(many(3), scheme, Asked(("claims",), resamples=0))
        assert ("alpha_ordinal" in {one.measure for one in found.lines}) == ordered
