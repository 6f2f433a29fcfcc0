"""Choosing the claim that a relation leads to, among all of one's own in all articles."""

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from annotator.project import ClaimLine, ClaimSearch, StoreError, ToldClaim
from annotator.tui.screens.dialogs import Window
from annotator.tui.widgets.cells import cut_to_cells
from annotator.tui.widgets.line_input import LineInput, TypesLine, act_at_once

_WIDEST = 100
"""Columns of the window; a wider line is no easier to read."""

_FRAME = 7
"""Columns that frame, padding and scroll bar take."""

_STEPS = frozenset({"up", "down", "pageup", "pagedown"})
"""Keys of the list; all others are for the line."""


class ClaimScreen(TypesLine, Window[None]):
    """A line to type words, and the claims that hold them, those that share most first.

    Args:
        title: what is linked, in a few words.
        search: finds the claims.
        keep: makes the link to one and returns "", or says in one sentence why it cannot.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "back", show=False, priority=True)
    ]

    def __init__(self, title: str, search: ClaimSearch, keep: Callable[[ToldClaim], str]) -> None:
        super().__init__()
        self._title, self._search, self._keep = title, search, keep
        self._typed, self._lines = "", search.lines()
        self.line = LineInput(placeholder="words of the claim", select_on_focus=False)
        self._list = OptionList()
        self._understood = Static(classes="dialog-hint")
        self._alarm = Static(classes="dialog-alarm")

    def compose(self) -> ComposeResult:
        """Make the window."""
        with Vertical(classes="dialog claims"):
            yield Static(Content(self._title), classes="dialog-title")
            yield self.line
            yield self._understood
            yield self._list
            yield self._alarm
            yield Static(
                Content("↑ ↓ Enter take one   1-9 while nothing is typed   Esc back"),
                classes="dialog-hint",
            )

    def on_mount(self) -> None:
        """Type at once."""
        self.line.focus()
        self._show()

    def on_resize(self) -> None:
        """Cut the lines to the new width."""
        self._show()

    def take_key(self, event: events.Key) -> bool:
        """Take what moves in the list or chooses from it; all else is for the line."""
        if event.key in _STEPS:
            return act_at_once(self._list, event.key)
        if event.key in "123456789" and not self.line.value:
            self._take(int(event.key) - 1)
            return True
        taken = super().take_key(event)
        self._narrow()
        return taken

    def submit(self) -> None:
        """Take the claim under the cursor."""
        self._take(self._list.highlighted or 0)

    def refuse(self, problem: str) -> None:
        """Say what is wrong, "" for nothing."""
        self._alarm.update(Content(problem))
        self._alarm.display = bool(problem)

    def on_input_changed(self) -> None:
        """Show the claims that hold what is typed."""
        self._narrow()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take the claim that was pressed."""
        self._take(event.option_index)

    def action_leave(self) -> None:
        """Link nothing."""
        self.close(None)

    def _take(self, number: int) -> None:
        if number >= len(self._lines):
            self.refuse("There is no such claim in the list.")
            return
        problem = self._keep(self._lines[number].claim)
        if problem:
            self.refuse(problem)
        else:
            self.close(None)

    def _narrow(self) -> None:
        typed = self.line.value
        if typed == self._typed:
            return
        try:
            self._lines = self._search.lines(typed)
        except StoreError as problem:
            self.refuse(str(problem))
            return
        self._typed = typed
        self._show()

    def _show(self) -> None:
        width = min(_WIDEST, self.size.width) - _FRAME
        self._list.clear_options()
        self._list.add_options(
            Option(Content(_in_rows(number, line, width)))
            for number, line in enumerate(self._lines, 1)
        )
        self._list.highlighted = 0 if self._lines else None
        self._understood.update(Content(self._search.understood(self._typed, len(self._lines))))
        self.refuse("")


def _in_rows(number: int, line: ClaimLine, width: int) -> str:
    """Return a claim on two rows: who says what; where, and what it shares."""
    claim = line.claim
    where = f"{cut_to_cells(claim.title, width // 2)}   {line.reason or 'nothing shared'}"
    key = str(number) if number < 10 else " "
    return f"{key} {cut_to_cells(claim.said, width)}\n    {cut_to_cells(where, width - 2)}"
