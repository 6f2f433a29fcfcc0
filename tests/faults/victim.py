"""A forked process that works on a project, tells what it has saved, and may be killed."""

import os
import select
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from annotator.cli import main
from annotator.store.errors import StoreError

Tell = Callable[[str], None]
"""Acknowledges: called with the id of a journal entry once it is saved."""

_LEAVE_S = 20
"""How long whatever a killed process had started may take to end."""


class Ended(NamedTuple):
    """What a process told, and how it ended."""

    told: list[str]
    ending: str
    """`ended`, `killed`, the name of the error, or an exit code."""


class Victim:
    """A running process; it works at once.

    Args:
        work: what it does; `Tell` acknowledges, and the name of a `StoreError` that ends the work
            becomes the ending.
    """

    def __init__(self, work: Callable[[Tell], None]) -> None:
        self._reading, writing = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self._reading)
            _work(work, writing)
        os.close(writing)

    def kill_after(self, seconds: float) -> Ended:
        """Kill it with SIGKILL, unless it ends before."""
        time.sleep(seconds)
        os.kill(self.pid, signal.SIGKILL)
        return self.wait()

    def kill_after_at_most(self, seconds: float) -> None:
        """Wait for its end, but kill it after so long."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and _alive(self.pid):
            time.sleep(0.005)
        self.kill_after(0)

    def wait(self) -> Ended:
        """Wait for its end.

        Raises:
            AssertionError: something that it had started lives on.
        """
        told = self._all_told()
        _, status = os.waitpid(self.pid, 0)
        if os.WIFSIGNALED(status):
            return Ended(told, "killed")
        if told and told[-1].startswith("!"):
            return Ended(told[:-1], told[-1][1:])
        code = os.WEXITSTATUS(status)
        return Ended(told, f"exit code {code}" if code else "ended")

    def _all_told(self) -> list[str]:
        """Read to the end of the pipe, which everything that it started holds open too."""
        read = b""
        while True:
            ready, _, _ = select.select(
                [self._reading], [], [], 600 if _alive(self.pid) else _LEAVE_S
            )
            assert ready, "a process that it started outlives it"
            block = os.read(self._reading, 1 << 16)
            if not block:
                break
            read += block
        os.close(self._reading)
        # A word that was cut off was not told.
        return read[: read.rfind(b"\n") + 1].decode().split()


def command(*words: str | Path) -> Callable[[Tell], None]:
    """Return the work of a command of the program; it tells nothing but its exit code."""

    def work(_tell: Tell) -> None:
        null = os.open(os.devnull, os.O_RDWR)
        for handle in (0, 1, 2):
            os.dup2(null, handle)
        sys.argv = ["annotator", *map(str, words)]
        main()

    return work


def _alive(pid: int) -> bool:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"


def _work(work: Callable[[Tell], None], writing: int) -> None:
    def tell(word: str) -> None:
        os.write(writing, f"{word}\n".encode())

    code = 1
    try:
        work(tell)
        code = 0
    except StoreError as error:
        os.write(writing, f"!{type(error).__name__}\n".encode())
    except SystemExit as ending:
        code = ending.code if isinstance(ending.code, int) else 0
    finally:
        # Nothing of the parent's may be written or closed a second time.
        os._exit(code)
