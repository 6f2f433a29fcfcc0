"""The form of a mention's attributes: a letter chooses one, its value is typed or chosen."""

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from annotator.model.scheme import KeyedAttribute
from annotator.project import Desk, Outcome
from annotator.tui.screens.attribute_entry import ask_for_value, default_of
from annotator.tui.screens.dialogs import Window


class DetailsScreen(Window[None]):
    """Shows the attributes of the lit mention; every change is saved as it is made.

    Args:
        act: does something at the desk and shows it; returns what stood in the way, else "".
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter", "leave", "back", show=False, priority=True),
        Binding("u", "undo", "undo", show=False, priority=True),
    ]

    def __init__(self, desk: Desk, act: Callable[[Callable[[], Outcome]], str]) -> None:
        super().__init__()
        self._desk, self._act = desk, act
        self._form = Static(id="form")
        self._alarm = Static(classes="dialog-alarm")

    def compose(self) -> ComposeResult:
        """Make the form."""
        with Vertical(classes="dialog"):
            yield Static(Content(self._title_text()), classes="dialog-title")
            yield self._form
            yield self._alarm
            yield Static(
                Content("letter: set its value   u undo   Esc or Enter back"), classes="dialog-hint"
            )

    def on_mount(self) -> None:
        """Show the present values."""
        self._show()

    def take_key(self, event: events.Key) -> bool:
        """Choose the attribute whose letter this is."""
        for keyed in self._attributes():
            if keyed.key and keyed.key == event.character:
                self._enter(keyed)
                return True
        return False

    def action_leave(self) -> None:
        """Close the form."""
        self.close(None)

    def action_undo(self) -> None:
        """Take back the latest act; the form closes when that was about something else."""
        outcomes: list[Outcome] = []

        def undo() -> Outcome:
            outcomes.append(self._desk.undo())
            return outcomes[0]

        mention = self._desk.reader.mention
        problem = self._act(undo)
        now = self._desk.reader.mention
        if outcomes and (outcomes[0].elsewhere or not (now and mention and now.id == mention.id)):
            self.close(None)
            return
        self._alarm.update(Content(problem or outcomes[0].message))
        self._show()

    def _enter(self, keyed: KeyedAttribute) -> None:
        mention = self._desk.reader.mention
        if mention is not None:
            item = mention.type, mention.value_of(keyed.attribute.name)
            published = self._desk.session.work.article.published
            ask_for_value(
                self.app, self._desk.session.scheme, item, keyed, self._set, published=published
            )

    def _set(self, name: str, value: str) -> str:
        """Set a value; return what stood in the way, "" for nothing."""
        problem = self._act(lambda: self._desk.set_attribute(name, value))
        self._alarm.update(Content(problem))
        self._show()
        return problem

    def _show(self) -> None:
        mention = self._desk.reader.mention
        if mention is None:
            self.close(None)
            return
        lines = [
            f" {keyed.key or ' '}  {keyed.attribute.name:<16} "
            f"{mention.value_of(keyed.attribute.name) or default_of(keyed)}"
            for keyed in self._attributes()
        ]
        self._form.update(Content("\n".join(lines) or "This type has no attributes."))

    def _attributes(self) -> tuple[KeyedAttribute, ...]:
        mention = self._desk.reader.mention
        return self._desk.session.scheme.attributes_for(mention.type) if mention else ()

    def _title_text(self) -> str:
        mention = self._desk.reader.mention
        return f"{mention.type if mention else ''}  “{self._desk.reader.lit_text}”"
