"""GLiNER2: training examples by surface text, frames as structures; JSON Lines, one per sentence.

Source: the data format of GLiNER2's `TrainingDataset`: `{"input", "output": {"entities",
"classifications", "json_structures", "relations"}}`. It has no offsets: a text that stands twice in
a sentence stands for both places.
"""

import json
from collections.abc import Iterator, Mapping

from annotator.formats.exporting.finished import finished_sentences, unfinished_losses
from annotator.formats.exporting.writing import Context, Json, Part, WriterByArticle, loss
from annotator.formats.gliner import readable
from annotator.model.scheme import Scheme

LAYERS = ("entities", "incidents", "claims")


def writer(context: Context) -> "Gliner2Writer":
    """Return what writes an export."""
    return Gliner2Writer(context.scheme, context.splits)


class Gliner2Writer(WriterByArticle):
    """Writes the sentences in which mentions, incidents and claims are finished."""

    target = "gliner2"

    def __init__(self, scheme: Scheme, splits: tuple[str, ...]) -> None:
        self._scheme, self._splits = scheme, splits

    def shared_files(self) -> Iterator[str]:
        """Yield one file for each split."""
        return (f"gliner2/{split}.jsonl" for split in self._splits)

    def parts(self, document: Json) -> Iterator[Part]:
        """Yield the examples of an article."""
        for record in finished_sentences(document, LAYERS):
            if record["text"].strip():
                example = {"input": record["text"], "output": self._output(document, record)}
                line = json.dumps(example, ensure_ascii=True).encode() + b"\n"
                yield Part(f"gliner2/{document['split']}.jsonl", line)

    def losses(self, document: Json) -> Iterator[Json]:
        """Yield what surfaces cannot hold."""
        yield from unfinished_losses(document, LAYERS)
        for record in finished_sentences(document, LAYERS):
            yield from _losses_of_sentence(document, record)
        written = {
            one["id"]
            for record in finished_sentences(document, LAYERS)
            for one in _links(document, record)
        }
        for one in document["relations"]:
            if one["id"] not in written:
                why = "its ends are not two mentions of one sentence"
                yield loss(document, one["id"], "item", why)
        for label in document["labels"]:
            if label["target"] == "doc":
                yield loss(document, label["id"], "item", "examples are sentences")
        yield loss(document, "*", "offsets, attributes, identity, ids, metadata", "not written")

    def _output(self, document: Json, record: Json) -> Json:
        entities: dict[str, list[str]] = {}
        for item in record["entities"]:
            if not item["fragments"]:
                found = entities.setdefault(readable(item["type"]), [])
                if item["text"] not in found:
                    found.append(item["text"])
        texts = _texts(document, record)
        return {
            "entities": entities,
            "classifications": [
                {
                    "task": readable(label["name"]),
                    "labels": list(self._scheme.label(label["name"]).choices) or [label["value"]],
                    "true_label": [label["value"]],
                }
                for label in record["labels"]
            ],
            "json_structures": [
                {readable(frame["type"]): _structure(frame, texts)}
                for frame in (*record["incidents"], *record["claims"])
                if _structure(frame, texts)
            ],
            "relations": [
                {
                    readable(one["type"]): {
                        "head": texts[one["source"]],
                        "tail": texts[one["target"]],
                    }
                }
                for one in _links(document, record)
            ],
        }


def _texts(document: Json, record: Json) -> dict[str, str]:
    """Return the surface of what stands in one piece in the sentence, by id."""
    items = (*record["entities"], *record["spans"])
    found = {item["id"]: item["text"] for item in items if not item.get("fragments")}
    for frame in (*record["incidents"], *record["claims"]):
        if len(frame["trigger"]) == 1:
            found[frame["id"]] = frame["trigger"][0]["text"]
    return found


def _structure(frame: Json, texts: Mapping[str, str]) -> Json:
    fields: dict[str, list[str]] = {}
    if frame["id"] in texts:
        fields["trigger"] = [texts[frame["id"]]]
    for role in frame["roles"]:
        if role["target"] in texts:
            fields.setdefault(readable(role["role"]), []).append(texts[role["target"]])
    return {name: some[0] if len(some) == 1 else some for name, some in fields.items()}


def _links(document: Json, record: Json) -> list[Json]:
    texts = _texts(document, record)
    return [
        one for one in document["relations"] if one["source"] in texts and one["target"] in texts
    ]


def _losses_of_sentence(document: Json, record: Json) -> Iterator[Json]:
    texts = _texts(document, record)
    for item in record["entities"]:
        if item["fragments"]:
            yield loss(document, item["id"], "item", "a surface in several pieces does not occur")
    for frame in (*record["incidents"], *record["claims"]):
        if frame["trigger"] and frame["id"] not in texts:
            why = "a surface in several pieces does not occur"
            yield loss(document, frame["id"], "trigger", why)
        for role in frame["roles"]:
            if role["target"] not in texts:
                why = f"{role['target']} is no text in one piece of this sentence"
                yield loss(document, frame["id"], f"role:{role['role']}", why)
