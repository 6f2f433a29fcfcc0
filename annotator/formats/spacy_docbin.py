"""spaCy's DocBin, both ways: one Doc per article, several in a file, a folder for each split.

Source: spaCy 3.8, `DocBin`, `Doc.set_ents`. `doc.ents` is what its entity recogniser learns from:
outermost mentions of finished sentences, and tokens nobody finished are missing, not outside. Span
groups hold everything in one piece. All of the record stands beside in `user_data["gold_json"]`, as
one JSON string because lists there come back as tuples, and is what we read again.
"""

import json
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from functools import cache
from typing import Any, NamedTuple

from annotator.formats.errors import ImportRefused, Place
from annotator.formats.exporting.lines import json_line
from annotator.formats.exporting.writing import Context, Json, Part, Writer, Written, loss
from annotator.formats.gold import json_lines as gold_jsonl
from annotator.formats.importing.drafts import BARE, Draft, DraftSpan, prepared
from annotator.formats.importing.reading import Came, Piece, Prepared, Settings, Source, unreadable
from annotator.model.gold import DOCUMENT_FORMAT
from annotator.model.spans import Span

GOLD_KEY = "gold_json"
_GROUPS = {"entities": "entities", "spans": "content", "incidents": "incidents", "claims": "claims"}
"""The span group of each list of a record."""
_ANY_LANGUAGE = "xx"
_LONGEST = 1 << 30
"""Bytes that a file may unpack to; ours have a thousandth."""
_MISSING = 0
"""`Token.ent_iob` where nobody said anything."""


# -------------------------------------------------------------------------------------- reading


class _Marked(NamedTuple):
    """A span of a Doc, in code points."""

    key: str
    label: str
    start: int
    end: int


class _Read(NamedTuple):
    """What a Doc says, without spaCy's own objects."""

    text: str
    gold: str
    """The record as we wrote it, "" where somebody else did."""
    spans: tuple[_Marked, ...]
    is_finished: bool
    """Every token is said to be in an entity or outside."""


def recognises(source: Source) -> bool:
    """Tell whether the file begins as zlib's do."""
    try:
        with source.path.open("rb") as stream:
            return stream.read(1) == b"\x78"
    except OSError as error:
        raise unreadable(Place(source.name), error) from None


def pieces(source: Source, settings: Settings) -> Iterator[Piece]:
    """Yield one piece per Doc.

    Raises:
        ImportRefused: the file cannot be read.
    """
    for number, found in enumerate(_docs(source), 1):
        name, place = f"{source.name}:{number}", Place(f"{source.name}, document {number}")
        yield Piece(place, found, len(found.text), name, source.given_for(name))


def prepare(piece: Piece, settings: Settings) -> Prepared:
    """Read one Doc: the record in it where it is ours, else its entities and span groups.

    Raises:
        ImportRefused: it does not fit the scheme, or the record in it not its text.
    """
    found: _Read = piece.data
    if found.gold:
        record = {**json.loads(found.gold), "text": found.text}
        line = json_line(record)
        return gold_jsonl.prepare(piece._replace(data=(line, "codepoint")), settings)
    draft = Draft(found.text, Came(piece.source), piece.given)
    draft.spans += [
        DraftSpan(one.key, one.label, (Span(one.start, one.end),)) for one in found.spans
    ]
    draft.done = ("entities",) if found.is_finished else ()
    return prepared(draft, piece.place, settings)


def _docs(source: Source) -> Iterator[_Read]:
    import spacy
    from spacy.tokens import DocBin

    place = Place(source.name)
    data = _checked(source, place)
    try:
        for doc in DocBin().from_bytes(data).get_docs(spacy.blank(_ANY_LANGUAGE).vocab):
            yield _read(doc)
    except ImportRefused:
        raise
    except Exception as error:  # spaCy trusts the file, so nearly anything can come of a broken one
        said = type(error).__name__
        raise place.refused(
            f"spaCy cannot read it as a DocBin ({said}); write it again with DocBin.to_disk."
        ) from None


def _checked(source: Source, place: Place) -> bytes:
    """Return the bytes of a file that is whole, and does not unpack to more than is sane."""
    try:
        data = source.path.read_bytes()
        unpacking, size, rest = zlib.decompressobj(), 0, data
        while rest and not unpacking.eof and size <= _LONGEST:
            size += len(unpacking.decompress(rest, 1 << 20))
            rest = unpacking.unconsumed_tail
    except OSError as error:
        raise unreadable(place, error) from None
    except zlib.error:
        raise place.refused("it is no DocBin, or damaged; write it again with spaCy.") from None
    if size > _LONGEST:
        raise place.refused(f"it unpacks to more than {_LONGEST >> 20} MB; cut it into files.")
    return data


def _read(doc: Any) -> _Read:
    gold = doc.user_data.get(GOLD_KEY, "")
    if isinstance(gold, str) and _is_whole(gold):
        return _Read(doc.text, gold, (), False)
    found: dict[tuple[str, int, int], _Marked] = {}
    groups = (("ents", doc.ents), *doc.spans.items())
    for name, group in groups:
        for number, span in enumerate(group, 1):
            mark = _Marked("", span.label_, span.start_char, span.end_char)
            # An entity stands in a span group too, where it may have an id.
            key = span.id_ or found.get(mark[1:], mark).key or f"{name} {number}"
            found[mark[1:]] = mark._replace(key=key)
    finished = len(doc) > 0 and all(token.ent_iob != _MISSING for token in doc)
    return _Read(doc.text, "", tuple(found.values()), finished)


