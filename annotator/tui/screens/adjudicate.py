"""Adjudicate: one disagreement at a time, settled with one key."""

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.geometry import Region
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static
from textual.worker import get_current_worker

from annotator.model.annotation import Layer
from annotator.project import (
    AdjudicationDesk,
    AdjudicationItem,
    AdjudicationSitting,
    Existence,
    Project,
    Refusal,
    Sitting,
    StoreError,
    open_project,
)
from annotator.tui.keymap import KeyMap
from annotator.tui.keys import ADJUDICATE_KEYS, KeyAct, bindings
from annotator.tui.screens.adjudicate_words import case_content, title_words, variants_content
from annotator.tui.screens.dialogs import Choice, ChooseScreen, PageScreen, TypeScreen
from annotator.tui.widgets.hints import command_hints
from annotator.tui.widgets.lines import Line, TitleLine
from annotator.tui.widgets.terminal_cursor import place_cursor

_HELP = """\
One item after the other: what annotators said is numbered, who said it stays hidden until v,
and the order is shuffled for each item. Every decision is on disk before the next item is shown.

Only sentences that at least two have finished are compared; a finished sentence without a mark
is a vote for nothing. What all agree about is accepted with
annotator adjudicate --accept-unanimous."""

_REASONS = [
    Choice("a", "the text is ambiguous", "ambiguous"),
    Choice("g", "the guideline has a gap", "gap"),
    Choice("s", "a slip", "slip"),
    Choice("x", "another reason", "other"),
]


