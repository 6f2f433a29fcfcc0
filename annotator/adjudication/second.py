"""Second opinions: another adjudicator decides anew a blind random share of what was decided.

They measure the first one. They are appended like decisions and never make gold.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from annotator.adjudication.desk import AdjudicationDesk, drawn
from annotator.adjudication.gold import in_force
from annotator.adjudication.items import AdjudicationItem, Followed, How
from annotator.agreement.coding import cohen, percent
from annotator.agreement.score import Score
from annotator.model.decision import Choice, Decision, Kind
from annotator.model.journal import Effort
from annotator.model.scheme import Scheme
from annotator.store import decisions
from annotator.store.decisions import Dispute, QueueOrder, Waiting
from annotator.store.journal import NO_EFFORT, Written
from annotator.store.project_file import ProjectFile

SECOND_SETTING = "adjudication.second"
_OTHER_CHOICES = "what can be taken differs from item to item"
_THERE_OR_NOT: tuple[Kind, ...] = ("only-one", "existence", "link", "agreed")
_TYPES: tuple[Kind, ...] = ("type", "stance")


class SecondDesk(AdjudicationDesk):
    """Shows a random share of what others have decided, without what they decided.

    The share and its seed are kept in the project, so the same items come after a restart.
    """

    is_second = True
    _done = _undone = 0
    """Acts of this sitting: undo goes no further back, for there may stand decisions."""

    def __init__(self, file: ProjectFile, scheme: Scheme, adjudicator: str, seed: str = "") -> None:
        super().__init__(file, scheme, adjudicator, seed)
        self._sampled: dict[QueueOrder, list[Dispute]] = {}
        self._given: set[str] | None = None
        """Clusters with an opinion; None while that is not read."""

    @property
    def sample(self) -> tuple[float, str]:
        """The share of decided items, and the seed that it is drawn by."""
        share, _, seed = self.file.setting(SECOND_SETTING).partition(" ")
        return (float(share), seed) if share else (0.1, "0")

    def set_sample(self, share: float, seed: str) -> None:
        """Draw another share of what was decided."""
        if self.sample != (share, seed):
            decisions.set_setting(self.file, SECOND_SETTING, f"{share} {seed}")
            self._sampled.clear()

    def refresh(self, progress: Callable[[int, int], None] | None = None, limit: int = -1) -> int:
        """Find the clusters of articles whose layers have changed; return how many these were."""
        number = super().refresh(progress, limit)
        if number:
            self._sampled.clear()
        return number

    def waiting(self) -> list[Waiting]:
        """Return how many opinions are missing, by kind in the order of the queue."""
        counts = Counter((one.layer, one.kind) for one in self.listed())
        return [Waiting(*kind, number) for kind, number in counts.items()]

    def listed(self, order: QueueOrder = "kind") -> list[Dispute]:
        """Return the items of the sample that have no opinion yet, in order."""
        if order not in self._sampled:
            self._sampled[order] = list(self._draw(order))
        if self._given is None:
            self._given = decisions.judged_by(self.file, self.adjudicator)
        given = self._given
        return [one for one in self._sampled[order] if one.key not in given]

    def _draw(self, order: QueueOrder) -> Iterator[Dispute]:
        share, seed = self.sample
        for one in decisions.settled_by_others(self.file, self.adjudicator, order, self._without):
            if drawn(f"{seed} second {one.key}") < share:
                yield one

    def is_open(self, key: str) -> bool:
        """Say whether an item has no opinion of this adjudicator yet."""
        return not decisions.judged_by(self.file, self.adjudicator, key)

    def alike(self, item: AdjudicationItem) -> list[AdjudicationItem]:
        """Return nothing: opinions are given item by item."""
        return []

    def decision(self, item: AdjudicationItem, choice: Choice, how: How) -> Decision:
        """Return the opinion about an item, which takes the place of nothing."""
        made = super().decision(item, choice, how)
        firsts = [one for one in item.settled.in_force if one.cluster == item.dispute.key]
        first = {"rule": "second", "rule_detail": firsts[-1].id if firsts else ""}
        return made.model_copy(update={**first, "supersedes": ()})

    def undo(self, effort: Effort = NO_EFFORT) -> Followed:
        """Take back the latest opinion of this sitting."""
        if not self._done:
            return Followed(False, None, False)
        followed = super().undo(effort)
        self._done, self._undone = self._done - 1, self._undone + 1
        return followed

    def redo(self, effort: Effort = NO_EFFORT) -> Followed:
        """Give again the opinion that was taken back last."""
        if not self._undone:
            return Followed(False, None, False)
        followed = super().redo(effort)
        self._done, self._undone = self._done + 1, self._undone - 1
        return followed

    def _next_dispute(self, order: QueueOrder, after: Dispute | None, words: str) -> Dispute | None:
        found = self.listed(order)
        if after:
            key = partial(decisions.sort_key, order)
            found = found[bisect_right(found, key(after), key=key) :]
        if words:
            titled = set(decisions.titled(self.file, words))
            sought = words.casefold()
            found = [one for one in found if sought in one.pattern or one.article in titled]
        return found[0] if found else None

    def _remember(self, decision: Decision) -> None:
        self._done, self._undone = self._done + 1, 0
        if self._given is not None:
            self._given.add(decision.cluster)

    def _follow(self, written: Written | None) -> Followed:
        self._given = None
        return super()._follow(written)


class SecondLine(NamedTuple):
    """How far two adjudicators agree in one kind."""

    kind: str
    """Layer and kind; "" for all."""
    items: int
    agreed: int
    percent: Score
    kappa: Score
    """Cohen's, of the first against the second decisions."""


