"""Keys of the Label screen, pressed in a real terminal; the project file tells what they did."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.project import open_project
from annotator.store import layers
from tests.e2e.conftest import TEXT
from tests.e2e.terminal import LabelTerminal
from tests.e2e.tried import textual_name, tries

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("keys")]

SECOND = """\
(Last Updated On: September 15, 2023)

Gunmen left Velm.
"""

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
def editor(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the program that is the annotator's editor."""
    path = tmp_path_factory.mktemp("editor") / "editor"
    path.write_text("#!/bin/sh\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory, editor: Path) -> Iterator[LabelTerminal]:
    """Return a Label screen that all keys are tried on, with a second article behind the first."""
    folder = tmp_path_factory.mktemp("keys")
    first, second = folder / "1.txt", folder / "2.txt"
    first.write_text(TEXT, encoding="utf-8")
    second.write_text(SECOND, encoding="utf-8")
    variables = {"EDITOR": str(editor), "VISUAL": ""}
    with LabelTerminal(folder / "keys.db", first, second, variables=variables) as terminal:
        terminal.take_clipboard()
        yield terminal


@pytest.fixture
def terminal(opened: LabelTerminal) -> LabelTerminal:
    """Return the Label screen with the first name lit and nothing labelled."""
    opened.press("Up", "Up", "Up")
    opened.wait_for("“Karvan”")
    assert opened.labels() == []
    return opened


@pytest.mark.parametrize(
    ("keys", "lit"),
    [
        pytest.param(keys, lit, id=name, marks=tries("label", " ".join(map(textual_name, keys))))
        for name, keys, lit in LIGHTS
    ],
)
def test_what_the_keys_light(terminal: LabelTerminal, keys: tuple[str, ...], lit: str) -> None:
    terminal.press(*keys)
    terminal.wait_for(f"“{lit}”")
    terminal.press("w")
    terminal.expect_labels(("WEAPON", lit))
    terminal.press("u")
    terminal.expect_labels()


@tries("label", "ampersand escape")
def test_escape_lets_go_of_what_is_held(terminal: LabelTerminal) -> None:
    terminal.press("&", "Tab")
    terminal.wait_for("held “Karvan” + “Monday”")
    terminal.press("Escape")
    terminal.wait_until(lambda: "held" not in terminal.screen(), "nothing held")
    terminal.press("w")
    terminal.expect_labels(("WEAPON", "Monday"))
    terminal.press("u")
    terminal.expect_labels()


@tries("label", "comma x u U")
def test_labels_are_made_changed_moved_deleted_and_brought_back(terminal: LabelTerminal) -> None:
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


def test_fragments_and_second_labels(terminal: LabelTerminal) -> None:
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


@tries("label", "exclamation_mark semicolon d")
def test_unsure_note_and_details(terminal: LabelTerminal) -> None:
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


@tries("label", "f")
def test_hints_light_and_a_capital_sweeps(terminal: LabelTerminal) -> None:
    terminal.press("f")
    terminal.wait_for("letters light a place")
    terminal.press(*hint_on(terminal, "Tomas Erdin"))
    terminal.wait_for("“Tomas Erdin”")
    terminal.press("p")
    terminal.expect_labels(("PERSON", "Tomas Erdin"))
    terminal.press("f")
    terminal.wait_for("label it PERSON, hints stay")
    codes = [hint_on(terminal, words).upper() for words in ("Monday", "Lower Oshtin")]
    terminal.press(*codes[0], *codes[1])
    terminal.expect_labels(
        ("PERSON", "Monday"), ("PERSON", "Tomas Erdin"), ("PERSON", "Lower Oshtin")
    )
    terminal.wait_for("letters light a place")
    terminal.press("x")  # no hint: it ends them and does its own act
    terminal.expect_labels(("PERSON", "Monday"), ("PERSON", "Tomas Erdin"))
    terminal.press(*"uuuu")
    terminal.expect_labels()


@tries("label", "j J")
def test_any_word_and_a_stretch_to_it(terminal: LabelTerminal) -> None:
    terminal.press("j")
    terminal.wait_for("The first letter of the word?")
    terminal.press("v")
    terminal.wait_until(lambda: "first letter" not in terminal.screen(), "the letter taken")
    if "letters light" in terminal.screen():
        terminal.press(*hint_on(terminal, "Velmora"))
    terminal.wait_for("“Velmora”")
    terminal.press("J")
    terminal.wait_for("The first letter of the word?")
    terminal.press("l")
    terminal.wait_for("“Velmora Relief to Lower”")
    terminal.press("o")
    terminal.expect_labels(("ORG", "Velmora Relief to Lower"))
    terminal.press("u")
    terminal.expect_labels()


@tries("label", "ctrl+c")
@tries("menu", "y")
def test_what_is_lit_goes_to_the_clipboard(terminal: LabelTerminal) -> None:
    terminal.press("C-c")
    terminal.wait_until(lambda: terminal.clipboard() == "Karvan", "the clipboard")
    terminal.press("Tab", "Space")
    terminal.wait_for("Menu")
    terminal.press("y")
    terminal.wait_until(lambda: terminal.clipboard() == "Monday", "the clipboard")


@tries("menu", "o")
def test_going_on_can_be_turned_off(terminal: LabelTerminal) -> None:
    from_menu(terminal, "o")
    terminal.wait_for("stays where it is")
    terminal.press("w")
    terminal.wait_for("WEAPON “Karvan”")
    terminal.press("o")
    terminal.expect_labels(("ORG", "Karvan"))
    from_menu(terminal, "o")
    terminal.wait_for("goes on to the next stop")
    terminal.press("l")
    terminal.expect_labels(("GPE", "Karvan"))
    terminal.wait_for("“Monday”")
    terminal.press(*"uuu")
    terminal.expect_labels()


@tries("menu", "c")
def test_compact_mode_takes_the_lanes_away(terminal: LabelTerminal) -> None:
    terminal.press("l")
    terminal.wait_for("╰GPE─╯")
    from_menu(terminal, "c")
    terminal.wait_until(lambda: "╰GPE" not in terminal.screen(), "no lanes")
    from_menu(terminal, "c")
    terminal.wait_for("╰GPE─╯")
    terminal.press("u")
    terminal.expect_labels()


@tries("menu", "j s u r")
def test_sentences_are_finished_skipped_left_unsure_and_opened_again(
    terminal: LabelTerminal,
) -> None:
    from_menu(terminal, "s")
    terminal.wait_until(lambda: states(terminal) == ["skipped"], "skipped")
    terminal.press("Up", "Space")
    terminal.wait_for("Menu")
    terminal.press("u")
    terminal.wait_until(lambda: states(terminal) == ["unsure"], "unsure")
    terminal.press("Up", "Up")
    terminal.wait_for("“Karvan”")
    from_menu(terminal, "j")
    terminal.wait_for("“At least 12 people”")
    terminal.press("Up")
    from_menu(terminal, "r")
    terminal.wait_until(lambda: states(terminal) == [], "open again")
    terminal.press(*"uuu")
    terminal.wait_until(lambda: states(terminal) == [], "nothing finished")


@tries("menu", "e t")
def test_what_is_unsure_or_has_a_note_is_found(terminal: LabelTerminal) -> None:
    terminal.press("l", "Left", "Left")
    terminal.wait_for("GPE “Karvan”")
    terminal.press("!", "Down", "q", "Home")
    terminal.wait_for("QUANTITY “At least 12 people”")
    terminal.press(";")
    terminal.wait_for("Note on QUANTITY")
    terminal.type("how many?")
    terminal.press("Enter")
    terminal.wait_for("note: how many?")
    terminal.press("PgDn")
    terminal.wait_for("“Nobody”")
    from_menu(terminal, "e")
    terminal.wait_for("GPE “Karvan”  unsure")
    from_menu(terminal, "t")
    terminal.wait_for("QUANTITY “At least 12 people”  note: how many?")
    terminal.press(*"uuuu")
    terminal.expect_labels()


def test_a_note_is_written_in_the_editor(terminal: LabelTerminal, editor: Path) -> None:
    terminal.press("l", "Left", "Left")
    terminal.wait_for("GPE “Karvan”")
    editor.write_text('#!/bin/sh\nprintf " that\\nspan\\nlines\\n" >> "$1"\n', "utf-8")
    terminal.press(";")
    terminal.wait_for("Ctrl+O opens $EDITOR")
    terminal.type("words")
    terminal.press("C-o")
    terminal.wait_for("words that⏎span⏎lines")
    terminal.press("Enter")
    note = "words that\nspan\nlines"
    terminal.wait_until(lambda: terminal.mentions()[0][0].note == note, "a note of three lines")
    editor.write_text("#!/bin/sh\nexit 3\n", "utf-8")
    terminal.press(";")
    terminal.wait_for("words that⏎span⏎lines")
    terminal.press("C-o")
    wait_for_words(terminal, "ended with code 3; nothing changed.")
    editor.write_text("#!/bin/sh\necho here it is\nexec sleep 60\n", "utf-8")
    terminal.press("C-o")
    terminal.wait_for("here it is")
    terminal.press("C-c")
    wait_for_words(terminal, "ended with code -2; nothing changed.")
    terminal.press("Enter")
    terminal.wait_until(lambda: "Note on" not in terminal.screen(), "the note kept")
    assert terminal.mentions()[0][0].note == note
    terminal.press("u", "u")
    terminal.expect_labels()


@tries("menu", "p m k")
def test_sentences_are_split_joined_and_called_something_else(terminal: LabelTerminal) -> None:
    before = sentences(terminal)
    terminal.press("Tab")
    terminal.wait_for("“Monday”")
    from_menu(terminal, "p")
    at = TEXT.index("Monday")
    terminal.wait_until(
        lambda: sentences(terminal)[:2] == [(0, "sentence"), (at, "sentence")], "a split"
    )
    from_menu(terminal, "m")
    terminal.wait_until(lambda: sentences(terminal) == before, "one sentence again")
    from_menu(terminal, "k")
    terminal.wait_for("This sentence is a")
    terminal.press("2")
    terminal.wait_until(lambda: sentences(terminal)[0] != before[0], "another kind")
    terminal.press(*"uuu")
    terminal.wait_until(lambda: sentences(terminal) == before, "all as it was")


@tries("label", "right_square_bracket left_square_bracket")
@tries("menu", "n b d")
def test_from_article_to_article(terminal: LabelTerminal) -> None:
    terminal.press("]")
    terminal.wait_for("2.txt")
    from_menu(terminal, "d")
    terminal.wait_until(lambda: published(terminal) == ["", "2023-09-15/2023-09-15"], "the date")
    terminal.press("u")
    terminal.wait_until(lambda: published(terminal) == ["", ""], "no date")
    terminal.press("[")
    terminal.wait_for("“Karvan”")
    from_menu(terminal, "n")
    terminal.wait_for("2.txt")
    from_menu(terminal, "b")
    terminal.wait_for("“Karvan”")


@tries("label", "slash asterisk")
@tries("menu", "a f")
def test_search_and_other_places_open(terminal: LabelTerminal) -> None:
    terminal.press("/")
    terminal.wait_for("Type what to look for")
    leave(terminal)
    from_menu(terminal, "f")
    terminal.wait_for("Type what to look for")
    leave(terminal)
    terminal.press("l", "Left", "Left")
    terminal.wait_for("GPE “Karvan”")
    terminal.press("*")
    terminal.wait_for("GPE “Karvan” elsewhere in this article")
    leave(terminal)
    from_menu(terminal, "a")
    terminal.wait_for("GPE “Karvan” elsewhere in this article")
    leave(terminal)
    terminal.press("u")
    terminal.expect_labels()


@tries("menu", "v")
def test_another_appearance(terminal: LabelTerminal) -> None:
    before = terminal.painted()
    from_menu(terminal, "v")
    terminal.wait_for("Appearance")
    terminal.press("2")
    terminal.wait_until(lambda: "Appearance" not in terminal.screen(), "the choice made")
    terminal.wait_until(lambda: terminal.painted() != before, "other colours")
    from_menu(terminal, "v")
    terminal.wait_for("Appearance")
    terminal.press("1")
    terminal.wait_until(lambda: terminal.painted() == before, "the colours as they were")


@tries("label", "n space")
def test_done(terminal: LabelTerminal) -> None:
    terminal.press("n")
    terminal.wait_for("1/3")
    assert terminal.done() == 1
    terminal.press("Space")
    terminal.wait_for("skip this sentence")
    terminal.press("Down", "Enter")
    terminal.wait_until(lambda: "Menu" not in terminal.screen(), "the menu gone")
    terminal.press("u")
    terminal.wait_for("0/3")


@tries("label", "question_mark f1")
@tries("menu", "h g")
def test_help_and_guidelines(terminal: LabelTerminal) -> None:
    terminal.press("?")
    terminal.wait_for("Labels: name what is lit")
    leave(terminal)
    from_menu(terminal, "h")
    terminal.wait_for("Labels: name what is lit")
    leave(terminal)
    terminal.press("F1")
    terminal.wait_for("Guidelines")
    terminal.press("q")
    terminal.wait_until(lambda: "Guidelines" not in terminal.screen(), "the guidelines gone")
    from_menu(terminal, "g")
    terminal.wait_for("Guidelines")
    leave(terminal)


@tries("label", "escape")
@tries("menu", "l")
def test_the_list_of_articles(terminal: LabelTerminal) -> None:
    terminal.press("Escape")
    terminal.wait_for("n next undone")
    terminal.press("Enter")
    terminal.wait_for("“Karvan”")
    from_menu(terminal, "l")
    terminal.wait_for("n next undone")
    terminal.press("Enter")
    terminal.wait_for("“Karvan”")


@tries("label", "backspace")
def test_backspace_deletes(tmp_path: Path, article: Path) -> None:
    with LabelTerminal(tmp_path / "b.db", article) as terminal:
        terminal.press("l", "Left", "Left")
        terminal.wait_for("GPE “Karvan”")
        terminal.press("BSpace")
        terminal.expect_labels()


def from_menu(terminal: LabelTerminal, letter: str) -> None:
    """Take a line of the menu by its letter."""
    terminal.press("Space")
    terminal.wait_for("key or Enter takes it")
    terminal.press(letter)


def leave(terminal: LabelTerminal) -> None:
    """Leave a window, and wait for the article: what follows Esc at once is read as Alt."""
    terminal.press("Escape")
    terminal.wait_for("saved")
    terminal.wait_until(lambda: "Esc back" not in terminal.screen(), "the window gone")


def wait_for_words(terminal: LabelTerminal, words: str) -> None:
    """Wait for a sentence in a window, on however many rows."""
    terminal.wait_until(
        lambda: words in " ".join(terminal.screen().replace("│", " ").split()), f"“{words}”"
    )


def hint_on(terminal: LabelTerminal, words: str) -> str:
    """Return the hint that stands under words on the screen."""
    column, row = terminal.place_of(words)
    below = terminal.screen().splitlines()[row + 1]
    code = "".join(_letters(below[column : column + 2]))
    assert code, f"no hint under “{words}”"
    return code


def _letters(cells: str) -> Iterator[str]:
    """Yield the letters that cells begin with."""
    for cell in cells:
        if not cell.isalpha():
            return
        yield cell


def states(terminal: LabelTerminal) -> list[str]:
    """Return how the sentences of the first article were finished, from the project file."""
    with open_project(terminal.project, read_only=True) as project:
        article = project.articles()[0].article.id
        return [one.state for one in layers.completions(project.file, article, terminal.name)]


def sentences(terminal: LabelTerminal) -> list[tuple[int, str]]:
    """Return start and kind of each sentence of the first article, from the project file."""
    with open_project(terminal.project, read_only=True) as project:
        found = project.document(project.articles()[0].article.id).sentences
    return [(one.start, one.kind) for one in found]


def published(terminal: LabelTerminal) -> list[str]:
    """Return the dates of the articles, from the project file."""
    with open_project(terminal.project, read_only=True) as project:
        return [line.article.published for line in project.articles()]
