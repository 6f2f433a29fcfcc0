"""Brat standoff on its way in."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from annotator.formats.brat.ranges import OWN_KEYS, joined_pieces
from annotator.formats.errors import Place
from annotator.formats.exporting.writing import Json
from annotator.formats.importing.drafts import (
    Draft,
    DraftFrame,
    DraftRelation,
    DraftSpan,
    DraftValue,
    prepared,
)
from annotator.formats.importing.reading import (
    Came,
    Piece,
    Prepared,
    Settings,
    Source,
    Unit,
    unreadable,
)
from annotator.formats.importing.units import code_points, common_unit, fitting_units
from annotator.model import ids
from annotator.model.spans import Span

_SPAN = re.compile(r"(\S+) (\d+ \d+(?:;\d+ \d+)*)")
_EVENT = re.compile(r"([^\s:]+):(T\d+)((?: +[^\s:]+:[TE]\d+)*) *")
_RELATION = re.compile(r"(\S+) [^\s:]+:([TE]\d+) [^\s:]+:([TE]\d+) *")
_ATTRIBUTE = re.compile(r"(\S+) ([TER]\d+)(?: (.+))?")
_OF_ITEM = re.compile(r"\S+ ([A-Z]\d+)(?: .*)?")


class _Line(NamedTuple):
    """A line of annotations, cut at its tabs."""

    place: Place
    key: str
    fields: tuple[str, ...]


def recognises(source: Source) -> bool:
    """Tell whether the text stands beside the annotations."""
    return source.path.with_suffix(".txt").is_file()


def pieces(source: Source, settings: Settings) -> Iterator[Piece]:
    """Yield the one article; what is in `.a2` comes after what is in `.a1`.

    Raises:
        ImportRefused: the text is missing, or a file cannot be read.
    """
    place = Place(source.name)
    text = source.path.with_suffix(".txt")
    if not text.is_file():
        raise place.refused(f"its text, {text.name}, is not beside it; put it there.")
    second = source.path.with_suffix(".a2")
    files = [text, source.path]
    files += [second] if source.path.suffix == ".a1" and second.is_file() else []
    try:
        data = tuple((_beside(source, path), path.read_bytes()) for path in files)
    except OSError as error:
        raise unreadable(place, error) from None
    name = data[0][0]
    yield Piece(place, data, sum(len(one) for _, one in data), name, source.given_for(name))


def prepare(piece: Piece, settings: Settings) -> Prepared:
    """Read an article with its annotations.

    Raises:
        ImportRefused: a line cannot be read, or does not fit the text or the scheme.
    """
    (name, data), *standoff = piece.data
    text = _decoded(data, Place(name))
    lines = [line for file, some in standoff for line in _lines(_decoded(some, Place(file)), file)]
    unit = settings.unit or _unit(text, lines, piece.place)
    draft = Draft(text, Came(name, ids.hash_bytes(data)), piece.given)
    _Reading(draft, lines, unit).read()
    return prepared(draft, piece.place, settings)._replace(unit=unit)


def _beside(source: Source, path: Path) -> str:
    return source.name.removesuffix(source.path.name) + path.name


def _decoded(data: bytes, place: Place) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise place.refused(
            f"byte {error.start + 1} is no UTF-8, which all files of brat are; write it again."
        ) from None


def _lines(text: str, file: str) -> Iterator[_Line]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        key, *fields = line.rstrip("\r").split("\t")
        place = Place(file, number)
        if not fields:
            raise place.refused("there is no tab in the line; correct it, or take it out.")
        yield _Line(place, key.strip(), tuple(fields))


def _unit(text: str, lines: Sequence[_Line], place: Place) -> Unit:
    quoted = []
    for line in lines:
        match = _SPAN.fullmatch(line.fields[0]) if line.key.startswith("T") else None
        if match and len(line.fields) > 1:
            quoted.append((_ranges(match[2]), "\t".join(line.fields[1:])))
    return common_unit([(0, fitting_units(text, quoted))], place)


def _ranges(places: str) -> list[tuple[int, int]]:
    pairs = (one.split() for one in places.split(";"))
    return [(int(start), int(end)) for start, end in pairs]


class _Marked(NamedTuple):
    """What stands in a T line."""

    line: _Line
    type: str
    pieces: tuple[Span, ...]
    quoted: str | None


class _Reading:
    """The lines of one article on their way into a draft."""

    def __init__(self, draft: Draft, lines: Sequence[_Line], unit: Unit) -> None:
        self._draft, self._lines = draft, lines
        self._present = {line.key for line in lines}
        self._index = None if unit == "codepoint" else code_points(draft.text, unit)
        self._marked: dict[str, _Marked] = {}
        self._values: dict[str, dict[str, str]] = {}
        self._notes: dict[str, Json] = {}

    def read(self) -> None:
        """Put everything into the draft."""
        by_letter: dict[str, list[_Line]] = {}
        for line in self._lines:
            by_letter.setdefault(line.key[:1], []).append(line)
        unknown = set(by_letter) - set("TERAMN#*")
        if unknown:
            line = by_letter[min(unknown)][0]
            raise line.place.refused(f"no line of brat begins with {line.key[:1]!r}; take it out.")
        for letter, take in self._takers():
            for line in by_letter.get(letter, ()):
                take(line)
        used = {match[2] for line in by_letter.get("E", ()) if (match := self._event(line))}
        for key in self._marked:
            self._span(key, is_trigger=key in used)
        for line in by_letter.get("E", ()):
            self._frame(line)
        for line in by_letter.get("R", ()):
            self._relation(line)

    def _takers(self) -> tuple[tuple[str, Callable[[_Line], None]], ...]:
        """Return what is read before the items are made, by letter."""
        return (
            ("T", self._mark),
            ("A", self._attribute),
            ("M", self._attribute),
            ("#", self._note),
            ("N", self._normalisation),
            ("*", self._equivalence),
        )

    def _mark(self, line: _Line) -> None:
        match = _SPAN.fullmatch(line.fields[0].strip())
        if not match:
            raise line.place.refused("this is no TYPE START END; correct it.")
        if line.key in self._marked:
            raise line.place.refused(f"{line.key} stands twice; number the lines anew.")
        found = []
        for start, end in _ranges(match[2]):
            if self._index is not None:
                start, end = self._index.get(start, -1), self._index.get(end, -1)
            found.append(Span(start, end))
        quoted = "\t".join(line.fields[1:]) if len(line.fields) > 1 else None
        self._marked[line.key] = _Marked(line, match[1], tuple(found), quoted)

    def _attribute(self, line: _Line) -> None:
        match = _ATTRIBUTE.fullmatch(line.fields[0].strip())
        if not match:
            raise line.place.refused("this is no NAME ITEM VALUE; correct it.")
        self._values.setdefault(match[2], {})[match[1]] = match[3] or "true"

    def _normalisation(self, line: _Line) -> None:
        match = _OF_ITEM.fullmatch(line.fields[0].strip().split(" Wikidata:")[0])
        if not match or not self._notes.get(match[1], {}).get("identity"):
            self._draft.left_out.append("normalisations (N lines); link mentions in the registry")

    def _equivalence(self, line: _Line) -> None:
        self._draft.left_out.append("equivalences (* lines); link mentions in the registry")

    def _note(self, line: _Line) -> None:
        match = _OF_ITEM.fullmatch(line.fields[0].strip())
        if not match:
            raise line.place.refused("this is no note TYPE ITEM; correct it.")
        text = " ".join(line.fields[1:]).strip()
        kept = self._notes.setdefault(match[1], {})
        try:
            found = json.loads(text) if text.startswith("{") else None
        except ValueError:
            found = None
        if isinstance(found, dict):
            kept.update(found)
        else:
            kept["note"] = "\n".join(filter(None, (kept.get("note", ""), text)))

    def _key(self, key: str) -> str:
        """Return the key of an item: our id where a note has one."""
        own = self._notes.get(key, {}).get("id")
        return own if isinstance(own, str) and own else key

    def _checked(self, marked: _Marked) -> tuple[Span, ...]:
        """Return the pieces, checked, and joined where only a line end parts them."""
        text = self._draft.text
        if marked.quoted is not None:
            words = " ".join(text[start:end] for start, end in marked.pieces)
            if words != marked.quoted or any(start < 0 for start, _ in marked.pieces):
                raise marked.line.place.refused(
                    f"{marked.line.key} quotes another text than stands there, in code points, "
                    "UTF-16 or bytes; correct the offsets."
                )
        return tuple(joined_pieces(text, marked.pieces))

    def _span(self, key: str, *, is_trigger: bool) -> None:
        marked = self._marked[key]
        pieces = self._checked(marked)
        if is_trigger:
            return
        self._draft.places[self._key(key)] = marked.line.place
        self._draft.spans.append(
            DraftSpan(self._key(key), marked.type, pieces, **self._shared(key, with_identity=True))
        )

    def _event(self, line: _Line) -> re.Match[str]:
        match = _EVENT.fullmatch(line.fields[0])
        if not match:
            raise line.place.refused("this is no TYPE:TRIGGER ROLE:ITEM ...; correct it.")
        return match

    def _frame(self, line: _Line) -> None:
        match = self._event(line)
        trigger = self._marked.get(match[2])
        if trigger is None:
            raise line.place.refused(f"its trigger {match[2]} is not in the file; add the line.")
        roles = []
        for argument in match[3].split():
            role, _, target = argument.partition(":")
            roles.append((role.rstrip("0123456789"), self._known(target, line)))
        key = self._key(line.key)
        self._draft.places[key] = line.place
        self._draft.frames.append(
            DraftFrame(
                *(key, match[1], self._checked(trigger), None, tuple(roles)),
                **self._shared(line.key, with_identity=True),
            )
        )

    def _relation(self, line: _Line) -> None:
        match = _RELATION.fullmatch(line.fields[0])
        if not match:
            raise line.place.refused("this is no TYPE Arg1:ITEM Arg2:ITEM; correct it.")
        ends = (self._known(match[2], line), self._known(match[3], line))
        key = self._key(line.key)
        self._draft.places[key] = line.place
        self._draft.relations.append(
            DraftRelation(key, match[1], *ends, **self._shared(line.key, with_identity=False))
        )

    def _known(self, key: str, line: _Line) -> str:
        """Return the key of an item that another line has.

        Raises:
            ImportRefused: no line has it.
        """
        if key not in self._present:
            raise line.place.refused(f"it names {key}, which is not in the file; add the line.")
        return self._key(key)

    def _shared(self, key: str, *, with_identity: bool) -> dict[str, Any]:
        note = self._notes.get(key, {})
        shared: dict[str, Any] = {
            "attributes": tuple(_values(self._values.get(key, {}), note)),
            "unsure": note.get("unsure") is True,
            "note": str(note.get("note", "")),
        }
        return {**shared, "identity": str(note.get("identity", ""))} if with_identity else shared


def _values(lines: Mapping[str, str], note: Json) -> Iterator[DraftValue]:
    """Yield attributes: those of lines, with the values that notes have in their place."""
    free = {name: value for name, value in sorted(note.items()) if name not in OWN_KEYS}
    free |= note.get("values", {})
    evidence = note.get("evidence", {})
    merged: dict[str, Any] = {**lines, **free}
    order = note.get("order") or list(merged)
    for name in sorted(merged, key=lambda one: order.index(one) if one in order else len(order)):
        values = merged[name] if isinstance(merged[name], list) else [merged[name]]
        for value in values:
            yield DraftValue(name, str(value), str(evidence.get(name, "")))
