"""Acts on the registry for the whole project, and acts that link over several articles."""

from collections.abc import Iterable, Mapping

from annotator.labelling.bulk import apply_all
from annotator.labelling.commands.base import Command
from annotator.labelling.commands.identity import LinkIdentities, SplitOff
from annotator.labelling.commands.registry import (
    AddAlias,
    DeleteEntry,
    EditEntry,
    MergeEntries,
    NewEntry,
    RegistryCommand,
    RemoveAlias,
    SplitEntry,
    merge_problem,
    standing,
)
from annotator.labelling.guesses import Guess, Near, guesses
from annotator.labelling.linked import Linked
from annotator.labelling.refusals import Refused
from annotator.labelling.session import Session
from annotator.labelling.work import Work
from annotator.model import ids
from annotator.model.annotation import Annotation, Incident, Mention
from annotator.model.journal import Effort, JournalEntry
from annotator.model.registry import EntryKind, RegistryEntity, RegistryIncident, Resolved
from annotator.model.scheme import Scheme
from annotator.store import journal, layers
from annotator.store.entries import Registry
from annotator.store.entry_listing import EntryListing, WantedEntries
from annotator.store.journal import NO_EFFORT, Act
from annotator.store.project_file import ProjectFile


class Identities:
    """The registry as one annotator works on it; every act is on disk when its method returns.

    Every act raises `Refused` where it cannot be done, with the reason, and `StoreError` where it
    cannot be written; then nothing was changed. Undo takes back each of them.
    """

    def __init__(self, file: ProjectFile, scheme: Scheme, annotator: str) -> None:
        self._file, self._scheme, self._annotator = file, scheme, annotator
        self.registry = Registry(file)

    def find(self, word: str) -> Resolved:
        """Return the entry meant by an id, the beginning of one, or a name.

        Raises:
            Refused: there is none, or more than one.
        """
        found = self.registry.resolved(word)
        if found:
            return found
        matches = self.registry.meant_by(word)
        if not matches:
            raise Refused(f"The registry has no entry “{word}”; annotator registry lists them.")
        if len(matches) > 1:
            meant = ", ".join(f"{one.id} ({one.name}, {one.type})" for one in matches[:5])
            raise Refused(f"“{word}” can mean {meant}; give the id.")
        return matches[0]

    def called(self, entry: str) -> str:
        """Return the name of an entry in quotation marks, with its id."""
        try:
            found = self.find(entry)
        except Refused:
            return entry
        return f"“{found.name}” ({found.id})"

    def links(self, entry: str) -> list[Annotation]:
        """Return one's own mentions or incidents that stand for an entry, by place."""
        return self.registry.links(entry, self._annotator)

    def link_counts(self) -> dict[str, int]:
        """Return how often one has linked to each entry."""
        return self.registry.link_counts(self._annotator)

    def listing(self, wanted: WantedEntries) -> EntryListing:
        """Return entries with how often one has linked to each, to be read by the page."""
        return EntryListing(self._file, self._annotator, wanted)

    def linked(self, entry: Resolved) -> Linked:
        """Return one's own mentions or incidents that stand for an entry, in their context."""
        return Linked(self._file, entry, self._annotator)

    def merge_problem(self, kept: Resolved, other: Resolved) -> str:
        """Say in one sentence why two entries cannot be one, or return ""."""
        return merge_problem(self.registry, self._scheme, kept, other)

    def guesses(
        self, item: Mention | Incident, limit: int = 9, work: Work | None = None
    ) -> list[Guess]:
        """Return which entries an annotation may stand for, the best first.

        Args:
            limit: at most so many.
            work: the annotation's article, where it is at hand; else it is read.
        """
        if work is None:
            work = Session(self._file, self._scheme, item.annotator, item.article).work
        place = Near(work.text, work.annotations)
        return guesses(self._file, self._scheme, item, place, limit)

    def new(self, kind: EntryKind, called: str, type_: str, effort: Effort = NO_EFFORT) -> str:
        """Make an entry that nothing is linked to yet; return its id."""
        made = ids.new_id(ids.REGISTRY)
        self._change(NewEntry(id=made, kind=kind, called=called, type=type_), effort)
        return made

    def delete(self, entry: str, effort: Effort = NO_EFFORT) -> JournalEntry:
        """Take an entry away that nothing leads to."""
        return self._change(DeleteEntry(id=entry), effort)

    def undo(self, effort: Effort = NO_EFFORT) -> JournalEntry | None:
        """Take back one's latest act, wherever it was; None when there is none.

        Raises:
            EditConflict: somebody changed it since; the message says who.
        """
        written = journal.undo(self._file, self._annotator, effort)
        return written.entry if written else None

    def redo(self, effort: Effort = NO_EFFORT) -> JournalEntry | None:
        """Do again what was taken back last; None when there is nothing."""
        written = journal.redo(self._file, self._annotator, effort)
        return written.entry if written else None

    def merge(self, kept: str, other: str, effort: Effort = NO_EFFORT) -> JournalEntry:
        """Say that two entries are one, which keeps id and name of the first."""
        return self._change(MergeEntries(id=other, into=kept), effort)

    def split(self, entry: str, effort: Effort = NO_EFFORT) -> JournalEntry:
        """Take a merged entry out again, with its names and the links that were made to it."""
        return self._change(SplitEntry(id=entry), effort)

    def split_off(
        self, annotations: Iterable[str], called: str = "", effort: Effort = NO_EFFORT
    ) -> str:
        """Give some of one's links to an entry a new one, as one act; return its id.

        Args:
            annotations: ids of mentions or incidents, in whatever articles.
            called: the name of the new entry, "" for that of the old; its type is that of the
                first annotation.
        """
        items = _linked(self._file, self._annotator, list(annotations))
        name = " ".join(called.split()) or _old_name(self.registry, items)
        entry = _new_entry(items[0], name)
        commands: dict[str, Command] = {
            article: SplitOff(ids=found, entry=entry, made=number == 0)
            for number, (article, found) in enumerate(_by_article(items).items())
        }
        apply_all(self._file, self._scheme, self._annotator, commands, effort)
        return entry.id

    def link_all(
        self, annotations: Iterable[Annotation], entry: str, effort: Effort = NO_EFFORT
    ) -> int:
        """Link one's mentions or incidents to an entry, as one act; return how many.

        Those that are linked to it already are left out.
        """
        found = standing(self.registry, entry)
        group = {found.id, *(one.id for one in found.absorbed)}
        left = [one for one in annotations if getattr(one, "identity", "") not in group]
        commands: dict[str, Command] = {
            article: LinkIdentities(ids=ids_, entry=entry)
            for article, ids_ in _by_article(left).items()
        }
        return apply_all(self._file, self._scheme, self._annotator, commands, effort)

    def edit(
        self, entry: str, fields: Mapping[str, str], effort: Effort = NO_EFFORT
    ) -> JournalEntry:
        """Set name, type, wikidata, affiliate_of, when, where or note of an entry."""
        return self._change(EditEntry.model_validate({"id": entry, "fields": fields}), effort)

    def add_alias(self, entry: str, alias: str, effort: Effort = NO_EFFORT) -> JournalEntry:
        """Give an entry one more name."""
        return self._change(AddAlias(id=entry, alias=alias), effort)

    def remove_alias(self, entry: str, alias: str, effort: Effort = NO_EFFORT) -> JournalEntry:
        """Take a name from an entry."""
        return self._change(RemoveAlias(id=entry, alias=alias), effort)

    def _change(self, command: RegistryCommand, effort: Effort) -> JournalEntry:
        edits = command.changes(self.registry, self._scheme, ids.now())
        act = Act(self._annotator, "", 0, command.name, command.told(), effort)
        try:
            return journal.commit(self._file, edits, act)
        except UnicodeEncodeError:  # a lone surrogate, as a byte that is no UTF-8 becomes one
            raise Refused("This text holds half a character; type it again.") from None


