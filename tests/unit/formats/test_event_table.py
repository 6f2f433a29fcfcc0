"""The table of events: one row per event, counts by policy, the lowest where reports differ."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from annotator.formats.event_table import EventWriter, figure
from annotator.formats.exporting.writing import Context, CountPolicy
from tests.unit.formats.projects import TAIL, entity, example_record, record, scheme


@pytest.mark.parametrize(
    ("count", "policy", "wanted"),
    [
        ("12", "acled", ("12", 12, 12)),
        ("12..", "acled", ("12", 12, None)),
        ("..26", "acled", ("", None, 26)),
        ("several", "acled", ("3", 3, 9)),
        ("tens", "acled", ("10", 10, 99)),
        ("dozens", "acled", ("12", 12, 99)),
        ("hundreds", "acled", ("100", 100, 999)),
        ("6..8", "ucdp", ("6", 6, 8)),
        ("..26", "ucdp", ("26", None, 26)),
        ("12..", "muc", ("12-", 12, None)),
        ("6..8", "muc", ("6-8", 6, 8)),
        ("~100", "muc", ("~100", 100, 100)),
        ("dozens", "muc", ("PLURAL", 12, 99)),
        ("", "acled", ("", None, None)),
    ],
)
def test_a_count_follows_the_policy(
    count: str, policy: CountPolicy, wanted: tuple[Any, ...]
) -> None:
    assert figure(count, policy) == wanted


def rows(*documents: dict[str, Any], entries: dict[str, Any] | None = None) -> list[dict[str, str]]:
    writer = EventWriter(Context(scheme(), "ann", entries or {}))
    stream = io.BytesIO()
    sink = writer.sink("events/events.csv", stream)
    for document in documents:
        for part in writer.parts(document):
            sink.add(part.data)
    sink.close()
    return list(csv.DictReader(io.StringIO(stream.getvalue().decode(), newline="")))


def attack(number: int, *attributes: tuple[str, str], **changes: Any) -> dict[str, Any]:
    return {
        "id": f"i_{number:012}",
        "type": "ATTACK_CIVILIANS",
        "trigger": [{"start": 6, "end": 10, "text": "fell"}],
        "roles": [{"role": "place", "target": "e_000000000001", "kind": "entity"}],
        "attributes": [{"name": n, "value": v, "evidence": ""} for n, v in attributes],
        "identity": "",
        **TAIL,
        **changes,
    }


def test_the_example_is_one_event_of_two_incidents() -> None:
    found = rows(example_record())

    (row,) = found
    assert row["event_id"] == "n_9658beaf1576"
    assert row["event_type"] == "Violence against civilians"
    assert (row["event_date"], row["year"], row["time_precision"]) == ("2031-06-03", "2031", "1")
    assert (row["actor1"], row["fatalities"]) == ("Gunmen", "1")
    assert row["location"] == "hospital in western Karvan; Karvan"


def test_where_reports_differ_the_lower_figure_stands() -> None:
    shared = {"identity": "n_000000000001"}
    one = record(
        "Kabul fell.",
        entities=[entity(1, 0, 5, "Kabul")],
        incidents=[attack(1, ("fatalities", "9"), **shared)],
        publisher="A",
    )
    other = record(
        "Kabul fell!",
        entities=[entity(1, 0, 5, "Kabul")],
        incidents=[attack(2, ("fatalities", "7.."), **shared), attack(3, **shared)],
        publisher="B",
    )

    (row,) = rows(one, other)

    assert (row["fatalities"], row["fatalities_low"], row["fatalities_high"]) == ("7", "7", "")
    assert (row["source"], row["location"]) == ("A; B", "Kabul")


def test_what_did_not_happen_is_no_event(tmp_path: Path) -> None:
    incidents = [
        attack(1, ("negated", "true")),
        attack(2, ("realis", "other")),
        attack(3, ("stage", "foiled")),
        attack(4, ("stage", "attempted")),
    ]
    document = record("Kabul fell.", entities=[entity(1, 0, 5, "Kabul")], incidents=incidents)

    found = rows(document)

    assert [row["event_id"] for row in found] == ["i_000000000004"]
    losses = EventWriter(Context(scheme(), "ann", {})).losses(document)
    assert {one["item"] for one in losses if one["item"].startswith("i_")} == {
        "i_000000000001",
        "i_000000000002",
        "i_000000000003",
    }


def test_actors_have_the_names_of_the_registry() -> None:
    entries = {"n_000000000002": {"name": "Northern Hills Front"}}
    mention = entity(1, 0, 5, "Front", type="ARMED_GROUP", identity="n_000000000002")
    roles = [{"role": "perpetrator", "target": "e_000000000001", "kind": "entity"}]
    document = record("Front fell.", entities=[mention], incidents=[attack(1, roles=roles)])

    (row,) = rows(document, entries=entries)

    assert row["actor1"] == "Northern Hills Front"
