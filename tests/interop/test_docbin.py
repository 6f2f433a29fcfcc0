"""spaCy's DocBin: spaCy reads what we write, and what is written comes back."""

import json
import random
import zlib
from pathlib import Path
from typing import Any

import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from spacy.tokens import DocBin

from annotator.formats.errors import ImportRefused
from annotator.formats.importing.mapping import Names
from tests.unit.formats.projects import (
    EXAMPLE,
    entity,
    example_record,
    exported,
    new_project,
    record,
    take,
    unit,
)
from tests.unit.formats.rich_records import as_gold, layers_of, read_back, rich_records, written

_GROUPS = ("entities", "content", "incidents", "claims")


def docs_of(path: Path) -> list[Any]:
    return list(DocBin().from_disk(path).get_docs(spacy.blank("en").vocab))


def write_doc(path: Path, doc: Any) -> Path:
    DocBin(store_user_data=True, docs=[doc]).to_disk(path)
    return path


def made(tmp_path: Path, *documents: dict[str, Any]) -> tuple[Any, list[dict[str, Any]]]:
    """Return the Doc that spaCy reads of the first record, and all losses."""
    files, losses = written("spacy", list(documents), tmp_path)
    return docs_of(tmp_path / next(iter(files)))[0], losses


def places(spans: Any) -> set[tuple[int, int, str, str, str]]:
    return {(s.start_char, s.end_char, s.label_, s.id_, s.kb_id_) for s in spans}


def test_the_example_is_written_as_the_reference_has_it(tmp_path: Path) -> None:
    finished = [{**one, "done": ["entities"]} for one in example_record()["sentences"]]

    doc, _ = made(tmp_path, {**example_record(), "sentences": finished})

    (wanted,) = docs_of(EXAMPLE / "d.spacy")
    assert doc.text == wanted.text
    assert [(e.text, e.label_) for e in doc.ents] == [(e.text, e.label_) for e in wanted.ents]
    for group in _GROUPS:
        kept = {one[:4] for one in places(doc.spans[group])}
        assert kept == {one[:4] for one in places(wanted.spans[group])}
    layers = json.loads(wanted.user_data["gold_json"])
    ours = json.loads(doc.user_data["gold_json"])
    assert {key: ours[key] for key in layers} == layers


def test_the_reference_is_read_by_its_spans(tmp_path: Path) -> None:
    (back,) = read_back("spacy", EXAMPLE / "d.spacy")

    found = {(o["id"], o["start"], o["end"]) for o in layers_of(back)["entities"]}
    whole = [one for one in example_record()["entities"] if not one["fragments"]]
    assert found == {(one["id"], one["start"], one["end"]) for one in whole}
    assert back.layer and {one.layer for one in back.layer.completions} == {"entities"}


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(document=rich_records())
def test_what_was_written_comes_back(
    tmp_path_factory: pytest.TempPathFactory, document: dict[str, Any]
) -> None:
    folder = tmp_path_factory.mktemp("spacy")
    files, losses = written("spacy", [document], folder)
    (path,) = files

    (back,) = read_back("spacy", folder / path)

    wanted = as_gold(document)
    assert (back.document[1:], back.layer) == (wanted.document[1:], wanted.layer)
    assert {one["severity"] for one in losses} <= {"moved"}
    (doc,) = docs_of(folder / path)
    moved = {(one["item"], one["part"]) for one in losses}
    for layer, group in zip(("entities", "spans", "incidents", "claims"), _GROUPS, strict=True):
        kept = {one["id"] for one in document[layer] if (one["id"], "span") not in moved}
        assert {span.id_ for span in doc.spans[group]} == kept
    for span in doc.spans["entities"]:
        item = next(one for one in document["entities"] if one["id"] == span.id_)
        assert (span.start_char, span.end_char, span.text) == (
            *(item["start"], item["end"]),
            item["text"],
        )
        assert (span in doc.ents) or (span.id_, "ents") in moved


def test_tokens_that_nobody_finished_are_missing_and_not_outside(tmp_path: Path) -> None:
    text = "Kabul fell. Herat fell."
    units = [unit(1, 0, 11, done=["entities"]), unit(2, 12, 23)]
    mentions = [entity(1, 0, 5, "Kabul"), entity(2, 12, 17, "Herat")]

    doc, losses = made(tmp_path, record(text, sentences=units, entities=mentions))

    assert [token.ent_iob_ for token in doc] == ["B", "O", "O", "", "", ""]
    assert [token.is_sent_start for token in doc] == [True, False, False, True, False, False]
    assert [span.text for span in doc.spans["entities"]] == ["Kabul", "Herat"]
    assert ("e_000000000002", "ents") in {(one["item"], one["part"]) for one in losses}


