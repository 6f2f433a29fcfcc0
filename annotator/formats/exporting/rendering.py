"""The lines of an export for a chunk of articles: pure, so that several processes can do it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple, get_args, get_origin

from pydantic import BaseModel

from annotator.formats.exporting.card import CONFIGS, fields_of, is_record
from annotator.formats.exporting.folder import Lines
from annotator.formats.exporting.lines import json_line
from annotator.formats.exporting.losses import RECORDS, in_order
from annotator.formats.exporting.writing import Part, Writer
from annotator.formats.gold.record import Json, Shared, document_record
from annotator.formats.gold.sentences import sentence_records
from annotator.store.bulk import StoredLayer

_LAYERS = ("entities", "incidents", "claims", "relations", "labels")
_TYPED = ("entities", "incidents", "claims", "relations")
_SENTENCES = ("sentences", "annotated")

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
    rendering = _Rendering(shared, writers)
    for stored in chunk:
        rendering.add(stored)
    return rendering.result()


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


@cache
def lists_of(config: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the lists that records of a data set hold, each with the lists inside its items.

    Args:
        config: documents or sentences.
    """
    return tuple(
        (name, _lists_in(item) if is_record(item) else ())
        for name, item in _list_fields(CONFIGS[config])
    )


def fullness(record: Mapping[str, Any], lists: Iterable[tuple[str, tuple[str, ...]]]) -> int:
    """Return how many of a record's lists are not empty, with the lists inside their items.

    A list inside items counts once, whichever item has something in it.

    Args:
        lists: as `lists_of` has them.
    """
    full = 0
    for name, inner in lists:
        items = record[name]
        if items:
            full += 1
            for key in inner:
                for item in items:  # asked for every item of 100,000 articles, so no function here
                    if item[key]:
                        full += 1
                        break
    return full


def _lists_in(model: type[BaseModel]) -> tuple[str, ...]:
    return tuple(name for name, _ in _list_fields(model))


def _list_fields(model: type[BaseModel]) -> Iterator[tuple[str, Any]]:
    """Yield the names of a model's lists with the types of their items."""
    for name, annotation in fields_of(model):
        if get_origin(annotation) is tuple:
            yield name, get_args(annotation)[0]


class _Rendering:
    """A chunk on its way.

    One article after the other: what was made last is still in the processor's cache when its
    lines are written, which takes a fifth less time than all records first.
    """

    def __init__(self, shared: Shared, writers: Sequence[Writer]) -> None:
        self._shared, self._writers = shared, writers
        self._lines: tuple[dict[str, _Lines], dict[str, _Lines]] = ({}, {})
        self._kept: tuple[list[Json], list[Json]] = ([], [])
        """The records of documents and of sentences, for writers of other formats."""
        self._losses: list[Json] = []
        self._articles = 0
        self._counts = Counter(dict.fromkeys((*_LAYERS, *_SENTENCES), 0))
        self._types, self._languages, self._licenses = (Counter[str]() for _ in range(3))

    def add(self, stored: StoredLayer) -> None:
        """Make the records of an article, and count what is in them."""
        document = document_record(stored, self._shared)
        sentences, losses = sentence_records(document)
        made = ([document], sentences)
        for config, lines, records in zip(CONFIGS, self._lines, made, strict=True):
            lines.setdefault(document["split"], _Lines(config)).add(records)
        if self._writers:
            for kept, records in zip(self._kept, made, strict=True):
                kept += records
        self._losses += [*losses, *_stale(stored)]
        self._count(document, sentences)

    def result(self) -> Rendered:
        """Return what all articles add."""
        losses = {RECORDS: in_order(self._losses)}
        written = [writer.write_derived(*self._kept) for writer in self._writers]
        for writer, one in zip(self._writers, written, strict=True):
            losses[writer.target] = in_order(one.losses)
        documents, sentences = (
            {split: one.result() for split, one in lines.items()} for lines in self._lines
        )
        return Rendered(
            articles=self._articles,
            documents=documents,
            sentences=sentences,
            losses=losses,
            counts=self._counts,
            types=self._types,
            languages=self._languages,
            licenses=self._licenses,
            parts=[list(one.parts) for one in written],
        )

    def _count(self, document: Json, sentences: Sequence[Json]) -> None:
        self._articles += 1
        self._counts["sentences"] += len(sentences)
        self._counts["annotated"] += sum(record["annotated"] for record in sentences)
        for layer in _LAYERS:
            self._counts[layer] += len(document[layer])
        for layer in _TYPED:
            for item in document[layer]:
                self._types[f"{layer} {item['type']}"] += 1
        self._languages[document["language"]] += 1
        self._licenses[document["license"]] += 1


class _Lines:
    """Lines of one file on their way."""

    def __init__(self, config: str) -> None:
        self._data, self._best = bytearray(), (-1, 0, 0)
        self._lists = lists_of(config)

    def add(self, records: Iterable[Json]) -> None:
        data = self._data
        for record in records:
            start = len(data)
            data += json_line(record)
            data += b"\n"
            full = fullness(record, self._lists)
            if full > self._best[0]:
                self._best = (full, start, len(data))

    def result(self) -> Lines:
        return Lines(bytes(self._data), *self._best)


def _stale(stored: StoredLayer) -> Iterator[Json]:
    if not any(stale for _, _, stale, _ in stored.completion_rows):
        return
    numbers = {start: number for number, (start, _, _) in enumerate(stored.sentences, 1)}
    for one in stored.completions:
        for start in numbers.keys() & one.starts if one.stale else ():
            yield {
                "doc": stored.article_row[0],
                "item": f"S{numbers[start]}",
                "part": f"{one.state} {one.layer}",
                "severity": "lost",
                "why": "the sentence was split or joined since; it counts again when confirmed",
            }
