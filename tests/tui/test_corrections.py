"""The screen of one's corrections: what it says, and that it is blind until something is gold."""

from collections.abc import Callable

import pytest
from textual.pilot import Pilot

from annotator.labelling.commands.sentences import CompleteSentence
from annotator.model.decision import Choice
from annotator.model.spans import Span
from annotator.project import EntryTest, Project
from annotator.tui.app import AnnotatorApp
from annotator.tui.screens.corrections import CorrectionsScreen
from annotator.tui.screens.corrections_words import listed, matching, sentence_content
from annotator.tui.screens.dialogs import PageScreen
from annotator.tui.widgets.row_list import RowList
from tests.support import mark, session
from tests.tui.screens import title, wait_for, window_text
from tests.tui.test_snapshots import Compare, steady

__all__ = ["steady"]

TEXT = "Gunmen stormed Karvan on Monday. The Karvan Post was there.\nOshtin was quiet before.\n"


def differ(project: Project) -> None:
    """Let ann and ben differ in two places."""
    for name, kind in (("ann", "LOC"), ("ben", "GPE")):
        at = session(project, name)
        mark(at, kind, "Karvan")
        if name == "ann":
            mark(at, "GPE", "Oshtin")
        else:
            mark(at, "ORG", "The Karvan Post")
        for one in list(at.work.sentences):
            at.apply(CompleteSentence(sentence=one.start, layers=("entities",), state="done"))


def decide(project: Project) -> None:
    """Let gold be what ben said, with a reason."""
    desk = project.adjudication("eve")
    desk.refresh()
    while item := desk.next():
        wanted = [one.choice for one in item.cluster.variants if "ben" in one.annotators]
        made = desk.decide(item, wanted[0] if wanted else Choice())
        desk.amend(made, reason="gap", note="a city is a GPE")


@pytest.fixture
def worked(project_of: Callable[..., Project]) -> Project:
    """Return a project in which ann and ben differ."""
    project = project_of(TEXT)
    differ(project)
    return project


async def opened(pilot: Pilot[None]) -> CorrectionsScreen:
    """Open the screen from Home, and return it."""
    await pilot.press("c")
    await wait_for(pilot, lambda: isinstance(pilot.app.screen, CorrectionsScreen), "the screen")
    await pilot.pause()
    screen = pilot.app.screen
    assert isinstance(screen, CorrectionsScreen)
    return screen


def rows(screen: CorrectionsScreen) -> list[str]:
    """Return the texts of all rows."""
    return [row.text.strip() for row in screen.query_one(RowList).rows]


async def test_nothing_is_told_before_it_is_decided(worked: Project) -> None:
    async with AnnotatorApp(worked, "ann").run_test() as pilot:
        screen = await opened(pilot)
        assert rows(screen) == []
        await pilot.press("enter", "tab", "end", "escape")
        await wait_for(pilot, lambda: pilot.app.screen is not screen, "the list of articles")


async def test_corrections_stand_under_their_types_with_the_reason(worked: Project) -> None:
    decide(worked)
    async with AnnotatorApp(worked, "ann").run_test() as pilot:
        screen = await opened(pilot)
        found = rows(screen)
        assert [row for row in found if " s" not in row] == ["GPE  2", "ORG  1"]
        assert any("[Karvan] LOC → [Karvan] GPE" in row and "gap: a city" in row for row in found)
        assert screen.query_one(RowList).cursor == 1
        await pilot.press("tab")
        assert rows(screen)[screen.query_one(RowList).cursor] == "ORG  1"
        await pilot.press("f", *"post", "enter")
        await wait_for(pilot, lambda: len(rows(screen)) == 2, "the filtered list")


def test_the_sentence_shows_both_by_signs() -> None:
    text = "the River police came"
    shown = sentence_content(text, Span(0, 21), [Span(10, 16)], [Span(4, 16)])
    assert shown.plain == "the ⟦River ‹police⟧› came"
    crossed = sentence_content(text, Span(4, 16), [Span(0, 9)], [Span(10, 21)])
    assert crossed.plain == "‹River› ⟦police⟧"


def test_all_typed_words_have_to_be_there(worked: Project) -> None:
    decide(worked)
    found = worked.corrections("ann")
    assert len(listed(matching(found, "GAP karvan", str), str)) == 4, "two, under two headings"
    assert matching(found, "karvan nowhere", str) == []
    assert matching(found, "", str) == found


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
def test_picture(snap_compare: Compare, worked: Project, size: tuple[int, int]) -> None:
    decide(worked)

    async def act(pilot: Pilot[None]) -> None:
        await opened(pilot)

    assert snap_compare(AnnotatorApp(worked, "ann"), terminal_size=size, run_before=act)


async def test_a_finished_entry_test_says_how_it_went(worked: Project) -> None:
    decide(worked)
    worked.adjudication("eve").refresh()
    article = worked.articles()[0].article.id
    worked.team("lead").assign_test(EntryTest(("cem",)), [article])
    async with AnnotatorApp(worked, "cem", article).run_test() as pilot:
        await pilot.pause()
        await pilot.press("n", "n")
        assert not isinstance(pilot.app.screen, PageScreen), "a sentence is not done yet"
        await pilot.press("n")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, PageScreen), "the result")
        assert "F1 exact 0.00" in window_text(pilot)
        assert "nothing → [The Karvan Post] ORG" in window_text(pilot)


async def test_home_says_what_is_older_than_the_guideline(worked: Project) -> None:
    worked.begin_guideline("lead", "2b")
    async with AnnotatorApp(worked, "ann").run_test() as pilot:
        await wait_for(pilot, lambda: "guideline 2b" in title(pilot), "the version")
        assert "3 done before guideline 2b · 1 article" in title(pilot)


async def test_precedents_stand_above_the_guideline(project_of: Callable[..., Project]) -> None:
    project = project_of(TEXT, "Karvan is far away.\n")
    differ(project)
    decide(project)
    other = project.articles()[1].article.id
    async with AnnotatorApp(project, "cem", other).run_test() as pilot:
        await pilot.pause()
        await pilot.press("f1")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, PageScreen), "the guideline")
        assert "= GPE in gold once" in window_text(pilot)
