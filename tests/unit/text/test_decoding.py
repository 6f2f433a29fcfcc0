"""Decoding: exact text, or one plain sentence about what is wrong."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.text.decoding import NotText, decode

READABLE = st.text(st.characters(codec="utf-8", exclude_characters="\0\ufeff"), min_size=1).filter(
    lambda text: not text.isspace()
)
MARKS = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
}


@given(READABLE)
def test_utf8_comes_back_exactly(text: str) -> None:
    assert decode(text.encode()) == (text, "utf-8", False)


@pytest.mark.parametrize("encoding", MARKS)
@given(text=READABLE)
def test_a_byte_order_mark_is_noted_and_left_out(encoding: str, text: str) -> None:
    assert decode(MARKS[encoding] + text.encode(encoding)) == (text, encoding, True)


def test_line_ends_stay_as_they_are() -> None:
    assert decode(b"one\r\ntwo\rthree\n").text == "one\r\ntwo\rthree\n"


def test_only_the_first_mark_is_taken_off() -> None:
    assert decode(codecs.BOM_UTF8 * 2 + b"a").text == "\ufeffa"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no text"),
        (b" \r\n\t\xc2\xa0", "no text"),
        (codecs.BOM_UTF8, "no text"),
        (b"\x89PNG\0\0", "NUL bytes"),
        ("k\0".encode("utf-16-le"), "NUL bytes"),
        (codecs.BOM_UTF16_LE + "a\0".encode("utf-16-le"), "NUL characters"),
        (b"one\ntwo\nthe \xe9tat here", "byte 0xE9 on line 3 is not UTF-8"),
        (b"the \xe9tat here", "`iconv -f ISO-8859-1 -t UTF-8`"),
        (b"\x93quoted\x94", "`iconv -f WINDOWS-1252 -t UTF-8`"),
        (b"ab\n\xed\xa0\x80", "half a surrogate pair stands on line 2"),
        ("café".encode()[:-1], "ends in the middle of a character on line 1"),
        (codecs.BOM_UTF16_LE + b"a", "begins like UTF-16-LE but is damaged"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8a\x00", "damaged"),
        (codecs.BOM_UTF32_LE + b"\x00\xd8\x00\x00", "damaged"),
    ],
)
def test_what_is_not_text_is_refused_in_plain_words(data: bytes, words: str) -> None:
    with pytest.raises(NotText) as refusal:
        decode(data)
    assert words in str(refusal.value)
    assert "\n" not in str(refusal.value)
