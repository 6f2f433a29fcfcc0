"""`annotator articles`: list, correct and remove articles."""

from typing import TYPE_CHECKING, Any

import click

from annotator.cli.context import Settings, as_json, narrate, print_json, print_table
from annotator.cli.outcome import BadInput

if TYPE_CHECKING:
    from annotator.project import Listed


@click.group(
    "articles",
    invoke_without_command=True,
    epilog="\b\nExamples:\n  annotator articles\n"
    "  annotator articles --filter 'kabul state:undone' --sort published\n"
    "  annotator articles edit 004 --published 2023-09-15\n"
    "  annotator articles edit 004 --accept-proposed\n  annotator articles remove 004",
)
@click.option(
    "--filter",
    "words",
    metavar="WORDS",
    default="",
    help="Only articles with these words in title, source or publisher, or with state:undone, "
    "begun, done, unsure or check; cluster:12 for the copies of article 12, cluster: for all "
    "articles with copies, related:12 for those that share part of its words; assigned:me for "
    "what is assigned to you, assigned:ann to ann.",
)
@click.option(
    "--sort",
    "order",
    type=click.Choice(("number", "title", "published", "progress", "lately", "due")),
    default="number",
    show_default=True,
    help="In what order; lately: what you worked on last comes first; due: as assigned.",
)
@click.option("--reverse", is_flag=True, help="The other way round.")
@as_json
@click.pass_context
def command(
    ctx: click.Context, /, words: str, reverse: bool, json_output: bool, **order: Any
) -> None:
    """List the articles; `edit` corrects what is known of one, `remove` takes one out."""
    if ctx.invoked_subcommand is not None:
        return
    from annotator.project import Wanted, filtered

    settings: Settings = ctx.obj
    project = settings.open(read_only=True)
    wanted = filtered(Wanted(reverse=reverse, **order), words)
    listed = project.listing(settings.annotator, wanted).lines()
    if json_output:
        print_json(
            [
                {**line.article.model_dump(), "position": line.position, "related": line.related}
                for line in listed
            ]
        )
        return
    print_table(
        ("no", "id", "source", "published", "done", "of", "copies", "title"),
        (
            (
                line.position,
                line.article.id,
                line.article.source,
                _date(line.article.published, line.article.published_proposed),
                line.progress.done,
                line.progress.total,
                _alike(line),
                line.article.title,
            )
            for line in listed
        ),
    )


@command.command("edit", epilog="Example:  annotator articles edit 004 --published 2023-09-15")
@click.argument("article")
@click.option("--title", help="The headline.")
@click.option("--published", metavar="DATE", help="A day or period, as 2023-09-15 or 2023-09.")
@click.option("--publisher", help="The outlet.")
@click.option("--url", help="Where it stood.")
@click.option("--language", help="Its language, as en.")
@click.option("--license", help="Its licence.")
@click.option("--accept-proposed", is_flag=True, help="Take the date that the text proposes.")
@click.pass_obj
def edit(settings: Settings, /, article: str, accept_proposed: bool, **fields: str | None) -> None:
    """Correct what is known of an article, for everybody."""
    from annotator.model.values import ValueProblem
    from annotator.project import read_interval

    project = settings.open()
    found = project.article(article)
    given = {name: value for name, value in fields.items() if value is not None}
    if accept_proposed:
        if not found.published_proposed:
            raise BadInput(f"{found.source} proposes no date; give one with --published.")
        given["published"] = found.published_proposed
    elif given.get("published"):
        try:
            given["published"] = read_interval(given["published"])
        except ValueProblem as problem:
            raise BadInput(f"--published “{given['published']}” {problem}.") from None
    if not given:
        raise BadInput("Nothing to correct; give --title, --published or another field.")
    project.edit_article(settings.annotator, found.id, given)
    narrate(f"Corrected {found.source}: {', '.join(given)}.")


@command.command("remove", epilog="Example:  annotator articles remove 004")
@click.argument("article")
@click.option("--force", is_flag=True, help="Also when somebody has worked on it.")
@click.pass_obj
def remove(settings: Settings, article: str, force: bool) -> None:
    """Take an article out; this cannot be undone."""
    project = settings.open()
    found = project.article(article)
    workers = project.workers_on(found.id)
    if workers and not force:
        raise BadInput(
            f"{found.source} holds work of {', '.join(workers)}; --force removes it all the same "
            "(make a copy first: annotator backup FILE)."
        )
    project.remove_article(settings.annotator, found.id)
    narrate(f"Removed {found.source}.")


def _alike(line: "Listed") -> str:
    return line.article.duplicate_cluster or ("related" if line.related else "")


def _date(published: str, proposed: str) -> str:
    if published:
        return _short(published)
    return f"{_short(proposed)}?" if proposed else ""


def _short(interval: str) -> str:
    start, _, end = interval.partition("/")
    return start if start == end else interval
