"""The best one-to-one assignment between two sides of a sparse graph.

Shortest augmenting paths with prices (the Hungarian method on adjacency lists): one search for each
row, which ends at the nearest column that is free, or at a row that is better left alone. It never
leaves the component of the graph that it began in.
"""

from collections.abc import Hashable, Mapping, Sequence
from heapq import heappop, heappush
from typing import Generic, TypeVar

Column = TypeVar("Column", bound=Hashable)


def assign(weights: Sequence[Mapping[Column, float]]) -> dict[int, Column]:
    """Return the assignment of rows to columns with the largest total weight.

    Args:
        weights: for each row the columns that it may have, with weights above 0; what is not there
            may not be assigned. Whole numbers make the result exact.

    Returns:
        The column of each row that has one. Among equal totals the order of rows and columns
        decides, and nothing else.
    """
    search: _Search[Column] = _Search(weights)
    for row in range(len(weights)):
        search.augment(row)
    return search.column_of


class _Search(Generic[Column]):
    """Prices keep `worth[row] + price[column] >= weight`, with equality on what is assigned."""

    def __init__(self, weights: Sequence[Mapping[Column, float]]) -> None:
        self.weights = weights
        self.worth = [max(offers.values(), default=0) for offers in weights]
        self.price: dict[Column, float] = {}
        self.owner: dict[Column, int] = {}
        self.column_of: dict[int, Column] = {}

    def augment(self, start: int) -> None:
        """Assign one more row, or find that all are better off without it."""
        distance: dict[int, float] = {start: 0}
        came_from: dict[Column, int] = {}
        reached: dict[Column, float] = {}
        settled: dict[Column, float] = {}
        heap: list[tuple[float, int, Column]] = []
        best_end, alone = self.worth[start], start
        row, order = start, 0
        while True:
            for column, weight in self.weights[row].items():
                slack = self.worth[row] + self.price.get(column, 0) - weight
                length = distance[row] + slack
                if column not in reached or length < reached[column]:
                    reached[column], came_from[column] = length, row
                    heappush(heap, (length, order, column))
                    order += 1
            while heap and heap[0][2] in settled:
                heappop(heap)
            if not heap or heap[0][0] >= best_end:
                self._reprice(best_end, distance, settled)
                self._leave(alone, came_from)
                return
            length, _, column = heappop(heap)
            if column not in self.owner:
                self._reprice(length, distance, settled)
                self._take(column, came_from)
                return
            settled[column] = length
            row = self.owner[column]
            distance[row] = length
            if length + self.worth[row] < best_end:
                best_end, alone = length + self.worth[row], row

    def _reprice(
        self, end: float, rows: Mapping[int, float], columns: Mapping[Column, float]
    ) -> None:
        for row, length in rows.items():
            if length < end:
                self.worth[row] -= end - length
        for column, length in columns.items():
            if length < end:
                self.price[column] = self.price.get(column, 0) + end - length

    def _leave(self, row: int, came_from: Mapping[Column, int]) -> None:
        """Leave a row alone; those on the way to it move up one column."""
        if row in self.column_of:
            self._take(self.column_of.pop(row), came_from)

    def _take(self, column: Column, came_from: Mapping[Column, int]) -> None:
        while True:
            row = came_from[column]
            before = self.column_of.get(row)
            self.column_of[row], self.owner[column] = column, row
            if before is None:
                return
            column = before
