"""The Label screen: the article, what is lit, and what the keys would do."""

from collections.abc import Sequence
from functools import partial
from itertools import zip_longest
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.timer import Timer

from annotator.model.annotation import Claim, Incident, Layer, Mention
from annotator.model.article import SENTENCE_KINDS
from annotator.model.completion import CompletionState
from annotator.model.scheme_tables import FrameLayerName
from annotator.project import (
    Desk,
    Mark,
    Place,
    Project,
    Sitting,
    Step,
    StoreError,
)
from annotator.tui._compat import add_bindings, paint_changed_rows_only
from annotator.tui.keymap import KeyMap, help_text
from annotator.tui.keys import LABEL_KEYS, bindings, label_bindings
from annotator.tui.screens import form_words, label_words
from annotator.tui.screens.desk_screen import DeskScreen
from annotator.tui.screens.details import DetailsScreen
from annotator.tui.screens.dialogs import Choice, ChooseScreen, PageScreen, TypeScreen
from annotator.tui.screens.frame_keys import FrameKeys
from annotator.tui.signs import TypeSigns
from annotator.tui.widgets.lines import Line, TitleLine
from annotator.tui.widgets.span_view import SpanView

if TYPE_CHECKING:
    from subprocess import Popen

    from annotator.project import Hit

_POLL_SECONDS = 1.5
"""How often the screen looks whether somebody else wrote."""

_REST_SECONDS = 0.1
"""So long no key has come before the screen looks for suggestions: who presses ten keys a second
never waits for them."""

_EVERY_SECONDS = 0.03
"""So often it looks for some while hands rest."""

_SLICE_SECONDS = 0.003
"""So long it looks for them at a time: no key waits longer."""

_WORK: dict[str, tuple[Layer, ...]] = {
    "1": ("entities",),
    "2": ("incidents",),
    "3": ("claims",),
    "4": ("incidents", "claims"),
    "5": ("entities", "incidents", "claims"),
}
"""What can be worked on at once."""

_FORM_ROWS = 9

_ROOMY = 16
"""With fewer rows than this, text goes before hints."""


