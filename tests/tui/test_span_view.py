"""The text of the screen: nothing is lost or obeyed, the light stays in view, nothing grows."""

import random
from collections.abc import Callable, Sequence
from itertools import pairwise

import pytest
from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot

from annotator.project import Project
from annotator.tui.keymap import KeyMap
from annotator.tui.signs import TypeSigns
from annotator.tui.widgets.layout import lay_out
from annotator.tui.widgets.marks import mention_marks
from annotator.tui.widgets.painter import GUTTER
from annotator.tui.widgets.span_view import SpanView
from tests.tui.conftest import Opened
from tests.tui.screens import TEXT, desk_of, label_screen, lit, shown, stored, wait_for

Texts = Callable[..., Project]

HOSTILE = (
    "The mayor [/b] of Karvan [sic] said [link='a and [ no more on Monday.\n"
    "An escape \x1b[31mred\x1b[0m\x07 went to Lower Oshtin.\n"
    "A line\u2028separator\u2028stands here, a tab\tand a no-break\xa0space met Tomas Erdin.\n"
    "The family 👩‍👩‍👧 and the flag 🇦🇫 stood in Velmora with e\u0301cole.\n"
    "قال العمدة إن كابول هادئة. In \u202eKunduz\u202c nobody spoke.\n"
    "日本の首相は東京で記者会見を開いた。 Then Sarn fell.\n"
)

KEYS = (
    *("right", "left", "up", "down", "home", "end", "pageup", "pagedown", "tab", "shift+tab"),
    *("plus", "minus", "comma", "less_than_sign", "full_stop", "greater_than_sign", "underscore"),
    *("ampersand", "enter", "x", "n", "u", "U", "exclamation_mark", "escape_if_held"),
    *("a", "l", "p", "P", "q", "t"),
)


def view(pilot: Pilot[None]) -> SpanView:
    """Return the widget with the text."""
    return label_screen(pilot).query_one(SpanView)


def lit_on_screen(pilot: Pilot[None]) -> str:
    """Return the text that is drawn as lit, row by row."""
    found = view(pilot)
    segments = (segment for y in range(found.size.height) for segment in found.render_line(y))
    return "".join(one.text for one in segments if one.style and one.style.reverse)


async def press_ahead(pilot: Pilot[None], keys: Sequence[str]) -> None:
    """Send keys faster than they are worked on, as a held key does."""
    for key in keys:
        name = _character_to_key(key) if len(key) == 1 else key
        pilot.app.post_message(events.Key(name, key if len(key) == 1 else None))
    await pilot.pause()


async def press_random(pilot: Pilot[None], chance: random.Random, count: int) -> None:
    """Press random keys; Esc only where it does not lead away."""
    for _ in range(count):
        key = chance.choice(KEYS)
        if key == "escape_if_held":
            key = "escape" if desk_of(pilot).reader.held else "right"
        await pilot.press(key)


def lit_sentence_height(pilot: Pilot[None]) -> int:
    """Return how many rows the lit sentence takes, lanes included."""
    reader, work = desk_of(pilot).reader, desk_of(pilot).session.work
    width = view(pilot).scrollable_content_region.width - GUTTER
    signs = TypeSigns(desk_of(pilot).session.scheme, KeyMap().letter)
    marks = mention_marks(work.mentions_in(reader.sentence.start), signs)
    return lay_out(work.text, reader.sentence, marks, width).height


@pytest.mark.parametrize(
    ("size", "number", "seed"),
    [((100, 30), 0, 1), ((80, 24), 3, 2), ((60, 14), 1, 3), ((40, 10), 4, 4)],
)
async def test_the_lit_sentence_stays_in_view(
    project: Project, opened: Opened, size: tuple[int, int], number: int, seed: int
) -> None:
    chance = random.Random(seed)
    async with opened(project, size=size, number=number) as pilot:
        for _ in range(50):
            await press_random(pilot, chance, 1)
            marked = [row for row in shown(pilot) if row.startswith("▌")]
            assert lit_on_screen(pilot)
            if lit_sentence_height(pilot) <= view(pilot).size.height:
                assert len(marked) == lit_sentence_height(pilot)
        assert list(project.verify()) == []


