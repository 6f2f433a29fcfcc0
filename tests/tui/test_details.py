"""The form of a mention: values chosen and typed, bad ones kept on the screen with the reason."""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from annotator.model.annotation import Mention
from annotator.project import Project
from annotator.tui.screens.details import DetailsScreen
from annotator.tui.screens.dialogs import ChooseScreen, TypeScreen
from tests.support import SCHEME, new_project
from tests.tui.conftest import Opened
from tests.tui.screens import (
    desk_of,
    label,
    label_screen,
    light,
    said,
    stored,
    stored_mentions,
    title,
    wait_for,
    window_text,
)


async def open_form(pilot: Pilot[None], words: str, letter: str) -> None:
    """Label words and open the form of the mention."""
    reader, text = desk_of(pilot).reader, desk_of(pilot).session.work.text
    for keys in ((letter,), ("d",)):
        reader.select(text.index(words), text.index(words) + len(words))
        await pilot.press(*keys)
    assert isinstance(pilot.app.screen, DetailsScreen)


def only_mention(project: Project) -> Mention:
    """Return the one mention of the project file."""
    ((made, _),) = stored_mentions(project)
    return made


async def test_a_count_is_typed_in_words(small: Project, opened: Opened) -> None:
    async with opened(small) as pilot:
        await open_form(pilot, "At least 12 people", "P")
        assert "PEOPLE  “At least 12 people”" in window_text(pilot)
        await pilot.press("A", *"at least 12", "enter")
        assert only_mention(small).value_of("amount") == "12.."
        assert isinstance(pilot.app.screen, DetailsScreen)
        assert "12.." in window_text(pilot)
        await pilot.press("enter")
        assert "amount=12.." in said(pilot)


async def test_a_value_that_cannot_be_read_stays_typed(small: Project, opened: Opened) -> None:
    async with opened(small) as pilot:
        await open_form(pilot, "Monday", "t")
        await pilot.press("W", *"[/b] 31 June 2023", "enter")
        assert isinstance(pilot.app.screen, TypeScreen)
        assert "“[/b] 31 June 2023”" in window_text(pilot)
        assert pilot.app.screen.query_one(Input).value == "[/b] 31 June 2023"
        assert only_mention(small).attributes == ()
        await pilot.press(*["backspace"] * 17, *"6 August", "enter")
        assert only_mention(small).value_of("when") == "XXXX-08-06/XXXX-08-06"


async def test_a_typed_value_is_cleared_or_left(small: Project, opened: Opened) -> None:
    async with opened(small) as pilot:
        await open_form(pilot, "12", "q")
        await pilot.press("A", "7", "enter", "A", "5", "escape")
        assert only_mention(small).value_of("amount") == "7"
        await pilot.press("A", "backspace", "enter")
        assert only_mention(small).attributes == ()


async def test_a_choice_is_taken_by_digit_arrows_or_cleared(small: Project, opened: Opened) -> None:
    async with opened(small) as pilot:
        await open_form(pilot, "Tomas Erdin", "p")
        await pilot.press("m")
        assert isinstance(pilot.app.screen, ChooseScreen)
        choices = next(
            one.attribute.choices
            for one in small.scheme.attributes_for("PERSON")
            if one.attribute.name == "mention"
        )
        await pilot.press("2")
        assert only_mention(small).value_of("mention") == choices[1]
        await pilot.press("m", "down", "enter")
        assert only_mention(small).value_of("mention") == choices[1]
        await pilot.press("m", "0")
        assert only_mention(small).attributes == ()
        await pilot.press("m", "escape")
        assert isinstance(pilot.app.screen, DetailsScreen)


