"""The facade: one open project, for the command line, the screens and Python users.

    from annotator import open_project

    with open_project("news.db") as project:
        desk = project.desk("ann", project.articles()[0].article.id)

Everything that `cli` and `tui` need of the rooms behind comes through here.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from annotator.labelling.article_filter import filtered
from annotator.labelling.commands import EditArticle, Refused, Unfinished
from annotator.labelling.desk import Desk
from annotator.labelling.form import Ask, Form
from annotator.labelling.outcome import Outcome
from annotator.labelling.reader import Edge, Reader, Step
from annotator.labelling.scheme_files import checked_scheme, scheme_source
from annotator.labelling.sentence_map import Light
from annotator.labelling.session import Session
from annotator.labelling.sitting import Sitting
from annotator.labelling.slot_fillers import range_of_filler
from annotator.labelling.verification import Problem
from annotator.labelling.work import Touched, Work
from annotator.model.annotation import Annotation, Layer, Mention
from annotator.model.article import Article, Document
from annotator.model.journal import Effort, JournalEntry
from annotator.model.scheme import Scheme
from annotator.store import (
    articles,
    journal,
    layers,
    messages,
    progress,
    removal,
    runs,
    schemes,
    team,
)
from annotator.store.effort import EffortLine, effort
from annotator.store.errors import (
    NotAProject,
    ProjectExists,
    ProjectMissing,
    StoreError,
)
from annotator.store.journal import NO_EFFORT
from annotator.store.layers import Mark, Place
from annotator.store.listing import (
    ARTICLE_ORDERS,
    ArticleOrder,
    Listed,
    Listing,
    Wanted,
)
from annotator.store.progress import Progress, Share, Totals
from annotator.store.project_file import ProjectFile
from annotator.store.status import StatusLine, status
from annotator.suggest.typed_values import (
    read_count,
    read_interval,
    resolve_interval,
)

if TYPE_CHECKING:
    from subprocess import Popen

    from annotator.adjudication.automatic import (
        Accepted,
        Threshold,
        accept_threshold,
        accept_unanimous,
    )
    from annotator.adjudication.desk import AdjudicationDesk, How
    from annotator.adjudication.desk import Item as AdjudicationItem
    from annotator.adjudication.desk import joined as joined_choices
    from annotator.adjudication.reports import AdjudicationEffort, Correction, Gap, KindEffort
    from annotator.adjudication.sitting import AdjudicationSitting, Refusal
    from annotator.adjudication.wording import slot_words, told_choice
    from annotator.agreement.definitions import DEFINITIONS
    from annotator.agreement.lines import Line
    from annotator.agreement.report import Asked, Report
    from annotator.formats.errors import FormatError
    from annotator.formats.exporting import ExportOptions, ExportReport
    from annotator.formats.importing import ImportOptions
    from annotator.formats.intake import ImportReport
    from annotator.formats.registry import formats
    from annotator.labelling.assignment import Wish
    from annotator.labelling.bulk import Done, Occurrences
    from annotator.labelling.claim_search import ClaimLine, ClaimSearch, ToldClaim
    from annotator.labelling.entry_filter import filtered_entries
    from annotator.labelling.ghosts import Ghost
    from annotator.labelling.guesses import Guess
    from annotator.labelling.identity import Identities
    from annotator.labelling.linked import Linked
    from annotator.labelling.messages import Messages
    from annotator.labelling.migration import MigrationRefused, MigrationReport
    from annotator.labelling.queue import UncertainFirst
    from annotator.labelling.search import Hit, Paged, Search
    from annotator.labelling.suggesters import Suggesters
    from annotator.labelling.suggesting import Made
    from annotator.labelling.team import Team
    from annotator.store.bundles import Bundle
    from annotator.store.duplicates import Cluster, Counts, Related
    from annotator.store.entry_listing import EntryListing, ListedEntry, WantedEntries
    from annotator.store.merging import Merged
    from annotator.store.team import AssignedShare
    from annotator.suggest.external import Program
    from annotator.suggest.memory import Memory

__all__ = [
    "ARTICLE_ORDERS",
    "DEFAULT_SCHEME",
    "DEFINITIONS",
    "Accepted",
    "AdjudicationDesk",
    "AdjudicationEffort",
    "AdjudicationItem",
    "AdjudicationSitting",
    "ArticleOrder",
    "Ask",
    "Asked",
    "AssignedShare",
    "ClaimLine",
    "ClaimSearch",
    "Cluster",
    "Correction",
    "Counts",
    "Desk",
    "Done",
    "Edge",
    "EffortLine",
    "EntryListing",
    "ExportOptions",
    "ExportReport",
    "Form",
    "FormatError",
    "Gap",
    "Ghost",
    "Guess",
    "Hit",
    "How",
    "Identities",
    "ImportOptions",
    "ImportReport",
    "KindEffort",
    "Light",
    "Line",
    "Linked",
    "Listed",
    "ListedEntry",
    "Listing",
    "Made",
    "Mark",
    "MigrationRefused",
    "MigrationReport",
    "NotAProject",
    "Occurrences",
    "Outcome",
    "Paged",
    "Place",
    "Progress",
    "Project",
    "ProjectExists",
    "ProjectMissing",
    "Reader",
    "Refusal",
    "Refused",
    "Related",
    "Report",
    "Search",
    "Session",
    "Share",
    "Sitting",
    "Step",
    "StoreError",
    "Suggesters",
    "Team",
    "Threshold",
    "ToldClaim",
    "Touched",
    "Unfinished",
    "Wanted",
    "WantedEntries",
    "Wish",
    "Work",
    "accept_threshold",
    "accept_unanimous",
    "filtered",
    "filtered_entries",
    "formats",
    "joined_choices",
    "open_project",
    "range_of_filler",
    "read_count",
    "read_interval",
    "resolve_interval",
    "scheme_source",
    "slot_words",
    "told_choice",
]

DEFAULT_SCHEME = "news-conflict"

_ALL = Wanted()

_ON_USE = {
    **dict.fromkeys(("Asked", "Report"), "annotator.agreement.report"),
    "DEFINITIONS": "annotator.agreement.definitions",
    "Line": "annotator.agreement.lines",
    **dict.fromkeys(
        ("Accepted", "Threshold", "accept_threshold", "accept_unanimous"),
        "annotator.adjudication.automatic",
    ),
    **dict.fromkeys(("AdjudicationDesk", "How"), "annotator.adjudication.desk"),
    **dict.fromkeys(
        ("AdjudicationEffort", "Correction", "Gap", "KindEffort"), "annotator.adjudication.reports"
    ),
    **dict.fromkeys(("AdjudicationSitting", "Refusal"), "annotator.adjudication.sitting"),
    **dict.fromkeys(("slot_words", "told_choice"), "annotator.adjudication.wording"),
    **dict.fromkeys(("ExportOptions", "ExportReport"), "annotator.formats.exporting"),
    "FormatError": "annotator.formats.errors",
    "ImportOptions": "annotator.formats.importing",
    "ImportReport": "annotator.formats.intake",
    **dict.fromkeys(("ClaimLine", "ClaimSearch", "ToldClaim"), "annotator.labelling.claim_search"),
    "Ghost": "annotator.labelling.ghosts",
    "Guess": "annotator.labelling.guesses",
    "Suggesters": "annotator.labelling.suggesters",
    "Made": "annotator.labelling.suggesting",
    **dict.fromkeys(("Hit", "Paged", "Search"), "annotator.labelling.search"),
    "Identities": "annotator.labelling.identity",
    "Linked": "annotator.labelling.linked",
    "filtered_entries": "annotator.labelling.entry_filter",
    **dict.fromkeys(
        ("EntryListing", "ListedEntry", "WantedEntries"), "annotator.store.entry_listing"
    ),
    **dict.fromkeys(("MigrationRefused", "MigrationReport"), "annotator.labelling.migration"),
    **dict.fromkeys(("Done", "Occurrences"), "annotator.labelling.bulk"),
    **dict.fromkeys(("Cluster", "Counts", "Related"), "annotator.store.duplicates"),
    "AssignedShare": "annotator.store.team",
    "formats": "annotator.formats.registry",
    "Team": "annotator.labelling.team",
    "Wish": "annotator.labelling.assignment",
}
"""Names that are loaded on first use: the first paint needs none of them."""


_RENAMED = {
    "AdjudicationItem": ("annotator.adjudication.desk", "Item"),
    "joined_choices": ("annotator.adjudication.desk", "joined"),
}
"""Names that are shorter in their own room."""


def __getattr__(name: str) -> Any:
    if name in _RENAMED:
        module, inner = _RENAMED[name]
        return getattr(import_module(module), inner)
    if name in _ON_USE:
        return getattr(import_module(_ON_USE[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def open_project(
    path: str | Path,
    *,
    create: bool = False,
    scheme: str | Path = DEFAULT_SCHEME,
    read_only: bool = False,
) -> "Project":
    """Open a project file.

    Args:
        path: the project file.
        create: make it, with `scheme`, where there is none.
        scheme: name of a packaged scheme, or a scheme file; used only when the file is made.
        read_only: never write, and keep others' half-finished work as it is.

    Raises:
        StoreError: it is missing, no project, or cannot be read.
        SchemeErrors: the scheme for a new project has faults.
    """
    path = Path(path)
    if create and not os.path.lexists(path):  # Path.exists raises where one may not search
        return Project.create(path, scheme)
    return Project(ProjectFile.open(path, read_only=read_only))


class Project:
    """An open project. Use it from one thread; another thread opens its own."""

    def __init__(self, file: ProjectFile) -> None:
        self.file = file
        self._schemes: dict[str, Scheme] = {}
        self._memories: dict[str, Memory] = {}
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

    @property
    def name(self) -> str:
        """The project's name, at first that of its file."""
        return self.file.setting("name")

    # ------------------------------------------------------------------------ articles

    def count(self) -> int:
        """Return how many articles there are."""
        return articles.count(self.file)

    def articles(
        self, annotator: str = "", first: int = 0, limit: int = -1, layer: Layer = "entities"
    ) -> list[Listed]:
        """Return articles in the order they came, with the annotator's progress.

        Args:
            limit: at most so many; -1 for all.
        """
        listing = self.listing(annotator, layer=layer)
        lines = listing.page(first, limit if limit >= 0 else len(listing))
        return [line for line in lines if line]

    def listing(
        self, annotator: str = "", wanted: Wanted = _ALL, layer: Layer = "entities"
    ) -> Listing:
        """Return a list of articles, filtered and ordered, that is read by the page."""
        return Listing(self.file, annotator, layer, wanted)

    def article(self, word: str) -> Article:
        """Return the article meant by an id or source name, the beginning of one, or its number.

        Raises:
            Refused: there is none, or more than one.
        """
        found = articles.find(self.file, word) or articles.numbered(self.file, word)
        if len(found) == 1:
            return found[0]
        if not found:
            raise Refused(f"There is no article “{word}”; annotator articles lists them.")
        meant = ", ".join(f"{article.id} ({article.source})" for article in found[:5])
        raise Refused(f"“{word}” can mean {meant}; give more of its id or source name.")

    def document(self, article: str) -> Document:
        """Return an article with its text and sentences, checked against its hash."""
        found = articles.document(self.file, article)
        if found is None:
            raise Refused(f"The project has no article {article}.")
        return found

    def annotations(self, article: str, annotator: str) -> list[Annotation]:
        """Return one annotator's annotations of an article."""
        return layers.annotations(self.file, article, annotator)

    def annotators(self) -> list[str]:
        """Return everybody who has worked here."""
        return layers.annotators(self.file)

    def progress(self, article: str, annotator: str, layer: Layer = "entities") -> Progress:
        """Return how far an annotator is with an article."""
        return progress.progress(self.file, article, annotator, layer)

    def totals(self, annotator: str, layer: Layer = "entities") -> Totals:
        """Return how much there is to do, and how much of it the annotator has finished."""
        return progress.totals(self.file, annotator, layer)

    def shares(self, article: str = "", layer: Layer = "entities") -> list[Share]:
        """Return how far everybody is who did anything, with an article or with the project."""
        if article:
            return progress.shares_of_article(self.file, article, layer)
        return progress.shares_of_project(self.file, layer)

    def neighbour(self, article: str, step: int) -> str:
        """Return the id of the article before (-1) or after (1), "" at the end."""
        return articles.neighbour(self.file, article, step)

    def next_undone(self, annotator: str, after: str = "", layer: Layer = "entities") -> str:
        """Return the next article that still waits for the annotator, "" when none does.

        Where articles are assigned to the annotator, only these wait, in the order they are due.
        """
        if self._queue and (found := self._queue.next(after)):
            return found
        if team.is_assigned(self.file, annotator):
            return team.next_assigned(self.file, annotator, layer, after)
        return progress.next_undone(self.file, annotator, layer, after)

    def uncertain_first(self, annotator: str, seed: int = 0, layer: Layer = "entities") -> None:
        """Let articles wait by how unsure suggesters are about them; see `labelling.queue`."""
        from annotator.labelling.queue import UncertainFirst

        self._queue = UncertainFirst(self.file, annotator, layer, seed)

    def is_assigned(self, annotator: str) -> bool:
        """Say whether articles are assigned to the annotator."""
        return team.is_assigned(self.file, annotator)

    def messages(self, annotator: str) -> "Messages":
        """Return somebody's questions and answers."""
        from annotator.labelling.messages import Messages

        return Messages(self.file, annotator)

    def unseen_messages(self, annotator: str) -> int:
        """Return how many messages have come to somebody since they last looked."""
        return messages.unseen(self.file, annotator)

    def bundle(self, annotator: str, target: Path, articles: Sequence[str] = ()) -> "Bundle":
        """Write what somebody needs to work apart into a new file; see `labelling.bundling`."""
        from annotator.labelling.bundling import make_bundle

        return make_bundle(self.file, annotator, target, articles)

    def merge(self, paths: Sequence[Path]) -> "list[Merged]":
        """Bring back what was done in bundles; see `labelling.bundling`."""
        from annotator.labelling.bundling import merge_bundles

        return merge_bundles(self.file, paths)

    def is_blind(self, annotator: str) -> bool:
        """Say whether somebody may see nobody else's layer: all who label here, or are to."""
        return team.labels_here(self.file, annotator)

    def team(self, annotator: str) -> "Team":
        """Return the people of the project, and what the annotator can do for them."""
        from annotator.labelling.team import Team

        return Team(self.file, annotator)

    def last_place(self, annotator: str) -> Place | None:
        """Return where the annotator was last."""
        return layers.last_place(self.file, annotator)

    def next_marked(self, annotator: str, mark: Mark, after: Place) -> Place | None:
        """Return the next place that the annotator left unsure or with a note, None for none."""
        return layers.next_marked(self.file, annotator, mark, after)

    def data_version(self) -> int:
        """Return a number that changes when another connection has written."""
        return self.file.data_version()

    # ---------------------------------------------------------------------------- work

    def desk(self, annotator: str, article: str, sitting: Sitting | None = None) -> Desk:
        """Return the annotator's desk at an article.

        Args:
            sitting: lasts from article to article; a new one is for this desk alone.
        """
        return Desk(Session(self.file, self.scheme, annotator, article), sitting)

    def suggest_at(self, desk: Desk) -> None:
        """Let a desk have ghosts; they come with `desk.suggested.advance`."""
        from annotator.labelling.ghost_making import ghosts_for, memory_of

        annotator = desk.session.annotator
        if annotator not in self._memories:
            self._memories[annotator] = memory_of(self.file, annotator)
        desk.suggested.begin(ghosts_for(self.file, desk, self._memories[annotator]))

    def edit_article(self, annotator: str, article: str, fields: dict[str, str]) -> None:
        """Correct what is known of an article, for everybody; the annotator can undo it."""
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
            blind: refuse to show anybody else's.

        Raises:
            Refused: the query cannot be read; the message says why.
        """
        from annotator.labelling.query import read_query
        from annotator.labelling.search import Search

        people = self.annotators() if "by:" in typed.casefold() else ()
        query = read_query(typed, self.scheme, people, annotator if blind else "")
        return Search(self.file, query, annotator)

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

        return Suggesters(self.file, self.scheme, annotator, programs, pipelines)

    def slow_suggesters(self, desk: Desk, names: Iterable[str]) -> list[str]:
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
        from annotator.formats.importing import import_paths

        return import_paths(self.file, self.scheme, paths, options, progress)

    def export(
        self,
        dest: Path,
        options: "ExportOptions",
        progress: Callable[[int], None] | None = None,
    ) -> "ExportReport":
        """Write a layer as a data set into a folder; see `formats.exporting`."""
        from annotator.formats.exporting import export

        return export(self.file, self.scheme, dest, options, progress)

    def clusters(self) -> "Iterator[Cluster]":
        """Yield the clusters of articles that are copies of one another."""
        from annotator.store.duplicates import clusters

        return clusters(self.file)

    def related(self) -> "Iterator[Related]":
        """Yield pairs of articles that share part of their words, the likest first."""
        from annotator.store.duplicates import related

        return related(self.file)

    def sources(self) -> "Counts":
        """Return how many articles and how many sources there are; copies are one source."""
        from annotator.store.duplicates import counts

        return counts(self.file)

    def find_duplicates(self, annotator: str, progress: Callable[[int], None] | None = None) -> int:
        """Compare the articles that came before there were comparisons; see `store.signing`."""
        from annotator.store.signing import find_duplicates

        return find_duplicates(self.file, annotator, progress)

    def agreement(
        self, asked: "Asked | None" = None, progress: Callable[[int], None] | None = None
    ) -> "Report":
        """Measure how far annotators agree in what several of them finished.

        Args:
            progress: told after each article how many are done.

        Raises:
            Refused: a pair was asked for and one of the two has done nothing here.
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
        articles = judged_articles(self.file, asked.pair, layer)
        return report(articles, self.scheme, asked, held_back_in(self.file), progress)

    def not_judged(self, asked: "Asked") -> dict[str, int]:
        """Return how many sentences agreement leaves out as skipped, as unsure, and as stale."""
        from annotator.store.judged import unfinished

        layer = asked.layers[0] if len(asked.layers) == 1 else None
        return unfinished(self.file, asked.pair, layer)

    def adjudication(self, adjudicator: str) -> "AdjudicationDesk":
        """Return the desk at which somebody settles what annotators differ about."""
        from annotator.adjudication.desk import AdjudicationDesk

        return AdjudicationDesk(self.file, self.scheme, adjudicator, self.name)

    def has_gold(self) -> bool:
        """Say whether anything was adjudicated."""
        from annotator.store.decisions import any_there

        return any_there(self.file)

    def corrections(self, annotator: str) -> "list[Correction]":
        """Return where gold overrules an annotator; see `adjudication.reports`."""
        from annotator.adjudication.reports import corrections

        return corrections(self.file, annotator)

    def guideline_gaps(self) -> "list[Gap]":
        """Return the clauses of the guideline about which people differed."""
        from annotator.adjudication.reports import gaps

        return gaps(self.file)

    def adjudication_effort(self) -> "AdjudicationEffort":
        """Return what adjudication cost, and what is left."""
        from annotator.adjudication.reports import effort
        from annotator.store.decisions import waiting

        return effort(self.file, waiting(self.file))

    def verify(self) -> Iterator[Problem]:
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
