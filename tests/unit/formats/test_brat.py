"""brat: the reference is written, everything comes back, and each bad line is named."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from annotator.formats.brat.configuration import configuration
from annotator.formats.errors import ImportRefused
from annotator.formats.importing.mapping import Names
from tests.unit.formats.projects import (
    EXAMPLE,
    exported,
    new_project,
    records,
    scheme,
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

TEXT = "Gunmen killed 12 people\r\nin western Karvan on Tuesday.\n"
TUTORIAL = Path("tests/data/samples/brat-news-tutorial")


def lines(data: bytes) -> list[str]:
    """Return lines, with the notes as objects without what the reference leaves out."""
    found = []
    for line in data.decode().split("\n"):
        head, _, note = line.partition("\t{")
        if note:
            kept = json.loads("{" + note)
            for key in ("order", "note", "unsure"):
                kept.pop(key, None)
            line = f"{head}\t{json.dumps(kept)}"
        found.append(line)
    return found


def put(folder: Path, ann: str, text: str = TEXT) -> Path:
    (folder / "a.txt").write_bytes(text.encode())
    (folder / "a.ann").write_bytes(ann.encode())
    return folder / "a.ann"


def test_the_example_is_written_as_the_reference_has_it(tmp_path: Path) -> None:
    (tmp_path / "project").mkdir()
    file = new_project(tmp_path / "project")
    take(file, EXAMPLE / "gold.jsonl", layer="ann")

    files = exported(file, tmp_path / "out", formats=("brat",))

    (name,) = (one for one in files if one.endswith(".ann"))
    assert lines(files[name]) == lines((EXAMPLE / "brat/d.ann").read_bytes())
    assert files[name.replace(".ann", ".txt")] == (EXAMPLE / "brat/d.txt").read_bytes()


def test_the_example_comes_back_whole(tmp_path: Path) -> None:
    (tmp_path / "project").mkdir()
    file = new_project(tmp_path / "project")
    take(file, EXAMPLE / "gold.jsonl", layer="ann")
    files = exported(file, tmp_path / "out", formats=("brat",))
    again = new_project(tmp_path, "again.db")

    take(again, tmp_path / "out/brat", layer="ann")

    document = "data/documents-train-00000.jsonl"
    (before,), (after,) = (
        records(one[document]) for one in (files, exported(again, tmp_path / "again"))
    )
    for layer in ("spans", "entities", "incidents", "claims", "relations"):
        for one in (*before[layer], *after[layer]):
            one.pop("origin", None)
        assert after[layer] == before[layer]


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(document=rich_records())
def test_what_is_not_in_the_loss_report_comes_back(
    tmp_path_factory: pytest.TempPathFactory, document: dict[str, Any]
) -> None:
    folder = tmp_path_factory.mktemp("brat")
    _, losses = written("brat", [document], folder)

    (back,) = read_back("brat", folder / f"brat/{document['id']}.ann")

    assert back.document.text == document["text"]
    assert comparable(back, losses) == comparable(as_gold(document), losses)


def test_a_span_over_a_line_end_is_cut_and_joined(tmp_path: Path) -> None:
    path = put(tmp_path, "T1\tFAC 14 23;25 42\t12 people in western Karvan\n")

    (one,) = read_back("brat", path)

    (mention,) = layers_of(one)["entities"]
    assert (mention["start"], mention["end"], mention["fragments"]) == (14, 42, [])


@pytest.mark.parametrize(
    "ann",
    [
        "T1\tATTACK_CIVILIANS 7 13\tkilled\nT2\tGPE 36 42\tKarvan\n"
        "E1\tATTACK_CIVILIANS:T1 place:T2\nM1\trealis E1 actual\n",
        "T1\tATTACK_CIVILIANS 7 13\tkilled\nT2\tGPE 36 42\tKarvan\r\n"
        "E1\tATTACK_CIVILIANS:T1 place:T2 \nA1\trealis E1 actual\n\n"
        "N1\tReference T2 Wikidata:Q1\nN2\tReference T2 Wikidata:Q1\t\t\tKarvan\n",
    ],
    ids=["M ids", "blanks and N lines"],
)
def test_spellings_of_other_versions_are_read(tmp_path: Path, ann: str) -> None:
    (one,) = read_back("brat", put(tmp_path, ann))

    (incident,) = layers_of(one)["incidents"]
    assert [role["role"] for role in incident["roles"]] == ["place"]
    assert incident["attributes"] == [{"name": "realis", "value": "actual", "evidence": ""}]


def test_a1_and_a2_are_read_together(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT.encode())
    (tmp_path / "a.a1").write_text("T1\tGPE 36 42\tKarvan\n")
    (tmp_path / "a.a2").write_text(
        "T2\tATTACK_CIVILIANS 7 13\tkilled\nE1\tATTACK_CIVILIANS:T2 place:T1\n"
    )
    file = new_project(tmp_path / "..", f"{tmp_path.name}.db")

    report = take(file, tmp_path, layer="ann")

    assert (report.articles, report.annotations) == (1, {"ann": 2})


def test_offsets_in_utf16_are_converted(tmp_path: Path) -> None:
    (one,) = read_back("brat", put(tmp_path, "T1\tGPE 3 8\tKabul\n", "💥 Kabul"))

    assert one.unit == "utf16"
    assert [item["text"] for item in layers_of(one)["entities"]] == ["Kabul"]


def test_notes_and_what_cannot_be_taken(tmp_path: Path) -> None:
    ann = (
        "T1\tGPE 36 42\tKarvan\nT2\tGPE 36 42\tKarvan\n*\tEquiv T1 T2\n"
        "N1\tReference T1 DB:7\n#1\tAnnotatorNotes T1\tWhich one?\n"
    )

    (one,) = read_back("brat", put(tmp_path, ann))

    assert sorted(item["note"] for item in layers_of(one)["entities"]) == ["", "Which one?"]
    assert sorted(what.partition(" ")[0] for what in one.left_out) == [
        "equivalences",
        "normalisations",
    ]


@pytest.mark.parametrize("name", sorted(path.stem for path in TUTORIAL.glob("*.ann")))
def test_every_file_of_the_tutorial_is_read_under_other_names(name: str) -> None:
    types = {
        **dict.fromkeys(("Person", "Organization", "GPE", "Money"), "GPE"),
        **dict.fromkeys(_events(), "ATTACK_CIVILIANS"),
        **dict.fromkeys(_relations(), ""),
    }
    roles = dict.fromkeys(_roles(), "")
    attributes = {line.split()[0]: "" for line in _lines_of_tutorial("A")}

    found = read_back("brat", TUTORIAL / f"{name}.ann", names=Names(types, roles, attributes))

    wanted = (TUTORIAL / f"{name}.ann").read_text().split("\n")
    events = [line for line in wanted if line.startswith("E")]
    assert len(layers_of(found[0])["incidents"]) == len(events)


def _lines_of_tutorial(letter: str) -> list[str]:
    return [
        line.split("\t")[1]
        for path in TUTORIAL.glob("*.ann")
        for line in path.read_text().split("\n")
        if line.startswith(letter)
    ]


def _events() -> list[str]:
    return [line.partition(":")[0] for line in _lines_of_tutorial("E")]


def _relations() -> list[str]:
    return [line.split()[0] for line in _lines_of_tutorial("R")]


def _roles() -> set[str]:
    words = [word for line in _lines_of_tutorial("E") for word in line.split()[1:]]
    return {word.partition(":")[0].rstrip("0123456789") for word in words}


@pytest.mark.parametrize(
    ("ann", "why"),
    [
        ("T1\tGPE 36 42\tKabul", "line 1: T1 quotes another text"),
        ("T1\tGPE 36 420\tKarvan", "line 1: T1 quotes another text"),
        ("T1\tTOWN 36 42\tKarvan", "line 1: T1: the scheme has no type TOWN"),
        ("T1 GPE 36 42 Karvan", "line 1: there is no tab"),
        ("T1\tGPE 36\tKarvan", "line 1: this is no TYPE START END"),
        ("T1\tGPE 36 42\tKarvan\nT1\tGPE 36 42\tKarvan", "line 2: T1 stands twice"),
        ("E1\tATTACK_CIVILIANS:T1", "line 1: its trigger T1 is not in the file"),
        (
            "T1\tATTACK_CIVILIANS 7 13\tkilled\n\nE1\tATTACK_CIVILIANS:T1 place:T9",
            "line 3: it names T9, which is not in the file",
        ),
        (
            "T1\tATTACK_CIVILIANS 7 13\tkilled\nT2\tGPE 36 42\tKarvan\n"
            "E1\tATTACK_CIVILIANS:T1 time:T2",
            "line 3: E1: time of ATTACK_CIVILIANS takes DATE",
        ),
        ("T1\tGPE 36 42\tKarvan\nX1\tfoo", "line 2: no line of brat begins with 'X'"),
        ("T1\tGPE 36 42\tKarvan\nA1\tcolor T1 red", "line 1: T1: GPE has no attribute color"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, ann: str, why: str) -> None:
    with pytest.raises(ImportRefused) as error:
        read_back("brat", put(tmp_path, ann + "\n"))

    assert f"a.ann, {why}" in str(error.value)


def test_a_file_without_its_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.ann").write_text("")
    file = new_project(tmp_path)

    with pytest.raises(ImportRefused, match=r"its text, a\.txt, is not beside it"):
        take(file, tmp_path / "a.ann", layer="ann")


def test_the_configuration_offers_what_the_scheme_does() -> None:
    found = configuration(scheme()).split("\n")

    reference = (EXAMPLE / "brat/annotation.conf").read_text().split("\n")
    assert found[:17] == reference[:17]
    events = {line.split()[0] for line in found if "perpetrator*" in line}
    assert events == {line.split()[0] for line in reference if "perpetrator*" in line}
    assert [one for one in found if one.startswith("certainty")] == [
        one for one in reference if one.startswith("certainty")
    ]
