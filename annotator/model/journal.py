"""The journal: every edit as one row, with its effect as row changes.

Undo, redo, verify and merge use only the row changes, so old rows stay valid when commands change.
"""

from typing import Any, Literal, NamedTuple

from annotator.model.base import Record

Row = dict[str, Any]
EntryKind = Literal["act", "undo", "redo", "barrier"]
"""A barrier (an import, a migration) cannot be undone, nor anything before it."""


class RowChange(NamedTuple):
    """A row of a table before and after; None where there is no row."""

    table: str
    key: str
    """The values of the row's key, joined by a blank."""
    before: Row | None
    after: Row | None

    def inverse(self) -> "RowChange":
        """Return the change that takes this one back."""
        return RowChange(self.table, self.key, self.after, self.before)


class Effort(NamedTuple):
    """What an act cost its person."""

    keys: int = 0
    active_ms: int = 0
    """Milliseconds since the last act, pauses left out."""


class JournalEntry(Record):
    """One row of the journal, as people read it."""

    seq: int
    id: str
    time: str
    annotator: str
    article: str
    at: int
    """Where in the article, in code points."""
    kind: EntryKind
    command: str
    parameters: dict[str, Any]
    of: str = ""
    """The entry that an undo or redo speaks of."""
    keys: int = 0
    active_ms: int = 0
    batch: str = ""
    """The first entry of an act over several articles, in each of its entries; else ""."""
