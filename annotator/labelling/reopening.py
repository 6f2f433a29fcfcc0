"""Finished sentences that an act leaves with an error of the scheme: they are open again.

A sentence that says it is done then always is, whatever is changed in it afterwards.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from annotator.labelling.commands.base import Context
from annotator.labelling.located import standing_place
from annotator.labelling.rules import Finding, missing_labels, unfinished
from annotator.model.annotation import Annotation, Claim, Incident, Label, Layer, Mention
from annotator.model.completion import Completion
from annotator.model.spans import Span
from annotator.store.journal import Edit


class Reopened(NamedTuple):
    """What is not done any more."""

    edits: Sequence[Edit]
    message: str
    """One sentence for people, "" when everything that was done still is."""


def reopened(context: Context, edits: Iterable[Edit]) -> Reopened:
    """Return which layers of sentences some edits leave unfinished, of those that were done.

    What the edits themselves finish has been looked at by their command.
    """
    edits = [edit for edit in edits if edit.before != edit.after]
    said = {
        (item.sentence, item.layer)
        for edit in edits
        for item in edit
        if isinstance(item, Completion)
    }
    found: dict[tuple[int, Layer], tuple[Completion, Finding]] = {}
    for edit in edits:
        for state, finding in _errors(context, edit):
            key = (state.sentence, state.layer)
            if key not in said:
                found.setdefault(key, (state, finding))
    if not found:
        return Reopened((), "")
    state, finding = next(iter(found.values()))
    number = context.work.index_of(state.sentence) + 1
    message = f"Sentence {number} is not done any more: {finding.message}"
    return Reopened([Edit(state, None) for state, _ in found.values()], message)


def _errors(context: Context, edit: Edit) -> Iterator[tuple[Completion, Finding]]:
    """Yield the errors in what an edit leaves, each with what was said to be done there."""
    before, after = edit
    work = context.work
    item = after or before
    if not isinstance(item, Mention | Incident | Claim | Label) or not _is_here(context, item):
        return
    if isinstance(item, Label):
        state = None if item.sentence is None else _done(context, item.sentence, "labels")
        if state and after is None:
            given = {one.type for one in work.labels_of(item.sentence)} - {item.type}
            yield from ((state, finding) for finding in missing_labels(context.scheme, given))
    elif after is not None:
        place = standing_place(item, work.annotations.get) or Span(0, 0)
        start = work.sentences[work.index_at(place.start)].start
        state = _done(context, start, item.layer)
        errors = unfinished(context.scheme, item) if state else ()
        yield from ((state, one) for one in errors if state and one.severity == "error")


def _is_here(context: Context, item: Annotation) -> bool:
    return item.annotator == context.annotator and item.article == context.work.article.id


def _done(context: Context, start: int, layer: Layer) -> Completion | None:
    """Return what the annotator said of a layer of a sentence, where that is that it is done."""
    state = context.work.state_of(start, layer)
    return state if state and state.state == "done" and not state.stale else None
