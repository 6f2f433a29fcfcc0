"""Screens for tests: seeds or given texts in a project, and a Pilot that waits for conditions."""

import shutil
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing, contextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from annotator.project import ImportOptions, Project, open_project
from annotator.resources import resource_dir
from annotator.store.errors import DiskFull
from annotator.store.project_file import ProjectFile
from annotator.tui.app import AnnotatorApp
from annotator.tui.preferences import Preferences
from tests.tui.screens import TEXT, shown, wait_for

Opened = Callable[..., AbstractAsyncContextManager[Pilot[None]]]


@pytest.fixture(autouse=True)
def state_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep reports of crashes in the test's own folder."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture(scope="session")
def seeds_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a closed project with the five seeds, to be copied."""
    path = tmp_path_factory.mktemp("seeds") / "seeds.db"
    with open_project(path, create=True) as made:
        made.import_paths([resource_dir("seeds")], ImportOptions("ann"))
    return path


@pytest.fixture
def project(seeds_template: Path, tmp_path: Path) -> Iterator[Project]:
    """Return a project with the five seeds."""
    path = shutil.copy(seeds_template, tmp_path / "seeds.db")
    with open_project(path) as copied:
        yield copied


@pytest.fixture
def project_of(tmp_path: Path) -> Iterator[Callable[..., Project]]:
    """Return a function that makes a project of texts."""
    made = open_project(tmp_path / "texts.db", create=True)

    def make(*texts: str) -> Project:
        paths = [tmp_path / f"text{number}.txt" for number in range(len(texts))]
        for path, text in zip(paths, texts, strict=True):
            path.write_bytes(text.encode())
        if paths:
            made.import_paths(paths, ImportOptions("ann"))
        return made

    with closing(made):
        yield make


@pytest.fixture
def small(project_of: Callable[..., Project]) -> Project:
    """Return a project with TEXT."""
    return project_of(TEXT)


@pytest.fixture
def opened() -> Opened:
    """Return a function that opens the Label screen of an article in a Pilot."""

    @asynccontextmanager
    async def open_label(
        project: Project,
        size: tuple[int, int] = (100, 30),
        annotator: str = "ann",
        number: int = 0,
        suggestions: bool = False,
    ) -> AsyncIterator[Pilot[None]]:
        article = project.articles(first=number, limit=1)[0].article.id
        preferences = Preferences(suggestions=suggestions)
        app = AnnotatorApp(project, annotator, article, preferences)
        async with app.run_test(size=size) as pilot:
            await wait_for(pilot, lambda: bool(shown(pilot)), "the article")
            yield pilot

    return open_label


@pytest.fixture
def home() -> Opened:
    """Return a function that opens the Home screen of a project in a Pilot."""

    @asynccontextmanager
    async def open_home(
        project: Project, size: tuple[int, int] = (100, 30), annotator: str = "ann"
    ) -> AsyncIterator[Pilot[None]]:
        preferences = Preferences(suggestions=False)
        app = AnnotatorApp(project, annotator, preferences=preferences)
        async with app.run_test(size=size) as pilot:
            await wait_for(pilot, lambda: bool(pilot.app.screen.query("*")), "the list")
            await pilot.pause()
            yield pilot

    return open_home


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Return a function after which nothing can be written; `monkeypatch.undo` frees the disk."""

    @contextmanager
    def refuse(_: ProjectFile) -> Iterator[sqlite3.Connection]:
        raise DiskFull("The disk is full; nothing was saved: free some space.")
        yield  # a generator, as what it stands for

    return lambda: monkeypatch.setattr(ProjectFile, "write", refuse)
