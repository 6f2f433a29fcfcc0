"""Exports: the reference record as it should be, every file in its place, nothing half-written."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from annotator import __version__
from annotator.formats.errors import ExportRefused
from annotator.formats.exporting import run as exporting
from annotator.formats.exporting.run import ExportOptions, export
from annotator.labelling.commands.annotations import CreateMention
from annotator.labelling.commands.sentences import MergeSentence
from annotator.labelling.session import Session
from annotator.model.gold import (
    GoldDecision,
    GoldDocument,
    GoldRegistryEntry,
    GoldSentence,
    LossReport,
)
from annotator.model.ids import article_id, hash_text
from annotator.model.json_schemas import SCHEMAS
from annotator.model.spans import Span
from annotator.store.project_file import ProjectFile
from tests.unit.formats.projects import (
    EXAMPLE,
    EXPORTED_AT,
    SEEDS,
    contents,
    entity,
    example_record,
    exported,
    new_project,
    record,
    records,
    scheme,
    scheme_source,
    take,
    unit,
    write_records,
)

DOCUMENTS = "data/documents-train-00000.jsonl"
SENTENCES = "data/sentences-train-00000.jsonl"
FILES = {
    "README.md",
    "scheme.toml",
    "registry.jsonl",
    "decisions.jsonl",
    "loss-report.json",
    DOCUMENTS,
    SENTENCES,
    *(f"schemas/{name}" for name in SCHEMAS),
}


@pytest.fixture
def file(tmp_path: Path) -> ProjectFile:
    (tmp_path / "project").mkdir()
    return new_project(tmp_path / "project")


@pytest.fixture
def dest(tmp_path: Path) -> Path:
    (tmp_path / "exports").mkdir()
    return tmp_path / "exports" / "gold"


def as_anns(found: dict[str, Any]) -> dict[str, Any]:
    """The reference record as one annotator's layer of the present project."""
    tail = {"status": "annotation", "annotators": ["ann"], "derived_from": []}
    layers = ("entities", "incidents", "claims", "relations", "labels")
    for layer in layers:
        found[layer] = [{**item, **tail} for item in found[layer]]
    found["scheme"] = {"name": scheme().name, "version": scheme().version}
    found["scheme"]["hash"] = scheme().source_hash
    provenance = {"tool": "annotator", "tool_version": __version__, "annotators": ["ann"]}
    found["provenance"] |= {**provenance, "adjudicator": "", "agreement": []}
    return found


# ------------------------------------------------------------------------ the models


@pytest.mark.parametrize(
    ("name", "model"),
    [
        ("gold.jsonl", GoldDocument),
        ("gold-sentences.jsonl", GoldSentence),
        ("registry.jsonl", GoldRegistryEntry),
        ("decisions.jsonl", GoldDecision),
    ],
)
def test_the_models_are_the_reference_key_by_key(name: str, model: Any) -> None:
    for line in (EXAMPLE / name).read_text(encoding="utf-8").splitlines():
        read = model.model_validate_json(line)
        assert read.model_dump_json(exclude_unset=True) == line


def test_the_loss_report_has_the_shape_of_the_reference() -> None:
    data = (EXAMPLE / "loss-report.json").read_bytes()

    assert LossReport.model_validate_json(data).model_dump(mode="json") == json.loads(data)


# ------------------------------------------------------------------------ the reference record


def test_the_reference_comes_out_as_it_went_in(file: ProjectFile, dest: Path) -> None:
    take(file, EXAMPLE / "gold.jsonl", layer="ann")

    found = exported(file, dest)

    assert records(found[DOCUMENTS]) == [as_anns(example_record())]
    sentences = [
        {**sentence, "annotators": ["ann"]}
        for sentence in records((EXAMPLE / "gold-sentences.jsonl").read_bytes())
    ]
    assert sorted(records(found[SENTENCES]), key=lambda one: str(one["id"])) == sentences


