"""Home in a real terminal: what is chosen there is what one labels."""

from pathlib import Path

import pytest

from annotator.project import ImportOptions, open_project
from tests.e2e.terminal import ANNOTATOR, Tmux
from tests.e2e.tried import tmux_name, tries

pytestmark = pytest.mark.e2e

TITLES = ("Zaran falls", "Karvan burns", "Oshtin rests", "Karvan again", "Karvan first")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project of five titled articles; ann has finished the fourth."""
    table, path = tmp_path / "articles.csv", tmp_path / "home.db"
    rows = (
        f"{title},Gunmen came {n} times to {title.split()[0]}." for n, title in enumerate(TITLES)
    )
    table.write_text("\n".join(("title,text", *rows)), encoding="utf-8")
    with open_project(path, create=True) as made:
        made.import_paths([table], ImportOptions("ann"))
        made.desk("ann", made.articles()[3].article.id).finish()
    return path


def labelled(path: Path) -> list[str]:
    """Return the titles of the articles in which ann has labelled something."""
    with open_project(path, read_only=True) as project:
        return [line.article.title for line in project.articles("ann") if line.mentions]


@tries("home", "f enter s r home down escape a q")
def test_filter_sort_and_open(project: Path) -> None:
    command = [*ANNOTATOR, "-p", str(project), "--as", "ann"]
    with Tmux(command, columns=80, rows=24) as terminal:
        terminal.wait_for("you finished 1 of 5 articles")
        terminal.press("f")
        terminal.type("karvan state:undone")  # at once, as fast hands do
        terminal.wait_for("2 of 5 articles")
        terminal.press("Enter", "s", "t")
        terminal.wait_for("by title")
        terminal.press("r", "Home")
        screen = terminal.wait_for("by title, reversed")
        assert screen.index("Karvan first") < screen.index("Karvan burns")
        assert "Oshtin" not in screen
        terminal.press("Down", "Enter")
        terminal.wait_for("saved")
        terminal.press("End", "l")
        terminal.wait_until(lambda: labelled(project) == ["Karvan burns"], "the label")
        terminal.press("Escape")
        screen = terminal.wait_for("by title, reversed")
        assert "filter karvan state:undone" in screen
        terminal.press("Home", "Enter")
        terminal.wait_for("saved")
        terminal.press("End", "l")
        terminal.wait_until(lambda: len(labelled(project)) == 2, "the second label")
        assert labelled(project) == ["Karvan burns", "Karvan first"]
        terminal.press("Escape")
        terminal.wait_for("2 of 5 articles")
        terminal.press("Escape")
        terminal.wait_for("Oshtin rests")
        terminal.press("a")
        terminal.wait_for("whole project")
        terminal.press("q")
        terminal.wait_for("ended with 0")


MOVES: tuple[tuple[str, int], ...] = (
    *(("down", 2), ("j", 3), ("up", 2), ("k", 1), ("end", 40), ("home", 1)),
    *(("pagedown", 18), ("pageup", 1)),
)
"""Keys pressed one after the other, and the number of the article where the cursor is then."""


@tries("home", "up k down j pageup pagedown home end slash question_mark escape n enter")
def test_moving_search_help_and_the_next_one(tmp_path: Path) -> None:
    table, path = tmp_path / "articles.csv", tmp_path / "home.db"
    rows = (f"Title {n},Gunmen came {n} times to Karvan." for n in range(1, 41))
    table.write_text("\n".join(("title,text", *rows)), encoding="utf-8")
    with open_project(path, create=True) as made:
        made.import_paths([table], ImportOptions("ann"))
        made.desk("ann", made.articles()[0].article.id).finish()
    with Tmux([*ANNOTATOR, "-p", str(path), "--as", "ann"], columns=80, rows=22) as terminal:
        terminal.wait_for("you finished 1 of 40 articles")
        for pressed, (_, number) in enumerate(MOVES, 1):
            keys = [tmux_name(key) for key, _ in MOVES[:pressed]]
            terminal.press("Home", *keys, "Enter")
            terminal.wait_for(f" sentence 1 · Title {number} ")
            terminal.press("Escape")
            terminal.wait_for("n next undone")
        terminal.press("?")
        terminal.wait_for("bars say how many sentences")
        terminal.press("Escape")
        terminal.wait_for("n next undone")
        terminal.press("/")
        terminal.wait_for("Type what to look for")
        terminal.press("Escape")
        terminal.wait_for("n next undone")
        terminal.press("Home", "n")
        terminal.wait_for(" sentence 1 · Title 2 ")
        terminal.press("End", "l")
        terminal.wait_until(lambda: labelled(path) == ["Title 2"], "the label")


def test_every_size(project: Path) -> None:
    with Tmux([*ANNOTATOR, "-p", str(project), "--as", "ann"], columns=80, rows=24) as terminal:
        terminal.wait_for("you finished")
        terminal.press("a")
        for columns, rows in ((40, 10), (250, 70), (60, 12), (80, 24)):
            terminal.resize(columns, rows)
            terminal.wait_until(lambda: _fits(terminal), f"the list at {columns}x{rows}")


def _fits(terminal: Tmux) -> bool:
    """Say whether the screen shows the cursor's article, the people and the hints."""
    screen = terminal.screen()
    return all(words in screen for words in ("Karvan again", "whole project", "Enter label"))
