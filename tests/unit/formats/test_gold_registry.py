"""`registry.jsonl`: what an export says about identities, and how it comes back."""

import json
from pathlib import Path
from typing import Any

import pytest

from annotator.formats.errors import ExportRefused, ImportRefused
from annotator.labelling.identity import Identities
from annotator.labelling.verification import verify
from annotator.model.gold import GoldRegistryEntry
from annotator.store.entries import Registry
from annotator.store.linking import linking_statements
from annotator.store.project_file import ProjectFile
from tests.unit.formats.projects import (
    EXAMPLE,
    contents,
    entity,
    exported,
    new_project,
    record,
    records,
    scheme,
    tables,
    take,
    write_records,
)

A, B, C = "n_00000000000a", "n_00000000000b", "n_00000000000c"
TEXT = "Kabul and Kabul City fell."


@pytest.fixture
def file(tmp_path: Path) -> ProjectFile:
    (tmp_path / "project").mkdir()
    return new_project(tmp_path / "project")


def entry(entry_id: str, name: str, **changes: Any) -> dict[str, Any]:
    """Return an entry of a file."""
    return {
        "id": entry_id,
        "layer": "entities",
        "name": name,
        "type": "GPE",
        "aliases": [],
        "kb": "",
        "affiliate_of": "",
        "members": [],
        **changes,
    }


def two_links(first: str = A, second: str = B) -> dict[str, Any]:
    """Return a record with two mentions that stand for something."""
    return record(
        TEXT,
        entities=[
            entity(1, 0, 5, "Kabul", identity=first),
            entity(2, 10, 20, "Kabul City", identity=second),
        ],
    )


def brought(folder: Path, *entries: dict[str, Any]) -> Path:
    """Write records and entries beside them."""
    folder.mkdir(exist_ok=True)
    write_records(folder / "registry.jsonl", *entries)
    return write_records(folder / "gold.jsonl", two_links())


def found(file: ProjectFile) -> list[dict[str, Any]]:
    """Return what the registry says, shortly."""
    return [
        {"id": one.id, "name": one.name, "aliases": list(one.aliases), "kb": one.wikidata}
        for one in Registry(file).listed()
    ]


def test_the_reference_comes_back_with_its_registry(file: ProjectFile, tmp_path: Path) -> None:
    report = take(file, EXAMPLE / "gold.jsonl", layer="ann")

    assert (report.entries, report.entries_there, report.entries_made) == (4, 0, 0)
    assert list(verify(file, lambda _: scheme())) == []
    out = exported(file, tmp_path / "out")
    assert out["registry.jsonl"] == (EXAMPLE / "registry.jsonl").read_bytes()
    again = take(file, EXAMPLE / "gold.jsonl", layer="ann")
    assert (again.entries, again.entries_there) == (0, 4)


def test_merged_entries_leave_as_one(file: ProjectFile, tmp_path: Path) -> None:
    take(file, brought(tmp_path / "in", entry(A, "Kabul"), entry(B, "Kabul City", kb="Q1")))
    take(file, write_records(tmp_path / "registry.jsonl", entry(C, "Asia")))
    people = Identities(file, scheme(), "ann")
    people.edit(A, {"affiliate_of": C})
    people.merge(A, B)

    out = exported(file, tmp_path / "out")

    (document,) = records(out["data/documents-train-00000.jsonl"])
    assert [one["identity"] for one in document["entities"]] == [A, A]
    members = [f"{document['id']}#{one['id']}" for one in document["entities"]]
    assert records(out["registry.jsonl"]) == [
        entry(A, "Kabul", aliases=["Kabul City"], kb="Q1", affiliate_of=C, members=members),
        entry(C, "Asia"),
    ]
    assert "- Entities and incidents across articles: 2\n" in out["README.md"].decode()
    assert exported(file, tmp_path / "again") == out
    other = new_project(tmp_path, "other.db")
    take(other, tmp_path / "out")
    assert list(verify(other, lambda _: scheme())) == []
    assert exported(other, tmp_path / "third") == out


