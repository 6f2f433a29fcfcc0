"""Bytes of a file into text, exactly: no newline translation, no replacement characters.

Must import nothing of ours.
"""

import codecs
import re
import unicodedata
from itertools import pairwise
from typing import NamedTuple

# UTF-32-LE first: its mark begins with the mark of UTF-16-LE.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF8, "utf-8"),
)

_NOT_OF_FILES = ("idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape")

_OLD = (
    *("cp1252", "cp1250", "cp1251", "koi8-r", "cp1256", "cp1253", "cp1254", "cp1255"),
    *("gb18030", "big5", "shift_jis", "euc_jp", "euc_kr", "cp874", "iso8859-1", "iso8859-2"),
)
"""What texts were written in before UTF-8, as Python calls it."""

_LOOKED_AT = 200_000
"""Bytes that say which encodings fit; more would only take time."""

_FEW = 4
"""Foreign signs that may all be quotes, and encodings that are named."""

_INVISIBLE = "\u200c\u200d\u200e\u200f\xad"
_WORD = re.compile(r"\w+")


class NotText(ValueError):
    """The bytes are not text the program can hold; the message says what to do, in one sentence."""


class Decoded(NamedTuple):
    """A file's text without its byte order mark, and how it was encoded."""

    text: str
    encoding: str
    bom: bool


def decode(data: bytes, encoding: str = "") -> Decoded:
    """Decode UTF-8, or UTF-16 and UTF-32 if a byte order mark names them, or what was named.

    Which of the old encodings a text has is never guessed: what fits is named in the message.

    Args:
        data: all bytes of one file.
        encoding: the encoding, as `known_encoding` returns it; a byte order mark goes before it.

    Returns:
        The text, every character as it stands in the file.

    Raises:
        NotText: the bytes are binary, in another encoding, damaged, or hold nothing to read.
    """
    mark, named = next(((m, e) for m, e in _MARKS if data.startswith(m)), (b"", encoding))
    body, used = data[len(mark) :], named or "utf-8"
    if used == "utf-8" and b"\0" in body:
        raise NotText(_with_nul(body))
    try:
        text = body.decode(used)
    except UnicodeDecodeError as error:
        raise NotText(_reason(body, used, error, is_named=not mark and bool(encoding))) from None
    _refuse_unreadable(text)
    return Decoded(text, used, bool(mark))


def known_encoding(name: str) -> str:
    """Return the usual name of an encoding of text.

    Raises:
        LookupError: there is none of this name.
    """
    "a".encode(name)  # what encodes no text, such as rot13, is no encoding here
    found = codecs.lookup(name).name
    if found.replace("-", "_") in _NOT_OF_FILES:
        raise LookupError(name)
    return found


def candidates(data: bytes) -> list[str]:
    """Return the old encodings that bytes which are no UTF-8 may have, the commonest first.

    One is left out where a byte has no character in it, and where what comes out cannot be text:
    control characters, words of two scripts or with capitals inside, mostly accented letters.
    """
    return [name for name in _OLD if _fits(data[:_LOOKED_AT], name)]


def _refuse_unreadable(text: str) -> None:
    if "\0" in text:
        raise NotText("there are NUL characters in it, so it is not plain text; give a text file")
    if not text or text.isspace():
        raise NotText("there is no text in it; give a file with text, or leave this one out")


def _with_nul(body: bytes) -> str:
    even, odd = body[::2].count(0), body[1::2].count(0)
    if max(even, odd) > len(body) // 8 and min(even, odd) < len(body) // 16:
        wide = "utf-16-be" if even > odd else "utf-16-le"
        return (
            "there are NUL bytes in it as in UTF-16, but no byte order mark; if that is what it "
            f"is, say --encoding {wide}"
        )
    return "there are NUL bytes in it, so it is not plain text; give a text file"


def _reason(body: bytes, encoding: str, error: UnicodeDecodeError, *, is_named: bool) -> str:
    byte, line = body[error.start], body.count(b"\n", 0, error.start) + 1
    if is_named:
        return f"byte 0x{byte:02X} on line {line} is not {encoding}; name another --encoding"
    if encoding != "utf-8":
        return f"it begins like {encoding.upper()} but is damaged; save it again as UTF-8"
    if byte == 0xED and body[error.start + 1 : error.start + 2] >= b"\xa0":
        return f"half a surrogate pair stands on line {line}; write that character again as UTF-8"
    if error.end == len(body) and error.reason == "unexpected end of data":
        return f"it ends in the middle of a character on line {line}; get the complete file"
    found = candidates(body)
    if not found:
        return f"byte 0x{byte:02X} on line {line} is not UTF-8, and no encoding fits; get it anew"
    return (
        f"byte 0x{byte:02X} on line {line} is not UTF-8; it may be {_either(found)}: "
        "say which with --encoding"
    )


def _either(names: list[str]) -> str:
    *most, last = (name.replace("cp125", "windows-125") for name in names[:_FEW])
    return f"{', '.join(most)} or {last}" if most else last


def _fits(data: bytes, encoding: str) -> bool:
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(data)
    except UnicodeDecodeError:
        return False
    foreign = [sign for sign in text if sign >= "\x80"]
    if any(unicodedata.category(sign)[0] == "C" and sign not in _INVISIBLE for sign in foreign):
        return False
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    if any(len(set(map(_script, word)) - {""}) > 1 or _has_capital_inside(word) for word in words):
        return False
    latin = "".join(word for word in words if _script(word[0]) == "LATIN")
    accented = sum(letter >= "\x80" for letter in latin)
    letters = sum(map(str.isalpha, foreign))
    return accented * 2 <= len(latin) and (letters * 2 >= len(foreign) or len(foreign) <= _FEW)


def _has_capital_inside(word: str) -> bool:
    return any(one.islower() and other.isupper() for one, other in pairwise(word))


def _script(letter: str) -> str:
    """Return the script of a letter, "" for one without."""
    if not letter.isalpha():
        return ""
    name = unicodedata.name(letter, "").partition(" ")[0]
    return "CJK" if name in ("HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA") else name
