"""The work in memory: frames by sentence and place, and who speaks of what."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.labelling.commands.annotations import DeleteAnnotation, MoveMention
from annotator.labelling.commands.sentences import SplitSentence
from annotator.labelling.session import Session
from annotator.labelling.work import Work
from annotator.model.annotation import Annotation, Claim, Filler
from annotator.model.article import Document
from annotator.model.spans import Span
from annotator.project import Project
from annotator.store.journal import Edit
from tests.frames import fill, fill_text, frame_project, link, put_label, tell
from tests.support import STAMP, TEXTS, document, mark, session, words

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


def claim(number: int, *targets: str) -> Claim:
    """Return a claim without a cue, as an import leaves it: nobody knows where it was made."""
    fillers = tuple(Filler(role="source", kind="entity", target=target) for target in targets)
    return Claim(
        id=f"c_{number:012}",
        article=document(TEXTS[0]).article.id,
        annotator="ann",
        type="SAID",
        scheme="",
        created=STAMP,
        changed=STAMP,
        roles=fillers,
    )


def work_with(at: Session, *items: Annotation) -> Work:
    """Return the session's work with more annotations, these first."""
    work = at.work
    found = Document(work.article, work.text, tuple(work.sentences))
    return Work(found, [*items, *work.annotations.values()], ())


def test_a_frame_is_in_every_sentence_that_its_trigger_touches(at: Session) -> None:
    late, early = tell(at, "BLAST", "met", "hurt"), tell(at, "BLAST", "Monday.\nShe")
    assert at.work.frames() == [early, late]
    assert at.work.frames_in(0) == [early]
    assert at.work.frames_in(SECOND) == [early, late]
    assert at.work.frames_in(THIRD) == [late]


def test_a_frame_without_words_of_its_own_stands_at_its_first_filler(at: Session) -> None:
    person = mark(at, "PERSON", "Nobody")
    one, two = claim(1, "e_00000000dead", person.id), claim(2, "c_000000000001")
    work = work_with(at, one, two)
    assert work.frames_in(THIRD) == [one, two]
    assert work.place_of(two) == person.anchor
    moved = person.model_copy(update={"fragments": words(TEXTS[0], "She")})
    assert work.apply([Edit(person, moved)]) == {SECOND, THIRD}
    assert work.frames_in(SECOND) == [one, two]
    assert work.frames_in(THIRD) == []
    work.apply([Edit(moved, None)])
    assert work.frames_in(0) == work.frames() == [one, two]
    work.apply([Edit(None, person)])
    assert work.frames_in(THIRD) == [one, two]


def test_frames_that_fill_each_other_stand_at_the_beginning(at: Session) -> None:
    one, two = claim(1, "c_000000000002"), claim(2, "c_000000000001")
    work = work_with(at, one, two)
    assert work.frames_in(0) == [one, two]
    work.apply([Edit(one, None)])
    assert work.frames() == [two]


def test_an_empty_article_has_no_sentence_for_a_frame(at: Session) -> None:
    work = Work(Document(at.work.article, TEXTS[0], ()), [claim(1)], ())
    assert [item.id for item in work.frames()] == ["c_000000000001"]


def test_what_an_edit_of_a_frame_touches(at: Session) -> None:
    frame, place = tell(at, "BLAST", "left"), mark(at, "PLACE", "Oshtin")
    fill(at, frame, "place", place.id)
    said = tell(at, "SAID", "left")
    fill_text(at, said, "content", "Nobody")
    assert at.apply(DeleteAnnotation(id=said.id)).touched == {0, THIRD}
    there = words(TEXTS[0], "hurt")
    assert at.apply(MoveMention(id=place.id, fragments=there)).touched == {0, SECOND, THIRD}
    assert at.apply(DeleteAnnotation(id=place.id)).touched == {0, THIRD}


def test_who_speaks_of_what(at: Session) -> None:
    place, wider = mark(at, "PLACE", "Oshtin"), mark(at, "PLACE", "Karvan")
    relation = link(at, "inside", place.id, wider.id)
    frame = fill(at, tell(at, "BLAST", "left"), "place", place.id)
    assert at.work.users_of(place.id) == [frame, relation]
    assert at.work.users_of(wider.id) == [relation]
    assert at.work.users_of("e_00000000dead") == []


def test_a_split_moves_frames_to_the_new_sentence(project: Project, at: Session) -> None:
    frame, label = tell(at, "BLAST", "Monday"), put_label(at, "worthy", "yes", 0)
    half = TEXTS[0].index("Karvan")
    at.apply(SplitSentence(offset=half))
    assert at.work.frames_in(0) == []
    assert at.work.frames_in(half) == session(project).work.frames_in(half) == [frame]
    assert at.work.labels_of(0) == [label]


def test_a_place_of_its_own_goes_before_that_of_a_mention(at: Session) -> None:
    frame = tell(at, "SAID", place=SECOND)
    frame = fill(at, frame, "source", mark(at, "PERSON", "Nobody").id)
    assert at.work.place_of(frame) == Span(SECOND, SECOND)
    frame = fill_text(at, frame, "content", "Ilena")
    assert at.work.place_of(frame) == Span(0, 5)
