"""The Label screen, a story a test: what the project file holds first, what is shown second."""

from collections.abc import Callable, Iterator

from annotator.project import Project
from annotator.tui.widgets.lines import Line
from tests.tui.conftest import Opened
from tests.tui.screens import (
    TEXT,
    desk_of,
    done,
    label,
    label_screen,
    light,
    lit,
    said,
    shown,
    stored,
    stored_mentions,
    title,
    wait_for,
    window_text,
)

Texts = Callable[..., Project]


# --------------------------------------------------------------------------------- labelling


async def test_a_letter_names_what_is_lit_and_the_light_goes_on(
    small: Project, opened: Opened
) -> None:
    async with opened(small) as pilot:
        assert lit(pilot) == "Karvan"
        await pilot.press("l")
        assert stored(small) == [("GPE", "Karvan")]
        assert lit(pilot) == "Monday"
        assert shown(pilot)[1].endswith("╰GPE─╯")
        await pilot.press("t", "p", "o", "L")
        assert stored(small) == [
            ("GPE", "Karvan"),
            ("DATE", "Monday"),
            ("PERSON", "Tomas Erdin"),
            ("ORG", "Velmora Relief"),
            ("LOC", "Lower Oshtin"),
        ]
        assert said(pilot) == "LOC “Lower Oshtin”"


async def test_nested_mentions_by_going_in(small: Project, opened: Opened) -> None:
    async with opened(small) as pilot:
        await light(pilot, "At least 12 people")
        await pilot.press("P")
        await light(pilot, "At least 12 people")
        await pilot.press("minus")
        assert lit(pilot) == "At least 12"
        await pilot.press("q")
        assert stored(small) == [("QUANTITY", "At least 12"), ("PEOPLE", "At least 12 people")]
        await light(pilot, "12")
        await pilot.press("plus")
        assert said(pilot).startswith("QUANTITY “At least 12”")
        await pilot.press("plus")
        assert said(pilot).startswith("PEOPLE “At least 12 people”")
        lanes = [row for row in shown(pilot) if "QUANTITY" in row or "PEOPLE" in row]
        drawn = [row.removeprefix("▌").split()[-1] for row in lanes]
        assert drawn == ["┗QUANTITY━┛", "╰PEOPLE──────────╯"]


async def test_overlapping_mentions(small: Project, opened: Opened) -> None:
    async with opened(small) as pilot:
        await label(pilot, "stormed Karvan", "e")
        await label(pilot, "Karvan on Monday", "t")
        assert stored(small) == [("EVENT", "stormed Karvan"), ("DATE", "Karvan on Monday")]
        rows = shown(pilot)
        assert "┗EVENT━━━━━━━┛" in rows[1] + rows[2]
        assert "┗DATE━━━━━━━━━━┛" in rows[1] + rows[2]


async def test_a_mention_in_two_pieces(small: Project, opened: Opened) -> None:
    async with opened(small) as pilot:
        await light(pilot, "Others")
        await pilot.press("ampersand")
        assert "Held" in said(pilot)
        assert "Esc let go" in label_screen(pilot).query_one("#commands", Line).text
        await light(pilot, "fled")
        await pilot.press("right", "left")
        assert said(pilot) == "held “Others” + “fled”"
        await pilot.press("e")
        ((made, text),) = stored_mentions(small)
        assert (made.type, text) == ("EVENT", "Others fled")
        assert [TEXT[start:end] for start, end in made.fragments] == ["Others", "fled"]
        assert desk_of(pilot).reader.held == ()
        (lane,) = (row for row in shown(pilot) if "┈" in row)
        assert lane.strip().startswith("▌") and lane.count("┗") == 2


async def test_a_second_label_on_the_same_range(small: Project, opened: Opened) -> None:
    async with opened(small) as pilot:
        await label(pilot, "Karvan", "l")
        await light(pilot, "Karvan")
        await pilot.press("ampersand", "o")
        assert sorted(stored(small)) == [("GPE", "Karvan"), ("ORG", "Karvan")]


async def test_a_letter_on_a_mention_retypes_it(small: Project, opened: Opened) -> None:
    async with opened(small) as pilot:
        await label(pilot, "Karvan", "l")
        ((before, _),) = stored_mentions(small)
        await light(pilot, "Karvan")
        await pilot.press("right", "left")
        assert "retype" in str(label_screen(pilot).query(".letters").first().render())
        await pilot.press("b")
        ((after, text),) = stored_mentions(small)
        assert (after.id, after.type, text) == (before.id, "FAC", "Karvan")


async def test_the_same_letter_again_changes_nothing(small: Project, opened: Opened) -> None:
    async with opened(small) as pilot:
        await label(pilot, "Karvan", "l")
        await label(pilot, "Karvan", "l")
        assert stored(small) == [("GPE", "Karvan")]
        assert len(small.history()) == 2  # the import, and one label
        assert lit(pilot) == "Monday"


