"""`annotator show`: one article as plain lines, also for screen readers."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from annotator.cli.context import Settings, as_json, print_json
from annotator.cli.outcome import BadInput
from annotator.cli.terminal import plain

if TYPE_CHECKING:
    from annotator.model.annotation import Annotation
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
                "annotations": [
                    {**item.model_dump(mode="json"), "told": lines}
                    for _, item, lines in _told(project, document, items)
                ],
            }
        )
        return
    print_article(project, found.id, items)


def print_article(project: "Project", article: str, items: Sequence["Annotation"]) -> None:
    """Print an article with annotations in words."""
    document = project.document(article)
    about = document.article
    click.echo(plain(about.title or about.source))
    date = about.published or (
        f"unknown; the text proposes {about.published_proposed}"
        if about.published_proposed
        else "unknown"
    )
    click.echo(plain(f"{about.id}  source {about.source}  published {date}"))
    told = list(_told(project, document, items))
    _print_told(told, -1, 0)
    for number, sentence in enumerate(document.sentences, 1):
        kind = "" if sentence.kind == "sentence" else f" ({sentence.kind})"
        click.echo(f"\n{number}{kind}  {plain(document.text[sentence.start : sentence.end])}")
        _print_told(told, sentence.start, sentence.end)


def _told(
    project: "Project", document: "Document", items: Sequence["Annotation"]
) -> "Iterator[tuple[int, Annotation, list[str]]]":
    """Yield annotations with their places and what they say, in the order of the text."""
    from annotator.project import Teller, by_place

    named = {item.id: item for item in items}
    teller = Teller(document.text, named, project.entry_name)
    for place, item in by_place(teller, named):
        yield place, item, teller.tell(item)


def _print_told(told: "Sequence[tuple[int, Annotation, list[str]]]", start: int, end: int) -> None:
    for place, _, lines in told:
        if start <= place < end:
            for line in lines:
                click.echo(f"    {plain(line)}")


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
