"""What formats for training take: sentences in which a layer is finished, and what stands there.

A sentence that nobody finished is no negative example, so it stays out and the loss report says so.
"""

from collections.abc import Iterator, Sequence

from annotator.formats.exporting.writing import Json, loss
from annotator.formats.gold.sentences import sentence_records


def finished_sentences(document: Json, layers: Sequence[str] = ("entities",)) -> Iterator[Json]:
    """Yield the sentence records of an article in which all these layers are done."""
    records = sentence_records(document).records
    for record, unit in zip(records, document["sentences"], strict=True):
        if set(layers) <= set(unit["done"]):
            yield record


def unfinished_losses(document: Json, layers: Sequence[str] = ("entities",)) -> Iterator[Json]:
    """Yield the sentences that stay out, and the mentions that no sentence holds whole."""
    for unit in document["sentences"]:
        missing = [layer for layer in layers if layer not in unit["done"]]
        if missing:
            why = f"{' and '.join(missing)} are not finished there, so it is no example"
            yield loss(document, unit["id"], "sentence", why)
    for one in sentence_records(document).losses:
        yield loss(document, one["item"], "item", "no sentence holds all of it")
