"""Web pages: the article in a page, with its title, date and outlet, taken out by trafilatura.

What is kept is the extracted text; offsets count in that, and the hash of the page's bytes says
what it came from. A date counts as stated only where the page's own metadata has it.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

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
    whole_file,
)
from annotator.model import ids
from annotator.model.values import ValueProblem, check_interval

NO_ARTICLE = "there is no article in this page"

LONGEST_PAGE = 20_000_000
"""Bytes of a page; its scripts and menus may be more than its text."""

_FEWEST_WORDS = 12
"""Less than this is a menu or a notice."""

_HEAD = 4096
"""Bytes in which a page may state its encoding, and somewhat more: the standard allows 1,024."""

_CHARSET = re.compile(
    rb"""<(?:meta\b[^>]*?|\?xml\b[^>]*?)(?:charset|encoding)\s*=\s*["']?([\w.:-]+)""", re.I
)
_LANGUAGE = re.compile(r"""<html\b[^>]*?\blang\s*=\s*["']?([A-Za-z]{2,3})\b""", re.I)
_AS_WINDOWS = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254"}
"""What browsers take these names for (WHATWG Encoding Standard, labels of windows-125x)."""


class Page(NamedTuple):
    """A page that was not read yet, or its bytes."""

    data: Path | bytes
    charset: str = ""
    """The encoding that was said about it, "" where it says so itself or is UTF-8."""


def recognises(source: Source) -> bool:
    """Every file that is named like one may be a page."""
    return True


def pieces(source: Source, settings: Settings) -> Iterator[Piece]:
    """Yield the one article of the page; `prepare` reads it.

    Raises:
        ImportRefused: there is no such file, or it is too long.
    """
    piece = whole_file(source, LONGEST_PAGE)
    yield piece._replace(data=Page(*piece.data))


def prepare(piece: Piece, settings: Settings) -> Prepared | Skipped:
    """Take the article out of the page and segment it.

    Raises:
        ImportRefused: the page cannot be read, or nobody can tell its encoding.
    """
    page: Page = piece.data
    try:
        data = page.data.read_bytes() if isinstance(page.data, Path) else page.data
    except OSError as error:
        raise unreadable(piece.place, error) from None
    from annotator.text.decoding import NotText, decode

    try:
        decoded = decode(data, page.charset or _stated(data))
    except NotText as problem:
        raise piece.place.refused(f"{problem}.") from None
    text, stated = _extracted(decoded.text)
    if not text:
        return Skipped(piece.source, NO_ARTICLE)
    came = Came(piece.source, ids.hash_bytes(data), decoded.encoding, decoded.bom)
    given = piece.given.or_else(stated)
    document = new_document(piece.place, text, came, given, settings, _extractor())
    return Prepared(piece.place, document)


def _stated(data: bytes) -> str:
    """Return the encoding that a page states, "" where it states none that is known."""
    from annotator.text.decoding import known_encoding

    found = _CHARSET.search(data, 0, _HEAD)
    if found:
        with suppress(LookupError):
            name = known_encoding(found[1].decode("ascii"))
            # A page that can be read so far was in no encoding of two bytes a letter.
            return "" if name.startswith(("utf-16", "utf-32")) else _AS_WINDOWS.get(name, name)
    return ""


def _extracted(page: str) -> tuple[str, Given]:
    """Return the article's text, "" where there is none, and what the page says of it."""
    from trafilatura import bare_extraction

    from annotator.text.folding import words

    found = bare_extraction(
        page,
        with_metadata=True,
        include_comments=False,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    text = str(getattr(found, "text", None) or "").strip()
    if len(words(text)) < _FEWEST_WORDS:
        return "", Given()
    language = _LANGUAGE.search(page, 0, _HEAD)
    names = ("title", "sitename", "hostname", "url", "date")
    said = {name: _plain(getattr(found, name)) for name in names}
    return text, Given(
        title=said["title"],
        published=_interval(said["date"]),
        publisher=said["sitename"] or said["hostname"],
        url=said["url"],
        language=language[1].lower() if language else "",
    )


def _plain(value: object) -> str:
    return " ".join(str(value or "").replace("\0", "").split())


def _interval(day: str) -> str:
    try:
        return check_interval(f"{day}/{day}") if day else ""
    except ValueProblem:
        return ""


def _extractor() -> str:
    from importlib.metadata import version

    return f"trafilatura {version('trafilatura')}"
