"""`annotator search`: words and labels in their context."""

import shutil
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from annotator.cli.context import Settings, as_json, narrate, print_json
from annotator.cli.terminal import cells, cut_cells, plain

if TYPE_CHECKING:
    from annotator.project import Hit, Search

_NARROW, _WIDE = 60, 120
"""Columns of a line: at least, and where no terminal says how many it has."""

_LABELS = 60
"""Columns of the labels at most: a filler may be a whole sentence."""

_PAGE = 200
"""Hits read at once."""

_EPILOG = """\b
Examples:
  annotator search kabul attack          both words in one sentence
  annotator search '"abdul ghani"' 'explo*'    a phrase, and words that begin so
  annotator search label:GPE kabul       mentions of a type (or one below it) with the word
  annotator search label:ATTACK kabul    incidents whose trigger, or a filler, has the word
  annotator search role:perpetrator=daesh     frames by what fills a role
  annotator search label:STATEMENT attr:stance=deny    claims by an attribute
  annotator search unlabelled: kabul     where no mention of yours covers it
  annotator search by:ann attr:amount    ann's mentions that have an amount
  annotator search unsure: note:         mentions flagged as unsure that have a note
"""


@click.command("search", epilog=_EPILOG)
@click.argument("query", nargs=-1, required=True)
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    default=100,
    show_default=True,
    help="So many hits; 0 for all.",
)
@as_json
@click.pass_obj
def command(settings: Settings, query: tuple[str, ...], limit: int, json_output: bool) -> None:
    """Show words, phrases and mentions in their context, in the order of the articles.

    Case and accents do not matter. Words have to stand in one sentence; beside label:, role:,
    attr:, by:, unsure: or note: hits are annotations, and words have to stand in the mention, or
    in the trigger or a filler of the frame. Each line says number and source of the article,
    number of the sentence, offsets, the labels with what fills the first roles, and the hit in its
    context. by: somebody else is answered to those who label nothing here.
    """
    project, annotator = settings.open(read_only=True), settings.annotator
    search = project.search(" ".join(query), annotator, blind=project.is_blind(annotator))
    shown, data = 0, []
    for page in _pages(search, limit):
        shown += len(page)
        if json_output:
            data += [_as_data(hit) for hit in page]
            continue
        for line in _lines(page, _width()):
            click.echo(line)
    if json_output:
        print_json(data)
    if limit and shown == limit and not search.finished and search.more(1):
        narrate(f"There are more than {limit}; --limit 0 shows all.")
    elif not shown:
        narrate("Nothing was found.")


def _pages(search: "Search", limit: int) -> Iterator[list["Hit"]]:
    """Yield hits page by page, at most `limit` of them; 0 for all."""
    left = limit or float("inf")
    while left and not search.finished:
        page = search.more(int(min(_PAGE, left)))
        left -= len(page)
        yield page


def _as_data(hit: "Hit") -> dict[str, object]:
    return {
        "article": hit.article,
        "number": hit.number,
        "source": hit.source,
        "sentence": hit.sentence,
        "start": hit.span.start,
        "end": hit.span.end,
        "text": hit.keyword,
        "before": hit.before,
        "after": hit.after,
        "labels": list(hit.labels),
        "told": list(hit.told),
        "mention": hit.mention.model_dump(mode="json") if hit.mention else None,
        "annotation": hit.item.model_dump(mode="json") if hit.item else None,
    }


def _lines(hits: list["Hit"], width: int) -> Iterator[str]:
    """Yield a line for each hit, with the keywords below each other."""
    places = [f"{hit.number} {plain(hit.source)}:{hit.sentence}" for hit in hits]
    offsets = [f"{hit.span.start}-{hit.span.end}" for hit in hits]
    labels = [cut_cells(plain("  ".join((*hit.labels, *hit.told))), _LABELS) or "-" for hit in hits]
    columns = [max(map(cells, column), default=0) for column in (places, offsets, labels)]
    side = max(_NARROW, width - sum(columns) - 8) // 2 - 6
    for hit, place, offset, label in zip(hits, places, offsets, labels, strict=True):
        before = cut_cells(plain(hit.before), side, from_end=True)
        after = cut_cells(f"[{plain(hit.keyword)}]{plain(hit.after)}", side + 12)
        yield "  ".join(
            (
                place + " " * (columns[0] - cells(place)),
                offset.rjust(columns[1]),
                label + " " * (columns[2] - cells(label)),
                " " * (side - cells(before)) + before + after,
            )
        )


def _width() -> int:
    return shutil.get_terminal_size((_WIDE, 0)).columns if sys.stdout.isatty() else _WIDE
