"""`annotator agreement`: how far annotators agree, and in what they differ."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from annotator.cli.context import Settings, as_json, counted, narrate, print_json, print_table
from annotator.cli.outcome import BadInput
from annotator.model.annotation import COMPLETED_LAYERS, Layer

if TYPE_CHECKING:
    from annotator.project import Line, Report


_STEP = 200
"""Articles between two words of progress."""


@click.command(
    "agreement",
    epilog="\b\nExamples:\n  annotator agreement\n"
    "  annotator agreement --layer entities --pair ann ben\n"
    "  annotator agreement --measure span_f1 --measure gamma --json",
)
@click.option("--layer", type=click.Choice(COMPLETED_LAYERS), help="Only this layer.")
@click.option("--pair", nargs=2, metavar="A B", help="Only these two annotators.")
@click.option(
    "--measure", "measures", metavar="M", multiple=True, help="Only this measure; can be repeated."
)
@click.option(
    "--resamples",
    type=click.IntRange(0, 100_000),
    default=1_000,
    show_default=True,
    help="How often articles are drawn for intervals; 0 for none.",
)
@click.option("--seed", type=int, default=1, show_default=True, help="Where chance begins.")
@click.option(
    "--places",
    type=click.IntRange(0),
    default=0,
    metavar="N",
    help="With --json: list so many places per layer where people differ.",
)
@click.option(
    "--guideline", metavar="VERSION", default="", help="Leave out what was done under an older one."
)
@click.option("--progress", is_flag=True, hidden=True, help="Count articles on standard error.")
@as_json
@click.pass_obj
def command(
    settings: Settings,
    layer: Layer | None,
    pair: tuple[str, str] | None,
    measures: tuple[str, ...],
    resamples: int,
    seed: int,
    places: int,
    guideline: str,
    progress: bool,
    json_output: bool,
) -> None:
    """Measure agreement between annotators, over the sentences that both of a pair finished.

    The headline is span F1 at four levels of matching, with 95 % intervals. What cannot be said is
    left open, with the reason. gamma is made only when it is named.
    """
    from annotator.project import DEFINITIONS, Asked

    for name in measures:
        if name not in DEFINITIONS:
            raise BadInput(f"“{name}” is no measure; there are {', '.join(sorted(DEFINITIONS))}.")
    layers = (layer,) if layer else COMPLETED_LAYERS
    asked = Asked(layers, pair or (), measures, resamples, seed, places)
    project = settings.open(read_only=True)
    found = project.agreement(asked, _count if progress else None, guideline)
    if json_output:
        from annotator import __version__

        left = {"not_judged": project.not_judged(asked)}
        print_json({"version": __version__, **left, **found.as_dict()})
        return
    _print(found)
    for state, number in project.not_judged(asked).items():
        narrate(f"{counted(number, 'sentence')} left out as {state}.")


def _count(articles: int) -> None:
    if articles % _STEP == 0:
        narrate(str(articles))


def _print(found: "Report") -> None:
    if not found.lines:
        narrate("No two annotators have finished the same sentence here.")
        return
    for context in found.contexts:
        if context.articles:
            narrate(
                f"{context.layer}: {', '.join(context.annotators)}; "
                f"{counted(context.articles, 'article')}, "
                f"{counted(context.sentences, 'shared sentence')}, "
                f"{counted(context.left_out, 'annotation')} outside them left out, "
                f"{context.agreed_empty} agreed empty."
            )
    print_table(
        ("layer", "measure", "of", "level", "pair", "value", "95 %", "n", ""),
        (tuple(_cells(line)) for line in found.lines),
    )
    for name, meaning in found.definitions.items():
        narrate(f"{name}: {meaning}")


def _cells(line: "Line") -> Iterator[object]:
    yield from (line.layer, line.measure, line.of or "all", line.level)
    yield " ".join(line.pair).strip() or "all"
    yield "-" if line.score.value is None else f"{line.score.value:.3f}"
    low, high = line.interval.low, line.interval.high
    yield "" if low is None or high is None else f"{low:.3f}-{high:.3f}"
    yield line.number
    yield line.score.reason or line.interval.reason
