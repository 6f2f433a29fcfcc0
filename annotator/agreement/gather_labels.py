"""Measures of labels of sentences and articles, gathered article by article."""

from annotator.agreement.gather_values import ValueSums
from annotator.agreement.lines import Line
from annotator.agreement.shared import Shared, Side
from annotator.agreement.sums import Drawing
from annotator.model.annotation import Label
from annotator.model.scheme import Scheme

Labelled = dict[tuple[str, int | None], str]


class LabelGatherer:
    """Values of labels that both annotators of a pair could give."""

    def __init__(self, scheme: Scheme) -> None:
        self._labels = scheme.labels_by_name
        self._values = ValueSums()

    def add(self, work: Shared) -> None:
        """Count the labels of two annotators in one article."""
        first, second = _values(work.first), _values(work.second)
        for key in sorted({*first, *second}, key=str):
            values = first.get(key, ""), second.get(key, "")
            self._values.add(work.article, key[0], self._labels.get(key[0]), values)

    def lines(self, drawing: Drawing) -> list[Line]:
        """Return how far each label agrees, by its kind of value."""
        made = [*self._values.made(self._labels)]
        return self._values.sums.lines("labels", made, drawing)


def _values(side: Side) -> Labelled:
    labels = (item for item in side.items if isinstance(item, Label))
    return {(item.type, item.sentence): item.value for item in labels}
