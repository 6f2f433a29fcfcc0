"""Label Studio: the reference is written, everything comes back, each bad task is named."""

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings

from annotator.formats.errors import ImportRefused, Place
from annotator.formats.importing.plain_xml import parse_xml
from annotator.formats.importing.reading import Given, Reading, Settings, Source
from annotator.formats.label_studio.configuration import configuration
from annotator.formats.registry import format_named
from tests.unit.formats.projects import (
    EXAMPLE,
    TAIL,
    contents,
    example_record,
    exported,
    new_project,
    record,
    records,
    scheme,
    tables,
    take,
)
from tests.unit.formats.rich_records import (
    as_gold,
    comparable,
    layers_of,
    read_back,
    rich_records,
    written,
)

TASKS = "label-studio/tasks.json"
TEXT = "💥 Kabul fell."


def region(start: Any = 2, end: Any = 7, *labels: str, **changes: Any) -> dict[str, Any]:
    value = {"start": start, "end": end, "labels": list(labels or ("GPE",))}
    return {"id": "a", "from_name": "entities", "type": "labels", "value": value, **changes}


def task(*result: Any, **changes: Any) -> dict[str, Any]:
    work = {"completed_by": 1, "result": list(result)}
    return {"id": 87, "data": {"text": TEXT}, "annotations": [work], **changes}


def put(folder: Path, *tasks: Any) -> Path:
    (folder / "tasks.json").write_text(json.dumps(tasks, indent=1))
    return folder / "tasks.json"


def in_order(results: list[Any]) -> list[str]:
    return sorted(json.dumps(one, sort_keys=True) for one in results)


def test_the_example_is_written_as_the_reference_has_it(tmp_path: Path) -> None:
    files, _ = written("label-studio", [example_record()], tmp_path)

    (made,), (wanted,) = (
        json.loads(files[TASKS]),
        json.loads((EXAMPLE / "ls_tasks.json").read_bytes()),
    )
    results = []
    for one in made["annotations"][0]["result"]:
        kept = {key: value for key, value in one.items() if key != "meta"}
        if kept["type"] == "relation":
            kept.pop("id", None)
        if kept.get("from_name", "").startswith("doc."):
            kept["id"] = "doc1"
            kept.pop("to_name"), kept.pop("origin")
        if not kept.get("from_name", "").startswith("sentences"):
            results.append(kept)
    reference = wanted["annotations"][0]["result"]
    for one in reference:
        if one.get("from_name", "").startswith("doc."):
            one.pop("to_name", ""), one.pop("origin", "")
    assert in_order(results) == in_order(reference)
    assert made["data"].items() >= wanted["data"].items()


def test_the_configuration_is_the_references() -> None:
    made, wanted = (
        _tags(parse_xml(xml.encode(), Place("config.xml")))
        for xml in (configuration(scheme()), (EXAMPLE / "ls_config.xml").read_text())
    )

    for name, tag in wanted.items():
        # Which types have an attribute is said too, and which value a flag has.
        assert made[name] == tag
    assert set(made) - set(wanted) == {
        "sentences",
        "sentences.check_worthy",
        "sentences.reports_event",
    }


def _tags(view: ElementTree.Element) -> dict[str, Any]:
    return {
        tag.get("name", tag.tag): (
            tag.tag,
            [(inner.get("value"), inner.get("hotkey")) for inner in tag],
            tag.get("perRegion"),
            tag.get("whenTagName"),
        )
        for tag in view
    }


def test_the_example_comes_back_whole(tmp_path: Path) -> None:
    (tmp_path / "project").mkdir()
    file = new_project(tmp_path / "project")
    take(file, EXAMPLE / "gold.jsonl", layer="ann")
    files = exported(file, tmp_path / "out", formats=("label-studio",))
    again = new_project(tmp_path, "again.db")

    take(again, tmp_path / "out" / TASKS, layer="ann")

    document = "data/documents-train-00000.jsonl"
    (before,), (after,) = (
        records(one[document]) for one in (files, exported(again, tmp_path / "again"))
    )
    gone = {one["id"] for one in before["entities"] if one["fragments"]}
    for layer in ("spans", "entities", "incidents", "claims", "relations", "labels"):
        for one in (*before[layer], *after[layer]):
            one.pop("origin", None)
        assert after[layer] == [one for one in before[layer] if one["id"] not in gone]


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(document=rich_records())
def test_what_is_not_in_the_loss_report_comes_back(
    tmp_path_factory: pytest.TempPathFactory, document: dict[str, Any]
) -> None:
    folder = tmp_path_factory.mktemp("label-studio")
    _, losses = written("label-studio", [document], folder)

    (back,) = read_back("label-studio", folder / TASKS)

    assert back.document.text == document["text"]
    assert comparable(back, losses) == comparable(as_gold(document), losses)


