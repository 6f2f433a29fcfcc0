"""A table of events in the manner of ACLED: one row per incident, articles about one joined.

Source: the ACLED codebook. Actors carry no direction there, an event has one total of deaths, only
reported figures count, and the most conservative where reports differ. How counts become numbers
follows a policy: `acled` (the minimum; several 3, tens 10, dozens 12, hundreds 100), `ucdp` (low,
best, high of the Uppsala Conflict Data Program) or `muc` (the spellings of MUC-4).
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO, NamedTuple

from annotator.formats.exporting.lines import json_line
from annotator.formats.exporting.writing import (
    Context,
    CountPolicy,
    Json,
    Part,
    Sink,
    WriterByArticle,
    loss,
)
from annotator.formats.tables import csv_cell
from annotator.model.scheme import Scheme
from annotator.model.values import Count, ValueProblem

FILE = "events/events.csv"

_VAGUE = {
    "several": (3, 9),
    "few": (3, 9),
    "tens": (10, 99),
    "dozens": (12, 99),
    "scores": (20, 99),
    "hundreds": (100, 999),
    "thousands": (1000, 9999),
}
"""What vague words stand for: the least, which ACLED counts, and the most."""

_FIRST_ACTORS = ("perpetrator", "party", "actor")
_SECOND_ACTORS = ("target", "opponent", "counterpart")
_PRECISIONS = {"day": "1", "week": "2", "month": "3", "year": "3"}
_PLACE_PRECISIONS = {"exact": "1", "near": "2", "region": "3"}
COLUMNS = (
    *("event_id", "event_date", "event_date_end", "year", "time_precision", "event_type"),
    *("sub_event_type", "actor1", "actor2", "civilian_targeting", "location", "geo_precision"),
    *("source", "articles", "notes", "fatalities", "fatalities_low", "fatalities_high"),
    *("injuries", "injuries_low", "injuries_high", "count_policy"),
)


class Figure(NamedTuple):
    """A count under a policy: what is reported as one value, and its bounds."""

    value: str
    low: int | None
    high: int | None


def figure(text: str, policy: CountPolicy) -> Figure:
    """Return a count of the scheme's lexical form under a policy; empty for "" and unreadable."""
    try:
        count = Count.parse(text)
    except ValueProblem:
        return Figure("", None, None)
    low, high = _VAGUE.get(count.word, (count.low, count.high))
    match policy:
        case "acled":
            value = "" if low is None else str(low)
        case "ucdp":
            value = str(low if low is not None else high)
        case "muc":
            value = _in_muc(count)
    return Figure(value, low, high)


def _in_muc(count: Count) -> str:
    """Return the spelling of the MUC-4 keys: `12`, `12-` (at least), `6-8`, `~100`, PLURAL."""
    if count.word:
        return "PLURAL"
    if count.low == count.high:
        return f"{'~' if count.approximate else ''}{count.low}"
    return "-".join("" if bound is None else str(bound) for bound in (count.low, count.high))


def writer(context: Context) -> "EventWriter":
    """Return what writes an export."""
    return EventWriter(context)


class EventWriter(WriterByArticle):
    """Writes the incidents that happened, those of one identity as one event."""

    target = "events"

    def __init__(self, context: Context) -> None:
        self._scheme, self._policy = context.scheme, context.counts
        self._names = {one: entry["name"] for one, entry in context.entries.items()}

    def shared_files(self) -> tuple[str, ...]:
        """Return the one file."""
        return (FILE,)

    def sink(self, file: str, stream: BinaryIO) -> Sink:
        """Return what joins rows of one event and writes the table."""
        return _Table(stream)

    def parts(self, document: Json) -> Iterator[Part]:
        """Yield a row for each incident of an article."""
        for incident in document["incidents"]:
            if not _why_no_event(incident):
                yield Part(FILE, json_line(self._row(document, incident)))

    def losses(self, document: Json) -> Iterator[Json]:
        """Yield what is no event, and what rows leave out."""
        for incident in document["incidents"]:
            why = _why_no_event(incident)
            if why:
                yield loss(document, incident["id"], "item", why)
        for layer in ("claims", "relations", "labels"):
            for item in document[layer]:
                yield loss(document, item["id"], "item", "the table holds incidents only")
        yield loss(document, "*", "text, mentions, other roles and attributes", "not written")

    def _row(self, document: Json, incident: Json) -> Json:
        values = {one["name"]: one["value"] for one in incident["attributes"]}
        start, _, end = values.get("when", "").partition("/")
        deaths, hurt = (
            figure(values.get(name, ""), self._policy) for name in ("fatalities", "injuries")
        )
        texts = _Texts(document, self._names)
        return {
            "event_id": incident["identity"] or incident["id"],
            "event_date": _known(start),
            "event_date_end": _known(end),
            "year": start[:4] if start[:4].isdigit() else "",
            "time_precision": _PRECISIONS.get(values.get("time_precision", ""), ""),
            "event_type": _event_type(self._scheme, incident["type"]),
            "sub_event_type": values.get("subtype", ""),
            "actor1": texts.of(incident, _FIRST_ACTORS),
            "actor2": texts.of(incident, _SECOND_ACTORS),
            "civilian_targeting": values.get("civilian_targeting", "") == "true",
            "location": texts.of(incident, ("place",)),
            "geo_precision": _PLACE_PRECISIONS.get(values.get("place_precision", ""), ""),
            "source": document["publisher"],
            "articles": document["id"],
            "notes": texts.sentence(incident),
            "fatalities": deaths.value,
            "fatalities_low": deaths.low,
            "fatalities_high": deaths.high,
            "injuries": hurt.value,
            "injuries_low": hurt.low,
            "injuries_high": hurt.high,
            "count_policy": self._policy,
        }