def test_the_card_declares_the_features_of_the_reference(file: ProjectFile, dest: Path) -> None:
    take(file, EXAMPLE / "gold.jsonl", layer="ann")

    card = exported(file, dest)["README.md"].decode()

    reference = (EXAMPLE / "README.dataset-card.md").read_text(encoding="utf-8")
    assert card.split("---\n")[1] == reference.split("---\n")[1]
    assert "one person's work, not adjudicated" in card


def test_the_card_of_mixed_licences_names_them_all(file: ProjectFile, dest: Path) -> None:
    take(file, SEEDS)

    card = exported(file, dest)["README.md"].decode()

    assert card.startswith("---\nlicense: other\nlanguage: [en]\n")
    assert "- Licences of the texts: CC-BY-4.0 (1), not stated (4)\n" in card


def test_metadata_cannot_break_the_card(file: ProjectFile, dest: Path, tmp_path: Path) -> None:
    bad = record(language="no", license="a: [b\n---\n")
    take(file, write_records(tmp_path / "g.jsonl", bad))

    card = exported(file, dest)["README.md"].decode()

    assert card.startswith('---\nlicense: "a: [b\\n---\\n"\nlanguage: ["no"]\nconfigs:\n')


# ------------------------------------------------------------------------ the folder


def test_an_export_holds_these_files(file: ProjectFile, dest: Path) -> None:
    take(file, SEEDS)

    found = exported(file, dest)

    assert set(found) == FILES
    assert found["scheme.toml"] == scheme_source()
    assert (found["registry.jsonl"], found["decisions.jsonl"]) == (b"", b"")
    assert json.loads(found["loss-report.json"])["targets"] == [{"target": "jsonl", "items": []}]
    assert oct(dest.stat().st_mode & 0o777) == oct(0o777 & ~_umask())
    assert [path.name for path in dest.parent.iterdir()] == ["gold"]


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def test_every_line_fits_its_schema_and_its_model(file: ProjectFile, dest: Path) -> None:
    take(file, SEEDS)
    take(file, EXAMPLE / "gold.jsonl", layer="ann")

    found = exported(file, dest)

    models: list[tuple[str, str, Any]] = [
        (DOCUMENTS, "news-gold-document", GoldDocument),
        (SENTENCES, "news-gold-sentence", GoldSentence),
        ("loss-report.json", "loss-report", LossReport),
    ]
    for name, schema, model in models:
        validator = Draft202012Validator(json.loads(found[f"schemas/{schema}.schema.json"]))
        for line in found[name].decode().split("\n")[:-1]:
            validator.validate(json.loads(line))
            assert model.model_validate_json(line).model_dump_json(exclude_unset=True) == line


def test_the_fullest_record_comes_first_the_others_by_id(file: ProjectFile, dest: Path) -> None:
    take(file, SEEDS)
    take(file, EXAMPLE / "gold.jsonl", layer="ann")

    found = exported(file, dest)

    ids = [one["id"] for one in records(found[DOCUMENTS])]
    assert ids[0] == example_record()["id"]
    assert ids[1:] == sorted(ids[1:])
    sentences = [(one["doc_id"], one["index"]) for one in records(found[SENTENCES])]
    assert sentences[0] == (ids[0], 0)
    assert sentences[1:] == sorted(sentences[1:])


def test_an_export_is_replaced_and_other_files_in_it_stay(file: ProjectFile, dest: Path) -> None:
    take(file, SEEDS / "000_45ab1ff2107d4ea8.txt")
    exported(file, dest)
    (dest / "notes.txt").write_text("mine")
    (dest / "data" / "documents-train-00001.jsonl").write_text("left over\n")
    take(file, SEEDS)

    found = exported(file, dest)

    assert set(found) == {*FILES, "notes.txt"}
    assert len(records(found[DOCUMENTS])) == 5


def test_an_empty_folder_is_taken(file: ProjectFile, dest: Path) -> None:
    take(file, SEEDS)
    dest.mkdir()

    assert set(exported(file, dest)) == FILES


