"""The screen of one's corrections in a real terminal."""

from pathlib import Path

import pytest

from annotator.labelling.commands.sentences import CompleteSentence
from annotator.project import ImportOptions, open_project
from tests.e2e.terminal import ANNOTATOR, Tmux
from tests.e2e.tried import tries
from tests.support import mark, session

pytestmark = pytest.mark.e2e

TEXT = "Gunmen stormed Karvan on Monday.\nOshtin was quiet before.\n"


@pytest.fixture
def decided(tmp_path: Path) -> Path:
    """Return a project in which gold has Karvan as ben had it, and Oshtin not at all."""
    text, path = tmp_path / "one.txt", tmp_path / "one.db"
    text.write_text(TEXT, encoding="utf-8")
    with open_project(path, create=True) as project:
        project.import_paths([text], ImportOptions("lead"))
        for name, kind in (("ann", "LOC"), ("ben", "GPE")):
            at = session(project, name)
            at.remember(0)
            mark(at, kind, "Karvan")
            if name == "ann":
                mark(at, "GPE", "Oshtin")
            for one in list(at.work.sentences):
                at.apply(CompleteSentence(sentence=one.start, layers=("entities",), state="done"))
        desk = project.adjudication("eve")
        desk.refresh()
        while item := desk.next():
            wanted = [one.choice for one in item.cluster.variants if "ben" in one.annotators]
            desk.decide(item, wanted[0])
    return path


@tries("home", "c")
@tries("menu", "q")
@tries(
    "corrections",
    "up k down j pageup pagedown home end tab n enter g f1 f question_mark escape",
)
def test_corrections_are_walked_filtered_and_opened(decided: Path) -> None:
    command = [*ANNOTATOR, "-p", str(decided), "--as", "ann"]
    with Tmux(command, columns=100, rows=30) as terminal:
        terminal.wait_for("you finished 1 of 1 articles")
        terminal.press("c")
        screen = terminal.wait_for("2 corrections")
        assert "[Karvan] LOC → [Karvan] GPE" in screen and "‹⟦Karvan⟧›" in screen
        terminal.press("End")
        terminal.wait_for("‹Oshtin› was quiet")
        terminal.press("Home", "PgDn", "PgUp", "j", "k", "Down", "Up", "Tab", "n")
        terminal.press("F1")
        terminal.wait_for("scroll   Esc back")
        terminal.press("Escape")
        terminal.wait_for("open  g guideline")
        terminal.press("g")
        terminal.wait_for("scroll   Esc back")
        terminal.press("Escape")
        terminal.wait_for("open  g guideline")
        terminal.press("?")
        terminal.wait_for("is a clause of the guideline")
        terminal.press("Escape")
        terminal.wait_for("open  g guideline")
        terminal.press("f", *"oshtin", "Enter")
        terminal.wait_for("1 of 2 corrections")
        terminal.press("Home", "Down", "Enter")
        terminal.wait_for("sentence 2")
        terminal.press("Space", "q")
        terminal.wait_for("2 corrections")
        terminal.press("Escape")
        terminal.wait_for("saved")
