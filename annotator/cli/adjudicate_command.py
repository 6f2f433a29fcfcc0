"""`annotator adjudicate`: the Adjudicate screen, and what is accepted without it."""

import re
from typing import TYPE_CHECKING

import click

from annotator.cli.context import (
    Settings,
    as_json,
    counted,
    narrate,
    on_terminal,
    print_json,
    print_table,
)
from annotator.cli.outcome import BadInput

if TYPE_CHECKING:
    from annotator.project import Accepted, AdjudicationDesk, Project, SecondDesk


@click.command(
    "adjudicate",
    epilog="\b\nExamples:\n  annotator --as eve adjudicate\n"
    "  annotator --as eve adjudicate --accept-unanimous --audit 0.05 --no-open\n"
    "  annotator adjudicate --list --json\n"
    "  annotator --as zoe adjudicate --second --share 0.1",
)
@click.option("--accept-unanimous", is_flag=True, help="Accept what all who finished it agree on.")
@click.option(
    "--audit",
    type=click.FloatRange(0, 1),
    default=0.05,
    show_default=True,
    help="This share of unanimous items, drawn by chance, is shown among the others.",
)
@click.option("--seed", default="0", show_default=True, help="Draw others.")
@click.option(
    "--threshold", metavar="K/N", help="Also accept what at least K of N say; K over half of N."
)
@click.option("--dry-run", is_flag=True, help="Count what would be accepted; change nothing.")
@click.option(
    "--second", is_flag=True, help="Decide anew a random share of what others decided, to measure."
)
@click.option(
    "--share",
    type=click.FloatRange(0, 1, min_open=True),
    default=0.1,
    show_default=True,
    help="With --second: how much of what was decided.",
)
@click.option(
    "--forbid-own/--allow-own",
    "forbid_own",
    default=None,
    help="From now on nobody settles anything in articles that they labelled; or they may.",
)
@click.option("--no-open", is_flag=True, help="Open no screen.")
@click.option("--list", "listing", is_flag=True, help="List what waits; open no screen.")
@click.option(
    "--evidence",
    is_flag=True,
    help="With --list --json: how likely what was marked is there, by Dawid and Skene's model.",
)
@click.option(
    "--guideline",
    metavar="VERSION",
    help="From now on, what was done under an older version is no vote; '' counts all again.",
)
@click.option("--gaps", is_flag=True, help="List gaps of the guideline; open no screen.")
@as_json
@click.pass_obj
def command(
    settings: Settings,
    /,
    accept_unanimous: bool,
    audit: float,
    seed: str,
    threshold: str | None,
    dry_run: bool,
    second: bool,
    share: float,
    forbid_own: bool | None,
    no_open: bool,
    listing: bool,
    evidence: bool,
    guideline: str | None,
    gaps: bool,
    json_output: bool,
) -> int:
    """Settle what annotators differ about, one item at a time, with one key each.

    Only sentences that at least two have finished count. Nothing is ever rejected without you.
    """
    majority = _threshold(threshold)
    if second and (accept_unanimous or threshold):
        raise BadInput("--second decides anew what was decided; accept by rule without it.")
    if evidence and not (listing and json_output):
        raise BadInput("--evidence goes with --list --json; on the screen, v shows it.")
    project = settings.open()
    if gaps:
        _print_gaps(project, json_output)
        return 0
    desk = (
        _desk(project, settings.annotator, share, seed)
        if second
        else (project.adjudication(settings.annotator))
    )
    if forbid_own is not None:
        desk.set_forbid_own(is_forbidden=forbid_own)
    if guideline is not None:
        desk.count_since(project.guideline_since(guideline))
    if accept_unanimous and not dry_run:
        desk.set_audit(audit, seed)
    desk.refresh(_progress if on_terminal() else None)
    if on_terminal():
        click.echo("\r\033[K", err=True, nl=False)
    if accept_unanimous:
        _accept(desk, None, dry_run, json_output)
    if majority:
        _accept(desk, majority, dry_run, json_output)
    if listing:
        _print_list(project, desk, json_output, evidence)
    if no_open or listing or dry_run:
        return 0
    from annotator.cli.label_command import open_screens

    return open_screens(project, settings.annotator, start="second" if second else "adjudicate")


def _desk(project: "Project", name: str, share: float, seed: str) -> "SecondDesk":
    desk = project.second_opinions(name)
    desk.set_sample(share, seed)
    return desk


def _threshold(typed: str | None) -> tuple[int, int] | None:
    from annotator.project import Threshold

    if typed is None:
        return None
    found = re.fullmatch(r"(\d{1,3})/(\d{1,3})", typed, re.ASCII)
    if not found:
        raise BadInput(f"--threshold {typed!r} cannot be read; write it like 2/3.")
    k, n = int(found[1]), int(found[2])
    if problem := Threshold(k, n).problem:
        raise BadInput(f"--threshold {typed}: {problem}")
    return k, n


def _accept(
    desk: "AdjudicationDesk", majority: tuple[int, int] | None, dry_run: bool, json_output: bool
) -> None:
    from annotator.project import Threshold, accept_threshold, accept_unanimous

    done = (
        accept_threshold(desk, Threshold(*majority), dry_run=dry_run)
        if majority
        else accept_unanimous(desk, dry_run=dry_run)
    )
    what = f"at least {majority[0]} of {majority[1]} agree on" if majority else "all agree on"
    if json_output:
        print_json({**done._asdict(), "dry_run": dry_run})
    narrate(_told(done, what, dry_run))


def _told(done: "Accepted", what: str, dry_run: bool) -> str:
    begin = "Would accept" if dry_run else "Accepted"
    layers = ", ".join(f"{number} {layer}" for layer, number in sorted(done.by_layer.items()))
    more = f"; {done.audited} more are shown, to check" if done.audited else ""
    where = counted(done.articles, "article")
    return f"{begin} {counted(done.decisions, 'item')} that {what}, in {where}" + (
        f" ({layers}){more}." if layers else f"{more}."
    )


def _print_list(
    project: "Project", desk: "AdjudicationDesk", json_output: bool, evidence: bool
) -> None:
    waiting = desk.listed()
    if json_output:
        known = desk.evidence(waiting) if evidence else {}
        told = {key: {"evidence": one._asdict()} for key, one in known.items()}
        print_json([one._asdict() | told.get(one.key, {}) for one in waiting])
        return
    sources = {one.article: project.source_of(one.article) for one in waiting}
    print_table(
        ("layer", "kind", "article", "at", "votes", "what"),
        (
            (one.layer, one.kind, sources[one.article], one.start, one.votes, one.words)
            for one in waiting
        ),
    )
    narrate(f"{counted(len(waiting), 'item')} to settle{_left_to_others(desk)}.")


def _left_to_others(desk: "AdjudicationDesk") -> str:
    number = desk.left_to_others()
    return f"; {number} in articles that you labelled are left to others" if number else ""


def _print_gaps(project: "Project", json_output: bool) -> None:
    found = project.guideline_gaps()
    if json_output:
        print_json([one._asdict() for one in found])
        return
    print_table(
        ("type", "gaps", "ambiguous", "decisions", "for example"),
        ((*one[:4], one.examples[0] if one.examples else "") for one in found),
    )


def _progress(done: int, total: int) -> None:
    click.echo(f"\rcomparing {done} of {total} articles ...", err=True, nl=False)
