"""`annotator verify`: is the project sound?"""

import click

from annotator.cli.context import Settings, as_json, narrate, print_json
from annotator.cli.outcome import FOUND_PROBLEMS
from annotator.cli.terminal import plain


@click.command("verify", epilog="Example:  annotator verify && annotator backup copy.db")
@as_json
@click.pass_obj
def command(settings: Settings, json_output: bool) -> int:
    """Check texts, offsets, scheme rules, references, and that the journal gives the tables.

    The scheme's cross-field rules are checked where a sentence is finished. Exit code 1 and a list
    when something is wrong; warnings of the scheme are listed and are nothing wrong.
    """
    problems = list(settings.open(read_only=True).verify())
    if json_output:
        print_json([problem._asdict() for problem in problems])
    else:
        for problem in problems:
            place = "  ".join(part for part in (problem.article, problem.item) if part)
            said = f"{place}: {problem.message}" if place else problem.message
            click.echo(plain(f"warning: {said}" if problem.severity == "warning" else said))
    wrong = any(problem.severity != "warning" for problem in problems)
    if not wrong:
        narrate(f"{settings.path} is sound.")
    return FOUND_PROBLEMS if wrong else 0
