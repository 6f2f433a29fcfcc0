"""CAS of UIMA: dkpro-cassis loads what we write, and what is not in the loss report comes back."""

import json
import zipfile
from pathlib import Path
from typing import Any

import cassis
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from annotator.formats.errors import ImportRefused
from annotator.formats.importing.mapping import Names
from annotator.formats.inception import DKPRO
from annotator.formats.uima.names import ENTITY, FRAGMENT, FRAME, RELATION
from tests.unit.formats.projects import (
    EXAMPLE,
    TAIL,
    entity,
    example_record,
    exported,
    new_project,
    record,
    records,
    take,
    unit,
)
from tests.unit.formats.rich_records import (
    as_gold,
    comparable,
    layers_of,
    read_back,
    rich_records,
    written,
)

SAMPLES = Path("tests/data/samples/json-cas/fs_as_array")
KINDS = ("cas-json", "xmi")
Json = dict[str, Any]


def file_of(kind: str, document: Json, folder: Path) -> Path:
    """Return where an article was written to."""
    return (
        folder / f"{'cas' if kind == 'cas-json' else 'xmi'}/{document['id']}.{kind[-4:].strip('-')}"
    )


def load(path: Path) -> Any:
    """Return what the library reads of a file."""
    if path.suffix == ".json":
        return cassis.load_cas_from_json(path.read_text(encoding="utf-8"))
    types = cassis.load_typesystem(path.with_name("TypeSystem.xml"))
    return cassis.load_cas_from_xmi(path, typesystem=types)


def said(cas: Any) -> set[str]:
    """Return everything our types say, in words that do not depend on ids of the file."""

    def name(one: Any) -> str:
        return getattr(one, "uid", None) or f"{one.begin}-{one.end}"

    found = set()
    for one in cas.select_all_fs():
        if one.type.name not in (ENTITY, FRAME, RELATION, FRAGMENT):
            continue
        for feature in one.type.all_features:
            value = getattr(one, feature.name)
            if feature.name in ("sofa", "layer") or value is None:
                continue
            if feature.name == "roles":
                value = [(link.role, name(link.target)) for link in value.elements]
            elif feature.name == "attributes":
                value = sorted(map(str, json.loads(value)))
            elif hasattr(value, "begin"):
                value = name(value)
            found.add(f"{one.type.name} {name(one)} {feature.name} {value}")
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_the_example_is_written_as_the_reference_has_it(tmp_path: Path, kind: str) -> None:
    (tmp_path / "project").mkdir()
    file = new_project(tmp_path / "project")
    take(file, EXAMPLE / "gold.jsonl", layer="ann")

    exported(file, tmp_path / "out", formats=(kind,))

    made = load(file_of(kind, example_record(), tmp_path / "out"))
    reference = load(EXAMPLE / ("d.cas.json" if kind == "cas-json" else "d.xmi"))
    assert made.sofa_string == reference.sofa_string
    # What features cannot hold, and what the reference leaves out.
    more = {"attributes", "note", "unsure"}
    assert said(reference) <= said(made)
    assert {one.split()[2] for one in said(made) - said(reference)} <= more


def test_both_spellings_say_the_same(tmp_path: Path) -> None:
    for kind in KINDS:
        written(kind, [example_record()], tmp_path)

    one, other = (load(file_of(kind, example_record(), tmp_path)) for kind in KINDS)

    assert said(one) == said(other)
    assert len(said(one)) > 100


