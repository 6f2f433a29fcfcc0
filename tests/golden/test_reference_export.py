"""The reference exports are what the tool writes from the demonstration, byte for byte."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.project import ExportOptions, ImportOptions, open_project
from docs import reference_gold

ROOT = Path(__file__).parent.parent.parent
REFERENCE = ROOT / "exports" / "demonstration"
GOLD = ROOT / "exports" / "gold"
LAYER = ROOT / "seeds" / "layers" / "ada.jsonl"


def contents(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder by their place in it."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


@pytest.mark.parametrize("zone", ["UTC", "Asia/Kabul"])
def test_the_reference_export_is_written_again_byte_for_byte(tmp_path: Path, zone: str) -> None:
    environment = {**os.environ, "TZ": zone, "LC_ALL": "C", "PYTHONHASHSEED": str(len(zone))}

    def annotator(*arguments: str) -> None:
        command = [sys.executable, "-m", "annotator", "-p", str(tmp_path / "demonstration.db")]
        subprocess.run(
            [*command, "--as", "ada", *arguments], check=True, env=environment, cwd=tmp_path
        )

    annotator("import", str(ROOT / "seeds"), str(LAYER))
    annotator("verify")
    annotator("export", str(tmp_path / "out"), "--exported-at", "2026-11-22T12:00:00.000Z")
    assert contents(tmp_path / "out") == contents(REFERENCE)


def test_the_layer_is_the_data_of_the_reference_export() -> None:
    exported = REFERENCE / "data" / "documents-train-00000.jsonl"
    assert exported.read_bytes() == LAYER.read_bytes()


def test_the_reference_gold_is_written_again_byte_for_byte(tmp_path: Path) -> None:
    reference_gold.write(tmp_path, tmp_path / "out")

    assert contents(tmp_path / "out") == contents(GOLD)


def test_the_reference_gold_comes_out_of_another_project_as_it_is(tmp_path: Path) -> None:
    with open_project(tmp_path / "demonstration.db", create=True) as project:
        project.import_paths([GOLD], ImportOptions("lead"))
        options = ExportOptions("gold", reference_gold.EXPORTED_AT, with_votes=True)
        project.export(tmp_path / "out", options)

    assert contents(tmp_path / "out") == contents(GOLD)
