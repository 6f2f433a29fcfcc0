"""Lists of big projects: made beside the screen, which answers meanwhile and can let go of them."""

import threading
from collections.abc import Callable

import pytest
from textual.pilot import Pilot

from annotator.adjudication.desk import AdjudicationDesk
from annotator.model.annotation import Layer
from annotator.project import Listing, Project, Wanted, Wish
from annotator.tui.screens import beside, comparing, home
from annotator.tui.screens.adjudicate import AdjudicateScreen
from annotator.tui.screens.home import HomeScreen
from annotator.tui.screens.label import LabelScreen
from annotator.tui.widgets.article_list import ArticleList
from tests.tui.conftest import Opened
from tests.tui.screens import home_screen, title, wait_for, window_text
from tests.tui.test_home import dismiss_welcome, everybody, numbers

_ALL = Wanted()


@pytest.fixture(autouse=True)
def big(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take every project for a big one."""
    for module in (beside, home):
        monkeypatch.setattr(module, "AT_ONCE", 0)
    monkeypatch.setattr(beside, "_WAIT_S", 0)
    monkeypatch.setattr(beside, "_TELL_S", 0.01)
    monkeypatch.setattr(beside, "_REST", 0)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Let nothing but plain lists be made before this is set."""
    opened, made = threading.Event(), Project.listing

    def listing(
        self: Project, annotator: str = "", wanted: Wanted = _ALL, layer: Layer = "entities"
    ) -> Listing:
        if not wanted.is_plain:
            assert opened.wait(30)
        return made(self, annotator, wanted, layer)

    monkeypatch.setattr(Project, "listing", listing)
    return opened


async def sort_by_title(pilot: Pilot[None]) -> None:
    """Ask for the list by title."""
    await pilot.press("s", "t")


async def until_by_title(pilot: Pilot[None]) -> None:
    """Wait for the list by title."""
    await wait_for(pilot, lambda: "by title" in title(pilot), "the list by title")


async def test_it_comes_when_it_is_there(
    project: Project, home: Opened, gate: threading.Event
) -> None:
    expected = sorted(project.articles(), key=lambda line: line.article.title.casefold())
    async with home(project) as pilot:
        await dismiss_welcome(pilot)
        await sort_by_title(pilot)
        await wait_for(pilot, lambda: "looking through 5 articles" in title(pilot), "it to be told")
        await pilot.press("down")
        articles = home_screen(pilot).query_one(ArticleList)
        assert articles.cursor == 1 and numbers(pilot) == ["1", "2", "3", "4", "5"]
        gate.set()
        await until_by_title(pilot)
        assert numbers(pilot) == [str(line.position) for line in expected]
        assert articles.current and articles.current.position == 2
        assert "looking through" not in title(pilot)


async def test_escape_lets_go_of_it(project: Project, home: Opened, gate: threading.Event) -> None:
    async with home(project) as pilot:
        await dismiss_welcome(pilot)
        await sort_by_title(pilot)
        await wait_for(pilot, lambda: "looking through 5 articles" in title(pilot), "it to be told")
        await pilot.press("escape")
        assert "looking through" not in title(pilot)
        gate.set()
        await pilot.press("r")
        assert "by number, reversed" in title(pilot)
        assert numbers(pilot) == ["5", "4", "3", "2", "1"]


async def test_one_comes_back_to_the_list_as_it_was(
    project: Project, home: Opened, gate: threading.Event
) -> None:
    async with home(project) as pilot:
        await dismiss_welcome(pilot)
        gate.set()
        await sort_by_title(pilot)
        await until_by_title(pilot)
        before = numbers(pilot)
        gate.clear()
        await pilot.press("enter")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, LabelScreen), "the article")
        await pilot.press("escape")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, HomeScreen), "the list")
        assert numbers(pilot) == before
        await wait_for(pilot, lambda: "looking through 5 articles" in title(pilot), "it to be told")
        gate.set()
        await until_by_title(pilot)
        assert numbers(pilot) == before


async def test_what_is_counted_of_everybody_comes_later(project: Project, home: Opened) -> None:
    articles = [line.article.id for line in project.articles()]
    project.team("lead").assign(Wish(("bob",)), articles[:2])
    project.begin_guideline("lead", "2.0")
    async with home(project) as pilot:
        await dismiss_welcome(pilot)
        await wait_for(pilot, lambda: "guideline 2.0" in title(pilot), "the guideline")
        await pilot.press("a")
        await wait_for(
            pilot,
            lambda: any("assigned" in line for line in everybody(pilot)),
            "who is to do what",
        )


async def test_what_people_differ_about_is_looked_for_beside_the_screen(
    project: Project, home: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparing, "FEW", 0)
    monkeypatch.setattr(comparing, "_EVERY", 1)
    waits, refresh = threading.Event(), AdjudicationDesk.refresh

    def slow(
        self: AdjudicationDesk, progress: Callable[[int, int], None] | None = None, limit: int = -1
    ) -> int:
        if progress:
            progress(1, 2)
            assert waits.wait(30)
        return refresh(self, progress, limit)

    monkeypatch.setattr(AdjudicationDesk, "refresh", slow)
    for name in ("ann", "bob"):
        desk = project.desk(name, project.articles()[0].article.id)
        desk.label("GPE" if name == "ann" else "ORG")
        desk.finish()
    async with home(project) as pilot:
        await wait_for(pilot, lambda: pilot.app.screen is home_screen(pilot), "the list")
        await pilot.press("d")
        await wait_for(pilot, lambda: "1 of 2 articles" in window_text(pilot), "it to be told")
        await pilot.press("escape")
        assert pilot.app.screen is home_screen(pilot)
        waits.set()
        await pilot.press("d")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, AdjudicateScreen), "the queue")
