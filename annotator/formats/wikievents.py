"""WikiEvents and OneIE: JSON Lines of tokens, entity mentions and events with arguments.

Source: the release of WikiEvents (Li, Ji & Han 2021) and the input of OneIE (Lin et al. 2020).
WikiEvents has a line per article and counts tokens through all of it; OneIE has a line per sentence
and counts within it. Ends are exclusive. Character offsets inside `sentences` of the published
WikiEvents do not index its `text`, so they are not read.
"""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from annotator.formats.articles.json_lines import parse_object
from annotator.formats.errors import Place
from annotator.formats.exporting.token_spans import Tokens, found_in, joined
from annotator.formats.exporting.writing import Context, Json, Part, WriterByArticle, loss
from annotator.formats.importing.drafts import Draft, DraftFrame, DraftRelation, DraftSpan, prepared
from annotator.formats.importing.reading import (
    Came,
    Given,
    Piece,
    Prepared,
    Settings,
    Source,
    first_line,
    json_lines,
)
from annotator.model.spans import Span

_MENTIONS = re.compile(rb'"(?:entity_mentions|event_mentions)"\s*:')


# -------------------------------------------------------------------------------------- reading


class _Row(NamedTuple):
    """A line of the file."""

    place: Place
    fields: Json
    size: int
    """Bytes."""


def recognises(source: Source) -> bool:
    """Tell whether the first line has lists of mentions over tokens."""
    line = first_line(source)
    return line.startswith(b"{") and bool(_MENTIONS.search(line)) and b'"tokens"' in line


def pieces(source: Source, settings: Settings) -> Iterator[Piece]:
    """Yield one piece per article: a line, or the lines of one `doc_id` that have a `sent_id`.

    Raises:
        ImportRefused: the file cannot be read, or a line is no object.
    """
    rows: list[_Row] = []
    for number, line in json_lines(source.path, Place(source.name)):
        place = Place(source.name, number)
        fields = parse_object(line, place)
        follows = rows and "sent_id" in fields and fields.get("doc_id") == _name(rows[0].fields)
        if rows and not follows:
            yield _piece(source, rows)
            rows = []
        rows.append(_Row(place, fields, len(line)))
    if rows:
        yield _piece(source, rows)


def prepare(piece: Piece, settings: Settings) -> Prepared:
    """Read an article.

    Raises:
        ImportRefused: a line does not have the form, or does not fit the scheme or its tokens.
    """
    rows: Sequence[_Row] = piece.data
    tokens = [_tokens(row) for row in rows]
    text = rows[0].fields.get("text")
    if len(rows) == 1 and isinstance(text, str) and text.strip():
        places, sentences = found_in(text, tokens[0], rows[0].place), list[Span]()
    else:
        text, places, sentences = joined(tokens)
    title = rows[0].fields.get("title", "")
    given = piece.given.or_else(Given(title=title if isinstance(title, str) else ""))
    draft = Draft(text, Came(piece.source), given, sentences=tuple(sentences))
    first = 0
    for row, some in zip(rows, tokens, strict=True):
        _Reading(draft, row, places[first : first + len(some)]).read()
        first += len(some)
    return prepared(draft, piece.place, settings)


def _name(fields: Json) -> Any:
    return fields.get("doc_id")


def _piece(source: Source, rows: list[_Row]) -> Piece:
    place = rows[0].place
    name = f"{source.name}:{place.line}"
    size = sum(row.size for row in rows)
    return Piece(place, tuple(rows), size, name, source.given_for(name))


def _tokens(row: _Row) -> list[str]:
    tokens = row.fields.get("tokens")
    if not isinstance(tokens, list) or not all(isinstance(one, str) and one for one in tokens):
        raise row.place.refused("tokens should be a list of words; give it one.")
    return tokens