def _is_whole(gold: str) -> bool:
    try:
        record = json.loads(gold)
    except (ValueError, RecursionError):
        return False
    return isinstance(record, dict) and record.get("format") == DOCUMENT_FORMAT


# -------------------------------------------------------------------------------------- writing


def writer(context: Context) -> "SpacyWriter":
    """Return what writes an export."""
    return SpacyWriter(context)


class SpacyWriter(Writer):
    """Writes a file for each chunk of articles, called after the first of them."""

    target = "spacy"

    def __init__(self, context: Context) -> None:
        self._kb = {name: entry["kb"] for name, entry in context.entries.items()}

    def write(self, documents: Sequence[Json]) -> Written:
        """Return one DocBin for each split of these articles."""
        from spacy.tokens import DocBin

        bins: dict[str, Any] = {}
        losses: list[Json] = []
        with ExitStack() as stack:
            # What words are met is forgotten at the end, or a long export would fill the memory.
            for language in {_language(one["language"]) for one in documents}:
                stack.enter_context(_blank(language).memory_zone())
            for document in documents:
                file = f"spacy/{document['split']}/{document['id']}.spacy"
                made = _Made(document, self._kb)
                split = bins.setdefault(document["split"], (file, DocBin(store_user_data=True)))
                split[1].add(made.doc)
                losses += made.losses
            parts = [Part(file, found.to_bytes(), whole=True) for file, found in bins.values()]
        return Written(parts, losses)


class _Made:
    """The Doc of one article, and what of the article only its JSON holds."""

    def __init__(self, document: Json, kb: dict[str, str]) -> None:
        self._document, self._kb = document, kb
        self.losses: list[Json] = []
        # Not `make_doc`, which refuses texts of more than a million characters.
        self.doc = _blank(_language(document["language"])).tokenizer(document["text"])
        self._unfinished = self._cut()
        for layer, group in _GROUPS.items():
            found = [(item, self._span(layer, item)) for item in document[layer]]
            self.doc.spans[group] = [span for _, span in found if span]
            if layer == "entities":
                self._set_ents([(item, span) for item, span in found if span])
        record = {key: value for key, value in document.items() if key != "text"}
        self.doc.user_data[GOLD_KEY] = json_line(record).decode()
        self._move("*", "roles, attributes, relations, labels, metadata", f"only {GOLD_KEY} has it")

    def _move(self, item: str, part: str, why: str) -> None:
        self.losses.append(loss(self._document, item, part, why, severity="moved"))

    def _cut(self) -> list[bool]:
        """Set the starts of sentences; return which tokens stand in one that is not finished."""
        starts = {unit["start"] for unit in self._document["sentences"]}
        units = iter(self._document["sentences"])
        unit = next(units, None)
        unfinished = []
        for token in self.doc:
            token.is_sent_start = token.i == 0 or token.idx in starts
            end = token.idx + len(token)
            while unit and unit["end"] <= token.idx:
                unit = next(units, None)
            touches = unit and unit["start"] < end
            unfinished.append(bool(touches and unit and "entities" not in unit["done"]))
        return unfinished

    def _span(self, layer: str, item: Json) -> Any:
        """Return the span of a mention, trigger or bare span, None where tokens do not have it."""
        pieces = item["trigger"] if "trigger" in item else item.get("fragments") or [item]
        if len(pieces) == 1:
            (piece,) = pieces
            kb = self._kb.get(item.get("identity", ""), "")
            label = item.get("type", BARE)
            span = self.doc.char_span(
                piece["start"], piece["end"], label=label, kb_id=kb, span_id=item["id"]
            )
            if span is not None:
                return span
            why = "it begins or ends inside a token of spaCy"
        else:
            why = "a span has one piece" if pieces else "it has no trigger"
        self._move(item["id"], "span", f"{why}, so only {GOLD_KEY} has it")
        return None

    def _set_ents(self, found: list[tuple[Json, Any]]) -> None:
        from spacy.tokens import Span as SpacySpan

        ents: list[Any] = []
        for item, span in sorted(
            found, key=lambda one: (one[0]["start"], -one[0]["end"], one[0]["id"])
        ):
            why = self._no_ent(span, ents[-1].end if ents else 0)
            if why:
                self._move(item["id"], "ents", f"{why}; it is in the span group")
            else:
                ents.append(span)
        missing = [
            SpacySpan(self.doc, index, index + 1)
            for index, is_unfinished in enumerate(self._unfinished)
            if is_unfinished
        ]
        self.doc.set_ents(ents, missing=missing, default="outside")

    def _no_ent(self, span: Any, taken: int) -> str:
        """Say why a span is not in `doc.ents`; "" where it is."""
        if any(self._unfinished[span.start : span.end]):
            return "the entities of its sentence are not finished, whose tokens are missing there"
        if span.start < taken:
            return "it stands inside another mention, or over it"
        if span[0].is_space or span[-1].is_space:
            return "it begins or ends with a token of white space, which none is learned from"
        if any(token.is_sent_start for token in span[1:]):
            return "it runs over the end of a sentence, which none is learned from"
        return ""


def _language(language: str) -> str:
    """Return the language whose rules cut the tokens, `xx` where spaCy has none for it."""
    return str(_blank(language.partition("-")[0].lower() or "en").lang)


@cache
def _blank(language: str) -> Any:
    import spacy

    try:
        return spacy.blank(language)
    except ImportError:  # no such language, or its rules need a package that is not there
        return spacy.blank(_ANY_LANGUAGE)
