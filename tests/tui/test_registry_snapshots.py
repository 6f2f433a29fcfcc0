"""Pictures of the Registry, compared with reviewed ones; `make snapshots` accepts new ones."""

import pytest
from textual.pilot import Pilot

from annotator.project import ImportOptions, Project
from annotator.resources import resource_dir
from annotator.tui.app import AnnotatorApp
from tests.tui.screens import wait_for
from tests.tui.test_registry import links, registry_screen, show_registry
from tests.tui.test_snapshots import Act, Compare, steady

__all__ = ["steady"]


@pytest.fixture
def demonstrated(project: Project) -> Project:
    """Return the seeds with the demonstration layer and its registry."""
    project.import_paths([resource_dir("seeds") / "layers" / "ada.jsonl"], ImportOptions("ada"))
    return project


def at_entry(name: str, *keys: str) -> Act:
    """Return an act that opens the registry, goes to an entry and presses keys."""

    async def act(pilot: Pilot[None]) -> None:
        await show_registry(pilot)
        screen = registry_screen(pilot)
        screen.relist(screen.identities.find(name).id)
        await wait_for(pilot, lambda: bool(links(pilot)), "the links")
        await pilot.press(*keys)
        await pilot.pause()

    return act


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
def test_links_of_an_entry(
    snap_compare: Compare, demonstrated: Project, size: tuple[int, int]
) -> None:
    app = AnnotatorApp(demonstrated, "ada", demonstrated.articles()[0].article.id)
    act = at_entry("Daesh", "enter", "space", "down")
    assert snap_compare(app, terminal_size=size, run_before=act)


def test_what_a_merge_will_do(
    snap_compare: Compare, demonstrated: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = AnnotatorApp(demonstrated, "ada", demonstrated.articles()[0].article.id)
    act = at_entry("Ismail Khatib", "m", *["up"] * 5, "m")
    assert snap_compare(app, terminal_size=(80, 24), run_before=act)
