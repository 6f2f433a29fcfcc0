"""Colours of labels: readable on dark and light, told apart where the terminal has few."""

import pytest
from textual.color import Color

from annotator.project import Project
from annotator.tui.palette import READABLE, TypeStyles, contrast

DARK = (Color.parse("#e0e0e0"), Color.parse("#121212"))
LIGHT = (Color.parse("#1f1f1f"), Color.parse("#e0e0e0"))
"""Foreground and background of Textual's own themes."""


def test_contrast_of_black_and_white() -> None:
    black, white = Color.parse("#000000"), Color.parse("#ffffff")
    assert round(contrast(black, white), 2) == round(contrast(white, black), 2) == 21
    # https://www.w3.org/WAI/WCAG22/Techniques/general/G18 calls #767676 on white just enough.
    assert round(contrast(Color.parse("#767676"), white), 2) == 4.54


@pytest.mark.parametrize(("foreground", "background"), [DARK, LIGHT], ids=["dark", "light"])
def test_tags_and_labelled_text_can_be_read(
    project: Project, foreground: Color, background: Color
) -> None:
    styles = TypeStyles(project.scheme, foreground, background, "truecolor")
    for kind in project.scheme.choosable_types("entities"):
        lane, text = styles.lane(kind.name), styles.text(kind.name)
        assert lane.color and text.color and text.bgcolor
        assert contrast(Color.from_rich_color(lane.color), background) >= READABLE
        on_tint = Color.from_rich_color(text.color), Color.from_rich_color(text.bgcolor)
        assert contrast(*on_tint) >= READABLE
        assert on_tint[1] != background


@pytest.mark.parametrize("color_system", [None, "standard", "windows"])
def test_few_colors_underline(project: Project, color_system: str | None) -> None:
    styles = TypeStyles(project.scheme, *DARK, color_system)
    for kind in project.scheme.choosable_types("entities"):
        assert styles.text(kind.name).underline
        assert styles.text(kind.name).bgcolor is None
    assert styles.text("NOT_IN_THIS_SCHEME").underline
