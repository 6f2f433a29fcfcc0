"""Agreement: how far annotators agree, and where they differ.

The measures are made by a child process: labelling beside it would feel the work of a thread.
"""

import asyncio
import json
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen

from annotator.project import Place, Project
from annotator.tui.keymap import KeyMap
from annotator.tui.keys import AGREEMENT_KEYS, bindings
from annotator.tui.screens.agreement_words import rows_of
from annotator.tui.screens.dialogs import PageScreen
from annotator.tui.widgets.hints import command_hints
from annotator.tui.widgets.lines import Line, TitleLine
from annotator.tui.widgets.row_list import Row, RowList

PLACES = 500
"""How many places where people differ are listed, per layer."""

_WORDS = """\
Numbers are over the sentences that both of a pair finished. exact asks for type and characters,
bounds for characters, overlap for type and a shared character, existence for a shared character.
Behind a number stands its 95 % interval; where there is no number, why.
annotator agreement prints all of it with definitions."""


class AgreementScreen(Screen[Place | None]):
    """Shows measures; gives the place that somebody chose, None for none."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings(AGREEMENT_KEYS))

    def __init__(self, project: Project, keys: KeyMap) -> None:
        super().__init__()
        self._project, self._keys = project, keys
        self._title, self._commands = TitleLine(id="title"), Line(id="commands")
        self._list = RowList(id="rows")
        self._child: Process | None = None
        self._is_closed = False

    def compose(self) -> ComposeResult:
        """Make the screen."""
        yield self._title
        yield self._list
        yield self._commands

    def on_mount(self) -> None:
        """Begin to measure."""
        self._title.text = f" Agreement · {self._project.name}"
        self._title.right = "measuring "
        self._list.focus()
        self.run_worker(self._measure())

    def on_resize(self) -> None:
        """Fit the hints to the width."""
        acts = self._keys.table(AGREEMENT_KEYS)
        self._commands.text = command_hints(acts, self.size.width)

    def on_unmount(self) -> None:
        """Stop measuring what nobody will read."""
        if self._child and self._child.returncode is None:
            with suppress(ProcessLookupError):
                self._child.kill()

    # ----------------------------------------------------------------------------- acts

    def action_move(self, step: int) -> None:
        """Move the cursor."""
        self._list.move_to(self._list.cursor + step)

    def action_page(self, step: int) -> None:
        """Move the cursor by a screen."""
        self.action_move(step * max(1, self._list.size.height - 1))

    def action_ends(self, step: int) -> None:
        """Move the cursor to the first (-1) or last (1) row."""
        self._list.move_to(len(self._list.rows) - 1 if step > 0 else 0)

    def action_next_place(self) -> None:
        """Move the cursor to the next place where people differ."""
        below = range(self._list.cursor + 1, len(self._list.rows))
        self._list.move_to(
            next((number for number in below if self._list.rows[number].place), self._list.cursor)
        )

    def action_open(self) -> None:
        """Open the place under the cursor, where it is one."""
        place = self._list.current.place if self._list.current else None
        if place:
            self._close(place)

    def action_leave(self) -> None:
        """Go back."""
        self._close(None)

    def action_help(self) -> None:
        """Show what the screen is about."""
        acts = self._keys.table(AGREEMENT_KEYS)
        keys = "\n".join(f"  {act.shown:<8} {act.text}" for act in acts if act.keys)
        self.app.push_screen(PageScreen("Agreement", f"{_WORDS}\n\n{keys}"))

    # ------------------------------------------------------------------------- measuring

    async def _measure(self) -> None:
        command = (sys.executable, "-m", "annotator", "--project", str(self._project.path))
        asked = ("agreement", "--json", "--progress", "--places", str(PLACES))
        child = self._child = await asyncio.create_subprocess_exec(
            *command, *asked, stdin=DEVNULL, stdout=PIPE, stderr=PIPE
        )
        written, said = await asyncio.gather(_output(child), self._progress(child))
        if await child.wait():
            self._show([Row(f" {said or 'It could not be measured.'}")])
            return
        found = json.loads(written)
        self._show(rows_of(found, self._sources(found)))

    async def _progress(self, child: Process) -> str:
        """Show how many articles are read; return the last line that is no number."""
        assert child.stderr  # noqa: S101 - it was asked for
        said = ""
        async for line in child.stderr:
            text = line.decode(errors="replace").strip()
            if text.isdigit():
                self._title.right = f"measuring: {int(text):,} articles read "
            else:
                said = text
        return said

    def _sources(self, found: dict[str, Any]) -> dict[str, str]:
        articles = {place["article"] for place in found["places"]}
        return {article: self._project.source_of(article) for article in articles}

    def _show(self, rows: list[Row]) -> None:
        self._title.right = ""
        self._list.set_rows(rows)

    def _close(self, place: Place | None) -> None:
        if self.is_current and not self._is_closed:
            self._is_closed = True
            self.dismiss(place)


async def _output(child: Process) -> str:
    assert child.stdout  # noqa: S101 - it was asked for
    return (await child.stdout.read()).decode()
