"""Keys typed faster than windows open: none is lost, none overtakes another."""

from collections.abc import Callable

from textual import events
from textual.pilot import Pilot

from annotator.project import Project
from annotator.tui.screens.home import HomeScreen
from annotator.tui.screens.search import SearchScreen
from annotator.tui.widgets.line_input import LineInput
from tests.tui.conftest import Opened
from tests.tui.screens import desk_of, label, label_screen, said, stored, stored_mentions, wait_for
from tests.tui.test_search import counts
from tests.tui.test_span_view import press_ahead


async def test_the_letter_of_a_menu(small: Project, opened: Opened) -> None:
    async with opened(small) as pilot:
        await press_ahead(pilot, ["space", "o"])
        await wait_for(pilot, lambda: not desk_of(pilot).sitting.goes_on, "the act")
        await wait_for(pilot, lambda: label_screen(pilot) is pilot.app.screen, "the article")
        await press_ahead(pilot, ["space", "o", "right", "f"])
        await wait_for(pilot, lambda: desk_of(pilot).hints is not None, "hints")
        assert desk_of(pilot).sitting.goes_on


async def test_a_note(small: Project, opened: Opened) -> None:
    async with opened(small) as pilot:
        await label(pilot, "Karvan", "l")
        await label(pilot, "Karvan")
        await press_ahead(pilot, ["semicolon", *"see", "enter"])
        await wait_for(pilot, lambda: label_screen(pilot) is pilot.app.screen, "the article")
        assert [item.note for item, _ in stored_mentions(small)] == ["see"]
        assert "see" in said(pilot)


async def test_an_attribute(small: Project, opened: Opened) -> None:
    async with opened(small) as pilot:
        await label(pilot, "Tomas Erdin", "p")
        await label(pilot, "Tomas Erdin")
        keyed = desk_of(pilot).session.scheme.attributes_for("PERSON")[0]
        await press_ahead(pilot, ["d", keyed.key, "1"])
        await pilot.pause()
        ((item, _),) = stored_mentions(small)
        assert [value.name for value in item.attributes] == [keyed.attribute.name]


async def test_an_article_and_the_list(project_of: Callable[..., Project], opened: Opened) -> None:
    project = project_of("Others stormed Karvan.", "Nobody in Oshtin saw Karvan.")
    async with opened(project) as pilot:
        await press_ahead(pilot, ["right_square_bracket", "escape", "enter", "end", "w"])
        await press_ahead(pilot, ["escape", "slash"])
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, SearchScreen), "search")
        assert stored(project) == [("WEAPON", "Karvan")]
        ((made, _),) = stored_mentions(project)
        assert made.article == project.articles()[1].article.id
        assert [type(screen) for screen in pilot.app.screen_stack] == [HomeScreen, SearchScreen]


async def test_a_query_and_another_one(small: Project, opened: Opened) -> None:
    async with opened(small) as pilot:
        await label(pilot, "Karvan", "l")
        await press_ahead(pilot, ["slash", *"axr", "enter"])
        await wait_for(pilot, lambda: query(pilot) == "axr", "the query")
        await press_ahead(pilot, ["slash", *"label:GPE", "enter"])
        await wait_for(pilot, lambda: counts(pilot) == "1 hit", "the mention")
        await press_ahead(pilot, ["slash", *"xa"])
        await pilot.pause()
        assert query(pilot) == "xa"
        assert stored(small) == [("GPE", "Karvan")]


def query(pilot: Pilot[None]) -> str:
    """Return what stands in the line of the Search screen."""
    assert isinstance(pilot.app.screen, SearchScreen)
    return pilot.app.screen.query_one(LineInput).value


async def test_edits_of_a_note_and_what_comes_after(small: Project, opened: Opened) -> None:
    async with opened(small) as pilot:
        await label(pilot, "Karvan", "l")
        await label(pilot, "Karvan")
        await press_ahead(pilot, ["semicolon", *"ab", "left", "x", "ctrl+a", "delete", "y", "end"])
        pilot.app.post_message(events.Paste("two\nlines"))
        await press_ahead(pilot, ["enter", "exclamation_mark"])
        await wait_for(pilot, lambda: desk_of(pilot).item is not None, "the mention")
        ((mention, _),) = stored_mentions(small)
        assert (mention.note, mention.unsure) == ("yxbtwo lines", True)


async def test_arrows_in_a_list(small: Project, opened: Opened) -> None:
    async with opened(small) as pilot:
        await press_ahead(pilot, ["space", "w", "down", "down", "up", "enter", "space", "o"])
        await wait_for(pilot, lambda: label_screen(pilot) is pilot.app.screen, "the article")
        assert desk_of(pilot).sitting.layers == ("incidents",)
        assert not desk_of(pilot).sitting.goes_on
