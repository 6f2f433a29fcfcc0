"""`annotator corrections`: where gold overrules an annotator, and why."""

from itertools import groupby

import click

from annotator.cli.context import Settings, as_json, counted, narrate, print_json
from annotator.cli.outcome import BadInput
from annotator.cli.terminal import plain


@click.command(
    "corrections", epilog="\b\nExamples:\n  annotator corrections ann\n  annotator corrections"
)
@click.argument("name", required=False)
@as_json
@click.pass_obj
def command(settings: Settings, name: str | None, json_output: bool) -> None:
    """Show where gold is not what NAME (you, if none is given) had said, with the reason.

    Grouped by type: each is a clause of the guideline (F1 on the Label screen).
    """
    project = settings.open(read_only=True)
    if name and name not in project.annotators():
        raise BadInput(f"Nobody called “{name}” has worked here; annotator annotators lists all.")
    found = project.corrections(name or settings.annotator)
    if json_output:
        print_json([one._asdict() for one in found])
        return
    for clause, some in groupby(found, key=lambda one: one.type):
        listed = list(some)
        click.echo(plain(f"{clause}  {counted(len(listed), 'correction')}"))
        for one in listed:
            where = f"{project.source_of(one.article)} at {one.sentence}"
            why = f"  ({', '.join(part for part in (one.reason, one.note) if part)})"
            slot = f" {one.slot}" if one.slot else ""
            told = f"  {where}: {one.kind}{slot}: {one.mine} → {one.gold}"
            click.echo(plain(told + (why if one.reason or one.note else "")))
    if not found:
        narrate("Gold overrules nothing here.")
