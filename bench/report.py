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


def figure(name: str, unit: str, values: Sequence[float], budget: str = "") -> Figure:
    """Return median and 95th percentile of measured values."""
    ordered = sorted(values)
    p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    return Figure(name, unit, statistics.median(ordered), p95, len(ordered), budget)


def parser(description: str) -> argparse.ArgumentParser:
    """Return a parser with the option every benchmark has."""
    made = argparse.ArgumentParser(description=description)
    made.add_argument("--json", type=Path, metavar="FILE", help="write the figures here too")
    return made


def publish(title: str, figures: Sequence[Figure], target: Path | None) -> None:
    """Print the figures, and write them as JSON where asked."""
    load = os.getloadavg()[0]
    print(f"{title}  [{platform.python_version()}, {os.cpu_count()} cores, load {load:.2f}]")
    print(f"  {'':<44} {'median':>10} {'p95':>10} {'n':>6}  budget (median / p95)")
    for one in figures:
        print(
            f"  {one.name:<44} {one.median:>8.1f} {one.unit:<1} {one.p95:>8.1f} "
            f"{one.unit:<1} {one.samples:>5}  {one.budget}"
        )
    if target:
        target.parent.mkdir(parents=True, exist_ok=True)
        data = {"title": title, "load": load, "figures": [one._asdict() for one in figures]}
        target.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