def _why_no_event(incident: Json) -> str:
    """Say why an incident is no event that happened; "" where it is one."""
    values = {one["name"]: one["value"] for one in incident["attributes"]}
    if values.get("negated") == "true":
        return "the text says that it did not happen"
    if values.get("realis", "actual") != "actual":
        return "it is no particular incident that happened"
    if values.get("stage", "accomplished") in ("threatened", "foiled"):
        return "it was only threatened, or foiled"
    return ""


def _event_type(scheme: Scheme, name: str) -> str:
    """Return ACLED's name of a type, of its parents' where it has none itself, else our own."""
    for one in (name, *scheme.ancestors(name)):
        mapped = scheme.frame_type(one).maps.get("acled", "")
        if mapped:
            return mapped
    return name


def _known(side: str) -> str:
    return "" if side == ".." or side.startswith("X") else side


class _Texts:
    """What fillers of one article are called: by the registry where they are in it."""

    def __init__(self, document: Json, names: Mapping[str, str]) -> None:
        self._names, self._document = names, document
        self._items = {one["id"]: one for one in document["entities"]}

    def of(self, incident: Json, roles: Sequence[str]) -> str:
        """Return what fills some roles, without repetition."""
        targets = [
            one["target"] for name in roles for one in incident["roles"] if one["role"] == name
        ]
        items = (self._items[one] for one in targets if one in self._items)
        return "; ".join(dict.fromkeys(map(self._called, items)))

    def _called(self, item: Json) -> str:
        return self._names.get(item["identity"], "") or " ".join(item["text"].split())

    def sentence(self, incident: Json) -> str:
        """Return the sentence of the trigger."""
        if not incident["trigger"]:
            return ""
        at = incident["trigger"][0]["start"]
        for unit in self._document["sentences"]:
            if unit["start"] <= at < unit["end"]:
                return " ".join(self._document["text"][unit["start"] : unit["end"]].split())
        return ""


class _Table:
    """The rows of all articles; those that the registry says are one event wait for each other."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._shared: dict[str, list[Json]] = {}
        stream.write(_line(COLUMNS))

    def add(self, data: bytes) -> None:
        """Take a row."""
        row = json.loads(data)
        if row["event_id"].startswith("n_"):
            self._shared.setdefault(row["event_id"], []).append(row)
        else:
            self._write(row)

    def close(self) -> None:
        """Write the events that several incidents may tell of."""
        for _, rows in sorted(self._shared.items()):
            self._write(_joined(rows))

    def _write(self, row: Json) -> None:
        self._stream.write(_line([csv_cell(row[name]) for name in COLUMNS]))


def _joined(rows: Sequence[Json]) -> Json:
    """Return one row for reports of one event: texts added up, the most conservative figures."""
    joined = dict(rows[0])
    for name in ("actor1", "actor2", "location", "source", "articles"):
        words = (word for row in rows for word in row[name].split("; ") if word)
        joined[name] = "; ".join(dict.fromkeys(words))
    for name in ("event_date", "event_date_end", "year", "time_precision", "sub_event_type"):
        joined[name] = next((row[name] for row in rows if row[name]), "")
    for name in ("fatalities", "injuries"):
        told = [row for row in rows if row[name]]
        least = min(told, key=lambda row: (row[f"{name}_low"] or 0, row[name]), default=None)
        for column in (name, f"{name}_low", f"{name}_high"):
            joined[column] = least[column] if least else joined[column]
    joined["civilian_targeting"] = any(row["civilian_targeting"] for row in rows)
    return joined


def _line(cells: Sequence[object]) -> bytes:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue().encode()
