"""`annotator history`: the journal, readable."""

import click

from annotator.cli.context import Settings, as_json, print_json, print_table


@click.command("history", epilog="Example:  annotator history 002 --limit 20")
@click.argument("article", required=False)
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    default=50,
    show_default=True,
    help="So many entries; 0 for all.",
)
@as_json
@click.pass_obj
def command(settings: Settings, article: str | None, limit: int, json_output: bool) -> None:
    """Show edits, newest first: who did what, when, with what effort.

    Who labels here sees their own; who does not, as a lead, sees everybody's.
    """
    project = settings.open(read_only=True)
    found = project.article(article).id if article else ""
    mine = [settings.annotator] if project.is_blind(settings.annotator) else []
    entries = project.history(found, mine, limit)
    if json_output:
        print_json([entry.model_dump() for entry in entries])
        return
    sources = {entry.article: project.source_of(entry.article) for entry in entries}
    print_table(
        ("time", "annotator", "article", "at", "what", "keys", "seconds", "details"),
        (
            (
                *(entry.time, entry.annotator, sources[entry.article], entry.at),
                entry.command
                if entry.kind in ("act", "barrier")
                else f"{entry.kind} {entry.command}",
                *(entry.keys, f"{entry.active_ms / 1000:.1f}"),
                " ".join(f"{name}={value}" for name, value in entry.parameters.items()),
            )
            for entry in entries
        ),
    )
