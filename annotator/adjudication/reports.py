"""What decisions tell afterwards: gaps of the guideline, effort."""

from collections import Counter
from collections.abc import Mapping, Sequence
from statistics import median
from typing import NamedTuple

from annotator.adjudication.clauses import clause_of, types_of
from annotator.adjudication.gold import in_force
from annotator.adjudication.reading import Settled
from annotator.adjudication.wording import told_choice
from annotator.model.decision import Decision
from annotator.store import articles, decisions
from annotator.store.decisions import Waiting
from annotator.store.project_file import ProjectFile

PAUSE_MS = 60_000
"""A longer look at an item is a pause and counts for no median."""

USUAL_MS = 4_000
"""What an item of a kind is taken to need before any has been decided."""

_BY_RULE = ("unanimous", "threshold", "imported")


class Gap(NamedTuple):
    """A clause of the guideline about which people differed."""

    type: str
    gaps: int
    """Decisions of which the adjudicator said that the guideline has a gap."""
    ambiguous: int
    decisions: int
    examples: tuple[str, ...]
    """Some of the notes, else what was disputed."""


class KindEffort(NamedTuple):
    """What decisions of one kind cost, and how they came out."""

    kind: str
    """Layer and kind; "" for all."""
    decisions: int
    keys: int
    one_key: int
    """Decisions that took a single key."""
    median_ms: int
    overruled: int
    """Decisions against what most had said."""
    novel: int
    waiting: int

    @property
    def minutes_left(self) -> float:
        """What the rest will take, as long as it goes as before."""
        return self.waiting * (self.median_ms or USUAL_MS) / 60_000


class AdjudicationEffort(NamedTuple):
    """What adjudication cost so far."""

    kinds: tuple[KindEffort, ...]
    total: KindEffort
    per_hour: float | None
    accepted: int
    """Decisions by rule, without a look."""
    stale: int
    """Decisions in force about annotations that have changed since."""
    audited: int
    overturned: int
    """Unanimous items that were shown and decided otherwise."""
    minutes_left: float


def gaps(file: ProjectFile) -> list[Gap]:
    """Return the clauses about which people differed, those with most gaps first."""
    by_type: dict[str, list[tuple[Decision, str]]] = {}
    for article in decisions.articles_with_any(file):
        some, text = in_force(decisions.of_article(file, article)), _text(file, article)
        types = types_of(some)
        for one in some:
            if one.rule not in _BY_RULE:
                by_type.setdefault(_clause(one, types), []).append((one, text))
    found = [_gap(name, some) for name, some in by_type.items()]
    return sorted(found, key=lambda one: (-one.gaps, -one.decisions, one.type))


def effort(file: ProjectFile, waiting: Sequence[Waiting]) -> AdjudicationEffort:
    """Return what adjudication cost, from the decisions themselves."""
    every = list(decisions.every(file))
    by_hand = [one for one in every if one.rule not in (*_BY_RULE, "propagated") and one.keys]
    left = Counter({f"{one.layer} {one.kind}": one.number for one in waiting})
    kinds = sorted({*left, *(_kind(one) for one in by_hand)})
    lines = tuple(
        _line(kind, [one for one in by_hand if _kind(one) == kind], left[kind]) for kind in kinds
    )
    audited = [one for one in by_hand if one.audit]
    ms = sum(one.ms for one in by_hand if one.ms <= PAUSE_MS)
    return AdjudicationEffort(
        kinds=lines,
        total=_line("", by_hand, sum(left.values())),
        per_hour=len(by_hand) * 3_600_000 / ms if ms else None,
        accepted=sum(one.rule in _BY_RULE for one in every),
        stale=sum(len(Settled(file, one).stale) for one in decisions.articles_with_any(file)),
        audited=len(audited),
        overturned=sum(one.outcome != one.variants[0].choice for one in audited),
        minutes_left=sum(line.minutes_left for line in lines),
    )


def _kind(decision: Decision) -> str:
    return f"{decision.layer} {decision.kind}"


def _line(kind: str, some: Sequence[Decision], waiting: int) -> KindEffort:
    times = [one.ms for one in some if 0 < one.ms <= PAUSE_MS]
    return KindEffort(
        kind=kind,
        decisions=len(some),
        keys=sum(one.keys for one in some),
        one_key=sum(one.keys == 1 for one in some),
        median_ms=round(median(times)) if times else 0,
        overruled=sum(one.suggested >= 0 and not one.followed for one in some),
        novel=sum(one.rule == "novel" for one in some),
        waiting=waiting,
    )


def _clause(decision: Decision, types: Mapping[str, str]) -> str:
    choices = (decision.outcome, *(one.choice for one in decision.variants))
    return clause_of(choices, decision.item, decision.layer, types)


def _gap(name: str, some: Sequence[tuple[Decision, str]]) -> Gap:
    marked = [one for one in some if one[0].reason in ("gap", "ambiguous")]
    examples = [
        one.note or " / ".join(told_choice(variant.choice, text) for variant in one.variants)
        for one, text in (marked or some)[:3]
    ]
    return Gap(
        type=name,
        gaps=sum(one.reason == "gap" for one, _ in some),
        ambiguous=sum(one.reason == "ambiguous" for one, _ in some),
        decisions=len(some),
        examples=tuple(examples),
    )


def _text(file: ProjectFile, article: str) -> str:
    found = articles.document(file, article)
    return found.text if found else ""
