"""The Agreement screen."""

from collections.abc import Callable

from textual.pilot import Pilot

from annotator.labelling.commands.sentences import CompleteSentence
from annotator.project import Project
from annotator.tui.screens.agreement import AgreementScreen
from annotator.tui.screens.agreement_words import rows_of
from annotator.tui.screens.dialogs import PageScreen
from annotator.tui.screens.home import HomeScreen
from annotator.tui.screens.label import LabelScreen
from annotator.tui.widgets.row_list import RowList
from tests.support import mark, session
from tests.tui.conftest import Opened
from tests.tui.screens import wait_for

TEXT = "Gunmen stormed Karvan on Monday.\nKarvan was quiet before, said the Karvan Post.\n"


def judge(project: Project) -> None:
    """Let two people finish everything: they agree on one mention, and one has one more."""
    for name, *found in (("ann", "Karvan", "Monday"), ("bob", "Karvan")):
        at = session(project, name)
        for words in found:
            mark(at, "GPE", words)
        for sentence in at.work.sentences:
            done = CompleteSentence(sentence=sentence.start, layers=("entities",), state="done")
            at.apply(done)
        at.remember(0)


def rows(pilot: Pilot[None]) -> list[str]:
    """Return what the screen lists."""
    return [row.text for row in pilot.app.screen.query_one(RowList).rows]


async def measured(pilot: Pilot[None]) -> AgreementScreen:
    """Open the screen and wait for its numbers."""
    await pilot.press("g")
    await wait_for(pilot, lambda: isinstance(pilot.app.screen, AgreementScreen), "the screen")
    await wait_for(pilot, lambda: bool(rows(pilot)), "the numbers")
    screen = pilot.app.screen
    assert isinstance(screen, AgreementScreen)
    return screen


async def test_numbers_and_the_place_where_people_differ(
    project_of: Callable[..., Project], home: Opened
) -> None:
    project = project_of(TEXT)
    judge(project)
    async with home(project) as pilot:
        await measured(pilot)
        (exact,) = (text for text in rows(pilot) if text.startswith("   F1 exact"))
        assert "0.667" in exact and "one document" in exact
        assert any("ann bob" in text for text in rows(pilot))
        await pilot.press("tab")
        row = pilot.app.screen.query_one(RowList).current
        assert row and row.place and row.place.at == TEXT.index("Monday")
        await pilot.press("enter")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, LabelScreen), "the article")


async def test_nobody_shares_a_sentence_and_the_way_back(
    project_of: Callable[..., Project], home: Opened
) -> None:
    async with home(project_of(TEXT)) as pilot:
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, PageScreen), "first words")
        await pilot.press("escape")
        await measured(pilot)
        assert rows(pilot) == [" No two annotators have finished the same sentence yet."]
        await pilot.press("enter", "tab", "down", "escape")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, HomeScreen), "Home")


def test_nothing_to_show_is_said() -> None:
    (row,) = rows_of({"layers": [], "measures": []}, {})
    assert row.text.startswith(" No two annotators")
