"""The Label screen: the article, what is lit, and what the keys would do."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen

from annotator.model.annotation import Mention
from annotator.model.article import SENTENCE_KINDS
from annotator.model.completion import CompletionState
from annotator.project import (
    Desk,
    Edge,
    Mark,
    Outcome,
    Place,
    Project,
    Refused,
    Sitting,
    Step,
    StoreError,
)
from annotator.tui._compat import add_bindings, paint_changed_rows_only
from annotator.tui.keymap import KeyMap, help_text
from annotator.tui.keys import LABEL_KEYS, bindings, label_bindings
from annotator.tui.screens import label_words
from annotator.tui.screens.details import DetailsScreen
from annotator.tui.screens.dialogs import Choice, ChooseScreen, PageScreen, TypeScreen
from annotator.tui.signs import TypeSigns
from annotator.tui.widgets.hints import label_hints
from annotator.tui.widgets.lines import Line, TitleLine
from annotator.tui.widgets.span_view import SpanView

if TYPE_CHECKING:
    from annotator.project import Hit

_POLL_SECONDS = 1.5
"""How often the screen looks whether somebody else wrote."""

_ROOMY = 16
"""With fewer rows than this, text goes before hints."""


class LabelScreen(Screen[None]):
    """One annotator labels one article, from a place on; offset -1: where it waits."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings(LABEL_KEYS))

    def __init__(
        self, project: Project, annotator: str, sitting: Sitting, keys: KeyMap, at: Place
    ) -> None:
        super().__init__()
        self._project, self._annotator, self._sitting = project, annotator, sitting
        self._project_name = project.name
        self._keys = keys
        self.desk = self._open(*at)
        self._title_line = TitleLine(id="title")
        self._signs = TypeSigns(self.desk.session.scheme, self._keys.letter)
        self._view = SpanView(self.desk, self._signs, id="text")
        self._view.set_compact(sitting.compact)
        self._lit_line = Line(id="lit")
        self._letters = (Line(classes="letters"), Line(classes="letters"))
        self._commands = Line(id="commands")
        add_bindings(self, label_bindings(self.desk.session.scheme))
        paint_changed_rows_only(self)

    def compose(self) -> ComposeResult:
        """Make the screen."""
        yield self._title_line
        yield self._view
        yield self._lit_line
        yield from self._letters
        yield self._commands

    def on_mount(self) -> None:
        """Begin where the work goes on."""
        self._view.focus()
        self._show()
        self._greet()
        self.set_interval(_POLL_SECONDS, self.follow_others)

    def on_resize(self, event: events.Resize) -> None:
        """Give the letters a second row where one is too short and there is room."""
        rows = label_hints(self.desk.session.scheme, self._keys, "", event.size.width)
        self._letters[1].display = len(rows) > 1 and event.size.height >= _ROOMY
        self._show_hints()

    def on_unmount(self) -> None:
        """Keep the place."""
        self._remember()

    # ----------------------------------------------------------------------------- keys

    def action_label(self, type_name: str) -> None:
        """Name what is lit."""
        self._act(lambda: self.desk.label(type_name))

    def action_walk(self, step: Step) -> None:
        """Light the next word or what stands for it."""
        self.desk.reader.walk(step)
        self._show()

    def action_sentence(self, step: Step) -> None:
        """Light the next sentence."""
        self.desk.reader.go_to_sentence(self.desk.reader.index + step, step)
        self._show()

    def action_ends(self, step: Step) -> None:
        """Light an end of the sentence."""
        self.desk.reader.go_to_end(step)
        self._show()

    def action_page(self, step: Step) -> None:
        """Light a sentence half a screen away."""
        self.desk.reader.go_to_sentence(self._view.page_from(self.desk.reader.index, step), step)
        self._show()

    def action_stop(self, step: Step) -> None:
        """Light the next candidate that nobody has decided."""
        found = self.desk.reader.next_stop(step)
        self._show()
        if not found:
            self._say("No undecided candidate is left.")

    def action_hints(self) -> None:
        """Offer a hint on everything in view."""
        self._act(lambda: self.desk.offer_hints(self._view.text_in_view()))

    def action_to_word(self, stretch: bool) -> None:
        """Wait for the first letter of a word, to light it or to stretch the light to it."""
        self._act(lambda: self.desk.await_first_letter(stretch=stretch))

    def take_key(self, event: events.Key) -> bool:
        """Take letters while hints are offered; any other key ends them and does its own act."""
        if self.desk.hints is None:
            return False
        taken = True

        def take() -> Outcome:
            nonlocal taken
            outcome = self.desk.take_hint(event.character or "", self._view.text_in_view())
            # Esc only ends the hints: going back is never what was meant.
            taken = outcome is not None or event.key == "escape"
            return outcome or Outcome()

        self._act(take)
        return taken

    def action_turn_going_on(self) -> None:
        """Go on after a label, or stay."""
        self._act(self.desk.turn_going_on)

    def action_compact(self) -> None:
        """Show lanes, or colours alone."""
        self._sitting.compact = not self._sitting.compact
        self._view.set_compact(self._sitting.compact)
        self._show()

    def action_grow(self) -> None:
        """Light the next larger thing."""
        self.desk.reader.grow()
        self._show()

    def action_shrink(self) -> None:
        """Light what lies inside."""
        self.desk.reader.shrink()
        self._show()

    def action_nudge(self, edge: Edge, step: Step) -> None:
        """Move an edge of what is lit."""
        self._act(lambda: self.desk.nudge(edge, step))

    def action_by_character(self) -> None:
        """Make the edge keys step by character, or by word again."""
        self.desk.reader.by_character = not self.desk.reader.by_character
        self._show()
        by = "character" if self.desk.reader.by_character else "word"
        self._say(f"The edge keys step by {by}.")

    def action_hold(self) -> None:
        """Hold what is lit."""
        self._act(self.desk.hold)

    def action_yes(self) -> None:
        """Keep what is lit and go on."""
        self._act(self.desk.yes)

    def action_no(self) -> None:
        """Delete what is lit, or pass it."""
        self._act(self.desk.no)

    def action_finish(self, state: CompletionState) -> None:
        """Finish the sentence; in a finished article, go to the next one that waits."""
        if state == "done" and self.desk.is_finished():
            self._open_next_undone()
        else:
            self._act(lambda: self.desk.finish(state))

    def action_reopen(self) -> None:
        """Take back that the sentence is finished."""
        self._act(self.desk.reopen)

    def action_split(self) -> None:
        """Split the sentence before the light."""
        self._act(self.desk.split)

    def action_merge(self) -> None:
        """Join the sentence to the one before."""
        self._act(self.desk.merge)

    def action_copy(self) -> None:
        """Copy what is lit to the clipboard of the terminal (OSC 52)."""
        text = self.desk.reader.lit_text
        self.app.copy_to_clipboard(text)
        self._say(f"Copied {len(text)} characters, if this terminal allows programs to copy.")

    def action_unsure(self) -> None:
        """Flag the lit mention."""
        self._act(self.desk.toggle_unsure)

    def action_undo(self) -> None:
        """Take back the latest act."""
        self._act(self.desk.undo)

    def action_redo(self) -> None:
        """Do again what was taken back."""
        self._act(self.desk.redo)

    # -------------------------------------------------------------------------- dialogs

    def action_menu(self) -> None:
        """Offer everything."""
        self.app.push_screen(ChooseScreen("Menu", label_words.menu(self._keys)), self._do_chosen)

    async def _do_chosen(self, action: str | None) -> None:
        if action:
            await self.run_action(action)

    def action_details(self) -> None:
        """Open the form of the lit mention."""
        if self.desk.reader.mention is None:
            self._say("Label it first: details are about a mention.", alarm=True)
            return
        self.app.push_screen(DetailsScreen(self.desk, self._act))

    def action_note(self) -> None:
        """Ask for a note on the lit mention."""
        mention = self.desk.reader.mention
        if mention is None:
            self._say("Label it first: a note is about a mention.", alarm=True)
            return
        title = f"Note on {mention.type} “{self.desk.reader.lit_text}”"
        hint = "for the adjudicator; empty takes it away"
        self.app.push_screen(TypeScreen(title, mention.note, hint, self._keep_note, is_prose=True))

    def _keep_note(self, note: str) -> str:
        return self._act(lambda: self.desk.write_note(note))

    def action_kind(self) -> None:
        """Ask what kind of unit the sentence is."""
        lines = [Choice(str(n), kind, kind) for n, kind in enumerate(SENTENCE_KINDS, 1)]
        self.app.push_screen(ChooseScreen("This sentence is a", lines), self._rekind)

    def _rekind(self, chosen: str | None) -> None:
        for kind in SENTENCE_KINDS:
            if kind == chosen:
                self._act(partial(self.desk.rekind, kind))

    def action_guidelines(self) -> None:
        """Show the guideline of the lit label, or of all."""
        text = label_words.guidance(self.desk, self._keys)
        self.app.push_screen(PageScreen("Guidelines", text))

    def action_help(self) -> None:
        """Show all keys."""
        text = help_text(self.desk.session.scheme, self._keys, self._signs.codes)
        self.app.push_screen(PageScreen("Keys", text))

    def action_look(self) -> None:
        """Ask for another appearance."""
        from annotator.tui.screens.appearance import choose_theme

        choose_theme(self.app, partial(self._say, alarm=True))

    def action_apply_all(self) -> None:
        """List the other places of the lit mention's text, or of the one named last."""
        mention = self.desk.subject
        if mention is None:
            key = self._keys.shown("apply.all")
            self._say(f"Label something first; then {key} finds its other places.", alarm=True)
        elif len(mention.fragments) > 1:
            self._say("A mention in several pieces cannot be given to other places.", alarm=True)
        else:
            from annotator.tui.screens.others import OthersScreen

            text = self.desk.reader.text[slice(*mention.anchor)]
            others = OthersScreen(
                self._project, self._annotator, self._sitting, self._keys, mention, text
            )
            self.app.push_screen(others, self._follow_own)

    def _follow_own(self, said: str | None) -> None:
        if said:
            self.follow_others()
            self._say(said)

    # --------------------------------------------------------------- between articles

    def show_hit(self, hit: "Hit") -> None:
        """Light a hit of a search, here or in another article."""
        with self._telling():
            self.follow_others()
            if hit.article != self.desk.session.article:
                self._go_to(hit.article, hit.span.start)
            mention = hit.mention and self.desk.session.work.annotations.get(hit.mention.id)
            if isinstance(mention, Mention):
                self.desk.reader.go_to_mention(mention)
            else:
                self.desk.reader.select(*hit.span)
            self._show()

    async def action_back(self) -> None:
        """Let go of what is held, or go to the list of articles."""
        if self.desk.reader.held or self.desk.reader.by_character:
            self.desk.reader.let_go()
            self._show()
        else:
            await self.action_home()

    async def action_home(self) -> None:
        """Go to the list of articles, before the next key is looked at."""
        self._remember()
        await self.run_action(f"app.home({self.desk.session.article!r})")

    def action_article(self, step: Step) -> None:
        """Open the next or previous article."""
        with self._telling():
            article = self._project.neighbour(self.desk.session.article, step)
            if article:
                self._go_to(article)
            else:
                self._say("This is the last article." if step > 0 else "This is the first article.")

    def action_next_undone(self) -> None:
        """Light the next sentence that is not finished, here or in another article."""
        if self.desk.reader.go_to_undone(self.desk.is_undone):
            self._show()
        else:
            self._open_next_undone()

    def action_next_marked(self, mark: Mark) -> None:
        """Go to what was left unsure, or has a note."""
        with self._telling():
            here = Place(self.desk.session.article, self.desk.reader.light.hull.start)
            found = self._project.next_marked(self._annotator, mark, here)
            if found is None:
                self._say("Nothing is unsure." if mark == "unsure" else "There is no note.")
            elif found.article == here.article:
                self.desk.reader.go_to_offset(found.at)
                self._show()
            else:
                self._go_to(found.article, found.at)

    def action_take_date(self) -> None:
        """Accept the date that the article proposes for itself."""
        self._act(self.desk.accept_date)

    def follow_others(self) -> None:
        """Show what others wrote into the project."""
        with self._telling():
            if self.desk.refresh():
                starts = {sentence.start for sentence in self.desk.session.work.sentences}
                self._view.sentences_changed(frozenset(starts))
                self._show()

    # -------------------------------------------------------------------------- helpers

    def _open(self, article: str, at: int) -> Desk:
        desk = self._project.desk(self._annotator, article, self._sitting)
        if at >= 0:
            desk.reader.go_to_offset(at)
        elif not desk.is_undone(desk.reader.sentence):
            desk.reader.go_to_undone(desk.is_undone)
        return desk

    def _go_to(self, article: str, at: int = -1) -> None:
        self._remember()
        self.desk = self._open(article, at)
        self._view.set_desk(self.desk)
        self._show()
        self._greet()

    def _open_next_undone(self) -> None:
        with self._telling():
            article = self._project.next_undone(self._annotator, self.desk.session.article)
            if article:
                self._go_to(article)
            else:
                self._say("Every article is finished.")

    def _act(self, act: Callable[[], Outcome]) -> str:
        """Do something that writes: it is on disk before it is on the screen.

        Returns:
            What stood in the way, in one sentence; "" for nothing.
        """
        try:
            outcome = act()
        except Refused as reason:
            return self._say(str(reason), alarm=True)
        except StoreError as problem:
            self._show()
            return self._say(f"NOT SAVED: {problem}", alarm=True)
        with self._telling():
            if outcome.elsewhere:
                self._go_to(outcome.elsewhere, outcome.at)
            elif outcome.touched:
                self._view.sentences_changed(outcome.touched)
            self._show()
            if outcome.message:
                self._say(outcome.message)
        return ""

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """Say in one sentence why something could not be read."""
        try:
            yield
        except (Refused, StoreError) as problem:
            self._say(str(problem), alarm=True)

    def _remember(self) -> None:
        try:
            self.desk.session.remember(self.desk.reader.light.hull.start)
        except StoreError:
            # A place that cannot be kept is no loss of work, and the journal knows the last edit.
            return

    def _show(self) -> None:
        self._view.show_light()
        self._show_words()

    def _show_words(self) -> None:
        self._title_line.text = label_words.title(self.desk, self._project_name)
        self._title_line.right = label_words.standing(self.desk)
        self._title_line.set_class(not self.desk.saved, "-alarm")
        self._lit_line.set_class(False, "-alarm")
        self._lit_line.text = label_words.about_light(self.desk)
        self._show_hints()

    def _show_hints(self) -> None:
        width = self.size.width
        letters = label_words.letters(self.desk, self._keys, width)
        for line, text in zip(self._letters, letters, strict=True):
            line.text = text
        self._commands.text = label_words.commands(self.desk, self._keys, width)

    def _greet(self) -> None:
        greeting = label_words.greeting(self.desk, self._keys)
        if greeting:
            self._say(greeting)

    def _say(self, message: str, *, alarm: bool = False) -> str:
        self._lit_line.text = f" {message}"
        self._lit_line.set_class(alarm, "-alarm")
        return message

    # ---------------------------------------------------------------------------- mouse

    def on_span_view_pressed(self, message: SpanView.Pressed) -> None:
        """Light what was pressed."""
        self.desk.drop_hints()
        self.desk.reader.press(message.offset)
        self._show()

    def on_span_view_dragged(self, message: SpanView.Dragged) -> None:
        """Light what was drawn over."""
        self.desk.drop_hints()
        self.desk.reader.draw(message.start, message.end)
        self._show()

    def on_span_view_edge_dragged(self, message: SpanView.EdgeDragged) -> None:
        """Move an edge of the lit annotation; it is kept when the mouse lets go."""
        self.desk.drop_hints()
        self._act(lambda: self.desk.drag(message.edge, message.offset, ended=message.ended))
