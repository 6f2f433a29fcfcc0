"""CoNLL-U Plus: text and mentions come back exactly, other spellings are read, bad lines named."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from annotator.formats.errors import ImportRefused
from annotator.formats.importing.mapping import Names
from tests.unit.formats.projects import (
    EXAMPLE,
    entity,
    example_record,
    new_project,
    record,
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

MAP = Names(types={"person": "PERSON", "place": "GPE", "PER": "PERSON", "LOC": "GPE"})
PLAIN = "# global.columns = ID FORM MISC\n"


def put(folder: Path, content: str) -> Path:
    path = folder / "a.conllu"
    path.write_text(content, encoding="utf-8", newline="")
    return path


def ten(number: str, form: str, misc: str = "_") -> str:
    """Return a line of CoNLL-U."""
    return "\t".join((number, form, *"_" * 7, misc)) + "\n"


def read(path: Path, **options: Any) -> Any:
    (one,) = read_back("conllu", path, names=MAP, **options)
    return one


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(document=rich_records())
def test_what_is_not_in_the_loss_report_comes_back(
    tmp_path_factory: pytest.TempPathFactory, document: dict[str, Any]
) -> None:
    folder = tmp_path_factory.mktemp("conllu")
    _, losses = written("conllu", [document], folder)
    assume(("*", "text") not in {(one["item"], one["part"]) for one in losses})

    (back,) = read_back("conllu", folder / "conllu/train.conllup")

    assert back.document.text == document["text"]
    found, wanted = comparable(back, losses), comparable(as_gold(document), losses)
    assert found["entities"] == wanted["entities"]
    assert not any(wanted[layer] for layer in ("incidents", "claims", "relations", "labels"))


def test_the_example_is_written_with_nested_mentions_and_pieces(tmp_path: Path) -> None:
    files, losses = written("conllu", [example_record()], tmp_path)

    text = files["conllu/train.conllup"].decode()
    assert text.startswith("# global.columns = ID FORM MISC\n# newdoc id = d_d9e3ad4d7f5ced86\n")
    assert "\nKARVAN" not in text
    assert "\tKARVAN\tEntity=(e_63b7e05073cb-GPE-n_e6643eb86853)\n" in text
    assert "Entity=(e_3f0f7a378735[1/2]-FAC" in text
    assert "e_3f0f7a378735[2/2])" in text
    assert {one["item"] for one in losses if one["part"] == "item"} == {
        one["id"]
        for layer in ("incidents", "claims", "relations", "labels")
        for one in example_record()[layer]
    }


def test_several_articles_of_one_file_are_parted(tmp_path: Path) -> None:
    documents = [record(), record(" Herat fell.\u2028\n", entities=[entity(1, 1, 6, "Herat")])]
    written("conllu", documents, tmp_path)

    found = read_back("conllu", tmp_path / "conllu/train.conllup")

    assert [one.document.text for one in found] == [one["text"] for one in documents]


def test_an_export_is_imported_as_a_layer_of_the_same_article(tmp_path: Path) -> None:
    (tmp_path / "project").mkdir()
    file = new_project(tmp_path / "project")
    take(file, EXAMPLE / "gold.jsonl", layer="ann")
    written("conllu", [example_record()], tmp_path)

    report = take(file, tmp_path / "conllu/train.conllup", layer="ben")

    count = len(example_record()["entities"])
    assert (report.articles, report.annotations, report.new_ids) == (0, {"ben": count}, count)


def test_treebanks_with_entities_of_corefud(tmp_path: Path) -> None:
    text = "Anna and\xa0Bob left Rome."
    content = (
        "# newdoc id = x\n# global.Entity = eid-etype-head-other\n# newpar\n# sent_id = 1\n"
        f"# text = {text}\n"
        + ten("1", "Anna", "Entity=(e1-person-1-(e2-person-1-)")
        + ten("2", "and")
        + ten("3", "Bob", "Entity=e1)")
        + ten("4", "left")
        + ten("4.1", "_")
        + ten("5", "Rome", "SpaceAfter=No|Entity=(e3-place-1-)")
        + ten("6", ".")
        + "\n# newpar\n# text = Then.\n"
        + ten("1", "Then", "SpaceAfter=No")
        + ten("2", ".")
    )

    one = read(put(tmp_path, content))

    assert one.document.text == f"{text} \n\nThen."
    assert [(o["text"], o["type"]) for o in layers_of(one)["entities"]] == [
        ("Anna", "PERSON"),
        ("Anna and\xa0Bob", "PERSON"),
        ("Rome", "GPE"),
    ]
    assert {completion.layer for completion in one.layer.completions} == {"entities"}


def test_tags_in_a_column_or_in_misc(tmp_path: Path) -> None:
    columns = "# global.columns = ID FORM ANY:NE\n1\tNew\tB-LOC\n2\tYork\tI-LOC\n3\tfell\tO\n"
    misc = ten("1", "New", "NER=B-LOC") + ten("2", "York", "NER=I-LOC") + ten("3", "fell")

    for content in (columns, misc):
        one = read(put(tmp_path, content))

        assert one.document.text == "New York fell"
        assert [o["text"] for o in layers_of(one)["entities"]] == ["New York"]


def test_words_inside_a_token_have_its_place(tmp_path: Path) -> None:
    content = (
        ten("1-2", "dell'Aquila", "SpaceAfter=No")
        + ten("1", "di")
        + ten("2", "l'Aquila", "Entity=(x-place)")
        + ten("3", ".")
    )

    one = read(put(tmp_path, content))

    assert one.document.text == "dell'Aquila."
    assert [o["text"] for o in layers_of(one)["entities"]] == ["dell'Aquila"]


def test_a_token_with_the_number_0_is_one(tmp_path: Path) -> None:
    assert read(put(tmp_path, PLAIN + "0\tKabul\t_\n")).document.text == "Kabul"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (PLAIN + "1\tKabul\n", "a.conllu, line 2: this is no token with the 3 columns"),
        (PLAIN + "one\tKabul\t_\n", "line 2: this is no token"),
        (PLAIN + "1\tKabul\tEntity=(a-place\n", "line 2: the bracket (a is not closed"),
        (PLAIN + "1\tKabul\tEntity=a)\n", "line 2: a) closes no bracket"),
        (PLAIN + "1\tKabul\tEntity=(a-town)\n", "line 2: town 0-5: the scheme has no type town"),
        (PLAIN + "# text = Herat\n1\tKabul\t_\n", "line 3: token 0 is not what comes next"),
        (
            PLAIN + "# text = Herat\n1\tKabul\tSpacesAfter=\\n\n",
            "line 3: its tokens are not what its # text says",
        ),
        (PLAIN + "1\tKabul\tSpacesAfter=\\ud800\n", "half a surrogate pair"),
        (PLAIN, "there is nothing in it"),
    ],
)
def test_what_does_not_fit_is_refused(tmp_path: Path, content: str, why: str) -> None:
    file = new_project(tmp_path)

    with pytest.raises(ImportRefused) as error:
        take(file, put(tmp_path, content), layer="ann")

    assert why in str(error.value)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_mutated_files_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("mutated")
    files, _ = written("conllu", [example_record()], folder)
    content = bytearray(files["conllu/train.conllup"])
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(1, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    path = folder / "a.conllu"
    path.write_bytes(content)
    try:
        found = read_back("conllu", path)
    except ImportRefused as refused:
        assert "a.conllu" in str(refused)
    else:
        assert all(one.document.text for one in found)


def test_sentences_come_back_finished_or_open(tmp_path: Path) -> None:
    text = "Kabul fell. Herat fell."
    units = [unit(1, 0, 11, done=["entities"]), unit(2, 12, 23)]
    written("conllu", [record(text, sentences=units)], tmp_path)

    (back,) = read_back("conllu", tmp_path / "conllu/train.conllup")

    assert back.layer
    assert [(one.layer, one.sentence) for one in back.layer.completions] == [("entities", 0)]
