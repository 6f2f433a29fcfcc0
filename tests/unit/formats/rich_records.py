"""Records with everything in them on hostile texts, and what round trips compare."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from annotator.formats.errors import Place
from annotator.formats.exporting.lines import json_line
from annotator.formats.exporting.writing import Context, Part, Writer
from annotator.formats.gold.json_lines import prepare as prepare_gold
from annotator.formats.gold.record import Shared, document_record
from annotator.formats.importing.reading import Given, Piece, Prepared, Settings, Skipped, Source
from annotator.formats.registry import format_named
from annotator.store.bulk import StoredLayer
from annotator.text.segment import segment
from tests.unit.formats.projects import EXPORTED_AT, TAIL, entity, record, scheme, unit
from tests.unit.text.hostile import hostile_texts

Json = dict[str, Any]

_LAYERS = ("spans", "entities", "incidents", "claims", "relations", "labels")

texts = hostile_texts.filter(lambda text: bool(text.strip()) and "\0" not in text)


@st.composite
def rich_records(draw: st.DrawFn) -> Json:
    """A record with nested, overlapping and discontinuous mentions, frames in frames, links."""
    text = draw(texts)
    mentions = [_mention(draw, number, text) for number in range(draw(st.integers(0, 5)))]
    drawn = [_bare(draw, number, text) for number in range(draw(st.integers(0, 2)))]
    spans = list({(one["start"], one["end"]): one for one in drawn}.values())
    incidents = [_incident(draw, n, text, mentions, spans) for n in range(draw(st.integers(0, 3)))]
    claims: list[Json] = []
    for number in range(draw(st.integers(0, 3))):
        claims.append(_claim(draw, number, text, [*spans, *incidents, *claims]))
    used = {role["target"] for one in claims for role in one["roles"]}
    used |= {value["evidence"] for one in incidents for value in one["attributes"]}
    return record(
        text,
        sentences=[
            unit(number, start, end, kind=kind, done=["entities"])
            for number, (start, end, kind) in enumerate(segment(text), 1)
        ],
        spans=[span for span in spans if span["id"] in used],
        entities=mentions,
        incidents=incidents,
        claims=claims,
        relations=list(_relations(draw, claims)),
    )


def _pieces(draw: st.DrawFn, text: str, most: int) -> list[tuple[int, int]]:
    """Draw ranges that do not begin or end with a blank, in order."""
    solid = [index for index, character in enumerate(text) if not character.isspace()]
    count = draw(st.integers(1, min(most, len(solid))))
    ends = draw(st.lists(st.sampled_from(solid), min_size=count, max_size=2 * count, unique=True))
    ends.sort()
    pairs = [(start, end + 1) for start, end in zip(ends[::2], ends[1::2], strict=False)]
    pairs = pairs or [(ends[0], ends[0] + 1)]
    apart = [one for one, following in pairwise(pairs) if one[1] < following[0]]
    return [*apart, pairs[-1]]


def _mention(draw: st.DrawFn, number: int, text: str) -> Json:
    pieces = _pieces(draw, text, draw(st.sampled_from((1, 1, 1, 2))))
    fragments = [{"start": start, "end": end} for start, end in pieces]
    words = " ".join(text[start:end] for start, end in pieces)
    return entity(
        *(number, pieces[0][0], pieces[-1][1], words),
        type=draw(st.sampled_from(("PERSON", "ARMED_GROUP", "GPE", "DATE"))),
        fragments=fragments if len(fragments) > 1 else [],
        note=draw(st.sampled_from(("", "why?", "two\nlines \"'"))),
        unsure=draw(st.booleans()),
    )


def _bare(draw: st.DrawFn, number: int, text: str) -> Json:
    ((start, end),) = _pieces(draw, text, 1)[:1]
    return {"id": f"s_{number:012}", "start": start, "end": end, "text": text[start:end]}


def _trigger(draw: st.DrawFn, text: str) -> list[Json]:
    if draw(st.integers(0, 4)) == 0:
        return []
    pieces = _pieces(draw, text, draw(st.sampled_from((1, 1, 1, 2))))
    return [{"start": start, "end": end, "text": text[start:end]} for start, end in pieces]


def _incident(
    draw: st.DrawFn, number: int, text: str, mentions: list[Json], spans: list[Json]
) -> Json:
    roles = []
    for role, types in (
        ("perpetrator", ("PERSON", "ARMED_GROUP", "GPE")),
        ("killed", ("PERSON", "ARMED_GROUP")),
        ("place", ("GPE",)),
        ("time", ("DATE",)),
    ):
        fitting = [one["id"] for one in mentions if one["type"] in types]
        if fitting:
            some = draw(st.lists(st.sampled_from(fitting), unique=True, max_size=2))
            roles += [{"role": role, "target": one, "kind": "entity"} for one in some]
    attributes = []
    if draw(st.booleans()):
        evidence = draw(st.sampled_from([one["id"] for one in spans])) if spans else ""
        value = draw(st.sampled_from(("12..", "3", "dozens")))
        attributes.append({"name": "fatalities", "value": value, "evidence": evidence})
    return {
        "id": f"i_{number:012}",
        "type": "ATTACK_CIVILIANS",
        "trigger": _trigger(draw, text),
        "roles": roles,
        "attributes": attributes,
        "identity": "",
        **TAIL,
    }


def _claim(draw: st.DrawFn, number: int, text: str, fillers: list[Json]) -> Json:
    kinds = {"s": "span", "i": "incident", "c": "claim"}
    chosen = draw(
        st.lists(st.sampled_from(fillers), unique_by=lambda one: str(one["id"]), max_size=2)
        if fillers
        else st.just([])
    )
    stance = draw(st.sampled_from(("assert", "deny", "")))
    return {
        "id": f"c_{number:012}",
        "type": "STATEMENT",
        "trigger": _trigger(draw, text),
        "roles": [
            {"role": "content", "target": one["id"], "kind": kinds[one["id"][0]]} for one in chosen
        ],
        "attributes": [{"name": "stance", "value": stance, "evidence": ""}] if stance else [],
        **TAIL,
    }


def _relations(draw: st.DrawFn, claims: list[Json]) -> Iterator[Json]:
    if len(claims) > 1 and draw(st.booleans()):
        yield {
            "id": "r_000000000001",
            "type": "contradicts",
            "source": claims[0]["id"],
            "target": claims[1]["id"],
            "attributes": [],
            **TAIL,
        }


# ---------------------------------------------------------------------------------- round trips


def written(name: str, documents: list[Json], folder: Path) -> tuple[dict[str, bytes], list[Json]]:
    """Write records as a format into a folder; return the files, and the losses."""
    writer = format_named(name).writer(Context(scheme(), "ann", {}))
    found = writer.write(documents)
    return _put(writer, found.parts, folder), list(found.losses)


def _put(writer: Writer, parts: Sequence[Part], folder: Path) -> dict[str, bytes]:
    named: dict[str, list[bytes]] = {}
    for part in (*writer.fixed(), *parts):
        named.setdefault(part.file, []).append(part.data)
    for name, data in named.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as stream:
            sink = writer.sink(name, stream)
            for one in data:
                sink.add(one)
            sink.close()
    return {name: (folder / name).read_bytes() for name in named}


def read_back(name: str, path: Path, **options: Any) -> list[Prepared]:
    """Read a file of a format as ann's."""
    reader = format_named(name).reader()
    settings = Settings(scheme(), Given(), "ann", EXPORTED_AT, **options)
    source = Source(path, path.name, {})
    assert reader.recognises(source)
    found = [reader.prepare(piece, settings) for piece in reader.pieces(source, settings)]
    return [one for one in found if not isinstance(one, Skipped)]


