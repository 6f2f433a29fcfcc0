"""Small windows over a screen: choosing from a list, typing a line, reading a page."""

from collections.abc import Callable
from typing import ClassVar, NamedTuple, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen, Screen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

Result = TypeVar("Result")

LONGEST_LINE = 20_000
"""Characters that can be pasted into a line; more than that was no line."""

_LINE_END = "⏎"


class Choice(NamedTuple):
    """One line of a list: the key that takes it, what it says, what it gives."""

    key: str
    text: str
    value: str


class ClosingScreen(Screen[Result]):
    """A screen that closes once: keys typed ahead may ask for it twice."""

    def close(self, result: Result) -> bool:
        """Close the screen and give a result, unless it is closing or a window lies over it.

        Returns:
            Whether it closes.
        """
        # `is_current` also holds under a window, and `dismiss` would take that one away.
        if self.app.screen is not self or self._is_closing:
            return False
        self._is_closing = True
        self.dismiss(result)
        return True

    _is_closing = False


class Window(ClosingScreen[Result], ModalScreen[Result]):
    """A window over a screen."""


SMALLEST = (40, 10)
"""Columns and rows under which nothing can be shown in a way that can be trusted."""


class TooSmallScreen(ModalScreen[None]):
    """Covers everything while the terminal is too small, so that no key acts unseen."""

    def compose(self) -> ComposeResult:
        """Make the screen."""
        columns, rows = SMALLEST
        yield Static(Content(f"This terminal is too small: {columns}x{rows} is the least."))


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

    def take_key(self, event: events.Key) -> bool:
        """Take the line whose key this is, typed ahead or not."""
        for choice in self._choices:
            if choice.key and choice.key == event.character:
                self.close(choice.value)
                return True
        return False

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take the line under the cursor."""
        self.close(self._choices[event.option_index].value)

    def action_leave(self) -> None:
        """Take nothing."""
        self.close("")


class LineInput(Input):
    """An input line that takes pasted lines as one: Textual's keeps only the first of them."""

    class PastedTooMuch(Message):
        """Somebody pasted more than a line can hold; nothing of it was taken."""

        def __init__(self, length: int) -> None:
            super().__init__()
            self.length = length

    @property
    def is_reached(self) -> bool:
        """Whether keys come here by themselves, in their order: it has the focus or soon will."""
        return self.is_attached and self.screen.focused is self

    def take(self, event: events.Key) -> bool:
        """Take a letter or a backspace at once; say whether it was one."""
        if event.key == "backspace":
            self.action_delete_left()
        elif event.is_printable and event.character:
            self.replace(event.character, *self.selection)
        else:
            return False
        return True

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        if len(event.text) > LONGEST_LINE:
            self.post_message(self.PastedTooMuch(len(event.text)))
        else:
            self.replace(" ".join(event.text.split()), *self.selection)


class TypeScreen(Window[None]):
    """One line to type; it closes when `keep` could keep it, else what was typed stays.

    Args:
        keep: keeps the typed line and returns "", or says in one sentence why it cannot.
        is_prose: whether the text may have several lines, written in the person's editor.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "back", show=False),
        Binding("ctrl+o", "edit", "editor", show=False),  # after letters typed ahead
    ]

    def __init__(
        self,
        title: str,
        value: str,
        hint: str,
        keep: Callable[[str], str],
        *,
        is_prose: bool = False,
    ) -> None:
        super().__init__()
        self._title, self._hint, self._keep = title, hint, keep
        self._is_prose = is_prose
        self._input = LineInput(_in_one_line(value), select_on_focus=False)
        self._alarm = Static(classes="dialog-alarm")

    def compose(self) -> ComposeResult:
        """Make the window."""
        editor = "   Ctrl+O opens $EDITOR" if self._is_prose else ""
        with Vertical(classes="dialog"):
            yield Static(Content(self._title), classes="dialog-title")
            yield self._input
            yield self._alarm
            yield Static(Content(self._hint), classes="dialog-hint")
            yield Static(Content(f"Enter keeps it   Esc leaves it{editor}"), classes="dialog-hint")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Keep what was typed, or say why not."""
        self._submit(event.value)

    def take_key(self, event: events.Key) -> bool:
        """Take what is typed before the line has the focus."""
        if self._input.is_reached:
            return False
        if event.key == "enter":
            self._submit(self._input.value)
            return True
        return self._input.take(event)

    def on_line_input_pasted_too_much(self, event: LineInput.PastedTooMuch) -> None:
        """Say why nothing was pasted."""
        self._alarm.update(
            Content(f"{event.length:,} characters are too many for a line; nothing was pasted.")
        )

    def action_edit(self) -> None:
        """Go on in the person's editor."""
        if not self._is_prose:
            return
        from annotator.tui.editor import EditorProblem, edit_text

        try:
            edited = edit_text(self.app, _in_lines(self._input.value))
        except EditorProblem as problem:
            self._alarm.update(Content(str(problem)))
        else:
            self._input.value = _in_one_line(edited)

    def action_leave(self) -> None:
        """Keep nothing."""
        self.close(None)

    def _submit(self, value: str) -> None:
        problem = self._keep(_in_lines(value.strip()))
        if problem:
            self._alarm.update(Content(problem))
        else:
            self.close(None)


def _in_one_line(text: str) -> str:
    """Return a text with a sign in place of its line ends, as an input line shows it."""
    return text.replace("\n", _LINE_END)


def _in_lines(text: str) -> str:
    return text.replace(_LINE_END, "\n")


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
