"""Rows and lanes: brackets exact under their text, tags where there is room, nothing overlaps."""

from itertools import count, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model import ids
from annotator.model.annotation import Mention
from annotator.model.article import Sentence
from annotator.model.scheme_file import load_scheme
from annotator.model.spans import Span
from annotator.project import DEFAULT_SCHEME, scheme_source
from annotator.tui.keymap import KeyMap
from annotator.tui.signs import TypeSigns
from annotator.tui.widgets.layout import DocumentLayout, SentenceLayout, lay_out
from annotator.tui.widgets.marks import mention_marks

_NUMBERS = count()
TEXT = "Gunmen killed 12 people in Kabul and fled to the hills near Kunduz city on Friday night."


def mention(kind: str, *fragments: tuple[int, int]) -> Mention:
    """Return a mention of a type on these fragments."""
    return Mention(
        id=f"e_{next(_NUMBERS):012}",
        article="d_0123456789abcdef",
        annotator="ann",
        type=kind,
        scheme="sha256:0",
        created=ids.now(),
        changed=ids.now(),
        fragments=tuple(Span(*part) for part in fragments),
    )


_FILE, _SOURCE = scheme_source(DEFAULT_SCHEME)
SCHEME = load_scheme(_SOURCE, _FILE)
SIGNS = TypeSigns(SCHEME, KeyMap().letter)


def laid_out(*mentions: Mention, width: int = 200) -> SentenceLayout:
    """Return the layout of TEXT with these mentions."""
    return lay_out(TEXT, Sentence(start=0, end=len(TEXT)), mention_marks(mentions, SIGNS), width)


def lines_of(layout: SentenceLayout, row: int = 0) -> list[str]:
    """Return the lanes of a row as they are drawn."""
    lines = []
    for lane in layout.lanes[row]:
        line = ""
        for piece in lane:
            assert piece.column >= len(line), "pieces of a lane overlap"
            line = line.ljust(piece.column) + piece.cells
        lines.append(line)
    return lines


def test_a_tag_that_fits_stands_inside_its_bracket() -> None:
    start = TEXT.index("Kunduz city")
    (line,) = lines_of(laid_out(mention("GPE", (start, start + 11))))
    assert line == " " * start + "╰GPE──────╯"


def test_a_tag_that_does_not_fit_stands_behind() -> None:
    (line,) = lines_of(laid_out(mention("QUANTITY", (14, 16))))
    assert line == " " * 14 + "┗┛QUANTITY"


def lane(*mentions: Mention) -> str:
    """Return the only lane of these mentions."""
    (line,) = lines_of(laid_out(*mentions))
    return line.strip()


@pytest.mark.parametrize(
    ("mentions", "drawn"),
    [
        # Behind, cut so that it still is no other's beginning, and a cell stays free.
        ((("QUANTITY", 14, 16), ("PEOPLE", 20, 30)), "┗┛QUA ╰PEOPLE──╯"),
        # PERSON and PEOPLE begin alike, so two letters of their own stand there.
        ((("PERSON", 14, 16), ("GPE", 19, 25)), "╰╯PE ╰GPE─╯"),
        ((("PEOPLE", 14, 16), ("GPE", 19, 25)), "╰╯PO ╰GPE─╯"),
        ((("ARMED_GROUP", 14, 18), ("GPE", 19, 25)), "╰AG╯ ╰GPE─╯"),
        # One letter: the key of the label.
        ((("GPE", 8, 13), ("GPE", 14, 17), ("GPE", 18, 24)), "╰GPE╯ ╰l╯ ╰GPE─╯"),
        # Before, where there is no other place.
        ((("GPE", 14, 16), ("GPE", 16, 22)), "GPE›╰╯╰GPE─╯"),
        # Nothing that could be read as the neighbour's.
        ((("GPE", 14, 20), ("ORG", 20, 22), ("GPE", 22, 28)), "╰GPE─╯╰╯╰GPE─╯"),
    ],
)
def test_a_narrow_place_gets_a_tag_that_no_other_type_has(
    mentions: tuple[tuple[str, int, int], ...], drawn: str
) -> None:
    assert lane(*(mention(kind, (start, end)) for kind, start, end in mentions)) == drawn


def test_the_row_s_end_needs_no_free_cell() -> None:
    end = len(TEXT)
    (line,) = lines_of(laid_out(mention("ORG", (end - 5, end - 3)), width=end))
    assert line.endswith("╰╯ORG")


def test_what_is_nested_stands_next_to_the_text() -> None:
    inner, outer = mention("QUANTITY", (14, 16)), mention("PEOPLE", (14, 23))
    first, second = lines_of(laid_out(outer, inner))
    assert first.startswith(" " * 14 + "┗┛")
    assert second == " " * 14 + "╰PEOPLE─╯"


