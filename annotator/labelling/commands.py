"""The commands: every act on an article as one frozen command.

A command turns the present work into edits (items before and after); the store writes them, and
their inverse is undo. Keys, the CLI, the Python API and the journal all use these.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, ClassVar, Literal, NamedTuple

from annotator.labelling.rules import (
    annotation_problems,
    may_overlap,
    missing_values,
    value_problem,
)
from annotator.labelling.work import Work
from annotator.model import ids
from annotator.model.annotation import (
    Annotation,
    AttributeValue,
    Layer,
    Mention,
    Origin,
)
from annotator.model.article import Sentence, SentenceKind
from annotator.model.base import Record
from annotator.model.completion import Completion, CompletionState
from annotator.model.scheme import Scheme
from annotator.model.spans import BareSpan, Span, hull, span_problem
from annotator.model.values import ValueProblem, check_interval
from annotator.store.entries import Registry
from annotator.store.journal import Edit
from annotator.store.rows import StoredSentence


class Refused(Exception):
    """The command cannot be done here; the message says why in one sentence."""


class Context(NamedTuple):
    """What a command may look at."""

    work: Work
    scheme: Scheme
    annotator: str
    now: str
    everybody: Callable[[tuple[int, ...]], Sequence[Completion]]
    """Everybody's completion of the sentences with these starts."""
    registry: Registry
    """Who and what mentions and incidents stand for, across the project."""


class Command(Record):
    """One act; its fields are what the journal shows people."""

    name: ClassVar[str]

    def edits(self, context: Context) -> list[Edit]:
        """Return what the act changes.

        Raises:
            Refused: it cannot be done.
        """
        raise NotImplementedError

    def place(self, context: Context) -> int:
        """Return where in the article the act happens, in code points."""
        raise NotImplementedError

    def told(self) -> dict[str, Any]:
        """Return what the journal shows people of it."""
        return self.model_dump(mode="json", exclude_defaults=True)


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
            id=ids.new_id(ids.MENTION),
            article=context.work.article.id,
            annotator=context.annotator,
            type=self.type,
            scheme=context.scheme.source_hash,
            origin=self.origin,
            created=context.now,
            changed=context.now,
            fragments=self.fragments,
        )
        return [Edit(None, mention)]

    def place(self, context: Context) -> int:
        """Return where the range begins."""
        return self.fragments[0].start


class RetypeMention(Command):
    """Give a mention another type; attribute values that the new type cannot have go."""

    name: ClassVar[str] = "mention.retype"
    id: str
    type: str

    def edits(self, context: Context) -> list[Edit]:
        """Return the mention with its new type."""
        _check_entity_type(context, self.type)
        mention = _mention(context, self.id)
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
        return [_changed(context, mention, type=self.type, attributes=kept)]

    def place(self, context: Context) -> int:
        """Return where the mention begins."""
        return _place_of(context, self.id)


class MoveMention(Command):
    """Give a mention other edges; its id, attributes and links stay."""

    name: ClassVar[str] = "mention.move"
    id: str
    fragments: tuple[Span, ...]

    def edits(self, context: Context) -> list[Edit]:
        """Return the mention on its new range."""
        mention = _mention(context, self.id)
        _check_fragments(context, self.fragments, besides=self.id)
        for other in _mentions_near(context, self.fragments):
            same = other.fragments == self.fragments and other.type == mention.type
            if same and other.id != self.id:
                raise Refused(f"There is a {mention.type} on exactly this range already.")
        return [_changed(context, mention, fragments=self.fragments)]

    def place(self, context: Context) -> int:
        """Return where the mention begins now."""
        return self.fragments[0].start


class DeleteAnnotation(Command):
    """Take an annotation away."""

    name: ClassVar[str] = "annotation.delete"
    id: str

    def edits(self, context: Context) -> list[Edit]:
        """Return the annotation gone."""
        return [Edit(_annotation(context, self.id), None)]

    def place(self, context: Context) -> int:
        """Return where the annotation stands."""
        return _place_of(context, self.id)


class SetAttribute(Command):
    """Set an attribute of an annotation, or clear it with an empty value."""

    name: ClassVar[str] = "annotation.attribute"
    id: str
    attribute: str
    value: str
    evidence: Span | None = None

    def edits(self, context: Context) -> list[Edit]:
        """Return the annotation with the attribute set."""
        item = _mention(context, self.id)
        rest = tuple(value for value in item.attributes if value.name != self.attribute)
        if not self.value:
            return [_changed(context, item, attributes=rest)]
        problem = value_problem(context.scheme, item.type, self.attribute, self.value)
        if problem:
            raise Refused(problem)
        value = AttributeValue(
            name=self.attribute, value=self.value, evidence=_evidence(context, self.evidence)
        )
        # Those of an older scheme stand last.
        order = [keyed.attribute.name for keyed in context.scheme.attributes_for(item.type)]
        known = {name: place for place, name in enumerate(order)}
        values = sorted((*rest, value), key=lambda one: known.get(one.name, len(order)))
        return [_changed(context, item, attributes=tuple(values))]

    def place(self, context: Context) -> int:
        """Return where the annotation stands."""
        return _place_of(context, self.id)


