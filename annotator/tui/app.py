"""The application: opens screens and knows nothing of what they do."""

import gc
import os
from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING, ClassVar, Protocol, runtime_checkable

# Frames leave on a timer; at 60 a second half of a key's time would be waiting for it.
os.environ.setdefault("TEXTUAL_FPS", "120")

from textual import events
from textual.app import App
from textual.binding import Binding, BindingType
from textual.screen import Screen

from annotator.config import THEMES
from annotator.project import Place, Project, Refused, Sitting, StoreError
from annotator.tui._compat import (
    CrashReport,
    lay_out_once,
    let_go_of_closed_windows,
    start_with_theme,
    switch_screen,
)
from annotator.tui.keys import QUIT
from annotator.tui.palette import color_mode
from annotator.tui.preferences import Preferences
from annotator.tui.themes import ANSI, built_in_themes, own_theme

if TYPE_CHECKING:
    from annotator.project import Hit
    from annotator.tui.screens.home import HomeView
    from annotator.tui.screens.registry import RegistryMemory
    from annotator.tui.screens.search import SearchMemory

_LOOK_FOR_SERVER_S = 5


@runtime_checkable
class TakesKeys(Protocol):
    """A screen that may want a key before the bindings do."""

    def take_key(self, event: events.Key) -> bool:
        """Act on a key; say whether it was wanted."""
        ...


@runtime_checkable
class TakesPastes(Protocol):
    """A screen that may want what is pasted before its widgets do."""

    def take_paste(self, text: str) -> bool:
        """Act on what was pasted; say whether it was wanted."""
        ...


