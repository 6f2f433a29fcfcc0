"""`annotator formats`: what can be read and written."""

import click

from annotator.cli.context import as_json, print_json, print_table


@click.command("formats", epilog="Example:  annotator formats --json")
@as_json
def command(json_output: bool) -> None:
    """List every format with what it cannot carry."""
    from annotator.project import formats

    found = formats()
    if json_output:
        print_json([{**one._asdict(), "writes": one.writes} for one in found])
        return
    print_table(
        ("name", "in", "out", "files", "what it is", "cannot carry"),
        (
            (
                *(one.name, "yes" if one.reads else "-", "yes" if one.writes else "-"),
                *(" ".join(one.endings), one.title, one.cannot_carry or "-"),
            )
            for one in found
        ),
    )
