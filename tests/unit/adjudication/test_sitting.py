"""What the keys of an adjudicator do with the parts of incidents and claims."""

from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.adjudication.gold import gold_of
from annotator.adjudication.sitting import AdjudicationSitting, Refusal
from annotator.labelling.commands.annotations import DeleteAnnotation, SetAttribute
from annotator.labelling.commands.sentences import CompleteSentence
from annotator.model.annotation import Layer
from annotator.model.decision import Decision
from annotator.model.journal import Effort
from annotator.model.spans import covered_text
from annotator.project import Project
from annotator.store import decisions
from tests.frames import fill, fill_text, frame_project, tell
from tests.support import complaints, mark, session

SittingAt = Callable[..., AdjudicationSitting]
KEY = Effort(1, 900)
LAYERS: tuple[Layer, ...] = ("entities", "incidents", "claims")


def label(
    project: Project,
    name: str,
    place: str,
    trigger: str = "fell",
    when: str = "",
    claim: tuple[str, str] = ("SAID", "it"),
) -> None:
    """Label "Two bridges fell near Oshtin. Ilena Darvo, of Karvan, saw it." for somebody."""
    at = session(project, name, 1)
    speaker = mark(at, "PERSON", "Ilena Darvo")
    places = {one: mark(at, "PLACE", one) for one in ("Oshtin", "Karvan")}
    blast = fill(at, tell(at, "BLAST", trigger), "place", places[place].id)
    if when:
        at.apply(SetAttribute(id=blast.id, attribute="when", value=when))
    said = tell(at, claim[0], "saw")
    fill(at, fill_text(at, said, "content", claim[1]), "source", speaker.id)
    for sentence in list(at.work.sentences):
        at.apply(CompleteSentence(sentence=sentence.start, layers=LAYERS, state="done"))


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed project in which ada and ben differ in parts of an incident and of a claim."""
    path = tmp_path_factory.mktemp("framed") / "framed.db"
    with frame_project(path) as made:
        label(made, "ada", "Oshtin", when="2022-05-01/2022-05-01")
        label(
            *(made, "ben", "Karvan"),
            trigger="fell near",
            when="2022-05-02/2022-05-02",
            claim=("BLAMED", ", of Karvan,"),
        )
    return path


@pytest.fixture
def at_slot(project: Project) -> SittingAt:
    """Return a function that opens a sitting and goes to the item about a slot."""

    def go(slot: str, name: str = "eve") -> AdjudicationSitting:
        sitting = AdjudicationSitting(project.adjudication(name))
        for _ in range(9):
            assert sitting.item is not None
            if sitting.item.cluster.slot == slot:
                return sitting
            sitting.skip()
        raise AssertionError(f"no item about {slot}")

    return go


def the_one(project: Project) -> Decision:
    """Return the only decision there is."""
    (found,) = decisions.every(project.file)
    return found


def light_type(sitting: AdjudicationSitting, name: str) -> None:
    """Light the variant of a type."""
    while sitting.choices[sitting.lit].type != name:
        sitting.light(1)


def nothing_more(project: Project) -> AdjudicationSitting:
    """Return a sitting at whose end nothing waits."""
    sitting = AdjudicationSitting(project.adjudication("eve"))
    while sitting.item:
        sitting.take(1, KEY)
    return sitting


def test_what_waits_of_its_kind_is_counted_down_with_the_usual_time(at_slot: SittingAt) -> None:
    sitting = at_slot("role:place")
    before = sitting.told
    assert (before.number, before.total, before.left) == (1, 1, 5)

    sitting.take(1, KEY)

    assert sitting.told.left == 4
    assert 0 <= sitting.told.minutes < before.minutes


def test_an_empty_queue_says_so_for_every_key(project: Project) -> None:
    sitting = nothing_more(project)

    assert (sitting.told.number, sitting.told.total, sitting.told.left) == (0, 0, 0)
    assert (sitting.choices, sitting.limits, sitting.frame) == ([], (0, 0), None)
    assert (sitting.subject_type, sitting.is_party) == ("", False)
    for key in (sitting.skip, sitting.edit, lambda: sitting.take(1, KEY), sitting.by_character):
        with pytest.raises(Refusal, match=r"^Nothing waits\.$"):
            key()
    sitting.light(1)
    assert sitting.lit == 0


def test_a_slot_knows_its_frame_and_its_sentence(at_slot: SittingAt) -> None:
    sitting = at_slot("role:place")
    assert sitting.subject_type == "BLAST"
    assert sitting.frame is not None and sitting.frame.frame is not None
    assert sitting.item is not None
    text = sitting.item.text
    assert text[slice(*sitting.limits)] == "Two bridges fell near Oshtin."


def test_a_type_cannot_be_nothing_and_no_variant_is_made_up(at_slot: SittingAt) -> None:
    sitting = at_slot("type")
    with pytest.raises(Refusal, match="A type is needed"):
        sitting.take(0, KEY)
    with pytest.raises(Refusal, match="There is no variant 3"):
        sitting.take(3, KEY)


def test_a_type_that_is_edited_is_saved_as_a_new_one(project: Project, at_slot: SittingAt) -> None:
    sitting = at_slot("type")
    with pytest.raises(Refusal, match="This has no type"):
        sitting.retype("SAID")  # nothing is being edited
    light_type(sitting, "BLAMED")
    sitting.edit()
    sitting.retype("SAID")
    sitting.enter(KEY)

    # What both could be is a variant; it is taken as one.
    assert (the_one(project).outcome.type, the_one(project).rule) == ("SAID", "variant")
    assert not sitting.offers_reason


def test_a_type_has_no_edge_to_move(at_slot: SittingAt) -> None:
    sitting = at_slot("type")
    with pytest.raises(Refusal, match="This edge can go no further"):
        sitting.nudge("end", 1)


def test_the_edge_of_a_trigger_moves_by_word_and_by_character(
    project: Project, at_slot: SittingAt
) -> None:
    sitting = at_slot("span")
    while [*sitting.choices[sitting.lit].fragments] != [(12, 16)]:
        sitting.light(1)
    sitting.nudge("start", -1)
    sitting.by_character()
    sitting.nudge("start", 1)
    sitting.enter(KEY)

    made = the_one(project)
    text = project.document(made.article).text
    assert (covered_text(text, made.outcome.fragments), made.rule) == ("ridges fell", "novel")


def test_the_edge_of_what_is_said_moves_with_its_text(project: Project, at_slot: SittingAt) -> None:
    sitting = at_slot("role:content")
    while sitting.choices[sitting.lit].fillers[0].fragments[0].start < 50:
        sitting.light(1)
    sitting.nudge("start", -1)
    assert sitting.draft is not None
    with pytest.raises(Refusal, match="This has no type"):
        sitting.retype("SAID")
    sitting.enter(KEY)

    (filler,) = the_one(project).outcome.fillers
    assert filler.span is not None
    assert (filler.span.start, filler.span.end) == tuple(filler.fragments[0])
    text = project.document(the_one(project).article).text
    assert covered_text(text, filler.fragments) == "saw it"
    assert complaints(project) == []


def test_an_edge_neither_crosses_the_other_one_nor_leaves_words(at_slot: SittingAt) -> None:
    sitting = at_slot("span")
    while [*sitting.choices[sitting.lit].fragments] != [(12, 16)]:
        sitting.light(1)
    with pytest.raises(Refusal, match="no further"):
        sitting.nudge("end", -1)
    sitting.by_character()
    for _ in range(3):
        sitting.nudge("end", -1)
    with pytest.raises(Refusal, match="no further"):
        sitting.nudge("end", -1)


def test_a_typed_value_is_checked_and_goes_into_the_draft(
    project: Project, at_slot: SittingAt
) -> None:
    sitting = at_slot("attribute:when")
    sitting.edit()
    assert sitting.write_value("some day") != ""
    assert sitting.write_value("2022-05-03/2022-05-03") == ""
    sitting.enter(KEY)

    assert [(one.name, one.value) for one in the_one(project).outcome.values] == [
        ("when", "2022-05-03/2022-05-03")
    ]
    assert the_one(project).rule == "novel"


def test_fillers_of_a_role_are_kept_together(project: Project, at_slot: SittingAt) -> None:
    sitting = at_slot("role:place")
    sitting.keep_several()
    for number in (1, 2, 1, 1):
        sitting.take(number, KEY)
    assert sitting.kept == [2, 1]
    sitting.enter(KEY)

    assert len(the_one(project).outcome.fillers) == 2
    assert the_one(project).rule == "novel"


@pytest.mark.parametrize("slot", ["type", "span", "attribute:when"])
def test_what_there_is_one_of_is_not_kept_together(at_slot: SittingAt, slot: str) -> None:
    sitting = at_slot(slot)
    with pytest.raises(Refusal, match="only one of these; a digit takes it"):
        sitting.keep_several()
    assert sitting.kept is None


def test_escape_lets_go_of_what_was_begun(at_slot: SittingAt) -> None:
    sitting = at_slot("role:place")
    assert not sitting.let_go()
    sitting.keep_several()
    assert sitting.let_go()
    assert sitting.kept is None
    sitting.keep_several()
    sitting.keep_several()
    assert sitting.kept is None, "the key again takes one at a time"


def test_the_order_turns_round(at_slot: SittingAt) -> None:
    sitting = at_slot("role:place")
    seen = [sitting.turn_order() for _ in range(3)]
    assert len(set(seen)) == 3
    assert seen[-1] == "kind"


def test_what_is_to_be_discussed_is_left_with_its_note(
    project: Project, at_slot: SittingAt
) -> None:
    sitting = at_slot("role:place")
    sitting.note = "ask the lead"
    sitting.discuss(KEY)

    assert (the_one(project).rule, the_one(project).note) == ("discuss", "ask the lead")
    assert sitting.told.left == 4
    assert sitting.note == ""


def test_a_reason_needs_a_decision_and_undo_takes_both_back(
    project: Project, at_slot: SittingAt
) -> None:
    sitting = at_slot("role:place")
    with pytest.raises(Refusal, match="Nothing was decided yet"):
        sitting.give_reason("gap", KEY)
    sitting.take(1, KEY)
    sitting.give_reason("gap", KEY)
    assert [one.reason for one in decisions.every(project.file)][-1] == "gap"

    assert sitting.undo(KEY) and sitting.undo(KEY)
    assert not sitting.undo(KEY)
    assert sitting.item is not None and sitting.item.cluster.slot == "role:place"
    assert sitting.redo(KEY)
    assert sitting.item is not None and sitting.item.cluster.slot != "role:place"


def test_the_majority_settles_all_slots_of_a_frame_at_once(
    project: Project, at_slot: SittingAt
) -> None:
    label(project, "kim", "Oshtin", when="2022-05-01/2022-05-01")
    sitting = at_slot("role:place")

    assert sitting.take_majority(KEY) == 3

    made = list(decisions.every(project.file))
    assert {one.slot for one in made} == {"role:place", "span", "attribute:when"}
    assert [one.value for each in made for one in each.outcome.values] == ["2022-05-01/2022-05-01"]
    assert sitting.item is not None and sitting.item.cluster.layer == "claims"
    assert sitting.undo(KEY)
    assert list(decisions.every(project.file)) == []


def test_a_tie_in_every_slot_is_left_to_digits(at_slot: SittingAt) -> None:
    with pytest.raises(Refusal, match="As many say one as the other in every slot"):
        at_slot("role:place").take_majority(KEY)


def test_a_mention_has_no_slots_to_settle(project: Project) -> None:
    at = session(project, "ada", 2)
    mark(at, "PLACE", "Karvan")
    other = session(project, "ben", 2)
    mark(other, "TIME", "Karvan")
    for one in (at, other):
        one.apply(CompleteSentence(sentence=0, layers=("entities",), state="done"))
    sitting = AdjudicationSitting(project.adjudication("eve"))
    sitting.find("002.txt")
    with pytest.raises(Refusal, match="This is no slot of a frame"):
        sitting.take_majority(KEY)


def test_enter_takes_what_most_say_also_where_that_is_nothing(
    project: Project, at_slot: SittingAt
) -> None:
    label(project, "kim", "Oshtin")
    label(project, "lou", "Oshtin")
    label(project, "mia", "Oshtin")
    sitting = at_slot("attribute:when")
    sitting.enter(KEY)
    assert (the_one(project).rule, the_one(project).followed) == ("reject", True)

    place = at_slot("role:place")
    place.enter(KEY)
    taken = list(decisions.every(project.file))[-1]
    assert (taken.slot, taken.rule, taken.followed) == ("role:place", "variant", True)


@pytest.mark.parametrize("act", ["take", "discuss"])
def test_an_article_that_somebody_removed_meanwhile_is_passed(
    project: Project, at_slot: SittingAt, act: str
) -> None:
    sitting = at_slot("role:place")
    assert sitting.item is not None
    project.remove_article("lead", sitting.item.dispute.article)

    with pytest.raises(Refusal, match="The article was removed from the project meanwhile"):
        sitting.take(1, KEY) if act == "take" else sitting.discuss(KEY)

    assert sitting.item is None
    assert not decisions.any_there(project.file)


def test_what_was_put_off_does_not_come_again_when_its_article_is_gone(
    project: Project, at_slot: SittingAt
) -> None:
    sitting = at_slot("role:place")
    sitting.skip()
    assert sitting.item is not None
    project.remove_article("lead", sitting.item.dispute.article)
    sitting.skip()

    assert sitting.item is None
    assert sitting.desk.listed() == []


def finish(project: Project, name: str, number: int, *layers: Layer) -> None:
    """Finish the sentences of an article for somebody."""
    at = session(project, name, number)
    for sentence in list(at.work.sentences):
        at.apply(CompleteSentence(sentence=sentence.start, layers=layers, state="done"))


def test_a_mention_that_is_edited_gets_another_type(project: Project) -> None:
    for name, kind in (("ada", "PLACE"), ("ben", "TIME")):
        mark(session(project, name, 2), kind, "Karvan")
        finish(project, name, 2, "entities")
    sitting = AdjudicationSitting(project.adjudication("eve"))
    sitting.find("002.txt")
    sitting.edit()
    sitting.retype("PERSON")
    sitting.nudge("end", 1)
    sitting.enter(KEY)

    ((mention,), rule) = the_one(project).outcome.mentions, the_one(project).rule
    text = project.document(the_one(project).article).text
    assert (mention.type, covered_text(text, mention.fragments)) == ("PERSON", "Karvan is")
    assert rule == "novel"
    assert sitting.offers_reason


def test_an_incident_that_everybody_took_away_stays_gold_until_it_is_decided(
    project: Project,
) -> None:
    at = session(project, "ada", 2)
    karvan = mark(at, "PLACE", "Karvan")
    blast = fill(at, tell(at, "BLAST", "quiet"), "place", karvan.id)
    for name in ("ada", "ben"):
        finish(project, name, 2, "incidents")
    sitting = AdjudicationSitting(project.adjudication("eve"))
    sitting.find("002.txt")
    sitting.take(1, KEY)
    made = the_one(project)
    at.apply(DeleteAnnotation(id=blast.id))
    sitting = AdjudicationSitting(project.adjudication("eve"))
    sitting.find("002.txt")

    assert sitting.item is not None
    assert sitting.item.suggests_nothing
    assert [one.choice.frame for one in sitting.item.variants] == [made.outcome.frame]
    sitting.enter(KEY)
    assert list(decisions.every(project.file))[-1].supersedes == (made.id,)
    assert gold_of(decisions.of_article(project.file, made.article)).annotations == ()
