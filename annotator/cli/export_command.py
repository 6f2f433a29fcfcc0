"""`annotator export`: gold JSONL, and other formats beside it."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from annotator.cli.context import (
    Settings,
    as_json,
    cancellable,
    narrate,
    on_terminal,
    print_json,
    refuse_others,
)
from annotator.cli.outcome import FOUND_PROBLEMS, BadInput

if TYPE_CHECKING:
    from annotator.project import ExportReport


@click.command(
    "export",
    epilog="\b\nExamples:\n  annotator export gold/\n"
    "  annotator export ann/ --layer ann --exported-at 2026-01-31T12:00:00Z\n"
    "  annotator export gold/ --tables csv --tables jsonl\n"
    "  annotator export gold/ --layer gold --with-votes\n"
    "  annotator export gold/ --format spacy --split train=0.8,dev=0.1,test=0.1",
)
@click.argument("dest", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "formats",
    multiple=True,
    metavar="F",
    help="A format to write beside the records, as `formats` lists it; may be given again.",
)
@click.option(
    "--layer",
    metavar="NAME",
    help="Whose annotations, or gold [default: gold, or yours before anything was adjudicated]; "
    "others' only if you label nothing here.",
)
@click.option("--force", is_flag=True, help="Also into a folder that export did not write.")
@click.option("--exported-at", metavar="T", help="The instant to write [default: last change].")
@click.option(
    "--tables",
    multiple=True,
    type=click.Choice(("csv", "jsonl", "parquet")),
    help="Flat tables of mentions, incidents, claims and relations as well, in tables/.",
)
@click.option(
    "--split",
    metavar="SHARES",
    help="Parts of the data, as train=0.8,dev=0.1,test=0.1; copies and articles about one incident "
    "stay together, and articles that are added later move nothing.",
)
@click.option(
    "--counts",
    default="acled",
    type=click.Choice(("acled", "ucdp", "muc")),
    help="How counts become numbers with --format events [default: acled, the minimum].",
)
@click.option("--seed", default=0, metavar="S", help="Seed of the draw of the parts.")
@click.option(
    "--with-votes",
    is_flag=True,
    help="Beside gold: everybody's layers (annotations-*.jsonl) and shares of votes (votes.jsonl).",
)
@click.option(
    "--anonymous", is_flag=True, help="Of gold: numbers in place of people's names, no notes."
)
@click.option("--strict", is_flag=True, help="Exit code 1 if anything was lost or changed.")
@as_json
@click.pass_obj
def command(
    settings: Settings,
    /,
    dest: Path,
    layer: str | None,
    exported_at: str | None,
    split: str | None,
    strict: bool,
    json_output: bool,
    **options: Any,
) -> int:
    """Write a layer into the folder DEST as a data set of documents and sentences.

    The folder loads with `datasets.load_dataset(DEST)`; its README describes it.
    """
    from annotator.project import ExportOptions

    project = settings.open(read_only=True)
    layer = layer or ("gold" if project.has_gold() else settings.annotator)
    if layer != "gold":
        refuse_others(project, settings.annotator, layer)
        if options["with_votes"] or options["anonymous"]:
            raise BadInput(
                "--with-votes and --anonymous go with gold: annotator export --layer gold"
            )
    wanted = ExportOptions(layer, exported_at=exported_at or "", split=split or "", **options)
    with cancellable():
        report = project.export(dest, wanted, _progress if on_terminal() else None)
    if on_terminal():
        click.echo("\r", err=True, nl=False)
    if json_output:
        print_json({**report._asdict(), "folder": str(report.folder)})
    _tell(report, layer)
    # What was moved is still there, as a mention over the end of a sentence is in its document.
    lost = report.losses.get("lost", 0) + report.losses.get("changed", 0)
    return FOUND_PROBLEMS if strict and lost else 0


def _tell(report: "ExportReport", layer: str) -> None:
    narrate(
        f"Wrote {report.articles} articles with {sum(report.items.values())} annotations of "
        f"{layer} to {report.folder}."
    )
    if report.left_out:
        narrate(
            f"{report.left_out} decided items or slots are not in gold, because what they speak of "
            "was rejected or does not fit them."
        )
    if report.losses:
        what = ", ".join(f"{number} {severity}" for severity, number in report.losses.items())
        narrate(f"loss-report.json lists {what}.")


def _progress(articles: int) -> None:
    click.echo(f"\r{articles} articles ...", err=True, nl=False)
