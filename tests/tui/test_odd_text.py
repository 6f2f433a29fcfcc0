"""Scripts and characters that terminals find hard: nothing breaks an offset or a column."""

import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.pilot import Pilot

from annotator.model.annotation import Mention
from annotator.model.article import Sentence
from annotator.model.spans import Span
from annotator.project import Project
from annotator.tui.widgets.cells import columns, graphemes, right_to_left, shown_text, wrap
from annotator.tui.widgets.layout import lay_out
from annotator.tui.widgets.marks import mention_marks
from annotator.tui.widgets.painter import GUTTER
from annotator.tui.widgets.span_view import SpanView
from tests.tui.conftest import Opened
from tests.tui.screens import desk_of, label_screen, lit, said, shown, title, wait_for
from tests.tui.test_layout import SIGNS, mention

Texts = Callable[..., Project]

PIECES = (
    *("word", "a", " ", "  ", "longer-word", "…", "[/b]"),
    # wide, narrow, ligatures
    *("日本", "한국", "\u1112\u1161\u11ab", "ｱ", "\u3000", "ﬁ", "ﷺ", "①"),
    # combining marks, alone too
    *("e\u0301", "\u0301", "\u20dd", "Z\u0351\u036b\u0343", "\u034f"),
    # emoji: sequences, flags, half a flag, keycap, with and without a style
    *("👩\u200d👩\u200d👧", "🇮🇷", "🇦", "❤\ufe0f", "❤", "1\ufe0f\u20e3", "👍🏽"),
    # clusters of Devanagari, Tamil, Thai, Malayalam
    *("क्षि", "क्षेत्र", "தமிழ்", "நிறுவனம்", "น้ำ", "กำ", "ക്\u200d"),
    # right to left, with vowel signs
    *("سلام", "عَرَبِيّ", "שָׁלוֹם", "\u0600"),
    # what cannot be seen, or turns the line
    *("\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u202e", "\u2069", "\u061c"),
    # controls and ends of lines
    *("\t", "\x07", "\x1b[31m", "\r\n", "\u2028", "\x85", "\x0c"),
)

ODD = st.lists(st.sampled_from(PIECES), min_size=1, max_size=80).map("".join)
WIDTHS = st.integers(40, 250)


@given(ODD)
def test_every_part_of_a_line_is_as_wide_as_it_is_taken_for(text: str) -> None:
    widths = [one.width for one in graphemes(text, 0, len(text))]
    assert cell_len(shown_text(text, 0, len(text))) == sum(widths)


