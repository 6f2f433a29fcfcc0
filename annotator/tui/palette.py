"""Colours of types: eight hues that people with colour blindness tell apart, each in strengths.

The hues were chosen by computed distance (CIEDE2000) under the simulation of protanopia,
deuteranopia and tritanopia by Machado, Oliveira and Fernandes (2009); a test holds the distances.
Types that share a hue differ in strength: a tint close to the background, or far from it. Colour is
never the only sign: lanes name every type.
"""

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from rich.style import Style
from textual.color import Color, ColorParseError

from annotator.model.scheme import Scheme
from annotator.model.scheme_tables import FRAME_LAYERS

READABLE = 4.5
"""Contrast that WCAG 2.2 asks of text."""

ColorMode = Literal["full", "256", "16", "none"]
"""What a terminal can show. With 16, its own colours are used, over a background unknown to us."""


class Hue(NamedTuple):
    """One hue in three strengths."""

    dark: str
    """Under light text."""
    mid: str
    """Under dark text, where `dark` or `pale` is taken by another type."""
    pale: str
    """Under dark text, and in lanes on a dark background."""


HUES = (
    Hue("#005064", "#00aadd", "#33cccc"),  # teal
    Hue("#7850a0", "#aa88aa", "#ddccee"),  # purple
    Hue("#3c1400", "#aa8844", "#ffdd99"),  # brown
    Hue("#646464", "#777788", "#eeeedd"),  # grey
    Hue("#3c5000", "#99aa77", "#bbbb66"),  # olive
    Hue("#78283c", "#dd8899", "#ffaa99"),  # red
    Hue("#001464", "#5577bb", "#99bbff"),  # blue
    Hue("#00783c", "#668877", "#aaccbb"),  # green
)

HUES_256 = (
    Hue("#005f87", "#008787", "#87ffff"),
    Hue("#5f5fd7", "#d75faf", "#d7afd7"),
    Hue("#5f0000", "#af875f", "#ffaf87"),
    Hue("#626262", "#949494", "#b2b2b2"),
    Hue("#005f00", "#afaf5f", "#d7d7af"),
    Hue("#87005f", "#af5f5f", "#ffd7d7"),
    Hue("#00005f", "#00afff", "#afd7ff"),
    Hue("#008700", "#5faf87", "#d7ffaf"),
)
"""The same hues where a terminal has 256 colours, picked from those that it has."""

_ANSI = ("cyan", "yellow", "green", "magenta", "red")
"""Of the terminal's own colours, those that most palettes keep apart and off the background."""

_TINT = 0.35
"""How much of a hue of somebody's own the tint close to the background takes on."""

_BLACK, _WHITE = Color(0, 0, 0), Color(255, 255, 255)


class _Looks(NamedTuple):
    text: Style
    lane: Style


class TypeStyles:
    """How labelled text and its lanes look, per type.

    Args:
        own: colours of the person's own theme, by type; they go before those of the scheme.
    """

    def __init__(
        self,
        scheme: Scheme,
        foreground: Color,
        background: Color,
        mode: ColorMode,
        own: Mapping[str, str] | None = None,
    ) -> None:
        given = {kind.name: kind.color for kind in scheme.entity_types if kind.color}
        colors = {**given, **(own or {})}
        names = [kind.name for kind in scheme.choosable_types("entities")]
        self._plain = _Looks(Style(underline=True), Style())
        self._looks: dict[str, _Looks] = {}
        if mode == "16":
            self._looks = {name: _ansi_looks(number) for number, name in enumerate(names)}
        elif mode != "none":
            tints = _Tints(foreground, background, mode)
            self._looks = dict(zip(names, tints.looks(names, colors), strict=True))
        self._frames = {name for layer in FRAME_LAYERS for name in scheme.layer(layer)}
        self.overlap = Style(underline=True, bold=mode in ("16", "none") or None)
        """Added where a text has more than one label."""

    def text(self, name: str) -> Style:
        """Return the style of text that is labelled so."""
        return self._looks.get(name, self._plain).text

    def lane(self, name: str) -> Style:
        """Return the style of the lane of such a label; triggers and cues stand out by strength."""
        if name in self._frames:
            return Style(bold=True)
        return self._looks.get(name, self._plain).lane


def color_mode(color_system: str | None, *, is_ansi: bool, no_color: bool) -> ColorMode:
    """Return what can be shown.

    Args:
        color_system: as `rich.console.Console` names it.
        is_ansi: whether the theme uses the terminal's own colours.
        no_color: whether `NO_COLOR` is set.
    """
    if no_color or color_system is None:
        return "none"
    if is_ansi or color_system in ("standard", "windows"):
        return "16"
    return "full" if color_system == "truecolor" else "256"


def contrast(one: Color, other: Color) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _ansi_looks(number: int) -> _Looks:
    color = _ANSI[number % len(_ANSI)]
    underlined, reversed_, bare = Style(underline=True), Style(reverse=True), Style()
    sign = (underlined, reversed_, bare)[number // len(_ANSI) % 3]
    return _Looks(Style(color=color) + sign, Style(color=color))


class _Tints:
    """Styles by red, green and blue, for one foreground and background."""

    def __init__(self, foreground: Color, background: Color, mode: ColorMode) -> None:
        self._foreground, self._background = foreground, background
        self._is_dark = _luminance(background) < _luminance(foreground)
        self._hues = HUES if mode == "full" else HUES_256

    def looks(self, names: list[str], colors: Mapping[str, str]) -> Iterator[_Looks]:
        """Yield the looks of types: the next hue, or the colour that somebody gave it."""
        used: dict[str, int] = {}
        place = 0
        for name in names:
            color = _parsed(colors.get(name, ""))
            if color:
                near, far, lane = self._background.blend(color, _TINT), color, color
            else:
                near, far, lane = self._strengths(place)
                place += 1
            before = used.get(far.hex, 0)
            used[far.hex] = before + 1
            # Two strengths of a hue tell two types apart; italics the next two.
            yield self._look((near, far)[before % 2], lane, italic=before % 4 > 1)

    def _strengths(self, place: int) -> tuple[Color, Color, Color]:
        """Return the tint close to the background, the one far from it, and the lane's colour."""
        hue = self._hues[place % len(self._hues)]
        dark, mid, pale = map(Color.parse, hue)
        return (dark, mid, pale) if self._is_dark else (pale, mid, dark)

    def _look(self, tint: Color, lane: Color, *, italic: bool) -> _Looks:
        on_tint = (self._foreground, self._background, _WHITE, _BLACK)
        text = next(one for one in on_tint if contrast(one, tint) >= READABLE)
        lane = _readable(lane, self._foreground, self._background)
        style = Style(color=text.rich_color, bgcolor=tint.rich_color, italic=italic or None)
        return _Looks(style, Style(color=lane.rich_color))


def _parsed(color: str) -> Color | None:
    try:
        return Color.parse(color) if color else None
    except ColorParseError:
        return None


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
