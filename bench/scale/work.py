"""What looks at the same work in projects of any size: search, measures, adjudication, export."""

import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.latency.articles import ANNOTATOR
from bench.report import Figure, figure
from bench.terminal import Terminal

_LONG_S = 200
_COMMANDS = 2
_ALL_OF = 10_000

_QUERIES = {
    "a frequent word": "kabul",
    "two frequent words": "the taliban",
    "a word that is nowhere": "zzz",
    "mentions of a type": "label:GPE",
    "mentions with a word": "label:GPE kabul",
}

_PAGE_S = 0.6
"""Silence after which the first page of hits is there."""


def screens(path: Path, number: int, runs: int) -> Iterator[Figure]:
    """Yield what the screens of `ann` take that look through the whole project."""
    with Terminal([*ANNOTATOR, "-p", str(path), "--as", "ann"]) as terminal:
        terminal.until_text(b"ann", _LONG_S)
        terminal.until_quiet()
        terminal.press("\x1b")  # the welcome
        terminal.until_quiet()
        yield from _searches(terminal, number, runs)
        times = []
        for _ in range(3):
            times.append(terminal.press_for((b"exact",), "g", timeout_s=_LONG_S))
            terminal.press("\x1b")
            terminal.until_quiet()
        yield figure("agreement, the screen", "ms", times)
    yield from _adjudication(path, runs)


def commands(path: Path, number: int) -> Iterator[Figure]:
    """Yield what commands take, as whole processes.

    Those that go through every article are left out of projects in which they would take an hour.
    """
    with tempfile.TemporaryDirectory() as name:
        out = Path(name)
        for act, words in {
            "status": ["status"],
            "status --totals": ["status", "--totals"],
            "status --team": ["status", "--team"],
            "show": ["show", "0000007.txt"],
            "label --plain, the next": ["label", "--plain"],
            "articles --filter": ["articles", "--filter", "00042 kabul"],
            "search, 100 hits": ["search", "kabul"],
            "agreement": ["agreement", "--json"],
            "adjudicate --list": ["adjudicate", "--list", "--json"],
            "history": ["history", "--limit", "20"],
            "export, gold": ["export", str(out / "gold"), "--layer", "gold"],
            "stats, a layer of all": ["stats", "--layer", "ann"],
            "export, a layer of all": ["export", str(out / "layer"), "--layer", "ann"],
        }.items():
            if number <= _ALL_OF or not act.endswith("of all"):
                times = [_seconds(path, words) * 1000 for _ in range(_COMMANDS)]
                yield figure(act, "ms", times)


def _searches(terminal: Terminal, number: int, runs: int) -> Iterator[Figure]:
    yield figure("search opens", "ms", [terminal.press("/").ms])
    letters = [terminal.press(letter).ms for letter in "kabul attack"]
    yield figure("search, a letter typed", "ms", letters)
    queries = {**_QUERIES, "a word of one article": str(number - 1)}
    found: dict[str, list[float]] = {name: [] for name in queries}
    for name, query in list(queries.items()) * runs:
        terminal.press("ENTER", quiet_s=_PAGE_S)
        terminal.press("/")  # in the list it goes to the query, all of it selected
        terminal.press(query)
        found[name].append(terminal.press("ENTER", timeout_s=_LONG_S, quiet_s=_PAGE_S).ms)
        terminal.press("/")
    for name, times in found.items():
        yield figure(f"search, {name}", "ms", times, "100")
    for _ in range(2):
        terminal.press("\x1b")
        terminal.until_quiet()


def _adjudication(path: Path, runs: int) -> Iterator[Figure]:
    with Terminal([*ANNOTATOR, "-p", str(path), "--as", "eve"]) as terminal:
        terminal.until_text(b"eve", _LONG_S)
        terminal.until_quiet()
        terminal.press("\x1b")
        terminal.until_quiet()
        opened = []
        for _ in range(runs):
            opened.append(terminal.press_for((b"saved",), "d", timeout_s=_LONG_S))
            terminal.until_quiet(0.2)
            terminal.press("\x1b", timeout_s=_LONG_S)
            terminal.until_quiet(0.2)
        yield figure("adjudication opens", "ms", opened)
        terminal.press("d", timeout_s=_LONG_S)
        terminal.until_quiet()
        decided = [terminal.press("1", timeout_s=_LONG_S).ms for _ in range(20)]
        yield figure("adjudication, a decision", "ms", decided)


def _seconds(path: Path, words: list[str]) -> float:
    command = [*ANNOTATOR, "-p", str(path), "--as", "lead", *words]
    begun = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, input=b"")
    return time.perf_counter() - begun
