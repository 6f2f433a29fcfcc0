"""The Registry screen in a real terminal, with its effect read from the project file."""

from pathlib import Path

import pytest

from annotator.project import Refused, open_project
from tests.e2e.terminal import LabelTerminal
from tests.e2e.tried import tries

pytestmark = pytest.mark.e2e

TEXT = "Gunmen stormed Karvan on Monday.\nKarvan was quiet before, said the Karvan Post.\n"
NAMES = (
    "Arvin",
    "Belmar",
    "Corvo",
    "Darvo",
    "Ersin",
    "Fardin",
    "Gorvan",
    "Hesti",
    "Ilmar",
    "Jarvo",
)


@pytest.fixture
def text(tmp_path: Path) -> Path:
    """An article that names one place three times."""
    path = tmp_path / "one.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def names(terminal: LabelTerminal) -> list[tuple[str, ...]]:
    """Return all names of each entry in the project file, by name."""
    with open_project(terminal.project, read_only=True) as project:
        return [one.names for one in project.identities(terminal.name).registry.listed()]


def expect(terminal: LabelTerminal, *expected: tuple[str, ...]) -> None:
    """Wait until the project file holds exactly entries with these names."""
    terminal.wait_until(lambda: names(terminal) == list(expected), f"{expected}")


def fact(terminal: LabelTerminal, name: str, field: str) -> str:
    """Return what an entry in the project file says."""
    with open_project(terminal.project, read_only=True) as project:
        try:
            found = project.identities(terminal.name).find(name)
        except Refused:
            return ""
        return str(getattr(found.entry, field))


def link_karvan(terminal: LabelTerminal) -> None:
    """Label the first Karvan, make an entry of it, and link another one with it."""
    terminal.press("Home", "Right", "Right")
    terminal.wait_for("“Karvan”")
    terminal.press("l", "Home", "Right", "Right")
    terminal.wait_for("GPE “Karvan”")
    terminal.press("=")
    terminal.wait_for("a new entry")
    terminal.press("n")
    expect(terminal, ("Karvan",))
    terminal.press("Down", "Home")
    terminal.wait_for("“Karvan”")
    terminal.press("l", "Home")
    terminal.wait_for("GPE “Karvan”")
    terminal.press("=")
    terminal.wait_until(
        lambda: [bool(item.identity) for item, _ in terminal.mentions()] == [True, True],
        "two links",
    )


@tries("menu", "=")
@tries("registry", "n a A r w t e o d u U x delete escape")
@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40)])
def test_names_and_facts(tmp_path: Path, text: Path, columns: int, rows: int) -> None:
    with LabelTerminal(tmp_path / "s.db", text, columns=columns, rows=rows) as terminal:
        terminal.press("Space")
        terminal.wait_for("Menu")
        terminal.press("=")
        terminal.wait_for("No entries yet")
        for name in ("Daesh", "ISIL"):
            terminal.press("n")
            terminal.wait_for("A new entry is")
            terminal.press("e")
            terminal.wait_for("Type of the new entity")
            terminal.press("l")
            terminal.wait_for("Name of the new GPE")
            terminal.type(name)
            terminal.press("Enter")
            terminal.wait_for(f"“{name}” is in the registry.")
        expect(terminal, ("Daesh",), ("ISIL",))
        terminal.press("a")
        terminal.wait_for("One more name of “ISIL”")
        terminal.type("Islamic State")
        terminal.press("Enter")
        expect(terminal, ("Daesh",), ("ISIL", "Islamic State"))
        terminal.press("A")
        terminal.wait_for("Take a name from “ISIL”")
        terminal.press("1")
        expect(terminal, ("Daesh",), ("ISIL",))
        terminal.press("r")
        terminal.wait_for("Name of “ISIL”")
        terminal.type("K")
        terminal.press("Enter")
        expect(terminal, ("Daesh",), ("ISILK", "ISIL"))
        terminal.press("u")
        expect(terminal, ("Daesh",), ("ISIL",))
        terminal.press("U")
        expect(terminal, ("Daesh",), ("ISILK", "ISIL"))
        terminal.press("w")
        terminal.wait_for("Wikidata item of “ISILK”")
        terminal.type("Q8")
        terminal.press("Enter")
        terminal.wait_until(lambda: fact(terminal, "ISILK", "wikidata") == "Q8", "the item")
        terminal.press("t")
        terminal.wait_for("“ISILK”, GPE, is")
        terminal.press("o")
        terminal.wait_until(lambda: fact(terminal, "ISILK", "type") == "ORG", "the type")
        terminal.press("e")
        terminal.wait_for("Note of “ISILK”")
        terminal.type("two spellings")
        terminal.press("Enter")
        terminal.wait_until(lambda: fact(terminal, "ISILK", "note") == "two spellings", "the note")
        terminal.press("o")
        terminal.wait_for("is a branch or member of")
        terminal.type("Daesh")
        terminal.press("Enter")
        terminal.wait_for("affiliate of Daesh")
        terminal.press("d")
        terminal.wait_for("PgUp PgDn scroll")
        terminal.press("Escape")
        terminal.wait_for("is an affiliate of “Daesh” now")
        terminal.press("x")
        expect(terminal, ("Daesh",))
        terminal.wait_for("is gone; u takes that back")
        terminal.press("DC")
        expect(terminal)
        terminal.wait_for("No entries yet")
        terminal.press("Escape")
        terminal.wait_for("saved")
    with open_project(tmp_path / "s.db") as project:
        assert list(project.verify()) == []


