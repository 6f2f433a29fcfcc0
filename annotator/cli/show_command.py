"""`annotator show`: one article as plain lines, also for screen readers."""

from typing import TYPE_CHECKING

import click

from annotator.cli.context import Settings, as_json, print_json
from annotator.cli.terminal import plain

if TYPE_CHECKING:
    from annotator.model.annotation import Annotation, Mention
    from annotator.model.article import Document
    from annotator.project import Project


@click.command("show", epilog="Example:  annotator show 002")
@click.argument("article")
@as_json
@click.pass_obj
def command(settings: Settings, article: str, json_output: bool) -> None:
    """Print an article sentence by sentence, each with your annotations below it."""
    project = settings.open(read_only=True)
    found = project.article(article)
    if json_output:
        document = project.document(found.id)
        print_json(
            {
                **found.model_dump(),
                "text": document.text,
                "sentences": [sentence.model_dump() for sentence in document.sentences],
                "annotations": [
                    item.model_dump(mode="json")
                    for item in project.annotations(found.id, settings.annotator)
                ],
            }
        )
        return
    print_article(project, found.id, settings.annotator)


def print_article(project: "Project", article: str, annotator: str) -> None:
    """Print an article with one person's annotations."""
    document = project.document(article)
    about = document.article
    click.echo(plain(about.title or about.source))
    date = about.published or (
        f"unknown; the text proposes {about.published_proposed}"
        if about.published_proposed
        else "unknown"
    )
    click.echo(f"{about.id}  source {plain(about.source)}  published {date}")
    items = project.annotations(article, annotator)
    for number, sentence in enumerate(document.sentences, 1):
        kind = "" if sentence.kind == "sentence" else f" ({sentence.kind})"
        click.echo(f"\n{number}{kind}  {plain(document.text[sentence.start : sentence.end])}")
        for item in items:
            anchor = item.anchor
            if anchor and sentence.start <= anchor.start < sentence.end:
                click.echo(f"    {_described(document, item)}")


def _described(document: "Document", item: "Annotation") -> str:
    from annotator.model.annotation import Mention

    said = item.type
    if isinstance(item, Mention):
        said += f"  “{_text(document, item)}”"
    for value in getattr(item, "attributes", ()):
        said += f"  {value.name}={value.value}"
    said += "  unsure" if item.unsure else ""
    return plain(said + (f"  note: {item.note}" if item.note else ""))


def _text(document: "Document", mention: "Mention") -> str:
    from annotator.model.spans import covered_text

    return covered_text(document.text, mention.fragments)
