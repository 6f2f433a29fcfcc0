"""Running the command line, in this process or as a program."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from tests.support import ROOT

PROGRAM = Path(sys.executable).with_name("annotator")


class Ended(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Ended]


def clean_environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment without what the tool reads, and with `more`."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("ANNOTATOR_")}
    return {**ours, **(more or {})}


def program(*words: str | Path, cwd: Path = ROOT, **environment: str) -> Ended:
    """Run the installed program."""
    done = subprocess.run(
        [PROGRAM, *words],
        cwd=cwd,
        env=clean_environment(environment),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    return Ended(done.returncode, done.stdout.decode(), done.stderr.decode())
