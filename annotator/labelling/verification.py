"""Checking a whole project: texts, offsets, scheme rules, references, journal."""

from collections.abc import Callable, Iterator, Mapping
from typing import Literal, NamedTuple

from annotator.labelling.rules import faults, missing_labels, targets_of, unfinished
from annotator.labelling.work import Work
from annotator.model.annotation import Annotation, Claim, Incident, Label, Mention
from annotator.model.article import Document
from annotator.model.scheme import Scheme
from annotator.model.spans import Span, span_problem
from annotator.store import (
    articles,
    entry_checks,
    entry_keys,
    layers,
    progress,
    replay,
    search,
    suggestions,
)
from annotator.store.errors import ProjectDamaged
from annotator.store.project_file import ProjectFile


class Problem(NamedTuple):
    """One thing that is wrong, and where."""

    article: str
    item: str
    """Id of the annotation, or what part of the article; "" for the project."""
    message: str
    severity: Literal["fault", "error", "warning"] = "fault"
    """A fault makes the project unsound. Errors and warnings are what the scheme's rules find in
    sentences that somebody finished: what is still being worked on is not judged."""


def verify(file: ProjectFile, scheme_by_hash: Callable[[str], Scheme | None]) -> Iterator[Problem]:
    """Yield everything that is wrong with a project; nothing for a sound one.

    Beside the soundness of the file this is what the scheme's rules find.

    Args:
        scheme_by_hash: gives each scheme that annotations were made with.
    """
    yield from _told(Problem("", "", message) for message in replay.integrity_problems(file))
    yield from _told(Problem("", "", message) for message in replay.replay_problems(file))
    yield from _told(Problem("", "", message) for message in progress.progress_problems(file))
    for found in (
        entry_checks.registry_problems(file),
        entry_keys.key_problems(file),
        suggestions.memory_problems(file),
    ):
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
    for annotator in layers.workers_on(file, article):
        items = layers.annotations(file, article, annotator)
        work = Work(document, items, layers.completions(file, article, annotator))
        yield from _layer_problems(file, document, work, scheme_by_hash)


def _layer_problems(
    file: ProjectFile,
    document: Document,
    work: Work,
    scheme_by_hash: Callable[[str], Scheme | None],
) -> Iterator[Problem]:
    """Yield what is wrong with one annotator's work on one article."""
    article = document.article.id
    for item in work.annotations.values():
        scheme = scheme_by_hash(item.scheme)
        for message in _problems_of(document, item, scheme, work.annotations):
            yield Problem(article, item.id, message)
        if scheme and _is_finished(work, item):
            for finding in unfinished(scheme, item):
                yield Problem(article, item.id, finding.message, finding.severity)
    yield from _dangling(file, article, work)
    starts = {sentence.start for sentence in document.sentences}
    for completion in work.completion.values():
        if completion.sentence not in starts:
            who = completion.annotator
            message = f"{who} finished a sentence at {completion.sentence} that is gone"
            yield Problem(article, "completion", message)
    yield from _unlabelled(article, work, scheme_by_hash(file.setting("scheme")))


def _unlabelled(article: str, work: Work, scheme: Scheme | None) -> Iterator[Problem]:
    """Yield the finished sentences without a label that the project's present scheme requires."""
    for one in work.completion.values():
        if scheme and one.layer == "labels" and one.state == "done" and not one.stale:
            given = {label.type for label in work.labels_of(one.sentence)}
            for finding in missing_labels(scheme, given):
                message = f"{one.annotator} finished it, but {finding.message}"
                yield Problem(article, f"sentence {one.sentence}", message, finding.severity)


def _is_finished(work: Work, item: Annotation) -> bool:
    """Say whether the sentence where an annotation begins is done, and nothing changed it since."""
    if not work.sentences or item.layer == "relations":
        return False
    sentence = work.sentences[work.index_at(work.place_of(item).start)]
    state = work.state_of(sentence.start, item.layer)
    return state is not None and state.state == "done" and not state.stale


def _sentence_problems(document: Document) -> Iterator[Problem]:
    article, text, sentences = document
    position = 0
    for start, end in [(one.start, one.end) for one in sentences] + [(len(text), len(text))]:
        if start < position or end > len(text):
            yield Problem(article.id, f"sentence {start}", "overlaps another or leaves the text")
        elif text[position:start].strip():
            yield Problem(article.id, f"sentence {start}", "text before it is in no sentence")
        position = max(position, end)


def _problems_of(
    document: Document,
    item: Annotation,
    scheme: Scheme | None,
    known: Mapping[str, Annotation],
) -> Iterator[str]:
    for fragments in _ranges(item):
        problem = span_problem(fragments, document.text)
        if problem:
            yield f"{item.type}: {problem}."
    if scheme is None:
        yield f"{item.type}: the project does not hold the scheme it was made with."
    else:
        for finding in faults(scheme, item, known.get):
            yield finding.message


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


def _dangling(file: ProjectFile, article: str, work: Work) -> Iterator[Problem]:
    starts = {sentence.start for sentence in work.sentences}
    for item in work.annotations.values():
        for target in targets_of(item):
            if not _is_there(file, work, target):
                yield Problem(article, item.id, f"speaks of {target}, which is not there")
        if isinstance(item, Label) and item.sentence is not None and item.sentence not in starts:
            yield Problem(article, item.id, "labels a sentence that is not there")


def _is_there(file: ProjectFile, work: Work, target: str) -> bool:
    article, mark, item = target.rpartition("#")
    if not mark:
        return item in work.annotations
    found = layers.with_ids(file, [item]).get(item)
    return found is not None and found.article == article
