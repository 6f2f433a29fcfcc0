"""The flat tables: plain columns, the same bytes twice, nothing that a spreadsheet obeys."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from annotator.formats.errors import ExportRefused
from annotator.formats.exporting.run import ExportOptions, export
from annotator.formats.tables import layout_for, table_lines
from annotator.model.gold import LossReport
from annotator.store.project_file import ProjectFile
from tests.unit.formats.projects import (
    EXAMPLE,
    contents,
    entity,
    example_record,
    exported,
    new_project,
    record,
    scheme,
    take,
)

TABLES = ("mentions", "incidents", "claims", "relations")


@pytest.fixture
def file(tmp_path: Path) -> ProjectFile:
    (tmp_path / "project").mkdir()
    file = new_project(tmp_path / "project")
    take(file, EXAMPLE / "gold.jsonl", layer="ann")
    return file


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def lines_of(document: dict[str, Any], table: str) -> list[dict[str, Any]]:
    found = table_lines(layout_for(scheme(), ("jsonl",)), document)[table, "jsonl"]
    return [json.loads(line) for line in found.decode().split("\n") if line]


def test_each_item_is_one_row_of_its_table(file: ProjectFile, tmp_path: Path) -> None:
    files = exported(file, tmp_path / "gold", tables=("csv", "jsonl"))
    example = example_record()
    layers = ("entities", "incidents", "claims", "relations")
    for table, layer in zip(TABLES, layers, strict=True):
        wanted = [item["id"] for item in example[layer]]
        assert [row["id"] for row in rows(files[f"tables/{table}.csv"])] == wanted
        found = [json.loads(one) for one in files[f"tables/{table}.jsonl"].decode().splitlines()]
        assert [row["id"] for row in found] == wanted


def test_an_incident_has_plain_columns(file: ProjectFile, tmp_path: Path) -> None:
    files = exported(file, tmp_path / "gold", tables=("csv",))
    first = rows(files["tables/incidents.csv"])[0]
    wanted = {
        "type": "ATTACK_CIVILIANS",
        "trigger": "killed",
        "sentence": "S1",
        "perpetrator": "Gunmen",
        "place": "hospital in western Karvan; Karvan",
        "killed": "at least 12 people",
        "killed_min": "1",
        "killed_max": "",
        "killed_value": "1..",
        "killed_evidence": "killed and wounded at least 12 people",
        "date_from": "2031-06-03",
        "date_to": "2031-06-03",
        "negated": "false",
        "published_from": "2031-06-04",
    }
    assert {name: first[name] for name in wanted} == wanted


def test_a_claim_shows_what_fills_its_roles(file: ProjectFile, tmp_path: Path) -> None:
    files = exported(file, tmp_path / "gold", tables=("csv",))
    first, second, _ = rows(files["tables/claims.csv"])
    assert first["cue"] == "said" and first["source"] == "officials"
    assert first["content"].endswith("; killed (i_979156d6ddf6)")
    assert (second["stance"], second["blamed"]) == ("deny", "Northern Hills Front")
    assert second["incident"] == "attack (i_9acd00cf9950)"


def test_two_exports_are_the_same_bytes_and_what_was_written_before_goes(
    file: ProjectFile, tmp_path: Path
) -> None:
    one = exported(file, tmp_path / "one", tables=("csv", "jsonl"))
    two = exported(file, tmp_path / "two", tables=("jsonl", "csv", "csv"))
    assert one == two
    without = exported(file, tmp_path / "one")
    assert not any(name.startswith("tables/") for name in without)


def test_the_loss_report_says_what_the_tables_lose(file: ProjectFile, tmp_path: Path) -> None:
    files = exported(file, tmp_path / "gold", tables=("csv",))
    report = LossReport.model_validate_json(files["loss-report.json"])
    assert [target.target for target in report.targets] == ["jsonl", "tables", "registry.jsonl"]
    assert [loss.part for loss in report.targets[1].items] == [
        "done, skipped, unsure",
        "labels",
        "roles",
    ]


def test_an_export_with_tables_is_read_back_from_its_records(
    file: ProjectFile, tmp_path: Path
) -> None:
    exported(file, tmp_path / "gold", tables=("csv", "jsonl"))
    (tmp_path / "second").mkdir()
    second = new_project(tmp_path / "second")
    take(second, tmp_path / "gold")
    assert exported(second, tmp_path / "again", tables=("csv", "jsonl")) == contents(
        tmp_path / "gold"
    )


@pytest.mark.parametrize("text", ["=1+1", "+49", "-3", "@x", "\tx", "＝1"])
def test_text_that_looks_like_a_formula_is_disarmed_in_csv_only(text: str) -> None:
    document = record(text, entities=[entity(1, 0, len(text), text)])
    found = table_lines(layout_for(scheme(), ("csv", "jsonl")), document)
    assert f"'{text}".encode() in found["mentions", "csv"]
    assert json.loads(found["mentions", "jsonl"])["text"] == text


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [
        ("12", 12, 12),
        ("12..", 12, None),
        ("..26", None, 26),
        ("6..8", 6, 8),
        ("dozens", None, None),
    ],
)
def test_a_count_has_a_lowest_and_a_highest_number(
    value: str, low: int | None, high: int | None
) -> None:
    amount = {"name": "amount", "value": value, "evidence": ""}
    found = lines_of(record(entities=[entity(1, 0, 5, "Kabul", attributes=[amount])]), "mentions")
    assert (found[0]["amount_min"], found[0]["amount_max"]) == (low, high)
    assert found[0]["amount_value"] == value


def test_an_open_interval_has_an_empty_side() -> None:
    when = {"name": "when", "value": "2021-08/..", "evidence": ""}
    found = lines_of(record(entities=[entity(1, 0, 5, "Kabul", attributes=[when])]), "mentions")
    assert (found[0]["date_from"], found[0]["date_to"]) == ("2021-08", "")


def test_frames_that_fill_each_other_stand_in_no_sentence() -> None:
    def frame(number: int, target: int) -> dict[str, Any]:
        filler = {"role": "content", "kind": "claim", "target": f"c_{target:012}"}
        core = {"id": f"c_{number:012}", "type": "STATEMENT", "trigger": [], "attributes": []}
        tail = {"status": "annotation", "annotators": [], "origin": "human", "unsure": False}
        return {**core, "roles": [filler], **tail, "note": ""}

    found = lines_of(record(claims=[frame(1, 2), frame(2, 1)]), "claims")
    assert [(row["sentence"], row["content"]) for row in found] == [
        ("", "c_000000000002"),
        ("", "c_000000000001"),
    ]


def test_an_unknown_format_of_tables_is_refused(file: ProjectFile, tmp_path: Path) -> None:
    with pytest.raises(ExportRefused, match="Tables cannot be written as xlsx; they can as csv"):
        export(file, scheme(), tmp_path / "gold", ExportOptions("ann", tables=("xlsx",)))
    assert not (tmp_path / "gold").exists()


def test_parquet_says_what_it_takes(
    file: ProjectFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotator.formats.registry.find_spec", lambda name: None)

    asked: list[dict[str, Any]] = [{"tables": ("parquet",)}, {"formats": ("parquet",)}]
    for options in asked:
        with pytest.raises(ExportRefused, match=r"pip install 'annotator\[parquet\]'"):
            exported(file, tmp_path / "gold", **options)
