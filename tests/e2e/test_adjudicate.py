"""The Adjudicate screen in a real terminal, with its effect read from the project file."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.labelling.commands.sentences import CompleteSentence
from annotator.labelling.session import Session
from annotator.model.decision import Decision
from annotator.project import ImportOptions, open_project
from annotator.store import decisions
from tests.e2e.terminal import ANNOTATOR, Tmux
from tests.e2e.tried import tries
from tests.support import mark

pytestmark = pytest.mark.e2e

LINES = 8
"""Lines in each of which ada and ben say different things of the same place."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A project in which ada and ben differ eight times, in type or in what only one marked."""
    text = "".join(f"Karvan{'abcdefgh'[n]} was quiet on that day.\n" for n in range(LINES))
    (tmp_path / "one.txt").write_text(text, encoding="utf-8")
    with open_project(tmp_path / "work.db", create=True) as project:
        project.import_paths([tmp_path / "one.txt"], ImportOptions("lead"))
        article = project.articles()[0].article.id
        for name, kind in (("ada", "GPE"), ("ben", "LOC")):
            at = Session(project.file, project.scheme, name, article)
            for letter in "abcdefgh":
                mark(at, kind, f"Karvan{letter}")
            for one in list(at.work.sentences):
                at.apply(CompleteSentence(sentence=one.start, layers=("entities",), state="done"))
    return tmp_path / "work.db"


@pytest.fixture
def terminal(path: Path) -> Iterator[Tmux]:
    """The Adjudicate screen of the project."""
    command = [*ANNOTATOR, "-p", str(path), "--as", "eve", "adjudicate"]
    with Tmux(command, 100, 30, path.parent) as opened:
        opened.wait_for("8 left")
        yield opened


def made(path: Path) -> list[Decision]:
    """Return all decisions, by time."""
    with open_project(path, read_only=True) as project:
        return list(decisions.every(project.file))


def outcomes(path: Path) -> list[str]:
    """Return what was decided: types with their lengths, or the rule."""
    return [
        " ".join(
            f"{body.type} {body.fragments[0].end - body.fragments[0].start}" for body in mentions
        )
        or one.rule
        for one in made(path)
        for mentions in [one.outcome.mentions]
    ]


@tries("adjudicate", "1 2 0 s d u U up down escape question_mark")
def test_items_are_settled_and_taken_back(terminal: Tmux, path: Path) -> None:
    terminal.press("1")
    terminal.wait_for("7 left")
    terminal.press("2", "0", "d")
    terminal.wait_for("4 left")
    assert [one.rule for one in made(path)] == ["variant", "variant", "reject", "discuss"]
    terminal.press("u", "u", "U", "s")
    terminal.wait_until(lambda: len(made(path)) == 3, "three decisions")
    terminal.press("Down")
    terminal.wait_for("▌ 2")
    terminal.press("Up", "?")
    terminal.wait_for("take variant 1; go on")
    terminal.press("Escape")
    terminal.wait_for("▌ 1")
    terminal.press("Escape")
    terminal.wait_for("one.txt")


@tries("adjudicate", "3 4 5 6 7 8 9 enter A")
def test_what_cannot_be_taken_is_said(terminal: Tmux, path: Path) -> None:
    for digit in "3456789":
        terminal.press(digit)
        terminal.wait_for(f"There is no variant {digit}.")
    terminal.press("Enter")
    terminal.wait_for("As many say one as the other")
    terminal.press("A")
    terminal.wait_for("no slot of a frame")
    assert made(path) == []


@tries("adjudicate", "e comma less_than_sign full_stop greater_than_sign underscore ampersand")
def test_a_variant_is_edited_and_several_are_kept(terminal: Tmux, path: Path) -> None:
    terminal.press("e", "o", ".", "Enter")
    terminal.wait_until(lambda: outcomes(path) == ["ORG 11"], "a longer range of another type")
    terminal.press(".", ">", "_", ">", "Enter")
    terminal.wait_until(lambda: len(made(path)) == 2, "a range shorter by a character")
    assert outcomes(path)[1].endswith(" 6")
    terminal.press("_", "<", ",", "<", "Enter")
    terminal.wait_until(lambda: len(made(path)) == 3, "a range that begins later")
    terminal.press("&", "1", "2", "Enter")
    terminal.wait_until(lambda: len(made(path)) == 4, "both variants")
    assert sorted(outcomes(path)[3].split()) == ["7", "7", "GPE", "LOC"]


@tries("adjudicate", "v c g r semicolon o asterisk")
def test_what_stands_beside_a_decision(terminal: Tmux, path: Path) -> None:
    terminal.press("v")
    terminal.wait_for("← ada")
    terminal.press("c", "g")
    terminal.wait_for("Guideline")
    terminal.press("q", ";")
    terminal.wait_for("It goes with the decision")
    terminal.press(*"odd", "Enter")
    terminal.wait_for("note: odd")
    terminal.press("1")
    terminal.wait_for("7 left")
    terminal.press("r")
    terminal.wait_for("Why did they differ there?")
    terminal.press("s")
    terminal.wait_for("Noted of the item before: a slip.")
    assert [(one.note, one.reason, one.revealed) for one in made(path)][-1] == ("odd", "slip", True)
    terminal.press("o")
    terminal.wait_for("by place")
    terminal.press("*", "1")
    terminal.wait_for("6 left")


@tries("adjudicate", "slash space")
def test_words_are_found_and_the_menu_does_what_is_chosen(terminal: Tmux, path: Path) -> None:
    terminal.press("/")
    terminal.wait_for("Find in the queue")
    terminal.press(*"karvanf", "Enter")
    terminal.wait_for("⟦Karvanf⟧")
    terminal.press("Space")
    terminal.wait_for("take what most have said")
    terminal.press("v")
    terminal.wait_for("← ada")


@tries("home", "d")
def test_home_leads_to_what_is_to_be_settled(path: Path) -> None:
    with Tmux([*ANNOTATOR, "-p", str(path), "--as", "ada"], 100, 30, path.parent) as terminal:
        terminal.wait_for("one.txt")
        terminal.press("d")
        terminal.wait_for("8 left")
