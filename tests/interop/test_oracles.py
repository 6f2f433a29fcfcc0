"""Other programs' parsers read brat, CoNLL and CoNLL-U Plus as we write them, and agree with us."""

import re
from pathlib import Path
from typing import Any

import conllu
import pytest
from bioc import brat
from hypothesis import HealthCheck, assume, given, settings
from nervaluate import Evaluator
from seqeval.metrics import f1_score
from seqeval.metrics.sequence_labeling import get_entities
from seqeval.scheme import IOB2, IOBES

from annotator.formats.importing.drafts import BARE
from tests.unit.formats.projects import SEEDS, example_record, exported, new_project, record, take
from tests.unit.formats.rich_records import rich_records, written

Json = dict[str, Any]
CUT = re.compile(r"\s*[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]\s*")
"""Where brat ends a line, and so a piece."""

_OFTEN = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


# ------------------------------------------------------------------------------------------ brat


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The export of the demonstration layer."""
    folder = tmp_path_factory.mktemp("seeds")
    file = new_project(folder)
    take(file, SEEDS)
    take(file, SEEDS / "layers/ada.jsonl")
    names = ("brat", "conll", "bioes", "conllu")
    return exported(file, folder / "out", layer="ada", formats=names)


def brat_document(document: Json, folder: Path) -> Any:
    """Return what bioc reads of an article."""
    name = f"brat/{document['id']}"
    text, lines = ((folder / f"{name}.{ending}").read_bytes() for ending in ("txt", "ann"))
    return brat.loads(text.decode(), lines.decode())


def pieces_of(span: Any) -> list[tuple[int, int]]:
    return sorted((one.begin, one.end) for one in span.locations)


def joined(text: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return pieces without the cuts at line ends that brat needs."""
    found = pieces[:1]
    for start, end in pieces[1:]:
        if CUT.fullmatch(text[found[-1][1] : start]):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def wanted_pieces(item: Json) -> list[tuple[int, int]]:
    ranges = item["trigger"] if "trigger" in item else item["fragments"] or [item]
    return [(one["start"], one["end"]) for one in ranges]


def check_brat(document: Json, losses: list[Json], found: Any) -> None:
    """Compare every offset, trigger, filler, relation and flag with the record."""
    gone = {one["item"] for one in losses if one["part"] == "item"}
    moved = {one["item"] for one in losses if one["part"] == "span"}
    frames = [one for one in (*document["incidents"], *document["claims"]) if one["trigger"]]
    events = {one.id: one for one in found.events}
    triggers = {one.trigger_id for one in found.events}
    spans = {one.id: one for one in found.entities}
    mentions = [one for one in found.entities if one.id not in triggers and one.type != BARE]
    assert [one.type for one in mentions] == [one["type"] for one in document["entities"]]
    names: dict[str, str] = {}
    for one, item in zip(mentions, document["entities"], strict=True):
        names[one.id] = item["id"]
        if item["id"] not in moved:
            assert joined(document["text"], pieces_of(one)) == wanted_pieces(item)
    for number, frame in enumerate(frames, 1):
        names[f"E{number}"] = frame["id"]
    texts = {(one["start"], one["end"]): one["id"] for one in document["spans"]}
    for one in found.entities:
        if one.type == BARE:
            pieces = pieces_of(one)
            names[one.id] = texts.get((pieces[0][0], pieces[-1][1]), "")
    for number, frame in enumerate(frames, 1):
        event = events[f"E{number}"]
        assert event.type == spans[event.trigger_id].type == frame["type"]
        if frame["id"] not in moved:
            trigger = joined(document["text"], pieces_of(spans[event.trigger_id]))
            assert trigger == wanted_pieces(frame)
        fillers = sorted(
            (role.rstrip("0123456789"), names[target]) for role, target in event.arguments.items()
        )
        kept = [role for role in frame["roles"] if role["target"] not in gone | moved]
        expected = sorted((role["role"], role["target"]) for role in kept)
        assert [one for one in fillers if one[1] not in moved and one[1]] == expected
    ends = [
        (one.type, names[one.arguments["Arg1"]], names[one.arguments["Arg2"]])
        for one in found.relations
    ]
    assert ends == [
        (one["type"], one["source"], one["target"])
        for one in document["relations"]
        if one["id"] not in gone
    ]


