"""Checking a whole project: texts, offsets, scheme rules, references, journal."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from annotator.labelling.rules import annotation_problems, targets_of
from annotator.model.annotation import Annotation, Claim, Incident, Label, Mention
from annotator.model.article import Document
from annotator.model.scheme import Scheme
from annotator.model.spans import Span, span_problem
from annotator.store import articles, entry_checks, entry_keys, layers, progress, replay, search
from annotator.store.errors import ProjectDamaged
from annotator.store.project_file import ProjectFile


class Problem(NamedTuple):
    """One thing that is wrong, and where."""

    article: str
    item: str
    """Id of the annotation, or what part of the article; "" for the project."""
    message: str


def verify(file: ProjectFile, scheme_by_hash: Callable[[str], Scheme | None]) -> Iterator[Problem]:
    """Yield everything that is wrong with a project; nothing for a sound one.

    Args:
        scheme_by_hash: gives each scheme that annotations were made with.
    """
    yield from _told(Problem("", "", message) for message in replay.integrity_problems(file))
    yield from _told(Problem("", "", message) for message in replay.replay_problems(file))
    yield from _told(Problem("", "", message) for message in progress.progress_problems(file))
    for found in (entry_checks.registry_problems(file), entry_keys.key_problems(file)):
        yield from _told(Problem("", "", message) for message in found)
    every = (
        problem
        for article in articles.ids_in_order(file)
        for problem in _told(_article_problems(file, article, scheme_by_hash), article)
    )
    yield from _told(every)


def _told(problems: Iterator[Problem], article: str = "") -> Iterator[Problem]:
    """Yield problems; what cannot even be read is one more, and the end of this search."""
    try:
        yield from problems
    except ProjectDamaged as damage:
        yield Problem(article, "", str(damage))


def _article_problems(
    file: ProjectFile, article: str, scheme_by_hash: Callable[[str], Scheme | None]
) -> Iterator[Problem]:
    document = articles.document(file, article)
    if document is None:
        return
    yield from _sentence_problems(document)
    if not search.is_indexed(file, article, document.text):
        yield Problem(article, "text", "is not in the word index of search")
    starts = {sentence.start for sentence in document.sentences}
    for annotator in layers.workers_on(file, article):
        layer = layers.annotations(file, article, annotator)
        for item in layer:
            for message in _problems_of(document, item, scheme_by_hash(item.scheme)):
                yield Problem(article, item.id, message)
        yield from _dangling(article, layer, starts)
        for completion in layers.completions(file, article, annotator):
            if completion.sentence not in starts:
                message = f"{annotator} finished a sentence at {completion.sentence} that is gone"
                yield Problem(article, "completion", message)


def _sentence_problems(document: Document) -> Iterator[Problem]:
    article, text, sentences = document
    position = 0
    for start, end in [(one.start, one.end) for one in sentences] + [(len(text), len(text))]:
        if start < position or end > len(text):
            yield Problem(article.id, f"sentence {start}", "overlaps another or leaves the text")
        elif text[position:start].strip():
            yield Problem(article.id, f"sentence {start}", "text before it is in no sentence")
        position = max(position, end)


def _problems_of(document: Document, item: Annotation, scheme: Scheme | None) -> Iterator[str]:
    for fragments in _ranges(item):
        problem = span_problem(fragments, document.text)
        if problem:
            yield f"{item.type}: {problem}."
    if scheme is None:
        yield f"{item.type}: the project does not hold the scheme it was made with."
    else:
        yield from annotation_problems(scheme, item)


def _ranges(item: Annotation) -> Iterator[tuple[Span, ...]]:
    match item:
        case Mention():
            yield item.fragments
        case Incident() | Claim():
            if item.trigger:
                yield item.trigger
            for filler in item.roles:
                if filler.span:
                    yield (Span(filler.span.start, filler.span.end),)
    for value in getattr(item, "attributes", ()):
        if value.evidence:
            yield (Span(value.evidence.start, value.evidence.end),)


def _dangling(article: str, layer: list[Annotation], starts: set[int]) -> Iterator[Problem]:
    known = {item.id for item in layer}
    for item in layer:
        for target in targets_of(item):
            if "#" not in target and target not in known:
                yield Problem(article, item.id, f"speaks of {target}, which is not there")
        if isinstance(item, Label) and item.sentence is not None and item.sentence not in starts:
            yield Problem(article, item.id, "labels a sentence that is not there")
