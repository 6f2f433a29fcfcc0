"""Jump hints, compact mode, clipboard, editor and size on the Label screen."""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from annotator.project import Project
from annotator.tui.screens.dialogs import TooSmallScreen, TypeScreen
from annotator.tui.widgets.line_input import LONGEST_LINE
from annotator.tui.widgets.painter import GUTTER
from annotator.tui.widgets.span_view import SpanView
from tests.tui.conftest import Opened
from tests.tui.screens import (
    desk_of,
    label,
    label_screen,
    lit,
    said,
    shown,
    stored,
    stored_mentions,
    wait_for,
    window_text,
)


def code_of(pilot: Pilot[None], words: str) -> str:
    """Return the hint on a text."""
    hints, text = desk_of(pilot).hints, desk_of(pilot).session.work.text
    assert hints is not None
    return next(c for c, one in hints.targets.items() if text[slice(*one.hull)] == words)


async def test_hints_stand_under_their_words_and_cover_no_text(
    small: Project, opened: Opened
) -> None:
    async with opened(small) as pilot:
        before = shown(pilot)
        await pilot.press("f")
        drawn = shown(pilot)
        code = code_of(pilot, "Monday")
        column = drawn[0].index("Monday")
        assert drawn[1][column : column + len(code)] == code
        texts = [row[GUTTER:] for row in before[::2]]
        assert [row[GUTTER:] for row in drawn[::2]] == texts
        await pilot.press(*code)
        assert lit(pilot) == "Monday"
        assert shown(pilot)[1].strip("▌ ") in ("", "head")


async def test_a_sweep_labels_and_another_key_does_its_own_act(
    small: Project, opened: Opened
) -> None:
    async with opened(small) as pilot:
        await label(pilot, "Karvan", "l")
        await pilot.press("f")
        await pilot.press(*code_of(pilot, "Tomas Erdin").upper())
        assert ("GPE", "Tomas Erdin") in stored(small)
        assert desk_of(pilot).hints is not None
        await pilot.press("exclamation_mark")
        assert desk_of(pilot).hints is None
        assert any(item.unsure for item, text in stored_mentions(small) if text == "Tomas Erdin")


async def test_escape_ends_hints_and_nothing_else(small: Project, opened: Opened) -> None:
    async with opened(small) as pilot:
        for key in ("f", "j", "J"):
            await pilot.press(key, "escape")
            assert desk_of(pilot).hints is None
            assert label_screen(pilot) is pilot.app.screen


async def test_any_word_and_a_stretch_to_it(small: Project, opened: Opened) -> None:
    async with opened(small) as pilot:
        await label(pilot, "Tomas")
        await pilot.press("J")
        assert "first letter" in said(pilot)
        await pilot.press("e")
        if desk_of(pilot).hints is not None:
            await pilot.press(*code_of(pilot, "Erdin"))
        assert lit(pilot) == "Tomas Erdin"


async def test_compact_mode_keeps_the_place_and_brings_lanes_back_for_hints(
    project: Project, opened: Opened
) -> None:
    async with opened(project, size=(80, 24)) as pilot:
        await pilot.press("down", "down", "down", "l")
        light, rows = lit(pilot), sum("╰" in row for row in shown(pilot))
        assert rows
        await pilot.press("space", "c")
        view = pilot.app.screen_stack[0].query_one(SpanView)
        await wait_for(pilot, lambda: view.compact, "compact mode")
        assert lit(pilot) == light
        dense = shown(pilot)
        assert not any("╰" in row for row in dense)
        assert any(row.startswith("▌") for row in dense)
        await pilot.press("f")
        assert any("─╯" in row for row in shown(pilot))
        await pilot.press("escape")
        assert shown(pilot) == dense
        await pilot.press("n")
        assert any(row[:GUTTER] == "     4✓" for row in shown(pilot))


async def test_copying_goes_to_the_terminal(small: Project, opened: Opened) -> None:
    async with opened(small) as pilot:
        await label(pilot, "Tomas Erdin", "ctrl+c")
        assert pilot.app.clipboard == "Tomas Erdin"
        assert "11 characters" in said(pilot)


