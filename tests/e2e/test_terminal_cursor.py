"""The terminal's own cursor is where the light is: magnifiers and braille lines follow it."""

from pathlib import Path

import pytest

from annotator.labelling.commands.sentences import CompleteSentence
from annotator.labelling.session import Session
from annotator.project import ImportOptions, open_project
from tests.e2e.terminal import ANNOTATOR, LabelTerminal, Tmux
from tests.support import mark

pytestmark = pytest.mark.e2e


def expect_cursor(terminal: Tmux, words: str, column: int | None = None, above: int = 0) -> None:
    """Wait until the terminal's cursor is where the first such words on the screen begin.

    Args:
        terminal: the terminal.
        words: words on the screen; where they stand is read anew at each look.
        column: the column the cursor is to be in instead of that of the words.
        above: how many rows above the words.
    """

    def there() -> bool:
        x, y = terminal.place_of(words)
        return terminal.cursor() == (x if column is None else column, y - above)

    terminal.wait_for(words)
    terminal.wait_until(there, f"the cursor at “{words}”")


def test_it_is_at_the_lit_words(tmp_path: Path, article: Path) -> None:
    with LabelTerminal(tmp_path / "c.db", article) as terminal:
        for keys, words in (((), "Karvan"), (("Tab",), "Monday"), (("Down",), "At least 12")):
            terminal.press(*keys)
            terminal.wait_for(f"“{words}")
            expect_cursor(terminal, words)
        terminal.press("Right", "l")
        terminal.wait_for("╰")
        terminal.press("Up")
        terminal.wait_for("“Karvan")
        expect_cursor(terminal, "Karvan")


def test_it_is_at_the_line_of_a_list(tmp_path: Path, article: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("Nothing happened in Karvan.\n", encoding="utf-8")
    path = tmp_path / "home.db"
    with open_project(path, create=True) as project:
        project.import_paths([article, other], ImportOptions("ann"))
    with Tmux([*ANNOTATOR, "-p", str(path), "--as", "ann"], cwd=tmp_path) as terminal:
        terminal.wait_for("Welcome")
        terminal.press("Escape")
        terminal.wait_for("other.txt")
        terminal.press("Down")
        expect_cursor(terminal, "other.txt", column=0)
        terminal.press("Up")
        expect_cursor(terminal, "other.txt", column=0, above=1)


def test_it_is_at_the_lit_variant(tmp_path: Path, article: Path) -> None:
    path = tmp_path / "adjudicate.db"
    with open_project(path, create=True) as project:
        project.import_paths([article], ImportOptions("lead"))
        number = project.articles()[0].article.id
        for name, kind in (("ada", "GPE"), ("ben", "LOC")):
            at = Session(project.file, project.scheme, name, number)
            mark(at, kind, "Karvan")
            for one in list(at.work.sentences):
                at.apply(CompleteSentence(sentence=one.start, layers=("entities",), state="done"))
    command = [*ANNOTATOR, "-p", str(path), "--as", "eve", "adjudicate"]
    with Tmux(command, cwd=tmp_path) as terminal:
        for keys, lit in (((), "▌ 1"), (("Down",), "▌ 2"), (("Up",), "▌ 1")):
            terminal.press(*keys)
            terminal.wait_for(lit)
            expect_cursor(terminal, lit)
