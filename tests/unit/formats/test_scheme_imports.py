"""Schemes of other programs become schemes that have no faults, and imports find their names."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.formats.brat import pieces, prepare
from annotator.formats.brat.writing import BratWriter
from annotator.formats.errors import ImportRefused
from annotator.formats.exporting.writing import Context
from annotator.formats.importing.reading import Given, Prepared, Settings, Source
from annotator.formats.label_studio.configuration import configuration
from annotator.formats.schemes import import_scheme
from annotator.model.scheme import Scheme
from annotator.model.scheme_file import load_scheme
from tests.unit.formats.projects import EXAMPLE, EXPORTED_AT, record, scheme
from tests.unit.formats.rich_records import layers_of

TUTORIAL = Path("tests/data/samples/brat-news-tutorial")


def imported(path: Path) -> Scheme:
    return load_scheme(import_scheme(path).toml, "made.toml")


def made(folder: Path, name: str, content: str) -> Scheme:
    (folder / name).write_text(content, encoding="utf-8")
    return imported(folder / name)


def labelled(*inside: str) -> str:
    return f'<View><Text name="text" value="$text"/>{"".join(inside)}</View>'


# ---------------------------------------------------------------------------------------- brat


def test_the_tutorials_types_roles_relations_and_attributes() -> None:
    found = imported(TUTORIAL / "annotation.conf")

    assert list(found.entities.types) == ["Person", "Organization", "GPE", "Money"]
    assert found.frame_type("Merge_org").maps == {"import": "Merge-org"}
    assert found.frame_type("Merge_org").parent == "Business"
    assert found.frame_type("Business").abstract
    (people, place) = found.roles_of("Marry")
    assert (people.name, people.min, people.max) == ("Person_Arg", 2, 2)
    assert (place.name, place.min, place.max) == ("Place_Arg", 0, 1)
    agent = next(one for one in found.roles_of("Die") if one.name == "Agent_Arg")
    assert agent.fills == ("Person", "Organization", "GPE")
    assert found.relation_type("Alias").symmetric and found.relation_type("Alias").transitive
    assert found.incidents.attributes["Confidence"].choices == ("High", "Neutral", "Low")
    assert found.entities.attributes["Individual"].value == "flag"


@pytest.mark.parametrize("name", sorted(path.stem for path in TUTORIAL.glob("*.ann")))
def test_the_tutorial_goes_through_its_own_scheme_and_back_to_brat(
    name: str, tmp_path: Path
) -> None:
    found = imported(TUTORIAL / "annotation.conf")
    before = _read(TUTORIAL / f"{name}.ann", found)
    document = record(before.document.text, **layers_of(before))

    for part in BratWriter(Context(found, "ann", {})).parts(document):
        (tmp_path / part.file).parent.mkdir(exist_ok=True)
        (tmp_path / part.file).write_bytes(part.data)
    (written,) = (tmp_path / "brat").glob("*.ann")

    assert layers_of(_read(written, found)) == layers_of(before)
    original = (TUTORIAL / f"{name}.ann").read_text()
    events = sorted(_events(written.read_text()))
    assert events == sorted(_events(original.replace("-", "_")))
    notes = [line.split("\t")[2] for line in original.split("\n") if line.startswith("#")]
    assert sorted(_notes(layers_of(before))) == sorted(notes)


def _read(path: Path, under: Scheme) -> Prepared:
    rules = Settings(under, Given(), "ann", EXPORTED_AT)
    (piece,) = pieces(Source(path, path.name, {}), rules)
    return prepare(piece, rules)


def _notes(layers: dict[str, Any]) -> Iterator[str]:
    return (one["note"] for items in layers.values() for one in items if one.get("note"))


def _events(standoff: str) -> Iterator[tuple[Any, ...]]:
    """Yield each event with the places of its trigger and of its arguments."""
    lines = {line.split("\t")[0]: line.split("\t")[1] for line in standoff.split("\n") if line}

    def place(key: str) -> str:
        return place(lines[key].split()[0].split(":")[1]) if key[0] == "E" else lines[key]

    for key, line in lines.items():
        if key[0] == "E":
            kind, *roles = line.split()
            ends = (one.split(":") for one in roles)
            yield (
                kind.split(":")[0],
                place(key),
                sorted((role.rstrip("0123456789"), place(end)) for role, end in ends),
            )


def test_our_own_configuration_gives_our_types_and_roles() -> None:
    found = imported(EXAMPLE / "brat/annotation.conf")

    frames = {one.name for one in found.choosable_types("incidents")}
    assert frames == {
        one.name for layer in ("incidents", "claims") for one in scheme().choosable_types(layer)
    }
    assert list(found.entities.types) == list(scheme().entities.types)
    content = next(one for one in found.roles_of("STATEMENT") if one.name == "content")
    assert "span" in content.fills and "CONTENT" not in content.fills
    roles = [one.name for one in found.roles_of("ATTACK_CIVILIANS")]
    assert roles == [one.name for one in scheme().roles_of("ATTACK_CIVILIANS")]


@pytest.mark.parametrize(
    ("conf", "why"),
    [
        ("[entities]\nA\n[events]\nB Role:C\n", r"a\.conf, line 4: B names C, which"),
        ("[entities]\nA\n[relations]\nR Arg1:A\n", "line 4: the relation R has not two arguments"),
        ("[entities]\nA\n[events]\nB Role:\n", "line 4: B has an argument without a type"),
        ("A\n[entities]\n", "line 1: a section such as"),
        ("[entities]\n", r"a\.conf: there is no type of anything in it"),
        ("\n# nothing\n", "there is no type"),
    ],
)
def test_a_bad_configuration_of_brat_is_refused(tmp_path: Path, conf: str, why: str) -> None:
    with pytest.raises(ImportRefused, match=why):
        made(tmp_path, "a.conf", conf)


def test_what_brat_has_twice_or_nowhere_else(tmp_path: Path) -> None:
    conf = (
        "[options]\nx\n[entities]\nA\n\tB-1\n\t\tB_1\n!C\n-----\n[events]\nA\nE\tArg1*:<ANY>, "
        "Arg2{1-3}:<ENTITY>\n[relations]\nR\tArg1:A, Arg2:E\nR\tArg1:E, Arg2:E\n<OVERLAP>\t"
        "Arg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>\n[attributes]\nN\tArg:A|E|R\nN\tArg:<EVENT>, "
        "Value:x|y\n"
    )
    (tmp_path / "a.conf").write_text(conf)

    result = import_scheme(tmp_path / "a.conf")

    found = load_scheme(result.toml, "a.toml")
    assert result.left_out == (
        "the section [options]",
        "A among incidents, since it is a type of others too",
        "the attribute N of R: only types have some",
    )
    assert {name: one.parent for name, one in found.entities.types.items()} == {
        **{"A": "", "B_1": "A", "B_1_2": "B_1", "C": ""}
    }
    assert [one.name for one in found.roles_of("E")] == ["Arg", "Arg_"]
    assert found.relation_type("R").sources == ("A", "E")
    assert found.entities.attributes["N"].value == "text"


# ---------------------------------------------------------------------------------------- XML


def test_a_configuration_of_label_studio(tmp_path: Path) -> None:
    found = made(
        tmp_path,
        "Config 1.xml",
        labelled(
            '<Labels name="ner"><Label value="Person name" hotkey="p"/><Label value="人"/>',
            '<Label value="人名" hotkey="j"/><Label value="Org" alias="ORG" hotkey="p"/></Labels>',
            '<Relations><Relation value="org:founded_by"/></Relations>',
            '<Choices name="tone" perRegion="true" choice="multiple"><Choice value="good, bad"/>',
            '<Choice value="x"/></Choices><Choices name="sure" perRegion="true">',
            '<Choice value="yes"/></Choices><Number name="age" perRegion="true"/>',
            '<TextArea name="remark"/><Choices name="topic"><Choice value="war"/></Choices>',
        ),
    )

    assert found.name == "config-1"
    types = found.entities.types
    assert {name: one.maps.get("import", name) for name, one in types.items()} == {
        **{"Person_name": "Person name", "X_": "人", "X__2": "人名", "ORG": "ORG"}
    }
    assert [one.key for one in types.values()] == ["p", "", "", ""]
    assert found.relation_type("org_founded_by").maps == {"import": "org:founded_by"}
    assert found.entities.attributes["tone"].choices == ("good, bad", "x")
    assert found.entities.attributes["sure"].value == "flag"
    assert found.entities.attributes["age"].value == "integer"
    assert set(found.labels.document) == {"remark", "topic"}


def test_our_own_configuration_gives_our_types_labels_and_attributes(tmp_path: Path) -> None:
    found = made(tmp_path, "config.xml", configuration(scheme()))

    for layer in ("entities", "incidents", "claims"):
        wanted = [one.name for one in scheme().choosable_types(layer)]
        assert list(found.layer(layer)) == wanted
        assert set(found.attributes_of_layer(layer)) == set(scheme().attributes_of_layer(layer))
    assert list(found.labels.sentence) == ["check_worthy", "reports_event"]
    assert found.labels.document["relevant"].choices == ("yes", "no", "unsure")
    assert set(scheme().relations.types) <= set(found.relations.types)


def test_a_type_system_of_uima() -> None:
    found = imported(EXAMPLE / "TypeSystem.xml")

    assert found.entity_type("custom_Entity").maps == {"import": "custom.Entity"}
    assert found.frame_type("custom_Frame").roles["roles"].fills == ("entity", "incident", "span")
    assert "custom_Rel" in found.relations.types
    assert {"mention", "amount", "when"} <= set(found.entities.attributes)


def test_types_of_uima_below_types_and_with_listed_values(tmp_path: Path) -> None:
    def kind(name: str, above: str, *inside: str) -> str:
        names = f"<name>{name}</name><supertypeName>{above}</supertypeName>"
        return f"<typeDescription>{names}{''.join(inside)}</typeDescription>"

    value = "<features><featureDescription><name>{}</name><rangeTypeName>{}</rangeTypeName>"
    end = "</featureDescription></features>"
    found = made(
        tmp_path,
        "Types.xml",
        "<typeSystemDescription><types>"
        + kind("a.Below", "a.Above", value.format("tone", "a.Tone") + end)
        + kind("a.Above", "uima.tcas.Annotation")
        + kind("a.Round", "a.Round")
        + kind("a.Tone", "uima.cas.String", "<allowedValues><value><string>x</string></value>")[
            :-18
        ]
        + "</allowedValues></typeDescription></types></typeSystemDescription>",
    )

    assert list(found.entities.types) == ["a_Above", "a_Below"]
    assert found.entity_type("a_Below").parent == "a_Above"
    assert found.entities.attributes["tone"].choices == ("x",)


@pytest.mark.parametrize(
    ("xml", "why"),
    [
        ('<!DOCTYPE a [<!ENTITY b "c">]><View/>', "declares a document type"),
        ("<View>\n<Labels>\n</View>", "line 3: this is no XML"),
        ("<View><Image/></View>", "no Text tag"),
        ("<html/>", "neither a configuration of Label Studio"),
        (labelled('<Labels name="x"><Label value="$labels"/></Labels>'), "no type of anything"),
        ("<typeSystemDescription/>", "no type of anything"),
    ],
)
def test_bad_xml_is_refused(tmp_path: Path, xml: str, why: str) -> None:
    with pytest.raises(ImportRefused, match=why):
        made(tmp_path, "a.xml", xml)


@settings(max_examples=60, deadline=None)
@given(names=st.lists(st.text(min_size=1), min_size=1), choice=st.text())
def test_any_names_make_a_scheme_without_faults(
    tmp_path_factory: pytest.TempPathFactory, names: list[str], choice: str
) -> None:
    from xml.etree.ElementTree import Element, SubElement, tostring

    names = [name for name in map(_allowed, names) if name] or ["x"]
    view = Element("View")
    SubElement(view, "Text", name="text", value="$text")
    labels = SubElement(view, "Labels", name="ner")
    for name in names:
        SubElement(labels, "Label", value=name)
        SubElement(view, "Relation", value=name)
        several = SubElement(view, "Choices", name=name, perRegion="true")
        SubElement(several, "Choice", value=_allowed(choice) or "x")
    xml = tostring(view, encoding="unicode")

    found = made(tmp_path_factory.mktemp("any"), "a.xml", xml)

    wanted = {name for name in names if name not in ("CONTENT", "SENTENCE") and name[0] != "$"}
    kinds = found.entities.types.items()
    assert {one.maps.get("import", name) for name, one in kinds} == wanted


def _allowed(text: str) -> str:
    """Leave out what XML cannot hold, or reads as a blank."""
    return "".join(one for one in text if one.isprintable() and one < "\ud800").strip()
