"""The form of a mention's attributes: a letter chooses one, its value is typed or chosen."""

from typing import ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from annotator.model.annotation import Mention
from annotator.model.scheme import KeyedAttribute
from annotator.model.values import COUNT_FORMS, INTERVAL_FORMS, ValueProblem
from annotator.project import Desk, Refused, StoreError, read_count, read_interval
from annotator.tui.screens.dialogs import Choice, ChooseScreen, TypeScreen

_CLEAR = "-"


class DetailsScreen(ModalScreen[None]):
    """Shows the attributes of the lit mention; every change is saved as it is made."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter", "leave", "back", show=False),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
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

    def on_key(self, event: events.Key) -> None:
        """Choose the attribute whose letter this is."""
        for keyed in self._attributes():
            if keyed.key and keyed.key == event.character:
                event.stop()
                self._enter(keyed)
                return
        if event.character == "u":
            self._alarm.update(Content(self._desk.undo().message))
            self._show()

    def action_leave(self) -> None:
        """Close the form."""
        self.dismiss(None)

    @work(exclusive=True, exit_on_error=True, description="enter an attribute")
    async def _enter(self, keyed: KeyedAttribute) -> None:
        attribute, mention = keyed.attribute, self._desk.reader.mention
        if mention is None:
            return
        if attribute.value == "flag":
            self._set(attribute.name, "" if mention.value_of(attribute.name) else "true")
        elif attribute.choices:
            choices = self._desk.session.scheme.choices_for(attribute, mention.type)
            lines = [
                Choice(str(number) if number < 10 else "", choice, choice)
                for number, choice in enumerate(choices, 1)
            ]
            lines.append(Choice("0", "no value", _CLEAR))
            chosen = await self.app.push_screen_wait(ChooseScreen(attribute.name, lines))
            if chosen:
                self._set(attribute.name, "" if chosen == _CLEAR else chosen)
        else:
            await self._type(keyed, mention)

    async def _type(self, keyed: KeyedAttribute, mention: Mention) -> None:
        """Ask for a value until it can be kept or is given up; what was typed stays."""
        attribute = keyed.attribute
        typed: str | None = mention.value_of(attribute.name)
        hint = _hint(attribute.value)
        while True:
            title = f"{attribute.name}: {attribute.definition}"
            typed = await self.app.push_screen_wait(TypeScreen(title, typed or "", hint))
            if typed is None:
                return
            try:
                value = _canonical(attribute.value, typed)
            except ValueProblem as problem:
                hint = f"“{typed}” {problem}."
                continue
            hint = self._set(attribute.name, value)
            if not hint:
                return

    def _set(self, name: str, value: str) -> str:
        """Set a value; return what stood in the way, "" for nothing."""
        try:
            self._desk.set_attribute(name, value)
        except (Refused, StoreError) as problem:
            self._alarm.update(Content(str(problem)))
            return str(problem)
        self._alarm.update(Content(""))
        self._show()
        return ""

    def _show(self) -> None:
        mention = self._desk.reader.mention
        if mention is None:
            self.dismiss(None)
            return
        lines = [
            f" {keyed.key or ' '}  {keyed.attribute.name:<16} "
            f"{mention.value_of(keyed.attribute.name) or _default(keyed)}"
            for keyed in self._attributes()
        ]
        self._form.update(Content("\n".join(lines) or "This type has no attributes."))

    def _attributes(self) -> tuple[KeyedAttribute, ...]:
        mention = self._desk.reader.mention
        return self._desk.session.scheme.attributes_for(mention.type) if mention else ()

    def _title_text(self) -> str:
        mention = self._desk.reader.mention
        return f"{mention.type if mention else ''}  “{self._desk.reader.lit_text}”"


def _default(keyed: KeyedAttribute) -> str:
    default = keyed.attribute.default
    return f"({default})" if default else "─"


def _hint(kind: str) -> str:
    if kind == "count":
        return f"{COUNT_FORMS}; “at least 8” is read too; empty clears it"
    if kind == "interval":
        return f"{INTERVAL_FORMS}; “6 August” is read too; empty clears it"
    return "empty clears it"


def _canonical(kind: str, typed: str) -> str:
    if not typed:
        return ""
    if kind == "count":
        return read_count(typed)
    return read_interval(typed) if kind == "interval" else typed
