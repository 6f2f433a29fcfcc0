"""Running a program that may crash, hang or never stop talking."""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO, NamedTuple

from annotator.suggest.base import SuggesterFailed

_BLOCK = 65_536
_SAID = 200
"""Characters of a failed program's last words."""


class Limits(NamedTuple):
    """What a program may use."""

    seconds: float
    output: int = 16_000_000
    """Bytes."""


def run_program(command: Sequence[str], folder: Path, given: bytes, limits: Limits) -> bytes:
    """Run a program to its end and return what it wrote to standard output.

    It and whatever it started are gone afterwards, also after Ctrl+C.

    Raises:
        SuggesterFailed: it could not be started, failed, took too long or wrote too much.
    """
    with tempfile.TemporaryFile() as stdin:
        stdin.write(given)
        stdin.seek(0)
        process = _start(command, folder, stdin)
        output, errors = _Reader(process.stdout, limits.output), _Tail(process.stderr, _BLOCK)
        try:
            until = time.monotonic() + limits.seconds
            finished = output.wait(until) and not output.is_full and _ended(process, until)
        finally:
            _kill(process)
    if output.is_full:
        raise SuggesterFailed(f"it wrote more than {limits.output // 1_000_000} MB and was stopped")
    if not finished:
        raise SuggesterFailed(f"it took longer than {limits.seconds:g} seconds and was stopped")
    if process.returncode:
        raise SuggesterFailed(_failure(process.returncode, errors.last_line()))
    return output.content


def start_apart(project: Path, annotator: str, words: Sequence[str]) -> subprocess.Popen[bytes]:
    """Start `annotator suggest` with these words in a process of its own, without a terminal.

    It works through the project file; whoever waits for its suggestions reads them there. The
    process lives on when this one ends; poll it, so that it leaves no trace when it has ended.

    Args:
        words: what stands behind `annotator suggest`, such as `--with`, a name and an article.
    """
    # -P: a folder named annotator where the person happens to be is not this program.
    program = [sys.executable, "-P", "-m", "annotator"]
    return subprocess.Popen(  # noqa: S603 (our own program, and no shell)
        [*program, "--project", str(project.absolute()), "--as", annotator, "suggest", *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


class _Reader:
    """Reads a pipe beside the program, so that neither waits for the other."""

    def __init__(self, pipe: IO[bytes] | None, limit: int) -> None:
        assert pipe is not None  # noqa: S101 (every one was asked for)
        self._pipe, self._limit = pipe, limit
        self._blocks: list[bytes] = []
        self.is_full = False
        """Whether more came than is kept; nothing is read after that."""
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    @property
    def content(self) -> bytes:
        """What was read."""
        return b"".join(self._blocks)

    def wait(self, until: float) -> bool:
        """Wait for the end of the pipe, or of what is kept; say whether it came in time."""
        self._thread.join(max(0.0, until - time.monotonic()))
        return not self._thread.is_alive()

    def _read(self) -> None:
        size = 0
        with self._pipe:
            while not self.is_full and (block := os.read(self._pipe.fileno(), _BLOCK)):
                size += len(block)
                self._keep(block, size)

    def _keep(self, block: bytes, size: int) -> None:
        self.is_full = size > self._limit
        if not self.is_full:
            self._blocks.append(block)


class _Tail(_Reader):
    """Reads a pipe to its end and keeps what came last."""

    def last_line(self) -> str:
        """Return the last line as text."""
        self.wait(time.monotonic() + 1)
        lines = self.content.decode(errors="replace").split("\n")
        return next((line.strip() for line in reversed(lines) if line.strip()), "")

    def _keep(self, block: bytes, size: int) -> None:
        self._blocks = [self.content[-self._limit :], block]


def _start(command: Sequence[str], folder: Path, stdin: IO[bytes]) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(  # noqa: S603 (the person's own command, and no shell)
            command,
            cwd=folder,
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except (OSError, ValueError) as fault:
        reason = fault.strerror if isinstance(fault, OSError) else fault
        raise SuggesterFailed(f"{command[0]} cannot be started ({reason})") from None


def _ended(process: subprocess.Popen[bytes], until: float) -> bool:
    try:
        process.wait(max(0.0, until - time.monotonic()))
    except subprocess.TimeoutExpired:
        return False
    return True


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End the program, if it runs yet, and all that it started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _failure(code: int, said: str) -> str:
    if code < 0:
        return f"it was ended by signal {-code}"
    return f"it ended with code {code}" + (f" (“{said[:_SAID]}”)" if said else "")
