"""New ids for annotations whose ids somebody else's annotations have already.

A new id follows from the old one and the annotator, so importing the same file again finds what it
brought the first time.
"""

import hashlib
from collections.abc import Callable, Collection

from annotator.formats.importing.reading import RecordLayer
from annotator.model.annotation import Annotation, AttributeValue, Claim, Filler, Incident, Relation
from annotator.model.spans import BareSpan


def renewed(layer: RecordLayer, taken: Collection[str]) -> RecordLayer:
    """Return the layer with new ids for those that are taken, also where it refers to them.

    Bare spans get new ids too as soon as one of the annotations does.
    """
    moves = any(item.id in taken for item in layer.annotations)

    def new(old: str) -> str:
        article, separator, item = old.rpartition("#")
        if item in taken or (moves and item.startswith("s_")):
            item = _derived(item, layer.annotator)
        return f"{article}{separator}{item}"

    return layer._replace(annotations=tuple(_renewed(item, new) for item in layer.annotations))


def _derived(old: str, annotator: str) -> str:
    return f"{old[:2]}{hashlib.sha256(f'{annotator} {old}'.encode()).hexdigest()[:12]}"


def _renewed(item: Annotation, new: Callable[[str], str]) -> Annotation:
    update: dict[str, object] = {"id": new(item.id)}
    if isinstance(item, Relation):
        update |= {"source": new(item.source), "target": new(item.target)}
    if isinstance(item, Incident | Claim):
        update["roles"] = tuple(_filler(filler, new) for filler in item.roles)
    values: tuple[AttributeValue, ...] = getattr(item, "attributes", ())
    if values:
        update["attributes"] = tuple(
            value.model_copy(update={"evidence": _span(value.evidence, new)}) for value in values
        )
    return item.model_copy(update=update)


def _filler(filler: Filler, new: Callable[[str], str]) -> Filler:
    return filler.model_copy(update={"target": new(filler.target), "span": _span(filler.span, new)})


def _span(span: BareSpan | None, new: Callable[[str], str]) -> BareSpan | None:
    return span.model_copy(update={"id": new(span.id)}) if span else None
