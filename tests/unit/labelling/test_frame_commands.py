"""Incidents and claims: making them, their types and triggers, their roles and counts."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import ValidationError

from annotator.labelling.commands.annotations import (
    DeleteAnnotation,
    MoveMention,
    RetypeMention,
    SetAttribute,
)
from annotator.labelling.commands.frames import CreateFrame, MoveTrigger, RetypeFrame
from annotator.labelling.commands.roles import EmptyRole, FillRole, MoveFiller
from annotator.labelling.commands.sentences import CompleteSentence
from annotator.labelling.refusals import Unfinished
from annotator.labelling.session import Session
from annotator.model.annotation import AttributeValue, Claim, Incident
from annotator.model.spans import Span
from annotator.project import Project, open_project
from annotator.store import journal
from annotator.store.journal import Act, Edit
from tests.frames import FRAMES, fill, fill_text, fillers, frame_project, link, now_of, tell
from tests.support import TEXTS, complaints, mark, refusal, session, tables, words

SECOND = TEXTS[0].index("She")
THIRD = TEXTS[0].index("Nobody")


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """A project whose scheme has frames."""
    with frame_project(tmp_path / "frames.db") as made:
        yield made


@pytest.fixture
def at(project: Project) -> Session:
    """Ann's session at the first article."""
    return session(project)


def spans(*found: str) -> tuple[Span, ...]:
    """Return where words stand in the first article."""
    return words(TEXTS[0], *found)


# ---------------------------------------------------------------- making, types, triggers


def test_the_layer_of_the_type_says_what_is_made(project: Project, at: Session) -> None:
    incident, claim = tell(at, "BLAST", "left"), tell(at, "SAID", "met", "mayor")
    assert isinstance(incident, Incident)
    assert isinstance(claim, Claim)
    assert claim.trigger == spans("met", "mayor")
    assert (incident.roles, incident.attributes, incident.at) == ((), (), None)
    assert at.work.frames() == [incident, claim]
    assert session(project).work.frames() == [incident, claim]
    assert complaints(project) == []


def test_two_frames_may_share_a_trigger(at: Session) -> None:
    one, other = tell(at, "BLAST", "left"), tell(at, "MEETING", "left")
    assert {item.id for item in at.work.frames_in(0)} == {one.id, other.id}
    twice = CreateFrame(type="BLAST", trigger=spans("left"))
    assert refusal(at, twice) == "“left” is the trigger of one BLAST already."


def test_a_claim_without_a_cue_stands_where_it_was_made(project: Project, at: Session) -> None:
    claim = tell(at, "SAID", place=SECOND + 4)
    assert at.work.place_of(claim).start == SECOND + 4
    assert session(project).work.frames_in(SECOND) == [claim]
    twin = tell(at, "SAID", place=SECOND + 4)
    assert twin.id != claim.id
    applied = at.undo()
    assert applied
    assert applied.entry.at == SECOND + 4


@pytest.mark.parametrize(
    ("type_name", "trigger", "at_place", "said"),
    [
        ("PERSON", ("left",), 0, "no incident or claim type PERSON"),
        ("DEITY", ("left",), 0, "no incident or claim type DEITY"),
        ("HARM", ("left",), 0, "HARM only groups other types; choose BLAST."),
        ("BLAST", (), 3, "BLAST needs a trigger; light the words"),
        ("SAID", (), -1, "SAID without a cue needs a place in the text"),
        ("SAID", (), len(TEXTS[0]), "needs a place in the text"),
    ],
)
def test_frames_that_are_refused(
    at: Session, type_name: str, trigger: tuple[str, ...], at_place: int, said: str
) -> None:
    command = CreateFrame(type=type_name, trigger=spans(*trigger), at=at_place)
    assert said in refusal(at, command)


@pytest.mark.parametrize("trigger", [((5, 6),), ((0, 9999),), ((6, 11), (0, 5))])
def test_triggers_that_the_text_does_not_have(
    at: Session, trigger: tuple[tuple[int, int], ...]
) -> None:
    found = tuple(Span(*one) for one in trigger)
    frame = tell(at, "BLAST", "left")
    for command in (
        CreateFrame(type="BLAST", trigger=found),
        MoveTrigger(id=frame.id, fragments=found),
    ):
        assert "The trigger cannot be kept: its " in refusal(at, command)