@pytest.mark.parametrize("kind", KINDS)
def test_the_example_comes_back_whole(tmp_path: Path, kind: str) -> None:
    (tmp_path / "project").mkdir()
    file = new_project(tmp_path / "project")
    take(file, EXAMPLE / "gold.jsonl", layer="ann")
    files = exported(file, tmp_path / "out", formats=(kind,))
    again = new_project(tmp_path, "again.db")

    take(again, file_of(kind, example_record(), tmp_path / "out"), layer="ann")

    document = "data/documents-train-00000.jsonl"
    (before,), (after,) = (
        records(one[document]) for one in (files, exported(again, tmp_path / "again"))
    )
    for layer in ("spans", "entities", "incidents", "claims", "relations", "labels"):
        for one in (*before[layer], *after[layer]):
            one.pop("origin", None)
            if layer == "labels":
                one.pop("note"), one.pop("unsure")
        assert after[layer] == before[layer]
    for key in ("text", "title", "url", "language"):
        assert after[key] == before[key]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(document=rich_records(), values=st.integers(0, 7))
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_not_in_the_loss_report_comes_back(
    tmp_path_factory: pytest.TempPathFactory, kind: str, document: Json, values: int
) -> None:
    for one in document["entities"]:
        one["attributes"] = list(attributes_of(one["type"], values, document))
    folder = tmp_path_factory.mktemp("cas")
    _, losses = written(kind, [document], folder)
    assume(not any(one["part"] == "text" for one in losses))

    (back,) = read_back(kind, file_of(kind, document, folder))

    assert back.document.text == document["text"]
    assert comparable(back, losses) == comparable(as_gold(document), losses)
    assert not back.left_out


def attributes_of(kind: str, chosen: int, document: Json) -> Any:
    """Yield attributes that a type may have, in an order that depends on a number."""
    evidence = document["spans"][0]["id"] if document["spans"] and chosen & 1 else ""
    if kind == "DATE" and chosen & 2:
        yield {"name": "when", "value": "2031-06-03/2031-06-03", "evidence": evidence}
    if kind in ("PERSON", "ARMED_GROUP") and chosen & 4:
        yield {"name": "mention", "value": "nominal", "evidence": evidence}


@pytest.mark.parametrize("kind", KINDS)
def test_labels_of_sentences_and_articles_come_back(tmp_path: Path, kind: str) -> None:
    label = {"name": "check_worthy", "value": "CFS", **TAIL}
    document = record(
        "Kabul fell. Who knows?",
        sentences=[unit(1, 0, 11), unit(2, 12, 22)],
        labels=[{"id": "l_000000000001", "target": "S2", **label}],
    )
    written(kind, [document], tmp_path)

    (back,) = read_back(kind, file_of(kind, document, tmp_path))

    (found,) = layers_of(back)["labels"]
    assert (found["id"], found["target"], found["value"]) == ("l_000000000001", "S2", "CFS")


def test_links_out_of_an_article_and_notes_of_labels_are_told(tmp_path: Path) -> None:
    ends = {"source": "c_000000000001", "target": "d_0123456789abcdef#c_000000000009"}
    relation = {"id": "r_000000000001", "type": "contradicts", "attributes": [], **ends, **TAIL}
    label = {
        **{"id": "l_000000000001", "name": "event_described", "value": "yes", "target": "doc"},
        **{**TAIL, "note": "why?"},
    }

    _, losses = written("cas-json", [record(relations=[relation], labels=[label])], tmp_path)

    assert {("r_000000000001", "item"), ("l_000000000001", "note, unsure")} <= {
        (one["item"], one["part"]) for one in losses
    }


def test_characters_that_xml_lacks_are_told(tmp_path: Path) -> None:
    document = record("Kabul\x1b fell.", entities=[entity(1, 0, 5, "Kabul", note="a\x0cb")])

    _, losses = written("xmi", [document], tmp_path)

    assert load(file_of("xmi", document, tmp_path)).sofa_string == "Kabul\ufffd fell."
    told = {(one["item"], one["part"]) for one in losses if one["severity"] == "changed"}
    assert told == {("*", "text"), ("e_000000000001", "note")}


# -------------------------------------------------------------------- projects of INCEpTION


