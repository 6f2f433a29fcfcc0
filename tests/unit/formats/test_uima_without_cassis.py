"""Without the library a CAS is told from other files, and one hears what to install for it."""

from pathlib import Path

import pytest

from annotator.formats.errors import ExportRefused, ImportRefused
from annotator.formats.importing.reading import Skipped, Source
from annotator.formats.registry import format_named
from tests.unit.formats.projects import EXAMPLE, exported, new_project, take
from tests.unit.formats.rich_records import read_back

HOW = "it takes cassis for this; install it with: pip install 'annotator[uima]'"
FILES = {"cas-json": "d.cas.json", "xmi": "d.xmi"}


@pytest.fixture(autouse=True)
def without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotator.formats.registry.find_spec", lambda name: None)


@pytest.mark.parametrize("name", FILES)
def test_reading_and_writing_say_what_to_install(tmp_path: Path, name: str) -> None:
    file = new_project(tmp_path)
    take(file, EXAMPLE / "gold.jsonl", layer="ann")

    with pytest.raises(ImportRefused) as refused:
        take(file, EXAMPLE / FILES[name], layer="ann")
    with pytest.raises(ExportRefused) as unwritten:
        exported(file, tmp_path / "out", formats=(name,))

    assert str(refused.value) == f"{FILES[name]}: {HOW}."
    assert HOW in str(unwritten.value)


def test_a_folder_is_read_without_them(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.json").write_bytes((EXAMPLE / "d.cas.json").read_bytes())
    (folder / "b.txt").write_text("Somebody came.")

    report = take(new_project(tmp_path), folder, layer="ann")

    assert (report.articles, report.skipped) == (1, (Skipped("a.json", HOW),))


def test_other_files_of_the_same_ending_need_nothing(tmp_path: Path) -> None:
    """One-document files of WikiEvents end in .json as well."""
    record = b'{"sent_id": "1", "tokens": ["Kabul", "fell"], "entity_mentions": []}\n'
    (tmp_path / "a.json").write_bytes(record)

    assert read_back("wikievents", tmp_path / "a.json")[0].document.text == "Kabul fell"
    assert take(new_project(tmp_path), tmp_path / "a.json", layer="ann").articles == 1


def test_a_type_system_is_no_cas(tmp_path: Path) -> None:
    reader = format_named("xmi").reader()

    assert not reader.recognises(Source(EXAMPLE / "TypeSystem.xml", "TypeSystem.xml", {}))
    assert reader.recognises(Source(EXAMPLE / "d.xmi", "d.xmi", {}))
