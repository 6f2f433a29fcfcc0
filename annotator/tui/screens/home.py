"""Home: the articles of the project with one's own progress, and the way to the next one."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.screen import Screen

from annotator.project import Listed, Project
from annotator.tui.keymap import KeyMap
from annotator.tui.keys import HOME_KEYS, bindings
from annotator.tui.screens.dialogs import PageScreen
from annotator.tui.widgets.article_list import HEADING, ArticleList
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


class HomeScreen(Screen[None]):
    """Lists articles and opens them."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings(HOME_KEYS))

    class Opened(Message):
        """The annotator wants to label an article."""

        def __init__(self, article: str) -> None:
            super().__init__()
            self.article = article

    def __init__(
        self, project: Project, annotator: str, article: str = "", keys: KeyMap | None = None
    ) -> None:
        super().__init__()
        self._project, self._annotator, self._article = project, annotator, article
        self._keys = keys or KeyMap()
        self._count = project.count()
        self._list = ArticleList(self._read, self._count, id="articles")
        self._title_line = TitleLine(id="title")

    def compose(self) -> ComposeResult:
        """Make the screen."""
        yield self._title_line
        yield Line(id="heading")
        yield self._list
        yield Line(id="commands")

    def on_mount(self) -> None:
        """Begin on the article last worked on."""
        self._title_line.text = f" {self._project.name} · {self._annotator}"
        self._title_line.right = f"{self._count} {'article' if self._count == 1 else 'articles'} "
        self.query_one("#heading", Line).text = HEADING
        acts = self._keys.table(HOME_KEYS)
        self.query_one("#commands", Line).text = command_hints(acts, self.app.size.width)
        self._list.focus()
        self.call_after_refresh(self._go_to_last)

    def action_move(self, step: int) -> None:
        """Move the cursor."""
        self._list.move_to(self._list.cursor + step)

    def action_page(self, step: int) -> None:
        """Move the cursor by a screen."""
        self._list.move_to(self._list.cursor + step * max(1, self._list.size.height - 1))

    def action_ends(self, step: int) -> None:
        """Move the cursor to the first (-1) or last (1) article."""
        self._list.move_to(self._count - 1 if step > 0 else 0)

    def action_open(self) -> None:
        """Label the article under the cursor."""
        line = self._list.current
        if line is not None:
            self.post_message(self.Opened(line.article.id))

    def action_next_undone(self) -> None:
        """Label the next article that waits."""
        article = self._project.next_undone(self._annotator)
        if article:
            self.post_message(self.Opened(article))
        else:
            self._title_line.right = "every article is finished "

    def action_help(self) -> None:
        """Show what to do here."""
        acts = self._keys.table(HOME_KEYS)
        keys = "\n".join(f"  {act.shown:<8} {act.text}" for act in acts if act.keys)
        self.app.push_screen(PageScreen("Home", f"{_first_words(self._keys)}\n\n{keys}"))

    def on_article_list_chosen(self, message: ArticleList.Chosen) -> None:
        """Open on a second press, move on the first."""
        if message.number == self._list.cursor:
            self.action_open()
        else:
            self._list.move_to(message.number)

    def _read(self, first: int, limit: int) -> list[Listed]:
        return self._project.articles(self._annotator, first, limit)

    def _go_to_last(self) -> None:
        if not self._count:
            self.app.push_screen(
                PageScreen("No articles yet", "Add some with: annotator import FILES")
            )
            return
        place = self._project.last_place(self._annotator)
        article = self._article or (place.article if place else "")
        if article:
            self._list.move_to(self._project.number_of(article))
        else:
            self.app.push_screen(PageScreen("Welcome", _first_words(self._keys)))


def _first_words(keys: KeyMap) -> str:
    """Return what a first run says, with the keys in force."""
    steps = [(" ".join(map(keys.shown, acts)) or "a letter", words) for acts, words in _STEPS]
    return "\n".join(
        (
            "This is the list of articles; the bar says how many sentences of each you have",
            "finished.",
            "",
            f"{keys.shown('home.open')} opens an article. There, one range of text is always lit:",
            *(f"  {shown:<10} {words}" for shown, words in steps),
            "",
            f"Everything is saved at once; you can quit at any moment with {keys.shown('quit')}.",
        )
    )