def test_a_layer_without_triggers(tmp_path: Path) -> None:
    scheme = FRAMES.replace('trigger = "optional"', 'trigger = "none"')
    with frame_project(tmp_path / "none.db", scheme) as project:
        at = session(project)
        command = CreateFrame(type="SAID", trigger=spans("met"))
        assert refusal(at, command) == "The scheme gives claims no cue; make SAID without one."
        tell(at, "SAID", place=3)


def test_another_type_keeps_what_fits(project: Project, at: Session) -> None:
    frame = tell(at, "MEETING", "met")
    place, person = mark(at, "PLACE", "Oshtin"), mark(at, "PERSON", "She")
    for role, item in (("place", place), ("who", person)):
        frame = fill(at, frame, role, item.id)
    at.apply(SetAttribute(id=frame.id, attribute="when", value="2022/2022"))
    at.apply(SetAttribute(id=frame.id, attribute="size", value="small"))
    before = tables(project.file)
    applied = at.apply(RetypeFrame(id=frame.id, type="BLAST"))
    frame = now_of(at, frame)
    assert [(one.role, one.target) for one in frame.roles] == [("place", place.id)]
    assert [value.name for value in frame.attributes] == ["when"]
    assert applied.also == "BLAST cannot keep who and size."
    assert applied.entry.parameters["also"] == applied.also
    at.undo()
    assert tables(project.file) == before


def test_another_type_leaves_no_more_fillers_than_it_takes(at: Session) -> None:
    frame = tell(at, "BLAST", "left")
    for word in ("Karvan", "Oshtin"):
        frame = fill(at, frame, "place", mark(at, "PLACE", word).id)
    at.apply(RetypeFrame(id=frame.id, type="MEETING"))
    assert len(fillers(now_of(at, frame), "place")) == 1


def test_another_type_takes_a_frame_out_of_others(at: Session) -> None:
    blast, claim = tell(at, "BLAST", "left"), tell(at, "BLAMED", "met")
    fill(at, claim, "incident", blast.id)
    fill(at, claim, "content", blast.id)
    retype = RetypeFrame(id=blast.id, type="MEETING")
    assert at.consequences(retype) == "It was taken out of 1 role."
    at.apply(retype)
    assert [one.role for one in now_of(at, claim).roles] == ["content"]


def test_types_that_are_refused(at: Session) -> None:
    frame, other = tell(at, "BLAST", "left"), tell(at, "MEETING", "left")
    assert "is BLAST already" in refusal(at, RetypeFrame(id=frame.id, type="BLAST"))
    assert "BLAST is one of the incidents" in refusal(at, RetypeFrame(id=frame.id, type="SAID"))
    assert "of one BLAST already" in refusal(at, RetypeFrame(id=other.id, type="BLAST"))
    assert "only groups" in refusal(at, RetypeFrame(id=frame.id, type="HARM"))
    person = mark(at, "PERSON", "Ilena")
    assert "no incident or claim" in refusal(at, RetypeFrame(id=person.id, type="BLAST"))


def test_a_trigger_moves_and_goes(at: Session) -> None:
    blast, claim = tell(at, "BLAST", "left"), tell(at, "SAID", "met")
    at.apply(MoveTrigger(id=blast.id, fragments=spans("hurt")))
    assert at.work.frames_in(0) == []
    assert [item.id for item in at.work.frames_in(THIRD)] == [blast.id]
    assert "needs a trigger" in refusal(at, MoveTrigger(id=blast.id, fragments=()))
    at.apply(MoveTrigger(id=claim.id, fragments=()))
    assert now_of(at, claim).at == spans("met")[0].start
    at.apply(MoveTrigger(id=claim.id, fragments=spans("mayor")))
    assert now_of(at, claim).at is None
    tell(at, "BLAST", "left")
    assert "of one BLAST already" in refusal(at, MoveTrigger(id=blast.id, fragments=spans("left")))
    assert "so already" in refusal(at, MoveTrigger(id=blast.id, fragments=spans("hurt")))


# --------------------------------------------------------------------------- roles


def test_a_role_is_filled_with_what_stands_there_already(at: Session) -> None:
    frame, place = tell(at, "BLAST", "left"), mark(at, "PLACE", "Oshtin")
    applied = at.apply(FillRole(id=frame.id, role="place", target=place.id))
    assert applied.touched == {0, SECOND}
    assert [one.target for one in fillers(now_of(at, frame), "place")] == [place.id]
    assert at.work.users_of(place.id) == [now_of(at, frame)]


