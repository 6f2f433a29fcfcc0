"""Fixtures for the command line."""

import io
from pathlib import Path

import pytest

from annotator.cli.group import cli
from annotator.cli.outcome import run
from tests.unit.cli.support import Ended, Run


@pytest.fixture
def annotator(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], project_path: Path
) -> Run:
    """Return a function that runs the command line as `ann` on a project with three articles."""
    monkeypatch.setenv("ANNOTATOR_PROJECT", str(project_path))
    monkeypatch.setenv("ANNOTATOR_NAME", "ann")
    monkeypatch.chdir(project_path.parent)

    monkeypatch.setattr("sys.stdin", io.StringIO())

    def call(*words: str | Path, typed: str = "") -> Ended:
        if typed:
            monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        monkeypatch.setattr("sys.argv", ["annotator", *map(str, words)])
        capfd.readouterr()
        code = run(cli)
        return Ended(code, *capfd.readouterr())

    return call
