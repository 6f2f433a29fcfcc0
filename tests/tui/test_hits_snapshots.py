"""Pictures of the lists of hits, compared with reviewed ones; `make snapshots` accepts new ones."""

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from annotator.project import Project
from tests.support import mark
from tests.tui.screens import desk_of, wait_for
from tests.tui.test_search import counts, search
from tests.tui.test_snapshots import Act, Compare, app_at, labelled, steady

__all__ = ["labelled", "steady"]


def looking_for(typed: str, expected: str, *keys: str) -> Act:
    """Return an act that searches and presses keys."""

    async def act(pilot: Pilot[None]) -> None:
        await search(pilot, typed, expected)
        await pilot.press(*keys)
        for line in pilot.app.screen.query(Input):
            line.cursor_blink = False
        await pilot.pause()

    return act


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
def test_search(snap_compare: Compare, labelled: Project, size: tuple[int, int]) -> None:
    act = looking_for("taliban", "33 hits", "space", "down", "t", "down")
    assert snap_compare(app_at(labelled), terminal_size=size, run_before=act)


def test_a_query_that_is_explained(snap_compare: Compare, labelled: Project) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await search(pilot, "labl:gpe", "")
        for line in pilot.app.screen.query(Input):
            line.cursor_blink = False
        await pilot.pause()

    assert snap_compare(app_at(labelled), terminal_size=(80, 24), run_before=act)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
def test_others(snap_compare: Compare, labelled: Project, size: tuple[int, int]) -> None:
    session = labelled.desk("ann", labelled.articles()[0].article.id).session
    mark(session, "PERSON", "acting Taliban First Deputy Prime Minister")

    async def act(pilot: Pilot[None]) -> None:
        desk = desk_of(pilot)
        start = desk.session.work.text.index("Taliban")
        desk.reader.select(start, start + len("Taliban"))
        await pilot.press("asterisk", "asterisk")
        await wait_for(pilot, lambda: counts(pilot) == "30 ticked of 32 hits", "the project")
        await pilot.press("down")
        await pilot.pause()

    assert snap_compare(app_at(labelled), terminal_size=size, run_before=act)