def _linked(file: ProjectFile, annotator: str, wanted: list[str]) -> list[Mention] | list[Incident]:
    found = layers.with_ids(file, wanted)
    mentions: list[Mention] = []
    incidents: list[Incident] = []
    for one in wanted:
        item = found.get(one)
        if item is None or item.annotator != annotator:
            raise Refused(f"{annotator} has no annotation {one}.")
        if isinstance(item, Mention) and item.identity:
            mentions.append(item)
        elif isinstance(item, Incident) and item.identity:
            incidents.append(item)
        else:
            raise Refused(f"{one} is not linked to the registry.")
    if bool(mentions) == bool(incidents):
        raise Refused("Name mentions, or incidents, of one entry.")
    return mentions or incidents


def _old_name(registry: Registry, items: list[Mention] | list[Incident]) -> str:
    """Return the name of the one entry that all of these are linked to."""
    entries = {standing(registry, item.identity).id for item in items}
    if len(entries) > 1:
        raise Refused("These are linked to several entries; split one at a time.")
    return standing(registry, entries.pop()).name


def _new_entry(item: Mention | Incident, name: str) -> RegistryEntity | RegistryIncident:
    now = ids.now()
    kind = RegistryEntity if isinstance(item, Mention) else RegistryIncident
    return kind(id=ids.new_id(ids.REGISTRY), name=name, type=item.type, created=now, changed=now)


def _by_article(annotations: Iterable[Annotation]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for item in annotations:
        found[item.article] = (*found.get(item.article, ()), item.id)
    return found
