"""WebAnno TSV 3: the examples of its manual are read, and each bad line is named."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.formats.errors import ImportRefused
from annotator.formats.importing.mapping import Names
from tests.unit.formats.projects import new_project, take
from tests.unit.formats.rich_records import layers_of, read_back

ENTITIES = "#T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|identifier|value"
TAGS = "#T_SP=de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS|PosValue"
EVENTS = "#T_SP=webanno.custom.Event|kind|ROLE_webanno.custom.Event:Roles_webanno.custom.RolesLink"
LINKS = "#T_RL=webanno.custom.Relation|label|BT_" + ENTITIES[6:-17]

MAP = Names(
    types={
        "PER": "PERSON",
        "LOC": "GPE",
        "sale": "STRATEGIC",
        "lies_in": "located_in",
        "bob": "PERSON",
        "john": "PERSON",
        "clock": "",
    },
    roles={"seller": "actor", "buyer": "counterpart", "goods": ""},
)


def put(folder: Path, header: str, body: str, version: str = "3.3") -> Path:
    path = folder / "a.tsv"
    content = f"#FORMAT=WebAnno TSV {version}\n{header}\n\n\n{body}"
    path.write_text(content, encoding="utf-8", newline="")
    return path


def read(path: Path, **options: Any) -> Any:
    (one,) = read_back("webanno", path, names=MAP, **options)
    return one


def test_mentions_over_tokens_stacked_and_inside_tokens(tmp_path: Path) -> None:
    body = (
        "#Sentence.id=s1\n#Text=Ms. Haag left\n"
        "1-1\t0-3\tMs.\tNNP\t*[1]|_\tPER[1]|LOC[2]\t\n"
        "1-2\t4-8\tHaag\tNNP\t*[1]\tPER[1]\t\n"
        "1-2.1\t4-6\tHa\t_\t_\tLOC\t\n"
        "1-3\t9-13\tleft\tVBD\t_\t_\t\n\n"
        "#Text=Kabul_ \\[💥\\] fell.\n"
        "2-1\t14-20\tKabul\\_\t_\thttp://www.wikidata.org/entity/Q5838\tLOC\t\n"
        "2-2\t21-25\t\\[💥\\]\t_\t_\t_\t\n2-3\t26-31\tfell.\t_\t_\t_\t\n"
    )

    one = read(put(tmp_path, f"{TAGS}\n{ENTITIES}", body))

    assert one.document.text == "Ms. Haag left\nKabul_ [💥] fell."
    assert one.unit == "utf16"
    assert [(unit.start, unit.end) for unit in one.document.sentences] == [(0, 13), (14, 30)]
    assert sorted((o["start"], o["end"], o["type"]) for o in layers_of(one)["entities"]) == [
        (0, 3, "GPE"),
        (0, 8, "PERSON"),
        (4, 6, "GPE"),
        (14, 20, "GPE"),
    ]
    assert sorted(set(one.left_out)) == [
        "annotations of the layer POS",
        "identifiers; link mentions in the registry",
    ]


def test_slots_are_roles(tmp_path: Path) -> None:
    """The auction of the manual; what fills a slot is named by token and number."""
    body = (
        "#Text=Bob auctioned the clock to John.\n"
        "1-1\t0-3\tBob\t_\t_\t_\tbob\n"
        "1-2\t4-13\tauctioned\tsale\tseller;goods;buyer\t1-1;1-3[4];1-6\t_\n"
        "1-3\t14-17\tthe\t_\t_\t_\tclock[4]\n"
        "1-4\t18-23\tclock\t_\t_\t_\tclock[4]\n"
        "1-5\t24-26\tto\t_\t_\t_\t_\n"
        "1-6\t27-31\tJohn\t_\t_\t_\tjohn\n"
        "1-7\t31-32\t.\t_\t_\t_\t_\n"
    )
    header = f"{EVENTS}|webanno.custom.Lu\n#T_SP=webanno.custom.Lu|luvalue"

    one = read(put(tmp_path, header, body))

    (incident,) = layers_of(one)["incidents"]
    names = {o["id"]: o["text"] for o in layers_of(one)["entities"]}
    assert [(o["role"], names[o["target"]]) for o in incident["roles"]] == [
        ("actor", "Bob"),
        ("counterpart", "John"),
    ]
    assert [piece["text"] for piece in incident["trigger"]] == ["auctioned"]


def test_relations_go_from_the_token_that_is_named(tmp_path: Path) -> None:
    body = (
        "#Text=Inn Rome\n"
        "1-1\t0-3\tInn\t_|_\tFAC[1]|FAC[2]\t_\t_\n"
        "1-2\t4-8\tRome\t_\tLOC\tlies_in|lies_in\t1-1[1_0]|1-1[2_0]\n"
    )

    one = read(put(tmp_path, f"{ENTITIES}\n{LINKS}", body))

    found = layers_of(one)
    first, second, rome = found["entities"]
    assert rome["text"] == "Rome"
    assert {(o["source"], o["target"]) for o in found["relations"]} == {
        (first["id"], rome["id"]),
        (second["id"], rome["id"]),
    }


def test_a_sentence_of_several_lines_and_control_characters(tmp_path: Path) -> None:
    body = "#Text=Kabul\\r\n#Text=fell\n1-1\t0-5\tKabul\t_\tLOC\n1-2\t7-11\tfell\t_\t_\n"

    one = read(put(tmp_path, ENTITIES, body))

    assert one.document.text == "Kabul\r\nfell"


def test_offsets_in_code_points_are_found_out(tmp_path: Path) -> None:
    body = "#Text=💥 Kabul\n1-1\t0-1\t💥\t_\t_\n1-2\t2-7\tKabul\t_\tLOC\n"

    one = read(put(tmp_path, ENTITIES, body))

    assert one.unit == "codepoint"
    assert [o["text"] for o in layers_of(one)["entities"]] == ["Kabul"]


def test_chains_are_left_out(tmp_path: Path) -> None:
    chain = "#T_CH=de.tudarmstadt.ukp.dkpro.core.api.coref.type.CoreferenceLink"
    body = "#Text=He fell\n1-1\t0-2\tHe\t_\tPER\tpr[1]\t*->1-1\n1-2\t3-7\tfell\t_\t_\t_\t_\n"

    one = read(put(tmp_path, f"{ENTITIES}\n{chain}|referenceType|referenceRelation", body))

    assert one.left_out == ("chains CoreferenceLink",)


def test_a_table_of_articles_is_still_one(tmp_path: Path) -> None:
    (tmp_path / "b.tsv").write_text("text\ttitle\nKabul fell.\tNews\n")
    put(tmp_path, ENTITIES, "#Text=Kabul\n1-1\t0-5\tKabul\t_\tGPE\n")
    file = new_project(tmp_path / "..", f"{tmp_path.name}.db")

    report = take(file, tmp_path, layer="ann")

    assert (report.articles, report.annotations) == (2, {"ann": 1})


GOOD = "#Text=Kabul fell\n1-1\t0-5\tKabul\t_\tLOC\t_\t_\n1-2\t6-10\tfell\t_\t_\t_\t_\n"


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("0-5\tKabul", "0-4\tKabul", "a.tsv, line 7: 1-1 is not what stands at 0-4"),
        ("6-10", "6-99999999999", "line 8: this is no token"),
        ("\tLOC\t_\t_", "\tLOC\t_", "line 7: the header declares 4 columns"),
        ("LOC", "TOWN", "line 7: NamedEntity TOWN 0-5: the scheme has no type TOWN"),
        ("LOC\t_\t_", "LOC\tlies_in\t1-9", "line 7: 1-9 is no token here"),
        ("#Text=Kabul fell\n", "", "line 6: no #Text= stands before this token"),
        (GOOD, "#Text=Kabul fell\n", "there are no tokens in it"),
        ("Kabul fell", "Kabul", "is not what stands at"),
    ],
)
def test_what_does_not_fit_is_refused(tmp_path: Path, old: str, new: str, why: str) -> None:
    assert old in GOOD
    path = put(tmp_path, f"{ENTITIES}\n{LINKS}", GOOD.replace(old, new, 1))

    with pytest.raises(ImportRefused) as error:
        read(path)

    assert why in str(error.value)


def test_relations_between_nothing_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match=r"line 2: a layer of relations ends in BT_"):
        read(put(tmp_path, "#T_RL=webanno.custom.Relation|label", GOOD))


def test_a_slot_that_leads_nowhere_is_refused(tmp_path: Path) -> None:
    body = "#Text=Bob sold\n1-1\t0-3\tBob\t_\t_\t_\n1-2\t4-8\tsold\tsale\tseller\t1-1[3]\n"

    with pytest.raises(ImportRefused, match=r"line 7: 1-1\[3\] is no annotation here"):
        read(put(tmp_path, f"{EVENTS}|uima.tcas.Annotation", body))


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_mutated_files_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = put(tmp_path_factory.mktemp("mutated"), f"{ENTITIES}\n{LINKS}", GOOD)
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(30, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    path.write_bytes(content)
    try:
        found = read(path)
    except ImportRefused as refused:
        assert "a.tsv" in str(refused)
    else:
        assert found.document.text
