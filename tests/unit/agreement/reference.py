"""The published values: see data/SOURCES.md."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

from annotator.agreement.marks import Mark

DATA = Path(__file__).parent / "data"


def load(name: str) -> Any:
    """Return one of the reference files."""
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


def named(datasets: Iterable[dict[str, Any]]) -> list[Any]:
    """Return every case with its data set, named after both."""
    return [
        pytest.param(dataset, case, id=f"{dataset['id']}-{number}-{case['measure']}")
        for dataset in datasets
        for number, case in enumerate(dataset.get("cases", ()))
    ]


def marks(spans: Iterable[Sequence[Any]]) -> list[Mark]:
    """Return marks of `[type, start, end]`."""
    return [Mark(start, end, kind) for kind, start, end in spans]
