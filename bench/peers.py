"""SLATE, the other program that labels text in a terminal, measured as we are.

    python -m bench.peers --slate .venv-peers/bin/slate

Acts bear the names they have in `bench.latency` and `bench.effort`, so that `bench.table` can set
them beside ours. What differs: SLATE's marks are in memory until the hundredth key or `s`, ours are
on the disk; it opens text files, we open a project.

Source of what is pressed and written: SLATE 1.1.3 (`slate-nlp` on PyPI), its `config.py` and
`data.py`: `;` goes a token to the right, Space and a letter label, annotations lie beside the text.
"""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.latency.articles import SENTENCES, long_text
from bench.latency.keys import key_figures, press_often, wait_for
from bench.latency.starts import SEEDS, first_paint, whole_process
from bench.report import Figure, figure, parser, publish
from bench.terminal import Terminal

TITLE = "SLATE 1.1.3"
_RIGHT, _DOWN = ";", "o"
_AHEAD = 200
_SETTLED_S = 0.3
_SEEN, _LONG_SEEN = b"Iran", b"Sentence"


def main() -> None:
    """Measure and print."""
    options = parser(__doc__ or "")
    options.add_argument("--slate", type=Path, required=True, help="the command that starts it")
    options.add_argument("--keys", type=int, default=100, help="keys per figure [100]")
    options.add_argument("--runs", type=int, default=8, help="starts per figure [8]")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        slate = [str(chosen.slate.absolute()), "-l", str(Path(name) / "log"), "-o"]
        folder = Path(name)
        figures = [
            *_starts(slate, folder, chosen.runs),
            *_short(slate, folder, chosen.keys),
            *_long(slate, folder, chosen.keys, chosen.runs),
        ]
    publish(TITLE, figures, chosen.json)


def _starts(slate: list[str], folder: Path, runs: int) -> Iterator[Figure]:
    articles = _seeds(folder)
    painted = [first_paint([*slate, *articles], _SEEN) for _ in range(runs + 1)]
    yield figure("first paint, five articles", "ms", painted[1:])
    times = [whole_process([*slate, "--help"]) for _ in range(runs + 1)]
    yield figure("--help, whole process", "ms", times[1:])


def _short(slate: list[str], folder: Path, keys: int) -> Iterator[Figure]:
    command = [*slate, _seeds(folder)[0]]
    with Terminal(command) as terminal:
        wait_for(terminal, _SEEN)
        yield from key_figures("300 words", press_often(terminal, _RIGHT, keys), "")
        yield figure("300 words: memory", "MiB", [terminal.memory_mib()])
    yield figure("300 words: 200 keys typed ahead", "ms", [_ahead(command) for _ in range(5)])


def _long(slate: list[str], folder: Path, keys: int, runs: int) -> Iterator[Figure]:
    source = folder / "long.txt"
    source.write_text(long_text("\n"), encoding="utf-8")
    for name in ("5,000 lines, no mention", "5,000 lines"):
        command = [*slate, str(source)]
        opened = [first_paint(command, _LONG_SEEN) for _ in range(max(3, runs // 3))]
        yield figure(f"{name}: opening", "ms", opened)
        with Terminal(command) as terminal:
            wait_for(terminal, _LONG_SEEN)
            yield from key_figures(name, press_often(terminal, _RIGHT, keys), "")
            marks = [_mark(terminal) for _ in range(keys // 4)]
            yield figure(f"{name}: a mark", "ms", marks)
            yield figure(f"{name}: memory", "MiB", [terminal.memory_mib()])
        _annotate(source)


def _mark(terminal: Terminal) -> float:
    terminal.press(_DOWN)
    return terminal.press(" ", "a").ms


def _ahead(command: list[str]) -> float:
    with Terminal(command) as terminal:
        wait_for(terminal, _SEEN)
        return terminal.press(*[_RIGHT] * _AHEAD, quiet_s=_SETTLED_S).ms


def _annotate(source: Path) -> None:
    """Write two overlapping annotations in each line, ten thousand in all."""
    lines = [
        f"(({line}, {first}), ({line}, {first + 1})) - label:a"
        for line in range(SENTENCES)
        for first in (1, 2)
    ]
    source.with_name(f"{source.name}.annotations").write_text("\n".join(lines) + "\n")


def _seeds(folder: Path) -> list[str]:
    """Return copies of the seed articles: SLATE writes beside what it reads."""
    return [str(shutil.copy(path, folder)) for path in SEEDS]


if __name__ == "__main__":
    main()
