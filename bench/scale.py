"""Home and the way to the next article in projects of 1,000, 10,000 and 100,000 articles.

    python -m bench.scale --articles 1000 100000 --json results.json

Articles are made as in `bench.import_export`, with titles, publishers and dates. Two people have
worked on them: `near` has left one sentence in every hundredth article, `far` only in the last ten,
so that the search for what waits passes over all others. Everything is pressed in a real terminal,
and times hold the painting.
"""

import csv
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from annotator.project import Project, open_project
from annotator.resources import resource_dir
from bench.report import Figure, figure, parser, publish
from bench.terminal import Terminal

_ANNOTATOR = [sys.executable, "-m", "annotator"]
_PLACES = ("Kabul", "Herat", "Balkh", "Ghazni", "Kunduz", "Zaranj")
_PAGE_DOWN, _END, _HOME = "\x1b[6~", "\x1b[F", "\x1b[H"
_FAR = 10
"""Articles that wait for `far`, the last ones."""


def main() -> None:
    """Measure and publish."""
    options = parser(__doc__ or "")
    options.add_argument("--articles", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    options.add_argument("--keys", type=int, default=60, help="keys per figure [60]")
    options.add_argument("--runs", type=int, default=7, help="starts per figure [7]")
    options.add_argument("--folder", type=Path, help="where to work (the temporary folder)")
    chosen = options.parse_args()
    figures: list[Figure] = []
    for number in [5, *chosen.articles]:
        with tempfile.TemporaryDirectory(dir=chosen.folder) as folder:
            path = make_project(Path(folder), number)
            found = [*_starts(path, number, chosen.runs)]
            if number >= 1_000:
                found += [*_home(path, number, chosen.keys), *_next(path, number, chosen.keys)]
                found += _next_far(path, number, chosen.keys, chosen.runs)
        figures += [one._replace(name=f"{number:>7,} articles: {one.name}") for one in found]
    publish("scale", figures, chosen.json)


def make_project(folder: Path, number: int) -> Path:
    """Make a project of that many articles, with the work of two people, and return its path."""
    path, table = folder / "scale.db", folder / "articles.csv"
    with table.open("w", newline="", encoding="utf-8") as stream:
        rows = csv.writer(stream)
        rows.writerow(("source", "title", "publisher", "published", "text"))
        rows.writerows(made_articles(number))
    subprocess.run(
        [*_ANNOTATOR, "-p", str(path), "import", str(table)], check=True, capture_output=True
    )
    with open_project(path) as project:
        _finish(project, "near", every=100)
        _finish(project, "far", after=number - _FAR)
        middle = project.articles(first=number // 2, limit=1)[0].article.id
        for name in ("near", "far", "nobody"):
            project.desk(name, middle).session.remember(0)
    return path


def made_articles(number: int) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield source, title, publisher, date and text of so many articles."""
    paths = sorted(resource_dir("seeds").glob("*.txt"))
    seeds = [path.read_bytes().decode().splitlines() for path in paths]
    chance = random.Random(20230915)
    for index in range(number):
        head, *body = seeds[index % len(seeds)]
        chance.shuffle(body)
        place = chance.choice(_PLACES)
        title = f"Report {index:06} from {place}: {head[: chance.randrange(20, 70)]}"
        date = f"2023-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
        text = "\n".join([head, *body, f"This is report number {index} of the benchmark."])
        yield f"{index:07}.txt", title, f"{place} Gazette", date, text


def _finish(project: Project, name: str, every: int = 1, after: int = 0) -> None:
    """Finish all sentences, but the last ones of the articles that still wait."""
    with project.file.write() as conn:
        conn.execute("INSERT INTO annotators VALUES (?, '')", (name,))
        conn.execute(
            "INSERT INTO completion SELECT s.article, s.start, 'entities', :name, 'done', 0,"
            " '2026-01-01T00:00:00.000Z', '' FROM sentences AS s JOIN articles ON id = s.article"
            " WHERE NOT (position > :after AND position % :every = :every / 2 AND s.start ="
            "  (SELECT max(start) FROM sentences AS o WHERE o.article = s.article))",
            {"name": name, "every": every, "after": after},
        )


def _starts(path: Path, number: int, runs: int) -> list[Figure]:
    wanted = f"Report {number // 2:06}".encode()
    times = []
    for _ in range(runs + 1):
        with Terminal([*_ANNOTATOR, "-p", str(path), "--as", "near"]) as terminal:
            times.append(terminal.until_text(wanted))
    # The first start reads the file from disk and compiles what was never run.
    return [figure("Home, first paint", "ms", times[1:], "500")]


def _home(path: Path, number: int, keys: int) -> Iterator[Figure]:
    with Terminal([*_ANNOTATOR, "-p", str(path), "--as", "near"]) as terminal:
        terminal.until_text(f"Report {number // 2:06}".encode())
        terminal.until_quiet()
        for name, key in (("cursor", "DOWN"), ("page", _PAGE_DOWN)):
            yield figure(f"Home, {name}", "ms", [terminal.press(key).ms for _ in range(keys)])
        ends = [terminal.press(key).ms for _ in range(keys // 4) for key in (_END, _HOME)]
        yield figure("Home, last and first article", "ms", ends)
        terminal.press("a")
        everybody = [terminal.press("DOWN").ms for _ in range(keys)]
        yield figure("Home, cursor beside everybody", "ms", everybody)
        terminal.press("a")
        for words in ("kabul", "00042 kabul", "état", "state:undone", "state:done", "state:check"):
            times = [_filter(terminal, words) for _ in range(5)]
            yield figure(f"Home, filter {words}", "ms", times, "100")
        for name, letter in (
            *(("number", "n"), ("title", "t"), ("date", "d")),
            *(("progress", "p"), ("lately worked on", "l")),
        ):
            times = [_sort(terminal, letter) for _ in range(5)]
            yield figure(f"Home, sort by {name}", "ms", times, "100")


def _filter(terminal: Terminal, words: str) -> float:
    terminal.press("f")
    terminal.press(words)
    ms = terminal.press("ENTER").ms
    terminal.press("\x1b")
    terminal.until_quiet()
    return ms


def _sort(terminal: Terminal, letter: str) -> float:
    terminal.press("s")
    ms = terminal.press(letter).ms
    terminal.until_quiet(0.1)
    return ms


def _next(path: Path, number: int, keys: int) -> Iterator[Figure]:
    # Its fiftieth article is the first that waits, for its last sentence.
    with Terminal([*_ANNOTATOR, "-p", str(path), "--as", "near", *_label(50)]) as terminal:
        terminal.until_text(b"saved")
        terminal.until_quiet()
        times = []
        for _ in range(min(keys, number // 100 - 1)):
            terminal.press("n")
            times.append(terminal.press("n").ms)
            terminal.until_quiet(0.1)
        yield figure("n to the next that waits", "ms", times, "15 / 50")


def _next_far(path: Path, number: int, keys: int, runs: int) -> Iterator[Figure]:
    far = [*_ANNOTATOR, "-p", str(path), "--as", "far", *_label(1)]
    times = []
    for _ in range(runs):
        with Terminal(far) as terminal:
            terminal.until_text(b"saved")
            terminal.until_quiet()
            times.append(terminal.press("n").ms)
    yield figure(f"n over {number - _FAR:,} finished ones", "ms", times, "15 / 50")
    with Terminal(far) as terminal:
        terminal.until_text(b"saved")
        terminal.until_quiet()
        times = []
        for _ in range(keys):
            terminal.press(" ")
            times.append(terminal.press("n").ms)
            terminal.until_quiet(0.1)
        yield figure("menu, next article", "ms", times, "15 / 50")


def _label(position: int) -> tuple[str, str]:
    return "label", f"{position - 1:07}.txt"


if __name__ == "__main__":
    main()
