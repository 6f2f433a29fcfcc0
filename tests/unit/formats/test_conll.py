"""Columns of tags: every spelling is read, what is written is what the records say."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from annotator.formats.conll import as_bioes
from annotator.formats.errors import ImportRefused
from annotator.formats.gold.sentences import sentence_records
from annotator.formats.importing.mapping import Names
from tests.unit.formats.projects import EXAMPLE, entity, example_record, record, unit
from tests.unit.formats.rich_records import layers_of, read_back, rich_records, written

WNUT = Path("tests/data/samples/wnut17/emerging.test.first400.conll")


def read(folder: Path, lines: str) -> list[tuple[str, str]]:
    path = folder / "a.conll"
    path.write_text(lines)
    (one,) = read_back("conll", path)
    return [(item["text"], item["type"]) for item in layers_of(one)["entities"]]


def test_the_example_is_written_as_the_reference_has_it(tmp_path: Path) -> None:
    files, _ = written("conll", [example_record()], tmp_path)

    made, wanted = (
        [line for line in text.decode().split("\n") if line]
        for text in (files["conll/train.conll"], (EXAMPLE / "gold.conll").read_bytes())
    )
    assert made == wanted


@pytest.mark.parametrize(
    ("tags", "wanted"),
    [
        (["B-GPE", "B-GPE", "I-GPE", "O"], ["a", "b c"]),
        (["I-GPE", "B-GPE", "I-GPE", "O"], ["a", "b c"]),
        (["I-GPE", "I-GPE", "O", "I-GPE"], ["a b", "d"]),
        (["S-GPE", "B-GPE", "I-GPE", "E-GPE"], ["a", "b c d"]),
        (["U-GPE", "B-GPE", "L-GPE", "O"], ["a", "b c"]),
        (["I-GPE", "I-DATE", "I-GPE", "O"], ["a", "b", "c"]),
    ],
)
def test_every_spelling_is_read(tmp_path: Path, tags: list[str], wanted: list[str]) -> None:
    lines = "\n".join(f"{token}\tX\t{tag}" for token, tag in zip("abcd", tags, strict=True))

    assert [text for text, _ in read(tmp_path, lines + "\n")] == wanted


def test_types_with_hyphens_are_cut_at_the_first(tmp_path: Path) -> None:
    names = Names(
        types={
            "creative-work": "EVENT",
            "corporation": "ORG",
            "group": "ORG",
            "location": "GPE",
            "person": "PERSON",
            "product": "",
        }
    )

    (one,) = read_back("conll", WNUT, names=names)

    lines = WNUT.read_text().split("\n")
    begun = [line for line in lines if "\tB-" in line and "product" not in line]
    found = layers_of(one)["entities"]
    assert len(found) == len(begun)
    works = sum("creative-work" in line for line in begun)
    assert works == sum(item["type"] == "EVENT" for item in found) > 0
    blocks = [block for block in "\n".join(lines).split("\n\n") if block.strip()]
    assert len(one.document.sentences) == len(blocks)
    assert one.layer
    assert {item.layer for item in one.layer.completions} == {"entities"}


def test_articles_are_parted_by_docstart(tmp_path: Path) -> None:
    path = tmp_path / "a.conll"
    path.write_text("-DOCSTART- -X- O\n\nKabul B-GPE\n\n-DOCSTART- -X- O\n\nHerat B-GPE\n\n")

    found = read_back("conll", path)

    assert [one.document.text.strip() for one in found] == ["Kabul", "Herat"]
    assert [one.document.article.source for one in found] == ["a.conll:1", "a.conll:2"]


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(document=rich_records())
def test_what_is_not_lost_comes_back(
    tmp_path_factory: pytest.TempPathFactory, document: dict[str, Any]
) -> None:
    folder = tmp_path_factory.mktemp("conll")
    _, losses = written("conll", [document], folder)
    lost = {one["item"] for one in losses}
    kept = [one for one in document["entities"] if one["id"] not in lost]
    tagged = any(len(one["tokens"]) for one in sentence_records(document).records)
    if not tagged:
        return

    (back,) = read_back("conll", folder / "conll/train.conll")

    found = [(one["text"].replace(" ", ""), one["type"]) for one in layers_of(back)["entities"]]
    for one in kept:
        assert ("".join(one["text"].split()), one["type"]) in found


def test_sentences_that_nobody_finished_are_left_out(tmp_path: Path) -> None:
    text = "Kabul fell. Herat fell."
    units = [unit(1, 0, 11, done=["entities"]), unit(2, 12, 23)]
    document = record(text, sentences=units, entities=[entity(1, 12, 17, "Herat")])

    files, losses = written("conll", [document], tmp_path)

    assert "Herat" not in files["conll/train.conll"].decode()
    assert [one["part"] for one in losses if one["item"] == "S2"] == ["sentence"]


def test_bioes_marks_ends() -> None:
    tags = ["B-GPE", "O", "B-GPE", "I-GPE", "I-GPE", "B-DATE", "B-DATE", "I-DATE"]

    assert as_bioes(tags) == [
        *("S-GPE", "O", "B-GPE", "I-GPE", "E-GPE", "S-DATE", "B-DATE", "E-DATE"),
    ]


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ("Kabul B-GPE\nfell\n", "a.conll, line 2: the line does not end in a tag"),
        ("x O\nKabul B-TOWN\n", "a.conll, line 2: mention 1: the scheme has no type TOWN"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, lines: str, why: str) -> None:
    with pytest.raises(ImportRefused) as error:
        read(tmp_path, lines)

    assert why in str(error.value)
