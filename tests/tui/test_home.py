"""Home: the list of articles, the first words to a newcomer, and the way to the next article."""

from collections.abc import Callable

import pytest
from rich.cells import cell_len
from textual.content import Content
from textual.pilot import Pilot

from annotator.project import Project, open_project
from annotator.tui.screens.dialogs import PageScreen
from annotator.tui.screens.home import HomeScreen
from annotator.tui.screens.home_filter import FilterScreen
from annotator.tui.screens.label import LabelScreen
from annotator.tui.widgets.article_list import ArticleList
from annotator.tui.widgets.everybody import Everybody
from annotator.tui.widgets.lines import Line
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


def numbers(pilot: Pilot[None]) -> list[str]:
    """Return the numbers of the articles that the list shows."""
    return [row.split()[0] for row in rows(pilot)]


async def filter_by(pilot: Pilot[None], text: str, *keys: str) -> None:
    """Type a filter and press keys in its line."""
    await pilot.press("f")
    await wait_for(pilot, lambda: isinstance(pilot.app.screen, FilterScreen), "the filter's line")
    await pilot.press(*("space" if letter == " " else letter for letter in text), *keys)
    if keys:
        await wait_for(pilot, lambda: pilot.app.screen is home_screen(pilot), "the list alone")
        await pilot.pause()


def hints(pilot: Pilot[None]) -> str:
    """Return the line of what the keys would do."""
    return home_screen(pilot).query_one("#commands", Line).text


async def test_a_filter_narrows_the_list_and_esc_clears_it(project: Project, home: Opened) -> None:
    async with home(project) as pilot:
        await dismiss_welcome(pilot)
        assert "Esc" not in hints(pilot)
        await filter_by(pilot, "TALIBAN daesh", "enter")
        assert numbers(pilot) == ["1"]
        await filter_by(pilot, "", *["backspace"] * 6, "enter")
        assert numbers(pilot) == ["1", "3", "4"]
        assert "filter TALIBAN" in title(pilot) and "3 of 5 articles" in title(pilot)
        assert "Esc all articles" in hints(pilot)
        await pilot.press("escape")
        assert numbers(pilot) == ["1", "2", "3", "4", "5"]
        assert "filter" not in title(pilot)
        await filter_by(pilot, "taliban", "escape")
        assert len(numbers(pilot)) == 5


async def test_the_list_follows_the_letters(project: Project, home: Opened) -> None:
    async with home(project) as pilot:
        await dismiss_welcome(pilot)
        await filter_by(pilot, "iran")
        await wait_for(pilot, lambda: len(numbers(pilot)) == 3, "three articles")
        await pilot.press("i", "a", "n")  # no act of the list: they are letters here
        await wait_for(pilot, lambda: len(numbers(pilot)) == 2, "two articles")


async def test_a_wrong_state_is_explained_and_leaves_the_list(
    project: Project, home: Opened
) -> None:
    async with home(project) as pilot:
        await dismiss_welcome(pilot)
        await filter_by(pilot, "state:ready")
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, FilterScreen)
        assert "choose one of undone, begun, done, unsure, check" in window_text(pilot)
        assert len(numbers(pilot)) == 5
        await pilot.press(*["backspace"] * 5, *"undone", "enter")
        await wait_for(pilot, lambda: pilot.app.screen is home_screen(pilot), "the list")
        assert "filter state:undone" in title(pilot)


async def test_an_empty_list_says_how_to_clear_it(project: Project, home: Opened) -> None:
    async with home(project) as pilot:
        await dismiss_welcome(pilot)
        await filter_by(pilot, "[/b] zzz", "enter")
        assert rows(pilot) == [" No match, Esc shows all: “[/b] zzz”"]
        assert "Enter" not in hints(pilot)
        await pilot.press("enter", "down", "end", "pageup", "s", "t", "r", "a", "a")
        assert pilot.app.screen is home_screen(pilot)
        await pilot.press("escape")
        assert len(numbers(pilot)) == 5


async def test_orders_and_the_other_way_round(project: Project, home: Opened) -> None:
    async with home(project) as pilot:
        await dismiss_welcome(pilot)
        await pilot.press("r")
        assert numbers(pilot) == ["5", "4", "3", "2", "1"]
        assert "by number, reversed" in title(pilot)
        await pilot.press("r", "s", "t")
        await pilot.pause()
        expected = sorted(
            project.articles(),
            key=lambda line: (line.article.title or line.article.source).casefold(),
        )
        assert numbers(pilot) == [str(line.position) for line in expected]
        assert "by title" in title(pilot)
        await pilot.press("s", "escape")
        assert numbers(pilot) == [str(line.position) for line in expected]


async def test_the_cursor_stays_on_its_article(project: Project, home: Opened) -> None:
    async with home(project) as pilot:
        await dismiss_welcome(pilot)
        articles = home_screen(pilot).query_one(ArticleList)
        await pilot.press("down", "down", "down", "r")
        assert articles.cursor == 1 and articles.current and articles.current.position == 4
        await filter_by(pilot, "taliban", "enter")
        assert articles.current and articles.current.position == 4
        await filter_by(pilot, "", *["backspace"] * 9, *"mehr", "enter")
        assert articles.cursor == 0


async def test_filter_order_and_panel_outlive_an_article(project: Project, home: Opened) -> None:
    async with home(project) as pilot:
        await dismiss_welcome(pilot)
        await filter_by(pilot, "state:undone", "enter")
        await pilot.press("r", "a", "home", "down")
        before = title(pilot), numbers(pilot)
        await pilot.press("enter")
        await open_article(pilot)
        await pilot.press("escape")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, HomeScreen), "the list")
        await wait_for(pilot, lambda: home_screen(pilot).query_one(ArticleList).cursor == 1, "it")
        assert (title(pilot), numbers(pilot)) == before
        assert home_screen(pilot).query_one(Everybody).display


