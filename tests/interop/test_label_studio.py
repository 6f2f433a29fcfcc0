"""Label Studio's own library takes our configuration and tasks, with every offset in its place."""

import json
from pathlib import Path
from typing import Any

import pytest
from label_studio_sdk.label_interface import LabelInterface

from tests.unit.formats.projects import (
    EXAMPLE,
    SEEDS,
    TAIL,
    entity,
    exported,
    new_project,
    record,
    take,
    write_records,
)

HOSTILE = "💥 [/b] Kabul\r\n fell.\u2028Herat\u2029e\u0301\u0085\u200b سلام [, \\u2028"


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """An export of the seeds with ada's layer, the reference record and a hostile text."""
    file = new_project(tmp_path)
    take(file, SEEDS)
    take(file, SEEDS / "layers" / "ada.jsonl", layer="ann")
    take(file, EXAMPLE / "gold.jsonl", layer="ann")
    start = HOSTILE.index("Kabul")
    mentions = [
        entity(1, start, start + 5, "Kabul", note="2023-09-15"),
        entity(2, 0, len(HOSTILE), HOSTILE),
    ]
    label = {
        "id": "l_000000000001",
        "target": "S1",
        "name": "reports_event",
        "value": "yes",
        **TAIL,
    }
    hostile = record(HOSTILE, entities=mentions, labels=[label])
    take(file, write_records(tmp_path / "hostile.jsonl", hostile))
    exported(file, tmp_path / "export", formats=("label-studio",))
    return tmp_path / "export" / "label-studio"


def test_the_configuration_and_all_tasks_are_valid(export: Path) -> None:
    interface = LabelInterface((export / "config.xml").read_text(encoding="utf-8"))
    tasks = _tasks(export)

    assert interface.is_valid
    assert len(tasks) == 7
    for task in tasks:
        assert interface.validate_task({"data": task["data"]})
        for annotation in task["annotations"]:
            assert interface.validate_annotation(annotation)


def test_a_wrong_annotation_would_be_found(export: Path) -> None:
    interface = LabelInterface((export / "config.xml").read_text(encoding="utf-8"))
    annotation = max((task["annotations"][0] for task in _tasks(export)), key=len)
    annotation["result"][0]["value"]["labels"] = ["NO_SUCH_TYPE"]

    assert not interface.validate_annotation(annotation)


def test_every_region_quotes_what_stands_there(export: Path) -> None:
    regions = [
        (task["data"]["text"], entry["value"])
        for task in _tasks(export)
        for entry in task["annotations"][0]["result"]
        if entry["type"] == "labels"
    ]

    assert len(regions) > 500
    assert all(text[one["start"] : one["end"]] == one["text"] for text, one in regions)


def _tasks(export: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((export / "tasks.json").read_bytes())
    return found
