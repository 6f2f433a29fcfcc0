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
from annotator.tui.screens.dialogs import LineInput, Window
from annotator.tui.widgets.cells import cut_to_cells

_WIDEST = 100
"""Columns of the window; a wider line is no easier to read."""

_FRAME = 7
"""Columns that frame, padding and scroll bar take."""

_STEPS = {"up": "cursor_up", "down": "cursor_down", "pageup": "page_up", "pagedown": "page_down"}
_EDITS = {
    "left": "cursor_left",
    "right": "cursor_right",
    "home": "home",
    "end": "end",
    "delete": "delete_right",
}


class ClaimScreen(Window[None]):
    """A line to type words, and the claims that hold them, those that share most first.

    Args:
        title: what is linked, in a few words.
        search: finds the claims.
        keep: makes the link to one and returns "", or says in one sentence why it cannot.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "back", show=False)]

    def __init__(self, title: str, search: ClaimSearch, keep: Callable[[ToldClaim], str]) -> None:
        super().__init__()
        self._title, self._search, self._keep = title, search, keep
        self._typed, self._lines = "", search.lines()
        self._input = LineInput(placeholder="words of the claim", select_on_focus=False)
        self._list = OptionList()
        self._understood = Static(classes="dialog-hint")
        self._alarm = Static(classes="dialog-alarm")

    def compose(self) -> ComposeResult:
        """Make the window."""
        with Vertical(classes="dialog claims"):
            yield Static(Content(self._title), classes="dialog-title")
            yield self._input
            yield self._understood
            yield self._list
            yield self._alarm
            yield Static(
                Content("↑ ↓ Enter take one   1-9 while nothing is typed   Esc back"),
                classes="dialog-hint",
            )

    def on_mount(self) -> None:
        """Type at once."""
        self._input.focus()
        self._show()

    def on_resize(self) -> None:
        """Cut the lines to the new width."""
        self._show()

    def take_key(self, event: events.Key) -> bool:
        """Take letters and what moves or chooses, all at once: none may overtake another."""
        number = int(event.key) if event.key in "123456789" else 0
        if event.key in _STEPS:
            getattr(self._list, f"action_{_STEPS[event.key]}")()
        elif event.key in _EDITS:
            getattr(self._input, f"action_{_EDITS[event.key]}")()
        elif event.key == "enter":
            self._take(self._list.highlighted or 0)
        elif number and not self._input.value:
            self._take(number - 1)
        elif self._input.take(event):
            self._narrow()
        else:
            return False
        return True

    def on_input_changed(self) -> None:
        """Show the claims that hold what is typed."""
        self._narrow()

    def on_line_input_pasted_too_much(self, event: LineInput.PastedTooMuch) -> None:
        """Say why nothing was pasted."""
        self._say(f"{event.length:,} characters are too many for a line; nothing was pasted.")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take the claim that was pressed."""
        self._take(event.option_index)

    def action_leave(self) -> None:
        """Link nothing."""
        self.close(None)

    def _take(self, number: int) -> None:
        if number >= len(self._lines):
            self._say("There is no such claim in the list.")
            return
        problem = self._keep(self._lines[number].claim)
        if problem:
            self._say(problem)
        else:
            self.close(None)

    def _narrow(self) -> None:
        typed = self._input.value
        if typed == self._typed:
            return
        try:
            self._lines = self._search.lines(typed)
        except StoreError as problem:
            self._say(str(problem))
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
        self._say("")

    def _say(self, message: str) -> None:
        self._alarm.update(Content(message))
        self._alarm.display = bool(message)


def _in_rows(number: int, line: ClaimLine, width: int) -> str:
    """Return a claim on two rows: who says what; where, and what it shares."""
    claim = line.claim
    where = f"{cut_to_cells(claim.title, width // 2)}   {line.reason or 'nothing shared'}"
    key = str(number) if number < 10 else " "
    return f"{key} {cut_to_cells(claim.said, width)}\n    {cut_to_cells(where, width - 2)}"
