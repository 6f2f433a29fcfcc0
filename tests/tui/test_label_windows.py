"""Windows over the Label screen, and the mouse on it."""

from collections.abc import Callable

from textual.pilot import Pilot

from annotator.project import Project
from annotator.tui.screens.dialogs import PageScreen
from tests.tui.conftest import Opened
from tests.tui.screens import (
    label,
    label_screen,
    light,
    lit,
    said,
    shown,
    stored,
    wait_for,
    window_text,
)

Texts = Callable[..., Project]


async def test_guidelines_of_the_lit_label_or_of_all(small: Project, opened: Opened) -> None:
    async with opened(small) as pilot:
        await pilot.press("f1")
        await wait_for(pilot, lambda: "PERSON   (key p)" in window_text(pilot), "all guidelines")
        assert "WEAPON   (key w)" in window_text(pilot)
        await pilot.press("escape")
        await label(pilot, "Karvan", "l")
        await light(pilot, "Karvan")
        await pilot.press("right", "left", "f1")
        await wait_for(pilot, lambda: "GPE   (key l)" in window_text(pilot), "the guideline")
        assert "WEAPON" not in window_text(pilot)
        await pilot.press("q")
        assert label_screen(pilot) is pilot.app.screen


async def test_help_shows_keys_and_letters(small: Project, opened: Opened) -> None:
    async with opened(small) as pilot:
        await pilot.press("question_mark")
        assert isinstance(pilot.app.screen, PageScreen)
        assert "next suggestion or candidate" in window_text(pilot)
        assert "ARMED_GROUP" in window_text(pilot)


async def test_the_menu_is_used_by_letter_by_arrows_and_left(
    small: Project, opened: Opened
) -> None:
    async with opened(small) as pilot:
        await pilot.press("space", "escape")
        assert label_screen(pilot) is pilot.app.screen
        await pilot.press("space", "down", "up", "enter")
        assert label_screen(pilot).query_one("#lit")
        await pilot.press("space", "l")
        await wait_for(pilot, lambda: "sentences mentions" in pilot_text(pilot), "the list")


def pilot_text(pilot: Pilot[None]) -> str:
    """Return the text of all one-line widgets of the screen."""
    return "\n".join(str(w.render()) for w in pilot.app.screen.query("Line"))


# -------------------------------------------------------------------------------------- mouse


async def test_pressing_lights_a_word_and_drawing_a_range(small: Project, opened: Opened) -> None:
    async with opened(small) as pilot:
        row = shown(pilot)[0]
        await pilot.click("#text", offset=(row.index("Monday") + 2, 0))
        assert lit(pilot) == "Monday"
        await pilot.mouse_down("#text", offset=(row.index("Tomas"), 0))
        await pilot.hover("#text", offset=(row.index("Tomas") + 8, 0))
        await pilot.hover("#text", offset=(row.index(" fled") - 1, 0))
        await pilot.mouse_up("#text", offset=(row.index(" fled") - 1, 0))
        assert lit(pilot) == "Tomas Erdin"
        await pilot.press("p")
        assert stored(small) == [("PERSON", "Tomas Erdin")]
        await pilot.mouse_down("#text", offset=(row.index(" fled") - 1, 0))
        await pilot.hover("#text", offset=(row.index("Erdin"), 0))
        await pilot.mouse_up("#text", offset=(row.index("Erdin"), 0))
        assert lit(pilot) == "Erdin"


async def test_pressing_beside_the_text_does_no_harm(small: Project, opened: Opened) -> None:
    async with opened(small) as pilot:
        for offset in ((0, 0), (3, 1), (95, 3), (50, 20)):
            await pilot.click("#text", offset=offset)
            assert lit(pilot)


async def test_a_press_on_nested_mentions_lights_the_innermost(
    small: Project, opened: Opened
) -> None:
    async with opened(small) as pilot:
        await label(pilot, "At least 12 people", "P")
        await label(pilot, "At least 12", "q")
        row = next(i for i, text in enumerate(shown(pilot)) if "At least" in text)
        await pilot.click("#text", offset=(shown(pilot)[row].index("12"), row))
        assert said(pilot).startswith("QUANTITY")


async def test_the_mouse_selects_no_text_in_a_window(small: Project, opened: Opened) -> None:
    async with opened(small) as pilot:
        await pilot.press("question_mark")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, PageScreen), "the help")
        await pilot.mouse_down(".dialog-title")
        await pilot.hover(".dialog-hint")
        await pilot.mouse_up(".dialog-hint")
        assert not pilot.app.screen.selections
