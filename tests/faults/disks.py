"""Faults of the disk: full, for reading only, and errors where something is written."""

import os
import random
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from annotator.project import Project, open_project
from annotator.store.errors import StoreError
from tests.faults.outcome import Outcome, Tally, entries
from tests.faults.victim import Tell, Victim, command
from tests.faults.working import demonstration, fresh, label

_NOBODY = 65534
_ROOM = 64
"""MiB of the file systems that are filled."""


@contextmanager
def file_system(folder: Path) -> Iterator[Path]:
    """Give a small file system of its own; the namespace in which it is goes with the process."""
    place = folder / "disk"
    place.mkdir()
    mount = ("mount", "-t", "tmpfs", "-o", f"size={_ROOM}m,mode=755", "none", str(place))
    subprocess.run(mount, check=True)
    try:
        yield place
    finally:
        subprocess.run(("umount", "-l", str(place)), check=True)


def full_while_labelling(folder: Path, runs: int, seed: int) -> Outcome:
    """Label until there is no room, free some, and go on; nothing that was told is lost."""
    chance, tally = random.Random(seed), Tally()
    template = demonstration(folder)
    with file_system(folder) as disk:
        for number in range(seed, seed + runs):
            path = fresh(template, disk / "run")
            filler = _fill(disk, chance.randrange(100_000, 2_000_000))

            def work(tell: Tell, path: Path = path, number: int = number) -> None:
                with open_project(path) as project:
                    for entry in label(project, number, 100_000):
                        tell(entry)

            ended = Victim(work).wait()
            filler.unlink()
            tally.add(ended.told, ended.ending, path, *_can_be_written(path))
    return tally.outcome(*tally.complaints[:1])


def full_in_commands(folder: Path, runs: int, seed: int) -> Outcome:
    """Import, export, copy, bundle and suggest without room: refused, and nothing half there."""
    chance, tally = random.Random(seed), Tally()
    template = demonstration(folder)
    articles = folder / "long.txt"
    articles.write_text("Karvan is quiet again. " * 200_000, encoding="utf-8")
    with file_system(folder) as disk:
        for number in range(seed, seed + runs):
            path = fresh(template, disk / "run")
            made = path.with_name("made")
            words: tuple[str | Path, ...] = (
                ("import", articles),
                ("export", made),
                ("backup", made),
                ("bundle", "ada", made),
                ("suggest", "--again", "--with", "dates"),
            )[number % 5]
            with open_project(path) as project:
                before = entries(project.file)
            filler = _fill(disk, chance.randrange(500_000))
            ended = Victim(command("-p", path, "--as", "ada", *words)).wait()
            wrong = [f"{words[0]} left something"] if made.exists() else []
            filler.unlink()
            tally.add(before, ended.ending, path, *wrong, *_can_be_written(path))
    return tally.outcome(*tally.complaints[:1])


def read_only_disk(folder: Path, runs: int, seed: int) -> Outcome:
    """Open a project on a disk for reading only: it can be read, and says that it is not saved."""
    tally, template = Tally(), demonstration(folder)
    with file_system(folder) as disk:
        path = fresh(template, disk / "run")
        with open_project(path) as project:
            told = entries(project.file)
        subprocess.run(("mount", "-o", "remount,ro", str(disk)), check=True)
        for number in range(seed, seed + runs):
            ended = Victim(_reading_and_writing(path, number)).wait()
            copy = fresh(path, folder / "copy")
            tally.add(told | set(ended.told), ended.ending, copy)
    return tally.outcome(*tally.complaints[:1])


def read_only_file(folder: Path, runs: int, seed: int) -> Outcome:
    """The same with a file, then a folder, that may not be written, as somebody without rights."""
    tally, template = Tally(), demonstration(folder)
    for number in range(seed, seed + runs):
        path = fresh(template, folder / "run")
        with open_project(path) as project:
            told = entries(project.file)
        path.chmod(0o444 if number % 2 else 0o666)
        path.parent.chmod(0o777 if number % 2 else 0o555)

        def work(tell: Tell, path: Path = path, number: int = number) -> None:
            _become_nobody(path)
            _reading_and_writing(path, number)(tell)

        ended = Victim(work).wait()
        path.parent.chmod(0o700)
        path.chmod(0o600)
        tally.add(told | set(ended.told), ended.ending, path)
    return tally.outcome(*tally.complaints[:1])


def errors_of_the_disk(folder: Path, runs: int, seed: int) -> Outcome:
    """Let writing fail at some moment as a broken disk does; afterwards the next act is saved.

    What SQLite writes to is exchanged for a handle that takes nothing.
    """
    chance, tally = random.Random(seed), Tally()
    template = demonstration(folder)
    for number in range(seed, seed + runs):
        path = fresh(template, folder / "run")
        good, bad = chance.randrange(1, 40), chance.randrange(1, 5)

        def work(
            tell: Tell, path: Path = path, number: int = number, good: int = good, bad: int = bad
        ) -> None:
            with open_project(path) as project:
                for entry in label(project, number, good):
                    tell(entry)
                with _broken(path):
                    for attempt in range(bad):
                        _must_fail(project, attempt)
                for entry in label(project, number + 1, good):
                    tell(entry)

        ended = Victim(work).wait()
        tally.add(ended.told, ended.ending, path, *_can_be_written(path))
    return tally.outcome(*tally.complaints[:1])


def _fill(disk: Path, left: int) -> Path:
    """Fill a file system up to so many bytes."""
    filler = disk / "filler"
    with filler.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(1, shutil.disk_usage(disk).free - left))
    return filler


def _can_be_written(path: Path) -> Iterator[str]:
    """Label some more, and yield what prevents it."""

    def work(_tell: Tell) -> None:
        with open_project(path) as project:
            assert list(label(project, 1, 20))

    ending = Victim(work).wait().ending
    if ending != "ended":
        yield f"afterwards: {ending}"


def _reading_and_writing(path: Path, seed: int) -> Callable[[Tell], None]:
    def work(tell: Tell) -> None:
        with open_project(path) as project:
            assert list(project.articles())
            for entry in label(project, seed, 20):
                tell(entry)

    return work


def _become_nobody(path: Path) -> None:
    """Give up the rights that make permissions moot, where this process has them."""
    if os.geteuid():
        return
    for folder in path.parents[1:3]:  # those of the campaign, which only its owner may enter
        folder.chmod(0o711)
    os.setgroups([])
    os.setgid(_NOBODY)
    os.setuid(_NOBODY)


@contextmanager
def _broken(path: Path) -> Iterator[None]:
    """Put handles that cannot be written in the place of those on a project's log."""
    handles = [
        int(link.name)
        for link in Path("/proc/self/fd").iterdir()
        if link.exists() and link.resolve() == path.with_name(f"{path.name}-wal")
    ]
    kept = [os.dup(handle) for handle in handles]
    deaf = os.open(os.devnull, os.O_RDONLY)
    for handle in handles:
        os.dup2(deaf, handle)
    try:
        yield
    finally:
        for copy, handle in zip(kept, handles, strict=True):
            os.dup2(copy, handle)


def _must_fail(project: Project, seed: int) -> None:
    try:
        done = list(label(project, seed, 5))
    except StoreError:
        return
    assert not done, "it was told to be saved where nothing can be written"
