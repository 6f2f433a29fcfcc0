"""The commands: every act on an article as one frozen command.

A command turns the present work into edits (items before and after); the store writes them, and
their inverse is undo. Keys, the CLI, the Python API and the journal all use these.
"""

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, Literal

from annotator.labelling.command_base import (
    Command,
    Context,
    annotation_of,
    bare_span,
    changed,
    made_with,
    mention_of,
    place_of,
    relies_on,
    sentence_at,
)
from annotator.labelling.dependants import GONE, Left, let_go
from annotator.labelling.refusals import Refused, Unfinished
from annotator.labelling.rules import findings, may_overlap, value_problem
from annotator.labelling.verdicts import verdict_edits
from annotator.model import ids
from annotator.model.annotation import (
    Annotation,
    AttributeValue,
    Label,
    Layer,
    Mention,
    Origin,
)
from annotator.model.article import Sentence, SentenceKind
from annotator.model.completion import Completion, CompletionState
from annotator.model.spans import Span, hull, span_problem
from annotator.model.suggestion import Suggestion
from annotator.model.values import ValueProblem, check_interval
from annotator.store.journal import Edit
from annotator.store.rows import StoredSentence

__all__ = [
    "Command",
    "CompleteSentence",
    "Context",
    "CreateMention",
    "DeleteAnnotation",
    "EditArticle",
    "MergeSentence",
    "MoveMention",
    "Refused",
    "RekindSentence",
    "RetypeMention",
    "SetAttribute",
    "SetNote",
    "SetUnsure",
    "SplitSentence",
    "Unfinished",
]


class CreateMention(Command):
    """Label a range of text."""

    name: ClassVar[str] = "mention.create"
    type: str
    fragments: tuple[Span, ...]
    origin: Origin = "human"

    def edits(self, context: Context) -> list[Edit]:
        """Return the new mention."""
        _check_entity_type(context, self.type)
        _check_fragments(context, self.fragments)
        for other in _mentions_near(context, self.fragments):
            if other.fragments == self.fragments and other.type == self.type:
                raise Refused(f"This range is a {self.type} already.")
        mention = Mention(
            type=self.type,
            origin=self.origin,
            fragments=self.fragments,
            **made_with(context, ids.MENTION),
        )
        return [Edit(None, mention)]

    def place(self, context: Context) -> int:
        """Return where the range begins."""
        return self.fragments[0].start


class RetypeMention(Command):
    """Give a mention another type; attribute values, roles and relations that do not fit go."""

    name: ClassVar[str] = "mention.retype"
    id: str
    type: str

    def edits(self, context: Context) -> list[Edit]:
        """Return the mention with its new type."""
        _check_entity_type(context, self.type)
        mention = mention_of(context, self.id)
        if mention.type == self.type:
            raise Refused(f"This mention is a {self.type} already.")
        for other in _mentions_near(context, mention.fragments):
            if other.fragments == mention.fragments and other.type == self.type:
                raise Refused(f"This range is a {self.type} already.")
        kept = tuple(
            value
            for value in mention.attributes
            if not value_problem(context.scheme, self.type, value.name, value.value)
        )
        left = let_go(context, {self.id: self.type})
        return [changed(context, mention, type=self.type, attributes=kept), *left.edits]

    def place(self, context: Context) -> int:
        """Return where the mention begins."""
        return place_of(context, self.id)

    def consequences(self, context: Context) -> str:
        """Say what the mention cannot be in any more."""
        return let_go(context, {self.id: self.type}).sentence


class MoveMention(Command):
    """Give a mention other edges; its id, attributes and links stay."""

    name: ClassVar[str] = "mention.move"
    id: str
    fragments: tuple[Span, ...]

    def edits(self, context: Context) -> list[Edit]:
        """Return the mention on its new range."""
        mention = mention_of(context, self.id)
        _check_fragments(context, self.fragments, besides=self.id)
        for other in _mentions_near(context, self.fragments):
            same = other.fragments == self.fragments and other.type == mention.type
            if same and other.id != self.id:
                raise Refused(f"There is a {mention.type} on exactly this range already.")
        return [changed(context, mention, fragments=self.fragments)]

    def place(self, context: Context) -> int:
        """Return where the mention begins now."""
        return self.fragments[0].start


class DeleteAnnotation(Command):
    """Take an annotation away, out of the roles that it fills too; its relations go with it."""

    name: ClassVar[str] = "annotation.delete"
    id: str

    def edits(self, context: Context) -> list[Edit]:
        """Return the annotation gone."""
        gone = annotation_of(context, self.id)
        return [Edit(gone, None), *self._left(context).edits]

    def place(self, context: Context) -> int:
        """Return where the annotation stands."""
        return place_of(context, self.id)

    def consequences(self, context: Context) -> str:
        """Say how many roles become free and how many relations go."""
        return self._left(context).sentence

    def _left(self, context: Context) -> Left:
        return let_go(context, {self.id: GONE})


