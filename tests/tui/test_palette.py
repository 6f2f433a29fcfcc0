"""Colours of labels: readable in every theme, told apart by everybody and in every terminal."""

from itertools import combinations

import pytest
from rich.color import ColorSystem
from rich.style import Style
from textual.color import Color

from annotator.model.scheme import Scheme
from annotator.project import Project
from annotator.tui.palette import (
    HUES,
    HUES_256,
    READABLE,
    ColorMode,
    Hue,
    TypeStyles,
    color_mode,
    contrast,
)
from annotator.tui.themes import built_in_themes
from tests.tui.color_vision import VISIONS, ciede2000, distance

THEMES = {theme.name: theme for theme in built_in_themes() if not theme.ansi}

FLOOR = 7.5
"""Least CIEDE2000 distance of two hues, for every vision; about 2 can just be seen."""

CROSS = 5.9
"""The same for tints of two strengths, which differ in lightness too."""


def ground(theme: str) -> tuple[Color, Color]:
    """Return foreground and background of a theme."""
    colors = THEMES[theme].to_color_system().generate()
    return Color.parse(colors["foreground"]), Color.parse(colors["background"])


def names_of(scheme: Scheme) -> list[str]:
    """Return the types of a scheme."""
    return [kind.name for kind in scheme.choosable_types("entities")]


def back(style: Style) -> Color:
    """Return the background of a style."""
    assert style.bgcolor
    return Color.from_rich_color(style.bgcolor)


def front(style: Style) -> Color:
    """Return the foreground of a style."""
    assert style.color
    return Color.from_rich_color(style.color)


def test_contrast_of_black_and_white() -> None:
    black, white = Color.parse("#000000"), Color.parse("#ffffff")
    assert round(contrast(black, white), 2) == round(contrast(white, black), 2) == 21
    # https://www.w3.org/WAI/WCAG22/Techniques/general/G18 calls #767676 on white just enough.
    assert round(contrast(Color.parse("#767676"), white), 2) == 4.54


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        # Sharma, Wu, Dalal (2005), table 1, pairs 1, 7, 17, 20 and 34.
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, 0.0, 0.0), (50.0, -1.0, 2.0), 2.3669),
        ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
        ((50.0, 2.5, 0.0), (58.0, 24.0, 15.0), 19.4535),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_distance_of_colors_is_the_published_one(
    one: tuple[float, float, float], other: tuple[float, float, float], expected: float
) -> None:
    assert round(ciede2000(one, other), 4) == expected


def in_256_colors(color: Color) -> Color:
    """Return what a terminal with 256 colours shows."""
    return Color.from_rich_color(color.rich_color.downgrade(ColorSystem.EIGHT_BIT))


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("strength", Hue._fields)
def test_hues_are_told_apart(vision: str, strength: str) -> None:
    for hues in (HUES, HUES_256):
        colors = [Color.parse(getattr(hue, strength)) for hue in hues]
        assert min(distance(*pair, vision) for pair in combinations(colors, 2)) >= FLOOR


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("strength", Hue._fields)
def test_hues_are_told_apart_where_there_are_256_colors(vision: str, strength: str) -> None:
    colors = [Color.parse(getattr(hue, strength)) for hue in HUES_256]
    fewer = [in_256_colors(color) for color in colors]
    assert min(distance(*pair, vision) for pair in combinations(fewer, 2)) >= FLOOR
    assert all(distance(*pair, vision) < 4 for pair in zip(colors, fewer, strict=True))


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("mode", ["full", "256"])
def test_tags_and_labelled_text_can_be_read(project: Project, theme: str, mode: ColorMode) -> None:
    foreground, background = ground(theme)
    styles = TypeStyles(project.scheme, foreground, background, mode)
    for name in names_of(project.scheme):
        lane, text = styles.lane(name), styles.text(name)
        assert contrast(front(lane), background) >= READABLE
        assert contrast(front(text), back(text)) >= READABLE
        assert all(distance(back(text), background, vision) >= 4 for vision in VISIONS)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("mode", ["full", "256"])
def test_no_two_types_look_the_same(project: Project, theme: str, mode: ColorMode) -> None:
    styles = TypeStyles(project.scheme, *ground(theme), mode)
    tints = [back(styles.text(name)) for name in names_of(project.scheme)]
    for vision in VISIONS:
        assert min(distance(*pair, vision) for pair in combinations(tints, 2)) >= CROSS


@pytest.mark.parametrize("theme", THEMES)
def test_nothing_collides_where_there_are_256_colors(project: Project, theme: str) -> None:
    styles = TypeStyles(project.scheme, *ground(theme), "256")
    names = names_of(project.scheme)
    seen = {style.bgcolor.downgrade(ColorSystem.EIGHT_BIT) for style in map(styles.text, names)}  # type: ignore[union-attr]
    assert len(seen) == len(names)
    hues = {styles.lane(name).color.downgrade(ColorSystem.EIGHT_BIT) for name in names}  # type: ignore[union-attr]
    assert len(hues) == len(HUES)


def test_sixteen_colors_and_signs(project: Project) -> None:
    styles = TypeStyles(project.scheme, *ground("dark"), "16")
    looks = [styles.text(name) for name in names_of(project.scheme)]
    assert len(set(looks)) == len(looks)
    assert all(style.bgcolor is None for style in looks)
    assert styles.overlap.underline and styles.overlap.bold


def test_without_colors_labels_are_underlined_and_overlaps_bold(project: Project) -> None:
    styles = TypeStyles(project.scheme, *ground("dark"), "none")
    for name in (*names_of(project.scheme), "NOT_IN_THIS_SCHEME"):
        assert styles.text(name) == Style(underline=True)
        assert styles.lane(name) == Style()
    assert styles.text("ORG") + styles.overlap != styles.text("ORG")


def test_a_color_of_somebodys_own_can_be_read(project: Project) -> None:
    own = {"ORG": "#ff0000", "GPE": "#ff0000", "LOC": "#ffffff", "FAC": "no colour"}
    foreground, background = ground("dark")
    styles = TypeStyles(project.scheme, foreground, background, "full", own)
    assert back(styles.text("ORG")) != back(styles.text("GPE")) == Color.parse("#ff0000")
    for name in own:
        assert contrast(front(styles.text(name)), back(styles.text(name))) >= READABLE
        assert contrast(front(styles.lane(name)), background) >= READABLE


@pytest.mark.parametrize(
    ("system", "is_ansi", "no_color", "mode"),
    [
        ("truecolor", False, False, "full"),
        ("256", False, False, "256"),
        ("standard", False, False, "16"),
        ("windows", False, False, "16"),
        ("truecolor", True, False, "16"),
        ("truecolor", False, True, "none"),
        (None, False, False, "none"),
    ],
)
def test_what_a_terminal_can_show(
    system: str | None, is_ansi: bool, no_color: bool, mode: str
) -> None:
    assert color_mode(system, is_ansi=is_ansi, no_color=no_color) == mode
