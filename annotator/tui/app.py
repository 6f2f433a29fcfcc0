"""The application: opens screens and knows nothing of what they do."""

import gc
import os
from pathlib import PurePath
from typing import ClassVar

# Frames leave on a timer; at 60 a second half of a key's time would be waiting for it.
os.environ.setdefault("TEXTUAL_FPS", "120")

from textual.app import App
from textual.binding import Binding, BindingType
from textual.screen import Screen

from annotator.project import Project
from annotator.tui._compat import CrashReport
from annotator.tui.keys import QUIT


class AnnotatorApp(CrashReport, App[None]):
    """Labelling in a terminal."""

    TITLE = "annotator"
    # Here and not at the screens: Textual reads no CSS_PATH of a default screen.
    CSS_PATH: ClassVar[list[str | PurePath]] = [
        "screens/dialogs.tcss",
        "screens/home.tcss",
        "screens/label.tcss",
    ]
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(QUIT.keys, "quit", QUIT.text, id=QUIT.id, show=False, priority=True)
    ]

    def __init__(self, project: Project, annotator: str, article: str = "") -> None:
        super().__init__()
        self.project = project
        self.annotator = annotator
        self._article = article

    def on_ready(self) -> None:
        """Collect garbage again: `run` leaves that until the first paint."""
        gc.freeze()
        gc.enable()

    def get_default_screen(self) -> Screen[None]:
        """Return the Label screen where an article was asked for, else Home."""
        if self._article:
            return self.label_screen(self._article)
        return self.home_screen()

    def label_screen(self, article: str, at: int = -1) -> Screen[None]:
        """Return the Label screen of an article, at an offset, or where work goes on."""
        from annotator.tui.screens.label import LabelScreen

        return LabelScreen(self.project, self.annotator, article, at)

    def home_screen(self, article: str = "") -> Screen[None]:
        """Return Home, on an article."""
        from annotator.tui.screens.home import HomeScreen

        return HomeScreen(self.project, self.annotator, article)


def run(project: Project, annotator: str, article: str = "") -> int:
    """Run the screens until the person quits; return the exit code."""
    app = AnnotatorApp(project, annotator, article)
    app.run()
    # After an unhandled exception Textual itself would exit with 0.
    return app.return_code or 0
