"""`annotator bundle`: take work away."""

from pathlib import Path

import click

from annotator.cli.context import Settings, as_json, counted, narrate, print_json
from annotator.cli.outcome import BadInput


@click.command(
    "bundle",
    epilog="\b\nExamples:\n  annotator bundle ann for-ann.db\n"
    "  annotator bundle ann for-ann.db 003 007",
)
@click.argument("name")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("articles", nargs=-1, metavar="[ARTICLE...]")
@as_json
@click.pass_obj
def command(
    settings: Settings, name: str, file: Path, articles: tuple[str, ...], json_output: bool
) -> None:
    """Write what NAME needs to label apart from the project into FILE.

    These are the articles assigned to NAME (all, where none is; or those that are named), the
    scheme, the registry and NAME's own work; nobody else's. FILE opens like a project:
    annotator -p FILE --as NAME label. `annotator merge` brings the work back.
    """
    from annotator.model.ids import is_annotator_name

    if not is_annotator_name(name):
        raise BadInput(f"“{name}” cannot be an annotator's name.")
    project = settings.open()
    made = project.bundle(name, file, [project.article(word).id for word in articles])
    if json_output:
        print_json(made._asdict())
    articles_held = counted(made.articles, "article")
    annotations = counted(made.annotations, "annotation")
    narrate(
        f"{file} holds {articles_held} with {annotations}"
        f" of {name}; to work: annotator -p {file} --as {name} label"
    )
