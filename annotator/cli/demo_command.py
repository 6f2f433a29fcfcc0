"""`annotator demo`: a project with the packaged articles and people who labelled them."""

from pathlib import Path

import click

from annotator.cli.context import Settings, counted, narrate
from annotator.cli.label_command import open_screens
from annotator.cli.outcome import BadInput

_NAME = "demo.db"


@click.command(
    "demo",
    epilog="\b\nExamples:\n  annotator demo                  make ./annotator-demo and open it\n"
    "  annotator demo tour --no-open   only make it",
)
@click.argument(
    "folder", metavar="[DIR]", default="annotator-demo", type=click.Path(path_type=Path)
)
@click.option("--no-open", is_flag=True, help="Only make it.")
@click.pass_obj
def command(settings: Settings, /, folder: Path, no_open: bool) -> int:
    """Make a project from the packaged articles, labelled by people who differ here and there.

    Labelling, search, the registry, agreement, adjudication and export can all be tried in it.
    """
    from annotator.project import ImportOptions, open_project
    from annotator.resources import resource_dir

    path = folder / _NAME
    if path.exists():
        raise BadInput(
            f"{path} is there already; open it with annotator -p {path}, or name another folder."
        )
    if folder.exists() and not folder.is_dir():
        raise BadInput(f"{folder} is a file; name a folder.")
    folder.mkdir(parents=True, exist_ok=True)
    seeds = resource_dir("seeds")
    layers = sorted(one for one in (seeds / "layers").glob("*.jsonl") if one.stem != "registry")
    project = open_project(path, create=True)
    project.import_paths([seeds], ImportOptions(settings.annotator))
    for layer in layers:
        project.import_paths([layer], ImportOptions(layer.stem))
    names = " and ".join(one.stem for one in layers)
    narrate(f"Made {path}: {counted(project.count(), 'article')}, labelled by {names}.")
    narrate(f"annotator -p {path} opens it.")
    return 0 if no_open else open_screens(project, settings.annotator)
