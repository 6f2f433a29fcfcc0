"""What is unanimous, what differs, and who has a vote."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.adjudication.matching import best_matching
from annotator.model.annotation import Annotation
from annotator.model.decision import Kind
from tests.unit.adjudication.sides import (
    claim,
    clusters,
    fills,
    incident,
    kinds,
    mention,
    side,
    values,
)


@pytest.mark.parametrize(
    ("mine", "theirs", "kind"),
    [
        (("PERSON", "Ilena Darvo"), None, "only-one"),
        (("PERSON", "Ilena Darvo"), ("PLACE", "Ilena Darvo"), "type"),
        (("PERSON", "Ilena Darvo"), ("PERSON", "Darvo"), "boundary"),
        (("PERSON", "Ilena Darvo"), ("PLACE", "Darvo"), "mixed"),
    ],
)
def test_the_kind_of_a_disagreement(
    mine: tuple[str, str], theirs: tuple[str, str] | None, kind: Kind
) -> None:
    ben = [mention("ben", *theirs)] if theirs else []
    (found,) = clusters(side("ada", mention("ada", *mine)), side("ben", *ben))

    assert found.kind == kind
    assert found.completed == ("ada", "ben")


def test_what_all_agree_about_stands_apart_from_what_lies_inside_it() -> None:
    ada = side("ada", mention("ada", "PERSON", "Ilena Darvo"), mention("ada", "PERSON", "Darvo"))
    ben = side("ben", mention("ben", "PERSON", "Ilena Darvo"))

    found = clusters(ada, ben)

    assert sorted(one.kind for one in found) == ["agreed", "only-one"]


def test_a_finished_sentence_without_a_mark_is_a_vote_and_an_open_one_is_none() -> None:
    marked = side("ada", mention("ada", "PERSON", "Ilena Darvo"))

    (found,) = clusters(marked, side("ben"), side("eve", done=()))

    assert found.completed == ("ada", "ben")
    assert [one.annotators for one in found.variants] == [("ada",), ("ben",)]
    assert found.variants[1].choice.is_nothing
    assert clusters(marked, side("ben", done=())) == []


def test_marks_in_a_sentence_that_their_annotator_has_not_done_do_not_count() -> None:
    open_one = side("ada", mention("ada", "PERSON", "Ilena Darvo"), done=())

    assert clusters(open_one, side("ben"), side("eve")) == []


def test_identical_stacked_mentions_are_a_multiset() -> None:
    twice = [mention("ada", "PERSON", "Karvan") for _ in range(2)]

    found = clusters(side("ada", *twice), side("ben", mention("ben", "PERSON", "Karvan")))

    assert sorted(one.kind for one in found) == ["agreed", "only-one"]


def test_neither_order_of_annotators_nor_of_marks_matters() -> None:
    ada = [mention("ada", "PERSON", "Ilena Darvo"), mention("ada", "PLACE", "Karvan")]
    ben = [mention("ben", "PERSON", "Darvo"), mention("ben", "TIME", "Karvan")]

    one = clusters(side("ada", *ada), side("ben", *ben))
    other = clusters(side("ben", *reversed(ben)), side("ada", *reversed(ada)))

    assert one == other


def test_a_key_changes_with_the_version_of_an_annotation_and_with_nothing_else() -> None:
    mine = mention("ada", "PERSON", "Ilena Darvo")
    edited = mine.model_copy(update={"version": 2})

    (first,) = clusters(side("ada", mine), side("ben"))
    (again,) = clusters(side("ada", mine), side("ben"), side("eve"))
    (second,) = clusters(side("ada", edited), side("ben"))

    assert first.key == again.key != second.key


def test_one_more_reader_may_end_an_agreement() -> None:
    both = [side(name, mention(name, "PERSON", "Ilena Darvo")) for name in ("ada", "ben")]

    (agreed,) = clusters(*both)
    (open_again,) = clusters(*both, side("eve"))

    assert (agreed.kind, open_again.kind) == ("agreed", "only-one")
    assert agreed.key != open_again.key


def test_only_the_slots_that_differ_are_asked() -> None:
    def layer(name: str, count: str, stance: str) -> list[Annotation]:
        place = mention(name, "PLACE", "Karvan")
        blast = incident(
            name,
            "BLAST",
            "blast",
            roles=(fills("place", place),),
            attributes=values(fatalities=count, realis="actual"),
        )
        said = claim(name, "said", "a blast hurt nine people", attributes=values(stance=stance))
        return [place, blast, said]

    ada, ben = layer("ada", "9", "assert"), layer("ben", "9..", "deny")
    found = clusters(side("ada", *ada), side("ben", *ben))

    open_ones = [(one.kind, one.slot) for one in found if not one.is_unanimous]
    assert sorted(open_ones) == [
        ("stance", "attribute:stance"),
        ("value", "attribute:fatalities"),
    ]
    frame = next(one for one in found if one.layer == "incidents" and one.slot == "item")
    body = frame.variants[0].choice.frame
    assert body is not None
    assert [value.name for value in body.attributes] == ["realis"]
    assert [filler.role for filler in body.roles] == ["place"]


def test_a_filler_with_other_bounds_is_asked_once_as_a_mention() -> None:
    ada = mention("ada", "PERSON", "nine people")
    ben = mention("ben", "PERSON", "people")
    blasts = [
        incident(one.annotator, "BLAST", "blast", roles=(fills("killed", one),))
        for one in (ada, ben)
    ]

    assert kinds(side("ada", ada, blasts[0]), side("ben", ben, blasts[1])) == [("boundary", "item")]


def test_a_frame_that_one_has_is_asked_as_a_whole() -> None:
    only = incident("ada", "BLAST", "blast", attributes=values(fatalities="9"))

    assert kinds(side("ada", only), side("ben")) == [("existence", "item")]


def test_claims_match_by_what_is_said() -> None:
    ada = claim("ada", "said", "a blast hurt nine people there")
    ben = claim("ben", "", "a blast hurt nine people")

    assert kinds(side("ada", ada), side("ben", ben)) == [
        ("content", "role:content"),
        ("cue", "span"),
    ]


def test_three_annotators_are_aligned_as_one_frame() -> None:
    sides = [
        side(name, incident(name, kind, "blast"))
        for name, kind in (("ada", "BLAST"), ("ben", "BLAST"), ("eve", "MEETING"))
    ]

    (slot,) = [one for one in clusters(*sides) if not one.is_unanimous]

    assert (slot.kind, slot.leading) == ("type", 0)
    assert [one.choice.type for one in slot.variants] == ["BLAST", "MEETING"]


WEIGHTS = st.dictionaries(
    st.tuples(st.integers(0, 4), st.integers(0, 4)), st.floats(0.01, 1), max_size=12
)


@given(WEIGHTS)
def test_no_matching_has_more_pairs_or_more_weight(weights: dict[tuple[int, int], float]) -> None:
    found = best_matching(weights)

    assert len({left for left, _ in found}) == len({right for _, right in found}) == len(found)
    best = max(
        ((len(one), sum(weights[pair] for pair in one)) for one in _matchings(sorted(weights))),
        default=(0, 0.0),
    )
    total = sum(weights[pair] for pair in found)
    assert len(found) == best[0]
    assert total == pytest.approx(best[1])


def _matchings(pairs: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    if not pairs:
        return [[]]
    first, rest = pairs[0], pairs[1:]
    free = [pair for pair in rest if pair[0] != first[0] and pair[1] != first[1]]
    return [*_matchings(rest), *([first, *one] for one in _matchings(free))]


def test_the_matching_of_many_is_the_same_in_any_order() -> None:
    drawn = random.Random(3)
    weights = {(a, b): drawn.random() for a in range(12) for b in range(12)}
    pairs = list(weights.items())
    drawn.shuffle(pairs)

    assert best_matching(weights) == best_matching(dict(pairs))
