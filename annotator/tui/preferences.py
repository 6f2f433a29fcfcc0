"""A person's configuration as the screens use it: keys in force, habits, theme.

Every fault is told with its line before a screen opens. Must not import Textual: the command line
checks the configuration without opening a screen.
"""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from annotator.config import (
    THEMES,
    ConfigErrors,
    ConfigProblem,
    ThemeFile,
    read_config,
    read_theme,
    theme_names,
)
from annotator.model.scheme import Scheme
from annotator.tui.keymap import KeyMap


class Preferences(NamedTuple):
    """What a person has set; everything as it comes where nothing is set."""

    keys: KeyMap = KeyMap()
    go_on: bool = True
    compact: bool = False
    suggestions: bool = True
    slow_suggesters: tuple[str, ...] = ()
    """Programs and pipelines that look at an article when it is opened."""
    theme: str = ""
    """The name of the theme, "" where the terminal decides."""
    own_theme: ThemeFile | None = None
    """The theme's file, where it is one of the person's own."""


def load_preferences(scheme: Scheme) -> Preferences:
    """Read and check the configuration.

    Raises:
        ConfigErrors: something in it is wrong, or clashes with the letters of the scheme.
    """
    config = read_config()
    if not config.source.values:
        return Preferences()
    # The checks are imported for those who have a file.
    from annotator.tui.key_checks import checked_keys

    changes = checked_keys(config, scheme)
    own = read_theme(config.theme) if config.theme and config.theme not in THEMES else None
    slow = (*(one.name for one in config.programs), *config.pipelines)
    habits = config.go_on, config.compact, config.suggestions, slow
    return Preferences(KeyMap(changes), *habits, config.theme, own)


def faults(scheme: Scheme) -> list[ConfigProblem]:
    """Return everything that is wrong with the configuration and with the person's themes."""
    checks: list[Callable[[], object]] = [partial(load_preferences, scheme)]
    checks += [partial(read_theme, name) for name in theme_names() if name not in THEMES]
    found: list[ConfigProblem] = []
    for check in checks:
        try:
            check()
        except ConfigErrors as errors:
            found += (one for one in errors.problems if one not in found)
    return found
