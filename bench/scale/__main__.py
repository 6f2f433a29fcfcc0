"""Measure and publish; see the package."""

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import bench.scale
from annotator.project import open_project
from bench.report import Figure, parser, publish
from bench.scale import growth, home, making, work


def main() -> None:
    """Measure and publish."""
    options = parser(bench.scale.__doc__ or "")
    options.add_argument("--articles", type=int, nargs="*", default=[1_000, 10_000, 100_000])
    options.add_argument("--keys", type=int, default=60, help="keys per figure [60]")
    options.add_argument("--runs", type=int, default=5, help="starts, lists and searches [5]")
    options.add_argument("--folder", type=Path, help="where to work (the temporary folder)")
    options.add_argument("--keep", action="store_true", help="leave the projects in the folder")
    options.add_argument("--project", type=Path, help="measure this project too, made before")
    options.add_argument(
        "--part", choices=("all", "work", "home"), default="all", help="what is measured"
    )
    chosen = options.parse_args()
    measured: dict[int, list[Figure]] = {}
    for number in chosen.articles:
        with _project(chosen, number) as path:
            measured[number] = list(_measure(path, number, chosen))
    if chosen.project:
        with open_project(chosen.project) as project:
            number = project.count()
        measured[number] = list(_measure(chosen.project, number, chosen))
    figures = [
        one._replace(name=f"{number:>9,} articles: {one.name}")
        for number, found in measured.items()
        for one in found
    ]
    publish("scale", figures, chosen.json)
    print(growth.table(dict(measured)))


@contextmanager
def _project(chosen: argparse.Namespace, number: int) -> Iterator[Path]:
    if chosen.keep:
        folder = (chosen.folder or Path.cwd()) / f"scale-{number}"
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "scale.db"
        yield path if path.exists() else making.make_project(folder, number)
        return
    with tempfile.TemporaryDirectory(dir=chosen.folder) as name:
        yield making.make_project(Path(name), number)


def _measure(path: Path, number: int, chosen: argparse.Namespace) -> Iterator[Figure]:
    if chosen.part != "home":
        making.add_pair(path)
        yield from _told(work.screens(path, number, chosen.runs))
        yield from _told(work.commands(path, number))
    if chosen.part != "work":
        making.add_readers(path)
        yield from _told(_home(path, number, chosen))


def _home(path: Path, number: int, chosen: argparse.Namespace) -> Iterator[Figure]:
    yield home.starts(path, number, chosen.runs)
    yield from home.home(path, number, chosen.keys, chosen.runs)
    yield from home.articles(path, number, chosen.runs)
    yield from home.next_near(path, number, chosen.keys)
    yield from home.next_far(path, chosen.keys, chosen.runs)


def _told(figures: Iterator[Figure]) -> Iterator[Figure]:
    """Print each figure as it comes: the biggest projects take an hour."""
    for one in figures:
        print(f"{one.name}: {one.median:.1f} {one.unit}", flush=True)
        yield one


if __name__ == "__main__":
    main()