class _Reading:
    """One line on its way into a draft."""

    def __init__(self, draft: Draft, row: _Row, places: Sequence[Span]) -> None:
        self._draft, self._row, self._places = draft, row, places

    def read(self) -> None:
        """Take mentions, relations and events."""
        for one in self._list("entity_mentions"):
            key = self._key(one)
            pieces = (self._span(one, key),)
            kind = _text(one.get("entity_type", ""))
            self._draft.spans.append(DraftSpan(key, kind, pieces, self._quoted(one, pieces)))
        for number, one in enumerate(self._list("relation_mentions"), 1):
            ends = [_text(end.get("entity_id", "")) for end in self._arguments(one)]
            if len(ends) != 2:
                raise self._row.place.refused(f"relation {number} does not have two arguments.")
            key = _text(one.get("id", "")) or f"relation {self._row.place.line}.{number}"
            kind = _text(one.get("relation_type", ""))
            self._draft.relations.append(DraftRelation(key, kind, ends[0], ends[1]))
        for one in self._list("event_mentions"):
            self._event(one)

    def _event(self, one: Json) -> None:
        key, trigger = self._key(one), one.get("trigger")
        if not isinstance(trigger, dict):
            raise self._row.place.refused(f"{key} has no trigger.")
        pieces = (self._span(trigger, key),)
        roles = tuple(
            (_text(argument.get("role", "")), _text(argument.get("entity_id", "")))
            for argument in self._arguments(one)
        )
        quoted = self._quoted(trigger, pieces)
        kind = _text(one.get("event_type", ""))
        self._draft.frames.append(DraftFrame(key, kind, pieces, quoted, roles))

    def _arguments(self, one: Json) -> list[Json]:
        return self._objects(one.get("arguments", []), "arguments")

    def _list(self, name: str) -> list[Json]:
        return self._objects(self._row.fields.get(name, []), name)

    def _objects(self, found: Any, name: str) -> list[Json]:
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            raise self._row.place.refused(f"{name} should be a list of objects.")
        return found

    def _key(self, one: Json) -> str:
        key = one.get("id")
        if not isinstance(key, str) or not key:
            raise self._row.place.refused("there is a mention without an id; give it one.")
        self._draft.places[key] = self._row.place
        return key

    def _span(self, one: Json, key: str) -> Span:
        match one:
            case {"start": int(start), "end": int(end)} if 0 <= start < end <= len(self._places):
                return Span(self._places[start].start, self._places[end - 1].end)
        raise self._row.place.refused(
            f"{key}: start and end are no tokens of the {len(self._places)} there are."
        )

    def _quoted(self, one: Json, pieces: Sequence[Span]) -> str | None:
        """Return what the text has there if the line quotes it but for blanks, else its quote."""
        quoted = one.get("text")
        if not isinstance(quoted, str):
            return None
        there = " ".join(self._draft.text[start:end] for start, end in pieces)
        return there if "".join(there.split()) == "".join(quoted.split()) else quoted


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


# -------------------------------------------------------------------------------------- writing


def writer(context: Context) -> "WikiEventsWriter":
    """Return what writes an export."""
    return WikiEventsWriter(context.splits)


class WikiEventsWriter(WriterByArticle):
    """Writes a line per article, and beside it which mentions are one entity."""

    target = "wikievents"

    def __init__(self, splits: tuple[str, ...]) -> None:
        self._splits = splits

    def shared_files(self) -> Iterator[str]:
        """Yield two files for each split."""
        for split in self._splits:
            yield f"wikievents/{split}.jsonl"
            yield f"wikievents/coref-{split}.jsonl"

    def parts(self, document: Json) -> Iterator[Part]:
        """Yield the line of an article in either file."""
        tokens = Tokens(document)
        split = document["split"]
        entities = [_entity(*one, tokens) for one in _mentions(document, tokens)]
        known = {one["id"] for one in entities}
        events = [_event(*one, tokens, known) for one in _events(document, tokens)]
        line = {
            "doc_id": document["id"],
            "title": document["title"],
            "tokens": [token for some in tokens.sentences for token in some],
            "text": document["text"],
            "sentences": _sentences(document, tokens),
            "entity_mentions": entities,
            "relation_mentions": _relations(document, known),
            "event_mentions": events,
        }
        yield Part(f"wikievents/{split}.jsonl", _line(line))
        clusters: dict[str, list[str]] = {}
        written = known | {one["id"] for one in events}
        for one in (*document["entities"], *document["incidents"]):
            if one["identity"] and one["id"] in written:
                clusters.setdefault(one["identity"], []).append(one["id"])
        coref = {"doc_key": document["id"], "clusters": list(clusters.values())}
        yield Part(f"wikievents/coref-{split}.jsonl", _line(coref))

    def losses(self, document: Json) -> Iterator[Json]:
        """Yield what mentions over tokens cannot hold."""
        yield from token_losses(document, Tokens(document))


