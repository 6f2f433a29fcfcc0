"""kill -9 at random moments of everything that writes.

A killed process leaves what it handed to the system; that a loss of power leaves as much is
SQLite's promise for `synchronous=FULL`, which no kill can try.
"""

import csv
import random
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from annotator.project import open_project
from annotator.store.project_file import ProjectFile
from annotator.store.tables import MIGRATION_NAMES
from bench.scale import made_articles
from tests.earlier import earlier
from tests.faults.outcome import Outcome, Tally
from tests.faults.victim import Tell, Victim, command
from tests.faults.working import (
    adjudicating,
    demonstration,
    fresh,
    label,
    labelling,
    labelling_many,
)

_STAMP = "2026-01-02T03:04:05.678Z"
_ARTICLES = 150
"""Articles of the import that is killed: so many that other processes help."""

_LATEST_S = 1.5
"""Work that has no end of its own is killed by then."""

_BUNDLED = 120
"""Acts that come back in the merge that is killed."""

_OLD = MIGRATION_NAMES[6:]
"""The first migration that the project lacks whose migration is killed."""

Work = Callable[[Tell], None]


class Attempt(NamedTuple):
    """Work on a project that is to be killed."""

    path: Path
    work: Work
    again: Callable[[], Iterator[str]]
    """Looks at what is left, does the work again to its end, and yields what is wrong."""


Attempts = Callable[[int], Attempt]
"""Makes the attempt with a number anew."""


def kill_at_random(attempts: Attempts, runs: int, seed: int) -> Outcome:
    """Kill work at random moments between its beginning and its end."""
    chance, tally = random.Random(seed), Tally()
    longest = _duration(attempts(seed))
    for number in range(seed, seed + runs):
        attempt = attempts(number)
        before = _entries(attempt.path)
        ended = Victim(attempt.work).kill_after(chance.uniform(0, longest))
        tally.add({*before, *ended.told}, ended.ending, attempt.path, *attempt.again())
    return tally.outcome(*tally.complaints[:1])


def while_labelling(folder: Path, runs: int, seed: int) -> Outcome:
    """Kill single acts: labels, notes, finished sentences, undo, redo."""
    return _endless(folder, runs, seed, lambda path, number: labelling(path, number, 10**6))


def in_bulk(folder: Path, runs: int, seed: int) -> Outcome:
    """Kill acts over all articles at once, and their undoing."""
    return _endless(folder, runs, seed, labelling_many)


def while_adjudicating(folder: Path, runs: int, seed: int) -> Outcome:
    """Kill decisions and their undoing."""
    return _endless(folder, runs, seed, adjudicating)


def in_import(folder: Path, runs: int, seed: int) -> Outcome:
    """Kill imports: all articles are there or none, and importing again brings all."""
    template, table = demonstration(folder), folder / "articles.csv"
    with table.open("w", newline="", encoding="utf-8") as stream:
        rows = csv.writer(stream)
        rows.writerow(("source", "title", "publisher", "published", "text"))
        rows.writerows(made_articles(_ARTICLES))

    def attempt(_number: int) -> Attempt:
        path = fresh(template, folder / "run")
        work = command("-p", path, "--as", "cat", "import", table)

        def again() -> Iterator[str]:
            with open_project(path) as project:
                was = project.count()
            yield from _ends(work)
            with open_project(path) as project:
                if was not in (5, 5 + _ARTICLES) or project.count() != 5 + _ARTICLES:
                    yield f"{was} articles, then {project.count()}"

        return Attempt(path, work, again)

    return kill_at_random(attempt, runs, seed)


def in_export(folder: Path, runs: int, seed: int) -> Outcome:
    """Kill exports, first ones and those over an earlier one: exporting again is complete."""
    template = demonstration(folder)

    def attempt(number: int) -> Attempt:
        path = fresh(template, folder / "run")
        words = ("-p", path, "--as", "ada", "export", "--exported-at", _STAMP, "--format", "brat")
        whole, target = folder / "whole", path.parent / "gold"
        if not whole.exists():
            assert not list(_ends(command(*words, whole)))
        if number % 2:
            shutil.copytree(whole, target)

        def again() -> Iterator[str]:
            if not number % 2 and target.exists() and _files(target) != _files(whole):
                yield "a first export is there and not complete"
            yield from _ends(command(*words, target))
            if _files(target) != _files(whole):
                yield "exporting again is not complete"

        return Attempt(path, command(*words, target), again)

    return kill_at_random(attempt, runs, seed)


