"""Tokens: the steps a cursor takes, and no character lost on the way."""

import pytest
import regex
from hypothesis import given

from annotator.text.graphemes import is_boundary
from annotator.text.tokens import tokenize
from tests.unit.text.hostile import hostile_texts


def pieces(text: str) -> list[str]:
    """The tokens' texts."""
    return [text[start:end] for start, end, _ in tokenize(text, 0, len(text))]


@given(hostile_texts)
def test_tokens_hold_every_character_and_cut_no_cluster(text: str) -> None:
    tokens = tokenize(text, 0, len(text))
    held = [offset for start, end, _ in tokens for offset in range(start, end)]
    assert held == sorted(set(held))
    spaces = {found.start() for found in regex.finditer(r"\X", text) if found.group().isspace()}
    missed = set(range(len(text))) - set(held)
    assert all(text[offset].isspace() for offset in missed)
    for start, end, kind in tokens:
        assert start < end and start not in spaces
        assert is_boundary(text, start) and is_boundary(text, end)
        assert kind in {"word", "number", "punctuation", "symbol"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dasht-e-Barchi, al-Zawahiri", "Dasht-e-Barchi | , | al-Zawahiri"),
        ("the U.S. and U.S.-led forces", "the | U.S. | and | U.S.-led | forces"),
        ("(ISIS/ISIL)", "( | ISIS | / | ISIL | )"),
        ("ISIS-K, F-16", "ISIS-K | , | F-16"),
        ("Kabul’s boys’ Iran's", "Kabul | ’s | boys | ’ | Iran | 's"),
        ("don’t visit Sana’a or O'Brien", "don’t | visit | Sana’a | or | O'Brien"),
        ("1,650 18.5 5th 1990s 10:30", "1,650 | 18.5 | 5th | 1990s | 10:30"),
        ("2021-05-06 1996-2001", "2021-05-06 | 1996 | - | 2001"),
        ("12-year-old in mid-August", "12-year-old | in | mid-August"),
        ("“Go.” (No)", "“ | Go | . | ” | ( | No | )"),
        ("AT&T $100", "AT&T | $ | 100"),
        ("at https://a.org/b. Mail j.d@a.org.", "at | https://a.org/b | . | Mail | j.d@a.org | ."),
        ("爆炸 タリ ก็กำ", "爆 | 炸 | タリ | ก็ | กำ"),
        ("ガニー・バラーダル師のｶﾀｶﾅ", "ガニー | ・ | バラーダル | 師 | の | ｶﾀｶﾅ"),
        ("ISIS在2023年", "ISIS | 在 | 2023 | 年"),
        ("เขาเก่งปาก", "เขา | เก่ | ง | ปา | ก"),
        ("ເຈົ້າ", "ເຈົ້າ"),
        ("ကျွန်တော်", "ကျွန် | တော်"),
        ("ខ្ញុំស្រ", "ខ្ញុំ | ស្រ"),
        ("می‌خواهم Привет-мир", "می‌خواهم | Привет-мир"),
        ("👩‍👩‍👧👍🏽 🇦🇫🇦🇫", "👩‍👩‍👧 | 👍🏽 | 🇦🇫 | 🇦🇫"),
        ("e\u0301te\u0301’s", "e\u0301te\u0301 | ’s"),
    ],
)
def test_cuts(text: str, expected: str) -> None:
    assert pieces(text) == expected.split(" | ")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Kabul", "word"),
        ("12-year-old", "word"),
        ("爆", "word"),
        ("1,650", "number"),
        ("٣", "number"),
        (",", "punctuation"),
        ("–", "punctuation"),
        ("\u200b", "punctuation"),
        ("\x1b", "punctuation"),
        ("👩‍👩‍👧", "symbol"),
        ("+", "symbol"),
        ("₽", "symbol"),
    ],
)
def test_kinds(text: str, kind: str) -> None:
    assert tokenize(text, 0, len(text)) == [(0, len(text), kind)]


def test_the_genitive_is_passed_like_punctuation() -> None:
    assert tokenize("Kabul’s", 0, 7)[1] == (5, 7, "punctuation")


def test_offsets_count_from_the_start_of_the_text() -> None:
    assert tokenize("one two three", 4, 7) == [(4, 7, "word")]


@pytest.mark.parametrize(
    "piece",
    [
        "+",
        ".",
        "1.",
        "1a.",
        "a.",
        "a-",
        "a'",
        "@",
        "a@",
        "a@a.",
        "http://",
        "Ж.",
        "👍",
        "\u0301",
        "タ",
        "เ",
        "กา",
        "က်",
    ],
)
def test_repetition_does_not_blow_up(piece: str) -> None:
    text = piece * 50_000 + "b"
    assert sum(end - start for start, end, _ in tokenize(text, 0, len(text))) == len(text)
