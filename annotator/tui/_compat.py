"""The only place that reaches into private parts of Textual, with the version it was read in."""

import sys
import traceback
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from rich.color import ColorSystem
from rich.console import Console
from rich.control import Control
from rich.text import Text
from textual._compositor import ChopsUpdate, Compositor
from textual._styles_cache import StylesCache
from textual.app import App
from textual.binding import Binding
from textual.color import Color
from textual.dom import DOMNode
from textual.geometry import Region, Size
from textual.screen import Screen
from textual.scrollbar import ScrollBar
from textual.strip import Strip
from textual.style import Style
from textual.widget import Widget

from annotator.project import StoreError

if TYPE_CHECKING:
    from textual.widgets import Input


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


def let_go_of_closed_windows() -> None:
    """Free what widgets have painted when they are gone.

    `StylesCache.get_inner_outer` (8.2.8) is a cached method: the cache keeps its first argument, so
    the rows of a thousand widgets stay in memory after their screens were closed.
    """
    StylesCache.get_inner_outer = _inner_and_outer  # type: ignore[method-assign,assignment]


def lay_out_once() -> None:
    """Lay a screen out once when the height of a scrollbar changes, as when a form opens.

    `Widget._size_updated` (8.2.8) asks for another layout when the size of a widget's content
    changes; a scrollbar has no content that could lie elsewhere.
    """
    ScrollBar._size_updated = _size_of_scrollbar  # type: ignore[method-assign,assignment]


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


def paint_changed_rows_only(screen: Screen[None]) -> None:
    """Make a new screen prepare the rows that change, where few do, and send the cells that change.

    `Screen._compositor` (8.2.8) has both in its hands.
    """
    screen._compositor = _SparingCompositor()


def show_cursor(line: "Input") -> None:
    """Show the cursor of a line, to blink from now on (`Input._restart_blink`, 8.2.8)."""
    line._restart_blink()


def switch_screen(app: App[None], screen: Screen[None]) -> None:
    """Show a screen in place of the present one, which may be the first.

    `App.switch_screen` (8.2.8) fails on a default screen: it was never pushed, so it has no result
    callback to drop.
    """
    if not app.screen._result_callbacks:
        app.screen._push_result_callback(app, None)
    app.switch_screen(screen)


def _inner_and_outer(_: StylesCache, base: Color, background: Color) -> tuple[Style, Style]:
    return _backgrounds(base, background)


def _size_of_scrollbar(
    bar: ScrollBar, size: Size, virtual_size: Size, container_size: Size, layout: bool = True
) -> bool:
    return Widget._size_updated(bar, size, virtual_size, container_size, layout=False)


@lru_cache(256)
def _backgrounds(base: Color, background: Color) -> tuple[Style, Style]:
    return Style(background=base + background), Style(background=base)


class _SparingCompositor(Compositor):
    """Asks widgets for rows that changed.

    `Compositor._get_renders` (8.2.8) asks every widget for all its rows even when only two rows of
    the screen change, about a fifth of a key's time; what it gets for the others is not used.
    """

    _changed: tuple[range, ...] = ()

    def render_partial_update(self) -> ChopsUpdate | None:
        self._changed = _runs(y for one in self._dirty_regions for y in one.line_range)
        try:
            update = super().render_partial_update()
        finally:
            self._changed = ()
        return update and _ChangedCells(update.chops, update.spans, update.chop_ends)

    def _get_renders(
        self, crop: Region | None = None
    ) -> Iterable[tuple[Region, Region, list[Strip]]]:
        return self._renders_of_changed() if self._changed else super()._get_renders(crop)

    def _renders_of_changed(self) -> Iterator[tuple[Region, Region, list[Strip]]]:
        painted: list[Region] = []
        # Those in front come first; what lies wholly behind one of them, as the screen does, is not
        # seen.
        for widget, (region, clip) in self.visible_widgets.items():
            for rows in self._changed:
                part = clip.intersection(Region(clip.x, rows.start, clip.width, len(rows)))
                shown = region.intersection(part)
                if shown and not any(one.contains_region(shown) for one in painted):
                    painted.append(shown)
                    yield region, part, widget.render_lines(shown.translate(-region.offset))


class _ChangedCells(ChopsUpdate):
    """Sends the cells that change.

    `ChopsUpdate.render_segments` (8.2.8) sends what stands left of them in the same widget, too.
    """

    def render_segments(self, console: Console) -> str:
        return "".join(self._rendered(console))

    def _rendered(self, console: Console) -> Iterator[str]:
        for y, first, last in self.spans:
            for end, (x, strip) in zip(self.chop_ends[y], self.chops[y].items(), strict=True):
                start, stop = max(x, first), min(end, last)
                if strip is not None and start < stop:
                    yield Control.move_to(start, y).segment.text
                    yield "".join(_rendered_cells(strip, start - x, stop - x, console))


def _rendered_cells(strip: Strip, start: int, stop: int, console: Console) -> Iterator[str]:
    """Yield what `Strip.crop` and `Strip.render` would return, without keeping either."""
    colors = console._color_system or ColorSystem.TRUECOLOR
    at = 0
    for whole in strip:
        segment, end = whole, at + whole.cell_length
        if at < stop and end > start:
            if at < start:
                segment = segment.split_cells(start - at)[1]
            if end > stop:
                segment = segment.split_cells(stop - max(at, start))[0]
            text, style, _ = segment
            yield text if style is None else Strip.render_style(style, text, color_system=colors)
        at = end


def _runs(rows: Iterable[int]) -> tuple[range, ...]:
    """Return row numbers as runs of neighbours, in order."""
    runs: list[range] = []
    for row in sorted(set(rows)):
        if runs and runs[-1].stop == row:
            runs[-1] = range(runs[-1].start, row + 1)
        else:
            runs.append(range(row, row + 1))
    return tuple(runs)


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