def in_migration(folder: Path, runs: int, seed: int) -> Outcome:
    """Kill migrations: the project is of the earlier version or of this one, its copy whole."""
    template = demonstration(folder)
    with ProjectFile.open(template) as present:
        old = [
            earlier(present, fresh(template, folder / lacks, "unused").with_name("old.db"), lacks)
            for lacks in _OLD
        ]

    def attempt(number: int) -> Attempt:
        path = fresh(old[number % len(old)], folder / "run")
        held = _annotations(path)

        def work(_tell: Tell) -> None:
            open_project(path).close()

        def again() -> Iterator[str]:
            yield from (
                f"the copy {copy.name} is not whole"
                for copy in path.parent.glob(f"{path.name}.before-*")
                if _annotations(copy) != held
            )
            open_project(path).close()
            if _annotations(path) != held:
                yield "annotations differ"

        return Attempt(path, work, again)

    return kill_at_random(attempt, runs, seed)


def in_merge(folder: Path, runs: int, seed: int) -> Outcome:
    """Kill merges: merging again brings every act of the bundle once."""
    template, bundle = folder / "with-bundle.db", folder / "cat.db"
    shutil.copy(demonstration(folder), template)
    with open_project(template) as project:
        project.bundle("cat", bundle, [line.article.id for line in project.articles()])
        project.backup(folder / "closed.db")
    with open_project(bundle) as taken:
        acts = set(label(taken, seed, _BUNDLED))

    def attempt(_number: int) -> Attempt:
        path = fresh(folder / "closed.db", folder / "run")
        work = command("-p", path, "--as", "eve", "merge", bundle)

        def again() -> Iterator[str]:
            yield from _ends(work)
            if not acts <= _entries(path):
                yield "acts of the bundle are missing"

        return Attempt(path, work, again)

    return kill_at_random(attempt, runs, seed)


def in_suggest(folder: Path, runs: int, seed: int) -> Outcome:
    """Kill suggesters: running them again proposes what they had proposed undisturbed."""
    template, wanted = demonstration(folder), set[str]()

    def attempt(_number: int) -> Attempt:
        path = fresh(template, folder / "run")
        work = command("-p", path, "--as", "cat", "suggest")

        def again() -> Iterator[str]:
            yield from _ends(work)
            with open_project(path) as project:
                found = set(project.file.column("SELECT id FROM suggestions"))
            wanted.update(found if not wanted else ())
            if found != wanted:
                yield f"{len(found)} suggestions, not {len(wanted)}"

        return Attempt(path, work, again)

    return kill_at_random(attempt, runs, seed)


def in_backup(folder: Path, runs: int, seed: int) -> Outcome:
    """Kill copies: a copy is whole or not there."""
    template = demonstration(folder)
    held = _annotations(template)

    def attempt(_number: int) -> Attempt:
        path = fresh(template, folder / "run")
        copy = path.with_name("copy.db")

        def again() -> Iterator[str]:
            if copy.exists() and _annotations(copy) != held:
                yield "a copy is there and not whole"

        return Attempt(path, command("-p", path, "backup", copy), again)

    return kill_at_random(attempt, runs, seed)


def _endless(folder: Path, runs: int, seed: int, work: Callable[[Path, int], Work]) -> Outcome:
    template = demonstration(folder)

    def attempt(number: int) -> Attempt:
        path = fresh(template, folder / "run")
        return Attempt(path, work(path, number), lambda: iter(()))

    return kill_at_random(attempt, runs, seed)


def _duration(attempt: Attempt) -> float:
    """Return the seconds after which the work is over, or may as well be killed."""
    begun = time.monotonic()
    Victim(attempt.work).kill_after_at_most(_LATEST_S)
    return time.monotonic() - begun


def _ends(work: Work) -> Iterator[str]:
    """Do work to its end, and yield how it ended if not well."""
    ending = Victim(work).wait().ending
    if ending != "ended":
        yield f"doing it again: {ending}"


def _entries(path: Path) -> set[str]:
    """Return the journal's entries, also of a project of an earlier version."""
    return {str(row[0]) for row in _rows(path, "SELECT id FROM journal")}


def _annotations(path: Path) -> list[tuple[object, ...]]:
    return _rows(path, "SELECT id, body, version FROM annotations ORDER BY id")


def _rows(path: Path, query: str) -> list[tuple[object, ...]]:
    conn = sqlite3.connect(path)
    try:
        return conn.execute(query).fetchall()
    finally:
        conn.close()


def _files(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder and those below it by name."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
