"""Flat tables of mentions, incidents, claims and relations: one row each, plain columns.

For spreadsheets, pandas and DuckDB; write-only, because a cell cannot hold all that a record does.
Roles and attributes of the scheme become columns: a role holds the texts of its fillers, a count
`_min` and `_max`, an interval `_from` and `_to`.
"""

import csv
import io
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO, Literal, NamedTuple, get_args

from annotator.formats.exporting.lines import json_line
from annotator.formats.exporting.writing import (
    Context,
    Framing,
    Json,
    Part,
    Sink,
    WriterByArticle,
    Written,
    loss,
)
from annotator.formats.parquet import ParquetSink, schema_of, table_bytes
from annotator.model.scheme import Scheme
from annotator.model.scheme_tables import Attribute, FrameLayerName, TypedLayer
from annotator.model.values import Count, ValueProblem

TableFormat = Literal["csv", "jsonl", "parquet"]
TABLE_FORMATS: tuple[TableFormat, ...] = get_args(TableFormat)

Cell = str | int | bool | None
"""None is a number that is not known: an empty cell, null in JSON Lines and Parquet."""

_ARTICLE = ("article", "title", "publisher", "published_from", "published_to", "sentence")
_TAIL = ("status", "annotators", "origin", "unsure", "note")
_PLAIN_NAMES = {"fatalities": "killed", "injuries": "injured", "when": "date"}
"""Columns of attributes that go by another name in tables of incidents."""

_ITEM_SEPARATOR = "; "
# What a spreadsheet takes for a formula when a cell begins with it.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class Column(NamedTuple):
    """A column that the scheme adds, and what of an item it shows."""

    name: str
    kind: str
    """role, value, flag, min, max, from, to or evidence."""
    source: str
    """The role or attribute."""


class Layout(NamedTuple):
    """The columns of all tables of a scheme, and the formats to write them in."""

    formats: tuple[TableFormat, ...]
    columns: dict[str, tuple[str, ...]]
    """Names by table, in order."""
    added: dict[str, tuple[Column, ...]]
    """What the scheme adds, by table."""

    @property
    def files(self) -> tuple[tuple[str, TableFormat], ...]:
        """The table and the format of each file, in order."""
        return tuple((table, form) for table in self.columns for form in self.formats)


class TableWriter(WriterByArticle):
    """Writes the flat tables."""

    target = "tables"
    patterns = ("tables/*.csv", "tables/*.jsonl", "tables/*.parquet")

    def __init__(self, context: Context, formats: Iterable[TableFormat]) -> None:
        self._layout = layout_for(context.scheme, formats)

    def shared_files(self) -> Iterator[str]:
        """Yield the files of all tables, which are there even if they have no rows."""
        return (f"tables/{table}.{form}" for table, form in self._layout.files)

    def framing(self, file: str) -> Framing:
        """Return what a file begins with: the names of the columns in CSV."""
        table, _, form = file.removeprefix("tables/").partition(".")
        return Framing(_csv_line(self._layout.columns[table]) if form == "csv" else b"")

    def sink(self, file: str, stream: BinaryIO) -> Sink:
        """Return what writes the rows of a file."""
        table, _, form = file.removeprefix("tables/").partition(".")
        if form != "parquet":
            return super().sink(file, stream)
        return ParquetSink(stream, schema_of(column_types(self._layout, table)))

    def write(self, documents: Sequence[Json]) -> Written:
        """Return the rows of some articles."""
        lines, losses = super().write(documents)
        return Written([*lines, *_parquet_parts(self._layout, documents)], losses)

    def parts(self, document: Json) -> Iterator[Part]:
        """Yield the rows of an article that are lines."""
        for (table, form), lines in table_lines(self._layout, document).items():
            yield Part(f"tables/{table}.{form}", lines)

    def losses(self, document: Json) -> Iterator[Json]:
        """Yield what of an article the tables do not hold."""
        if document["labels"]:
            yield loss(document, "*", "labels", "no table has labels of sentences and articles")
        if any(unit[state] for unit in document["sentences"] for state in ("done", "skipped")):
            why = "no table says which sentences were read"
            yield loss(document, "*", "done, skipped, unsure", why)
        frames = (*document["incidents"], *document["claims"])
        if any(one["kind"] in ("incident", "claim") for each in frames for one in each["roles"]):
            why = "a frame that fills a role stands there as text with its id"
            yield loss(document, "*", "roles", why)


