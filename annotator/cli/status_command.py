"""`annotator status`: progress per annotator, per article, per layer."""

from typing import TYPE_CHECKING

import click

from annotator.cli.context import Settings, as_json, counted, print_json, print_table
from annotator.cli.terminal import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotator.project import Project, TrialReport


@click.command("status", epilog="Example:  annotator status --totals")
@click.option("--totals", is_flag=True, help="A line per annotator, for the whole project.")
@click.option("--team", is_flag=True, help="Assignments, overlap, and versions of the scheme.")
@as_json
@click.pass_obj
def command(settings: Settings, totals: bool, team: bool, json_output: bool) -> None:
    """Show how far everybody is, in sentences per layer and article: numbers, never labels."""
    project = settings.open(read_only=True)
    if team:
        _print_team(project, settings.annotator, json_output)
        return
    if totals:
        _print_totals(project, json_output)
        return
    found = project.status()
    if json_output:
        print_json([line._asdict() for line in found])
        return
    counts = project.sources()
    copies = counts.articles - counts.sources
    sources = f" of {counted(counts.sources, 'source')}" if copies else ""
    scheme = project.scheme.name
    click.echo(plain(f"{project.name}: {counts.articles} articles{sources}, scheme {scheme}"))
    print_table(
        ("annotator", "layer", "article", "done", "skipped", "unsure", "to check", "of", "items"),
        (
            (
                *(line.annotator, line.layer, line.source, line.done, line.skipped, line.unsure),
                *(line.stale, line.total, line.annotations),
            )
            for line in found
        ),
    )


def _print_totals(project: "Project", json_output: bool) -> None:
    shares = project.shares()
    rows = [
        {
            "annotator": share.annotator,
            "finished_articles": project.totals(share.annotator).finished_articles,
            **share.progress._asdict(),
            "annotations": share.annotations,
        }
        for share in shares
    ]
    if json_output:
        print_json(rows)
        return
    print_table(
        ("annotator", "articles", "of", "done", "skipped", "unsure", "to check", "of", "items"),
        (
            (
                *(row["annotator"], row["finished_articles"], project.count(), row["done"]),
                *(row["skipped"], row["unsure"], row["stale"], row["total"], row["annotations"]),
            )
            for row in rows
        ),
    )


def _print_team(project: "Project", reader: str, json_output: bool) -> None:
    team, tried, guidelines = (
        project.team(reader),
        project.trial_reports(reader),
        project.used_guidelines(),
    )
    board, overlaps, used = team.board(), team.overlaps(), team.used_schemes()
    if json_output:
        print_json(
            {
                "assigned": [share._asdict() for share in board],
                "overlap": [overlap._asdict() for overlap in overlaps],
                "schemes": [one._asdict() for one in used],
                "guidelines": [one._asdict() for one in guidelines],
                "trials": [_trial_data(one) for one in tried],
            }
        )
        return
    print_table(
        ("annotator", "assigned", "finished", "begun", "waiting", "released"),
        (
            (
                *(one.annotator, one.assigned, one.finished, one.begun),
                *(one.assigned - one.finished - one.begun, one.released),
            )
            for one in board
        ),
    )
    click.echo()
    print_table(("people per article", "articles assigned", "articles finished"), overlaps)
    click.echo()
    print_table(
        ("annotator", "scheme", "version", "annotations", ""),
        (
            (
                one.annotator,
                one.scheme,
                one.version,
                one.annotations,
                _age(is_present=one.is_present),
            )
            for one in used
        ),
    )

    if guidelines:
        click.echo()
        print_table(
            ("annotator", "guideline", "sentences finished", ""),
            (
                (one.annotator, one.version or "-", one.sentences, _age(is_present=one.is_present))
                for one in guidelines
            ),
        )
    if tried:
        click.echo()
        print_table(
            ("annotator", "gold", "finished", "of", "layer", "F1 exact", "overlap", ""),
            (row for one in tried for row in _trial_rows(one)),
        )


def _trial_data(report: "TrialReport") -> dict[str, object]:
    scores = {
        one.layer: {"f1_exact": one.f1_exact, "f1_overlap": one.f1_overlap} for one in report.scores
    }
    return {**report._asdict(), "scores": scores}


def _trial_rows(report: "TrialReport") -> "Iterator[tuple[object, ...]]":
    about = (report.annotator, report.kind, report.finished, report.articles)
    verdict = {True: "passed", False: "not passed", None: ""}[report.passed]
    for one in report.scores:
        yield (*about, one.layer, _told(one.f1_exact), _told(one.f1_overlap), verdict)
    if not report.scores:
        yield (*about, "", "", "", verdict)


def _told(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _age(*, is_present: bool) -> str:
    return "" if is_present else "older"
