"""Projection: work that an annotator finished is proposed in copies of the same article.

Copies and near-copies share whole sentences, so what stands in one is carried over word by word.
Only finished sentences are carried, and only to the one who finished them; gold, as far as it is
decided, is carried to everybody.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from annotator.model.annotation import (
    Annotation,
    AttributeValue,
    Claim,
    Filler,
    Incident,
    Mention,
)
from annotator.model.article import Document
from annotator.model.scheme import Scheme
from annotator.model.scheme_tables import SPAN
from annotator.model.spans import Span
from annotator.model.suggestion import (
    Proposal,
    ProposedFiller,
    ProposedValue,
    Suggestion,
    suggestion,
)
from annotator.store import articles, duplicates, layers
from annotator.store.project_file import ProjectFile
from annotator.text.alignment import Alignment

NAME, VERSION = "projection", "1"

_SCORE = 0.97
"""The words are the same; what little differs is what stands around them."""


MOST_COPIES = 3
"""Copies that are looked at: the latest say what there is to say."""


class Finished(NamedTuple):
    """What is finished of an article that is a copy of another."""

    document: Document
    annotations: Mapping[str, Annotation]
    done: frozenset[tuple[int, str]]
    """Starts of sentences with the layers that are finished in them."""
    is_gold: bool = False
    """Whether it is what was decided, and not the annotator's own."""


def projected(
    file: ProjectFile,
    scheme: Scheme,
    annotator: str,
    target: Document,
    gold: Iterable[Finished] = (),
) -> Iterator[Suggestion]:
    """Yield what an annotator's finished work in copies of an article says of this one.

    Args:
        gold: what was decided of copies, as far as it may teach the annotator.
    """
    said: set[str] = set()
    copies = duplicates.finished_copies(file, target.article.id, annotator, MOST_COPIES)
    own = (_finished(file, annotator, article) for article in copies)
    for source in (*(one for one in own if one), *gold):
        for proposal in project(source, target, scheme):
            made = suggestion(target.article.id, NAME, VERSION, proposal)
            if made.id not in said:
                said.add(made.id)
                yield made


def project(source: Finished, target: Document, scheme: Scheme) -> Iterator[Proposal]:
    """Yield the mentions, incidents and claims of finished sentences where the target has them."""
    carrier = _Carrier(source, target)
    name = " ".join((source.document.article.title or source.document.article.source).split())
    who = "gold has" if source.is_gold else "you finished"
    reason = f"{who} the same sentence in {name[:60]}"
    for item in source.annotations.values():
        if not isinstance(item, Mention | Incident | Claim) or not scheme.layer_of(item.type):
            continue
        fragments = _range_of(item)
        place = carrier.carried(fragments)
        if not fragments or not place or not carrier.is_done(fragments, item.layer):
            continue
        roles = item.roles if isinstance(item, Incident | Claim) else ()
        yield Proposal(
            layer=item.layer,
            type=item.type,
            fragments=place,
            score=_SCORE,
            reason=reason,
            attributes=tuple(carrier.values(item.attributes)),
            roles=tuple(carrier.fillers(roles)),
        )


class _Carrier:
    """Carries ranges of one article over to another."""

    def __init__(self, source: Finished, target: Document) -> None:
        self._source = source
        first, second = source.document, target
        self._alignment = Alignment(
            first.text,
            [(one.start, one.end) for one in first.sentences],
            second.text,
            [(one.start, one.end) for one in second.sentences],
        )

    def is_done(self, fragments: tuple[Span, ...], layer: str) -> bool:
        """Say whether the sentence that a range begins in is finished."""
        starts = [one.start for one in self._source.document.sentences]
        begin = max((start for start in starts if start <= fragments[0].start), default=-1)
        return (begin, layer) in self._source.done

    def carried(self, fragments: Iterable[Span]) -> tuple[Span, ...]:
        """Return where ranges stand in the other article; () where one of them does not."""
        found = [self._alignment.in_b(*one) for one in fragments]
        return tuple(Span(*one) for one in found if one) if all(found) else ()

    def values(self, values: Iterable[AttributeValue]) -> Iterator[ProposedValue]:
        """Yield values with their words, where the other article has these."""
        for one in values:
            there = one.evidence and self.carried([Span(one.evidence.start, one.evidence.end)])
            if there or not one.evidence:
                evidence = there[0] if there else None
                yield ProposedValue(name=one.name, value=one.value, evidence=evidence)

    def fillers(self, roles: Iterable[Filler]) -> Iterator[ProposedFiller]:
        """Yield what fills roles, where the other article has the words."""
        for one in roles:
            item = self._source.annotations.get(one.target)
            if one.span is not None:
                there = self.carried([Span(one.span.start, one.span.end)])
            elif isinstance(item, Mention | Incident | Claim):
                there = self.carried(_range_of(item))
            else:
                continue
            if there:
                kind = item.type if item else SPAN
                yield ProposedFiller(role=one.role, fragments=there, type=kind)


def _finished(file: ProjectFile, annotator: str, article: str) -> Finished | None:
    document = articles.document(file, article)
    if document is None:
        return None
    done = frozenset(
        (one.sentence, one.layer)
        for one in layers.completions(file, article, annotator)
        if one.state == "done" and not one.stale
    )
    found = {one.id: one for one in layers.annotations(file, article, annotator)}
    return Finished(document, found, done)


def _range_of(item: Mention | Incident | Claim) -> tuple[Span, ...]:
    return item.fragments if isinstance(item, Mention) else item.trigger
