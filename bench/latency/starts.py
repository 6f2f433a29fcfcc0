"""How long a start takes: the Label screen, and commands that open no screen."""

import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from bench.latency import articles
from bench.latency.articles import ANNOTATOR
from bench.report import Figure, figure
from bench.terminal import Terminal

FLOORS = Path(__file__).parent.parent / "floors"
SEEDS = sorted((Path(__file__).parent.parent.parent / "seeds").glob("*.txt"))


def floor_command(name: str, *words: str | Path) -> list[str]:
    """Return the command of a floor."""
    return [sys.executable, str(FLOORS / f"{name}.py"), *map(str, words)]


def measure_starts(project: Path, runs: int) -> list[Figure]:
    """Return first paint of five articles, `--help` and `--version`, beside their floors."""
    commands = {
        "first paint, five articles": (articles.label_command(project), b"call for security"),
        "smallest Textual": (floor_command("textual_hello"), b"READY hello"),
        "Line API": (floor_command("textual_lines", SEEDS[0]), b"Iran"),
        "curses": (floor_command("curses_words", SEEDS[0]), b"Iran"),
    }
    painted: dict[str, list[float]] = {name: [] for name in commands}
    plain = {"--help": [*ANNOTATOR, "--help"], "--version": [*ANNOTATOR, "--version"]}
    plain["python"] = [sys.executable, "-c", ""]
    whole: dict[str, list[float]] = {name: [] for name in plain}
    for _ in range(runs + 1):
        # In turn, so that a slow moment of the machine falls on all of them.
        for name, (command, text) in commands.items():
            painted[name].append(first_paint(command, text))
        for name, command in plain.items():
            whole[name].append(whole_process(command))
    # The first start reads the disk and compiles.
    first, hello, lines, curses = (figure(n, "ms", times[1:]) for n, times in painted.items())
    python = figure("floor: python that does nothing", "ms", whole.pop("python")[1:])
    return [
        first._replace(budget="400 / 550").beside(lines),
        hello._replace(name="  floor: smallest Textual program"),
        lines._replace(name="  floor: Line API"),
        curses._replace(name="  floor: curses"),
        *(
            figure(f"{n}, whole process", "ms", t[1:], "120").beside(python)
            for n, t in whole.items()
        ),
        python._replace(name="  floor: python that does nothing"),
    ]


def first_paint(command: Sequence[str], text: bytes) -> float:
    """Return the milliseconds until a program shows a text."""
    with Terminal(command) as terminal:
        return terminal.until_text(text)


def whole_process(command: Sequence[str]) -> float:
    """Return the milliseconds from the start of a command to its end."""
    begun = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return (time.perf_counter() - begun) * 1000
