"""A project that others use too: other processes, another version, a clock that somebody sets."""

import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from unittest.mock import patch

from annotator.labelling.session import Session
from annotator.model import ids
from annotator.project import Project, open_project
from annotator.store.errors import ProjectLocked
from annotator.store.project_file import ProjectFile
from annotator.store.tables import MIGRATION_NAMES
from tests.earlier import earlier
from tests.faults.outcome import Outcome, Tally
from tests.faults.victim import Tell, Victim
from tests.faults.working import demonstration, fresh, label
from tests.support import tables

_ACTS = 60
_WRITERS, _FEW_WRITERS = 32, 8
_LONG_S = 60
"""Writers are many where they write for so long."""


def clock_jumps(folder: Path, runs: int, seed: int) -> Outcome:
    """Label while the clock jumps by up to a year; undo then leads back act by act."""
    tally, template = Tally(), demonstration(folder)
    for number in range(seed, seed + runs):
        path = fresh(template, folder / "run")
        with open_project(path) as project:
            before = tables(project.file)

        def work(tell: Tell, path: Path = path, number: int = number) -> None:
            with patch.object(ids, "now", _jumping(number)), open_project(path) as project:
                for entry in label(project, number, _ACTS):
                    tell(entry)

        ended = Victim(work).wait()
        with open_project(path) as project:
            wrong = [] if _undone(project) and tables(project.file) == before else ["undo differs"]
        tally.add(ended.told, ended.ending, path, *wrong)
    return tally.outcome(*tally.complaints[:1])


def two_versions(folder: Path, runs: int, seed: int) -> Outcome:
    """Let a newer version migrate while an older one labels: the older one stops writing."""
    chance, tally = random.Random(seed), Tally()
    with ProjectFile.open(demonstration(folder)) as present:
        unused = fresh(present.path, folder / "earlier", "unused.db")
        old = earlier(present, unused.with_name("old.db"), MIGRATION_NAMES[-1])
    for number in range(seed, seed + runs):
        path = fresh(old, folder / "run")

        def work(tell: Tell, path: Path = path, number: int = number) -> None:
            with (
                patch("annotator.store.updating.MIGRATION_NAMES", MIGRATION_NAMES[:-1]),
                open_project(path) as project,
            ):
                for entry in label(project, number, 10**6):
                    tell(entry)

        older = Victim(work)
        time.sleep(chance.uniform(0, 0.5))
        open_project(path).close()
        ended = older.wait()
        tally.add(ended.told, ended.ending, path)
    return tally.outcome(*tally.complaints[:1])


def many_writers(folder: Path, runs: int, seed: int) -> Outcome:
    """Let many processes label one project for so many seconds, each in its own name."""
    path = fresh(demonstration(folder), folder / "run")
    tally, until = Tally(), time.monotonic() + runs
    number = _WRITERS if runs >= _LONG_S else _FEW_WRITERS
    writers = [Victim(_writing(path, seed + one, until)) for one in range(number)]
    ended = [writer.wait() for writer in writers]
    told = [entry for one in ended for entry in one.told]
    wrong = [one.ending for one in ended if one.ending != "ended"]
    least = min(len(one.told) for one in ended)
    tally.add(told, "ended" if not wrong else wrong[0], path, *wrong)
    more = (
        f"{number} processes, {runs} s, {len(told) / runs:.0f} acts a second; the last got {least}"
    )
    return tally.outcome("; ".join([more, *tally.complaints[:1]]))


def _writing(path: Path, seed: int, until: float) -> Callable[[Tell], None]:
    def work(tell: Tell) -> None:
        with open_project(path) as project:
            acts = _patient(project, seed, until)
            for entry in acts:
                tell(entry)

    return work


def _patient(project: Project, seed: int, until: float) -> Iterator[str]:
    """Label until the time is over; what is locked is tried again, as a person would."""
    while time.monotonic() < until:
        seed += 1000
        with suppress(ProjectLocked):
            yield from label(project, seed, 10, f"writer{os.getpid()}")


def _jumping(seed: int) -> Callable[[], str]:
    """Return a clock that is wrong by up to a year, another time differently."""
    chance, now = random.Random(seed), ids.now

    def jumping() -> str:
        wrong = timedelta(seconds=chance.uniform(-31e6, 31e6))
        return (datetime.fromisoformat(now()) + wrong).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"

    return jumping


def _undone(project: Project) -> bool:
    """Undo all that the annotator did, and say whether all of it could be."""
    at = Session(project.file, project.scheme, "cat", project.articles()[0].article.id)
    while at.undo():
        pass
    return not any(line.mentions for line in project.articles("cat"))