def test_a_range_is_labelled_in_the_same_act(project: Project, at: Session) -> None:
    frame = tell(at, "BLAST", "left")
    before = tables(project.file)
    frame = fill_text(at, frame, "place", "Karvan", as_type="PLACE")
    (filler,) = fillers(frame, "place")
    assert at.work.annotations[filler.target].type == "PLACE"
    assert len(at.work.mentions_in(0)) == 1
    at.undo()
    assert tables(project.file) == before


def test_a_mention_on_exactly_this_range_is_used(at: Session) -> None:
    frame = tell(at, "BLAST", "left")
    mark(at, "OFFICE", "Monday")
    time, person = mark(at, "TIME", "Monday"), mark(at, "PERSON", "Monday")
    frame = fill_text(at, frame, "killed", "Monday", as_type="PERSON")
    assert fillers(frame, "killed")[0].target == person.id
    at.undo()
    at.apply(DeleteAnnotation(id=person.id))
    frame = fill_text(at, frame, "killed", "Monday", as_type="PERSON")
    assert fillers(frame, "killed")[0].target == time.id


def test_each_piece_of_bare_text_is_a_filler(project: Project, at: Session) -> None:
    claim = fill_text(at, tell(at, "SAID", "met"), "content", "mayor", "Oshtin")
    found = [(one.span.start, one.span.end) for one in fillers(claim, "content") if one.span]
    assert found == list(spans("mayor", "Oshtin"))
    assert len({one.target for one in claim.roles}) == 2
    assert complaints(project) == []


def test_a_claim_may_hold_a_claim_that_holds_an_incident(project: Project, at: Session) -> None:
    outer, inner = tell(at, "SAID", "met"), tell(at, "SAID", "hurt")
    outer = fill(at, outer, "content", inner.id)
    inner = fill(at, inner, "content", tell(at, "BLAST", "left").id)
    assert [one.kind for one in (*outer.roles, *inner.roles)] == ["claim", "incident"]
    assert complaints(project) == []


def test_fillers_that_are_refused(at: Session) -> None:
    frame, person = tell(at, "BLAST", "left"), mark(at, "PERSON", "Ilena")
    gone = mark(at, "PLACE", "Karvan")
    at.apply(DeleteAnnotation(id=gone.id))

    def said(role: str, target: str = "", text: str = "", as_type: str = "") -> str:
        fragments = spans(text) if text else ()
        command = FillRole(
            id=frame.id, role=role, target=target, fragments=fragments, as_type=as_type
        )
        return refusal(at, command)

    assert said("source", person.id) == (
        "BLAST has no role source; it has killed, place or weapon."
    )
    assert said("place", person.id) == "place of BLAST takes PLACE; this is PERSON."
    assert said("killed", text="Monday") == (
        "killed of BLAST takes PERSON or TIME; this is bare text."
    )
    assert said("place", text="Ilena", as_type="PERSON") == (
        "place of BLAST takes PLACE; this is PERSON."
    )
    assert said("place") == "Light what fills place; it takes PLACE."
    assert said("place", gone.id) == "This annotation is not there any more."
    assert "its range" in said("place", text="Ilena Darvo left"[5:6], as_type="PLACE")
    claim = tell(at, "SAID", "met")
    fill_text(at, claim, "content", "mayor")
    again = FillRole(id=claim.id, role="content", fragments=spans("mayor"))
    assert refusal(at, again) == "This fills content already."
    both = FillRole(id=claim.id, role="content", fragments=(Span(0, 5), Span(0, 5)))
    assert refusal(at, both) == "This fills content already."
    white = FillRole(id=claim.id, role="content", fragments=(Span(5, 6),))
    assert "This text cannot be kept: its range 5-6" in refusal(at, white)


def test_no_more_fillers_than_the_scheme_allows(at: Session) -> None:
    frame = tell(at, "BLAST", "left")
    first, second, third = (mark(at, "PLACE", word) for word in ("Karvan", "Oshtin", "Monday"))
    fill(at, frame, "place", first.id)
    again = FillRole(id=frame.id, role="place", target=first.id)
    assert refusal(at, again) == "This fills place already."
    fill(at, frame, "place", second.id)
    more = FillRole(id=frame.id, role="place", target=third.id)
    assert refusal(at, more) == "place of BLAST takes 2 at the most; take one out first."


