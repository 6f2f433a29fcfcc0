"""What a key paints: only rows that change, the same as if all were painted; nothing is kept."""

import gc
from collections.abc import Callable, Iterator

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual._compositor import CompositorUpdate
from textual._styles_cache import StylesCache
from textual.app import App
from textual.geometry import Offset, Region
from textual.screen import Screen
from textual.strip import Strip

from annotator.project import Project
from annotator.tui.app import AnnotatorApp
from annotator.tui.widgets.lines import Line, TitleLine, changed_part
from annotator.tui.widgets.span_view import SpanView
from tests.tui.conftest import Opened
from tests.tui.screens import label_screen, wait_for

KEYS = ("right", "down", "l", "left", "u", "plus", "minus", "tab", "ampersand", "escape", "up", "a")

Cell = tuple[str, str]
"""A character and its colours."""

_SENT = regex.compile(r"\x1b\[(\d+);(\d+)H|\x1b\[([\d;]*)m|(\X)")


async def test_what_keys_send_adds_up_to_the_screen(
    project: Project, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _add_up(project, opened, monkeypatch)


async def test_it_adds_up_where_characters_are_wide_or_joined(
    project_of: Callable[..., Project], opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = "He said 日本 to 👩\u200d👩\u200d👧 and e\u0301a क्षि, שלום too. " * 3
    await _add_up(project_of(odd), opened, monkeypatch)


async def _add_up(project: Project, opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: dict[Offset, Cell] = {}

    def follow(app: App[None], _: Screen[None], update: object) -> None:
        if isinstance(update, CompositorUpdate):
            sent.update(_cells(update.render_segments(app.console)))

    monkeypatch.setattr(AnnotatorApp, "_display", follow)
    async with opened(project, size=(80, 24)) as pilot:
        screen = label_screen(pilot)
        for key in KEYS:
            await pilot.press(key)
            await wait_for(pilot, lambda: sent == _whole(screen), f"all that {key} changes")


def _whole(screen: Screen[None]) -> dict[Offset, Cell]:
    """Return what painting everything would send."""
    rows = enumerate(screen._compositor.render_strips(), 1)
    console = screen.app.console
    return dict(_cells("".join(f"\x1b[{y};1H{strip.render(console)}" for y, strip in rows)))


def _cells(sent: str) -> Iterator[tuple[Offset, Cell]]:
    """Yield what a terminal would put into each cell: what is sent there, in its colours."""
    x, y, look = 0, 0, ""
    for row, column, colors, shown in _SENT.findall(sent):
        if row:
            x, y = int(column) - 1, int(row) - 1
        elif shown:
            for part in range(cell_len(shown)):
                yield Offset(x + part, y), ("" if part else shown, look)
            x += cell_len(shown)
        else:
            look = colors


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


@given(st.lists(st.sampled_from(("aa", "ab", "ba")), max_size=6).map("".join))
def test_what_changed_of_a_row_makes_the_one_before_into_it(row: str) -> None:
    for before in (row, row[::-1], "a" * len(row)):
        part = slice((changed := changed_part(before, row)).start, changed.stop)
        assert before[: part.start] + row[part] + before[part.stop :] == row
        assert not changed or (before[part][0], before[part][-1]) != (row[part][0], row[part][-1])
