"""What every command needs: the project, who works, and how results are printed."""

import getpass
import signal
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from annotator.cli.outcome import BadInput
from annotator.cli.terminal import plain, plain_json

if TYPE_CHECKING:
    from annotator.project import Project

as_json = click.option("--json", "json_output", is_flag=True, help="Print JSON.")


class Settings:
    """The options that stand before the command."""

    def __init__(
        self, project: str, name: str | None, name_typed: bool, *, migrate: bool = True
    ) -> None:
        self.path = Path(project)
        self._name = name
        self.name_typed = name_typed
        """Whether --as stood on the command line."""
        self._migrate = migrate

    @property
    def annotator(self) -> str:
        """Who is working.

        Raises:
            BadInput: the name may not sign work.
        """
        from annotator.model.ids import is_annotator_name

        name = self._name or _login_name()
        if not is_annotator_name(name):
            raise BadInput(
                f"“{name}” cannot be an annotator's name; use letters, digits, _ . - "
                "(at most 64), for example: annotator --as ann label"
            )
        return name

    def open(self, *, read_only: bool = False) -> "Project":
        """Open the project; it is closed when the command ends."""
        from annotator.project import open_project

        project = open_project(self.path, read_only=read_only, migrate=self._migrate)
        _tell_update(project)
        click.get_current_context().call_on_close(project.close)
        return project

    @contextmanager
    def made(self, *, keep: bool = True) -> Iterator["Project"]:
        """Open the project, or make it; one that was made for nothing is taken away again.

        Args:
            keep: leave a project that was made here, if the block ends well.
        """
        from annotator.project import open_project

        existed = self.path.exists()
        project = open_project(self.path, create=True, migrate=self._migrate)
        _tell_update(project)
        try:
            yield project
        except BaseException:
            keep = False
            raise
        finally:
            project.close()
            if not existed and not keep:
                for suffix in ("", "-wal", "-shm"):
                    Path(f"{self.path}{suffix}").unlink(missing_ok=True)


def _tell_update(project: "Project") -> None:
    if project.file.copy_before:
        narrate(
            f"{project.path} was of an older version and is up to date now; "
            f"{project.file.copy_before.name} beside it is as it was."
        )


def refuse_others(project: "Project", annotator: str, layer: str) -> None:
    """Refuse to show somebody's layer to another annotator: everybody labels blind.

    Raises:
        BadInput: it is somebody else's, and the annotator labels here.
    """
    if layer != annotator and layer in project.annotators() and project.is_blind(annotator):
        raise BadInput(
            f"What {layer} labelled is not shown to {annotator}, who labels here too: everybody "
            "labels blind; whoever leads the project asks under a name that labels nothing (--as)."
        )


def print_json(value: Any) -> None:
    """Print a value as JSON on standard output."""
    click.echo(plain_json(value))


def print_table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows as columns; numbers stand right."""
    cells = [[_cell(value) for value in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(header, *cells, strict=True)]
    numeric = [bool(cells) and all(row[i].isdigit() for row in cells) for i in range(len(header))]
    for row in [list(header), *cells]:
        line = (
            value.rjust(width) if right else value.ljust(width)
            for value, width, right in zip(row, widths, numeric, strict=True)
        )
        click.echo("  ".join(line).rstrip())


def narrate(message: str) -> None:
    """Tell the person something, beside the data."""
    click.echo(plain(message), err=True)


@contextmanager
def cancellable() -> Iterator[None]:
    """Let `kill` cancel as Ctrl-C does, so that nothing half made is left."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def on_terminal() -> bool:
    """Say whether a person watches standard error."""
    return sys.stderr.isatty()


def _cell(value: object) -> str:
    return plain(str(value))


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "annotator"


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, in the plural where it is not one."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