def layout_for(scheme: Scheme, formats: Iterable[TableFormat]) -> Layout:
    """Return the columns that a scheme gives the tables."""
    columns: dict[str, tuple[str, ...]] = {}
    added: dict[str, tuple[Column, ...]] = {}
    for table, layer, own in (
        ("mentions", "entities", ("type", "text", "start", "end", "fragments", "identity")),
        ("incidents", "incidents", ("type", "trigger", "start", "end", "identity")),
        ("claims", "claims", ("type", "cue", "start", "end")),
        ("relations", "relations", ("type", "source", "target", "source_text", "target_text")),
    ):
        fixed = ("id", *_ARTICLE, *own)
        more = _distinct(_columns(scheme, layer), {*fixed, *_TAIL})
        columns[table] = (*fixed, *(column.name for column in more), *_TAIL)
        added[table] = more
    return Layout(tuple(dict.fromkeys(formats)), columns, added)


def table_lines(layout: Layout, document: Json) -> dict[tuple[str, TableFormat], bytes]:
    """Return the rows of one document record for every file of lines of the layout."""
    rows = _Rows(layout, document)
    found: dict[tuple[str, TableFormat], bytes] = {}
    for table in layout.columns:
        for form in layout.formats:
            names = layout.columns[table]
            made = rows.of(table)
            if form == "csv":
                found[table, form] = b"".join(_csv_line(row) for row in made)
            elif form == "jsonl":
                lines = (json_line(dict(zip(names, row, strict=True))) for row in made)
                found[table, form] = b"".join(line + b"\n" for line in lines)
    return found


def column_types(layout: Layout, table: str) -> dict[str, str]:
    """Return string, int64 or bool for each column of a table; numbers may be missing."""
    kinds = {column.name: column.kind for column in layout.added[table]}
    numbers, truths = ("min", "max"), ("flag",)
    found = dict.fromkeys(layout.columns[table], "string")
    found |= dict.fromkeys({"start", "end"} & found.keys(), "int64") | {"unsure": "bool"}
    found |= {name: "int64" for name, kind in kinds.items() if kind in numbers}
    return found | {name: "bool" for name, kind in kinds.items() if kind in truths}


def _parquet_parts(layout: Layout, documents: Sequence[Json]) -> Iterator[Part]:
    if "parquet" not in layout.formats:
        return
    found = [_Rows(layout, document) for document in documents]
    for table in layout.columns:
        rows = [row for one in found for row in one.of(table)]
        if rows:
            schema = schema_of(column_types(layout, table))
            data = table_bytes(schema, zip(*rows, strict=True))
            yield Part(f"tables/{table}.parquet", data)


# ------------------------------------------------------------------------------------- columns


def _columns(scheme: Scheme, layer: str) -> Iterator[Column]:
    if layer in ("incidents", "claims"):
        frames = _frame_layer(layer)
        roles = [role for name in scheme.frames(frames).types for role in scheme.roles_of(name)]
        for name in dict.fromkeys(role.name for role in roles):
            yield Column(name, "role", name)
    for name, attribute in scheme.attributes_of_layer(_typed_layer(layer)).items():
        yield from _columns_of(_PLAIN_NAMES.get(name, name), attribute)


def _columns_of(plain: str, attribute: Attribute) -> Iterator[Column]:
    name = attribute.name
    parts = {"count": ("min", "max"), "interval": ("from", "to")}.get(attribute.value)
    if parts is None:
        yield Column(plain, "flag" if attribute.value == "flag" else "value", name)
        return
    for part in parts:
        yield Column(f"{plain}_{part}", part, name)
    yield Column(f"{plain}_value", "value", name)
    yield Column(f"{plain}_evidence", "evidence", name)


def _distinct(columns: Iterable[Column], taken: set[str]) -> tuple[Column, ...]:
    """Give columns that would stand twice the name of what they show behind."""
    kept: list[Column] = []
    for column in columns:
        name = column.name
        while name in taken:
            name += "_role" if column.kind == "role" else "_attribute"
        taken.add(name)
        kept.append(column._replace(name=name))
    return tuple(kept)


def _frame_layer(layer: str) -> FrameLayerName:
    return "incidents" if layer == "incidents" else "claims"


def _typed_layer(layer: str) -> TypedLayer:
    match layer:
        case "entities" | "incidents" | "claims":
            return layer
        case _:
            return "relations"


# ---------------------------------------------------------------------------------------- rows


