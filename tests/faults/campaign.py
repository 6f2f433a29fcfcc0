"""The fault campaign: every fault brought about many times, and what was lost.

    python -m tests.faults.campaign --slice                     # a few runs of each
    python -m tests.faults.campaign --report docs/reliability.md
    python -m tests.faults.campaign --only kill_import --runs 50

Each fault runs in a process of its own, which forks those that it kills; where the fault needs a
file system of its own, in a mount namespace of its own.
"""

import argparse
import json
import os
import platform
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.faults import company, disks, kills, terminals
from tests.faults.outcome import Outcome
from tests.support import ROOT

Try = Callable[[Path, int, int], Outcome]
"""Brings a fault about: in a folder, so many times, by a seed."""


class Fault(NamedTuple):
    """One kind of fault."""

    told: str
    """What happens, as the report has it."""
    bring: Try
    runs: int
    """How many there are in the campaign."""
    few: int
    """How many in its slice."""
    mounts: bool = False
    """Whether it needs a file system of its own."""


FAULTS = {
    "kill_labelling": Fault("kill -9 while labelling", kills.while_labelling, 120, 3),
    "kill_bulk": Fault("kill -9 in acts over all articles", kills.in_bulk, 60, 2),
    "kill_adjudication": Fault("kill -9 while adjudicating", kills.while_adjudicating, 60, 2),
    "kill_import": Fault("kill -9 in an import", kills.in_import, 60, 2),
    "kill_export": Fault("kill -9 in an export", kills.in_export, 60, 2),
    "kill_migration": Fault("kill -9 in a migration", kills.in_migration, 60, 2),
    "kill_merge": Fault("kill -9 in a merge", kills.in_merge, 60, 2),
    "kill_suggest": Fault("kill -9 in suggesters", kills.in_suggest, 40, 2),
    "kill_backup": Fault("kill -9 in a backup", kills.in_backup, 20, 2),
    "full_labelling": Fault("disk full while labelling", disks.full_while_labelling, 30, 2, True),
    "full_commands": Fault(
        "disk full in import, export, backup, bundle, suggest", disks.full_in_commands, 40, 5, True
    ),
    "read_only_disk": Fault("file system for reading only", disks.read_only_disk, 10, 1, True),
    "read_only_file": Fault("file or folder for reading only", disks.read_only_file, 20, 2),
    "io_errors": Fault("I/O errors while labelling", disks.errors_of_the_disk, 60, 3),
    "clock": Fault("clock jumping back and forth", company.clock_jumps, 30, 2),
    "two_versions": Fault(
        "a newer version migrates while an older one labels", company.two_versions, 30, 2
    ),
    "writers": Fault("many processes labelling at once", company.many_writers, 300, 20),
    "closed": Fault("terminal closed (SIGHUP)", terminals.closed, 30, 2),
    "resized": Fault("resize storm", terminals.resized, 20, 1),
    "random_keys": Fault("random keys in a terminal", terminals.random_keys, 100_000, 1_000),
}


_HEAD = (
    "| fault | runs | acknowledged | lost | unsound | how it ended |",
    "|---|--:|--:|--:|--:|---|",
)

MARKS = ("<!-- campaign -->", "<!-- /campaign -->")
"""Between these stands the table in the report."""


def main() -> None:
    """Run what is asked for, print it, and write the report."""
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--only", nargs="+", choices=sorted(FAULTS), default=list(FAULTS))
    options.add_argument("--runs", type=int, help="runs of each (its own number)")
    options.add_argument("--slice", action="store_true", help="a few runs of each")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--report", type=Path, help="write the table into this page")
    options.add_argument("--alone", type=Path, metavar="FOLDER", help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.alone:
        fault = FAULTS[chosen.only[0]]
        print(json.dumps(fault.bring(chosen.alone, chosen.runs, chosen.seed)._asdict()))
        return
    outcomes = {}
    with tempfile.TemporaryDirectory(prefix="annotator-faults-") as folder:
        for name in chosen.only:
            runs = chosen.runs or (FAULTS[name].few if chosen.slice else FAULTS[name].runs)
            begun = time.monotonic()
            outcomes[name] = outcome = bring(name, Path(folder), runs, chosen.seed)
            print(f"{FAULTS[name].told}: {outcome} in {time.monotonic() - begun:.0f} s", flush=True)
            if chosen.report:
                write_report(chosen.report, outcomes)


def bring(name: str, folder: Path, runs: int, seed: int = 1) -> Outcome:
    """Bring a fault about in a process of its own, in a folder of its own in this one.

    Raises:
        CalledProcessError: the trial itself failed.
    """
    own = folder / name
    own.mkdir()
    words = ("--only", name, "--runs", str(runs), "--seed", str(seed), "--alone", str(own))
    done = subprocess.run(
        [*_apart(FAULTS[name]), sys.executable, "-m", "tests.faults.campaign", *words],
        cwd=ROOT,
        env={**os.environ, "ANNOTATOR_HOME": str(own)},
        stdout=subprocess.PIPE,
        check=True,
    )
    shutil.rmtree(own)
    return Outcome(**json.loads(done.stdout.splitlines()[-1]))


def write_report(page: Path, outcomes: Mapping[str, Outcome]) -> None:
    """Put outcomes into the table of a page; rows of faults that were not tried now stay."""
    begin, end = MARKS
    head, _, rest = page.read_text(encoding="utf-8").partition(begin)
    held, _, tail = rest.partition(end)
    rows = {line.split(" | ")[0]: line for line in held.splitlines() if line.startswith("| ")}
    rows |= {f"| {FAULTS[name].told}": row(name, one) for name, one in outcomes.items()}
    told = [rows[key] for key in (f"| {fault.told}" for fault in FAULTS.values()) if key in rows]
    text = "\n".join([begin, *_HEAD, *told, "", _measured_on(), end])
    page.write_text(f"{head}{text}{tail}", encoding="utf-8")


def row(name: str, outcome: Outcome) -> str:
    """Return the line of the table for a fault."""
    endings = ", ".join(f"{how} {number}" for how, number in sorted(outcome.endings.items()))
    ended = "; ".join(filter(None, (endings, outcome.more)))
    numbers = f"{outcome.runs} | {outcome.acknowledged:,} | {outcome.lost} | {outcome.unsound}"
    return f"| {FAULTS[name].told} | {numbers} | {ended} |"


def _measured_on() -> str:
    system = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    return f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {system}."


def _apart(fault: Fault) -> Sequence[str]:
    """Return the command that gives a process mounts of its own, which end with it."""
    if not fault.mounts:
        return ()
    as_root = () if os.geteuid() == 0 else ("--user", "--map-root-user")
    return ("unshare", *as_root, "--mount", "--propagation", "private", "--")


if __name__ == "__main__":
    main()
