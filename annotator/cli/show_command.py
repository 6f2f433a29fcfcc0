"""`annotator show`: one article as plain lines, also for screen readers."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from annotator.cli.context import Settings, as_json, print_json
from annotator.cli.outcome import BadInput
from annotator.cli.terminal import plain

if TYPE_CHECKING:
    from annotator.model.annotation import Annotation, Mention
    from annotator.model.article import Document
    from annotator.project import Project


@click.command(
    "show", epilog="\b\nExamples:\n  annotator show 002\n  annotator show 002 --layer gold"
)
@click.argument("article")
@click.option("--layer", default="", help="Whose annotations, or gold [default: yours].")
@as_json
@click.pass_obj
def command(settings: Settings, article: str, layer: str, json_output: bool) -> None:
    """Print an article sentence by sentence, each with your annotations below it.

    Others' layers, and gold, are shown of what is settled there, once you have finished it; who
    labels nothing in the project sees all.
    """
    project = settings.open(read_only=True)
    found = project.article(article)
    author = layer or settings.annotator
    items = _shown(project, settings.annotator, author, found.id)
    if json_output:
        document = project.document(found.id)
        print_json(
            {
                **found.model_dump(),
                "text": document.text,
                "sentences": [sentence.model_dump() for sentence in document.sentences],
                "annotations": [item.model_dump(mode="json") for item in items],
            }
        )
        return
    print_article(project, found.id, items)


def print_article(project: "Project", article: str, items: Sequence["Annotation"]) -> None:
    """Print an article with annotations."""
    document = project.document(article)
    about = document.article
    click.echo(plain(about.title or about.source))
    date = about.published or (
        f"unknown; the text proposes {about.published_proposed}"
        if about.published_proposed
        else "unknown"
    )
    click.echo(plain(f"{about.id}  source {about.source}  published {date}"))
    for number, sentence in enumerate(document.sentences, 1):
        kind = "" if sentence.kind == "sentence" else f" ({sentence.kind})"
        click.echo(f"\n{number}{kind}  {plain(document.text[sentence.start : sentence.end])}")
        for item in items:
            anchor = item.anchor
            if anchor and sentence.start <= anchor.start < sentence.end:
                click.echo(f"    {_described(document, item)}")


def _shown(project: "Project", reader: str, author: str, article: str) -> "list[Annotation]":
    """Return what somebody may be shown of another's annotations, or of gold.

    Raises:
        BadInput: nobody has this name, or nothing there may be shown.
    """
    from annotator.model.annotation import COMPLETED_LAYERS
    from annotator.project import GOLD

    if author not in (reader, GOLD, *project.annotators()):
        raise BadInput(f"Nobody called “{author}” has worked here; annotator annotators lists all.")
    items = project.gold(article) if author == GOLD else project.annotations(article, author)
    open_layers = {
        one
        for one in {*COMPLETED_LAYERS, *(item.layer for item in items)}
        if project.may_see(reader, author, article, one)
    }
    if not open_layers:
        raise BadInput(
            f"What {author} says of this article is not shown to {reader}: everybody labels blind "
            "until all have finished it and every difference is decided."
        )
    return [item for item in items if item.layer in open_layers]


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
