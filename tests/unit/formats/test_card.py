"""The card of an export: what it counts, and names that are no Markdown."""

from pathlib import Path

import pytest

from annotator.formats.exporting.card import plain
from tests.unit.formats.projects import EXAMPLE, exported, new_project, take


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("news-conflict 1.0.0", "news-conflict 1.0.0"),
        ("ARMED_GROUP", "ARMED_GROUP"),
        ("a\n# b", "a \\# b"),
        ("[x](http://y) <b>|`*", "\\[x\\](http://y) \\<b\\>\\|\\`\\*"),
        ("\x1b[31mred\x07", "\\[31mred"),
    ],
)
def test_text_is_shown_as_it_is(text: str, shown: str) -> None:
    assert plain(text) == shown


def test_types_are_counted(tmp_path: Path) -> None:
    (tmp_path / "project").mkdir()
    file = new_project(tmp_path / "project")
    take(file, EXAMPLE / "gold.jsonl", layer="ann")

    card = exported(file, tmp_path / "out")["README.md"].decode()

    assert "| entities | PERSON | 2 |" in card
    assert "| incidents | ATTACK_CIVILIANS | 2 |" in card
    assert "- Splits" not in card


def test_splits_are_told(tmp_path: Path) -> None:
    (tmp_path / "project").mkdir()
    file = new_project(tmp_path / "project")
    take(file, EXAMPLE / "gold.jsonl", layer="ann")

    card = exported(file, tmp_path / "out", split="train=0.5,test=0.5", seed=7)["README.md"]

    assert b"- Splits: train=0.5,test=0.5, seed 7;" in card
