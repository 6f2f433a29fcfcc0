"""Finished work of several annotators, made for tests."""

from collections.abc import Mapping, Sequence
from typing import Any

from annotator.model.annotation import (
    Annotation,
    AttributeValue,
    Claim,
    Filler,
    Incident,
    Label,
    Layer,
    Mention,
    Origin,
    Relation,
)
from annotator.model.judged import Judged, JudgedArticle
from annotator.model.scheme import Scheme
from annotator.model.scheme_file import load_scheme
from annotator.model.spans import Span
from tests.frames import FRAMES

SENTENCES = (Span(0, 50), Span(51, 100), Span(101, 150))
LAYERS: tuple[Layer, ...] = ("entities", "incidents", "claims", "labels")
ALL = tuple(one.start for one in SENTENCES)


def scheme() -> Scheme:
    """Return the scheme of the tests with frames."""
    return load_scheme(FRAMES, "frames.toml")


def article(
    by: Mapping[str, Sequence[Annotation]],
    done: Mapping[str, Sequence[int]] | None = None,
    name: str = "d_0000000000000001",
) -> JudgedArticle:
    """Return an article of three sentences; everybody has finished all but those in `done`."""
    judged = {}
    for who in sorted(by):
        starts = frozenset((done or {}).get(who, ALL))
        judged[who] = Judged(tuple(by[who]), dict.fromkeys(LAYERS, starts))
    return JudgedArticle(name, SENTENCES, judged)


def mention(item: str, start: int, end: int, kind: str = "PERSON", **more: Any) -> Mention:
    """Return a mention."""
    return Mention(**_shared(item, kind), fragments=(Span(start, end),), **more)


def incident(item: str, start: int, end: int, kind: str = "BLAST", **more: Any) -> Incident:
    """Return an incident with a trigger."""
    return Incident(**_shared(item, kind), trigger=(Span(start, end),), **more)


def claim(item: str, content: str, **more: Any) -> Claim:
    """Return a claim whose content is an annotation."""
    roles = (Filler(role="content", kind="incident", target=_id(content)), *more.pop("roles", ()))
    return Claim(**_shared(item, "SAID"), roles=roles, **more)


def filler(role: str, target: str) -> Filler:
    """Return what fills a role."""
    return Filler(role=role, kind="entity", target=_id(target))


def values(**given: str) -> tuple[AttributeValue, ...]:
    """Return attributes with values."""
    return tuple(AttributeValue(name=name, value=value) for name, value in given.items())


def relation(item: str, kind: str, source: str, target: str) -> Relation:
    """Return a relation."""
    return Relation(**_shared(item, kind), source=_id(source), target=_id(target))


def label(item: str, name: str, value: str, sentence: int | None) -> Label:
    """Return a label of a sentence or of the article."""
    return Label(**_shared(item, name), value=value, sentence=sentence)


def projected(one: Mention) -> Mention:
    """Return a mention as if it had been carried over from another article."""
    origin: Origin = "projected"
    return one.model_copy(update={"origin": origin})


def _shared(item: str, kind: str) -> dict[str, Any]:
    return {
        **{"id": _id(item), "article": "d_0000000000000001", "annotator": "ann", "type": kind},
        **{"scheme": "sha256:0", "created": "2026-01-01", "changed": "2026-01-01"},
    }


def _id(item: str) -> str:
    return f"m_{item:0>12}"
