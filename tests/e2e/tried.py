"""Which default keys are tried in a real terminal, and a check that they were really pressed."""

from collections import defaultdict

import pytest

TRIED: dict[str, set[str]] = defaultdict(set)
"""Keys by screen (`label`, `home`, `search`, `others`, `registry`, `agreement`, `adjudicate`,
`corrections`, `quit`), letters by `menu`."""

_TMUX = {
    **{"left": "Left", "right": "Right", "up": "Up", "down": "Down", "home": "Home", "end": "End"},
    **{"pageup": "PgUp", "pagedown": "PgDn", "tab": "Tab", "shift+tab": "BTab", "enter": "Enter"},
    **{"shift+up": "S-Up", "shift+down": "S-Down", "shift+right": "S-Right"},
    **{"shift+left": "S-Left", "backspace": "BSpace", "delete": "DC", "escape": "Escape"},
    **{"space": "Space", "f1": "F1", "ctrl+c": "C-c", "ctrl+q": "C-q"},
    **{"plus": "+", "minus": "-", "comma": ",", "less_than_sign": "<", "full_stop": "."},
    **{"greater_than_sign": ">", "underscore": "_", "ampersand": "&", "exclamation_mark": "!"},
    **{"semicolon": ";", "question_mark": "?", "slash": "/", "asterisk": "*"},
    **{"equals_sign": "="},
    **{"left_square_bracket": "[", "right_square_bracket": "]"},
}


def tmux_name(key: str) -> str:
    """Return tmux's name of a key that has Textual's name."""
    return key if len(key) == 1 else _TMUX[key]


def textual_name(key: str) -> str:
    """Return Textual's name of a key that has tmux's name."""
    return next((name for name, known in _TMUX.items() if known == key), key)


def tries(screen: str, keys: str) -> pytest.MarkDecorator:
    """Mark a test that presses default keys of a screen and sees what they do.

    Args:
        keys: Textual's names with blanks between them. That they are pressed is checked.
    """
    TRIED[screen].update(keys.split())
    return pytest.mark.tries(screen, *keys.split())
