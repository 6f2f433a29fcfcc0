"""The pictures of screens in README and guides: `python -m docs.pictures`, or `make pictures`.

The program makes them itself, on the seeds with both demonstration layers.
"""

import asyncio
import os
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

from textual.pilot import Pilot

from annotator.project import Project, accept_unanimous
from annotator.tui.app import AnnotatorApp
from annotator.tui.screens.adjudicate import AdjudicateScreen
from annotator.tui.screens.agreement import AgreementScreen
from annotator.tui.screens.label import LabelScreen
from annotator.tui.widgets.row_list import RowList
from docs.reference_gold import counted, demonstration

FOLDER = Path(__file__).parent / "images"
SURROUNDINGS = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
"""What the terminal of the person who makes pictures can show is not the question."""

_SIZE = (110, 32)
_LESS = (110, 24)
_ITEMS = 200
"""More than the demonstration's people differ about."""
_Kind = TypeVar("_Kind", bound=object)


def main() -> None:
    """Write all pictures."""
    os.environ.update(SURROUNDINGS, TEXTUAL_ANIMATIONS="none")
    os.environ.pop("NO_COLOR", None)
    FOLDER.mkdir(exist_ok=True)
    for name in PICTURES:
        with tempfile.TemporaryDirectory() as folder:
            svg = asyncio.run(photographed(name, Path(folder)))
        (FOLDER / f"{name}.svg").write_text(svg, "utf-8")


async def photographed(name: str, folder: Path) -> str:
    """Return a picture as SVG; the project is made in the folder."""
    with counted(), demonstration(folder) as project:
        return await PICTURES[name](project)


async def _label(project: Project) -> str:
    app = AnnotatorApp(project, "ada", project.articles(limit=1)[0].article.id)
    async with app.run_test(size=_SIZE) as pilot:
        await pilot.pause()
        # The sentence with the most shapes of labels; its first incident is opened.
        (desk,) = (one.desk for one in app.screen_stack if isinstance(one, LabelScreen))
        desk.reader.go_to_offset(desk.session.work.text.index("Just on August"))
        await pilot.press("i", "tab", "d")
        return await _taken(pilot)


async def _adjudicate(project: Project) -> str:
    desk = project.adjudication("eve")
    desk.refresh()
    accept_unanimous(desk)
    app = AnnotatorApp(project, "eve", start="adjudicate")
    async with app.run_test(size=_LESS) as pilot:
        await pilot.pause()
        # An incident on which people agree but for one number.
        for _ in range(_ITEMS):
            item = _screen(pilot, AdjudicateScreen).sitting.item
            if item and item.cluster.slot == "attribute:fatalities":
                return await _taken(pilot)
            await pilot.press("s")
        raise LookupError("no item of the demonstration is fit for the picture")


async def _agreement(project: Project) -> str:
    app = AnnotatorApp(project, "eve")
    async with app.run_test(size=_LESS) as pilot:
        await pilot.pause()
        await pilot.press("escape", "g")  # the first leaves the welcome
        # A process of its own measures.
        while not _screen(pilot, AgreementScreen).query_one(RowList).rows:
            await pilot.pause(0.05)
        return await _taken(pilot)


async def _taken(pilot: Pilot[None]) -> str:
    await pilot.pause()
    return pilot.app.export_screenshot(title="annotator")


def _screen(pilot: Pilot[None], kind: type[_Kind]) -> _Kind:
    screen = pilot.app.screen
    if not isinstance(screen, kind):
        raise TypeError(f"{screen} is on top, where {kind.__name__} should be")
    return screen


PICTURES: dict[str, Callable[[Project], Awaitable[str]]] = {
    "label": _label,
    "adjudicate": _adjudicate,
    "agreement": _agreement,
}
"""Every picture, by its name."""


if __name__ == "__main__":
    main()
