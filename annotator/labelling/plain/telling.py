"""Annotations in words, a line each and one more for each slot and value."""

from collections.abc import Callable, Iterator, Mapping

from annotator.model.annotation import (
    Annotation,
    AttributeValue,
    Filler,
    Frame,
    Incident,
    Label,
    Mention,
    Relation,
)
from annotator.model.spans import Span, covered_text

Called = Callable[[str], str]
"""Gives the name of something by its id."""

_TRIGGERS = {"incidents": "trigger", "claims": "cue"}
_KINDS = {"incidents": "incident", "claims": "claim"}


class Teller:
    """Tells the annotations of one person, or of gold, in one article.

    Args:
        text: the article's.
        items: all of them, by id.
        entry: gives the name of an entry of the registry.
        number: gives what stands before an annotation wherever it is spoken of, such as `@3 `.
        elsewhere: tells an annotation of another article, by `d_...#c_...`.
    """

    def __init__(
        self,
        text: str,
        items: Mapping[str, Annotation],
        entry: Called = str,
        number: Called = lambda _: "",
        elsewhere: Called = lambda one: f"a claim of another article ({one})",
    ) -> None:
        self._text, self._items = text, items
        self._entry, self._number, self._elsewhere = entry, number, elsewhere

    def tell(self, item: Annotation) -> list[str]:
        """Return an annotation in words; what belongs to it stands on further lines, indented."""
        head = f"{self._number(item.id)}{self._head(item)}"
        head += "; unsure" if item.unsure else ""
        identity = getattr(item, "identity", "")
        more = [f"stands for {self._entry(identity)}"] if identity else []
        if isinstance(item, Incident) or item.layer == "claims":
            more += [f"{one.role}: {self._filler(one)}" for one in item.roles]
        if not isinstance(item, Label):
            more += [self._value(one) for one in item.attributes]
        more += [f"note: {item.note}"] if item.note else []
        return [head, *(f"  {one}" for one in more)]

    def head(self, item: Annotation) -> str:
        """Return what an annotation is, in one line with its number."""
        return f"{self._number(item.id)}{self._head(item)}"

    def place_of(self, item: Annotation) -> int | None:
        """Return where an annotation is told: at its words, else at those that it speaks of.

        Returns:
            An offset, None for what is about the whole article.
        """
        if isinstance(item, Relation):
            # One that comes from another article stands at its end here.
            end = self._items.get(item.source) or self._items.get(item.target)
            return self.place_of(end) if end else None
        if item.anchor is not None or isinstance(item, Label | Mention):
            return item.anchor.start if item.anchor else None
        targets = (self._items.get(one.target) for one in item.roles)
        places = (self.place_of(one) for one in targets if one is not None and one is not item)
        return next((one for one in places if one is not None), 0)

    def quoted(self, fragments: tuple[Span, ...]) -> str:
        """Return the words of a range on one line, in quotation marks, its pieces with ellipses."""
        pieces = (" ".join(covered_text(self._text, (one,)).split()) for one in fragments)
        return f"“{' … '.join(pieces)}”"

    def _head(self, item: Annotation) -> str:
        if isinstance(item, Mention):
            return f"{item.type} {self.quoted(item.fragments)}"
        if isinstance(item, Relation):
            return f"relation {item.type}: {self._end(item.source)} to {self._end(item.target)}"
        if isinstance(item, Label):
            return f"label {item.type}: {item.value}"
        return f"{_KINDS[item.layer]} {item.type}, {self._trigger(item)}"

    def _trigger(self, frame: Frame) -> str:
        word = _TRIGGERS[frame.layer]
        return f"{word} {self.quoted(frame.trigger)}" if frame.trigger else f"without a {word}"

    def _filler(self, filler: Filler) -> str:
        if filler.span:
            return self.quoted((Span(filler.span.start, filler.span.end),))
        return self._end(filler.target)

    def _end(self, reference: str) -> str:
        found = self._items.get(reference)
        if found is not None:
            return self.head(found)
        return self._elsewhere(reference) if "#" in reference else "something that is gone"

    def _value(self, value: AttributeValue) -> str:
        said = f"{value.name}: {value.value}"
        if value.evidence:
            said += f", from {self.quoted((Span(value.evidence.start, value.evidence.end),))}"
        return said


def by_place(teller: Teller, items: Mapping[str, Annotation]) -> Iterator[tuple[int, Annotation]]:
    """Yield annotations with where they are told, in the order in which they are read.

    Those of the whole article come first, at -1.
    """
    order = {"labels": 0, "entities": 1, "incidents": 2, "claims": 3, "relations": 4}
    placed = ((teller.place_of(item), item) for item in items.values())
    found = [(-1 if place is None else place, item) for place, item in placed]
    yield from sorted(found, key=lambda one: (one[0], order[one[1].layer], one[1].id))
