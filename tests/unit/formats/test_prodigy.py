"""Prodigy: the reference is written, what is not lost comes back, each bad line is named."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from annotator.formats.errors import ImportRefused
from tests.unit.formats.projects import (
    EXAMPLE,
    TAIL,
    entity,
    example_record,
    new_project,
    record,
    take,
)
from tests.unit.formats.rich_records import layers_of, read_back, rich_records, written

FILE = "prodigy/annotations.jsonl"
TEXT = "💥 Kabul fell."


def span(start: int = 2, end: int = 7, label: str = "GPE", **changes: Any) -> dict[str, Any]:
    return {"start": start, "end": end, "label": label, **changes}


def line(*spans: Any, **changes: Any) -> str:
    return json.dumps({"text": TEXT, "spans": list(spans), "answer": "accept", **changes}) + "\n"


def put(folder: Path, *lines: str) -> Path:
    (folder / "a.jsonl").write_text("".join(lines))
    return folder / "a.jsonl"


TOKENS = [
    {"text": "💥", "start": 0, "end": 1, "id": 0},
    {"text": "Kabul", "start": 2, "end": 7, "id": 1},
    {"text": "fell", "start": 8, "end": 12, "id": 2},
]


def test_the_example_is_written_as_the_reference_has_it(tmp_path: Path) -> None:
    files, _ = written("prodigy", [example_record()], tmp_path)

    made, wanted = json.loads(files[FILE]), json.loads((EXAMPLE / "prodigy.jsonl").read_bytes())
    assert made["meta"].items() >= wanted.pop("meta").items()
    assert {key: made[key] for key in wanted} == wanted


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(document=rich_records())
def test_what_is_not_in_the_loss_report_comes_back(
    tmp_path_factory: pytest.TempPathFactory, document: dict[str, Any]
) -> None:
    folder = tmp_path_factory.mktemp("prodigy")
    files, losses = written("prodigy", [document], folder)

    (back,) = read_back("prodigy", folder / FILE)

    lost = {(one["item"], one["part"]) for one in losses}
    found = layers_of(back)
    assert back.document.text == document["text"]
    for layer, places in (("entities", _place), ("incidents", _trigger), ("claims", _trigger)):
        kept = [one for one in document[layer] if (one["id"], "item") not in lost]
        assert sorted(map(places, found[layer])) == sorted(map(places, kept))
        wanted = (
            sum(
                (one["id"], f"role:{role['role']}") not in lost
                for one in kept
                for role in one["roles"]
            )
            if layer != "entities"
            else 0
        )
        assert sum(len(one.get("roles", ())) for one in found[layer]) >= wanted
    for one in json.loads(files[FILE].decode())["tokens"]:
        assert one["text"] == document["text"][one["start"] : one["end"]]


def _place(item: dict[str, Any]) -> tuple[Any, ...]:
    return item["type"], item["start"], item["end"]


def _trigger(item: dict[str, Any]) -> tuple[Any, ...]:
    return item["type"], *((one["start"], one["end"]) for one in item["trigger"])


def test_tokens_are_cut_where_a_mention_ends_inside_one(tmp_path: Path) -> None:
    document = record("Kabulites fell.", entities=[entity(1, 0, 5, "Kabul")])

    files, _ = written("prodigy", [document], tmp_path)

    made = json.loads(files[FILE])
    assert [one["text"] for one in made["tokens"]] == ["Kabul", "ites", "fell", "."]
    assert [one["ws"] for one in made["tokens"]] == [False, True, False, False]
    assert (made["spans"][0]["token_start"], made["spans"][0]["token_end"]) == (0, 0)


def test_two_items_alike_are_told(tmp_path: Path) -> None:
    twins = [entity(1, 0, 5, "Kabul"), entity(2, 0, 5, "Kabul")]

    _, losses = written("prodigy", [record(entities=twins)], tmp_path)

    assert [one["item"] for one in losses if one["part"] == "item"] == ["e_000000000002"]


def test_a_relation_of_relations_is_read_without_tokens(tmp_path: Path) -> None:
    attack, place = span(8, 12, "ATTACK_CIVILIANS"), span()
    relation = {"head": 2, "child": 1, "head_span": attack, "child_span": place, "label": "place"}

    (one,) = read_back("prodigy", put(tmp_path, line(place, attack, relations=[relation])))

    found = layers_of(one)
    assert [item["text"] for item in found["entities"]] == ["Kabul"]
    assert [role["role"] for role in found["incidents"][0]["roles"]] == ["place"]


def test_each_session_gets_a_layer_and_only_accepted_lines_count(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    path = put(
        tmp_path / "in",
        line(span(), _session_id="news-ann", tokens=TOKENS),
        line(span(8, 12, "EVENT"), _session_id="news-ben", _annotator_id="ben"),
        line(span(), _session_id="news-ann", answer="reject"),
        line(span(), _session_id=None, answer="ignore"),
    )
    file = new_project(tmp_path)

    report = take(file, path)

    assert (report.annotations, report.skipped_count) == ({"ben": 1, "news-ann": 1}, 2)
    assert {one.why for one in report.skipped} == {
        "its answer is not accept but reject",
        "its answer is not accept but ignore",
    }


def test_a_session_without_a_name_needs_one(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    path = put(tmp_path / "in", line(span(), _session_id=None))
    file = new_project(tmp_path)

    with pytest.raises(ImportRefused, match="say whose layer it becomes: --as NAME"):
        take(file, path)

    assert take(file, path, layer="ann").annotations == {"ann": 1}


def test_offsets_in_utf16_are_told_by_the_tokens(tmp_path: Path) -> None:
    tokens = [{"text": "Kabul", "start": 3, "end": 8, "id": 0}]

    (one,) = read_back("prodigy", put(tmp_path, line(span(3, 8), tokens=tokens)))

    assert one.unit == "utf16"
    assert [item["text"] for item in layers_of(one)["entities"]] == ["Kabul"]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (line(span(2, 70)), "line 1: GPE 2-70: its range 2-70 lies outside"),
        (line(span(label="TOWN")), "TOWN 2-7: the scheme has no type TOWN"),
        (line(span(), {"start": 1}), "span 2 has no start, end and label"),
        (
            line(span(token_start=1, token_end=2), tokens=TOKENS),
            "its end is 7, that of its token_end 12",
        ),
        (
            line(span(token_start=0, token_end=1), tokens=TOKENS),
            "its start is 2, that of its token_start 0",
        ),
        (
            line(span(), tokens=[{"text": "Herat", "start": 2, "end": 7}]),
            "token 0 is not what stands",
        ),
        (line(span(), tokens=[{"start": 2, "end": 8, "text": "Kabul", "id": [1]}]), "token 0 is"),
        (line(span(), tokens=[{}]), "token 0 has no start and end"),
        (line(span(), tokens="x"), "tokens should be a list"),
        (line(span()) + line(text=3), "line 2: there is no text in it"),
        (line(relations=[{"head": 1, "child": 2, "label": "x"}]), "between tokens, not spans"),
        (line(relations=[{"label": "x"}]), "relation 1 has no head_span"),
        (line(span()) + line(span())[:-20], "line 2: the line is not JSON"),
    ],
)
def test_what_does_not_fit_is_refused(tmp_path: Path, content: str, why: str) -> None:
    with pytest.raises(ImportRefused) as error:
        read_back("prodigy", put(tmp_path, content))

    assert why in str(error.value)


def test_labels_and_ends_in_other_articles_are_told(tmp_path: Path) -> None:
    relation = {
        **{"id": "r_000000000001", "type": "located_in", "attributes": []},
        **{"source": "e_000000000001", "target": "d_0000000000000000#e_000000000009", **TAIL},
    }
    document = record(entities=[entity(1, 0, 5, "Kabul")], relations=[relation])

    _, losses = written("prodigy", [document], tmp_path)

    assert ("r_000000000001", "item") in {(one["item"], one["part"]) for one in losses}
    assert any("labels" in one["part"] for one in losses)