async def test_the_sentence_of_a_form_that_takes_room_stays_in_view(
    project: Project, opened: Opened
) -> None:
    async with opened(project, size=(80, 24)) as pilot:
        for _ in range(12):
            await pilot.press("down", "i", "x")
            await pilot.pause()
            assert lit_on_screen(pilot)
            assert len([row for row in shown(pilot) if row.startswith("▌")]) >= 2
            sentence, in_view = desk_of(pilot).reader.sentence, view(pilot).text_in_view()
            assert in_view.start <= sentence.start and sentence.end <= in_view.end
            await pilot.press("escape")


async def test_a_deeper_lane_at_the_very_end_is_in_view(small: Project, opened: Opened) -> None:
    async with opened(small, size=(40, 10)) as pilot:
        reader = desk_of(pilot).reader
        for words in ("Nobody", "Nobody claimed", "claimed the attack", "the attack."):
            reader.select(TEXT.index(words), TEXT.index(words) + len(words))
            await pilot.press("e")
        marked = [row for row in shown(pilot) if row.startswith("▌")]
        assert len(marked) == lit_sentence_height(pilot) > 2


async def test_a_mention_over_two_sentences_is_drawn_in_both(
    small: Project, opened: Opened
) -> None:
    async with opened(small, size=(50, 12)) as pilot:
        reader = desk_of(pilot).reader
        reader.select(TEXT.index("Oshtin"), TEXT.index("Oshtin") + 6)
        await pilot.press("ampersand", "down", "end", "e")
        assert stored(small) == [("EVENT", "Oshtin Sarn valley")]
        assert sum("EVENT" in row for row in shown(pilot)) == 2
        reader.go_to_offset(TEXT.index("Oshtin"))
        await pilot.press("left", "right", "comma", "down", "plus", "minus", "u", "u")
        assert stored(small) == []


async def test_what_is_drawn_as_lit_is_what_is_lit(project: Project, opened: Opened) -> None:
    chance = random.Random(7)
    async with opened(project, size=(120, 40)) as pilot:
        for _ in range(40):
            await pilot.press(chance.choice(("right", "left", "tab", "plus", "minus", "down")))
            assert lit_on_screen(pilot).split() == lit(pilot).split()


async def test_a_terminal_of_40_by_10_and_back(project: Project, opened: Opened) -> None:
    async with opened(project, size=(40, 10)) as pilot:
        await pilot.press("down", "down", "l", "pagedown", "end", "a")
        assert len(stored(project)) == 2
        for size in ((20, 5), (200, 60), (8, 3), (80, 24)):
            await pilot.resize_terminal(*size)
            await pilot.press("right", "down")
            await wait_for(pilot, lambda: bool(lit(pilot)), "a light")
        assert lit_on_screen(pilot)


async def test_an_article_of_one_very_long_line_scrolls(project: Project, opened: Opened) -> None:
    async with opened(project, size=(80, 24), number=1) as pilot:
        seen = set()
        for _ in range(len(desk_of(pilot).session.work.sentences)):
            seen.add(desk_of(pilot).reader.index)
            assert lit_on_screen(pilot)
            await pilot.press("down")
        assert len(seen) > 10
        assert view(pilot).scroll_offset.y > 0
        await pilot.press("up", "up", *["pageup"] * 20)
        assert view(pilot).scroll_offset.y == 0


@pytest.mark.parametrize(
    "text",
    [
        "The mayor of Karvan spoke to Tomas Erdin on Monday. " * 4000,
        "the mayor of Karvan spoke to Tomas Erdin on Monday and " * 4000,
        "karvan" * 34000,
    ],
    ids=["sentences", "one sentence", "one word"],
)
async def test_200_kilobytes_on_one_line(project_of: Texts, opened: Opened, text: str) -> None:
    project = project_of(text)
    async with opened(project, size=(80, 24)) as pilot:
        await pilot.press("l")
        assert len(stored(project)) == 1
        await pilot.press("pagedown", "end", "right", "left", "plus")
        await pilot.pause()
        assert lit_on_screen(pilot)
        await pilot.press("minus", "home", "comma", "p")
        assert "PERSON" in {kind for kind, _ in stored(project)}


async def test_widgets_do_not_grow(project: Project, opened: Opened) -> None:
    chance = random.Random(3)
    async with opened(project, size=(80, 24)) as pilot:
        await press_random(pilot, chance, 20)
        await pilot.press("space", "escape", "question_mark", "escape", "f1", "escape")
        before = len(list(pilot.app.query("*"))), len(pilot.app._registry)
        for _ in range(100):
            motions = ("right", "left", "tab", "up", "down", "plus", "minus", "full_stop")
            await press_ahead(pilot, [chance.choice(motions) for _ in range(10)])
        await press_random(pilot, chance, 20)
        await pilot.press("space", "escape", "question_mark", "escape", "f1", "escape")
        await pilot.pause()
        assert (len(list(pilot.app.query("*"))), len(pilot.app._registry)) == before


