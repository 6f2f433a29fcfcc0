"""From a record to a CAS, what it cannot hold, and the type system."""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import cassis

from annotator.formats.exporting.writing import Json, loss
from annotator.formats.importing.drafts import BARE
from annotator.formats.uima.names import (
    ANNOTATION,
    ANNOTATION_BASE,
    ARRAY,
    BOOLEAN,
    DOCUMENT,
    DOCUMENT_LABEL,
    ENTITY,
    FRAGMENT,
    FRAME,
    LABEL,
    METADATA,
    RELATION,
    ROLE_LINK,
    SENTENCE,
    STRING,
    TOP,
)
from annotator.model.gold import DOCUMENT_TARGET

_TAIL = {"uid": STRING, "note": STRING, "unsure": BOOLEAN}
_FEATURES: Mapping[str, Mapping[str, str]] = {
    SENTENCE: {},
    METADATA: dict.fromkeys(("documentTitle", "documentId", "documentUri"), STRING),
    ENTITY: {**dict.fromkeys(("value", "identifier", "identity", "attributes"), STRING), **_TAIL},
    FRAGMENT: {"owner": ANNOTATION},
    ROLE_LINK: {"role": STRING, "target": ANNOTATION},
    FRAME: {**dict.fromkeys(("layer", "value", "identity", "attributes"), STRING), **_TAIL},
    RELATION: {
        "Governor": ANNOTATION,
        "Dependent": ANNOTATION,
        "value": STRING,
        "attributes": STRING,
        **_TAIL,
    },
    LABEL: dict.fromkeys(("name", "value", "uid"), STRING),
    DOCUMENT_LABEL: dict.fromkeys(("name", "value", "uid"), STRING),
}
_PARENTS = {METADATA: DOCUMENT, ROLE_LINK: TOP, DOCUMENT_LABEL: ANNOTATION_BASE}


@cache
def type_system(attributes: tuple[str, ...]) -> Any:
    """Return the type system.

    Args:
        attributes: attributes of mentions that have a feature of their own.
    """
    made = cassis.TypeSystem()
    for name in _FEATURES:
        made.create_type(name, _PARENTS.get(name, ANNOTATION))
    for name, features in _FEATURES.items():
        more = dict.fromkeys(attributes, STRING) if name == ENTITY else {}
        for feature, kind in (*features.items(), *more.items()):
            made.create_feature(made.get_type(name), feature, kind)
    link = made.get_type(ROLE_LINK)
    made.create_feature(made.get_type(FRAME), "roles", ARRAY, elementType=link)
    return made


def cas_of(document: Json, entries: Mapping[str, Json], attributes: tuple[str, ...]) -> Any:
    """Return a record as a CAS.

    Args:
        entries: entries of the registry by id, for their items in Wikidata.
        attributes: attributes of mentions that have a feature of their own.
    """
    return _Filling(document, entries, attributes).cas()


