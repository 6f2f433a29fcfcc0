"""Offsets counted in other units than code points: found out by the quoted texts, and converted.

Programs written for browsers count UTF-16 code units, some others count bytes of UTF-8. A whole
file uses one unit; a file that mixes them is refused, because nobody can say which is right.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any, get_args

from annotator.formats.errors import Place
from annotator.formats.importing.reading import Unit, json_lines

UNITS: tuple[Unit, ...] = get_args(Unit)
UNIT_NAMES: dict[Unit, str] = {
    "codepoint": "code points",
    "utf16": "UTF-16 code units",
    "byte": "bytes of UTF-8",
}

_CODECS: dict[Unit, tuple[str, int]] = {
    "codepoint": ("utf-32-le", 4),
    "utf16": ("utf-16-le", 2),
    "byte": ("utf-8", 1),
}


Quotation = tuple[Sequence[tuple[int, int]], str]
"""Places in a text, and what is said to stand there, joined by one space each."""


def fitting_units(text: str, quoted: Iterable[Quotation]) -> set[Unit]:
    """Return the units in which all offsets fit what they quote; all where none is telling."""
    found = list(quoted)
    return set(UNITS) if text.isascii() else {unit for unit in UNITS if _fits(text, found, unit)}


def common_unit(lines: Iterable[tuple[int, set[Unit]]], place: Place) -> Unit:
    """Return the unit that fits everywhere, code points where they do.

    A file in which nothing fits counts as code points: reading it then names the first bad offset.

    Args:
        lines: number of each line (0 for a file that is no lines), and the units that fit there.

    Raises:
        ImportRefused: lines use different units.
    """
    possible = set(UNITS)
    for number, fitting in lines:
        if not fitting:
            return "codepoint"
        if not possible & fitting:
            raise Place(place.file, number).refused(
                f"its offsets count {_listed(fitting)}, those before it {_listed(possible)}; "
                "export the file again with one unit."
            )
        possible &= fitting
    return next(unit for unit in UNITS if unit in possible)


def code_points(text: str, unit: Unit) -> Mapping[int, int]:
    """Return the code point at which each offset in a unit stands; a cut character has none."""
    return {offset: index for index, offset in enumerate(offsets_in(text, unit))}


def offsets_in(text: str, unit: Unit) -> Sequence[int]:
    """Return the offset in a unit of each code point of a text, and of its end."""
    if unit == "codepoint" or text.isascii():
        return range(len(text) + 1)
    codec, width = _CODECS[unit]
    sizes = (len(character.encode(codec, "surrogatepass")) // width for character in text)
    return list(accumulate(sizes, initial=0))


def unit_of_file(path: Path, place: Place) -> Unit:
    """Return the unit in which all offsets of a file of gold records fit their texts.

    Raises:
        ImportRefused: lines use different units.
    """
    return common_unit(
        ((number, _units_of_line(line)) for number, line in json_lines(path, place)), place
    )


def in_code_points(record: dict[str, Any], unit: Unit) -> dict[str, Any]:
    """Return the record with every `start` and `end` converted; a cut character gives -1."""
    converted: dict[str, Any] = _converted(record, code_points(record["text"], unit))
    return converted


def _units_of_line(line: bytes) -> set[Unit]:
    """Return the units in which all offsets of the line fit; all of them where none is telling."""
    try:
        record = json.loads(line)
        text = record["text"]
        if text.isascii():
            return set(UNITS)
        end = record["sentences"][-1]["end"]
        fitting = fitting_units(text, _quotations(record))
        return {unit for unit in fitting if _ends_at(text, end, unit)}
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return set(UNITS)  # reading the line will say what is wrong with it


def _quotations(record: dict[str, Any]) -> Iterator[Quotation]:
    for item in (*record["spans"], *record["entities"]):
        pieces = item.get("fragments") or [item]
        yield [(piece["start"], piece["end"]) for piece in pieces], item["text"]
    for item in (*record["incidents"], *record["claims"]):
        for piece in item["trigger"]:
            yield [(piece["start"], piece["end"])], piece["text"]


def _ends_at(text: str, end: int, unit: Unit) -> bool:
    """Tell whether the last sentence ends where the text does, but for white space."""
    codec, width = _CODECS[unit]
    return len(text.rstrip().encode(codec)) <= width * end <= len(text.encode(codec))


def _fits(text: str, quoted: Iterable[Quotation], unit: Unit) -> bool:
    codec, width = _CODECS[unit]
    # Halves of surrogate pairs pass here; whoever reads the text refuses them.
    data, space = text.encode(codec, "surrogatepass"), " ".encode(codec)
    return all(
        space.join(data[width * start : width * end] for start, end in pieces)
        == item.encode(codec, "surrogatepass")
        for pieces, item in quoted
    )


def _converted(value: Any, index_of: Mapping[int, int]) -> Any:
    if isinstance(value, list):
        return [_converted(item, index_of) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: index_of.get(item, -1)
        if key in ("start", "end") and isinstance(item, int)
        else _converted(item, index_of)
        for key, item in value.items()
    }


def _listed(units: set[Unit]) -> str:
    return " or ".join(UNIT_NAMES[unit] for unit in UNITS if unit in units)
