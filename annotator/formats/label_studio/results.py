"""The entries of one person's work on a task of Label Studio, on their way into a draft."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from annotator.formats.errors import Place
from annotator.formats.exporting.writing import Json
from annotator.formats.importing.drafts import (
    Draft,
    DraftLabel,
    DraftRelation,
    DraftSpan,
    DraftValue,
)
from annotator.formats.importing.mapping import our_name
from annotator.formats.importing.reading import Settings, Unit
from annotator.formats.importing.units import code_points
from annotator.formats.label_studio.configuration import FLAG_SET, LAYERS, SENTENCE
from annotator.model import ids
from annotator.model.scheme_tables import Attribute
from annotator.model.spans import Span

_VALUES = ("choices", "textarea", "number", "rating", "datetime")
_OF_TASK = ("taxonomy", "ranker", "pairwise")


def take_results(
    draft: Draft, results: Sequence[Any], place: Place, settings: Settings, unit: Unit
) -> None:
    """Put the entries into a draft.

    Raises:
        ImportRefused: an entry is not as Label Studio writes it, or marks something else than text.
    """
    _Results(draft, place, settings, unit).take(results)


def offset(value: Any) -> int | None:
    """Return an offset, which old exports wrote as text; None for what is none."""
    if isinstance(value, str) and value.isascii() and value.isdigit():
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


class _Region(NamedTuple):
    labels: list[str]
    span: Span
    quoted: str | None
    meta: Json


class _Results:
    def __init__(self, draft: Draft, place: Place, settings: Settings, unit: Unit) -> None:
        self._draft, self._place = draft, place
        self._scheme, self._names = settings.scheme, settings.names
        self._index = None if unit == "codepoint" else code_points(draft.text, unit)
        self._regions: dict[str, _Region] = {}
        self._values: dict[str, list[tuple[str, str]]] = {}

    def take(self, results: Sequence[Any]) -> None:
        for number, one in enumerate(results, 1):
            if not isinstance(one, dict) or not isinstance(one.get("type"), str):
                raise self._place.refused(f"entry {number} of its result has no type.")
            self._entry(number, one)
        for key, region in self._regions.items():
            self._spans(key, region)
        for key, values in self._values.items():
            for number, (name, value) in enumerate(values):
                numbered = f"{key}/{number}" if number else key
                self._draft.labels.append(DraftLabel(numbered, name, value))

    def _entry(self, number: int, one: Json) -> None:
        kind, key = one["type"], str(one.get("id", f"entry {number}"))
        if kind == "relation":
            self._draft.relations += self._relations(number, one)
        elif kind == "labels":
            self._region(key, one)
        elif kind in _VALUES:
            name = str(one.get("from_name", "")).rpartition(".")[2]
            found = ((name, text) for text in _texts(one, self._attribute(name)))
            self._values.setdefault(key, []).extend(found)
        elif kind in _OF_TASK:
            self._draft.left_out.append(f"values of the kind {kind}")
        else:
            raise self._place.refused(
                f"{key} is a region of the kind {kind}, which marks no plain text; "
                "only tasks of plain text can be imported."
            )

    def _region(self, key: str, one: Json) -> None:
        value, meta = one.get("value"), one.get("meta")
        if not isinstance(value, dict):
            raise self._place.refused(f"{key} has no value.")
        span, labels = self._span(key, value), value.get("labels")
        if not isinstance(labels, list) or not labels:
            self._draft.left_out.append("regions without a label")
            labels = []
        quoted = value.get("text")
        known = self._regions.setdefault(
            key,
            _Region(
                *([], span, quoted if isinstance(quoted, str) else None),
                meta if isinstance(meta, dict) else {},
            ),
        )
        if known.span != span or set(known.labels) & set(map(str, labels)):
            raise self._place.refused(f"{key} stands twice; ids of regions are used once.")
        known.labels.extend(map(str, labels))

    def _span(self, key: str, value: Json) -> Span:
        start, end = offset(value.get("start")), offset(value.get("end"))
        if "globalOffsets" in value or "startOffset" in value:
            raise self._place.refused(
                f"{key} marks HyperText, where offsets count the page's markup; label the same "
                "text with a Text tag, or export it as plain text."
            )
        if start is None or end is None:
            raise self._place.refused(f"{key} has no start and end that are numbers.")
        if self._index is not None:
            start, end = self._index.get(start, -1), self._index.get(end, -1)
        return Span(start, end)

    def _spans(self, key: str, region: _Region) -> None:
        values = self._values.pop(key, [])
        note, meta = region.meta.get("text"), region.meta
        notes = note if isinstance(note, list) else [note] if note else []
        evidence, identity = meta.get("evidence"), meta.get("identity")
        rests = evidence if isinstance(evidence, dict) else {}
        for number, label in enumerate(region.labels):
            numbered = f"{key}/{label}" if number else key
            if label == SENTENCE and SENTENCE not in {*self._names.types, *self._scheme.types}:
                self._draft.labels += _sentence_labels(numbered, values, region.span)
                continue
            self._draft.spans.append(
                DraftSpan(
                    *(numbered, label, (region.span,), region.quoted),
                    tuple(DraftValue(*one, str(rests.get(one[0], ""))) for one in values),
                    identity if isinstance(identity, str) and ids.is_registry_id(identity) else "",
                    meta.get("unsure") is True,
                    "\n".join(map(str, notes)),
                )
            )
        if values and not region.labels:
            self._draft.left_out.append("values of regions without a label")

    def _relations(self, number: int, one: Json) -> Iterator[DraftRelation]:
        names = one.get("labels")
        ends = one.get("from_id"), one.get("to_id")
        if not isinstance(ends[0], str) or not isinstance(ends[1], str):
            raise self._place.refused(f"relation {number} has no from_id and to_id.")
        if not isinstance(names, list) or not names:
            self._draft.left_out.append("relations without a name")
            return
        source, target = reversed(ends) if one.get("direction") == "left" else ends
        meta = one["meta"] if isinstance(one.get("meta"), dict) else {}
        notes = meta.get("text") if isinstance(meta.get("text"), list) else []
        key = str(one.get("id", f"relation {number}"))
        for position, name in enumerate(names):
            yield DraftRelation(
                *(f"{key}/{name}" if position else key, str(name)),
                *(str(source), str(target)),
                unsure=meta.get("unsure") is True,
                note="\n".join(map(str, notes or ())),
            )

    def _attribute(self, name: str) -> Attribute | None:
        """Return the attribute or label of ours that a value is of."""
        names, scheme = self._names, self._scheme
        tables = [(names.attributes, scheme.attributes_of_layer(layer)) for layer in LAYERS]
        tables.append((names.labels, scheme.labels_by_name))
        found = (known.get(our_name(name, given, known)) for given, known in tables)
        return next(filter(None, found), None)


def _sentence_labels(
    key: str, values: Sequence[tuple[str, str]], span: Span
) -> Iterator[DraftLabel]:
    for number, (name, value) in enumerate(values):
        yield DraftLabel(f"{key}/{number}" if number else key, name, value, span.start)


def _texts(one: Json, attribute: Attribute | None) -> Iterator[str]:
    """Yield the values of an entry as the scheme writes them."""
    value, kind = one.get("value"), attribute.value if attribute else ""
    key = "text" if one["type"] == "textarea" else one["type"]
    found = value.get(key) if isinstance(value, dict) else None
    items = found if isinstance(found, list) else [found]
    texts = [str(item) for item in items if isinstance(item, str | int | float)]
    if kind == "multi_choice" and texts:
        yield ",".join(texts)
    else:
        yield from ("true" if kind == "flag" and text == FLAG_SET else text for text in texts)
