"""What projects of INCEpTION and WebAnno have in common: names of layers, and how to take them.

Source: the layers of DKPro Core, which come with these programs, and the manual of INCEpTION.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from annotator.model.spans import Span

DKPRO = "de.tudarmstadt.ukp.dkpro.core.api."

_PASSED_OVER = (
    f"{DKPRO}segmentation.",
    f"{DKPRO}metadata.",
    "de.tudarmstadt.ukp.clarin.webanno.api.type.",
    "de.tudarmstadt.ukp.inception.",
    "uima.",
)
_LEFT_OUT = tuple(
    f"{DKPRO}{name}." for name in ("lexmorph", "syntax", "coref", "structure", "transform")
)


def is_passed_over(layer: str) -> bool:
    """Tell whether a layer says nothing that an annotator marks: tokens, tags, the tool's notes."""
    return layer.startswith(_PASSED_OVER)


def is_left_out(layer: str) -> bool:
    """Tell whether a layer is of syntax, or another that we have no place for."""
    return layer.startswith(_LEFT_OUT)


def short_name(layer: str) -> str:
    """Return the name of a layer without its package."""
    return layer.rpartition(".")[2]


def label_feature(texts: Sequence[str]) -> str:
    """Return the feature that names the type of an annotation, "" where only its layer does.

    Args:
        texts: the features of the layer that are texts.
    """
    for name in ("value", "label"):
        if name in texts:
            return name
    return texts[0] if len(texts) == 1 else ""


class Keys:
    """Keys of items that a later export has again: what they are, where, and the how-manieth."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def key(self, *words: str) -> str:
        """Return the key of one more item."""
        key = " ".join(filter(None, words))
        self._counts[key] += 1
        return key if self._counts[key] == 1 else f"{key} ({self._counts[key]})"


def covering(units: Iterable[Span], text: str) -> tuple[Span, ...]:
    """Return sentences in order if together they hold all of a text; none if they do not."""
    found = sorted({one for one in units if text[one.start : one.end].strip()})
    end = 0
    for unit in found:
        if unit.start < end or text[end : unit.start].strip():
            return ()
        end = unit.end
    return () if text[end:].strip() else tuple(found)