def test_fragments_are_joined_by_dots() -> None:
    (line,) = lines_of(laid_out(mention("PEOPLE", (0, 6), (17, 23))))
    assert line == "╰────╯┈┈┈┈┈┈┈┈┈┈┈╰────╯PEOPLE"


def test_a_mention_over_two_rows_is_open_at_the_break() -> None:
    layout = laid_out(mention("LOC", (27, 50)), width=40)
    assert lines_of(layout, 0)[0].endswith("━")
    assert lines_of(layout, 1)[0].startswith("━LOC━")


def test_a_row_without_labels_keeps_its_lane() -> None:
    empty, marked = laid_out(), laid_out(mention("GPE", (27, 32)))
    assert empty.height == marked.height == 2


def test_screen_rows_and_text_rows_agree() -> None:
    layout = laid_out(mention("LOC", (0, 50)), mention("GPE", (27, 32)), width=30)
    for number in range(len(layout.rows)):
        assert layout.at(layout.screen_row(number)) == (number, -1)
    assert layout.at(1) == (0, 0)


SPANS = st.tuples(st.integers(0, len(TEXT) - 2), st.integers(1, 30)).map(
    lambda one: (one[0], min(len(TEXT), one[0] + one[1]))
)


KINDS = st.sampled_from([kind.name for kind in SCHEME.choosable_types("entities")])


@given(st.lists(st.tuples(KINDS, SPANS), max_size=12), st.integers(10, 120))
def test_lanes_never_overlap_and_brackets_stand_under_their_text(
    spans: list[tuple[str, tuple[int, int]]], width: int
) -> None:
    mentions = [mention(kind, span) for kind, span in spans]
    layout = laid_out(*mentions, width=width)
    for number, row in enumerate(layout.rows):
        assert all(len(line) <= width for line in lines_of(layout, number))
        drawn = {piece.mark for lane in layout.lanes[number] for piece in lane}
        here = {m.id for m in mentions if m.anchor.start < row.end and m.anchor.end > row.start}
        assert drawn == here


@given(st.lists(st.tuples(KINDS, SPANS), max_size=12), st.integers(10, 120))
def test_a_tag_stands_alone_and_is_its_type_s_own(
    spans: list[tuple[str, tuple[int, int]]], width: int
) -> None:
    layout = laid_out(*(mention(kind, span) for kind, span in spans), width=width)
    for number in range(len(layout.rows)):
        for pieces in layout.lanes[number]:
            for piece, following in pairwise(pieces):
                is_tagged_outside = piece.cells[-1].isalpha() or following.cells[0].isalpha()
                gap = following.column - piece.column - len(piece.cells)
                assert gap >= is_tagged_outside
            for piece in pieces:
                tag = "".join(c for c in piece.cells if c.isalnum() or c == "_")
                assert tag in ("", *SIGNS[piece.type].tags)


@given(st.lists(SPANS, max_size=12), st.integers(10, 120), st.booleans())
def test_a_screen_row_is_that_of_its_text_row_and_lane(
    spans: list[tuple[int, int]], width: int, lanes: bool
) -> None:
    mentions = [mention("ARMED_GROUP", span) for span in spans]
    sentence = Sentence(start=0, end=len(TEXT))
    layout = lay_out(TEXT, sentence, mention_marks(mentions, SIGNS), width, lanes=lanes)
    walked = [
        (number, lane)
        for number in range(len(layout.rows))
        for lane in range(-1, len(layout.lanes[number]))
    ]
    assert [layout.at(row) for row in range(layout.height)] == walked
    assert [layout.screen_row(number) for number in range(len(layout.rows))] == [
        row for row, (_, lane) in enumerate(walked) if lane == -1
    ]


@given(st.lists(st.integers(0, 3), min_size=1, max_size=20), st.integers(0, 19))
def test_renewing_one_sentence_moves_only_what_is_below(extra: list[int], changed: int) -> None:
    depth = [1] * len(extra)

    def one(index: int) -> SentenceLayout:
        found = laid_out(*(mention("GPE", (0, 6)) for _ in range(depth[index])))
        return found

    document = DocumentLayout(one, len(extra))
    tops = [document.top(index) for index in range(len(extra))]
    changed %= len(extra)
    depth[changed] += extra[changed]
    assert document.renew(changed) == (extra[changed] > 0)
    for index in range(len(extra)):
        moved = extra[changed] if index > changed else 0
        assert document.top(index) == tops[index] + moved
        assert document.find(document.top(index)) == (index, 0)
