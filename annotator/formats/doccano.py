"""doccano: JSON Lines of texts with labelled ranges, in either of its two shapes.

`{"text", "label": [[start, end, "TYPE"]]}` is read, `{"text", "entities": [], "relations": []}` is
read and written. Source: doccano 1.8's own importers and exporters. What its browser side sends
counts UTF-16 code units, what its server makes of texts counts code points, and no range quotes its
text: both spellings are written, and on reading the one is taken whose ranges are words.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from annotator.formats.articles.json_lines import parse_object
from annotator.formats.errors import Place
from annotator.formats.exporting.writing import Context, Json, Part, WriterByArticle, loss
from annotator.formats.importing.drafts import BARE, Draft, DraftRelation, DraftSpan, prepared
from annotator.formats.importing.reading import (
    Came,
    Given,
    Piece,
    Prepared,
    Settings,
    Source,
    Unit,
    first_line,
    json_lines,
)
from annotator.formats.importing.units import UNIT_NAMES, code_points, common_unit, offsets_in
from annotator.model.spans import Span

_RANGES = re.compile(rb'"(?:label|entities)"\s*:\s*\[')
_RECORD = re.compile(rb'"format"\s*:\s*"')
_KEYS = ("id", "text", "label", "entities", "relations", "Comments", "meta", "doc_id", "title")

FILES: Mapping[Unit, str] = {
    "codepoint": "doccano/codepoint.jsonl",
    "utf16": "doccano/utf16.jsonl",
}


# -------------------------------------------------------------------------------------- reading


def recognises(source: Source) -> bool:
    """Tell whether the first line has a list of labelled ranges."""
    line = first_line(source)
    return bool(line.startswith(b"{") and _RANGES.search(line) and not _RECORD.search(line))


def pieces(source: Source, settings: Settings) -> Iterator[Piece]:
    """Yield one piece per line.

    Raises:
        ImportRefused: the file cannot be read.
    """
    place = Place(source.name)
    unit = settings.unit or _unit_of_file(source, place)
    for number, line in json_lines(source.path, place):
        name, where = f"{source.name}:{number}", Place(source.name, number)
        yield Piece(where, (line, unit), len(line), name, source.given_for(name))


def prepare(piece: Piece, settings: Settings) -> Prepared:
    """Read one line.

    Raises:
        ImportRefused: it is no doccano line, or does not fit the scheme or its text.
    """
    line, unit = piece.data
    row, place = parse_object(line, piece.place), piece.place
    text = row.get("text")
    if not isinstance(text, str):
        raise place.refused("there is no text in it; export from doccano with its texts.")
    draft = Draft(text, Came(piece.source), piece.given.or_else(Given(title=_title(row))))
    marks = [_mark(place, number, mark) for number, mark in enumerate(_marks(row, place), 1)]
    index = code_points(text, unit)
    for key, label, start, end in marks:
        if start not in index or end not in index:
            raise place.refused(
                f"{key}: {start}-{end} is no range of the text, counted in {UNIT_NAMES[unit]}; "
                "say what offsets count with --offsets."
            )
        draft.spans.append(DraftSpan(key, label, (Span(index[start], index[end]),)))
    draft.relations += _relations(row, place)
    unused = tuple(key for key in row if key not in _KEYS)
    return prepared(draft, place, settings)._replace(unused=unused, unit=unit)


def _title(row: Json) -> str:
    title = row.get("title", "")
    return title.strip() if isinstance(title, str) else ""


def _marks(row: Json, place: Place) -> list[Any]:
    for key in ("entities", "label"):
        found = row.get(key)
        if isinstance(found, list):
            return found
    raise place.refused("there is no list of entities or labels in it.")


def _mark(place: Place, number: int, mark: Any) -> tuple[str, str, int, int]:
    """Return key, label and offsets of a range in either spelling."""
    match mark:
        case [int(start), int(end), str(label)]:
            return str(number), label, start, end
        case {"start_offset": int(start), "end_offset": int(end), "label": str(label)}:
            return str(mark.get("id", number)), label, start, end
    raise place.refused(f"range {number} is no [start, end, label] and has no such keys.")


def _unit_of_file(source: Source, place: Place) -> Unit:
    """Return what the offsets of a file count, code points where that is the same.

    Raises:
        ImportRefused: both are as likely, or lines differ.
    """
    lines = [(n, _units(line, Place(source.name, n))) for n, line in json_lines(source.path, place)]
    unit = common_unit(((number, fitting) for number, (fitting, _) in lines), place)
    if all(fitting == set(FILES) for _, (fitting, _) in lines):
        for number, (_, differ) in lines:
            if differ:
                raise Place(source.name, number).refused(
                    "characters beyond U+FFFF stand before its ranges, and nothing says whether "
                    "they count as one or as two; say it with --offsets codepoint or utf16."
                )
    return unit


def _units(line: bytes, place: Place) -> tuple[set[Unit], bool]:
    """Return the units in which all ranges of a line are words, and whether units differ there."""
    row = parse_object(line, place)
    text = row.get("text")
    if not isinstance(text, str):
        return set(FILES), False
    ends = [at for n, mark in enumerate(_marks(row, place), 1) for at in _mark(place, n, mark)[2:]]
    indexes = {unit: code_points(text, unit) for unit in FILES}
    differ = any(indexes["codepoint"].get(at) != indexes["utf16"].get(at) for at in ends)
    fitting = {unit for unit, index in indexes.items() if _are_words(text, ends, index)}
    return fitting if differ else set(FILES), differ


def _are_words(text: str, ends: list[int], index: Mapping[int, int]) -> bool:
    """Tell whether no range begins or ends with a blank or inside a word."""
    for number, end in enumerate(ends):
        at = index.get(end)
        if at is None:
            return False
        before, behind = text[at - 1 : at] if at else "", text[at : at + 1]
        inside = before if number % 2 else behind
        if not inside.strip() or (before.isalpha() and behind.isalpha()):
            return False
    return True


def _relations(row: Json, place: Place) -> Iterator[DraftRelation]:
    found = row.get("relations") or []
    if not isinstance(found, list):
        raise place.refused("relations should be a list.")
    for number, one in enumerate(found, 1):
        match one:
            case {"from_id": source, "to_id": target, "type": str(kind)}:
                yield DraftRelation(f"relation {number}", kind, str(source), str(target))
            case _:
                raise place.refused(f"relation {number} lacks from_id, to_id or type.")


# -------------------------------------------------------------------------------------- writing


def writer(context: Context) -> "DoccanoWriter":
    """Return what writes an export."""
    return DoccanoWriter()


class DoccanoWriter(WriterByArticle):
    """Writes one line per article, once for each way of counting."""

    target = "doccano"

    def shared_files(self) -> tuple[str, ...]:
        """Return both files."""
        return tuple(FILES.values())

    def parts(self, document: Json) -> Iterator[Part]:
        """Yield the line of an article for each file."""
        entities, relations = _ranges(document), _links(document)
        for unit, file in FILES.items():
            count = offsets_in(document["text"], unit)
            line = {
                "text": document["text"],
                "doc_id": document["id"],
                "title": document["title"],
                "entities": [
                    {**one, "start_offset": count[start], "end_offset": count[end]}
                    for one, start, end in entities
                ],
                "relations": relations,
            }
            # Escaped, because doccano guesses encodings, and has taken UTF-8 for cp1254.
            yield Part(file, json.dumps(line, ensure_ascii=True).encode() + b"\n")

    def losses(self, document: Json) -> Iterator[Json]:
        """Yield what doccano has no place for."""
        written = set(_numbers(document))
        for layer in ("entities", "incidents", "claims"):
            for item in document[layer]:
                if item["id"] not in written:
                    why = "doccano has no ranges in several pieces, and none without text"
                    yield loss(document, item["id"], "item", why)
                elif item["attributes"]:
                    yield loss(document, item["id"], "attributes", "doccano has none")
                if item.get("identity"):
                    yield loss(document, item["id"], "identity", "doccano has none")
        for relation in document["relations"]:
            if not {relation["source"], relation["target"]} <= written:
                yield loss(document, relation["id"], "item", "one of its ends is not written")
            elif relation["attributes"]:
                yield loss(document, relation["id"], "attributes", "doccano has none")
        for frame in (*document["incidents"], *document["claims"]):
            for role in frame["roles"]:
                if not {frame["id"], role["target"]} <= written:
                    part = f"role:{role['role']}"
                    yield loss(document, frame["id"], part, f"{role['target']} is not written")
        if document["labels"]:
            yield loss(document, "*", "labels", "ranges and labels of a text go in no one project")
        yield loss(document, "*", "sentences, tail of items, metadata", "not written")


def _numbers(document: Json) -> dict[str, int]:
    """Return the number of each range that is written, by the item's id."""
    ranges = (one["id"] for one, *_ in _placed(document))
    return {item: number for number, item in enumerate(ranges)}


