"""One-to-one matching with the most pairs and, among these, the largest total weight."""

from collections.abc import Mapping

from annotator.agreement.assignment import assign

Pair = tuple[int, int]

_PARTS = 1_000_000
"""Weights are counted in whole parts, which makes the assignment exact."""


def best_matching(weights: Mapping[Pair, float]) -> list[Pair]:
    """Match lefts with rights so that most are matched, ties by weight, then by number.

    Args:
        weights: between 0 and 1 for each pair that may match.

    Returns:
        The pairs in order.
    """
    lefts = sorted({left for left, _ in weights})
    # A pair more is worth more than all weights together.
    bonus = (len(lefts) + 1) * _PARTS
    rows: dict[int, dict[int, float]] = {left: {} for left in lefts}
    for left, right in sorted(weights):
        rows[left][right] = bonus + round(weights[left, right] * _PARTS)
    found = assign([rows[left] for left in lefts])
    return sorted((lefts[row], right) for row, right in found.items())
