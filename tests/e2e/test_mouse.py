"""Mouse, paste and size in a real terminal, with their effect read from the project file."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.conftest import TEXT
from tests.e2e.terminal import LabelTerminal

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("mouse")]

LEFT, MOVED, WHEEL_UP, WHEEL_DOWN = 0, 32, 64, 65


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabelTerminal]:
    """Return a Label screen with an article that is longer than the screen."""
    folder = tmp_path_factory.mktemp("mouse")
    path = folder / "long.txt"
    more = "".join(f"Line {number} of the quiet part.\n" for number in range(4, 60))
    path.write_text(TEXT + more, encoding="utf-8")
    with LabelTerminal(folder / "mouse.db", path) as terminal:
        yield terminal


@pytest.fixture
def terminal(opened: LabelTerminal) -> LabelTerminal:
    """Return the Label screen with the first name lit and nothing labelled."""
    opened.press(*["Up"] * 5)
    opened.wait_for("“Karvan”")
    assert opened.labels() == []
    return opened


def test_a_press_lights_and_the_next_ones_go_outward(terminal: LabelTerminal) -> None:
    terminal.press("Down", "P")
    terminal.expect_labels(("PEOPLE", "At least 12 people"))
    place = terminal.place_of("At least 12", within=len("At least 1"))
    terminal.mouse((LEFT, place))
    terminal.wait_for("PEOPLE “At least 12 people”")
    terminal.mouse((LEFT, place))
    terminal.wait_for(" “12”")
    terminal.mouse((LEFT, place))
    terminal.wait_for("PEOPLE “At least 12 people”")
    terminal.press("q")
    terminal.expect_labels(("QUANTITY", "At least 12 people"))
    terminal.press("u", "u")
    terminal.expect_labels()


@pytest.mark.parametrize("backwards", [False, True])
def test_drawing_lights_whole_words(terminal: LabelTerminal, backwards: bool) -> None:
    ends = [terminal.place_of("Tomas", within=2), terminal.place_of("Velmora", within=3)]
    start, end = reversed(ends) if backwards else ends
    terminal.mouse((LEFT, start), (MOVED, start), (MOVED, end))
    terminal.wait_for("“Tomas Erdin fled with Velmora”")
    terminal.press("e")
    terminal.expect_labels(("EVENT", "Tomas Erdin fled with Velmora"))
    terminal.press("u")
    terminal.expect_labels()


def test_the_edge_of_a_mention_follows_the_mouse(terminal: LabelTerminal) -> None:
    terminal.press("l", "Left", "Left")
    terminal.wait_for("GPE “Karvan”")
    ((before, _),) = terminal.mentions()
    edge, on = terminal.place_of("Karvan", within=5), terminal.place_of("Monday", within=1)
    terminal.mouse((LEFT, edge), (MOVED, edge), (MOVED, on), released=False)
    terminal.wait_for("“Karvan on Monday”")
    assert terminal.labels() == [("GPE", "Karvan")]
    terminal.mouse((MOVED, on))
    terminal.expect_labels(("GPE", "Karvan on Monday"))
    assert terminal.mentions()[0][0].id == before.id
    terminal.press("u", "u")
    terminal.expect_labels()


def test_the_wheel_scrolls_and_the_next_key_comes_back(terminal: LabelTerminal) -> None:
    place = terminal.place_of("Nobody")
    terminal.mouse(*[(WHEEL_DOWN, place)] * 5, released=False)
    terminal.wait_until(lambda: "Others stormed" not in terminal.screen(), "the text scrolled")
    terminal.wait_for("“Karvan”")
    terminal.mouse(*[(WHEEL_UP, place)] * 9, released=False)
    terminal.wait_for("Others stormed")
    terminal.mouse(*[(WHEEL_DOWN, place)] * 5, released=False)
    terminal.wait_until(lambda: "Others stormed" not in terminal.screen(), "the text scrolled")
    terminal.press("l")
    terminal.expect_labels(("GPE", "Karvan"))
    terminal.wait_for("Others stormed")
    terminal.press("u")
    terminal.expect_labels()


def test_a_huge_paste_does_no_harm(terminal: LabelTerminal, tmp_path: Path) -> None:
    pasted = tmp_path / "pasted.txt"
    pasted.write_text("lxn\n" * 250_000, encoding="utf-8")
    terminal.paste(pasted)
    terminal.press("l", "Left", "Left")
    terminal.wait_for("GPE “Karvan”")
    terminal.expect_labels(("GPE", "Karvan"))
    assert terminal.done() == 0
    terminal.press(";")
    terminal.wait_for("Note on GPE")
    terminal.paste(pasted)
    terminal.wait_for("1,000,000 characters are too many for a line; nothing was pasted.")
    pasted.write_text("two\nlines", encoding="utf-8")
    terminal.paste(pasted)
    terminal.wait_for("two lines")
    terminal.press("Enter")
    terminal.wait_until(lambda: terminal.mentions()[0][0].note == "two lines", "the note")
    terminal.press("u", "u")
    terminal.expect_labels()


def test_a_small_terminal_says_so_takes_no_key_and_recovers(terminal: LabelTerminal) -> None:
    for columns, rows in ((39, 24), (100, 9), (12, 4)):
        terminal.resize(columns, rows)
        terminal.wait_for("small")
        terminal.press("w", "x", "n", "Space", "s")
        terminal.type(";;&l")
        terminal.resize(100, 30)
        terminal.wait_for("“Karvan”")
    terminal.press("l")
    terminal.expect_labels(("GPE", "Karvan"))
    assert terminal.done() == 0
    terminal.press("u")
    terminal.expect_labels()


def test_a_small_terminal_leaves_a_window_as_it_is(terminal: LabelTerminal) -> None:
    terminal.press("l", "Left", "Left")
    terminal.wait_for("GPE “Karvan”")
    terminal.press(";")
    terminal.wait_for("Note on GPE")
    terminal.type("half")
    terminal.resize(30, 8)
    terminal.wait_for("small")
    terminal.press("Enter")
    terminal.resize(100, 30)
    terminal.wait_for("half")
    terminal.type(" a note")
    terminal.press("Enter")
    terminal.wait_until(lambda: terminal.mentions()[0][0].note == "half a note", "the note")
    terminal.press("u", "u")
    terminal.expect_labels()
