"""What tests ask of a screen, and of the project file behind it."""

import asyncio
from collections.abc import Callable

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from annotator.model.annotation import Mention
from annotator.model.spans import covered_text
from annotator.project import Desk, Project, open_project
from annotator.tui.screens.home import HomeScreen
from annotator.tui.screens.label import LabelScreen
from annotator.tui.widgets.lines import Line, TitleLine

TEXT = """\
Others stormed Karvan on Monday, and Tomas Erdin fled with Velmora Relief to Lower Oshtin.
At least 12 people were killed near the Sarn valley.
Nobody claimed the attack.
"""
"""Three sentences, all made up."""


def label_screen(pilot: Pilot[None]) -> LabelScreen:
    """Return the Label screen, which may have a window over it."""
    return next(s for s in pilot.app.screen_stack if isinstance(s, LabelScreen))


def home_screen(pilot: Pilot[None]) -> HomeScreen:
    """Return the Home screen, which may have a window over it."""
    return next(s for s in pilot.app.screen_stack if isinstance(s, HomeScreen))


def desk_of(pilot: Pilot[None]) -> Desk:
    """Return the desk of the Label screen."""
    return label_screen(pilot).desk


def lit(pilot: Pilot[None]) -> str:
    """Return the lit text."""
    return desk_of(pilot).reader.lit_text


async def wait_for(pilot: Pilot[None], condition: Callable[[], bool], what: str) -> None:
    """Wait until a condition holds; fail with `what` after five seconds."""
    try:
        async with asyncio.timeout(5):
            while not condition():
                await pilot.pause(0.01)
    except TimeoutError:
        pytest.fail(f"waited in vain for {what}")


def shown(pilot: Pilot[None]) -> list[str]:
    """Return what the text of the Label screen shows, row by row, without blanks at the end."""
    view = label_screen(pilot).query_one("#text")
    return [view.render_line(y).text.rstrip() for y in range(view.size.height)]


def said(pilot: Pilot[None]) -> str:
    """Return the line about what is lit, or the message that stands there."""
    return label_screen(pilot).query_one("#lit", Line).text.strip()


def title(pilot: Pilot[None]) -> str:
    """Return both parts of the title line."""
    line = pilot.app.screen_stack[0].query_one("#title", TitleLine)
    return f"{line.text} {line.right}"


def window_text(pilot: Pilot[None]) -> str:
    """Return the texts of the window that is open."""
    found = (str(widget.render()) for widget in pilot.app.screen.query(Static))
    return "\n".join(found)


def stored_mentions(project: Project, annotator: str = "ann") -> list[tuple[Mention, str]]:
    """Return the mentions in the project file with their texts, through another connection."""
    found = []
    with open_project(project.path, read_only=True) as other:
        for line in other.articles():
            text = other.document(line.article.id).text
            for item in other.annotations(line.article.id, annotator):
                if isinstance(item, Mention):
                    found.append((item, covered_text(text, item.fragments)))
    return found


def stored(project: Project, annotator: str = "ann") -> list[tuple[str, str]]:
    """Return type and text of the mentions in the project file."""
    return [(item.type, text) for item, text in stored_mentions(project, annotator)]


def done(project: Project, annotator: str = "ann") -> list[int]:
    """Return for each article how many sentences are done in the project file."""
    with open_project(project.path, read_only=True) as other:
        return [line.progress.done for line in other.articles(annotator)]


async def label(pilot: Pilot[None], words: str, *letters: str) -> None:
    """Light words of the text, as the mouse would, and press letters."""
    reader, text = desk_of(pilot).reader, desk_of(pilot).session.work.text
    reader.select(text.index(words), text.index(words) + len(words))
    await pilot.press(*letters)


async def light(pilot: Pilot[None], words: str) -> None:
    """Light words of the text."""
    await label(pilot, words)
    assert lit(pilot) == words