async def test_moving_edges_keeps_id_and_attributes(small: Project, opened: Opened) -> None:
    async with opened(small) as pilot:
        await label(pilot, "12 people", "P")
        await light(pilot, "12 people")
        await pilot.press("d", "A", "1", "2", "enter", "escape")
        ((before, _),) = stored_mentions(small)
        assert before.value_of("amount") == "12"
        await pilot.press("comma", "comma")
        assert stored(small) == [("PEOPLE", "At least 12 people")]
        await pilot.press("full_stop", "greater_than_sign", "underscore", "greater_than_sign")
        ((after, text),) = stored_mentions(small)
        assert text == "At least 12 peopl"
        assert (after.id, after.attributes) == (before.id, before.attributes)
        assert said(pilot).startswith("PEOPLE “At least 12 peopl”  amount=12")


async def test_an_edge_that_cannot_move_says_so(small: Project, opened: Opened) -> None:
    async with opened(small) as pilot:
        await light(pilot, "Others")
        await pilot.press("comma")
        assert said(pilot) == "The edge cannot go further."
        assert lit(pilot) == "Others"


async def test_stepping_by_character_ends_with_the_label_or_escape(
    small: Project, opened: Opened
) -> None:
    async with opened(small) as pilot:
        await pilot.press("underscore", "greater_than_sign", "l")
        assert stored(small) == [("GPE", "Karva")]
        assert not desk_of(pilot).reader.by_character
        await pilot.press("underscore", "escape")
        assert not desk_of(pilot).reader.by_character
        assert label_screen(pilot) is pilot.app.screen


# ----------------------------------------------------------------------- delete, undo, redo


async def test_delete_undo_and_redo_across_sentences(small: Project, opened: Opened) -> None:
    async with opened(small) as pilot:
        await label(pilot, "Karvan", "l")
        await label(pilot, "Sarn", "L")
        await light(pilot, "Karvan")
        await pilot.press("x")
        assert stored(small) == [("LOC", "Sarn")]
        assert said(pilot).startswith("Deleted GPE")
        await pilot.press("down")
        await pilot.press("u")
        assert stored(small) == [("GPE", "Karvan"), ("LOC", "Sarn")]
        assert lit(pilot) == "Karvan"
        assert desk_of(pilot).reader.mention is not None
        await pilot.press("u")
        assert stored(small) == [("GPE", "Karvan")]
        assert desk_of(pilot).reader.index == 1
        await pilot.press("u")
        assert stored(small) == []
        await pilot.press("u")
        assert said(pilot) == "Nothing to undo."
        await pilot.press("U", "U", "U")
        assert stored(small) == [("LOC", "Sarn")]
        await pilot.press("U")
        assert said(pilot) == "Nothing to redo."


async def test_undo_goes_to_another_article(project_of: Texts, opened: Opened) -> None:
    project = project_of("Others stormed Karvan.", "Nobody saw Lower Oshtin.")
    first, second = (line.article.id for line in project.articles())
    async with opened(project) as pilot:
        await pilot.press("l")
        await pilot.press("space", "n")
        await wait_for(pilot, lambda: desk_of(pilot).session.article == second, "the second")
        await pilot.press("L")
        assert stored(project) == [("GPE", "Karvan"), ("LOC", "Lower Oshtin")]
        await pilot.press("u", "u")
        assert stored(project) == []
        assert desk_of(pilot).session.article == first
        assert lit(pilot) == "Karvan"
        assert "Others stormed Karvan." in shown(pilot)[0]
        await pilot.press("U", "U")
        assert stored(project) == [("GPE", "Karvan"), ("LOC", "Lower Oshtin")]
        assert desk_of(pilot).session.article == second


async def test_undo_works_after_a_restart(small: Project, opened: Opened) -> None:
    async with opened(small) as pilot:
        await pilot.press("l", "n", "n")
        assert done(small) == [2]
    async with opened(small) as pilot:
        await pilot.press("u", "u", "u")
        assert done(small) == [0]
        assert stored(small) == []


# --------------------------------------------------------------------------------- sentences


async def test_sentences_are_done_skipped_and_taken_back(small: Project, opened: Opened) -> None:
    async with opened(small) as pilot:
        await pilot.press("n")
        assert done(small) == [1]
        assert "1/3" in title(pilot)
        assert shown(pilot)[1].split() == ["done"]
        assert desk_of(pilot).reader.index == 1
        await pilot.press("space", "s")
        (line,) = small.articles("ann")
        assert (line.progress.done, line.progress.skipped) == (1, 1)
        await pilot.press("up", "up", "space", "r")
        assert done(small) == [0]
        await pilot.press("space", "r")
        assert said(pilot) == "This sentence is not finished yet."
        await pilot.press("space", "u")
        (line,) = small.articles("ann")
        assert (line.progress.done, line.progress.skipped, line.progress.unsure) == (0, 1, 1)
        await pilot.press("n")
        assert done(small) == [1]
        assert said(pilot) == "The article is finished."


