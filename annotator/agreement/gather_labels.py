"""Measures of labels of sentences and articles, gathered article by article."""

from collections import defaultdict
from collections.abc import Iterator

from annotator.agreement.gather_frames import value_lines
from annotator.agreement.lines import Line
from annotator.agreement.shared import Shared, Side
from annotator.model.annotation import Label
from annotator.model.scheme import Scheme

Labelled = dict[tuple[str, int | None], str]


class LabelGatherer:
    """Values of labels that both annotators of a pair could give."""

    def __init__(self, scheme: Scheme) -> None:
        self._labels = scheme.labels_by_name
        self._values: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)

    def add(self, work: Shared) -> None:
        """Count the labels of two annotators in one article."""
        first, second = _values(work.first), _values(work.second)
        for key in sorted({*first, *second}, key=str):
            self._values[key[0]].append((first.get(key, ""), second.get(key, "")))

    def lines(self) -> Iterator[Line]:
        """Yield how far each label agrees, by its kind of value."""
        for name, label in self._labels.items():
            if name in self._values:
                yield from value_lines("labels", name, label, self._values[name])


def _values(side: Side) -> Labelled:
    labels = (item for item in side.items if isinstance(item, Label))
    return {(item.type, item.sentence): item.value for item in labels}
