"""From the store to the document record: one article with one annotator's layer.

Records are plain dictionaries here, because an export makes millions of them; a test holds
them to the models in `annotator.model.gold`, key by key and in order.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from annotator.formats.errors import ExportRefused
from annotator.model import ids
from annotator.model.annotation import (
    COMPLETED_LAYERS,
    Annotation,
    AttributeValue,
    Claim,
    Incident,
    Label,
    Layer,
    Mention,
    Relation,
)
from annotator.model.completion import COMPLETION_STATES
from annotator.model.gold import DOCUMENT_FORMAT, DOCUMENT_TARGET
from annotator.model.spans import BareSpan, Span, covered_text, hull, span_problem
from annotator.store.bulk import StoredLayer

Json = dict[str, Any]


class Shared(NamedTuple):
    """What all records of an export have in common."""

    annotator: str
    scheme: Json
    """As `GoldScheme`."""
    provenance: Json
    """As `GoldProvenance`."""
    splits: Mapping[str, str]
    """The split of articles that are not for training."""
    survivors: Mapping[str, str]
    """The entry that each merged one of the registry leads to."""
    with_versions: bool = False
    """Say how often items were changed, which decisions beside the layer quote."""


def document_record(stored: StoredLayer, shared: Shared) -> Json:
    """Return the record, as `annotator.model.gold.GoldDocument` has it.

    Raises:
        ExportRefused: an offset does not fit the text, or an id leads nowhere.
    """
    article, text = stored.article, stored.text
    if ids.hash_text(text) != article.text_hash:
        raise _damaged(article.id, "its text is not the one that was imported")
    items = _Items(stored, shared)
    versions = items.versions() if shared.with_versions else {}
    return {
        "format": DOCUMENT_FORMAT,
        "id": article.id,
        "text": text,
        "text_hash": article.text_hash,
        "offsets": "codepoint",
        "title": article.title,
        "url": article.url,
        "publisher": article.publisher,
        "published": article.published,
        "language": article.language,
        "license": article.license,
        "duplicate_cluster": article.duplicate_cluster,
        "split": shared.splits.get(article.id, "train"),
        "scheme": shared.scheme,
        "sentences": _sentences(stored),
        "spans": items.spans(),
        "entities": items.of(Mention),
        "incidents": items.of(Incident),
        "claims": items.of(Claim),
        "relations": items.of(Relation),
        "labels": items.of(Label),
        "provenance": shared.provenance,
        **({"versions": versions} if versions else {}),
    }


def _sentences(stored: StoredLayer) -> list[Json]:
    finished: dict[str, dict[int, list[Layer]]] = {state: {} for state in COMPLETION_STATES}
    # What is stale counts again when its annotator has confirmed it.
    fresh = [one for one in stored.completions if not one.stale]
    for one in sorted(fresh, key=lambda one: COMPLETED_LAYERS.index(one.layer)):
        layers = finished[one.state]
        for start in one.starts:
            layers.setdefault(start, []).append(one.layer)
    done, skipped, unsure = (finished[state] for state in COMPLETION_STATES)
    return [
        {
            "id": f"S{number}",
            "start": start,
            "end": end,
            "kind": kind,
            "done": done.get(start, []),
            "skipped": skipped.get(start, []),
            "unsure": unsure.get(start, []),
        }
        for number, (start, end, kind) in enumerate(stored.sentences, 1)
    ]


class _Items:
    """The annotations of one article, sorted by place, as the record lists them."""

    def __init__(self, stored: StoredLayer, shared: Shared) -> None:
        self._article = stored.article_row[0]
        self._text = stored.text
        self._annotators = [shared.annotator]
        self._survivors = shared.survivors
        self._tails = stored.tails
        annotations = stored.annotations
        self._by_id: dict[str, Annotation] = {item.id: item for item in annotations}
        self._numbers = {start: n for n, (start, _, _) in enumerate(stored.sentences, 1)}
        self._ends = {start: end for start, end, _ in stored.sentences}
        placed = ((*self._place(item, ()), item.id, item) for item in annotations)
        self._sorted = [item for *_, item in sorted(placed, key=lambda one: one[:3])]

    def of(self, kind: type[Annotation]) -> list[Json]:
        """Return the items of one layer."""
        return [self._item(item) for item in self._sorted if isinstance(item, kind)]

    def versions(self) -> dict[str, int]:
        """Return the versions of what was changed since it was made."""
        return {item.id: item.version for item in self._sorted if item.version > 1}

    def spans(self) -> list[Json]:
        """Return the bare spans that values rest on and roles are filled with."""
        found = {span.id: span for item in self._sorted for span in _bare_spans(item)}
        ordered = sorted(found.values(), key=lambda span: (span.start, span.end, span.id))
        return [
            {
                "id": span.id,
                "start": span.start,
                "end": span.end,
                "text": self._slice(span.id, (Span(span.start, span.end),)),
            }
            for span in ordered
        ]

    def _item(self, item: Annotation) -> Json:
        match item:
            case Mention():
                core = self._mention(item)
            case Incident():
                core = {**self._frame(item), "identity": self._identity(item)}
            case Claim():
                core = self._frame(item)
            case Relation():
                core = self._relation(item)
            case Label():
                core = self._label(item)
        status, annotators, sources = "annotation", self._annotators, []
        if self._tails is not None:
            names, derived = self._tails[item.id]
            status, annotators, sources = "gold", list(names), list(derived)
        return {
            **core,
            "status": status,
            "annotators": annotators,
            "derived_from": sources,
            "origin": item.origin,
            "unsure": item.unsure,
            "note": item.note,
        }

    def _mention(self, item: Mention) -> Json:
        pieces = item.fragments
        return {
            "id": item.id,
            "type": item.type,
            "start": pieces[0].start,
            "end": pieces[-1].end,
            "text": self._slice(item.id, pieces),
            "fragments": [piece._asdict() for piece in pieces] if len(pieces) > 1 else [],
            "attributes": _attributes(item.attributes),
            "identity": self._identity(item),
        }

    def _frame(self, item: Incident | Claim) -> Json:
        for filler in item.roles:
            if filler.span is None and filler.target not in self._by_id:
                raise self._damaged(item.id, f"a role names {filler.target}, which is gone")
        return {
            "id": item.id,
            "type": item.type,
            "trigger": [
                {**piece._asdict(), "text": self._slice(item.id, (piece,))}
                for piece in item.trigger
            ],
            "roles": [
                {"role": filler.role, "target": filler.target, "kind": filler.kind}
                for filler in item.roles
            ],
            "attributes": _attributes(item.attributes),
        }

    def _relation(self, item: Relation) -> Json:
        for end in (item.source, item.target):
            if "#" not in end and end not in self._by_id:
                raise self._damaged(item.id, f"it links {end}, which is gone")
        return {
            "id": item.id,
            "type": item.type,
            "source": item.source,
            "target": item.target,
            "attributes": _attributes(item.attributes),
        }

    def _label(self, item: Label) -> Json:
        if item.sentence is not None and item.sentence not in self._numbers:
            raise self._damaged(item.id, f"it labels the sentence at {item.sentence}, now joined")
        return {
            "id": item.id,
            "target": DOCUMENT_TARGET
            if item.sentence is None
            else f"S{self._numbers[item.sentence]}",
            "name": item.type,
            "value": item.value,
        }

    def _identity(self, item: Mention | Incident) -> str:
        return self._survivors.get(item.identity, item.identity)

    def _slice(self, item: str, pieces: tuple[Span, ...]) -> str:
        problem = span_problem(pieces, self._text)
        if problem:
            raise self._damaged(item, problem)
        return covered_text(self._text, pieces)

    def _place(self, item: Annotation, above: tuple[str, ...]) -> Span:
        """Return where an item stands; one that stands nowhere comes last."""
        nowhere = Span(len(self._text), len(self._text))
        match item:
            case Mention():
                return item.anchor
            case Label():
                whole = Span(0, len(self._text))
                start = item.sentence
                return whole if start is None else Span(start, self._ends.get(start, start))
            case Relation():
                source = self._by_id.get(item.source)
                return self._place(source, (*above, item.id)) if source else nowhere
            case _:
                return self._place_of_frame(item, above) or nowhere

    def _place_of_frame(self, item: Incident | Claim, above: tuple[str, ...]) -> Span | None:
        if item.trigger:
            return hull(item.trigger)
        for filler in item.roles:
            if filler.span:
                return Span(filler.span.start, filler.span.end)
            target = self._by_id.get(filler.target)
            # A frame may fill a frame; a circle of frames without triggers stands nowhere.
            if isinstance(target, Mention):
                return target.anchor
            if isinstance(target, Incident | Claim) and target.id not in (*above, item.id):
                place = self._place_of_frame(target, (*above, item.id))
                if place:
                    return place
        return item.anchor

    def _damaged(self, item: str, why: str) -> ExportRefused:
        return _damaged(f"{self._article}, {item}", why)


def _attributes(values: Iterable[AttributeValue]) -> list[Json]:
    return [
        {
            "name": value.name,
            "value": value.value,
            "evidence": value.evidence.id if value.evidence else "",
        }
        for value in values
    ]


def _bare_spans(item: Annotation) -> list[BareSpan]:
    if isinstance(item, Label):
        return []
    spans = [value.evidence for value in item.attributes]
    if isinstance(item, Incident | Claim):
        spans += [filler.span for filler in item.roles]
    return [span for span in spans if span]


def _damaged(what: str, why: str) -> ExportRefused:
    return ExportRefused(f"{what}: {why}; nothing was exported, see: annotator verify")
