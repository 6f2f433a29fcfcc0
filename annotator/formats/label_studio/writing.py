"""Label Studio's tasks on their way out."""

from collections.abc import Iterator
from typing import Any

from annotator.formats.exporting.lines import json_line
from annotator.formats.exporting.writing import (
    JSON_ARRAY,
    Context,
    Framing,
    Json,
    Part,
    WriterByArticle,
    loss,
)
from annotator.formats.importing.drafts import BARE
from annotator.formats.importing.reading import METADATA_KEYS
from annotator.formats.label_studio.configuration import (
    FLAG_SET,
    LAYERS,
    SENTENCE,
    SENTENCES,
    configuration,
    result_type,
)
from annotator.model.gold import DOCUMENT_TARGET
from annotator.model.scheme import Scheme
from annotator.model.scheme_tables import FRAME_LAYERS, Attribute, TypedLayer

TASKS = "label-studio/tasks.json"


def writer(context: Context) -> "LabelStudioWriter":
    """Return what writes an export."""
    return LabelStudioWriter(context)


class LabelStudioWriter(WriterByArticle):
    """Writes one task per article, and one configuration for all."""

    target = "label-studio"

    def __init__(self, context: Context) -> None:
        self._scheme = context.scheme

    def fixed(self) -> Iterator[Part]:
        """Yield the configuration."""
        data = configuration(self._scheme).encode()
        yield Part("label-studio/config.xml", data, whole=True)

    def shared_files(self) -> tuple[str, ...]:
        """Return the file of tasks."""
        return (TASKS,)

    def framing(self, file: str) -> Framing:
        """Return what makes tasks an array."""
        return JSON_ARRAY

    def parts(self, document: Json) -> Iterator[Part]:
        """Yield the task of an article."""
        given = {key: document[key] for key in METADATA_KEYS if document[key]}
        done = {
            "completed_by": 1,
            "ground_truth": document["provenance"]["adjudicator"] != "",
            "was_cancelled": False,
            "result": list(_Results(self._scheme, document).all()),
        }
        task = {
            "data": {"text": document["text"], "doc_id": document["id"], **given},
            "annotations": [done],
        }
        yield Part(TASKS, json_line(task))

    def losses(self, document: Json) -> Iterator[Json]:
        """Yield what Label Studio has no place for."""
        yield from _losses(document)
        for layer in LAYERS:
            known = self._scheme.attributes_of_layer(layer)
            for item in document[layer]:
                for one in item["attributes"]:
                    attribute = known.get(one["name"])
                    if (
                        result_type(attribute) == "number"
                        and str(int(one["value"])) != one["value"]
                    ):
                        part = f"attribute:{one['name']}"
                        why = "it is a number there, so its leading zeros go"
                        yield loss(document, item["id"], part, why, severity="changed")


