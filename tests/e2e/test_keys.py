"""Every default key, pressed in a real terminal, with its effect read from the project file."""

from pathlib import Path

import pytest

from annotator.tui.keys import LABEL_KEYS
from tests.e2e.terminal import LabelTerminal

pytestmark = pytest.mark.e2e

# What lights up after the keys; `w` (WEAPON) labels it, so the project file tells what it was.
LIGHTS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("the first stop", (), "Karvan"),
    ("Tab", ("Tab",), "Monday"),
    ("Shift+Tab", ("Tab", "BTab"), "Karvan"),
    ("→", ("Right",), "on"),
    ("→ lights a name as one", ("Tab", "Right", "Right"), "Tomas Erdin"),
    ("←", ("Left",), "stormed"),
    ("Home", ("Home",), "Others"),
    ("End", ("End",), "Lower Oshtin"),
    ("↓", ("Down",), "At least 12 people"),
    ("↑", ("Down", "Up"), "Karvan"),
    ("PgDn", ("PgDn",), "Nobody"),
    ("PgUp", ("PgDn", "PgUp"), "Karvan"),
    (".", (".",), "Karvan on"),
    ("Shift+→", ("S-Right",), "Karvan on"),
    (">", (".", ">"), "Karvan"),
    ("Shift+←", (".", "S-Left"), "Karvan"),
    (",", (",",), "stormed Karvan"),
    ("<", (",", "<"), "Karvan"),
    ("_ then .", ("_", ">"), "Karva"),
    ("_ then <", ("_", "<"), "arvan"),
    ("-", ("Down", "-"), "At least 12"),
    ("+ then - comes back", ("+", "-"), "Karvan"),
    ("Shift+↑ then Shift+↓", ("S-Up", "S-Down"), "Karvan"),
    ("Enter goes on", ("Enter",), "Monday"),
    ("x passes a candidate", ("x",), "Monday"),
)


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> LabelTerminal:
    """Return a Label screen that all keys are tried on."""
    folder = tmp_path_factory.mktemp("keys")
    from tests.e2e.conftest import TEXT

    article = folder / "article.txt"
    article.write_text(TEXT, encoding="utf-8")
    return LabelTerminal(folder / "keys.db", article)


@pytest.mark.xdist_group("keys")
@pytest.mark.parametrize(("keys", "lit"), [case[1:] for case in LIGHTS], ids=[c[0] for c in LIGHTS])
def test_what_the_keys_light(terminal: LabelTerminal, keys: tuple[str, ...], lit: str) -> None:
    terminal.press("Up", "Up", "Up")
    terminal.wait_for("“Karvan”")
    terminal.press(*keys)
    terminal.wait_for(f"“{lit}”")
    terminal.press("w")
    terminal.expect_labels(("WEAPON", lit))
    terminal.press("u")
    terminal.expect_labels()


@pytest.mark.xdist_group("keys")
def test_escape_lets_go_of_what_is_held(terminal: LabelTerminal) -> None:
    terminal.press("Up", "Up", "Up", "&", "Tab")
    terminal.wait_for("held “Karvan” + “Monday”")
    terminal.press("Escape")
    terminal.wait_until(lambda: "held" not in terminal.screen(), "nothing held")
    terminal.press("w")
    terminal.expect_labels(("WEAPON", "Monday"))
    terminal.press("u")
    terminal.expect_labels()


@pytest.mark.xdist_group("keys")
def test_labels_are_made_changed_moved_deleted_and_brought_back(terminal: LabelTerminal) -> None:
    terminal.press("Up", "Up", "Up")
    terminal.wait_for("“Karvan”")
    terminal.press("l")
    terminal.expect_labels(("GPE", "Karvan"))
    terminal.press("Left", "Left")
    terminal.wait_for("GPE “Karvan”")
    terminal.press("b")
    terminal.expect_labels(("FAC", "Karvan"))
    terminal.press("Left", "Left")
    terminal.wait_for("FAC “Karvan”")
    (before, _) = terminal.mentions()[0]
    terminal.press(",")
    terminal.expect_labels(("FAC", "stormed Karvan"))
    (after, _) = terminal.mentions()[0]
    assert after.id == before.id
    terminal.press("x")
    terminal.expect_labels()
    terminal.press("u")
    terminal.expect_labels(("FAC", "stormed Karvan"))
    terminal.press("u", "u", "u")
    terminal.expect_labels()
    terminal.press("U", "U")
    terminal.expect_labels(("FAC", "Karvan"))
    terminal.press("u", "u")
    terminal.expect_labels()


