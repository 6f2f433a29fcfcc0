"""From what another format says of an article to annotations under the project's scheme.

A reader makes a `Draft`: the text, and items with the names and keys that they have in the file.
`prepared` names them as the scheme does, gives them ids, checks every offset against the text that
is quoted, and refuses what the scheme does not allow.

Two conventions hold for every format. What is only a span there and has the type of an incident or
claim here becomes a frame with that trigger. A relation there whose name is a role of the frame it
starts from fills that role.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, NamedTuple, cast

from annotator.formats.errors import ImportRefused, Place, did_you_mean
from annotator.formats.gold.checks import layer_problem, scheme_problem
from annotator.formats.importing.mapping import LEFT_OUT, our_name
from annotator.formats.importing.reading import (
    Came,
    Given,
    Prepared,
    RecordLayer,
    Settings,
    check_text,
    new_article,
    new_document,
)
from annotator.model import ids
from annotator.model.annotation import (
    Annotation,
    AttributeValue,
    Claim,
    Filler,
    FillerKind,
    Incident,
    Label,
    Layer,
    Mention,
    Relation,
)
from annotator.model.article import Document, Sentence
from annotator.model.completion import Completion
from annotator.model.scheme_tables import Role
from annotator.model.spans import BareSpan, Span, covered_text, span_problem

BARE = "CONTENT"
"""The type of spans that only fill roles or are evidence, in formats where each has a type."""


class DraftValue(NamedTuple):
    """An attribute, with the key of the span it rests on."""

    name: str
    value: str
    evidence: str = ""


class DraftSpan(NamedTuple):
    """Marked text: a mention, a frame of which nothing but the trigger is known, or bare text."""

    key: str
    type: str
    """As the format names it; `BARE` for bare text."""
    pieces: tuple[Span, ...]
    """In code points, in order."""
    quoted: str | None = None
    """What stands there according to the file, pieces joined by one space."""
    attributes: tuple[DraftValue, ...] = ()
    identity: str = ""
    unsure: bool = False
    note: str = ""


class DraftFrame(NamedTuple):
    """An incident or claim."""

    key: str
    type: str
    trigger: tuple[Span, ...] = ()
    quoted: str | None = None
    roles: tuple[tuple[str, str], ...] = ()
    """Role and the key of its filler."""
    attributes: tuple[DraftValue, ...] = ()
    identity: str = ""
    unsure: bool = False
    note: str = ""


class DraftRelation(NamedTuple):
    """A link between two items of the article."""

    key: str
    type: str
    source: str
    target: str
    attributes: tuple[DraftValue, ...] = ()
    unsure: bool = False
    note: str = ""


class DraftLabel(NamedTuple):
    """A label of a sentence, or of the article."""

    key: str
    name: str
    value: str
    at: int | None = None
    """A code point in the sentence; None for the article."""


@dataclass
class Draft:
    """One article as another format has it."""

    text: str
    came: Came
    given: Given = field(default_factory=Given)
    annotator: str = ""
    """Who made it, "" where the format does not say."""
    sentences: tuple[Span, ...] = ()
    """Where the format has its own; else the text is cut by ours."""
    spans: list[DraftSpan] = field(default_factory=list)
    frames: list[DraftFrame] = field(default_factory=list)
    relations: list[DraftRelation] = field(default_factory=list)
    labels: list[DraftLabel] = field(default_factory=list)
    done: tuple[Layer, ...] = ()
    """Layers that the file says were finished in all of the text."""
    done_at: dict[Layer, list[int]] = field(default_factory=dict)
    """Layers that it says were finished in some sentences: a code point of each."""
    places: dict[str, Place] = field(default_factory=dict)
    """Where items stand in the file, by key, for messages; the article's place for the others."""
    left_out: list[str] = field(default_factory=list)
    """What of the file is not taken, in words such as `relations without a name`; once for each."""

    @property
    def is_annotated(self) -> bool:
        """Whether anything but the text came."""
        return bool(self.spans or self.frames or self.relations or self.labels)


