"""Chunks done in several processes come back in order, and nobody is left behind."""

import os
import signal
import subprocess
import sys
import threading

import pytest

from annotator.formats.errors import ImportRefused
from annotator.formats.exporting import workers
from annotator.formats.exporting.workers import ALONE, ordered_map

REFUSED = 20


def square_or_refuse(number: int) -> int:
    if number == REFUSED:
        raise ImportRefused("the twentieth")
    return number * number


def in_a_process_of_its_own(script: str) -> str:
    """Run a script where no test runner has started threads; return what it prints."""
    lines = f"import os\nfrom tests.unit.formats.test_workers import *\n{script}"
    done = subprocess.run([sys.executable, "-c", lines], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_results_come_in_order_from_other_processes() -> None:
    script = (
        "found = list(ordered_map(lambda n: (n * n, os.getpid()), range(50), processes=2))\n"
        "print([square for square, _ in found] == [n * n for n in range(50)])\n"
        "print(os.getpid() in {pid for _, pid in found[ALONE:]})"
    )

    assert in_a_process_of_its_own(script).split() == ["True", "False"]


def test_what_a_process_raises_is_raised_here() -> None:
    script = (
        "try: list(ordered_map(square_or_refuse, range(50), processes=2))\n"
        "except ImportRefused as refused: print(refused)"
    )

    assert in_a_process_of_its_own(script) == "the twentieth"


def test_chunks_are_asked_for_as_they_are_needed() -> None:
    script = (
        "asked = []\n"
        "chunks = (asked.append(n) or n for n in range(1000))\n"
        "found = ordered_map(abs, chunks, processes=2)\n"
        "for _ in range(100): next(found)\n"
        "found.close()\n"
        "print(len(asked))"
    )

    assert 100 <= int(in_a_process_of_its_own(script)) <= 110


@pytest.mark.parametrize("processes", [0, 1, 2])
def test_beside_other_threads_one_process_does_it_all(
    processes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(threading, "active_count", lambda: 2)

    found = list(ordered_map(lambda n: (n, os.getpid()), range(ALONE + 4), processes))

    assert found == [(n, os.getpid()) for n in range(ALONE + 4)]


def test_nobody_outlives_a_parent_that_was_killed() -> None:
    script = (
        "import os, sys\n"
        "from annotator.formats.exporting.workers import ordered_map\n"
        "for pid in ordered_map(lambda n: os.getpid(), iter(int, 1), processes=2):\n"
        "    if pid != os.getpid():\n"
        "        print(pid, flush=True)\n"
    )
    command = [sys.executable, "-c", script]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        pids: set[int] = set()
        while len(pids) < 2:
            pids.add(int(parent.stdout.readline()))

        parent.send_signal(signal.SIGKILL)
        parent.communicate(timeout=60)  # its output ends when the last that could write has ended

    assert parent.returncode == -signal.SIGKILL


def test_the_number_of_processes_is_that_of_the_processors(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[int] = []

    def in_processes(function: object, first: int, waiting: object, processes: int) -> list[int]:
        asked.append(processes)
        return []

    monkeypatch.setattr(threading, "active_count", lambda: 1)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2, 3})
    monkeypatch.setattr(workers, "_in_processes", in_processes)

    list(ordered_map(abs, range(ALONE + 1)))

    assert asked == [4]
