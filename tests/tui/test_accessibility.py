"""Screens for eyes that need contrast, see no colour, or are disturbed by what moves."""

import pytest
from textual.widgets import Input

from annotator.project import Project
from annotator.tui.app import AnnotatorApp
from annotator.tui.preferences import Preferences
from tests.tui.screens import wait_for
from tests.tui.test_adjudicate import at_kind, demonstrated
from tests.tui.test_snapshots import Compare, app_at, labelled, steady

__all__ = ["demonstrated", "labelled", "steady"]

LOOKS = ("high-contrast", "no color", "16 colors")


def prepare(monkeypatch: pytest.MonkeyPatch, look: str) -> Preferences:
    """Make the terminal one of those, and return the preferences that go with it."""
    if look == "no color":
        monkeypatch.setenv("NO_COLOR", "1")
    if look == "16 colors":
        monkeypatch.setenv("TERM", "xterm")
        monkeypatch.delenv("COLORTERM")
    return Preferences(theme=look if look == "high-contrast" else "", suggestions=False)


@pytest.mark.parametrize("look", LOOKS)
def test_home(
    snap_compare: Compare, labelled: Project, monkeypatch: pytest.MonkeyPatch, look: str
) -> None:
    app = AnnotatorApp(labelled, "ann", preferences=prepare(monkeypatch, look))
    assert snap_compare(app, terminal_size=(80, 24), press=["down"])


@pytest.mark.parametrize("look", LOOKS)
def test_adjudicate(
    snap_compare: Compare, demonstrated: Project, monkeypatch: pytest.MonkeyPatch, look: str
) -> None:
    app = AnnotatorApp(demonstrated, "eve", "", prepare(monkeypatch, look), "adjudicate")
    act = at_kind("entities type", "down")
    assert snap_compare(app, terminal_size=(80, 24), run_before=act)


async def test_nothing_moves_by_itself(labelled: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TEXTUAL_ANIMATIONS")
    app = app_at(labelled)
    async with app.run_test(size=(80, 24)) as pilot:
        assert app.animation_level == "none"
        await pilot.press("slash")
        await wait_for(pilot, lambda: bool(app.screen.query(Input)), "the line")
        assert not any(line.cursor_blink for line in app.screen.query(Input))