async def test_what_is_copied_holds_no_control_characters(
    project_of: Callable[..., Project], opened: Opened
) -> None:
    text = "Ilena\x1b[2J\x9bDarvo left Karvan."
    async with opened(project_of(text)) as pilot:
        desk_of(pilot).reader.select(0, text.index(" left"))
        await pilot.press("ctrl+c")
        assert pilot.app.clipboard == "Ilena[2JDarvo"


async def test_a_small_terminal_says_so_takes_no_key_and_recovers(
    small: Project, opened: Opened
) -> None:
    async with opened(small) as pilot:
        await pilot.resize_terminal(30, 8)
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, TooSmallScreen), "the word")
        assert "40x10" in window_text(pilot)
        await pilot.press("l", "x", "escape")
        assert stored(small) == []
        await pilot.resize_terminal(80, 24)
        await wait_for(pilot, lambda: label_screen(pilot) is pilot.app.screen, "the article")
        await pilot.press("l")
        assert len(stored(small)) == 1


# ------------------------------------------------------------------------------------- notes


async def test_a_huge_paste_does_no_harm(small: Project, opened: Opened) -> None:
    async with opened(small) as pilot:
        pilot.app.post_message(events.Paste("l" * 1_000_000))
        await pilot.pause()
        assert stored(small) == []
        await label(pilot, "Karvan", "l")
        await label(pilot, "Karvan", "semicolon")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, TypeScreen), "the note")
        pilot.app.post_message(events.Paste("y" * (LONGEST_LINE + 1)))
        await wait_for(pilot, lambda: "nothing was pasted" in window_text(pilot), "the reason")
        await pilot.press("o", "k", "enter")
        await wait_for(pilot, lambda: label_screen(pilot) is pilot.app.screen, "the article")
        assert [item.note for item, _ in stored_mentions(small)] == ["ok"]


async def test_no_editor_no_harm(
    small: Project, opened: Opened, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("VISUAL", str(tmp_path / "no-such-editor"))
    async with opened(small) as pilot:
        await label(pilot, "Karvan", "l")
        await label(pilot, "Karvan", "semicolon", "a", "ctrl+o")
        # A Pilot's terminal cannot be put away; tmux shows the editor itself.
        await wait_for(pilot, lambda: "editor" in window_text(pilot).lower(), "the reason")
        await pilot.press("enter")
        await wait_for(pilot, lambda: label_screen(pilot) is pilot.app.screen, "the article")
        assert [item.note for item, _ in stored_mentions(small)] == ["a"]


# ------------------------------------------------------------------------------------- mouse


async def test_clicks_go_outward(small: Project, opened: Opened) -> None:
    async with opened(small) as pilot:
        await label(pilot, "At least 12 people", "P")
        await label(pilot, "At least 12", "q")
        row = next(i for i, text in enumerate(shown(pilot)) if "At least" in text)
        place = (shown(pilot)[row].index("12"), row)
        found = []
        for _ in range(3):
            await pilot.click("#text", offset=place)
            found.append(lit(pilot))
        assert found == ["At least 12", "At least 12 people", "12"]


async def test_an_edge_of_a_mention_can_be_dragged(small: Project, opened: Opened) -> None:
    async with opened(small) as pilot:
        await label(pilot, "Tomas Erdin fled", "p")
        await pilot.press("left")
        (before,) = stored_mentions(small)
        await label(pilot, "Tomas Erdin fled")
        row = shown(pilot)[0]
        last, wanted = row.index("fled") + 3, row.index("Erdin") + 2
        await pilot.mouse_down("#text", offset=(last, 0))
        await pilot.hover("#text", offset=(wanted, 0))
        assert lit(pilot) == "Tomas Erdin"
        assert stored_mentions(small) == [before]
        await pilot.mouse_up("#text", offset=(wanted, 0))
        ((item, text),) = stored_mentions(small)
        assert (item.id, text) == (before[0].id, "Tomas Erdin")
        await pilot.press("u")
        assert stored(small) == [("PERSON", "Tomas Erdin fled")]
