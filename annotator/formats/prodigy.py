"""Prodigy: JSON Lines of texts with tokens, spans and relations between spans.

Source: Prodigy's manual, "Annotation interfaces". Offsets count code points, ends are exclusive,
but `token_end` is the span's last token. Only what was answered with accept counts. Spans have no
ids: a relation names the last token of either span, and repeats both. A frame is the span of its
trigger with relations named after roles, bare text a span called `CONTENT`.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from annotator.formats.articles.json_lines import parse_object
from annotator.formats.errors import Place
from annotator.formats.exporting.lines import json_line
from annotator.formats.exporting.writing import Context, Json, Part, WriterByArticle, loss
from annotator.formats.importing.drafts import BARE, Draft, DraftRelation, DraftSpan, prepared
from annotator.formats.importing.reading import (
    METADATA_KEYS,
    Came,
    Piece,
    Prepared,
    Settings,
    Skipped,
    Source,
    Unit,
    first_line,
    json_lines,
    read_given,
)
from annotator.formats.importing.units import (
    UNITS,
    Quotation,
    code_points,
    common_unit,
    fitting_units,
)
from annotator.formats.people import annotator_name
from annotator.model.spans import Span
from annotator.text.token_lists import token_lists

FILE = "prodigy/annotations.jsonl"

_MARKS = re.compile(
    rb'"(?:_task_hash|_input_hash|answer)"\s*:|"(?:spans|tokens|relations)"\s*:\s*\[\s*\{'
)
_RECORD = re.compile(rb'"format"\s*:\s*"')
_KEYS = (
    *("text", "tokens", "spans", "relations", "answer", "meta"),
    *("_input_hash", "_task_hash", "_session_id", "_annotator_id", "_view_id", "_timestamp"),
)


# -------------------------------------------------------------------------------------- reading


def recognises(source: Source) -> bool:
    """Tell whether the first line has spans or tokens, or Prodigy's hashes."""
    line = first_line(source)
    return bool(line.startswith(b"{") and _MARKS.search(line) and not _RECORD.search(line))


def pieces(source: Source, settings: Settings) -> Iterator[Piece]:
    """Yield one piece per line.

    Raises:
        ImportRefused: the file cannot be read, or mixes units of offsets.
    """
    place = Place(source.name)
    unit = settings.unit or common_unit(
        ((number, _units(line)) for number, line in json_lines(source.path, place)), place
    )
    for number, line in json_lines(source.path, place):
        name, where = f"{source.name}:{number}", Place(source.name, number)
        yield Piece(where, (line, unit), len(line), name, source.given_for(name))


def prepare(piece: Piece, settings: Settings) -> Prepared | Skipped:
    """Read one line.

    Raises:
        ImportRefused: it is no line of Prodigy's, or does not fit the scheme or its text.
    """
    line, unit = piece.data
    place = piece.place
    row = parse_object(line, place)
    text = row.get("text")
    if not isinstance(text, str):
        raise place.refused("there is no text in it; only tasks of plain text can be imported.")
    if row.get("answer", "accept") != "accept":
        return Skipped(piece.source, f"its answer is not accept but {row['answer']}")
    meta = row["meta"] if isinstance(row.get("meta"), dict) else {}
    found = {key: meta[key].strip() for key in METADATA_KEYS if isinstance(meta.get(key), str)}
    draft = Draft(text, Came(piece.source), piece.given.or_else(read_given(found, place)))
    names = (annotator_name(row.get(key)) for key in ("_annotator_id", "_session_id"))
    draft.annotator = next(filter(None, names), "")
    _Reading(draft, row, place, unit).read()
    unused = tuple(key for key in row if key not in _KEYS)
    return prepared(draft, place, settings)._replace(unused=unused, unit=unit)


def _units(line: bytes) -> set[Unit]:
    """Return the units in which tokens and spans are where they say."""
    try:
        row = json.loads(line)
        return fitting_units(row["text"], list(_quotations(row)))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return set(UNITS)  # reading the line says what is wrong with it


def _quotations(row: Json) -> Iterator[Quotation]:
    for key in ("tokens", "spans"):
        for one in row.get(key) or ():
            match one:
                case {"start": int(start), "end": int(end), "text": str(quoted)}:
                    yield [(start, end)], quoted


