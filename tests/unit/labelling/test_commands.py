"""Commands: what each does, and what it refuses."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.labelling.commands.annotations import (
    CreateMention,
    DeleteAnnotation,
    MoveMention,
    RetypeMention,
    SetAttribute,
    SetNote,
    SetUnsure,
)
from annotator.labelling.commands.base import Command
from annotator.labelling.commands.table import COMMANDS
from annotator.labelling.session import Session
from annotator.model.annotation import Mention
from annotator.model.spans import Span
from annotator.project import Project
from tests.support import (
    SCHEME,
    TEXTS,
    complaints,
    made,
    mark,
    mentions,
    new_project,
    refusal,
    session,
    words,
)

SECOND = TEXTS[0].index("She")
THIRD = TEXTS[0].index("Nobody")


def test_every_command_is_registered_under_its_name() -> None:
    assert all(kind.name == name for name, kind in COMMANDS.items())
    assert set(COMMANDS.values()) == set(named_below(Command))


def named_below(kind: type[Command]) -> Iterator[type[Command]]:
    """Yield the commands below a class that have a name, which the abstract ones have not."""
    for one in kind.__subclasses__():
        yield from [one] if hasattr(one, "name") else []
        yield from named_below(one)


# ------------------------------------------------------------------------- mentions


def test_a_new_mention_carries_who_when_and_by_which_scheme(at: Session) -> None:
    item = mark(at, "PERSON", "Ilena Darvo")
    assert (item.annotator, item.article, item.version, item.origin) == (
        "ann",
        at.article,
        1,
        "human",
    )
    assert item.scheme == at.scheme.source_hash
    assert item.created == item.changed
    assert at.work.mentions_in(0) == [item]
    assert at.work.mentions_in(SECOND) == []


def test_nested_crossing_and_parted_mentions(at: Session) -> None:
    outer = mark(at, "PERSON", "Ilena Darvo left Karvan")
    inner = mark(at, "PLACE", "Karvan")
    crossing = mark(at, "TIME", "Karvan on Monday")
    parted = mark(at, "PERSON", "Ilena", "Monday")
    twin = mark(at, "TIME", "Karvan")
    found = at.work.mentions_in(0)
    assert {item.id for item in found} == {x.id for x in (outer, inner, crossing, parted, twin)}
    assert found[0] == parted  # the outer ones first
    assert parted.fragments == words(TEXTS[0], "Ilena", "Monday")


def test_a_mention_over_two_sentences_shows_in_both(at: Session) -> None:
    item = mark(at, "PERSON", "Monday.\nShe")
    assert at.work.mentions_in(0) == at.work.mentions_in(SECOND) == [item]
    assert at.work.mentions_in(THIRD) == []


@pytest.mark.parametrize(
    ("type_name", "fragments", "said"),
    [
        ("DEITY", ((0, 5),), "no entity type DEITY"),
        ("NAMED", ((0, 5),), "only groups other types"),
        ("PERSON", ((5, 6),), "only white space"),
        ("PERSON", ((0, 9999),), "outside the text"),
        ("PERSON", ((-1, 4),), "outside the text"),
        ("PERSON", ((3, 3),), "outside the text"),
        ("PERSON", ((6, 11), (0, 5)), "out of order"),
        ("PERSON", ((0, 5), (4, 8)), "overlap"),
        ("PERSON", (), "covers no text"),
    ],
)
def test_ranges_and_types_that_are_refused(
    at: Session, type_name: str, fragments: tuple[tuple[int, int], ...], said: str
) -> None:
    spans = tuple(Span(*one) for one in fragments)
    assert said in refusal(at, CreateMention(type=type_name, fragments=spans))


def test_the_same_range_is_not_labelled_the_same_twice(project: Project, at: Session) -> None:
    mark(at, "PERSON", "Ilena")
    spans = words(TEXTS[0], "Ilena")
    assert "is a PERSON already" in refusal(at, CreateMention(type="PERSON", fragments=spans))
    mark(session(project, "bob"), "PERSON", "Ilena")


OVERLAPS = {
    "apart": ("Darvo", True, True),
    "inside": ("Ilena", False, True),
    "around": ("Ilena Darvo left Karvan", False, True),
    "same": ("Ilena Darvo", False, True),
    "crossing": ("Darvo left", False, False),
    "touching": (" left", True, True),
}


@pytest.mark.parametrize("policy", ["none", "nested", "any"])
@pytest.mark.parametrize("how", sorted(OVERLAPS))
def test_overlap_is_as_the_scheme_says(tmp_path: Path, policy: str, how: str) -> None:
    word, with_none, with_nested = OVERLAPS[how]
    allowed = {"none": with_none, "nested": with_nested, "any": True}[policy]
    scheme = SCHEME.replace('overlap = "any"', f'overlap = "{policy}"')
    with new_project(tmp_path / "own.db", scheme=scheme) as project:
        at = session(project)
        mark(at, "PERSON", "Ilena" if how == "apart" else "Ilena Darvo")
        moved = mark(session(project, number=0), "TIME", "Monday")
        at = session(project)
        new = CreateMention(type="PLACE", fragments=words(TEXTS[0], word))
        move = MoveMention(id=moved.id, fragments=words(TEXTS[0], word))
        for command in (move, new):
            if allowed:
                at.apply(command)
                at.undo()
            else:
                assert "overlaps this PERSON" in refusal(at, command)


def test_one_piece_only_where_the_scheme_says_so(tmp_path: Path) -> None:
    scheme = SCHEME.replace("fragments = true", "fragments = false")
    with new_project(tmp_path / "own.db", scheme=scheme) as project:
        at = session(project)
        pieces = words(TEXTS[0], "Ilena", "Monday")
        command = CreateMention(type="PERSON", fragments=pieces)
        assert "in several pieces" in refusal(at, command)
        mark(at, "PERSON", "Ilena")


def changed(at: Session, command: Command) -> Mention:
    """Apply a command and return the mention as it is then; its version has gone up by one."""
    before = mentions(at)
    item = made(at.apply(command))
    old = next(one for one in before if one.id == item.id)
    assert item.version == old.version + 1
    assert (item.created, item.annotator, item.article) == (old.created, old.annotator, old.article)
    assert item.changed >= old.changed
    assert at.work.annotations[item.id] == item
    return item


def test_a_new_type_keeps_what_it_can_have(at: Session) -> None:
    item = mark(at, "PERSON", "Ilena")
    changed(at, SetAttribute(id=item.id, attribute="kind", value="name"))
    changed(at, SetAttribute(id=item.id, attribute="amount", value="1"))
    item = changed(at, RetypeMention(id=item.id, type="PLACE"))
    assert [(one.name, one.value) for one in item.attributes] == [("kind", "name")]
    item = changed(at, RetypeMention(id=item.id, type="TIME"))
    assert item.attributes == ()


def test_a_new_type_does_not_keep_a_value_that_it_lacks(project: Project, at: Session) -> None:
    item = mark(at, "PERSON", "Ilena")
    changed(at, SetAttribute(id=item.id, attribute="kind", value="pronoun"))
    assert changed(at, RetypeMention(id=item.id, type="PLACE")).attributes == ()
    assert complaints(project) == []


def test_other_edges_keep_everything_else(at: Session) -> None:
    item = mark(at, "PERSON", "Ilena")
    changed(at, SetNote(id=item.id, note="who?"))
    moved = changed(at, MoveMention(id=item.id, fragments=words(TEXTS[0], "Ilena Darvo")))
    assert (moved.note, moved.type, moved.anchor) == ("who?", "PERSON", (0, 11))
    moved = changed(at, MoveMention(id=item.id, fragments=words(TEXTS[0], "mayor")))
    assert at.work.mentions_in(0) == []
    assert at.work.mentions_in(SECOND) == [moved]


def test_moves_and_types_that_are_refused(at: Session) -> None:
    item, other = mark(at, "PERSON", "Ilena"), mark(at, "PERSON", "Darvo")
    there = MoveMention(id=item.id, fragments=other.fragments)
    assert "exactly this range already" in refusal(at, there)
    assert "so already" in refusal(at, MoveMention(id=item.id, fragments=item.fragments))
    assert "white space" in refusal(at, MoveMention(id=item.id, fragments=(Span(5, 6),)))
    assert "is a PERSON already" in refusal(at, RetypeMention(id=item.id, type="PERSON"))
    assert "only groups" in refusal(at, RetypeMention(id=item.id, type="NAMED"))
    assert "no entity type" in refusal(at, RetypeMention(id=item.id, type="DEITY"))


def test_what_is_gone_cannot_be_changed(at: Session) -> None:
    item = mark(at, "PERSON", "Ilena")
    applied = at.apply(DeleteAnnotation(id=item.id))
    assert (at.work.annotations, applied.left, applied.touched) == ({}, "", frozenset({0}))
    for command in (
        DeleteAnnotation(id=item.id),
        SetNote(id=item.id, note="late"),
        SetUnsure(id=item.id, unsure=True),
        RetypeMention(id=item.id, type="PLACE"),
        MoveMention(id=item.id, fragments=item.fragments),
        SetAttribute(id=item.id, attribute="kind", value="name"),
    ):
        assert "not there any more" in refusal(at, command)


def test_nobody_changes_what_is_somebody_elses(project: Project, at: Session) -> None:
    theirs = mark(session(project, "bob"), "PERSON", "Ilena")
    assert "not there any more" in refusal(at, DeleteAnnotation(id=theirs.id))
    assert mentions(at) == []


def test_an_accepted_suggestion_that_is_changed_was_edited(at: Session) -> None:
    spans = words(TEXTS[0], "Ilena")
    item = made(at.apply(CreateMention(type="PERSON", fragments=spans, origin="accepted")))
    assert item.origin == "accepted"
    assert changed(at, SetUnsure(id=item.id, unsure=True)).origin == "edited"
    assert changed(at, SetNote(id=item.id, note="n")).origin == "edited"


def test_a_note_is_kept_as_it_is_written(project: Project, at: Session) -> None:
    item = mark(at, "PERSON", "Ilena")
    note = "[/b] \x1b[31m \u2028 “x” \t 😀\n"
    changed(at, SetNote(id=item.id, note=note))
    assert mentions(session(project))[0].note == note
    assert changed(at, SetNote(id=item.id, note="")).note == ""
    assert "half a character" in refusal(at, SetNote(id=item.id, note="\ud800"))


# ----------------------------------------------------------------------- attributes


@pytest.mark.parametrize(
    ("type_name", "name", "value"),
    [
        ("PERSON", "kind", "pronoun"),
        ("PERSON", "amount", "~100"),
        ("PERSON", "amount", "dozens"),
        ("TIME", "when", "2022-08/2022-08"),
        ("OFFICE", "rank", "-3"),
        ("OFFICE", "code", "abc"),
        ("OFFICE", "chief", "true"),
        ("OFFICE", "duties", "tax,law"),
    ],
)
def test_values_that_an_attribute_takes(
    project: Project, at: Session, type_name: str, name: str, value: str
) -> None:
    item = mark(at, type_name, "Ilena")
    item = changed(at, SetAttribute(id=item.id, attribute=name, value=value))
    assert item.value_of(name) == value
    assert complaints(project) == []
    item = changed(at, SetAttribute(id=item.id, attribute=name, value=""))
    assert (item.attributes, item.value_of(name)) == ((), "")


@pytest.mark.parametrize(
    ("type_name", "name", "value", "said"),
    [
        ("PERSON", "colour", "red", "PERSON has no attribute colour"),
        ("PERSON", "when", "2022/2022", "PERSON has no attribute when"),
        ("PERSON", "kind", "verb", "is none of name, nominal, pronoun"),
        ("PLACE", "kind", "pronoun", "is none of name"),
        ("PERSON", "amount", "many", "cannot be read as a count"),
        ("PERSON", "amount", "012", "is written 12"),
        ("PERSON", "amount", "9..3", "runs backwards"),
        ("TIME", "when", "2022-08-06", "cannot be read as a date"),
        ("TIME", "when", "2022-02-30/2022-02-30", "a day that does not exist"),
        ("OFFICE", "rank", "3.5", "is no whole number"),
        ("OFFICE", "rank", "٣", "is no whole number"),
        ("OFFICE", "rank", "3 ", "is no whole number"),
        ("OFFICE", "code", "abc1", "does not have the form"),
        ("OFFICE", "chief", "yes", "a flag is true or absent"),
        ("OFFICE", "duties", "tax,war", "has war"),
        ("OFFICE", "duties", "tax,", "is none of tax, law"),
    ],
)
def test_values_that_it_does_not_take(
    at: Session, type_name: str, name: str, value: str, said: str
) -> None:
    item = mark(at, type_name, "Ilena")
    assert said in refusal(at, SetAttribute(id=item.id, attribute=name, value=value))


def test_attributes_stand_in_the_order_of_the_scheme(at: Session) -> None:
    item = mark(at, "OFFICE", "mayor")
    for name, value in (("duties", "law"), ("rank", "2"), ("chief", "true"), ("rank", "3")):
        item = changed(at, SetAttribute(id=item.id, attribute=name, value=value))
    assert [one.name for one in item.attributes] == ["rank", "chief", "duties"]
    assert item.value_of("rank") == "3"


def test_evidence_is_a_range_of_the_text(at: Session) -> None:
    item = mark(at, "PERSON", "Nobody")
    set_to = SetAttribute(id=item.id, attribute="amount", value="0", evidence=Span(0, 5))
    evidence = changed(at, set_to).attributes[0].evidence
    assert evidence and (evidence.start, evidence.end) == (0, 5)
    for place in (Span(5, 6), Span(3, 3), Span(0, 9999)):
        wrong = set_to.model_copy(update={"evidence": place})
        assert "evidence cannot be kept" in refusal(at, wrong)
