"""Fixtures that all tests share."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from annotator.project import Project, open_project
from annotator.store.project_file import ProjectFile
from tests.support import new_project

# Examples come from the test's name, not from chance, and a busy machine fails none of them.
settings.register_profile(
    "steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("steady")


@pytest.fixture(autouse=True)
def _close_projects(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Close what a test left open: Python 3.13 reports every connection that nobody closed."""
    opened: list[ProjectFile] = []
    make = ProjectFile.__init__

    def remember(self: ProjectFile, *arguments: Any, **options: Any) -> None:
        make(self, *arguments, **options)
        opened.append(self)

    monkeypatch.setattr(ProjectFile, "__init__", remember)
    yield
    for file in opened:
        file.close()


@pytest.fixture(scope="session", autouse=True)
def _no_configuration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the configuration of the person who runs the tests out of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANNOTATOR_HOME", str(tmp_path_factory.mktemp("no-configuration")))
        yield


@pytest.fixture
def config_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder for the configuration of one test."""
    home = tmp_path / "annotator-home"
    (home / "themes").mkdir(parents=True)
    monkeypatch.setenv("ANNOTATOR_HOME", str(home))
    return home


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed project with three short articles, to be copied."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    new_project(path).close()
    return path


@pytest.fixture
def project_path(template: Path, tmp_path: Path) -> Path:
    """A project file of the test's own, not open."""
    return Path(shutil.copy(template, tmp_path / "work.db"))


@pytest.fixture
def project(project_path: Path) -> Iterator[Project]:
    """An open project with three short articles and no work on them."""
    with open_project(project_path) as opened:
        yield opened
