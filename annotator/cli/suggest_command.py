"""`annotator suggest`: run suggesters, say which of them are shown and how right they were."""

from collections.abc import Iterable
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
    print_table,
)
from annotator.cli.outcome import FOUND_PROBLEMS, BadInput

if TYPE_CHECKING:
    from annotator.config import Config
    from annotator.project import Made, Project, Suggesters

_EPILOG = """\b
Examples:
  annotator suggest                        all suggesters, all articles
  annotator suggest --with spacy:en_core_web_sm 002
  annotator suggest --list
  annotator suggest --train                a tagger that learns from your labels
  annotator suggest --report               how often suggestions were right
  annotator suggest --words groups.tsv     words of this project, with their types
  annotator suggest --threshold cues=0.7 --off dates --hold-back 0.2
"""


def _read_threshold(
    _context: click.Context, _parameter: click.Parameter, typed: tuple[str, ...]
) -> dict[str, float]:
    found = {}
    for one in typed:
        name, _, number = one.rpartition("=")
        try:
            found[name] = float(number)
        except ValueError:
            found[name] = -1.0
        if not name or not 0 <= found[name] <= 1:
            raise BadInput(f"“{one}” is no threshold; write NAME=0.7, from 0 to 1.")
    return found


@click.command("suggest", epilog=_EPILOG)
@click.argument("article_words", metavar="[ARTICLE...]", nargs=-1)
@click.option("--with", "names", metavar="NAME", multiple=True, help="Only this suggester.")
@click.option("--again", is_flag=True, help="Also where it has looked already.")
@click.option("--list", "wants_list", is_flag=True, help="List the suggesters.")
@click.option("--report", "wants_report", is_flag=True, help="Show how often they were right.")
@click.option("--train", is_flag=True, help="Train the tagger on your labels, and measure it.")
@click.option(
    "--words",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Words of the project, with their types: lines of WORDS<tab>TYPE[<tab>SCORE].",
)
@click.option("--no-words", is_flag=True, help="Take the project's words away.")
@click.option("--forget", metavar="NAME", help="Drop what a suggester proposed.")
@click.option(
    "--threshold",
    "thresholds",
    metavar="NAME=SCORE",
    multiple=True,
    callback=_read_threshold,
    help="The least score that is shown, from 0 to 1 [at first 0.5].",
)
@click.option("--off", metavar="NAME", multiple=True, help="Ask and show a suggester no more.")
@click.option("--on", metavar="NAME", multiple=True, help="Ask and show it again.")
@click.option(
    "--hold-back",
    type=click.FloatRange(0, 1),
    metavar="SHARE",
    help="Show nothing in this share of the sentences, to measure the pull of suggestions.",
)
@as_json
@click.pass_obj
def command(settings: Settings, /, json_output: bool, **options: Any) -> int:
    """Run suggesters over articles and keep what they propose, or say what becomes of it.

    What a suggester has looked at it is not asked again, until its version changes. Suggestions are
    nobody's work until they are accepted, and never exported (docs/suggesters.md).
    """
    project = settings.open()
    suggesters = suggesters_of(project, settings.annotator)
    if options["wants_list"]:
        _print_list(suggesters, json_output)
    elif options["wants_report"]:
        _print_report(suggesters, json_output)
    elif options["train"]:
        _train(suggesters, json_output)
    elif options["words"] or options["no_words"]:
        number = suggesters.list_words(options["words"])
        narrate(f"The project's word list has {counted(number, 'word')}.")
    elif options["forget"]:
        number = suggesters.forget(options["forget"])
        narrate(f"Dropped {counted(number, 'suggestion')} of {options['forget']}.")
    elif any(options[one] for one in ("thresholds", "off", "on")) or (
        options["hold_back"] is not None
    ):
        _change(suggesters, options)
    else:
        wanted = [project.article(word).id for word in options["article_words"]]
        made = suggesters.propose(options["names"], wanted, again=options["again"])
        return _run(made, json_output)
    return 0


def suggesters_of(project: "Project", annotator: str) -> "Suggesters":
    """Return the suggesters of the project and of the person's configuration."""
    config = _config()
    return project.suggesters(annotator, config.programs, config.pipelines)


def _config() -> "Config":
    from annotator.config import ConfigErrors, read_config

    try:
        return read_config()
    except ConfigErrors as errors:
        raise BadInput(str(errors)) from None


