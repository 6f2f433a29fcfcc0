"""What lists of hits share: reading them page by page beside the screen, ticks, acts in one step.

Reading and writing go through connections of their own in a thread: a search may take seconds and
an act on thousands of mentions as long, and the screen has to answer meanwhile.
"""

from collections.abc import Callable
from functools import partial
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.worker import get_current_worker

from annotator.project import Done, Hit, Paged, Project, Refused, Sitting, StoreError, open_project
from annotator.tui.keymap import KeyMap
from annotator.tui.keys import KeyAct
from annotator.tui.screens.dialogs import ClosingScreen, PageScreen
from annotator.tui.widgets.concordance import Concordance
from annotator.tui.widgets.hints import command_hints
from annotator.tui.widgets.lines import Line, TitleLine

Result = TypeVar("Result")

MOST = 20_000
"""Hits of one list: more than anybody looks through, and as much as one act should change."""

_PAGE = 100
"""Hits read at first, and beyond the cursor."""

_SLICE_S = 0.05
"""After so much time, what has been found is shown."""


class HitsScreen(ClosingScreen[Result]):
    """A list of hits with a title above and hints below."""

    BINDINGS: ClassVar[list[BindingType]] = []
    KEYS: ClassVar[tuple[KeyAct, ...]] = ()

    class Read(Message):
        """More hits of a source have been read."""

        def __init__(self, source: Paged, hits: list[Hit]) -> None:
            super().__init__()
            self.source, self.hits = source, hits

    class Rested(Message):
        """The reading of a source has stopped for now."""

        def __init__(self, source: Paged, problem: str) -> None:
            super().__init__()
            self.source, self.problem = source, problem

    class Acted(Message):
        """An act on the ticked hits is on disk, or could not be done."""

        def __init__(self, said: str, *, failed: bool) -> None:
            super().__init__()
            self.said, self.failed = said, failed

    def __init__(self, project: Project, annotator: str, sitting: Sitting, keys: KeyMap) -> None:
        super().__init__()
        self.keys = keys
        self._project, self._annotator, self._sitting = project, annotator, sitting
        self._title_line = TitleLine(id="title")
        self.hit_list = Concordance(id="hits")
        self._about = Line(id="about")
        self._commands = Line(id="commands")
        self._source: Paged | None = None
        self._reading: Paged | None = None
        self._all_ticked = False
        self._message = ""
        self._is_busy = False

    def compose(self) -> ComposeResult:
        """Make the screen."""
        yield self._title_line
        yield self.hit_list
        yield self._about
        yield self._commands

    def on_mount(self) -> None:
        """Begin."""
        self.start()
        self.show()

    def start(self) -> None:
        """Focus what comes first and look for the first hits."""
        raise NotImplementedError

    def on_resize(self) -> None:
        """Say which keys there are, as many as fit."""
        self.show_keys()

    def on_descendant_focus(self) -> None:
        """Say which keys there are now."""
        self.show_keys()

    def show_keys(self) -> None:
        """Say which keys there are, as many as fit."""
        self._commands.text = command_hints(self.keys.table(self.KEYS), self.size.width)

    # ---------------------------------------------------------------------------- reading

    @property
    def is_complete(self) -> bool:
        """Whether all hits are in the list, as far as a list goes."""
        return self._source is None or self._source.finished or len(self.hit_list.hits) >= MOST

    def begin(self, source: Paged, *, all_ticked: bool = False) -> None:
        """Show the hits of a source from its beginning.

        Args:
            all_ticked: read all of them, and tick those without a conflict.
        """
        self._source, self._all_ticked = source, all_ticked
        self.hit_list.clear()
        self.show()
        self._read_on()

    def _read_on(self) -> None:
        """Read as many hits as are needed now, unless that is going on already."""
        source, shown = self._source, len(self.hit_list.hits)
        wanted = MOST if self._all_ticked else self.hit_list.cursor + _PAGE
        if source is None or self._reading is source or self.is_complete or shown >= wanted:
            return
        self._reading = source
        self.run_worker(
            partial(self._read, source, min(wanted, MOST) - shown),
            group="reading",
            description="reads hits",
            thread=True,
            exclusive=True,
            exit_on_error=False,
        )

    def _read(self, source: Paged, number: int) -> None:
        worker, problem = get_current_worker(), ""
        try:
            with open_project(self._project.path, read_only=True) as project:
                source.follow(project.file)
                while number > 0 and not source.finished and not worker.is_cancelled:
                    hits = source.more(min(number, _PAGE), _SLICE_S)
                    number -= len(hits)
                    self.post_message(self.Read(source, hits))
        except StoreError as error:
            problem = str(error)
        self.post_message(self.Rested(source, problem))

    def on_hits_screen_read(self, message: Read) -> None:
        """Show what has been read."""
        if message.source is self._source:
            first = len(self.hit_list.hits)
            self.hit_list.add(message.hits)
            if self._all_ticked:
                self.hit_list.tick(self._tickable(first), ticked=True)
            self.after_read()

    def after_read(self) -> None:
        """Go on after more hits have come."""

    def on_hits_screen_rested(self, message: Rested) -> None:
        """Read on if more is needed, or say what went wrong."""
        if self._reading is message.source:
            self._reading = None
        if message.source is not self._source:
            return
        if message.problem:
            self._source = None
            self.say(message.problem, alarm=True)
        else:
            self.show()
            self._read_on()

    # ---------------------------------------------------------------------- list, ticks

    def action_move(self, step: int) -> None:
        """Move the cursor."""
        self.set_focus(self.hit_list)
        self.move_to(self.hit_list.cursor + step)

    def action_page(self, step: int) -> None:
        """Move the cursor by a screen."""
        self.set_focus(self.hit_list)
        self.move_to(self.hit_list.cursor + step * max(1, self.hit_list.size.height - 1))

    def action_ends(self, step: int) -> None:
        """Move the cursor to the first (-1) or last (1) hit."""
        self.move_to(len(self.hit_list.hits) if step > 0 else 0)

    def move_to(self, number: int) -> None:
        """Put the cursor on a hit, and read on when it comes near the end."""
        self._message = ""
        self.hit_list.move_to(number)
        self._read_on()

    def action_tick(self) -> None:
        """Tick the hit under the cursor or take its tick off, and go on."""
        number, hit = self.hit_list.cursor, self.hit_list.current
        if hit is None:
            return
        if hit.barred:
            self.say(f"The scheme does not allow it: this place {hit.conflict}.", alarm=True)
            return
        self._all_ticked = False
        self.hit_list.tick([number], ticked=number not in self.hit_list.ticked)
        self.move_to(number + 1)

    def action_tick_all(self) -> None:
        """Tick everything without a conflict, or nothing if that is so already."""
        everything = set(self._tickable(0))
        self._all_ticked = not everything <= self.hit_list.ticked or not everything
        self.hit_list.tick(
            everything if self._all_ticked else self.hit_list.ticked, ticked=self._all_ticked
        )
        self._read_on()

    def _tickable(self, first: int) -> list[int]:
        hits = self.hit_list.hits
        return [number for number in range(first, len(hits)) if not hits[number].conflict]

    def on_concordance_moved(self) -> None:
        """Say where the cursor stands and how many are ticked."""
        self.show()

    def on_concordance_pressed(self, message: Concordance.Pressed) -> None:
        """Tick what was pressed on its box; on its text, go there, or act on it the second time."""
        again = message.number == self.hit_list.cursor
        self.set_focus(self.hit_list)
        self.move_to(message.number)
        if message.on_box:
            self.action_tick()
        elif again:
            self.act_on_current()

    def act_on_current(self) -> None:
        """Do what a second press on a hit means."""
        self.action_tick()

    # ----------------------------------------------------------------------------- acts

    def act(self, change: Callable[[Project], int | Done], said: str) -> None:
        """Change the project beside the screen, as one step.

        Args:
            change: gets a connection of its own; returns how many annotations it was about, and
                what went besides.
            said: what to say when it is done, with `{}` for their number.
        """
        if self._is_busy:
            return
        self._is_busy = True
        self.say("Working …")
        self.run_worker(
            partial(self._change, change, said),
            group="acting",
            description="changes annotations",
            thread=True,
            exit_on_error=False,
        )

    def _change(self, change: Callable[[Project], int | Done], said: str) -> None:
        try:
            with open_project(self._project.path) as project:
                done = change(project)
        except (Refused, StoreError) as problem:
            self.post_message(self.Acted(str(problem), failed=True))
            return
        words = (
            said.format(done)
            if isinstance(done, int)
            else " ".join(filter(None, (said.format(done.number), done.besides)))
        )
        self.post_message(self.Acted(words, failed=False))

    def on_hits_screen_acted(self, message: Acted) -> None:
        """Say what became of it; keys that were spent on it count no more."""
        self._is_busy = False
        if message.failed:
            self.say(message.said, alarm=True)
            return
        self._sitting.effort.settle()
        self.after_act(message.said)

    def after_act(self, said: str) -> None:
        """Go on after an act that is on disk."""
        raise NotImplementedError

    # --------------------------------------------------------------------------- telling

    def show(self) -> None:
        """Show title, counts and what is under the cursor, or the message that stands there."""
        self._title_line.text = self.title_text()
        self._title_line.right = self._counts()
        if not self._message:
            self._about.set_class(False, "-alarm")
            self._about.text = self.about_text()

    def say(self, message: str, *, alarm: bool = False) -> None:
        """Say something in the line below the list, until the cursor moves."""
        self._message = message
        self._about.set_class(alarm, "-alarm")
        self._about.text = f" {message}"

    def title_text(self) -> str:
        """Return what stands at the left of the title line."""
        raise NotImplementedError

    def about_text(self) -> str:
        """Return what is known of the hit under the cursor."""
        hit = self.hit_list.current
        if hit is None:
            return self.nothing_text() if self._source and self._source.finished else ""
        parts = [f"article {hit.number}, sentence {hit.sentence}", *hit.labels[:4], *hit.told]
        if hit.conflict:
            parts.append(hit.conflict)
        return f" {'  '.join(parts)}  {hit.title or hit.source}"

    def nothing_text(self) -> str:
        """Return what to say when there are no hits."""
        return " Nothing was found."

    def _counts(self) -> str:
        if self._source is None:
            return ""
        number = len(self.hit_list.hits)
        more = "" if self._source.finished else "+"
        ticked = f"{len(self.hit_list.ticked):,} ticked of " if self.hit_list.ticked else ""
        return f"{ticked}{number:,}{more} {'hit' if number == 1 and not more else 'hits'} "

    def action_help(self) -> None:
        """Show all keys."""
        acts = self.keys.table(self.KEYS)
        keys = "\n".join(f"  {act.shown:<8} {act.text}" for act in acts if act.keys)
        self.app.push_screen(PageScreen("Keys", f"{self.help_words()}\n\n{keys}"))

    def help_words(self) -> str:
        """Return what this list is about, for the page of help."""
        raise NotImplementedError
