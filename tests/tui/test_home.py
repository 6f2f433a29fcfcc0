"""Home: the list of articles, the first words to a newcomer, and the way to the next article."""

from collections.abc import Callable

from textual.pilot import Pilot

from annotator.project import Project, open_project
from annotator.tui.screens.dialogs import PageScreen
from annotator.tui.screens.home import HomeScreen
from annotator.tui.screens.label import LabelScreen
from annotator.tui.widgets.article_list import ArticleList
from tests.tui.conftest import Opened
from tests.tui.screens import desk_of, home_screen, stored, title, wait_for, window_text

Texts = Callable[..., Project]


def rows(pilot: Pilot[None]) -> list[str]:
    """Return the rows of the list as they are drawn."""
    found = home_screen(pilot).query_one(ArticleList)
    drawn = (found.render_line(y).text.rstrip() for y in range(found.size.height))
    return [row for row in drawn if row]


async def dismiss_welcome(pilot: Pilot[None]) -> None:
    """Close the first words."""
    await wait_for(pilot, lambda: isinstance(pilot.app.screen, PageScreen), "the first words")
    await pilot.press("escape")


async def open_article(pilot: Pilot[None]) -> str:
    """Wait for the Label screen and return its article."""
    await wait_for(pilot, lambda: isinstance(pilot.app.screen, LabelScreen), "the Label screen")
    await pilot.pause()
    return desk_of(pilot).session.article


async def test_a_first_run_explains_itself(project: Project, home: Opened) -> None:
    async with home(project) as pilot:
        await wait_for(pilot, lambda: "one range of text is always lit" in window_text(pilot), "it")
        await pilot.press("escape")
        assert home_screen(pilot) is pilot.app.screen
        await pilot.press("question_mark")
        assert "one range of text is always lit" in window_text(pilot)


async def test_the_list_shows_progress_and_proposed_dates(project: Project, home: Opened) -> None:
    article = project.articles()[0].article.id
    desk = project.desk("ann", article)
    desk.label("GPE")
    desk.finish()
    desk.session.remember(0)
    async with home(project) as pilot:
        found = rows(pilot)
        assert len(found) == 5
        assert found[0].split()[2:4] == ["1/17", "1"]
        assert "Iran, Taliban call for security cooperation" in found[0]
        assert found[4].endswith("2023-09-15?")
        assert "5 articles" in title(pilot)


async def test_an_article_is_opened_and_left_again(project: Project, home: Opened) -> None:
    third = project.articles()[2].article.id
    async with home(project) as pilot:
        await dismiss_welcome(pilot)
        await pilot.press("down", "down", "enter")
        assert await open_article(pilot) == third
        await pilot.press("l", "escape")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, HomeScreen), "the list")
        await pilot.pause()
        assert home_screen(pilot).query_one(ArticleList).cursor == 2
        assert rows(pilot)[2].split()[3] == "1"
        assert len(stored(project)) == 1


async def test_the_cursor_stays_in_the_list(project: Project, home: Opened) -> None:
    async with home(project) as pilot:
        await dismiss_welcome(pilot)
        articles = home_screen(pilot).query_one(ArticleList)
        for key, place in (("up", 0), ("end", 4), ("down", 4), ("home", 0), ("pagedown", 4)):
            await pilot.press(key)
            assert articles.cursor == place


async def test_the_mouse_moves_and_opens(project: Project, home: Opened) -> None:
    async with home(project) as pilot:
        await dismiss_welcome(pilot)
        await pilot.click("#articles", offset=(20, 3))
        assert home_screen(pilot).query_one(ArticleList).cursor == 3
        await pilot.click("#articles", offset=(20, 3))
        assert await open_article(pilot) == project.articles()[3].article.id


async def test_n_opens_what_waits_and_says_when_nothing_does(
    project_of: Texts, home: Opened
) -> None:
    project = project_of("Gunmen came.", "Nobody saw them.")
    first, second = (line.article.id for line in project.articles())
    project.desk("ann", first).finish()
    async with home(project) as pilot:
        await pilot.press("n")
        assert await open_article(pilot) == second
        await pilot.press("n", "escape")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, HomeScreen), "the list")
        await pilot.press("n")
        assert "every article is finished" in title(pilot)


async def test_an_article_removed_meanwhile_is_explained(project_of: Texts, home: Opened) -> None:
    project = project_of("Gunmen came.", "Nobody saw them.")
    async with home(project) as pilot:
        await dismiss_welcome(pilot)
        with open_project(project.path) as other:
            other.remove_article("bob", project.articles()[0].article.id)
        await pilot.press("enter")
        await wait_for(pilot, lambda: "no article" in window_text(pilot), "the reason")
        await pilot.press("escape", "down", "enter")
        assert await open_article(pilot)


async def test_an_empty_project_says_how_articles_come(project_of: Texts, home: Opened) -> None:
    async with home(project_of()) as pilot:
        await wait_for(pilot, lambda: "annotator import FILES" in window_text(pilot), "the way")
        await pilot.press("escape", "enter", "down", "n")
        assert home_screen(pilot) is pilot.app.screen


async def test_hostile_titles_are_shown_literally(project_of: Texts, home: Opened) -> None:
    hostile = "Mayor [/b] of [sic] \x1b[31mKarvan\u202e and 👩‍👩‍👧 more words of a headline"
    project = project_of(f"{hostile}\n\nThe mayor of Karvan left the town on Monday.")
    assert project.articles()[0].article.title == hostile
    async with home(project, size=(70, 20)) as pilot:
        await dismiss_welcome(pilot)
        (row,) = rows(pilot)
        assert "Mayor [/b] of [sic] ␛[31mKarvan· and 👩‍👩‍👧" in row
        await pilot.press("enter")
        await open_article(pilot)
        assert "Mayor [/b] of [sic] ␛[31m" in title(pilot).replace("\x1b", "␛")


async def test_many_articles_are_read_by_the_page(project_of: Texts, home: Opened) -> None:
    project = project_of(*(f"Gunmen came {number} times." for number in range(150)))
    async with home(project, size=(80, 24)) as pilot:
        await dismiss_welcome(pilot)
        await pilot.press("end")
        assert rows(pilot)[-1].split()[0] == "150"
        await pilot.press("up", "pageup", "home")
        assert rows(pilot)[0].split()[0] == "1"
