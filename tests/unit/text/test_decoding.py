"""Decoding: exact text, or one plain sentence about what is wrong."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.text.decoding import NotText, candidates, decode, known_encoding

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
        ("kabul was".encode("utf-16-le"), "say --encoding utf-16-le"),
        ("kabul was".encode("utf-16-be"), "say --encoding utf-16-be"),
        (b"\xfc\xbc\x90\x8a\x95\xa2", "no encoding fits"),
        ("k\0".encode("utf-16-le"), "NUL bytes"),
        (codecs.BOM_UTF16_LE + "a\0".encode("utf-16-le"), "NUL characters"),
        (b"one\ntwo\nthe \xe9tat here", "byte 0xE9 on line 3 is not UTF-8"),
        (b"the \xe9tat here", "it may be windows-1252, windows-1250, windows-1256 or windows-1254"),
        (b"\x93quoted\x94", "say which with --encoding"),
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


@pytest.mark.parametrize(
    ("text", "encoding", "others"),
    [
        ("The “état” of the café was déjà vu.", "cp1252", {"cp1250", "cp1254", "cp1256"}),
        ("Талибан опроверг заявление Ирана.", "cp1251", set()),
        ("Талибан опроверг заявление Ирана.", "koi8-r", {"cp874"}),
        ("قالت وزارة الخارجية الإيرانية", "cp1256", set()),
        ("塔利班政府否认伊朗关于伊斯兰国领导人的说法。", "gb18030", {"euc_jp", "koi8-r"}),
        ("タリバン政府はイランの主張を否定した。", "shift_jis", {"gb18030"}),
    ],
)
def test_the_right_encoding_is_among_the_few_that_are_named(
    text: str, encoding: str, others: set[str]
) -> None:
    found = candidates((text * 5).encode(encoding))
    assert encoding in found and set(found) <= others | {encoding}
    assert decode(text.encode(encoding), encoding) == (text, encoding, False)


@pytest.mark.parametrize("encoding", ["cp1252", "cp1251", "gb18030", "utf-16-le"])
def test_a_mark_goes_before_the_encoding_that_was_named(encoding: str) -> None:
    assert decode(codecs.BOM_UTF8 + "é".encode(), encoding) == ("é", "utf-8", True)


def test_what_does_not_fit_the_named_encoding_is_refused() -> None:
    with pytest.raises(NotText, match="byte 0xFF on line 1 is not ascii; name another --encoding"):
        decode(b"a\xff", "ascii")


@pytest.mark.parametrize(("name", "known"), [("latin-1", "iso8859-1"), ("UTF8", "utf-8")])
def test_encodings_are_known_by_any_of_their_names(name: str, known: str) -> None:
    assert known_encoding(name) == known


@pytest.mark.parametrize("name", ["nope", "rot13", "base64", "punycode", "unicode_escape", "x\0"])
def test_what_is_no_encoding_of_files_is_unknown(name: str) -> None:
    with pytest.raises((LookupError, ValueError)):
        known_encoding(name)
