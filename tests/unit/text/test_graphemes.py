"""Grapheme boundaries: exact at every offset, and as quick in long lines as in short ones."""

import regex
from hypothesis import given
from hypothesis import strategies as st

from annotator.text.graphemes import is_boundary, next_boundary, previous_boundary

SINGLE = "ab \r\n\u0301\u200d\ufe0f\u0600\u00a0\u1100\u1161\u11a8"
HOSTILE = st.text(st.sampled_from(SINGLE) | st.characters())
PIECES = st.lists(
    st.sampled_from(["👩‍👩‍👧", "🇦🇫", "🇦", "e\u0301", "\r\n", "क्ष", "ab", " ", "👍🏽", "한"])
).map("".join)
TEXTS = HOSTILE | PIECES


def boundaries(text: str) -> list[int]:
    """All boundaries of a text, by a scan from its start."""
    return [0, *(found.end() for found in regex.finditer(r"\X", text))]


@given(TEXTS)
def test_every_offset_agrees_with_a_scan_from_the_start(text: str) -> None:
    expected = boundaries(text)
    for offset in range(len(text) + 1):
        assert is_boundary(text, offset) == (offset in expected)
        assert next_boundary(text, offset) == min(
            (b for b in expected if b > offset), default=len(text)
        )
        assert previous_boundary(text, offset) == max(
            (b for b in expected if b < offset), default=0
        )


def test_offsets_outside_the_text_stay_at_its_ends() -> None:
    assert next_boundary("ab", 9) == 2
    assert previous_boundary("ab", -1) == 0
    assert is_boundary("ab", 9)


def test_a_family_is_one_step() -> None:
    text = "x👩‍👩‍👧y"
    assert next_boundary(text, 1) == len(text) - 1
    assert previous_boundary(text, len(text) - 1) == 1
