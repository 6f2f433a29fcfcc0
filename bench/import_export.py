"""How many seed-sized articles a second are imported and exported, and in how much memory.

    python -m bench.import_export --articles 100000 --json results.json

Articles are shuffled lines of the seed articles with one that makes each unique, as text files in
one folder. Nearly all of them are copies of one another, the hardest case for comparing them. Each
phase is a process of its own, start-up included; its memory is that of its largest process. The
floors are plain reading and writing of the same bytes.
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.report import Figure, figure, parser, publish

BUDGETS = {"import": "≥ 1000", "export": "≥ 2000"}
"""Articles a second; an import compares each article with all others."""

MEMORY = {"import": "≤ 1024", "export": "constant"}
"""MB of the largest process; an import compares signatures, some 2 kB for each article."""


def main() -> None:
    """Measure and publish."""
    options = _options()
    if options.phase:
        PHASES[options.phase](options.folder)
        return
    folder = Path(tempfile.mkdtemp(prefix="annotator-bench-", dir=options.folder))
    try:
        size = make_articles(folder / "articles", options.articles)
        figures = [_floor("read", read_all, folder), _floor("write", write_all, folder)]
        for phase in BUDGETS:
            figures += _measured(phase, folder, options.articles)
    finally:
        shutil.rmtree(folder)
    title = f"import and export of {options.articles} articles, {size / 1e6:.0f} MB"
    publish(title, figures, options.json)


def make_articles(folder: Path, number: int) -> int:
    """Write that many articles and return their size in bytes."""
    from annotator.resources import resource_dir

    folder.mkdir()
    paths = sorted(resource_dir("seeds").glob("*.txt"))
    seeds = [path.read_bytes().decode().splitlines() for path in paths]
    rng, size = random.Random(20230915), 0
    for index in range(number):
        head, *body = seeds[index % len(seeds)]
        rng.shuffle(body)
        text = "\n".join([head, *body, f"This is report number {index} of the benchmark."])
        size += (folder / f"{index:07}.txt").write_bytes(text.encode())
    return size


def read_all(folder: Path) -> None:
    """Read all articles: the floor under import."""
    for path in (folder / "articles").iterdir():
        path.read_bytes()


def write_all(folder: Path) -> None:
    """Write as many bytes as the articles have into one file: the floor under export."""
    with (folder / "floor").open("wb") as stream:
        for path in (folder / "articles").iterdir():
            stream.write(path.read_bytes())
        os.fsync(stream.fileno())


def import_all(folder: Path) -> None:
    """Make a project of all articles."""
    from annotator.project import ImportOptions, open_project

    with open_project(folder / "bench.db", create=True) as project:
        project.import_paths([folder / "articles"], ImportOptions("bench"))


def export_all(folder: Path) -> None:
    """Export the project."""
    from annotator.project import ExportOptions, open_project

    with open_project(folder / "bench.db") as project:
        project.export(folder / "export", ExportOptions("bench"))


PHASES: dict[str, Callable[[Path], None]] = {"import": import_all, "export": export_all}


def _measured(phase: str, folder: Path, articles: int) -> list[Figure]:
    command = [sys.executable, "-m", "bench.import_export", "--phase", phase]
    start = time.perf_counter()
    process = subprocess.Popen([*command, "--folder", str(folder)])
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"the {phase} failed")
    return [
        figure(phase, "articles/s", [articles / seconds], BUDGETS[phase]),
        figure(f"{phase}, largest process", "MB", [usage.ru_maxrss / 1024], MEMORY[phase]),
    ]


def _floor(name: str, act: Callable[[Path], None], folder: Path) -> Figure:
    start = time.perf_counter()
    act(folder)
    return figure(f"floor: {name}", "s", [time.perf_counter() - start])


def _options() -> argparse.Namespace:
    made = parser("Measure import and export.")
    made.add_argument("--articles", type=int, default=20_000, help="how many (20000)")
    made.add_argument("--folder", type=Path, help="where to work (the temporary folder)")
    made.add_argument("--phase", choices=sorted(PHASES), help=argparse.SUPPRESS)
    return made.parse_args()


if __name__ == "__main__":
    main()
