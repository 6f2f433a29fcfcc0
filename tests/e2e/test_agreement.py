"""The Agreement screen in a real terminal."""

from pathlib import Path

import pytest

from annotator.labelling.commands.sentences import CompleteSentence
from annotator.project import ImportOptions, open_project
from tests.e2e.terminal import ANNOTATOR, Tmux
from tests.e2e.tried import tries
from tests.support import mark, session

pytestmark = pytest.mark.e2e

TEXT = "Gunmen stormed Karvan on Monday.\nKarvan was quiet before, said the Karvan Post.\n"


@pytest.fixture
def judged(tmp_path: Path) -> Path:
    """Return a project with an article that two people finished; bob marked one name less."""
    text, path = tmp_path / "one.txt", tmp_path / "one.db"
    text.write_text(TEXT, encoding="utf-8")
    with open_project(path, create=True) as project:
        project.import_paths([text], ImportOptions("ann"))
        for name, *found in (("ann", "Karvan", "Monday"), ("bob", "Karvan")):
            at = session(project, name)
            at.remember(0)
            for words in found:
                mark(at, "GPE", words)
            for sentence in at.work.sentences:
                done = CompleteSentence(sentence=sentence.start, layers=("entities",), state="done")
                at.apply(done)
    return path


@tries("home", "g")
@tries("menu", "z")
@tries("agreement", "up k down j pageup pagedown home end tab n enter question_mark escape")
def test_numbers_and_the_way_to_where_people_differ(judged: Path) -> None:
    command = [*ANNOTATOR, "-p", str(judged), "--as", "ann"]
    with Tmux(command, columns=100, rows=40) as terminal:
        terminal.wait_for("you finished 1 of 1 articles")
        terminal.press("g")
        screen = terminal.wait_for("F1 exact")
        assert "0.667" in screen
        terminal.press("?")
        terminal.wait_for("95 % interval")
        terminal.press("Escape")
        terminal.wait_until(lambda: "95 % interval;" not in terminal.screen(), "the numbers")
        terminal.press("Escape")
        terminal.wait_for("you finished 1 of 1 articles")
        terminal.press("g")
        terminal.wait_for("F1 exact")
        terminal.press("End", "Home", "PgDn", "PgUp", "Down", "j", "Up", "k", "Tab", "Enter")
        terminal.wait_for("saved")
        terminal.press("Space", "z")
        terminal.wait_for("F1 exact")
        terminal.press("n", "Enter")
        terminal.wait_for("Gunmen stormed")
