"""Figures of a benchmark: printed as a table, written as JSON."""

import argparse
import json
import os
import platform
import statistics
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple


class Figure(NamedTuple):
    """One measured thing."""

    name: str
    unit: str
    median: float
    p95: float
    samples: int
    budget: str = ""
    """What product.md asks for, "" where it asks for nothing."""
    load: float = 0.0
    """Load of the machine (one minute) when it was measured."""
    floor: float | None = None
    """The median of a floor in the same run, None where there is none."""

    def beside(self, floor: "Figure") -> "Figure":
        """Return the figure with a floor beside it."""
        return self._replace(floor=floor.median)


def figure(name: str, unit: str, values: Sequence[float], budget: str = "") -> Figure:
    """Return median and 95th percentile of measured values."""
    ordered = sorted(values)
    p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    middle, load = statistics.median(ordered), os.getloadavg()[0]
    return Figure(name, unit, middle, p95, len(ordered), budget, load)


def parser(description: str) -> argparse.ArgumentParser:
    """Return a parser with the option every benchmark has."""
    made = argparse.ArgumentParser(description=description)
    made.add_argument("--json", type=Path, metavar="FILE", help="write the figures here too")
    return made


def publish(title: str, figures: Sequence[Figure], target: Path | None) -> None:
    """Print the figures, and write them as JSON where asked."""
    load = os.getloadavg()[0]
    print(f"{title}  [{platform.python_version()}, {os.cpu_count()} cores, load {load:.2f}]")
    heads = f"{'median':>10} {'p95':>10} {'n':>6} {'load':>5} {'floor':>8} {'x':>5}"
    print(f"  {'':<46} {heads}  budget (median / p95)")
    for one in figures:
        print(f"  {_line(one)}")
    if target:
        target.parent.mkdir(parents=True, exist_ok=True)
        data = {"title": title, "load": load, "figures": [one._asdict() for one in figures]}
        target.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


def _line(one: Figure) -> str:
    floor = "" if one.floor is None else f"{one.floor:.1f}"
    times = f"{one.median / one.floor:.1f}" if one.floor else ""
    return (
        f"{one.name:<46} {one.median:>8.1f} {one.unit:<1} {one.p95:>8.1f} {one.unit:<1} "
        f"{one.samples:>5} {one.load:>5.1f} {floor:>8} {times:>5}  {one.budget}"
    )
