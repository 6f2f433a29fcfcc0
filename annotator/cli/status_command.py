"""`annotator status`: progress per annotator, per article, per layer."""

import click

from annotator.cli.context import Settings, as_json, print_json, print_table
from annotator.cli.terminal import plain


@click.command("status", epilog="Example:  annotator status --json")
@as_json
@click.pass_obj
def command(settings: Settings, json_output: bool) -> None:
    """Show how far everybody is, in sentences per layer and article."""
    project = settings.open(read_only=True)
    found = project.status()
    if json_output:
        print_json([line._asdict() for line in found])
        return
    click.echo(f"{plain(project.name)}: {project.count()} articles, scheme {project.scheme.name}")
    print_table(
        ("annotator", "layer", "article", "done", "skipped", "unsure", "to check", "of", "items"),
        (
            (
                *(line.annotator, line.layer, line.source, line.done, line.skipped, line.unsure),
                *(line.stale, line.total, line.annotations),
            )
            for line in found
        ),
    )
