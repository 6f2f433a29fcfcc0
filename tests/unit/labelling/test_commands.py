"""Commands: what each does, and what it refuses."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import ValidationError

from annotator.labelling.commands import (
    REGISTRY,
    Command,
    CompleteSentence,
    CreateMention,
    DeleteAnnotation,
    EditArticle,
    MergeSentence,
    MoveMention,
    Refused,
    RekindSentence,
    RetypeMention,
    SetAttribute,
    SetNote,
    SetUnsure,
    SplitSentence,
)
from annotator.labelling.session import Session
from annotator.model.annotation import Mention
from annotator.model.article import Sentence
from annotator.model.spans import Span
from annotator.project import Project
from tests.support import (
    SCHEME,
    TEXTS,
    article_ids,
    complaints,
    made,
    mark,
    mentions,
    new_project,
    session,
    words,
)

SECOND = TEXTS[0].index("She")
THIRD = TEXTS[0].index("Nobody")


@pytest.fixture
def at(project: Project) -> Session:
    """Ann's session at the first article."""
    return session(project)


def refusal(at: Session, command: Command) -> str:
    """Return why a command is refused; it must leave the session and its history as they were."""
    held, sentences = dict(at.work.annotations), list(at.work.sentences)
    with pytest.raises(Refused) as caught:
        at.apply(command)
    assert (at.work.annotations, at.work.sentences) == (held, sentences)
    said = str(caught.value)
    assert said.endswith(".") and "\n" not in said
    return said


def complete(at: Session, sentence: int = 0, state: str = "done", *layers: str) -> Command:
    """Return the command that gives a sentence a state of completion."""
    given = {"sentence": sentence, "layers": layers or ("entities",), "state": state}
    return CompleteSentence.model_validate(given)


def test_every_command_is_registered_under_its_name() -> None:
    assert all(kind.name == name for name, kind in REGISTRY.items())
    assert set(REGISTRY.values()) == set(Command.__subclasses__())


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


# ------------------------------------------------------------------------ completion


def test_a_sentence_is_finished_per_layer_and_person(project: Project, at: Session) -> None:
    at.apply(complete(at, 0, "done"))
    at.apply(complete(at, SECOND, "skipped", "entities", "claims"))
    found = {(item.sentence, item.layer): item.state for item in at.work.completion.values()}
    assert found == {
        (0, "entities"): "done",
        (SECOND, "entities"): "skipped",
        (SECOND, "claims"): "skipped",
    }
    assert session(project).work.completion == at.work.completion
    assert session(project, "bob").work.completion == {}
    at.apply(complete(at, SECOND, "unsure"))
    at.apply(complete(at, 0, ""))
    progress = project.progress(at.article, "ann")
    assert progress == (3, 0, 0, 1, 0)
    assert progress.seen == 1


def test_completion_that_is_refused(at: Session) -> None:
    assert "split or joined" in refusal(at, complete(at, 3))
    assert "is not finished" in refusal(at, complete(at, 0, ""))
    with pytest.raises(ValidationError):
        complete(at, 0, "done", "relations-of-words")


def test_done_waits_for_the_values_that_a_type_needs(at: Session) -> None:
    item = mark(at, "OFFICE", "mayor")
    said = refusal(at, complete(at, SECOND))
    assert said == "Not done yet, “mayor”: OFFICE needs a value for rank."
    at.apply(complete(at, SECOND, "skipped"))
    at.apply(complete(at, 0))
    at.apply(SetAttribute(id=item.id, attribute="rank", value="1"))
    at.apply(complete(at, SECOND))


# ------------------------------------------------------------------------- sentences


def pieces(at: Session) -> list[str]:
    """Return the texts of the sentences."""
    return [at.work.text[one.start : one.end] for one in at.work.sentences]


def test_a_split_loses_only_the_space_between(project: Project, at: Session) -> None:
    applied = at.apply(SplitSentence(offset=TEXTS[0].index("Karvan")))
    assert pieces(at)[:3] == ["Ilena Darvo left", "Karvan on Monday.", pieces(at)[2]]
    assert applied.entry.at == TEXTS[0].index("Karvan")
    assert applied.touched >= {0, TEXTS[0].index("Karvan")}
    assert session(project, "bob").work.sentences == at.work.sentences
    at.apply(MergeSentence(sentence=TEXTS[0].index("Karvan")))
    assert session(project).work.sentences[0] == Sentence(start=0, end=SECOND - 1)
    assert complaints(project) == []


@pytest.mark.parametrize("offset", [-1, 0, SECOND - 1, SECOND, len(TEXTS[0]), 9999])
def test_a_split_needs_text_on_both_sides(at: Session, offset: int) -> None:
    assert "between two of its words" in refusal(at, SplitSentence(offset=offset))


def test_a_split_in_the_space_between_words(at: Session) -> None:
    at.apply(SplitSentence(offset=TEXTS[0].index(" left")))
    assert pieces(at)[:2] == ["Ilena Darvo", "left Karvan on Monday."]