def token_losses(document: Json, tokens: Tokens) -> Iterator[Json]:
    """Yield what is lost where mentions and triggers are ranges of tokens."""
    known = {one["id"] for one, _ in _mentions(document, tokens)}
    events = {one["id"] for one, _ in _events(document, tokens)}
    for one in document["entities"]:
        if one["id"] not in known:
            yield loss(document, one["id"], "item", "it is in several pieces, or in no token")
        elif not tokens.fits(one["start"], one["end"]):
            yield _widened(document, one["id"])
    for one in document["incidents"]:
        if one["id"] not in events:
            yield loss(document, one["id"], "item", "its trigger is missing, or in several pieces")
            continue
        if not tokens.fits(one["trigger"][0]["start"], one["trigger"][0]["end"]):
            yield _widened(document, one["id"])
        for role in one["roles"]:
            if role["target"] not in known:
                why = f"{role['target']} is no mention that is written"
                yield loss(document, one["id"], f"role:{role['role']}", why)
    for one in document["relations"]:
        if not {one["source"], one["target"]} <= known:
            yield loss(
                document, one["id"], "item", "its ends are not two mentions that are written"
            )
    for layer in ("claims", "labels", "spans"):
        for one in document[layer]:
            yield loss(document, one["id"], "item", "there are mentions, relations and events only")
    yield loss(document, "*", "attributes, note, unsure, finished layers, metadata", "not written")


def _widened(document: Json, item: str) -> Json:
    why = "it begins or ends inside a token, which it now has all of"
    return loss(document, item, "span", why, severity="changed")


def _mentions(document: Json, tokens: Tokens) -> Iterator[tuple[Json, Span]]:
    """Yield the mentions that can be written, with their tokens."""
    for one in document["entities"]:
        found = tokens.of(one["start"], one["end"])
        if found and not one["fragments"]:
            yield one, found


def _events(document: Json, tokens: Tokens) -> Iterator[tuple[Json, Span]]:
    """Yield the incidents that can be written, with the tokens of their triggers."""
    for one in document["incidents"]:
        trigger = one["trigger"]
        found = tokens.of(trigger[0]["start"], trigger[0]["end"]) if len(trigger) == 1 else None
        if found:
            yield one, found


def _place(found: Span, tokens: Tokens) -> Json:
    return {
        "start": found.start,
        "end": found.end,
        "text": tokens.under(found),
        "sent_idx": tokens.sentence(found.start),
    }


def _entity(one: Json, found: Span, tokens: Tokens) -> Json:
    return {
        "id": one["id"],
        **_place(found, tokens),
        "entity_type": one["type"],
        "mention_type": next(
            (value["value"] for value in one["attributes"] if value["name"] == "mention"), "UNK"
        ),
    }


def _event(one: Json, found: Span, tokens: Tokens, known: set[str]) -> Json:
    return {
        "id": one["id"],
        "event_type": one["type"],
        "trigger": _place(found, tokens),
        "arguments": [
            {"entity_id": role["target"], "role": role["role"]}
            for role in one["roles"]
            if role["target"] in known
        ],
    }


def _relations(document: Json, known: set[str]) -> list[Json]:
    return [
        {
            "id": one["id"],
            "relation_type": one["type"],
            "arguments": [
                {"entity_id": one["source"], "role": "Arg-1"},
                {"entity_id": one["target"], "role": "Arg-2"},
            ],
        }
        for one in document["relations"]
        if {one["source"], one["target"]} <= known
    ]


def _sentences(document: Json, tokens: Tokens) -> list[Any]:
    """Return tokens with their places in the text, and the text, of each sentence."""
    found = []
    for number, some in enumerate(tokens.sentences):
        first = tokens.first_of(number)
        places = tokens.places[first : first + len(some)]
        words = [[token, *place] for token, place in zip(some, places, strict=True)]
        found.append([words, document["text"][places[0].start : places[-1].end]])
    return found


def _line(record: Json) -> bytes:
    return json.dumps(record, ensure_ascii=True).encode() + b"\n"