async def test_undo_in_the_form_keeps_it_open_while_it_is_about_the_mention(
    small: Project, opened: Opened
) -> None:
    async with opened(small) as pilot:
        await open_form(pilot, "12", "q")
        await pilot.press("A", "7", "enter", "u")
        assert only_mention(small).attributes == ()
        assert "Taken back: an attribute." in window_text(pilot)
        await pilot.press("u")
        assert stored(small) == []
        assert label_screen(pilot) is pilot.app.screen
        await pilot.press("u")
        assert said(pilot) == "Nothing to undo."


async def test_a_value_that_cannot_be_saved_stays_typed(
    small: Project, opened: Opened, monkeypatch: pytest.MonkeyPatch, full_disk: Callable[[], None]
) -> None:
    async with opened(small) as pilot:
        await open_form(pilot, "12", "q")
        await pilot.press("A", "7")
        full_disk()
        await pilot.press("enter")
        assert "NOT SAVED: The disk is full" in window_text(pilot)
        assert pilot.app.screen.query_one(Input).value == "7"
        assert "NOT SAVED" in title(pilot)
        monkeypatch.undo()
        await pilot.press("enter")
        assert only_mention(small).value_of("amount") == "7"
        assert "NOT SAVED" not in title(pilot)


async def test_flags_numbers_and_patterns(tmp_path: Path, opened: Opened) -> None:
    with new_project(tmp_path / "made.db") as project:
        async with opened(project) as pilot:
            await open_form(pilot, "mayor", "o")
            keys = {one.attribute.name: one.key for one in project.scheme.attributes_for("OFFICE")}
            await pilot.press(keys["chief"])
            assert only_mention(project).value_of("chief") == "true"
            await pilot.press(keys["chief"])
            assert only_mention(project).value_of("chief") == ""
            await pilot.press(keys["rank"], "x", "enter")
            assert "whole number" in window_text(pilot)
            await pilot.press("backspace", "3", "enter")
            assert only_mention(project).value_of("rank") == "3"
            await pilot.press(keys["code"], "9", "enter")
            assert "does not have the form" in window_text(pilot)


async def test_a_sentence_is_not_done_while_a_required_value_is_missing(
    tmp_path: Path, opened: Opened
) -> None:
    with new_project(tmp_path / "made.db") as project:
        async with opened(project) as pilot:
            await open_form(pilot, "mayor", "o")
            await pilot.press("escape", "n")
            assert "OFFICE needs a value for rank" in said(pilot)
            assert project.articles("ann")[0].progress.done == 0


async def test_a_type_without_attributes_says_so(tmp_path: Path, opened: Opened) -> None:
    scheme = SCHEME.replace('applies_to = ["NAMED"]', 'applies_to = ["PERSON"]').replace(
        'choices_for = { PLACE = ["name"] }\n', ""
    )
    with new_project(tmp_path / "made.db", scheme=scheme) as project:
        async with opened(project) as pilot:
            await open_form(pilot, "Karvan", "l")
            await wait_for(pilot, lambda: "has no attributes" in window_text(pilot), "the form")


async def test_the_tenth_choice_has_a_key(small: Project, opened: Opened) -> None:
    async with opened(small) as pilot:
        await open_form(pilot, "12", "P")
        await pilot.press("C", "a")
        assert only_mention(small).value_of("capacity") == "unknown"


async def test_keys_typed_ahead_close_a_window_once(small: Project, opened: Opened) -> None:
    async with opened(small) as pilot:
        for keys in (("space", "l", "l"), ("d", "C", "1", "1"), ("space", "enter", "enter")):
            for key in keys:
                pilot.app.simulate_key(key)
            await pilot.pause()
        assert pilot.app.return_code is None


async def test_pasted_lines_come_whole_into_a_note(small: Project, opened: Opened) -> None:
    async with opened(small) as pilot:
        await label(pilot, "Karvan", "l")
        await light(pilot, "Karvan")
        await pilot.press("semicolon")
        pilot.app.post_message(events.Paste("one [b]\ntwo\u2028three"))
        await pilot.pause()
        await pilot.press("enter")
        assert only_mention(small).note == "one [b] two three"
