"""Project files that cannot be read or written: one plain sentence, and nothing changed."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.labelling.commands.annotations import SetNote
from annotator.project import Project, Session, open_project
from annotator.store import project_file
from annotator.store.errors import (
    DiskFull,
    NewerProject,
    NotAProject,
    ProjectDamaged,
    ProjectGone,
    ProjectLocked,
    ProjectMissing,
    StoreError,
)
from annotator.store.project_file import ProjectFile
from tests.support import (
    ROOT,
    TEXTS,
    add,
    complaints,
    document,
    mark,
    mentions,
    new_project,
    session,
    tables,
)


def is_plain(error: BaseException) -> bool:
    """Say whether an error's text is one sentence that names a file and quotes no text."""
    said = str(error)
    quoted = any(text.splitlines()[0] in said for text in TEXTS)
    return said.endswith(".") and "\n" not in said and "Traceback" not in said and not quoted


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let writers give up at once."""
    monkeypatch.setattr(project_file, "BUSY_MS", 20)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that other users may enter, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="annotator-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def refused_mark(at: Session, kind: type[StoreError]) -> StoreError:
    """Fail to make a mention, and check that the session is as it was."""
    before = mentions(at)
    with pytest.raises(kind) as caught:
        mark(at, "PERSON", "Karvan")
    assert mentions(at) == before
    assert is_plain(caught.value)
    return caught.value


@pytest.mark.usefixtures("impatient")
def test_a_project_locked_by_another_program(project_path: Path) -> None:
    other = sqlite3.connect(project_path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with open_project(project_path) as project:
        at = session(project)
        error = refused_mark(at, ProjectLocked)
        assert str(project_path) in str(error)
        other.execute("ROLLBACK")
        mark(at, "PERSON", "Karvan")
        assert complaints(project) == []
    other.close()


@pytest.mark.usefixtures("impatient")
def test_an_act_on_many_places_of_a_locked_project_changes_none(project_path: Path) -> None:
    other = sqlite3.connect(project_path, isolation_level=None)
    with open_project(project_path) as project:
        hits = project.search("karvan", "ann").more(10)
        before = tables(project.file)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(ProjectLocked) as caught:
            project.label_hits("ann", hits, "PLACE")
        assert is_plain(caught.value)
        other.execute("ROLLBACK")
        assert tables(project.file) == before
        assert project.label_hits("ann", hits, "PLACE") == 3
        assert complaints(project) == []
    other.close()


def test_a_full_disk_in_the_middle_of_an_act_on_many_places(project: Project) -> None:
    add(project.file, [document(f"Karvan {number}. " + "Karvan. " * 50) for number in range(40)])
    hits = project.search("karvan", "ann").more(5000)
    before = tables(project.file)
    fill_up(project.file)
    with pytest.raises(DiskFull) as caught:
        project.label_hits("ann", hits, "PLACE")
    assert is_plain(caught.value)
    assert tables(project.file) == before
    assert session(project).undo() is None


@pytest.mark.usefixtures("impatient")
def test_a_project_held_exclusively_cannot_be_opened(project_path: Path) -> None:
    other = sqlite3.connect(project_path, isolation_level=None)
    other.execute("PRAGMA locking_mode=EXCLUSIVE")
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(ProjectLocked) as caught:
        open_project(project_path)
    assert is_plain(caught.value)
    other.close()


def fill_up(file: ProjectFile) -> None:
    """Leave the project no page to grow."""
    pages = file.query("PRAGMA page_count")[0][0]
    file.query(f"PRAGMA max_page_count={pages}")


def test_a_full_disk(project: Project) -> None:
    at = session(project)
    kept = mark(at, "PERSON", "Ilena")
    before = tables(project.file)
    fill_up(project.file)
    with pytest.raises(DiskFull) as caught:
        at.apply(SetNote(id=kept.id, note="long " * 5000))
    assert is_plain(caught.value)
    assert mentions(at) == [kept]
    assert tables(project.file) == before
    project.file.query("PRAGMA max_page_count=1073741823")
    at.apply(SetNote(id=kept.id, note="long " * 5000))
    assert complaints(project) == []


def test_a_full_disk_ends_an_import_without_a_trace(project: Project) -> None:
    before = tables(project.file)
    fill_up(project.file)
    with pytest.raises(DiskFull):
        add(project.file, [document("Long. " * 20000)])
    assert tables(project.file) == before


def test_a_project_deleted_while_it_is_open(project: Project) -> None:
    at = session(project)
    mark(at, "PERSON", "Ilena")
    project.path.unlink()
    refused_mark(at, ProjectGone)
    assert not project.path.exists()


def test_a_project_replaced_while_it_is_open(project: Project, template: Path) -> None:
    at = session(project)
    shutil.copy(template, project.path.with_suffix(".other"))
    project.path.with_suffix(".other").replace(project.path)
    before = project.path.read_bytes()
    refused_mark(at, ProjectGone)
    assert project.path.read_bytes() == before


def test_a_project_moved_while_it_is_open(project: Project) -> None:
    at = session(project)
    project.path.rename(project.path.with_suffix(".moved"))
    refused_mark(at, ProjectGone)


def test_a_project_that_a_newer_version_brings_up_to_date_while_it_is_open(
    project_path: Path,
) -> None:
    with open_project(project_path) as project:
        at = session(project)
        kept = mark(at, "PERSON", "Ilena")
        newer = sqlite3.connect(project_path, isolation_level=None)
        newer.execute("CREATE TABLE of_a_newer_version (a TEXT) STRICT")
        mark(at, "PLACE", "Karvan")  # whoever makes a table of their own is no newer version
        newer.execute("ALTER TABLE annotations ADD COLUMN newer TEXT")
        newer.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
            " VALUES ('annotator', 'm999_later', '')"
        )
        newer.close()
        error = refused_mark(at, NewerProject)
        assert "by a newer annotator while it was open" in str(error)
        assert kept in mentions(at)


def test_a_closed_project(project_path: Path) -> None:
    project = open_project(project_path)
    at = session(project)
    project.close()
    refused_mark(at, StoreError)


def damage(path: Path, first: int, length: int) -> None:
    """Overwrite bytes of a file."""
    with path.open("r+b") as file:
        file.seek(first)
        file.write(b"\xa5" * length)


def big_project(path: Path) -> Path:
    """Make a project of some hundred pages and return its file, not open."""
    texts = [f"Article {number}. " + "Nobody was hurt. " * 50 for number in range(150)]
    new_project(path, texts).close()
    return path


def test_a_damaged_page_in_the_middle(tmp_path: Path) -> None:
    path = big_project(tmp_path / "big.db")
    size = path.stat().st_size
    damage(path, size // 2, size // 3)  # behind the pages of the schema
    with open_project(path) as project:
        with pytest.raises(ProjectDamaged) as caught:
            for line in project.articles():
                project.document(line.article.id)
        assert is_plain(caught.value)
        assert complaints(project)


def test_a_damaged_beginning(project_path: Path) -> None:
    damage(project_path, 0, 100)
    with pytest.raises(NotAProject) as caught:
        open_project(project_path)
    assert is_plain(caught.value)


def test_a_damaged_first_page(project_path: Path) -> None:
    damage(project_path, 100, 3000)
    with pytest.raises(ProjectDamaged) as caught:
        open_project(project_path)
    assert is_plain(caught.value)


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9])
def test_a_file_cut_short(tmp_path: Path, kept: float) -> None:
    path = big_project(tmp_path / "big.db")
    with path.open("r+b") as file:
        file.truncate(int(path.stat().st_size * kept))
    with pytest.raises(StoreError) as caught, open_project(path) as project:
        for line in project.articles():
            project.document(line.article.id)
    assert is_plain(caught.value)


def test_an_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    path.touch()
    with pytest.raises(NotAProject) as caught:
        open_project(path)
    assert is_plain(caught.value)
    assert path.read_bytes() == b""


def test_a_name_that_no_file_can_have(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 300)
    with pytest.raises(ProjectMissing):
        open_project(path)
    with pytest.raises(StoreError, match="cannot be"):
        open_project(path, create=True)


TRY = """
import os, sys, tempfile
from pathlib import Path
from annotator import open_project
from annotator.store.errors import StoreError
from tests.support import complaints, mark, new_project, session

