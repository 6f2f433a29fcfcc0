"""Any installed spaCy pipeline as a suggester of mentions.

Its labels become types by the scheme's own `maps`. spaCy is loaded when the first article is looked
at, which takes a while, so this is for `annotator suggest` and not for an open article.
"""

import hashlib
from collections.abc import Iterator
from typing import Any

from annotator.model.scheme import Scheme
from annotator.model.spans import Span
from annotator.model.suggestion import Proposal
from annotator.suggest.base import Page, SuggesterFailed

_SETS = ("ontonotes", "conll")
"""The label sets of the pipelines that can be had, the finer one first."""

_SPELLED = {"PER": "PERSON", "PERSON": "PER"}
"""Labels that pipelines of other languages spell otherwise."""

_SURE, _UNSURE = 0.7, 0.5
"""Scores of a label that one type of the scheme is meant by, and of one that several may be."""

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
        said = f"{_meta(self._pipeline)} {self._pipeline.pipe_names}"
        self.version = hashlib.sha256(said.encode()).hexdigest()[:12]

    def suggest(self, page: Page) -> Iterator[Proposal]:
        """Yield the entities of the pipeline that lie in a wanted sentence."""
        types = label_types(page.scheme)
        for sentence in page.wanted:
            text = page.text[sentence.start : sentence.end]
            for entity in self._pipeline(text).ents:
                kind, score = types.get(entity.label_, ("", 0.0))
                span = tidied(text, Span(entity.start_char, entity.end_char))
                if kind and span.start < span.end:
                    yield Proposal(
                        type=kind,
                        fragments=(Span(sentence.start + span.start, sentence.start + span.end),),
                        score=score,
                        reason=f"{self._model} calls it {entity.label_}",
                    )


def label_types(scheme: Scheme) -> dict[str, tuple[str, float]]:
    """Return the type that each label of a pipeline becomes, with the score of its proposals.

    A label of several types becomes the one that the others are kinds of, else the first of them.
    """
    found: dict[str, tuple[str, float]] = {}
    for label_set in _SETS:
        by_label: dict[str, list[str]] = {}
        for kind in scheme.entity_types:
            label = kind.maps.get(label_set, "")
            if label and not kind.abstract:
                by_label.setdefault(label, []).append(kind.name)
        for label, names in by_label.items():
            found.setdefault(label, _chosen(scheme, names))
    for spelled, usual in _SPELLED.items():
        if usual in found:
            found.setdefault(spelled, found[usual])
    return found


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
    return (roots[0], _SURE) if roots else (names[0], _UNSURE)


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
