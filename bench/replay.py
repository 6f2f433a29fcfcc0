"""Keys of a plan, pressed in a real terminal."""

import sys
from collections.abc import Sequence
from pathlib import Path

from bench.terminal import Terminal

_TYPING_S = 0.015
"""Seconds of silence after which the next key is pressed."""

_AFTER_ESC_S = 0.3
"""The same after Esc, for a key that follows at once would be read as Alt and that key."""

_SENT = {
    **{"left": "LEFT", "right": "RIGHT", "up": "UP", "down": "DOWN", "tab": "TAB"},
    **{"pageup": "PGUP", "pagedown": "PGDN", "escape": "ESC", "shift+tab": "\x1b[Z"},
    **{"home": "\x1b[H", "end": "\x1b[F", "plus": "+", "minus": "-", "comma": ","},
    **{"less_than_sign": "<", "full_stop": ".", "greater_than_sign": ">", "ampersand": "&"},
    **{"underscore": "_", "enter": "ENTER", "space": " ", "backspace": "\x7f", "ctrl+u": "\x15"},
}
"""What to send for keys by Textual's names: names of `bench.terminal.KEYS`, or what is sent."""


def press(project: Path, article: Path, keys: Sequence[str], size: tuple[int, int]) -> None:
    """Open an article as the annotator `hand` and press keys, one after the other.

    Args:
        project: the project file, made where there is none.
        article: the text file.
        keys: by Textual's names.
        size: columns and rows.
    """
    columns, rows = size
    command = [sys.executable, "-m", "annotator", "-p", str(project), "--as", "hand", "label"]
    with Terminal([*command, str(article)], rows, columns) as terminal:
        terminal.until_text(b"saved")
        terminal.until_quiet()
        for key in keys:
            terminal.send(key if len(key) == 1 else _SENT[key])
            terminal.until_quiet(_AFTER_ESC_S if key == "escape" else _TYPING_S)
        terminal.until_quiet()
