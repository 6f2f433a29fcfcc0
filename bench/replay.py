"""Keys of a plan, pressed in a real terminal."""

import sys
from collections.abc import Sequence
from pathlib import Path

from bench.terminal import Terminal, configured

_TYPING_S = 0.015
"""Seconds of silence after which the next key is pressed."""

_AFTER_ESC_S = 0.3
"""The same after Esc, for a key that follows at once would be read as Alt and that key."""

_READY_S = 0.5
"""Seconds without output after which a screen is ready."""

_ALL_SUGGESTED_S = 1.5
"""Seconds without output after which every sentence of an article has its suggestions."""

_SENT = {
    **{"left": "LEFT", "right": "RIGHT", "up": "UP", "down": "DOWN", "tab": "TAB"},
    **{"pageup": "PGUP", "pagedown": "PGDN", "escape": "ESC", "shift+tab": "\x1b[Z"},
    **{"home": "\x1b[H", "end": "\x1b[F", "plus": "+", "minus": "-", "comma": ","},
    **{"less_than_sign": "<", "full_stop": ".", "greater_than_sign": ">", "ampersand": "&"},
    **{"underscore": "_", "colon": ":", "enter": "ENTER", "space": " "},
    **{"backspace": "\x7f", "ctrl+u": "\x15"},
}
"""What to send for keys by Textual's names: names of `bench.terminal.KEYS`, or what is sent."""


def press(
    project: Path,
    article: Path,
    keys: Sequence[str],
    size: tuple[int, int],
    *,
    suggestions: bool = False,
) -> None:
    """Open an article as the annotator `hand` and press keys, one after the other.

    Args:
        project: the project file, made where there is none.
        article: the text file.
        keys: by Textual's names.
        size: columns and rows.
        suggestions: whether they are shown; the first key waits until all are there.
    """
    columns, rows = size
    variables = configured(project.parent, suggestions=suggestions)
    command = [sys.executable, "-m", "annotator", "-p", str(project), "--as", "hand", "label"]
    with Terminal([*command, str(article)], rows, columns, variables) as terminal:
        terminal.until_text(b"saved")
        terminal.until_quiet(_ALL_SUGGESTED_S if suggestions else _READY_S)
        for key in keys:
            terminal.send(key if len(key) == 1 else _SENT[key])
            terminal.until_quiet(_AFTER_ESC_S if key == "escape" else _TYPING_S)
        terminal.until_quiet()
