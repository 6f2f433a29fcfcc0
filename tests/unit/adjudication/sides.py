"""Short articles with several annotators' layers, made by hand."""

from collections.abc import Sequence

from annotator.adjudication.clusters import clusters_of
from annotator.adjudication.sides import Cluster, Side
from annotator.model.annotation import (
    Annotation,
    AttributeValue,
    Claim,
    Filler,
    Incident,
    Layer,
    Mention,
)
from annotator.model.article import Document
from annotator.model.spans import BareSpan, Span
from tests.support import STAMP, document, words

TEXT = "Ilena Darvo left Karvan on Monday.\nShe said that a blast hurt nine people there."
DOCUMENT: Document = document(TEXT)
LAYERS: tuple[Layer, ...] = ("entities", "incidents", "claims", "labels")
_numbers = iter(range(10**9))


def common(annotator: str, type_name: str, prefix: str) -> dict[str, object]:
    """Return the fields that all annotations have, with an id of its own."""
    return {
        **{"id": f"{prefix}_{next(_numbers):012d}", "article": DOCUMENT.article.id},
        **{"annotator": annotator, "type": type_name, "scheme": "sha256:" + "0" * 64},
        **{"created": STAMP, "changed": STAMP},
    }


def mention(annotator: str, type_name: str, text: str, **fields: object) -> Mention:
    """Return a mention of the text where it first stands."""
    fragments = words(TEXT, text)
    return Mention.model_validate(
        {**common(annotator, type_name, "e"), "fragments": fragments, **fields}
    )


def values(**given: str) -> tuple[AttributeValue, ...]:
    """Return attributes without evidence."""
    return tuple(AttributeValue(name=name, value=value) for name, value in given.items())


def incident(annotator: str, type_name: str, trigger: str, **fields: object) -> Incident:
    """Return an incident with this trigger."""
    return Incident.model_validate(
        {**common(annotator, type_name, "i"), "trigger": words(TEXT, trigger), **fields}
    )


def claim(annotator: str, cue: str, content: str, **fields: object) -> Claim:
    """Return a claim with a cue and what is said, as text."""
    found = common(annotator, "SAID", "c")
    (span,) = words(TEXT, content)
    bare = BareSpan(id=f"s_{next(_numbers):012d}", start=span.start, end=span.end)
    filler = Filler(role="content", kind="span", target=bare.id, span=bare)
    trigger = words(TEXT, cue) if cue else ()
    return Claim.model_validate({**found, "trigger": trigger, "roles": (filler,), **fields})


def fills(role: str, target: Annotation) -> Filler:
    """Return a filler that is a mention."""
    return Filler(role=role, kind="entity", target=target.id)


def side(annotator: str, *items: Annotation, done: Sequence[int] = (0, 35)) -> Side:
    """Return what an annotator said; both sentences are done, if nothing else is said."""
    finished = frozenset(done)
    return Side(annotator, {one.id: one for one in items}, dict.fromkeys(LAYERS, finished))


def clusters(*sides: Side) -> list[Cluster]:
    """Return the clusters of the article."""
    return clusters_of(DOCUMENT, sides)


def kinds(*sides: Side) -> list[tuple[str, str]]:
    """Return kind and slot of each cluster that is not unanimous, in document order."""
    return [(one.kind, one.slot) for one in clusters(*sides) if not one.is_unanimous]


def range_of(text: str) -> Span:
    """Return where the text stands first."""
    return words(TEXT, text)[0]
