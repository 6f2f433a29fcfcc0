"""How frames of two annotators are aligned, and what is counted of them."""

from collections.abc import Sequence

import pytest

from annotator.agreement.frames import (
    TRIGGER,
    Aligned,
    Framed,
    align_frames,
    framed,
    role_counts,
    slots_of,
    value_pairs,
)
from annotator.agreement.marks import Mark
from annotator.agreement.score import Counts
from annotator.agreement.shared import Side
from annotator.model.annotation import Annotation, Incident
from tests.unit.agreement.made import filler, incident, mention, values


def side(*items: Annotation) -> list[Framed]:
    """Return the frames of one annotator."""
    return framed(Side(items, {one.id: one for one in items}))


def names(pairs: Sequence[Aligned]) -> list[tuple[str, str]]:
    """Return the last letters of the ids of each pair, "" for nothing."""
    return [(a.frame.id[-2:] if a else "", b.frame.id[-2:] if b else "") for a, b in pairs]


def incidents(who: str, *places: tuple[int, int]) -> list[Framed]:
    """Return the incidents of one annotator, numbered by place in the list."""
    return side(*(incident(f"{who}{n}", *place) for n, place in enumerate(places)))


def test_as_many_as_possible_are_aligned() -> None:
    # The first of each share most; taking them would leave the others alone.
    first, second = incidents("a", (0, 10), (9, 11)), incidents("b", (1, 10), (0, 1))
    assert names(align_frames(first, second)) == [("a0", "b1"), ("a1", "b0")]
    assert names(align_frames(second, first)) == [("b1", "a0"), ("b0", "a1")]


def test_overlap_decides_before_slots_do() -> None:
    # 3/8 + 2/8 is more than 3/9 + 2/7, though types would have it the other way.
    first = side(incident("a0", 5, 11, "BLAST"), incident("a1", 6, 10, "RAID"))
    second = side(incident("b0", 2, 8, "BLAST"), incident("b1", 3, 8, "RAID"))
    assert names(align_frames(first, second)) == [("a0", "b1"), ("a1", "b0")]


def alike(what: str, which: int, item: str) -> list[Annotation]:
    """Return an incident, with what it needs, that one thing tells from others at its place."""
    if what == "type":
        return [incident(item, 0, 5, ("BLAST", "RAID")[which])]
    if what == "attribute":
        return [incident(item, 0, 5, attributes=values(fatalities=("6", "9")[which]))]
    person = mention(f"9{item}", 10 + which, 15)
    return [person, incident(item, 0, 5, roles=(filler("killed", f"9{item}"),))]


@pytest.mark.parametrize("what", ["type", "attribute", "role"])
def test_at_one_place_slots_decide(what: str) -> None:
    first = side(*alike(what, 0, "a0"), *alike(what, 1, "a1"))
    second = side(*alike(what, 1, "b0"), *alike(what, 0, "b1"))
    assert set(names(align_frames(first, second))) == {("a0", "b1"), ("a1", "b0")}


@pytest.mark.parametrize("kinds", [("BLAST", "RAID"), ("RAID", "BLAST")])
def test_of_two_places_that_overlap_alike_the_type_decides(kinds: tuple[str, str]) -> None:
    # Either shares 4 of 8 characters with the one in the middle.
    second = side(incident("b0", 0, 6, kinds[0]), incident("b1", 4, 10, kinds[1]))
    for number, kind in enumerate(kinds):
        pairs = align_frames(side(incident("a0", 2, 8, kind)), second)
        assert ("a0", f"b{number}") in names(pairs)


def test_the_share_of_slots_that_agree_is_of_all_slots() -> None:
    few = values(fatalities="6")
    many = values(fatalities="6", size="loud", when="2022-08-06/2022-08-06")
    first = side(incident("a0", 0, 5, attributes=few))
    second = side(incident("b0", 0, 5, attributes=many), incident("b1", 0, 5, attributes=few))
    assert set(names(align_frames(first, second))) == {("a0", "b1"), ("", "b0")}


def test_what_fills_roles_by_place() -> None:
    person = mention("1", 30, 36)
    blast = incident("2", 10, 15, roles=(filler("killed", "1"), filler("place", "8")))
    assert slots_of(blast, {person.id: person}) == {
        TRIGGER: (Mark(10, 15, TRIGGER),),
        "killed": (Mark(30, 36, "killed", id=person.id),),
    }


def test_frames_of_one_annotator_are_left_out_where_that_is_asked() -> None:
    person = mention("9", 30, 36)
    roles = (filler("killed", "9"),)
    first = side(person, incident("a0", 0, 5), incident("a1", 10, 15, roles=roles))
    second = side(person, incident("b0", 10, 15, roles=roles))
    pairs = align_frames(first, second)
    assert names(pairs) == [("a0", ""), ("a1", "b0")]
    assert role_counts(pairs, "exact", matched_only=True) == {
        TRIGGER: Counts(1, 2),
        "killed": Counts(1, 2),
    }
    assert role_counts(pairs, "role", matched_only=False)[TRIGGER] == Counts(1, 3)


def test_values_of_aligned_frames_only() -> None:
    def valued(item: str, start: int, **given: str) -> Incident:
        return incident(item, start, start + 5, attributes=values(**given))

    first = side(valued("a0", 0, size="loud"), valued("a1", 10, size="dull", fatalities="3"))
    second = side(valued("b0", 10, size="loud"))
    assert list(value_pairs(align_frames(first, second))) == [
        ("fatalities", "3", ""),
        ("size", "dull", "loud"),
    ]


def test_fillers_in_one_role_are_matched_one_to_one() -> None:
    people = [mention(str(n), 30 + 10 * n, 36 + 10 * n) for n in range(3)]
    edge = mention("7", 30, 35)
    first = side(*people, incident("a0", 0, 5, roles=[filler("killed", str(n)) for n in range(3)]))
    second = side(
        edge, people[1], incident("b0", 0, 5, roles=[filler("killed", "7"), filler("killed", "1")])
    )
    pairs = align_frames(first, second)
    found = [
        role_counts(pairs, level, matched_only=True)["killed"]
        for level in ("role", "exact", "overlap")
    ]
    assert found == [Counts(2, 5), Counts(1, 5), Counts(2, 5)]


def test_a_role_is_filled_wherever_its_fillers_stand() -> None:
    people = [mention("7", 30, 36), mention("8", 40, 46)]
    first, second = (
        side(*people, incident(item, 0, 5, roles=(filler("killed", person),)))
        for item, person in (("a0", "7"), ("b0", "8"))
    )
    pairs = align_frames(first, second)
    assert role_counts(pairs, "role", matched_only=True)["killed"] == Counts(1, 2)
    assert role_counts(pairs, "overlap", matched_only=True)["killed"] == Counts(0, 2)
