"""Relations, within an article and between two, and labels of sentences and articles."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.labelling.commands.annotations import DeleteAnnotation, RetypeMention, SetAttribute
from annotator.labelling.commands.frames import RetypeFrame
from annotator.labelling.commands.links import CreateRelation, RetypeRelation, SetLabel
from annotator.labelling.commands.sentences import CompleteSentence, MergeSentence, SplitSentence
from annotator.labelling.session import Session
from annotator.model.annotation import Relation
from annotator.project import Project
from annotator.store import journal
from annotator.store.errors import EditConflict
from annotator.store.journal import Act, Edit
from tests.frames import FRAMES, fill, frame_project, link, put_label, tell
from tests.support import TEXTS, article_ids, complaints, mark, refusal, session, tables

SECOND = TEXTS[0].index("She")
THIRD = TEXTS[0].index("Nobody")


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """A project whose scheme has relations and labels."""
    with frame_project(tmp_path / "links.db") as made:
        yield made


@pytest.fixture
def at(project: Project) -> Session:
    """Ann's session at the first article."""
    return session(project)


def relate(type_name: str, source: str, target: str) -> CreateRelation:
    """Return the command for a relation."""
    return CreateRelation(type=type_name, source=source, target=target)


# ----------------------------------------------------------------------- relations


def test_a_relation_is_made_retyped_and_deleted(project: Project, at: Session) -> None:
    one, two = tell(at, "SAID", "left"), tell(at, "SAID", "met")
    relation = link(at, "contradicts", one.id, two.id)
    assert at.work.place_of(relation) == at.work.place_of(one)
    assert at.work.users_of(two.id) == [relation]
    at.apply(RetypeRelation(id=relation.id, type="answers"))
    assert at.work.annotations[relation.id].type == "answers"
    at.apply(DeleteAnnotation(id=relation.id))
    assert at.work.users_of(two.id) == []
    assert complaints(project) == []


def test_relations_that_are_refused(at: Session) -> None:
    small, large = mark(at, "PLACE", "Karvan"), mark(at, "PLACE", "Oshtin")
    person = mark(at, "PERSON", "Ilena")
    link(at, "inside", small.id, large.id)
    for command, said in (
        (relate("outside", small.id, large.id), "The scheme has no relation outside."),
        (relate("PLACE", small.id, large.id), "The scheme has no relation PLACE."),
        (relate("inside", small.id, small.id), "this is one and the same."),
        (relate("inside", small.id, large.id), "inside links these two already."),
        (
            relate("inside", person.id, large.id),
            "inside goes from PLACE to PLACE; this is PERSON to PLACE.",
        ),
        (relate("inside", small.id, "e_00000000dead"), "not there any more."),
        (RetypeRelation(id=small.id, type="inside"), "This is no relation."),
    ):
        assert said in refusal(at, command)
    third = mark(at, "PLACE", "Monday")
    assert refusal(at, relate("inside", small.id, third.id)) == (
        "This has its inside already, and the scheme allows 1; delete the other first."
    )
    link(at, "inside", large.id, third.id)


def test_both_ways_of_a_symmetric_relation_are_one(at: Session) -> None:
    one, two = tell(at, "SAID", "left"), tell(at, "SAID", "met")
    relation = link(at, "contradicts", one.id, two.id)
    assert "links these two already" in refusal(at, relate("contradicts", two.id, one.id))
    link(at, "answers", one.id, two.id)
    back = link(at, "answers", two.id, one.id)
    assert "links these two already" in refusal(at, RetypeRelation(id=back.id, type="contradicts"))
    assert "contradicts already" in refusal(at, RetypeRelation(id=relation.id, type="contradicts"))


def test_an_end_of_another_type_loses_its_relations(at: Session) -> None:
    small, large = mark(at, "PLACE", "Karvan"), mark(at, "PLACE", "Oshtin")
    relation = link(at, "inside", small.id, large.id)
    assert at.apply(RetypeMention(id=large.id, type="PERSON")).also == (
        "It was taken out of 1 relation."
    )
    assert relation.id not in at.work.annotations


def test_claims_of_two_articles_are_linked(project: Project, at: Session) -> None:
    there = session(project, number=1)
    here, other = tell(at, "SAID", "left"), tell(there, "SAID", "fell")
    reference = f"{there.article}#{other.id}"
    relation = link(at, "contradicts", here.id, reference)
    assert relation.target == reference
    assert complaints(project) == []
    back = relate("contradicts", other.id, f"{at.article}#{here.id}")
    assert "links these two already" in refusal(there, back)
    assert "links these two already" in refusal(at, relate("contradicts", here.id, reference))
    link(there, "answers", other.id, f"{at.article}#{here.id}")


