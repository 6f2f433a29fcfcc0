"""The configuration on the screens: other keys, habits, themes."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from annotator.project import Project
from annotator.tui.app import AnnotatorApp
from annotator.tui.preferences import load_preferences
from annotator.tui.themes import label_colors
from annotator.tui.widgets.lines import Line
from tests.tui.screens import (
    home_screen,
    label_screen,
    lit,
    said,
    shown,
    stored,
    wait_for,
    window_text,
)

Configured = Callable[..., AbstractAsyncContextManager[Pilot[None]]]


@pytest.fixture
def configured(config_home: Path) -> Configured:
    """Return a function that opens the Label screen, or Home, with a configuration."""

    @asynccontextmanager
    async def open_with(
        project: Project, text: str, *, home: bool = False
    ) -> AsyncIterator[Pilot[None]]:
        (config_home / "config.toml").write_text(text, encoding="utf-8")
        article = "" if home else project.articles(limit=1)[0].article.id
        preferences = load_preferences(project.scheme)
        app = AnnotatorApp(project, "ann", article, preferences)
        async with app.run_test(size=(120, 30)) as pilot:
            await wait_for(pilot, lambda: bool(app.screen.query("*")), "the screen")
            await pilot.pause()
            yield pilot

    return open_with


def commands(pilot: Pilot[None]) -> str:
    """Return the hint line."""
    return pilot.app.screen.query_one("#commands", Line).text


async def test_other_keys_act_and_the_old_ones_do_not(
    small: Project, configured: Configured
) -> None:
    text = '[keys]\n"stop.next" = ["f8", "z"]\n"label.GPE" = "y"\nredo = ""\nsentence.skip = "S"\n'
    async with configured(small, text) as pilot:
        assert lit(pilot) == "Karvan"
        await pilot.press("tab", "l")
        assert (lit(pilot), stored(small)) == ("Karvan", [])
        await pilot.press("f8")
        assert lit(pilot) == "Monday"
        await pilot.press("shift+tab", "y")
        assert stored(small) == [("GPE", "Karvan")]
        await pilot.press("u", "U")
        assert stored(small) == []
        await pilot.press("S")
        assert label_screen(pilot).desk.count_done()[0] == 1


async def test_keys_can_change_places(small: Project, configured: Configured) -> None:
    text = '[keys]\nno = "n"\n"sentence.done" = "x"\n"label.GPE" = "o"\n"label.ORG" = "l"\n'
    async with configured(small, text) as pilot:
        await pilot.press("o", "l")
        assert stored(small) == [("GPE", "Karvan"), ("ORG", "Monday")]
        await pilot.press("left", "left", "n")
        assert stored(small) == [("GPE", "Karvan")]
        await pilot.press("x")
        assert label_screen(pilot).desk.count_done()[0] == 1


async def test_hints_help_menu_and_guidelines_show_the_keys_in_force(
    small: Project, configured: Configured
) -> None:
    text = '[keys]\n"stop.next" = "f8"\n"label.GPE" = "y"\nundo = ""\nmenu = "f2"\n'
    async with configured(small, text) as pilot:
        assert "F8 next" in commands(pilot)
        assert "F2 menu" in commands(pilot)
        assert "undo" not in commands(pilot)
        letters = [line.text for line in pilot.app.screen.query(".letters").results(Line)]
        assert "y GPE" in " ".join(letters) and "l GPE" not in " ".join(letters)
        await pilot.press("question_mark")
        await wait_for(pilot, lambda: "next suggestion" in window_text(pilot), "the help")
        assert "F8         next suggestion or candidate" in window_text(pilot)
        assert "F2 s    skip this sentence" in window_text(pilot)
        assert "y GPE" in window_text(pilot)
        await pilot.press("escape", "f2")
        await wait_for(pilot, lambda: bool(pilot.app.screen.query(OptionList)), "the menu")
        options = pilot.app.screen.query_one(OptionList).options
        lines = [str(option.prompt) for option in options]
        assert any("next suggestion or candidate   (F8)" in line for line in lines)
        assert any(line.strip() == "undo" for line in lines)
        await pilot.press("escape", "f1")
        await wait_for(pilot, lambda: "GPE   (key y)" in window_text(pilot), "the guidelines")


async def test_home_takes_other_keys_too(small: Project, configured: Configured) -> None:
    text = '[keys]\n"home.open" = "o"\n"stop.next" = "f8"\n'
    async with configured(small, text, home=True) as pilot:
        assert "F8         goes to the next name" in window_text(pilot)
        await pilot.press("escape")
        await wait_for(pilot, lambda: pilot.app.screen is home_screen(pilot), "Home")
        assert "o label" in commands(pilot)
        await pilot.press("o")
        await wait_for(pilot, lambda: "Karvan" in lit(pilot), "the article")


async def test_habits(small: Project, configured: Configured) -> None:
    async with configured(small, "[label]\ngo_on = false\ncompact = true\n") as pilot:
        assert shown(pilot)[1].startswith(("▌    2", "     2"))
        await pilot.press("l")
        assert lit(pilot) == "Karvan"


async def test_compact_lasts_from_article_to_article(
    small: Project, configured: Configured
) -> None:
    async with configured(small, "") as pilot:
        await pilot.press("space", "c")
        assert shown(pilot)[1].startswith("     2")
        await pilot.press("escape")
        await wait_for(pilot, lambda: bool(pilot.app.screen.query("#articles")), "Home")
        await pilot.press("enter")
        await wait_for(pilot, lambda: bool(pilot.app.screen.query("#text")), "the article")
        await wait_for(pilot, lambda: shown(pilot)[1].startswith("     2"), "no lanes")


# ------------------------------------------------------------------------------ themes


async def test_the_appearance_changes_at_once(
    small: Project, configured: Configured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    async with configured(small, "") as pilot:
        await pilot.press("l")
        view = label_screen(pilot).query_one("#text")
        assert pilot.app.theme == "dark"
        looks = {str(view.render_line(0))}
        for key, theme in (("2", "light"), ("3", "high-contrast"), ("4", "ansi"), ("1", "dark")):
            await pilot.press("space", "v")
            await wait_for(pilot, lambda: "Appearance" in window_text(pilot), "the choice")
            await pilot.press(key)
            await wait_for(pilot, lambda: pilot.app.theme == theme, theme)  # noqa: B023
            await pilot.pause()
            looks.add(str(view.render_line(0)))
        assert len(looks) == 4


async def test_a_theme_of_ones_own(
    small: Project, configured: Configured, config_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.setenv("TERM", "xterm-256color")
    path = config_home / "themes" / "sun.toml"
    path.write_text('base = "light"\n[colors]\nbackground="#fdf6e3"\n[labels]\nGPE = "#dc322f"\n')
    async with configured(small, '[look]\ntheme = "sun"\n') as pilot:
        assert pilot.app.current_theme.background == "#fdf6e3"
        assert label_colors(pilot.app.current_theme) == {"GPE": "#dc322f"}
        path.write_text('[colors]\nbackground="red"\n')
        await pilot.press("space", "v", "5")
        await wait_for(pilot, lambda: "sun.toml:2: background = red" in said(pilot), "the fault")
        path.write_text('[colors]\nbackground="#101010"\n')
        await pilot.press("space", "v", "5")
        await wait_for(pilot, lambda: pilot.app.current_theme.background == "#101010", "the change")


@pytest.mark.parametrize(
    ("term", "colors", "config", "theme"),
    [
        ("xterm-256color", "truecolor", "", "dark"),
        ("screen", "", "", "ansi"),
        ("linux", "", "", "ansi"),
        ("xterm-16color", "", "", "ansi"),
        ("screen-256color", "", "", "dark"),
        ("linux", "", '[look]\ntheme = "light"\n', "light"),
    ],
)
async def test_few_colors_are_the_terminal_s_own(
    small: Project,
    configured: Configured,
    monkeypatch: pytest.MonkeyPatch,
    term: str,
    colors: str,
    config: str,
    theme: str,
) -> None:
    monkeypatch.setenv("TERM", term)
    monkeypatch.setenv("COLORTERM", colors)
    async with configured(small, config) as pilot:
        assert pilot.app.theme == theme


async def test_no_color_leaves_none_to_choose(
    small: Project, configured: Configured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with configured(small, '[look]\ntheme = "light"\n') as pilot:
        assert pilot.app.theme == "ansi"
        await pilot.press("space", "v")
        await wait_for(pilot, lambda: "NO_COLOR is set" in said(pilot), "the reason")
