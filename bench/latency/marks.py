"""What a mark costs, durable on disk and painted, from the first to the ten thousandth."""

import random
import statistics
from collections.abc import Iterator
from pathlib import Path

from annotator.project import open_project
from bench.latency.articles import (
    ANNOTATING,
    STOPS,
    import_into,
    label_command,
    names_text,
)
from bench.latency.starts import SEEDS, floor_command
from bench.report import Figure, figure
from bench.terminal import Terminal

_LETTERS = "polabw"
_ENDS = 500
"""Marks at either end that are compared."""
_FLOOR = 200
"""Marks of the floor."""
_AT_ONCE = 20
"""Sentences whose keys are typed ahead between the ends."""


def measure_marks(folder: Path, count: int, deeper: int) -> Iterator[Figure]:
    """Yield what marks cost on an article with room for them all, and how flat that is.

    Args:
        folder: where to work.
        count: marks on one article.
        deeper: marks that open a deeper lane.
    """
    floor = _floor(folder, min(count // 2, _FLOOR))
    project, source = folder / "marks.db", folder / "names.txt"
    # Ten more sentences: marks never reach the end of the article.
    source.write_text(names_text(count // STOPS + 10), encoding="utf-8")
    import_into(project, source)
    letters = random.Random(1)
    ends = min(_ENDS, count // 2)
    with Terminal(label_command(project)) as terminal:
        terminal.until_text(b"1 They")
        terminal.until_quiet()
        first = _mark(terminal, letters, ends)
        for _ in range((count - 2 * ends) // (STOPS * _AT_ONCE)):
            keys = [*letters.choices(_LETTERS, k=STOPS), "DOWN"] * _AT_ONCE
            terminal.press(*keys, quiet_s=0.3)
        last = _mark(terminal, letters, ends)
        made = _count(project)
        if made != count:
            raise SystemExit(f"{count} marks were pressed, and {made} are in the project")
        terminal.press(*["UP"] * (deeper + 1), quiet_s=0.3)
        deep = [_deepen(terminal) for _ in range(deeper)]
    yield figure(f"a mark, the first {ends}", "ms", first, "6 / 15").beside(floor)
    yield figure(f"a mark, the last {ends} of {count:,}", "ms", last, "6 / 15").beside(floor)
    ratio = statistics.median(last) / statistics.median(first)
    yield figure("  last marks / first marks", "x", [ratio], "1.25")
    yield figure("a mark that opens a deeper lane", "ms", deep, "8 / 15").beside(floor)
    yield floor


def _mark(terminal: Terminal, letters: random.Random, count: int) -> list[float]:
    """Label every stop of as many sentences as hold so many."""
    times = []
    for _ in range(count // STOPS):
        times += [terminal.press(letters.choice(_LETTERS)).ms for _ in range(STOPS)]
        terminal.press("DOWN")
    return times


def _deepen(terminal: Terminal) -> float:
    """Give a mention a second label, in a sentence whose rows have no second lane yet."""
    terminal.press("DOWN")
    terminal.press("&")
    return terminal.press("t").ms


def _count(project: Path) -> int:
    with open_project(project, read_only=True) as opened:
        article = opened.articles(limit=1)[0].article.id
        return len(opened.annotations(article, ANNOTATING))


def _floor(folder: Path, count: int) -> Figure:
    command = floor_command("textual_lines", SEEDS[0], folder / "floor.db")
    with Terminal(command) as terminal:
        terminal.until_text(b"Iran")
        terminal.until_quiet()
        times = [terminal.press("m").ms for _ in range(count)]
    return figure("  floor: Line API, a row written and painted", "ms", times)
