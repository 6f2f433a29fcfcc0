"""Suggestions on the Label screen: dotted, with their reason; keys take them and turn them down."""

import pytest
from textual.pilot import Pilot

from annotator.labelling.effort import EffortMeter
from annotator.project import Project
from annotator.tui.widgets.lines import Line
from annotator.tui.widgets.span_view import SpanView
from tests.tui.conftest import Opened
from tests.tui.screens import desk_of, label_screen, light, lit, said, shown, stored, wait_for


async def suggested(pilot: Pilot[None]) -> None:
    """Wait until all suggestions are there."""
    await wait_for(
        pilot,
        lambda: (
            bool(desk_of(pilot).suggested.in_sentence(0)) and desk_of(pilot).suggested.is_complete
        ),
        "suggestions",
    )


async def tab_to(pilot: Pilot[None], words: str) -> None:
    """Press Tab until some words are lit."""
    for _ in range(20):
        if lit(pilot) == words:
            return
        await pilot.press("tab")
    raise AssertionError(f"{words} is no stop")


async def test_ghosts_come_after_the_text_and_say_why(small: Project, opened: Opened) -> None:
    async with opened(small, suggestions=True) as pilot:
        await suggested(pilot)
        await tab_to(pilot, "Tomas Erdin")
        assert any("┄" in row and "PERSON" in row for row in shown(pilot))
        assert said(pilot).startswith("PERSON? “Tomas Erdin”")
        assert "patterns:" in said(pilot)
        letters = label_screen(pilot).query(".letters").first(Line).text
        assert letters.startswith(" accept")
        commands = label_screen(pilot).query_one("#commands", Line).text
        assert "Enter accept" in commands and "x reject" in commands and "N all" in commands
        assert stored(small) == []


async def test_enter_takes_one_and_n_in_capitals_all_on_the_screen(
    small: Project, opened: Opened
) -> None:
    async with opened(small, suggestions=True) as pilot:
        await suggested(pilot)
        await tab_to(pilot, "Tomas Erdin")
        await pilot.press("enter")
        assert stored(small) == [("PERSON", "Tomas Erdin")]
        await pilot.press("N")
        assert ("DATE", "Monday") in stored(small)
        assert desk_of(pilot).count_done()[0] == 1
        await pilot.press("u")
        assert stored(small) == [("PERSON", "Tomas Erdin")]
        assert desk_of(pilot).count_done()[0] == 0


async def test_x_takes_the_ghost_away(small: Project, opened: Opened) -> None:
    async with opened(small, suggestions=True) as pilot:
        await suggested(pilot)
        await tab_to(pilot, "Tomas Erdin")
        await pilot.press("x")
        await light(pilot, "Tomas Erdin")
        assert desk_of(pilot).suggested.lit is None
        assert stored(small) == []


async def test_they_are_turned_off_and_on_in_the_menu(small: Project, opened: Opened) -> None:
    async with opened(small, suggestions=True) as pilot:
        await suggested(pilot)
        await pilot.press("space", "x")
        assert not any("┄" in row for row in shown(pilot))
        await pilot.press("space", "x")
        await suggested(pilot)
        assert any("┄" in row for row in shown(pilot))


async def test_a_timer_that_ticks_while_its_screen_is_taken_away_does_nothing(
    small: Project, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(EffortMeter, "is_resting", lambda *_: True)
    async with opened(small) as pilot:
        screen = label_screen(pilot)
        view = screen.query_one(SpanView)
        await pilot.press("escape")
        await wait_for(pilot, lambda: not view.is_attached, "the list of articles")
        small.suggest_at(screen.desk)
        screen._suggesting = pilot.app.set_interval(3600, screen._suggest_more)
        for _ in range(500):  # each looks for suggestions for some milliseconds
            screen._suggest_more()
        screen.follow_others()
        assert not screen.desk.suggested.is_complete
