"""UIMA CAS as XMI, a file for each article, and beside them the type system of all."""

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from annotator.formats.errors import Place
from annotator.formats.exporting.writing import Context, Json, Part, WriterByArticle, loss
from annotator.formats.importing.drafts import prepared
from annotator.formats.importing.reading import (
    Piece,
    Prepared,
    Settings,
    Source,
    unreadable,
    whole_file,
)
from annotator.formats.uima.loading import LONGEST_FILE, check_storable, file_text, loaded
from annotator.formats.uima.names import featured
from annotator.formats.uima.taking import draft_of

TYPES_FILE = "TypeSystem.xml"

_BEGIN = 4096
_DECLARED = re.compile(r"""\A\s*<\?xml\b[^>]*?\bencoding\s*=\s*["']([\w.:-]+)""")
_DOCTYPE = re.compile(r"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ID = re.compile(r"\bxmi:id\s*=\s*[\"'](\d+)")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


# -------------------------------------------------------------------------------------- reading


def recognises(source: Source) -> bool:
    """Tell whether the file begins like XMI of a CAS."""
    try:
        with source.path.open("rb") as stream:
            return b"XMI" in stream.read(_BEGIN)
    except OSError as error:
        raise unreadable(Place(source.name), error) from None


def pieces(source: Source, settings: Settings) -> Iterator[Piece]:
    """Yield the one article.

    Raises:
        ImportRefused: there is no such file, it is too long, or its type system is not beside it.
    """
    piece = whole_file(source, LONGEST_FILE)
    types = types_beside(source.path)
    if types is None:
        raise piece.place.refused(
            f"its type system, {TYPES_FILE}, is not beside it; put it there, or export JSON CAS."
        )
    yield piece._replace(data=(source.path, types))


def prepare(piece: Piece, settings: Settings) -> Prepared:
    """Read an article with its annotations.

    Raises:
        ImportRefused: it is no XMI, or does not fit its type system, the scheme or its text.
    """
    path, types = piece.data
    data, text = _checked(path, piece.place)
    _, declared = _checked(types, Place(piece.place.file.removesuffix(path.name) + types.name))
    _check_ids(text, piece.place)

    def load() -> Any:
        import cassis

        return cassis.load_cas_from_xmi(text, typesystem=cassis.load_typesystem(declared))

    draft = draft_of(loaded(load, piece, "XMI"), piece, data)
    check_storable("".join((draft.text, *draft.given)), piece.place)
    return prepared(draft, piece.place, settings)


def types_beside(path: Path) -> Path | None:
    """Return the file with the type system of another."""
    names = (TYPES_FILE, TYPES_FILE.lower(), f"{path.stem}-typesystem.xml")
    return next((one for name in names if (one := path.with_name(name)).is_file()), None)


def _checked(path: Path, place: Place) -> tuple[bytes, str]:
    """Return a file of XML that declares nothing and is UTF-8.

    Raises:
        ImportRefused: it is another; entities could make it as large as they like, or other files.
    """
    data, text = file_text(path, place)
    match = _DECLARED.match(text)
    if match and match[1].lower() not in ("utf-8", "utf8", "us-ascii"):
        raise place.refused(f"it says that it is {match[1]}; write it again as UTF-8.")
    if _DOCTYPE.search(text):
        raise place.refused("it declares a document type or entities; take the declaration out.")
    return data, text


def _check_ids(text: str, place: Place) -> None:
    seen: set[str] = set()
    for match in _ID.finditer(text):
        if match[1] in seen:
            line = text.count("\n", 0, match.start()) + 1
            raise Place(place.file, line).refused(
                f"the id {match[1]} stands twice; ids are used once."
            )
        seen.add(match[1])


# -------------------------------------------------------------------------------------- writing


def writer(context: Context) -> "XmiWriter":
    """Return what writes an export."""
    return XmiWriter(context)


class XmiWriter(WriterByArticle):
    """Writes one file for each article, and the type system."""

    target = "xmi"

    def __init__(self, context: Context) -> None:
        self._entries, self._attributes = context.entries, featured(context.scheme)

    def fixed(self) -> Iterator[Part]:
        """Yield the type system."""
        from annotator.formats.uima.filling import type_system

        text = type_system(self._attributes).to_xml()
        yield Part(f"xmi/{TYPES_FILE}", text.encode() + b"\n", whole=True)

    def parts(self, document: Json) -> Iterator[Part]:
        """Yield the file of an article."""
        from annotator.formats.uima.filling import cas_of

        text = cas_of(_for_xml(document), self._entries, self._attributes).to_xmi()
        yield Part(f"xmi/{document['id']}.xmi", text.encode() + b"\n", whole=True)

    def losses(self, document: Json) -> Iterator[Json]:
        """Yield what a CAS has no place for, and what XML has no characters for."""
        from annotator.formats.uima.filling import cas_losses

        yield from cas_losses(document)
        yield from _losses_of_xml(document)


def _losses_of_xml(document: Json) -> Iterator[Json]:
    why = "XML has no control characters; U+FFFD stands in their place"
    for part in ("text", "title", "url"):
        if _NO_XML.search(document[part]):
            yield loss(document, "*", part, why, severity="changed")
    layers = ("entities", "incidents", "claims", "relations")
    for one in chain.from_iterable(document[layer] for layer in layers):
        for part in ("note", "attributes"):
            if _for_xml(one[part]) != one[part]:
                yield loss(document, one["id"], part, why, severity="changed")


def _for_xml(value: Any) -> Any:
    """Return a value with U+FFFD for each character that XML does not have."""
    if isinstance(value, str):
        return _NO_XML.sub("\ufffd", value)
    if isinstance(value, list):
        return [_for_xml(item) for item in value]
    return (
        {key: _for_xml(item) for key, item in value.items()} if isinstance(value, dict) else value
    )