def test_only_what_the_layer_names_leaves(file: ProjectFile, tmp_path: Path) -> None:
    take(file, brought(tmp_path / "in", entry(A, "Kabul"), entry(B, "Kabul City"), entry(C, "C")))

    out = exported(file, tmp_path / "out")

    assert [one["id"] for one in records(out["registry.jsonl"])] == [A, B]
    for line in out["registry.jsonl"].decode().splitlines():
        read = GoldRegistryEntry.model_validate_json(line)
        assert read.model_dump_json(exclude_defaults=True) == line


def test_time_place_and_note_leave_and_come_back(file: ProjectFile, tmp_path: Path) -> None:
    take(file, EXAMPLE / "gold.jsonl", layer="ann")
    people = Identities(file, scheme(), "ann")
    (incident,) = people.registry.listed("incident")
    entity_ = people.registry.listed("entity")[0]
    facts = {"when": "2031-06-03/2031-06-03", "where": "Karvan", "note": "told twice"}
    people.edit(incident.id, facts)
    people.edit(entity_.id, {"note": "x"})

    out = exported(file, tmp_path / "out")

    lines = {one["id"]: one for one in records(out["registry.jsonl"])}
    assert {key: lines[incident.id][key] for key in facts} == facts
    assert lines[entity_.id]["note"] == "x"
    assert "when" not in lines[entity_.id]
    targets = json.loads(out["loss-report.json"])["targets"]
    assert [one["items"] for one in targets if one["target"] == "registry.jsonl"] == [[]]
    other = new_project(tmp_path, "other.db")
    take(other, tmp_path / "out")
    assert list(verify(other, lambda _: scheme())) == []
    assert exported(other, tmp_path / "again") == out
    # A file that says nothing of them contradicts nothing.
    report = take(file, EXAMPLE / "gold.jsonl", layer="ann")
    assert (report.entries, report.entries_there) == (0, 4)
    with pytest.raises(ImportRefused, match=r"other content \(note\)"):
        take(file, write_records(tmp_path / "r.jsonl", {**lines[entity_.id], "note": "y"}))


def test_identities_without_entries_get_one(file: ProjectFile, tmp_path: Path) -> None:
    report = take(file, write_records(tmp_path / "gold.jsonl", two_links(A, A)))

    assert report.entries_made == 1
    assert found(file) == [{"id": A, "name": "Kabul", "aliases": [], "kb": ""}]
    assert list(verify(file, lambda _: scheme())) == []


def test_entries_come_before_what_names_them_or_after(file: ProjectFile, tmp_path: Path) -> None:
    aliased = entry(A, "Kabul", aliases=["Kabul jan"])
    take(file, write_records(tmp_path / "entries.jsonl", aliased))
    report = take(file, write_records(tmp_path / "gold.jsonl", two_links(A, A)))

    assert (report.entries, report.entries_made) == (0, 0)
    assert found(file) == [{"id": A, "name": "Kabul", "aliases": ["Kabul jan"], "kb": ""}]


