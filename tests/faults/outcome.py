"""What became of a project under a fault: what had been acknowledged, lost, made unsound."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from annotator.project import open_project
from annotator.store.project_file import ProjectFile


class Outcome(NamedTuple):
    """One fault, tried so many times."""

    runs: int
    """How often the fault was brought about."""
    acknowledged: int
    """Acts that the program had told to be saved, over all runs."""
    lost: int
    """Those of them that are not in the journal afterwards."""
    unsound: int
    """Runs after which `verify` found a fault, or something was half there."""
    endings: dict[str, int]
    """How the program ended or what it said, and how often."""
    more: str = ""
    """What else was measured, in a few words."""


class Tally:
    """Counts the runs of one fault."""

    def __init__(self) -> None:
        self._runs = self._acknowledged = self._lost = self._unsound = 0
        self._endings: Counter[str] = Counter()
        self.complaints: list[str] = []
        """What was found wrong, for whoever has to look into it."""

    def add(self, acknowledged: Iterable[str], ending: str, path: Path, *wrong: str) -> None:
        """Count a run after looking at its project.

        Args:
            acknowledged: ids of the journal's entries that had been told to be saved.
            ending: how the program ended, or what it said.
            wrong: what was found wrong besides.
        """
        said = set(acknowledged)
        with open_project(path) as project:
            there = entries(project.file)
            found = [problem.message for problem in project.verify() if problem.severity == "fault"]
        self._runs += 1
        self._acknowledged += len(said)
        self._lost += len(said - there)
        self._unsound += bool(found or wrong)
        self._endings[ending] += 1
        self.complaints += [*found, *wrong]

    def outcome(self, more: str = "") -> Outcome:
        """Return what was counted."""
        return Outcome(
            self._runs, self._acknowledged, self._lost, self._unsound, dict(self._endings), more
        )


def entries(file: ProjectFile) -> set[str]:
    """Return the ids of all entries of a project's journal."""
    return set(file.column("SELECT id FROM journal"))


def last_entry(file: ProjectFile) -> str:
    """Return the id of the journal's last entry."""
    return str(file.query("SELECT id FROM journal ORDER BY seq DESC LIMIT 1")[0][0])
