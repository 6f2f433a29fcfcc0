"""`annotator messages`: questions to whoever adjudicates, and answers."""

from typing import TYPE_CHECKING, Any

import click

from annotator.cli.context import Settings, as_json, narrate, print_json, print_table

if TYPE_CHECKING:
    from annotator.project import Project

_HEADER = ("id", "time", "from", "to", "article", "sentence", "about", "text")


@click.group(
    "messages",
    invoke_without_command=True,
    epilog="\b\nExamples:\n  annotator messages\n"
    "  annotator messages ask 003 'Is a militia a group or armed forces?' --sentence 4\n"
    "  annotator --as lead messages --open\n"
    "  annotator --as lead messages answer m_0123456789ab 'A group; see the guideline.'",
)
@click.option("--open", "only_open", is_flag=True, help="Everybody's that have no answer yet.")
@as_json
@click.pass_context
def command(ctx: click.Context, only_open: bool, json_output: bool) -> None:
    """List what you wrote and what was written to you; `ask` and `answer` write.

    A question is for whoever adjudicates. Notes on annotations (`;` on the Label screen) are
    questions too: --open lists both, to those who label nothing here.
    """
    if ctx.invoked_subcommand is not None:
        return
    settings: Settings = ctx.obj
    project = settings.open(read_only=only_open)
    mine = project.messages(settings.annotator)
    rows: list[dict[str, Any]]
    if only_open:
        found, notes = mine.inbox()
        rows = [one.model_dump() for one in found]
        rows += [
            {
                "id": note.annotation,
                "annotator": note.annotator,
                "recipient": "",
                "article": note.article,
                "at": note.at,
                "about": note.annotation,
                "answer_to": "",
                "text": note.text,
                "created": note.changed,
            }
            for note in notes
        ]
    else:
        rows = [one.model_dump() for one in mine.all()]
        if mine.unseen():
            mine.remember_seen()
    if json_output:
        print_json(rows)
        return
    print_table(_HEADER, (_row(project, row) for row in rows))


@command.command("ask", epilog="Example:  annotator messages ask 003 'Who is meant?' --sentence 4")
@click.argument("article")
@click.argument("text")
@click.option("--sentence", type=click.IntRange(min=1), help="Its number [default: none].")
@click.pass_obj
def ask(settings: Settings, article: str, text: str, sentence: int | None) -> None:
    """Write TEXT to whoever adjudicates, about an ARTICLE or one of its sentences."""
    project = settings.open()
    found = project.article(article).id
    click.echo(project.messages(settings.annotator).ask(found, sentence or 0, text).id)


@command.command("answer", epilog="Example:  annotator messages answer m_0123456789ab 'A group.'")
@click.argument("what", metavar="ID")
@click.argument("text")
@click.pass_obj
def answer(settings: Settings, what: str, text: str) -> None:
    """Answer a message, or the note on an annotation, by its ID."""
    sent = settings.open().messages(settings.annotator).answer(what, text)
    click.echo(sent.id)
    narrate(f"{sent.recipient} sees it in the list of articles and with annotator messages.")


def _row(project: "Project", row: dict[str, Any]) -> tuple[object, ...]:
    units = project.document(row["article"]).sentences
    number = next((n for n, unit in enumerate(units, 1) if unit.start <= row["at"] < unit.end), "")
    return (
        *(row["id"], row["created"], row["annotator"], row["recipient"] or "adjudicator"),
        *(project.source_of(row["article"]), number, row["about"] or row["answer_to"], row["text"]),
    )
