"""DyGIE++ and SciERC: JSON Lines of sentences of tokens, with a list of everything per sentence.

Source: the data format of DyGIE++ (Wadden et al. 2019). Indexes count the tokens of the whole
article, ends are inclusive; a trigger is one token, and a relation stays within its sentence.
"""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from annotator.formats.articles.json_lines import parse_object
from annotator.formats.errors import Place
from annotator.formats.exporting.token_spans import Tokens, joined
from annotator.formats.exporting.writing import Context, Json, Part, WriterByArticle, loss
from annotator.formats.importing.drafts import Draft, DraftFrame, DraftRelation, DraftSpan, prepared
from annotator.formats.importing.reading import (
    Came,
    Piece,
    Prepared,
    Settings,
    Source,
    first_line,
    json_lines,
)
from annotator.model.spans import Span

_SENTENCES = re.compile(rb'"sentences"\s*:\s*\[\s*\[\s*"')
_LAYERS = re.compile(rb'"(?:ner|relations|events|clusters|doc_key)"\s*:')


# -------------------------------------------------------------------------------------- reading


def recognises(source: Source) -> bool:
    """Tell whether the first line has sentences of tokens and a list beside them."""
    line = first_line(source)
    return line.startswith(b"{") and bool(_SENTENCES.search(line) and _LAYERS.search(line))


def pieces(source: Source, settings: Settings) -> Iterator[Piece]:
    """Yield one piece per line.

    Raises:
        ImportRefused: the file cannot be read.
    """
    for number, line in json_lines(source.path, Place(source.name)):
        name = f"{source.name}:{number}"
        yield Piece(Place(source.name, number), line, len(line), name, source.given_for(name))


def prepare(piece: Piece, settings: Settings) -> Prepared:
    """Read an article: its tokens joined by blanks, its sentences by line ends.

    Raises:
        ImportRefused: the line does not have the form, or does not fit the scheme or its tokens.
    """
    row, place = parse_object(piece.data, piece.place), piece.place
    sentences = row.get("sentences")
    if not isinstance(sentences, list) or not all(_are_words(some) for some in sentences):
        raise place.refused("sentences should be lists of tokens, none of them empty.")
    text, places, units = joined(sentences)
    draft = Draft(text, Came(piece.source), piece.given, sentences=tuple(units))
    _Reading(draft, row, place, places).read()
    return prepared(draft, place, settings)


def _are_words(tokens: Any) -> bool:
    return isinstance(tokens, list) and all(isinstance(one, str) and one for one in tokens)


class _Reading:
    """A line on its way into a draft."""

    def __init__(self, draft: Draft, row: Json, place: Place, places: Sequence[Span]) -> None:
        self._draft, self._row, self._place, self._places = draft, row, place, places
        self._keys: dict[tuple[int, int], str] = {}

    def read(self) -> None:
        """Take mentions, relations and events."""
        for number, mark in enumerate(self._items("ner"), 1):
            match mark:
                case [int(start), int(end), str(kind), *_]:
                    key = f"mention {number}"
                    self._keys.setdefault((start, end), key)
                    self._draft.spans.append(DraftSpan(key, kind, (self._span(start, end),)))
                case _:
                    raise self._place.refused(f"ner {number} is no [start, end, label].")
        for number, link in enumerate(self._items("relations"), 1):
            match link:
                case [int(a), int(b), int(c), int(d), str(kind), *_]:
                    ends = self._known((a, b)), self._known((c, d))
                    self._draft.relations.append(DraftRelation(f"relation {number}", kind, *ends))
                case _:
                    raise self._place.refused(f"relation {number} is no list of two ranges, label.")
        for number, event in enumerate(self._items("events"), 1):
            self._event(number, event)
        if self._row.get("clusters"):
            self._draft.left_out.append("coreference clusters; link mentions in the registry")

    def _event(self, number: int, event: Any) -> None:
        match event:
            case [[int(trigger), str(kind), *_], *arguments]:
                start, end = trigger, trigger
            case [[int(start), int(end), str(kind), *_], *arguments]:
                pass
            case _:
                raise self._place.refused(f"event {number} does not begin with [token, type].")
        roles = []
        for argument in arguments:
            match argument:
                case [int(first), int(last), str(role), *_]:
                    roles.append((role, self._known((first, last))))
                case _:
                    raise self._place.refused(f"event {number}: no argument is {argument!r:.20}.")
        pieces = (self._span(start, end),)
        self._draft.frames.append(DraftFrame(f"event {number}", kind, pieces, None, tuple(roles)))

    def _items(self, name: str) -> Iterator[Any]:
        lists = self._row.get(name, [])
        if not isinstance(lists, list) or not all(isinstance(some, list) for some in lists):
            raise self._place.refused(f"{name} should be a list for each sentence.")
        return (one for some in lists for one in some)

    def _span(self, start: int, end: int) -> Span:
        if not 0 <= start <= end < len(self._places):
            raise self._place.refused(
                f"{start}-{end} are no tokens of the {len(self._places)} there are."
            )
        return Span(self._places[start].start, self._places[end].end)

    def _known(self, ends: tuple[int, int]) -> str:
        """Return the key of the mention with these tokens.

        Raises:
            ImportRefused: there is none.
        """
        if ends not in self._keys:
            raise self._place.refused(f"{ends[0]}-{ends[1]} is named, but no range in ner.")
        return self._keys[ends]


