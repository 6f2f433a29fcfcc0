"""The application: opens screens and knows nothing of what they do."""

import gc
import os
from pathlib import PurePath
from typing import TYPE_CHECKING, ClassVar, Protocol, runtime_checkable

# Frames leave on a timer; at 60 a second half of a key's time would be waiting for it.
os.environ.setdefault("TEXTUAL_FPS", "120")

from textual import events
from textual.app import App
from textual.binding import Binding, BindingType
from textual.screen import Screen

from annotator.project import Project, Refused, Sitting, StoreError
from annotator.tui._compat import CrashReport, let_go_of_closed_windows, switch_screen
from annotator.tui.keys import QUIT

if TYPE_CHECKING:
    from annotator.project import Hit
    from annotator.tui.screens.home import HomeScreen, HomeView
    from annotator.tui.screens.label import LabelScreen
    from annotator.tui.screens.search import SearchMemory


@runtime_checkable
class TakesKeys(Protocol):
    """A screen that may want a key before the bindings do."""

    def take_key(self, event: events.Key) -> bool:
        """Act on a key; say whether it was wanted."""
        ...


class AnnotatorApp(CrashReport, App[None]):
    """Labelling in a terminal."""

    TITLE = "annotator"
    # Here and not at the screens: Textual reads no CSS_PATH of a default screen.
    CSS_PATH: ClassVar[list[str | PurePath]] = [
        "screens/dialogs.tcss",
        "screens/hits.tcss",
        "screens/home.tcss",
        "screens/label.tcss",
    ]
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(QUIT.keys, "quit", QUIT.text, id=QUIT.id, show=False, priority=True)
    ]

    def __init__(self, project: Project, annotator: str, article: str = "") -> None:
        super().__init__()
        let_go_of_closed_windows()
        self._project, self._annotator, self._article = project, annotator, article
        self._sitting = Sitting()
        self._home_view: HomeView | None = None
        self._memory: SearchMemory | None = None

    def on_ready(self) -> None:
        """Collect garbage again: `run` leaves that until the first paint."""
        gc.freeze()
        gc.enable()

    def on_resize(self, event: events.Resize) -> None:
        """Say that the terminal is too small, or take that back."""
        from annotator.tui.screens.dialogs import SMALLEST, TooSmallScreen

        is_covered = isinstance(self.screen, TooSmallScreen)
        is_small = event.size.width < SMALLEST[0] or event.size.height < SMALLEST[1]
        if is_small and not is_covered:
            self.push_screen(TooSmallScreen())
        elif is_covered and not is_small:
            self.pop_screen()

    async def on_event(self, event: events.Event) -> None:
        """Count keys and presses before anything acts on them."""
        if isinstance(event, events.Key | events.MouseDown) and not event.is_forwarded:
            self._sitting.effort.key()
            if isinstance(event, events.Key) and self._is_taken(event):
                return
        await super().on_event(event)

    def _is_taken(self, event: events.Key) -> bool:
        """Say whether the screen is in the middle of something that takes this key."""
        screen = self.screen if self.screen_stack else None
        return isinstance(screen, TakesKeys) and screen.take_key(event)

    def get_default_screen(self) -> Screen[None]:
        """Return the Label screen where an article was asked for, else Home."""
        return self._label(self._article) if self._article else self._home()

    def on_label_screen_left(self, message: "LabelScreen.Left") -> None:
        """Show the list of articles."""
        switch_screen(self, self._home(message.article))

    def on_home_screen_opened(self, message: "HomeScreen.Opened") -> None:
        """Show an article."""
        self._open(message.article)

    def action_search(self) -> None:
        """Search, from wherever the person is."""
        from annotator.tui.screens.search import SearchMemory, SearchScreen

        self._memory = self._memory or SearchMemory()
        search = SearchScreen(self._project, self._annotator, self._sitting, self._memory)
        self.push_screen(search, self._open_hit)

    def _open_hit(self, hit: "Hit | None") -> None:
        """Show the article of a hit, where one was chosen."""
        from annotator.tui.screens.label import LabelScreen

        if hit and isinstance(self.screen, LabelScreen):
            self.screen.show_hit(hit)
        elif hit:
            self._open(hit.article, hit.span.start)

    def _open(self, article: str, at: int = -1) -> None:
        """Show an article in place of the list, or say why it cannot be shown."""
        try:
            screen = self._label(article, at)
        except (Refused, StoreError) as problem:
            from annotator.tui.screens.dialogs import PageScreen

            self.push_screen(PageScreen("This article cannot be opened", str(problem)))
        else:
            switch_screen(self, screen)

    # The screens are imported when they are needed: one of them is enough for the first paint.

    def _label(self, article: str, at: int = -1) -> Screen[None]:
        from annotator.tui.screens.label import LabelScreen

        place = self._project.last_place(self._annotator)
        if at < 0 and place and place.article == article:
            at = place.at
        return LabelScreen(self._project, self._annotator, article, self._sitting, at)

    def _home(self, article: str = "") -> Screen[None]:
        from annotator.tui.screens.home import HomeScreen, HomeView

        view = self._home_view = self._home_view or HomeView()
        view.article = article or view.article
        return HomeScreen(self._project, self._annotator, view)


def run(project: Project, annotator: str, article: str = "") -> int:
    """Run the screens until the person quits; return the exit code.

    Raises:
        StoreError: the project can no longer be read.
    """
    app = AnnotatorApp(project, annotator, article)
    app.run()
    if app.trouble:
        raise app.trouble
    # After an unhandled exception Textual itself would exit with 0.
    return app.return_code or 0
