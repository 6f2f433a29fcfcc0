"""WikiEvents, OneIE and DyGIE++: tokens that are where they say, both ways."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from annotator.formats.errors import ImportRefused
from annotator.formats.importing.mapping import Names
from tests.unit.formats.projects import entity, example_record, record, unit
from tests.unit.formats.rich_records import layers_of, read_back, rich_records, written

quick = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))


def put(folder: Path, *rows: dict[str, Any]) -> Path:
    path = folder / "a.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def texts(document: dict[str, Any], layer: str = "entities") -> list[tuple[str, str]]:
    return [("".join(one["text"].split()), one["type"]) for one in document[layer]]


@quick
@given(document=rich_records())
@pytest.mark.parametrize("name", ["wikievents", "dygie"])
def test_what_is_not_in_the_loss_report_comes_back(
    tmp_path_factory: pytest.TempPathFactory, name: str, document: dict[str, Any]
) -> None:
    folder = tmp_path_factory.mktemp(name)
    _, losses = written(name, [document], folder)
    lost = {one["item"] for one in losses if one["part"] == "item"}
    changed = {one["item"] for one in losses if one["part"] == "span"}
    parts = {(one["item"], one["part"]) for one in losses}
    line = json.loads((folder / f"{name}/train.jsonl").read_text())
    if not line["sentences"]:
        return

    (back,) = read_back(name, folder / f"{name}/train.jsonl")

    found = layers_of(back)
    kept = [one for one in document["entities"] if one["id"] not in lost]
    assert sorted(kind for _, kind in texts(found)) == sorted(one["type"] for one in kept)
    exact = [one for one in kept if one["id"] not in changed]
    for text, kind in texts({"entities": exact}):
        assert (text, kind) in texts(found)
    incidents = [one for one in document["incidents"] if one["id"] not in lost]
    assert len(found["incidents"]) == len(incidents)
    roles = [
        role["role"]
        for one in incidents
        for role in one["roles"]
        if (one["id"], f"role:{role['role']}") not in parts
    ]
    assert len([r for one in found["incidents"] for r in one["roles"]]) >= len(roles)


def test_wikievents_keeps_the_text_and_the_ids(tmp_path: Path) -> None:
    files, losses = written("wikievents", [example_record()], tmp_path)

    line = json.loads(files["wikievents/train.jsonl"])
    assert line["text"] == example_record()["text"]
    for one in (*line["entity_mentions"], *(one["trigger"] for one in line["event_mentions"])):
        there = "".join(line["tokens"][one["start"] : one["end"]])
        assert there == "".join(one["text"].split())
    (coref,) = [json.loads(files["wikievents/coref-train.jsonl"])]
    assert ["i_979156d6ddf6", "i_9acd00cf9950"] in coref["clusters"]
    lost = {(one["item"], one["part"]) for one in losses}
    assert ("e_3f0f7a378735", "item") in lost
    assert ("c_9461edb3ad1b", "item") in lost

    (back,) = read_back("wikievents", tmp_path / "wikievents/train.jsonl")
    assert {one["id"] for one in layers_of(back)["entities"]} == {
        one["id"] for one in example_record()["entities"] if one["id"] != "e_3f0f7a378735"
    }


WIKI = {
    "doc_id": "wiki_1",
    "tokens": ["Gunmen", "killed", "12", "in", "Karvan", "."],
    "text": "Gunmen  killed 12\nin Karvan.",
    "sentences": [],
    "entity_mentions": [
        {"id": "T1", "sent_idx": 0, "start": 4, "end": 5, "entity_type": "GPE", "text": "Karvan"}
    ],
    "relation_mentions": [],
    "event_mentions": [
        {
            "id": "E1",
            "event_type": "Life.Die",
            "trigger": {"start": 1, "end": 2, "text": "killed", "sent_idx": 0},
            "arguments": [{"entity_id": "T1", "role": "Place", "text": "Karvan"}],
        }
    ],
}
NAMES = Names({"Life.Die": "ATTACK_CIVILIANS"}, {"Place": "place"})


def test_the_published_form_of_wikievents_is_read(tmp_path: Path) -> None:
    (one,) = read_back("wikievents", put(tmp_path, WIKI), names=NAMES)

    assert one.document.text == WIKI["text"]
    (incident,) = layers_of(one)["incidents"]
    assert incident["trigger"][0]["text"] == "killed"
    assert [role["role"] for role in incident["roles"]] == ["place"]


def test_coreference_names_only_what_is_written(tmp_path: Path) -> None:
    pieces = [{"start": 0, "end": 5}, {"start": 6, "end": 10}]
    named = {"identity": "n_000000000001"}
    mentions = [
        entity(1, 0, 10, "Kabul fell", fragments=pieces, **named),
        entity(2, 0, 5, "Kabul", **named),
    ]

    files, _ = written("wikievents", [record("Kabul fell.", entities=mentions)], tmp_path)

    assert json.loads(files["wikievents/coref-train.jsonl"])["clusters"] == [["e_000000000002"]]


def test_lines_of_one_document_are_one_article_in_oneie(tmp_path: Path) -> None:
    rows = [
        {
            **{"doc_id": "d1", "sent_id": f"d1-{n}", "tokens": [place, "fell", "."]},
            "entity_mentions": [{"id": f"m{n}", "start": 0, "end": 1, "entity_type": "GPE"}],
        }
        for n, place in enumerate(("Kabul", "Herat"))
    ]

    (one,) = read_back("wikievents", put(tmp_path, *rows))

    assert one.document.text == "Kabul fell .\nHerat fell ."
    assert [item["text"] for item in layers_of(one)["entities"]] == ["Kabul", "Herat"]


DYGIE = {
    "doc_key": "d1",
    "sentences": [["Gunmen", "killed", "12"], ["Karvan", "fell"]],
    "ner": [[[0, 0, "ARMED_GROUP"], [2, 2, "PEOPLE"]], [[3, 3, "GPE"]]],
    "relations": [[], []],
    "events": [[[[1, "ATTACK_CIVILIANS"], [0, 0, "perpetrator"], [2, 2, "killed"]]], []],
    "clusters": [[[3, 3]]],
}


def test_dygie_is_read(tmp_path: Path) -> None:
    (one,) = read_back("dygie", put(tmp_path, DYGIE))

    found = layers_of(one)
    assert [item["text"] for item in found["entities"]] == ["Gunmen", "12", "Karvan"]
    (incident,) = found["incidents"]
    assert [role["role"] for role in incident["roles"]] == ["perpetrator", "killed"]
    assert one.left_out == ("coreference clusters; link mentions in the registry",)


def test_dygie_has_one_token_triggers_and_relations_of_one_sentence(tmp_path: Path) -> None:
    text = "Kabul fell. Herat fell."
    mentions = [entity(1, 0, 5, "Kabul"), entity(2, 12, 17, "Herat")]
    link = {
        **{"id": "r_000000000001", "type": "located_in", "attributes": []},
        **{"source": "e_000000000001", "target": "e_000000000002"},
    }
    document = record(
        text, sentences=[unit(1, 0, 11), unit(2, 12, 23)], entities=mentions, relations=[link]
    )

    files, losses = written("dygie", [document], tmp_path)

    line = json.loads(files["dygie/train.jsonl"])
    assert line["ner"] == [[[0, 0, "GPE"]], [[3, 3, "GPE"]]]
    assert line["relations"] == [[], []]
    assert ("r_000000000001", "item") in {(one["item"], one["part"]) for one in losses}


@pytest.mark.parametrize(
    ("name", "row", "why"),
    [
        ("wikievents", {**WIKI, "tokens": ["Gunmen", "fled"]}, "line 1: token 1 is not what comes"),
        ("wikievents", {**WIKI, "tokens": [1]}, "line 1: tokens should be a list of words"),
        (
            "wikievents",
            {**WIKI, "entity_mentions": [{"id": "T1", "start": 4, "end": 40}]},
            "T1: start and end are no tokens of the 6 there are",
        ),
        (
            "wikievents",
            {**WIKI, "entity_mentions": [{"start": 4, "end": 5}]},
            "there is a mention without an id",
        ),
        ("wikievents", {**WIKI, "entity_mentions": []}, "T1 is named, but there is no such item"),
        ("dygie", {**DYGIE, "ner": [[[0, 9, "GPE"]]]}, "line 1: 0-9 are no tokens of the 5"),
        ("dygie", {**DYGIE, "ner": [[[0, "GPE"]]]}, "line 1: ner 1 is no [start, end, label]"),
        ("dygie", {**DYGIE, "ner": [[], []]}, "line 1: 0-0 is named, but no range in ner"),
        ("dygie", {**DYGIE, "sentences": [["a", 1]]}, "sentences should be lists of tokens"),
    ],
)
def test_what_does_not_fit_is_refused(
    tmp_path: Path, name: str, row: dict[str, Any], why: str
) -> None:
    with pytest.raises(ImportRefused) as error:
        read_back(name, put(tmp_path, row), names=NAMES)

    assert why in str(error.value)