def test_links_to_other_articles_that_are_refused(project: Project, at: Session) -> None:
    there, bob = session(project, number=1), session(project, "bob", 1)
    here, blast = tell(at, "SAID", "left"), tell(there, "BLAST", "fell")
    bobs = tell(bob, "SAID", "fell")
    for target, said in (
        (f"{there.article}#{blast.id}", "Only claims are linked across articles."),
        (f"{there.article}#{bobs.id}", "no such claim of yours"),
        (f"{there.article}#c_00000000dead", "no such claim of yours"),
        (f"{article_ids(project)[2]}#{blast.id}", "no such claim of yours"),
        (f"{at.article}#{here.id}", "one and the same"),
    ):
        assert said in refusal(at, relate("contradicts", here.id, target))
    own = tell(at, "SAID", "met")
    assert link(at, "answers", here.id, f"{at.article}#{own.id}").target == own.id


def test_a_deleted_claim_takes_links_from_other_articles_along(
    project: Project, at: Session
) -> None:
    there = session(project, number=1)
    here, other = tell(at, "SAID", "left"), tell(there, "SAID", "fell")
    relation = link(at, "answers", here.id, f"{there.article}#{other.id}")
    before = tables(project.file)
    applied = there.apply(DeleteAnnotation(id=other.id))
    assert applied.also == "It was taken out of 1 relation, which began in another article."
    assert complaints(project) == []
    assert session(project).work.annotations.keys() == {here.id}
    assert [entry.article for entry in project.history(limit=1)] == [there.article]
    assert len(project.history(at.article, limit=1)) == 1
    assert there.undo()
    assert tables(project.file) == before
    assert session(project).work.users_of(here.id) == [relation]
    assert there.redo()
    assert complaints(project) == []


def test_a_link_to_a_claim_that_went_meanwhile_is_not_made(project: Project, at: Session) -> None:
    lagging = session(project)
    one, two = tell(at, "SAID", "left"), tell(at, "SAID", "met")
    assert lagging.refresh()
    at.apply(DeleteAnnotation(id=two.id))
    with pytest.raises(EditConflict, match="ann removed this annotation"):
        link(lagging, "answers", one.id, two.id)
    assert complaints(project) == []


def test_what_another_screen_used_meanwhile_is_not_deleted(project: Project, at: Session) -> None:
    place, frame = mark(at, "PLACE", "Oshtin"), tell(at, "BLAST", "left")
    lagging = session(project)
    fill(at, frame, "place", place.id)
    with pytest.raises(EditConflict, match="ann used this annotation in another one since"):
        lagging.apply(DeleteAnnotation(id=place.id))
    assert complaints(project) == []
    lagging.refresh()
    lagging.apply(DeleteAnnotation(id=place.id))
    assert complaints(project) == []


def test_a_removed_article_takes_links_to_it_along(project: Project, at: Session) -> None:
    there = session(project, number=1)
    here, other = tell(at, "SAID", "left"), tell(there, "SAID", "fell")
    link(at, "answers", here.id, f"{there.article}#{other.id}")
    project.remove_article("ann", there.article)
    assert complaints(project) == []
    assert [item.id for item in session(project).work.frames()] == [here.id]


def test_a_link_to_nothing_is_found(project: Project, at: Session) -> None:
    there = session(project, number=1)
    here, other = tell(at, "SAID", "left"), tell(there, "SAID", "fell")
    link(at, "answers", here.id, f"{there.article}#{other.id}")
    with project.file.write() as conn:
        conn.execute("DELETE FROM annotations WHERE id = ?", (other.id,))
    assert any(f"#{other.id}, which is not there" in said for said in complaints(project))


# ------------------------------------------------------------------------------ labels


def test_a_label_is_set_changed_and_taken_away(project: Project, at: Session) -> None:
    label = put_label(at, "worthy", "yes", SECOND)
    assert label
    assert at.work.labels_of(SECOND) == [label]
    assert at.work.labels_of(0) == at.work.labels_of(None) == []
    changed = put_label(at, "worthy", "no", SECOND)
    assert changed
    assert (changed.id, changed.value, changed.version) == (label.id, "no", 2)
    whole = put_label(at, "relevant", "yes")
    assert at.work.labels_of(None) == [whole]
    topics = put_label(at, "topics", "war,peace", SECOND)
    assert at.work.labels_of(SECOND) == [topics, changed]
    assert put_label(at, "worthy", "", SECOND) is None
    assert session(project).work.labels_of(SECOND) == [topics]
    assert complaints(project) == []