def prepared(draft: Draft, place: Place, settings: Settings) -> Prepared:
    """Return the article with its layer, ready to be stored.

    Raises:
        ImportRefused: an offset does not fit the text it quotes, a name is not in the scheme, a key
            leads nowhere, or the scheme does not allow what is said.
    """
    document = _document(draft, place, settings)
    finished = draft.done + tuple(one for one in settings.done if one not in draft.done)
    if not draft.is_annotated and not finished and not draft.done_at:
        return Prepared(place, document, left_out=tuple(draft.left_out))
    annotator = settings.annotator or draft.annotator
    if not ids.is_annotator_name(annotator):
        called = f"calls its annotator {annotator!r}" if annotator else "names nobody"
        raise place.refused(f"the file {called}; say whose layer it becomes: --as NAME")
    taking = _Taking(draft, document, annotator, place, settings)
    items = taking.items()
    taking.check_scheme(items)
    completions = tuple(_completions(draft, document, annotator, finished, settings.now))
    return Prepared(
        place,
        document,
        RecordLayer(annotator, items, completions),
        left_out=(*draft.left_out, *taking.left_out),
        cut_here=not draft.sentences,
    )


def item_id(prefix: str, article: str, annotator: str, key: str) -> str:
    """Return the id of an item: its own where it has one of ours, else one that follows from it.

    Importing the same file again then finds what it brought the first time.
    """
    if key.startswith(f"{prefix}_") and ids.is_item_id(key):
        return key
    data = f"{article} {annotator} {prefix} {key}".encode(errors="surrogatepass")
    return f"{prefix}_{sha256(data).hexdigest()[:12]}"


def _document(draft: Draft, place: Place, settings: Settings) -> Document:
    if not draft.sentences:
        return new_document(place, draft.text, draft.came, draft.given, settings)
    text_hash = check_text(place, draft.text)
    units = tuple(Sentence(start=start, end=end, kind="sentence") for start, end in draft.sentences)
    given = draft.given.or_else(settings.defaults)
    article = new_article(draft.text, text_hash, draft.came, given, units, settings.now)
    return Document(article, draft.text, units)


def _completions(
    draft: Draft, document: Document, annotator: str, layers: Iterable[Layer], now: str
) -> Iterator[Completion]:
    starts = [unit.start for unit in document.sentences]
    done = {layer: starts for layer in layers}
    for layer, places in draft.done_at.items():
        some = {max(0, bisect_right(starts, at) - 1) for at in places}
        done.setdefault(layer, [starts[number] for number in sorted(some)])
    for layer, sentences in done.items():
        for start in sentences:
            yield Completion(
                article=document.article.id,
                sentence=start,
                layer=layer,
                annotator=annotator,
                state="done",
                changed=now,
            )


