"""doccano: what is written is read back, what is lost is said, offsets are counted either way."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from annotator.formats.errors import ImportRefused
from tests.unit.formats.projects import EXAMPLE, example_record
from tests.unit.formats.rich_records import layers_of, read_back, rich_records, written

SAMPLES = Path("tests/data/samples/doccano")


def line(**changes: Any) -> str:
    return json.dumps({"text": "💥 Kabul fell.", "label": [[2, 7, "GPE"]], **changes})


def test_the_example_is_written_as_the_reference_has_it(tmp_path: Path) -> None:
    files, _ = written("doccano", [example_record()], tmp_path)

    for unit in ("codepoint", "utf16"):
        made = json.loads(files[f"doccano/{unit}.jsonl"])
        wanted = json.loads((EXAMPLE / f"doccano.{unit}.jsonl").read_bytes())
        assert made["text"] == wanted["text"]
        ranges = {(o["start_offset"], o["end_offset"], o["label"]) for o in made["entities"]}
        assert ranges >= {
            (o["start_offset"], o["end_offset"], o["label"]) for o in wanted["entities"]
        }
        assert files[f"doccano/{unit}.jsonl"].isascii()


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(document=rich_records())
@pytest.mark.parametrize("unit", ["codepoint", "utf16"])
def test_what_is_not_in_the_loss_report_comes_back(
    tmp_path_factory: pytest.TempPathFactory, unit: Any, document: dict[str, Any]
) -> None:
    folder = tmp_path_factory.mktemp("doccano")
    _, losses = written("doccano", [document], folder)

    (back,) = read_back("doccano", folder / f"doccano/{unit}.jsonl", unit=unit)

    lost = {(one["item"], one["part"]) for one in losses}
    found = layers_of(back)
    assert back.document.text == document["text"]
    whole = [one for one in document["entities"] if (one["id"], "item") not in lost]
    assert sorted((o["start"], o["end"], o["type"]) for o in found["entities"]) == sorted(
        (o["start"], o["end"], o["type"]) for o in whole
    )
    for layer in ("incidents", "claims"):
        kept = [one for one in document[layer] if (one["id"], "item") not in lost]
        assert len(found[layer]) == len(kept)
        wanted = sum(
            (one["id"], f"role:{role['role']}") not in lost for one in kept for role in one["roles"]
        )
        assert sum(len(one["roles"]) for one in found[layer]) >= wanted


def test_both_shapes_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(line() + "\n")

    (one,) = read_back("doccano", path)

    assert [(o["text"], o["type"]) for o in layers_of(one)["entities"]] == [("Kabul", "GPE")]


def test_what_offsets_count_is_found_by_ranges_being_words(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(line(label=[[3, 8, "GPE"]]) + "\n")

    (one,) = read_back("doccano", path)

    assert one.unit == "utf16"
    assert [o["text"] for o in layers_of(one)["entities"]] == ["Kabul"]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (line(label=[[2, 70, "GPE"]]), "line 1: 1: 2-70 is no range of the text"),
        (line(label=[[2, 7, "TOWN"]]), "the scheme has no type TOWN"),
        (line(label=[[2, "7", "GPE"]]), "range 1 is no [start, end, label]"),
        (line() + "\n" + line(text=3), "line 2: there is no text in it"),
        (line(label=[[2, 2, "GPE"]]), "its range 2-2 lies outside"),
        (
            line(text="💥💥 a b c", label=[[5, 6, "GPE"]]),
            "say it with --offsets",
        ),
        (
            line(relations=[{"from_id": 1, "to_id": 9, "type": "located_in"}]),
            "9 is named, but there is no such item",
        ),
        (line() + "\n" + line(label=[[3, 8, "GPE"]]), "line 2: its offsets count UTF-16"),
    ],
)
def test_what_does_not_fit_is_refused(tmp_path: Path, content: str, why: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(content + "\n")

    with pytest.raises(ImportRefused) as error:
        read_back("doccano", path)

    assert why in str(error.value)