# Everything is used once before: the interpreter may lie where only root can read its modules.
with tempfile.TemporaryDirectory() as folder, new_project(Path(folder, "a.db")) as project:
    mark(session(project), "PLACE", "Karvan")
    complaints(project)
os.setgroups([])
os.setgid(65534)
os.setuid(65534)
try:
    with open_project(sys.argv[1], create=sys.argv[2] == "create") as project:
        print("read", len(project.articles()), complaints(project))
        mark(session(project), "PLACE", "Karvan")
        print("wrote")
except StoreError as error:
    print(type(error).__name__)
"""

needs_root = pytest.mark.skipif(os.getuid() != 0, reason="only root can become another user")


def as_nobody(path: Path, how: str = "open") -> list[str]:
    """Open a project and write into it as a user who owns nothing; return what happened."""
    command = [sys.executable, "-B", "-c", TRY, str(path), how]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.stdout.splitlines()


@pytest.fixture
def foreign(open_folder: Path, template: Path) -> Path:
    """A project that belongs to somebody else, in a folder of somebody else."""
    path = Path(shutil.copy(template, open_folder / "theirs.db"))
    path.chmod(0o644)
    return path


@needs_root
def test_a_read_only_project_can_be_read_but_not_written(foreign: Path) -> None:
    before = foreign.read_bytes()
    assert as_nobody(foreign) == ["read 3 []", "ProjectReadOnly"]
    assert foreign.read_bytes() == before
    assert [path.name for path in foreign.parent.iterdir()] == ["theirs.db"]


@needs_root
def test_a_read_only_project_can_be_read_while_its_owner_works(foreign: Path) -> None:
    with open_project(foreign) as project:
        mark(session(project), "PERSON", "Ilena")
        assert as_nobody(foreign) == ["read 3 []", "ProjectReadOnly"]


@needs_root
def test_a_writable_project_in_a_read_only_folder_can_only_be_read(foreign: Path) -> None:
    foreign.chmod(0o666)
    assert as_nobody(foreign) == ["read 3 []", "ProjectReadOnly"]


@needs_root
def test_a_project_that_may_not_be_read(foreign: Path) -> None:
    foreign.chmod(0o600)
    assert as_nobody(foreign) == ["StoreError"]


@needs_root
def test_a_project_in_a_folder_that_may_not_be_entered(foreign: Path) -> None:
    foreign.parent.chmod(0o700)
    assert as_nobody(foreign) == ["ProjectMissing"]
    assert as_nobody(foreign, "create") == ["StoreError"]
