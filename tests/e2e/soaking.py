"""Random keys in a real terminal, with what is known of the program that gets them."""

import json
import subprocess
import sys
from collections import deque
from pathlib import Path

import pytest

from annotator.project import open_project
from annotator.resources import resource_dir
from bench.terminal import Terminal, without_escapes
from tests.e2e.counted import COUNT_FILE, count_widgets
from tests.e2e.random_keys import Burst, RandomKeys
from tests.e2e.terminal import ANNOTATOR
from tests.support import ROOT, complaints

HOSTILE = (
    """\
A [/b] stray [ bracket and \x1b[31mred\x07 in Karvan, 日本語の文, مرحبا Kabul, नमस्ते 👩‍👩‍👧 e\u0301.
\ttab\tTomas\u00a0Erdin said: “(At least 12 people [two] of Lower Oshtin)” on 5 May 2021.
x
"""
    + "Karvan-on-Sarn " * 400
)

_SIZE = (40, 120)
_QUIET_S = 0.04
_AFTER_ESC_S = 0.2
"""A terminal's Esc is only known to be one when nothing follows for a tenth of a second."""

_ESCAPES = 20
"""Far more windows than can lie over each other."""

_ANSWER_S = 0.3
_WARM_UP = 8_000
"""Keys after which what the program keeps of six articles, to be quick, has been filled."""

_GROWTH_MIB_PER_10_000 = 8.0
_MOST_MIB = 160.0
"""All screens together, each with what it keeps to be quick; it comes in steps, to 110 to 150."""

_MOST_WIDGETS = 60
"""So many at most there are at some time in the latter half: what is not let go of never goes."""


class Soak:
    """A program that gets random keys, with what is known of it."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.project, self.state = folder / "soak.db", folder / "state"
        (folder / "hostile.txt").write_text(HOSTILE, encoding="utf-8")
        paths = [str(resource_dir("seeds")), str(folder / "hostile.txt")]
        self._random = RandomKeys(seed, *_SIZE)
        self._latest: deque[Burst] = deque(maxlen=8)
        self.seed, self.keys = seed, 0
        self.memory: list[tuple[int, float]] = []
        self.widgets: list[int] = []
        """How many there are while the list of articles is shown."""
        self._counted = folder / "widgets"
        counted = [sys.executable, "-m", "tests.e2e.counted"]
        command = [*counted, "-p", str(self.project), "--as", "ann", "label", *paths]
        variables = {COUNT_FILE: str(self._counted), "PYTHONPATH": str(ROOT)}
        self.terminal = Terminal(command, *_SIZE, variables)
        self.terminal.until_text(b"saved")
        self.terminal.until_quiet()

    def run(self, keys: int) -> None:
        """Send so many keys, and see now and then that the screen answers."""
        while self.keys < keys:
            until = self.keys + 500
            while self.keys < min(until, keys):
                self._send(self._random.burst())
            self.must_answer()
            self.memory.append((self.keys, self.terminal.memory_mib()))

    def must_answer(self) -> None:
        """See that Esc leads to the list of articles from everywhere, and go back to work."""
        for attempt in range(_ESCAPES):
            self._send(Burst(b"\x1b", 0))
            # Every other size: it makes the program paint its whole screen.
            self.terminal.resize(_SIZE[0], _SIZE[1] - attempt % 2)
            shown = without_escapes(self.terminal.until_quiet(_ANSWER_S)).decode(errors="replace")
            if "next undone" in shown:
                break
        else:
            raise AssertionError(f"no list of articles but {shown}; {self.told()}")
        self.terminal.resize(*_SIZE)
        self.terminal.until_quiet(_ANSWER_S)
        self.widgets.append(count_widgets(self.terminal.pid, self._counted))
        self._send(Burst(b"\r", 0))

    def told(self) -> str:
        """Return what helps to find a fault."""
        latest = "\n".join(str(burst) for burst in self._latest)
        reports = "\n".join(path.read_text() for path in self.state.rglob("crash-*.txt"))
        return f"seed {self.seed}, after {self.keys} keys, at last:\n{latest}\n{reports}"

    def _send(self, burst: Burst) -> None:
        self._latest.append(burst)
        self.terminal.send(burst.sent.decode())
        self.keys += burst.keys
        if burst.size:
            self.terminal.until_quiet(_QUIET_S)
            self.terminal.resize(*burst.size)
        rests = burst.sent.endswith((b"\x1b", b"\x0f"))
        self.terminal.until_quiet(_AFTER_ESC_S if rests else _QUIET_S)
        assert not self.terminal.has_ended(), f"the program ended; {self.told()}"


def soak(folder: Path, monkeypatch: pytest.MonkeyPatch, seed: int, keys: int) -> Soak:
    """Send random keys and look at everything afterwards."""
    editor = folder / "editor"
    editor.write_text('#!/bin/sh\nprintf "\\nanother line" >> "$1"\n', encoding="utf-8")
    editor.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(editor))
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(folder / "state"))
    run = Soak(folder, seed)
    with run.terminal:
        run.run(keys)
    assert not list(run.state.rglob("crash-*")), run.told()
    with open_project(run.project) as project:
        found = complaints(project)
    assert not found, f"{found}{run.told()}"
    mentions = _offsets_are_right(run.project, folder / "gold")
    grown, over = _growth(run.memory)
    print(f"\nseed {seed}: {run.keys} keys, {mentions} mentions, {grown:+.1f} MiB over {over} keys")
    print("  ".join(f"{number}: {mib:.1f}" for number, mib in run.memory))
    print(f"widgets: {run.widgets}")
    assert min(run.widgets[len(run.widgets) // 2 :]) <= _MOST_WIDGETS, run.told()
    assert run.memory[-1][1] <= _MOST_MIB, run.told()
    assert grown <= _GROWTH_MIB_PER_10_000 * over / 10_000, run.told()
    return run


def _growth(memory: list[tuple[int, float]]) -> tuple[float, int]:
    """Return how many MiB were added after the warm-up, and over how many keys."""
    warm = next((one for one in memory if one[0] >= _WARM_UP), memory[-1])
    return memory[-1][1] - warm[1], memory[-1][0] - warm[0]


def _offsets_are_right(path: Path, gold: Path) -> int:
    """Compare every exported mention with the text as it was imported; return their number."""
    with open_project(path, read_only=True) as project:
        texts = {project.document(line.article.id).text for line in project.articles()}
        has_work = any(line.mentions for line in project.articles("ann"))
    assert HOSTILE in texts
    subprocess.run(
        [*ANNOTATOR, "-p", str(path), "--as", "ann", "export", str(gold)],
        check=True,
        capture_output=True,
    )
    count = 0
    for file in gold.glob("data/documents-*.jsonl"):
        for record in map(json.loads, file.read_text(encoding="utf-8").splitlines()):
            assert record["text"] in texts
            for mention in record["entities"]:
                count += 1
                parts = mention["fragments"] or [mention]
                found = [record["text"][part["start"] : part["end"]] for part in parts]
                assert " ".join(found) == mention["text"]
                assert mention["text"].strip()
    assert count or not has_work
    return count
