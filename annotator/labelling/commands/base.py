"""What all commands share: what they may look at, how they refuse, and how an edit is made."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, NamedTuple

from annotator.labelling.refusals import Refused
from annotator.labelling.work import Work
from annotator.model import ids
from annotator.model.annotation import Annotation, Claim, Incident, Label, Mention, Relation
from annotator.model.article import Sentence
from annotator.model.base import Record
from annotator.model.completion import Completion
from annotator.model.scheme import Scheme
from annotator.model.spans import BareSpan, Span, span_problem
from annotator.store.entries import Registry
from annotator.store.journal import Edit
from annotator.store.rows import StoredSentence


class Context(NamedTuple):
    """What a command may look at."""

    work: Work
    scheme: Scheme
    annotator: str
    now: str
    registry: Registry
    """Who and what mentions and incidents stand for, across the project."""
    everybody: Callable[[tuple[int, ...]], Sequence[Completion]]
    """Everybody's completion of the sentences with these starts."""
    labels: Callable[[tuple[int, ...]], Sequence[Label]]
    """Everybody's labels of the sentences with these starts."""
    elsewhere: Callable[[str], Annotation | None]
    """The annotator's annotation of another article, by `d_...#c_...`."""
    relations_to: Callable[[str], Sequence[Relation]]
    """The annotator's relations in other articles that lead to this article's annotation."""


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

    def consequences(self, context: Context) -> str:
        """Say in one sentence what else goes with the act, or return ""."""
        return ""


def annotation_of(context: Context, annotation_id: str) -> Annotation:
    """Return an annotation of the work.

    Raises:
        Refused: it is not there.
    """
    try:
        return context.work.annotations[annotation_id]
    except KeyError:
        raise Refused("This annotation is not there any more.") from None


def mention_of(context: Context, annotation_id: str) -> Mention:
    """Return a mention of the work.

    Raises:
        Refused: it is not there, or something else.
    """
    found = annotation_of(context, annotation_id)
    if not isinstance(found, Mention):
        raise Refused("This is no entity mention.")
    return found


def frame_of(context: Context, annotation_id: str) -> Incident | Claim:
    """Return an incident or claim of the work.

    Raises:
        Refused: it is not there, or something else.
    """
    found = annotation_of(context, annotation_id)
    if not isinstance(found, Incident | Claim):
        raise Refused("This is no incident or claim.")
    return found


def sentence_at(context: Context, start: int) -> Sentence:
    """Return the sentence that begins there.

    Raises:
        Refused: none does.
    """
    try:
        return context.work.sentences[context.work.index_of(start)]
    except KeyError:
        raise Refused("This sentence was split or joined by somebody else.") from None


def place_of(context: Context, annotation_id: str) -> int:
    """Return where an annotation of the work begins.

    Raises:
        Refused: it is not there.
    """
    return context.work.place_of(annotation_of(context, annotation_id)).start


def changed(context: Context, item: Annotation, **fields: object) -> Edit:
    """Return the edit that gives an annotation other fields, with its version and time.

    Raises:
        Refused: it has them already.
    """
    if all(getattr(item, name) == value for name, value in fields.items()):
        raise Refused("That is so already.")
    # What a person changed after accepting it is no plain suggestion any more.
    origin = "edited" if item.origin == "accepted" else item.origin
    stamp = {"version": item.version + 1, "changed": context.now, "origin": origin}
    return Edit(
        item, item.model_copy(update={**fields, **stamp, "scheme": context.scheme.source_hash})
    )


def made_with(context: Context, prefix: str) -> dict[str, Any]:
    """Return the fields that every new annotation has, with a fresh id."""
    return {
        "id": ids.new_id(prefix),
        "article": context.work.article.id,
        "annotator": context.annotator,
        "scheme": context.scheme.source_hash,
        "created": context.now,
        "changed": context.now,
    }


def bare_span(context: Context, span: Span, what: str) -> BareSpan:
    """Return a range of the text as a span with an id of its own.

    Args:
        what: what the message calls it, such as "The evidence".

    Raises:
        Refused: it cannot stand on the text.
    """
    check_range(context, (span,), what)
    return BareSpan(id=ids.new_id(ids.SPAN), start=span.start, end=span.end)


def check_range(context: Context, fragments: tuple[Span, ...], what: str) -> None:
    """Refuse fragments that cannot stand on the text."""
    problem = span_problem(fragments, context.work.text)
    if problem:
        raise Refused(f"{what} cannot be kept: {problem}.")


def relies_on(context: Context, item: Annotation | Sentence) -> Edit:
    """Return the edit that changes nothing, and fails when somebody has changed the item."""
    if isinstance(item, Sentence):
        stored = StoredSentence(context.work.article.id, item)
        return Edit(stored, stored)
    return Edit(item, item)
