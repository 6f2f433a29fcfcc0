"""From the document record to its sentence records, what most trainers read.

A mention, frame or bare span goes with the sentence that holds all of it. What runs over the end of
a sentence stands in the document record alone; `sentence_records` says so as a loss that only moved
something. `ner_tags` are a view of `entities` in the same record and lose nothing of it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import Any, NamedTuple

from annotator.model.gold import SENTENCE_FORMAT
from annotator.text.token_lists import token_lists

Json = dict[str, Any]

_PLACED = ("entities", "spans", "incidents", "claims")


class SentenceRecords(NamedTuple):
    """The sentence records of one document, and what stands in none of them."""

    records: list[Json]
    losses: list[Json]


def sentence_records(document: Json) -> SentenceRecords:
    """Derive the sentence records from a document record.

    Returns:
        One record per sentence, as `annotator.model.gold.GoldSentence` has it; losses as `Loss`.
    """
    if any(document[layer] for layer in (*_PLACED, "labels")):
        return _Derivation(document).result()
    return SentenceRecords([_record(document, index) for index in range(_count(document))], [])


def _record(document: Json, index: int) -> Json:
    """Return the record of a sentence in which nothing stands."""
    unit = document["sentences"][index]
    start, end = unit["start"], unit["end"]
    text = document["text"][start:end]
    tokens = token_lists(text)
    annotated = bool(unit["done"])
    return {
        "format": SENTENCE_FORMAT,
        "id": f"{document['id']}#{unit['id']}",
        "doc_id": document["id"],
        "sentence_id": unit["id"],
        "index": index,
        "kind": unit["kind"],
        "text": text,
        "start": start,
        "end": end,
        "tokens": tokens.texts,
        "token_starts": tokens.starts,
        "token_ends": tokens.ends,
        "ner_tags": ["O"] * len(tokens.texts),
        "entities": [],
        "spans": [],
        "incidents": [],
        "claims": [],
        "external": [],
        "labels": [],
        "annotated": annotated,
        "annotators": document["provenance"]["annotators"] if annotated else [],
        "split": document["split"],
    }


def _count(document: Json) -> int:
    return len(document["sentences"])


class _Derivation:
    """The sentence records of one document in which something stands."""

    def __init__(self, document: Json) -> None:
        self._document = document
        self._starts = [unit["start"] for unit in document["sentences"]]
        self._records = [_record(document, index) for index in range(_count(document))]
        self._layer_of = {item["id"]: layer for layer in _PLACED for item in document[layer]}
        self._items = {item["id"]: item for layer in _PLACED for item in document[layer]}
        self._losses: list[Json] = []
        self._filled: dict[int, Json] = {}
        """The records in which something stands, by index."""

    def result(self) -> SentenceRecords:
        """Return the records with everything that stands in them."""
        for layer in _PLACED:
            for item in self._document[layer]:
                self._put(layer, item)
        for label in self._document["labels"]:
            if label["target"] != "doc":
                record = self._records[int(label["target"][1:]) - 1]
                keys = ("id", "target", "name", "value")
                record["labels"].append({key: label[key] for key in keys})
        for record in self._filled.values():
            if record["entities"]:
                record["ner_tags"] = _tags(record)
            record["external"] = list(self._external(record))
        return SentenceRecords(self._records, self._losses)

    def _put(self, layer: str, item: Json) -> None:
        place = self._place(item["id"], ())
        if place is None:
            self._lose(item["id"], "it stands nowhere in the text; only the document record has it")
            return
        index = self._index(place)
        record = self._records[index]
        if place[0] < record["start"] or place[1] > record["end"]:
            why = f"it runs out of {record['sentence_id']}; only the document record has it"
            self._lose(item["id"], why)
            return
        self._filled[index] = record
        record[layer].append(_relative(layer, item, record["start"]))

    def _place(self, item_id: str, above: tuple[str, ...]) -> tuple[int, int] | None:
        """Return where an item stands: a frame without a trigger as its first anchored filler."""
        item = self._items[item_id]
        if "start" in item:
            return item["start"], item["end"]
        if item["trigger"]:
            return item["trigger"][0]["start"], item["trigger"][-1]["end"]
        for target in _targets(item):
            place = None if target in (*above, item_id) else self._place(target, (*above, item_id))
            if place:
                return place
        return None

    def _index(self, place: tuple[int, int]) -> int:
        return max(0, bisect_right(self._starts, place[0]) - 1)

    def _lose(self, item: str, why: str) -> None:
        loss = {"doc": self._document["id"], "item": item, "part": "sentences"}
        self._losses.append({**loss, "severity": "moved", "why": why})

    def _external(self, record: Json) -> Iterator[Json]:
        """Yield what items here speak of and the record does not hold, in order, once each."""
        seen = {item["id"] for layer in _PLACED for item in record[layer]}
        for layer in ("entities", "incidents", "claims"):
            for item in record[layer]:
                for target in _targets(item):
                    place = None if target in seen else self._place(target, ())
                    seen.add(target)
                    if place:
                        yield {
                            "id": target,
                            "layer": self._layer_of[target],
                            "sentence_id": self._records[self._index(place)]["sentence_id"],
                            "text": _text_of(self._items[target]),
                        }


def _targets(item: Json) -> Iterator[str]:
    for role in item.get("roles", ()):
        yield role["target"]
    for value in item["attributes"]:
        if value["evidence"]:
            yield value["evidence"]


def _text_of(item: Json) -> str:
    if "text" in item:
        return str(item["text"])
    return " ".join(piece["text"] for piece in item["trigger"])


def _relative(layer: str, item: Json, start: int) -> Json:
    """Return an item as the sentence record has it: offsets from `start` on, without its tail."""
    match layer:
        case "spans":
            return _moved(item, start)
        case "entities":
            return {
                "id": item["id"],
                "type": item["type"],
                "start": item["start"] - start,
                "end": item["end"] - start,
                "text": item["text"],
                "fragments": [_moved(piece, start) for piece in item["fragments"]],
                "attributes": item["attributes"],
                "identity": item["identity"],
            }
    frame = {
        "id": item["id"],
        "type": item["type"],
        "trigger": [_moved(piece, start) for piece in item["trigger"]],
        "roles": item["roles"],
        "attributes": item["attributes"],
    }
    return {**frame, "identity": item["identity"]} if layer == "incidents" else frame


def _moved(piece: Json, start: int) -> Json:
    return {**piece, "start": piece["start"] - start, "end": piece["end"] - start}


def _tags(record: Json) -> list[str]:
    """Return IOB2 tags: of mentions in one piece the outermost, at overlaps the first."""
    tags: list[str] = record["ner_tags"]
    starts, ends = record["token_starts"], record["token_ends"]
    taken = 0
    whole = [item for item in record["entities"] if not item["fragments"]]
    for item in sorted(whole, key=lambda one: (one["start"], -one["end"], one["id"])):
        if item["start"] < taken:
            continue
        first, behind = bisect_right(ends, item["start"]), bisect_left(starts, item["end"])
        prefix = "B"
        for index in range(first, behind):
            if tags[index] == "O":
                tags[index] = f"{prefix}-{item['type']}"
                prefix = "I"
        taken = item["end"]
    return tags
