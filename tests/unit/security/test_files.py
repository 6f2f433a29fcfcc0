"""What may be read by others, and where files can be written."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.formats.exporting.run import ExportOptions
from annotator.formats.registry import formats
from annotator.project import Project, open_project
from annotator.store.project_file import ProjectFile
from annotator.store.tables import MIGRATION_NAMES
from tests.earlier import earlier
from tests.support import add, document, mark, new_project, session

OUTSIDE = (
    *("../../evil.txt", "/evil.txt", "..", ".", "a/../../../evil.txt", "~/evil.txt"),
    *("C:\\evil.txt", "..\\evil.txt", "a\x00b.txt", "news.zip/../../evil.txt", "e" * 400),
)


@pytest.fixture(autouse=True)
def open_handed() -> Iterator[None]:
    """Let new files be open to everybody unless the program says otherwise."""
    before = os.umask(0)
    yield
    os.umask(before)


def rights(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_projects_and_copies_are_the_owners_alone(project: Project, tmp_path: Path) -> None:
    mark(session(project), "PERSON", "Ilena")
    project.backup(tmp_path / "copy.db")
    project.bundle("ann", tmp_path / "bundle.db")
    new_project(tmp_path / "new.db").close()
    for name in ("copy.db", "bundle.db", "new.db"):
        assert rights(tmp_path / name) == 0o600
    with open_project(tmp_path / "new.db") as again:
        mark(session(again), "PERSON", "Ilena")
        for beside in tmp_path.glob("new.db-*"):
            assert rights(beside) == 0o600


def test_the_copy_before_a_migration_is_the_owners_alone(project: Project, tmp_path: Path) -> None:
    old = earlier(ProjectFile.open(project.path), tmp_path / "old.db", MIGRATION_NAMES[-1])
    open_project(old).close()
    (copy,) = tmp_path.glob("old.db.before-*")
    assert rights(copy) == 0o600


@pytest.mark.parametrize("source", OUTSIDE)
def test_an_export_stays_in_its_folder_whatever_articles_are_called(
    tmp_path: Path, source: str
) -> None:
    inner = tmp_path / "a" / "b" / "c"
    inner.mkdir(parents=True)
    with new_project(inner / "p.db", []) as project:
        add(project.file, [document("Ilena Darvo left.", source=source)])
        mark(session(project), "PERSON", "Ilena")
        written = [one.name for one in formats() if one.writes and not one.lacks()]
        before = everything(tmp_path)
        project.export(inner / "gold", ExportOptions("ann", formats=tuple(written)))
    made = everything(tmp_path) - before
    assert made
    assert all(path.is_relative_to(inner / "gold") for path in made)
    assert not Path("/evil.txt").exists()


def everything(folder: Path) -> set[Path]:
    """Return what lies below a folder, but for SQLite's own files."""
    return {path for path in folder.rglob("*") if not path.name.startswith("p.db")}
