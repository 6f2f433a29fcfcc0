"""Making, opening, reading and copying project files."""

import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.project import Project, open_project
from annotator.store import project_file, schema, schemes
from annotator.store.errors import (
    NewerProject,
    NotAProject,
    ProjectExists,
    ProjectMissing,
    StoreError,
)
from annotator.store.project_file import ProjectFile
from annotator.store.tables import COLUMNS, KEYS, MIGRATION_NAMES
from tests.support import ROOT, TEXTS, complaints, mark, new_project, session, tables


def test_a_new_project_is_private_and_writes_ahead(tmp_path: Path) -> None:
    with new_project(tmp_path / "new.db") as project:
        assert stat.S_IMODE(project.path.stat().st_mode) == 0o600
        assert project.file.query("PRAGMA journal_mode")[0][0] == "wal"
        assert project.file.query("PRAGMA synchronous")[0][0] == 2  # FULL
        assert project.file.query("PRAGMA foreign_keys")[0][0] == 1
        assert project.file.query("PRAGMA application_id")[0][0] == schema.APPLICATION_ID
        beside = [Path(f"{project.path}{suffix}") for suffix in ("-wal", "-shm")]
        assert {stat.S_IMODE(path.stat().st_mode) for path in beside} == {0o600}
        assert project.name == "new"


def test_every_connection_is_durable(project: Project) -> None:
    assert project.file.query("PRAGMA synchronous")[0][0] == 2
    assert project.file.query("PRAGMA foreign_keys")[0][0] == 1
    assert project.file.query("PRAGMA busy_timeout")[0][0] == 2000


def test_every_table_is_strict(project: Project) -> None:
    listed = project.file.query("PRAGMA table_list")
    ours = [row for row in listed if row["type"] == "table" and row["name"][0] not in "_s"]
    assert len(ours) == 33
    assert all(row["strict"] for row in ours)
    with pytest.raises(StoreError), project.file.write() as conn:
        conn.execute("UPDATE articles SET length = 'long'")


def test_the_journal_knows_the_columns_of_its_tables(project: Project) -> None:
    for table, columns in COLUMNS.items():
        found = {row["name"] for row in project.file.query(f"PRAGMA table_info({table})")}
        assert found - {"run", "position"} == set(columns)
        assert set(KEYS[table]) <= set(columns)


def test_migrations_are_known_by_name_without_sqlite_utils(project: Project) -> None:
    assert tuple(one.name for one in schema.migrations.pending(project.file.db)) == ()
    applied = [row["name"] for row in project.file.query("SELECT name FROM _sqlite_migrations")]
    assert tuple(applied) == MIGRATION_NAMES


def test_a_new_project_never_overwrites(project_path: Path) -> None:
    before = project_path.read_bytes()
    with pytest.raises(ProjectExists, match="exists already"):
        Project.create(project_path)
    assert project_path.read_bytes() == before


def test_a_project_that_could_not_be_filled_leaves_nothing(tmp_path: Path) -> None:
    def fail(file: ProjectFile) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        ProjectFile.create(tmp_path / "new.db", fail)
    assert list(tmp_path.iterdir()) == []


def test_a_project_appears_only_when_it_is_complete(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    seen = []
    ProjectFile.create(path, lambda file: seen.append(path.exists())).close()
    assert seen == [False]
    assert [one.name for one in tmp_path.iterdir()] == ["new.db"]


def test_a_project_can_be_made_where_files_cannot_be_linked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr("os.link", refuse)
    new_project(tmp_path / "new.db").close()
    assert {one.name for one in tmp_path.iterdir()} == {"new.db", "new.toml"}


@pytest.mark.parametrize("folder", ["share", "a share", "Ablage-ä"])
def test_a_project_on_a_network_file_system_is_refused(
    tmp_path: Path, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / folder).mkdir()
    mounted = str(tmp_path / folder).replace(" ", "\\040")
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\nserver:/work {mounted} nfs4 rw 0 0\n")
    monkeypatch.setattr(project_file, "_MOUNTS", mounts)

    with pytest.raises(StoreError, match=r"network file system \(nfs4\)"):
        new_project(tmp_path / folder / "made.db")

    assert not (tmp_path / folder / "made.db").exists()
    new_project(tmp_path / "made.db")
    mounts.unlink()  # as where no such table is
    new_project(tmp_path / folder / "made.db")


def test_there_is_no_project_in_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ProjectMissing, match="There is no project at"):
        open_project(tmp_path / "none" / "a.db")
    with pytest.raises(StoreError, match="cannot be made"):
        open_project(tmp_path / "none" / "a.db", create=True)


def test_a_folder_is_no_project(tmp_path: Path) -> None:
    with pytest.raises(ProjectMissing):
        open_project(tmp_path)