class SetNote(Command):
    """Write a note on an annotation, or clear it with an empty text."""

    name: ClassVar[str] = "annotation.note"
    id: str
    note: str

    def edits(self, context: Context) -> list[Edit]:
        """Return the annotation with the note."""
        return [_changed(context, _annotation(context, self.id), note=self.note)]

    def place(self, context: Context) -> int:
        """Return where the annotation stands."""
        return _place_of(context, self.id)


class SetUnsure(Command):
    """Flag an annotation as unsure, or take the flag off."""

    name: ClassVar[str] = "annotation.unsure"
    id: str
    unsure: bool

    def edits(self, context: Context) -> list[Edit]:
        """Return the annotation with or without the flag."""
        return [_changed(context, _annotation(context, self.id), unsure=self.unsure)]

    def place(self, context: Context) -> int:
        """Return where the annotation stands."""
        return _place_of(context, self.id)


class CompleteSentence(Command):
    """Say that layers of a sentence are done, skipped or left unsure; "" takes that back."""

    name: ClassVar[str] = "sentence.complete"
    sentence: int
    layers: tuple[Layer, ...]
    state: CompletionState | Literal[""]

    def edits(self, context: Context) -> list[Edit]:
        """Return the completion of each layer."""
        sentence = _sentence(context, self.sentence)
        if self.state == "done" and "entities" in self.layers:
            _check_finished(context, sentence)
        edits = [self._edit(context, layer) for layer in self.layers]
        edits = [edit for edit in edits if edit.before or edit.after]
        if not edits:
            raise Refused("This sentence is not finished.")
        # What is said to be finished is the sentence as it was seen.
        return [_stored(context, sentence, sentence), *edits]

    def place(self, context: Context) -> int:
        """Return where the sentence begins."""
        return self.sentence

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
    """Cut a sentence in two before an offset, for everybody."""

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
    """Join a sentence to the one before it, for everybody."""

    name: ClassVar[str] = "sentence.merge"
    sentence: int

    def edits(self, context: Context) -> list[Edit]:
        """Return the joined sentence; everybody who had finished a half has to confirm."""
        work = context.work
        second = _sentence(context, self.sentence)
        index = work.index_of(self.sentence)
        if index == 0:
            raise Refused("The first sentence has none before it to be joined to.")
        first = work.sentences[index - 1]
        joined = first.model_copy(update={"end": second.end})
        gone = context.everybody((second.start,))
        return [
            _stored(context, first, joined),
            _stored(context, second, None),
            *_staled(context, (first.start,)),
            *(Edit(item, None) for item in gone),
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
        sentence = _sentence(context, self.sentence)
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


def _annotation(context: Context, annotation_id: str) -> Annotation:
    try:
        return context.work.annotations[annotation_id]
    except KeyError:
        raise Refused("This annotation is not there any more.") from None


def _mention(context: Context, annotation_id: str) -> Mention:
    found = _annotation(context, annotation_id)
    if not isinstance(found, Mention):
        raise Refused("This is no entity mention.")
    return found


def _sentence(context: Context, start: int) -> Sentence:
    try:
        return context.work.sentences[context.work.index_of(start)]
    except KeyError:
        raise Refused("This sentence was split or joined by somebody else.") from None


def _place_of(context: Context, annotation_id: str) -> int:
    anchor = _annotation(context, annotation_id).anchor
    return anchor.start if anchor else 0


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


def _changed(context: Context, item: Annotation, **fields: object) -> Edit:
    if all(getattr(item, name) == value for name, value in fields.items()):
        raise Refused("That is so already.")
    # What a person changed after accepting it is no plain suggestion any more.
    origin = "edited" if item.origin == "accepted" else item.origin
    stamp = {"version": item.version + 1, "changed": context.now, "origin": origin}
    return Edit(
        item, item.model_copy(update={**fields, **stamp, "scheme": context.scheme.source_hash})
    )


def _evidence(context: Context, span: Span | None) -> BareSpan | None:
    if span is None:
        return None
    problem = span_problem((span,), context.work.text)
    if problem:
        raise Refused(f"The evidence cannot be kept: {problem}.")
    return BareSpan(id=ids.new_id(ids.SPAN), start=span.start, end=span.end)


def _check_finished(context: Context, sentence: Sentence) -> None:
    for mention in context.work.mentions_in(sentence.start):
        found = (
            *annotation_problems(context.scheme, mention),
            *missing_values(context.scheme, mention),
        )
        for problem in found:
            start, end = mention.anchor
            raise Refused(f"Not done yet, “{context.work.text[start:end]}”: {problem}")


def _stored(context: Context, before: Sentence | None, after: Sentence | None) -> Edit:
    article = context.work.article.id
    return Edit(
        StoredSentence(article, before) if before else None,
        StoredSentence(article, after) if after else None,
    )


def _staled(context: Context, starts: tuple[int, ...]) -> list[Edit]:
    return [
        Edit(item, item.model_copy(update={"stale": True}))
        for item in context.everybody(starts)
        if not item.stale
    ]
