"""Wrapping and drawing text: nothing lost, nothing cut in a character, nothing a terminal obeys."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.tui.widgets.cells import (
    columns,
    cut_to_cells,
    fit_to_cells,
    graphemes,
    shown_text,
    wrap,
)

PIECES = st.sampled_from(
    [
        *("word", "a", " ", "  ", "\n", "\r\n", "\t", "日本", "e\u0301", "👩\u200d👩\u200d👧"),
        *("🇮🇷", "\u200b", "\u2028", "\x1b[31m", "[/b]", "\xa0", "क्षि", "سلام", "\u202e"),
        *("\x07", "longer-word"),
    ]
)
TEXTS = st.lists(PIECES, min_size=1, max_size=60).map("".join)


@given(TEXTS, st.integers(1, 40))
def test_rows_leave_nothing_out_and_cut_no_character(text: str, width: int) -> None:
    rows = wrap(text, 0, len(text), width)
    assert rows[0].start == 0
    assert rows[-1].end == len(text)
    assert all(one.end == other.start for one, other in pairwise(rows))
    edges = {one.start for one in graphemes(text, 0, len(text))} | {len(text)}
    assert {row.start for row in rows} <= edges


@given(TEXTS, st.integers(4, 40))
def test_rows_fit_but_for_blanks_at_their_end(text: str, width: int) -> None:
    for row in wrap(text, 0, len(text), width):
        cells = list(graphemes(text, *row))
        while cells and cells[-1].shown == " ":
            cells.pop()
        assert sum(one.width for one in cells) <= width


@given(st.text(alphabet="ab, .", min_size=1, max_size=120), st.integers(1, 30))
def test_plain_text_wraps_like_any_text(text: str, width: int) -> None:
    # A wide character far behind sends the text on the slow way; both ways must agree before it.
    fast = wrap(text, 0, len(text), width)
    slow = wrap(text + "日", 0, len(text), width)
    assert fast == slow


@given(TEXTS)
def test_what_is_drawn_holds_nothing_that_a_terminal_obeys(text: str) -> None:
    drawn = shown_text(text, 0, len(text))
    assert not any(ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0 for c in drawn)
    assert not set(drawn) & set(
        "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f"
    )


@given(TEXTS)
def test_columns_grow_with_offsets(text: str) -> None:
    (row, *_) = wrap(text, 0, len(text), 200)
    found = columns(text, row)
    if found is not None:
        places = [found[offset] for offset in range(row.start, row.end + 1)]
        assert places == sorted(places)
        assert len(found) == row.end - row.start + 1


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("a\tb\nc", "a b c"),
        ("\x1b[31mred", "␛[31mred"),
        ("[/b] [", "[/b] ["),
        ("zero\u200bwidth", "zero·width"),
        ("line\u2028line", "line line"),
        ("\u202eturned", "·turned"),
    ],
)
def test_stand_ins(text: str, drawn: str) -> None:
    assert shown_text(text, 0, len(text)) == drawn


def test_long_lines_are_cut_with_a_sign() -> None:
    assert cut_to_cells("日本語", 4) == "日…"
    assert cut_to_cells("short", 10) == "short"


@given(TEXTS, st.integers(0, 30))
def test_what_is_fitted_takes_exactly_its_cells(text: str, width: int) -> None:
    fitted = fit_to_cells(text, width)
    assert sum(one.width for one in graphemes(fitted, 0, len(fitted))) == width
    assert fitted.rstrip(" ") == cut_to_cells(text, width).rstrip(" ")


@pytest.mark.parametrize(
    ("text", "width", "fitted"),
    [
        ("Karvan", 6, "Karvan"),
        ("Karvan", 8, "Karvan  "),
        ("Karvan", 4, "Kar…"),
        ("東京都", 6, "東京都"),
        ("東京都", 5, "東京…"),
        ("東京都", 4, "東… "),
        ("東", 1, " "),
        ("", 2, "  "),
        ("Karvan", 0, ""),
    ],
)
def test_fitting(text: str, width: int, fitted: str) -> None:
    assert fit_to_cells(text, width) == fitted
