"""Colours of types: eight hues that people with colour blindness tell apart (Okabe and Ito, 2008).

Colour is never the only sign: lanes name every type.
"""

from rich.style import Style
from textual.color import Color, ColorParseError

from annotator.model.scheme import Scheme

_HUES = (
    "#56B4E9",  # sky blue
    "#E69F00",  # orange
    "#009E73",  # bluish green
    "#CC79A7",  # reddish purple
    "#F0E442",  # yellow
    "#0072B2",  # blue
    "#D55E00",  # vermilion
    "#999999",  # grey
)
_ANSI = ("cyan", "yellow", "green", "magenta", "bright_yellow", "blue", "red", "white")

READABLE = 4.5
"""Contrast that WCAG 2.2 asks of text."""

_TINT = 0.35
"""How much of the hue the background of a labelled text takes on."""


class TypeStyles:
    """How labelled text and its lanes look, per entity type."""

    def __init__(
        self, scheme: Scheme, foreground: Color, background: Color, color_system: str | None
    ) -> None:
        names = [kind.name for kind in scheme.choosable_types("entities")]
        chosen = {kind.name: kind.color for kind in scheme.entity_types}
        few = color_system in (None, "standard", "windows")
        self._text: dict[str, Style] = {}
        self._lane: dict[str, Style] = {}
        for number, name in enumerate(names):
            hue = _hue(chosen.get(name, ""), number)
            if few:
                style = Style(color=_ANSI[number % len(_ANSI)])
                self._text[name] = Style(underline=True)
                self._lane[name] = style
            else:
                tint = background.blend(hue, _TINT)
                self._text[name] = Style(bgcolor=tint.rich_color, color=foreground.rich_color)
                lane = _readable(hue, foreground, background)
                self._lane[name] = Style(color=lane.rich_color)
        self._plain = Style(underline=True)

    def text(self, name: str) -> Style:
        """Return the style of text that is labelled so."""
        return self._text.get(name, self._plain)

    def lane(self, name: str) -> Style:
        """Return the style of the lane of such a label."""
        return self._lane.get(name, self._plain)


def contrast(one: Color, other: Color) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: Color) -> float:
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in color.normalized
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _readable(hue: Color, foreground: Color, background: Color) -> Color:
    """Return the hue with as much of the foreground as reading small letters takes."""
    mixed = (hue.blend(foreground, share / 10) for share in range(10))
    return next((one for one in mixed if contrast(one, background) >= READABLE), foreground)


def _hue(wanted: str, number: int) -> Color:
    try:
        return Color.parse(wanted) if wanted else Color.parse(_HUES[number % len(_HUES)])
    except ColorParseError:
        return Color.parse(_HUES[number % len(_HUES)])