class _Reading:
    """The spans and relations of one line on their way into a draft."""

    def __init__(self, draft: Draft, row: Json, place: Place, unit: Unit) -> None:
        self._draft, self._row, self._place = draft, row, place
        self._index = None if unit == "codepoint" else code_points(draft.text, unit)
        self._tokens: dict[int, Json] = {}
        self._keys: set[str] = set()

    def read(self) -> None:
        """Put everything into the draft."""
        for number, token in enumerate(self._list("tokens")):
            self._take_token(number, token)
        for number, span in enumerate(self._list("spans"), 1):
            self._take_span(span, f"span {number}")
        for number, one in enumerate(self._list("relations"), 1):
            self._draft.relations.append(self._relation(one, f"relation {number}"))

    def _list(self, key: str) -> list[Any]:
        found = self._row.get(key) or []
        if not isinstance(found, list):
            raise self._place.refused(f"{key} should be a list.")
        return found

    def _take_token(self, number: int, token: Any) -> None:
        match token:
            case {"start": int(start), "end": int(end)}:
                quoted = token.get("text")
                place = self._span(start, end)
                if isinstance(quoted, str) and self._draft.text[place.start : place.end] != quoted:
                    raise self._place.refused(
                        f"token {number} is not what stands at {start}-{end}, in code points, "
                        "UTF-16 or bytes; correct the offsets."
                    )
                known = token.get("id", number)
                self._tokens[known if isinstance(known, int) else number] = token
            case _:
                raise self._place.refused(f"token {number} has no start and end.")

    def _take_span(self, span: Any, called: str) -> str:
        """Return the key of a span that is in the draft now."""
        match span:
            case {"start": int(start), "end": int(end), "label": str(label)}:
                self._check_tokens(span, called)
            case _:
                raise self._place.refused(f"{called} has no start, end and label.")
        key = f"{label} {start}-{end}"
        if key not in self._keys:
            self._keys.add(key)
            quoted = span.get("text")
            pieces = (self._span(start, end),)
            quoted = quoted if isinstance(quoted, str) else None
            self._draft.spans.append(DraftSpan(key, label, pieces, quoted))
        elif called.startswith("span"):
            self._draft.left_out.append("spans that stand twice")
        return key

    def _span(self, start: int, end: int) -> Span:
        if self._index is not None:
            start, end = self._index.get(start, -1), self._index.get(end, -1)
        return Span(start, end)

    def _check_tokens(self, span: Json, called: str) -> None:
        """Refuse a span that is elsewhere than the tokens it names."""
        for key, end in (("token_start", "start"), ("token_end", "end")):
            token = self._tokens.get(span[key]) if isinstance(span.get(key), int) else None
            if token and token[end] != span[end]:
                raise self._place.refused(
                    f"{called}: its {end} is {span[end]}, that of its {key} {token[end]}; correct "
                    "one of them (token_end is the span's last token)."
                )

    def _relation(self, one: Any, called: str) -> DraftRelation:
        match one:
            case {"head_span": source, "child_span": target, "label": str(label)}:
                ends = (
                    self._take_span(source, f"the head of {called}"),
                    self._take_span(target, f"the child of {called}"),
                )
                return DraftRelation(called, label, *ends)
            case {"head": int(), "child": int(), "label": str()}:
                raise self._place.refused(
                    f"{called} leads between tokens, not spans; take it out of the file."
                )
        raise self._place.refused(f"{called} has no head_span, child_span and label.")


# -------------------------------------------------------------------------------------- writing


def writer(context: Context) -> "ProdigyWriter":
    """Return what writes an export."""
    return ProdigyWriter()


