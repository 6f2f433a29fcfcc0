"""How far everybody is: counts only, because annotators do not see each other's work."""

from collections.abc import Iterator, Sequence

from textual.app import RenderResult
from textual.content import Content
from textual.widget import Widget

from annotator.project import AssignedShare, Share
from annotator.tui.widgets.cells import fit_to_cells

_WIDE, _NARROW = 100, 60
"""Columns from which on everything is said, and below which only shares are."""

_MOST = 8
"""People shown; a project has seldom more."""


class Everybody(Widget):
    """A line per annotator: the article under the cursor, and the whole project."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "Everybody { height: auto; max-height: 50%; }"

    def __init__(self, annotator: str, id: str | None = None) -> None:  # noqa: A002 (Textual's)
        super().__init__(id=id)
        self._annotator = annotator
        self._here: dict[str, Share] = {}
        self._whole: dict[str, Share] = {}
        self._assigned: dict[str, AssignedShare] = {}

    def show(self, here: Sequence[Share], whole: Sequence[Share]) -> None:
        """Show these shares of an article and of the project."""
        people = len(self._whole)
        self._here = {share.annotator: share for share in here}
        self._whole = {share.annotator: share for share in whole}
        self.refresh(layout=len(self._whole) != people)

    def show_assigned(self, board: Sequence[AssignedShare]) -> None:
        """Show how many articles are assigned to whom, and how many of them are finished."""
        self._assigned = {share.annotator: share for share in board if share.assigned}
        self.refresh(layout=True)

    @property
    def _people(self) -> list[str]:
        """Everybody who did or is to do something, by name, one's own first."""
        others = {*self._whole, *self._assigned} - {self._annotator}
        return [self._annotator, *sorted(others)]

    def render(self) -> RenderResult:
        """Return the lines, one's own first."""
        width = self.app.size.width  # its own is not settled when its height is asked for
        lines = [Content(line).truncate(width, ellipsis=True) for line in self._lines(width)]
        return Content("\n").join(lines)

    def _lines(self, width: int) -> Iterator[str]:
        named, room = (16, 42) if width >= _WIDE else (10, max(0, (width - 12) // 2))
        article, project = "this article", "whole project"
        yield f" {'who':<{named}} {article:<{room}} {project}"
        people = self._people
        for name in people[:_MOST]:
            here, whole = (_said(shares.get(name), width) for shares in (self._here, self._whole))
            yield f" {fit_to_cells(name, named)} {here:<{room}} {whole}{self._due(name)}"
        if len(people) > _MOST:
            yield f" and {len(people) - _MOST} more: annotator status"

    def _due(self, name: str) -> str:
        share = self._assigned.get(name)
        return f" · {share.finished:,} of {share.assigned:,} assigned done" if share else ""


def _said(share: Share | None, width: int) -> str:
    if share is None:
        return "-"
    seen, total = share.progress.seen, share.progress.total
    percent = f"{100 * seen // max(1, total)} %"
    if width < _NARROW:
        return percent
    if width < _WIDE:
        return f"{percent:<5} {seen:,}/{total:,}"
    mentions = f"{share.annotations:,} mention{'' if share.annotations == 1 else 's'}"
    stale = f", {share.progress.stale:,} to check" if share.progress.stale else ""
    return f"{percent:<5} {seen:,}/{total:,}, {mentions}{stale}"
