"""Bytes of a file into text, exactly: no newline translation, no replacement characters.

Must import nothing of ours.
"""

import codecs
from typing import NamedTuple

# UTF-32-LE first: its mark begins with the mark of UTF-16-LE.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF8, "utf-8"),
)


class NotText(ValueError):
    """The bytes are not text the program can hold; the message says what to do, in one sentence."""


class Decoded(NamedTuple):
    """A file's text without its byte order mark, and how it was encoded."""

    text: str
    encoding: str
    bom: bool


def decode(data: bytes) -> Decoded:
    """Decode UTF-8, or UTF-16 and UTF-32 if a byte order mark names them.

    Args:
        data: all bytes of one file.

    Returns:
        The text, every character as it stands in the file.

    Raises:
        NotText: the bytes are binary, in another encoding, damaged, or hold nothing to read.
    """
    mark, encoding = next(((m, e) for m, e in _MARKS if data.startswith(m)), (b"", "utf-8"))
    body = data[len(mark) :]
    if encoding == "utf-8" and b"\0" in body:
        raise NotText(
            "there are NUL bytes in it, so it is not plain text; "
            "give a text file (UTF-16 text needs a byte order mark)"
        )
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotText(_reason(body, encoding, error)) from None
    _refuse_unreadable(text)
    return Decoded(text, encoding, bool(mark))


def _refuse_unreadable(text: str) -> None:
    if "\0" in text:
        raise NotText("there are NUL characters in it, so it is not plain text; give a text file")
    if not text or text.isspace():
        raise NotText("there is no text in it; give a file with text, or leave this one out")


def _reason(body: bytes, encoding: str, error: UnicodeDecodeError) -> str:
    if encoding != "utf-8":
        return f"it begins like {encoding.upper()} but is damaged; save it again as UTF-8"
    byte, line = body[error.start], body.count(b"\n", 0, error.start) + 1
    if byte == 0xED and body[error.start + 1 : error.start + 2] >= b"\xa0":
        return f"half a surrogate pair stands on line {line}; write that character again as UTF-8"
    if error.end == len(body) and error.reason == "unexpected end of data":
        return f"it ends in the middle of a character on line {line}; get the complete file"
    # Windows code pages use 0x80 to 0x9F for letters and quotes, ISO 8859 has no characters there.
    likely = "WINDOWS-1252" if 0x80 <= byte <= 0x9F else "ISO-8859-1"
    return (
        f"byte 0x{byte:02X} on line {line} is not UTF-8; "
        f"convert it with `iconv -f {likely} -t UTF-8`, or from the encoding it really has"
    )
