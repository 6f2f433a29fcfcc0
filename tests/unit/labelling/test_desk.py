"""The desk: what the keys of the Label screen do, without the screen."""

import pytest

from annotator.labelling.desk import Desk
from annotator.labelling.refusals import Refused
from annotator.project import Project, open_project
from annotator.store.errors import EditConflict
from tests.support import TEXTS, article_ids, complaints, mark, session


@pytest.fixture
def desk(project: Project) -> Desk:
    """Ann's desk at the first article."""
    return project.desk("ann", article_ids(project)[0])


def light(desk: Desk, words: str) -> None:
    """Light words of the article."""
    start = desk.session.work.text.index(words)
    desk.reader.select(start, start + len(words))


def marked(desk: Desk) -> list[tuple[str, str]]:
    """Return the type and the text of each mention of the desk, by place."""
    text, found = desk.session.work.text, desk.session.work.annotations.values()
    return sorted((item.type, text[slice(*item.anchor)]) for item in found if item.anchor)


def test_a_label_names_what_is_lit_and_the_next_one_renames_it(desk: Desk) -> None:
    light(desk, "Karvan")
    desk.label("PERSON")
    assert marked(desk) == [("PERSON", "Karvan")]
    light(desk, "Karvan")
    desk.label("PLACE")
    assert marked(desk) == [("PLACE", "Karvan")]
    entries = len(desk.session.work.annotations)
    light(desk, "Karvan")
    assert desk.label("PLACE").touched == frozenset()
    assert len(desk.session.work.annotations) == entries


def test_held_pieces_become_one_mention(desk: Desk) -> None:
    light(desk, "Ilena")
    desk.hold()
    light(desk, "Monday")
    desk.label("PERSON")
    (item,) = desk.session.work.annotations.values()
    assert item.anchor == (0, TEXTS[0].index("Monday") + 6)
    assert desk.reader.held == ()


def test_no_deletes_and_undo_brings_back_what_it_lit(desk: Desk) -> None:
    light(desk, "Karvan")
    desk.label("PLACE")
    light(desk, "Karvan")
    assert "Deleted PLACE" in desk.no().message
    assert marked(desk) == []
    desk.undo()
    assert desk.reader.lit_text == "Karvan" and desk.reader.mention
    desk.undo()
    assert desk.reader.mention is None
    assert "Nothing to undo" in desk.undo().message
    desk.redo()
    desk.redo()
    assert marked(desk) == []
    assert "Nothing to redo" in desk.redo().message


def test_an_edge_moves_a_mention_and_keeps_its_id(desk: Desk) -> None:
    light(desk, "Ilena")
    desk.label("PERSON")
    light(desk, "Ilena")
    before = desk.reader.mention
    desk.nudge("end", 1)
    assert marked(desk) == [("PERSON", "Ilena Darvo")]
    assert before and desk.reader.mention and desk.reader.mention.id == before.id
    assert "cannot go further" in desk.nudge("start", -1).message


def test_what_is_known_of_a_mention(project: Project, desk: Desk) -> None:
    for act in (desk.toggle_unsure, lambda: desk.write_note("n"), desk.reopen):
        light(desk, "Monday")
        with pytest.raises(Refused):
            act()
    light(desk, "Karvan")
    desk.label("PLACE")
    light(desk, "Karvan")
    desk.toggle_unsure()
    desk.write_note("where?")
    desk.set_attribute("kind", "name")
    number = len(project.history())
    desk.write_note("where?")
    desk.set_attribute("kind", "name")
    assert len(project.history()) == number
    item = desk.reader.mention
    assert item and (item.unsure, item.note, item.value_of("kind")) == (True, "where?", "name")


def test_finishing_goes_to_the_next_sentence_that_waits(desk: Desk) -> None:
    starts = [sentence.start for sentence in desk.session.work.sentences]
    desk.reader.go_to_sentence(1)
    desk.finish()
    assert desk.reader.sentence.start == starts[2]
    desk.finish("skipped")
    assert desk.reader.sentence.start == starts[0]
    assert (desk.is_finished(), desk.count_done()) == (False, (2, 3))
    assert "is finished" in desk.finish().message
    assert desk.is_finished()
    desk.reopen()
    assert desk.count_done() == (2, 3)
    with pytest.raises(Refused, match="not finished yet"):
        desk.reopen()


