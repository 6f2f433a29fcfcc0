"""Incidents, claims, relations and links, made in a real terminal; the project file tells."""

from pathlib import Path

import pytest

from annotator.model.annotation import Claim, Incident, Label, Mention, Relation
from tests.e2e.terminal import LabelTerminal
from tests.e2e.tried import tries

pytestmark = [pytest.mark.e2e]


def frames(terminal: LabelTerminal) -> list[Incident | Claim]:
    """Return the frames in the project file."""
    return [item for item in terminal.items() if isinstance(item, Incident | Claim)]


def roles(terminal: LabelTerminal) -> list[str]:
    """Return which roles of the frames are filled."""
    return [filler.role for frame in frames(terminal) for filler in frame.roles]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@tries("label", "i")
@tries("menu", "w i")
def test_an_incident_in_its_form(tmp_path: Path, article: Path, size: tuple[int, int]) -> None:
    with LabelTerminal(tmp_path / "f.db", article, columns=size[0], rows=size[1]) as terminal:
        terminal.press("Space")
        terminal.wait_for("skip this sentence")
        terminal.press("w")
        terminal.wait_for("Work on")
        terminal.press("2")
        terminal.wait_for("Working on incidents now.")
        terminal.press("Home", "Tab")
        terminal.wait_for("“stormed”")
        terminal.press("i")
        terminal.wait_for("b BATTLE")
        terminal.press("b")
        terminal.wait_for("p perpetrator")
        terminal.wait_until(lambda: [f.type for f in frames(terminal)] == ["BATTLE"], "BATTLE")
        terminal.press("Escape")
        terminal.wait_until(lambda: "p perpetrator" not in terminal.screen(), "the form closed")
        assert roles(terminal) == [], "Esc leaves what was proposed"
        terminal.press("Space")
        terminal.wait_for("skip this sentence")
        terminal.press("i")
        terminal.wait_for("Incidents and claims")
        terminal.press("Enter")
        terminal.wait_for("p perpetrator")
        terminal.press("Enter")
        terminal.wait_until(lambda: roles(terminal) == ["time"], "what was proposed")
        terminal.press(*"uuuuuu")
        terminal.wait_until(lambda: terminal.items() == [], "nothing left")


@tries("label", "c equals_sign")
def test_claims_labels_and_the_registry(tmp_path: Path, article: Path) -> None:
    with LabelTerminal(tmp_path / "f.db", article) as terminal:
        terminal.press("l")
        terminal.expect_labels(("GPE", "Karvan"))
        terminal.press("Left", "Left")
        terminal.wait_for("GPE “Karvan”")
        terminal.press("=")
        terminal.wait_for("a new entry")
        terminal.press("n")
        terminal.wait_until(lambda: any(m.identity for m in mentions(terminal)), "a link")
        terminal.press("y", "h")
        terminal.wait_until(lambda: len(of(terminal, Label)) == 2, "two labels")
        terminal.press("Down", "Down", "Right")
        terminal.wait_for("“claimed”")
        terminal.press("c", "s")
        terminal.wait_for("s source")
        terminal.press("Escape")
        terminal.wait_until(lambda: [f.layer for f in frames(terminal)] == ["claims"], "a claim")


@tries("label", "r")
def test_a_relation(tmp_path: Path) -> None:
    path = tmp_path / "one.txt"
    path.write_text("Tomas Erdin fled with Velmora Relief.\n", "utf-8")
    with LabelTerminal(tmp_path / "r.db", path) as terminal:
        terminal.press("p", "o")
        terminal.expect_labels(("PERSON", "Tomas Erdin"), ("ORG", "Velmora Relief"))
        terminal.press("Home")
        terminal.wait_for("PERSON “Tomas Erdin”")
        terminal.press("r")
        terminal.wait_for("m member_of")
        terminal.press("m")
        terminal.wait_for("letters choose the target")
        terminal.press("f")
        terminal.wait_until(lambda: len(of(terminal, Relation)) == 1, "a relation")
        terminal.press("u")
        terminal.wait_until(lambda: not of(terminal, Relation), "it taken back")


@tries("label", "r")
def test_a_claim_is_linked_to_one_of_another_article(tmp_path: Path) -> None:
    texts = ("Oshtin denied the raid.\n", "Karvan claimed a raid by Oshtin.\n")
    paths = [tmp_path / f"{number}.txt" for number in range(2)]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, "utf-8")
    with LabelTerminal(tmp_path / "c.db", *paths) as terminal:
        terminal.press("]")
        terminal.wait_for("Karvan claimed")
        terminal.press("Home", "Right")
        terminal.wait_for("“claimed”")
        terminal.press("c", "s")
        terminal.wait_for("s source")
        terminal.press("Enter")
        terminal.wait_until(lambda: "s source" not in terminal.screen(), "the form closed")
        terminal.press("[")
        terminal.wait_for("Oshtin denied")
        terminal.press("Home", "Right")
        terminal.wait_for("“denied”")
        terminal.press("c", "s")
        terminal.wait_for("s source")
        terminal.press("r", "d")
        terminal.wait_for("/ looks in all articles")
        terminal.press("/")
        terminal.wait_for("which claim?")
        terminal.wait_for("Your 1 other claim,")
        terminal.press(*"clai", "Enter")
        terminal.wait_until(lambda: len(of(terminal, Relation)) == 1, "a relation")
        terminal.wait_for("denies → 1.txt: Karvan")
        terminal.press("u")
        terminal.wait_until(lambda: not of(terminal, Relation), "it taken back")


def of(terminal: LabelTerminal, kind: type[Label] | type[Relation]) -> list[object]:
    """Return the annotations of a kind."""
    return [item for item in terminal.items() if isinstance(item, kind)]


def mentions(terminal: LabelTerminal) -> list[Mention]:
    """Return the mentions in the project file."""
    return [item for item in terminal.items() if isinstance(item, Mention)]