class _Filling:
    """A record on its way into a CAS."""

    def __init__(
        self, document: Json, entries: Mapping[str, Json], attributes: tuple[str, ...]
    ) -> None:
        self._document, self._entries, self._attributes = document, entries, attributes
        self._types = type_system(attributes)
        self._cas = cassis.Cas(typesystem=self._types)
        self._made: dict[str, Any] = {}

    def cas(self) -> Any:
        """Return it with everything in it."""
        document = self._document
        self._cas.sofa_string, self._cas.sofa_mime = document["text"], "text/plain"
        for unit in document["sentences"]:
            self._add(SENTENCE, begin=unit["start"], end=unit["end"])
        for item in document["entities"]:
            self._mention(item)
        for span in document["spans"]:
            ends = {"begin": span["start"], "end": span["end"]}
            self._made[span["id"]] = self._add(ENTITY, **ends, value=BARE, uid=span["id"])
        frames = (*document["incidents"], *document["claims"])
        for frame in frames:
            self._frame(frame)
        for frame in frames:
            self._link(frame)
        for relation in document["relations"]:
            self._relation(relation)
        for label in document["labels"]:
            self._label(label)
        self._metadata()
        return self._cas

    def _add(self, kind: str, /, **features: Any) -> Any:
        """Put a feature structure into the CAS; features that are "" stay unset."""
        given = {key: value for key, value in features.items() if value not in ("", None)}
        made = self._types.get_type(kind)(**given)
        self._cas.add(made)
        return made

    def _mention(self, item: Json) -> None:
        plain = _plain(item, self._attributes)
        shown = [{"name": name, "value": value, "evidence": ""} for name, value in plain.items()]
        entry = self._entries.get(item["identity"], {})
        self._made[item["id"]] = made = self._add(
            ENTITY,
            begin=item["start"],
            end=item["end"],
            value=item["type"],
            identifier=entry.get("kb", ""),
            identity=item["identity"],
            attributes="" if shown == item["attributes"] else _listed(item),
            **plain,
            **_tail(item),
        )
        self._fragments(made, item["fragments"])

    def _fragments(self, owner: Any, pieces: Sequence[Json]) -> None:
        for piece in pieces if len(pieces) > 1 else ():
            self._add(FRAGMENT, begin=piece["start"], end=piece["end"], owner=owner)

    def _frame(self, frame: Json) -> None:
        begin, end = self._place(frame)
        layer = "incidents" if frame in self._document["incidents"] else "claims"
        self._made[frame["id"]] = made = self._add(
            FRAME,
            begin=begin,
            end=end,
            layer=layer,
            value=frame["type"],
            identity=frame.get("identity", ""),
            attributes=_listed(frame),
            **_tail(frame),
        )
        self._fragments(made, frame["trigger"])

    def _place(self, frame: Json) -> tuple[int, int]:
        """Return the hull of the trigger; without one an empty range, at a filler if there is."""
        if frame["trigger"]:
            return frame["trigger"][0]["start"], frame["trigger"][-1]["end"]
        placed = {one["id"]: one for key in ("entities", "spans") for one in self._document[key]}
        fillers = (role["target"] for role in frame["roles"])
        at = next((placed[one]["start"] for one in fillers if one in placed), 0)
        return at, at

    def _link(self, frame: Json) -> None:
        link = self._types.get_type(ROLE_LINK)
        links = [
            link(role=role["role"], target=self._made[role["target"]]) for role in frame["roles"]
        ]
        # An array without elements cannot be read back.
        if links:
            self._made[frame["id"]].roles = self._types.get_type(ARRAY)(elements=links)

    def _relation(self, relation: Json) -> None:
        source, target = (self._made.get(relation[key]) for key in ("source", "target"))
        if source and target:
            self._add(
                RELATION,
                begin=target.begin,
                end=target.end,
                Governor=source,
                Dependent=target,
                value=relation["type"],
                attributes=_listed(relation),
                **_tail(relation),
            )

    def _label(self, label: Json) -> None:
        features = {"name": label["name"], "value": label["value"], "uid": label["id"]}
        if label["target"] == DOCUMENT_TARGET:
            self._add(DOCUMENT_LABEL, **features)
        else:
            unit = self._document["sentences"][int(label["target"][1:]) - 1]
            self._add(LABEL, begin=unit["start"], end=unit["end"], **features)

    def _metadata(self) -> None:
        document = self._document
        self._add(
            METADATA,
            begin=0,
            end=len(document["text"]),
            language=document["language"],
            documentTitle=document["title"],
            documentId=document["id"],
            documentUri=document["url"],
        )


def cas_losses(document: Json) -> Iterator[Json]:
    """Yield what a CAS has no place for."""
    written = {
        one["id"]
        for layer in ("entities", "spans", "incidents", "claims")
        for one in document[layer]
    }
    for one in document["relations"]:
        if not {one["source"], one["target"]} <= written:
            yield loss(document, one["id"], "item", "a CAS links only items of one article")
    for one in document["labels"]:
        if one["note"] or one["unsure"]:
            yield loss(document, one["id"], "note, unsure", "labels have no features for them")
    yield loss(
        document,
        "*",
        "kinds and completion of sentences, status, annotators, derived_from, origin, provenance, "
        "publisher, published, license, duplicate_cluster, split, scheme, registry",
        "not written",
    )


def _plain(item: Json, attributes: Sequence[str]) -> dict[str, str]:
    """Return the attributes of a mention that its features can hold, in their order."""
    names = [one["name"] for one in item["attributes"]]
    values = {one["name"]: one["value"] for one in item["attributes"]}
    return {
        name: values[name] for name in attributes if names.count(name) == 1 and values[name] != ""
    }


def _listed(item: Json) -> str:
    """Return all attributes as JSON, "" where there are none."""
    found = item["attributes"]
    return json.dumps(found, ensure_ascii=False) if found else ""


def _tail(item: Json) -> Json:
    return {"uid": item["id"], "note": item["note"], "unsure": item["unsure"] or None}
