"""Intervals by drawing documents again: sentences of one document are not independent.

A percentile bootstrap. What is summed stands in one whole number per document, side by side, so
that a resample of thousands of documents is nothing but additions.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from random import Random
from typing import TypeVar

from annotator.agreement.score import FEW_DOCUMENTS, FIELD, Counts, Interval

Key = TypeVar("Key", bound=Hashable)

RESAMPLES = 1_000
SEED = 1
ONE_DOCUMENT = "one document: nothing to draw from"
FEW = f"few documents: under {FEW_DOCUMENTS}"
NO_RESAMPLES = "not asked for"


def intervals(
    documents: Sequence[Mapping[Key, int]], resamples: int = RESAMPLES, seed: int = SEED
) -> dict[Key, Interval]:
    """Return the 95 % interval of the F1 of every key that any document has.

    Args:
        documents: the packed counts of each; a key that one lacks counts nothing there.
        resamples: how many times as many documents are drawn as there are; 0 for none.
    """
    keys = list(dict.fromkeys(key for counts in documents for key in counts))
    if len(documents) < 2 or not resamples:
        reason = NO_RESAMPLES if not resamples else ONE_DOCUMENT
        return {key: Interval(reason=reason) for key in keys}
    values: list[list[float]] = [[] for _ in keys]
    for sums in _resampled(documents, keys, resamples, seed):
        for found, counts in zip(values, sums, strict=True):
            if counts.size:
                found.append(2 * counts.matched / counts.size)
    reason = FEW if len(documents) < FEW_DOCUMENTS else ""
    return {key: limits(found, reason) for key, found in zip(keys, values, strict=True)}


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which this share of sorted values lies, between two by distance."""
    place = share * (len(values) - 1)
    low = int(place)
    high = min(low + 1, len(values) - 1)
    return values[low] + (values[high] - values[low]) * (place - low)


def limits(values: list[float], reason: str) -> Interval:
    """Return the interval of values of resamples.

    Args:
        reason: why it says little, "" where it does not.
    """
    if not values:
        return Interval(reason="nothing marked in any resample")
    values.sort()
    return Interval(percentile(values, 0.025), percentile(values, 0.975), reason)


def _resampled(
    documents: Sequence[Mapping[Key, int]], keys: Sequence[Key], resamples: int, seed: int
) -> Iterator[list[Counts]]:
    places = {key: 2 * FIELD * number for number, key in enumerate(keys)}
    rows = [sum(number << places[key] for key, number in one.items()) for one in documents]
    random = Random(seed)  # noqa: S311 - drawing documents, no secret
    both = (1 << 2 * FIELD) - 1
    for _ in range(resamples):
        total = sum(random.choices(rows, k=len(rows)))
        yield [Counts.unpacked(total >> place & both) for place in places.values()]
