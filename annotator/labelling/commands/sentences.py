"""Sentences: done, split, merged, of another kind."""

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, Literal

from annotator.labelling.commands.base import Command, Context, relies_on, sentence_at
from annotator.labelling.refusals import Refused, Unfinished
from annotator.labelling.rules import findings, missing_labels
from annotator.labelling.verdicts import verdict_edits
from annotator.model.annotation import (
    Annotation,
    Label,
    Layer,
)
from annotator.model.article import Sentence, SentenceKind
from annotator.model.completion import Completion, CompletionState
from annotator.model.suggestion import Suggestion
from annotator.store.journal import Edit
from annotator.store.rows import StoredSentence


class CompleteSentence(Command):
    """Say that layers of a sentence are done, skipped or left unsure; "" takes that back."""

    name: ClassVar[str] = "sentence.complete"
    sentence: int
    layers: tuple[Layer, ...]
    state: CompletionState | Literal[""]
    passed: tuple[Suggestion, ...] = ()
    """Suggestions that still stood there and were not taken."""

    def edits(self, context: Context) -> list[Edit]:
        """Return the completion of each layer, and what was passed."""
        sentence = sentence_at(context, self.sentence)
        if self.state == "done":
            _check_finished(context, sentence, self.layers)
        edits = [self._edit(context, layer) for layer in self.layers]
        edits = [edit for edit in edits if edit.before or edit.after]
        if not edits:
            raise Refused("This sentence is not finished.")
        # What is said to be finished is the sentence as it was seen.
        passed = verdict_edits(context, self.passed, "passed")
        return [relies_on(context, sentence), *edits, *passed]

    def place(self, context: Context) -> int:
        """Return where the sentence begins."""
        return self.sentence

    def told(self) -> dict[str, Any]:
        """Return sentence, layers and state, and how many suggestions were passed."""
        told = self.model_dump(mode="json", exclude={"passed"})
        return {**told, "passed": len(self.passed)} if self.passed else told

    def _edit(self, context: Context, layer: Layer) -> Edit:
        before = context.work.state_of(self.sentence, layer)
        if not self.state:
            return Edit(before, None)
        after = Completion(
            article=context.work.article.id,
            sentence=self.sentence,
            layer=layer,
            annotator=context.annotator,
            state=self.state,
            changed=context.now,
        )
        return Edit(before, after)


class SplitSentence(Command):
    """Cut a sentence in two before an offset, for everybody; its labels stay with the first."""

    name: ClassVar[str] = "sentence.split"
    offset: int

    def edits(self, context: Context) -> list[Edit]:
        """Return both halves; everybody who had finished the sentence has to confirm."""
        work = context.work
        whole = work.sentences[work.index_at(self.offset)]
        first_end = whole.start + len(work.text[whole.start : self.offset].rstrip())
        second = work.text[self.offset : whole.end]
        second_start = self.offset + len(second) - len(second.lstrip())
        if not whole.start < first_end <= second_start < whole.end:
            raise Refused("A sentence can only be split between two of its words.")
        first = Sentence(start=whole.start, end=first_end, kind=whole.kind)
        rest = Sentence(start=second_start, end=whole.end, kind=whole.kind)
        return [
            _stored(context, whole, first),
            _stored(context, None, rest),
            *_staled(context, (whole.start,)),
        ]

    def place(self, context: Context) -> int:
        """Return where the cut is."""
        return self.offset


class MergeSentence(Command):
    """Join a sentence to the one before it, for everybody.

    Labels of the second half become labels of the whole, where that has no such label.
    """

    name: ClassVar[str] = "sentence.merge"
    sentence: int

    def edits(self, context: Context) -> list[Edit]:
        """Return the joined sentence; everybody who had finished a half has to confirm."""
        work = context.work
        second = sentence_at(context, self.sentence)
        index = work.index_of(self.sentence)
        if index == 0:
            raise Refused("The first sentence has none before it to be joined to.")
        first = work.sentences[index - 1]
        joined = first.model_copy(update={"end": second.end})
        gone = context.everybody((second.start,))
        labels = context.labels((first.start, second.start))
        return [
            _stored(context, first, joined),
            _stored(context, second, None),
            *_staled(context, (first.start,)),
            *(Edit(item, None) for item in gone),
            *_joined_labels(context, labels, first.start),
        ]

    def place(self, context: Context) -> int:
        """Return where the second half began."""
        return self.sentence


class RekindSentence(Command):
    """Say what kind of unit a sentence is, for everybody."""

    name: ClassVar[str] = "sentence.kind"
    sentence: int
    kind: SentenceKind

    def edits(self, context: Context) -> list[Edit]:
        """Return the sentence with its new kind."""
        sentence = sentence_at(context, self.sentence)
        if sentence.kind == self.kind:
            raise Refused(f"This is a {self.kind} already.")
        after = sentence.model_copy(update={"kind": self.kind})
        return [_stored(context, sentence, after), *_staled(context, (self.sentence,))]

    def place(self, context: Context) -> int:
        """Return where the sentence begins."""
        return self.sentence


def _check_finished(context: Context, sentence: Sentence, layers: tuple[Layer, ...]) -> None:
    """Refuse while the scheme has an error against what stands in the sentence.

    Raises:
        Unfinished: it has; the first one, by layer and place.
    """
    resolve = context.work.annotations.get
    for item in _standing_in(context, sentence, layers):
        for finding in findings(context.scheme, item, resolve):
            if finding.severity == "error":
                message = f"Not done yet{_quoted(context, item)}: {finding.message}"
                raise Unfinished(message, item.id, finding.slot)
    if "labels" in layers:
        given = {label.type for label in context.work.labels_of(sentence.start)}
        for finding in missing_labels(context.scheme, given):
            raise Unfinished(f"Not done yet: {finding.message}", "", finding.slot)


def _standing_in(
    context: Context, sentence: Sentence, layers: tuple[Layer, ...]
) -> Iterator[Annotation]:
    work = context.work
    here: list[Annotation] = [*work.mentions_in(sentence.start), *work.frames_in(sentence.start)]
    for item in here:
        if item.layer in layers:
            yield item
    if "labels" in layers:
        yield from work.labels_of(sentence.start)


def _quoted(context: Context, item: Annotation) -> str:
    start, end = context.work.place_of(item)
    return f", “{context.work.text[start:end]}”" if start < end else ""


def _stored(context: Context, before: Sentence | None, after: Sentence | None) -> Edit:
    article = context.work.article.id
    return Edit(
        StoredSentence(article, before) if before else None,
        StoredSentence(article, after) if after else None,
    )


def _joined_labels(context: Context, labels: Sequence[Label], start: int) -> Iterator[Edit]:
    """Yield what becomes of everybody's labels when sentences are joined to the first of them."""
    kept = {(label.annotator, label.type) for label in labels if label.sentence == start}
    for label in labels:
        if label.sentence == start:
            continue
        # Not `changed`: other people did nothing to theirs, so their scheme and origin stay.
        moved = {"sentence": start, "version": label.version + 1, "changed": context.now}
        is_new = (label.annotator, label.type) not in kept
        kept.add((label.annotator, label.type))
        yield Edit(label, label.model_copy(update=moved) if is_new else None)


def _staled(context: Context, starts: tuple[int, ...]) -> list[Edit]:
    return [
        Edit(item, item.model_copy(update={"stale": True}))
        for item in context.everybody(starts)
        if not item.stale
    ]
