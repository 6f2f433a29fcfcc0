"""Token lists are the tokens of `tokenize`, only faster."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotator.resources import resource_dir
from annotator.text.token_lists import token_lists
from annotator.text.tokens import tokenize
from tests.unit.text.hostile import hostile_texts

WORDS = ["Kabul’s", "U.S.-led", "(ISIS/ISIL),", "10:30", "e\u0301", "\u0301", "-", "’s", "\n", "…”"]


def listed(text: str) -> list[tuple[str, int, int]]:
    return list(zip(*token_lists(text), strict=True))


def expected(text: str) -> list[tuple[str, int, int]]:
    return [(text[start:end], start, end) for start, end, _ in tokenize(text, 0, len(text))]


@pytest.mark.parametrize("path", sorted(resource_dir("seeds").glob("*.txt")), ids=lambda p: p.stem)
def test_a_seed_article_has_the_same_tokens(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert listed(text) == expected(text)


@given(hostile_texts)
@example("\u0600 a")
def test_a_hostile_text_has_the_same_tokens(text: str) -> None:
    assert listed(text) == expected(text)


@given(st.lists(st.sampled_from(WORDS)).map(" ".join))
def test_words_between_spaces_have_the_same_tokens(text: str) -> None:
    assert listed(text) == expected(text)


def test_a_word_too_long_to_be_kept_has_the_same_tokens() -> None:
    text = f"a {'word-' * 20}b c"

    assert listed(text) == expected(text)
