"""`annotator config`: where the configuration is, and whether it is right."""

from typing import TYPE_CHECKING

import click

from annotator.cli.context import Settings, as_json, narrate, print_json
from annotator.cli.outcome import FOUND_PROBLEMS, BadInput
from annotator.cli.terminal import plain

if TYPE_CHECKING:
    from annotator.model.scheme import Scheme
    from annotator.tui.preferences import Preferences


@click.group(
    "config",
    invoke_without_command=True,
    epilog="\b\nExamples:\n  annotator config\n  annotator config check",
)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Print where the configuration is: keys, habits, theme (docs/configuration.md)."""
    if ctx.invoked_subcommand is None:
        from annotator.config import config_file

        click.echo(plain(str(config_file())))
        if not config_file().exists():
            narrate("There is no such file yet; everything is as it comes.")


@command.command("check", epilog="Example:  annotator config check && annotator")
@as_json
@click.pass_obj
def check(settings: Settings, json_output: bool) -> int:
    """Check config.toml and all themes; every fault is listed with its line.

    Keys are checked against the letters of the project's scheme, or of the packaged one where there
    is no project. Exit code 1 if there are faults.
    """
    from annotator.config import config_file
    from annotator.tui.key_checks import unknown_labels
    from annotator.tui.preferences import faults

    scheme = scheme_of(settings)
    problems = faults(scheme)
    if json_output:
        print_json([problem._asdict() for problem in problems])
    for problem in problems if not json_output else ():
        click.echo(plain(str(problem)))
    if problems:
        return FOUND_PROBLEMS
    for remark in unknown_labels(scheme):
        narrate(remark)
    there = "has no faults" if config_file().exists() else "is not there, which is no fault"
    narrate(f"{config_file()} {there}.")
    return 0


def scheme_of(settings: Settings) -> "Scheme":
    """Return the scheme of the project, or the packaged one where there is no project."""
    from annotator.model.scheme_file import load_scheme
    from annotator.project import DEFAULT_SCHEME, scheme_source

    if settings.path.exists():
        return settings.open(read_only=True).scheme
    name, source = scheme_source(DEFAULT_SCHEME)
    return load_scheme(source, name)


def preferences_for(scheme: "Scheme") -> "Preferences":
    """Return what the person has set.

    Raises:
        BadInput: something in it is wrong.
    """
    from annotator.config import ConfigErrors
    from annotator.tui.preferences import load_preferences

    try:
        return load_preferences(scheme)
    except ConfigErrors as errors:
        raise BadInput(str(errors)) from None
