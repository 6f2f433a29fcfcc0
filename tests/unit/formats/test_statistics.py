"""Statistics of a layer: every number is the one that counting its records gives."""

from collections import Counter
from pathlib import Path

import pytest

from annotator.formats.errors import ExportRefused
from annotator.formats.statistics import Filled, statistics
from annotator.resources import resource_dir
from tests.unit.formats.projects import (
    EXAMPLE,
    SEEDS,
    entity,
    exported,
    new_project,
    record,
    records,
    scheme,
    take,
    unit,
    write_records,
)

DOCUMENTS = "data/documents-train-00000.jsonl"
SENTENCES = "data/sentences-train-00000.jsonl"


def test_the_numbers_are_those_of_the_records(tmp_path: Path) -> None:
    file = new_project(tmp_path)
    take(file, SEEDS)
    take(file, resource_dir("seeds") / "layers" / "ada.jsonl", layer="ann")
    files = exported(file, tmp_path / "a")
    documents, sentences = records(files[DOCUMENTS]), records(files[SENTENCES])

    found = statistics(file, scheme(), "ann", ["ann", "nobody"])

    assert (found.articles, found.sources) == (len(documents), 4)
    assert found.sentences == len(sentences)
    assert found.tokens == sum(len(one["tokens"]) for one in sentences)
    assert found.characters == sum(len(one["text"]) for one in documents)
    for layer, types in found.types.items():
        wanted = Counter(item["type"] for one in documents for item in one[layer])
        assert types == wanted
        assert list(types.values()) == sorted(types.values(), reverse=True)
        assert found.annotators["ann"].get(layer, 0) == sum(wanted.values())
    assert list(found.annotators) == ["ann"]
    finished = [
        one for document in documents for one in document["sentences"] if "entities" in one["done"]
    ]
    assert found.finished["entities"] == len(finished)
    assert sum(found.mentions_per_sentence.values()) == len(finished)
    assert sum(found.mention_tokens.values()) == sum(found.types["entities"].values())
    killed = [
        frame
        for one in documents
        for frame in one["incidents"]
        if any(role["role"] == "killed" for role in frame["roles"])
    ]
    assert found.roles["incidents"]["killed"].frames == len(killed)


def test_an_article_counts_by_what_is_known_of_it(tmp_path: Path) -> None:
    text = "Kabul and New York fell. Herat fell."
    units = [unit(1, 0, 24, done=["entities"]), unit(2, 25, 36)]
    amount = {"name": "amount", "value": "3", "evidence": ""}
    mentions = [
        entity(1, 0, 5, "Kabul"),
        entity(2, 10, 18, "New York", type="PEOPLE", attributes=[amount]),
        entity(3, 25, 30, "Herat"),
    ]
    path = write_records(
        tmp_path / "a.jsonl",
        record(
            text, sentences=units, entities=mentions, published="2023-09-15/2023-09-15", language=""
        ),
    )
    file = new_project(tmp_path)
    take(file, path)

    found = statistics(file, scheme(), "ann", [])

    assert found.types["entities"] == {"GPE": 2, "PEOPLE": 1}
    assert found.mentions_per_sentence == {2: 1}
    assert found.mention_tokens == {1: 2, 2: 1}
    assert found.attributes["entities"] == {"amount": {"(any)": 1}}
    assert (found.months, found.languages) == ({"2023-09": 1}, {"": 1})
    assert found.annotators == {}


def test_roles_count_the_frames_that_have_them(tmp_path: Path) -> None:
    file = new_project(tmp_path)
    take(file, EXAMPLE / "gold.jsonl", layer="ann")

    found = statistics(file, scheme(), "ann", [])

    assert found.roles["incidents"]["killed"] == Filled(1, 2)
    assert found.roles["claims"]["blamed"].possible == found.types["claims"]["RESPONSIBILITY"]


def test_there_is_no_gold_before_anything_is_decided(tmp_path: Path) -> None:
    with pytest.raises(ExportRefused, match="no gold yet"):
        statistics(new_project(tmp_path), scheme(), "gold", [])
