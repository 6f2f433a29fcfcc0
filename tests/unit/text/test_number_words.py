"""Numbers in words, in digits."""

import pytest

from annotator.text.number_words import in_digits, number_of


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("zero", 0),
        ("twelve", 12),
        ("twenty-one", 21),
        ("a hundred", 100),
        ("a hundred and five", 105),
        ("two hundred", 200),
        ("a hundred thousand", 100_000),
        ("a dozen thousand", 12_000),
        ("two dozen", 24),
        ("twelve thousand three hundred", 12_300),
        ("three hundred thousand and forty-two", 300_042),
        ("a million two hundred thousand", 1_200_000),
        ("1.2 million", 1_200_000),
        ("3 hundred", 300),
    ],
)
def test_a_number_in_words_is_read(words: str, number: int) -> None:
    assert number_of(words) == number


@pytest.mark.parametrize(
    "words",
    [
        "six seven",
        "ten three",
        "twenty twelve",
        "a dozen five",
        "zero thousand",
        "two thousand million",
        "1.2345 thousand",
        "3 hundred thousand",
        "3 towns",
    ],
)
def test_words_that_say_no_number_are_told_apart(words: str) -> None:
    assert number_of(words) is None


def test_a_text_keeps_what_says_no_number() -> None:
    text = "a hundred thousand fled, twenty-one died; six seven, 1.2 million, 1.2345 thousand"
    assert in_digits(text) == "100000 fled, 21 died; six seven, 1200000, 1.2345 thousand"
