"""What Home and the Label screen show of a team: assignments, answers, what others do."""

import pytest

from annotator.project import Project, Wish, open_project
from annotator.tui.screens import home as home_module
from annotator.tui.screens import label as label_module
from annotator.tui.screens import registry as registry_module
from annotator.tui.screens.label import LabelScreen
from tests.tui.conftest import Opened
from tests.tui.screens import desk_of, home_screen, label_screen, said, title, wait_for
from tests.tui.test_home import everybody, open_article, rows


def ids(project: Project) -> list[str]:
    return [line.article.id for line in project.articles()]


@pytest.fixture
def assigned(project: Project) -> Project:
    """The project, with its third and first article assigned to ann, in this order."""
    first, _, third, *_ = ids(project)
    project.team("lead").assign(Wish(("ann",)), [third, first])
    project.desk("ann", first).session.remember(0)
    return project


async def test_assigned_articles_are_marked_and_found(assigned: Project, home: Opened) -> None:
    async with home(assigned) as pilot:
        assert ["◆" in row for row in rows(pilot)] == [True, False, True, False, False]
        await pilot.press("f", *"assigned", "colon", *"me", "enter")
        await wait_for(pilot, lambda: len(rows(pilot)) == 2, "the filter")
        await pilot.press("s", "a")
        await wait_for(pilot, lambda: rows(pilot)[0].split()[0] == "3", "the order")
        assert "as assigned" in title(pilot)


async def test_next_goes_through_what_is_assigned_in_its_order(
    assigned: Project, home: Opened
) -> None:
    first, _, third, *_ = ids(assigned)
    async with home(assigned) as pilot:
        await pilot.press("n")
        assert await open_article(pilot) == third
        desk = desk_of(pilot)
        while not desk.is_finished():
            await pilot.press("n")
        await pilot.press("n")
        await wait_for(pilot, lambda: desk_of(pilot).session.article == first, "the next one")


async def test_when_all_that_is_assigned_is_finished_this_is_said(
    project: Project, home: Opened
) -> None:
    first = ids(project)[0]
    desk = project.desk("ann", first)
    while not desk.is_finished():
        desk.finish()
    desk.session.remember(0)
    project.team("lead").assign(Wish(("ann",)), [first])
    async with home(project) as pilot:
        await pilot.press("n")
        assert "all that is assigned to you is finished" in title(pilot)
        await pilot.press("enter")
        await open_article(pilot)
        await pilot.press("n")
        assert "All that is assigned to you is finished" in said(pilot)
        assert isinstance(pilot.app.screen, LabelScreen)


async def test_everybodys_assignments_are_counted(assigned: Project, home: Opened) -> None:
    assigned.team("lead").assign(Wish(("bob",), overlap=2), ids(assigned)[:1])
    async with home(assigned) as pilot:
        await pilot.press("a")
        lines = {line[0]: " ".join(line) for line in everybody(pilot)}
        assert "0 of 2 assigned done" in lines["ann"]
        assert "0 of 1 assigned done" in lines["bob"]
        with open_project(assigned.path) as other:
            other.team("lead").release(["bob"])
        home_screen(pilot).follow_others()
        await pilot.pause()
        assert [line[0] for line in everybody(pilot)] == ["ann"]


async def test_an_answer_is_announced(project: Project, home: Opened) -> None:
    first = ids(project)[0]
    project.desk("ann", first).session.remember(0)
    asked = project.messages("ann").ask(first, 1, "Who is meant?")
    async with home(project) as pilot:
        assert "annotator messages" not in title(pilot)
        with open_project(project.path) as other:
            other.messages("lead").answer(asked.id, "The mayor.")
        home_screen(pilot).follow_others()
        await pilot.pause()
        assert "1 new: annotator messages" in title(pilot)


async def test_two_people_on_one_article_see_their_own_layers(
    project: Project, home: Opened
) -> None:
    first = ids(project)[0]
    async with home(project) as pilot:
        await wait_for(pilot, lambda: len(pilot.app.screen_stack) == 2, "the first words")
        await pilot.press("escape", "enter")
        await open_article(pilot)
        await pilot.press("l")
        mine = project.annotations(first, "ann")
        with open_project(project.path) as other:
            other.desk("bob", first).label("PERSON")
        label_screen(pilot).follow_others()
        await pilot.pause()
        held = list(desk_of(pilot).session.work.annotations.values())
        assert held == mine == project.annotations(first, "ann")
        assert len(mine) == len(project.annotations(first, "bob")) == 1


def test_screens_look_for_changes_of_others_often_enough() -> None:
    for module in (home_module, label_module, registry_module):
        assert module._POLL_SECONDS < 2