# -------------------------------------------------------------------------------------- writing


def writer(context: Context) -> "DygieWriter":
    """Return what writes an export."""
    return DygieWriter(context.splits)


class DygieWriter(WriterByArticle):
    """Writes a line per article."""

    target = "dygie"

    def __init__(self, splits: tuple[str, ...]) -> None:
        self._splits = splits

    def shared_files(self) -> Iterator[str]:
        """Yield one file for each split."""
        return (f"dygie/{split}.jsonl" for split in self._splits)

    def parts(self, document: Json) -> Iterator[Part]:
        """Yield the line of an article."""
        made = _Line(document)
        data = json.dumps(made.line, ensure_ascii=True).encode() + b"\n"
        yield Part(f"dygie/{document['split']}.jsonl", data)

    def losses(self, document: Json) -> Iterator[Json]:
        """Yield what the format has no place for."""
        yield from _Line(document).losses()


class _Line:
    """The line of one article, and what is not in it."""

    def __init__(self, document: Json) -> None:
        self._document = document
        self._tokens = Tokens(document)
        count = len(self._tokens.sentences)
        self._ner: list[list[Any]] = [[] for _ in range(count)]
        self._relations: list[list[Any]] = [[] for _ in range(count)]
        self._events: list[list[Any]] = [[] for _ in range(count)]
        self._spans: dict[str, Span] = {}
        self._lost: list[Json] = []
        for one in document["entities"]:
            self._mention(one)
        for one in document["relations"]:
            self._relation(one)
        for one in document["incidents"]:
            self._event(one)

    @property
    def line(self) -> Json:
        """The line, key by key."""
        clusters: dict[str, list[list[int]]] = {}
        for one in self._document["entities"]:
            span = self._spans.get(one["id"])
            if one["identity"] and span:
                clusters.setdefault(one["identity"], []).append([span.start, span.end - 1])
        return {
            "doc_key": self._document["id"],
            "dataset": "annotator",
            "sentences": self._tokens.sentences,
            "ner": self._ner,
            "relations": self._relations,
            "events": self._events,
            "clusters": [some for some in clusters.values() if len(some) > 1],
        }

    def losses(self) -> Iterator[Json]:
        """Yield what is not in the line."""
        yield from self._lost
        for layer in ("claims", "labels", "spans"):
            for one in self._document[layer]:
                yield self._loss(one["id"], "item", "there are mentions, relations and events only")
        what = "text, attributes, identity, ids, note, unsure, finished layers, metadata"
        yield self._loss("*", what, "tokens, types and clusters are all there is")

    def _mention(self, one: Json) -> None:
        span = self._within(one["start"], one["end"])
        if one["fragments"] or span is None:
            why = "it is in several pieces, or runs over the end of a sentence"
            self._lost.append(self._loss(one["id"], "item", why))
            return
        same = next((other for other, at in self._spans.items() if at == span), "")
        if same:
            why = f"it has the tokens of {same}, and ranges are known by their tokens alone"
            self._lost.append(self._loss(one["id"], "item", why))
            return
        self._spans[one["id"]] = span
        mark = [span.start, span.end - 1, one["type"]]
        self._ner[self._tokens.sentence(span.start)].append(mark)
        if not self._tokens.fits(one["start"], one["end"]):
            why = "it begins or ends inside a token, which it now has all of"
            self._lost.append(self._loss(one["id"], "span", why, "changed"))

    def _relation(self, one: Json) -> None:
        ends = [self._spans.get(one["source"]), self._spans.get(one["target"])]
        places = [end for end in ends if end]
        sentences = {self._tokens.sentence(end.start) for end in places}
        if len(places) < 2 or len(sentences) > 1:
            why = "its ends are not two mentions of one sentence"
            self._lost.append(self._loss(one["id"], "item", why))
            return
        indexes = [index for end in places for index in (end.start, end.end - 1)]
        self._relations[sentences.pop()].append([*indexes, one["type"]])

    def _event(self, one: Json) -> None:
        trigger = one["trigger"]
        span = self._within(trigger[0]["start"], trigger[0]["end"]) if len(trigger) == 1 else None
        if span is None or span.end - span.start > 1:
            why = "its trigger is not one token"
            self._lost.append(self._loss(one["id"], "item", why))
            return
        if not self._tokens.fits(trigger[0]["start"], trigger[0]["end"]):
            why = "its trigger begins or ends inside a token, which it now has all of"
            self._lost.append(self._loss(one["id"], "span", why, "changed"))
        sentence = self._tokens.sentence(span.start)
        event: list[list[Any]] = [[span.start, one["type"]]]
        for role in one["roles"]:
            filler = self._spans.get(role["target"])
            if filler and self._tokens.sentence(filler.start) == sentence:
                event.append([filler.start, filler.end - 1, role["role"]])
            else:
                why = f"{role['target']} is no mention of the trigger's sentence that is written"
                self._lost.append(self._loss(one["id"], f"role:{role['role']}", why))
        self._events[sentence].append(event)

    def _within(self, start: int, end: int) -> Span | None:
        """Return the tokens of a range within one sentence."""
        found = self._tokens.of(start, end)
        if not found:
            return None
        sentence = self._tokens.sentence
        return found if sentence(found.start) == sentence(found.end - 1) else None

    def _loss(self, item: str, part: str, why: str, severity: str = "lost") -> Json:
        return loss(self._document, item, part, why, severity)
