"""Nothing that came from outside reaches a terminal as it is: no escape, no turned direction."""

import json
import os
from pathlib import Path

import pytest

from annotator.cli.group import cli
from annotator.cli.outcome import run
from annotator.cli.terminal import plain_json
from annotator.formats.exporting.run import ExportOptions
from annotator.project import open_project
from tests.hostile import EVIL, hostile_project
from tests.unit.cli.support import Ended, Run

READING = [
    "articles",
    "articles --json",
    "show 001",
    "show 001 --json",
    "status",
    "status --json",
    "status --totals",
    "status --team",
    "history",
    "history --json",
    "search ilena",
    "search ilena --json",
    "registry",
    "messages",
    "messages --json",
    "suggestions 001",
    "suggestions 001 --json",
    "suggest --list",
    "duplicates",
    "agreement",
    "effort",
    "annotators",
    "scheme show",
    "verify",
    "guidelines",
    "adjudicate --list",
    "adjudicate --list --json",
    "corrections ben",
    "formats",
]

FAILING = [
    "import EVIL.zip",
    "import EVIL.xyz",
    "import EVILmissing.txt",
    "export EVIL.txt",
    "show 001 EVIL",
    "registry show EVIL",
    "scheme check EVIL.toml",
    "scheme check EVILmissing.toml",
    "--EVIL",
    "EVIL",
    "import --EVIL",
    "-p EVIL.db status",
    "-p EVIL.txt status",
    "backup EVIL.txt",
    "merge EVIL.txt",
    "search type:EVIL",
    "search (EVIL",
    "adjudicate --threshold EVIL",
    "agreement --measure EVIL",
]


def is_harmless(text: str) -> bool:
    """Say whether a terminal would show a text and obey nothing in it."""
    return all(character.isprintable() or character == "\n" for character in text)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a closed project, `annotator.db`, and files with hostile names and content."""
    folder = tmp_path_factory.mktemp("hostile")
    hostile_project(folder / "annotator.db")
    (folder / _named("EVIL.txt")).write_text(EVIL, encoding="utf-8")
    (folder / _named("EVIL.xyz")).write_text(EVIL, encoding="utf-8")
    (folder / _named("EVIL.zip")).write_text(EVIL, encoding="utf-8")
    (folder / _named("EVIL.jsonl")).write_text(f'{{"{EVIL}": 1', encoding="utf-8")
    (folder / _named("EVIL.toml")).write_text(f'name = "{EVIL}"\n[x', encoding="utf-8")
    return folder


def _named(words: str) -> str:
    # A name in a folder holds anything but a slash and a zero byte.
    return words.replace("EVIL", EVIL)


@pytest.fixture
def ran(hostile: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Return a function that runs the command line as ann on the hostile project."""
    monkeypatch.setenv("ANNOTATOR_NAME", "ann")
    monkeypatch.chdir(hostile)

    def call(words: str, *more: str) -> Ended:
        monkeypatch.setattr("sys.argv", ["annotator", *more, *map(_named, words.split())])
        capfd.readouterr()
        code = run(cli)
        return Ended(code, *capfd.readouterr())

    return call


@pytest.mark.parametrize("words", READING)
def test_what_is_printed_of_a_project_is_harmless(ran: Run, words: str) -> None:
    ended = ran(words)
    assert ended.code == 0
    assert ended.out or ended.err
    assert is_harmless(ended.out)
    assert is_harmless(ended.err)


@pytest.mark.parametrize("words", FAILING)
def test_what_is_printed_of_a_fault_is_harmless(ran: Run, words: str) -> None:
    ended = ran(words)
    assert ended.code
    assert ended.out or ended.err
    assert is_harmless(ended.out)
    assert is_harmless(ended.err)


def test_a_traceback_is_harmless(ran: Run) -> None:
    ended = ran("import EVIL.jsonl", "--debug")
    assert "Traceback" in ended.err
    assert is_harmless(ended.err)


def test_escaped_json_means_the_same() -> None:
    value = {"a": [EVIL, "é 日本 \u200d 🇦🇫 \U000e0001"], "b": 1}
    text = plain_json(value)
    assert is_harmless(text)
    assert "日本" in text
    assert json.loads(text) == value


def test_the_card_of_an_export_is_harmless(hostile: Path, tmp_path: Path) -> None:
    with open_project(hostile / "annotator.db") as project:
        project.export(tmp_path / "gold", ExportOptions("ann"))
    assert is_harmless((tmp_path / "gold" / "README.md").read_text(encoding="utf-8"))
    assert {os.fsencode(path.name).isascii() for path in (tmp_path / "gold").rglob("*")} == {True}
