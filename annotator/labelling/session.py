"""The annotation session: one annotator at one article. A plain object; it knows no screen."""

from collections.abc import Sequence
from typing import NamedTuple

from annotator.labelling.commands import Command, Context, Refused
from annotator.labelling.work import Touched, Work
from annotator.model import ids
from annotator.model.annotation import Mention
from annotator.model.completion import Completion
from annotator.model.journal import Effort, JournalEntry
from annotator.model.scheme import Scheme
from annotator.model.spans import Span
from annotator.store import articles, journal, layers
from annotator.store.entries import Registry
from annotator.store.journal import NO_EFFORT, Act, Edit, Part, Written
from annotator.store.layers import Place
from annotator.store.project_file import ProjectFile
from annotator.store.rows import article_of


class Applied(NamedTuple):
    """What an act did."""

    entry: JournalEntry
    touched: Touched
    """Sentences of the session's article to paint again; empty when it happened elsewhere."""
    edits: tuple[Edit, ...]
    """The items before and after; of an act over several articles those of the session's own."""

    @property
    def left(self) -> str:
        """Id of the first annotation that the act made, changed or brought back, else ""."""
        items = (edit.after for edit in self.edits if edit.after is not None)
        return next((item.id for item in items if isinstance(item, Mention)), "")

    @property
    def gone(self) -> tuple[Span, ...]:
        """Where the first mention was that is not there any more, else ()."""
        items = (edit.before for edit in self.edits if edit.after is None)
        return next((item.fragments for item in items if isinstance(item, Mention)), ())


class Session:
    """Applies commands for one annotator: each is on disk before `work` shows it.

    Raises:
        Refused: the project has no such article.
    """

    def __init__(self, file: ProjectFile, scheme: Scheme, annotator: str, article: str) -> None:
        self._file, self.annotator = file, annotator
        self.scheme = scheme
        self.registry = Registry(file)
        # Asked before reading: what is written in between is then seen by the next `refresh`.
        self._seen = self._version()
        self.work = self._load(article)

    @property
    def article(self) -> str:
        """The id of the article."""
        return self.work.article.id

    def apply(self, command: Command, effort: Effort = NO_EFFORT) -> Applied:
        """Do the command; it is durable when this returns.

        Raises:
            Refused: it cannot be done here.
            StoreError: it could not be written; nothing changed, here neither.
        """
        part = self.prepare(command, effort)
        try:
            entry = journal.commit(self._file, *part)
        except UnicodeEncodeError:  # a lone surrogate, as a byte that is no UTF-8 becomes one
            raise Refused("This text holds half a character; type it again.") from None
        return self._shown(entry, [edit for edit in part.edits if edit.before != edit.after])

    def prepare(self, command: Command, effort: Effort = NO_EFFORT) -> Part:
        """Return what the command would write, and write nothing.

        Raises:
            Refused: it cannot be done here.
        """
        context = self._context()
        edits, place = command.edits(context), command.place(context)
        act = Act(self.annotator, self.article, place, command.name, command.told(), effort)
        return Part(edits, act)

    def undo(self, effort: Effort = NO_EFFORT) -> Applied | None:
        """Take back the annotator's latest act, in whatever article; None when there is none.

        Raises:
            EditConflict: somebody changed it since; the message says who.
        """
        return self._follow(journal.undo(self._file, self.annotator, effort))

    def redo(self, effort: Effort = NO_EFFORT) -> Applied | None:
        """Do again what was taken back last; None when there is nothing."""
        return self._follow(journal.redo(self._file, self.annotator, effort))

    def refresh(self) -> bool:
        """Read the article again if anybody else wrote into the project; say whether they did."""
        version = self._version()
        if version == self._seen:
            return False
        self._seen = version
        self.work = self._load(self.article)
        return True

    def remember(self, offset: int) -> None:
        """Keep the place, so that the annotator goes on here next time."""
        layers.remember_place(self._file, self.annotator, Place(self.article, offset))

    def _load(self, article: str) -> Work:
        with self._file.reading():
            document = articles.document(self._file, article)
            if document is None:
                raise Refused(f"The project has no article {article}.")
            return Work(
                document,
                layers.annotations(self._file, article, self.annotator),
                layers.completions(self._file, article, self.annotator),
            )

    def _version(self) -> tuple[int, int]:
        """Return what changes when another connection writes, and with acts of this one."""
        return self._file.data_version(), journal.last_seq(self._file)

    def _context(self) -> Context:
        return Context(
            self.work, self.scheme, self.annotator, ids.now(), self._everybody, self.registry
        )

    def _everybody(self, starts: tuple[int, ...]) -> Sequence[Completion]:
        return layers.completions_at(self._file, self.article, starts)

    def _follow(self, written: Written | None) -> Applied | None:
        if written is None:
            return None
        here = [edit for edit in written.edits if _article_of(edit) == self.article]
        if not here:
            return Applied(written.entry, frozenset(), written.edits)
        return self._shown(written.entry, here)

    def _shown(self, entry: JournalEntry, edits: Sequence[Edit]) -> Applied:
        version, seq = self._seen
        if entry.seq == seq + 1:  # else somebody wrote in between, which `refresh` has to see
            self._seen = version, entry.seq
        # The effect on others stays out: this session does not hold their work.
        mine = [
            edit
            for edit in edits
            if getattr(edit.after or edit.before, "annotator", self.annotator) == self.annotator
        ]
        return Applied(entry, self.work.apply(mine), tuple(mine))


def _article_of(edit: Edit) -> str:
    item = edit.after or edit.before
    return article_of(item) if item else ""
