"""What is imported before the first paint, by what it is for.

    python -m bench.startup --runs 15
    python -m bench.startup --modules

The program is started on a project of the seeds in a terminal, with Python's own clock of imports
(`-X importtime`), which slows imports down by about a half; so the shares say more than the
milliseconds. Beside them stands how long the first paint takes without that clock.
"""

import re
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

from annotator.resources import resource_dir
from bench.latency.articles import ANNOTATOR
from bench.report import Figure, figure, parser, publish
from bench.terminal import Terminal

_LINE = re.compile(rb"import time:\s+(\d+) \|\s+\d+ \| +([\w.]+)")

_PURPOSES = {
    "textual": "Textual: the screens",
    "rich": "Rich: how Textual draws, and cells of characters",
    "pygments": "Pygments",
    "markdown_it": "Markdown",
    "platformdirs": "where the configuration is",
    "pydantic": "Pydantic: models of what is stored",
    "pydantic_core": "Pydantic: models of what is stored",
    "annotated_types": "Pydantic: models of what is stored",
    "typing_extensions": "Pydantic: models of what is stored",
    "typing_inspection": "Pydantic: models of what is stored",
    "click": "click: the command line",
    "sqlite3": "SQLite",
    "_sqlite3": "SQLite",
    "regex": "regex: words and graphemes",
    "asyncio": "asyncio: Textual's loop",
}
"""By package; ours are told apart by room, and the rest is the standard library."""


class Imported(NamedTuple):
    """A module and its own time, without that of what it imports."""

    name: str
    ms: float


def main() -> None:
    """Measure and publish."""
    options = parser(__doc__ or "")
    options.add_argument("--runs", type=int, default=15, help="starts [15]")
    options.add_argument("--modules", action="store_true", help="list the slowest modules too")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "startup.db"
        command = [*ANNOTATOR, "-p", str(path), "import", str(resource_dir("seeds"))]
        subprocess.run(command, check=True, capture_output=True)
        painted = [_first_paint(path) for _ in range(chosen.runs + 1)][1:]
        starts = [imported(path) for _ in range(chosen.runs + 1)][1:]
    figures = [figure("first paint, five articles", "ms", painted, "400 / 550"), *_groups(starts)]
    if chosen.modules:
        figures += _slowest(starts)
    publish("startup", figures, chosen.json)


def imported(path: Path) -> list[Imported]:
    """Return what a start imports until the list of articles has been painted."""
    with Terminal([sys.executable, "-X", "importtime", *ANNOTATOR[1:], "-p", str(path)]) as one:
        output = one.until_quiet(2)
    found = _LINE.findall(output)
    return [Imported(name.decode(), int(micros) / 1000) for micros, name in found]


def purpose_of(module: str) -> str:
    """Return what a module is for."""
    package, _, rest = module.partition(".")
    if package == "annotator":
        room = rest.partition(".")[0]
        return f"ours: {room or 'annotator'}"
    return _PURPOSES.get(package, "the standard library")


def _first_paint(path: Path) -> float:
    with Terminal([*ANNOTATOR, "-p", str(path)]) as terminal:
        return terminal.until_text(b"sentences")


def _groups(starts: list[list[Imported]]) -> list[Figure]:
    """Return the time of each purpose, the longest first, with its number of modules."""
    times: defaultdict[str, list[float]] = defaultdict(list)
    modules: dict[str, set[str]] = defaultdict(set)
    for start in starts:
        sums: defaultdict[str, float] = defaultdict(float)
        for module in start:
            sums[purpose_of(module.name)] += module.ms
            modules[purpose_of(module.name)].add(module.name)
        for name, ms in sums.items():
            times[name].append(ms)
    found = sorted(times, key=lambda name: -statistics.median(times[name]))
    return [
        figure("all imports", "ms", [sum(one.ms for one in start) for start in starts]),
        *(figure(f"{name} ({len(modules[name])} modules)", "ms", times[name]) for name in found),
    ]


def _slowest(starts: list[list[Imported]]) -> list[Figure]:
    times: defaultdict[str, list[float]] = defaultdict(list)
    for start in starts:
        for module in start:
            times[module.name].append(module.ms)
    found = sorted(times, key=lambda name: -statistics.median(times[name]))
    return [figure(f"  {name}", "ms", times[name]) for name in found[:60]]


if __name__ == "__main__":
    main()