class ProdigyWriter(WriterByArticle):
    """Writes one line per article, without Prodigy's hashes, which it makes itself."""

    target = "prodigy"

    def shared_files(self) -> tuple[str, ...]:
        """Return the one file."""
        return (FILE,)

    def parts(self, document: Json) -> Iterator[Part]:
        """Yield the line of an article."""
        marks = _marks(document)
        tokens = _tokens(document["text"], {at for one in marks.values() for at in one.place})
        spans = {item: _span(mark, tokens) for item, mark in marks.items()}
        given = {key: document[key] for key in METADATA_KEYS if document[key]}
        line = {
            "text": document["text"],
            "tokens": tokens.rows,
            "spans": list(spans.values()),
            "relations": [
                {
                    "head": spans[source]["token_end"],
                    "child": spans[target]["token_end"],
                    "head_span": spans[source],
                    "child_span": spans[target],
                    "label": label,
                }
                for source, target, label in _links(document)
                if source in spans and target in spans
            ],
            "answer": "accept",
            "meta": {"doc_id": document["id"], **given},
        }
        yield Part(FILE, json_line(line) + b"\n")

    def losses(self, document: Json) -> Iterator[Json]:
        """Yield what Prodigy has no place for."""
        marks = _marks(document)
        frames = (*document["incidents"], *document["claims"])
        for one in (*document["entities"], *document["spans"], *frames):
            if one["id"] not in marks:
                yield loss(document, one["id"], "item", _why_not(one))
        for frame in frames:
            for role in frame["roles"]:
                if frame["id"] in marks and role["target"] not in marks:
                    why = f"{role['target']} is not written"
                    yield loss(document, frame["id"], f"role:{role['role']}", why)
        for one in document["relations"]:
            if not {one["source"], one["target"]} <= marks.keys():
                yield loss(document, one["id"], "item", "one of its ends is not written")
        parts = "ids, attributes, identity, labels, unsure, note"
        yield loss(document, "*", parts, "Prodigy's spans have a place and a label only")
        parts = "sentences, tail of items, provenance, duplicate_cluster, split, scheme, registry"
        yield loss(document, "*", parts, "not written")


class _Mark(NamedTuple):
    type: str
    place: tuple[int, int]


class _Tokens(NamedTuple):
    """The tokens of a text, and the first and last that stand at an offset."""

    rows: list[Json]
    beginning: dict[int, int]
    ending: dict[int, int]


def _marks(document: Json) -> dict[str, _Mark]:
    """Return what is written as a span by the item's id; of two alike only the first."""
    text = document["text"]
    found: dict[str, _Mark] = {}
    seen: set[_Mark] = set()
    for item, mark in _placed(document):
        first, last = text[mark.place[0]], text[mark.place[1] - 1]
        if not first.isspace() and not last.isspace() and mark not in seen:
            found[item] = mark
            seen.add(mark)
    return found


def _placed(document: Json) -> Iterator[tuple[str, _Mark]]:
    for one in document["entities"]:
        if not one["fragments"]:
            yield one["id"], _Mark(one["type"], (one["start"], one["end"]))
    for one in document["spans"]:
        yield one["id"], _Mark(BARE, (one["start"], one["end"]))
    for one in (*document["incidents"], *document["claims"]):
        if len(one["trigger"]) == 1:
            (trigger,) = one["trigger"]
            yield one["id"], _Mark(one["type"], (trigger["start"], trigger["end"]))


def _why_not(item: Json) -> str:
    if item.get("fragments") or len(item.get("trigger", "-")) != 1:
        return "Prodigy's spans are in one piece, and none is without text"
    return "it begins or ends with a blank, or another item has its place and type"


def _tokens(text: str, ends: set[int]) -> _Tokens:
    """Return the tokens of a text, cut where a span begins or ends inside one."""
    lists = token_lists(text)
    tokens = _Tokens([], {}, {})
    inside = sorted(ends)
    position = 0
    for start, end in zip(lists.starts, lists.ends, strict=True):
        while position < len(inside) and inside[position] <= start:
            position += 1
        cuts = [start]
        while position < len(inside) and inside[position] < end:
            cuts.append(inside[position])
            position += 1
        for first, last in zip(cuts, (*cuts[1:], end), strict=True):
            number = len(tokens.rows)
            blank = text[last : last + 1] == " "
            row = {"text": text[first:last], "start": first, "end": last, "id": number, "ws": blank}
            tokens.rows.append(row)
            tokens.beginning[first] = tokens.ending[last] = number
    return tokens


def _span(mark: _Mark, tokens: _Tokens) -> Json:
    start, end = mark.place
    return {
        "start": start,
        "end": end,
        "token_start": tokens.beginning[start],
        "token_end": tokens.ending[end],
        "label": mark.type,
    }


def _links(document: Json) -> Iterator[tuple[str, str, str]]:
    """Yield source, target and name of fillers and relations."""
    for frame in (*document["incidents"], *document["claims"]):
        yield from ((frame["id"], role["target"], role["role"]) for role in frame["roles"])
    yield from ((one["source"], one["target"], one["type"]) for one in document["relations"])
