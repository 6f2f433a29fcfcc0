"""Names of keys: as people write them, as Textual calls them, as the screens show them.

Only keys that arrive through tmux, screen and plain terminals are accepted; which ones do was
measured. Must not import Textual: the command line checks keys without opening a screen.
"""

import unicodedata
from functools import cache
from string import ascii_lowercase, ascii_uppercase, digits, punctuation

UNBOUND = "unbound"
"""A name that no key has: what is bound to it has no key."""


class KeyFault(Exception):
    """This is no key, or none that terminals send; the message is a reason and a remedy."""


_TEXTUAL_NAMES = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}
"""Where Textual's name of a sign is not Unicode's."""

_ALIASES = {
    **{"esc": "escape", "return": "enter", "del": "delete", "ins": "insert", "spacebar": "space"},
    **{"pgup": "pageup", "pgdn": "pagedown", "pgdown": "pagedown", "page_up": "pageup"},
    **{"page_down": "pagedown", "option": "alt", "meta": "alt", "control": "ctrl"},
}

_MOVING = ("up", "down", "left", "right", "home", "end", "pageup", "pagedown")
_FUNCTION_KEYS = tuple(f"f{number}" for number in range(1, 13))
_ALONE = (
    *("tab", "enter", "escape", "space", "backspace", "delete", "insert"),
    *_MOVING,
    *_FUNCTION_KEYS,
)
_MODIFIERS = ("alt", "ctrl", "shift")

_SHOWN = {
    **{"up": "↑", "down": "↓", "left": "←", "right": "→", "pageup": "PgUp", "pagedown": "PgDn"},
    **{"escape": "Esc", "delete": "Del", "insert": "Ins"},
}

_SAME_AS = {
    "ctrl+i": "Tab",
    "ctrl+m": "Enter",
    "ctrl+h": "Backspace",
    "ctrl+left_square_bracket": "Esc",
    "ctrl+minus": "Ctrl+_",
    "alt+b": "Ctrl+←",
    "alt+f": "Ctrl+→",
    "alt+enter": "Enter",
    "alt+tab": "Shift+Tab",
    "alt+backspace": "Ctrl+W",
}
"""Keys that terminals send as if they were another one."""

_WRITTEN_OTHERWISE = {
    "ctrl+space": "ctrl+@",
    "ctrl+slash": "ctrl+_",
}
_CONTROL_SIGNS = {
    "ctrl+at": "ctrl+@",
    "ctrl+backslash": "ctrl+backslash",
    "ctrl+right_square_bracket": "ctrl+right_square_bracket",
    "ctrl+circumflex_accent": "ctrl+circumflex_accent",
    "ctrl+underscore": "ctrl+underscore",
}
"""The signs that terminals send together with Ctrl, with Textual's names of them."""


def textual_key(written: str) -> str:
    """Return Textual's name of a key.

    Args:
        written: a character such as `n` or `+`, or a name such as `tab`, `ctrl+n`, `shift+up`.

    Raises:
        KeyFault: there is no such key, or terminals do not send it.
    """
    if len(written) == 1:
        return _of_character(written)
    *modifiers, name = _parts(written)
    name = _of_character(name) if len(name) == 1 else _ALIASES.get(name.lower(), name.lower())
    if name not in _ALONE and name not in _signs().values() and len(name) != 1:
        raise KeyFault("there is no such key; write a character, or a name such as tab or ctrl+n")
    found = [_ALIASES.get(one.lower(), one.lower()) for one in modifiers]
    unknown = [one for one in found if one not in _MODIFIERS]
    if unknown:
        raise KeyFault(f"“{unknown[0]}” is no key to hold down; those are ctrl, alt and shift")
    return _modified(frozenset(found), name) if found else name


def shown_key(key: str) -> str:
    """Return how people know a key, by Textual's name of it."""
    *modifiers, name = key.split("+")
    if modifiers and len(name) == 1:
        name = name.upper()
    for character, sign in _signs().items():
        if name == sign:
            name = character
    name = _SHOWN.get(name, name if len(name) == 1 else name.capitalize())
    return "+".join((*(one.capitalize() for one in modifiers), name))


def is_typed(key: str) -> bool:
    """Say whether a key means something while text is typed into a line."""
    *modifiers, name = key.split("+")
    return not modifiers and name not in _FUNCTION_KEYS


def _parts(written: str) -> list[str]:
    """Return the modifiers and the key; the key may be `+` itself."""
    if written.endswith("++"):
        return [*written[:-2].split("+"), "+"]
    return written.split("+")


@cache
def _signs() -> dict[str, str]:
    """Return Textual's names of the signs of a keyboard."""
    return {sign: _name_of(sign) for sign in punctuation}


def _name_of(character: str) -> str:
    name = unicodedata.name(character, "").lower().replace("-", "_").replace(" ", "_")
    return _TEXTUAL_NAMES.get(name, name)


def _of_character(character: str) -> str:
    if character == " ":
        return "space"
    if not character.isprintable() or unicodedata.combining(character):
        raise KeyFault("it is no character that a key types; write a letter, a sign or a name")
    return character if character.isalnum() else _name_of(character)


def _modified(modifiers: frozenset[str], name: str) -> str:
    """Return Textual's name of a key with others held down, where terminals send that."""
    key = "+".join((*sorted(modifiers), name))
    if key in _WRITTEN_OTHERWISE:
        raise KeyFault(f"terminals send it as {_WRITTEN_OTHERWISE[key]}; write that")
    same = _SAME_AS.get(key.lower() if "ctrl" in modifiers else key)
    if same:
        raise KeyFault(f"terminals send it as {same}, so it cannot be a key of its own")
    if name == "f3":
        raise KeyFault("with a key held down, F3 does not arrive in terminals; take another")
    if name in _FUNCTION_KEYS or name in _MOVING:
        return key
    if modifiers == {"shift"}:
        return _shifted(key, name)
    if modifiers == {"ctrl"}:
        return _with_control(key, name)
    if modifiers in ({"alt"}, {"alt", "shift"}):
        return _with_alt(key, name)
    raise KeyFault("terminals do not send these keys together; hold down fewer")


def _shifted(key: str, name: str) -> str:
    if name in ("tab", "delete"):
        return key
    if name in ascii_lowercase or name in ascii_uppercase:
        raise KeyFault(f"with shift a letter is a capital; write “{name.upper()}”")
    if name == "insert":
        raise KeyFault("terminals use it to paste; take another")
    if name in _ALONE:
        raise KeyFault("most terminals send it as if shift were not held down; take another")
    raise KeyFault("with shift a key types another character; write that character")


def _with_control(key: str, name: str) -> str:
    if key in _CONTROL_SIGNS:
        return _CONTROL_SIGNS[key]
    if name.lower() in ascii_lowercase:
        return key.lower()
    if key == "ctrl+delete":
        return key
    raise KeyFault("terminals send nothing for it, or the key without ctrl; take another")


def _with_alt(key: str, name: str) -> str:
    if len(name) == 1 and name.lower() in ascii_lowercase:
        return f"alt+shift+{name.lower()}" if name.isupper() or "shift" in key else key
    if name in digits:
        raise KeyFault("terminals send another character for it; take another")
    raise KeyFault("terminals send it as if alt were not held down; take another")
