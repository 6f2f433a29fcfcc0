"""GLiNER, GLiNER2 and conversations: ranges and surfaces that are where they say."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from tests.unit.formats.projects import EXAMPLE, entity, example_record, record, unit
from tests.unit.formats.rich_records import rich_records, written

ALL = ["entities", "incidents", "claims"]

quick = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def of(name: str, document: dict[str, Any], folder: Path) -> tuple[list[Any], list[Any]]:
    """Return what a format holds of a document all of which is finished, and its losses."""
    units = [{**one, "done": ALL} for one in document["sentences"]]
    files, losses = written(name, [{**document, "sentences": units}], folder)
    (data,) = files.values() or [b""]
    text = data.decode()
    found = json.loads(text) if name == "gliner" else [json.loads(o) for o in text.splitlines()]
    return found, losses


def test_gliner_holds_what_the_reference_does(tmp_path: Path) -> None:
    found, _ = of("gliner", example_record(), tmp_path)

    (wanted,) = json.loads((EXAMPLE / "gliner.json").read_bytes())
    assert [token for one in found for token in one["tokenized_text"]] == wanted["tokenized_text"]
    begun, ranges = 0, []
    for one in found:
        ranges += [[begun + start, begun + end, kind] for start, end, kind in one["ner"]]
        begun += len(one["tokenized_text"])
    assert sorted(ranges) == sorted(wanted["ner"])


@quick
@given(document=rich_records())
def test_gliner_ranges_are_the_mentions(
    tmp_path_factory: pytest.TempPathFactory, document: dict[str, Any]
) -> None:
    found, losses = (
        of("gliner", document, tmp_path_factory.mktemp("gliner"))
        if _has_words(document)
        else ([], [])
    )
    lost = {one["item"] for one in losses}

    ranges = [
        ("".join(one["tokenized_text"][start : end + 1]), kind)
        for one in found
        for start, end, kind in one["ner"]
    ]
    wanted = [
        ("".join(one["text"].split()), one["type"].replace("_", " ").lower())
        for one in document["entities"]
        if one["id"] not in lost and _has_words(document)
    ]
    assert sorted(("".join(text.split()), kind) for text, kind in ranges) == sorted(wanted)


def _has_words(document: dict[str, Any]) -> bool:
    return any(document["text"][one["start"] : one["end"]].split() for one in document["sentences"])


@quick
@given(document=rich_records())
def test_surfaces_of_gliner2_occur(
    tmp_path_factory: pytest.TempPathFactory, document: dict[str, Any]
) -> None:
    found, _ = (
        of("gliner2", document, tmp_path_factory.mktemp("gliner2"))
        if _has_words(document)
        else ([], [])
    )

    for one in found:
        output = one["output"]
        surfaces = [text for texts in output["entities"].values() for text in texts]
        for structure in output["json_structures"]:
            for fields in structure.values():
                for value in fields.values():
                    surfaces += value if isinstance(value, list) else [value]
        for relation in output["relations"]:
            surfaces += [text for ends in relation.values() for text in ends.values()]
        assert all(text in one["input"] for text in surfaces)


def test_gliner2_holds_frames_as_structures(tmp_path: Path) -> None:
    found, losses = of("gliner2", example_record(), tmp_path)

    structures = [one for example in found for one in example["output"]["json_structures"]]
    assert structures[0] == {
        "attack civilians": {
            "trigger": "killed",
            "perpetrator": "Gunmen",
            "killed": "at least 12 people",
            "injured": "at least 12 people",
            "place": ["hospital in western Karvan", "Karvan"],
            "time": "Tuesday",
        }
    }
    assert ("e_3f0f7a378735", "item") in {(one["item"], one["part"]) for one in losses}


@quick
@given(document=rich_records())
def test_places_of_answers_are_found_again(
    tmp_path_factory: pytest.TempPathFactory, document: dict[str, Any]
) -> None:
    found, _ = (
        of("chat", document, tmp_path_factory.mktemp("chat")) if _has_words(document) else ([], [])
    )

    starts = []
    for one in found:
        system, user, assistant = one["messages"]
        assert [message["role"] for message in one["messages"]] == ["system", "user", "assistant"]
        assert "ATTACK_CIVILIANS" in system["content"]
        for item in json.loads(assistant["content"])["entities"]:
            places = item["place"] if isinstance(item["place"], list) else [item["place"]]
            starts += [_find(user["content"], place) for place in places]
    assert all(start >= 0 for start in starts)


def _find(text: str, place: dict[str, Any]) -> int:
    at = -1
    for _ in range(place["occurrence"]):
        at = text.find(place["text"], at + 1)
    return at


def test_an_answer_names_the_place_by_its_occurrence(tmp_path: Path) -> None:
    text = "Kabul fell; Kabul burns."
    document = record(
        text, sentences=[unit(1, 0, len(text))], entities=[entity(1, 12, 17, "Kabul")]
    )

    (one,), _ = of("chat", document, tmp_path)

    (found,) = json.loads(one["messages"][2]["content"])["entities"]
    assert found == {"type": "GPE", "place": {"text": "Kabul", "occurrence": 2}}


@pytest.mark.parametrize("name", ["gliner", "gliner2", "chat"])
def test_a_sentence_that_nobody_finished_is_no_example(name: str, tmp_path: Path) -> None:
    document = record("Kabul fell.", entities=[entity(1, 0, 5, "Kabul")])

    files, losses = written(name, [document], tmp_path)

    assert files == {}
    assert [one["part"] for one in losses if one["item"] == "S1"] == ["sentence"]
