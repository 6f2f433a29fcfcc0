"""Losses and shapes that few articles have: each is told, and each file of a split is there."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from annotator.formats.brat.configuration import configuration as brat_configuration
from annotator.formats.exporting.writing import Context
from annotator.formats.label_studio.configuration import configuration as studio_configuration
from annotator.formats.registry import BUILT_IN, format_named
from annotator.model.scheme import Scheme
from annotator.model.scheme_file import load_scheme
from tests.unit.formats.projects import (
    EXAMPLE,
    TAIL,
    entity,
    exported,
    new_project,
    record,
    scheme,
    take,
    unit,
)

Json = dict[str, Any]
FAR = "d_0123456789abcdef#c_000000000009"


def losses(name: str, document: Json, given: Scheme | None = None) -> set[tuple[str, str, str]]:
    """Return item, part and severity of what a format does not hold of a record."""
    writer = format_named(name).writer(Context(given or scheme(), "ann", {}))
    found = list(writer.write([document]).losses)
    assert all(one["why"] for one in found)
    return {(one["item"], one["part"], one["severity"]) for one in found}


def link(**changes: Any) -> Json:
    """Return a relation between two claims."""
    ends = {"source": "c_000000000001", "target": "c_000000000002"}
    common = {"id": "r_000000000001", "type": "contradicts", "attributes": []}
    return {**common, **ends, **TAIL, **changes}


def label(**changes: Any) -> Json:
    """Return a label of the whole article."""
    common = {"id": "l_000000000001", "name": "event_described", "value": "yes", "target": "doc"}
    return {**common, **TAIL, **changes}


def attack(*attributes: tuple[str, str], **changes: Any) -> Json:
    """Return an incident with its trigger at "fell" of "Kabul fell."."""
    return {
        **{"id": "i_000000000001", "type": "ATTACK_CIVILIANS", "roles": [], "identity": ""},
        "trigger": [{"start": 6, "end": 10, "text": "fell"}],
        "attributes": [{"name": n, "value": v, "evidence": ""} for n, v in attributes],
        **TAIL,
        **changes,
    }


@pytest.mark.parametrize("name", ["brat", "label-studio"])
def test_a_relation_to_another_article_is_told(name: str) -> None:
    document = record(relations=[link(target=FAR)])
    assert ("r_000000000001", "item", "lost") in losses(name, document)


def test_a_blank_at_the_end_of_a_range_moves_in_brat() -> None:
    document = record("Kabul \nfell.", entities=[entity(1, 0, 7, "Kabul \n")])
    assert ("e_000000000001", "span", "changed") in losses("brat", document)


def test_attributes_of_relations_are_told_by_doccano() -> None:
    ends = [entity(1, 0, 5, "Kabul"), entity(2, 6, 10, "fell")]
    given = [{"name": "sure", "value": "true", "evidence": ""}]
    relation = link(source=ends[0]["id"], target=ends[1]["id"], attributes=given)
    found = losses("doccano", record(entities=ends, relations=[relation]))
    assert ("r_000000000001", "attributes", "lost") in found


def test_notes_of_labels_are_told_by_label_studio() -> None:
    found = losses("label-studio", record(labels=[label(note="why?", unsure=True)]))
    assert ("l_000000000001", "note, unsure", "lost") in found


@pytest.mark.parametrize("name", ["chat", "events"])
def test_labels_of_an_article_are_told_where_there_is_no_place_for_them(name: str) -> None:
    assert any(item == "l_000000000001" for item, _, _ in losses(name, record(labels=[label()])))


SMALL = """\
format = "annotation-scheme/1"
name = "numbers"
version = "1.0.0"

