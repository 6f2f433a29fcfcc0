"""`annotator merge`: bring work back."""

from pathlib import Path

import click

from annotator.cli.context import Settings, as_json, counted, narrate, print_json
from annotator.cli.outcome import FOUND_PROBLEMS


@click.command("merge", epilog="Example:  annotator merge from-ann.db from-bob.db")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@as_json
@click.pass_obj
def command(settings: Settings, files: tuple[Path, ...], json_output: bool) -> int:
    """Bring back what was done in bundles, in any order and as often as you like.

    Each act comes once. All files are checked first; one that is no bundle of this project, was
    cut off or tampered with is refused and nothing is changed. What cannot come because the same
    person worked on the same article here meanwhile is listed, with exit code 1.
    """
    merged = settings.open().merge(files)
    if json_output:
        print_json([one._asdict() for one in merged])
    for file, one in zip(files, merged, strict=True):
        came = f"{counted(one.entries, 'act')} of {one.annotator} came back"
        narrate(f"{file}: {came if one.entries else 'nothing new'}.")
        for reason in one.left_out:
            narrate(f"  left out: {reason}.")
    return FOUND_PROBLEMS if any(one.left_out for one in merged) else 0
