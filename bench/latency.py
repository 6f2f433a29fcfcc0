"""How long people wait: first paint, keys and marks through a pseudo-terminal, beside their floors.

Each figure stands beside what the bare machine reaches in the same run: plain curses, and the
smallest Textual program.
"""

import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.report import Figure, figure, parser, publish
from bench.terminal import Terminal

_ROOT = Path(__file__).parent.parent
_FLOORS = Path(__file__).parent / "floors"
_SEEDS = sorted((_ROOT / "seeds").glob("*.txt"))
_ANNOTATOR = [sys.executable, "-m", "annotator"]


def main() -> None:
    """Measure and print."""
    options = parser(__doc__ or "")
    options.add_argument("--runs", type=int, default=15, help="starts per figure [15]")
    options.add_argument("--keys", type=int, default=200, help="cursor keys [200]")
    options.add_argument("--marks", type=int, default=1000, help="marks on one article [1000]")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "bench.db"
        figures = [*_starts(project, chosen.runs), *_keys(project, chosen.keys)]
        figures += _marks(Path(folder), chosen.marks)
    publish("latency", figures, chosen.json)


def _starts(project: Path, runs: int) -> list[Figure]:
    seeds = [str(path) for path in _SEEDS]
    label = [*_ANNOTATOR, "-p", str(project), "--as", "bench", "label"]
    subprocess.run(
        [*_ANNOTATOR, "-p", str(project), "import", *seeds], check=True, capture_output=True
    )
    first_paint, hello, curses, helped = [], [], [], []
    for _ in range(runs):
        # In turn, so that a slow moment of the machine falls on all of them.
        first_paint.append(_until(label, b"call for security"))
        hello.append(_until([sys.executable, str(_FLOORS / "textual_hello.py")], b"READY hello"))
        words = [sys.executable, str(_FLOORS / "curses_words.py"), seeds[0]]
        curses.append(_until(words, b"Iran"))
        helped.append(_whole([*_ANNOTATOR, "--help"]))
    return [
        figure("first paint, five articles", "ms", first_paint, "400 / 550"),
        figure("  floor: smallest Textual program", "ms", hello),
        figure("  floor: curses", "ms", curses),
        figure("--help, whole process", "ms", helped, "120"),
    ]


def _keys(project: Path, count: int) -> list[Figure]:
    label = [*_ANNOTATOR, "-p", str(project), "--as", "bench", "label"]
    with Terminal(label) as terminal:
        terminal.until_text(b"call for security")
        terminal.until_quiet()
        cpu = terminal.cpu_ms()
        painted = [terminal.press("RIGHT") for _ in range(count)]
        cpu = (terminal.cpu_ms() - cpu) / count
        memory = terminal.memory_mib()
    with Terminal([sys.executable, str(_FLOORS / "curses_words.py"), str(_SEEDS[0])]) as terminal:
        terminal.until_text(b"Iran")
        terminal.until_quiet()
        floor = [terminal.press("l").ms for _ in range(count)]
    return [
        figure("cursor move, 300-word article", "ms", [one.ms for one in painted], "3 / 6"),
        figure("  floor: curses, all words drawn", "ms", floor),
        figure(
            "bytes to the terminal per cursor key", "B", [len(p.output) for p in painted], "600"
        ),
        figure("processor time per cursor key", "ms", [cpu], "5"),
        figure("memory, 300-word article", "MiB", [memory], "70"),
    ]


def _marks(folder: Path, count: int) -> list[Figure]:
    """Mark and walk on an article that has room for twice as many, and compare first with last."""
    words = " ".join(f"Word{number:05}" for number in range(12))
    text = "\n".join(f"Sentence {number} holds {words} at its end." for number in range(count // 2))
    article = folder / "long.txt"
    article.write_text(text, encoding="utf-8")
    project = folder / "marks.db"
    label = [*_ANNOTATOR, "-p", str(project), "--as", "bench", "label", str(article)]
    times: list[float] = []
    deeper: list[float] = []
    letters = random.Random(1)
    with Terminal(label) as terminal:
        terminal.until_text(b"Sentence 0")
        terminal.until_quiet()
        while len(times) < count:
            times.append(terminal.press(letters.choice("polabw")).ms)
            if len(times) % 10 == 0:
                # One more label on the same range opens a deeper lane.
                terminal.press("LEFT")
                terminal.press("&")
                deeper.append(terminal.press("t").ms)
                terminal.press("DOWN")
            terminal.press("RIGHT")
    ends = max(1, count // 20)
    ratio = sum(times[-ends:]) / sum(times[:ends])
    return [
        figure("a mark, durable and painted", "ms", times, "6 / 15"),
        figure("a mark that opens a deeper lane", "ms", deeper, "8 / 15"),
        figure("  last marks / first marks", "x", [ratio], "1.25"),
    ]


def _until(argv: list[str], text: bytes) -> float:
    with Terminal(argv) as terminal:
        return terminal.until_text(text)


def _whole(argv: list[str]) -> float:
    begun = time.perf_counter()
    subprocess.run(argv, check=True, capture_output=True)
    return (time.perf_counter() - begun) * 1000


if __name__ == "__main__":
    main()
