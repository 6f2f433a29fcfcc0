"""`annotator backup`: a consistent copy."""

from pathlib import Path

import click

from annotator.cli.context import Settings, narrate


@click.command("backup", epilog="Example:  annotator backup monday.db")
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def command(settings: Settings, file: Path) -> None:
    """Copy the project to FILE while others work; FILE must not exist."""
    settings.open(read_only=True).backup(file)
    narrate(f"Copied {settings.path} to {file}.")
