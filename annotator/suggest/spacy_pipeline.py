"""Any installed spaCy pipeline as a suggester of mentions.

Its labels become types by the scheme's own `maps`; those of a pipeline that was trained on types of
the scheme are these types. spaCy is loaded when the first article is looked
at, which takes a while, so this is for `annotator suggest` and not for an open article.
"""

import hashlib
from collections.abc import Collection, Iterator
from typing import Any

from annotator.model.scheme import Scheme
from annotator.model.spans import Span
from annotator.model.suggestion import Proposal
from annotator.suggest.base import Page, SuggesterFailed

_FORMAT = "2"
"""Changes with what becomes of a pipeline's entities."""

_CONLL = "PER"
"""A label by which pipelines with the four classes of CoNLL can be told from others."""

_RECOGNISER = "ner"
"""What spaCy calls the part of a pipeline that was trained to find entities."""

_SURE, _UNSURE = 0.7, 0.4
"""Scores of a label that is one type of the scheme, and of one that may be several: too often the
wrong one to be shown without being asked for."""

_LEADING = "the "
_GENITIVES = ("'s", "’s", "'", "’")


class SpacyPipeline:
    """Proposes the entities that a pipeline finds.

    Args:
        model: an installed package or a folder, as `spacy.load` takes it.
        name: under which its proposals are kept.

    Raises:
        SuggesterFailed: spaCy or the pipeline is not there.
    """

    def __init__(self, model: str, name: str) -> None:
        self.name, self._model = name, model
        self._pipeline = _load(model)
        labels = [label for one in self._pipeline.pipe_labels.values() for label in one]
        self._label_set = "conll" if _CONLL in labels else "ontonotes"
        self._learned = self._pipeline.pipe_labels.get(_RECOGNISER, ())
        said = f"{_FORMAT} {_meta(self._pipeline)} {self._pipeline.pipe_names}"
        self.version = hashlib.sha256(said.encode()).hexdigest()[:12]

    def suggest(self, page: Page) -> Iterator[Proposal]:
        """Yield the entities of the pipeline that lie in a wanted sentence."""
        types = own_types(page.scheme, self._learned) or label_types(page.scheme, self._label_set)
        texts = [page.text[one.start : one.end] for one in page.wanted]
        for sentence, found in zip(page.wanted, self._pipeline.pipe(texts), strict=True):
            for entity in found.ents:
                kind, score = types.get(entity.label_, ("", 0.0))
                span = tidied(found.text, Span(entity.start_char, entity.end_char))
                if kind and span.start < span.end:
                    yield Proposal(
                        type=kind,
                        fragments=(Span(sentence.start + span.start, sentence.start + span.end),),
                        score=score,
                        reason=f"{self._model} calls it {entity.label_}",
                    )


def label_types(scheme: Scheme, label_set: str) -> dict[str, tuple[str, float]]:
    """Return the type that each label of a pipeline becomes, with the score of its proposals.

    A label of several types becomes the one that the others are kinds of, else the first of them.

    Args:
        label_set: the key of the types' `maps`, whose values are labels with ` / ` between them.
    """
    by_label: dict[str, list[str]] = {}
    for kind in scheme.choosable_types("entities"):
        said = scheme.entity_type(kind.name).maps.get(label_set, "")
        for label in filter(None, said.split(" / ")):
            by_label.setdefault(label, []).append(kind.name)
    return {label: _chosen(scheme, names) for label, names in by_label.items()}


def own_types(scheme: Scheme, labels: Collection[str]) -> dict[str, tuple[str, float]]:
    """Return what `label_types` does for a pipeline that learned the scheme's own types.

    Returns:
        Nothing where a label is no type of the scheme, or where all are labels of OntoNotes too:
        its `ORG` may be several types.
    """
    types = {kind.name for kind in scheme.choosable_types("entities")}
    if not types.issuperset(labels) or label_types(scheme, "ontonotes").keys() >= set(labels):
        return {}
    return {label: (label, _SURE) for label in labels}


def tidied(text: str, span: Span) -> Span:
    """Return a range without a leading “the”, a final genitive, and blanks around it."""
    words = text[span.start : span.end].rstrip()
    genitive = next((one for one in _GENITIVES if words.endswith(one)), "")
    kept = words.removesuffix(genitive).rstrip()
    begun = kept.lstrip()
    if begun.lower().startswith(_LEADING):
        begun = begun[len(_LEADING) :].lstrip()
    return Span(span.start + len(kept) - len(begun), span.start + len(kept))


def _chosen(scheme: Scheme, names: list[str]) -> tuple[str, float]:
    roots = [one for one in names if all(scheme.is_a(other, one) for other in names)]
    return [*roots, names[0]][0], _UNSURE if names[1:] else _SURE


def _load(model: str) -> Any:
    try:
        import spacy
    except ImportError:
        raise SuggesterFailed(
            "spaCy is not installed; install it with: pip install 'annotator[spacy]'"
        ) from None
    try:
        return spacy.load(model)
    except (OSError, ValueError, ImportError) as fault:
        said = type(fault).__name__
        raise SuggesterFailed(
            f"spaCy has no pipeline {model} that it can load ({said}); "
            f"install one with: python -m spacy download {model}"
        ) from None


def _meta(pipeline: Any) -> str:
    meta = pipeline.meta
    return f"{meta.get('lang')} {meta.get('name')} {meta.get('version')}"
