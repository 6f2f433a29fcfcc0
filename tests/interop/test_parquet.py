"""Parquet: what is read from it is what the records say, typed as the card says."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import datasets
import pandas
import pytest
from pyarrow import parquet

from annotator.formats.exporting.card import CONFIGS
from annotator.formats.exporting.run import ExportOptions, export
from annotator.formats.parquet import ParquetSink, record_schema, schema_of, table_bytes
from annotator.store.project_file import ProjectFile
from tests.unit.formats.projects import (
    EXAMPLE,
    SEEDS,
    contents,
    exported,
    new_project,
    record,
    records,
    scheme,
    take,
    write_records,
)

HOSTILE = "💥 [/b] \x1b[31mKabul\r\n fell.\u2028Herat\u2029e\u0301\u0085\u200b سلام \\u2028 \"'"


@pytest.fixture
def file(tmp_path: Path) -> ProjectFile:
    file = new_project(tmp_path)
    take(file, SEEDS)
    take(file, EXAMPLE / "gold.jsonl", layer="ann")
    take(file, write_records(tmp_path / "hostile.jsonl", record(HOSTILE)))
    return file


def by_id(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(found, key=lambda one: str(one["id"]))


@pytest.mark.parametrize("config", CONFIGS)
def test_the_records_are_the_same_in_all_splits(
    file: ProjectFile, tmp_path: Path, config: str
) -> None:
    files = exported(file, tmp_path / "a", formats=("parquet",), split="train=0.5,dev=0.5")

    for split in ("train", "dev"):
        found = parquet.read_table(tmp_path / f"a/parquet/{config}-{split}-00000.parquet")
        assert found.schema == record_schema(config)
        assert by_id(found.to_pylist()) == by_id(
            records(files[f"data/{config}-{split}-00000.jsonl"])
        )


@pytest.mark.parametrize("config", CONFIGS)
def test_datasets_reads_what_it_reads_of_the_lines(
    file: ProjectFile, tmp_path: Path, config: str
) -> None:
    files = exported(file, tmp_path / "a", formats=("parquet",))

    found = datasets.load_dataset(
        "parquet",
        data_files=str(tmp_path / f"a/parquet/{config}-train-00000.parquet"),
        split="train",
        cache_dir=str(tmp_path / "loaded"),
    )
    lines = datasets.load_dataset(
        str(tmp_path / "a"), config, split="train", cache_dir=str(tmp_path / "loaded")
    )

    assert found.features == lines.features
    assert by_id(list(found)) == by_id(records(files[f"data/{config}-train-00000.jsonl"]))


def test_two_exports_are_the_same_bytes(file: ProjectFile, tmp_path: Path) -> None:
    found = [
        exported(file, tmp_path / name, formats=("parquet",), tables=("parquet",))
        for name in ("a", "b")
    ]

    assert found[0] == found[1]


def test_tables_have_typed_columns(file: ProjectFile, tmp_path: Path) -> None:
    exported(file, tmp_path / "a", tables=("parquet", "csv"))

    incidents = parquet.read_table(tmp_path / "a/tables/incidents.parquet")
    types = {field.name: str(field.type) for field in incidents.schema}
    assert [types[name] for name in ("start", "killed_min", "unsure", "date_from")] == [
        *("int64", "int64", "bool"),
        "string",
    ]
    for table in ("mentions", "incidents", "claims", "relations"):
        typed = pandas.read_parquet(tmp_path / f"a/tables/{table}.parquet")
        plain = pandas.read_csv(tmp_path / f"a/tables/{table}.csv")
        assert list(typed.columns) == list(plain.columns)
        assert list(typed["id"]) == list(plain["id"])
    assert incidents["killed_min"].to_pylist().count(None) < len(incidents)


def test_rows_are_written_in_bounded_groups(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotator.formats.parquet._GROUP_BYTES", 1)
    schema = schema_of({"a": "string", "b": "int64"})
    path = tmp_path / "a.parquet"

    with path.open("wb") as stream:
        sink = ParquetSink(stream, schema)
        for number in range(3):
            sink.add(table_bytes(schema, [["x"], [number]]))
        sink.close()

    assert parquet.ParquetFile(path).num_row_groups == 3
    assert parquet.read_table(path)["b"].to_pylist() == [0, 1, 2]


def test_files_without_rows_have_their_columns(tmp_path: Path) -> None:
    exported(new_project(tmp_path), tmp_path / "a", formats=("parquet",), tables=("parquet",))

    for path in (tmp_path / "a").rglob("*.parquet"):
        assert parquet.read_table(path).num_rows == 0
        assert len(parquet.read_schema(path)) > 10


def test_a_cancelled_export_leaves_nothing(file: ProjectFile, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())

    def cancel(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export(file, scheme(), tmp_path / "a", ExportOptions("ann", formats=("parquet",)), cancel)

    assert sorted(tmp_path.iterdir()) == before


def test_a_killed_export_leaves_what_was_there(file: ProjectFile, tmp_path: Path) -> None:
    files = exported(file, tmp_path / "a", formats=("parquet",))
    killing = (
        "import os, pathlib, sys\n"
        "from annotator.project import ExportOptions, open_project\n"
        "with open_project(sys.argv[1]) as project:\n"
        "    options = ExportOptions('ann', formats=('parquet', 'spacy'), tables=('parquet',))\n"
        "    place = pathlib.Path(sys.argv[2])\n"
        "    project.export(place, options, lambda _: os.kill(os.getpid(), 9))\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", killing, str(file.path), str(tmp_path / "a")], check=False
    )

    assert done.returncode == -9
    assert contents(tmp_path / "a") == files
