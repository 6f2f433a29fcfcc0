"""Faults of the terminal: closed under the program, resized without end, keys at random."""

import os
import random
import re
import signal
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from itertools import cycle
from pathlib import Path

import pytest

from annotator.project import open_project
from bench.terminal import Terminal, without_escapes
from tests.e2e.soaking import soak
from tests.e2e.terminal import ANNOTATOR, LabelTerminal
from tests.faults.outcome import Outcome, Tally, entries
from tests.faults.working import demonstration, fresh

_KEYS = ("l", "p", "o", "n", "Tab", "u", "Right", "&", ".", "x")
_PATIENCE_S = 15
_LOCKED_S = 3
"""A little longer than the program waits for whoever holds the file."""

_RESIZES = 150
_ANSWER_S = 0.3


def closed(folder: Path, runs: int, seed: int) -> Outcome:
    """Close the terminal while keys are on their way; every other time nothing can be saved."""
    chance, tally = random.Random(seed), Tally()
    for number in range(seed, seed + runs):
        path = fresh(demonstration(folder), folder / "run")
        with LabelTerminal(path) as terminal:
            process, before = terminal.process(), _entries(path)
            terminal.press("p")
            terminal.wait_until(partial(_has_more, path, before), "the first act")
            terminal.press(*[chance.choice(_KEYS) for _ in range(chance.randrange(20))])
            with _locked(path) if number % 2 else _at_ease():
                if number % 2:
                    _try_to_save(terminal)
                told = _entries(path)
                ending = _hang_up(terminal, process, closes=chance.random() < 0.5)
        tally.add(told, ending, path)
    return tally.outcome(*tally.complaints[:1])


def resized(folder: Path, runs: int, seed: int) -> Outcome:
    """Resize the terminal to all sorts of sizes, with keys in between; the screen answers."""
    chance, tally = random.Random(seed), Tally()
    for _ in range(runs):
        path = fresh(demonstration(folder), folder / "run")
        with Terminal([*ANNOTATOR, "-p", str(path), "--as", "cat", "label"], 30, 100) as terminal:
            terminal.until_text(b"saved")
            for _ in range(_RESIZES):
                terminal.resize(chance.randrange(1, 120), chance.randrange(1, 400))
                if chance.random() < 0.3:
                    terminal.send(chance.choice("lpon&.xu\t"))
                terminal.until_quiet(chance.random() * 0.02)
            told = _entries(path)
            wrong = [] if _answers(terminal) else ["the screen does not answer"]
        tally.add(told, "wrong" if wrong else "screen alive", path, *wrong)
    return tally.outcome("; ".join([f"{_RESIZES} sizes each", *tally.complaints[:1]]))


def random_keys(folder: Path, runs: int, seed: int) -> Outcome:
    """Press keys at random, so many of them; the program lives, and neither grows nor errs."""
    with pytest.MonkeyPatch.context() as patch:
        run = soak(folder, patch, seed, runs)
    tally = Tally()
    with open_project(run.project) as project:
        told = entries(project.file)
    tally.add(told, "screen alive", run.project)
    first = next((mib for keys, mib in run.memory if keys >= runs // 10), run.memory[0][1])
    late = min(run.widgets[len(run.widgets) // 2 :])
    return tally.outcome(
        f"{run.keys:,} keys; {first:.0f} MiB after a tenth of them, {run.memory[-1][1]:.0f} at the "
        f"end; {run.widgets[0]} widgets in the list of articles at first, at most "
        f"{max(run.widgets)}, in the latter half at fewest {late}"
    )


def _entries(path: Path) -> set[str]:
    """Return the journal's entries while somebody works."""
    with open_project(path, read_only=True) as project:
        return entries(project.file)


def _has_more(path: Path, than: set[str]) -> bool:
    return _entries(path) > than


def _try_to_save(terminal: LabelTerminal) -> None:
    """Label here and there until the screen says that it is not saved: some labels are refused."""
    for key in cycle(("p", "Right", "l", "Tab", "o")):
        terminal.press(key)
        until = time.monotonic() + _LOCKED_S
        while time.monotonic() < until:
            if "NOT SAVED" in terminal.screen():
                return
            time.sleep(0.05)


def _hang_up(terminal: LabelTerminal, process: int, *, closes: bool) -> str:
    """Close the terminal, or tell the program alone that it is closed; return how it ended."""
    if not closes:
        os.kill(process, signal.SIGHUP)
        shown = terminal.wait_for("ended with ")
        # What the program had painted may stand behind the number.
        found = re.search(r"ended with (\d{1,3})", shown)
        return f"exit code {found[1] if found else '?'}"
    terminal.close()
    until = time.monotonic() + _PATIENCE_S
    while Path(f"/proc/{process}").exists():
        if time.monotonic() > until:
            return "lives on without a terminal"
        time.sleep(0.02)
    return "ended with its terminal"


def _answers(terminal: Terminal) -> bool:
    """Say whether Esc leads to the list of articles."""
    for attempt in range(20):
        terminal.send("ESC")
        terminal.until_quiet(_ANSWER_S)
        terminal.resize(40, 120 - attempt % 2)
        shown = without_escapes(terminal.until_quiet(_ANSWER_S)).decode(errors="replace")
        if "next undone" in shown:
            return True
    return False


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Write as another process would, for longer than the program waits."""
    blocker = sqlite3.connect(path, isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        blocker.execute("ROLLBACK")
        blocker.close()


@contextmanager
def _at_ease() -> Iterator[None]:
    yield