def test_bioc_reads_the_example_of_brat(tmp_path: Path) -> None:
    document = example_record()
    _, losses = written("brat", [document], tmp_path)

    found = brat_document(document, tmp_path)

    assert len(found.events) == 5
    assert len(found.relations) == 2
    check_brat(document, losses, found)


@_OFTEN
@given(document=rich_records())
def test_bioc_agrees_on_every_item_of_brat(
    tmp_path_factory: pytest.TempPathFactory, document: Json
) -> None:
    # bioc cuts lines at every tab, brat at the first two only.
    assume("\t" not in document["text"])
    folder = tmp_path_factory.mktemp("brat")
    _, losses = written("brat", [document], folder)

    check_brat(document, losses, brat_document(document, folder))


# --------------------------------------------------------------------------------------- CoNLL


def sentences_of(data: bytes) -> list[list[str]]:
    """Return the tags of each sentence."""
    blocks = data.decode().split("\n\n")
    lines = ([line for line in block.split("\n") if line] for block in blocks)
    return [
        [line.split(" ")[-1] for line in some]
        for some in lines
        if some and not some[0].startswith("-DOCSTART-")
    ]


def test_seqeval_takes_our_tags_by_its_strict_schemes(project: dict[str, bytes]) -> None:
    iob2 = sentences_of(project["conll/train.conll"])
    bioes = sentences_of(project["bioes/train.bioes"])

    assert sum(tag != "O" for tags in iob2 for tag in tags) > 400
    for tags, scheme in ((iob2, IOB2), (bioes, IOBES)):
        assert f1_score(tags, tags, mode="strict", scheme=scheme) == 1.0
    assert get_entities(iob2) == get_entities(bioes)


def test_nervaluate_scores_our_tags_against_themselves(project: dict[str, bytes]) -> None:
    tags = sentences_of(project["conll/train.conll"])
    types = sorted({tag[2:] for some in tags for tag in some if tag != "O"})

    found = Evaluator(tags, tags, tags=types, loader="list").evaluate()["overall"]

    for way in ("strict", "exact", "partial", "ent_type"):
        assert found[way].f1 == 1.0
        assert found[way].correct == len(get_entities(tags))


# ------------------------------------------------------------------------------------- CoNLL-U


def test_conllu_reads_what_we_write_and_writes_it_again(project: dict[str, bytes]) -> None:
    text = project["conllu/train.conllup"].decode()

    found = conllu.parse(text)

    assert list(found[0][0]) == ["id", "form", "misc"]
    assert len(found) > 80
    assert "".join(one.serialize() for one in found) == text
    for sentence in found:
        parts = [
            token["form"] + ("" if "SpaceAfter" in (token["misc"] or {}) else " ")
            for token in sentence
        ]
        assert "".join(parts).strip() == sentence.metadata["text"]


@_OFTEN
@given(document=rich_records())
def test_conllu_finds_every_mention(
    tmp_path_factory: pytest.TempPathFactory, document: Json
) -> None:
    files, losses = written("conllu", [document], tmp_path_factory.mktemp("conllu"))
    text = files["conllu/train.conllup"].decode()

    tokens = [token for sentence in conllu.parse(text) for token in sentence]

    gone = {one["item"] for one in losses if one["part"] == "item"}
    marked = "".join((token["misc"] or {}).get("Entity", "") for token in tokens)
    for item in document["entities"]:
        pieces = len(item["fragments"]) or 1
        opened = marked.count(f"({item['id']}")
        assert opened == (0 if item["id"] in gone else pieces)


def test_a_record_without_tokens_is_told(tmp_path: Path) -> None:
    files, losses = written("conllu", [record("\u200b")], tmp_path)

    told = {(one["item"], one["part"]) for one in losses}
    assert (("*", "text") in told) == (files.get("conllu/train.conllup") is None)
