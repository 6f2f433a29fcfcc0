"""The Registry: entities and incidents across articles, and one's links to each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.timer import Timer

from annotator.model.registry import EntryKind, Resolved
from annotator.project import (
    EntryListing,
    Hit,
    Linked,
    Project,
    Refused,
    Sitting,
    StoreError,
    filtered_entries,
)
from annotator.tui.keymap import KeyMap
from annotator.tui.keys import REGISTRY_KEYS, KeyAct, bindings
from annotator.tui.screens import registry_words
from annotator.tui.screens.dialogs import PageScreen
from annotator.tui.screens.home_filter import FilterScreen
from annotator.tui.screens.registry_acts import RegistryActs
from annotator.tui.widgets.concordance import Concordance
from annotator.tui.widgets.entry_list import EntryList, entry_heading
from annotator.tui.widgets.hints import command_hints
from annotator.tui.widgets.lines import Line, TitleLine

_SETTLED_SECONDS = 0.1
"""Rest on an entry before its links are read: texts are read for them."""

_POLL_SECONDS = 1.5
"""How often the screen looks whether somebody else wrote."""

_AT_ONCE = 50
"""Links read at first, and beyond the cursor."""

_READING_SECONDS = 0.2
"""Links that take longer come when the cursor reaches them."""

_KINDS: tuple[EntryKind | None, ...] = (None, "entity", "incident")
_KIND_WORDS = {None: "registry", "entity": "entities", "incident": "incidents"}

_ROOMY = 16
"""With fewer rows than this, facts go before entries and links; the page of details has them."""

_IN_LINKS = {
    "registry.open": "open",
    "registry.tick": "tick",
    "registry.split": "split off",
    "registry.undo": "undo",
    "registry.help": "help",
    "registry.back": "to the list",
}
"""What the row of keys offers among links, in its words."""


@dataclass
class RegistryMemory:
    """What somebody looked at last; it outlives the screen."""

    kind: EntryKind | None = None
    typed: str = ""
    """The filter."""
    entry: str = ""
    number: int = 0
    """Where the cursor goes when that entry is not in the list any more."""


class RegistryScreen(RegistryActs):
    """Lists entries with one's links to them; gives the link to open, or None."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings(REGISTRY_KEYS))

    def __init__(
        self,
        project: Project,
        annotator: str,
        sitting: Sitting,
        keys: KeyMap,
        memory: RegistryMemory,
    ) -> None:
        super().__init__(project.identities(annotator), project.scheme, sitting)
        self._project, self._annotator, self._memory = project, annotator, memory
        self.keys = keys
        self._seen_version = project.data_version()
        listing = self._listed()
        self.entry_list = EntryList(listing, id="entries")
        # At once: keys typed ahead are about the entry one comes from.
        self.entry_list.cursor = self._number_in(listing)
        self.link_list = Concordance(id="hits")
        self._title_line, self._heading = TitleLine(id="title"), Line(id="heading")
        self._card = tuple(Line(classes="card") for _ in range(3))
        self._about, self._commands = Line(id="about"), Line(id="commands")
        self._links: Linked | None = None
        self._settled: Timer | None = None
        self._among_links = False

    def compose(self) -> ComposeResult:
        """Make the screen."""
        yield self._title_line
        yield self._heading
        yield self.entry_list
        yield from self._card
        yield self.link_list
        yield self._about
        yield self._commands

    def on_mount(self) -> None:
        """Begin on the entry that was looked at last."""
        # Keys typed ahead may have moved the cursor already, or gone in.
        self._go_among(links=self._among_links)
        self._show_title()
        self.call_after_refresh(self._show_cursor)
        self.set_interval(_POLL_SECONDS, self.follow_others)

    def on_resize(self) -> None:
        """Fit names of columns and hints to the width."""
        self._heading.text = entry_heading(self.size.width - 1)  # the scroll bar takes one
        for line in self._card[1:]:
            line.display = self.size.height >= _ROOMY
        self._show_keys()

    @property
    def current(self) -> Resolved | None:
        """The entry under the cursor."""
        line = self.entry_list.current
        return line.entry if line else None

    @property
    def kind(self) -> EntryKind | None:
        """What is listed, None for both kinds."""
        return self._memory.kind

    @property
    def ticked(self) -> list[Hit]:
        """The links that are ticked."""
        return self.link_list.ticked_hits

    # ---------------------------------------------------------------------------- moving

    def action_move(self, step: int) -> None:
        """Move the cursor of the list that has the keys."""
        self._move_to(self._cursor + step)

    def action_page(self, step: int) -> None:
        """Move the cursor by a screen."""
        shown = self.link_list if self._among_links else self.entry_list
        self._move_to(self._cursor + step * max(1, shown.size.height - 1))

    def action_ends(self, step: int) -> None:
        """Move the cursor to the first (-1) or last (1) line."""
        listed = len(self.link_list.hits) if self._among_links else len(self.entry_list)
        self._move_to(listed - 1 if step > 0 else 0)

    def action_open(self) -> None:
        """Go to the links of the entry, or open the article of the link under the cursor."""
        entry = self.current
        if self._among_links:
            self._remember()
            if self.link_list.current:
                self.close(self.link_list.current)
        elif entry:
            self._read_links()
            if self.link_list.hits:
                self._go_among(links=True)
                self._tell_link()
            else:
                self.say(f"You have linked nothing to “{entry.name}” yet.")

    def action_tick(self) -> None:
        """Tick the link under the cursor or take its tick off, and go on."""
        if not self._among_links:
            self.say("Enter goes to the links of this entry; there they are ticked.")
            return
        number = self.link_list.cursor
        self.link_list.tick([number], ticked=number not in self.link_list.ticked)
        self._move_to(number + 1)

    def action_leave(self) -> None:
        """Go back: from the links to the list, let go of what is marked, then leave."""
        if self._among_links:
            self._go_among(links=False)
            self._show_card()
        elif self.marked:
            self.unmark()
            self.say("Nothing is marked any more.")
        else:
            self._remember()
            self.close(None)

    def action_details(self) -> None:
        """Show all that is known of the entry."""
        if self.current:
            text = registry_words.page(self.identities, self.current)
            self.app.push_screen(PageScreen(self.current.name, text))

    def action_help(self) -> None:
        """Show the keys."""
        acts = self.keys.table(REGISTRY_KEYS)
        text = "\n".join(f"  {act.shown:<8} {act.text}" for act in acts if act.keys)
        self.app.push_screen(PageScreen("Registry", text))

    def on_entry_list_chosen(self, message: EntryList.Chosen) -> None:
        """Move to what was pressed; go in on a second press."""
        again = message.number == self.entry_list.cursor and not self._among_links
        self._go_among(links=False)
        self._move_to(message.number)
        if again:
            self.action_open()

    def on_concordance_pressed(self, message: Concordance.Pressed) -> None:
        """Tick what was pressed on its box; on its text, go there, or open it the second time."""
        again = message.number == self.link_list.cursor and self._among_links
        self._go_among(links=True)
        self._move_to(message.number)
        if message.on_box:
            self.action_tick()
        elif again:
            self.action_open()

    # --------------------------------------------------------------- what is in the list

    def action_kind(self) -> None:
        """List entities, incidents, or both."""
        self._memory.kind = _KINDS[(_KINDS.index(self._memory.kind) + 1) % len(_KINDS)]
        self._go_among(links=False)
        self.relist()

    def action_filter(self) -> None:
        """Ask for words and types."""
        self._go_among(links=False)
        self.app.push_screen(
            FilterScreen(
                self._memory.typed,
                self.set_filter,
                "words of a name or alias",
                "type:NAME  and the types below it",
            )
        )

    def set_filter(self, text: str) -> str:
        """Show only what the filter lets through; return what is wrong with it, "" for nothing."""
        before, self._memory.typed = self._memory.typed, " ".join(text.split())
        try:
            if self._memory.typed != before:
                self.relist()
        except (Refused, StoreError) as problem:
            self._memory.typed = before
            return str(problem)
        return ""

    def relist(self, entry: str = "") -> None:
        """List what there is now, the cursor on this entry, or on the one where it was."""
        self._remember()
        self._memory.entry = entry or self._memory.entry
        listing = self._listed()
        if entry and listing.number_of(entry) < 0 and self._memory.typed:
            self._memory.typed = ""  # what one has just made must not be hidden
            listing = self._listed()
        self.entry_list.set_listing(listing, self._number_in(listing))
        self._go_among(links=False)
        self._show_title()
        self._move_to(self.entry_list.cursor)

    def follow_others(self) -> None:
        """Show what others wrote into the project, unless links are being ticked."""
        version = self._project.data_version()
        if version != self._seen_version and not self._among_links:
            self._seen_version = version
            try:
                self.relist()
            except StoreError as problem:
                self.say(str(problem), alarm=True)

    def _listed(self) -> EntryListing:
        wanted = filtered_entries(self._project.scheme, self._memory.kind, self._memory.typed)
        return self.identities.listing(wanted)

    def _number_in(self, listing: EntryListing) -> int:
        number = listing.number_of(self._memory.entry) if self._memory.entry else -1
        return number if number >= 0 else max(0, min(self._memory.number, len(listing) - 1))

    def _remember(self) -> None:
        self._memory.number = self.entry_list.cursor
        self._memory.entry = self.current.id if self.current else ""

    # ------------------------------------------------------------------------- helpers

    @property
    def _cursor(self) -> int:
        return self.link_list.cursor if self._among_links else self.entry_list.cursor

    def _move_to(self, number: int) -> None:
        if self._among_links:
            self.link_list.move_to(number)
            self._read_more()
            self._tell_link()
        else:
            self.entry_list.move_to(number)
            self._show_card()
            self._read_links_soon()

    def _show_cursor(self) -> None:
        """Show where the cursor is, once there is room."""
        self.entry_list.move_to(self.entry_list.cursor)
        if not self._about.text:  # else keys typed ahead have shown it, and perhaps more
            self._move_to(self._cursor)

    def _go_among(self, *, links: bool) -> None:
        self._among_links = links
        self.link_list.set_active(links)
        (self.link_list if links else self.entry_list).focus()
        self._show_keys()

    def _read_links_soon(self) -> None:
        """Read the links when the cursor rests; till then there are none to be mistaken for its."""
        self._links = None
        if self.link_list.hits:
            self.link_list.clear()
        if self._settled:
            self._settled.stop()
        self._settled = self.set_timer(_SETTLED_SECONDS, self._read_links)

    def _read_links(self) -> None:
        if self._settled:
            self._settled.stop()
        line = self.entry_list.current
        if self._links is None and line and line.links:
            self._links = self.identities.linked(line.entry)
            self._read_more()

    def _read_more(self) -> None:
        """Read links until there are enough beyond the cursor."""
        missing = self.link_list.cursor + _AT_ONCE - len(self.link_list.hits)
        if self._links is None or self._links.finished or missing <= 0:
            return
        try:
            found = self._links.more(missing, _READING_SECONDS)
        except StoreError as problem:
            self.say(str(problem), alarm=True)
        else:
            self.link_list.add(found)

    # --------------------------------------------------------------------------- telling

    def say(self, message: str, *, alarm: bool = False) -> None:
        """Say something in the line below the lists, until the cursor moves."""
        self._about.set_class(alarm, "-alarm")
        self._about.text = f" {message}"

    def _show_card(self) -> None:
        entry = self.current
        facts = registry_words.card(self.identities, entry) if entry else ("", "", "")
        for line, fact in zip(self._card, facts, strict=True):
            line.text = f" {fact}" if fact else ""
        told = self.entry_list.current
        links = registry_words.counted(told.links, "link") if told else ""
        self.say(f"{links} of yours; those of others do not show" if links else "")

    def _tell_link(self) -> None:
        hit, line = self.link_list.current, self.entry_list.current
        if hit and line:
            ticked = len(self.link_list.ticked)
            count = f"link {self.link_list.cursor + 1:,} of {line.links:,}"
            parts = [
                count,
                f"article {hit.number}, sentence {hit.sentence}",
                hit.title or hit.source,
            ]
            self.say("  ".join([f"{ticked:,} ticked", *parts] if ticked else parts))

    def _show_title(self) -> None:
        typed, listed = self._memory.typed, len(self.entry_list)
        parts = [
            _KIND_WORDS[self._memory.kind],
            f"filter {typed}" if typed else "",
            f"{self._project.name} · {self._annotator}",
        ]
        self._title_line.text = " " + " · ".join(part for part in parts if part)
        entries = f"{listed:,} {'entry' if listed == 1 else 'entries'}"
        marked = f"◆ {self.marked.name} is marked   " if self.marked else ""
        self._title_line.right = f"{marked}{entries} "
        nothing = (
            f" No match: “{typed}”" if typed else " No entries yet; = in an article makes them"
        )
        self.entry_list.empty = nothing

    def _show_keys(self) -> None:
        self._commands.text = command_hints(self._offered(), self.size.width)

    def _offered(self) -> Iterator[KeyAct]:
        for act in self.keys.table(REGISTRY_KEYS):
            if not self._among_links and act.id != "registry.tick":
                yield act
            elif self._among_links and act.id in _IN_LINKS:
                yield act._replace(hint=_IN_LINKS[act.id])

    def show_mark(self) -> None:
        """Show which entry is marked."""
        self.entry_list.mark(self.marked.id if self.marked else "")
        self._show_title()

    def done(self, act: Callable[[], str], said: str) -> str:
        """Do something that writes and list what there is then.

        Args:
            act: returns the id of the entry to go to, "" to stay.

        Returns:
            What stood in the way, in one sentence; "" for nothing.
        """
        try:
            entry = act()
            self._sitting.effort.settle()
            self.relist(entry)
        except (Refused, StoreError) as problem:
            self.say(str(problem), alarm=True)
            return str(problem)
        self.say(said)
        return ""
