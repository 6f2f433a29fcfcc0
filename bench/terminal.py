"""A program on a pseudo-terminal: keys go in one by one, and the time to the last byte is measured.

Times are wall clock from the writing of a key to the last byte of its output, so they hold the
program's work and its waiting, not the drawing of a terminal emulator.
"""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Self

# What a terminal would answer to the questions that programs ask at start.
_ANSWERS = (
    (rb"\x1b\[6n", b"\x1b[1;1R"),
    (rb"\x1b\[c", b"\x1b[?62;22c"),
    (rb"\x1b\[\?2026\$p", b"\x1b[?2026;2$y"),
    (rb"\x1b\[\?2048\$p", b"\x1b[?2048;0$y"),
)
_QUIET_S = 0.04
"""Silence that ends the output of a key."""

KEYS = {
    "LEFT": "\x1b[D",
    "RIGHT": "\x1b[C",
    "DOWN": "\x1b[B",
    "TAB": "\t",
    "ENTER": "\r",
    "UP": "\x1b[A",
    "PGDN": "\x1b[6~",
    "PGUP": "\x1b[5~",
    "F1": "\x1bOP",
    "ESC": "\x1b",
}


class Painted(NamedTuple):
    """What a key brought about."""

    ms: float
    """Milliseconds from the key to the last byte of its output."""
    output: bytes


def configured(folder: Path, *, suggestions: bool) -> dict[str, str]:
    """Write a configuration with or without suggestions; return the variables that name it."""
    text = f"[label]\nsuggestions = {str(suggestions).lower()}\n"
    (folder / "config.toml").write_text(text, encoding="utf-8")
    return {"ANNOTATOR_HOME": str(folder)}


class Terminal:
    """A running program of `rows` x `columns` cells."""

    def __init__(
        self,
        argv: Sequence[str],
        rows: int = 40,
        columns: int = 120,
        variables: Mapping[str, str] | None = None,
    ) -> None:
        environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        environment |= variables or {}
        # Compiled files make a third of the start; everybody but the first start has them.
        for name in ("TMUX", "COLUMNS", "LINES", "PYTHONDONTWRITEBYTECODE"):
            environment.pop(name, None)
        self._started = time.perf_counter()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            os.execvpe(argv[0], list(argv), environment)  # noqa: S606 (our own commands)
        self.resize(rows, columns)

    def resize(self, rows: int, columns: int) -> None:
        """Change the size of the terminal."""
        size = struct.pack("HHHH", rows, columns, 0, 0)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, size)

    def send(self, *keys: str) -> None:
        """Write keys (names of `KEYS` or characters) without waiting.

        At most a few thousand bytes, for nobody reads meanwhile.
        """
        os.write(self._fd, "".join(KEYS.get(key, key) for key in keys).encode())

    def fileno(self) -> int:
        """Return what `select` waits for."""
        return self._fd

    def read_now(self) -> bytes:
        """Return what has been written and not read yet."""
        return self._read(0)

    def has_ended(self) -> bool:
        """Say whether the program is no longer there (Linux)."""
        return Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"

    def until_text(self, text: bytes, timeout_s: float = 20) -> float:
        """Return the milliseconds from the start until the output holds the text.

        Raises:
            TimeoutError: it never came.
        """
        seen = b""
        while time.perf_counter() - self._started < timeout_s:
            seen += self._read(0.05)
            if text in without_escapes(seen):
                return (time.perf_counter() - self._started) * 1000
        raise TimeoutError(f"never saw {text!r}")

    def until_quiet(self, silence_s: float = 0.5) -> bytes:
        """Read until the program has been silent for so long, and return what it wrote."""
        output = b""
        while more := self._read(silence_s):
            output += more
        return output

    def press(self, *keys: str, timeout_s: float = 3, quiet_s: float = _QUIET_S) -> Painted:
        """Write keys (names of `KEYS` or characters) all at once and wait for their paint.

        Args:
            timeout_s: how long the first byte may take.
            quiet_s: the silence after which all is painted.
        """
        begun = time.perf_counter()
        self.send(*keys)
        output = self._read(timeout_s)
        last = time.perf_counter()
        while True:
            more = self._read(quiet_s)
            if not more:
                return Painted((last - begun) * 1000, output)
            output += more
            last = time.perf_counter()

    def press_for(self, texts: Sequence[bytes], *keys: str, timeout_s: float = 120) -> float:
        """Write keys and return the milliseconds until their output holds one of these texts.

        Raises:
            TimeoutError: it never came.
        """
        begun, seen = time.perf_counter(), b""
        self.send(*keys)
        while time.perf_counter() - begun < timeout_s:
            seen += self._read(0.05)
            if any(text in without_escapes(seen) for text in texts):
                return (time.perf_counter() - begun) * 1000
        raise TimeoutError(f"saw none of {texts!r}")

    def signal(self, number: int) -> None:
        """Send the program a signal."""
        os.kill(self.pid, number)

    def cpu_ms(self) -> float:
        """Return the processor time used so far, in milliseconds (Linux)."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return sum(int(field) for field in fields[11:13]) * 1000 / os.sysconf("SC_CLK_TCK")

    def memory_mib(self) -> float:
        """Return the resident memory in MiB (Linux)."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        found = re.search(r"VmRSS:\s+(\d+)", status)
        return int(found[1]) / 1024 if found else 0.0

    def close(self) -> None:
        """End the program."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._fd)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _read(self, timeout_s: float) -> bytes:
        ready, _, _ = select.select([self._fd], [], [], timeout_s)
        if not ready:
            return b""
        try:
            data = os.read(self._fd, 1 << 16)
        except OSError:  # the program has ended
            return b""
        for question, answer in _ANSWERS:
            for _found in re.findall(question, data):
                os.write(self._fd, answer)
        return data


def without_escapes(data: bytes) -> bytes:
    """Return what a program wrote, without colours and places."""
    return re.sub(rb"\x1b\[[0-9;?<>=$]*[A-Za-z]", b"", data)
