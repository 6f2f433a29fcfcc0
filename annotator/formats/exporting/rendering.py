"""The lines of an export for a chunk of articles: pure, so that several processes can do it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from annotator.formats.exporting.folder import Lines
from annotator.formats.exporting.lines import json_line
from annotator.formats.exporting.losses import RECORDS, in_order
from annotator.formats.exporting.writing import Part, Writer
from annotator.formats.gold.record import Json, Shared, document_record
from annotator.formats.gold.sentences import sentence_records
from annotator.store.bulk import StoredLayer

_CHUNK_ARTICLES, _CHUNK_CHARACTERS = 16, 200_000


class Rendered(NamedTuple):
    """What a chunk of articles adds to the files of an export."""

    articles: int
    documents: dict[str, Lines]
    """By split."""
    sentences: dict[str, Lines]
    losses: dict[str, list[Json]]
    """By target, as `annotator.model.gold.Loss`, by article, item and part."""
    counts: dict[str, int]
    types: dict[str, int]
    """Items by layer and type, as `entities GPE`."""
    languages: dict[str, int]
    licenses: dict[str, int]
    parts: list[list[Part]]
    """What each writer adds."""


def render(shared: Shared, writers: Sequence[Writer], chunk: Sequence[StoredLayer]) -> Rendered:
    """Write the records of some articles, and what other formats make of them.

    Raises:
        ExportRefused: the store holds what does not fit its text.
    """
    documents = [document_record(stored, shared) for stored in chunk]
    derived = [sentence_records(document) for document in documents]
    sentences = [record for one in derived for record in one.records]
    losses = [loss for one in derived for loss in one.losses]
    losses += [loss for stored in chunk for loss in _stale(stored)]
    written = [writer.write_derived(documents, sentences) for writer in writers]
    of_writers = {
        writer.target: in_order(one.losses) for writer, one in zip(writers, written, strict=True)
    }
    return Rendered(
        articles=len(documents),
        documents=_lines_by_split(documents),
        sentences=_lines_by_split(sentences),
        losses={RECORDS: in_order(losses), **of_writers},
        counts=_counts(documents, sentences),
        types=_types(documents),
        languages=_tally(documents, "language"),
        licenses=_tally(documents, "license"),
        parts=[list(one.parts) for one in written],
    )


def chunks(stored: Iterable[StoredLayer]) -> Iterator[list[StoredLayer]]:
    """Yield articles some at a time, as many as one process should do at once."""
    chunk: list[StoredLayer] = []
    size = 0
    for layer in stored:
        chunk.append(layer)
        size += len(layer.text)
        if len(chunk) >= _CHUNK_ARTICLES or size >= _CHUNK_CHARACTERS:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def fullness(record: Mapping[str, Any]) -> int:
    """Return how many of a record's lists are not empty, with the lists inside their items.

    A list inside items counts once, whichever item has something in it.
    """
    full = 0
    for value in record.values():
        if isinstance(value, list) and value:
            full += 1
            if isinstance(value[0], dict):
                # Asked for every item of 100,000 articles, so no call of a function here.
                full += len(
                    {
                        key
                        for item in value
                        for key, inner in item.items()
                        if inner.__class__ is list and inner
                    }
                )
    return full


def _lines_by_split(records: Sequence[Json]) -> dict[str, Lines]:
    parted: dict[str, list[Json]] = {}
    for record in records:
        parted.setdefault(record["split"], []).append(record)
    return {split: _lines(some) for split, some in parted.items()}


def _lines(records: Sequence[Json]) -> Lines:
    data, best = bytearray(), (-1, 0, 0)
    for record in records:
        start = len(data)
        data += json_line(record)
        data += b"\n"
        full = fullness(record)
        if full > best[0]:
            best = (full, start, len(data))
    return Lines(bytes(data), *best)


def _stale(stored: StoredLayer) -> Iterator[Json]:
    if not any(stale for _, _, _, stale in stored.completions):
        return
    numbers = {start: number for number, (start, _, _) in enumerate(stored.sentences, 1)}
    for start, layer, state, stale in stored.completions:
        if stale and start in numbers:
            yield {
                "doc": stored.article_row[0],
                "item": f"S{numbers[start]}",
                "part": f"{state} {layer}",
                "severity": "lost",
                "why": "the sentence was split or joined since; it counts again when confirmed",
            }


def _counts(documents: Sequence[Json], sentences: Sequence[Json]) -> dict[str, int]:
    layers = ("entities", "incidents", "claims", "relations", "labels")
    counts = {layer: sum(len(document[layer]) for document in documents) for layer in layers}
    done = sum(record["annotated"] for record in sentences)
    return counts | {"sentences": len(sentences), "annotated": done}


def _tally(documents: Sequence[Json], key: str) -> dict[str, int]:
    tally: dict[str, int] = {}
    for document in documents:
        tally[document[key]] = tally.get(document[key], 0) + 1
    return tally


def _types(documents: Sequence[Json]) -> dict[str, int]:
    tally: dict[str, int] = {}
    for document in documents:
        for layer in ("entities", "incidents", "claims", "relations"):
            for item in document[layer]:
                key = f"{layer} {item['type']}"
                tally[key] = tally.get(key, 0) + 1
    return tally
