"""A line to type, which takes keys and pastes at once: whatever is typed ahead stays in order.

Textual hands a key to the widget that has the focus, through its queue. A window that was just
opened gives the focus a moment later, and one that closes leaves keys in queues that nobody reads.
So screens with a line take keys before Textual does, and act on them at once.
"""

from functools import cache

from textual import events
from textual.actions import ActionParseResult, SkipAction, parse
from textual.binding import Binding
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input

from annotator.tui._compat import show_cursor

LONGEST_LINE = 20_000
"""Characters that can be pasted into a line; more than that was no line."""


class LineInput(Input):
    """An input line that takes pasted lines as one: Textual's keeps only the first of them.

    Its cursor does not blink: nothing on the screens moves by itself.
    """

    cursor_blink = reactive(False, init=False)

    def take(self, event: events.Key) -> bool:
        """Do what a key does in a line, all but Enter; say whether it does anything there."""
        show_cursor(self)
        if event.is_printable and event.character:
            self.replace(event.character, *self.selection)
            return True
        return act_at_once(self, event.key)

    def paste(self, text: str) -> None:
        """Put lines in place of what is selected, as one line."""
        self.replace(" ".join(text.split()), *self.selection)


class TypesLine:
    """A screen with a line to type.

    Keys that mean nothing in a line, such as Esc, are left to the bindings of the screen.
    """

    line: LineInput

    @property
    def is_typing(self) -> bool:
        """Whether keys are for the line."""
        return True

    def submit(self) -> None:
        """Do what Enter means."""
        raise NotImplementedError

    def refuse(self, problem: str) -> None:
        """Say in one sentence what is wrong."""
        raise NotImplementedError

    def take_key(self, event: events.Key) -> bool:
        """Take what is typed, whether or not the line has the focus yet."""
        if not self.is_typing:
            return False
        if event.key == "enter":
            self.submit()
            return True
        return self.line.take(event)

    def take_paste(self, text: str) -> bool:
        """Take what is pasted, unless it is too long for any line."""
        if self.is_typing and len(text) > LONGEST_LINE:
            self.refuse(f"{len(text):,} characters are too many for a line; nothing was pasted.")
        elif self.is_typing:
            self.line.paste(text)
        return self.is_typing


def act_at_once(widget: Widget, key: str) -> bool:
    """Do what a key does in a widget, whether or not it has the focus yet.

    Returns:
        Whether it does anything there.
    """
    act = _acts(type(widget)).get(key)
    if act is None:
        return False
    _, name, parameters = act
    try:
        getattr(widget, f"action_{name}")(*parameters)
    except SkipAction:
        return False
    return True


@cache
def _acts(kind: type[Widget]) -> dict[str, ActionParseResult]:
    return {one.key: parse(one.action) for one in Binding.make_bindings(kind.BINDINGS)}