def test_a_dry_run_leaves_nothing(file: ProjectFile, tmp_path: Path) -> None:
    before = tables(file)

    report = take(file, brought(tmp_path / "in", entry(A, "Kabul")), dry_run=True)

    assert (report.entries, report.entries_made) == (1, 1)
    assert tables(file) == before
    assert file.query("SELECT * FROM registry_keys") == []


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ([entry(A, "Kabul", type="GEP")], f"line 1: {A}: the scheme has no entities type GEP"),
        ([entry(A, "Kabul", kb="8")], "kb should be a Wikidata item like Q8, NIL or empty."),
        ([entry(A, "…")], "a name or alias has neither letter nor digit."),
        ([entry(A, "Kabul", aliases=["Kabul"])], "a name stands twice"),
        ([entry(A, "Kabul", affiliate_of=C)], f"an affiliate of {C}, which is not there."),
        ([entry(A, "K", affiliate_of=B), entry(B, "L", affiliate_of=A)], "its own affiliate."),
        ([entry(A, "Kabul"), entry(A, "Herat")], "line 2: n_00000000000a stands in registry.jsonl"),
        ([entry(A, "Kabul", more=1)], "line 1: more is no key of a record"),
        (
            [entry(A, "Blast", layer="incidents", type="EXPLOSION")],
            "e_000000000001: its identity is an incident in the registry; correct the record.",
        ),
        (
            [entry(C, "Blast", layer="incidents", type="EXPLOSION", affiliate_of=A)],
            "an incident is nobody's affiliate.",
        ),
        ([entry(A, "Kabul", where="Asia")], "only incidents have a time (when) and a place"),
        (
            [entry(C, "Blast", layer="incidents", type="EXPLOSION", when="Monday")],
            f"line 1: {C}: when: Monday ",
        ),
    ],
)
def test_bad_entries_are_refused_and_nothing_is_kept(
    file: ProjectFile, tmp_path: Path, entries: list[dict[str, Any]], said: str
) -> None:
    before = tables(file)

    with pytest.raises(ImportRefused) as caught:
        take(file, brought(tmp_path / "in", *entries))

    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    assert tables(file) == before


def test_another_entry_with_the_same_id_is_refused(file: ProjectFile, tmp_path: Path) -> None:
    take(file, brought(tmp_path / "in", entry(A, "Kabul")))
    before = tables(file)

    with pytest.raises(ImportRefused) as caught:
        take(file, brought(tmp_path / "in", entry(A, "Kabul", kb="Q1")))

    assert str(caught.value) == (
        f"registry.jsonl, line 1: {A} is in the project with other content (kb); make them alike, "
        "or import into a new project."
    )
    assert tables(file) == before


def test_an_entry_that_was_merged_since_comes_again(file: ProjectFile, tmp_path: Path) -> None:
    take(file, brought(tmp_path / "in", entry(A, "Kabul"), entry(B, "Kabul City")))
    Identities(file, scheme(), "ann").merge(A, B)

    with pytest.raises(ImportRefused, match=f"{A} is in the project with other content"):
        take(file, tmp_path / "in" / "gold.jsonl")
    report = take(file, write_records(tmp_path / "b.jsonl", entry(B, "Kabul City")))

    assert (report.entries, report.entries_there) == (0, 1)


def test_an_export_without_the_entry_is_refused(file: ProjectFile, tmp_path: Path) -> None:
    take(file, brought(tmp_path / "in", entry(A, "Kabul"), entry(B, "Kabul City")))
    with file.write() as conn:
        conn.execute("DELETE FROM registry WHERE id = ?", (B,))

    with pytest.raises(ExportRefused, match=f"its identity {B} is not in the registry"):
        exported(file, tmp_path / "out")

    assert contents(tmp_path / "out") == {}


def test_an_older_project_gets_the_entries_that_it_lacks(file: ProjectFile, tmp_path: Path) -> None:
    take(file, write_records(tmp_path / "gold.jsonl", two_links(A, B)))
    with file.write() as conn:
        journalled = conn.execute("DELETE FROM journal WHERE changes LIKE '%\"registry\"%'")
        assert journalled.rowcount == 1
        for view in ("visible_registry", "visible_registry_aliases"):
            conn.execute(f"DROP VIEW {view}")
        for table in ("registry", "registry_aliases", "registry_keys"):
            conn.execute(f"DROP TABLE {table}")
        for words in (statement.split() for statement in linking_statements()):
            conn.execute(f"DROP {words[1]} IF EXISTS {words[2]}")
        conn.execute("DROP INDEX annotations_by_identity")
        conn.execute("ALTER TABLE annotations DROP COLUMN identity")
        conn.execute("DELETE FROM _sqlite_migrations WHERE name = 'm004_registry'")
    file.close()

    with ProjectFile.open(file.path) as opened:
        assert [(one["id"], one["name"]) for one in found(opened)] == [
            (A, "Kabul"),
            (B, "Kabul City"),
        ]
        assert list(verify(opened, lambda _: scheme())) == []