def test_labels_come_back_on_their_sentence(tmp_path: Path) -> None:
    labels = [
        {"id": "l_000000000001", "target": "S1", "name": "check_worthy", "value": "CFS", **TAIL},
        {"id": "l_000000000002", "target": "doc", "name": "relevant", "value": "yes", **TAIL},
    ]
    written("label-studio", [record(labels=labels)], tmp_path)

    (back,) = read_back("label-studio", tmp_path / TASKS)

    found = [
        (one["id"], one["target"], one["name"], one["value"]) for one in layers_of(back)["labels"]
    ]
    assert found == [
        ("l_000000000001", "S1", "check_worthy", "CFS"),
        ("l_000000000002", "doc", "relevant", "yes"),
    ]


def test_tasks_as_lines_and_offsets_as_text_are_read(tmp_path: Path) -> None:
    path = tmp_path / "tasks.jsonl"
    path.write_text(json.dumps(task(region("2", "7"))) + "\n")

    (one,) = read_back("label-studio", path)

    assert [item["text"] for item in layers_of(one)["entities"]] == ["Kabul"]


def test_offsets_in_utf16_are_converted_for_the_whole_file(tmp_path: Path) -> None:
    quoted = region(3, 8)
    quoted["value"]["text"] = "Kabul"

    found = read_back("label-studio", put(tmp_path, task(quoted), task(region(9, 13))))

    assert [one.unit for one in found] == ["utf16", "utf16"]
    assert [item["text"] for one in found for item in layers_of(one)["entities"]] == [
        "Kabul",
        "fell",
    ]


def test_each_person_gets_a_layer(tmp_path: Path) -> None:
    people = [
        {"completed_by": {"id": 4, "email": "ann@x.org"}, "result": [region()]},
        {"completed_by": 2, "result": [region(8, 12)]},
        {"completed_by": 2, "result": [region(0, 1)]},
        {"completed_by": 3, "was_cancelled": True, "result": [region()]},
    ]
    (tmp_path / "in").mkdir()
    path = put(tmp_path / "in", task(annotations=people, predictions=[{"result": []}]))
    file = new_project(tmp_path)

    report = take(file, path)

    assert report.annotations == {"ann_x.org": 1, "user_2": 1}
    assert report.left_out == {
        "annotations that were skipped or cancelled": 1,
        "earlier annotations of a task by the same person": 1,
        "predictions": 1,
    }
    with pytest.raises(ImportRefused, match="several people worked on it"):
        take(file, path, layer="ben")


def test_a_task_that_nobody_did_is_an_article(tmp_path: Path) -> None:
    (one,) = read_back("label-studio", put(tmp_path, task(annotations=[])))

    assert (one.document.text, one.layer) == (TEXT, None)


def test_the_only_long_string_is_the_text_and_fields_names_another(tmp_path: Path) -> None:
    data = {"url": "https://x.org/1", "body": TEXT}
    (one,) = read_back("label-studio", put(tmp_path, task(region(), data=data)))
    assert one.document.text == TEXT

    path = put(tmp_path, task(region(), data={**data, "headline": "It fell"}))
    with pytest.raises(ImportRefused, match="may be any of body, headline; say which: --fields"):
        read_back("label-studio", path)

    source = Source(path, path.name, {}, Reading(fields=(("text", "body"), ("title", "headline"))))
    reader = format_named("label-studio").reader()
    (piece,) = reader.pieces(source, _settings())
    found = reader.prepare(piece, _settings())
    assert found.document.article.title == "It fell"  # type: ignore[union-attr]


def _settings() -> Settings:
    return Settings(scheme(), Given(), "ann", "2031-06-07T22:00:00.000Z")