@pytest.mark.xdist_group("keys")
def test_fragments_and_second_labels(terminal: LabelTerminal) -> None:
    terminal.press("Up", "Up", "Up")
    terminal.wait_for("“Karvan”")
    terminal.press("&", "Tab")
    terminal.wait_for("held “Karvan” + “Monday”")
    terminal.press("o")
    terminal.expect_labels(("ORG", "Karvan Monday"))
    terminal.press("u")
    terminal.expect_labels()
    terminal.press("Up", "Up", "l", "Left", "Left")
    terminal.wait_for("GPE “Karvan”")
    terminal.press("&", "L")
    terminal.wait_until(
        lambda: sorted(terminal.labels()) == [("GPE", "Karvan"), ("LOC", "Karvan")], "two labels"
    )
    terminal.press("u", "u")
    terminal.expect_labels()


@pytest.mark.xdist_group("keys")
def test_unsure_note_and_details(terminal: LabelTerminal) -> None:
    terminal.press("Up", "Up", "Up")
    terminal.wait_for("“Karvan”")
    terminal.press("P", "Left", "Left")
    terminal.wait_for("PEOPLE “Karvan”")
    terminal.press("!")
    terminal.wait_until(lambda: terminal.mentions()[0][0].unsure, "the flag")
    terminal.press(";")
    terminal.wait_for("Note on PEOPLE")
    terminal.type("a [/b] note")
    terminal.press("Enter")
    terminal.wait_until(lambda: terminal.mentions()[0][0].note == "a [/b] note", "the note")
    terminal.press("d")
    terminal.wait_for("capacity")
    terminal.press("A")
    terminal.wait_for("The number the words give")
    terminal.type("at least 8")
    terminal.press("Enter")
    terminal.wait_until(lambda: terminal.mentions()[0][0].value_of("amount") == "8..", "amount=8..")
    terminal.press("Enter")
    terminal.wait_for("amount=8..")
    terminal.press("u", "u", "u", "u")
    terminal.expect_labels()


@pytest.mark.xdist_group("keys")
def test_done_skip_menu_help_guidelines_and_home(terminal: LabelTerminal) -> None:
    terminal.press("Up", "Up", "Up")
    terminal.wait_for("“Karvan”")
    terminal.press("n")
    terminal.wait_for("1/3")
    assert terminal.done() == 1
    terminal.press("Space")
    terminal.wait_for("skip this sentence")
    terminal.press("s")
    terminal.wait_for("2/3")
    assert terminal.done() == 1
    terminal.press("u", "u")
    terminal.wait_for("0/3")
    terminal.press("?")
    terminal.wait_for("Labels: name what is lit")
    terminal.press("Escape")
    # What follows Esc at once, a terminal reads as Alt.
    terminal.wait_until(lambda: "Labels:" not in terminal.screen(), "the help gone")
    terminal.press("F1")
    terminal.wait_for("Guidelines")
    terminal.press("q")
    terminal.wait_until(lambda: "Guidelines" not in terminal.screen(), "the guidelines gone")
    terminal.press("Escape")
    terminal.wait_for("n next undone")
    terminal.press("Enter")
    terminal.wait_for("sentence 1 ")


def test_every_default_key_is_tried_here() -> None:
    tried = {key for case in LIGHTS for key in case[1]}
    tried |= {"l", "b", "x", "u", "U", "&", "o", "P", "!", ";", "d", "n", "Space", "?", "F1"}
    tried |= {"Escape", "Enter"}
    tried |= {"/", "*"}  # in test_search
    names = {
        **{"left": "Left", "right": "Right", "up": "Up", "down": "Down", "home": "Home"},
        **{"end": "End", "pageup": "PgUp", "pagedown": "PgDn", "tab": "Tab", "shift+tab": "BTab"},
        **{"plus": "+", "minus": "-", "shift+up": "S-Up", "shift+down": "S-Down"},
        **{"comma": ",", "less_than_sign": "<", "full_stop": ".", "greater_than_sign": ">"},
        **{"shift+right": "S-Right", "shift+left": "S-Left", "underscore": "_"},
        **{"ampersand": "&", "enter": "Enter", "space": "Space", "escape": "Escape", "f1": "F1"},
        **{"exclamation_mark": "!", "semicolon": ";", "question_mark": "?"},
        **{"slash": "/", "asterisk": "*"},
    }
    default = {key for act in LABEL_KEYS for key in act.keys.split(",") if key}
    # Backspace does what x does, through the same binding; tmux sends it as the terminal's erase.
    assert {names.get(key, key) for key in default} - tried == {"backspace"}


def test_backspace_deletes(tmp_path: Path, article: Path) -> None:
    with LabelTerminal(tmp_path / "b.db", article) as terminal:
        terminal.press("l", "Left", "Left")
        terminal.wait_for("GPE “Karvan”")
        terminal.press("BSpace")
        terminal.expect_labels()
