"""What goes wrong while somebody labels, and what others do meanwhile."""

from collections.abc import Callable

import pytest

from annotator.project import Project, open_project
from annotator.tui.screens.dialogs import TypeScreen
from annotator.tui.widgets.lines import TitleLine
from tests.tui.conftest import Opened
from tests.tui.screens import (
    TEXT,
    desk_of,
    label,
    label_screen,
    light,
    lit,
    said,
    shown,
    stored,
    stored_mentions,
    title,
    wait_for,
    window_text,
)

Texts = Callable[..., Project]


async def test_what_cannot_be_saved_is_said_and_kept(
    small: Project, opened: Opened, monkeypatch: pytest.MonkeyPatch, full_disk: Callable[[], None]
) -> None:
    async with opened(small) as pilot:
        await light(pilot, "Others")
        await pilot.press("ampersand")
        await light(pilot, "fled")
        full_disk()
        before = desk_of(pilot).reader.light
        await pilot.press("e")
        assert stored(small) == []
        assert "NOT SAVED" in title(pilot)
        assert said(pilot).startswith("NOT SAVED: The disk is full")
        assert label_screen(pilot).query_one("#title", TitleLine).has_class("-alarm")
        assert desk_of(pilot).reader.light == before
        assert desk_of(pilot).reader.held_text == "Others"
        await pilot.press("right", "underscore", "underscore", "f", "escape")
        assert "NOT SAVED" in title(pilot), "what writes nothing saves nothing"
        monkeypatch.undo()
        await pilot.press("left", "e")
        assert stored(small) == [("EVENT", "Others fled")]
        assert "NOT SAVED" not in title(pilot)


async def test_a_note_that_cannot_be_saved_stays_typed(
    small: Project, opened: Opened, monkeypatch: pytest.MonkeyPatch, full_disk: Callable[[], None]
) -> None:
    async with opened(small) as pilot:
        await label(pilot, "Karvan", "l")
        await light(pilot, "Karvan")
        await pilot.press("semicolon", *"why")
        full_disk()
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, TypeScreen)
        assert "NOT SAVED" in window_text(pilot)
        monkeypatch.undo()
        await pilot.press("enter")
        ((made, _),) = stored_mentions(small)
        assert made.note == "why"


async def test_what_another_session_of_the_same_annotator_does_appears(
    small: Project, opened: Opened
) -> None:
    article = small.articles()[0].article.id
    async with opened(small) as pilot:
        await light(pilot, "Monday")
        with open_project(small.path) as other:
            desk = other.desk("ann", article)
            desk.label("GPE")
            desk.reader.go_to_sentence(1)
            desk.reader.go_to_offset(TEXT.index("near"))
            desk.split()
        label_screen(pilot).follow_others()
        await pilot.pause()
        assert lit(pilot) == "Monday"
        assert "╰GPE─╯" in shown(pilot)[1]
        assert "0/4" in title(pilot)
        await pilot.press("t")
        assert stored(small) == [("GPE", "Karvan"), ("DATE", "Monday")]


async def test_an_edit_that_somebody_else_overtook_is_refused(
    small: Project, opened: Opened
) -> None:
    article = small.articles()[0].article.id
    async with opened(small) as pilot:
        await label(pilot, "Karvan", "l")
        await light(pilot, "Karvan")
        with open_project(small.path) as other:
            desk = other.desk("ann", article)
            desk.reader.go_to_offset(TEXT.index("Karvan"))
            desk.label("FAC")
        await pilot.press("o")
        assert stored(small) == [("FAC", "Karvan")]
        assert "NOT SAVED" in said(pilot)
        label_screen(pilot).follow_others()
        await light(pilot, "Karvan")
        await pilot.press("o")
        assert stored(small) == [("ORG", "Karvan")]


async def test_an_article_removed_by_somebody_else_ends_nothing(
    project_of: Texts, opened: Opened
) -> None:
    project = project_of("Others stormed Karvan.", "Nobody saw them.")
    first, second = (line.article.id for line in project.articles())
    async with opened(project) as pilot:
        with open_project(project.path) as other:
            other.remove_article("bob", first)
            other.remove_article("bob", second)
        label_screen(pilot).follow_others()
        assert "no article" in said(pilot)
        await pilot.press("l")
        assert stored(project) == []
        assert said(pilot)
        await pilot.press("space", "n")
        assert label_screen(pilot) is pilot.app.screen
        await pilot.press("n", "u", "escape")
        await wait_for(pilot, lambda: pilot.app.screen is not None, "a screen")


async def test_a_project_open_for_reading_only_labels_nothing(
    small: Project, opened: Opened
) -> None:
    with open_project(small.path, read_only=True) as locked:
        async with opened(locked) as pilot:
            await pilot.press("l")
            assert stored(small) == []
            assert "reading only" in said(pilot)
            assert lit(pilot) == "Karvan"
