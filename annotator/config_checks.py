"""Whether configuration and theme files have the right shape, told in plain words.

Beside `config`, so that who has no such file need not import it.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from annotator.model.scheme_findings import Finding, shown, suggestion
from annotator.model.toml_lines import TomlPath

COLORS = (
    *("foreground", "background", "surface", "panel", "primary", "secondary", "accent"),
    *("success", "warning", "error"),
)
"""Colours of the interface that a theme file may set; Textual's names."""

_SHAPES: Mapping[str, Mapping[str, type]] = {
    "label": {"go_on": bool, "compact": bool, "suggestions": bool},
    "look": {"theme": str},
}
"""Tables of the configuration with free keys left out, and the types of their values."""

_MEANT: Mapping[type, str] = {
    bool: "must be true or false, without quotes",
    str: 'must be text in quotes, such as "dark"',
}


def faults_of_config(values: Mapping[str, Any], themes: Collection[str]) -> Iterator[Finding]:
    """Yield what is wrong with the shape of a configuration.

    Args:
        themes: the names of all themes.
    """
    known = ("keys", "suggesters", *_SHAPES)
    for table, value in values.items():
        if table not in known:
            hint = suggestion(table, known)
            yield Finding((table,), f"unknown table “{shown(table)}”", hint)
        elif not isinstance(value, dict):
            yield Finding((table,), f"{table} must be a table", f"write [{table}] on a line")
        elif table == "keys":
            yield from _faults_of_keys(value, ("keys",))
        elif table == "suggesters":
            for name, one in value.items():
                yield from _faults_of_suggester(name, one)
        else:
            yield from _faults_of_table(value, table)
    look = values.get("look")
    theme = look.get("theme") if isinstance(look, dict) else None
    if isinstance(theme, str) and theme not in themes:
        message = f"there is no theme “{shown(theme)}”"
        yield Finding(("look", "theme"), message, suggestion(theme, themes))


def faults_of_theme(values: Mapping[str, Any], bases: Collection[str]) -> Iterator[Finding]:
    """Yield what is wrong with a theme file.

    Args:
        bases: the names of the themes that another may be based on.
    """
    tables = ("base", "colors", "labels")
    for key, value in values.items():
        if key not in tables:
            yield Finding((key,), f"unknown key “{shown(key)}”", suggestion(key, tables))
        elif key == "base":
            if value not in bases:
                hint = suggestion(str(value), bases)
                yield Finding((key,), f"no theme can be based on “{shown(str(value))}”", hint)
        elif not isinstance(value, dict):
            yield Finding((key,), f"{key} must be a table", f"write [{key}] on a line")
        else:
            yield from _faults_of_colors(value, key)


def _faults_of_colors(values: Mapping[str, Any], table: str) -> Iterator[Finding]:
    for name, value in values.items():
        if table == "colors" and name not in COLORS:
            hint = suggestion(name, COLORS)
            yield Finding((table, name), f"unknown colour “{shown(name)}”", hint)
        if not isinstance(value, str) or not re.fullmatch("#[0-9A-Fa-f]{6}", value):
            message = f"{shown(name)} = {shown(str(value))} is no colour"
            yield Finding((table, name), message, 'write it as "#rrggbb"')


def _faults_of_table(values: Mapping[str, Any], table: str) -> Iterator[Finding]:
    for key, value in values.items():
        wanted = _SHAPES[table].get(key)
        if wanted is None:
            hint = suggestion(key, _SHAPES[table])
            yield Finding((table, key), f"unknown key “{shown(key)}” in [{table}]", hint)
        elif not isinstance(value, wanted):
            yield Finding((table, key), f"{key} {_MEANT[wanted]}")


def _faults_of_suggester(name: str, table: Any) -> Iterator[Finding]:
    from annotator.suggest.registry import RESERVED, is_name

    here = ("suggesters", name)
    if not is_name(name) or name in RESERVED:
        message = f"no suggester can be called “{shown(name)}”"
        hint = f"use lower-case letters, digits and _, and another name than {', '.join(RESERVED)}"
        yield Finding(here, message, hint)
    if not isinstance(table, dict):
        yield Finding(here, f"{shown(name)} must be a table", f"write [suggesters.{shown(name)}]")
        return
    if ("command" in table) == ("spacy" in table):
        hint = 'write command = ["program", "argument"], or spacy = "en_core_web_sm"'
        yield Finding(here, f"{shown(name)} needs a command or a spaCy pipeline", hint)
    for key, value in table.items():
        if key not in _SUGGESTER:
            hint = suggestion(key, _SUGGESTER)
            yield Finding((*here, key), f"unknown key “{shown(key)}” of a suggester", hint)
        elif not _SUGGESTER[key](value):
            yield Finding((*here, key), f"{key} must be {_SUGGESTER_MEANT[key]}")


def _is_command(value: Any) -> bool:
    words = value if isinstance(value, list) else []
    return bool(words) and all(isinstance(word, str) and word for word in words)


def _is_time(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= 3600


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


_SUGGESTER: Mapping[str, Callable[[Any], bool]] = {
    "command": _is_command,
    "seconds": _is_time,
    "version": _is_text,
    "spacy": _is_text,
}
"""The keys of a suggester's table, and what tells whether a value is right."""

_SUGGESTER_MEANT: Mapping[str, str] = {
    "command": 'a list of words, such as ["python3", "suggest.py"]',
    "seconds": "a number of seconds up to 3600, without quotes",
    "version": 'text in quotes, such as "2"',
    "spacy": 'the name of a pipeline in quotes, such as "en_core_web_sm"',
}


def _faults_of_keys(values: Mapping[str, Any], path: TomlPath) -> Iterator[Finding]:
    for name, value in values.items():
        here = (*path, name)
        items = value if isinstance(value, list) else [value]
        if isinstance(value, dict):
            yield from _faults_of_keys(value, here)
        elif not all(isinstance(item, str) for item in items):
            act = ".".join(map(str, here[1:]))
            hint = 'write "n", or ["n", "ctrl+n"] for several, or "" for none'
            yield Finding(here, f"the key of “{shown(act)}” must be text in quotes", hint)
