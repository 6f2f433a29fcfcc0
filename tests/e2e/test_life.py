"""Starting, ending, crashing and coming back, in a real terminal."""

import os
import random
import signal
import sqlite3
import time
from pathlib import Path

import pytest

from annotator.project import open_project
from annotator.resources import resource_dir
from annotator.tui.signs import OPENINGS
from tests.e2e.terminal import ANNOTATOR, LabelTerminal, Tmux
from tests.e2e.tried import tries

pytestmark = pytest.mark.e2e


@tries("quit", "ctrl+q")
def test_make_run_opens_the_seeds_and_work_goes_on_where_it_was_left(tmp_path: Path) -> None:
    project = tmp_path / "seeds.db"
    with LabelTerminal(project, resource_dir("seeds"), columns=80, rows=24) as terminal:
        screen = terminal.wait_for("Iran, Taliban call")
        assert "0/17" in screen
        assert all(len(line) <= 80 for line in screen.splitlines())
        terminal.press("l", "n", "n", "n", "Tab")
        terminal.wait_for("3/17")
        terminal.press("C-q")
        terminal.wait_for("ended with 0")
    with LabelTerminal(project, resource_dir("seeds"), columns=80, rows=24) as terminal:
        terminal.wait_for("▌    4")
        assert "3/17" in terminal.screen()


def test_two_people_label_one_article_at_once(tmp_path: Path, article: Path) -> None:
    project = tmp_path / "two.db"
    with (
        LabelTerminal(project, article, name="ann") as ann,
        LabelTerminal(project, article, name="bob") as bob,
    ):
        for letter in "lpob":
            ann.press(letter, "Tab")
            bob.press(letter, "Right")
        ann.wait_until(lambda: len(ann.labels()) == 4, "four labels of ann")
        bob.wait_until(lambda: len(bob.labels()) == 4, "four labels of bob")
    with open_project(project) as found:
        assert list(found.verify()) == []


def test_resizing_keeps_the_place(tmp_path: Path) -> None:
    with LabelTerminal(tmp_path / "r.db", resource_dir("seeds")) as terminal:
        terminal.press(*["Down"] * 9)
        terminal.wait_for("▌   10")
        for size in ((60, 12), (180, 50), (80, 24), (40, 10)):
            terminal.resize(*size)
            terminal.wait_for("▌   10")
        terminal.press("Right", "w")
        terminal.wait_until(lambda: len(terminal.labels()) == 1, "a label after resizing")


def test_hostile_text_is_shown_literally(tmp_path: Path) -> None:
    path = tmp_path / "hostile.txt"
    path.write_text(
        "A [/b] stray [ bracket, [sic] and [link='a in Karvan.\n"
        "Escape \x1b[31mred\x07 bell, Line\u2028separator in Oshtin.\n",
        encoding="utf-8",
    )
    with LabelTerminal(tmp_path / "h.db", path) as terminal:
        screen = terminal.wait_for("A [/b] stray [ bracket, [sic] and [link='a in Karvan.")
        assert "␛[31mred␇ bell" in screen
        terminal.press("End", "l", "Down", "Down", "End", "l")
        terminal.expect_labels(("GPE", "Karvan"), ("GPE", "Oshtin"))


def test_a_locked_project_refuses_loudly_and_keeps_what_is_lit(
    tmp_path: Path, article: Path
) -> None:
    with LabelTerminal(tmp_path / "l.db", article) as terminal:
        blocker = sqlite3.connect(terminal.project, isolation_level=None)
        blocker.execute("BEGIN IMMEDIATE")
        terminal.press("l")
        screen = terminal.wait_for("NOT SAVED")
        assert "locked" in screen
        blocker.execute("ROLLBACK")
        blocker.close()
        assert terminal.labels() == []
        terminal.press("l")
        terminal.expect_labels(("GPE", "Karvan"))


def test_a_project_deleted_while_open_is_noticed(tmp_path: Path, article: Path) -> None:
    with LabelTerminal(tmp_path / "d.db", article) as terminal:
        for path in tmp_path.glob("d.db*"):
            path.unlink()
        terminal.press("l")
        terminal.wait_for("deleted or replaced")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("label", "missing.txt"), 2, "There is no file missing.txt"),
        (("-p", "missing.db", "label"), 3, "no project"),
        (("--as", "a b", "label"), 2, "cannot be an annotator's name"),
        (("label", "."), 2, "no articles"),
    ],
)
def test_what_cannot_start_says_so(
    tmp_path: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    with Tmux([*ANNOTATOR, *arguments], cwd=tmp_path) as terminal:
        screen = terminal.wait_for(f"ended with {code}")
        assert said in " ".join(screen.split())


def kill_at_random(tmp_path: Path, seed: int) -> None:
    """Label at random, kill at a random moment, reopen: every edit that was shown is there."""
    chance = random.Random(seed)
    project = tmp_path / f"kill{seed}.db"
    with LabelTerminal(project, resource_dir("seeds")) as terminal:
        terminal.press(*[key for _ in range(chance.randrange(3, 25)) for key in _act(chance)])
        time.sleep(chance.random() * 0.4)
        shown = terminal.screen()
        os.kill(terminal.process(), signal.SIGKILL)
        terminal.wait_for("ended with 137")
    with open_project(project) as found:
        assert list(found.verify()) == []
        done = sum(line.progress.done for line in found.articles("ann", limit=1))
        mentions = sum(line.mentions for line in found.articles("ann", limit=1))
    count = next(line for line in shown.splitlines() if "saved" in line)
    assert done >= int(count.rpartition("/")[0].split()[-1])
    assert mentions >= _tags_shown(shown)


def _act(chance: random.Random) -> tuple[str, ...]:
    return chance.choice(
        [("l",), ("a",), ("p", "Tab"), ("Tab",), ("n",), ("Right", "o"), (".", "q"), ("x",), ("u",)]
    )


def _tags_shown(screen: str) -> int:
    """Return how many labels the lanes on the screen open."""
    return sum(line.count(sign) for line in screen.splitlines()[1:-3] for sign in OPENINGS)


@pytest.mark.parametrize("seed", range(20))
def test_killed_at_a_random_moment(tmp_path: Path, seed: int) -> None:
    kill_at_random(tmp_path, seed)


@pytest.mark.torture
@pytest.mark.parametrize("seed", range(1000, 1200))
def test_killed_two_hundred_times(tmp_path: Path, seed: int) -> None:
    kill_at_random(tmp_path, seed)
