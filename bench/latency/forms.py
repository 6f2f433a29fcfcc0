"""What it takes to open the form of a frame: a new one by its letters, and one that is there."""

from collections.abc import Iterator
from pathlib import Path

from annotator.model.annotation import Incident
from annotator.project import Project, open_project
from bench.latency.articles import ANNOTATING, label_command
from bench.report import Figure, figure
from bench.terminal import Terminal

_BUDGET = "30"
_TO_THE_TOP = 30
_AFTER_ESC_S = 0.25
"""A key right behind Esc would be read as Alt and that key."""


def measure_forms(short: Path, long: Path, count: int) -> Iterator[Figure]:
    """Yield the time to the last byte of a form, in an article of 300 words and a long one.

    Args:
        short: a project whose first article has 300 words.
        long: one whose article has 100,000 words and 2,000 frames.
        count: forms to open.
    """
    yield from _forms(short, "300 words", count)
    yield from _forms(long, "2,000 frames", count)


def _forms(path: Path, name: str, count: int) -> Iterator[Figure]:
    before, new, again = _count(path), [], []
    with Terminal(label_command(path)) as terminal:
        terminal.until_text(b"saved")
        terminal.until_quiet()
        for _ in range(_TO_THE_TOP):  # wherever the work was left
            terminal.send("PGUP")
        terminal.until_quiet()
        for _ in range(count):
            terminal.press("DOWN")
            new.append(terminal.press("i", "b").ms)
            terminal.press("ESC", quiet_s=_AFTER_ESC_S)
            again.append(terminal.press("d").ms)
            terminal.press("ESC", quiet_s=_AFTER_ESC_S)
    made = _count(path) - before
    if made != count:
        raise SystemExit(f"{name}: {count} frames were made, and {made} are in the project")
    yield figure(f"{name}: a new frame, its form open", "ms", new, _BUDGET)
    yield figure(f"{name}: the form of a frame", "ms", again, _BUDGET)


def _count(path: Path) -> int:
    with open_project(path, read_only=True) as project:
        return sum(isinstance(one, Incident) for one in _first(project))


def _first(project: Project) -> list[object]:
    return list(project.annotations(project.articles(limit=1)[0].article.id, ANNOTATING))
