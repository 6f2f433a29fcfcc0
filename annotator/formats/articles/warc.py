"""Web archives (WARC 1.0 and 1.1, ISO 28500): the article of each page in them.

Of all records those are read that hold a page or a plain text and were answered with success.
"""

from collections.abc import Iterator
from typing import Any

from annotator.formats.articles import html
from annotator.formats.articles.html import Page
from annotator.formats.errors import Place
from annotator.formats.importing.reading import (
    Came,
    Given,
    Piece,
    Prepared,
    Settings,
    Skipped,
    Source,
    new_document,
    unreadable,
)
from annotator.model import ids

_PAGES = ("text/html", "application/xhtml+xml")
_TYPES = (*_PAGES, "text/plain")


def recognises(source: Source) -> bool:
    """Every file that is named like one may be a web archive."""
    return True


def pieces(source: Source, settings: Settings) -> Iterator[Piece]:
    """Yield one piece per page.

    Raises:
        ImportRefused: the file cannot be read, or is damaged.
    """
    from warcio.archiveiterator import ArchiveIterator

    place = Place(source.name)
    try:
        with source.path.open("rb") as stream:
            for number, record in enumerate(_records(ArchiveIterator(stream), place), 1):
                piece = _piece(record, number, source)
                if piece:
                    yield piece
    except OSError as error:
        raise unreadable(place, error) from None


def prepare(piece: Piece, settings: Settings) -> Prepared | Skipped:
    """Take the article out of a page, or take the text as it is.

    Raises:
        ImportRefused: nobody can tell the encoding.
    """
    if isinstance(piece.data, Page):
        return html.prepare(piece, settings)
    from annotator.text.decoding import NotText, decode

    data, encoding = piece.data
    try:
        decoded = decode(data, encoding)
    except NotText as problem:
        return Skipped(piece.source, str(problem))
    came = Came(piece.source, ids.hash_bytes(data), decoded.encoding, decoded.bom)
    return Prepared(
        piece.place, new_document(piece.place, decoded.text, came, piece.given, settings)
    )


def _records(archive: Any, place: Place) -> Iterator[Any]:
    from warcio.exceptions import ArchiveLoadFailed

    try:
        yield from archive
    except (ArchiveLoadFailed, EOFError, ValueError) as error:
        raise place.refused(
            f"it is no web archive, or a damaged one ({type(error).__name__}); get it anew."
        ) from None


def _piece(record: Any, number: int, source: Source) -> Piece | None:
    """Return the page of a record, None for what is no page."""
    kind, http = record.rec_type, record.http_headers
    if kind not in ("response", "resource", "conversion"):
        return None
    if kind == "response" and (http is None or http.get_statuscode() != "200"):
        return None
    said = (http if kind == "response" else record.rec_headers).get_header("Content-Type") or ""
    media, _, parameters = said.partition(";")
    if media.strip().lower() not in _TYPES:
        return None
    data = record.content_stream().read(html.LONGEST_PAGE + 1)
    place = Place(source.name, number)
    if len(data) > html.LONGEST_PAGE:
        return None
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    name = f"{source.name}/{url or number}"
    given = source.given_for(name).or_else(Given(url=url))
    charset = source.reading.encoding or _charset(parameters)
    is_page = media.strip().lower() in _PAGES
    return Piece(place, Page(data, charset) if is_page else (data, charset), len(data), name, given)


def _charset(parameters: str) -> str:
    """Return the encoding that a header names, "" for none that is known."""
    from annotator.text.decoding import known_encoding

    name = parameters.lower().partition("charset=")[2].partition(";")[0].strip(" \"'")
    try:
        return known_encoding(name) if name else ""
    except LookupError:
        return ""