# ------------------------------------------------------------------------------ hostile text


async def test_hostile_text_is_shown_literally(project_of: Texts, opened: Opened) -> None:
    project = project_of(HOSTILE)
    async with opened(project, size=(120, 30)) as pilot:
        drawn = "\n".join(row[GUTTER:] for row in shown(pilot))
        for literal in (
            *("The mayor [/b] of Karvan [sic] said [link='a and [ no more", "␛[31mred␛[0m␇"),
            *("stands here, a tab and a no-break space", "👩‍👩‍👧 and the flag 🇦🇫"),
            *("e\u0301cole", "قال العمدة إن كابول هادئة.", "In ·Kunduz· nobody", "日本の首相"),
        ):
            assert literal in drawn
        assert not set(drawn) & set("\x1b\x07\t\u2028\xa0\u202e\u202c")


@pytest.mark.parametrize(
    "words",
    [
        *("[/b]", "[sic]", "[", "[link='a", "\x1b[31mred\x1b[0m\x07", "separator"),
        *("tab\tand", "no-break\xa0space", "👩‍👩‍👧", "🇦🇫", "e\u0301cole", "العمدة"),
        *("\u202eKunduz\u202c", "首相", "Sarn"),
    ],
)
async def test_hostile_text_is_labelled_exactly(
    project_of: Texts, opened: Opened, words: str
) -> None:
    project = project_of(HOSTILE)
    async with opened(project, size=(60, 16)) as pilot:
        reader = desk_of(pilot).reader
        reader.select(HOSTILE.index(words), HOSTILE.index(words) + len(words))
        assert lit(pilot) == words
        await pilot.press("l")
        assert stored(project) == [("GPE", words)]
        reader.go_to_offset(HOSTILE.index(words))
        await pilot.press("right", "left", "f1", "escape", "semicolon", "escape", "d", "escape")
        assert stored(project) == [("GPE", words)]


async def test_the_lane_stands_under_its_text_in_any_script(
    project_of: Texts, opened: Opened
) -> None:
    from rich.cells import cell_len

    project = project_of(HOSTILE)
    async with opened(project, size=(120, 30)) as pilot:
        for words in ("Velmora", "Sarn", "東京", "Kunduz"):
            reader = desk_of(pilot).reader
            reader.select(HOSTILE.index(words), HOSTILE.index(words) + len(words))
            await pilot.press("l")
            rows = shown(pilot)
            (at,) = (y for y, row in enumerate(rows) if words in row)
            column = cell_len(rows[at][: rows[at].index(words)])
            lane = rows[at + 1]
            assert cell_len(lane[: lane.index("╰")]) == column
            await pilot.press("u")


async def test_the_mouse_finds_characters_in_any_script(project_of: Texts, opened: Opened) -> None:
    from rich.cells import cell_len

    project = project_of(HOSTILE)
    async with opened(project, size=(120, 30)) as pilot:
        rows = shown(pilot)
        for words in ("Velmora", "Sarn", "Kunduz", "Tomas"):
            (at,) = (y for y, row in enumerate(rows) if words in row)
            column = cell_len(rows[at][: rows[at].index(words)])
            await pilot.click("#text", offset=(column + 1, at))
            assert words in lit(pilot)


async def test_rows_hold_the_whole_text(project: Project, opened: Opened) -> None:
    async with opened(project, size=(60, 200)) as pilot:
        work = desk_of(pilot).session.work
        drawn = "".join(row[GUTTER:] + " " for row in shown(pilot)[::2])
        wanted = " ".join(work.text[one.start : one.end] for one in work.sentences)
        assert drawn.split() == wanted.split()


async def test_the_terminal_cursor_follows_the_light(small: Project, opened: Opened) -> None:
    async with opened(small) as pilot:
        places = []
        for _ in range(6):
            places.append(pilot.app.cursor_position)
            await pilot.press("right")
        assert all(one.y == 1 for one in places)
        columns = [place.x - GUTTER for place in places]
        assert columns[0] == TEXT.index("Karvan")
        assert all(one < other for one, other in pairwise(columns))
