"""What one item of adjudication shows, and how a decision about it is made."""

from collections.abc import Mapping
from typing import NamedTuple

from annotator.adjudication.reading import Settled
from annotator.adjudication.sides import Cluster
from annotator.adjudication.wording import told_choice
from annotator.model.decision import Choice, Reason, Rule, Variant
from annotator.store.decisions import Dispute


class ShownEntry(NamedTuple):
    """An entry of the registry as an item of identity shows it."""

    name: str
    article: str = ""
    """Another article in which it is linked, "" for none."""
    sentence: str = ""
    """The sentence there."""


class AdjudicationItem(NamedTuple):
    """One cluster as it is shown."""

    dispute: Dispute
    cluster: Cluster
    settled: Settled
    variants: tuple[Variant, ...]
    """Those that mark something, shuffled; nothing is always there beside them."""
    shown_at: str
    entries: Mapping[str, ShownEntry] = {}
    """By id, those that an item of identity is about."""

    def told(self, choice: Choice) -> str:
        """Return a choice in words."""
        return told_choice(choice, self.text, self._name_of)

    def _name_of(self, entry: str) -> str:
        return self.entries[entry].name if entry in self.entries else entry

    @property
    def suggested(self) -> int:
        """The variant with most votes among `variants`; -1 for a tie, or for nothing."""
        leading = self.cluster.leading
        top = self.cluster.variants[leading] if leading >= 0 else None
        return self.variants.index(top) if top in self.variants else -1

    @property
    def suggests_nothing(self) -> bool:
        """Whether most marked nothing."""
        leading = self.cluster.leading
        return leading >= 0 and self.cluster.variants[leading].choice.is_nothing

    @property
    def text(self) -> str:
        """The article's text."""
        return self.settled.document.text


class How(NamedTuple):
    """How a decision came about."""

    rule: Rule = "variant"
    detail: str = ""
    revealed: bool = False
    ms: int = 0
    keys: int = 1
    note: str = ""
    reason: Reason = ""


class Followed(NamedTuple):
    """What undo or redo did."""

    is_done: bool
    item: AdjudicationItem | None
    """The item that it was about, None where that is no item any more."""
    has_decision: bool
    """Whether a decision came back with it."""