class _Rows:
    """The rows of one document."""

    def __init__(self, layout: Layout, document: Json) -> None:
        self._layout, self._document = layout, document
        self._starts = [unit["start"] for unit in document["sentences"]]
        layers = ("spans", "entities", "incidents", "claims")
        self._items: dict[str, Json] = {one["id"]: one for key in layers for one in document[key]}
        first, _, last = document["published"].partition("/")
        self._of_article = (
            *(document["id"], document["title"], document["publisher"]),
            *(_bound(first), _bound(last)),
        )

    def of(self, table: str) -> Iterator[tuple[Cell, ...]]:
        """Yield the rows of a table in the order of the record."""
        layer = "entities" if table == "mentions" else table
        for item in self._document[layer]:
            own = self._own(table, item)
            more = (self._cell(item, column) for column in self._layout.added[table])
            yield (item["id"], *self._of_article, self._sentence(item), *own, *more, *_tail(item))

    def _own(self, table: str, item: Json) -> tuple[Cell, ...]:
        if table == "mentions":
            pieces = " ".join(f"{one['start']}-{one['end']}" for one in item["fragments"])
            place = (item["text"], item["start"], item["end"])
            return (item["type"], *place, pieces, item["identity"])
        if table == "relations":
            ends = item["source"], item["target"]
            return (item["type"], *ends, *(self._text(end) for end in ends))
        trigger = item["trigger"]
        words = " ".join(piece["text"] for piece in trigger)
        start = min((piece["start"] for piece in trigger), default=None)
        end = max((piece["end"] for piece in trigger), default=None)
        identity = (item["identity"],) if table == "incidents" else ()
        return (item["type"], words, start, end, *identity)

    def _cell(self, item: Json, column: Column) -> Cell:
        if column.kind == "role":
            fillers = [one for one in item["roles"] if one["role"] == column.source]
            return _ITEM_SEPARATOR.join(self._text(one["target"]) for one in fillers)
        found = [one for one in item["attributes"] if one["name"] == column.source]
        if not found:
            return {"flag": False, "min": None, "max": None}.get(column.kind, "")
        value = _ITEM_SEPARATOR.join(one["value"] for one in found)
        match column.kind:
            case "flag":
                return value == "true"
            case "min" | "max":
                return _limit(value, column.kind)
            case "from" | "to":
                return _bound(value.split("/")[0 if column.kind == "from" else -1])
            case "evidence":
                return self._text(found[0]["evidence"])
        return value

    def _text(self, target: str) -> str:
        """Return an item's text: of a frame its trigger and id, of another article's the id."""
        item = self._items.get(target)
        if item is None:
            return target
        if "trigger" not in item:
            return str(item["text"])
        words = " ".join(piece["text"] for piece in item["trigger"])
        return f"{words} ({target})" if words else target

    def _sentence(self, item: Json, above: tuple[str, ...] = ()) -> str:
        place = self._place(item, above)
        number = bisect_right(self._starts, place) if place is not None else 0
        return f"S{number}" if number else ""

    def _place(self, item: Json, above: tuple[str, ...]) -> int | None:
        """Return where an item stands; a frame without trigger with its first anchored filler."""
        if "start" in item:
            return int(item["start"])
        if item.get("trigger"):
            return int(item["trigger"][0]["start"])
        followed = [one["target"] for one in item.get("roles", ())] or [item.get("source", "")]
        for target in followed:
            other = self._items.get(target)
            if other is not None and target not in above:
                place = self._place(other, (*above, target))
                if place is not None:
                    return place
        return None


def _tail(item: Json) -> tuple[Cell, ...]:
    names = _ITEM_SEPARATOR.join(item["annotators"])
    return item["status"], names, item["origin"], item["unsure"], item["note"]


def _limit(value: str, side: str) -> int | None:
    """Return the lowest or highest number of a count, None where it is open or a vague word."""
    try:
        count = Count.parse(value)
    except ValueProblem:
        return None
    return count.low if side == "min" else count.high


def _bound(side: str) -> str:
    return "" if side == ".." else side


# --------------------------------------------------------------------------------------- CSV


def _csv_line(row: Iterable[Cell]) -> bytes:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow([csv_cell(cell) for cell in row])
    return line.getvalue().encode()


def csv_cell(cell: Cell) -> str | int:
    """Return a cell that no spreadsheet obeys: what looks like a formula gets a quote first."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS):
        return f"'{cell}"
    return cell
