"""Home, and the way to the next article, for people who have finished nearly everything."""

from collections.abc import Iterator
from pathlib import Path

from bench.latency.articles import ANNOTATOR
from bench.report import Figure, figure
from bench.scale.making import FAR
from bench.terminal import Terminal

_PAGE_DOWN, _END, _HOME = "\x1b[6~", "\x1b[F", "\x1b[H"
_LONG_S = 300
"""How long a list may take to come."""
_SETTLED_S = 1.3
"""Silence that ends what is read beside the screen, which says each second how long it takes."""


def starts(path: Path, number: int, runs: int) -> Figure:
    """Return how long it takes from the command to the list."""
    times = []
    for _ in range(runs + 1):
        with _home_of(path, "near") as terminal:
            times.append(terminal.until_text(_middle(number), _LONG_S))
    # The first start reads the file from disk and compiles what was never run.
    return figure("Home, first paint", "ms", times[1:], "500")


def home(path: Path, number: int, keys: int, runs: int) -> Iterator[Figure]:
    """Yield what the keys of Home take."""
    with _home_of(path, "near") as terminal:
        terminal.until_text(_middle(number), _LONG_S)
        terminal.until_quiet()
        for name, key in (("cursor", "DOWN"), ("page", _PAGE_DOWN)):
            yield figure(f"Home, {name}", "ms", [_press(terminal, key) for _ in range(keys)])
        ends = [_press(terminal, key) for _ in range(keys // 4) for key in (_END, _HOME)]
        yield figure("Home, last and first article", "ms", ends)
        shown = [_press(terminal, "a") for _ in range(4)]
        yield figure("Home, everybody shown or hidden", "ms", shown)
        _press(terminal, "a")
        everybody = [_press(terminal, "DOWN") for _ in range(keys)]
        yield figure("Home, cursor beside everybody", "ms", everybody)
        _press(terminal, "a")
        for words in ("kabul", "00042 kabul", "état", "state:undone", "state:done", "state:check"):
            times = [_filter(terminal, words) for _ in range(runs)]
            yield figure(f"Home, filter {words}", "ms", times, "100")
        for name, letter in (
            *(("title", "t"), ("date", "d"), ("progress", "p")),
            *(("lately worked on", "l"), ("assigned", "a"), ("number", "n")),
        ):
            times = [_sort(terminal, letter) for _ in range(runs)]
            yield figure(f"Home, sort by {name}", "ms", times, "100")
        terminal.press("s", timeout_s=_LONG_S)
        terminal.send("t")
        meanwhile = [_press(terminal, "DOWN") for _ in range(3)]
        yield figure("Home, slowest of 3 moves while it sorts", "ms", [max(meanwhile)])
        terminal.until_quiet(_SETTLED_S)
        yield figure("Home, memory", "Mi", [terminal.memory_mib()])


def articles(path: Path, number: int, runs: int) -> Iterator[Figure]:
    """Yield what opening an article takes, and coming back."""
    opened, back = [], []
    with _home_of(path, "near") as terminal:
        terminal.until_text(_middle(number), _LONG_S)
        terminal.until_quiet()
        for _ in range(runs + 1):
            opened.append(terminal.press_for((b"saved",), "ENTER"))
            terminal.until_quiet()
            back.append(terminal.press_for((b"you finished",), "\x1b"))
            terminal.until_quiet()
            terminal.press("DOWN")
    yield figure("an article opens", "ms", opened[1:])
    yield figure("back to Home", "ms", back[1:])


def next_near(path: Path, number: int, keys: int) -> Iterator[Figure]:
    """Yield what it takes to reach the next article, which is not far."""
    # Its fiftieth article is the first that waits, for its last sentence.
    with Terminal([*ANNOTATOR, "-p", str(path), "--as", "near", *_label(50)]) as terminal:
        terminal.until_text(b"saved", _LONG_S)
        terminal.until_quiet()
        times = []
        for _ in range(min(keys, number // 100 - 1)):
            _press(terminal, "n")
            times.append(_press(terminal, "n"))
            terminal.until_quiet(0.1)
        yield figure("n to the next that waits", "ms", times, "15 / 50")


def next_far(path: Path, keys: int, runs: int) -> Iterator[Figure]:
    """Yield what it takes to reach the next article at the other end, and the one behind."""
    far = [*ANNOTATOR, "-p", str(path), "--as", "far", *_label(1)]
    times = []
    for _ in range(runs):
        with Terminal(far) as terminal:
            terminal.until_text(b"saved", _LONG_S)
            terminal.until_quiet()
            times.append(_press(terminal, "n"))
    yield figure(f"n over all articles but {FAR}, all finished", "ms", times, "15 / 50")
    with Terminal(far) as terminal:
        terminal.until_text(b"saved", _LONG_S)
        terminal.until_quiet()
        times = []
        for _ in range(keys):
            _press(terminal, " ")
            times.append(_press(terminal, "n"))
            terminal.until_quiet(0.1)
        yield figure("menu, next article", "ms", times, "15 / 50")


def _home_of(path: Path, name: str) -> Terminal:
    return Terminal([*ANNOTATOR, "-p", str(path), "--as", name])


def _middle(number: int) -> bytes:
    return f"Report {number // 2:06}".encode()


def _press(terminal: Terminal, key: str) -> float:
    return terminal.press(key, timeout_s=_LONG_S).ms


def _filter(terminal: Terminal, words: str) -> float:
    _press(terminal, "f")
    # All at once: after a rest the list follows what is typed.
    ms = terminal.press(words, "ENTER", timeout_s=_LONG_S, quiet_s=_SETTLED_S).ms
    terminal.press("\x1b", timeout_s=_LONG_S, quiet_s=_SETTLED_S)
    return ms


def _sort(terminal: Terminal, letter: str) -> float:
    _press(terminal, "s")
    return terminal.press(letter, timeout_s=_LONG_S, quiet_s=_SETTLED_S).ms


def _label(position: int) -> tuple[str, str]:
    return "label", f"{position - 1:07}.txt"
