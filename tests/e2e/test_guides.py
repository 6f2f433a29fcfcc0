"""Every command of the tutorial and the guides, run as it stands there, in an empty folder."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.e2e.terminal import Tmux
from tests.support import ROOT

pytestmark = pytest.mark.e2e

PAGES = [ROOT / "docs" / "tutorial.md", *sorted((ROOT / "docs").glob("guide-*.md"))]
BLOCK = re.compile(r"(?:<!-- (?P<mark>[^>]*) -->\n)?```sh\n(?P<script>.*?)```", re.DOTALL)
_READY = re.compile(r"\bhelp\b|Welcome")
_KEPT = "export -p > .kept"


class Block(NamedTuple):
    """Commands of a page, and what stands before them: `run`, `screen` or why they are not run."""

    mark: str
    script: str


def blocks(page: Path) -> Iterator[Block]:
    """Yield the commands of a page."""
    for found in BLOCK.finditer(page.read_text("utf-8")):
        yield Block(found["mark"] or "", found["script"])


def environment(folder: Path) -> dict[str, str]:
    """Return what commands see: our program, and nobody's habits."""
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    return {"PATH": path, "HOME": str(folder), "LANG": "C.UTF-8", "TERM": "xterm-256color"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_all_commands_are_marked(page: Path) -> None:
    marks = [block.mark for block in blocks(page)]
    assert "run" in marks
    assert all(mark in ("run", "screen") or mark.startswith("not run: ") for mark in marks)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_commands_do_what_the_page_says(page: Path, tmp_path: Path) -> None:
    kept = tmp_path / ".kept"
    kept.touch()
    for block in blocks(page):
        if block.mark == "run":
            script = f". ./.kept\n{block.script}{_KEPT}\n"
            ended = subprocess.run(
                ["sh", "-ec", script],
                cwd=tmp_path,
                env=environment(tmp_path),
                capture_output=True,
                encoding="utf-8",
                check=False,
            )
            assert ended.returncode == 0, f"{block.script}\n{ended.stderr}"
        elif block.mark == "screen":
            command = ("sh", "-ec", f". ./.kept\n{block.script}")
            with Tmux(command, cwd=tmp_path, variables=environment(tmp_path)) as terminal:
                # A first start shows its welcome over the list before or after we look.
                terminal.wait_until(
                    lambda: _READY.search(terminal.screen()) is not None, "a screen"
                )
                terminal.press("C-q")
                terminal.wait_for("ended with 0")
