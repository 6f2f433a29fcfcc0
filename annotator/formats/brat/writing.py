"""Brat standoff on its way out."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from annotator.formats.brat.configuration import configuration, has_line, stand_in
from annotator.formats.brat.ranges import OWN_KEYS, cut, joined_pieces
from annotator.formats.exporting.writing import Context, Json, Part, WriterByArticle, loss
from annotator.formats.importing.drafts import BARE
from annotator.model.scheme import Scheme
from annotator.model.spans import Span

_NOTE = "AnnotatorNotes"
_WIKIDATA = re.compile(r"Q\d+")


def writer(context: Context) -> "BratWriter":
    """Return what writes an export."""
    return BratWriter(context)


class BratWriter(WriterByArticle):
    """Writes text and annotations of each article, and one configuration for all."""

    target = "brat"

    def __init__(self, context: Context) -> None:
        self._scheme, self._entries = context.scheme, context.entries

    def fixed(self) -> Iterator[Part]:
        """Yield the configuration."""
        yield Part("brat/annotation.conf", configuration(self._scheme).encode(), whole=True)

    def parts(self, document: Json) -> Iterator[Part]:
        """Yield the text and the annotations of an article."""
        lines = _Standoff(self._scheme, self._entries, document).lines()
        name = f"brat/{document['id']}"
        yield Part(f"{name}.txt", document["text"].encode(), whole=True)
        yield Part(f"{name}.ann", "".join(f"{line}\n" for line in lines).encode(), whole=True)

    def losses(self, document: Json) -> Iterator[Json]:
        """Yield what brat has no place for."""
        yield from _losses(document)


class _Standoff:
    """The lines of one article."""

    def __init__(self, scheme: Scheme, entries: Mapping[str, Json], document: Json) -> None:
        self._scheme, self._entries, self._document = scheme, entries, document
        self._frames = [
            one for one in (*document["incidents"], *document["claims"]) if one["trigger"]
        ]
        layers = ("entities", "incidents", "claims", "relations")
        self._items: dict[str, Json] = {one["id"]: one for key in layers for one in document[key]}
        self._marks = 0
        self._numbers: dict[str, str] = {}
        self._attributes = 0

    def lines(self) -> Iterator[str]:
        """Yield all lines."""
        document = self._document
        for item in document["entities"]:
            self._numbers[item["id"]] = f"T{self._marks + 1}"
            yield self._mark(item["type"], item["fragments"] or [item])
        for span in self._spans():
            self._numbers[span["id"]] = f"T{self._marks + 1}"
            yield self._mark(BARE, [span])
        names = 0
        for item in document["entities"]:
            entry = self._entries.get(item["identity"], {})
            if _WIKIDATA.fullmatch(entry.get("kb", "")):
                names += 1
                words = " ".join(item["text"].split())
                key = self._numbers[item["id"]]
                yield f"N{names}\tReference {key} Wikidata:{entry['kb']}\t{words}"
            yield from self._attribute_lines(item)
        triggers = []
        for frame in self._frames:
            triggers.append(f"T{self._marks + 1}")
            yield self._mark(frame["type"], frame["trigger"])
        for number, frame in enumerate(self._frames, 1):
            self._numbers[frame["id"]] = f"E{number}"
        for frame, trigger in zip(self._frames, triggers, strict=True):
            roles = "".join(f" {one}" for one in self._arguments(frame))
            yield f"{self._numbers[frame['id']]}\t{frame['type']}:{trigger}{roles}"
            yield from self._attribute_lines(frame)
        yield from self._relations()
        for number, (item, key) in enumerate(self._numbers.items(), 1):
            yield f"#{number}\t{_NOTE} {key}\t{self._note(item)}"

    def _spans(self) -> Iterator[Json]:
        """Yield the bare spans that something written rests on."""
        written = (*self._document["entities"], *self._frames, *self._document["relations"])
        used = {value["evidence"] for item in written for value in item["attributes"]}
        used |= {role["target"] for frame in self._frames for role in frame["roles"]}
        return (span for span in self._document["spans"] if span["id"] in used)

    def _mark(self, kind: str, ranges: Sequence[Json]) -> str:
        self._marks += 1
        text = self._document["text"]
        parts = [piece for one in ranges for piece in cut(text, one["start"], one["end"])]
        places = ";".join(f"{start} {end}" for start, end in parts)
        return f"T{self._marks}\t{kind} {places}\t{' '.join(text[s:e] for s, e in parts)}"

    def _arguments(self, frame: Json) -> Iterator[str]:
        seen: dict[str, int] = {}
        for role in frame["roles"]:
            if role["target"] in self._numbers:
                number = seen[role["role"]] = seen.get(role["role"], 0) + 1
                name = role["role"] if number == 1 else f"{role['role']}{number}"
                yield f"{name}:{self._numbers[role['target']]}"

    def _attribute_lines(self, item: Json) -> Iterator[str]:
        for name, value in _in_lines(self._scheme, item):
            self._attributes += 1
            shown = "" if value == "true" else f" {stand_in(value)}"
            yield f"A{self._attributes}\t{name} {self._numbers[item['id']]}{shown}"

    def _relations(self) -> Iterator[str]:
        number = 0
        for one in self._document["relations"]:
            if one["source"] in self._numbers and one["target"] in self._numbers:
                number += 1
                ends = f"Arg1:{self._numbers[one['source']]} Arg2:{self._numbers[one['target']]}"
                self._numbers[one["id"]] = f"R{number}"
                yield f"R{number}\t{one['type']} {ends}"

    def _note(self, item_id: str) -> str:
        item = self._items.get(item_id)
        return json.dumps(_note_of(self._scheme, item) if item else {"id": item_id})


def _note_of(scheme: Scheme, item: Json) -> Json:
    """Return what the note of an item holds, by key."""
    note: Json = {"id": item["id"]}
    for key in ("identity", "note", "unsure"):
        if item.get(key):
            note[key] = item[key]
    lines = dict(_in_lines(scheme, item))
    values: dict[str, list[str]] = {}
    for one in item["attributes"]:
        if one["evidence"]:
            note.setdefault("evidence", {})[one["name"]] = one["evidence"]
        if one["name"] not in lines or stand_in(one["value"]) != one["value"]:
            values.setdefault(one["name"], []).append(one["value"])
    plain = {name: some if len(some) > 1 else some[0] for name, some in values.items()}
    for name, value in plain.items():
        place = note.setdefault("values", {}) if name in OWN_KEYS else note
        place[name] = value
    order = list(dict.fromkeys(one["name"] for one in item["attributes"]))
    if order != [*lines, *sorted(name for name in plain if name not in lines)]:
        note["order"] = order
    return dict(sorted(note.items()))


def _in_lines(scheme: Scheme, item: Json) -> Iterator[tuple[str, str]]:
    """Yield the attributes of an item that brat can hold, with their values."""
    layer = scheme.layer_of(item["type"])
    known = scheme.attributes_of_layer(layer) if layer else {}
    names = [one["name"] for one in item["attributes"]]
    for one in item["attributes"]:
        attribute = known.get(one["name"])
        if attribute and has_line(attribute) and names.count(one["name"]) == 1:
            yield one["name"], one["value"]


def _losses(document: Json) -> Iterator[Json]:
    text = document["text"]
    frames = (*document["incidents"], *document["claims"])
    gone = {one["id"] for one in frames if not one["trigger"]}
    for one in frames:
        if one["id"] in gone:
            yield loss(document, one["id"], "item", "brat has no event without a trigger")
            continue
        for role in one["roles"]:
            if role["target"] in gone:
                why = f"{role['target']} has no trigger, so brat has no such event"
                yield loss(document, one["id"], f"role:{role['role']}", why)
    for one in document["relations"]:
        ends = (one["source"], one["target"])
        if any("#" in end for end in ends):
            yield loss(document, one["id"], "item", "brat links only items of one article")
        elif any(end in gone for end in ends):
            yield loss(document, one["id"], "item", "one of its ends is not written")
    for one in (*document["entities"], *document["spans"], *frames):
        ranges = one["trigger"] if "trigger" in one else one.get("fragments") or [one]
        pieces = [Span(piece["start"], piece["end"]) for piece in ranges]
        parts = [Span(*part) for piece in pieces for part in cut(text, *piece)]
        if pieces and joined_pieces(text, parts) != pieces:
            why = "brat's pieces hold no line end, and begin and end with no blank"
            yield loss(document, one["id"], "span", why, severity="changed")
    yield loss(
        document,
        "*",
        "labels, sentences, status, annotators, derived_from, origin, provenance, title, url, "
        "publisher, published, language, license, duplicate_cluster, split, scheme, registry",
        "not written",
    )
