"""The line at the foot of Home in which one types what to show."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from annotator.tui.screens.dialogs import Window
from annotator.tui.widgets.line_input import LineInput, TypesLine

_SETTLED_SECONDS = 0.15
"""Rest after a letter before the list follows: with 100,000 articles that takes a tenth of one."""

_HINT = "state:undone begun done unsure check   Enter keeps it   Esc shows all"


class FilterScreen(TypesLine, Window[None]):
    """A line to type; the list above follows it.

    Args:
        show: shows what is wanted and returns "", or says in one sentence why it cannot.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "all", show=False, priority=True)
    ]

    def __init__(self, value: str, show: Callable[[str], str]) -> None:
        super().__init__()
        self.line = LineInput(
            value,
            placeholder="words of title, source or publisher",
            select_on_focus=False,
            compact=True,
        )
        self._show = show
        self._alarm = Static(classes="dialog-alarm")
        self._alarm.display = False
        self._settled: Timer | None = None

    def compose(self) -> ComposeResult:
        """Make the window."""
        with Vertical(id="filter"):
            yield self.line
            yield self._alarm
            yield Static(Content(_HINT), classes="dialog-hint")

    def on_input_changed(self) -> None:
        """Follow when the hands rest."""
        if self._settled:
            self._settled.stop()
        self._settled = self.set_timer(_SETTLED_SECONDS, self._follow)

    def submit(self) -> None:
        """Keep the filter, or say what is wrong with it."""
        if self._follow():
            self.close(None)

    def refuse(self, problem: str) -> None:
        """Say what is wrong, "" for nothing."""
        self._alarm.update(Content(problem))
        self._alarm.display = bool(problem)

    def action_leave(self) -> None:
        """Show all articles."""
        self._show("")
        self.close(None)

    def _follow(self) -> bool:
        if self._settled:
            self._settled.stop()
        problem = self._show(self.line.value)
        self.refuse(problem)
        return not problem
