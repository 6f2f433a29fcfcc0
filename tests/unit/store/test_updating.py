"""A project of every earlier version opens: copied first, in one transaction, or not at all."""

import sqlite3
from pathlib import Path

import pytest

from annotator.labelling.verification import verify
from annotator.model.annotation import Annotation
from annotator.project import open_project
from annotator.store import layers
from annotator.store.errors import NewerProject, OlderProject, StoreError
from annotator.store.project_file import ProjectFile
from annotator.store.tables import MIGRATION_NAMES
from tests.earlier import earlier
from tests.unit.formats.projects import (
    EXAMPLE,
    example_record,
    new_project,
    scheme,
    take,
    write_records,
)

EARLIER = MIGRATION_NAMES[1:]
"""The first migration that a project of each earlier version lacks."""


@pytest.fixture(scope="module")
def present(tmp_path_factory: pytest.TempPathFactory) -> ProjectFile:
    """A project of this version with work in all layers."""
    file = new_project(tmp_path_factory.mktemp("present"))
    take(file, EXAMPLE / "gold.jsonl", layer="ann")
    return file


@pytest.fixture(scope="module")
def unlinked(tmp_path_factory: pytest.TempPathFactory) -> ProjectFile:
    """A project without a registry, which the first versions did not have."""
    folder = tmp_path_factory.mktemp("unlinked")
    document = example_record()
    for item in (*document["entities"], *document["incidents"]):
        item["identity"] = ""
    file = new_project(folder)
    take(file, write_records(folder / "gold.jsonl", document), layer="ann")
    return file


def annotations(file: ProjectFile) -> list[Annotation]:
    """Return everything that ann said, by id."""
    article = str(file.query("SELECT id FROM articles")[0][0])
    return sorted(layers.annotations(file, article, "ann"), key=lambda one: one.id)


@pytest.mark.parametrize("lacks", EARLIER)
def test_a_project_of_an_earlier_version_opens(
    present: ProjectFile, unlinked: ProjectFile, tmp_path: Path, lacks: str
) -> None:
    present = unlinked if lacks <= "m004_registry" else present
    path = earlier(present, tmp_path / "old.db", lacks)

    with open_project(path) as project:
        copy = project.file.copy_before
        assert annotations(project.file) == annotations(present)
        assert not list(verify(project.file, lambda _: scheme()))

    assert copy == tmp_path / f"old.db.before-{lacks}"
    assert copy.stat().st_mode & 0o777 == 0o600
    with sqlite3.connect(copy) as conn:
        names = {row[0] for row in conn.execute("SELECT name FROM _sqlite_migrations")}
        assert names == set(MIGRATION_NAMES[: MIGRATION_NAMES.index(lacks)])
    conn.close()


def test_a_second_opening_finds_nothing_to_do(present: ProjectFile, tmp_path: Path) -> None:
    path = earlier(present, tmp_path / "old.db", EARLIER[-1])
    open_project(path).close()

    with open_project(path) as project:
        assert project.file.copy_before is None


def test_it_can_be_refused(present: ProjectFile, tmp_path: Path) -> None:
    path = earlier(present, tmp_path / "old.db", EARLIER[-1])
    before = path.read_bytes()

    with pytest.raises(OlderProject, match="--no-migrate"):
        open_project(path, migrate=False)

    assert path.read_bytes() == before
    assert {one.name for one in tmp_path.iterdir()} <= {"old.db", "old.db-wal", "old.db-shm"}


def test_a_newer_project_is_told_plainly(tmp_path: Path) -> None:
    file = new_project(tmp_path)
    with file.write() as conn:
        conn.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
            " VALUES ('annotator', 'm999_later', '')"
        )
    file.close()

    with pytest.raises(NewerProject, match="made by a newer annotator; update this one"):
        open_project(tmp_path / "test.db")


def test_a_migration_that_fails_leaves_the_project_as_it_was(
    present: ProjectFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = earlier(present, tmp_path / "old.db", EARLIER[0])

    def fail() -> list[str]:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr("annotator.store.schema.learning_statements", fail)
    with pytest.raises(StoreError):
        open_project(path)
    monkeypatch.undo()

    with sqlite3.connect(path) as conn:
        names = {row[0] for row in conn.execute("SELECT name FROM _sqlite_migrations")}
    conn.close()
    assert names == {MIGRATION_NAMES[0]}
    with open_project(path) as project:
        assert annotations(project.file) == annotations(present)


def test_without_room_for_the_copy_nothing_is_changed(
    present: ProjectFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = earlier(present, tmp_path / "old.db", EARLIER[-1])

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("annotator.store.updating.os.open", full)
    with pytest.raises(StoreError, match="no copy of it can be made beside it"):
        open_project(path)

    monkeypatch.undo()
    with pytest.raises(OlderProject):
        open_project(path, migrate=False)
