"""How commands end: exit codes, and every error as one plain sentence."""

import os
import sys
import traceback

import click

FINE = 0
FOUND_PROBLEMS = 1
BAD_INPUT = 2
PROJECT_UNUSABLE = 3
CANCELLED = 130


class BadInput(click.ClickException):
    """Something that was given cannot be used; the message says what to do."""

    exit_code = BAD_INPUT

    def show(self, file: object = None) -> None:
        """Print the sentence."""
        click.echo(f"annotator: {self.format_message()}", err=True)


def run(group: click.Group) -> int:
    """Run the command line and return its exit code; never a traceback unless `--debug`."""
    debug = "--debug" in sys.argv
    try:
        code = group.main(standalone_mode=False)
        return code if isinstance(code, int) else FINE
    except click.exceptions.Exit as ending:
        return ending.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("annotator: cancelled; nothing was left half-done.", err=True)
        return CANCELLED
    except click.UsageError as error:
        error.show()
        return BAD_INPUT
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except BrokenPipeError:
        # Whoever read our output has gone; Python must not complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except Exception as error:
        if debug:
            traceback.print_exc()
        return _explain(error)


def _explain(error: Exception) -> int:
    from annotator.project import FormatError, Refused, StoreError

    if isinstance(error, StoreError):
        click.echo(f"annotator: {error}", err=True)
        return PROJECT_UNUSABLE
    if isinstance(error, Refused | FormatError):
        click.echo(f"annotator: {error}", err=True)
        return BAD_INPUT
    click.echo(
        f"annotator: stopped by a fault of its own ({type(error).__name__}); "
        "run it again with --debug to see where.",
        err=True,
    )
    return FOUND_PROBLEMS
