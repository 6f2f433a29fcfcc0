"""Escapes in texts, names, notes, titles and reasons: a terminal gets none of them."""

from pathlib import Path

import pytest

from bench.terminal import Terminal, configured
from tests.e2e.terminal import ANNOTATOR
from tests.hostile import hostile_project

pytestmark = pytest.mark.e2e

OBEYED = ("\x1b]0;owned", "owned\x07", "\x9b31m", "\x7f", "\u202e", "\u2066", "\r\b")

TOURS = {
    "label": (
        "label",
        ["\t", "RIGHT", "f", "ESC", "d", "ESC", "F1", "ESC", "=", "ESC", ";", "ESC"],
    ),
    "home": ("", ["DOWN", "f", "owned", "ENTER", "ESC", "a", "ESC", "c", "ESC"]),
    "search": ("label", ["/", "ilena", "ENTER", "DOWN", "ESC", "ESC"]),
    "registry": ("label", [" ", "=", "DOWN", "ENTER", "ESC", "ESC"]),
    "menu": ("label", [" ", "i", "ESC", " ", "z", "ESC", "?", "ESC"]),
    "adjudicate": ("adjudicate", ["v", "ESC", "1", "u", "?", "ESC"]),
}


@pytest.mark.parametrize("name", TOURS)
def test_no_screen_lets_an_escape_through(tmp_path: Path, name: str) -> None:
    hostile_project(tmp_path / "p.db")
    first, keys = TOURS[name]
    who = "eve" if name == "adjudicate" else "ann"
    command = [*ANNOTATOR, "-p", str(tmp_path / "p.db"), "--as", who, *first.split()]
    variables = configured(tmp_path, suggestions=True)
    with Terminal(command, 30, 100, variables) as terminal:
        painted = terminal.until_quiet(2)
        for key in keys:
            painted += terminal.press(key, timeout_s=1, quiet_s=0.15).output
        assert not terminal.has_ended()
    shown = painted.decode(errors="replace")
    assert "owned" in shown
    assert not [one for one in OBEYED if one in shown]
