"""The adjudicator's desk: what waits, one item at a time, and what becomes of it.

Every decision is on disk before the next item is given. Names and votes stay out of an item until
somebody asks; variants come in an order of their own for each item, so that the first is not always
the same person's.
"""

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from importlib.metadata import version

from annotator.adjudication.existence import Existence, Weighed, existence
from annotator.adjudication.items import AdjudicationItem, Followed, How, ShownEntry
from annotator.adjudication.reading import SINCE_SETTING, Settled, disputes_of
from annotator.adjudication.sides import Cluster
from annotator.model import ids
from annotator.model.annotation import Layer
from annotator.model.decision import Choice, Decision, Rule
from annotator.model.journal import Effort
from annotator.model.scheme import Scheme
from annotator.store import articles, decisions, guidelines, journal, linking
from annotator.store.decisions import Dispute, QueueOrder, Waiting
from annotator.store.errors import EditConflict
from annotator.store.journal import NO_EFFORT, Act, Edit, Part, Written
from annotator.store.project_file import ProjectFile

AUDIT_SETTING = "adjudication.audit"
OWN_SETTING = "adjudication.forbid_own"
_KEPT_ARTICLES = 8


class AdjudicationDesk:
    """Shows what waits for one adjudicator, and writes what they decide.

    Args:
        seed: another order of variants.
    """

    is_second = False
    """Whether it asks for second opinions."""

    def __init__(self, file: ProjectFile, scheme: Scheme, adjudicator: str, seed: str = "") -> None:
        self.file, self.scheme, self.adjudicator = file, scheme, adjudicator
        self._seed = seed
        self._cache: dict[str, tuple[int, Settled]] = {}
        self._skipped: dict[str, Dispute] = {}

    # ------------------------------------------------------------------------ the queue

    def refresh(self, progress: Callable[[int, int], None] | None = None, limit: int = -1) -> int:
        """Find the clusters of articles whose layers have changed; return how many these were.

        Args:
            progress: told how many articles are done, and of how many.
            limit: look at so many articles at most; -1 for all.
        """
        single = decisions.settle_single(self.file) if limit < 0 else 0
        waiting = decisions.unsettled(self.file, limit)
        share, seed = self.audit
        for number, article in enumerate(waiting, 1):
            self._settle(article, share, seed)
            if progress:
                progress(number, len(waiting))
        return single + len(waiting)

    def lags(self, by: int) -> bool:
        """Say whether the layers of more than so many articles have changed since `refresh`."""
        return len(decisions.unsettled(self.file, by + 1)) > by

    @property
    def audit(self) -> tuple[float, str]:
        """The share of unanimous items that are shown all the same, and the seed they go by."""
        share, _, seed = self.file.setting(AUDIT_SETTING).partition(" ")
        return (float(share), seed) if share else (0.0, "")

    def set_audit(self, share: float, seed: str) -> None:
        """Let a random share of unanimous items be shown; all clusters are found anew."""
        if self.audit != (share, seed):
            decisions.set_setting(self.file, AUDIT_SETTING, f"{share} {seed}")
            decisions.unsettle_all(self.file)

    @property
    def forbids_own(self) -> bool:
        """Whether nobody may settle anything in articles that they labelled."""
        return bool(self.file.setting(OWN_SETTING))

    def set_forbid_own(self, *, is_forbidden: bool) -> None:
        """Let nobody settle anything in articles that they labelled, or allow it again."""
        if self.forbids_own != is_forbidden:
            decisions.set_setting(self.file, OWN_SETTING, "1" if is_forbidden else "")

    def left_to_others(self) -> int:
        """Return how many items wait that the adjudicator may not settle."""
        return decisions.number_of_own(self.file, self.adjudicator) if self.forbids_own else 0

    def count_since(self, instant: str) -> None:
        """Let only what was finished from an instant on be votes, "" for all."""
        if self.file.setting(SINCE_SETTING) != instant:
            decisions.set_setting(self.file, SINCE_SETTING, instant)
            decisions.unsettle_all(self.file)
            self._cache.clear()

    def waiting(self) -> list[Waiting]:
        """Return how many items wait, by kind in the order of the queue."""
        return decisions.waiting(self.file, self._without)

    def listed(self, order: QueueOrder = "kind") -> list[Dispute]:
        """Return all that waits, in order."""
        return decisions.listed(self.file, order, self._without)

    def discussed(self) -> list[Decision]:
        """Return the open questions: what was left to be discussed and is not decided yet."""
        return decisions.open_questions(self.file)

    def next(
        self, order: QueueOrder = "kind", after: Dispute | None = None
    ) -> AdjudicationItem | None:
        """Return the next item, from behind one on; those that were skipped come last."""
        at = after
        while found := self._next_dispute(order, at, ""):
            item = None if found.key in self._skipped else self.item(found)
            if item:
                return item
            at = found
        return self._next_skipped()

    def find(
        self, words: str, order: QueueOrder = "kind", after: Dispute | None = None
    ) -> AdjudicationItem | None:
        """Return the next item that is about these words, or in an article with them in its title
        or source; from behind one on, then from the beginning."""
        for start in (after, None):
            at = start
            while found := self._next_dispute(order, at, words):
                item = self.item(found)
                if item:
                    return item
                at = found
        return None

    def _next_dispute(self, order: QueueOrder, after: Dispute | None, words: str) -> Dispute | None:
        return decisions.next_dispute(self.file, order, after, self._without, words)

    @property
    def _without(self) -> str:
        return self.adjudicator if self.forbids_own else ""

    def _next_skipped(self) -> AdjudicationItem | None:
        for dispute in list(self._skipped.values()):
            del self._skipped[dispute.key]
            item = self.item(dispute) if self.is_open(dispute.key) else None
            if item:
                return item
        return None

    def is_open(self, key: str) -> bool:
        """Say whether an item waits for a decision."""
        return key not in decisions.decided(self.file, [key])

    def skip(self, item: AdjudicationItem) -> None:
        """Put an item behind all others."""
        self._skipped.pop(item.dispute.key, None)
        self._skipped[item.dispute.key] = item.dispute

    def item(self, dispute: Dispute) -> AdjudicationItem | None:
        """Return an item of the queue, None where its annotations or its article went since."""
        try:
            settled = self.settled(dispute.article)
        except EditConflict:
            return None
        cluster = settled.by_key.get(dispute.key)
        if cluster is None:
            return None
        marked = [one for one in cluster.variants if not one.choice.is_nothing]
        marked.sort(key=lambda one: drawn(f"{self._seed} {dispute.key} {one.items}"))
        named = [one.choice.identity for one in marked if one.choice.identity]
        entries = {one: self._entry(one, dispute.article) for one in named}
        return AdjudicationItem(dispute, cluster, settled, tuple(marked), ids.now(), entries)

    def _entry(self, entry: str, article: str) -> ShownEntry:
        name = linking.name_of(self.file, entry)
        place = linking.elsewhere(self.file, entry, article)
        there = articles.document(self.file, place.article) if place else None
        if place is None or there is None:
            return ShownEntry(name)
        around = (one for one in there.sentences if one.start <= place.start < one.end)
        text = " ".join(there.text[one.start : one.end] for one in around)
        return ShownEntry(name, place.article, " ".join(text.split()))

    def settled(self, article: str) -> Settled:
        """Return an article with its clusters and decisions as they are now.

        Raises:
            EditConflict: it is not in the project any more.
        """
        seen = decisions.changes_of(self.file, article)
        held = self._cache.get(article)
        if held and held[0] == seen:
            return held[1]
        found = Settled(self.file, article)
        self._cache.pop(article, None)
        self._cache[article] = seen, found
        while len(self._cache) > _KEPT_ARTICLES:
            del self._cache[next(iter(self._cache))]
        return found

    def alike(self, item: AdjudicationItem) -> list[AdjudicationItem]:
        """Return the other items with the same words and variants, in document order."""
        found = decisions.alike(self.file, item.dispute.pattern, self._without)
        items = (self.item(one) for one in found if one.key != item.dispute.key)
        return [one for one in items if one]

    def existence(
        self, layer: Layer, goes_on: Callable[[], bool] = lambda: True
    ) -> Existence | None:
        """Return how likely what was marked in a layer is there; compares the whole project.

        Args:
            goes_on: asked on the way; None is returned once it says no.
        """
        articles_there = decisions.adjudicable(self.file)
        compared = (one for name in articles_there for one in Settled(self.file, name).clusters)
        return existence((one for one in compared if one.layer == layer), goes_on)

    def evidence(self, disputes: Iterable[Dispute]) -> dict[str, Weighed]:
        """Return by key what speaks for the variants of items that wait."""
        by_layer: dict[Layer, Existence | None] = {}
        told: dict[str, Weighed] = {}
        for item in filter(None, map(self.item, disputes)):
            layer = item.cluster.layer
            if layer not in by_layer:
                by_layer[layer] = self.existence(layer)
            found = by_layer[layer]
            if found:
                told[item.dispute.key] = found.weighed(item.cluster, item.text)
        return told

    # ---------------------------------------------------------------------- deciding

    def decide(
        self,
        item: AdjudicationItem,
        choice: Choice,
        how: How | None = None,
        effort: Effort = NO_EFFORT,
    ) -> Decision:
        """Write what was decided of an item, and return it.

        Raises:
            EditConflict: somebody else decided it since it was shown.
            StoreError: it could not be written.
        """
        how = how or How()
        self._check_open(item)
        decision = self.decision(item, choice, how)
        journal.commit(self.file, [Edit(None, decision)], self._act(decision, effort))
        self._remember(decision)
        return decision

    def _check_open(self, item: AdjudicationItem) -> None:
        if not self.is_open(item.dispute.key):
            raise EditConflict("Somebody else decided this item meanwhile; it was left as it is.")
        if item.dispute.key not in self.settled(item.dispute.article).by_key:
            raise EditConflict("An annotation of this item has changed meanwhile; it comes again.")

    def discuss(
        self, item: AdjudicationItem, note: str = "", effort: Effort = NO_EFFORT
    ) -> Decision:
        """Leave an item to be discussed: it keeps its sentence out of gold until it is decided."""
        return self.decide(item, Choice(), How(rule="discuss", note=note), effort)

    def decide_all(
        self,
        first: Decision,
        items: Sequence[AdjudicationItem],
        choices: Sequence[Choice],
        effort: Effort,
    ) -> None:
        """Write a decision, and those of other items that follow it, as one act.

        Each keeps a record of its own.
        """
        made = [
            self.decision(item, choice, How(rule="propagated", detail=first.id, keys=0))
            for item, choice in zip(items, choices, strict=True)
        ]
        self.commit_all([first, *made], effort)

    def decide_leading(self, clusters: Iterable[Cluster]) -> list[Decision]:
        """Return the decisions that take of each cluster what most have said; writes nothing."""
        found = [self._item_at(one.key) for one in clusters if one.leading >= 0]
        return [
            self.decision(item, item.cluster.variants[item.cluster.leading].choice, How(keys=0))
            for item in found
            if item
        ]

    def words(self, item: AdjudicationItem, choice: Choice) -> str:
        """Return a choice in words."""
        return item.told(choice)

    def _item_at(self, key: str) -> AdjudicationItem | None:
        dispute = decisions.dispute(self.file, key)
        return self.item(dispute) if dispute else None

    def commit_all(self, made: Sequence[Decision], effort: Effort = NO_EFFORT) -> None:
        """Write decisions as one act."""
        by_article: dict[str, list[Decision]] = {}
        for decision in made:
            by_article.setdefault(decision.article, []).append(decision)
        parts = [
            Part([Edit(None, one) for one in some], self._act(some[0], effort, len(some)))
            for some in by_article.values()
        ]
        if parts:
            journal.commit_all(self.file, parts)
            self._cache.clear()

    def decision(self, item: AdjudicationItem, choice: Choice, how: How) -> Decision:
        """Return the decision about an item, with all that explains it."""
        cluster = item.cluster
        rule: Rule = "reject" if choice.is_nothing and how.rule == "variant" else how.rule
        taken = [one.choice for one in item.variants]
        suggested = item.suggested
        followed = (
            choice.is_nothing
            if item.suggests_nothing
            else (suggested >= 0 and taken[suggested] == choice)
        )
        return Decision(
            id=ids.new_id(ids.DECISION),
            cluster=cluster.key,
            article=cluster.article,
            sentence=cluster.sentence,
            text_hash=item.settled.document.article.text_hash,
            layer=cluster.layer,
            kind=cluster.kind,
            slot=cluster.slot,
            item=cluster.item,
            rule=rule,
            rule_detail=how.detail,
            outcome=choice,
            variants=cluster.variants,
            completed=cluster.completed,
            adjudicator=self.adjudicator,
            shown_at=item.shown_at,
            decided_at=ids.now(),
            ms=how.ms,
            keys=how.keys,
            revealed=how.revealed,
            audit=item.dispute.audit,
            suggested=cluster.leading,
            followed=followed,
            reason=how.reason,
            note=how.note,
            scheme=self.scheme.source_hash,
            guideline=guidelines.present(self.file),
            tool_version=version("annotator"),
            supersedes=item.settled.superseded_by(cluster),
        )

    def amend(self, decision: Decision, effort: Effort = NO_EFFORT, **fields: str) -> Decision:
        """Append the same decision with a reason or a note, in the place of the first.

        Args:
            fields: `reason`, `note`.
        """
        stamp = {"id": ids.new_id(ids.DECISION), "decided_at": ids.now()}
        gone = {"supersedes": (decision.id,), "keys": 0, "ms": 0}
        amended = decision.model_copy(update={**stamp, **gone, **fields})
        journal.commit(self.file, [Edit(None, amended)], self._act(amended, effort))
        self._remember(amended)
        return amended

    # ----------------------------------------------------------------------- history

    def undo(self, effort: Effort = NO_EFFORT) -> Followed:
        """Take back the adjudicator's latest act."""
        return self._follow(journal.undo(self.file, self.adjudicator, effort))

    def redo(self, effort: Effort = NO_EFFORT) -> Followed:
        """Do again what was taken back last."""
        return self._follow(journal.redo(self.file, self.adjudicator, effort))

    def _follow(self, written: Written | None) -> Followed:
        self._cache.clear()
        for edit in written.edits if written else ():
            item = edit.before or edit.after
            if isinstance(item, Decision):
                return Followed(True, self._item_at(item.cluster), edit.after is not None)
        return Followed(written is not None, None, False)

    # ------------------------------------------------------------------------ helpers

    def _settle(self, article: str, share: float, seed: str) -> None:
        seen = decisions.changes_of(self.file, article)
        if articles.get(self.file, article) is None:
            return
        settled = Settled(self.file, article)
        self._cache.pop(article, None)  # links in other articles count, which no number here tells
        audited = [one.key for one in settled.clusters if is_audited(one, share, seed)]
        position = decisions.position_of(self.file, article)
        found = disputes_of(self.file, settled, position, audited)
        decisions.settle(self.file, article, found, seen)

    def _act(self, decision: Decision, effort: Effort, number: int = 1) -> Act:
        told: dict[str, str] = {
            "layer": decision.layer,
            "kind": decision.kind,
            "rule": decision.rule,
        }
        told |= {"decisions": str(number)} if number > 1 else {"cluster": decision.cluster}
        name = "decide" if number == 1 else "decide.many"
        return Act(self.adjudicator, decision.article, decision.sentence, name, told, effort)

    def _remember(self, decision: Decision) -> None:
        """Take a decision into what is held of its article: reading it anew takes longer."""
        held = self._cache.get(decision.article)
        if held:
            settled = held[1]
            settled.decisions.append(decision)
            settled.decided.add(decision.cluster)
            seen = decisions.changes_of(self.file, decision.article)
            self._cache[decision.article] = seen, settled


def is_audited(cluster: Cluster, share: float, seed: str) -> bool:
    """Say whether a unanimous cluster is among the random share that is shown all the same."""
    if not cluster.is_unanimous or share <= 0:
        return False
    return drawn(f"{seed} {cluster.key}") < share


def drawn(words: str) -> float:
    """Return a number between 0 and 1 that looks drawn by chance, the same for the same words."""
    return int(sha256(words.encode()).hexdigest()[:12], 16) / 16**12


def joined_choices(choices: Iterable[Choice]) -> Choice:
    """Return several choices as one: all their mentions, or all their fillers."""
    some = list(choices)
    mentions = dict.fromkeys(body for one in some for body in one.mentions)
    fillers = dict.fromkeys(filler for one in some for filler in one.fillers)
    return Choice(mentions=tuple(mentions), fillers=tuple(fillers))
