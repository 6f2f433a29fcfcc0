"""A project as its screens, commands and Python users have it: what can be done in it."""

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from annotator.labelling.refusals import Refused
from annotator.labelling.scheme_files import checked_scheme
from annotator.labelling.sitting import Sitting
from annotator.model.annotation import Mention
from annotator.model.journal import Effort, JournalEntry
from annotator.model.scheme import Scheme
from annotator.project.gold import ProjectGold
from annotator.store import (
    articles,
    journal,
    layers,
    removal,
    runs,
    schemes,
)
from annotator.store.effort import EffortLine, effort
from annotator.store.errors import (
    NotAProject,
)
from annotator.store.journal import NO_EFFORT
from annotator.store.project_file import ProjectFile
from annotator.store.status import StatusLine, status

if TYPE_CHECKING:
    from subprocess import Popen

    from annotator.adjudication.learning import GoldState
    from annotator.agreement.report import Asked, Report
    from annotator.formats.exporting.run import ExportOptions, ExportReport
    from annotator.formats.importing.intake import ImportReport
    from annotator.formats.importing.run import ImportOptions
    from annotator.formats.statistics import Statistics
    from annotator.labelling.bulk import Done, Occurrences
    from annotator.labelling.desk import Desk
    from annotator.labelling.identity import Identities
    from annotator.labelling.migration import MigrationReport
    from annotator.labelling.plain.conversation import Conversation
    from annotator.labelling.queue import UncertainFirst
    from annotator.labelling.search import Hit, Search
    from annotator.labelling.suggesters import Suggesters
    from annotator.labelling.training import Taught
    from annotator.labelling.verification import Problem
    from annotator.suggest.external import Program
    from annotator.suggest.memory import Memory

DEFAULT_SCHEME = "news-conflict"


def open_project(
    path: str | Path,
    *,
    create: bool = False,
    scheme: str | Path = DEFAULT_SCHEME,
    read_only: bool = False,
    migrate: bool = True,
) -> "Project":
    """Open a project file.

    Args:
        path: the project file.
        create: make it, with `scheme`, where there is none.
        scheme: name of a packaged scheme, or a scheme file; used only when the file is made.
        read_only: never write, and keep others' half-finished work as it is.
        migrate: bring a project of an older version up to date, after a copy of it was made; else
            it is refused.

    Raises:
        StoreError: it is missing, no project, or cannot be read.
        SchemeErrors: the scheme for a new project has faults.
    """
    path = Path(path)
    if create and not os.path.lexists(path):  # Path.exists raises where one may not search
        return Project.create(path, scheme)
    return Project(ProjectFile.open(path, read_only=read_only, migrate=migrate))


