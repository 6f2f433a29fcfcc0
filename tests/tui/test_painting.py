"""What a key paints: only rows that change, the same as if all were painted; nothing is kept."""

import gc

import pytest
from textual._compositor import ChopsUpdate, Compositor
from textual._styles_cache import StylesCache
from textual.geometry import Region
from textual.strip import Strip

from annotator.project import Project
from annotator.tui.widgets.lines import Line, TitleLine
from annotator.tui.widgets.span_view import SpanView
from tests.tui.conftest import Opened
from tests.tui.screens import label_screen, wait_for

KEYS = ("right", "down", "l", "left", "u", "plus", "minus", "tab", "ampersand", "escape", "up", "a")


async def test_a_key_sends_what_painting_everything_would(
    project: Project, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(project, size=(80, 24)) as pilot:
        console, sparing = pilot.app.console, type(label_screen(pilot)._compositor)
        sparingly = sparing.render_partial_update
        compared = 0

        def both(compositor: Compositor) -> ChopsUpdate | None:
            nonlocal compared
            dirty = compositor._dirty_regions.copy()
            update = sparingly(compositor)
            compositor._dirty_regions = dirty
            whole = Compositor.render_partial_update(compositor)
            if update is not None and whole is not None:
                assert update.render_segments(console) == whole.render_segments(console)
                compared += 1
            return update

        monkeypatch.setattr(sparing, "render_partial_update", both)
        for key in KEYS:
            await pilot.press(key)
        await wait_for(pilot, lambda: compared >= len(KEYS) // 2, "the painting")


async def test_a_step_asks_only_for_the_rows_it_changes(
    project: Project, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(project, size=(100, 40)) as pilot:
        await pilot.press("right")
        screen = label_screen(pilot)
        await wait_for(pilot, lambda: not screen._dirty_widgets, "the first step")
        asked: list[int] = []
        render_lines = SpanView.render_lines

        def counted(view: SpanView, crop: Region) -> list[Strip]:
            asked.append(crop.height)
            return render_lines(view, crop)

        monkeypatch.setattr(SpanView, "render_lines", counted)
        await pilot.press("right")
        await wait_for(pilot, lambda: bool(asked), "the light to move")
        assert sum(asked) <= 2


async def test_closed_windows_leave_nothing_in_memory(project: Project, opened: Opened) -> None:
    async with opened(project) as pilot:
        counts = []
        for _ in range(3):
            await pilot.press("question_mark")
            await pilot.pause()
            await pilot.press("escape")
            await wait_for(pilot, lambda: len(pilot.app.screen_stack) == 1, "the window to close")
            counts.append(_painted_widgets())
        assert counts[0] == counts[-1]


def _painted_widgets() -> int:
    gc.collect()
    return sum(type(item) is StylesCache for item in gc.get_objects())


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("a word", "a word"),
        ("more than ten", "more than…"),
        ("二二二二二二", "二二二二…"),
        ("\x1b[31mred", "␛[31mred"),
    ],
)
def test_a_line_is_cut_where_it_ends(text: str, row: str) -> None:
    line = Line()
    line.set_reactive(Line.text, text)
    assert line._row(10) == row


@pytest.mark.parametrize(
    ("left", "row"), [("title", "title   12/17 "), ("a long title", "a long… 12/17 ")]
)
def test_the_right_of_a_title_is_never_cut(left: str, row: str) -> None:
    line = TitleLine()
    line.set_reactive(Line.text, left)
    line.set_reactive(TitleLine.right, "12/17 ")
    assert line._row(14) == row