def test_a_folder_of_something_else_is_refused(file: ProjectFile, dest: Path) -> None:
    take(file, SEEDS)
    dest.mkdir()
    (dest / "README.md").write_text("mine")
    (dest / "thesis.txt").write_text("mine")

    with pytest.raises(ExportRefused) as refused:
        exported(file, dest)

    assert str(refused.value) == (
        f"{dest} is not empty and was not written by export; name another folder, or write into it "
        "with --force (other files in it stay)."
    )
    assert contents(dest) == {"README.md": b"mine", "thesis.txt": b"mine"}


def test_force_writes_beside_other_files(file: ProjectFile, dest: Path) -> None:
    take(file, SEEDS)
    dest.mkdir()
    (dest / "thesis.txt").write_text("mine")

    found = exported(file, dest, force=True)

    assert set(found) == {*FILES, "thesis.txt"}


def test_a_file_in_the_way_is_refused(file: ProjectFile, dest: Path) -> None:
    take(file, SEEDS)
    dest.write_text("mine")

    with pytest.raises(ExportRefused, match="is a file; name a folder for the export"):
        exported(file, dest, force=True)


def test_a_folder_that_cannot_be_written_is_refused(file: ProjectFile, dest: Path) -> None:
    take(file, SEEDS)
    dest.parent.joinpath("file").write_text("")

    with pytest.raises(ExportRefused) as refused:
        exported(file, dest.parent / "file" / "gold")

    assert str(refused.value) == (
        f"{dest.parent / 'file' / 'gold'} cannot be written (not a directory)."
    )