class _Results:
    """The entries of one article."""

    def __init__(self, scheme: Scheme, document: Json) -> None:
        self._scheme, self._document = scheme, document
        self._places = _places(document)

    def all(self) -> Iterator[Json]:
        """Yield all entries: regions with their values, relations, labels."""
        document = self._document
        for item in document["entities"]:
            yield from self._item("entities", item, item["type"])
        for span in document["spans"]:
            yield self._entry(span["id"], "entities", "labels", [BARE])
        for layer in FRAME_LAYERS:
            for frame in document[layer]:
                yield from self._item(layer, frame, frame["type"])
        yield from self._relations()
        yield from self._labels()

    def _item(self, layer: TypedLayer, item: Json, kind: str) -> Iterator[Json]:
        if item["id"] not in self._places:
            return
        region = self._entry(item["id"], layer, "labels", [kind])
        yield {**region, "meta": meta} if (meta := _meta(item)) else region
        known = self._scheme.attributes_of_layer(layer)
        values: dict[str, list[str]] = {}
        for one in item["attributes"]:
            values.setdefault(one["name"], []).append(one["value"])
        for name, some in values.items():
            yield self._value(item["id"], f"{layer}.{name}", known.get(name), some)

    def _value(
        self, item: str, control: str, attribute: Attribute | None, values: list[str]
    ) -> Json:
        kind = result_type(attribute)
        if attribute and attribute.value == "flag":
            values = [FLAG_SET]
        elif attribute and attribute.value == "multi_choice":
            values = [part for value in values for part in value.split(",")]
        return self._entry(item, control, kind, int(values[0]) if kind == "number" else values)

    def _entry(self, item: str, control: str, kind: str, values: Any) -> Json:
        place = self._places.get(item)
        value: Json = {}
        if place:
            start, end = place
            value = {"start": start, "end": end, "text": self._document["text"][start:end]}
        # The key of texts is that of the quoted text, which they take the place of.
        value["text" if kind == "textarea" else kind] = values
        return {
            "id": item,
            "from_name": control,
            "to_name": "text",
            "type": kind,
            "origin": "manual",
            "value": value,
        }

    def _relations(self) -> Iterator[Json]:
        for frame in (*self._document["incidents"], *self._document["claims"]):
            for role in frame["roles"]:
                yield from self._relation(role["role"], frame["id"], role["target"])
        for one in self._document["relations"]:
            for entry in self._relation(one["type"], one["source"], one["target"]):
                meta = _meta(one)
                yield {"id": one["id"], **entry, **({"meta": meta} if meta else {})}

    def _relation(self, name: str, source: str, target: str) -> Iterator[Json]:
        if source in self._places and target in self._places:
            ends = {"from_id": source, "to_id": target}
            yield {"type": "relation", **ends, "direction": "right", "labels": [name]}

    def _labels(self) -> Iterator[Json]:
        for label in self._document["labels"]:
            kind = self._scheme.labels_by_name.get(label["name"])
            space = "doc" if label["target"] == DOCUMENT_TARGET else SENTENCES
            if space == SENTENCES:
                yield self._entry(label["id"], space, "labels", [SENTENCE])
            yield self._value(label["id"], f"{space}.{label['name']}", kind, [label["value"]])


def _places(document: Json) -> dict[str, tuple[int, int]]:
    """Return where what is written as a region stands, by id."""
    found = [one for one in document["entities"] if not one["fragments"]] + document["spans"]
    places = {one["id"]: (one["start"], one["end"]) for one in found}
    for frame in (*document["incidents"], *document["claims"]):
        if len(frame["trigger"]) == 1:
            places[frame["id"]] = (frame["trigger"][0]["start"], frame["trigger"][0]["end"])
    sentences = {unit["id"]: (unit["start"], unit["end"]) for unit in document["sentences"]}
    for label in document["labels"]:
        if label["target"] in sentences:
            places[label["id"]] = sentences[label["target"]]
    return places


def _meta(item: Json) -> Json:
    """Return what a region carries beside its values; the note where Label Studio shows it."""
    evidence = {one["name"]: one["evidence"] for one in item["attributes"] if one["evidence"]}
    meta = {
        "text": [item["note"]] if item["note"] else [],
        "identity": item.get("identity", ""),
        "unsure": item["unsure"],
        "evidence": evidence,
    }
    return {key: value for key, value in meta.items() if value}


def _losses(document: Json) -> Iterator[Json]:
    places = _places(document)
    frames = (*document["incidents"], *document["claims"])
    for one in (*document["entities"], *frames):
        if one["id"] not in places:
            why = "regions of Label Studio are in one piece, and none is without text"
            yield loss(document, one["id"], "item", why)
    for one in frames:
        for role in one["roles"]:
            if one["id"] in places and role["target"] not in places:
                why = f"{role['target']} is not written"
                yield loss(document, one["id"], f"role:{role['role']}", why)
    for one in document["relations"]:
        if any("#" in end for end in (one["source"], one["target"])):
            yield loss(document, one["id"], "item", "Label Studio links regions of one task only")
        elif not {one["source"], one["target"]} <= places.keys():
            yield loss(document, one["id"], "item", "one of its ends is not written")
    for one in document["labels"]:
        parts = ", ".join(key for key in ("note", "unsure") if one[key])
        if parts:
            yield loss(document, one["id"], parts, "labels have none in Label Studio")
    yield loss(
        document,
        "*",
        "sentences, status, annotators, derived_from, origin, provenance, duplicate_cluster, "
        "split, scheme, registry",
        "not written",
    )