def test_finishing_a_finished_sentence_writes_nothing(project: Project, desk: Desk) -> None:
    desk.reader.go_to_sentence(0)
    desk.finish()
    number = len(project.history())
    desk.reader.go_to_sentence(0)
    desk.finish()
    assert len(project.history()) == number


def test_sentences_are_cut_and_joined_at_the_light(desk: Desk) -> None:
    light(desk, "left")
    desk.split()
    assert len(desk.session.work.sentences) == 4
    desk.merge()
    assert len(desk.session.work.sentences) == 3
    desk.rekind("headline")
    assert desk.reader.sentence.kind == "headline"
    for _ in range(3):
        desk.undo()
    assert [one.kind for one in desk.session.work.sentences] == ["sentence"] * 3


def test_the_proposed_date_is_taken_once(project: Project, desk: Desk) -> None:
    assert "2022-08-06" in desk.accept_date().message
    assert project.article("000").published == "2022-08-06/2022-08-06"
    with pytest.raises(Refused, match="so already"):
        desk.accept_date()
    desk.undo()
    with project.file.write() as conn:
        conn.execute("UPDATE articles SET published_proposed = ''")
    again = project.desk("ann", article_ids(project)[0])
    with pytest.raises(Refused, match="proposes no date"):
        again.accept_date()


def test_undo_in_another_article_says_where(project: Project, desk: Desk) -> None:
    light(desk, "Karvan")
    desk.label("PLACE")
    elsewhere = project.desk("ann", article_ids(project)[1])
    outcome = elsewhere.undo()
    assert (outcome.elsewhere, outcome.at) == (desk.session.article, TEXTS[0].index("Karvan"))


def test_the_desk_follows_what_others_write(project: Project, desk: Desk) -> None:
    assert not desk.refresh()
    light(desk, "Oshtin")
    with open_project(project.path) as other:
        bobs = session(other, "bob")
        mark(bobs, "PLACE", "Oshtin")
        bobs_desk = other.desk("bob", bobs.article)
        light(bobs_desk, "the mayor")
        bobs_desk.split()
    assert desk.refresh() and not desk.refresh()
    assert desk.reader.lit_text == "Oshtin"
    assert len(desk.session.work.sentences) == 4
    assert marked(desk) == []


def test_nothing_is_read_again_for_what_others_write_elsewhere(
    project: Project, desk: Desk
) -> None:
    work = desk.session.work
    with open_project(project.path) as other:
        mark(session(other, "bob"), "PLACE", "Oshtin")
        mark(session(other, number=1), "PLACE", "Oshtin")
    assert desk.refresh() == frozenset()
    assert desk.session.work is work
    with open_project(project.path) as other:
        mark(session(other), "PLACE", "Oshtin")  # the same person at another terminal
    assert desk.refresh() == frozenset(one.start for one in work.sentences)
    assert marked(desk) == [("PLACE", "Oshtin")]


def test_a_refused_act_leaves_what_is_lit_and_held(project: Project, desk: Desk) -> None:
    light(desk, "Ilena")
    desk.hold()
    light(desk, "Monday")
    project.remove_article("bob", desk.session.article)
    with pytest.raises(EditConflict, match="bob removed this article"):
        desk.label("PERSON")
    assert (desk.reader.held_text, desk.reader.lit_text) == ("Ilena", "Monday")
    assert complaints(project) == []


def test_effort_is_counted_from_act_to_act(project: Project, desk: Desk) -> None:
    for _ in range(3):
        desk.sitting.effort.key()
    light(desk, "Karvan")
    desk.label("PLACE")
    desk.sitting.effort.key()
    desk.undo()
    newest, oldest, *_ = project.history()
    assert (newest.keys, oldest.keys) == (1, 3)
    assert 0 <= newest.active_ms < 10_000


def test_other_places_are_sought_of_what_is_lit_else_of_what_was_named_last(desk: Desk) -> None:
    assert desk.subject is None
    light(desk, "Karvan")
    desk.label("PLACE")
    assert desk.reader.lit_text != "Karvan"
    assert desk.subject and desk.subject.type == "PLACE"
    light(desk, "Oshtin")
    desk.label("PLACE")
    light(desk, "Karvan")
    assert desk.subject and desk.subject == desk.reader.mention
    desk.undo()
    light(desk, "Nobody")
    assert desk.subject is None
