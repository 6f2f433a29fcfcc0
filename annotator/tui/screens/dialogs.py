"""Small windows over a screen: choosing from a list, typing a line, reading a page."""

from collections.abc import Callable
from typing import ClassVar, NamedTuple, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from annotator.tui.widgets.line_input import LineInput, TypesLine, act_at_once

Result = TypeVar("Result")

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
    """A window over a screen.

    Its bindings have priority, as those of the screens have: a key is for the window that is open
    when its turn comes, and the next one for what lies below if that closed it.
    """


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

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "back", show=False, priority=True)
    ]

    def __init__(self, title: str, choices: list[Choice]) -> None:
        super().__init__()
        self._title, self._choices = title, choices
        width = max((len(choice.key) for choice in choices), default=1)
        self._list = OptionList(
            *(Option(Content(f"{choice.key:>{width}}  {choice.text}")) for choice in choices)
        )

    def compose(self) -> ComposeResult:
        """Make the window."""
        with Vertical(classes="dialog"):
            yield Static(Content(self._title), classes="dialog-title")
            yield self._list
            yield Static(Content("key or Enter takes it   Esc back"), classes="dialog-hint")

    def take_key(self, event: events.Key) -> bool:
        """Take the line whose key this is, or move in the list, typed ahead or not."""
        for choice in self._choices:
            if choice.key and choice.key == event.character:
                self.close(choice.value)
                return True
        if event.key != "enter":
            return act_at_once(self._list, event.key)
        if self._list.highlighted is not None:
            self.close(self._choices[self._list.highlighted].value)
        return True

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take the line that was pressed."""
        self.close(self._choices[event.option_index].value)

    def action_leave(self) -> None:
        """Take nothing."""
        self.close("")


class TypeScreen(TypesLine, Window[None]):
    """One line to type; it closes when `keep` could keep it, else what was typed stays.

    Args:
        keep: keeps the typed line and returns "", or says in one sentence why it cannot.
        is_prose: whether the text may have several lines, written in the person's editor.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "back", show=False, priority=True),
        Binding("ctrl+o", "edit", "editor", show=False, priority=True),
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
        self.line = LineInput(_in_one_line(value), select_on_focus=False)
        self._alarm = Static(classes="dialog-alarm")

    def compose(self) -> ComposeResult:
        """Make the window."""
        editor = "   Ctrl+O opens $EDITOR" if self._is_prose else ""
        with Vertical(classes="dialog"):
            yield Static(Content(self._title), classes="dialog-title")
            yield self.line
            yield self._alarm
            yield Static(Content(self._hint), classes="dialog-hint")
            yield Static(Content(f"Enter keeps it   Esc leaves it{editor}"), classes="dialog-hint")

    def submit(self) -> None:
        """Keep what was typed, or say why not."""
        problem = self._keep(_in_lines(self.line.value.strip()))
        if problem:
            self.refuse(problem)
        else:
            self.close(None)

    def refuse(self, problem: str) -> None:
        """Say what is wrong."""
        self._alarm.update(Content(problem))

    def action_edit(self) -> None:
        """Go on in the person's editor."""
        if not self._is_prose:
            return
        from annotator.tui.editor import EditorProblem, edit_text

        try:
            edited = edit_text(self.app, _in_lines(self.line.value))
        except EditorProblem as problem:
            self.refuse(str(problem))
        else:
            self.line.value = _in_one_line(edited)

    def action_leave(self) -> None:
        """Keep nothing."""
        self.close(None)


def _in_one_line(text: str) -> str:
    """Return a text with a sign in place of its line ends, as an input line shows it."""
    return text.replace("\n", _LINE_END)


def _in_lines(text: str) -> str:
    return text.replace(_LINE_END, "\n")


class PageScreen(Window[None]):
    """A page to read: help, a guideline."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q,question_mark,f1", "leave", "back", show=False, priority=True)
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
