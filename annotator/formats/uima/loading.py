"""What reading both spellings of a CAS shares: the file, and errors of the library in one sentence.

dkpro-cassis is imported when a CAS is loaded: a file is recognised without it.
"""

import re
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from annotator.formats.errors import ImportRefused, Place
from annotator.formats.importing.reading import Piece, unreadable

LONGEST_FILE = 64 * 1024 * 1024
"""Bytes of a CAS: ten times the longest text, for the annotations on it."""

_OFFSET = re.compile(r"\[(-?\d+)\]")
_NO_TEXT = re.compile("[\ud800-\udfff\0]")


def file_text(path: Path, place: Place) -> tuple[bytes, str]:
    """Return the bytes of a file, and the text that they are.

    Raises:
        ImportRefused: it cannot be read, or is no UTF-8.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise unreadable(place, error) from None
    try:
        return data, data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise place.refused(f"byte {error.start + 1} is no UTF-8; export it again.") from None


def loaded(load: Callable[[], Any], piece: Piece, kind: str) -> Any:
    """Return what the library reads; everything it runs into becomes one sentence.

    Args:
        kind: how messages call the file, such as `JSON CAS`.

    Raises:
        ImportRefused: it cannot be read, or an offset is none of the text.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # It would keep such an offset as it is.
            warnings.filterwarnings("error", message="Not mapping")
            return load()
    except ImportRefused:
        raise
    except UserWarning as warning:
        match = _OFFSET.search(str(warning))
        raise piece.place.refused(
            f"the offset {match[1] if match else ''} lies outside its text or inside a character, "
            "in UTF-16 code units, which a CAS counts; correct it."
        ) from None
    except Exception as error:  # nothing tells which errors the library does not catch
        raise piece.place.refused(
            f"it is no {kind} that fits its type system ({type(error).__name__}); export it again."
        ) from None


def check_storable(texts: str, place: Place) -> None:
    """Refuse what no text file can hold.

    Raises:
        ImportRefused: half a surrogate pair or a NUL is in it.
    """
    if _NO_TEXT.search(texts):
        raise place.refused(
            "half a surrogate pair or a NUL stands in it; write that character again as UTF-8."
        )