[entities.types.OFFICE]
[entities.attributes.rank]
value = "integer"
[entities.attributes.duties]
value = "multi_choice"
choices = ["tax", "law"]
"""


def test_numbers_and_several_choices_in_label_studio() -> None:
    given = load_scheme(SMALL, "numbers.toml")
    document = record(
        entities=[
            entity(
                *(1, 0, 5, "Kabul"),
                type="OFFICE",
                attributes=[
                    {"name": "rank", "value": "007", "evidence": ""},
                    {"name": "duties", "value": "tax,law", "evidence": ""},
                ],
            )
        ]
    )
    writer = format_named("label-studio").writer(Context(given, "ann", {}))
    (part,) = (one for one in writer.write([document]).parts)
    results = json.loads(part.data)["annotations"][0]["result"]
    values = {one["from_name"]: one["value"] for one in results}

    assert losses("label-studio", document, given) >= {
        ("e_000000000001", "attribute:rank", "changed")
    }
    assert [one.get("number") for one in values.values() if "number" in one] == [7]
    assert [one["choices"] for one in values.values() if "choices" in one] == [["tax", "law"]]
    assert "<Relations>" not in studio_configuration(given)
    assert 'name="incidents"' not in studio_configuration(given)


@pytest.mark.parametrize(
    ("least", "most", "sign"),
    [
        (0, None, "*"),
        (1, None, "+"),
        (2, None, "+"),
        (0, 1, "?"),
        (1, 1, ""),
        (1, 3, "{1-3}"),
    ],
)
def test_brat_says_how_many_fillers_a_role_has(least: int, most: int | None, sign: str) -> None:
    text = f"""{SMALL}
[incidents.types.HARM.roles.doer]
fills = ["OFFICE"]
min = {least}
"""
    text += f"max = {most}\n" if most else ""
    written = brat_configuration(load_scheme(text, "roles.toml"))
    assert f"HARM doer{sign}:OFFICE\n" in written


def test_an_event_without_trigger_or_type_of_acled_is_still_a_row() -> None:
    given = load_scheme(f"{SMALL}\n[incidents]\n[incidents.types.FIRE]\n", "fires.toml")
    writer = format_named("events").writer(Context(given, "ann", {}))
    stream = io.BytesIO()
    sink = writer.sink("events/events.csv", stream)
    document = record(incidents=[attack(type="FIRE", trigger=[])])
    for part in writer.write([document]).parts:
        sink.add(part.data)
    sink.close()

    (row,) = csv.DictReader(io.StringIO(stream.getvalue().decode(), newline=""))
    assert "FIRE" in row.values()


def test_a_conversation_needs_words_and_names_no_layers_that_are_not_there() -> None:
    given = load_scheme(SMALL, "numbers.toml")
    done = ["entities", "incidents", "claims"]
    units = [unit(1, 0, 11, done=done), unit(2, 11, 12, done=done)]
    writer = format_named("chat").writer(Context(given, "ann", {}))

    (part,) = writer.write([record("Kabul fell.\n", sentences=units)]).parts

    system = json.loads(part.data)["messages"][0]["content"]
    assert "OFFICE" in system
    assert "incident" not in system.lower().partition("office")[2]


WRITERS = [one.name for one in BUILT_IN if one.writes and not one.lacks() and one.name != "jsonl"]


def test_every_split_has_its_files_even_without_an_article(tmp_path: Path) -> None:
    (tmp_path / "project").mkdir()
    file = new_project(tmp_path / "project")
    take(file, EXAMPLE / "gold.jsonl", layer="ann")

    files = exported(
        *(file, tmp_path / "out"), formats=tuple(WRITERS), split="train=0.5,dev=0.25,test=0.25"
    )

    splits = ("train", "dev", "test")
    for name in ("gliner", "gliner2", "chat", "wikievents", "dygie", "conll", "bioes", "conllu"):
        made = [one for one in files if one.startswith(f"{name}/")]
        assert all(any(split in one for one in made) for split in splits), name
    for name in ("doccano", "prodigy", "label-studio", "events", "brat"):
        assert any(one.startswith(f"{name}/") for one in files), name
