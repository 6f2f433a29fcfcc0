"""Small windows over a screen: choosing from a list, typing a line, reading a page."""

from collections.abc import Callable
from typing import ClassVar, NamedTuple, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

Result = TypeVar("Result")


class Choice(NamedTuple):
    """One line of a list: the key that takes it, what it says, what it gives."""

    key: str
    text: str
    value: str


class Window(ModalScreen[Result]):
    """A window that closes once: keys typed ahead may ask for it twice."""

    def close(self, result: Result) -> None:
        """Close the window and give a result, unless it is closing already."""
        if self.is_current and not self._is_closing:
            self._is_closing = True
            self.dismiss(result)

    _is_closing = False


class ChooseScreen(Window[str]):
    """A list; a line is taken by its key, or with the arrows and Enter. Gives "" on Esc."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "back", show=False)]

    def __init__(self, title: str, choices: list[Choice]) -> None:
        super().__init__()
        self._title, self._choices = title, choices

    def compose(self) -> ComposeResult:
        """Make the window."""
        width = max((len(choice.key) for choice in self._choices), default=1)
        with Vertical(classes="dialog"):
            yield Static(Content(self._title), classes="dialog-title")
            yield OptionList(
                *(
                    Option(Content(f"{choice.key:>{width}}  {choice.text}"))
                    for choice in self._choices
                )
            )
            yield Static(Content("key or Enter takes it   Esc back"), classes="dialog-hint")

    def on_key(self, event: events.Key) -> None:
        """Take the line whose key this is."""
        for choice in self._choices:
            if choice.key and choice.key == event.character:
                event.stop()
                self.close(choice.value)
                return

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take the line under the cursor."""
        self.close(self._choices[event.option_index].value)

    def action_leave(self) -> None:
        """Take nothing."""
        self.close("")


class LineInput(Input):
    """An input line that takes pasted lines as one: Textual's keeps only the first of them."""

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self.replace(" ".join(event.text.split()), *self.selection)


class TypeScreen(Window[None]):
    """One line to type; it closes when `keep` could keep it, else what was typed stays.

    Args:
        keep: keeps the typed line and returns "", or says in one sentence why it cannot.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "back", show=False)]

    def __init__(self, title: str, value: str, hint: str, keep: Callable[[str], str]) -> None:
        super().__init__()
        self._title, self._value, self._hint, self._keep = title, value, hint, keep
        self._alarm = Static(classes="dialog-alarm")

    def compose(self) -> ComposeResult:
        """Make the window."""
        with Vertical(classes="dialog"):
            yield Static(Content(self._title), classes="dialog-title")
            yield LineInput(self._value, select_on_focus=False)
            yield self._alarm
            yield Static(Content(self._hint), classes="dialog-hint")
            yield Static(Content("Enter keeps it   Esc leaves it"), classes="dialog-hint")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Keep what was typed, or say why not."""
        problem = self._keep(event.value.strip())
        if problem:
            self._alarm.update(Content(problem))
        else:
            self.close(None)

    def action_leave(self) -> None:
        """Keep nothing."""
        self.close(None)


class PageScreen(Window[None]):
    """A page to read: help, a guideline."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q,question_mark,f1", "leave", "back", show=False)
    ]

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._title, self._text = title, text

    def compose(self) -> ComposeResult:
        """Make the page."""
        with Vertical(classes="dialog page"):
            yield Static(Content(self._title), classes="dialog-title")
            with VerticalScroll(can_focus=True):
                yield Static(Content(self._text))
            yield Static(Content("↑ ↓ PgUp PgDn scroll   Esc back"), classes="dialog-hint")

    def action_leave(self) -> None:
        """Close the page."""
        self.close(None)
