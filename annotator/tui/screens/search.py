"""Search: a query, its hits in their context, and acts on those that are ticked."""

from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from annotator.model.annotation import Incident, Mention
from annotator.model.registry import Resolved
from annotator.model.scheme_tables import TYPED_LAYERS
from annotator.project import Hit, Project, Refused, Sitting, StoreError
from annotator.tui.keymap import KeyMap
from annotator.tui.keys import SEARCH_KEYS, KeyAct, bindings
from annotator.tui.screens.dialogs import Choice, ChooseScreen
from annotator.tui.screens.hits import HitsScreen
from annotator.tui.widgets.line_input import LineInput, TypesLine

_SYNTAX = """\
 Type what to look for and press Enter. Case and accents do not matter.

   kabul attack             both words in one sentence
   "abdul ghani"  explo*    a phrase; words that begin so
   unlabelled: kabul        where none of your mentions covers it

 With these, hits are your annotations, and words have to stand in the mention,
 or in the trigger or a filler of the incident or claim:

   label:GPE kabul          of a type, or of a type below it; label:incident for all
   role:NAME  role:NAME=WORDS   with a role that is filled, or filled by these words
   attr:NAME  attr:NAME=VALUE   with an attribute, or with this value of it
   unsure:  note:           flagged as unsure; with a note"""


@dataclass
class SearchMemory:
    """What was looked for last, so that the list can be opened again at the same hit."""

    typed: str = ""
    cursor: int = 0


