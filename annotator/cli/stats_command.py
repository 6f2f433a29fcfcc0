"""`annotator stats`: counts and distributions of a layer, drawn with bars."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import click

from annotator.cli.context import (
    Settings,
    as_json,
    counted,
    on_terminal,
    print_json,
    refuse_others,
)
from annotator.cli.terminal import cells, cut_cells, plain

if TYPE_CHECKING:
    from annotator.project import Statistics

_NAME, _NUMBER, _BAR = 34, 9, 30
"""Columns; with the share, five, and two before the bar a line has 80."""
_MONTHS = 24
"""More of them are told by year."""
_LONGEST = 12
"""Sentences with more mentions, and longer mentions, stand in one line."""


@click.command(
    "stats",
    epilog="\b\nExamples:\n  annotator stats\n  annotator stats --layer gold --json",
)
@click.option(
    "--layer",
    metavar="NAME",
    help="Whose annotations, or gold [default: gold, or yours before anything was adjudicated]; "
    "others' only if you label nothing here.",
)
@as_json
@click.pass_obj
def command(settings: Settings, layer: str | None, json_output: bool) -> None:
    """Count articles, sentences, tokens and the items of a layer, and how they are distributed.

    Items by type, mentions per sentence and their lengths, roles that are filled, values, labels,
    dates, languages. Those who label here see their own numbers beside, the lead everybody's.
    """
    project = settings.open(read_only=True)
    layer = layer or ("gold" if project.has_gold() else settings.annotator)
    if layer != "gold":
        refuse_others(project, settings.annotator, layer)
    blind = project.is_blind(settings.annotator)
    people = [settings.annotator] if blind else project.annotators()
    found = project.statistics(layer, people, _progress if on_terminal() else None)
    if on_terminal():
        click.echo("\r", err=True, nl=False)
    if json_output:
        print_json(_as_json(found))
        return
    for line in _lines(found):
        click.echo(line)


def _lines(found: "Statistics") -> Iterator[str]:
    of_layers = (*found.types.values(), *found.labels.values())
    items = sum(sum(numbers.values()) for numbers in of_layers)
    yield (
        f"{counted(found.articles, 'article')} ({counted(found.sources, 'source')}), "
        f"{counted(found.sentences, 'sentence')}, {counted(found.tokens, 'token')}"
    )
    yield f"layer {plain(found.layer)}: {counted(items, 'item')}"
    yield from _chart("sentences finished", found.finished, found.sentences)
    for layer, types in found.types.items():
        yield from _chart(f"{layer} by type", types)
    yield from _chart("mentions per sentence", _bounded(found.mentions_per_sentence))
    yield from _chart("tokens per mention", _bounded(found.mention_tokens))
    for layer, roles in found.roles.items():
        shares = {name: one.frames for name, one in roles.items()}
        whole = {name: one.possible for name, one in roles.items()}
        yield from _chart(f"roles filled, {layer}", shares, whole)
    for layer, attributes in found.attributes.items():
        given = {name: sum(values.values()) for name, values in attributes.items()}
        yield from _chart(f"values given, {layer}", given, sum(found.types[layer].values()))
        for name, values in attributes.items():
            if len(values) > 1:
                yield from _chart(f"{name}, {layer}", values)
    for name, values in found.labels.items():
        yield from _chart(f"label {name}", values)
    yield from _chart("articles by language", _said(found.languages))
    yield from _chart("articles by date", _said(_by_time(found.months)))
    everybody = {name: sum(of.values()) for name, of in found.annotators.items()}
    yield from _chart("items by annotator", everybody)


def _chart(
    title: str, numbers: Mapping[str, int], whole: int | Mapping[str, int] = 0
) -> Iterator[str]:
    """Yield a title, and a line with a bar for each number; nothing where there are none.

    Args:
        whole: what each is a share of; 0 for their sum.
    """
    if not any(numbers.values()):
        return
    yield ""
    yield plain(title)
    total = whole or sum(numbers.values())
    for name, number in numbers.items():
        of = total if isinstance(total, int) else total[name]
        share = number / of if of else 0.0
        bar = "█" * max(round(share * _BAR), number > 0)
        shown = cut_cells(plain(name), _NAME - 2)
        pad = " " * (_NAME - 2 - cells(shown))
        yield f"  {shown}{pad}{number:>{_NUMBER}}{share:>5.0%}  {bar}".rstrip()


def _bounded(numbers: Mapping[int, int]) -> dict[str, int]:
    """Return numbers from 0 or 1 on, with those that nothing has; the highest in one."""
    if not numbers:
        return {}
    last = min(max(numbers), _LONGEST)
    found = {str(at): numbers.get(at, 0) for at in range(min(numbers), last + 1)}
    more = sum(number for at, number in numbers.items() if at > _LONGEST)
    return {**found, f"{_LONGEST + 1} and more": more} if more else found


def _said(numbers: Mapping[str, int]) -> dict[str, int]:
    return {name or "not stated": number for name, number in numbers.items()}


def _by_time(months: Mapping[str, int]) -> dict[str, int]:
    """Return articles by month, by year where there are too many months."""
    if len(months) <= _MONTHS:
        return dict(months)
    years: dict[str, int] = {}
    for month, number in months.items():
        years[month[:4]] = years.get(month[:4], 0) + number
    return years


def _as_json(found: "Statistics") -> dict[str, object]:
    roles = {
        layer: {name: one._asdict() for name, one in roles.items()}
        for layer, roles in found.roles.items()
    }
    return {**found._asdict(), "roles": roles}


def _progress(articles: int) -> None:
    click.echo(f"\r{articles} articles ...", err=True, nl=False)
