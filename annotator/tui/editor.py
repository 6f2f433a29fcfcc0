"""Long texts in the person's own editor, with the screen put away meanwhile."""

import os
import shlex
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from textual.app import App, SuspendNotSupported


class EditorProblem(Exception):
    """The editor could not be used; the message says why in one sentence."""


def edit_text(app: App[None], text: str) -> str:
    """Return the text as the person left it in `$VISUAL` or `$EDITOR`, without the last newline.

    Raises:
        EditorProblem: there is no editor, it failed, or what it left is no UTF-8.
    """
    command = _command()
    with tempfile.TemporaryDirectory(prefix="annotator-") as folder:  # readable by its owner alone
        path = Path(folder) / "note.txt"
        path.write_text(text, encoding="utf-8")
        try:
            with app.suspend(), _without_interrupts():
                ended = subprocess.run([*command, str(path)], check=False).returncode  # noqa: S603
            left = path.read_text(encoding="utf-8")
        except SuspendNotSupported:
            raise EditorProblem("No editor can be opened from here.") from None
        except UnicodeDecodeError:
            raise EditorProblem(
                "The editor left a file that is no UTF-8; nothing changed."
            ) from None
        except OSError as problem:
            raise EditorProblem(f"{command[0]} cannot be started: {problem.strerror}.") from None
    if ended:
        raise EditorProblem(f"{command[0]} ended with code {ended}; nothing changed.")
    return left.rstrip("\n")


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Leave Ctrl+C to the editor: the terminal sends it to everything that runs in it."""
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _command() -> list[str]:
    wanted = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    try:
        command = shlex.split(wanted)
    except ValueError:
        command = []
    if not command:
        raise EditorProblem(f"$EDITOR is “{wanted}”, which is no command.")
    return command
