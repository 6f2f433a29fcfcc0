"""What keys cost in an open article: time, bytes, processor, memory."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from annotator.project import open_project
from bench.latency.articles import (
    ANNOTATING,
    FRAMED,
    LINES,
    ONE_LINE,
    UNMARKED,
    label_command,
    long_text,
    make_project,
)
from bench.latency.starts import SEEDS, first_paint, floor_command
from bench.report import Figure, figure
from bench.terminal import Painted, Terminal, configured

_KEYS_AHEAD, _BURSTS = 200, ("RIGHT", "LEFT", "RIGHT", "LEFT", "RIGHT")
_SETTLED_S = 0.3
"""Silence after which keys typed ahead have been followed."""
_FIRST_ROW = b"1 Sentence"
"""Number and first word of the first sentence: the title line has no number before it."""
_ARROWS, _LETTERS = ("RIGHT", "DOWN", "PGDN"), ("l", "j", " ")
"""What lights the next word, row and page. Curses waits for the arrows of another mode."""
_MOVE, _PAGE, _DOWN, _AHEAD = "cursor move", "half page", "sentence down", "200 keys typed ahead"
_MARK = "a mark"


class Pressed(NamedTuple):
    """One key pressed often."""

    painted: list[Painted]
    cpu_ms: float
    """Processor time per key."""

    def times(self) -> list[float]:
        """Return milliseconds to the last byte."""
        return [one.ms for one in self.painted]

    def sizes(self) -> list[int]:
        """Return the bytes of each paint."""
        return [len(one.output) for one in self.painted]


def press_often(terminal: Terminal, key: str, count: int, then: Sequence[str] = ()) -> Pressed:
    """Press a key so many times, each time with other keys after it that are not measured."""
    painted, cpu = [], 0.0
    for _ in range(count):
        begun = terminal.cpu_ms()
        painted.append(terminal.press(key))
        if not painted[-1].output:
            raise SystemExit(f"{key} painted nothing, so there is nothing to measure")
        cpu += terminal.cpu_ms() - begun
        for other in then:
            terminal.press(other)
    return Pressed(painted, cpu / count)


def measure_short(project: Path, keys: int) -> Iterator[Figure]:
    """Yield what keys cost in an article of 300 words."""
    with Terminal(floor_command("curses_words", SEEDS[0])) as terminal:
        wait_for(terminal, b"Iran")
        curses = press_often(terminal, "l", keys)
    with Terminal(floor_command("textual_lines", SEEDS[0])) as terminal:
        wait_for(terminal, b"Iran")
        ahead = _typed_ahead(terminal)
    with Terminal(floor_command("textual_lines", SEEDS[0])) as terminal:
        wait_for(terminal, b"Iran")
        floors = key_figures("", press_often(terminal, "RIGHT", keys), "")
        memory = terminal.memory_mib()
    # What is suggested comes in between and is a step of its own: here it would be chance.
    plain = configured(project.parent, suggestions=False)
    with Terminal(label_command(project), variables=plain) as terminal:
        wait_for(terminal, b"call for security")
        settled = _typed_ahead(terminal)
        _check_place(terminal, project)
    with Terminal(label_command(project)) as terminal:
        wait_for(terminal, b"saved")
        back = press_often(terminal, "LEFT", keys)
        figures = key_figures("300 words", back, "3 / 6")
        paged = press_often(terminal, "PGUP", keys // 2, then=["PGDN"])
        own_memory = terminal.memory_mib()
    yield from (one.beside(floor) for one, floor in zip(figures, floors, strict=True))
    yield figure("300 words: half a page", "ms", paged.times())
    yield figure("300 words: processor per half page", "ms", [paged.cpu_ms], "15")
    yield _beside("300 words: 200 keys typed ahead", "ms", settled, "120", ahead)
    yield _beside("300 words: memory", "MiB", [own_memory], "70", [memory])
    yield figure("  floor: curses, cursor move", "ms", curses.times())


def measure_long(folder: Path, keys: int, runs: int) -> Iterator[Figure]:
    """Yield what keys cost in articles of 100,000 words, with and without mentions."""
    source = folder / "floor.txt"
    source.write_text(long_text("\n"), encoding="utf-8")
    floors = _long_floor(floor_command("textual_lines", source), _ARROWS, keys, runs)
    curses = _long_floor(floor_command("curses_lines", source), _LETTERS, keys, runs)
    medians = {}
    for shape in (ONE_LINE, LINES, FRAMED, UNMARKED):
        for one in _long(make_project(folder, shape), shape.name, keys, runs):
            medians[shape, one.name.partition(": ")[2]] = one.median
            floor = floors.get(one.name.partition(": ")[2])
            yield one.beside(floor) if floor else one
    for name, floor in (*floors.items(), *curses.items()):
        yield floor._replace(name=f"  floor: {floor.name}, {name}")
    flat = medians[LINES, _MOVE] / medians[UNMARKED, _MOVE]
    yield figure("cursor move, 10,000 mentions / none", "x", [flat])
    for act in (_MOVE, _MARK):
        flat = medians[FRAMED, act] / medians[LINES, act]
        yield figure(f"{act}, 2,000 frames / none", "x", [flat], "1.25")


def _long(project: Path, name: str, keys: int, runs: int) -> Iterator[Figure]:
    command = label_command(project)
    opened = [first_paint(command, _FIRST_ROW) for _ in range(runs)]
    yield figure(f"{name}: opening", "ms", opened)
    plain = configured(project.parent, suggestions=False)
    with Terminal(command, variables=plain) as terminal:
        wait_for(terminal, _FIRST_ROW)
        settled = _typed_ahead(terminal)
        _check_place(terminal, project)
    yield figure(f"{name}: {_AHEAD}", "ms", settled, "120")
    with Terminal(command) as terminal:
        wait_for(terminal, b"saved")
        yield from key_figures(name, press_often(terminal, "RIGHT", keys), "4 / 10")
        paged = press_often(terminal, "PGDN", keys // 2)
        yield figure(f"{name}: {_PAGE}", "ms", paged.times())
        yield figure(f"{name}: processor per {_PAGE}", "ms", [paged.cpu_ms], "15")
        yield figure(f"{name}: {_DOWN}", "ms", press_often(terminal, "DOWN", keys).times())
        yield figure(f"{name}: Tab", "ms", press_often(terminal, "TAB", keys).times())
        hinted = press_often(terminal, "f", keys // 4, then=["DOWN"])
        yield figure(f"{name}: hints on all in view", "ms", hinted.times())
        marked = press_often(terminal, "t", keys // 4, then=["DOWN"])
        yield figure(f"{name}: {_MARK}", "ms", marked.times(), "6 / 15")
        yield figure(f"{name}: memory", "MiB", [terminal.memory_mib()], "110")


def _long_floor(
    command: list[str], names: tuple[str, str, str], keys: int, runs: int
) -> dict[str, Figure]:
    name = Path(command[1]).stem.replace("_", " ")
    found = [figure(": opening", "ms", [first_paint(command, b"Sentence") for _ in range(runs)])]
    right, down, page = names
    with Terminal(command) as terminal:
        wait_for(terminal, b"Sentence")
        found += key_figures("", press_often(terminal, right, keys), "")
        paged = press_often(terminal, page, keys // 2)
        found += [figure(f": {_PAGE}", "ms", paged.times())]
        found += [figure(f": processor per {_PAGE}", "ms", [paged.cpu_ms])]
        found += [figure(f": {_DOWN}", "ms", press_often(terminal, down, keys).times())]
        found += [figure(": memory", "MiB", [terminal.memory_mib()])]
    return {one.name.removeprefix(": "): one._replace(name=name) for one in found}


def wait_for(terminal: Terminal, text: bytes) -> None:
    """Wait until a program shows a text and has nothing more to say."""
    terminal.until_text(text)
    terminal.until_quiet()


def _typed_ahead(terminal: Terminal) -> list[float]:
    return [terminal.press(*[key] * _KEYS_AHEAD, quiet_s=_SETTLED_S).ms for key in _BURSTS]


def _check_place(terminal: Terminal, project: Path) -> None:
    """Check that keys typed ahead, the first ones in this project, have led where they should."""
    terminal.press("ESC", quiet_s=_SETTLED_S)
    with open_project(project, read_only=True) as opened:
        place = opened.last_place(ANNOTATING)
        reader = opened.desk(ANNOTATING, opened.articles(limit=1)[0].article.id).reader
    for key in _BURSTS:
        for _ in range(_KEYS_AHEAD):
            reader.walk(1 if key == "RIGHT" else -1)
    if place is None or place.at != reader.light.hull.start:
        raise SystemExit(f"{project.name}: keys typed ahead led to {place}, not {reader.light}")


def key_figures(where: str, moved: Pressed, budget: str) -> list[Figure]:
    """Return time, bytes and processor of a key."""
    return [
        figure(f"{where}: {_MOVE}", "ms", moved.times(), budget),
        figure(f"{where}: bytes per cursor key", "B", moved.sizes(), "600" if budget else ""),
        figure(f"{where}: processor per key", "ms", [moved.cpu_ms], "5" if budget else ""),
    ]


def _beside(
    name: str, unit: str, values: Sequence[float], budget: str, floor: Sequence[float]
) -> Figure:
    return figure(name, unit, values, budget).beside(figure("", unit, floor))
