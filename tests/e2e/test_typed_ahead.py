"""Keys typed ahead around lines to type, in a real terminal on a busy machine.

Every round is one write to the terminal: the key that opens a line, keys that edit it, Enter, and
keys for what lies below. The project file tells whether each of them came where it belongs.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from annotator.model.annotation import Incident
from annotator.project import ImportOptions, open_project
from tests.e2e.terminal import ANNOTATOR, LabelTerminal, Tmux

pytestmark = pytest.mark.e2e

_ROUNDS = 12
_CLEAR, _BACKSPACE, _LEFT, _HOME, _END = "\x15", "\x7f", "\x1b[D", "\x1b[H", "\x1b[F"
_PASTE = "\x1b[200~{}\x1b[201~"


@pytest.fixture(autouse=True)
def _busy() -> Iterator[None]:
    """Keep two processors busy: windows open late then."""
    busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(2)]
    yield
    for one in busy:
        one.kill()
        one.wait()


def expect(terminal: Tmux, read: Callable[[], object], wanted: object) -> None:
    """Wait until what is read from the project file is what is wanted."""
    terminal.wait_until(lambda: read() == wanted, f"{wanted}, not {read()}")


def test_values_of_a_form(tmp_path: Path, article: Path) -> None:
    with LabelTerminal(tmp_path / "t.db", article) as terminal:
        terminal.press("Home", "Right")
        terminal.wait_for("“stormed”")
        terminal.send("ib")
        terminal.wait_for("p perpetrator")
        for number in range(1, _ROUNDS + 1):
            killed, hurt = f"{number}{number + 1}", f"{number}0"
            edited = f"{killed[:-1]}x{_BACKSPACE}{killed[-1]}"
            terminal.send(f"F{_CLEAR}{edited}\rI{_CLEAR}{hurt[1:]}{_HOME}{hurt[0]}\rC")
            wanted = {"fatalities": killed, "injuries": hurt}
            wanted |= {"civilian_targeting": "true"} if number % 2 else {}
            expect(terminal, lambda: values(terminal), wanted)


def values(terminal: LabelTerminal) -> dict[str, str]:
    """Return the values of the incident in the project file."""
    (frame,) = (item for item in terminal.items() if isinstance(item, Incident))
    return {one.name: one.value for one in frame.attributes}


def test_notes(tmp_path: Path, article: Path) -> None:
    with LabelTerminal(tmp_path / "t.db", article) as terminal:
        terminal.send("l")
        terminal.expect_labels(("GPE", "Karvan"))
        terminal.press("Left", "Left")
        terminal.wait_for("GPE “Karvan”")
        for number in range(1, _ROUNDS + 1):
            pasted = _PASTE.format(f"two\r\nlines {number}")
            terminal.send(f";{_CLEAR}see {pasted}!{_HOME}do {_END}{_LEFT},\r!")
            wanted = f"do see two lines {number},!", bool(number % 2)
            expect(terminal, lambda: note(terminal), wanted)


def note(terminal: LabelTerminal) -> tuple[str, bool]:
    """Return the note of the only mention in the project file, and whether it is unsure."""
    ((mention, _),) = terminal.mentions()
    return mention.note, mention.unsure


def test_queries(tmp_path: Path, article: Path) -> None:
    with LabelTerminal(tmp_path / "t.db", article) as terminal:
        for number in range(_ROUNDS):
            word = ("Karvan", "Sarn", "Nobody")[number % 3]
            terminal.send(f"/{_CLEAR}axr\r/{_CLEAR}{word[1:]}{_HOME}{word[0]}\r")
            terminal.wait_until(partial(found, terminal, word), f"one hit of {word}")
            terminal.press("Enter")
            terminal.wait_for("saved")
            terminal.send("l")
            terminal.expect_labels(("GPE", word))
            terminal.send("u")
            terminal.expect_labels()


def found(terminal: Tmux, word: str) -> bool:
    """Tell whether the one hit shown is of ``word``, not the one of the query before."""
    screen = terminal.screen()
    return " 1 hit\n" in screen and f" {word} " in screen.splitlines()[2]


def test_filters(tmp_path: Path) -> None:
    titles = [f"{place} {act}" for place in ("Karvan", "Oshtin") for act in ("falls", "burns")]
    table, path = tmp_path / "articles.csv", tmp_path / "t.db"
    rows = (f"{title},{title} when gunmen come to Velmora." for title in titles)
    table.write_text("\n".join(("title,text", *rows)), encoding="utf-8")
    with open_project(path, create=True) as made:
        made.import_paths([table], ImportOptions("ann"))
    with Tmux([*ANNOTATOR, "-p", str(path), "--as", "ann"]) as terminal:
        terminal.wait_for("Welcome")
        terminal.press("Escape")
        for labelled, title in enumerate((*titles, *titles[::-1])):
            terminal.wait_for("you finished")
            act, place = title.split()[1], title.split()[0]
            key = "l" if labelled < len(titles) else "x"
            terminal.send(f"f{_CLEAR}{place}x{_BACKSPACE}{_HOME}{act} \rr{_HOME}\r{_END}{key}")
            wanted = sorted(titles[: labelled + 1] if key == "l" else titles[: 7 - labelled])
            expect(terminal, lambda: in_work(path), wanted)
            terminal.press("Escape")


def in_work(path: Path) -> list[str]:
    """Return the titles of the articles with labels, sorted."""
    with open_project(path, read_only=True) as project:
        return sorted(line.article.title for line in project.articles("ann") if line.mentions)
