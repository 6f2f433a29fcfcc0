"""The annotation session: one annotator at one article. A plain object; it knows no screen."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from annotator.labelling.commands.base import Command, Context
from annotator.labelling.refusals import Refused
from annotator.labelling.reopening import reopened
from annotator.labelling.work import Touched, Work
from annotator.model import ids
from annotator.model.annotation import Annotation, Claim, Incident, Label, Mention, Relation
from annotator.model.completion import Completion
from annotator.model.journal import Effort, JournalEntry
from annotator.model.scheme import Scheme
from annotator.model.spans import Span
from annotator.store import articles, claims, journal, layers, suggestions
from annotator.store.entries import Registry
from annotator.store.journal import NO_EFFORT, Act, Edit, Part, Written
from annotator.store.layers import Place
from annotator.store.project_file import ProjectFile
from annotator.store.rows import article_of

if TYPE_CHECKING:
    from annotator.labelling.claim_search import ClaimSearch, ToldClaim


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
    def frame(self) -> str:
        """Id of the first incident or claim that the act made, changed or brought back, else ""."""
        items = (edit.after for edit in self.edits)
        return next((item.id for item in items if isinstance(item, Incident | Claim)), "")

    @property
    def also(self) -> str:
        """What else went with the act, in one sentence, else ""."""
        return str(self.entry.parameters.get("also", ""))

    @property
    def reopened(self) -> str:
        """Which finished sentence is not done any more, in one sentence, else ""."""
        return str(self.entry.parameters.get("reopened", ""))

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
        parts = _by_article(self.prepare(command, effort))
        try:
            entry = journal.commit_all(self._file, parts)
        except UnicodeEncodeError:  # a lone surrogate, as a byte that is no UTF-8 becomes one
            raise Refused("This text holds half a character; type it again.") from None
        done = [edit for edit in parts[0].edits if edit.before != edit.after]
        return self._shown(entry, done, len(parts))

    def prepare(self, command: Command, effort: Effort = NO_EFFORT) -> Part:
        """Return what the command would write, and write nothing.

        Raises:
            Refused: it cannot be done here.
        """
        context = self._context()
        edits, place = command.edits(context), command.place(context)
        again = reopened(context, edits)
        besides = {"also": command.consequences(context), "reopened": again.message}
        told = {**command.told(), **{name: said for name, said in besides.items() if said}}
        act = Act(self.annotator, self.article, place, command.name, told, effort)
        return Part([*edits, *again.edits], act)

    def consequences(self, command: Command) -> str:
        """Say in one sentence what else would go with a command, or return "".

        Raises:
            Refused: it cannot be done here.
        """
        return command.consequences(self._context())

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
        """Say whether anybody else wrote into the project.

        `work` is another object then where they changed the article, or the annotator's work on it:
        with many people somebody always writes, nearly always elsewhere.
        """
        version = self._version()
        if version == self._seen:
            return False
        self._seen = version
        if layers.stamp(self._file, self.article, self.annotator) != self.work.stamp():
            self.work = self._load(self.article)
        return True

    @property
    def state(self) -> tuple[int, int]:
        """What changes whenever this session has written, or seen that others did."""
        return self._seen

    def relations_into(self) -> Sequence[Relation]:
        """Return the annotator's relations of other articles that lead to claims of this one."""
        types = tuple(self.scheme.relations.types)
        return claims.relations_into(self._file, self.article, self.annotator, types)

    def tell_claim(self, reference: str) -> "ToldClaim | None":
        """Return the annotator's claim of another article in words, by `d_...#c_...`."""
        from annotator.labelling.claim_search import tell_claims

        claim = reference.partition("#")[2]
        return tell_claims(self._file, self.scheme, self.annotator, [claim]).get(claim)

    def claims_like(self, claim: Claim, types: Sequence[str]) -> "ClaimSearch":
        """Return the annotator's claims of some types in all articles, to be looked through."""
        from annotator.labelling.claim_search import ClaimSearch

        return ClaimSearch(self._file, self.scheme, self.work, claim, types)

    def beside(self, article: str) -> "Session":
        """Return the annotator's session at another article."""
        return Session(self._file, self.scheme, self.annotator, article)

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
                suggestions.verdicts(self._file, article, self.annotator),
            )

    def _version(self) -> tuple[int, int]:
        """Return what changes when another connection writes, and with acts of this one."""
        return self._file.data_version(), journal.last_seq(self._file)

    def _context(self) -> Context:
        return Context(
            work=self.work,
            scheme=self.scheme,
            annotator=self.annotator,
            now=ids.now(),
            everybody=self._everybody,
            labels=self._labels,
            elsewhere=self._elsewhere,
            relations_to=self._relations_to,
            registry=self.registry,
        )

    def _everybody(self, starts: tuple[int, ...]) -> Sequence[Completion]:
        return layers.completions_at(self._file, self.article, starts)

    def _labels(self, starts: tuple[int, ...]) -> Sequence[Label]:
        return layers.labels_at(self._file, self.article, starts)

    def _elsewhere(self, reference: str) -> Annotation | None:
        return layers.by_reference(self._file, reference, self.annotator)

    def _relations_to(self, annotation_id: str) -> Sequence[Relation]:
        reference, types = f"{self.article}#{annotation_id}", tuple(self.scheme.relations.types)
        return layers.relations_to(self._file, reference, self.annotator, types)

    def _follow(self, written: Written | None) -> Applied | None:
        if written is None:
            return None
        here = [edit for edit in written.edits if _article_of(edit) == self.article]
        if not here:
            return Applied(written.entry, frozenset(), written.edits)
        return self._shown(written.entry, here)

    def _shown(self, entry: JournalEntry, edits: Sequence[Edit], entries: int = 1) -> Applied:
        version, seq = self._seen
        if entry.seq == seq + 1:  # else somebody wrote in between, which `refresh` has to see
            self._seen = version, seq + entries
        # The effect on others stays out: this session does not hold their work.
        mine = [
            edit
            for edit in edits
            if getattr(edit.after or edit.before, "annotator", self.annotator) == self.annotator
        ]
        return Applied(entry, self.work.apply(mine), tuple(mine))


def _by_article(part: Part) -> list[Part]:
    """Share an act out to the articles it changes, the one where it happens first."""
    here = part.act.article
    edits: dict[str, list[Edit]] = {here: []}
    for edit in part.edits:
        edits.setdefault(_article_of(edit), []).append(edit)
    return [
        Part(found, part.act if article == here else _followed(part.act, article))
        for article, found in edits.items()
    ]


def _followed(act: Act, article: str) -> Act:
    return act._replace(article=article, at=0, effort=NO_EFFORT)


def _article_of(edit: Edit) -> str:
    item = edit.after or edit.before
    return article_of(item) if item else ""
