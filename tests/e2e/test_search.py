"""Search and `*` in a real terminal, with their effect read from the project file."""

from pathlib import Path

import pytest

from annotator.project import open_project
from tests.e2e.terminal import LabelTerminal

pytestmark = pytest.mark.e2e

TEXTS = {
    "one.txt": "Gunmen stormed Karvan on Monday.\nKarvan was quiet before, said the Karvan Post.\n",
    "two.txt": "Nobody in Karvan claimed the attack.\n",
}


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Two articles about one place."""
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return [tmp_path / name for name in TEXTS]


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40)])
def test_the_other_places_of_a_label_in_one_step(
    tmp_path: Path, files: list[Path], columns: int, rows: int
) -> None:
    with LabelTerminal(tmp_path / "s.db", *files, columns=columns, rows=rows) as terminal:
        terminal.press("Home", "Right", "Right")
        terminal.wait_for("“Karvan”")
        terminal.press("l", "Home", "Right", "Right")
        terminal.wait_for("GPE “Karvan”")
        terminal.press("*")
        terminal.wait_for("2 ticked of 2 hits")
        terminal.press("*")
        terminal.wait_for("3 ticked of 3 hits")
        # The newspaper is not the town.
        terminal.press("Down", "Space")
        terminal.wait_for("2 ticked of 3 hits")
        terminal.press("Enter")
        terminal.wait_for("2 more labelled GPE")
        terminal.expect_labels(("GPE", "Karvan"), ("GPE", "Karvan"), ("GPE", "Karvan"))
        assert [item.origin for item, _ in terminal.mentions()] == ["human"] + ["propagated"] * 2
        terminal.press("u")
        terminal.expect_labels(("GPE", "Karvan"))
        terminal.press("U")
        terminal.wait_until(lambda: len(terminal.labels()) == 3, "all of them again")
        terminal.press("u", "u")
        terminal.expect_labels()


def test_search_ticks_labels_and_opens(tmp_path: Path, files: list[Path]) -> None:
    with LabelTerminal(tmp_path / "s.db", *files) as terminal:
        terminal.press("/")
        terminal.wait_for("Type what to look for")
        terminal.type("labl:GPE")
        terminal.press("Enter")
        terminal.wait_for("did you mean label:?")
        terminal.press(*["BSpace"] * 8)
        terminal.type("unlabelled: karvan")
        terminal.press("Enter")
        terminal.wait_for("4 hits")
        terminal.press("a", "r")
        terminal.wait_for("Label these 4 hits as")
        terminal.press("o")
        terminal.wait_until(lambda: terminal.labels() == [("ORG", "Karvan")] * 4, "four labels")
        terminal.wait_for("0 hits")
        terminal.press("/")
        terminal.wait_for("Enter search")
        terminal.type("label:ORG")  # in place of the query, which is selected
        terminal.press("Enter")
        terminal.wait_for("4 hits")
        terminal.press("End", "x")
        terminal.wait_until(lambda: len(terminal.labels()) == 3, "one label less")
        terminal.wait_for("3 hits")
        terminal.press("Home", "Down", "Enter")
        terminal.wait_for("ORG “Karvan”")
        terminal.press("l")
        terminal.expect_labels(("ORG", "Karvan"), ("GPE", "Karvan"), ("ORG", "Karvan"))
        terminal.press("/")
        terminal.wait_for("2 hits")
        terminal.press("Escape")
        terminal.wait_for("saved")
    with open_project(tmp_path / "s.db") as project:
        assert list(project.verify()) == []


def test_search_from_the_list_of_articles(tmp_path: Path, files: list[Path]) -> None:
    with LabelTerminal(tmp_path / "s.db", *files) as terminal:
        terminal.press("Escape")
        terminal.wait_for("n next undone")
        terminal.press("/")
        terminal.wait_for("Type what to look for")
        terminal.type("nobody")
        terminal.press("Enter")
        terminal.wait_for("1 hit")
        terminal.press("Enter")
        terminal.wait_for("“Nobody”")
        terminal.press("w")
        terminal.expect_labels(("WEAPON", "Nobody"))
