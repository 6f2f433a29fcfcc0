"""From a CAS to a draft: our own types, and the layers of any project of INCEpTION.

An annotation with Governor and Dependent is a relation. Any other is a span with the type that its
feature `value` says, `label` where it has that, its only text where it has one, else the name of
its layer; features with links to other annotations fill roles. Layers of syntax are left out.
"""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from annotator.formats.errors import Place
from annotator.formats.exporting.writing import Json
from annotator.formats.importing.drafts import (
    Draft,
    DraftFrame,
    DraftLabel,
    DraftRelation,
    DraftSpan,
    DraftValue,
)
from annotator.formats.importing.reading import Came, Given, Piece
from annotator.formats.inception import (
    Keys,
    covering,
    is_left_out,
    is_passed_over,
    label_feature,
    short_name,
)
from annotator.formats.uima.names import (
    ANNOTATION,
    DOCUMENT,
    DOCUMENT_LABEL,
    FRAGMENT,
    FRAME,
    LABEL,
    METADATA,
    OURS,
    OWN_FEATURES,
    SENTENCE,
    STRING,
)
from annotator.model import ids
from annotator.model.spans import Span, hull

_MARK = "\ufeff"

_WITHOUT_MEANING = ("sofa", "begin", "end", "Governor", "Dependent")


def draft_of(cas: Any, piece: Piece, data: bytes) -> Draft:
    """Return what a CAS says.

    Args:
        data: the file, for its hash.

    Raises:
        ImportRefused: it has no text, or an item in it has no place or no end.
    """
    view = _view_with_text(cas, piece.place)
    taking = _Taking(view, piece.place)
    taking.read()
    draft = taking.draft
    mark = draft.text.startswith(_MARK) and ids.article_id(ids.hash_text(draft.text)) != taking.id
    draft.came = Came(piece.source, ids.hash_bytes(data), bom=mark)
    draft.given = piece.given.or_else(taking.given)
    if mark:
        _take_off_mark(draft)
    return draft


def _view_with_text(cas: Any, place: Place) -> Any:
    named = [one.sofa.sofaID for one in cas.views if one.sofa.sofaString]
    if not named:
        raise place.refused("there is no text in it; export it with its text.")
    return cas.get_view(next((name for name in named if name == "_InitialView"), named[0]))


def _take_off_mark(draft: Draft) -> None:
    """Take the byte order mark off the text, and move everything."""
    draft.text = draft.text.removeprefix(_MARK)
    draft.spans = [one._replace(pieces=_moved(one.pieces)) for one in draft.spans]
    draft.frames = [one._replace(trigger=_moved(one.trigger)) for one in draft.frames]
    draft.sentences = _moved(draft.sentences)
    draft.labels = [
        one if one.at is None else one._replace(at=max(0, one.at - 1)) for one in draft.labels
    ]


def _moved(pieces: Sequence[Span]) -> tuple[Span, ...]:
    return tuple(Span(max(0, one.start - 1), one.end - 1) for one in pieces)