async def test_the_last_n_leads_to_the_next_article_that_waits(
    project_of: Texts, opened: Opened
) -> None:
    project = project_of("Others came.", "Nobody saw them.")
    async with opened(project) as pilot:
        await pilot.press("n", "n")
        assert done(project) == [1, 0]
        assert "Nobody saw them." in shown(pilot)[0]
        await pilot.press("n", "n")
        assert done(project) == [1, 1]
        assert said(pilot) == "Every article is finished."


async def test_split_merge_and_kind_from_the_menu(small: Project, opened: Opened) -> None:
    def kinds_and_texts() -> Iterator[tuple[str, str]]:
        found = small.document(small.articles()[0].article.id)
        return ((one.kind, found.text[one.start : one.end]) for one in found.sentences)

    async with opened(small) as pilot:
        await pilot.press("n", "up", "up")
        await light(pilot, "and")
        await pilot.press("space", "p")
        first, second, *_ = kinds_and_texts()
        assert first[1] == "Others stormed Karvan on Monday,"
        assert second[1].startswith("and Tomas Erdin")
        assert shown(pilot)[1].split()[:1] == ["check"]
        assert done(small) == [0]
        await light(pilot, "fled")
        await pilot.press("space", "m")
        assert [text for _, text in kinds_and_texts()] == TEXT.splitlines()
        await pilot.press("space", "k")
        await wait_for(pilot, lambda: "This sentence is a" in window_text(pilot), "the kinds")
        await pilot.press("2")
        assert next(kinds_and_texts())[0] == "headline"
        await pilot.press("space", "m")
        assert "none before it" in said(pilot)
        await pilot.press("u", "u", "u")
        assert [kind for kind, _ in kinds_and_texts()] == ["sentence"] * 3
        assert lit(pilot)


async def test_a_split_through_a_mention_shows_it_in_both_halves(
    small: Project, opened: Opened
) -> None:
    async with opened(small) as pilot:
        await label(pilot, "Tomas Erdin fled", "e")
        await light(pilot, "Erdin")
        await pilot.press("space", "p")
        assert stored(small) == [("EVENT", "Tomas Erdin fled")]
        assert sum("EVENT" in row for row in shown(pilot)) == 2
        await pilot.press("right", "left", "left", "comma", "u", "x", "up", "down", "plus", "n")
        assert list(small.verify()) == []


async def test_boilerplate_is_passed_by_the_arrows(project: Project, opened: Opened) -> None:
    async with opened(project, number=3) as pilot:
        sentences = desk_of(pilot).session.work.sentences
        assert any(sentence.kind == "boilerplate" for sentence in sentences)
        await pilot.press(*["up"] * len(sentences))
        seen = []
        for _ in sentences:
            seen.append(desk_of(pilot).reader.index)
            await pilot.press("down")
        expected = [i for i, one in enumerate(sentences) if one.kind != "boilerplate"]
        assert sorted(set(seen)) == expected
        assert seen[: len(expected)] == expected


# ------------------------------------------------------------------------ about a mention


async def test_a_note_and_the_unsure_flag(small: Project, opened: Opened) -> None:
    async with opened(small) as pilot:
        await label(pilot, "Karvan", "l")
        await light(pilot, "Karvan")
        await pilot.press("exclamation_mark", "semicolon")
        await wait_for(pilot, lambda: "Note on GPE “Karvan”" in window_text(pilot), "the window")
        await pilot.press(*"city [/b]", "enter")
        ((made, _),) = stored_mentions(small)
        assert (made.unsure, made.note) == (True, "city [/b]")
        assert said(pilot) == "GPE “Karvan”  unsure  note: city [/b]"
        await pilot.press("exclamation_mark", "semicolon", *["backspace"] * 9, "enter")
        ((made, _),) = stored_mentions(small)
        assert (made.unsure, made.note) == (False, "")
        await pilot.press("semicolon", *"no", "escape")
        ((made, _),) = stored_mentions(small)
        assert made.note == ""


async def test_what_needs_a_mention_says_so(small: Project, opened: Opened) -> None:
    async with opened(small) as pilot:
        for key in ("d", "exclamation_mark", "semicolon"):
            await pilot.press(key)
            assert "mention" in said(pilot)
            assert label_screen(pilot) is pilot.app.screen


async def test_the_proposed_date_is_accepted_from_the_menu(
    project: Project, opened: Opened
) -> None:
    article = project.articles()[4].article
    assert (article.published, article.published_proposed) == ("", "2023-09-15/2023-09-15")
    async with opened(project, number=4) as pilot:
        await pilot.press("space", "d")
        assert project.articles()[4].article.published == "2023-09-15/2023-09-15"
        assert "2023-09-15" in said(pilot)
        await pilot.press("u")
        assert project.articles()[4].article.published == ""
        await pilot.press("space", "b", "space", "d")
        assert said(pilot) == "The text proposes no date."
