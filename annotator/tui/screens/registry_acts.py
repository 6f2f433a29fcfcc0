"""What keys of the Registry screen do to entries; each act is one step that `u` takes back."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import get_args

from annotator.model.journal import Effort, JournalEntry
from annotator.model.registry import EntryKind, RegistryIncident, Resolved
from annotator.model.scheme import Scheme
from annotator.project import Hit, Identities, Refused, Sitting, StoreError
from annotator.tui.screens import registry_words
from annotator.tui.screens.dialogs import Choice, ChooseScreen, ClosingScreen, TypeScreen

_KEPT, _OTHER = "kept", "other"

_OF_REGISTRY = ("registry.", "identity.")
"""How the names of acts begin whose effect shows here."""


class RegistryActs(ClosingScreen[Hit | None]):
    """A screen on the registry; the Registry screen adds the lists."""

    def __init__(self, identities: Identities, scheme: Scheme, sitting: Sitting) -> None:
        super().__init__()
        self.identities = identities
        self._scheme, self._sitting = scheme, sitting
        self.marked: Resolved | None = None
        """The entry that the next one is to be merged with."""

    @property
    def current(self) -> Resolved | None:
        """The entry under the cursor."""
        raise NotImplementedError

    @property
    def kind(self) -> EntryKind | None:
        """What is listed, None for both kinds."""
        raise NotImplementedError

    @property
    def ticked(self) -> list[Hit]:
        """The links that are ticked."""
        raise NotImplementedError

    def say(self, message: str, *, alarm: bool = False) -> None:
        """Say something in one line."""
        raise NotImplementedError

    def done(self, act: Callable[[], str], said: str) -> str:
        """Do something that writes; return what stood in the way, "" for nothing."""
        raise NotImplementedError

    def show_mark(self) -> None:
        """Show which entry is marked."""
        raise NotImplementedError

    # ----------------------------------------------------------------------- names, facts

    def action_new(self) -> None:
        """Ask for kind, type and name of a new entry."""
        if self.kind:
            self._ask_type_of_new(self.kind)
            return
        lines = [Choice("e", "an entity", "entity"), Choice("i", "an incident", "incident")]
        self.app.push_screen(ChooseScreen("A new entry is", lines), self._ask_type_of_new)

    def _ask_type_of_new(self, chosen: str | None) -> None:
        for kind in get_args(EntryKind):
            if kind == chosen:
                title, take = f"Type of the new {kind}", partial(self._ask_name_of_new, kind)
                self.app.push_screen(ChooseScreen(title, self._types(kind)), take)

    def _ask_name_of_new(self, kind: EntryKind, type_name: str | None) -> None:
        if not type_name:
            return

        def keep(typed: str) -> str:
            made = partial(self.identities.new, kind, typed, type_name, self._spent())
            return self.done(made, f"“{typed}” is in the registry.")

        hint = "links come with = in an article"
        self.app.push_screen(TypeScreen(f"Name of the new {type_name}", "", hint, keep))

    def action_rename(self) -> None:
        """Ask for another name."""
        self._ask_field("name", "name", "the old name stays as an alias")

    def action_wikidata(self) -> None:
        """Ask for the Wikidata item."""
        hint = "as Q5838; NIL where there is none; empty where nobody has looked"
        self._ask_field("wikidata", "Wikidata item", hint)

    def action_edit(self) -> None:
        """Ask for a note, or of an incident for its time or place too."""
        entry = self.current
        if entry is None:
            return
        if not isinstance(entry.entry, RegistryIncident):
            self._ask_field("note", "note", "anything worth knowing")
            return
        lines = [
            Choice("n", f"note   {entry.entry.note}", "note"),
            Choice("w", f"when   {entry.entry.when}", "when"),
            Choice("p", f"where  {entry.entry.where}", "where"),
        ]
        self.app.push_screen(ChooseScreen(f"Edit of “{entry.name}”", lines), self._edit_chosen)

    def _edit_chosen(self, field: str | None) -> None:
        hints = {
            "note": "anything worth knowing",
            "when": "an interval as 2022-08-06/2022-08-06; empty where nobody knows",
            "where": "the name of the place",
        }
        if field in hints:
            self._ask_field(field, field, hints[field])

    def action_alias(self) -> None:
        """Ask for one more name."""
        entry = self.current
        if entry is None:
            return

        def keep(typed: str) -> str:
            act = partial(self.identities.add_alias, entry.id, typed, self._spent())
            return self._change(entry, act, f"“{entry.name}” is also called “{typed}”.")

        hint = "another wording, spelling or abbreviation of the same"
        self.app.push_screen(TypeScreen(f"One more name of “{entry.name}”", "", hint, keep))

    def action_unalias(self) -> None:
        """Ask which of the other names is to go."""
        entry = self.current
        if entry is None:
            return
        if not entry.aliases:
            self.say(f"“{entry.name}” has no other names.", alarm=True)
            return

        def take(alias: str | None) -> None:
            if alias:
                act = partial(self.identities.remove_alias, entry.id, alias, self._spent())
                self._change(entry, act, f"“{entry.name}” is no longer called “{alias}”.")

        keys = "123456789"
        lines = [
            Choice(keys[number] if number < len(keys) else "", alias, alias)
            for number, alias in enumerate(entry.aliases)
        ]
        self.app.push_screen(ChooseScreen(f"Take a name from “{entry.name}”", lines), take)

    def action_retype(self) -> None:
        """Ask for another type."""
        entry = self.current
        if entry is None:
            return

        def take(chosen: str | None) -> None:
            if chosen:
                self._edit(entry, {"type": chosen}, f"“{entry.name}” is {chosen} now.")

        title = f"“{entry.name}”, {entry.type}, is"
        self.app.push_screen(ChooseScreen(title, self._types(entry.kind)), take)

    def action_affiliate(self) -> None:
        """Ask whose branch or member it is."""
        entry = self.current
        if entry is None:
            return
        above = self.identities.registry.resolved(entry.affiliate_of)

        def keep(typed: str) -> str:
            try:
                found = self.identities.find(" ".join(typed.split())) if typed else None
            except (Refused, StoreError) as problem:
                return str(problem)
            of = f"an affiliate of “{found.name}”" if found else "nobody's affiliate"
            fields = {"affiliate_of": found.id if found else ""}
            return self._edit(entry, fields, f"“{entry.name}” is {of} now.")

        value, hint = above.name if above else "", "a name or id; empty for nobody"
        title = f"“{entry.name}” is a branch or member of"
        self.app.push_screen(TypeScreen(title, value, hint, keep))

    def action_delete(self) -> None:
        """Delete an entry that nothing leads to."""
        entry = self.current
        if entry is not None:
            act = partial(self.identities.delete, entry.id, self._spent())
            self._change(entry, act, f"“{entry.name}” is gone; u takes that back.")

    # ---------------------------------------------------------------------- merge, split

    def action_merge(self) -> None:
        """Mark an entry; on another one, ask which of the two stays."""
        entry = self.current
        if entry is None:
            return
        kept = self.identities.registry.resolved(self.marked.id) if self.marked else None
        if kept is None:
            self.marked = entry
            self.show_mark()
            self.say(f"“{entry.name}” is marked; m on the entry that is the same merges the two.")
        elif kept.id == entry.id:
            self.unmark()
            self.say("Nothing is marked any more.")
        elif problem := self.identities.merge_problem(kept, entry):
            self.say(problem, alarm=True)
        else:
            self._ask_which_stays(kept, entry)

    def _ask_which_stays(self, kept: Resolved, other: Resolved) -> None:
        def take(chosen: str | None) -> None:
            if chosen:
                stays, goes = (kept, other) if chosen == _KEPT else (other, kept)
                said = f"“{goes.name}” is one with “{stays.name}”; s here takes them apart."
                self.unmark()
                act = partial(self.identities.merge, stays.id, goes.id, self._spent())
                self._change(stays, act, said)

        lines = [
            Choice("1", registry_words.merged(kept, other), _KEPT),
            Choice("2", registry_words.merged(other, kept), _OTHER),
        ]
        self.app.push_screen(ChooseScreen("These two are one", lines), take)

    def unmark(self) -> None:
        """Let go of the marked entry."""
        self.marked = None
        self.show_mark()

    def action_split(self) -> None:
        """Give ticked links an entry of their own, or ask which merge is to be taken apart."""
        entry = self.current
        if entry is None:
            return
        if self.ticked:
            self._ask_name_of_split(entry, [hit.item.id for hit in self.ticked if hit.item])
        elif entry.absorbed:
            lines = [
                Choice(str(number), f"{one.name}  {one.type}  {one.id}", one.id)
                for number, one in enumerate(entry.absorbed, 1)
            ]
            title = f"Take out of “{entry.name}” again"
            self.app.push_screen(ChooseScreen(title, lines), self._take_apart)
        else:
            self.say(
                "Nothing was merged into it; to split links off, tick them: Enter, then Space.",
                alarm=True,
            )

    def _ask_name_of_split(self, entry: Resolved, links: list[str]) -> None:
        count = registry_words.counted(len(links), "link")

        def keep(typed: str) -> str:
            act = partial(self.identities.split_off, links, typed, self._spent())
            return self.done(act, f"{count} of “{entry.name}” split off; this is their entry.")

        title = f"New entry for {count} of “{entry.name}”"
        hint = f"its name; empty for “{entry.name}” again"
        self.app.push_screen(TypeScreen(title, "", hint, keep))

    def _take_apart(self, chosen: str | None) -> None:
        if chosen:

            def act() -> str:
                self.identities.split(chosen, self._spent())
                return chosen

            self.done(act, "It stands for itself again, with the links it had.")

    # ------------------------------------------------------------------------ undo, redo

    def action_undo(self) -> None:
        """Take back the latest act, wherever it was."""
        self._replay(self.identities.undo, "Taken back", "There is nothing to undo.")

    def action_redo(self) -> None:
        """Do again what was taken back last."""
        self._replay(self.identities.redo, "Done again", "There is nothing to redo.")

    def _replay(
        self, replay: Callable[[Effort], JournalEntry | None], said: str, nothing: str
    ) -> None:
        told = [nothing]

        def act() -> str:
            entry = replay(self._spent())
            if entry:
                is_here = entry.command.startswith(_OF_REGISTRY)
                told[0] = f"{said}." if is_here else f"{said}: your latest act in an article."
            return ""

        if not self.done(act, ""):
            self.say(told[0])

    # ------------------------------------------------------------------------- helpers

    def _ask_field(self, field: str, called: str, hint: str) -> None:
        entry = self.current
        if entry is None:
            return

        def keep(typed: str) -> str:
            return self._edit(entry, {field: typed}, f"Kept: {called} {typed or 'empty'}.")

        value = str(getattr(entry.entry, field))
        title = f"{called[0].upper()}{called[1:]} of “{entry.name}”"
        self.app.push_screen(TypeScreen(title, value, hint, keep))

    def _edit(self, entry: Resolved, fields: Mapping[str, str], said: str) -> str:
        act = partial(self.identities.edit, entry.id, fields, self._spent())
        return self._change(entry, act, said)

    def _change(self, entry: Resolved, act: Callable[[], object], said: str) -> str:
        """Do something to an entry and stay on it; return what stood in the way."""

        def do() -> str:
            act()
            return entry.id

        return self.done(do, said)

    def _types(self, kind: EntryKind) -> list[Choice]:
        types = self._scheme.choosable_types("entities" if kind == "entity" else "incidents")
        return [Choice(one.key, one.name, one.name) for one in types]

    def _spent(self) -> Effort:
        return self._sitting.effort.spent()