def test_claims_do_not_go_in_circles(at: Session) -> None:
    one, two, three = (tell(at, "SAID", word) for word in ("left", "met", "hurt"))
    fill(at, one, "content", two.id)
    fill(at, two, "content", three.id)
    itself = FillRole(id=one.id, role="content", target=one.id)
    assert refusal(at, itself) == "This SAID cannot fill itself."
    for target in (one, two):
        circle = FillRole(id=three.id, role="content", target=target.id)
        assert "so neither can hold the other in turn" in refusal(at, circle)
    at.apply(EmptyRole(id=two.id, role="content"))
    fill(at, three, "content", one.id)


def test_relations_and_labels_fill_nothing(at: Session) -> None:
    one, two = tell(at, "SAID", "left"), tell(at, "SAID", "met")
    relation = link(at, "answers", one.id, two.id)
    command = FillRole(id=one.id, role="content", target=relation.id)
    assert refusal(at, command) == "answers is one of the relations, which fill no role."


def test_fillers_are_taken_out_one_by_one_or_all(at: Session) -> None:
    claim = fill_text(at, tell(at, "SAID", "met"), "content", "mayor", "Oshtin")
    first, second = fillers(claim, "content")
    at.apply(EmptyRole(id=claim.id, role="content", target=first.target))
    assert fillers(now_of(at, claim), "content") == [second]
    gone = EmptyRole(id=claim.id, role="content", target=first.target)
    assert refusal(at, gone) == "content of this SAID does not hold this."
    at.apply(EmptyRole(id=claim.id, role="content"))
    said = refusal(at, EmptyRole(id=claim.id, role="content"))
    assert said == "content of this SAID is empty already."
    at.undo()
    assert now_of(at, claim).roles == (second,)


def test_bare_text_gets_other_edges(at: Session) -> None:
    claim = fill_text(at, tell(at, "SAID", "met"), "content", "mayor", "Oshtin")
    first, second = fillers(claim, "content")

    def moved(target: str, span: Span) -> MoveFiller:
        return MoveFiller(id=claim.id, role="content", target=target, fragments=(span,))

    wider = Span(SECOND, first.span.end) if first.span else Span(0, 1)
    at.apply(moved(first.target, wider))
    new, kept = fillers(now_of(at, claim), "content")
    assert (new.target, kept) == (first.target, second)
    assert new.span
    assert (new.span.id, new.span.start, new.span.end) == (first.target, *wider)
    assert "fills content already" in refusal(at, moved(first.target, spans("Oshtin")[0]))
    assert "outside the text" in refusal(at, moved(first.target, Span(0, 9999)))
    assert "holds no such piece" in refusal(at, moved(claim.id, wider))
    person = mark(at, "PERSON", "She")
    fill(at, claim, "source", person.id)
    mention = MoveFiller(id=claim.id, role="source", target=person.id, fragments=(wider,))
    assert "holds no such piece" in refusal(at, mention)
    with pytest.raises(ValidationError):
        MoveFiller.model_validate({**mention.model_dump(), "fragments": [(0, 1), (2, 3)]})


# -------------------------------------------------------------------------- counts


def counted(at: Session, word: str, amount: str) -> str:
    """Label a word as a person of this amount and return the mention's id."""
    item = mark(at, "PERSON", word)
    at.apply(SetAttribute(id=item.id, attribute="amount", value=amount))
    return item.id


def test_a_number_is_never_given_twice(project: Project, at: Session) -> None:
    frame = tell(at, "BLAST", "hurt")
    eight, two = counted(at, "Nobody", "8.."), counted(at, "mayor", "2")
    before = tables(project.file)
    frame = fill(at, frame, "killed", eight)
    (value,) = frame.attributes
    assert (value.name, value.value) == ("fatalities", "8..")
    assert value.evidence
    assert (value.evidence.start, value.evidence.end) == spans("Nobody")[0]
    assert fill(at, frame, "killed", two).attributes == (value,)
    at.apply(EmptyRole(id=frame.id, role="killed", target=two))
    assert now_of(at, frame).attributes == (value,)
    at.apply(EmptyRole(id=frame.id, role="killed", target=eight))
    assert now_of(at, frame).attributes == ()
    for _ in range(4):
        at.undo()
    assert tables(project.file) == before


def test_a_count_that_somebody_typed_stays(at: Session) -> None:
    frame, item = tell(at, "BLAST", "hurt"), counted(at, "Nobody", "8..")
    at.apply(SetAttribute(id=frame.id, attribute="fatalities", value="9"))
    assert fill(at, frame, "killed", item).value_of("fatalities") == "9"
    at.apply(EmptyRole(id=frame.id, role="killed"))
    assert now_of(at, frame).value_of("fatalities") == "9"


