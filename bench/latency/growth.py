"""Whether anything grows over ten thousand keys: memory, and widgets.

    python -m bench.latency.growth PROJECT COUNTS

runs the screens with a watcher that no installed program has: at SIGUSR1 it adds the number of
living widgets to the file COUNTS.
"""

import gc
import random
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

from textual.widget import Widget

from annotator.project import open_project
from annotator.tui.app import AnnotatorApp
from bench.latency.articles import ANNOTATING
from bench.report import Figure, figure
from bench.terminal import Terminal

_AT_ONCE = 200
_WARM_UP = 1_000
_ALONE_S = 0.25
# Whatever is labelled is taken back at once, so that only the program can grow.
_ACTS = (
    *(["RIGHT"], ["LEFT"], ["DOWN"], ["UP"], ["TAB"], ["+"], ["-"], ["PGDN"], ["PGUP"]),
    *(["f", "DOWN"], ["p", "u"]),
)
_WINDOWS = ("?", " ", "F1")


def measure_growth(project: Path, name: str, keys: int) -> Iterator[Figure]:
    """Yield how much memory and how many widgets come with so many keys, after a warm-up."""
    counts = project.with_suffix(".counts")
    watched = [sys.executable, "-m", "bench.latency.growth", str(project), str(counts)]
    chance = random.Random(7)
    with Terminal(watched) as terminal:
        terminal.until_text(b"saved")
        terminal.until_quiet()
        _press(terminal, chance, _WARM_UP)
        terminal.signal(signal.SIGUSR1)
        terminal.until_quiet()
        before = terminal.memory_mib()
        _press(terminal, chance, keys)
        terminal.until_quiet()
        after = terminal.memory_mib()
        terminal.signal(signal.SIGUSR1)
        terminal.until_quiet()
        widgets = [int(line) for line in counts.read_text(encoding="utf-8").split()]
    yield figure(f"{name}: memory more after {keys:,} keys", "MiB", [after - before], "2")
    yield figure(f"{name}: widgets more after {keys:,} keys", "", [widgets[1] - widgets[0]], "0")


def _press(terminal: Terminal, chance: random.Random, count: int) -> None:
    pressed = 0
    while pressed < count:
        keys = [key for act in chance.choices(_ACTS, k=_AT_ONCE) for key in act]
        # By themselves: a key right behind Esc would make another key of it, or reach the window.
        terminal.press(*keys, quiet_s=0.1)
        terminal.press(chance.choice(_WINDOWS), quiet_s=_ALONE_S)
        terminal.press("ESC", quiet_s=_ALONE_S)
        pressed += len(keys) + 2


def main() -> None:
    """Run the screens, watched."""
    path, counts = Path(sys.argv[1]), Path(sys.argv[2])

    def count(*_: object) -> None:
        gc.unfreeze()
        gc.collect()
        alive = sum(isinstance(item, Widget) for item in gc.get_objects())
        with counts.open("a", encoding="utf-8") as stream:
            stream.write(f"{alive}\n")

    signal.signal(signal.SIGUSR1, count)
    with open_project(path) as project:
        AnnotatorApp(project, ANNOTATING, project.articles(limit=1)[0].article.id).run()


if __name__ == "__main__":
    main()