def test_values_relations_and_what_has_no_place(tmp_path: Path) -> None:
    result = [
        region(),
        {"id": "a", "type": "textarea", "from_name": "note.mention", "value": {"text": ["name"]}},
        region(8, 12, "ATTACK_CIVILIANS", id="b"),
        {
            "id": "b",
            "type": "choices",
            "from_name": "incidents.negated",
            "value": {"choices": ["yes"]},
        },
        {
            "type": "relation",
            "from_id": "a",
            "to_id": "b",
            "direction": "left",
            "labels": ["place"],
        },
        {"type": "relation", "from_id": "a", "to_id": "b", "direction": "right", "labels": []},
        region(0, 1, id="c", value={"start": 0, "end": 1, "labels": []}),
        {"id": "d", "type": "taxonomy", "value": {"taxonomy": [["x"]]}},
    ]

    (one,) = read_back("label-studio", put(tmp_path, task(*result)))

    found = layers_of(one)
    assert found["entities"][0]["attributes"] == [
        {"name": "mention", "value": "name", "evidence": ""}
    ]
    assert found["incidents"][0]["attributes"] == [
        {"name": "negated", "value": "true", "evidence": ""}
    ]
    assert [role["role"] for role in found["incidents"][0]["roles"]] == ["place"]
    assert sorted(one.left_out) == [
        "regions without a label",
        "relations without a name",
        "values of the kind taxonomy",
    ]


def test_a_task_about_a_picture_is_refused_and_nothing_stored(tmp_path: Path) -> None:
    file = new_project(tmp_path)
    before = tables(file)

    with pytest.raises(ImportRefused) as error:
        take(file, Path("tests/data/samples/label-studio/data.json"), layer="ann")

    assert str(error.value) == (
        "data.json, task 87, line 2: there is no text in its data; only tasks of plain text can "
        "be imported."
    )
    assert tables(file) == before


@pytest.mark.parametrize(
    ("tasks", "why"),
    [
        ([task(region(2, 70))], "task 87, line 2: a: its range 2-70 lies outside"),
        ([task(region(2, 7, "TOWN"))], "a: the scheme has no type TOWN"),
        ([task(region("x", 7))], "a has no start and end that are numbers"),
        ([task(region(), region(8, 12))], "a stands twice"),
        ([task(region(value={"start": "/p[1]", "end": "/p[1]", "startOffset": 1}))], "HyperText"),
        ([task({**region(), "type": "rectanglelabels"})], "kind rectanglelabels, which marks no"),
        ([task({"id": "x"})], "entry 1 of its result has no type"),
        ([task(region(meta={"text": ["\ud800"]}))], "a: its note holds half a surrogate"),
        ([task(region(), data={"text": TEXT + "\ud800"})], "half a surrogate pair"),
        ([task(annotations=[{"result": 3}])], "one of its annotations has no list called result"),
        ([{"id": 1, "annotations": [], "result": []}], "element 1 is no task"),
        ([task(data={"text": ["a"]})], "text is no plain text"),
        (
            [task({"type": "relation", "from_id": "q", "to_id": "z", "labels": ["located_in"]})],
            "q is named, but there is no such item",
        ),
        (
            [
                task(
                    region(3, 8, value={"start": 3, "end": 8, "text": "Kabul", "labels": ["GPE"]})
                ),
                task(region(value={"start": 2, "end": 7, "text": "Kabul", "labels": ["GPE"]})),
            ],
            "its offsets count code points, those before it UTF-16",
        ),
        (
            [task(region(value={"start": 2, "end": 7, "text": "Herat", "labels": ["GPE"]}))],
            "a: what it quotes is not what stands at 2-7",
        ),
    ],
)
def test_what_does_not_fit_is_refused(tmp_path: Path, tasks: list[Any], why: str) -> None:
    with pytest.raises(ImportRefused) as error:
        read_back("label-studio", put(tmp_path, *tasks))

    assert why in str(error.value)


def test_a_truncated_file_is_refused(tmp_path: Path) -> None:
    path = put(tmp_path, task(region()), task(region()))
    path.write_text(path.read_text()[:-40])

    with pytest.raises(ImportRefused, match="cut off"):
        read_back("label-studio", path)


def test_nobodys_work_needs_a_name(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    path = put(tmp_path / "in", task(annotations=[{"completed_by": "«»", "result": [region()]}]))
    file = new_project(tmp_path)

    with pytest.raises(ImportRefused, match="names nobody; say whose layer it becomes: --as NAME"):
        take(file, path)
    assert contents(tmp_path / "in")
