"""The command line: a thin face over `annotator.project`, one module per command.

Nothing here imports Textual but `label` and the bare command, and those only when they open a
screen.
"""

import sys


def main() -> None:
    """Run the command line; the entry point of the `annotator` command."""
    from annotator.cli.group import cli
    from annotator.cli.outcome import run

    sys.exit(run(cli))