class _Taking:
    """One draft on its way to annotations."""

    def __init__(
        self, draft: Draft, document: Document, annotator: str, place: Place, settings: Settings
    ) -> None:
        self._draft, self._document, self._place = draft, document, place
        self._scheme, self._names = settings.scheme, settings.names
        self._annotator = annotator
        self._common = {
            "article": document.article.id,
            "annotator": annotator,
            "scheme": settings.scheme.source_hash,
            "origin": "imported",
            "created": settings.now,
            "changed": settings.now,
        }
        self.left_out: list[str] = []
        self._mentions: dict[str, DraftSpan] = {}
        self._frames: dict[str, DraftFrame] = {}
        self._bare: dict[str, BareSpan] = {}
        self._left_keys: set[str] = set()
        self._keys: dict[str, str] = {}

    def items(self) -> tuple[Annotation, ...]:
        """Return all annotations."""
        self._sort_spans()
        for frame in self._draft.frames:
            kind = self._type(frame.type, frame.key)
            if kind:
                self._check(frame.key, frame.trigger, frame.quoted)
                self._frames[frame.key] = frame._replace(type=kind)
            else:
                self._left_keys.add(frame.key)
        relations = list(self._relations())
        return (
            *map(self._mention, self._mentions.values()),
            *map(self._frame, self._frames.values()),
            *relations,
            *self._labels(),
        )

    def check_scheme(self, items: Sequence[Annotation]) -> None:
        """Refuse what the scheme does not allow.

        Raises:
            ImportRefused: there is something.
        """
        for item in items:
            problem = scheme_problem(self._scheme, item)
            if problem:
                raise self._refused(problem)
        problem = layer_problem(self._scheme, items)
        if problem:
            raise self._refused(problem)

    def _refused(self, problem: str) -> ImportRefused:
        """Return the error for a problem of an item, which is called by its key in the file."""
        item, _, what = problem.partition(": ")
        key = self._keys.get(item, item)
        return self._at(key).refused(f"{key}: {what}")

    def _sort_spans(self) -> None:
        for span in self._draft.spans:
            self._check(span.key, span.pieces, span.quoted)
            if span.type == BARE and BARE not in {*self._names.types, *self._scheme.types}:
                self._bare[span.key] = self._bare_span(span)
                continue
            kind = self._type(span.type, span.key)
            if not kind:
                self._left_keys.add(span.key)
            elif self._scheme.layer_of(kind) == "entities":
                self._mentions[span.key] = span._replace(type=kind)
            else:
                self._frames[span.key] = DraftFrame(
                    *(span.key, kind, span.pieces, span.quoted, ()),
                    *(span.attributes, span.identity, span.unsure, span.note),
                )

    def _bare_span(self, span: DraftSpan) -> BareSpan:
        if len(span.pieces) > 1:
            self.left_out.append("the gaps of bare spans in several pieces")
        start, end = span.pieces[0].start, span.pieces[-1].end
        return BareSpan(id=self._id(ids.SPAN, span.key), start=start, end=end)

    def _type(self, name: str, key: str) -> str:
        """Return our name of a type, "" where it is to be left out."""
        ours = our_name(name, self._names.types, self._scheme.types)
        if ours == LEFT_OUT:
            self.left_out.append(f"items of the type {name}, as --map says")
        elif ours not in self._scheme.types:
            raise self._unknown(key, "type", name, self._scheme.types)
        return ours

    def _unknown(self, key: str, kind: str, name: str, known: Iterable[str]) -> ImportRefused:
        return self._at(key).refused(
            f"{key}: the scheme has no {kind} {name}{did_you_mean(name, known)} Say what it stands "
            f'for in a file with [{kind}s] {name} = "..." (or "" to leave it out), and name '
            "that with --map."
        )

    def _check(self, key: str, pieces: tuple[Span, ...], quoted: str | None) -> None:
        if not pieces:
            return
        problem = span_problem(pieces, self._draft.text)
        if problem:
            raise self._at(key).refused(f"{key}: {problem}.")
        if quoted is not None and covered_text(self._draft.text, pieces) != quoted:
            raise self._at(key).refused(
                f"{key}: what it quotes is not what stands at {pieces[0].start}-{pieces[-1].end}, "
                "in code points, UTF-16 or bytes; correct the offsets."
            )

    def _check_words(self, key: str, called: str, words: str) -> None:
        if any("\ud800" <= character <= "\udfff" for character in words):
            raise self._at(key).refused(
                f"{key}: {called} holds half a surrogate pair; write that character as UTF-8."
            )

    # ------------------------------------------------------------------------------- items

    def _id(self, prefix: str, key: str) -> str:
        found = item_id(prefix, self._document.article.id, self._annotator, key)
        self._keys[found] = key
        return found

    def _at(self, key: str) -> Place:
        return self._draft.places.get(key, self._place)

    def _shared(self, item: Any, prefix: str) -> dict[str, Any]:
        self._check_words(item.key, "its note", item.note)
        return {
            "id": self._id(prefix, item.key),
            "unsure": item.unsure,
            "note": item.note,
            **self._common,
        }

    def _mention(self, span: DraftSpan) -> Mention:
        return Mention(
            type=span.type,
            fragments=span.pieces,
            attributes=self._attributes(span.key, span.type, span.attributes),
            identity=span.identity,
            **self._shared(span, ids.MENTION),
        )

    def _frame(self, frame: DraftFrame) -> Incident | Claim:
        is_incident = self._scheme.layer_of(frame.type) == "incidents"
        common = {
            "type": frame.type,
            "trigger": frame.trigger,
            "roles": tuple(self._roles(frame)),
            "attributes": self._attributes(frame.key, frame.type, frame.attributes),
            **self._shared(frame, ids.INCIDENT if is_incident else ids.CLAIM),
        }
        return Incident(identity=frame.identity, **common) if is_incident else Claim(**common)

    def _roles(self, frame: DraftFrame) -> Iterator[Filler]:
        for name, target in frame.roles:
            known = self._roles_of(frame.type)
            role = our_name(name, self._names.roles, known)
            if role == LEFT_OUT:
                self.left_out.append(f"fillers of the role {name}, as --map says")
            elif role not in known:
                raise self._unknown(frame.key, "role", name, known)
            else:
                filler = self._filler(role, target)
                if filler:
                    yield filler

    def _roles_of(self, kind: str) -> dict[str, Role]:
        return {role.name: role for role in self._scheme.roles_of(kind)}

    def _filler(self, role: str, target: str) -> Filler | None:
        if target in self._bare:
            span = self._bare[target]
            return Filler(role=role, kind="span", target=span.id, span=span)
        end = self._end(target)
        if end is None:
            self.left_out.append("fillers of roles that are left out themselves")
            return None
        kind: FillerKind = cast(FillerKind, {"e": "entity", "i": "incident", "c": "claim"}[end[0]])
        return Filler(role=role, kind=kind, target=end)

    def _end(self, key: str) -> str | None:
        """Return the id of a mention or frame, None for one that is left out.

        Raises:
            ImportRefused: there is none with this key.
        """
        if key in self._mentions:
            return self._id(ids.MENTION, key)
        if key in self._frames:
            layer = self._scheme.layer_of(self._frames[key].type)
            return self._id(ids.INCIDENT if layer == "incidents" else ids.CLAIM, key)
        if key in self._left_keys:
            return None
        raise self._place.refused(f"{key} is named, but there is no such item in the file.")

    def _relations(self) -> Iterator[Relation]:
        for relation in self._draft.relations:
            frame = self._frames.get(relation.source)
            known = self._roles_of(frame.type) if frame else {}
            if frame and our_name(relation.type, self._names.roles, known) in known:
                roles = (*frame.roles, (relation.type, relation.target))
                self._frames[relation.source] = frame._replace(roles=roles)
                continue
            kind = self._type(relation.type, relation.key)
            ends = self._end(relation.source), self._end(relation.target)
            if kind and ends[0] and ends[1]:
                yield Relation(
                    type=kind,
                    source=ends[0],
                    target=ends[1],
                    attributes=self._attributes(relation.key, kind, relation.attributes),
                    **self._shared(relation, ids.RELATION),
                )
            elif kind:
                self.left_out.append("relations whose end is left out")

    def _labels(self) -> Iterator[Label]:
        for label in self._draft.labels:
            name = our_name(label.name, self._names.labels, self._scheme.labels_by_name)
            if name == LEFT_OUT:
                self.left_out.append(f"labels {label.name}, as --map says")
                continue
            if name not in self._scheme.labels_by_name:
                raise self._unknown(label.key, "label", name, self._scheme.labels_by_name)
            self._check_words(label.key, name, label.value)
            yield Label(
                type=name,
                value=self._names.value(name, label.value),
                sentence=None if label.at is None else self._sentence_at(label.at),
                id=self._id(ids.LABEL, label.key),
                **self._common,
            )

    def _sentence_at(self, at: int) -> int:
        starts = [unit.start for unit in self._document.sentences if unit.start <= at]
        return starts[-1] if starts else self._document.sentences[0].start

    def _attributes(
        self, key: str, kind: str, values: Iterable[DraftValue]
    ) -> tuple[AttributeValue, ...]:
        found = []
        known = self._scheme.attributes_of_layer(self._scheme.layer_of(kind) or "entities")
        for one in values:
            name = our_name(one.name, self._names.attributes, known)
            if name == LEFT_OUT:
                self.left_out.append(f"the attribute {one.name}, as --map says")
                continue
            self._check_words(key, name, one.value)
            if one.evidence and one.evidence not in self._bare:
                raise self._at(key).refused(f"{key}: {name} rests on {one.evidence}, no span here.")
            found.append(
                AttributeValue(
                    name=name,
                    value=self._names.value(name, one.value),
                    evidence=self._bare.get(one.evidence),
                )
            )
        return tuple(found)


def quotations(draft: Draft) -> Iterator[tuple[tuple[Span, ...], str]]:
    """Yield the places of a draft that quote their text, for telling what its offsets count."""
    for span in draft.spans:
        if span.quoted is not None:
            yield span.pieces, span.quoted
    for frame in draft.frames:
        if frame.trigger and frame.quoted is not None:
            yield frame.trigger, frame.quoted
