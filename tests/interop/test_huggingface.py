"""`datasets` and pandas read an export as it is, with every offset where it belongs."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import datasets
import pandas
import pytest

from tests.unit.formats.projects import (
    EXAMPLE,
    SEEDS,
    entity,
    exported,
    new_project,
    record,
    records,
    take,
    write_records,
)

Records = list[dict[str, Any]]

HOSTILE = (
    "💥 [/b] \x1b[31mKabul\r\n fell.\u2028Herat\u2029e\u0301\u0085\u200b "
    "سلام [, \\u2028 2023-09-15T10:00:00Z"
)
DOCUMENTS = "data/documents-train-00000.jsonl"
SENTENCES = "data/sentences-train-00000.jsonl"


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """An export of the seeds, the reference record and a hostile text with three mentions."""
    file = new_project(tmp_path)
    take(file, SEEDS)
    take(file, EXAMPLE / "gold.jsonl", layer="ann")
    start = HOSTILE.index("Kabul")
    pieces = [{"start": 0, "end": 1}, {"start": start, "end": start + 5}]
    mentions = [
        entity(1, start, start + 5, "Kabul", note="2023-09-15"),
        entity(2, 0, len(HOSTILE), HOSTILE),
        entity(3, 0, start + 5, "💥 Kabul", fragments=pieces),
    ]
    take(file, write_records(tmp_path / "hostile.jsonl", record(HOSTILE, entities=mentions)))
    exported(file, tmp_path / "export")
    return tmp_path / "export"


@pytest.fixture
def untouched(tmp_path: Path) -> Path:
    """An export in which nothing is annotated, so that most lists are empty everywhere."""
    file = new_project(tmp_path)
    take(file, SEEDS)
    exported(file, tmp_path / "export")
    return tmp_path / "export"


def load(folder: Path, config: str | None = None, split: str = "train") -> Any:
    """Load one split of a configuration."""
    return datasets.load_dataset(
        str(folder), config, split=split, cache_dir=str(folder.parent / "loaded")
    )


@pytest.mark.parametrize(("config", "name"), [("documents", DOCUMENTS), ("sentences", SENTENCES)])
@pytest.mark.parametrize("made", ["export", "untouched"])
def test_a_configuration_loads_as_it_was_written(
    made: str, config: str, name: str, request: pytest.FixtureRequest
) -> None:
    folder: Path = request.getfixturevalue(made)

    loaded = list(load(folder, config))

    assert loaded == records((folder / name).read_bytes())


@pytest.mark.parametrize("config", ["documents", "sentences"])
def test_every_split_loads_as_it_was_written(tmp_path: Path, config: str) -> None:
    file = new_project(tmp_path)
    take(file, SEEDS)
    take(file, EXAMPLE / "gold.jsonl", layer="ann")
    splits = ("train", "dev", "test")
    exported(file, tmp_path / "export", split="train=0.4,dev=0.3,test=0.3")

    for split in splits:
        written = records((tmp_path / f"export/data/{config}-{split}-00000.jsonl").read_bytes())
        assert list(load(tmp_path / "export", config, split)) == written
        assert {one["split"] for one in written} == {split}


def test_documents_are_the_default(export: Path) -> None:
    assert load(export).column_names == load(export, "documents").column_names


@pytest.mark.parametrize("name", [DOCUMENTS, SENTENCES])
def test_a_file_alone_loads_without_the_card(export: Path, name: str) -> None:
    loaded = datasets.load_dataset(
        "json",
        data_files=str(export / name),
        split="train",
        cache_dir=str(export.parent / "loaded"),
    )

    assert list(loaded) == records((export / name).read_bytes())


def test_parquet_holds_the_same(export: Path, tmp_path: Path) -> None:
    load(export, "documents").to_parquet(str(tmp_path / "documents.parquet"))

    again = datasets.load_dataset(
        "parquet",
        data_files=str(tmp_path / "documents.parquet"),
        split="train",
        cache_dir=str(tmp_path / "loaded"),
    )

    assert list(again) == records((export / DOCUMENTS).read_bytes())


@pytest.mark.parametrize("name", [DOCUMENTS, SENTENCES])
def test_pandas_reads_lines_as_they_were_written(export: Path, name: str) -> None:
    frame = pandas.read_json(export / name, lines=True)

    written = records((export / name).read_bytes())
    assert list(frame.columns) == list(written[0])
    assert frame.to_dict("records") == written


def test_every_offset_agrees_in_datasets_and_pandas(export: Path) -> None:
    frame = pandas.read_json(export / DOCUMENTS, lines=True)
    loaded = list(load(export, "documents"))

    for found in (loaded, frame.to_dict("records")):
        quoted = [one for row in found for one in _quoted(row)]
        assert len(quoted) == 25  # 5 spans, 15 mentions, 5 triggers
        assert all(actual == expected for actual, expected in quoted)


def test_every_offset_agrees_in_sentences(export: Path) -> None:
    texts = {row["id"]: row["text"] for row in load(export, "documents")}

    for row in load(export, "sentences"):
        assert row["text"] == texts[row["doc_id"]][row["start"] : row["end"]]
        places = zip(row["tokens"], row["token_starts"], row["token_ends"], strict=True)
        assert all(row["text"][start:end] == token for token, start, end in places)
        assert len(row["ner_tags"]) == len(row["tokens"])
        assert all(actual == expected for actual, expected in _quoted(row))


def _quoted(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what stands at each place of a record, and what the record says stands there."""
    text = row["text"]
    for item in (*row["spans"], *row["entities"]):
        pieces = item.get("fragments") or [item]
        yield " ".join(text[one["start"] : one["end"]] for one in pieces), item["text"]
    for frame in (*row["incidents"], *row["claims"]):
        for piece in frame["trigger"]:
            yield text[piece["start"] : piece["end"]], piece["text"]
