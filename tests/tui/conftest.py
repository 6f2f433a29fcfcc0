"""Screens for tests: seeds or given texts in a project, and a Pilot that waits for conditions."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from annotator.project import ImportOptions, Project, open_project
from annotator.resources import resource_dir
from annotator.tui.app import AnnotatorApp
from annotator.tui.screens.label import LabelScreen

Opened = Callable[..., AbstractAsyncContextManager[Pilot[None]]]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a project with the five seeds."""
    made = open_project(tmp_path / "seeds.db", create=True)
    made.import_paths([resource_dir("seeds")], ImportOptions("ann"))
    return made


@pytest.fixture
def project_of(tmp_path: Path) -> Callable[..., Project]:
    """Return a function that makes a project of texts."""

    def make(*texts: str) -> Project:
        made = open_project(tmp_path / "texts.db", create=True)
        for number, text in enumerate(texts):
            path = tmp_path / f"text{number}.txt"
            path.write_bytes(text.encode())
            made.import_paths([path], ImportOptions("ann"))
        return made

    return make


@pytest.fixture
def opened() -> Opened:
    """Return a function that opens the Label screen of a project's first article in a Pilot."""

    @asynccontextmanager
    async def open_label(
        project: Project, size: tuple[int, int] = (100, 30), annotator: str = "ann"
    ) -> AsyncIterator[Pilot[None]]:
        article = project.articles(limit=1)[0].article.id
        app = AnnotatorApp(project, annotator, article)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            yield pilot

    return open_label


def label_screen(pilot: Pilot[None]) -> LabelScreen:
    """Return the Label screen that is open."""
    screen = pilot.app.screen
    assert isinstance(screen, LabelScreen)
    return screen


async def wait_for(pilot: Pilot[None], condition: Callable[[], bool], what: str) -> None:
    """Wait until a condition holds; fail with `what` after five seconds."""
    async with asyncio.timeout(5):
        try:
            while not condition():
                await pilot.pause(0.01)
        except asyncio.CancelledError:
            pytest.fail(f"waited in vain for {what}")


def screen_lines(pilot: Pilot[None]) -> list[str]:
    """Return what the Label screen's text shows, row by row."""
    view = label_screen(pilot).query_one("#text")
    return [view.render_line(y).text for y in range(view.size.height)]