def test_a_deleted_mention_takes_its_count_along(at: Session) -> None:
    frame, item = tell(at, "BLAST", "hurt"), counted(at, "Nobody", "8..")
    fill(at, frame, "killed", item)
    at.apply(MoveMention(id=item, fragments=spans("Nobody was")))
    at.apply(DeleteAnnotation(id=item))
    assert (now_of(at, frame).roles, now_of(at, frame).attributes) == ((), ())


def test_attributes_of_frames_are_checked_by_the_scheme(at: Session) -> None:
    frame = tell(at, "BLAST", "hurt")
    evidence = spans("Nobody")[0]
    at.apply(SetAttribute(id=frame.id, attribute="fatalities", value="6..8", evidence=evidence))
    assert now_of(at, frame).attributes[0].evidence
    for name, value, said in (
        ("fatalities", "about a few", "fatalities: “about a few” cannot be read as a count"),
        ("when", "6 August", "when: “6 August” cannot be read as a date or period"),
        ("size", "small", "size: “small” is none of loud."),
        ("stance", "deny", "BLAST has no attribute stance."),
    ):
        assert said in refusal(at, SetAttribute(id=frame.id, attribute=name, value=value))


# ------------------------------------------------------- what goes with a deleted filler


def test_a_deleted_filler_leaves_its_roles_in_one_act(project: Project, at: Session) -> None:
    frame, other = tell(at, "BLAST", "left"), tell(at, "MEETING", "met")
    place, wider = mark(at, "PLACE", "Oshtin"), mark(at, "PLACE", "Karvan")
    for one in (frame, other):
        fill(at, one, "place", place.id)
    fill(at, frame, "place", wider.id)
    relation = link(at, "inside", place.id, wider.id)
    before = tables(project.file)
    delete = DeleteAnnotation(id=place.id)
    assert at.consequences(delete) == "It was taken out of 2 roles and 1 relation."
    applied = at.apply(delete)
    assert applied.also == "It was taken out of 2 roles and 1 relation."
    assert [one.target for one in now_of(at, frame).roles] == [wider.id]
    assert now_of(at, other).roles == ()
    assert relation.id not in at.work.annotations
    assert complaints(project) == []
    at.undo()
    assert tables(project.file) == before
    assert at.work.users_of(place.id) == [
        *sorted((now_of(at, frame), now_of(at, other)), key=lambda one: one.id),
        relation,
    ]
    at.redo()
    assert complaints(project) == []


def test_a_mention_of_another_type_leaves_what_it_cannot_be_in(at: Session) -> None:
    frame, other = tell(at, "BLAST", "left"), tell(at, "MEETING", "met")
    place = mark(at, "PLACE", "Oshtin")
    for one in (frame, other):
        fill(at, one, "place", place.id)
    applied = at.apply(RetypeMention(id=place.id, type="PERSON"))
    assert applied.also == "It was taken out of 1 role."
    assert now_of(at, frame).roles == ()
    assert len(now_of(at, other).roles) == 1


def test_a_deleted_frame_leaves_the_frames_that_hold_it(project: Project, at: Session) -> None:
    outer, inner = tell(at, "SAID", "met"), tell(at, "SAID", "hurt")
    fill(at, outer, "content", inner.id)
    link(at, "contradicts", outer.id, inner.id)
    before = tables(project.file)
    assert at.apply(DeleteAnnotation(id=inner.id)).also.endswith("1 role and 1 relation.")
    assert now_of(at, outer).roles == ()
    assert complaints(project) == []
    at.undo()
    assert tables(project.file) == before


# ---------------------------------------------------------------------------- done


def done(at: Session, start: int, *layers: str) -> CompleteSentence:
    """Return what finishes layers of a sentence."""
    return CompleteSentence.model_validate({"sentence": start, "layers": layers, "state": "done"})


def test_errors_keep_a_sentence_from_being_done(at: Session) -> None:
    frame = tell(at, "MEETING", "met")
    with pytest.raises(Unfinished, match="Not done yet, “met”: MEETING needs who") as caught:
        at.apply(done(at, SECOND, "incidents"))
    assert (caught.value.annotation, caught.value.slot) == (frame.id, "who")
    at.apply(done(at, SECOND, "entities", "claims"))
    at.apply(done(at, 0, "incidents"))
    fill(at, frame, "who", mark(at, "PERSON", "She").id)
    at.apply(done(at, SECOND, "incidents"))