@tries("home", "equals_sign")
@tries("registry", "enter space s m f tab down up escape u")
def test_links_merge_and_split(tmp_path: Path, text: Path) -> None:
    with LabelTerminal(tmp_path / "s.db", text, columns=80, rows=24) as terminal:
        link_karvan(terminal)
        terminal.press("Escape")
        terminal.wait_for("n next undone")
        terminal.press("=")
        terminal.wait_for("2 links of yours")
        terminal.press("Enter")
        terminal.wait_for("link 1 of 2")
        terminal.press("Down", "Space")
        terminal.wait_for("1 ticked  link 2 of 2")
        terminal.press("s")
        terminal.wait_for("New entry for 1 link of “Karvan”")
        terminal.type("Karvan Post")
        terminal.press("Enter")
        expect(terminal, ("Karvan",), ("Karvan Post",))
        terminal.wait_for("split off; this is their entry")
        assert len({item.identity for item, _ in terminal.mentions()}) == 2
        terminal.press("m")
        terminal.wait_for("◆ Karvan Post is marked")
        terminal.press("Up", "m")
        terminal.wait_for("These two are one")
        terminal.press("2")
        expect(terminal, ("Karvan", "Karvan Post"))
        terminal.press("s")
        terminal.wait_for("Take out of “Karvan” again")
        terminal.press("1")
        expect(terminal, ("Karvan",), ("Karvan Post",))
        terminal.press("u", "u")
        expect(terminal, ("Karvan",), ("Karvan Post",))
        terminal.press("u")
        expect(terminal, ("Karvan",))
        terminal.press("f")
        terminal.wait_for("words of a name or alias")
        terminal.type("nothing")
        terminal.wait_for("No match: “nothing”")
        terminal.press("Escape")
        terminal.wait_for("  1 entry")
        terminal.press("Tab")
        terminal.wait_for("entities ·")
        terminal.press("Tab")
        terminal.wait_for("0 entries")
        terminal.press("Tab", "Enter")
        terminal.wait_for("link 1 of 2")
        terminal.press("Escape")
        terminal.wait_for("2 links of yours")
        terminal.press("Enter", "Enter")
        terminal.wait_for("GPE “Karvan”")
    with open_project(tmp_path / "s.db") as project:
        assert list(project.verify()) == []


@tries("registry", "up k down j pageup pagedown home end question_mark")
def test_moving(tmp_path: Path, text: Path) -> None:
    names_ = [f"{name} {number}" for name in NAMES for number in (1, 2, 3)]
    with LabelTerminal(tmp_path / "s.db", text, columns=80, rows=24) as terminal:
        with open_project(terminal.project) as project:
            identities = project.identities("ann")
            for name in names_:
                identities.new("entity", name, "GPE")
        terminal.press("Space")
        terminal.wait_for("Menu")
        terminal.press("=")
        terminal.wait_for("30 entries")
        page = 9
        moves = {"Down": 1, "j": 2, "Up": 1, "k": 0, "End": 29, "Home": 0}
        for key, number in (*moves.items(), ("PgDn", page), ("PgUp", 0)):
            terminal.press(key)
            terminal.wait_for(f" {names_[number]}  GPE  n_")
        terminal.press("?")
        terminal.wait_for("PgUp PgDn scroll")
        terminal.press("Escape")
        terminal.wait_until(lambda: "PgDn scroll" not in terminal.screen(), "the list")
        terminal.press("Escape")
        terminal.wait_for("saved")
        # Typed ahead: the keys come before the screen is there.
        terminal.press("Space", "=", "j", "j", "Enter")
        terminal.wait_for(f" {names_[2]}  GPE  n_")
        terminal.wait_for(f"You have linked nothing to “{names_[2]}” yet.")
