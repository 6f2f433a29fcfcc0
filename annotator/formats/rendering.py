"""The lines of an export for a chunk of articles: pure, so that several processes can do it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from annotator.formats.gold_record import Json, Shared, document_record
from annotator.formats.gold_sentences import sentence_records
from annotator.formats.lines import json_line
from annotator.formats.tables import Layout, TableFormat, table_lines, table_losses
from annotator.store.bulk import StoredLayer


class Lines(NamedTuple):
    """Lines of one file, and where the fullest record among them is."""

    data: bytes
    fullness: int
    """Lists of the fullest record that are not empty, lists in lists too."""
    start: int
    """Bytes before the fullest record."""
    end: int


class Rendered(NamedTuple):
    """What a chunk of articles adds to the files of an export."""

    articles: int
    documents: Lines
    sentences: Lines
    losses: list[Json]
    """By article, item and part, as `annotator.model.gold.Loss`."""
    counts: dict[str, int]
    languages: dict[str, int]
    licenses: dict[str, int]
    tables: dict[tuple[str, TableFormat], bytes]
    """Rows by table and format, where tables were asked for."""
    table_losses: list[Json]


def render(shared: Shared, layout: Layout | None, chunk: Sequence[StoredLayer]) -> Rendered:
    """Write the records of some articles, and their rows where there is a layout of tables.

    Raises:
        ExportRefused: the store holds what does not fit its text.
    """
    documents = [document_record(stored, shared) for stored in chunk]
    derived = [sentence_records(document) for document in documents]
    sentences = [record for one in derived for record in one.records]
    losses = [
        loss
        for stored, one in zip(chunk, derived, strict=True)
        for loss in sorted([*one.losses, *_stale(stored)], key=_order)
    ]
    return Rendered(
        articles=len(documents),
        documents=_lines(documents),
        sentences=_lines(sentences),
        losses=losses,
        counts=_counts(documents, sentences),
        languages=_tally(documents, "language"),
        licenses=_tally(documents, "license"),
        tables=_tables(layout, documents) if layout else {},
        table_losses=[one for document in documents for one in table_losses(document)]
        if layout
        else [],
    )


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


def _tables(layout: Layout, documents: Sequence[Json]) -> dict[tuple[str, TableFormat], bytes]:
    found = [table_lines(layout, document) for document in documents]
    return {file: b"".join(lines[file] for lines in found) for file in layout.files}


def _stale(stored: StoredLayer) -> Iterator[Json]:
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


def _order(loss: Json) -> tuple[str, str]:
    return loss["item"], loss["part"]


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
