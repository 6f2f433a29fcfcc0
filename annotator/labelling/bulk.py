"""Acts on many places at once: every other place of a string, and hits of a search that are ticked.

Such an act is one undo step, over however many articles. What stands in its way is found before
anything is written, and then nothing is.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from annotator.labelling.commands.base import Command
from annotator.labelling.commands.bulk import (
    DeleteAnnotations,
    LabelPlaces,
    RetypeFrames,
    RetypeMentions,
    RetypeRelations,
)
from annotator.labelling.dependants import Left
from annotator.labelling.refusals import Refused
from annotator.labelling.rules import may_overlap, value_problem
from annotator.labelling.search import Hit, Page, Paged
from annotator.labelling.session import Session
from annotator.model.annotation import AttributeValue, Claim, Incident, Layer, Mention
from annotator.model.completion import Completion
from annotator.model.journal import Effort
from annotator.model.scheme import Scheme
from annotator.model.spans import Span, covered_text, overlap
from annotator.store import articles, journal, search
from annotator.store.journal import NO_EFFORT
from annotator.store.project_file import ProjectFile
from annotator.store.search import IndexedWord, SearchedArticle
from annotator.text.folding import fold, occurrences, words

_QUOTED = 40
"""Characters of a mention that a conflict quotes."""


class Pattern(NamedTuple):
    """What `*` gives to every other place of a string."""

    annotator: str
    type: str
    text: str
    attributes: tuple[AttributeValue, ...]


def pattern_of(file: ProjectFile, scheme: Scheme, mention: Mention) -> Pattern:
    """Return what a mention gives to others with its text.

    Attributes come along where the scheme accepts them, without their evidence, which is a place
    in this article. Times do not: the same words mean another day elsewhere. Flags, notes and what
    the mention refers to are judgements about this one place.

    Raises:
        Refused: the mention is in several pieces.
    """
    if len(mention.fragments) > 1:
        raise Refused("A mention in several pieces cannot be given to other places.")
    document = articles.document(file, mention.article)
    if document is None:
        raise Refused("This article is not there any more.")
    kinds = scheme.entities.attributes
    kept = tuple(
        AttributeValue(name=value.name, value=value.value)
        for value in mention.attributes
        if not value_problem(scheme, mention.type, value.name, value.value)
        and kinds[value.name].value != "interval"
    )
    text = covered_text(document.text, mention.fragments)
    return Pattern(mention.annotator, mention.type, text, kept)


class Occurrences(Paged):
    """Every place of a pattern's string that has not its label yet, boilerplate left out.

    The string has to stand there as whole words and within one sentence.

    Args:
        article: look into this one only, where given.
        any_case: upper and lower case may differ.
    """

    def __init__(
        self,
        file: ProjectFile,
        scheme: Scheme,
        pattern: Pattern,
        article: str = "",
        *,
        any_case: bool = False,
    ) -> None:
        super().__init__(file, article)
        self._scheme, self._pattern, self._any_case = scheme, pattern, any_case
        self._words = [IndexedWord(word) for word in words(pattern.text)]

    def _candidates(self, after: int, limit: int) -> list[int]:
        return search.positions_with_words(self._file, self._words, after, limit)

    def _in_article(self, article: SearchedArticle) -> Iterator[Hit]:
        text, wanted = article.text, self._pattern
        page = Page(self._file, article, wanted.annotator)
        for place in occurrences(text, fold(text), wanted.text, any_case=self._any_case):
            span = Span(*place)
            index = page.index_at(span)
            sentence = page.sentences[index]
            if sentence.kind == "boilerplate" or span.end > sentence.end:
                continue
            if any(_is_done(mention, span, wanted.type) for mention in page.mentions):
                continue
            yield self._judged(page.hit(span, index), page.mentions, text)

    def _judged(self, hit: Hit, mentions: Iterable[Mention], text: str) -> Hit:
        for mention in mentions:
            near = [part for part in mention.fragments if overlap(part, hit.span)]
            barred = not may_overlap(self._scheme, hit.span, mention.anchor)
            if near or barred:
                why = _conflict(mention, near[0] if near else mention.anchor, hit.span, text)
                hit = hit._replace(conflict=hit.conflict or why, barred=hit.barred or barred)
        return hit


def labelling(
    hits: Iterable[Hit], type_name: str, attributes: tuple[AttributeValue, ...] = ()
) -> dict[str, Command]:
    """Return what labels places of text, or gives annotations another type, for each article.

    Those that have the type already are left out.

    Raises:
        Refused: the annotations are of several layers, or labels.
    """
    places: dict[str, dict[Span, None]] = {}
    items: dict[str, dict[str, None]] = {}
    layers: dict[Layer, None] = {}
    for hit in hits:
        if hit.item is None:
            if type_name not in hit.labels:
                places.setdefault(hit.article, {})[hit.span] = None
            continue
        layers[hit.item.layer] = None
        if hit.item.type != type_name:
            items.setdefault(hit.article, {})[hit.item.id] = None
    if len(layers) > 1:
        raise Refused(
            f"These are of several layers ({', '.join(layers)}); tick those of one to give them "
            "another type."
        )
    if "labels" in layers:
        raise Refused("Labels have a value and no type; set them in the article.")
    retype = _RETYPE[next(iter(layers), "entities")]
    return {
        **{
            article: LabelPlaces(type=type_name, places=tuple(spans), attributes=attributes)
            for article, spans in places.items()
        },
        **{article: retype(ids=tuple(found), type=type_name) for article, found in items.items()},
    }


_RETYPE: dict[Layer, type[RetypeMentions | RetypeFrames | RetypeRelations]] = {
    "entities": RetypeMentions,
    "incidents": RetypeFrames,
    "claims": RetypeFrames,
    "relations": RetypeRelations,
}


def deletion(hits: Iterable[Hit]) -> dict[str, DeleteAnnotations]:
    """Return what takes the annotations among the hits away, for each article."""
    items: dict[str, dict[str, None]] = {}
    for hit in hits:
        if hit.item:
            items.setdefault(hit.article, {})[hit.item.id] = None
    return {article: DeleteAnnotations(ids=tuple(found)) for article, found in items.items()}


class Done(NamedTuple):
    """What an act on many places did."""

    number: int
    """Annotations that were made, changed or taken away because somebody chose them."""
    roles: int = 0
    """Places in roles that became free because what filled them went."""
    relations: int = 0
    """Relations that went because an end of theirs did."""
    reopened: int = 0
    """Finished sentences, each layer for itself, that are not done any more."""

    @property
    def besides(self) -> str:
        """What went besides, "" for nothing."""
        left = Left([], self.roles, self.relations).sentence.replace("It was", "They were")
        are = "s are" if self.reopened > 1 else " is"
        again = f"{self.reopened} finished sentence{are} open again." if self.reopened else ""
        return " ".join(filter(None, (left, again)))


def delete_all(
    file: ProjectFile,
    scheme: Scheme,
    annotator: str,
    hits: Iterable[Hit],
    effort: Effort = NO_EFFORT,
) -> Done:
    """Take annotations away as one act; frames that had them stay, relations to them go.

    Raises:
        Refused: it cannot be done; the message says what stands in the way, and where.
        StoreError: it could not be written.
    """
    commands = deletion(hits)
    ids = {one for command in commands.values() for one in command.ids}
    parts = _once(_parts(file, scheme, annotator, commands, effort))
    _commit(file, parts)
    edits = _of_annotations(parts)
    own = sum(_id_of(edit) in ids for edit in edits)
    relations = sum(edit.after is None for edit in edits) - own
    roles = sum(
        len(before.roles) - len(after.roles)
        for before, after in edits
        if isinstance(before, Incident | Claim) and isinstance(after, Incident | Claim)
    )
    return Done(own, roles, relations, sum(len(part.edits) for part in parts) - len(edits))


def apply_all(
    file: ProjectFile,
    scheme: Scheme,
    annotator: str,
    commands: Mapping[str, Command],
    effort: Effort = NO_EFFORT,
) -> int:
    """Do a command in each article, as one act: all of it is durable on return, or nothing done.

    Args:
        commands: by article; the act is remembered where the first of them is.

    Returns:
        How many annotations were made or changed.

    Raises:
        Refused: it cannot be done; the message says what stands in the way, and where.
        StoreError: it could not be written.
    """
    parts = _parts(file, scheme, annotator, commands, effort)
    _commit(file, parts)
    return len(_of_annotations(parts))


def _parts(
    file: ProjectFile,
    scheme: Scheme,
    annotator: str,
    commands: Mapping[str, Command],
    effort: Effort,
) -> list[journal.Part]:
    return [
        _prepared(Session(file, scheme, annotator, article), command, NO_EFFORT if n else effort)
        for n, (article, command) in enumerate(commands.items())
    ]


def _commit(file: ProjectFile, parts: Sequence[journal.Part]) -> None:
    if not parts:
        raise Refused("Nothing is left to do: it is so already.")
    journal.commit_all(file, parts)


def _of_annotations(parts: Iterable[journal.Part]) -> list[journal.Edit]:
    """Return the edits of annotations; the others open finished sentences again."""
    edits = (edit for part in parts for edit in part.edits)
    return [edit for edit in edits if not isinstance(edit.before or edit.after, Completion)]


def _once(parts: Iterable[journal.Part]) -> list[journal.Part]:
    """Return the parts with each deletion in one of them: a relation may end in two articles."""
    gone: set[str] = set()
    kept = []
    for part in parts:
        edits = [edit for edit in part.edits if edit.after or _id_of(edit) not in gone]
        gone |= {_id_of(edit) for edit in edits if edit.after is None} - {""}
        if edits:
            kept.append(part._replace(edits=edits))
    return kept


def _id_of(edit: journal.Edit) -> str:
    return str(getattr(edit.before, "id", ""))


def _prepared(session: Session, command: Command, effort: Effort) -> journal.Part:
    try:
        return session.prepare(command, effort)
    except Refused as reason:
        source = session.work.article.source
        raise Refused(f"Nothing was changed. In {source}: {reason}") from None


def _is_done(mention: Mention, span: Span, type_name: str) -> bool:
    return mention.type == type_name and mention.fragments == (span,)


def _conflict(mention: Mention, part: Span, span: Span, text: str) -> str:
    if mention.fragments == (span,):
        return f"is {mention.type} already"
    quoted = text[part.start : min(part.end, part.start + _QUOTED)]
    quoted += "…" if part.end - part.start > _QUOTED else ""
    if part.start <= span.start and span.end <= part.end:
        return f"lies in {mention.type} “{quoted}”"
    verb = "holds" if span.start <= part.start and part.end <= span.end else "overlaps"
    return f"{verb} {mention.type} “{quoted}”"
