"""Search and `*` in a real terminal, with their effect read from the project file."""

from pathlib import Path

import pytest

from annotator.project import open_project
from tests.e2e.terminal import LabelTerminal
from tests.e2e.tried import tmux_name, tries

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


@tries("others", "asterisk down space enter")
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


@tries("search", "a r slash x end home down enter escape")
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


@tries("search", "equals_sign")
def test_hits_are_linked_to_the_registry(tmp_path: Path, files: list[Path]) -> None:
    with LabelTerminal(tmp_path / "s.db", *files) as terminal:
        terminal.press("Home", "Right", "Right")
        terminal.wait_for("“Karvan”")
        terminal.press("l", "Home", "Right", "Right")
        terminal.wait_for("GPE “Karvan”")
        terminal.press("=")
        terminal.wait_for("a new entry")
        terminal.press("n", "*")
        terminal.wait_for("2 ticked of 2 hits")
        terminal.press("Enter")
        terminal.wait_for("2 more labelled GPE")
        terminal.press("/")
        terminal.wait_for("Type what to look for")
        terminal.type("label:GPE")
        terminal.press("Enter")
        terminal.wait_for("3 hits")
        terminal.press("a", "=")
        terminal.wait_for("GPE “Karvan” and 2 more is")
        terminal.press("1")
        terminal.wait_for("2 linked to Karvan (GPE)")
        assert len({item.identity for item, _ in terminal.mentions()} - {""}) == 1
        terminal.press("Escape")
        terminal.wait_for("saved")
        terminal.press("u")
        terminal.wait_until(
            lambda: sum(bool(item.identity) for item, _ in terminal.mentions()) == 1, "one link"
        )
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


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """An article of forty sentences about one place."""
    path = tmp_path / "many.txt"
    path.write_text("".join(f"Gunmen left Karvan {n} times.\n" for n in range(1, 41)), "utf-8")
    return path


@tries("search", "up k down j pageup pagedown home end space t a question_mark")
@tries("search", "escape delete r x slash enter")
def test_every_key_of_search(tmp_path: Path, many: Path) -> None:
    with LabelTerminal(tmp_path / "s.db", many, columns=80, rows=24) as terminal:
        terminal.press("/")
        terminal.wait_for("Type what to look for")
        terminal.type("karvan")
        terminal.press("Enter")
        terminal.wait_for("40 hits")
        _try_the_moves(terminal, page=19)
        terminal.press("Space", "t")
        terminal.wait_for("2 ticked of 40 hits")
        terminal.press("r")
        terminal.wait_for("Label these 2 hits as")
        terminal.press("l")
        terminal.wait_until(lambda: terminal.labels() == [("GPE", "Karvan")] * 2, "two labels")
        terminal.wait_for("2 labelled GPE")
        terminal.press("/")
        terminal.wait_for("Enter search")
        terminal.type("label:GPE")
        terminal.press("Enter")
        terminal.wait_for("2 hits")
        terminal.press("a")
        terminal.wait_for("2 ticked of 2 hits")
        terminal.press("Home", "t")
        terminal.wait_for("1 ticked of 2 hits")
        terminal.press("DC")
        terminal.wait_until(lambda: len(terminal.labels()) == 1, "one label less")
        terminal.wait_for("1 hit")
        terminal.press("x")
        terminal.expect_labels()
        terminal.wait_for("0 hits")
        terminal.press("Escape")
        terminal.wait_for("saved")
        terminal.press("u", "u")
        terminal.wait_until(lambda: len(terminal.labels()) == 2, "both again")


@tries("others", "up k down j pageup pagedown home end space t a question_mark i")
@tries("others", "asterisk escape enter")
def test_every_key_of_the_other_places(tmp_path: Path, many: Path) -> None:
    many.write_text(f"{many.read_text()}KARVAN was quiet.\n", encoding="utf-8")
    with LabelTerminal(tmp_path / "s.db", many, columns=80, rows=24) as terminal:
        terminal.press("Home", "Right", "Right", "l", "Up", "Home", "Right", "Right")
        terminal.wait_for("GPE “Karvan”")
        terminal.press("*")
        terminal.wait_for("39 ticked of 39 hits")
        terminal.press("i")
        terminal.wait_for("40 ticked of 40 hits")
        _try_the_moves(terminal, page=20, before=1)
        terminal.press("*")
        terminal.wait_for("in the whole project, any case")
        terminal.wait_for("40 ticked of 40 hits")
        terminal.press("a")
        terminal.wait_until(lambda: "ticked of" not in terminal.screen(), "no tick")
        terminal.press("Escape")
        terminal.wait_for("saved")
        assert terminal.labels() == [("GPE", "Karvan")]
        terminal.press("*")
        terminal.wait_for("39 ticked of 39 hits")
        terminal.press("Space", "t", "Enter")
        terminal.wait_until(lambda: len(terminal.labels()) == 38, "all but two")
        terminal.wait_for("37 more labelled GPE")


def _try_the_moves(terminal: LabelTerminal, page: int, before: int = 0) -> None:
    """Move over a list of forty hits and see where the cursor is.

    Args:
        page: rows of the list, less one.
        before: sentences before the first hit.
    """
    moves = {"down": 2, "j": 3, "up": 2, "k": 1, "end": 40, "home": 1}
    for key, number in (*moves.items(), ("pagedown", 1 + page), ("pageup", 1)):
        terminal.press(tmux_name(key))
        terminal.wait_for(f"article 1, sentence {before + number} ")
    terminal.press("?")
    terminal.wait_for("PgUp PgDn scroll")
    terminal.press("Escape")
    terminal.wait_until(lambda: "PgDn scroll" not in terminal.screen(), "the list")
