"""Names of keys: every name is one that arrives, and says what it is called on the screens."""

from string import ascii_letters, digits, punctuation

import pytest
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual.keys import _character_to_key

from annotator.tui.key_names import KeyFault, is_typed, shown_key, textual_key
from annotator.tui.keys import SCREENS


@pytest.mark.parametrize("character", ascii_letters + digits + punctuation + "é日ß")
def test_a_character_is_called_what_textual_calls_it(character: str) -> None:
    assert textual_key(character) == _character_to_key(character)
    assert shown_key(textual_key(character)) == character


@pytest.mark.parametrize(
    "key", sorted({key for acts in SCREENS.values() for act in acts for key in act.keys.split(",")})
)
def test_every_default_key_can_be_written(key: str) -> None:
    if key:
        assert textual_key(key) == key


@pytest.mark.parametrize(
    ("written", "key", "shown"),
    [
        (" ", "space", "Space"),
        ("esc", "escape", "Esc"),
        ("Return", "enter", "Enter"),
        ("PgUp", "pageup", "PgUp"),
        ("f12", "f12", "F12"),
        ("Ctrl+N", "ctrl+n", "Ctrl+N"),
        ("ctrl+@", "ctrl+@", "Ctrl+@"),
        ("ctrl+_", "ctrl+underscore", "Ctrl+_"),
        ("ctrl+]", "ctrl+right_square_bracket", "Ctrl+]"),
        ("ctrl+^", "ctrl+circumflex_accent", "Ctrl+^"),
        ("shift+up", "shift+up", "Shift+↑"),
        ("shift+ctrl+left", "ctrl+shift+left", "Ctrl+Shift+←"),
        ("alt+x", "alt+x", "Alt+X"),
        ("alt+X", "alt+shift+x", "Alt+Shift+X"),
        ("alt+ctrl+left", "alt+ctrl+left", "Alt+Ctrl+←"),
        ("shift+tab", "shift+tab", "Shift+Tab"),
        ("alt+f5", "alt+f5", "Alt+F5"),
    ],
)
def test_names_with_others_held_down(written: str, key: str, shown: str) -> None:
    assert (textual_key(written), shown_key(key)) == (key, shown)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("ctrl+i", "terminals send it as Tab"),
        ("ctrl+m", "terminals send it as Enter"),
        ("ctrl+h", "terminals send it as Backspace"),
        ("ctrl+[", "terminals send it as Esc"),
        ("ctrl+space", "write that"),
        ("ctrl+/", "terminals send it as ctrl+_"),
        ("ctrl+enter", "terminals send nothing for it"),
        ("ctrl+1", "terminals send nothing for it"),
        ("ctrl+tab", "terminals send nothing for it"),
        ("ctrl+shift+a", "do not send these keys together"),
        ("ctrl+alt+a", "do not send these keys together"),
        ("alt+1", "another character"),
        ("alt+b", "terminals send it as Ctrl+←"),
        ("alt+f", "terminals send it as Ctrl+→"),
        ("alt+;", "as if alt were not held down"),
        ("alt+space", "as if alt were not held down"),
        ("alt+enter", "terminals send it as Enter"),
        ("shift+a", "write “A”"),
        ("shift+1", "write that character"),
        ("shift+enter", "as if shift were not held down"),
        ("shift+insert", "to paste"),
        ("shift+f3", "F3 does not arrive"),
        ("super+a", "no key to hold down"),
        ("foo", "there is no such key"),
        ("f13", "there is no such key"),
        ("\x07", "no character that a key types"),
        ("\u0301", "no character that a key types"),
        ("ctrl+", "there is no such key"),
    ],
)
def test_a_key_that_does_not_arrive_is_refused_with_the_reason(written: str, reason: str) -> None:
    with pytest.raises(KeyFault, match=reason.replace("+", r"\+")):
        textual_key(written)


def test_keys_with_control_arrive_under_these_names() -> None:
    sent = [keys for keys in ANSI_SEQUENCES_KEYS.values() if isinstance(keys, tuple)]
    arriving = {key.value for keys in sent for key in keys}
    for letter in "abdefgjklnorstuvwxy":
        assert textual_key(f"ctrl+{letter}") in arriving
    for sign in "@_]^":
        assert textual_key(f"ctrl+{sign}") in arriving
    assert textual_key("ctrl+backslash") in arriving


@pytest.mark.parametrize(
    ("key", "typed"), [("x", True), ("enter", True), ("f2", False), ("ctrl+q", False)]
)
def test_keys_that_lines_of_text_need(key: str, typed: bool) -> None:
    assert is_typed(key) == typed
