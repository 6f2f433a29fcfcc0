"""`*`: the other places of a text, ticked and labelled in one step, conflicts told."""

from collections.abc import Callable

import pytest
from textual.pilot import Pilot

from annotator.project import Project
from annotator.tui.screens.dialogs import PageScreen
from annotator.tui.screens.label import LabelScreen
from annotator.tui.screens.others import OthersScreen
from tests.tui.conftest import Opened
from tests.tui.screens import desk_of, light, said, shown, stored, stored_mentions, wait_for
from tests.tui.test_search import about, counts, hits_screen, mark, rows
from tests.tui.test_span_view import press_ahead

Texts = Callable[..., Project]

ONE = "Gunmen stormed Karvan on Monday.\nKarvan was quiet, said the Karvan Post. KARVAN!\n"
TWO = "Nobody in Karvan claimed the attack.\nTomas Erdin left Karvan.\n"


@pytest.fixture
def two(project_of: Texts) -> Project:
    """A project with two articles about one place, one mention of it labelled."""
    project = project_of(ONE, TWO)
    mark(project, 0, "Karvan", "GPE")
    mark(project, 0, "Karvan Post", "ORG")
    mark(project, 1, "Karvan", "LOC")
    return project


async def list_others(pilot: Pilot[None], word: str, expected: str) -> None:
    """Light a mention, press * and wait for the number of its other places."""
    await light(pilot, word)
    await pilot.press("asterisk")
    await wait_for(pilot, lambda: isinstance(pilot.app.screen, OthersScreen), "the list")
    await wait_for(pilot, lambda: counts(pilot) == expected, f"{expected}, not {counts(pilot)}")


async def back(pilot: Pilot[None]) -> None:
    """Wait until the article is shown again."""
    await wait_for(pilot, lambda: isinstance(pilot.app.screen, LabelScreen), "the article")
    await pilot.pause()


async def test_what_is_free_is_ticked_and_conflicts_are_told(two: Project, opened: Opened) -> None:
    async with opened(two, size=(120, 30)) as pilot:
        await list_others(pilot, "Karvan", "1 ticked of 2 hits")
        assert [row[1:4] for row in rows(pilot)] == ["[x]", "[!]"]
        assert rows(pilot)[1].endswith("lies in ORG “Karvan Post”")
        await pilot.press("down")
        assert "lies in ORG “Karvan Post”" in about(pilot)
        await pilot.press("asterisk")
        await wait_for(pilot, lambda: counts(pilot) == "2 ticked of 4 hits", "the whole project")
        assert [row[1:4] for row in rows(pilot)] == ["[x]", "[!]", "[!]", "[x]"]
        assert rows(pilot)[2].endswith("is LOC already")
        await pilot.press("i")
        await wait_for(pilot, lambda: counts(pilot) == "3 ticked of 5 hits", "any case")
        await pilot.press("asterisk", "i")
        await wait_for(pilot, lambda: counts(pilot) == "1 ticked of 2 hits", "the beginning")
        await pilot.press("escape")
        await back(pilot)
        assert len(stored(two)) == 3


async def test_enter_labels_them_in_one_step_over_articles(two: Project, opened: Opened) -> None:
    async with opened(two) as pilot:
        await list_others(pilot, "Karvan", "1 ticked of 2 hits")
        await pilot.press("asterisk")
        await wait_for(pilot, lambda: counts(pilot) == "2 ticked of 4 hits", "the whole project")
        await pilot.press("enter")
        await back(pilot)
        await wait_for(pilot, lambda: said(pilot).startswith("2 more labelled GPE"), said(pilot))
        assert [(item.type, item.origin, text) for item, text in stored_mentions(two)] == [
            ("GPE", "human", "Karvan"),
            ("GPE", "propagated", "Karvan"),
            ("ORG", "human", "Karvan Post"),
            ("LOC", "human", "Karvan"),
            ("GPE", "propagated", "Karvan"),
        ]
        assert sum("GPE" in row for row in shown(pilot)) == 2
        await pilot.press("u")
        await wait_for(pilot, lambda: len(stored(two)) == 3, "all of them taken back")
        assert "a label given to many places" in said(pilot)
        await pilot.press("U")
        await wait_for(pilot, lambda: len(stored(two)) == 5, "all of them again")