@pytest.mark.parametrize("content", [b"Ilena Darvo left Karvan.\n" * 200, b"\x00" * 4096])
def test_a_file_that_is_not_sqlite_is_no_project(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "article.txt"
    path.write_bytes(content)
    with pytest.raises(NotAProject, match=r"article\.txt"):
        open_project(path)
    assert path.read_bytes() == content


def test_somebody_elses_database_is_no_project_and_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    conn = sqlite3.connect(path)
    conn.execute("CREATE TABLE project (key TEXT)")
    conn.close()
    before = path.read_bytes()
    with pytest.raises(NotAProject, match="no annotator project"):
        open_project(path)
    assert path.read_bytes() == before


def test_a_project_of_a_newer_annotator_is_refused(project_path: Path) -> None:
    conn = sqlite3.connect(project_path)
    conn.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
        " VALUES ('annotator', 'm999_later', '')"
    )
    conn.commit()
    conn.close()
    with pytest.raises(NewerProject, match="newer annotator"):
        open_project(project_path)


def test_a_project_without_its_scheme_is_refused(project: Project) -> None:
    with project.file.write() as conn:
        conn.execute("DELETE FROM project")
    with pytest.raises(NotAProject, match="no scheme"):
        open_project(project.path)


def test_what_is_written_is_there_for_others_at_once(project: Project) -> None:
    before = project.file.data_version()
    with open_project(project.path) as other:
        mark(session(other), "PERSON", "Ilena")
    assert project.file.data_version() != before
    assert len(project.annotations(session(project).article, "ann")) == 1


def test_a_failing_block_writes_nothing(project: Project) -> None:
    before = tables(project.file)
    with pytest.raises(RuntimeError), project.file.write() as conn:
        conn.execute("DELETE FROM sentences")
        raise RuntimeError
    assert tables(project.file) == before
    mark(session(project), "PERSON", "Ilena")


def test_a_writer_does_not_keep_readers_waiting(project: Project) -> None:
    with open_project(project.path) as other, project.file.write() as conn:
        conn.execute("UPDATE articles SET title = 'changed'")
        assert {line.article.title for line in other.articles()} == {
            text.splitlines()[0] for text in TEXTS
        }


def test_several_queries_see_one_state(project: Project) -> None:
    with open_project(project.path) as other, project.file.reading():
        first = project.count()
        with other.file.write() as conn:
            conn.execute("UPDATE articles SET title = 'changed'")
        assert "changed" not in {line.article.title for line in project.articles()}
        assert project.count() == first
    assert project.articles()[0].article.title == "changed"


def test_a_project_opened_for_reading_cannot_be_written(project_path: Path) -> None:
    with open_project(project_path, read_only=True) as project:
        with pytest.raises(StoreError, match="open for reading only"):
            mark(session(project), "PERSON", "Ilena")
        assert complaints(project) == []


def test_a_backup_is_whole_private_and_one_file(project: Project, tmp_path: Path) -> None:
    mark(session(project), "PERSON", "Ilena")
    target = tmp_path / "copies" / "monday.db"
    target.parent.mkdir()
    project.backup(target)
    assert [path.name for path in target.parent.iterdir()] == ["monday.db"]
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    with open_project(target) as copy:
        assert tables(copy.file) == tables(project.file)
        assert complaints(copy) == []


def test_a_backup_never_overwrites(project: Project, tmp_path: Path) -> None:
    target = tmp_path / "monday.db"
    target.write_text("mine")
    with pytest.raises(ProjectExists):
        project.backup(target)
    assert target.read_text() == "mine"
    with pytest.raises(StoreError, match="cannot be made"):
        project.backup(tmp_path / "none" / "monday.db")


def test_a_restored_backup_writes_ahead_again(project: Project, tmp_path: Path) -> None:
    project.backup(tmp_path / "copy.db")
    with open_project(tmp_path / "copy.db") as copy:
        assert copy.file.query("PRAGMA journal_mode")[0][0] == "wal"


WRITER = """
import sys
from annotator import open_project
from tests.support import mark, session

with open_project(sys.argv[1]) as project:
    at = session(project, sys.argv[2])
    print("ready", flush=True)
    for number in range(int(sys.argv[3])):
        mark(at, "PERSON" if number % 2 else "PLACE", at.work.text[number : number + 2])
"""


def start_writer(path: Path, annotator: str, number: int) -> "subprocess.Popen[str]":
    """Start a process that makes so many mentions, and return when it has the project open."""
    command = [sys.executable, "-c", WRITER, str(path), annotator, str(number)]
    writer = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert writer.stdout and writer.stdout.readline() == "ready\n"
    return writer


def test_two_writing_processes_lose_nothing(project: Project) -> None:
    writers = [start_writer(project.path, name, 15) for name in ("ann", "bob")]
    for writer in writers:
        writer.communicate(timeout=60)
        assert writer.returncode == 0
    article = session(project).article
    assert [len(project.annotations(article, name)) for name in ("ann", "bob")] == [15, 15]
    assert complaints(project) == []


def test_a_backup_made_while_others_write_is_consistent(project: Project, tmp_path: Path) -> None:
    writer = start_writer(project.path, "ann", 15)
    for number in range(3):
        target = tmp_path / f"{number}.db"
        project.backup(target)
        with open_project(target) as copy:
            assert complaints(copy) == []
    writer.communicate(timeout=60)


def test_a_scheme_is_kept_as_it_came(project: Project) -> None:
    stored = schemes.current(project.file)
    assert stored
    assert project.scheme_text() == stored.source
    assert project.scheme_by_hash(stored.hash) == project.scheme
    assert project.scheme_by_hash("sha256:" + "0" * 64) is None
