"""GLiNER: training examples of tokens with labelled ranges and relations, one per sentence.

Source: GLiNER's own training data and word splitter (`\\w+(?:[-_]\\w+)*|\\S`). Ends of ranges are
inclusive token indexes. Labels are words in small letters: models of this kind read them.
"""

import json
import re
from collections.abc import Iterator

from annotator.formats.exporting.finished import finished_sentences, unfinished_losses
from annotator.formats.exporting.writing import (
    JSON_ARRAY,
    Context,
    Framing,
    Json,
    Part,
    WriterByArticle,
    loss,
)

_WORD = re.compile(r"\w+(?:[-_]\w+)*|\S")


def writer(context: Context) -> "GlinerWriter":
    """Return what writes an export."""
    return GlinerWriter(context.splits)


class GlinerWriter(WriterByArticle):
    """Writes the sentences whose entities are finished."""

    target = "gliner"

    def __init__(self, splits: tuple[str, ...]) -> None:
        self._splits = splits

    def shared_files(self) -> Iterator[str]:
        """Yield one file for each split."""
        return (f"gliner/{split}.json" for split in self._splits)

    def framing(self, file: str) -> Framing:
        """Return what makes a list of the examples."""
        return JSON_ARRAY

    def parts(self, document: Json) -> Iterator[Part]:
        """Yield the examples of an article."""
        for record in finished_sentences(document):
            example = _example(document, record)[0]
            if example["tokenized_text"]:
                line = json.dumps(example, ensure_ascii=False).encode()
                yield Part(f"gliner/{document['split']}.json", line)

    def losses(self, document: Json) -> Iterator[Json]:
        """Yield what ranges of tokens cannot hold."""
        yield from unfinished_losses(document)
        kept: set[str] = set()
        for record in finished_sentences(document):
            kept |= set(_example(document, record)[1])
            for item in record["entities"]:
                if item["fragments"]:
                    yield loss(document, item["id"], "item", "no range has several pieces")
                elif item["id"] not in kept:
                    yield loss(document, item["id"], "item", "it ends inside a word of GLiNER's")
        for one in document["relations"]:
            if one["id"] not in kept:
                why = "its ends are not two mentions of one sentence"
                yield loss(document, one["id"], "item", why)
        for layer in ("incidents", "claims", "labels"):
            for item in document[layer]:
                yield loss(document, item["id"], "item", "GLiNER has mentions and relations only")
        yield loss(document, "*", "text, attributes, identity, ids, metadata", "not written")


def readable(name: str) -> str:
    """Return a type in words: `armed group` for ARMED_GROUP."""
    return name.replace("_", " ").lower()


def _example(document: Json, record: Json) -> tuple[Json, list[str]]:
    """Return the example of a sentence, and the ids of the items in it."""
    words = list(_WORD.finditer(record["text"]))
    starts = {word.start(): index for index, word in enumerate(words)}
    ends = {word.end(): index for index, word in enumerate(words)}
    whole = [item for item in record["entities"] if not item["fragments"]]
    found = [item for item in whole if item["start"] in starts and item["end"] in ends]
    numbers = {item["id"]: number for number, item in enumerate(found)}
    links = [
        one
        for one in document["relations"]
        if one["source"] in numbers and one["target"] in numbers
    ]
    example = {
        "tokenized_text": [word[0] for word in words],
        "ner": [[starts[o["start"]], ends[o["end"]], readable(o["type"])] for o in found],
        "relations": [
            [numbers[one["source"]], numbers[one["target"]], readable(one["type"])] for one in links
        ],
    }
    return example, [*numbers, *(one["id"] for one in links)]