class Project(ProjectGold):
    """An open project. Use it from one thread; another thread opens its own."""

    def __init__(self, file: ProjectFile) -> None:
        self.file = file
        self._schemes: dict[str, Scheme] = {}
        self._memories: dict[str, Memory] = {}
        self._gold_states: dict[str, GoldState] = {}
        self._queue: UncertainFirst | None = None
        self.scheme = self._present_scheme()
        if not file.read_only:
            runs.clean_up(file)

    @classmethod
    def create(cls, path: Path, scheme: str | Path = DEFAULT_SCHEME) -> Self:
        """Make an empty project with a scheme.

        Raises:
            SchemeErrors: the scheme has faults; no file was made.
            ProjectExists: there is a file already.
        """
        _, stored = checked_scheme(scheme)
        # A file name need not be UTF-8; what SQLite keeps has to be.
        called = path.stem.encode(errors="replace").decode()
        return cls(ProjectFile.create(path, lambda file: schemes.use(file, stored, called)))

    @property
    def path(self) -> Path:
        """The project file."""
        return self.file.path

    # ---------------------------------------------------------------------------- work

    def desk(self, annotator: str, article: str, sitting: Sitting | None = None) -> "Desk":
        """Return the annotator's desk at an article.

        Args:
            sitting: lasts from article to article; a new one is for this desk alone.
        """
        from annotator.labelling.desk import Desk
        from annotator.labelling.session import Session

        return Desk(Session(self.file, self.scheme, annotator, article), sitting)

    def suggest_at(self, desk: "Desk") -> None:
        """Let a desk have ghosts; they come with `desk.suggested.advance`."""
        from annotator.labelling.ghost_making import ghosts_for, memory_of

        file, annotator, article = self.file, desk.session.annotator, desk.session.article
        if annotator not in self._memories:
            self._memories[annotator] = memory_of(file, annotator)
        memory = self._memories[annotator]
        if not self.has_gold():
            memory.follow_gold((), ())
            self._gold_states.pop(annotator, None)
            desk.suggested.begin(ghosts_for(file, desk, memory))
            return
        from annotator.adjudication.learning import gold_copies, gold_state, known_in_gold

        state = gold_state(file, annotator, article)
        if self._gold_states.get(annotator) != state:
            memory.follow_gold(*known_in_gold(file, state))
            self._gold_states[annotator] = state
        copies = partial(gold_copies, file, self.scheme, annotator, article)
        desk.suggested.begin(ghosts_for(file, desk, memory, copies))

    def edit_article(self, annotator: str, article: str, fields: dict[str, str]) -> None:
        """Correct what is known of an article, for everybody; the annotator can undo it."""
        from annotator.labelling.commands.article import EditArticle
        from annotator.labelling.session import Session

        Session(self.file, self.scheme, annotator, article).apply(EditArticle(fields=fields))

    def remove_article(self, annotator: str, article: str) -> None:
        """Take an article out, with everybody's work on it; this cannot be undone."""
        removal.remove_article(self.file, annotator, article)

    def workers_on(self, article: str) -> list[str]:
        """Return who has worked on an article."""
        return layers.workers_on(self.file, article)

    def source_of(self, article: str) -> str:
        """Return the source name of an article, "" where there is none."""
        found = articles.get(self.file, article)
        return found.source if found else ""

    def status(self) -> list[StatusLine]:
        """Return everybody's progress, a line per annotator, layer and article worked on."""
        return status(self.file)

    def effort(
        self,
        article: str = "",
        annotators: Sequence[str] = (),
        since: str = "",
        *,
        by_suggestions: bool = False,
    ) -> list[EffortLine]:
        """Return what labelling cost in keys and time; see `store.effort`.

        Args:
            by_suggestions: part it by sentences where suggestions were shown and held back.
        """
        held_back = None
        if by_suggestions:
            from annotator.labelling.ghosts import is_held_back, shown_of

            held_back = partial(is_held_back, share=shown_of(self.file).held_back)
        return effort(self.file, article, annotators, since, held_back)

    def history(
        self, article: str = "", annotators: Sequence[str] = (), limit: int = 0
    ) -> list[JournalEntry]:
        """Return the journal, newest first."""
        return journal.history(self.file, article, annotators, limit)

    def search(self, typed: str, annotator: str, *, blind: bool = False) -> "Search":
        """Begin a search; see `labelling.query` for what can be typed.

        Args:
            annotator: whose labels count where the query does not say.
            blind: show of others' work only what `may_see` allows; before there is any gold asking
                for it is refused.

        Raises:
            Refused: the query cannot be read; the message says why.
        """
        from annotator.labelling.query import read_query
        from annotator.labelling.search import Search

        people = self.annotators() if "by:" in typed.casefold() else ()
        blind_for = annotator if blind and not self.has_gold() else ""
        query = read_query(typed, self.scheme, people, blind_for)
        return Search(self.file, query, annotator, reader=annotator if blind else "")

    def occurrences(
        self, mention: Mention, article: str = "", *, any_case: bool = False
    ) -> "Occurrences":
        """Return every other place of a mention's text; see `labelling.bulk` for what is left out.

        Args:
            article: look into this one only, where given.
            any_case: upper and lower case may differ.

        Raises:
            Refused: the mention is in several pieces.
        """
        from annotator.labelling.bulk import Occurrences, pattern_of

        pattern = pattern_of(self.file, self.scheme, mention)
        return Occurrences(self.file, self.scheme, pattern, article, any_case=any_case)

    def label_hits(
        self,
        annotator: str,
        hits: Iterable["Hit"],
        type_name: str,
        like: Mention | None = None,
        effort: Effort = NO_EFFORT,
    ) -> int:
        """Give places of text a label, or annotations another type, as one act; return how many.

        Args:
            like: a mention whose attributes come along, as far as `labelling.bulk` copies them.

        Raises:
            Refused: something stands in the way; nothing was changed.
            StoreError: it could not be written.
        """
        from annotator.labelling.bulk import apply_all, labelling, pattern_of

        attributes = pattern_of(self.file, self.scheme, like).attributes if like else ()
        commands = labelling(hits, type_name, attributes)
        return apply_all(self.file, self.scheme, annotator, commands, effort)

    def delete_hits(
        self, annotator: str, hits: Iterable["Hit"], effort: Effort = NO_EFFORT
    ) -> "Done":
        """Take the annotations among hits away, as one act; return how many, and what went too.

        Raises:
            Refused: something stands in the way; nothing was changed.
            StoreError: it could not be written.
        """
        from annotator.labelling.bulk import delete_all

        return delete_all(self.file, self.scheme, annotator, hits, effort)

    def identities(self, annotator: str) -> "Identities":
        """Return the registry with the annotator's acts on it, and best guesses."""
        from annotator.labelling.identity import Identities

        return Identities(self.file, self.scheme, annotator)

    def entry_name(self, entry: str) -> str:
        """Return what an entry of the registry is called, in quotation marks, with its id."""
        return self.identities("").called(entry)

    def conversation(self, annotator: str, article: str, sitting: Sitting) -> "Conversation":
        """Return a conversation that labels an article by lines; see `labelling.plain`.

        Args:
            sitting: lasts from article to article; says whether there are suggestions.
        """
        from annotator.labelling.plain.conversation import Conversation
        from annotator.labelling.plain.desk import PlainDesk

        def opening(wanted: str) -> "Desk":
            desk = self.desk(annotator, wanted, sitting)
            place = self.last_place(annotator)
            if place and place.article == wanted:
                desk.reader.go_to_offset(place.at)
            if sitting.suggests:
                self.suggest_at(desk)
            return desk

        def find(word: str) -> str:
            if word != "next":
                return self.article(word).id
            if waiting := self.next_undone(annotator):
                return waiting
            raise Refused("No article waits any more.")

        return Conversation(PlainDesk(opening, find, self.identities(annotator), article))

    def suggesters(
        self,
        annotator: str,
        programs: "Iterable[Program]" = (),
        pipelines: Mapping[str, str] | None = None,
    ) -> "Suggesters":
        """Return what can propose annotations, and what is kept of it.

        Args:
            programs: the annotator's own, from their configuration.
            pipelines: names of spaCy pipelines, by the names that they have as suggesters.
        """
        from annotator.labelling.suggesters import Suggesters

        def gold(own: Collection[str]) -> "list[Taught]":
            from annotator.adjudication.learning import gold_lessons

            return gold_lessons(self.file, annotator, own)

        return Suggesters(self.file, self.scheme, annotator, programs, pipelines, gold)

    def slow_suggesters(self, desk: "Desk", names: Iterable[str]) -> list[str]:
        """Return who has yet to look at a desk's article; see `start_suggesting`."""
        from annotator.labelling.ghost_making import slow_suggesters

        return slow_suggesters(self.file, desk, names)

    def start_suggesting(
        self, annotator: str, names: Sequence[str], article: str
    ) -> "Popen[bytes]":
        """Run suggesters over one article in a process of its own, and do not wait for it.

        What it proposes comes into the project file; poll it, so that it leaves no trace at its
        end.
        """
        from annotator.suggest.process import start_apart

        return start_apart(self.path, annotator, [*(f"--with={one}" for one in names), article])

    def import_paths(
        self,
        paths: Sequence[str | Path],
        options: "ImportOptions",
        progress: Callable[[int, float], None] | None = None,
    ) -> "ImportReport":
        """Add articles and annotated records: all of them or none; see `formats.importing`."""
        from annotator.formats.importing.run import import_paths

        return import_paths(self.file, self.scheme, paths, options, progress)

    def export(
        self,
        dest: Path,
        options: "ExportOptions",
        progress: Callable[[int], None] | None = None,
    ) -> "ExportReport":
        """Write a layer as a data set into a folder; see `formats.exporting`."""
        from annotator.formats.exporting.run import export

        return export(self.file, self.scheme, dest, options, progress)

    def statistics(
        self,
        layer: str,
        annotators: Sequence[str] = (),
        progress: Callable[[int], None] | None = None,
    ) -> "Statistics":
        """Count a layer, and everything in it; see `formats.statistics`.

        Args:
            layer: the annotator whose layer it is, or gold.
            annotators: whose items are counted beside.
            progress: told after some articles how many are counted.
        """
        from annotator.formats.statistics import statistics

        return statistics(self.file, self.scheme, layer, annotators, progress)

    def agreement(
        self,
        asked: "Asked | None" = None,
        progress: Callable[[int], None] | None = None,
        guideline: str = "",
    ) -> "Report":
        """Measure how far annotators agree in what several of them finished.

        Args:
            progress: told after each article how many are done.
            guideline: leave out what was finished under an older version than this.

        Raises:
            Refused: a pair was asked for and one of the two has done nothing here; or there has
                been no such version.
        """
        from annotator.agreement.report import Asked, report
        from annotator.labelling.held_back import held_back_in
        from annotator.store.judged import judged_articles

        asked = asked or Asked()
        for name in asked.pair:
            if name not in self.annotators():
                raise Refused(
                    f"Nobody called “{name}” has worked here; annotator status lists all."
                )
        layer = asked.layers[0] if len(asked.layers) == 1 else None
        articles = judged_articles(self.file, asked.pair, layer, self.guideline_since(guideline))
        return report(articles, self.scheme, asked, held_back_in(self.file), progress)

    def not_judged(self, asked: "Asked") -> dict[str, int]:
        """Return how many sentences agreement leaves out as skipped, as unsure, and as stale."""
        from annotator.store.judged import unfinished

        layer = asked.layers[0] if len(asked.layers) == 1 else None
        return unfinished(self.file, asked.pair, layer)

    def verify(self) -> "Iterator[Problem]":
        """Yield everything that is wrong with the project."""
        from annotator.labelling.verification import verify

        return verify(self.file, self.scheme_by_hash)

    def backup(self, target: Path) -> None:
        """Copy the project to a new file while others may work."""
        self.file.backup(target)

    def scheme_by_hash(self, scheme_hash: str) -> Scheme | None:
        """Return a scheme that the project has used."""
        if scheme_hash not in self._schemes:
            stored = schemes.get(self.file, scheme_hash)
            if stored is None:
                return None
            self._schemes[scheme_hash] = Scheme.from_checked_json(stored.checked)
        return self._schemes[scheme_hash]

    def migrate(
        self,
        scheme: str | Path,
        annotator: str,
        map_file: Path | None = None,
        *,
        dry_run: bool = False,
    ) -> "MigrationReport":
        """Go over to another scheme with all annotations; see `labelling.migration`.

        Raises:
            SchemeErrors: the scheme, or the map of old names to new ones, has faults.
            MigrationRefused: data would be lost; nothing was changed.
        """
        from annotator.labelling.migration import migrate
        from annotator.labelling.migration_map import automatic_map, read_map

        new, stored = checked_scheme(scheme)
        mapping = automatic_map(self.scheme, new)
        if map_file:
            mapping = read_map(map_file.read_bytes(), str(map_file), self.scheme, new)
        report = migrate(self.file, new, stored, mapping, annotator, dry_run=dry_run)
        if not dry_run:
            self.scheme = new
        return report

    def scheme_text(self) -> str:
        """Return the present scheme's file as it came."""
        stored = schemes.current(self.file)
        return stored.source if stored else ""

    def close(self) -> None:
        """Let go of the file."""
        self.file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _present_scheme(self) -> Scheme:
        found = self.scheme_by_hash(self.file.setting("scheme"))
        if found is None:
            self.file.close()
            raise NotAProject(f"{self.file.path} holds no scheme; restore it from a backup.")
        return found
