"""Home: the articles of the project with one's own progress, and the way to the next one."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen

from annotator.project import (
    ArticleOrder,
    AssignedShare,
    Listing,
    Project,
    Refused,
    Share,
    Wanted,
    filtered,
)
from annotator.tui.keymap import KeyMap
from annotator.tui.keys import HOME_KEYS, KeyAct, bindings
from annotator.tui.screens.beside import AT_ONCE, Beside
from annotator.tui.screens.dialogs import Choice, ChooseScreen, PageScreen
from annotator.tui.widgets.article_list import ArticleList, heading
from annotator.tui.widgets.everybody import Everybody
from annotator.tui.widgets.hints import command_hints
from annotator.tui.widgets.lines import Line, TitleLine

_STEPS = (
    (("stop.next",), "goes to the next name, number or date that nobody has labelled"),
    ((), "names what is lit (the letters stand at the foot of the screen)"),
    (("start.left", "start.right", "end.right", "end.left"), "move its edges by a word"),
    (("light.grow", "light.shrink"), "light more, or less"),
    (("no",), "deletes a label"),
    (("undo",), "takes back whatever you did last"),
    (("sentence.done",), "says that the sentence is done and goes to the next one"),
    (("menu",), "shows everything else"),
    (("help",), "shows all keys"),
)
"""Acts of the Label screen to begin with; without an act it is about the letters of labels."""

_POLL_SECONDS = 1.5
"""How often the screen looks whether somebody else wrote."""

_ROOMY = 12
"""With fewer rows than this, articles go before totals."""

_ORDERS: dict[ArticleOrder, tuple[str, str, str]] = {
    "number": ("n", "number, as they came", ""),
    "title": ("t", "title", "by title"),
    "published": ("d", "date, undated ones last", "by date"),
    "progress": ("p", "progress, least finished first", "by progress"),
    "lately": ("l", "lately worked on by you first", "lately worked on"),
    "due": ("a", "assigned to you first, as it is due", "as assigned"),
}
"""Key, words to choose it by, and words for the title line."""


class HomeView:
    """What somebody looks at in the list; it outlives the screen, which opens anew each time."""

    def __init__(self) -> None:
        self.article = ""
        """Where the cursor goes, "" for where the work was left."""
        self.number = 0
        """Where it goes when that article is not in the list any more."""
        self.filter = ""
        """As it was typed."""
        self.wanted = Wanted()
        self.listing: Listing | None = None
        """What was listed last."""
        self.everybody = False


class HomeScreen(Screen[None]):
    """Lists articles and opens them."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings(HOME_KEYS))

    def __init__(
        self, project: Project, annotator: str, view: HomeView, keys: KeyMap | None = None
    ) -> None:
        super().__init__()
        self._project, self._annotator, self._view = project, annotator, view
        self._keys = keys or KeyMap()
        self._seen_version = project.data_version()
        self._count = project.count()
        self._asked = view.filter, view.wanted
        """The filter, as it was typed, and the list that was asked for; it may be on its way."""
        self._lists = Beside[Listing](self, project, self._tell_time)
        self._boards = Beside[Sequence[AssignedShare]](self, project)
        self._guidelines = Beside[str](self, project)
        self._is_behind = self._has_older_list
        self._listing = (
            view.listing
            if view.listing and self._has_older_list
            else project.listing(annotator, view.wanted)
        )
        self._whole: Sequence[Share] = ()
        self._list = ArticleList(self._listing, id="articles")
        if view.article:
            # At once: keys typed ahead are about the article one comes from.
            self._list.cursor = self._number_of(view.article)
        self._guideline = ""
        self._title_line = TitleLine(id="title")
        self._totals = Line(id="totals")
        self._everybody = Everybody(annotator, id="everybody")
        self._heading, self._commands = Line(id="heading"), Line(id="commands")

    def compose(self) -> ComposeResult:
        """Make the screen."""
        yield self._title_line
        yield self._totals
        yield self._heading
        yield self._list
        yield self._everybody
        yield self._commands

    def on_mount(self) -> None:
        """Begin on the article last worked on."""
        self._everybody.display = self._view.everybody
        self._show_title()
        self._count_everybody()
        self._list.focus()
        self.call_after_refresh(self._go_to_last)
        self.set_interval(_POLL_SECONDS, self.follow_others)
        if self._is_behind:
            self._list_anew()

    def on_unmount(self) -> None:
        """Read no further what nobody will see."""
        for one in (self._lists, self._boards, self._guidelines):
            one.stop()

    def on_resize(self, event: events.Resize) -> None:
        """Fit names of columns and hints to the width."""
        self._totals.display = event.size.height >= _ROOMY
        self._heading.text = heading(event.size.width - 1)  # the scroll bar takes one
        self._show_hints()

    # ---------------------------------------------------------------------------- moving

    def action_move(self, step: int) -> None:
        """Move the cursor."""
        self._move_to(self._list.cursor + step)

    def action_page(self, step: int) -> None:
        """Move the cursor by a screen."""
        self._move_to(self._list.cursor + step * max(1, self._list.size.height - 1))

    def action_ends(self, step: int) -> None:
        """Move the cursor to the first (-1) or last (1) article."""
        self._move_to(len(self._listing) - 1 if step > 0 else 0)

    async def action_open(self) -> None:
        """Label the article under the cursor."""
        line = self._list.current
        if line is not None:
            await self._label(line.article.id)

    async def action_next_undone(self) -> None:
        """Label the next article that waits."""
        article = self._project.next_undone(self._annotator)
        if article:
            await self._label(article)
        else:
            mine = self._project.is_assigned(self._annotator)
            what = "all that is assigned to you" if mine else "every article"
            self._title_line.right = f"{what} is finished "

    # --------------------------------------------------------------- what is in the list

    def action_filter(self) -> None:
        """Ask for words and states."""
        from annotator.tui.screens.home_filter import FilterScreen

        self.app.push_screen(FilterScreen(self._view.filter, self.set_filter))

    def action_clear(self) -> None:
        """Leave the list as it is while another one is on its way; else show all articles again."""
        if self._lists.is_busy:
            self._lists.stop()
            self._asked = self._view.filter, self._view.wanted
        elif self._view.filter:
            self.set_filter("")

    def action_sort(self) -> None:
        """Ask for an order."""
        lines = [
            Choice(key, f"{text}{'   (now)' if name == self._view.wanted.order else ''}", name)
            for name, (key, text, _) in _ORDERS.items()
        ]
        self.app.push_screen(ChooseScreen("Order of the articles", lines), self._set_order)

    def action_reverse(self) -> None:
        """Turn the order round."""
        text, wanted = self._asked
        self._ask(text, wanted._replace(reverse=not wanted.reverse))

    def set_filter(self, text: str) -> str:
        """Show only what the filter lets through.

        Returns:
            What is wrong with the filter, in one sentence; "" for nothing.
        """
        try:
            wanted = filtered(self._asked[1], text)
        except Refused as reason:
            return str(reason)
        text = " ".join(text.split())
        if wanted != self._asked[1]:
            self._ask(text, wanted)
        elif not self._lists.is_busy:
            self._view.filter = text
            self._asked = text, wanted
        return ""

    def _set_order(self, chosen: str | None) -> None:
        text, wanted = self._asked
        for order in _ORDERS:
            if order == chosen:
                self._ask(text, wanted._replace(order=order))

    def _ask(self, text: str, wanted: Wanted) -> None:
        """List other articles: what has to be looked for in all of them is, beside the screen."""
        self._asked = text, wanted
        if wanted.is_plain:
            self._lists.stop()
            self._take_list(self._project.listing(self._annotator, wanted))
        else:
            annotator = self._annotator
            self._lists.begin(lambda project: project.listing(annotator, wanted), self._take_list)

    def _take_list(self, listing: Listing) -> None:
        """Show the list that was asked for, the cursor on its article where it is in it."""
        listing.follow(self._project.file)
        self._is_behind = False
        self._view.filter, self._view.wanted = self._asked
        self._show_list(listing)

    def _list_anew(self) -> None:
        """List what is listed as it is now, unless that took long and not long ago."""
        self._is_behind = True
        if not self._lists.is_resting:
            self._ask(*self._asked)

    @property
    def _has_older_list(self) -> bool:
        """Whether to begin with what was listed last, since making it anew takes its time."""
        return not self._view.wanted.is_plain and self._count > AT_ONCE

    def _tell_time(self, seconds: int) -> None:
        """Say that a list is on its way."""
        if seconds:
            stop = self._keys.shown("home.clear")
            self._title_line.right = (
                f"looking through {self._count:,} articles: {seconds} s · {stop} stops "
            )
        else:
            self._show_title()
        self._show_hints()

    # ----------------------------------------------------------------------------- others

    def action_everybody(self) -> None:
        """Show or hide how far everybody is."""
        self._view.everybody = not self._view.everybody
        self._everybody.display = self._view.everybody
        self._count_everybody()
        self._show_everybody()

    def follow_others(self) -> None:
        """Show what others wrote into the project."""
        version = self._project.data_version()
        if version != self._seen_version:
            self._seen_version = version
            self._count = self._project.count()
            self._count_everybody()
            self._list_anew()
            self._show_totals()
        elif self._is_behind:
            self._list_anew()

    # ------------------------------------------------------------------------------- rest

    def action_help(self) -> None:
        """Show what to do here."""
        acts = self._keys.table(HOME_KEYS)
        keys = "\n".join(f"  {act.shown:<8} {act.text}" for act in acts if act.keys)
        self.app.push_screen(PageScreen("Home", f"{_first_words(self._keys)}\n\n{keys}"))

    async def on_article_list_chosen(self, message: ArticleList.Chosen) -> None:
        """Open on a second press, move on the first."""
        if message.number == self._list.cursor:
            await self.action_open()
        else:
            self._move_to(message.number)

    async def _label(self, article: str) -> None:
        self._view.number = self._list.cursor
        # An action and no message: that would come after the keys typed ahead, which are for the
        # article.
        await self.run_action(f"app.article({article!r})")

    def _move_to(self, number: int) -> None:
        self._list.move_to(number)
        self._show_everybody()

    def _show_list(self, listing: Listing) -> None:
        """Show a list; the cursor stays on its article where it can."""
        line = self._list.current
        self._listing = self._view.listing = listing
        number = listing.number_of(line.article.id) if line else 0
        self._list.set_listing(listing, max(0, number))
        self._show_title()
        self._show_everybody()
        self._show_hints()

    def _show_title(self) -> None:
        wanted, listed = self._view.wanted, len(self._listing)
        order = _ORDERS[wanted.order][2] or ("by number" if wanted.reverse else "")
        parts = [
            f"filter {self._view.filter}" if self._view.filter else "",
            f"{order}{', reversed' if wanted.reverse else ''}",
            f"{self._project.name} · {self._annotator}",
        ]
        # The names come last: they are what may be cut.
        self._title_line.text = " " + " · ".join(part for part in parts if part)
        of = f"{listed:,} of " if self._view.filter else ""
        new = self._project.unseen_messages(self._annotator)
        news = f"{new} new: annotator messages · " if new else ""
        articles = f"{of}{self._count:,} article{'' if self._count == 1 else 's'} "
        self._title_line.right = self._guideline + news + articles
        clear = self._keys.shown("home.clear")
        self._list.empty = f" No match, {clear} shows all: “{self._view.filter}”"

    def _show_hints(self) -> None:
        self._commands.text = command_hints(
            filter(self._works, self._keys.table(HOME_KEYS)), self.size.width
        )

    def _works(self, act: KeyAct) -> bool:
        if act.id == "home.clear":
            return bool(self._view.filter) or self._lists.is_busy
        return act.id != "home.open" or len(self._listing) > 0

    def _show_totals(self) -> None:
        totals = self._project.totals(self._annotator)
        percent = 100 * totals.finished_sentences // max(1, totals.sentences)
        self._totals.text = (
            f" you finished {totals.finished_articles:,} of {totals.articles:,} articles,"
            f" {totals.finished_sentences:,} of {totals.sentences:,} sentences ({percent} %)"
        )

    def _show_guideline(self, told: str) -> None:
        self._guideline = told
        self._show_title()

    def _show_everybody(self) -> None:
        if self._everybody.display:
            line = self._list.current
            here = self._project.shares(line.article.id) if line else []
            self._everybody.show(here, self._whole)

    def _count_everybody(self) -> None:
        """Count what is of the whole project: not with every move of the cursor."""
        if self._everybody.display:
            self._whole = self._project.shares()
            annotator = self._annotator
            self._boards.begin(
                lambda project: project.team(annotator).board(), self._everybody.show_assigned
            )

    def _go_to_last(self) -> None:
        if not self._count:
            self.app.push_screen(
                PageScreen("No articles yet", "Add some with: annotator import FILES")
            )
            return
        if self._project.guidelines():
            self._guidelines.begin(
                partial(_told_guideline, annotator=self._annotator), self._show_guideline
            )
        self._show_totals()
        place = self._project.last_place(self._annotator)
        article = self._view.article or (place.article if place else "")
        if article:
            self._move_to(self._list.cursor if self._view.article else self._number_of(article))
        else:
            self.app.push_screen(PageScreen("Welcome", _first_words(self._keys)))

    def _number_of(self, article: str) -> int:
        """Return the place of an article in the list, else where the cursor was last."""
        number = self._listing.number_of(article)
        return number if number >= 0 else self._view.number


def _told_guideline(project: Project, annotator: str) -> str:
    """Return the version of the guideline, and how much is older: all completion is read for it."""
    older = project.older_than_guideline(annotator)
    also = f"{older:,} done before " if older else ""
    return f"{also}guideline {project.guidelines()[-1].version} · "


def _first_words(keys: KeyMap) -> str:
    """Return what a first run says, with the keys in force."""
    steps = [(" ".join(map(keys.shown, acts)) or "a letter", words) for acts, words in _STEPS]
    return "\n".join(
        (
            "This is the list of articles; bars say how many sentences you have finished.",
            "",
            f"{keys.shown('home.open')} opens an article. There, one range of text is always lit:",
            *(f"  {shown:<10} {words}" for shown, words in steps),
            "",
            f"Everything is saved at once; you can quit at any moment with {keys.shown('quit')}.",
        )
    )