class AnnotatorApp(CrashReport, App[None]):
    """Labelling in a terminal."""

    TITLE = "annotator"
    # Here and not at the screens: Textual reads no CSS_PATH of a default screen.
    CSS_PATH: ClassVar[list[str | PurePath]] = [
        "screens/agreement.tcss",
        "screens/adjudicate.tcss",
        "screens/corrections.tcss",
        "screens/dialogs.tcss",
        "screens/hits.tcss",
        "screens/home.tcss",
        "screens/label.tcss",
        "screens/registry.tcss",
    ]
    ENABLE_COMMAND_PALETTE = False
    # Textual's own (8.2.8) ends the program when a window closes under the mouse.
    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(QUIT.keys, "quit", QUIT.text, id=QUIT.id, show=False, priority=True)
    ]

    def __init__(
        self,
        project: Project,
        annotator: str,
        article: str = "",
        preferences: Preferences | None = None,
        start: str = "",
    ) -> None:
        # Without colours the terminal's own stay, which Textual has to know before anything else.
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        if "TEXTUAL_ANIMATIONS" not in os.environ:
            self.animation_level = "none"  # what moves by itself is hard on some eyes
        let_go_of_closed_windows()
        lay_out_once()
        self._project, self._annotator, self._article = project, annotator, article
        self._start = start
        preferences = preferences or Preferences()
        self._keys = preferences.keys
        self._sitting = Sitting(
            goes_on=preferences.go_on,
            compact=preferences.compact,
            suggests=preferences.suggestions,
            slow_suggesters=preferences.slow_suggesters,
        )
        self._home_view: HomeView | None = None
        self._memory: SearchMemory | None = None
        self._registry_memory: RegistryMemory | None = None
        for theme in built_in_themes():
            self.register_theme(theme)
        if preferences.own_theme:
            self.register_theme(own_theme(preferences.own_theme))
        usual = self._usual_theme()
        start_with_theme(self, usual if self.no_color else preferences.theme or usual)
        self.set_keymap(self._keys.for_textual)

    def on_ready(self) -> None:
        """Collect garbage again: `run` leaves that until the first paint."""
        gc.freeze()
        gc.enable()
        if self.is_web:
            self.set_interval(_LOOK_FOR_SERVER_S, partial(self._leave_without, os.getppid()))

    def _leave_without(self, server: int) -> None:
        """Quit when the server that started this is gone: nobody would ever see it again."""
        if os.getppid() != server:
            self.exit()

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
        if not event.is_forwarded:
            if isinstance(event, events.Key | events.MouseDown):
                self._sitting.effort.key()
            if self.screen_stack and self._is_taken(self.screen, event):
                return
        await super().on_event(event)

    def _is_taken(self, screen: Screen[object], event: events.Event) -> bool:
        """Say whether the screen is in the middle of something that takes this."""
        if isinstance(event, events.Key):
            return isinstance(screen, TakesKeys) and screen.take_key(event)
        if isinstance(event, events.Paste):
            return isinstance(screen, TakesPastes) and screen.take_paste(event.text)
        return False

    def get_default_screen(self) -> Screen[None]:
        """Return the Label screen where an article was asked for, else Home."""
        if self._start:
            return self._adjudication(is_second=self._start == "second")
        return self._label(self._article) if self._article else self._home()

    def action_home(self, article: str) -> None:
        """Show the list of articles, the cursor on this one."""
        self._replace(self._home(article))

    def action_article(self, article: str) -> None:
        """Show an article."""
        self._open(article)

    def action_search(self) -> None:
        """Search, from wherever the person is."""
        from annotator.tui.screens.search import SearchMemory, SearchScreen

        self._memory = self._memory or SearchMemory()
        search = SearchScreen(
            self._project, self._annotator, self._sitting, self._keys, self._memory
        )
        self.push_screen(search, self._open_hit)

    def action_adjudicate(self) -> None:
        """Settle what annotators differ about, in place of the list of articles."""
        from annotator.tui.screens.comparing import FEW, ComparingScreen

        if self._project.adjudication(self._annotator).lags(FEW):
            comparing = ComparingScreen(self._project, self._annotator)
            self.push_screen(comparing, self._adjudicate_compared)
        else:
            self._replace(self._adjudication())

    def _adjudicate_compared(self, is_compared: bool | None) -> None:
        if is_compared:
            self._replace(self._adjudication())

    def action_registry(self) -> None:
        """Show the registry, from wherever the person is."""
        from annotator.tui.screens.registry import RegistryMemory, RegistryScreen

        self._registry_memory = self._registry_memory or RegistryMemory()
        registry = RegistryScreen(
            self._project, self._annotator, self._sitting, self._keys, self._registry_memory
        )
        self.push_screen(registry, self._back_from_registry)

    def action_agreement(self) -> None:
        """Show how far annotators agree, from wherever the person is."""
        from annotator.tui.screens.agreement import AgreementScreen

        self.push_screen(AgreementScreen(self._project, self._keys), self._open_place)

    def action_corrections(self) -> None:
        """Show where gold corrects the person, from wherever they are."""
        from annotator.tui.screens.corrections import CorrectionsScreen

        corrections = CorrectionsScreen(self._project, self._annotator, self._keys)
        self.push_screen(corrections, self._open_place)

    def _open_place(self, place: Place | None) -> None:
        """Show the place that was chosen, where one was."""
        if place:
            self._open(place.article, place.at)

    def _back_from_registry(self, hit: "Hit | None") -> None:
        """Show what the registry says now, and the article of a link that was chosen."""
        from annotator.tui.screens.label import LabelScreen

        if isinstance(self.screen, LabelScreen):
            self.screen.follow_others()
        self._open_hit(hit)

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
            self._replace(screen)

    def _replace(self, screen: Screen[None]) -> None:
        """Show a screen in place of the present one; a window that came between stays."""
        if len(self.screen_stack) == 1:
            switch_screen(self, screen)

    # The screens are imported when they are needed: one of them is enough for the first paint.

    def _label(self, article: str, at: int = -1) -> Screen[None]:
        from annotator.tui.screens.label import LabelScreen

        place = self._project.last_place(self._annotator)
        if at < 0 and place and place.article == article:
            at = place.at
        there = Place(article, at)
        return LabelScreen(self._project, self._annotator, self._sitting, self._keys, there)

    def _home(self, article: str = "") -> Screen[None]:
        from annotator.tui.screens.home import HomeScreen, HomeView

        view = self._home_view = self._home_view or HomeView()
        view.article = article or view.article
        return HomeScreen(self._project, self._annotator, view, self._keys)

    def _adjudication(self, *, is_second: bool = False) -> Screen[None]:
        from annotator.tui.screens.adjudicate import AdjudicateScreen

        desk = self._project.second_opinions if is_second else self._project.adjudication
        return AdjudicateScreen(self._project, desk(self._annotator), self._sitting, self._keys)

    def _usual_theme(self) -> str:
        """Return the theme of those who have chosen none: few colours are best one's own."""
        system = self.console.color_system
        mode = color_mode(system, is_ansi=False, no_color=self.no_color)
        return ANSI if mode in ("16", "none") else THEMES[0]


def run(
    project: Project,
    annotator: str,
    article: str = "",
    preferences: Preferences | None = None,
    start: str = "",
) -> int:
    """Run the screens until the person quits; return the exit code.

    Args:
        start: `adjudicate` to begin with the Adjudicate screen, `second` to give second opinions
            there.

    Raises:
        StoreError: the project can no longer be read.
    """
    app = AnnotatorApp(project, annotator, article, preferences, start)
    app.run()
    if app.trouble:
        raise app.trouble
    # After an unhandled exception Textual itself would exit with 0.
    return app.return_code or 0