def as_gold(document: Json) -> Prepared:
    """Read a record as it would be imported from our own format."""
    settings = Settings(scheme(), Given(), "ann", EXPORTED_AT)
    piece = Piece(Place("gold.jsonl", 1), (json_line(document), "codepoint"), 0, "gold", Given())
    found = prepare_gold(piece, settings)
    return found


def layers_of(prepared: Prepared) -> Json:
    """Return the layers of an article as its record would have them, without the tails' names."""
    article, text, sentences = prepared.document
    items = prepared.layer.annotations if prepared.layer else ()
    stored = StoredLayer(
        (),
        text,
        tuple((one.start, one.end, one.kind) for one in sentences),
        (),
        (),
    )
    made = document_record(
        _Layer(stored, article, items),  # type: ignore[arg-type]
        Shared("ann", {}, {}, {}, {}),
    )
    return {
        key: made[key]
        for key in ("spans", "entities", "incidents", "claims", "relations", "labels")
    }


class _Layer:
    """A stored layer whose annotations were never stored."""

    def __init__(self, stored: StoredLayer, article: Any, items: Any) -> None:
        self.article, self.annotations = article, list(items)
        self.article_row, self.text = (article.id,), stored.text
        self.sentences, self.completions, self.tails = stored.sentences, (), None


def comparable(prepared: Prepared, losses: Sequence[Json]) -> Json:
    """Return the layers of an article by id, without what a loss report says is lost or changed.

    A lost item is left out, with the roles that name it if the report says so; of a changed span
    the place is left out; spans are kept where something kept rests on them.
    """
    lost = {one["item"] for one in losses if one["part"] == "item"}
    parts = {(one["item"], part) for one in losses for part in one["part"].split(", ")}
    kept: Json = {}
    for layer, items in layers_of(prepared).items():
        kept[layer] = {
            one["id"]: _without(one, parts, lost) for one in items if one["id"] not in lost
        }
    frames = (*kept["incidents"].values(), *kept["claims"].values())
    used = {role["target"] for one in frames for role in one.get("roles", ())}
    rest = (*frames, *kept["entities"].values(), *kept["relations"].values())
    used |= {value["evidence"] for one in rest for value in one.get("attributes", ())}
    kept["spans"] = {name: one for name, one in kept["spans"].items() if name in used}
    return kept


def _without(item: Json, parts: set[tuple[str, str]], lost: set[str]) -> Json:
    one = {key: value for key, value in item.items() if key != "origin"}
    for name in ("*", item["id"]):
        for key in ("attributes", "identity", "note", "unsure"):
            if (name, key) in parts:
                one.pop(key, None)
    if (item["id"], "span") in parts:
        for key in ("start", "end", "text", "fragments", "trigger"):
            one.pop(key, None)
    if "roles" in one:
        gone = {name.removeprefix("role:") for of, name in parts if of == item["id"]}
        one["roles"] = [
            role for role in one["roles"] if role["role"] not in gone or role["target"] not in lost
        ]
    return one