def _train(suggesters: "Suggesters", json_output: bool) -> None:
    card = suggesters.train(_tell_fold if on_terminal() else lambda _part: None)
    _clear_line()
    if json_output:
        figures = {"tagger_f1": round(card.tagger.f1, 4), "usual_f1": round(card.usual.f1, 4)}
        print_json({**card.model_dump(), **figures, "beats": card.beats})
        return
    print_table(
        ("by", "precision", "recall", "F1"),
        (
            (name, f"{one.precision:.3f}", f"{one.recall:.3f}", f"{one.f1:.3f}")
            for name, one in (("tagger", card.tagger), ("memory, built-in", card.usual))
        ),
    )
    narrate(
        f"Outermost mentions of your articles, each held out once: {card.folds} parts, "
        f"{card.articles} articles, {card.mentions} mentions."
    )
    narrate(
        "The tagger is better: annotator suggest --with tagger proposes what it finds."
        if card.beats
        else "The tagger is no better, so it proposes nothing; train it again with more labels."
    )


def _tell_fold(part: int) -> None:
    click.echo(f"\r{part} parts held out ...", err=True, nl=False)


def _run(made: Iterable["Made"], json_output: bool) -> int:
    """Run the suggesters, tell what goes wrong, and sum up."""
    sums: dict[str, dict[str, int]] = {}
    looked_at: set[str] = set()
    for one in made:
        looked_at.add(one.article)
        _tell(one)
        line = sums.setdefault(
            one.source, dict.fromkeys(("articles", "found", "new", "dropped", "failed"), 0)
        )
        line["articles"] += one.is_new and not one.failure
        line["found"] += one.found
        line["new"] += one.new
        line["dropped"] += sum(one.dropped.values()) + len(one.remarks)
        line["failed"] += bool(one.failure)
        if on_terminal():
            click.echo(f"\r{len(looked_at)} articles", err=True, nl=False)
    _clear_line()
    if json_output:
        print_json([{"suggester": name, **line} for name, line in sums.items()])
    elif sums:
        header = ("suggester", "articles", "proposed", "new", "dropped", "failed")
        print_table(header, ((name, *line.values()) for name, line in sums.items()))
    else:
        narrate("There is nothing to run; annotator suggest --list shows what there is.")
    return FOUND_PROBLEMS if any(line["failed"] for line in sums.values()) else 0


def _clear_line() -> None:
    """Take the progress away, where somebody watches it."""
    if on_terminal():
        click.echo("\r\x1b[K", err=True, nl=False)


def _tell(one: "Made") -> None:
    """Say what could not be used, beside the data."""
    said = [one.failure] if one.failure else list(one.remarks)
    said += [f"{number} left out: {reason}" for reason, number in one.dropped.items()]
    place = f" on {one.title}" if one.title else ""
    for reason in said:
        _clear_line()
        narrate(f"{one.source}{place}: {reason}.")


def _print_list(suggesters: "Suggesters", json_output: bool) -> None:
    found = suggesters.listed()
    if json_output:
        print_json([one._asdict() for one in found])
        return
    print_table(
        ("suggester", "kept", "shown from", "what it is"),
        (
            (
                *(one.name, one.kept, "off" if one.is_off else _least(one.threshold)),
                one.kind,
            )
            for one in found
        ),
    )


def _least(threshold: float | None) -> str:
    return "0.5" if threshold is None else f"{threshold:g}"


def _print_report(suggesters: "Suggesters", json_output: bool) -> None:
    lines = suggesters.report()
    if json_output:
        print_json([{**one._asdict(), "precision": round(one.precision, 4)} for one in lines])
        return
    if not lines:
        narrate("Nobody has accepted or turned down a suggestion yet.")
        return
    print_table(
        ("suggester", "type", "accepted", "edited", "rejected", "passed", "precision"),
        ((one.source, one.type or "all", *one[3:], f"{one.precision:.2f}") for one in lines),
    )
    narrate(
        "Precision is accepted of all; edited counts apart, and passed - what still stood there "
        "when the sentence was finished - as wrong."
    )


def _change(suggesters: "Suggesters", options: dict[str, Any]) -> None:
    keys = ("thresholds", "off", "on", "hold_back")
    now = suggesters.change(**{key: options[key] for key in keys})
    least = ", ".join(f"{name} from {value:g}" for name, value in sorted(now.thresholds.items()))
    narrate(f"Shown: {least or 'all from 0.5'}{'; others from 0.5' if least else ''}.")
    narrate(
        f"Off: {', '.join(now.off) or 'none'}. Held back: {now.held_back:.0%} of the sentences."
    )
