"""XML of other programs, read without what makes XML dangerous.

Entities, which can grow without bounds or fetch other files, need a document type; a file that
declares one is refused before it is parsed.
"""

from pathlib import Path
from xml.etree import ElementTree

from annotator.formats.errors import Place
from annotator.formats.importing.reading import unreadable

_LONGEST = 64 * 1024 * 1024


def read_xml(path: Path, place: Place) -> ElementTree.Element:
    """Return the root of a file.

    Raises:
        ImportRefused: it cannot be read, is no XML in UTF-8, or declares a document type.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(_LONGEST + 1)
    except OSError as error:
        raise unreadable(place, error) from None
    if len(data) > _LONGEST:
        raise place.refused(f"it is longer than {_LONGEST // 2**20} MB; part it.")
    return parse_xml(data, place)


def parse_xml(data: bytes, place: Place) -> ElementTree.Element:
    """Return the root of what was read.

    Raises:
        ImportRefused: it is no XML in UTF-8, or declares a document type.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise place.refused("it is not UTF-8; save it again as UTF-8.") from None
    if "<!DOCTYPE" in text:
        raise place.refused("it declares a document type, which is not read; take it out.")
    try:
        return ElementTree.fromstring(text)  # noqa: S314 - without a type there are no entities
    except ElementTree.ParseError as error:
        line, _ = error.position
        raise Place(place.file, line).refused("this is no XML; correct it.") from None
