"""How commands end: exit codes, and every error as one plain sentence."""

import os
import sys
import traceback
from io import StringIO

import click

from annotator.cli.terminal import plain_lines, speak_utf8

FINE = 0
FOUND_PROBLEMS = 1
BAD_INPUT = 2
PROJECT_UNUSABLE = 3
CANCELLED = 130


class ReaderGone(Exception):
    """Whoever read our output has enough, as `head` has."""


class BadInput(click.ClickException):
    """Something that was given cannot be used; the message says what to do."""

    exit_code = BAD_INPUT

    def show(self, file: object = None) -> None:
        """Print the sentence."""
        _say(self.format_message())


def run(group: click.Group) -> int:
    """Run the command line and return its exit code; never a traceback unless `--debug`."""
    debug = "--debug" in sys.argv
    speak_utf8()
    try:
        code = group.main(standalone_mode=False)
        return code if isinstance(code, int) else FINE
    except click.exceptions.Exit as ending:
        return ending.exit_code
    except (click.Abort, KeyboardInterrupt):
        _say("cancelled; nothing was left half-done.")
        return CANCELLED
    except BadInput as error:
        error.show()
        return error.exit_code
    except click.ClickException as error:
        _show(error)
        return error.exit_code
    except ReaderGone:
        # What is still unwritten must not make Python complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except Exception as error:
        if debug:
            click.echo(plain_lines(traceback.format_exc()), err=True, nl=False)
        return _explain(error)


def _show(error: click.ClickException) -> None:
    """Print what click says of a command line, which it quotes as it was typed or expanded."""
    said = StringIO()
    error.show(said)
    click.echo(plain_lines(said.getvalue()), err=True, nl=False)


def _explain(error: Exception) -> int:
    from annotator.project import FormatError, Refused, StoreError

    if isinstance(error, StoreError):
        _say(str(error))
        return PROJECT_UNUSABLE
    if isinstance(error, Refused | FormatError):
        _say(str(error))
        return BAD_INPUT
    if isinstance(error, OSError):
        _say(f"{error.filename or 'The output'} cannot be used ({error.strerror or error}).")
        return BAD_INPUT
    _say(
        f"stopped by a fault of its own ({type(error).__name__}); "
        "run it again with --debug to see where."
    )
    return FOUND_PROBLEMS


def _say(message: str) -> None:
    # What is quoted of a file or a name must not be obeyed by the terminal.
    click.echo(plain_lines(f"annotator: {message}"), err=True)
