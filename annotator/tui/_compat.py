"""The only place that reaches into private parts of Textual, with the version it was read in."""

import sys
import traceback
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from rich.text import Text
from textual.app import App
from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen

from annotator.project import StoreError


class CrashReport(App[None]):
    """Writes a crash to a file without the values of variables, and says where it is.

    Textual's own report (`App._fatal_error`, 8.2.8) prints local variables: article text and
    people's names would reach terminals and bug reports.
    """

    trouble: StoreError | None = None
    """Why the project could not be read, where no screen could go on without it."""

    def _fatal_error(self) -> None:
        kind, error, trace = sys.exc_info()
        if isinstance(error, StoreError):
            self.trouble = error
            self._close_messages_no_wait()
            return
        path = _write_report(kind, error, trace)
        self.bell()
        self.panic(
            Text(
                "annotator stopped because of a fault of its own. Everything labelled so far is "
                f"saved. A report without any text of the articles is in {path}"
            )
        )


def add_bindings(node: DOMNode, bindings: Iterable[Binding]) -> None:
    """Add bindings to one node: those of a class cannot come from a project's scheme.

    Textual has no public way to do it (`DOMNode._bindings`, 8.2.8).
    """
    for binding in bindings:
        node._bindings.key_to_bindings.setdefault(binding.key, []).append(binding)


def start_with_theme(app: App[None], name: str) -> None:
    """Give an application that does not run yet a registered theme.

    `App.theme = ...` (8.2.8) would read all style sheets a second time as soon as it runs.
    """
    app.set_reactive(App.theme, name)
    app.stylesheet.set_variables(app.get_css_variables())
    app._refresh_truecolor_filter(app.ansi_theme)


def switch_screen(app: App[None], screen: Screen[None]) -> None:
    """Show a screen in place of the present one, which may be the first.

    `App.switch_screen` (8.2.8) fails on a default screen: it was never pushed, so it has no result
    callback to drop.
    """
    if not app.screen._result_callbacks:
        app.screen._push_result_callback(app, None)
    app.switch_screen(screen)


def _write_report(
    kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
) -> Path:
    from platformdirs import user_log_path

    folder = user_log_path("annotator", ensure_exists=True)
    path = folder / f"crash-{datetime.now(UTC):%Y%m%dT%H%M%S}.txt"
    # The message of an exception may quote the text it failed on; its kind and place do not.
    frames = "".join(traceback.format_tb(trace))
    path.write_text(f"{frames}{kind.__name__ if kind else type(error).__name__}\n", "utf-8")
    return path
