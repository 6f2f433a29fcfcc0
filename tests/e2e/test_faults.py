"""Faults of disk and file while somebody labels: said loudly, nothing lost, the next key works."""

import os
import resource
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from annotator.project import ImportOptions, open_project
from tests.e2e.terminal import ANNOTATOR, LabelTerminal, Tmux

pytestmark = pytest.mark.e2e

_WITHOUT_PRIVILEGES = (
    "setpriv",
    "--bounding-set=-dac_override,-dac_read_search",
    "--inh-caps=-dac_override,-dac_read_search",
)
"""Makes file permissions hold for root too."""


@contextmanager
def locked(terminal: LabelTerminal) -> Iterator[None]:
    """Write as another process would, for longer than the program waits."""
    blocker = sqlite3.connect(terminal.project, isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        blocker.execute("ROLLBACK")
        blocker.close()


@contextmanager
def full_disk(terminal: LabelTerminal) -> Iterator[None]:
    """Let no file of the program grow, which is what a full disk does."""
    process = terminal.process()
    before = resource.prlimit(process, resource.RLIMIT_FSIZE)
    resource.prlimit(process, resource.RLIMIT_FSIZE, (1, before[1]))
    try:
        yield
    finally:
        resource.prlimit(process, resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("fault", [locked, full_disk])
def test_what_cannot_be_written_is_said_and_kept(
    tmp_path: Path, article: Path, fault: Callable[[LabelTerminal], AbstractContextManager[None]]
) -> None:
    with LabelTerminal(tmp_path / "f.db", article) as terminal:
        terminal.press("l", "Left", "Left")
        terminal.wait_for("GPE “Karvan”")
        with fault(terminal):
            terminal.press("o")
            terminal.wait_for("NOT SAVED: ")
            terminal.press("Tab")
            terminal.wait_for("“Monday”")
            terminal.press("&", "Tab")
            terminal.wait_for("held “Monday” + “Tomas Erdin”")
            terminal.press("p")
            screen = terminal.wait_for("NOT SAVED: ")
            assert "NOT SAVED" in screen.splitlines()[0]
            terminal.press("Home", "Right", "Right")
            terminal.wait_for("held “Monday” + GPE “Karvan”")
            terminal.press(";")
            terminal.type("why")
            terminal.press("Enter")
            terminal.wait_for("│ NOT SAVED: ")
        assert terminal.labels() == [("GPE", "Karvan")]
        terminal.press("Enter")
        terminal.wait_until(lambda: terminal.mentions()[0][0].note == "why", "the note")
        terminal.press("p")
        terminal.expect_labels(("GPE", "Karvan"), ("PERSON", "Karvan Monday"))
        terminal.wait_until(lambda: "NOT SAVED" not in terminal.screen(), "all saved")
    with open_project(tmp_path / "f.db") as project:
        assert list(project.verify()) == []


def test_a_project_that_may_only_be_read(tmp_path: Path, article: Path) -> None:
    project = tmp_path / "r.db"
    with open_project(project, create=True) as made:
        made.import_paths([article], ImportOptions("ann"))
    project.chmod(0o444)
    command = [*ANNOTATOR, "-p", str(project), "--as", "ann", "label"]
    if os.geteuid() == 0:
        command = [*_WITHOUT_PRIVILEGES, *command]
    with Tmux(command) as terminal:
        terminal.wait_for("“Karvan”")
        terminal.press("l")
        terminal.wait_for("NOT SAVED: The project is open for reading only")
        terminal.press("Tab")
        terminal.wait_for("“Monday”")
        terminal.press("C-q")
        terminal.wait_for("ended with 0")
    with open_project(project, read_only=True) as found:
        assert [line.mentions for line in found.articles("ann")] == [0]
