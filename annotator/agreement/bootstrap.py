"""Intervals by drawing documents again: sentences of one document are not independent.

A percentile bootstrap. What is summed stands in one whole number per document, side by side, so
that a resample of thousands of documents is nothing but additions.
"""

from collections.abc import Hashable, Mapping, Sequence
from random import Random
from typing import TypeVar

from annotator.agreement.score import FEW_DOCUMENTS, Counts, Interval

Key = TypeVar("Key", bound=Hashable)

RESAMPLES = 1_000
SEED = 1
ONE_DOCUMENT = "one document: nothing to draw from"
FEW = f"few documents: under {FEW_DOCUMENTS}"
NO_RESAMPLES = "not asked for"


def intervals(
    documents: Sequence[Mapping[Key, Counts]], resamples: int = RESAMPLES, seed: int = SEED
) -> dict[Key, Interval]:
    """Return the 95 % interval of the F1 of every key that any document has.

    Args:
        documents: the counts of each; a key that one lacks counts nothing there.
        resamples: how many times as many documents are drawn as there are; 0 for none.
    """
    keys = list(dict.fromkeys(key for counts in documents for key in counts))
    if len(documents) < 2 or not resamples:
        reason = NO_RESAMPLES if not resamples else ONE_DOCUMENT
        return {key: Interval(reason=reason) for key in keys}
    values: list[list[float]] = [[] for _ in keys]
    for sums in _resampled(documents, keys, resamples, seed):
        for found, matched, size in zip(values, sums[::2], sums[1::2], strict=True):
            if size:
                found.append(2 * matched / size)
    reason = FEW if len(documents) < FEW_DOCUMENTS else ""
    return {key: _interval(found, reason) for key, found in zip(keys, values, strict=True)}


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which this share of sorted values lies, between two by distance."""
    place = share * (len(values) - 1)
    low = int(place)
    high = min(low + 1, len(values) - 1)
    return values[low] + (values[high] - values[low]) * (place - low)


def _resampled(
    documents: Sequence[Mapping[Key, Counts]], keys: Sequence[Key], resamples: int, seed: int
) -> "Sequence[list[int]]":
    rows = [
        [number for key in keys for number in counts.get(key, _NOTHING)] for counts in documents
    ]
    largest = max(max(row, default=0) for row in rows)
    width = (largest * len(documents)).bit_length() + 1
    packed = [sum(number << (width * place) for place, number in enumerate(row)) for row in rows]
    random = Random(seed)  # noqa: S311 - drawing documents, no secret
    places = range(0, width * 2 * len(keys), width)
    field = (1 << width) - 1
    drawn = (sum(random.choices(packed, k=len(packed))) for _ in range(resamples))
    return [[total >> place & field for place in places] for total in drawn]


def _interval(values: list[float], reason: str) -> Interval:
    if not values:
        return Interval(reason="nothing marked in any resample")
    values.sort()
    return Interval(percentile(values, 0.025), percentile(values, 0.975), reason)


_NOTHING = Counts()
