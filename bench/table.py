"""One table of everything that has a budget, from the figures that benchmarks left as JSON.

    python -m bench.table bench/results/*.json [--markdown]

Each row says whether its budget holds, and what a floor and another program reach in the same act,
where that was measured; benchmarks of other programs (`bench.peers`) name acts as we do.
"""

import argparse
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from bench import peers
from bench.report import Figure

_HEADS = ("act", "median", "p95", "budget", "holds", "floor", peers.TITLE, "load")


class Results(NamedTuple):
    """The figures of one benchmark."""

    title: str
    figures: tuple[Figure, ...]


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("results", type=Path, nargs="+", metavar="FILE")
    options.add_argument("--markdown", action="store_true", help="as a table of Markdown")
    chosen = options.parse_args()
    rows = list(table([read(path) for path in chosen.results]))
    print("\n".join(_markdown(rows) if chosen.markdown else _aligned(rows)))
    told = [row[4] for row in rows]
    print(f"\n{told.count('yes')} of {len(told) - told.count('')} budgets hold.")


def read(path: Path) -> Results:
    """Read what `bench.report.publish` wrote."""
    data = json.loads(path.read_text(encoding="utf-8"))
    return Results(data["title"], tuple(Figure(**one) for one in data["figures"]))


def table(results: Sequence[Results]) -> Iterator[tuple[str, ...]]:
    """Yield a row for each figure that has a budget, in the order of the benchmarks."""
    beside = {
        one.name: one for each in results if each.title == peers.TITLE for one in each.figures
    }
    for each in results:
        for one in each.figures:
            if one.budget:
                peer = beside.get(one.name)
                yield (
                    f"{each.title}: {one.name.strip()}",
                    _value(one.median, one.unit),
                    _value(one.p95, one.unit) if one.samples > 1 else "",
                    one.budget,
                    {True: "yes", False: "NO", None: ""}[holds(one)],
                    "" if one.floor is None else _value(one.floor, one.unit),
                    _value(peer.median, peer.unit) if peer else "",
                    f"{one.load:.1f}",
                )


def holds(one: Figure) -> bool | None:
    """Say whether a figure keeps its budget: "median / p95", or one bound of the median.

    Returns:
        None where the budget names no number.
    """
    numbers = [float(number) for number in re.findall(r"[\d.]+", one.budget.replace(",", ""))]
    if not numbers:
        return None
    if one.budget.startswith((">=", "≥")):
        return one.median >= numbers[0]
    return all(value <= most for value, most in zip((one.median, one.p95), numbers, strict=False))


def _value(number: float, unit: str) -> str:
    return f"{number:,.2f} {unit}".strip() if number < 10 else f"{number:,.1f} {unit}".strip()


def _aligned(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    lines = [_HEADS, *rows]
    widths = [max(len(line[at]) for line in lines) for at in range(len(_HEADS))]
    for line in lines:
        first, *others = (cell.rjust(width) for cell, width in zip(line, widths, strict=True))
        yield "  ".join([first.strip().ljust(widths[0]), *others])


def _markdown(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(_HEADS)} |"
    yield f"|{'---|' * len(_HEADS)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


if __name__ == "__main__":
    main()
