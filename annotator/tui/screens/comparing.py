"""The window over a screen while what people labelled is compared, article by article."""

import threading
from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from annotator.project import Project, StoreError, open_project
from annotator.tui.screens.dialogs import Window

FEW = 100
"""So many articles are compared within a second."""

_EVERY = 20
"""Articles between two tellings."""


class _Left(Exception):
    """Somebody does not want to wait."""


class ComparingScreen(Window[bool]):
    """Compares beside the screen, and tells how far it is; gives whether all was compared.

    What was compared stays so when one leaves: the next time goes on from there.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "back", show=False, priority=True)
    ]

    def __init__(self, project: Project, adjudicator: str) -> None:
        super().__init__()
        self._project, self._adjudicator = project, adjudicator
        self._told = Static(Content("Looking for what people differ about …"))
        self._is_left = threading.Event()

    def compose(self) -> ComposeResult:
        """Make the window."""
        with Vertical(classes="dialog"):
            yield self._told
            hint = "Esc back; the next time it goes on from there"
            yield Static(Content(hint), classes="dialog-hint")

    def on_mount(self) -> None:
        """Begin to compare."""
        threading.Thread(target=self._compare, daemon=True, name="compares articles").start()

    def on_unmount(self) -> None:
        """Compare no further."""
        self._is_left.set()

    def action_leave(self) -> None:
        """Go back."""
        self.close(False)

    def _compare(self) -> None:
        try:
            with open_project(self._project.path) as project:
                project.adjudication(self._adjudicator).refresh(self._progress)
        except _Left:
            return
        except StoreError as problem:
            self._tell(str(problem))
            return
        self.call_later(self.close, True)

    def _progress(self, number: int, of: int) -> None:
        if self._is_left.is_set():
            raise _Left
        if number % _EVERY == 0:
            self._tell(f"Looking for what people differ about: {number:,} of {of:,} articles")

    def _tell(self, text: str) -> None:
        show: Callable[[Content], object] = self._told.update
        self.call_later(show, Content(text))
