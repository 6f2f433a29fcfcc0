"""Many people on one project file at once, each in a terminal of their own, and an import beside.

    python -m bench.team --people 16 --seconds 20 --articles 100000

Everybody labels the same article, five keys a second; ten of eleven keys are marks, and none of
them may be missing in the end. First one person alone, then all, then all while articles are
imported. A key's time runs until the last byte before a silence, as in `bench.latency`; terminals
share the machine's cores, so with many people on few cores it holds their waiting for a core too.
Suggestions are off: how long these are looked for after a key depends on the text, and here the
same nine names stand in every sentence.
"""

import csv
import os
import random
import select
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from annotator.project import open_project
from bench.latency.articles import ANNOTATOR, STOPS, import_into, names_text
from bench.report import Figure, figure, parser, publish
from bench.scale.making import made_articles
from bench.terminal import Terminal, without_escapes

_GAP_S = 0.2
"""Five keys a second."""
_QUIET_S = 0.06
"""Silence after which a key's paint is complete."""
_LETTERS = "polabw"


class _Typist:
    """One person at a terminal: what they pressed, and how long each key took."""

    def __init__(self, terminal: Terminal, seed: int) -> None:
        self.terminal = terminal
        self.times: list[float] = []
        self.pressed = 0
        self.marks = 0
        self.unsaved = 0
        self._letters = random.Random(seed)
        self._due = self._begun = self._last = 0.0
        self._tail = b""

    def begin(self, start: float) -> None:
        """Start typing at a moment."""
        self._due, self._begun = start, 0.0

    def step(self, now: float, end: float) -> None:
        """Press the next key if it is time, and note what was painted."""
        output = self.terminal.read_now()
        if output:
            self._tail = (self._tail + without_escapes(output))[-4000:]
            self.unsaved += b"NOT SAVED" in without_escapes(output)
            if self._begun and now - max(self._last, self._begun) < _QUIET_S * 10:
                self._last = now
        if self._begun and self._last > self._begun and now - self._last >= _QUIET_S:
            self.times.append((self._last - self._begun) * 1000)
            self._begun = 0.0
        if now >= self._due and self._due < end and not self._begun:
            self.pressed += 1
            goes_down = self.pressed % (STOPS + 1) == 0  # a sentence has no more to mark
            self.marks += not goes_down
            self.terminal.send("DOWN" if goes_down else self._letters.choice(_LETTERS))
            self._begun, self._last = time.perf_counter(), 0.0
            self._due += _GAP_S

    @property
    def is_waiting(self) -> bool:
        """Say whether a key has not been followed yet."""
        return self._begun > 0


class _Spell(NamedTuple):
    """What was measured while people typed."""

    times: list[float]
    cpu_ms: float
    """Processor time per key, that of following the others included."""
    pressed: int
    unsaved: int


def main() -> None:
    """Measure and publish."""
    options = parser(__doc__ or "")
    options.add_argument("--people", type=int, default=16, help="how many type at once [16]")
    options.add_argument("--seconds", type=float, default=20, help="for so long [20]")
    options.add_argument("--articles", type=int, default=100_000, help="to import beside [100000]")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        figures = list(_measure(folder, chosen.people, chosen.seconds, chosen.articles))
    publish("team", figures, chosen.json)


def _measure(folder: Path, people: int, seconds: float, articles: int) -> Iterator[Figure]:
    path, home = folder / "team.db", folder / "home"
    home.mkdir()
    (home / "config.toml").write_text("[label]\nsuggestions = false\n", encoding="utf-8")
    source, table = folder / "names.txt", folder / "articles.csv"
    # Room for five marks a second in three spells, the import's a few times as long.
    source.write_text(names_text(int(seconds * 5 * 30 / STOPS) + 50), encoding="utf-8")
    import_into(path, source)
    with table.open("w", newline="", encoding="utf-8") as stream:
        rows = csv.writer(stream)
        rows.writerow(("source", "title", "publisher", "published", "text"))
        rows.writerows(made_articles(articles))
    with ExitStack() as stack:
        typists = [
            _Typist(stack.enter_context(_terminal(path, number, home)), number)
            for number in range(people)
        ]
        for typist in typists:
            typist.terminal.until_text(b"1 They", timeout_s=120)
            typist.terminal.until_quiet()
        alone = _type(typists[:1], seconds)
        together = _type(typists, seconds)
        command = [*ANNOTATOR, "-p", str(path), "--as", "importer", "import", str(table)]
        importing = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        beside = _type(typists, seconds * 8, importing)
        importing.wait()
    _check(path, typists)
    yield from _told("1 person", alone)
    yield from _told(f"{people} people", together)
    name = f"{people} people, {articles:,} articles imported"
    yield from _told(name, beside)
    delay = max(beside.times) - max(together.times)
    yield figure("slowest key beside the import, more", "ms", [max(0.0, delay)], "60")
    unsaved = alone.unsaved + together.unsaved + beside.unsaved
    yield figure("keys that were not saved", "", [unsaved], "0")


def _terminal(path: Path, number: int, home: Path) -> Terminal:
    who = [*ANNOTATOR, "-p", str(path), "--as", f"person{number}"]
    return Terminal([*who, "label", "names.txt"], 24, 80, {"ANNOTATOR_HOME": str(home)})


def _told(name: str, spell: _Spell) -> Iterator[Figure]:
    yield figure(f"{name}: a mark", "ms", spell.times, "6 / 15")
    yield figure(f"{name}: the slowest mark", "ms", [max(spell.times)])
    yield figure(f"{name}: processor per key", "ms", [spell.cpu_ms], "5")


def _type(
    typists: Sequence[_Typist], seconds: float, while_runs: "subprocess.Popen[bytes] | None" = None
) -> _Spell:
    """Let people type for a time, or as long as a process runs and no longer than that."""
    begun = time.perf_counter()
    before = [(len(one.times), one.pressed, one.unsaved, one.terminal.cpu_ms()) for one in typists]
    for number, typist in enumerate(typists):
        typist.begin(begun + number * _GAP_S / len(typists))
    end = begun + seconds
    while True:
        select.select([one.terminal for one in typists], [], [], 0.001)
        now = time.perf_counter()
        if while_runs and while_runs.poll() is not None:
            end = min(end, now)
        for typist in typists:
            typist.step(now, end)
        if now > end + 2 or (now > end and not any(one.is_waiting for one in typists)):
            break
    pairs = list(zip(typists, before, strict=True))
    pressed = sum(one.pressed - was[1] for one, was in pairs)
    return _Spell(
        times=[time_ms for one, was in pairs for time_ms in one.times[was[0] :]],
        cpu_ms=sum(one.terminal.cpu_ms() - was[3] for one, was in pairs) / pressed,
        pressed=pressed,
        unsaved=sum(one.unsaved - was[2] for one, was in pairs),
    )


def _check(path: Path, typists: Sequence[_Typist]) -> None:
    """End with a sentence where a mark is missing."""
    with open_project(path, read_only=True) as project:
        for number, typist in enumerate(typists):
            name = f"person{number}"
            made = sum(share.annotations for share in project.shares() if share.annotator == name)
            if made != typist.marks:
                raise SystemExit(f"{name} made {typist.marks} marks and has {made} mentions")
        print(f"{sum(one.marks for one in typists):,} marks, none lost; cores {os.cpu_count()}")


if __name__ == "__main__":
    main()
