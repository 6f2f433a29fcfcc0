"""What gold opens and teaches, and that it tells nobody what they are still to say themselves."""

from collections.abc import Callable

import pytest

from annotator.adjudication.desk import AdjudicationDesk
from annotator.adjudication.learning import gold_words
from annotator.labelling.commands import CompleteSentence
from annotator.model.decision import Choice
from annotator.project import Project, Wish
from tests.support import article_ids, mark, session

DeskOf = Callable[..., AdjudicationDesk]


def finish(project: Project, name: str, number: int = 0) -> None:
    """Finish all sentences of an article."""
    at = session(project, name, number)
    for one in list(at.work.sentences):
        at.apply(CompleteSentence(sentence=one.start, layers=("entities",), state="done"))


def settle(desk: AdjudicationDesk, wanted: str = "ben") -> None:
    """Decide all that waits as one of the annotators said."""
    desk.refresh()
    while item := desk.next():
        found = [one.choice for one in item.cluster.variants if wanted in one.annotators]
        desk.decide(item, found[0] if found else Choice())
    desk.refresh()


def seen(project: Project, reader: str, author: str, number: int = 0) -> bool:
    """Say whether somebody may see another's entities of an article."""
    return project.may_see(reader, author, article_ids(project)[number], "entities")


def test_others_work_is_open_once_all_of_it_is_decided(worked: Project, desk_of: DeskOf) -> None:
    assert seen(worked, "eve", "ada"), "who labels nothing sees all"
    assert not seen(worked, "ada", "ben")
    desk = desk_of()
    item = desk.next()
    assert item is not None
    desk.decide(item, Choice())
    assert not seen(worked, "ada", "ben"), "something waits"
    settle(desk)
    assert seen(worked, "ada", "ben") and seen(worked, "ben", "ada") and seen(worked, "ada", "gold")
    desk.undo()
    assert not seen(worked, "ada", "ben")


def test_what_is_only_to_be_discussed_opens_nothing(worked: Project, desk_of: DeskOf) -> None:
    desk = desk_of()
    while item := desk.next():
        desk.discuss(item)
    assert not seen(worked, "ada", "ben")


def test_nothing_is_open_while_somebody_has_it_to_do(worked: Project, desk_of: DeskOf) -> None:
    worked.team("lead").assign(Wish(("cem",)), article_ids(worked)[:1])
    worked.team("lead").assign(Wish(("cem",), overlap=3), article_ids(worked)[:1])
    settle(desk_of())
    assert not seen(worked, "cem", "ben") and not seen(worked, "ada", "ben")
    finish(worked, "cem")
    settle(desk_of(), "cem")
    assert seen(worked, "cem", "ben") and seen(worked, "ada", "ben") and seen(worked, "ben", "cem")


def test_an_edit_closes_what_was_open(worked: Project, desk_of: DeskOf) -> None:
    settle(desk_of())
    assert seen(worked, "ada", "ben")
    mark(session(worked, "ben"), "PLACE", "Monday")
    assert not seen(worked, "ada", "ben")


def test_search_shows_what_is_open_and_nothing_else(worked: Project, desk_of: DeskOf) -> None:
    mark(session(worked, "ben", 1), "PLACE", "Oshtin")
    settle(desk_of())

    found = worked.search("by:ben", "ada", blind=True).more(100)

    assert {hit.article for hit in found} == {article_ids(worked)[0]}
    assert {hit.article for hit in worked.search("by:ben", "lead").more(100)} == {
        *article_ids(worked)[:2]
    }


@pytest.mark.parametrize("reader", ["cem", "ada"])
def test_precedents_come_from_what_is_decided_elsewhere(
    worked: Project, desk_of: DeskOf, reader: str
) -> None:
    here, elsewhere, *_ = article_ids(worked)
    assert worked.precedents(reader, "Karvan", elsewhere) == []
    settle(desk_of())

    told = worked.precedents(reader, "Karvan", elsewhere)

    assert [(one.type, one.taken, one.rejected) for one in told] == [("TIME", 1, 0)]
    assert [
        (one.type, one.taken, one.rejected)
        for one in gold_words(worked.file, reader, elsewhere, "Monday")
    ] == [("TIME", 0, 1)]
    at_home = worked.precedents(reader, "Karvan", here)
    assert at_home == (told if reader == "ada" else []), "who has not finished it learns nothing"


def test_undone_decisions_teach_nothing(worked: Project, desk_of: DeskOf) -> None:
    desk = desk_of()
    settle(desk)
    assert gold_words(worked.file, "cem")
    while desk.undo().is_done:
        pass
    assert gold_words(worked.file, "cem") == []


def test_an_article_that_one_is_to_do_teaches_nothing(worked: Project, desk_of: DeskOf) -> None:
    settle(desk_of())
    worked.team("lead").assign(Wish(("cem",), overlap=3), article_ids(worked)[:1])
    assert gold_words(worked.file, "cem", article_ids(worked)[1]) == []
    assert gold_words(worked.file, "dan", article_ids(worked)[1])
