"""One-to-one matching with the most pairs and, among these, the largest total weight."""

from collections.abc import Mapping

Pair = tuple[int, int]

_WORTHLESS = 0.0


def best_matching(weights: Mapping[Pair, float]) -> list[Pair]:
    """Match lefts with rights so that most are matched, ties by weight, then by number.

    Args:
        weights: between 0 and 1 for each pair that may match.

    Returns:
        The pairs in order.
    """
    found: list[Pair] = []
    for component in _components(weights):
        found += _assigned({pair: weights[pair] for pair in component})
    return sorted(found)


def _components(weights: Mapping[Pair, float]) -> list[list[Pair]]:
    """Part the pairs into those that share no left and no right."""
    by_end: dict[tuple[str, int], list[Pair]] = {}
    for pair in sorted(weights):
        by_end.setdefault(("left", pair[0]), []).append(pair)
        by_end.setdefault(("right", pair[1]), []).append(pair)
    seen: set[Pair] = set()
    parts: list[list[Pair]] = []
    for first in sorted(weights):
        if first in seen:
            continue
        seen.add(first)
        part, waiting = [], [first]
        while waiting:
            pair = waiting.pop()
            part.append(pair)
            for near in (*by_end["left", pair[0]], *by_end["right", pair[1]]):
                if near not in seen:
                    seen.add(near)
                    waiting.append(near)
        parts.append(part)
    return parts


def _assigned(weights: Mapping[Pair, float]) -> list[Pair]:
    if len(weights) == 1:
        return list(weights)
    lefts = sorted({left for left, _ in weights})
    rights = sorted({right for _, right in weights})
    size = max(len(lefts), len(rights))
    # A pair more is worth more than all weights together.
    bonus = float(size + 1)
    cost = [
        [
            -(bonus + weights[lefts[i], rights[j]])
            if i < len(lefts) and j < len(rights) and (lefts[i], rights[j]) in weights
            else _WORTHLESS
            for j in range(size)
        ]
        for i in range(size)
    ]
    return [
        (lefts[i], rights[j])
        for i, j in enumerate(_cheapest(cost))
        if i < len(lefts) and j < len(rights) and (lefts[i], rights[j]) in weights
    ]


def _cheapest(cost: list[list[float]]) -> list[int]:
    """Return the column of each row in the cheapest assignment (Kuhn 1955, with potentials)."""
    size = len(cost)
    row_price, column_price = [0.0] * (size + 1), [0.0] * (size + 1)
    owner = [0] * (size + 1)
    for row in range(1, size + 1):
        _augment(cost, row, row_price, column_price, owner)
    found = [0] * size
    for column in range(1, size + 1):
        found[owner[column] - 1] = column - 1
    return found


def _augment(
    cost: list[list[float]],
    row: int,
    row_price: list[float],
    column_price: list[float],
    owner: list[int],
) -> None:
    """Give one more row a column, along the cheapest way of exchanges."""
    size = len(cost)
    owner[0] = row
    least, came_from = [float("inf")] * (size + 1), [0] * (size + 1)
    used = [False] * (size + 1)
    at = 0
    while owner[at]:
        used[at] = True
        here = owner[at]
        for column in range(1, size + 1):
            if not used[column]:
                price = cost[here - 1][column - 1] - row_price[here] - column_price[column]
                if price < least[column]:
                    least[column], came_from[column] = price, at
        free = (column for column in range(1, size + 1) if not used[column])
        onward = min(free, key=lambda column: least[column])
        step = least[onward]
        for column in range(size + 1):
            if used[column]:
                row_price[owner[column]] += step
                column_price[column] -= step
            else:
                least[column] -= step
        at = onward
    while at:
        owner[at] = owner[came_from[at]]
        at = came_from[at]
