"""Themes: the four that are always there, and those of the person's own."""

from textual.app import App
from textual.theme import Theme

from annotator.config import ThemeFile, read_theme

ANSI = "ansi"
"""Uses the terminal's own colours, whatever they are."""

_LABEL_VARIABLE = "label-"
"""What the variables of a theme are called that hold the colours of labels."""

_PLAIN_ANSI = {
    # Textual's own style sheets ask for these two where the theme is of this kind.
    "ansi-background": "ansi_default",
    "ansi-foreground": "ansi_default",
    # Underlined for terminals without colours; lists of Textual take no reversed lines.
    "block-cursor-foreground": "ansi_bright_white",
    "block-cursor-background": "ansi_blue",
    "block-cursor-text-style": "bold underline",
    "block-cursor-blurred-text-style": "bold underline",
    "input-cursor-text-style": "reverse",
    "border": "ansi_default",
    "border-blurred": "ansi_default",
    "scrollbar-background": "ansi_default",
    "scrollbar-background-hover": "ansi_default",
    "scrollbar-background-active": "ansi_default",
}

_THEMES: tuple[Theme, ...] = (
    Theme(
        name="dark",
        primary="#0178d4",
        secondary="#004578",
        accent="#ffa62b",
        warning="#ffa62b",
        error="#ba3c5b",
        success="#4ebf71",
        foreground="#e0e0e0",
        background="#121212",
    ),
    Theme(
        name="light",
        primary="#004578",
        secondary="#0178d4",
        accent="#8a4b00",
        warning="#8a4b00",
        error="#a01c3c",
        success="#1a6b33",
        foreground="#1a1a1a",
        background="#ffffff",
        surface="#eeeeee",
        panel="#e4e4e4",
        dark=False,
    ),
    Theme(
        name="high-contrast",
        primary="#5fd7ff",
        secondary="#5fd7ff",
        accent="#ffff00",
        warning="#ffff00",
        error="#ff5f5f",
        success="#5fff5f",
        foreground="#ffffff",
        background="#000000",
        surface="#000000",
        panel="#000000",
        variables={"text-muted": "#ffffff", "text-disabled": "#d0d0d0"},
    ),
    Theme(
        name=ANSI,
        ansi=True,
        primary="ansi_blue",
        secondary="ansi_cyan",
        accent="ansi_magenta",
        warning="ansi_yellow",
        error="ansi_red",
        success="ansi_green",
        foreground="ansi_default",
        background="ansi_default",
        surface="ansi_default",
        panel="ansi_default",
        boost="ansi_default",
        variables=_PLAIN_ANSI,
    ),
)


def built_in_themes() -> tuple[Theme, ...]:
    """Return the themes that are always there."""
    return _THEMES


def own_theme(file: ThemeFile) -> Theme:
    """Return the theme that a person wrote: another one with some colours changed."""
    base = next(theme for theme in _THEMES if theme.name == file.base)
    labels = {f"{_LABEL_VARIABLE}{name}": color for name, color in file.labels.items()}
    values = {**vars(base), **file.colors, "name": file.name}
    return Theme(**{**values, "variables": {**base.variables, **labels}})


def wear(app: App[None], name: str) -> None:
    """Give the screens a theme, one that is always there or the person's own.

    Raises:
        ConfigErrors: the file of the theme has a fault.
    """
    if name not in (theme.name for theme in _THEMES):
        app.register_theme(own_theme(read_theme(name)))
    if app.theme == name:
        # Its file may have changed.
        app.theme = _THEMES[0].name
    app.theme = name


def label_colors(theme: Theme) -> dict[str, str]:
    """Return the colours that a theme gives to labels, by type."""
    return {
        name.removeprefix(_LABEL_VARIABLE): color
        for name, color in theme.variables.items()
        if name.startswith(_LABEL_VARIABLE)
    }
