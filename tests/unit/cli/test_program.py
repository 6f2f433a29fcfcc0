"""The installed program as others run it: what it loads, pipes, odd bytes, full disks, signals."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click import Context

from annotator.cli.group import cli
from docs.manpage import manual_page
from tests.support import ROOT
from tests.unit.cli.support import PROGRAM, clean_environment, program

LOADED = """
import sys
from annotator.cli.group import cli
from annotator.cli.outcome import run
code = run(cli)
print(*sys.modules, sep="\\n", file=open(sys.argv.pop(), "w"))
sys.exit(code)
"""


def modules_after(folder: Path, *words: str) -> set[str]:
    """Return the top-level packages that a command has loaded when it ends."""
    said = folder / "modules"
    script = f"import sys; sys.argv = ['annotator', *{words!r}]\n" + LOADED.replace(
        "sys.argv.pop()", repr(str(said))
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=clean_environment({"ANNOTATOR_NAME": "ann"}),
        cwd=folder,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return {name.partition(".")[0] for name in said.read_text().split()}


@pytest.mark.parametrize("words", [("--help",), ("--version",)], ids=" ".join)
def test_help_loads_next_to_nothing(tmp_path: Path, words: tuple[str, ...]) -> None:
    heavy = {"textual", "rich", "pydantic", "sqlite_utils", "sqlite3", "regex", "tomllib"}
    assert not modules_after(tmp_path, *words) & heavy


@pytest.mark.parametrize(
    "words",
    [
        ("articles",),
        ("articles", "edit", "000", "--title", "T"),
        ("backup", "copy.db"),
        ("config", "check"),
        ("export", "gold"),
        ("formats",),
        ("history",),
        ("import", "one.txt"),
        ("keys",),
        ("label", "--plain", "000"),
        ("scheme", "show"),
        ("show", "000"),
        ("status",),
        ("verify",),
    ],
    ids=" ".join,
)
def test_commands_never_load_textual(project_path: Path, words: tuple[str, ...]) -> None:
    folder = project_path.parent
    (folder / "one.txt").write_text("Nobody was hurt.")
    loaded = modules_after(folder, "-p", str(project_path), *words)
    assert not loaded & {"textual", "rich"}


@pytest.mark.parametrize("words", [("articles",), ("status",), ("show", "000"), ("history",)])
def test_reading_needs_no_sqlite_utils(project_path: Path, words: tuple[str, ...]) -> None:
    loaded = modules_after(project_path.parent, "-p", str(project_path), *words)
    assert "sqlite_utils" not in loaded


@pytest.mark.parametrize("words", [("articles",), ("articles", "--json"), ("show", "000")])
def test_a_reader_that_has_gone_is_no_fault(project_path: Path, words: tuple[str, ...]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [PROGRAM, "-p", project_path, *words],
        stdout=writer,
        stderr=subprocess.PIPE,
        env=clean_environment(),
        check=False,
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_output_that_finds_no_room_is_said_in_a_sentence(project_path: Path) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [PROGRAM, "-p", project_path, "articles"],
            stdout=full,
            stderr=subprocess.PIPE,
            env=clean_environment(),
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.count(b"\n") == 1 and b"No space left" in done.stderr


def test_data_is_utf8_whatever_the_terminal_speaks(project_path: Path) -> None:
    ended = program("-p", project_path, "articles", "edit", "000", "--title", "Ünï “ß” 日")
    assert ended.code == 0
    for coding in ("ascii", "latin-1"):
        words = ("-p", project_path, "articles")
        ended = program(*words, PYTHONIOENCODING=coding)
        assert (ended.code, ended.err) == (0, "")
        assert "Ünï “ß” 日" in ended.out


ODD = os.fsdecode(b"odd\xff")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("show", ODD), 2),
        (("history", ODD), 2),
        (("--as", ODD, "history"), 2),
        (("articles", "edit", "000", "--title", ODD), 2),
        (("-p", ODD + ".db", "status"), 3),
        (("-p", ODD + ".db", "new"), 0),
        (("scheme", "check", ODD), 2),
        (("new", "--scheme", ODD), 2),
        (("backup", ODD), 0),
    ],
)
def test_words_that_are_no_utf8(project_path: Path, words: tuple[str, ...], code: int) -> None:
    ended = program(
        *words, cwd=project_path.parent, ANNOTATOR_PROJECT=str(project_path), ANNOTATOR_NAME="ann"
    )
    assert ended.code == code, ended
    assert "fault of its own" not in ended.err and "Traceback" not in ended.err
    if words[-1] == "new":
        status = program("-p", ODD + ".db", "status", cwd=project_path.parent)
        assert (status.code, status.err) == (0, "")
        assert status.out.startswith("odd?: 0 articles")


def test_what_a_terminal_would_obey_is_not_echoed(project_path: Path) -> None:
    title = "\x1b]0;x\x07"
    for words in (("show", title), ("scheme", "check", title), ("--as", title, "history")):
        ended = program("-p", project_path, *words)
        assert ended.code == 2
        assert "\x1b" not in ended.err and "\x07" not in ended.err


def test_a_fault_of_its_own_shows_where_only_when_asked(project_path: Path) -> None:
    script = """
import sys
import annotator.project
from annotator.cli.group import cli
from annotator.cli.outcome import run
def fail(self): raise ZeroDivisionError("secret text")
annotator.project.Project.status = fail
sys.exit(run(cli))
"""
    for words, traced in ((["status"], False), (["--debug", "status"], True)):
        done = subprocess.run(
            [sys.executable, "-c", script, "-p", str(project_path), *words],
            env=clean_environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 1
        assert ("Traceback" in done.stderr) == traced
        assert ("secret text" in done.stderr) == traced
        assert "stopped by a fault of its own (ZeroDivisionError)" in done.stderr


def test_ctrl_c_cancels(project_path: Path) -> None:
    script = """
import signal, sys
import annotator.project
from annotator.cli.group import cli
from annotator.cli.outcome import run
# Started in the background by a shell without job control, a program ignores the signal.
signal.signal(signal.SIGINT, signal.default_int_handler)
def interrupt(self): signal.raise_signal(signal.SIGINT)
annotator.project.Project.status = interrupt
sys.exit(run(cli))
"""
    done = subprocess.run(
        [sys.executable, "-c", script, "-p", str(project_path), "status"],
        env=clean_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 128 + signal.SIGINT
    assert done.stderr.strip() == "annotator: cancelled; nothing was left half-done."


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_can_complete(shell: str) -> None:
    ended = program(_ANNOTATOR_COMPLETE=f"{shell}_source")
    assert ended.code == 0 and "_ANNOTATOR_COMPLETE" in ended.out


def test_commands_are_completed() -> None:
    ended = program(_ANNOTATOR_COMPLETE="bash_complete", COMP_WORDS="annotator exp", COMP_CWORD="1")
    assert ended.out == "plain,export\n"


def test_the_manual_page_is_that_of_the_commands() -> None:
    page = manual_page()
    assert page == (ROOT / "docs" / "annotator.1").read_text("ascii"), "make man writes it anew"
    assert all(f".SS annotator {name} " in page for name in cli.list_commands(Context(cli)))
