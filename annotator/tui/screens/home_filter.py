"""The line at the foot of a list in which one types what to show."""

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


class FilterScreen(TypesLine, Window[None]):
    """A line to type; the list above follows it.

    Args:
        show: shows what is wanted and returns "", or says in one sentence why it cannot.
        placeholder: what can be typed, shown while nothing is.
        hint: what can be typed beside words.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "all", show=False, priority=True)
    ]

    def __init__(
        self,
        value: str,
        show: Callable[[str], str],
        placeholder: str = "words of title, source or publisher; cluster:12, related:12",
        hint: str = "state:undone begun done unsure check",
    ) -> None:
        super().__init__()
        self.line = LineInput(value, placeholder=placeholder, select_on_focus=False, compact=True)
        self._show, self._hint = show, f"{hint}   Enter keeps it   Esc shows all"
        self._alarm = Static(classes="dialog-alarm")
        self._alarm.display = False
        self._settled: Timer | None = None

    def compose(self) -> ComposeResult:
        """Make the window."""
        with Vertical(id="filter"):
            yield self.line
            yield self._alarm
            yield Static(Content(self._hint), classes="dialog-hint")

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