@pytest.mark.parametrize(
    ("label", "value", "sentence", "said"),
    [
        ("worthy", "maybe", 0, "worthy: “maybe” is none of yes, no."),
        ("topics", "war,love", 0, "topics: “war,love” has love, which is none of war, peace."),
        ("worthy", "yes", None, "The scheme has no label worthy for articles."),
        ("relevant", "yes", 0, "The scheme has no label relevant for sentences."),
        ("PERSON", "yes", 0, "The scheme has no label PERSON for sentences."),
        ("worthy", "yes", 3, "split or joined by somebody else"),
        ("worthy", "", 0, "There is no label worthy to take away."),
    ],
)
def test_labels_that_are_refused(
    at: Session, label: str, value: str, sentence: int | None, said: str
) -> None:
    assert said in refusal(at, SetLabel(label=label, value=value, sentence=sentence))


def test_what_a_label_is_not(at: Session) -> None:
    label = put_label(at, "worthy", "yes", 0)
    assert label
    assert "no attributes" in refusal(at, SetAttribute(id=label.id, attribute="a", value="b"))
    assert "no incident or claim" in refusal(at, RetypeFrame(id=label.id, type="BLAST"))
    assert "so already" in refusal(at, SetLabel(label="worthy", value="yes", sentence=0))


def test_labels_follow_their_sentences(project: Project, at: Session) -> None:
    bob = session(project, "bob")
    put_label(at, "worthy", "yes", SECOND)
    put_label(at, "topics", "war", SECOND)
    put_label(at, "worthy", "no", 0)
    put_label(bob, "worthy", "yes", SECOND)
    before = tables(project.file)
    session(project, "eve").apply(MergeSentence(sentence=SECOND))
    assert complaints(project) == []
    for name, values in (("ann", {"worthy": "no", "topics": "war"}), ("bob", {"worthy": "yes"})):
        found = session(project, name).work.labels_of(0)
        assert {item.type: item.value for item in found} == values
    assert session(project, "eve").undo()
    assert tables(project.file) == before
    bob.refresh()
    bob.apply(SplitSentence(offset=TEXTS[0].index("mayor")))
    assert [item.value for item in bob.work.labels_of(SECOND)] == ["yes"]
    assert bob.work.labels_of(TEXTS[0].index("mayor")) == []
    assert complaints(project) == []


def test_a_session_follows_its_own_labels_through_a_join(project: Project, at: Session) -> None:
    put_label(at, "worthy", "yes", THIRD)
    at.apply(MergeSentence(sentence=THIRD))
    assert [item.value for item in at.work.labels_of(SECOND)] == ["yes"]
    assert at.work.labels_of(THIRD) == []
    assert at.work.annotations == session(project).work.annotations


def test_a_sentence_that_went_meanwhile_gets_no_label(project: Project, at: Session) -> None:
    session(project, "bob").apply(MergeSentence(sentence=SECOND))
    with pytest.raises(EditConflict, match="bob removed this sentence"):
        put_label(at, "worthy", "yes", SECOND)


def test_done_waits_for_labels_that_the_scheme_requires(tmp_path: Path) -> None:
    scheme = FRAMES.replace("[labels.sentence.worthy]", "[labels.sentence.worthy]\nrequired = true")
    with frame_project(tmp_path / "required.db", scheme) as project:
        at = session(project)
        finish = CompleteSentence(sentence=0, layers=("entities", "labels"), state="done")
        assert refusal(at, finish) == "Not done yet: the sentence needs worthy."
        label = put_label(at, "worthy", "no", 0)
        assert label
        at.apply(finish)
        assert list(project.verify()) == []
        gone = at.apply(DeleteAnnotation(id=label.id))
        assert gone.reopened == "Sentence 1 is not done any more: the sentence needs worthy."
        assert list(project.verify()) == []
        at.undo()
        assert list(project.verify()) == []
        journal.commit(project.file, [Edit(label, None)], Act("ann", at.article, 0, "made", {}))
        (problem,) = project.verify()
        assert problem.message == "ann finished it, but the sentence needs worthy."
        assert (problem.item, problem.severity) == ("sentence 0", "error")


def test_relations_have_no_attributes(at: Session) -> None:
    one, two = tell(at, "SAID", "left"), tell(at, "SAID", "met")
    relation: Relation = link(at, "answers", one.id, two.id)
    said = refusal(at, SetAttribute(id=relation.id, attribute="stance", value="deny"))
    assert said == "answers has no attribute stance."
