"""A picture of the Agreement screen, compared with a reviewed one."""

from collections.abc import Callable

import pytest
from textual.pilot import Pilot

from annotator.project import Project
from annotator.tui.app import AnnotatorApp
from tests.tui.screens import wait_for
from tests.tui.test_agreement import TEXT, judge, measured, rows
from tests.tui.test_snapshots import Compare, steady

__all__ = ["steady"]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
def test_agreement(
    snap_compare: Compare, project_of: Callable[..., Project], size: tuple[int, int]
) -> None:
    project = project_of(TEXT)
    judge(project)

    async def act(pilot: Pilot[None]) -> None:
        await measured(pilot)
        await wait_for(pilot, lambda: len(rows(pilot)) > 1, "the numbers")
        await pilot.press("tab")
        await pilot.pause()

    assert snap_compare(AnnotatorApp(project, "ann"), terminal_size=size, run_before=act)
