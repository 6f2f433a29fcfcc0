"""WebAnno TSV 3, the format of WebAnno and, still, of INCEpTION: a line for each token.

Source: the chapter on it in INCEpTION's manual (versions 3.1 to 3.3). The header declares layers
and their features, each a column or two; `_` is no annotation, `*` one without a value, `|` parts
annotations of one layer on one token, `[3]` says that they are the same on several lines. Offsets
count UTF-16 code units by the manual; other programs write code points, so the unit is found by the
words of the tokens. What stands between sentences is not in the file: line ends take its place.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from annotator.formats.errors import ImportRefused, Place
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
    first_line,
    unreadable,
    whole_file,
)
from annotator.formats.importing.units import UNIT_NAMES, UNITS, code_points, offsets_in
from annotator.formats.inception import (
    Keys,
    covering,
    is_left_out,
    is_passed_over,
    label_feature,
    short_name,
)
from annotator.model import ids
from annotator.model.spans import Span

_LONGEST = 64 * 1024 * 1024
"""Bytes of a file: the longest text with a line of annotations for each of its tokens."""

_WIDEST_GAP = 10_000
"""Between two sentences; more of it is a wrong offset."""

_NONE, _NO_VALUE = "_", "*"
_ANY = "uima.tcas.Annotation"
_TOKEN = re.compile(r"(\d+-\d+(?:\.\d+)?)\t(\d{1,9})-(\d{1,9})\t([^\t]*)((?:\t[^\t]*)*)")
_ESCAPE = re.compile(r"\\(->|.)", re.DOTALL)
_CONTROLS = {"b": "\b", "t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r"}
_NUMBERED = re.compile(r"((?:\\.|[^\\])*?)(?:\[(\d{1,9})\])?", re.DOTALL)
_TARGET = re.compile(r"(\d+-\d+(?:\.\d+)?)(?:\[(\d{1,9})(?:_(\d{1,9}))?\])?")


class _Layer(NamedTuple):
    """A layer that the header declares."""

    kind: str
    """SP (spans), CH (chains) or RL (relations)."""
    name: str
    features: tuple[str, ...]
    """A slot takes two: `ROLE_...`, then the layer of what fills it; of relations the last is the
    layer of their ends."""


class _Row(NamedTuple):
    """A token, or a part of one."""

    line: int
    unit: str
    begin: int
    end: int
    text: str
    cells: tuple[str, ...]


class _Sentence(NamedTuple):
    """A sentence with its tokens."""

    line: int
    text: str
    rows: list[_Row]


class _Marked(NamedTuple):
    """An annotation of a layer of spans."""

    layer: _Layer
    number: int
    rows: list[_Row]
    values: tuple[str, ...]
    """As they stand, one for each column."""


# -------------------------------------------------------------------------------------- the file


def recognises(source: Source) -> bool:
    """Tell whether the first line names the format."""
    return first_line(source).startswith(b"#FORMAT=WebAnno TSV 3")


def pieces(source: Source, settings: Settings) -> Iterator[Piece]:
    """Yield the one article.

    Raises:
        ImportRefused: there is no such file, or it is too long.
    """
    yield whole_file(source, _LONGEST)


def prepare(piece: Piece, settings: Settings) -> Prepared:
    """Read an article with its annotations.

    Raises:
        ImportRefused: a line cannot be read, or does not fit the text or the scheme.
    """
    path, _ = piece.data
    try:
        data = path.read_bytes()
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise unreadable(piece.place, error) from None
    except UnicodeDecodeError as error:
        raise piece.place.refused(f"byte {error.start + 1} is no UTF-8; export it again.") from None
    layers, sentences = _parsed(text, piece.place)
    unit, whole = _text(sentences, settings.unit, piece.place)
    draft = Draft(whole, Came(piece.source, ids.hash_bytes(data)), piece.given)
    draft.sentences = covering(_places(sentences, whole, unit), whole)
    _Reading(draft, layers, sentences, unit, piece.place).read()
    return prepared(draft, piece.place, settings)._replace(unit=unit)


def _parsed(text: str, place: Place) -> tuple[list[_Layer], list[_Sentence]]:
    layers: list[_Layer] = []
    sentences: list[_Sentence] = []
    for number, line in enumerate(text.split("\n"), 1):
        line = line.removesuffix("\r")
        key, _, value = line.partition("=")
        if key in ("#T_SP", "#T_CH", "#T_RL"):
            layers.append(_declared(key[-2:], value, Place(place.file, number)))
        elif key == "#Text":
            _add_text(sentences, number, _unescaped(value))
        elif line.strip() and not line.startswith("#"):
            if not sentences:
                raise Place(place.file, number).refused("no #Text= stands before this token.")
            width = sum(_width(layer) for layer in layers)
            sentences[-1].rows.append(_row(line, width, Place(place.file, number)))
    if not any(sentence.rows for sentence in sentences):
        raise place.refused("there are no tokens in it; leave it out.")
    return layers, [sentence for sentence in sentences if sentence.rows]


def _declared(kind: str, value: str, place: Place) -> _Layer:
    name, *features = value.split("|")
    if kind == "RL" and not (features and features[-1].startswith("BT_")):
        raise place.refused("a layer of relations ends in BT_ and the layer of their ends.")
    return _Layer(kind, name, tuple(features))


def _width(layer: _Layer) -> int:
    return len(layer.features) or 1


def _add_text(sentences: list[_Sentence], number: int, text: str) -> None:
    """Begin a sentence, or go on with one of several lines."""
    if sentences and not sentences[-1].rows:
        text = f"{sentences[-1].text}\n{text}"
        sentences[-1] = sentences[-1]._replace(text=text)
    else:
        sentences.append(_Sentence(number, text, []))


def _row(line: str, width: int, place: Place) -> _Row:
    match = _TOKEN.fullmatch(line)
    if not match:
        raise place.refused("this is no token, such as 1-1, its offsets 0-5 and its text.")
    cells = match[5].split("\t")[1:]
    if len(cells) == width + 1 and not cells[-1]:
        cells.pop()
    if len(cells) != width:
        raise place.refused(
            f"the header declares {width} columns after the token, here are {len(cells)}; "
            "export the file again."
        )
    begin, end = int(match[2]), int(match[3])
    return _Row(place.line, match[1], begin, end, _unescaped(match[4]), tuple(cells))


def _unescaped(value: str) -> str:
    return _ESCAPE.sub(lambda match: _CONTROLS.get(match[1], match[1]), value)


# -------------------------------------------------------------------------------------- the text


def _text(sentences: Sequence[_Sentence], unit: Unit | None, place: Place) -> tuple[Unit, str]:
    """Return what offsets count, and the text.

    Raises:
        ImportRefused: a token is not what stands at its place, or sentences overlap.
    """
    problem: ImportRefused | None = None
    for one in (unit,) if unit else ("utf16", *UNITS):
        try:
            return one, _joined(sentences, one, place)
        except ImportRefused as error:
            problem = problem or error
    raise problem or place.refused("there is no text in it.")


def _joined(sentences: Sequence[_Sentence], unit: Unit, place: Place) -> str:
    parts: list[str] = []
    at = sentences[0].rows[0].begin
    for sentence in sentences:
        begin = sentence.rows[0].begin
        where = Place(place.file, sentence.rows[0].line)
        if not at <= begin <= at + _WIDEST_GAP:
            raise where.refused(f"a sentence from {begin} on does not follow one to {at}.")
        parts.append("\n" * (begin - at))
        parts.append(sentence.text)
        _check_tokens(sentence, unit, place)
        at = begin + offsets_in(sentence.text, unit)[-1]
    return "".join(parts)


def _check_tokens(sentence: _Sentence, unit: Unit, place: Place) -> None:
    index = code_points(sentence.text, unit)
    first = sentence.rows[0].begin
    for row in sentence.rows:
        begin, end = index.get(row.begin - first), index.get(row.end - first)
        if begin is None or end is None or sentence.text[begin:end] != row.text:
            raise Place(place.file, row.line).refused(
                f"{row.unit} is not what stands at {row.begin}-{row.end} of the text, in "
                f"{UNIT_NAMES[unit]}; correct the offsets."
            )


def _places(sentences: Sequence[_Sentence], text: str, unit: Unit) -> Iterator[Span]:
    index, first = code_points(text, unit), sentences[0].rows[0].begin
    for sentence in sentences:
        start = index[sentence.rows[0].begin - first]
        yield Span(start, start + len(sentence.text))


# -------------------------------------------------------------------------------------- the layers


class _Reading:
    """The annotations of a file on their way into a draft."""

    def __init__(
        self,
        draft: Draft,
        layers: Sequence[_Layer],
        sentences: Sequence[_Sentence],
        unit: Unit,
        place: Place,
    ) -> None:
        self._draft, self._layers, self._place = draft, layers, place
        self._rows = [row for sentence in sentences for row in sentence.rows]
        self._index, self._first = code_points(draft.text, unit), self._rows[0].begin
        self._known = {row.unit for row in self._rows}
        self._marked: list[_Marked] = []
        self._on: dict[str, list[tuple[str, _Marked]]] = {}
        self._relations = Keys()

    def read(self) -> None:
        """Put everything into the draft."""
        at, kept = 0, []
        keyed: list[tuple[str, _Marked]] = []
        for layer in self._layers:
            columns = slice(at, at + _width(layer))
            at = columns.stop
            if layer.kind == "CH" or is_left_out(layer.name):
                self._leave_out(layer, columns)
            elif layer.kind == "RL":
                kept.append((layer, columns))
            elif not is_passed_over(layer.name):
                self._take(_marked(layer, columns, self._rows))
        keys = Keys()
        for one in self._marked:
            start, end = self._span(one)
            key = keys.key(short_name(one.layer.name), _type(one), f"{start}-{end}")
            for row in one.rows:
                self._on.setdefault(row.unit, []).append((key, one))
            keyed.append((key, one))
        for key, one in keyed:
            self._item(key, one)
        for layer, columns in kept:
            for row in self._rows:
                self._relations_of(layer, row, row.cells[columns])

    def _take(self, found: Iterable[_Marked]) -> None:
        for one in list(found):
            if any(row.begin < row.end for row in one.rows):
                self._marked.append(one)
            else:
                self._draft.left_out.append(
                    f"annotations {short_name(one.layer.name)} without text"
                )

    def _leave_out(self, layer: _Layer, columns: slice) -> None:
        found = sum(row.cells[columns][0] != _NONE for row in self._rows)
        what = "chains" if layer.kind == "CH" else "annotations of the layer"
        self._draft.left_out += [f"{what} {short_name(layer.name)}"] * found

    def _span(self, one: _Marked) -> Span:
        begin, end = min(row.begin for row in one.rows), max(row.end for row in one.rows)
        return Span(self._index[begin - self._first], self._index[end - self._first])

    def _at(self, row: _Row) -> Place:
        return Place(self._place.file, row.line)

    def _item(self, key: str, one: _Marked) -> None:
        self._draft.places[key] = self._at(one.rows[0])
        kind, places = _type(one) or short_name(one.layer.name), (self._span(one),)
        roles, values = tuple(self._roles(one)), tuple(self._values(one))
        if roles:
            frame = DraftFrame(key, kind, places, None, roles, values)
            self._draft.frames.append(frame)
        else:
            self._draft.spans.append(DraftSpan(key, kind, places, None, values))

    def _values(self, one: _Marked) -> Iterator[DraftValue]:
        label = _label(one.layer)
        for name, value in _plain(one):
            if name == "identifier":
                self._draft.left_out.append("identifiers; link mentions in the registry")
            elif name != label and value != "false":
                yield DraftValue(name, value)

    def _roles(self, one: _Marked) -> Iterator[tuple[str, str]]:
        for number, feature in enumerate(one.layer.features[:-1]):
            if not feature.startswith("ROLE_"):
                continue
            names, targets = _split(one.values[number], ";"), _split(one.values[number + 1], ";")
            slot = feature.removeprefix("ROLE_").partition(":")[2].rpartition("_")[0]
            for name, target in zip(names, targets, strict=False):
                if target not in (_NONE, _NO_VALUE):
                    key = self._target(target, one.layer.features[number + 1], one.rows[0])
                    yield slot if name in (_NONE, _NO_VALUE) else _unescaped(name), key

    def _target(self, cell: str, layer: str, row: _Row) -> str:
        """Return the key of what a cell such as `2-3[4]` names.

        Raises:
            ImportRefused: there is no such annotation.
        """
        match = _TARGET.fullmatch(cell)
        found = self._end(match[1], int(match[2] or 0), layer) if match else None
        if found is None:
            raise self._at(row).refused(f"{cell} is no annotation here; correct it, or add it.")
        return found

    def _end(self, unit: str, number: int, layer: str) -> str | None:
        """Return the key of an annotation by its token and number, the first of several."""
        for key, one in self._on.get(unit, ()):
            if layer in (_ANY, one.layer.name) and number in (0, one.number):
                return key
        return None

    def _relations_of(self, layer: _Layer, row: _Row, cells: Sequence[str]) -> None:
        if cells[-1] == _NONE:
            return
        base = layer.features[-1].removeprefix("BT_")
        columns = [_split(cell, "|") for cell in cells]
        for number, source in enumerate(columns[-1]):
            match = _TARGET.fullmatch(source)
            if not match or match[1] not in self._known:
                raise self._at(row).refused(f"{source} is no token here; correct it.")
            ends = (
                self._end(match[1], int(match[2] or 0), base),
                self._end(row.unit, int(match[3] or 0), base),
            )
            if ends[0] is None or ends[1] is None:
                self._draft.left_out.append(
                    f"relations {short_name(layer.name)} of what is left out"
                )
                continue
            values = tuple(column[number] if number < len(column) else _NONE for column in columns)
            self._relation(_Marked(layer, 0, [row], values), (ends[0], ends[1]))

    def _relation(self, one: _Marked, ends: tuple[str, str]) -> None:
        kind = _type(one) or short_name(one.layer.name)
        key = self._relations.key(kind, *ends)
        self._draft.places[key] = self._at(one.rows[0])
        self._draft.relations.append(DraftRelation(key, kind, *ends, tuple(self._values(one))))


def _marked(layer: _Layer, columns: slice, rows: Sequence[_Row]) -> Iterator[_Marked]:
    """Yield the annotations of a layer; those with a number go over all lines that have it."""
    numbered: dict[int, _Marked] = {}
    for row in rows:
        cells = row.cells[columns]
        if all(cell == _NONE for cell in cells):
            continue
        stacks = [_split(cell, "|") for cell in cells]
        for position in range(max(map(len, stacks))):
            found = [_numbered(stack[position]) for stack in stacks if position < len(stack)]
            number = next((number for _, number in found if number), 0)
            if number in numbered:
                numbered[number].rows.append(row)
                continue
            values = tuple(stack[position] if position < len(stack) else _NONE for stack in stacks)
            one = _Marked(layer, number, [row], _without_number(layer, values))
            if number:
                numbered[number] = one
            yield one


def _without_number(layer: _Layer, values: Sequence[str]) -> tuple[str, ...]:
    """Return values without the number of the annotation; those of slots' targets are others'."""
    slots = [name.startswith("ROLE_") for name in (" ", *layer.features)]
    return tuple(
        value if is_target else _numbered(value)[0]
        for value, is_target in zip(values, slots, strict=False)
    )


def _numbered(value: str) -> tuple[str, int]:
    """Return a value and the number behind it, 0 where there is none."""
    match = _NUMBERED.fullmatch(value)
    return (match[1], int(match[2] or 0)) if match else (value, 0)


def _split(cell: str, separator: str) -> list[str]:
    """Return the parts of a cell between separators that no backslash escapes."""
    return re.findall(rf"(?:\\.|[^\\{separator}])+", cell, re.DOTALL) or [_NONE]


def _label(layer: _Layer) -> str:
    return label_feature([name for name, _ in _features(layer)])


def _features(layer: _Layer) -> Iterator[tuple[str, int]]:
    """Yield the features that have values, with their column."""
    is_target = False
    for number, name in enumerate(layer.features):
        is_slot = name.startswith("ROLE_")
        if name and not is_slot and not is_target and not name.startswith("BT_"):
            yield name, number
        is_target = is_slot


def _type(one: _Marked) -> str:
    return dict(_plain(one)).get(_label(one.layer), "")


def _plain(one: _Marked) -> Iterator[tuple[str, str]]:
    """Yield features with a value."""
    for name, number in _features(one.layer):
        if one.values[number] not in (_NONE, _NO_VALUE):
            yield name, _unescaped(one.values[number])