def _placed(document: Json) -> Iterator[tuple[Json, str, int, int]]:
    """Yield items in one piece with type and place: mentions, triggers, bare spans."""
    for item in document["entities"]:
        if not item["fragments"]:
            yield item, item["type"], item["start"], item["end"]
    for frame in (*document["incidents"], *document["claims"]):
        if len(frame["trigger"]) == 1:
            yield frame, frame["type"], frame["trigger"][0]["start"], frame["trigger"][0]["end"]
    for span in document["spans"]:
        yield span, BARE, span["start"], span["end"]


def _ranges(document: Json) -> list[tuple[Json, int, int]]:
    return [
        ({"id": number, "label": kind}, start, end)
        for number, (_, kind, start, end) in enumerate(_placed(document))
    ]


def _links(document: Json) -> list[Json]:
    """Return relations, and the fillers of frames as relations named by their role."""
    numbers = _numbers(document)
    ends = [
        (frame["id"], role["target"], role["role"])
        for frame in (*document["incidents"], *document["claims"])
        for role in frame["roles"]
    ]
    ends += [(one["source"], one["target"], one["type"]) for one in document["relations"]]
    return [
        {"id": number, "from_id": numbers[source], "to_id": numbers[target], "type": kind}
        for number, (source, target, kind) in enumerate(
            one for one in ends if one[0] in numbers and one[1] in numbers
        )
    ]