def test_a_full_disk_leaves_what_was_there(
    file: ProjectFile, dest: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(file, SEEDS)
    before = exported(file, dest)

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("annotator.formats.exporting.folder.os.fsync", full)
    with pytest.raises(ExportRefused) as refused:
        exported(file, dest)

    assert str(refused.value) == f"{dest} cannot be written (no space left on device)."
    assert contents(dest) == before
    assert [path.name for path in dest.parent.iterdir()] == ["gold"]


def test_an_interrupted_export_leaves_nothing(
    file: ProjectFile, dest: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = (record(f"Report {number}.") for number in range(40))
    take(file, write_records(tmp_path / "many.jsonl", *many))

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(exporting, "render", interrupt)
    with pytest.raises(KeyboardInterrupt) as stopped:
        export(file, scheme(), dest, ExportOptions("ann"))

    assert list(dest.parent.iterdir()) == []
    assert stopped.tb  # whoever holds on to it must not hold the project
    assert not file.conn.in_transaction


# ------------------------------------------------------------------------ layers


def test_an_untouched_project_exports_its_articles(file: ProjectFile, dest: Path) -> None:
    take(file, SEEDS)

    report = export(file, scheme(), dest, ExportOptions("ann"))

    assert (report.articles, report.annotated, report.losses) == (5, 0, {})
    assert not any(one["annotated"] for one in records((dest / SENTENCES).read_bytes()))


@pytest.mark.parametrize(
    ("layer", "message"),
    [
        (
            "gold",
            "There is no gold yet, because nothing has been adjudicated; "
            "export somebody's layer with --layer NAME.",
        ),
        (
            "anna",
            "anna has done nothing in this project; name who did with --layer: ann, bea; "
            "did you mean ann?",
        ),
        (
            "zoe",
            "zoe has done nothing in this project; name who did with --layer: ann, bea.",
        ),
    ],
)
def test_a_layer_that_is_not_there_is_refused(
    file: ProjectFile, dest: Path, layer: str, message: str
) -> None:
    for name in ("ann", "bea"):
        take(file, EXAMPLE / "gold.jsonl", layer=name)

    with pytest.raises(ExportRefused) as refused:
        exported(file, dest, layer)

    assert str(refused.value) == message


def test_only_the_layer_that_was_asked_for_comes(
    file: ProjectFile, dest: Path, tmp_path: Path
) -> None:
    mine = record(entities=[entity(1, 0, 5, "Kabul")])
    hers = record(entities=[entity(2, 0, 5, "Kabul", annotators=["bea"])])
    take(file, write_records(tmp_path / "g.jsonl", mine, hers))

    found = records(exported(file, dest)[DOCUMENTS])

    assert [item["id"] for item in found[0]["entities"]] == ["e_000000000001"]


# ------------------------------------------------------------------------ sentence records


def test_what_runs_over_a_sentence_is_reported(
    file: ProjectFile, dest: Path, tmp_path: Path
) -> None:
    text = "Kabul fell. Herat fell."
    crossing = entity(1, 6, 17, "fell. Herat")
    inside = entity(2, 12, 17, "Herat")
    units = [unit(1, 0, 11), unit(2, 12, 23)]
    take(
        file,
        write_records(
            tmp_path / "g.jsonl", record(text, sentences=units, entities=[crossing, inside])
        ),
    )

    found = exported(file, dest)

    assert json.loads(found["loss-report.json"])["targets"][0]["items"] == [
        {
            "doc": article_id(hash_text(text)),
            "item": "e_000000000001",
            "part": "sentences",
            "severity": "moved",
            "why": "it runs out of S1; only the document record has it",
        }
    ]
    second, first = records(found[SENTENCES])
    assert (first["sentence_id"], first["entities"]) == ("S1", [])
    assert [item["start"] for item in second["entities"]] == [0]


def test_tags_are_the_outermost_mentions_in_one_piece(
    file: ProjectFile, dest: Path, tmp_path: Path
) -> None:
    text = "Kabul city police fell-back."
    mentions = [
        entity(1, 0, 5, "Kabul", type="GPE"),
        entity(2, 0, 10, "Kabul city", type="LOC"),
        entity(3, 6, 17, "city police", type="ORG"),
        entity(4, 18, 22, "fell", type="EVENT"),
        entity(
            5,
            0,
            17,
            "Kabul police",
            type="PERSON",
            fragments=[{"start": 0, "end": 5}, {"start": 11, "end": 17}],
        ),
    ]
    take(file, write_records(tmp_path / "g.jsonl", record(text, entities=mentions)))

    sentence = records(exported(file, dest)[SENTENCES])[0]

    assert sentence["tokens"] == ["Kabul", "city", "police", "fell-back", "."]
    assert sentence["ner_tags"] == ["B-LOC", "I-LOC", "O", "B-EVENT", "O"]


def test_a_sentence_joined_since_it_was_finished_counts_no_more(
    file: ProjectFile, dest: Path, tmp_path: Path
) -> None:
    units = [unit(1, 0, 11, done=["entities"]), unit(2, 12, 23, done=["entities"])]
    take(
        file,
        write_records(
            tmp_path / "g.jsonl",
            record("Kabul fell. Herat fell.", sentences=units, entities=[entity(1, 0, 5, "Kabul")]),
        ),
    )
    session = Session(file, scheme(), "ann", article_id(hash_text("Kabul fell. Herat fell.")))
    session.apply(MergeSentence(sentence=12))

    report = export(file, scheme(), dest, ExportOptions("ann"))

    assert report.losses == {"lost": 1}
    found = json.loads((dest / "loss-report.json").read_bytes())["targets"][0]["items"]
    assert (found[0]["item"], found[0]["part"]) == ("S1", "done entities")
    assert not records((dest / SENTENCES).read_bytes())[0]["annotated"]


# ------------------------------------------------------------------------ determinism


def test_the_time_is_that_of_the_last_change(file: ProjectFile, dest: Path) -> None:
    take(file, EXAMPLE / "gold.jsonl", layer="ann")
    imported = records(exported(file, dest)[DOCUMENTS])[0]["provenance"]["exported_at"]
    session = Session(file, scheme(), "ann", example_record()["id"])
    entry = session.apply(CreateMention(type="GPE", fragments=(Span(81, 87), Span(91, 98)))).entry

    edited = records(exported(file, dest)[DOCUMENTS])[0]["provenance"]["exported_at"]

    assert imported == EXPORTED_AT
    assert edited == max(EXPORTED_AT, entry.time)


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("2031-01-02T03:04:05Z", "2031-01-02T03:04:05.000Z"),
        ("2031-01-02T03:04:05.678+02:00", "2031-01-02T01:04:05.678Z"),
        ("2031-01-02", "2031-01-02T00:00:00.000Z"),
    ],
)
def test_the_time_can_be_given(file: ProjectFile, dest: Path, given: str, written: str) -> None:
    take(file, EXAMPLE / "gold.jsonl", layer="ann")

    found = exported(file, dest, exported_at=given)

    assert records(found[DOCUMENTS])[0]["provenance"]["exported_at"] == written


