"""docs/training.md: its commands run, and close the loop from gold to suggestions."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.project import open_project
from tests.support import ROOT

_BLOCKS = re.compile(r"^```(sh|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which everything that the page says was done."""
    folder = tmp_path_factory.mktemp("training")
    (folder / "docs").symlink_to(ROOT / "docs")
    page = (ROOT / "docs" / "training.md").read_text(encoding="utf-8")
    commands = {"sh": "set -eu\n", "python": ""}
    for language, text in _BLOCKS.findall(page):
        commands[language] += text
    _run(folder, "sh", "-c", commands["sh"])
    (folder / "printed.txt").write_text(_run(folder, sys.executable, "-c", commands["python"]))
    return folder


def _run(folder: Path, *words: str) -> str:
    programs = Path(sys.executable).parent
    environment = {**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def test_the_model_is_scored(place: Path) -> None:
    scores = json.loads((place / "trained/scores.json").read_text())

    assert scores["ents_f"] > 0.1
    assert {"ARMED_GROUP", "GPE"} <= set(scores["ents_per_type"])


def test_the_model_suggests_types_of_the_scheme_in_new_text(place: Path) -> None:
    with open_project(place / "tour/demo.db", read_only=True) as project:
        (line,) = (one for one in project.articles() if one.article.source == "new.txt")
        found = project.suggesters("eve").kept(line.article.id)

    assert found
    assert {one.type for one in found} <= set(project.scheme.types)


def test_what_pandas_and_duckdb_print_is_there(place: Path) -> None:
    printed = (place / "printed.txt").read_text()

    assert "ARMED_GROUP" in printed
    assert "killed" in printed


def test_spacy_finds_no_fault_with_spans(place: Path) -> None:
    said = subprocess.run(
        [
            *(sys.executable, "-m", "spacy", "debug", "data", "trained/ner.cfg"),
            *("--paths.train", "trained/gold/spacy/train"),
            *("--paths.dev", "trained/gold/spacy/dev"),
        ],
        cwd=place,
        capture_output=True,
        check=False,
    ).stdout.decode()

    assert "No entities consisting of or starting/ending with whitespace" in said
    assert "No entities crossing sentence boundaries" in said
    assert "No overlap between training and evaluation data" in said
    assert "misaligned" not in said.lower()
