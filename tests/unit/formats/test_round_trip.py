"""Export, import, export: the same bytes for hostile texts and mentions of every shape."""

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.labelling.commands.frames import CreateFrame
from annotator.labelling.session import Session
from annotator.labelling.verification import verify
from annotator.model.gold import GoldDocument, GoldSentence
from annotator.text.segment import segment
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
    write_records,
)
from tests.unit.text.hostile import hostile_texts

DOCUMENTS = "data/documents-train-00000.jsonl"
SENTENCES = "data/sentences-train-00000.jsonl"
LAYERS = ("entities", "incidents", "claims", "labels")
STATES = ("done", "skipped", "unsure")

texts = hostile_texts.filter(lambda text: bool(text.strip()) and "\0" not in text)
notes = st.text(st.characters(codec="utf-8"), max_size=5)


@st.composite
def gold_records(draw: st.DrawFn) -> dict[str, Any]:
    """A record of a hostile text with nested, overlapping and discontinuous mentions."""
    text = draw(texts)
    places = st.lists(st.integers(0, len(text)), min_size=2, max_size=6, unique=True)
    drawn = [sorted(draw(places)) for _ in range(draw(st.integers(0, 6)))]
    mentions = [mention for mention in map(_pieces_of(text), drawn) if mention]
    return record(
        text,
        sentences=[
            {"id": f"S{number}", "start": start, "end": end, "kind": kind, **draw(_finished())}
            for number, (start, end, kind) in enumerate(segment(text), 1)
        ],
        entities=[
            _entity(number, text, pieces, draw(notes)) for number, pieces in enumerate(mentions)
        ],
    )


def _finished() -> st.SearchStrategy[dict[str, list[str]]]:
    """What somebody finished of a sentence: each layer in one state or none."""
    states = st.tuples(*[st.sampled_from((*STATES, ""))] * len(LAYERS))
    return states.map(
        lambda found: {
            state: [layer for layer, at in zip(LAYERS, found, strict=True) if at == state]
            for state in STATES
        }
    )


def _pieces_of(text: str) -> Any:
    """Make fragments of offsets, leaving out those of white space."""

    def pieces(offsets: Sequence[int]) -> list[tuple[int, int]]:
        pairs = list(zip(offsets[::2], offsets[1::2], strict=False))
        return [(start, end) for start, end in pairs if text[start:end].strip()]

    return pieces


def _entity(number: int, text: str, pieces: list[tuple[int, int]], note: str) -> dict[str, Any]:
    fragments = [{"start": start, "end": end} for start, end in pieces]
    return entity(
        number,
        pieces[0][0],
        pieces[-1][1],
        " ".join(text[start:end] for start, end in pieces),
        fragments=fragments if len(fragments) > 1 else [],
        note=note,
    )


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(gold_records(), min_size=1, max_size=3, unique_by=lambda one: str(one["id"])))
def test_a_second_project_exports_the_same(found: list[dict[str, Any]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for index, one in enumerate(found):
            for item in one["entities"]:
                item["id"] = f"e_{index}{item['id'][3:]}"
        first, second = new_project(folder, "one.db"), new_project(folder, "two.db")
        take(first, write_records(folder / "gold.jsonl", *found))

        before = exported(first, folder / "first")
        take(second, folder / "first")
        after = exported(second, folder / "second")

        assert after == before
        assert list(verify(second, lambda _: scheme())) == []
        _check(before, {one["id"]: one for one in found})


def _check(found: dict[str, bytes], given_records: dict[str, dict[str, Any]]) -> None:
    """Hold every line to its model, and every offset to the text."""
    documents = {}
    for line in found[DOCUMENTS].decode().split("\n")[:-1]:
        assert len(line.splitlines()) == 1
        document = GoldDocument.model_validate_json(line)
        assert _pairs(document.model_dump_json(exclude_unset=True)) == _pairs(line)
        documents[document.id] = document
        expected = {item["id"]: item for item in given_records[document.id]["entities"]}
        assert {item.id: item.text for item in document.entities} == {
            key: item["text"] for key, item in expected.items()
        }
    assert documents.keys() == given_records.keys()
    for line in found[SENTENCES].decode().split("\n")[:-1]:
        sentence = GoldSentence.model_validate_json(line)
        assert _pairs(sentence.model_dump_json()) == _pairs(line)
        text = documents[sentence.doc_id].text[sentence.start : sentence.end]
        assert sentence.text == text
        _check_offsets(sentence)


def _check_offsets(sentence: GoldSentence) -> None:
    text = sentence.text
    for token, start, end in zip(
        sentence.tokens, sentence.token_starts, sentence.token_ends, strict=True
    ):
        assert text[start:end] == token
    for item in sentence.entities:
        pieces = item.fragments or (item,)
        assert " ".join(text[piece.start : piece.end] for piece in pieces) == item.text


def _pairs(line: str) -> Any:
    """The keys and values of a line in their order."""
    return json.loads(line, object_pairs_hook=list)


def test_the_seeds_and_the_reference_make_the_round(tmp_path: Path) -> None:
    first, second = new_project(tmp_path, "one.db"), new_project(tmp_path, "two.db")
    take(first, SEEDS)
    take(first, EXAMPLE / "gold.jsonl", layer="ann")

    before = exported(first, tmp_path / "first")
    take(second, tmp_path / "first")

    assert exported(second, tmp_path / "second") == before
    assert len(records(before[DOCUMENTS])) == 6


def test_where_a_claim_without_a_cue_was_made_is_no_content(tmp_path: Path) -> None:
    with new_project(tmp_path) as file:
        take(file, write_records(tmp_path / "in.jsonl", record()))
        at = Session(file, scheme(), "ann", record()["id"])
        at.apply(CreateFrame(type="STATEMENT", at=3))
        exported(file, tmp_path / "out")
        report = take(file, tmp_path / "out" / DOCUMENTS)
    assert (report.annotations, report.annotations_there) == ({}, 1)
