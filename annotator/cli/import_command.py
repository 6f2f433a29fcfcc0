"""`annotator import`: articles and annotated records into the project."""

import functools
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from annotator.cli.context import (
    Settings,
    as_json,
    counted,
    narrate,
    on_terminal,
    print_json,
)

if TYPE_CHECKING:
    from annotator.project import ImportReport

_BAR = 30
"""Cells of the bar of progress."""

_OPTIONS = (
    click.option("--format", "format_name", metavar="F", help="The format, as `formats` lists it."),
    click.option("--published", metavar="DATE", help="Date of articles that state none."),
    click.option("--publisher", metavar="P", help="Outlet of articles that state none."),
    click.option("--language", metavar="L", help="Language of articles that state none, as en."),
    click.option(
        "--metadata",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="TOML or CSV with title, publisher, published, url, language, license per source.",
    ),
    click.option(
        "--encoding",
        metavar="E",
        help="Encoding of files that are no UTF-8, as windows-1252; it is never guessed.",
    ),
    click.option(
        "--fields",
        multiple=True,
        metavar="KEY=COLUMN",
        help="Where keys stand in JSON Lines and tables, as text=body,title=headline.",
    ),
    click.option(
        "--map",
        "names",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="TOML that says what names of another label set stand for, as [types] PER = 'PERSON'.",
    ),
    click.option(
        "--done",
        multiple=True,
        metavar="LAYER",
        help="A layer that is finished in all that comes, where the files do not say.",
    ),
    click.option(
        "--offsets",
        metavar="UNIT",
        help="What offsets count: codepoint, utf16 or byte [default: found out, or refused].",
    ),
    click.option("--recursive", is_flag=True, help="Folders below the folders, too."),
    click.option("--dry-run", is_flag=True, help="Count and check; change nothing."),
)


def import_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of an import."""
    return functools.reduce(lambda made, option: option(made), reversed(_OPTIONS), command)


@click.command(
    "import",
    epilog="\b\nExamples:\n  annotator import news/ --publisher 'Example Wire'\n"
    "  annotator import articles.csv --metadata dates.toml\n"
    "  annotator import dump.jsonl --fields text=body,title=headline\n"
    "  annotator --as ann import gold.jsonl        an annotated layer, as ann's\n"
    "  zcat big.jsonl.gz | annotator import -",
)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@import_options
@as_json
@click.pass_obj
def command(
    settings: Settings, /, paths: tuple[str, ...], json_output: bool, **options: Any
) -> None:
    """Add articles from files, folders or standard input (-): all of them or none.

    A text that is there already is reported, not added. Annotated records become the layer of the
    name inside them, or of --as NAME when it is typed. The folder of a gold export that was made
    --with-votes brings everybody's layers and the decisions, of which gold is made again.
    """
    report = import_files(settings, paths, options)
    if json_output:
        print_json(report._asdict())


def import_files(
    settings: Settings, paths: Sequence[str], options: dict[str, Any]
) -> "ImportReport":
    """Import into the project, which is made if need be, and tell the person what came."""
    from annotator.project import ImportOptions

    wanted = ImportOptions(
        importer=settings.annotator,
        layer=settings.annotator if settings.name_typed else "",
        format=options["format_name"] or "",
        recursive=options["recursive"],
        published=options["published"] or "",
        publisher=options["publisher"] or "",
        language=options["language"] or "",
        metadata=options["metadata"],
        dry_run=options["dry_run"],
        encoding=options["encoding"] or "",
        fields=options["fields"],
        names=options["names"],
        done=options["done"],
        offsets=options["offsets"] or "",
        stdin=sys.stdin.buffer if "-" in paths else None,
    )
    with settings.made(keep=not wanted.dry_run) as project:
        report = project.import_paths(paths, wanted, _progress if on_terminal() else None)
    _tell(report)
    return report


def _progress(articles: int, share: float) -> None:
    bar = f"[{'#' * int(share * _BAR):.<{_BAR}}] {share:4.0%}  " if share else ""
    click.echo(f"\r{bar}{articles:,} articles ...", err=True, nl=False)


def _tell(report: "ImportReport") -> None:
    if on_terminal():
        click.echo("\r\x1b[K", err=True, nl=False)
    verb = "Would add" if report.dry_run else "Added"
    narrate(f"{verb} {counted(report.articles, 'article')}.")
    if report.copies:
        what = "copy of an earlier article" if report.copies == 1 else "copies of earlier articles"
        narrate(f"  {report.copies} {what}; annotator duplicates lists them")
    if report.uncompared:
        narrate(
            f"  {counted(report.uncompared, 'article')} could not be compared with; "
            "annotator duplicates --find looks through them"
        )
    for one in report.duplicates:
        narrate(f"  {one.source} is there already, as {one.there_as}")
    for skipped in report.skipped:
        narrate(f"  passed over {skipped.name}: {skipped.why}")
    hidden = report.duplicate_count + report.skipped_count
    hidden -= len(report.duplicates) + len(report.skipped)
    if hidden:
        narrate(f"  and {hidden} more like these")
    if report.proposed_dates:
        narrate(
            f"  {counted(report.proposed_dates, 'date')} proposed by the texts themselves; "
            "annotator articles edit ID --accept-proposed takes it"
        )
    for script, number in report.scripts.items():
        narrate(
            f"  {counted(number, 'article')} in {script}, a script of several languages; "
            "annotator articles edit ID --language says which, or import with --language"
        )
    for language, number in report.unserved.items():
        narrate(
            f"  {counted(number, 'article')} in {language} cut by general rules; for its own: "
            "pip install 'annotator[lang]'"
        )
    _tell_annotations(report)


def _tell_annotations(report: "ImportReport") -> None:
    for name, number in report.annotations.items():
        narrate(f"  {counted(number, 'annotation')} for {name}")
    counts = (
        (report.completions, "layers of sentences finished"),
        (report.annotations_there, "annotations were there already"),
        (report.new_ids, "annotations got a new id, because somebody else's has theirs"),
        (report.entries, "entries of the registry"),
        (report.entries_there, "entries of the registry were there already"),
        (report.entries_made, "entries made for identities that came without one"),
        (report.decisions, "decisions of adjudication, of which gold is made"),
        (report.decisions_there, "decisions were there already"),
        (report.completions_kept, "completions differ from the project's, which were kept"),
    )
    for number, what in counts:
        if number:
            narrate(f"  {number} {what}")
    for what, number in report.left_out.items():
        narrate(f"  not taken: {what} ({number})")
    for file, unit in report.units.items():
        narrate(f"  offsets of {file} count {unit}; they were converted")
    notes = (
        (report.unused, "not read"),
        (report.unmatched, "in the metadata, but no such source came"),
        (report.other_schemes, "another scheme than the project's, named by records"),
    )
    for names, what in notes:
        if names:
            narrate(f"  {what}: {', '.join(names)}")
