"""Versions of the guideline: what was done under which, and leaving out what is older."""

from collections.abc import Callable

import pytest

from annotator.adjudication.desk import AdjudicationDesk
from annotator.project import Project, Refused
from annotator.store.judged import judged_articles
from tests.support import complaints
from tests.unit.adjudication.test_learning import finish

DeskOf = Callable[..., AdjudicationDesk]


def test_what_was_done_belongs_to_the_version_of_its_time(worked: Project) -> None:
    assert worked.used_guidelines() == [] and worked.older_than_guideline("ada") == 0
    worked.begin_guideline("lead", "2", "cities are GPE")
    before = {one.annotator: one for one in worked.used_guidelines()}
    assert (before["ada"].version, before["ada"].is_present) == ("", False)
    assert worked.older_than_guideline("ada") == before["ada"].sentences
    finish(worked, "cem")
    after = [one for one in worked.used_guidelines() if one.annotator == "cem"]
    assert [(one.version, one.is_present) for one in after] == [("2", True)]
    assert worked.older_than_guideline("cem") == 0
    for again in ("2", " "):
        with pytest.raises(Refused):
            worked.begin_guideline("lead", again)
    assert complaints(worked) == []


def test_agreement_and_adjudication_leave_out_what_is_older(
    worked: Project, desk_of: DeskOf
) -> None:
    desk = desk_of()
    assert desk.waiting()
    worked.begin_guideline("lead", "2")
    since = worked.guideline_since("2")
    assert list(judged_articles(worked.file, since=since)) == []
    assert len(list(judged_articles(worked.file))) == 1

    desk.count_since(since)
    desk.refresh()
    assert desk.waiting() == []
    desk.count_since("")
    desk.refresh()
    assert desk.waiting()


def test_a_decision_keeps_the_version(worked: Project, desk_of: DeskOf) -> None:
    worked.begin_guideline("lead", "2")
    desk = desk_of()
    item = desk.next()
    assert item is not None
    assert desk.decide(item, item.variants[0].choice).guideline == "2"
