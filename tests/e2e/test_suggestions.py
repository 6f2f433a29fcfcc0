"""Suggestions in a real terminal: they come by themselves, and keys decide; the file tells."""

import json
import sys
from pathlib import Path

import pytest

from tests.e2e.terminal import LabelTerminal
from tests.e2e.tried import tries

pytestmark = [pytest.mark.e2e]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@tries("label", "N enter x")
def test_suggestions_are_taken_and_turned_down(
    tmp_path: Path, article: Path, size: tuple[int, int]
) -> None:
    with LabelTerminal(
        tmp_path / "s.db", article, columns=size[0], rows=size[1], suggestions=True
    ) as terminal:
        terminal.wait_for("┄LOC")  # the last one: nothing but keys changes the screen now
        while "PERSON? “Tomas Erdin”" not in terminal.screen():
            before = terminal.screen()
            terminal.press("Tab")
            terminal.wait_until(lambda: terminal.screen() != before, "the next stop")  # noqa: B023
        terminal.press("Enter")
        terminal.expect_labels(("PERSON", "Tomas Erdin"))
        terminal.wait_for("PERSON? “Velmora Relief”")
        terminal.press("x")
        terminal.wait_until(lambda: "PERSON? “Velmora" not in terminal.screen(), "it is gone")
        terminal.press("N")
        terminal.wait_until(lambda: ("DATE", "Monday") in terminal.labels(), "all of the sentence")
        assert ("PERSON", "Velmora Relief") not in terminal.labels()
        (mention,) = (one for one, text in terminal.mentions() if text == "Tomas Erdin")
        assert mention.origin == "accepted"
        terminal.press("u")
        terminal.expect_labels(("PERSON", "Tomas Erdin"))


@tries("menu", "x")
def test_suggestions_are_turned_off_and_on(tmp_path: Path, article: Path) -> None:
    with LabelTerminal(tmp_path / "s.db", article, suggestions=True) as terminal:
        terminal.wait_for("┄")
        # What is said of them coming back gives way to what is lit as soon as they have come.
        for shown in ("No suggestions.", "┄"):
            terminal.press("Space")
            terminal.wait_for("skip this sentence")
            terminal.press("x")
            terminal.wait_for(shown)


PROGRAM = """\
import json, sys
for line in sys.stdin:
    sentence = json.loads(line)
    place = sentence["text"].find("fled")
    if place >= 0:
        print(json.dumps({
            "article": sentence["article"], "sentence": sentence["sentence"],
            "start": place, "end": place + 4, "type": "EVENT", "score": 0.9, "reason": "a test",
        }))
"""


@pytest.mark.parametrize(
    "program", [PROGRAM, "raise SystemExit('broken')\n", "import time\ntime.sleep(60)\n"]
)
def test_a_program_of_ones_own_looks_at_the_article_beside_the_screen(
    tmp_path: Path, article: Path, program: str
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "own.py").write_text(program, encoding="utf-8")
    command = json.dumps([sys.executable, str(home / "own.py")])
    (home / "config.toml").write_text(
        f"[suggesters.own]\ncommand = {command}\nseconds = 2\n", encoding="utf-8"
    )
    variables = {"ANNOTATOR_HOME": str(home)}
    with LabelTerminal(
        tmp_path / "s.db", article, variables=variables, suggestions=True
    ) as terminal:
        terminal.wait_for("┄")
        if program == PROGRAM:
            terminal.wait_for("EVENT")
        terminal.press("l")
        terminal.expect_labels(("GPE", "Karvan"))