class SearchScreen(TypesLine, HitsScreen[Hit | None]):
    """Finds words and mentions; gives the hit to open, or None."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(SEARCH_KEYS))
    KEYS: ClassVar[tuple[KeyAct, ...]] = SEARCH_KEYS

    def __init__(
        self,
        project: Project,
        annotator: str,
        sitting: Sitting,
        keys: KeyMap,
        memory: SearchMemory,
    ) -> None:
        super().__init__(project, annotator, sitting, keys)
        self._memory, self._return_to = memory, memory.cursor
        self.line = LineInput(
            memory.typed, placeholder="words, label:TYPE, …", id="query", select_on_focus=False
        )
        self.hit_list.display = False
        self._syntax = Static(Content(_SYNTAX), id="syntax")

    def compose(self) -> ComposeResult:
        """Make the screen."""
        yield self._title_line
        yield self.line
        yield self._syntax
        yield self.hit_list
        yield self._about
        yield self._commands

    def start(self) -> None:
        """Begin with the query, or with the hits that were looked at last."""
        if self.focused is not None:  # keys typed ahead have begun
            return
        self.set_focus(self.line)
        if self._memory.typed:
            self._search()

    @property
    def is_typing(self) -> bool:
        """Whether keys are for the query."""
        return self.focused is self.line if self.focused else not self._memory.typed

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the keys to the query while it is typed, but for those that lead out of it."""
        if not self.is_typing or action == "leave":
            return True
        return action in ("move", "page") and self.hit_list.display

    def submit(self) -> None:
        """Search."""
        self._memory.typed, self._return_to = self.line.value, 0
        self._search()

    def refuse(self, problem: str) -> None:
        """Say what is wrong."""
        self.say(problem, alarm=True)

    def _search(self, said: str = "") -> None:
        try:
            search = self._project.search(self._memory.typed, self._annotator, blind=True)
        except (Refused, StoreError) as problem:
            self.refuse(str(problem))
            return
        self._message = ""
        self._syntax.display, self.hit_list.display = False, True
        self.set_focus(self.hit_list)
        self.begin(search)
        if said:
            self.say(said)

    def after_read(self) -> None:
        """Go back to the hit that was looked at last."""
        if self._return_to:
            self.hit_list.move_to(self._return_to)
            if len(self.hit_list.hits) > self._return_to:
                self._return_to = 0

    # ----------------------------------------------------------------------------- acts

    def action_query(self) -> None:
        """Go to the query."""
        self.set_focus(self.line)
        self.line.select_all()

    def action_open(self) -> None:
        """Open the article at the hit."""
        if self.hit_list.current:
            self._memory.cursor = self.hit_list.cursor
            self.close(self.hit_list.current)

    def act_on_current(self) -> None:
        """Open the article."""
        self.action_open()

    def action_leave(self) -> None:
        """Go back."""
        self._memory.cursor = self.hit_list.cursor
        self.close(None)

    def action_label(self) -> None:
        """Ask for a label for the ticked hits."""
        hits = self._chosen()
        layers = {hit.item.layer if hit.item else "entities": hit for hit in hits}
        if len(layers) > 1:
            self.say(f"These are {', '.join(layers)}; tick those of one layer.", alarm=True)
        elif "labels" in layers:
            self.say("Labels have a value and no type; Enter opens the article.", alarm=True)
        elif hits:
            (layer,) = (layer for layer in TYPED_LAYERS if layer in layers)
            types = self._project.scheme.choosable_types(layer)
            letter = self.keys.letter if layer == "entities" else attrgetter("key")
            lines = [Choice(letter(kind), kind.name, kind.name) for kind in types]
            whole = _counted(hits)
            self.app.push_screen(ChooseScreen(f"Label {whole} as", lines), self._label(hits))

    def action_delete(self) -> None:
        """Delete the ticked annotations."""
        hits = self._chosen()
        if hits and all(hit.item is None for hit in hits):
            self.say("These are words, not labels; label: finds labels to delete.", alarm=True)
        elif hits:
            effort = self._sitting.effort.spent()
            self.act(
                lambda project: project.delete_hits(self._annotator, hits, effort),
                "{} deleted, in one step that u takes back in an article.",
            )

    def action_link(self) -> None:
        """Ask for the entry of the registry that the ticked mentions or incidents stand for."""
        hits = self._chosen()
        items = [hit.item for hit in hits if isinstance(hit.item, Mention | Incident)]
        if not hits:
            return
        if len(items) < len(hits):
            self.say("Only mentions and incidents are linked to the registry.", alarm=True)
        elif len({item.layer for item in items}) > 1:
            self.say("These are mentions and incidents; tick those of one layer.", alarm=True)
        else:
            self._ask_for_entry(hits, items)

    def _ask_for_entry(self, hits: list[Hit], items: "list[Mention | Incident]") -> None:
        from annotator.tui.screens.identity_choice import choose_identity

        try:
            identities = self._project.identities(self._annotator)
            title = f"{items[0].type} “{hits[0].keyword[:40]}”"
            title = title if len(items) == 1 else f"{title} and {len(items) - 1:,} more"
            choose_identity(self.app, identities, items[0], title, partial(self._link, items))
        except (Refused, StoreError) as problem:
            self.say(str(problem), alarm=True)

    def _link(self, items: "list[Mention | Incident]", entry: Resolved) -> None:
        effort = self._sitting.effort.spent()
        said = f"{{}} linked to {_braced(entry.name)} ({entry.type}), in one step."
        self.act(
            lambda project: project.identities(self._annotator).link_all(items, entry.id, effort),
            said,
        )

    def _label(self, hits: list[Hit]) -> "partial[None]":
        return partial(self._label_as, hits)

    def _label_as(self, hits: list[Hit], type_name: str | None) -> None:
        if type_name:
            effort = self._sitting.effort.spent()
            self.act(
                lambda project: project.label_hits(self._annotator, hits, type_name, effort=effort),
                f"{{}} labelled {type_name}, in one step that u takes back in an article.",
            )

    def _chosen(self) -> list[Hit]:
        """Return the ticked hits, or the one under the cursor."""
        if self._all_ticked and not self.is_complete:
            self.say("The hits are still being read; try again when their number stands still.")
            return []
        current = self.hit_list.current
        return self.hit_list.ticked_hits or ([current] if current else [])

    def after_act(self, said: str) -> None:
        """Search again: what was found has changed."""
        self._return_to = self.hit_list.cursor
        self._search(said)

    # --------------------------------------------------------------------------- telling

    def show_keys(self) -> None:
        """Say which keys there are; letters are text while the query is typed."""
        if self.is_typing:
            self._commands.text = " Enter search  ↓ to the hits  Esc back"
        else:
            super().show_keys()

    def title_text(self) -> str:
        """Return project and name."""
        return f" {self._project.name} · {self._annotator} · search"

    def help_words(self) -> str:
        """Return the query language."""
        return _SYNTAX


def _braced(text: str) -> str:
    """Return a text that `format` leaves as it is."""
    return text.replace("{", "{{").replace("}", "}}")


def _counted(hits: list[Hit]) -> str:
    return "this hit" if len(hits) == 1 else f"these {len(hits):,} hits"