class SecondReport(NamedTuple):
    """How far second opinions agree with first decisions."""

    kinds: tuple[SecondLine, ...]
    total: SecondLine


def second_report(file: ProjectFile) -> SecondReport:
    """Compare second opinions with the decisions that they judged anew."""
    firsts = {one.id: one for one in decisions.every(file)}
    pairs = [
        (firsts[one.rule_detail], one)
        for one in in_force(decisions.second_opinions(file))
        if one.rule_detail in firsts
    ]
    kinds = sorted({_kind(one) for _, one in pairs})
    lines = [_line(kind, [pair for pair in pairs if _kind(pair[1]) == kind]) for kind in kinds]
    return SecondReport(tuple(lines), _line("", pairs))


Pair = tuple[Decision, Decision]


def _line(kind: str, pairs: Sequence[Pair]) -> SecondLine:
    same = [_said(first) == _said(second) for first, second in pairs]
    return SecondLine(
        kind=kind,
        items=len(pairs),
        agreed=sum(same),
        percent=percent([(0, int(not one)) for one in same]),
        kappa=_kappa(pairs),
    )


def _kappa(pairs: Sequence[Pair]) -> Score:
    kinds = {_kind(one) for one, _ in pairs}
    classes = [(_class(first), _class(second)) for first, second in pairs]
    if len(kinds) > 1 or any(not one or not other for one, other in classes):
        return Score.undefined(_OTHER_CHOICES)
    return cohen(classes)


def _kind(decision: Decision) -> str:
    return f"{decision.layer} {decision.kind}"


def _class(decision: Decision) -> str:
    """Return what was decided as a category that other items have too, "" where there is none."""
    outcome = decision.outcome
    if decision.kind in _THERE_OR_NOT:
        return "nothing" if outcome.is_nothing else "there"
    if decision.kind not in _TYPES:
        return ""
    words = [outcome.type, *(one.type for one in outcome.mentions)]
    words += [one.value for one in outcome.values]
    return " ".join(filter(None, words)) or "nothing"


def _said(decision: Decision) -> object:
    """Return what is equal for decisions that take the same: whose marks they edited is not."""
    mentions = decision.outcome.mentions
    return (
        frozenset((one.type, one.fragments) for one in mentions) if mentions else (decision.outcome)
    )