def test_a_time_that_is_none_is_refused(file: ProjectFile, dest: Path) -> None:
    take(file, SEEDS)

    with pytest.raises(ExportRefused) as refused:
        exported(file, dest, exported_at="now")

    assert str(refused.value) == (
        "--exported-at 'now' is no time; write it like 2023-09-15T12:00:00Z"
    )


def test_a_second_export_is_the_same_elsewhere(file: ProjectFile, dest: Path) -> None:
    take(file, SEEDS)
    take(file, EXAMPLE / "gold.jsonl", layer="ann")
    here = exported(file, dest)
    script = (
        "import sys; from pathlib import Path\n"
        "from tests.unit.formats.projects import exported, scheme\n"
        "from annotator.store.project_file import ProjectFile\n"
        "exported(ProjectFile.open(Path(sys.argv[1])), Path(sys.argv[2]))\n"
    )
    elsewhere = {"LC_ALL": "C", "TZ": "Asia/Kabul", "PYTHONHASHSEED": "7", "PYTHONUTF8": "0"}
    other = dest.parent / "other"

    subprocess.run(
        [sys.executable, "-c", script, file.path, other],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": ".", **elsewhere},
        check=True,
    )

    assert contents(other) == here


def test_a_damaged_project_is_not_exported(file: ProjectFile, dest: Path) -> None:
    take(file, EXAMPLE / "gold.jsonl", layer="ann")
    with file.write() as conn:
        conn.execute("UPDATE texts SET text = 'short'")

    with pytest.raises(ExportRefused) as refused:
        exported(file, dest)

    assert str(refused.value) == (
        f"{example_record()['id']}: its text is not the one that was imported; "
        "nothing was exported, see: annotator verify"
    )
    assert list(dest.parent.iterdir()) == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            "DELETE FROM annotations WHERE id = 'e_985d7514196f'",
            "i_979156d6ddf6: a role names e_985d7514196f, which is gone",
        ),
        (
            "DELETE FROM annotations WHERE id = 'c_ca706c401120'",
            "r_4a465b2d30c8: it links c_ca706c401120, which is gone",
        ),
        (
            """UPDATE annotations SET body = replace(body, '[2,8]', '[2,800]')
            WHERE id = 'e_63b7e05073cb'""",
            "e_63b7e05073cb: its range 2-800 lies outside the text of 226 characters",
        ),
    ],
)
def test_what_does_not_fit_is_not_exported(
    file: ProjectFile, dest: Path, change: str, message: str
) -> None:
    take(file, EXAMPLE / "gold.jsonl", layer="ann")
    with file.write() as conn:
        conn.execute(change)

    with pytest.raises(ExportRefused) as refused:
        exported(file, dest)

    assert str(refused.value) == (
        f"{example_record()['id']}, {message}; nothing was exported, see: annotator verify"
    )


def test_what_a_killed_export_left_behind_is_taken_away(tmp_path: Path) -> None:
    (tmp_path / "project").mkdir()
    file = new_project(tmp_path / "project")
    take(file, SEEDS)
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left = tmp_path / f".out.{ended.pid}-00000000.partial"
    running = tmp_path / f".out.{os.getpid()}-00000000.partial"
    other = tmp_path / f".other.{ended.pid}-00000000.partial"
    for folder in (left, running, other):
        (folder / "data").mkdir(parents=True)

    exported(file, tmp_path / "out")

    assert not left.exists()
    assert running.exists()
    assert other.exists()