@given(ODD, WIDTHS, st.data())
def test_lanes_stand_under_the_very_text(text: str, width: int, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    made: Mention = mention("GPE", (start, end))
    layout = lay_out(text, Sentence(start=0, end=len(text)), mention_marks([made], SIGNS), width)
    for row, lanes in zip(layout.rows, layout.lanes, strict=True):
        part = Span(max(start, row.start), min(end, row.end))
        for (piece,) in filter(None, lanes):
            before = cell_len(shown_text(text, row.start, first_of(text, part.start)))
            bracket = piece.cells.index(next(c for c in piece.cells if c in "╰─╵"))
            assert piece.column + bracket == min(before, width - 1)


def first_of(text: str, offset: int) -> int:
    """Return the start of the character that an offset stands in."""
    return max(one.start for one in graphemes(text, 0, len(text)) if one.start <= offset)


@given(ODD, WIDTHS)
def test_columns_and_offsets_answer_each_other(text: str, width: int) -> None:
    for row in wrap(text, 0, len(text), width):
        found = columns(text, row)
        for one in graphemes(text, *row):
            column = found[one.start] if found else one.start - row.start
            assert cell_len(shown_text(text, row.start, one.start)) == column


def view_of(pilot: Pilot[None]) -> SpanView:
    """Return the widget with the text."""
    return label_screen(pilot).query_one(SpanView)


@pytest.mark.parametrize("width", [40, 61, 80, 133, 250])
async def test_no_row_of_the_screen_is_too_wide(
    project_of: Texts, opened: Opened, width: int
) -> None:
    chance = random.Random(width)
    text = "\n".join("".join(chance.choices(PIECES, k=90)) for _ in range(12))
    async with opened(project_of(text), size=(width, 40)) as pilot:
        view = view_of(pilot)
        for key in chance.choices(["right", "tab", "l", "full_stop", "down", "plus", "c"], k=60):
            await pilot.press(key)
            for y in range(view.size.height):
                strip = view.render_line(y)
                inner = view.scrollable_content_region.width
                assert cell_len(strip.text) == strip.cell_length == inner


async def test_the_mouse_finds_the_character_it_points_at(
    project_of: Texts, opened: Opened
) -> None:
    chance = random.Random(7)
    text = " ".join(chance.choices([one for one in PIECES if one.isprintable()], k=60)) + "."
    async with opened(project_of(text), size=(60, 40)) as pilot:
        desk, view = desk_of(pilot), view_of(pilot)
        layout = lay_out(
            desk.session.work.text,
            desk.session.work.sentences[0],
            (),
            view.scrollable_content_region.width - GUTTER,
        )
        for number, row in enumerate(layout.rows):
            column = 0
            for one in graphemes(desk.session.work.text, *row):
                for cell in range(column, column + one.width):
                    if GUTTER + cell < view.scrollable_content_region.width:
                        at = (GUTTER + cell, layout.screen_row(number))
                        assert offset_at(view, *at) == one.start
                column += one.width


def offset_at(view: SpanView, x: int, y: int) -> int | None:
    """Return what is found under a cell of the view."""
    from textual.events import MouseDown

    place = view.region.offset
    event = MouseDown(view, x, y, 0, 0, 1, False, False, False, place.x + x, place.y + y)
    return view._offset_at(event)


async def test_edges_never_cut_a_character(project_of: Texts, opened: Opened) -> None:
    chance = random.Random(3)
    text = " ".join("".join(chance.choices(PIECES, k=4)) for _ in range(40)) + "."
    async with opened(project_of(text), size=(80, 24)) as pilot:
        whole = desk_of(pilot).session.work.text
        edges = {one.start for one in graphemes(whole, 0, len(whole))} | {len(whole)}
        for round_ in range(60):
            if round_ % 10 == 0:
                await pilot.press("right", "right", "underscore")
            keys = ["full_stop", "comma", "greater_than_sign", "less_than_sign", "right"]
            await pilot.press(chance.choice(keys))
            for part in desk_of(pilot).reader.light.fragments:
                assert {part.start, part.end} <= edges


# ------------------------------------------------------------------------- right to left


@pytest.mark.parametrize(
    ("text", "is_there"),
    [
        ("Kabul is quiet.", False),
        ("Les élèves — ça va, 東京 กำ தமிழ்.", False),
        ("He said السلام to all.", True),
        ("שלום.", True),
        ("\u202eturned\u202c", False),
        ("ﷺ", True),
    ],
)
def test_letters_from_right_to_left_are_found(text: str, is_there: bool) -> None:
    assert right_to_left(text) == is_there


async def test_right_to_left_text_is_announced_once(project_of: Texts, opened: Opened) -> None:
    project = project_of("He said السلام in Kabul.", "Nobody came to Herat.")
    async with opened(project) as pilot:
        note = "Right-to-left text is shown in the order it is stored; offsets are exact."
        await wait_for(pilot, lambda: said(pilot) == note, "the note")
        assert "⇄ text0" in title(pilot)
        await pilot.press("right")
        assert said(pilot) != note
        await pilot.press("space", "n")
        await wait_for(pilot, lambda: "text1" in title(pilot), "the other article")
        assert "⇄" not in title(pilot)
        await pilot.press("space", "b")
        await wait_for(pilot, lambda: "⇄ text0" in title(pilot), "the first article")
        assert shown(pilot)[0]
        assert lit(pilot)
