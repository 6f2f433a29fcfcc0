"""One-line widgets: title, what is lit, hints. Text that we did not write never reaches markup."""

from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from annotator.tui.widgets.cells import shown_text


class Line(Widget):
    """One row of plain text, cut at the edge; trouble (`-alarm`) takes the rows it needs."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "Line { height: 1; } Line.-alarm { height: auto; max-height: 4; }"

    text: reactive[str] = reactive("", layout=False)

    def render(self) -> RenderResult:
        """Return the text as it is, without reading markup in it."""
        content = Content(_drawn(self.text))
        if self.has_class("-alarm"):
            return content
        return content.truncate(self.size.width, ellipsis=True)


class TitleLine(Line):
    """Text at the left, and at the right what must never be cut."""

    right: reactive[str] = reactive("", layout=False)

    def render(self) -> RenderResult:
        """Return both parts with blanks between them."""
        right = Content(_drawn(self.right))
        room = max(0, self.size.width - right.cell_length - 1)
        left = Content(_drawn(self.text)).truncate(room, ellipsis=True, pad=True)
        return Content.assemble(left, " ", right)


def _drawn(text: str) -> str:
    # Titles and notes may hold control characters that a terminal would obey.
    return shown_text(text, 0, len(text))