async def test_a_conflict_can_be_ticked_by_hand(two: Project, opened: Opened) -> None:
    async with opened(two) as pilot:
        await list_others(pilot, "Karvan", "1 ticked of 2 hits")
        await pilot.press("space", "space", "enter")
        await back(pilot)
        await wait_for(pilot, lambda: said(pilot).startswith("1 more labelled GPE"), said(pilot))
        found = [(kind, text) for kind, text in stored(two) if kind == "GPE"]
        assert len(found) == 2
        assert [m.anchor.start for m, _ in stored_mentions(two) if m.origin == "propagated"] == [
            ONE.index("Karvan Post")
        ]


async def test_what_the_scheme_forbids_cannot_be_ticked(
    two: Project, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotator.labelling.bulk.may_overlap", lambda *_: False)
    async with opened(two) as pilot:
        await light(pilot, "Karvan")
        await pilot.press("asterisk")
        await wait_for(pilot, lambda: counts(pilot) == "2 hits", "barred places")
        await pilot.press("space")
        assert about(pilot).startswith("The scheme does not allow it")
        await pilot.press("a", "enter")
        assert "Nothing is ticked" in about(pilot)


async def test_nothing_to_do_says_where_else_to_look(two: Project, opened: Opened) -> None:
    async with opened(two, number=1) as pilot:
        await light(pilot, "Tomas Erdin")
        await pilot.press("asterisk")
        assert said(pilot).startswith("Label something first")
        await pilot.press("p")
        await list_others(pilot, "Tomas Erdin", "0 hits")
        assert "nowhere else in this article; * looks in the whole project" in about(pilot)
        await pilot.press("asterisk")
        await wait_for(pilot, lambda: "It stands nowhere else without" in about(pilot), "all")
        await pilot.press("enter")
        assert about(pilot) == "Nothing is ticked; Space ticks a place."


async def test_a_mention_in_pieces_is_refused(two: Project, opened: Opened) -> None:
    async with opened(two, number=1) as pilot:
        await light(pilot, "Nobody")
        await pilot.press("ampersand")
        await light(pilot, "attack")
        await pilot.press("e")
        mention = next(m for m, _ in stored_mentions(two) if len(m.fragments) > 1)
        desk_of(pilot).reader.go_to_mention(mention)
        await pilot.press("asterisk")
        assert "in several pieces" in said(pilot)


async def test_ten_thousand_places(project_of: Texts, opened: Opened) -> None:
    project = project_of(*(f"Karvan {number}. " + "Karvan. " * 99 for number in range(102)))
    mark(project, 0, "Karvan", "GPE")
    async with opened(project) as pilot:
        await list_others(pilot, "Karvan", "99 ticked of 99 hits")
        await pilot.press("asterisk")
        await wait_for(pilot, lambda: hits_screen(pilot).is_complete, "all of them")
        await wait_for(
            pilot, lambda: counts(pilot) == "10,199 ticked of 10,199 hits", counts(pilot)
        )
        await pilot.press("end", "up", "enter")
        await wait_for(pilot, lambda: said(pilot).startswith("10199 more"), "the labels")
        assert sum(line.mentions for line in project.articles("ann")) == 10_200


async def test_help(two: Project, opened: Opened) -> None:
    async with opened(two) as pilot:
        await list_others(pilot, "Karvan", "1 ticked of 2 hits")
        await pilot.press("question_mark", "escape")
        assert isinstance(pilot.app.screen, OthersScreen)


async def test_an_act_that_ends_under_a_window_closes_no_window(
    two: Project, opened: Opened
) -> None:
    async with opened(two) as pilot:
        await list_others(pilot, "Karvan", "1 ticked of 2 hits")
        await press_ahead(pilot, ["enter", "question_mark"])
        await wait_for(pilot, lambda: len(stored(two)) == 4, "the labels")
        await wait_for(pilot, lambda: counts(pilot) == "1 hit", "what is left")
        assert isinstance(pilot.app.screen, PageScreen)
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, OthersScreen)
        assert "1 more labelled GPE" in about(pilot)
        await pilot.press("escape")
        await back(pilot)