class LabelScreen(DeskScreen):
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
        self._form = tuple(Line(classes="form") for _ in range(_FORM_ROWS))
        self._frame_keys = FrameKeys(
            lambda: self.app, lambda: self.desk, self._view.text_in_view, self._act
        )
        self._suggesting: Timer | None = None
        self._apart: Popen[bytes] | None = None
        add_bindings(self, label_bindings(self.desk.session.scheme))
        paint_changed_rows_only(self)

    def compose(self) -> ComposeResult:
        """Make the screen."""
        yield self._title_line
        yield self._view
        yield self._lit_line
        yield from self._form
        yield from self._letters
        yield self._commands

    def on_mount(self) -> None:
        """Begin where the work goes on."""
        self._view.focus()
        for line in self._form:
            line.display = False
        self._show()
        self._greet()
        self.set_interval(_POLL_SECONDS, self.follow_others)
        self.call_after_refresh(self._begin_suggesting)

    def on_resize(self) -> None:
        """Give the letters a second row where one is too short and there is room."""
        self._show_hints()

    def on_unmount(self) -> None:
        """Keep the place."""
        self._remember()

    # ------------------------------------------------------------------- acts of its own

    def action_compact(self) -> None:
        """Show lanes, or colours alone."""
        self._sitting.compact = not self._sitting.compact
        self._view.set_compact(self._sitting.compact)
        self._show()

    def action_finish(self, state: CompletionState) -> None:
        """Finish the sentence; in a finished article, go to the next one that waits."""
        if state == "done" and self.desk.is_finished():
            self._open_next_undone()
        else:
            self._act(lambda: self.desk.finish(state))
            self._tell_test()

    # -------------------------------------------------------------------------- dialogs

    def action_menu(self) -> None:
        """Offer everything."""
        self.app.push_screen(ChooseScreen("Menu", label_words.menu(self._keys)), self._do_chosen)

    async def _do_chosen(self, action: str | None) -> None:
        if action:
            await self.run_action(action)

    def action_details(self) -> None:
        """Open the form of the lit mention, or of the frame that is lit."""
        frame = self.desk.frames.here
        if frame is not None:
            self._act(lambda: self.desk.frames.open(frame))
        elif self.desk.reader.mention is not None:
            self.app.push_screen(DetailsScreen(self.desk, self._act))
        else:
            self._say("Label it first: details are about a mention or a frame.", alarm=True)

    def action_frame(self, layer: FrameLayerName) -> None:
        """Wait for the type of a new frame on what is lit."""
        self._act(lambda: self.desk.frames.begin(layer))

    def action_identity(self) -> None:
        """Say who or what in the registry is meant."""
        item = self.desk.item
        if not isinstance(item, Mention | Incident):
            self._say("Light a mention or an incident; the registry knows these.", alarm=True)
            return
        from annotator.tui.screens.identity_choice import link_identity

        with self._telling():
            identities = self._project.identities(self._annotator)
            link_identity(self.app, self.desk, identities, item, self._act)

    def action_frames(self) -> None:
        """List the frames of the article."""
        frames = self.desk.session.work.frames()
        if not frames:
            self._say("This article has no incidents and no claims yet.")
            return
        lines = [
            Choice(
                "",
                f"{self.desk.session.work.index_at(self.desk.frames.place(one)) + 1:>4}  "
                f"{form_words.summary(self.desk, one)}",
                one.id,
            )
            for one in frames
        ]
        self.app.push_screen(ChooseScreen("Incidents and claims", lines), self._open_frame)

    def _open_frame(self, chosen: str | None) -> None:
        frame = self.desk.session.work.annotations.get(chosen or "")
        if isinstance(frame, Incident | Claim):
            self._act(lambda: self.desk.frames.open(frame))

    def action_note(self) -> None:
        """Ask for a note on what is lit."""
        item = self.desk.item
        if item is None:
            self._say("Label it first: a note is about a mention or a frame.", alarm=True)
            return
        title = f"Note on {item.type} “{self.desk.reader.lit_text}”"
        hint = "for the adjudicator; empty takes it away"
        self.app.push_screen(TypeScreen(title, item.note, hint, self._keep_note, is_prose=True))

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

    def action_layers(self) -> None:
        """Ask what to work on."""
        lines = [Choice(key, ", ".join(layers), key) for key, layers in _WORK.items()]
        self.app.push_screen(ChooseScreen("Work on", lines), self._work_on)

    def _work_on(self, chosen: str | None) -> None:
        if chosen:
            self._act(partial(self.desk.work_on, _WORK[chosen]))

    def action_guidelines(self) -> None:
        """Show the guideline of the lit label, or of all, and what was decided of its words."""
        words = self.desk.reader.lit_text
        found = self._project.precedents(self._annotator, words, self.desk.session.article)
        text = label_words.guidance(self.desk, self._keys, found)
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
            item = hit.item and self.desk.session.work.annotations.get(hit.item.id)
            if isinstance(item, Mention):
                self.desk.reader.go_to_mention(item)
            elif isinstance(item, Incident | Claim):
                self.desk.frames.light(item)
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
        if not self._view.is_attached:  # a timer may tick while its screen is taken away
            return
        with self._telling():
            touched = self.desk.refresh()
            if touched:
                self._view.sentences_changed(touched)
            if touched is not None:
                self._show()

    # --------------------------------------------------------------------- suggestions

    def action_turn_suggestions(self) -> None:
        """Show suggestions from now on, or none."""
        self._sitting.suggests = not self._sitting.suggests
        if self._sitting.suggests:
            self._begin_suggesting()
        else:
            self.desk.suggested.end()
        starts = frozenset(one.start for one in self.desk.session.work.sentences)
        self._view.sentences_changed(starts)
        self._show()
        self._say("Suggestions are shown." if self._sitting.suggests else "No suggestions.")

    def _begin_suggesting(self) -> None:
        """Look for suggestions from now on, while hands rest: the text is on the screen first."""
        if not self._sitting.suggests:
            return
        with self._telling():
            self._project.suggest_at(self.desk)
        if self._suggesting is None:
            self._suggesting = self.set_interval(_EVERY_SECONDS, self._suggest_more)
        self._suggesting.resume()
        self._start_slow_ones()

    def _start_slow_ones(self) -> None:
        """Let slow suggesters look at the article, one process at a time; the poll shows it."""
        if self._apart is not None and self._apart.poll() is None:
            return
        names = self._project.slow_suggesters(self.desk, self._sitting.slow_suggesters)
        if names:
            article = self.desk.session.article
            self._apart = self._project.start_suggesting(self._annotator, names, article)

    def _suggest_more(self) -> None:
        """Look for some more, unless a key came just now."""
        if not self._view.is_attached:  # see `follow_others`
            return
        if self._suggesting is None or self.desk.suggested.is_complete:
            if self._suggesting is not None:
                self._suggesting.pause()
            return
        if self._sitting.effort.is_resting(_REST_SECONDS):
            touched = self.desk.suggested.advance(_SLICE_SECONDS)
            if touched:
                self._view.sentences_changed(touched)
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
        self.call_after_refresh(self._begin_suggesting)

    def _open_next_undone(self) -> None:
        with self._telling():
            article = self._project.next_undone(self._annotator, self.desk.session.article)
            if article:
                self._go_to(article)
            else:
                mine = self._project.is_assigned(self._annotator)
                what = "All that is assigned to you" if mine else "Every article"
                self._say(f"{what} is finished.")

    def _remember(self) -> None:
        try:
            self.desk.session.remember(self.desk.reader.light.hull.start)
        except StoreError:
            # A place that cannot be kept is no loss of work, and the journal knows the last edit.
            return

    def _show(self) -> None:
        if self._suggesting is not None:
            self._suggesting.resume()  # an act may have taught the memory something
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
        (width, height), desk = self.size, self.desk
        form = desk.frames.form
        rows = form_words.form_rows(desk, form, width, _form_rows(height)) if form else []
        in_form = form and not desk.links.source
        letters = () if in_form else label_words.letters(desk, self._keys, width)
        _fill(self._form, rows)
        _fill(self._letters, letters if height >= _ROOMY else letters[:1])
        links = desk.hints is not None and desk.hints.purpose == "link"
        if form and in_form and not links:
            self._commands.text = form_words.form_keys(form, hinted=desk.hints is not None)
        else:
            self._commands.text = label_words.commands(desk, self._keys, width)

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
        self.desk.jumps.drop()
        self.desk.reader.press(message.offset)
        self._show()

    def on_span_view_dragged(self, message: SpanView.Dragged) -> None:
        """Light what was drawn over."""
        self.desk.jumps.drop()
        self.desk.reader.draw(message.start, message.end)
        self._show()

    def on_span_view_edge_dragged(self, message: SpanView.EdgeDragged) -> None:
        """Move an edge of the lit annotation; it is kept when the mouse lets go."""
        self.desk.jumps.drop()
        self._act(lambda: self.desk.drag(message.edge, message.offset, ended=message.ended))


def _form_rows(height: int) -> int:
    """Return how many rows a form may take: the text keeps more than half of a roomy screen."""
    return 1 if height < _ROOMY else min(_FORM_ROWS, height // 3)


def _fill(lines: Sequence[Line], texts: Sequence[str]) -> None:
    """Show texts on lines; those that are left over take no room."""
    for line, text in zip_longest(lines, texts[: len(lines)], fillvalue=""):
        assert isinstance(line, Line)  # noqa: S101 (there are no more texts than lines)
        line.text = text
        if line.display != bool(text):
            line.display = bool(text)
