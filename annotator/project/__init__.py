"""The facade: one open project, for the command line, the screens and Python users.

    from annotator import open_project

    with open_project("news.db") as project:
        desk = project.desk("ann", project.articles()[0].article.id)

Everything that `cli` and `tui` need of the rooms behind comes through here.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from annotator.labelling.article_filter import filtered
from annotator.labelling.refusals import Refused, Unfinished
from annotator.labelling.scheme_files import scheme_source
from annotator.labelling.sitting import Sitting
from annotator.store.effort import EffortLine
from annotator.store.errors import (
    NotAProject,
    ProjectExists,
    ProjectMissing,
    StoreError,
)
from annotator.store.layers import Mark, Place
from annotator.store.listing import (
    ARTICLE_ORDERS,
    ArticleOrder,
    Listed,
    Listing,
    Wanted,
)
from annotator.store.progress import Progress, Share

if TYPE_CHECKING:
    from annotator.adjudication.automatic import (
        Accepted,
        Threshold,
        accept_threshold,
        accept_unanimous,
    )
    from annotator.adjudication.correction import Correction
    from annotator.adjudication.desk import AdjudicationDesk, joined_choices
    from annotator.adjudication.existence import EXISTENCE_WARNING, Existence
    from annotator.adjudication.items import AdjudicationItem, How
    from annotator.adjudication.reports import AdjudicationEffort, Gap, KindEffort
    from annotator.adjudication.second import SecondDesk, SecondLine, SecondReport
    from annotator.adjudication.sitting import AdjudicationSitting, Refusal
    from annotator.adjudication.trying import TestResult, TrialReport
    from annotator.adjudication.wording import slot_words, spans_of, told_choice
    from annotator.agreement.definitions import DEFINITIONS
    from annotator.agreement.lines import Line
    from annotator.agreement.report import Asked, Report
    from annotator.agreement.score import Score
    from annotator.formats.errors import FormatError
    from annotator.formats.exporting.run import ExportOptions, ExportReport
    from annotator.formats.importing.intake import ImportReport
    from annotator.formats.importing.run import ImportOptions
    from annotator.formats.registry import formats
    from annotator.formats.schemes import ImportedScheme, import_scheme
    from annotator.formats.statistics import Statistics
    from annotator.labelling.assignment import EntryTest, Wish
    from annotator.labelling.bulk import Done, Occurrences
    from annotator.labelling.claim_search import ClaimLine, ClaimSearch, ToldClaim
    from annotator.labelling.desk import Desk
    from annotator.labelling.entry_filter import filtered_entries
    from annotator.labelling.form import Ask, Form
    from annotator.labelling.ghosts import Ghost
    from annotator.labelling.guesses import Guess
    from annotator.labelling.identity import Identities
    from annotator.labelling.linked import Linked
    from annotator.labelling.migration import MigrationRefused, MigrationReport
    from annotator.labelling.outcome import Outcome
    from annotator.labelling.plain.conversation import Conversation
    from annotator.labelling.plain.telling import Teller, by_place
    from annotator.labelling.reader import Edge, Reader, Step
    from annotator.labelling.search import Hit, Paged, Search
    from annotator.labelling.sentence_map import Light
    from annotator.labelling.session import Session
    from annotator.labelling.slot_fillers import range_of_filler
    from annotator.labelling.suggesters import Suggesters
    from annotator.labelling.suggesting import Made
    from annotator.labelling.team import Team
    from annotator.labelling.work import Touched, Work
    from annotator.store.duplicates import Cluster, Counts, Related
    from annotator.store.entry_listing import EntryListing, ListedEntry, WantedEntries
    from annotator.store.gold_words import GoldWords
    from annotator.store.openness import GOLD
    from annotator.store.team import AssignedShare
    from annotator.suggest.typed_values import read_count, read_interval, resolve_interval

from annotator.project.facade import DEFAULT_SCHEME, Project, open_project

__all__ = [
    "ARTICLE_ORDERS",
    "DEFAULT_SCHEME",
    "DEFINITIONS",
    "EXISTENCE_WARNING",
    "GOLD",
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
    "Conversation",
    "Correction",
    "Counts",
    "Desk",
    "Done",
    "Edge",
    "EffortLine",
    "EntryListing",
    "EntryTest",
    "Existence",
    "ExportOptions",
    "ExportReport",
    "Form",
    "FormatError",
    "Gap",
    "Ghost",
    "GoldWords",
    "Guess",
    "Hit",
    "How",
    "Identities",
    "ImportOptions",
    "ImportReport",
    "ImportedScheme",
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
    "Score",
    "Search",
    "SecondDesk",
    "SecondLine",
    "SecondReport",
    "Session",
    "Share",
    "Sitting",
    "Statistics",
    "Step",
    "StoreError",
    "Suggesters",
    "Team",
    "Teller",
    "TestResult",
    "Threshold",
    "ToldClaim",
    "Touched",
    "TrialReport",
    "Unfinished",
    "Wanted",
    "WantedEntries",
    "Wish",
    "Work",
    "accept_threshold",
    "accept_unanimous",
    "by_place",
    "filtered",
    "filtered_entries",
    "formats",
    "import_scheme",
    "joined_choices",
    "open_project",
    "range_of_filler",
    "read_count",
    "read_interval",
    "resolve_interval",
    "scheme_source",
    "slot_words",
    "spans_of",
    "told_choice",
]

_ON_USE = {
    "Desk": "annotator.labelling.desk",
    **dict.fromkeys(("Ask", "Form"), "annotator.labelling.form"),
    "Outcome": "annotator.labelling.outcome",
    **dict.fromkeys(("Edge", "Reader", "Step"), "annotator.labelling.reader"),
    "Light": "annotator.labelling.sentence_map",
    "Session": "annotator.labelling.session",
    "range_of_filler": "annotator.labelling.slot_fillers",
    **dict.fromkeys(("Touched", "Work"), "annotator.labelling.work"),
    **dict.fromkeys(
        ("read_count", "read_interval", "resolve_interval"), "annotator.suggest.typed_values"
    ),
    **dict.fromkeys(("Asked", "Report"), "annotator.agreement.report"),
    "DEFINITIONS": "annotator.agreement.definitions",
    "Line": "annotator.agreement.lines",
    "Score": "annotator.agreement.score",
    **dict.fromkeys(
        ("Accepted", "Threshold", "accept_threshold", "accept_unanimous"),
        "annotator.adjudication.automatic",
    ),
    **dict.fromkeys(("AdjudicationDesk", "joined_choices"), "annotator.adjudication.desk"),
    **dict.fromkeys(("AdjudicationItem", "How"), "annotator.adjudication.items"),
    "Correction": "annotator.adjudication.correction",
    **dict.fromkeys(("AdjudicationEffort", "Gap", "KindEffort"), "annotator.adjudication.reports"),
    **dict.fromkeys(("EXISTENCE_WARNING", "Existence"), "annotator.adjudication.existence"),
    **dict.fromkeys(("SecondDesk", "SecondLine", "SecondReport"), "annotator.adjudication.second"),
    **dict.fromkeys(("AdjudicationSitting", "Refusal"), "annotator.adjudication.sitting"),
    **dict.fromkeys(("slot_words", "spans_of", "told_choice"), "annotator.adjudication.wording"),
    **dict.fromkeys(("ExportOptions", "ExportReport"), "annotator.formats.exporting.run"),
    "FormatError": "annotator.formats.errors",
    "GoldWords": "annotator.store.gold_words",
    "GOLD": "annotator.store.openness",
    **dict.fromkeys(("ImportedScheme", "import_scheme"), "annotator.formats.schemes"),
    "ImportOptions": "annotator.formats.importing.run",
    "ImportReport": "annotator.formats.importing.intake",
    **dict.fromkeys(("ClaimLine", "ClaimSearch", "ToldClaim"), "annotator.labelling.claim_search"),
    "Ghost": "annotator.labelling.ghosts",
    "Guess": "annotator.labelling.guesses",
    "Statistics": "annotator.formats.statistics",
    "Suggesters": "annotator.labelling.suggesters",
    "Made": "annotator.labelling.suggesting",
    "Conversation": "annotator.labelling.plain.conversation",
    **dict.fromkeys(("Teller", "by_place"), "annotator.labelling.plain.telling"),
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
    **dict.fromkeys(("EntryTest", "Wish"), "annotator.labelling.assignment"),
    **dict.fromkeys(("TestResult", "TrialReport"), "annotator.adjudication.trying"),
}
"""Names that are loaded on first use: the first paint needs none of them."""


def __getattr__(name: str) -> Any:
    if name in _ON_USE:
        return getattr(import_module(_ON_USE[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