def test_joins_that_are_refused(at: Session) -> None:
    assert "first sentence has none before it" in refusal(at, MergeSentence(sentence=0))
    assert "split or joined" in refusal(at, MergeSentence(sentence=5))


def test_mentions_stay_where_they_are(project: Project, at: Session) -> None:
    item = mark(at, "PERSON", "Ilena Darvo left Karvan")
    half = TEXTS[0].index("left")
    at.apply(SplitSentence(offset=half))
    assert at.work.mentions_in(0) == at.work.mentions_in(half) == [item]
    at.apply(MergeSentence(sentence=SECOND))
    assert at.work.mentions_in(half) == [item]
    assert mentions(session(project)) == [item]


SHAPES: list[Callable[[], Command]] = [
    lambda: SplitSentence(offset=SECOND + len("She met ")),
    lambda: MergeSentence(sentence=THIRD),
    lambda: RekindSentence(sentence=SECOND, kind="caption"),
]


@pytest.mark.parametrize("shape", SHAPES, ids=["split", "join", "kind"])
def test_who_had_finished_a_changed_sentence_has_to_confirm(
    project: Project, shape: Callable[[], Command]
) -> None:
    for name in ("ann", "bob", "eve"):
        worker = session(project, name)
        worker.apply(complete(worker, SECOND, "done", "entities", "claims"))
        worker.apply(complete(worker, 0))
    changer = session(project, "ann")
    changer.apply(shape())
    for name in ("ann", "bob", "eve"):
        work = session(project, name).work
        stale = {(item.sentence, item.layer) for item in work.completion.values() if item.stale}
        assert stale == {(SECOND, "entities"), (SECOND, "claims")}
        assert project.progress(changer.article, name).stale == 1
        assert project.next_undone(name) == changer.article
    assert changer.work.completion == session(project, "ann").work.completion
    bob = session(project, "bob")
    bob.apply(complete(bob, SECOND))
    assert project.progress(bob.article, "bob")[1:] == (2, 0, 0, 0)
    assert complaints(project) == []


def test_a_join_forgets_that_the_second_half_was_finished(project: Project, at: Session) -> None:
    bob = session(project, "bob")
    bob.apply(complete(bob, SECOND))
    at.apply(MergeSentence(sentence=SECOND))
    assert session(project, "bob").work.completion == {}
    at.undo()
    assert session(project, "bob").work.completion == bob.work.completion


def test_boilerplate_is_nobodys_work(project: Project, at: Session) -> None:
    at.apply(RekindSentence(sentence=THIRD, kind="boilerplate"))
    assert project.progress(at.article, "ann").total == 2
    assert "is a boilerplate already" in refusal(
        at, RekindSentence(sentence=THIRD, kind="boilerplate")
    )
    at.apply(complete(at, THIRD, "skipped"))
    assert project.progress(at.article, "ann") == (2, 0, 0, 0, 0)
    with pytest.raises(ValidationError):
        RekindSentence.model_validate({"sentence": 0, "kind": "verse"})


# --------------------------------------------------------------------------- articles


def test_an_article_is_corrected_for_everybody(project: Project, at: Session) -> None:
    project.edit_article("bob", at.article, {"title": "T [/b]", "published": "2022-08/2022-08"})
    article = project.article(at.article)
    assert (article.title, article.published) == ("T [/b]", "2022-08/2022-08")
    assert article.published_proposed
    assert session(project, "bob").undo()
    assert project.article(at.article) == at.work.article


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"text_hash": "x"}, "text_hash of an article cannot be edited"),
        ({"published": "yesterday"}, "cannot be read as a date"),
        ({"published": "2022-08-06"}, "cannot be read as a date"),
        ({}, "says so already"),
        ({"publisher": ""}, "says so already"),
    ],
)
def test_corrections_that_are_refused(at: Session, fields: dict[str, str], said: str) -> None:
    assert said in refusal(at, EditArticle(fields=fields))


def test_a_removed_article_takes_everybodys_work_along(project: Project) -> None:
    for name in ("ann", "bob"):
        worker = session(project, name)
        mark(worker, "PLACE", "Karvan")
        worker.apply(complete(worker))
        worker.remember(7)
    gone, kept, *_ = article_ids(project)
    assert project.workers_on(gone) == ["ann", "bob"]
    project.remove_article("ann", gone)
    assert gone not in article_ids(project)
    assert project.workers_on(gone) == []
    assert (project.last_place("ann"), project.last_place("bob")) == (None, None)
    assert project.next_undone("ann") == kept
    assert [row[0] for row in project.file.query("SELECT count(*) FROM texts")] == [2]
    assert complaints(project) == []
    assert session(project, number=0).undo() is None
    with pytest.raises(Refused, match="no article"):
        project.desk("ann", gone)
