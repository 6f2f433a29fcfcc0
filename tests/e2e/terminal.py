"""The program in a real terminal: a private tmux server, keys sent, the screen read."""

import os
import shlex
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import ClassVar, Self

from annotator.model.annotation import Annotation, Mention
from annotator.model.spans import covered_text
from annotator.project import open_project

ANNOTATOR = (sys.executable, "-m", "annotator")
_PATIENCE_S = 15


class Tmux:
    """One terminal of `columns` x `rows` that runs a command."""

    pressed: ClassVar[set[str]] = set()
    """Every key that was sent to any terminal, by tmux's names."""

    def __init__(
        self,
        command: Sequence[str],
        columns: int = 100,
        rows: int = 30,
        cwd: Path | None = None,
        variables: Mapping[str, str] | None = None,
    ) -> None:
        self._socket = f"annotator-{uuid.uuid4().hex[:8]}"
        given = shlex.join(f"{name}={value}" for name, value in (variables or {}).items())
        # The shell stays, so that the screen and the exit code can be read afterwards.
        line = f"env {given} {shlex.join(command)}; echo ended with $?; exec cat"
        environment = {**os.environ, "LANG": "C.UTF-8", "TERM": "xterm-256color"}
        for name in ("TMUX", "COLUMNS", "LINES"):
            environment.pop(name, None)
        subprocess.run(
            [
                *("tmux", "-L", self._socket, "-f", "/dev/null", "new-session", "-d", "-s", "t"),
                *("-x", str(columns), "-y", str(rows), "-c", str(cwd or Path.cwd()), line),
            ],
            check=True,
            env=environment,
        )

    def press(self, *keys: str) -> None:
        """Send keys by tmux's names, such as `Tab`, `S-Right`, `a`."""
        self.pressed.update(keys)
        # A lone semicolon would end tmux's own command.
        self._run("send-keys", "-t", "t", *("\\;" if key == ";" else key for key in keys))

    def type(self, text: str) -> None:
        """Send a text letter by letter."""
        self._run("send-keys", "-t", "t", "-l", text)

    def send(self, text: str) -> None:
        """Send what a terminal would send, in one go, control characters as they are."""
        self._run("send-keys", "-t", "t", "-H", *(f"{byte:x}" for byte in text.encode()))

    def paste(self, path: Path) -> None:
        """Paste a file's content, marked as a paste where the program asked for that."""
        self._run("load-buffer", "-b", "pasted", str(path))
        self._run("paste-buffer", "-p", "-d", "-b", "pasted", "-t", "t")

    def clipboard(self) -> str:
        """Return what the program copied last (OSC 52); nothing unless `take_clipboard` was on."""
        return self._run("show-buffer", check=False).stdout

    def take_clipboard(self) -> None:
        """Let programs set the clipboard of this terminal."""
        self._run("set-option", "-s", "set-clipboard", "on")

    def mouse(self, *steps: tuple[int, tuple[int, int]], released: bool = True) -> None:
        """Send what a mouse does.

        Args:
            steps: button codes (0 left, 32 moved with left down, 64 and 65 wheel) and places
                (column, row), counted from 0.
            released: whether the left button is let go at the last place.
        """
        sent = [f"\x1b[<{button};{x + 1};{y + 1}M" for button, (x, y) in steps]
        if released:
            x, y = steps[-1][1]
            sent.append(f"\x1b[<0;{x + 1};{y + 1}m")
        self.send("".join(sent))

    def place_of(self, text: str, within: int = 0) -> tuple[int, int]:
        """Return column and row of a text's character on the screen, counted from 0."""
        for row, line in enumerate(self.screen().splitlines()):
            if text in line:
                return line.index(text) + within, row
        raise AssertionError(f"“{text}” is not on the screen:\n{self.screen()}")

    def screen(self) -> str:
        """Return what the terminal shows."""
        return self._run("capture-pane", "-p", "-t", "t").stdout

    def cursor(self) -> tuple[int, int]:
        """Return column and row of the terminal's own cursor, counted from 0."""
        told = self._run("display-message", "-p", "-t", "t", "#{cursor_x} #{cursor_y}").stdout
        column, row = told.split()
        return int(column), int(row)

    def painted(self) -> str:
        """Return what the terminal shows, with the escape sequences that paint it."""
        return self._run("capture-pane", "-p", "-e", "-t", "t").stdout

    def resize(self, columns: int, rows: int) -> None:
        """Change the size of the terminal."""
        self._run("resize-window", "-t", "t", "-x", str(columns), "-y", str(rows))

    def process(self) -> int:
        """Return the process id of the program, which the terminal's shell started."""
        shell = self._run("display-message", "-p", "-t", "t", "#{pane_pid}").stdout.strip()
        children = Path(f"/proc/{shell}/task/{shell}/children").read_text().split()
        return int(children[0])

    def wait_for(self, text: str) -> str:
        """Return the screen once it shows the text and is painted to the end."""
        self.wait_until(lambda: text in self.screen(), f"“{text}”")
        return self.painted_to_the_end()

    def painted_to_the_end(self) -> str:
        """Return the screen once it is the same twice.

        A terminal takes a frame in pieces, so that a text can stand on the screen while the
        rows before or after it are still to come.
        """
        seen = ""

        def same_twice() -> bool:
            nonlocal seen
            before, seen = seen, self.screen()
            return before == seen

        self.wait_until(same_twice, "a screen that stays")
        return seen

    def wait_until(self, condition: Callable[[], bool], what: str) -> None:
        """Wait until a condition holds.

        Raises:
            AssertionError: it did not in fifteen seconds; the message shows the screen.
        """
        deadline = time.monotonic() + _PATIENCE_S
        while not condition():
            if time.monotonic() > deadline:
                raise AssertionError(f"waited in vain for {what}; the screen:\n{self.screen()}")
            time.sleep(0.02)

    def close(self) -> None:
        """End the server and what runs in it."""
        self._run("kill-server", check=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _run(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["tmux", "-L", self._socket, *arguments],
            check=check,
            capture_output=True,
            encoding="utf-8",
        )


class LabelTerminal(Tmux):
    """The Label screen in a terminal, with its project read from outside."""

    def __init__(
        self,
        project: Path,
        *files: Path,
        name: str = "ann",
        columns: int = 100,
        rows: int = 30,
        variables: Mapping[str, str] | None = None,
        suggestions: bool = False,
    ) -> None:
        self.project, self.name = project, name
        if not suggestions:
            home = _home_without_suggestions(project.parent)
            variables = {"ANNOTATOR_HOME": str(home), **(variables or {})}
        command = [*ANNOTATOR, "-p", str(project), "--as", name, "label", *map(str, files)]
        super().__init__(command, columns, rows, project.parent, variables)
        self.wait_for("saved")

    def labels(self) -> list[tuple[str, str]]:
        """Return (type, text) of every mention in the project file, by place."""
        return [(m.type, text) for m, text in self.mentions()]

    def mentions(self) -> list[tuple[Mention, str]]:
        """Return every mention in the project file with its text, by place."""
        found = []
        with open_project(self.project, read_only=True) as project:
            for line in project.articles():
                text = project.document(line.article.id).text
                for item in project.annotations(line.article.id, self.name):
                    if isinstance(item, Mention):
                        found.append((item, covered_text(text, item.fragments)))
        return found

    def items(self) -> list[Annotation]:
        """Return every annotation of the first article in the project file."""
        with open_project(self.project, read_only=True) as project:
            return project.annotations(project.articles()[0].article.id, self.name)

    def done(self) -> int:
        """Return how many sentences are done in the project file."""
        with open_project(self.project, read_only=True) as project:
            return sum(line.progress.done for line in project.articles(self.name))

    def expect_labels(self, *labels: tuple[str, str]) -> None:
        """Wait until the project file holds exactly these mentions."""
        self.wait_until(lambda: self.labels() == list(labels), f"{labels}, not {self.labels()}")


def _home_without_suggestions(folder: Path) -> Path:
    home = folder / "without-suggestions"
    home.mkdir(exist_ok=True)
    (home / "config.toml").write_text("[label]\nsuggestions = false\n", encoding="utf-8")
    return home