class AdjudicateScreen(Screen[None]):
    """Shows what waits and records what is decided."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings(ADJUDICATE_KEYS))
    KEYS: ClassVar[tuple[KeyAct, ...]] = ADJUDICATE_KEYS

    class Weighed(Message):
        """The project was compared for evidence."""

        def __init__(self, layer: Layer, found: Existence) -> None:
            super().__init__()
            self.layer, self.found = layer, found

    def __init__(
        self, project: Project, desk: AdjudicationDesk, sitting: Sitting, keys: KeyMap
    ) -> None:
        super().__init__()
        self.keys = keys
        self._project, self._effort = project, sitting.effort
        self.sitting = AdjudicationSitting(desk)
        self._title_line = TitleLine(id="title")
        self._case, self._variants = Static(id="case"), Static(id="variants")
        self._about, self._commands = Line(id="about"), Line(id="commands")
        self._sides = 1
        self._sought = ""
        self._weighed: set[Layer] = set()
        """Layers for which the project is being compared, or was."""

    def compose(self) -> ComposeResult:
        """Make the screen."""
        yield self._title_line
        yield self._case
        yield self._variants
        yield self._about
        yield self._commands

    def on_mount(self) -> None:
        """Show the first item."""
        self.show()

    def on_resize(self) -> None:
        """Fit everything to the width."""
        self.show()

    # ------------------------------------------------------------------------ deciding

    def action_take(self, number: int) -> None:
        """Take a variant, or nothing."""
        self._do(lambda: self._take(number))

    def action_enter(self) -> None:
        """Take what most have said, or save what was edited."""
        self._do(lambda: self.sitting.enter(self._effort.spent()), decides=True)

    def action_majority(self) -> None:
        """Take in all slots of the frame what most have said."""
        self._do(self._majority, decides=True)

    def action_skip(self) -> None:
        """Put the item behind all others."""
        self._do(self.sitting.skip)

    def action_discuss(self) -> None:
        """Leave the item to be discussed."""
        self._do(lambda: self.sitting.discuss(self._effort.spent()), decides=True)

    def action_undo(self) -> None:
        """Take back the latest act."""
        self._do(lambda: self._back(self.sitting.undo, "Nothing is left to take back."))

    def action_redo(self) -> None:
        """Do again what was taken back."""
        self._do(lambda: self._back(self.sitting.redo, "Nothing was taken back."))

    def _take(self, number: int) -> str:
        is_for_all = self.sitting.for_all
        others = self.sitting.take(number, self._effort.spent())
        if is_for_all:
            self._confirm(others)
        else:
            self._settle()
        return ""

    def _confirm(self, others: list[AdjudicationItem]) -> None:
        places = "\n".join(self._place(one) for one in others[:15])
        more = f"\n… and {len(others) - 15} more" if len(others) > 15 else ""
        title = f"The same for {len(others) + 1} items?  This one and:\n{places}{more}"
        choices = [Choice("y", "yes, decide all of them", "y"), Choice("n", "no", "")]

        def answered(value: str | None) -> None:
            if value:
                self._do(lambda: self._confirmed(others), decides=True)
            else:
                self.sitting.let_go()
                self.show()

        self.app.push_screen(ChooseScreen(title, choices), answered)

    def _confirmed(self, others: list[AdjudicationItem]) -> str:
        number = self.sitting.confirm(others, self._effort.spent())
        return f"{number} items decided the same way (u takes all of them back)."

    def _place(self, item: AdjudicationItem) -> str:
        return f"  {self._project.source_of(item.dispute.article)} at {item.dispute.start}"

    def _majority(self) -> str:
        return f"{self.sitting.take_majority(self._effort.spent())} slots decided by majority."

    def _back(self, act: Callable[..., bool], nothing: str) -> str:
        done = act(self._effort.spent())
        self._settle()
        return "" if done else nothing

    # ------------------------------------------------------------------------- editing

    def take_key(self, event: events.Key) -> bool:
        """While a variant is edited, take the letters of types and labels."""
        if self.sitting.draft is None or self.sitting.for_all or not event.character:
            return False
        kind = self._type_for(event.character)
        if not kind:
            return False
        self._do(lambda: self.sitting.retype(kind))
        return True

    def _type_for(self, character: str) -> str:
        item, draft = self.sitting.item, self.sitting.draft
        if item is None or draft is None or not (draft.choice.mentions or draft.choice.type):
            return ""
        layer = item.cluster.layer
        if layer not in ("entities", "incidents", "claims"):
            return ""
        kinds = self._project.scheme.choosable_types(layer)
        return next((one.name for one in kinds if self.keys.letter(one) == character), "")

    def action_edit(self) -> None:
        """Edit the lit variant: its edges and type by keys, a value by typing it."""
        self._do(self._edit)

    def _edit(self) -> str:
        self.sitting.edit()
        draft = self.sitting.draft
        if draft and draft.choice.values:
            name, value = draft.choice.values[0].name, draft.choice.values[0].value
            screen = TypeScreen(f"Another value of {name}", value, "", self._typed)
            self.app.push_screen(screen, lambda _: self.show())
            return ""
        return "Edges move with , < . > and the letters of types retype; Enter saves."

    def _typed(self, value: str) -> str:
        return self.sitting.write_value(value)

    def action_nudge(self, edge: str, step: int) -> None:
        """Move an edge of the lit variant."""
        self._do(lambda: self.sitting.nudge("start" if edge == "start" else "end", step))

    def action_by_character(self) -> None:
        """Let edges step by character."""
        self._do(self.sitting.by_character)

    def action_several(self) -> None:
        """Keep several variants."""
        self._do(self._several)

    def _several(self) -> str:
        self.sitting.keep_several()
        kept = self.sitting.kept is not None
        return "Digits add variants to what is kept; Enter saves." if kept else ""

    def action_alike(self) -> None:
        """Let the next choice be for all items like this one."""
        item = self.sitting.item
        if item is None:
            return
        self.sitting.for_all = not self.sitting.for_all
        number = len(self.sitting.desk.alike(item)) if self.sitting.for_all else 0
        self.show(f"{number} more are like this; take a variant for all." if number else "")
        self.sitting.for_all = bool(number)

    def action_light(self, step: int) -> None:
        """Light another variant."""
        self.sitting.light(step)
        self.show()

    # -------------------------------------------------------------------------- asking

    def action_reveal(self) -> None:
        """Show who said what, and what speaks for it; the decision will say so."""
        self.sitting.is_revealed = True
        item = self.sitting.item
        if item and item.cluster.layer not in (*self.sitting.evidence, *self._weighed):
            self._weighed.add(item.cluster.layer)
            self.run_worker(
                partial(self._weigh, item.cluster.layer),
                group="weighing",
                description="compares the project",
                thread=True,
                exit_on_error=False,
            )
        self.show()

    def _weigh(self, layer: Layer) -> None:
        worker = get_current_worker()
        try:
            with open_project(self._project.path, read_only=True) as project:
                desk = project.adjudication(self.sitting.desk.adjudicator)
                found = desk.existence(layer, lambda: not worker.is_cancelled)
        except StoreError as error:
            found = Existence(f"could not read the project: {error}", {})
        if found:
            self.post_message(self.Weighed(layer, found))

    def on_adjudicate_screen_weighed(self, message: Weighed) -> None:
        """Show what the comparison of the project gave."""
        self.sitting.evidence[message.layer] = message.found
        self.show()

    def action_context(self) -> None:
        """Show more sentences around, or one on each side again."""
        self._sides = 3 if self._sides == 1 else 1
        self.show()

    def action_guideline(self) -> None:
        """Show the guideline of the types that are in question."""
        from annotator.tui.guidelines import guideline

        item = self.sitting.item
        choices = [one.choice for one in item.variants] if item else []
        names = dict.fromkeys(body.type for one in choices for body in one.mentions)
        parts = [guideline(self._project.scheme, self.keys, name) for name in names]
        kinds = self._project.scheme.types
        frames = [one.frame.type for one in choices if one.frame] + [self.sitting.subject_type]
        frames += [one.type for one in choices]
        for name in dict.fromkeys(name for name in frames if name in kinds):
            parts.append(f"{name}\n{getattr(kinds[name], 'definition', '')}")
        self.app.push_screen(PageScreen("Guideline", "\n\n".join(parts) or "No type is asked."))

    def action_reason(self) -> None:
        """Ask why people differed about the item before."""
        if self.sitting.last is None:
            self.show("Nothing was decided yet.")
            return

        def chosen(value: str | None) -> None:
            if value:
                self._do(lambda: self._reason(value), decides=True)

        self.app.push_screen(ChooseScreen("Why did they differ there?", _REASONS), chosen)

    def _reason(self, value: str) -> str:
        for choice in _REASONS:
            if choice.value == value:
                self.sitting.give_reason(choice.value, self._effort.spent())  # type: ignore[arg-type]
                return f"Noted of the item before: {choice.text}."
        return ""

    def action_note(self) -> None:
        """Write a note that goes with the decision."""
        hint = "It goes with the decision, and to those who labelled this."
        screen = TypeScreen("Note", self.sitting.note, hint, self._keep_note)
        self.app.push_screen(screen, lambda _: self.show())

    def _keep_note(self, note: str) -> str:
        self.sitting.note = note
        return ""

    def action_order(self) -> None:
        """Go through the queue in another order."""
        self._do(lambda: self.sitting.turn_order() and "")

    def action_find(self) -> None:
        """Go to the next item with words that are typed."""

        wanted = ""

        def keep(words: str) -> str:
            nonlocal wanted
            wanted = words
            return ""

        def typed(_: None) -> None:
            if wanted:
                self._sought = wanted
                self._do(lambda: self.sitting.find(wanted))

        hint = "What is disputed, or a title or source; again for the next one."
        self.app.push_screen(TypeScreen("Find in the queue", self._sought, hint, keep), typed)

    def action_menu(self) -> None:
        """Show all acts with their keys, and do the one that is chosen."""
        acts = [act for act in self.keys.table(ADJUDICATE_KEYS) if act.id != "adjudicate.menu"]
        # The digits are known, and there are many of them.
        acts.sort(key=lambda act: act.shown.isdigit())
        lines = [Choice(act.shown, act.text, act.action) for act in acts]
        self.app.push_screen(ChooseScreen("Menu", lines), self._do_chosen)

    async def _do_chosen(self, action: str | None) -> None:
        if action:
            await self.run_action(action)

    def action_help(self) -> None:
        """Show all keys."""
        acts = self.keys.table(ADJUDICATE_KEYS)
        listed = "\n".join(f"  {act.shown:<8} {act.text}" for act in acts if act.keys)
        self.app.push_screen(PageScreen("Adjudicate", f"{_HELP}\n\n{listed}"))

    async def action_leave(self) -> None:
        """Let go of an edit; else go to the list of articles."""
        if self.sitting.let_go():
            self.show()
        else:
            await self.run_action("app.home('')")

    # ------------------------------------------------------------------------- showing

    def show(self, message: str = "") -> None:
        """Show the item as it is now.

        Args:
            message: what to say in place of an offer or a warning.
        """
        item = self.sitting.item
        source = self._project.source_of(item.dispute.article) if item else ""
        self._title_line.text = title_words(self.sitting, source)
        self._title_line.right = "saved "
        self._case.update(case_content(self.sitting, self._sides))
        self._variants.update(variants_content(self.sitting, max(20, self.size.width - 6)))
        self.call_after_refresh(self._place_cursor)
        self._about.remove_class("-alarm")
        self._about.text = f" {message or self._offer()}"
        self._commands.text = command_hints(self.keys.table(ADJUDICATE_KEYS), self.size.width)

    def _place_cursor(self) -> None:
        """Put the terminal's cursor on the variant that is lit, or on what is edited of it."""
        shown = self._variants
        rows = [y for y in range(shown.size.height) if "▌" in shown.render_line(y).text[:4]]
        if rows:
            place_cursor(shown, rows[-1])
            shown.refresh(Region(0, rows[-1], 1, 1))  # it goes out with what is painted

    def _offer(self) -> str:
        parts = ["You labelled this article."] if self.sitting.is_party else []
        if self.sitting.offers_reason:
            parts.append("r says why they differed about the item before.")
        elif self.sitting.note:
            parts.append(f"note: {self.sitting.note}")
        return " ".join(parts)

    def _do(self, act: Callable[[], object], *, decides: bool = False) -> None:
        """Act, and show what is so then; what cannot be done is said and changes nothing."""
        said = ""
        try:
            found = act()
            said = found if isinstance(found, str) else ""
            if decides:
                self._settle()
        except Refusal as refused:
            said = str(refused)
        except StoreError as problem:
            self.show()
            self._about.add_class("-alarm")
            self._about.text = f" {problem}"
            self._title_line.right = "NOT SAVED "
            return
        self.show(said)

    def _settle(self) -> None:
        self._effort.settle()