def project_file(
    folder: Path, text: str = "💥 Anna met Bob at the Inn in Rome.", **changes: Any
) -> Path:
    """Write a CAS as a project of INCEpTION has it, with offsets in UTF-16."""
    types = cassis.TypeSystem()
    annotation = "uima.tcas.Annotation"
    named = types.create_type(f"{DKPRO}ner.type.NamedEntity", annotation)
    for feature in ("value", "identifier"):
        types.create_feature(named, feature, "uima.cas.String")
    token = types.create_type(f"{DKPRO}segmentation.type.Token", annotation)
    tag = types.create_type(f"{DKPRO}lexmorph.type.pos.POS", annotation)
    types.create_feature(tag, "PosValue", "uima.cas.String")
    sentence = types.create_type(f"{DKPRO}segmentation.type.Sentence", annotation)
    link = types.create_type("webanno.custom.EventArgumentsLink", "uima.cas.TOP")
    types.create_feature(link, "role", "uima.cas.String")
    types.create_feature(link, "target", annotation)
    event = types.create_type("webanno.custom.Event", annotation)
    types.create_feature(event, "kind", "uima.cas.String")
    types.create_feature(event, "Arguments", "uima.cas.FSArray", elementType=link)
    relation = types.create_type("webanno.custom.Relation", annotation)
    types.create_feature(relation, "label", "uima.cas.String")
    types.create_feature(relation, "Governor", annotation)
    types.create_feature(relation, "Dependent", annotation)
    cas = cassis.Cas(typesystem=types)
    cas.sofa_string = text
    anna = named(begin=text.index("Anna"), end=text.index("Anna") + 4, value="PER")
    rome = named(begin=text.index("Rome"), end=text.index("Rome") + 4, value="LOC")
    rome.identifier = "http://www.wikidata.org/entity/Q220"
    met = event(begin=text.index("met"), end=text.index("met") + 3, kind="Meet")
    links = [link(role="who", target=anna), link(role="where", target=rome), link(role="when")]
    met.Arguments = types.get_type("uima.cas.FSArray")(elements=links)
    inn = named(begin=text.index("Inn"), end=text.index("Inn") + 3, value="FAC")
    lies = relation(begin=rome.begin, end=rome.end, label="lies_in")
    lies.Governor, lies.Dependent = inn, rome
    words = [token(begin=anna.begin, end=anna.end), tag(begin=0, end=1, PosValue="SYM")]
    for one in (sentence(begin=0, end=len(text)), *words, anna, inn, rome, met, lies):
        cas.add(one)
    path = folder / "a.json"
    path.write_text(cas.to_json(), encoding="utf-8")
    cas.to_xmi(folder / "a.xmi")
    types.to_xml(folder / "TypeSystem.xml")
    return path


MAP = Names(
    types={"PER": "PERSON", "LOC": "GPE", "Meet": "PROTEST", "lies_in": "located_in"},
    roles={"who": "actor", "where": "place"},
)


@pytest.mark.parametrize("ending", [".json", ".xmi"])
def test_layers_of_another_project_are_read_under_other_names(tmp_path: Path, ending: str) -> None:
    path = project_file(tmp_path).with_suffix(ending)
    kind = "xmi" if ending == ".xmi" else "cas-json"

    (one,) = read_back(kind, path, names=MAP)

    found = layers_of(one)
    assert [(o["text"], o["type"]) for o in found["entities"]] == [
        ("Anna", "PERSON"),
        ("Inn", "FAC"),
        ("Rome", "GPE"),
    ]
    (incident,) = found["incidents"]
    assert [piece["text"] for piece in incident["trigger"]] == ["met"]
    assert [role["role"] for role in incident["roles"]] == ["actor", "place"]
    assert [relation["type"] for relation in found["relations"]] == ["located_in"]
    assert sorted(one.left_out) == [
        "annotations of the layer POS",
        "identifiers; link mentions in the registry",
        "slots that nothing fills",
    ]


def test_a_mark_at_the_beginning_is_kept_out(tmp_path: Path) -> None:
    (one,) = read_back(
        "cas-json", project_file(tmp_path, "\ufeffAnna met Bob at the Inn in Rome."), names=MAP
    )

    assert one.document.article.bom
    assert one.document.text == "Anna met Bob at the Inn in Rome."
    assert [o["text"] for o in layers_of(one)["entities"]] == ["Anna", "Inn", "Rome"]


@pytest.mark.parametrize(
    "path", sorted(SAMPLES.glob("ser-ref/*/data.json")), ids=lambda p: p.parent.name
)
def test_the_samples_are_read_or_refused_in_a_sentence(tmp_path: Path, path: Path) -> None:
    file = new_project(tmp_path)
    others = path.with_name("debug.xmi")
    for one in (path, others) if others.exists() else (path,):
        if "sofaString" in one.read_text(encoding="utf-8"):
            report = take(file, one, layer="ann")
            assert report.articles + report.duplicate_count == 1
        else:
            with pytest.raises(ImportRefused, match=r"no text in it|stands twice|no XMI that fits"):
                take(file, one, layer="ann")


