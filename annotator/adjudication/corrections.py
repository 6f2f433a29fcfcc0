"""What annotators get back: where gold is not what they had said, and why."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from annotator.adjudication.clauses import clause_of, types_of
from annotator.adjudication.gold import in_force, mention_id
from annotator.adjudication.wording import slot_words, spans_of, told_choice
from annotator.model.article import Document
from annotator.model.decision import Choice, Decision
from annotator.model.spans import Span
from annotator.store import articles, decisions
from annotator.store.project_file import ProjectFile


class Correction(NamedTuple):
    """Where gold is not what an annotator had said."""

    type: str
    """The guideline's clause: the type in gold, or the annotator's own where gold has none."""
    article: str
    sentence: int
    layer: str
    kind: str
    slot: str
    mine: str
    gold: str
    reason: str
    note: str
    rule: str
    number: int = 0
    """Of the sentence in the article, from 1; 0 where the article is gone."""
    mine_at: tuple[Span, ...] = ()
    gold_at: tuple[Span, ...] = ()
    """What either is about; where both are only values, what has them."""

    @property
    def at(self) -> int:
        """Where to look, in code points."""
        starts = [span.start for span in (*self.mine_at, *self.gold_at)]
        return min(starts, default=self.sentence)


def corrections(file: ProjectFile, annotator: str) -> list[Correction]:
    """Return where gold overrules an annotator, by type, article and place.

    What is not decided yet is not told: until then the annotator labels blind.
    """
    found = (
        correction
        for article in decisions.articles_with_any(file)
        for correction in _corrections_in(file, article, annotator)
    )
    return sorted(found)


def _corrections_in(file: ProjectFile, article: str, annotator: str) -> Iterator[Correction]:
    some = in_force(decisions.of_article(file, article))
    told = [(one, said) for one in some if (said := _said_by(one, annotator)) is not None]
    document = articles.document(file, article) if told else None
    if document is None:
        return
    types, places = types_of(some), _places(some)
    for one, mine in told:
        if mine != one.outcome:
            yield _correction(one, mine, document, types, places)


def _correction(
    one: Decision,
    mine: Choice,
    document: Document,
    types: Mapping[str, str],
    places: Mapping[str, tuple[Span, ...]],
) -> Correction:
    choices = (one.outcome, mine, *(variant.choice for variant in one.variants))
    mine_at, gold_at = spans_of(mine), spans_of(one.outcome)
    if not mine_at and not gold_at:
        mine_at = gold_at = places.get(one.item, ())
    starts = [sentence.start for sentence in document.sentences]
    return Correction(
        type=clause_of(choices, one.item, one.layer, types),
        article=one.article,
        sentence=one.sentence,
        layer=one.layer,
        kind=one.kind,
        slot=slot_words(one.slot),
        mine=told_choice(mine, document.text),
        gold=told_choice(one.outcome, document.text),
        reason=one.reason,
        note=one.note,
        rule=one.rule,
        number=bisect_right(starts, one.sentence),
        mine_at=mine_at,
        gold_at=gold_at,
    )


def _said_by(decision: Decision, annotator: str) -> Choice | None:
    found = (one.choice for one in decision.variants if annotator in one.annotators)
    return next(found, None)


def _places(some: Iterable[Decision]) -> dict[str, tuple[Span, ...]]:
    """Return where the items of gold stand, by their ids."""
    found: dict[str, tuple[Span, ...]] = {}
    for one in some:
        if one.slot == "item":
            for number, body in enumerate(one.outcome.mentions):
                found[mention_id(one, number)] = body.fragments
            if one.outcome.frame:
                found[one.item] = one.outcome.frame.trigger
    return found