def test_no_mention_in_pieces_is_its_hull(tmp_path: Path) -> None:
    pieces = [{"start": 0, "end": 5}, {"start": 10, "end": 16}]
    whole = entity(2, 6, 9, "and")
    mention = entity(1, 0, 16, "North Waziri", fragments=pieces)
    text = "North and Waziri fell."
    units = [unit(1, 0, len(text), done=["entities"])]

    doc, losses = made(tmp_path, record(text, sentences=units, entities=[mention, whole]))

    assert [span.text for span in doc.ents] == ["and"]
    assert ("e_000000000001", "span") in {(one["item"], one["part"]) for one in losses}


def test_an_export_has_a_folder_for_each_split(tmp_path: Path) -> None:
    file = new_project(tmp_path)
    take(file, EXAMPLE / "gold.jsonl", layer="ann")

    files = exported(file, tmp_path / "a", formats=("spacy",), split="train=0.5,dev=0.5")
    again = exported(file, tmp_path / "b", formats=("spacy",), split="train=0.5,dev=0.5")

    (name,) = (name for name in files if name.endswith(".spacy"))
    assert name.startswith(("spacy/train/d_", "spacy/dev/d_"))
    assert files == again


def test_what_others_wrote_is_read_by_its_ents_and_groups(tmp_path: Path) -> None:
    doc = spacy.blank("en")("Kabul fell on Monday.")
    doc.set_ents([doc.char_span(0, 5, label="TOWN")], default="outside")
    doc.spans["sc"] = [doc.char_span(0, 5, label="TOWN"), doc.char_span(14, 20, label="DATE")]

    (back,) = read_back(
        "spacy", write_doc(tmp_path / "a.spacy", doc), names=Names(types={"TOWN": "GPE"})
    )

    found = [(one["text"], one["type"]) for one in layers_of(back)["entities"]]
    assert found == [("Kabul", "GPE"), ("Monday", "DATE")]
    assert back.layer and len(back.layer.completions) == 1


def test_a_doc_of_which_nobody_said_all_is_not_finished(tmp_path: Path) -> None:
    doc = spacy.blank("en")("Kabul fell on Monday.")
    doc.spans["sc"] = [doc.char_span(0, 5, label="GPE")]

    (back,) = read_back("spacy", write_doc(tmp_path / "a.spacy", doc))

    assert back.layer and not back.layer.completions


def test_a_record_that_is_not_of_its_text_is_refused(tmp_path: Path) -> None:
    _, _ = written("spacy", [record()], tmp_path)
    (path,) = tmp_path.rglob("*.spacy")
    (doc,) = docs_of(path)
    other = spacy.blank("en")("Herat fell.")
    other.user_data.update(doc.user_data)

    with pytest.raises(ImportRefused, match=r"a.spacy, document 1: "):
        read_back("spacy", write_doc(tmp_path / "a.spacy", other))


def test_a_type_that_the_scheme_does_not_have_is_refused(tmp_path: Path) -> None:
    doc = spacy.blank("en")("Kabul fell.")
    doc.set_ents([doc.char_span(0, 5, label="TOWN")], default="outside")

    with pytest.raises(ImportRefused, match=r"document 1: ents 1: the scheme has no type TOWN"):
        read_back("spacy", write_doc(tmp_path / "a.spacy", doc))


@pytest.mark.parametrize(
    "data", [b"x", b"x\x9c", zlib.compress(b"\xff" * 50), zlib.compress(b"\x80"), b"xyz" * 30]
)
def test_what_is_no_docbin_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.spacy"
    path.write_bytes(data)

    with pytest.raises(ImportRefused, match=r"a\.spacy: .*(write|cut) it"):
        read_back("spacy", path)


def test_a_file_that_was_cut_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.spacy"
    path.write_bytes((EXAMPLE / "d.spacy").read_bytes()[:-40])

    with pytest.raises(ImportRefused, match=r"a\.spacy: "):
        read_back("spacy", path)


def test_mutated_files_are_read_or_refused(tmp_path: Path) -> None:
    whole = zlib.decompress((EXAMPLE / "d.spacy").read_bytes())
    path = tmp_path / "a.spacy"
    refused = 0
    for seed in range(300):
        chance = random.Random(seed)
        data = bytearray(whole)
        for _ in range(chance.randrange(1, 6)):
            at = chance.randrange(len(data))
            data[at : at + chance.randrange(3)] = chance.randbytes(chance.randrange(3))
        path.write_bytes(zlib.compress(bytes(data)))
        try:
            read_back("spacy", path)
        except ImportRefused as error:
            assert str(error).startswith("a.spacy")
            refused += 1
    assert refused
