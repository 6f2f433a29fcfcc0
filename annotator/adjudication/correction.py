"""One difference between what somebody said and gold, in words."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from annotator.adjudication.clauses import clause_of
from annotator.adjudication.wording import slot_words, spans_of, told_choice
from annotator.model.article import Document
from annotator.model.decision import Choice
from annotator.model.spans import Span


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


def correction(
    document: Document,
    *,
    mine: Choice,
    gold: Choice,
    types: Mapping[str, str],
    place: tuple[Span, ...],
    of: tuple[int, str, str, str, str],
    rule: str,
    others: Iterable[Choice] = (),
) -> Correction:
    """Return a difference in words.

    Args:
        types: types of frames by their gold ids.
        place: what has the values, where the difference is in values alone.
        of: start of the sentence, layer, kind, slot and gold id of the item.
        others: what others said, which may tell the type.
    """
    sentence, layer, kind, slot, item = of
    mine_at, gold_at = spans_of(mine), spans_of(gold)
    if not mine_at and not gold_at:
        mine_at = gold_at = place
    starts = [one.start for one in document.sentences]
    return Correction(
        type=clause_of((gold, mine, *others), item, layer, types),
        article=document.article.id,
        sentence=sentence,
        layer=layer,
        kind=kind,
        slot=slot_words(slot),
        mine=told_choice(mine, document.text),
        gold=told_choice(gold, document.text),
        reason="",
        note="",
        rule=rule,
        number=bisect_right(starts, sentence),
        mine_at=mine_at,
        gold_at=gold_at,
    )
