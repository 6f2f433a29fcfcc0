"""`annotator config` and `annotator keys`."""

import json
from pathlib import Path

import pytest

from tests.unit.cli.support import Run


def write(home: Path, text: str) -> None:
    """Write the configuration."""
    (home / "config.toml").write_text(text, encoding="utf-8")


def test_where_it_is(annotator: Run, config_home: Path) -> None:
    ended = annotator("config")
    assert (ended.code, ended.out) == (0, f"{config_home / 'config.toml'}\n")
    assert "no such file yet" in ended.err
    write(config_home, "")
    assert annotator("config").err == ""


def test_what_is_right_is_said_to_be(annotator: Run, config_home: Path) -> None:
    assert "is not there, which is no fault" in annotator("config", "check").err
    write(config_home, '[keys]\n"stop.next" = "f8"\n"label.PERSONN" = "z"\n')
    ended = annotator("config", "check")
    assert (ended.code, ended.out) == (0, "")
    assert "config.toml:3: the scheme for-tests has no label “PERSONN”; did you mean" in ended.err
    assert "has no faults" in ended.err
    assert annotator("config", "check", "--json").out == "[]\n"


def test_faults_are_data(annotator: Run, config_home: Path) -> None:
    write(config_home, '[keys]\n"stop.next" = "n"\n')
    (config_home / "themes" / "sun.toml").write_text("[labelz]\n")
    ended = annotator("config", "check")
    assert ended.code == 1
    first, second = ended.out.splitlines()
    assert first.startswith(f"{config_home / 'config.toml'}:2: n would do two things")
    assert "sun.toml:1: unknown key “labelz”" in second
    listed = json.loads(annotator("config", "check", "--json").out)
    assert [one["line"] for one in listed] == [2, 1]


def test_keys_as_they_are_in_force(annotator: Run, config_home: Path) -> None:
    write(config_home, '[keys]\n"stop.next" = ["f8", "ctrl+n"]\nredo = ""\n"label.PERSON" = "z"\n')
    rows = {(one["screen"], one["act"]): one for one in json.loads(annotator("keys", "--json").out)}
    assert rows["Label", "stop.next"]["keys"] == "F8 Ctrl+N"
    assert rows["Label", "stop.next"]["default"] == "Tab"
    assert (rows["Label", "redo"]["keys"], rows["Label", "redo"]["default"]) == ("-", "U")
    assert rows["Label", "label.PERSON"]["keys"] == "z"
    assert rows["Label", "label.PERSON"]["default"] == "p"
    assert rows["Label", "sentence.skip"]["keys"] == "Space s"
    assert rows["Home", "home.open"]["default"] == ""
    assert "F8 Ctrl+N" in annotator("keys").out


@pytest.mark.parametrize("words", [("keys",), ("label", "article.txt")])
def test_a_faulty_configuration_is_refused(
    annotator: Run, config_home: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    (tmp_path / "article.txt").write_text("Nobody came to Karvan.")
    write(config_home, '[keys]\nnote = "ctrl+i"\n')
    before = annotator("articles").out
    ended = annotator(*words)
    assert (ended.code, ended.out) == (2, "")
    said = "config.toml:2: “ctrl+i” cannot be a key of note: terminals send it as Tab"
    assert said in ended.err
    assert annotator("articles").out == before


def test_an_article_is_printed_whatever_the_configuration_says(
    annotator: Run, config_home: Path
) -> None:
    write(config_home, "[keyz]\n")
    assert annotator("label", "--plain").code == 0


def test_a_terminal_that_cannot_place_text(annotator: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    ended = annotator("label")
    assert ended.code == 2
    assert "TERM=dumb says that this one cannot" in ended.err


def test_without_a_project_the_packaged_scheme_counts(
    annotator: Run, config_home: Path, tmp_path: Path
) -> None:
    write(config_home, '[keys]\nnote = "w"\n')
    ended = annotator("-p", tmp_path / "none.db", "config", "check")
    assert ended.code == 1
    assert "label.WEAPON" in ended.out
