"""Terminals of all kinds, with few colours and none; the configuration in a real terminal."""

import re
from pathlib import Path

import pytest

from tests.e2e.terminal import ANNOTATOR, LabelTerminal, Tmux

pytestmark = pytest.mark.e2e

_SGR = re.compile(r"\x1b\[([\d;]*)m")

ODD = """\
The mayor met السلام in 東京 and 한국 on Monday.
A family 👩\u200d👩\u200d👧 and the flag 🇮🇷 stood in Karvan, e\u0301cole क्षि தமிழ் กำ น้ำ.
Line\u2028end, zero\u200bwidth, \u202eturned\u202c, tab\there, half\u00adway to Lower Oshtin.
"""


def colors(painted: str) -> set[str]:
    """Return the codes that set a colour, as they stand in the sequences: `31`, `38;5;4`."""
    one = r"[34]8;5;\d+|[34]8;2;\d+;\d+;\d+|\b(?:[34][0-7]|9[0-7]|10[0-7])\b"
    return {code for codes in _SGR.findall(painted) for code in re.findall(one, codes)}


@pytest.mark.parametrize("term", ["screen", "tmux-256color", "xterm-16color", "linux", "vt100"])
def test_a_label_is_made_and_seen(tmp_path: Path, article: Path, term: str) -> None:
    variables = {"TERM": term, "COLORTERM": ""}
    with LabelTerminal(
        tmp_path / "t.db", article, columns=80, rows=24, variables=variables
    ) as terminal:
        terminal.press("l")
        terminal.expect_labels(("GPE", "Karvan"))
        screen = terminal.wait_for("╰GPE")
        assert all(len(line) <= 80 for line in screen.splitlines())
        terminal.press("?")
        terminal.wait_for("Labels: name what is lit")
        terminal.press("Escape")
        terminal.wait_until(lambda: "Labels:" not in terminal.screen(), "the help gone")
        terminal.press("C-q")
        terminal.wait_for("ended with 0")


def test_sixteen_colors_are_the_terminal_s_own(tmp_path: Path, article: Path) -> None:
    variables = {"TERM": "screen", "COLORTERM": ""}
    with LabelTerminal(tmp_path / "s.db", article, variables=variables) as terminal:
        terminal.press("l", "p")
        terminal.expect_labels(("GPE", "Karvan"), ("PERSON", "Monday"))
        terminal.wait_for("╯PERSON")
        found = colors(terminal.painted())
        assert found
        assert not [code for code in found if ";" in code]


def test_no_color_sends_none(tmp_path: Path, article: Path) -> None:
    variables = {"NO_COLOR": "1", "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    with LabelTerminal(tmp_path / "n.db", article, variables=variables) as terminal:
        terminal.press("l", "p")
        terminal.expect_labels(("GPE", "Karvan"), ("PERSON", "Monday"))
        terminal.wait_for("╯PERSON")
        painted = terminal.painted()
        assert colors(painted) == set()
        # What is lit is reversed, what is labelled underlined.
        assert "\x1b[1m\x1b[7m" in painted or re.search(r"\x1b\[[\d;]*7", painted)
        assert re.search(r"\x1b\[[\d;]*4m[^\x1b]*Karvan", painted)


def test_a_terminal_that_cannot_place_text_is_told_so(tmp_path: Path, article: Path) -> None:
    with Tmux(
        [*ANNOTATOR, "label", str(article)], cwd=tmp_path, variables={"TERM": "dumb"}
    ) as terminal:
        terminal.wait_for("ended with 2")
        assert "TERM=dumb" in terminal.screen()


def test_text_of_any_script(tmp_path: Path) -> None:
    path = tmp_path / "odd.txt"
    path.write_text(ODD, encoding="utf-8")
    with LabelTerminal(tmp_path / "o.db", path, columns=80, rows=24) as terminal:
        terminal.wait_for("Right-to-left text is shown in the order it is stored")
        assert "⇄ odd" in terminal.screen()
        terminal.press("Down", "Down", "Down", "End", "l")
        terminal.expect_labels(("GPE", "Lower Oshtin"))
        terminal.press("Up", "Up", "Home", *["Right"] * 2, "_", *["."] * 3, "p")
        terminal.wait_until(lambda: len(terminal.labels()) == 2, "a second label")


def test_a_key_that_the_configuration_moved(tmp_path: Path, article: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "config.toml").write_text(
        '[keys]\n"stop.next" = ["f8", "ctrl+n", "alt+n"]\n"label.GPE" = "y"\nquit = "ctrl+x"\n'
        "[label]\ngo_on = false\n"
    )
    variables = {"ANNOTATOR_HOME": str(home)}
    with LabelTerminal(tmp_path / "k.db", article, variables=variables) as terminal:
        terminal.wait_for("F8 next")
        terminal.press("y")
        terminal.expect_labels(("GPE", "Karvan"))
        terminal.wait_for("GPE “Karvan”")
        for key, lit in (("F8", "Monday"), ("C-n", "Tomas Erdin"), ("M-n", "Velmora Relief")):
            terminal.press(key)
            terminal.wait_for(f"“{lit}”")
        terminal.press("Tab", "y")
        terminal.expect_labels(("GPE", "Karvan"), ("GPE", "Velmora Relief"))
        terminal.press("C-x")
        terminal.wait_for("ended with 0")


def test_a_faulty_configuration_is_refused_before_a_screen_opens(
    tmp_path: Path, article: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "config.toml").write_text('[keys]\n"stop.next" = "n"\n')
    command = [*ANNOTATOR, "-p", "r.db", "label", str(article)]
    variables = {"ANNOTATOR_HOME": str(home)}
    with Tmux(command, cwd=tmp_path, columns=200, variables=variables) as terminal:
        screen = terminal.wait_for("ended with 2")
    said = " ".join(screen.split())
    assert "config.toml:2: n would do two things on the Label screen: stop.next" in said
    assert "give stop.next or sentence.done another key" in said
    assert not (tmp_path / "r.db").exists()