class _Taking:
    """The view of a CAS on its way into a draft."""

    def __init__(self, view: Any, place: Place) -> None:
        self._types, self._place = view.typesystem, place
        self._found = sorted(view.select_all_fs(), key=_order)
        self.draft = Draft(view.sofa_string, Came(""))
        self.given = Given()
        self.id = ""
        """The article that the file says it is."""
        self._keys: dict[int, str] = {}
        self._pieces: dict[int, list[Span]] = {}

    def read(self) -> None:
        """Put everything into the draft."""
        units, items = [], []
        for one in self._found:
            name = one.type.name
            if self._is(one, DOCUMENT):
                self._metadata(one)
            elif name == SENTENCE:
                units.append(self._range(one))
            elif name == FRAGMENT:
                self._pieces.setdefault(id(one.owner), []).append(self._range(one))
            elif is_left_out(name) or name == ANNOTATION or _is_chain(one):
                self.draft.left_out.append(f"annotations of the layer {_short(one)}")
            elif self._is_item(one):
                items.append(one)
        self.draft.sentences = covering(units, self.draft.text)
        keys = Keys()
        for one in items:
            self._keys[id(one)] = self._key(one, keys)
        for one in items:
            self._take(one)

    def _is_item(self, one: Any) -> bool:
        """Tell whether somebody marked this, with a range of text or as what does without one."""
        name = one.type.name
        if name not in OURS and is_passed_over(name):
            return False
        if not self._is(one, ANNOTATION) or name == FRAME:
            return True
        begin, end = self._range(one)
        if begin < end or "Governor" in _names(one) or any(_links(one)):
            return True
        self.draft.left_out.append(f"annotations {_short(one)} without text")
        return False

    def _is(self, one: Any, name: str) -> bool:
        return bool(self._types.is_instance_of(one.type.name, name))

    def _range(self, one: Any) -> Span:
        if not isinstance(one.begin, int) or not isinstance(one.end, int):
            raise self._place.refused(
                f"the {_short(one)} with the id {one.xmiID} has no begin or no end; correct it."
            )
        return Span(one.begin, one.end)

    def _metadata(self, one: Any) -> None:
        language = str(getattr(one, "language", "") or "")
        self.given = self.given.or_else(Given(language="" if language[:2] == "x-" else language))
        if one.type.name == METADATA:
            url = str(one.documentUri or "") if "documentUri" in _names(one) else ""
            self.given = self.given.or_else(
                Given(
                    title=str(getattr(one, "documentTitle", "") or "").strip(),
                    url=url if url.startswith(("http://", "https://")) else "",
                )
            )
            self.id = str(getattr(one, "documentId", "") or "")

    def _key(self, one: Any, keys: Keys) -> str:
        """Return our id of an item, else what is found again in a later export."""
        uid = _text(one, "uid") if one.type.name in OURS else ""
        if uid:
            return uid
        place = f"{one.begin}-{one.end}" if self._is(one, ANNOTATION) else ""
        return keys.key(_short(one), _type(one), place)

    def _take(self, one: Any) -> None:
        names = _names(one)
        if not self._is(one, ANNOTATION):
            self._document_label(one)
        elif one.type.name == LABEL:
            label = DraftLabel(self._keys[id(one)], _text(one, "name"), _text(one, "value"))
            self.draft.labels.append(label._replace(at=self._range(one).start))
        elif "Governor" in names and "Dependent" in names:
            self._relation(one)
        else:
            self._span(one)

    def _document_label(self, one: Any) -> None:
        """Take what is said about all of the text: each feature is a label."""
        key = self._keys[id(one)]
        if one.type.name == DOCUMENT_LABEL:
            self.draft.labels.append(DraftLabel(key, _text(one, "name"), _text(one, "value")))
            return
        for name, value in _values(one):
            self.draft.labels.append(DraftLabel(f"{key} {name}", name, value))

    def _relation(self, one: Any) -> None:
        key = self._keys[id(one)]
        for name in ("Governor", "Dependent"):
            if getattr(one, name) is None:
                raise self._place.refused(f"{key}: it has no {name}; correct it.")
        source, target = (self._keys.get(id(end), "") for end in (one.Governor, one.Dependent))
        if not source or not target:
            self.draft.left_out.append(f"relations {_short(one)} of what is left out")
            return
        tail = self._tail(one)
        tail.pop("identity")
        kind = _type(one) or _short(one)
        self.draft.relations.append(DraftRelation(key, kind, source, target, **tail))

    def _span(self, one: Any) -> None:
        key, pieces = self._keys[id(one)], self._placed(one)
        roles = tuple(self._roles(one))
        kind = _type(one) or _short(one)
        if roles or one.type.name == FRAME:
            trigger = pieces if pieces[0].start < pieces[0].end else ()
            self.draft.frames.append(DraftFrame(key, kind, trigger, None, roles, **self._tail(one)))
        else:
            self.draft.spans.append(DraftSpan(key, kind, pieces, **self._tail(one)))

    def _placed(self, one: Any) -> tuple[Span, ...]:
        whole = self._range(one)
        pieces = tuple(sorted(self._pieces.get(id(one), ())))
        if pieces and hull(pieces) != whole:
            self.draft.left_out.append("pieces of what was given another range")
            return (whole,)
        return pieces or (whole,)

    def _roles(self, one: Any) -> Iterator[tuple[str, str]]:
        for name, link in _links(one):
            target = self._keys.get(id(link.target), "")
            if target:
                yield _text(link, "role") or name, target
            else:
                self.draft.left_out.append(
                    "links to what is left out" if link.target else "slots that nothing fills"
                )

    def _tail(self, one: Any) -> Json:
        """Return attributes and the rest that items have."""
        if one.type.name in OURS:
            return {
                "attributes": tuple(self._own_values(one)),
                "identity": _text(one, "identity"),
                "unsure": getattr(one, "unsure", None) is True,
                "note": _text(one, "note"),
            }
        label = _label_feature(one)
        values = []
        for name, value in _values(one):
            if name == "identifier":
                self.draft.left_out.append("identifiers; link mentions in the registry")
            elif name != label:
                values.append(DraftValue(name, value))
        return {"attributes": tuple(values), "identity": "", "unsure": False, "note": ""}

    def _own_values(self, one: Any) -> Iterator[DraftValue]:
        """Yield attributes as their list has them, each with what its own feature says by now."""
        names = [name for name in _names(one) if name not in (*OWN_FEATURES, "layer", "roles")]
        shown = {name: value for name, value in _values(one) if name in names}
        listed = self._listed(one)
        counts = Counter(item.name for item in listed)
        for item in listed:
            if item.name not in names or counts[item.name] > 1 or not item.value:
                yield item
            elif item.name in shown:
                yield item._replace(value=shown.pop(item.name))
        yield from (DraftValue(name, value) for name, value in shown.items())

    def _listed(self, one: Any) -> list[DraftValue]:
        text = _text(one, "attributes")
        try:
            return [
                DraftValue(str(item["name"]), str(item["value"]), str(item.get("evidence", "")))
                for item in (json.loads(text) if text else ())
            ]
        except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
            raise self._place.refused(
                f"{self._keys[id(one)]}: its attributes are no JSON list of name, value and "
                "evidence; correct them."
            ) from None


