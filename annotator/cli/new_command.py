"""`annotator new`: an empty project."""

import click

from annotator.cli.context import Settings, narrate
from annotator.cli.outcome import BadInput


@click.command("new", epilog="Example:  annotator -p news.db new --scheme news-conflict")
@click.option(
    "--scheme",
    default="news-conflict",
    metavar="NAME|FILE",
    show_default=True,
    help="A packaged scheme, or a scheme file.",
)
@click.pass_obj
def command(settings: Settings, scheme: str) -> None:
    """Make an empty project with a label scheme."""
    from annotator.cli.scheme_command import explain
    from annotator.model.scheme_file import SchemeErrors
    from annotator.project import Project

    try:
        Project.create(settings.path, scheme).close()
    except SchemeErrors as errors:
        raise explain(errors) from None
    except FileNotFoundError:
        raise BadInput(f"There is no scheme {scheme}; name a file, or: news-conflict") from None
    narrate(f"Made {settings.path}; add articles with: annotator -p {settings.path} import FILES")