def test_an_archive_of_an_export_is_read(tmp_path: Path) -> None:
    table = tmp_path / "map.toml"
    table.write_text(
        '[types]\nPER = "PERSON"\nLOC = "GPE"\nMeet = "PROTEST"\nlies_in = "located_in"\n'
        '[roles]\nwho = "actor"\nwhere = "place"\n'
    )
    path = project_file(tmp_path).with_suffix(".xmi")
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        for name in (path.name, "TypeSystem.xml"):
            archive.write(tmp_path / name, f"curation/{name}")

    report = take(new_project(tmp_path), tmp_path / "export.zip", layer="ann", names=table)

    assert (report.articles, report.annotations) == (1, {"ann": 5})


# ------------------------------------------------------------------------------- bad input


def changed(path: Path, old: str, new: str) -> Path:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('"end": 7, "value"', '"end": 700, "value"', "the offset 700 lies outside its text"),
        ('"begin": 3, "end": 7, "value"', '"begin": 1, "end": 7, "value"', "inside a character"),
        ('"value": "PER"', '"value": "TOWN"', "the scheme has no type TOWN"),
        ('"%ID": 3', '"%ID": 2', "the id 2 stands twice"),
        ('"@target": 5', '"@target": 55', "names 55, which is not there"),
        ('"%TYPES"', '"%TYPE"', "no type system"),
        ('"value": "PER"', '"vale": "PER"', "no JSON CAS that fits its type system"),
        ('"sofaString"', '"sofaStrin"', "no text in it"),
        ('"%VIEWS"', '"%VIEWS', "a.json, line 1: it is no JSON from character"),
        ("Anna met", "Anna\\ud800 met", "half a surrogate pair"),
        ('"@Governor": 6, ', "", "it has no Governor"),
        (
            '"begin": 3, "end": 7, "value"',
            '"begin": null, "end": 7, "value"',
            "no JSON CAS that fits its type system",
        ),
        ('"%TYPE": "', '"%KIND": "', "one has no %TYPE"),
    ],
)
def test_what_does_not_fit_is_refused(tmp_path: Path, old: str, new: str, why: str) -> None:
    path = changed(project_file(tmp_path), old, new)

    with pytest.raises(ImportRefused) as error:
        read_back("cas-json", path, names=MAP)

    assert why in str(error.value)
    assert str(error.value).startswith("a.json")


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("?>", '?><!DOCTYPE a [<!ENTITY b "c">]>', "it declares a document type"),
        ("UTF-8", "UTF-7", "it says that it is UTF-7"),
        ("</xmi:XMI>", "", "no XMI that fits"),
        ('end="7"', 'end="700"', "the offset 700 lies outside its text"),
        ('xmi:id="3"', 'xmi:id="2"', "the id 2 stands twice"),
        ('target="5"', 'target="55"', "no XMI that fits"),
        ("custom:Event ", "custom:Elephant ", "no XMI that fits"),
    ],
)
def test_xmi_that_does_not_fit_is_refused(tmp_path: Path, old: str, new: str, why: str) -> None:
    path = changed(project_file(tmp_path).with_suffix(".xmi"), old, new)

    with pytest.raises(ImportRefused) as error:
        read_back("xmi", path, names=MAP)

    assert why in str(error.value)


def test_xmi_without_its_types_is_refused(tmp_path: Path) -> None:
    path = project_file(tmp_path).with_suffix(".xmi")
    path.with_name("TypeSystem.xml").unlink()

    with pytest.raises(ImportRefused, match=r"a\.xmi: its type system, TypeSystem\.xml"):
        read_back("xmi", path, names=MAP)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
@pytest.mark.parametrize("ending", [".json", ".xmi"])
def test_mutated_files_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, ending: str, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("mutated")
    path = project_file(folder).with_suffix(ending)
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    path.write_bytes(content)
    kind = "xmi" if ending == ".xmi" else "cas-json"
    try:
        found = read_back(kind, path, names=MAP)
    except (ImportRefused, AssertionError):
        return
    assert found