async def test_an_article_that_leaves_the_filter_leaves_the_cursor_there(
    project_of: Texts, home: Opened
) -> None:
    project = project_of("One came.", "Two went.", "Three stayed.")
    async with home(project) as pilot:
        await dismiss_welcome(pilot)
        await filter_by(pilot, "state:undone", "enter")
        await pilot.press("down", "enter")
        await open_article(pilot)
        await pilot.press("n", "escape")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, HomeScreen), "the list")
        await wait_for(pilot, lambda: home_screen(pilot).query_one(ArticleList).cursor == 1, "it")
        assert numbers(pilot) == ["1", "3"]


def everybody(pilot: Pilot[None]) -> list[list[str]]:
    """Return the words of the lines about people."""
    panel = home_screen(pilot).query_one(Everybody)
    return [line.split() for line in str(panel.render()).splitlines()[1:]]


async def test_everybody_is_shown_in_counts(project: Project, home: Opened) -> None:
    first, second = (line.article.id for line in project.articles(limit=2))
    for name, count in (("bob", 2), ("ann", 1)):
        desk = project.desk(name, first)
        desk.label("GPE")
        for _ in range(count):
            desk.finish()
    project.desk("zoe", second).finish()
    project.desk("ann", first).session.remember(0)
    async with home(project) as pilot:
        assert not home_screen(pilot).query_one(Everybody).display
        await pilot.press("a")
        assert [line[0] for line in everybody(pilot)] == ["ann", "bob", "zoe"]
        assert everybody(pilot)[1][1:6] == ["11", "%", "2/17,", "1", "mention"]
        assert everybody(pilot)[2][1] == "-"
        await pilot.press("down")
        assert [line[1] for line in everybody(pilot)] == ["-", "-", "6"]
        await pilot.press("a")
        assert not home_screen(pilot).query_one(Everybody).display


@pytest.mark.parametrize("width", [1, 10, 12, 39])
async def test_everybody_is_shown_in_any_width(project: Project, home: Opened, width: int) -> None:
    async with home(project) as pilot:
        await dismiss_welcome(pilot)
        await pilot.press("a")
        await pilot.resize_terminal(width, 6)
        await pilot.pause()
        drawn = home_screen(pilot).query_one(Everybody).render()
        assert isinstance(drawn, Content)
        assert all(cell_len(line) <= width for line in drawn.plain.splitlines())


async def test_what_others_do_appears(project: Project, home: Opened) -> None:
    async with home(project) as pilot:
        await dismiss_welcome(pilot)
        await pilot.press("a")
        with open_project(project.path) as other:
            other.desk("bob", project.articles()[0].article.id).finish()
            other.remove_article("bob", project.articles()[4].article.id)
        home_screen(pilot).follow_others()
        await pilot.pause()
        assert numbers(pilot) == ["1", "2", "3", "4"]
        assert "4 articles" in title(pilot)
        assert [line[0] for line in everybody(pilot)] == ["ann", "bob"]


async def test_the_totals_are_ones_own(project_of: Texts, home: Opened) -> None:
    project = project_of("One came.", "Two went.\nThree stayed.")
    first, second = (line.article.id for line in project.articles())
    project.desk("ann", first).finish()
    project.desk("bob", second).finish()
    async with home(project) as pilot:
        line = home_screen(pilot).query_one("#totals", Line)
        said = "you finished 1 of 2 articles, 1 of 3 sentences (33 %)"
        await wait_for(pilot, lambda: said in line.text, said)


SIZES = ((40, 10), (60, 12), (80, 24), (120, 40), (250, 80))


@pytest.mark.parametrize("size", SIZES)
async def test_columns_fit_every_screen(
    project_of: Texts, home: Opened, size: tuple[int, int]
) -> None:
    hostile = "Mayor [/b]\x1b[31m 東京 \u202e👩‍👩‍👧 e\u0301e\u0301 العمدة क्षि \t" * 4
    project = project_of(*(f"{hostile}{n}\n\nThe mayor came {n} times." for n in range(3)))
    for line in project.articles():
        fields = {"publisher": hostile, "published": "2023-05-01/2023-05-09", "title": hostile}
        project.edit_article("ann", line.article.id, fields)
    project.desk("ann", project.articles()[0].article.id).finish()
    async with home(project, size=size) as pilot:
        await wait_for(pilot, lambda: len(rows(pilot)) == 3, "the list")
        screen = home_screen(pilot)
        articles = screen.query_one(ArticleList)
        strips = [articles.render_line(y) for y in range(3)]
        assert {strip.cell_length for strip in strips} == {size[0] - 1}
        heading = screen.query_one("#heading", Line).text
        assert cell_len(heading) == size[0] - 1
        for name, shown in (
            ("date", "2023-05-01…"),
            ("publisher", "Mayor"),
            ("article", "≈ Mayor"),
        ):
            if name in heading:
                at = cell_len(heading[: heading.index(name)])
                found = {strip.crop(at, at + len(shown)).text for strip in strips}
                assert found == {shown}
        assert ("date" in heading, "publisher" in heading) == (size[0] > 70, size[0] > 110)
        await pilot.press("a", "f")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, FilterScreen), "the filter")
        assert screen.query_one("#commands").region.bottom <= size[1]
        assert screen.query_one(ArticleList).size.height > 0