def test_rules_that_are_broken(project: Project, at: Session) -> None:
    frame = tell(at, "BLAST", "left")
    at.apply(SetAttribute(id=frame.id, attribute="fatalities", value="8.."))
    assert refusal(at, done(at, 0, "incidents")) == (
        "Not done yet, “left”: BLAST with fatalities 8.. needs killed; fill it, "
        "or set fatalities to 0."
    )
    at.apply(SetAttribute(id=frame.id, attribute="fatalities", value="0"))
    at.apply(SetAttribute(id=frame.id, attribute="realis", value="generic"))
    assert refusal(at, done(at, 0, "incidents")) == (
        "Not done yet, “left”: BLAST with realis generic has no fatalities; clear it, "
        "or change realis."
    )
    at.apply(SetAttribute(id=frame.id, attribute="fatalities", value=""))
    at.apply(done(at, 0, "incidents"))
    assert list(project.verify()) == []
    broken = at.apply(SetAttribute(id=frame.id, attribute="fatalities", value="3"))
    assert broken.reopened == (
        "Sentence 1 is not done any more: BLAST with fatalities 3 needs killed; fill it, "
        "or set fatalities to 0."
    )
    assert at.work.state_of(0, "incidents") is None
    assert list(project.verify()) == []
    at.undo()
    state = at.work.state_of(0, "incidents")
    assert state and state.state == "done"


def test_what_a_finished_sentence_lost_elsewhere_opens_it_again(
    project: Project, at: Session
) -> None:
    frame = tell(at, "MEETING", "met")
    person = mark(at, "PERSON", "Ilena Darvo")
    fill(at, frame, "who", person.id)
    at.apply(done(at, SECOND, "entities", "incidents"))
    at.apply(done(at, 0, "entities"))
    gone = at.apply(DeleteAnnotation(id=person.id))
    assert gone.also == "It was taken out of 1 role."
    assert gone.reopened.startswith("Sentence 2 is not done any more: MEETING needs who")
    assert at.work.state_of(SECOND, "incidents") is None
    assert at.work.state_of(SECOND, "entities") and at.work.state_of(0, "entities")
    assert complaints(project) == []
    before = tables(project.file)
    at.undo()
    assert at.work.state_of(SECOND, "incidents")
    at.redo()
    assert tables(project.file) == before


def test_what_another_program_breaks_is_found(project: Project, at: Session) -> None:
    frame = tell(at, "BLAST", "left")
    at.apply(done(at, 0, "incidents"))
    assert isinstance(frame, Incident)
    count = AttributeValue(name="fatalities", value="3")
    edit = Edit(frame, frame.model_copy(update={"attributes": (*frame.attributes, count)}))
    journal.commit(project.file, [edit], Act("ann", at.article, 0, "made", {}))
    assert [problem.severity for problem in project.verify()] == ["error"]


def test_warnings_do_not(project: Project, at: Session) -> None:
    claim = fill_text(at, tell(at, "SAID", "met"), "content", "mayor")
    at.apply(done(at, SECOND, "claims"))
    (problem,) = project.verify()
    assert problem == (
        at.article,
        claim.id,
        "SAID needs source; fill it, or set anonymous.",
        "warning",
    )
    at.apply(SetAttribute(id=claim.id, attribute="anonymous", value="true"))
    assert list(project.verify()) == []


def test_undo_lights_the_mention_that_an_act_on_a_frame_elsewhere_had_made(
    project: Project,
) -> None:
    desk = project.desk("ann", session(project).article)
    fill_text(desk.session, tell(desk.session, "BLAST", "left"), "place", "Oshtin", as_type="PLACE")

    desk.undo()

    assert desk.reader.lit_text == "Oshtin"
    assert desk.reader.sentence.start <= TEXTS[0].index("Oshtin") < desk.reader.sentence.end


def test_frames_survive_a_restart(project: Project, at: Session) -> None:
    frame = fill_text(at, tell(at, "BLAST", "left"), "place", "Oshtin", as_type="PLACE")
    path = project.path
    project.close()
    with open_project(path) as again:
        there = session(again)
        assert there.work.frames_in(0) == [frame]
        assert there.undo()
        assert now_of(there, frame).roles == ()
        assert complaints(again) == []
