"""The picture of the Label screen in the README: `python -m docs.picture FILE`, or `make picture`.

It is made by the program itself, on the seeds with the demonstration layer.
"""

import asyncio
import os
import sys
import tempfile
from pathlib import Path

from annotator.project import ImportOptions, Project, open_project
from annotator.resources import resource_dir
from annotator.tui.app import AnnotatorApp
from annotator.tui.screens.label import LabelScreen

_SIZE = (110, 32)
_ANNOTATOR = "ada"
"""Whose work the demonstration layer is."""

_BEFORE = "Just on August"
"""The sentence with the most shapes of labels; its first incident is opened."""


def main() -> None:
    """Write the picture."""
    # What the terminal of the person who makes it can show is not the question.
    os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", TEXTUAL_ANIMATIONS="none")
    os.environ.pop("NO_COLOR", None)
    with tempfile.TemporaryDirectory() as folder:
        seeds = resource_dir("seeds")
        with open_project(Path(folder) / "news.db", create=True) as project:
            for paths in (seeds, seeds / "layers" / f"{_ANNOTATOR}.jsonl"):
                project.import_paths([paths], ImportOptions(_ANNOTATOR))
            svg = asyncio.run(_photograph(project))
    Path(sys.argv[1]).write_text(svg, "utf-8")


async def _photograph(project: Project) -> str:
    article = project.articles(limit=1)[0].article.id
    app = AnnotatorApp(project, _ANNOTATOR, article)
    async with app.run_test(size=_SIZE) as pilot:
        await pilot.pause()
        (desk,) = (one.desk for one in app.screen_stack if isinstance(one, LabelScreen))
        desk.reader.go_to_offset(desk.session.work.text.index(_BEFORE))
        await pilot.press("i", "tab", "d")
        await pilot.pause()
        return app.export_screenshot(title="annotator")


if __name__ == "__main__":
    main()
