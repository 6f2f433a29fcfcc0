"""Plain text and Markdown: one file is one article, kept character for character."""

from collections.abc import Iterator

from annotator.formats.importing.reading import (
    LONGEST_ARTICLE,
    Came,
    Piece,
    Prepared,
    Settings,
    Source,
    new_document,
    unreadable,
    whole_file,
)
from annotator.model import ids


def recognises(source: Source) -> bool:
    """Every file may be text."""
    return True


def pieces(source: Source, settings: Settings) -> Iterator[Piece]:
    """Yield the one article of the file; `prepare` reads it.

    Raises:
        ImportRefused: there is no such file, or it is too long.
    """
    yield whole_file(source, LONGEST_ARTICLE)


def prepare(piece: Piece, settings: Settings) -> Prepared:
    """Read, decode and segment the file.

    Raises:
        ImportRefused: it cannot be read, or is not text.
    """
    from annotator.text.decoding import NotText, decode

    path, encoding = piece.data
    try:
        data = path.read_bytes()
    except OSError as error:
        raise unreadable(piece.place, error) from None
    try:
        decoded = decode(data, encoding)
    except NotText as problem:
        raise piece.place.refused(f"{problem}.") from None
    came = Came(piece.source, ids.hash_bytes(data), decoded.encoding, decoded.bom)
    return Prepared(
        piece.place, new_document(piece.place, decoded.text, came, piece.given, settings)
    )
