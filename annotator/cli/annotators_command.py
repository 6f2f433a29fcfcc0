"""`annotator annotators`: who works here."""

import click

from annotator.cli.context import Settings, as_json, narrate, print_json, print_table


@click.group(
    "annotators",
    invoke_without_command=True,
    epilog="\b\nExamples:\n  annotator annotators\n  annotator annotators add bob\n"
    "  annotator annotators rename bob robert",
)
@as_json
@click.pass_context
def command(ctx: click.Context, json_output: bool) -> None:
    """List who has worked here, or is to; `add` makes a name known, `rename` corrects one."""
    if ctx.invoked_subcommand is not None:
        return
    settings: Settings = ctx.obj
    project = settings.open(read_only=True)
    team = project.team(settings.annotator)
    shares = {share.annotator: share for share in project.shares()}
    board = {share.annotator: share for share in team.board()}
    rows = [
        {
            "annotator": name,
            "assigned": board[name].assigned if name in board else 0,
            "sentences": shares[name].progress.seen if name in shares else 0,
            "mentions": shares[name].annotations if name in shares else 0,
        }
        for name in team.people()
    ]
    if json_output:
        print_json(rows)
        return
    header = ("annotator", "assigned", "sentences", "mentions")
    print_table(header, (tuple(row.values()) for row in rows))


@command.command("add", epilog="Example:  annotator annotators add bob")
@click.argument("name")
@click.pass_obj
def add(settings: Settings, name: str) -> None:
    """Make a name known before it has done anything."""
    settings.open().team(settings.annotator).add(name)
    narrate(f"{name} is known here; to give them work: annotator assign --to {name}")


@command.command("rename", epilog="Example:  annotator annotators rename bob robert")
@click.argument("old")
@click.argument("new")
@click.pass_obj
def rename(settings: Settings, old: str, new: str) -> None:
    """Give somebody another name, with all their work; two people are never made one.

    What they did before cannot be undone with u any more.
    """
    settings.open().team(settings.annotator).rename(old, new)
    narrate(f"{old} is {new} from now on.")
