"""My corrections: where gold is not what one had said, by type, with the reason."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from annotator.model.spans import Span
from annotator.project import Correction, Place, Project, Refused, StoreError
from annotator.tui.guidelines import guideline
from annotator.tui.keymap import KeyMap
from annotator.tui.keys import CORRECTIONS_KEYS, bindings
from annotator.tui.screens.corrections_words import GOLD, MINE, Listed, listed, matching, told
from annotator.tui.screens.dialogs import ClosingScreen, PageScreen
from annotator.tui.widgets.hints import command_hints
from annotator.tui.widgets.lines import Line, TitleLine
from annotator.tui.widgets.row_list import RowList

_HELP = f"""\
What was decided otherwise than you had said, under the type that it is about: each type
is a clause of the guideline. In the sentence your words stand in {MINE[0]} {MINE[1]}, underlined,
and those of gold in {GOLD[0]} {GOLD[1]}, bold. What is not decided yet is not shown."""


class CorrectionsScreen(ClosingScreen[Place | None]):
    """Lists corrections; gives the place that somebody chose, None for none."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings(CORRECTIONS_KEYS))

    def __init__(self, project: Project, annotator: str, keys: KeyMap) -> None:
        super().__init__()
        self._project, self._annotator, self._keys = project, annotator, keys
        self._all: list[Correction] = []
        self._listed: list[Listed] = []
        self._sources: dict[str, str] = {}
        self._filter = ""
        self._title = TitleLine(id="title")
        self._list, self._told = RowList(id="rows"), Static(id="told")
        self._commands = Line(id="commands")

    def compose(self) -> ComposeResult:
        """Make the screen."""
        yield self._title
        yield self._list
        yield self._told
        yield self._commands

    def on_mount(self) -> None:
        """Show all of them, the cursor on the first."""
        self._all = self._project.corrections(self._annotator)
        self._show("")
        self._list.focus()

    def on_resize(self) -> None:
        """Fit the hints to the width."""
        acts = self._keys.table(CORRECTIONS_KEYS)
        self._commands.text = command_hints(acts, self.size.width)

    # ---------------------------------------------------------------------------- moving

    def action_move(self, step: int) -> None:
        """Move the cursor."""
        self._move_to(self._list.cursor + step)

    def action_page(self, step: int) -> None:
        """Move the cursor by a screen."""
        self.action_move(step * max(1, self._list.size.height - 1))

    def action_ends(self, step: int) -> None:
        """Move the cursor to the first (-1) or last (1) line."""
        self._move_to(len(self._listed) - 1 if step > 0 else 0)

    def action_next_clause(self) -> None:
        """Move the cursor to the next type."""
        below = range(self._list.cursor + 1, len(self._listed))
        headings = (number for number in below if self._listed[number].correction is None)
        self._move_to(next(headings, self._list.cursor))

    def on_paged_list_chosen(self, message: RowList.Chosen) -> None:
        """Open on a second press, move on the first."""
        if message.number == self._list.cursor:
            self.action_open()
        else:
            self._move_to(message.number)

    # ------------------------------------------------------------------------------ acts

    def action_open(self) -> None:
        """Open the article where the correction under the cursor stands."""
        place = self._list.current.place if self._list.current else None
        if place:
            self.close(place)

    def action_guideline(self) -> None:
        """Show the guideline of the type under the cursor."""
        name = self._here.type if self._here else ""
        text = guideline(self._project.scheme, self._keys, name)
        self.app.push_screen(PageScreen("Guideline", text or f"{name} has no guideline."))

    def action_filter(self) -> None:
        """Ask for words."""
        from annotator.tui.screens.home_filter import FilterScreen

        words = "words of type, text, kind, reason or article"
        self.app.push_screen(FilterScreen(self._filter, self._show, words, "all words count"))

    def action_help(self) -> None:
        """Show what the screen is about."""
        acts = self._keys.table(CORRECTIONS_KEYS)
        keys = "\n".join(f"  {act.shown:<8} {act.text}" for act in acts)
        self.app.push_screen(PageScreen("My corrections", f"{_HELP}\n\n{keys}"))

    def action_leave(self) -> None:
        """Go back."""
        self.close(None)

    # ------------------------------------------------------------------------------ rest

    @property
    def _here(self) -> Listed | None:
        number = self._list.cursor
        return self._listed[number] if 0 <= number < len(self._listed) else None

    def _show(self, typed: str) -> str:
        self._filter = " ".join(typed.split())
        found = matching(self._all, self._filter, self._source_of)
        self._listed = listed(found, self._source_of)
        of = f"{len(found)} of " if self._filter else ""
        named = f"filter {self._filter} · " if self._filter else ""
        self._title.text = f" My corrections · {named}{self._project.name} · {self._annotator}"
        number = len(self._all)
        self._title.right = f"{of}{number} correction{'' if number == 1 else 's'} "
        self._list.empty = (
            f" No match: “{self._filter}”"
            if self._filter
            else " Nothing was decided otherwise than you had said; undecided items are not shown."
        )
        self._list.set_rows([one.row for one in self._listed])
        self._move_to(1 if found else 0)
        return ""

    def _move_to(self, number: int) -> None:
        self._list.move_to(number)
        self._told.update(self._here_content(self._here))

    def _here_content(self, here: Listed | None) -> Content:
        """Return what stands under the list: the correction, or the guideline of the type."""
        if here is None:
            return Content("")
        one = here.correction
        if one is None:
            return Content(guideline(self._project.scheme, self._keys, here.type))
        try:
            text, units = self._project.document(one.article)[1:]
        except (Refused, StoreError) as problem:
            return Content(str(problem))
        limits = next((Span(s.start, s.end) for s in units if s.end > one.at), Span(0, 0))
        return told(one, text, limits)

    def _source_of(self, article: str) -> str:
        if article not in self._sources:
            self._sources[article] = self._project.source_of(article)
        return self._sources[article]