class SetAttribute(Command):
    """Set an attribute of an annotation, or clear it with an empty value."""

    name: ClassVar[str] = "annotation.attribute"
    id: str
    attribute: str
    value: str
    evidence: Span | None = None
    only_if_none: bool = False
    """Let a value be that is there already."""

    def edits(self, context: Context) -> list[Edit]:
        """Return the annotation with the attribute set."""
        item = annotation_of(context, self.id)
        if isinstance(item, Label):
            raise Refused("A label has a value of its own and no attributes.")
        if self.only_if_none and item.value_of(self.attribute):
            return []
        rest = tuple(value for value in item.attributes if value.name != self.attribute)
        if not self.value:
            return [changed(context, item, attributes=rest)]
        problem = value_problem(context.scheme, item.type, self.attribute, self.value)
        if problem:
            raise Refused(problem)
        evidence = bare_span(context, self.evidence, "The evidence") if self.evidence else None
        value = AttributeValue(name=self.attribute, value=self.value, evidence=evidence)
        # Those of an older scheme stand last.
        order = [keyed.attribute.name for keyed in context.scheme.attributes_for(item.type)]
        known = {name: place for place, name in enumerate(order)}
        values = sorted((*rest, value), key=lambda one: known.get(one.name, len(order)))
        return [changed(context, item, attributes=tuple(values))]

    def place(self, context: Context) -> int:
        """Return where the annotation stands."""
        return place_of(context, self.id)


class SetNote(Command):
    """Write a note on an annotation, or clear it with an empty text."""

    name: ClassVar[str] = "annotation.note"
    id: str
    note: str

    def edits(self, context: Context) -> list[Edit]:
        """Return the annotation with the note."""
        return [changed(context, annotation_of(context, self.id), note=self.note)]

    def place(self, context: Context) -> int:
        """Return where the annotation stands."""
        return place_of(context, self.id)


class SetUnsure(Command):
    """Flag an annotation as unsure, or take the flag off."""

    name: ClassVar[str] = "annotation.unsure"
    id: str
    unsure: bool

    def edits(self, context: Context) -> list[Edit]:
        """Return the annotation with or without the flag."""
        return [changed(context, annotation_of(context, self.id), unsure=self.unsure)]

    def place(self, context: Context) -> int:
        """Return where the annotation stands."""
        return place_of(context, self.id)


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


class EditArticle(Command):
    """Correct what is known about the article, for everybody."""

    name: ClassVar[str] = "article.edit"

    fields: dict[str, str]

    def edits(self, context: Context) -> list[Edit]:
        """Return the article with the fields set."""
        unknown = self.fields.keys() - EDITABLE
        if unknown:
            raise Refused(f"{unknown.pop()} of an article cannot be edited.")
        if self.fields.get("published"):
            try:
                check_interval(self.fields["published"])
            except ValueProblem as problem:
                raise Refused(f"published: “{self.fields['published']}” {problem}.") from None
        article = context.work.article
        after = article.model_copy(update=dict(self.fields))
        if after == article:
            raise Refused("The article says so already.")
        return [Edit(article, after)]

    def place(self, context: Context) -> int:
        """Return the beginning: this is about the whole article."""
        return 0


EDITABLE = frozenset({"title", "published", "publisher", "url", "language", "license"})
"""What a person may correct of an article."""


def _check_entity_type(context: Context, name: str) -> None:
    if context.scheme.layer_of(name) != "entities":
        raise Refused(f"The scheme has no entity type {name}.")
    if context.scheme.entity_type(name).abstract:
        raise Refused(f"{name} only groups other types; choose one of them.")


def _check_fragments(context: Context, fragments: tuple[Span, ...], besides: str = "") -> None:
    problem = span_problem(fragments, context.work.text)
    if problem:
        raise Refused(f"This range cannot be labelled: {problem}.")
    if len(fragments) > 1 and not context.scheme.entities.fragments:
        raise Refused("The scheme allows no mentions in several pieces.")
    if context.scheme.entities.overlap == "any":
        return
    for other in _mentions_near(context, fragments):
        fits = may_overlap(context.scheme, hull(fragments), other.anchor)
        if other.id != besides and not fits:
            raise Refused(f"The scheme allows no mention that overlaps this {other.type} so.")


def _mentions_near(context: Context, fragments: tuple[Span, ...]) -> Iterator[Mention]:
    for sentence in context.work.sentences_touching(fragments):
        yield from context.work.mentions_in(sentence.start)


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
        for name, label in context.scheme.labels.sentence.items():
            if label.required and name not in given:
                raise Unfinished(f"Not done yet: the sentence needs {name}.", "", name)


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
