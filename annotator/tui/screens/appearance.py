"""Choosing a theme."""

from collections.abc import Callable

from textual.app import App

from annotator.config import ConfigErrors, theme_names
from annotator.tui.screens.dialogs import Choice, ChooseScreen
from annotator.tui.themes import wear


def choose_theme(app: App[None], refuse: Callable[[str], object]) -> None:
    """Ask for a theme; it is for this sitting, the configuration keeps one for good.

    Args:
        refuse: says why there is nothing to choose, or what is wrong with the one that was chosen.
    """

    def take(name: str | None) -> None:
        try:
            if name:
                wear(app, name)
        except ConfigErrors as problem:
            refuse(str(problem))

    if app.no_color:
        refuse("NO_COLOR is set, so that there are no colours to choose.")
        return
    lines = [
        Choice(key, f"{name}{'   (now)' if name == app.theme else ''}", name)
        for key, name in zip("123456789", theme_names(), strict=False)
    ]
    app.push_screen(ChooseScreen("Appearance", lines), take)
