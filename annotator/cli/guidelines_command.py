"""`annotator guidelines`: versions of the guideline, and beginning a new one."""

import click

from annotator.cli.context import Settings, as_json, counted, narrate, print_json, print_table


@click.command(
    "guidelines",
    epilog="\b\nExamples:\n  annotator guidelines\n"
    "  annotator guidelines --set 2 --note 'Cities are GPE, districts LOC'",
)
@click.option("--set", "version", metavar="VERSION", help="Begin this version now.")
@click.option("--note", default="", help="What is new in it.")
@as_json
@click.pass_obj
def command(settings: Settings, version: str | None, note: str, json_output: bool) -> None:
    """List the versions of the guideline, with how many sentences were finished under each.

    What was finished or decided belongs to the version in force at that time. A new version changes
    none of it: it stays, is counted as older, and `agreement` and `adjudicate` can leave it out.
    """
    project = settings.open(read_only=version is None)
    if version is not None:
        project.begin_guideline(settings.annotator, version, note)
        narrate(f"Version {version} of the guideline is in force from now on.")
    used = project.used_guidelines()
    if json_output:
        print_json(
            {
                "versions": [one._asdict() for one in project.guidelines()],
                "finished": [one._asdict() for one in used],
            }
        )
        return
    if version is not None:
        return
    numbers: dict[str, int] = {}
    for one in used:
        numbers[one.version] = numbers.get(one.version, 0) + one.sentences
    print_table(
        ("version", "since", "by", "sentences", "note"),
        (
            (one.version, one.since[:16], one.annotator, numbers.get(one.version, 0), one.note)
            for one in project.guidelines()
        ),
    )
    if numbers.get(""):
        narrate(f"{counted(numbers[''], 'sentence')} were finished before the first version.")