def _order(one: Any) -> tuple[int, int, int]:
    """Return what sorts by place; what stands nowhere comes first."""
    begin, end = getattr(one, "begin", None), getattr(one, "end", None)
    return begin or 0, end or 0, one.xmiID


def _short(one: Any) -> str:
    return short_name(one.type.name)


def _names(one: Any) -> list[str]:
    """Return the features that say something, as cassis calls them."""
    names = (feature.name for feature in one.type.all_features)
    return [name for name in names if name not in ("sofa", "begin", "end")]


def _text(one: Any, name: str) -> str:
    value = getattr(one, name, None)
    return value if isinstance(value, str) else ""


def _type(one: Any) -> str:
    """Return the name that an annotation has itself, "" where it has none."""
    label = _label_feature(one)
    return _text(one, label) if label else ""


def _label_feature(one: Any) -> str:
    texts = [
        feature.name
        for feature in one.type.all_features
        if feature.rangeType.name == STRING and feature.name not in _WITHOUT_MEANING
    ]
    return label_feature(texts)


def _values(one: Any) -> Iterator[tuple[str, str]]:
    """Yield features that are text, numbers or flags, with each value of those with several."""
    for feature in _names(one):
        value = getattr(one, feature)
        # cassis puts a line behind names that Python has taken.
        name = feature.removesuffix("_") if feature in ("self_", "type_") else feature
        if value is True:
            yield name, "true"
        elif isinstance(value, str | int | float) and value is not False and value != "":
            yield name, str(value)
        yield from ((name, item) for item in _elements(one, feature) if isinstance(item, str))


def _links(one: Any) -> Iterator[tuple[str, Any]]:
    """Yield the links of an annotation, each with the feature that holds it."""
    for name in _names(one):
        for item in _elements(one, name):
            if hasattr(item, "target"):
                yield name, item


def _is_chain(one: Any) -> bool:
    names = _names(one)
    return "referenceType" in names or names == ["first"]


def _elements(one: Any, name: str) -> Sequence[Any]:
    found = getattr(getattr(one, name, None), "elements", None)
    return [item for item in found if item is not None] if isinstance(found, list) else []
