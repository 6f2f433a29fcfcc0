"""The command group: commands are imported when they are used."""

import importlib
from typing import Any

import click

from annotator.cli.context import Settings
from annotator.cli.outcome import ReaderGone

_COMMANDS = {
    "annotators": "Who works here.",
    "agreement": "How far annotators agree, with intervals.",
    "adjudicate": "Settle what annotators differ about.",
    "articles": "List, correct and remove articles.",
    "assign": "Hand out articles.",
    "backup": "Copy the project while others work.",
    "bundle": "Take work away, to label apart.",
    "config": "Where the configuration is; check it.",
    "demo": "A project to try everything with.",
    "corrections": "Where gold overrules an annotator.",
    "duplicates": "Articles that are copies of one another.",
    "effort": "Keys and active time per annotation.",
    "export": "Write gold JSONL that loads everywhere.",
    "formats": "What can be read and written.",
    "guidelines": "Versions of the guideline; begin a new one.",
    "history": "The journal, readable.",
    "import": "Add articles, or annotated records.",
    "keys": "Every key of the screens.",
    "label": "Open the Label screen.",
    "merge": "Bring back what was done in bundles.",
    "messages": "Questions to whoever adjudicates, and answers.",
    "new": "Make an empty project.",
    "registry": "Entities and incidents across articles.",
    "scheme": "Check, show or derive label schemes.",
    "search": "Words and labels in their context.",
    "serve": "The same screens in a browser.",
    "show": "One article as plain lines with its annotations.",
    "stats": "Counts and distributions, with bars.",
    "status": "Progress per annotator and article.",
    "suggest": "Run suggesters; how right they were.",
    "suggestions": "What is proposed.",
    "verify": "Check offsets, hashes, rules and the journal.",
}
"""Every command with its line in `annotator --help`, so that help imports none of them."""


class LazyGroup(click.Group):
    """A group whose commands stand in modules of their own names."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(f"annotator.cli.{cmd_name}_command")
        command: click.Command = module.command
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a pipe that nobody reads any more ends it."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # click itself would end with code 1, which means that problems were found.
            raise ReaderGone from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(sorted(_COMMANDS.items()))


def _show_version(ctx: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        import annotator

        click.echo(f"annotator {annotator.__version__}")
        ctx.exit()


_EPILOG = """\b
Examples:
  annotator label article.txt      label a file: makes annotator.db here
  annotator import news/           add all articles of a folder
  annotator export gold/           write what you labelled as JSONL
  annotator                        the list of articles

Completion: eval "$(_ANNOTATOR_COMPLETE=bash_source annotator)" (or zsh_source, fish_source).
"""


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    epilog=_EPILOG,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "-p",
    "--project",
    metavar="FILE",
    envvar="ANNOTATOR_PROJECT",
    default="annotator.db",
    help="The project file [default: annotator.db, or $ANNOTATOR_PROJECT].",
)
@click.option(
    "--as",
    "name",
    metavar="NAME",
    envvar="ANNOTATOR_NAME",
    help="Who is working [default: the login name, or $ANNOTATOR_NAME].",
)
@click.option(
    "--no-migrate",
    is_flag=True,
    help="Refuse a project of an older version, rather than bring it up to date.",
)
@click.option("--debug", is_flag=True, help="Show where a fault happened.")
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_show_version,
    help="Show the version.",
)
@click.pass_context
def cli(ctx: click.Context, /, **options: Any) -> int:
    """Label entities, claims and incidents in news sentences, in a terminal."""
    options.pop("debug")
    typed = ctx.get_parameter_source("name") is click.core.ParameterSource.COMMANDLINE
    ctx.obj = Settings(
        options["project"], options["name"], typed, migrate=not options["no_migrate"]
    )
    if ctx.invoked_subcommand is None:
        from annotator.cli.label_command import open_screens

        return open_screens(ctx.obj.open(), ctx.obj.annotator)
    return 0
