"""Searching a project: the index names articles, their texts say what stands where."""

import time
from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from annotator.labelling.located import filler_fragments, spoken_of, standing_place, told_of
from annotator.labelling.query import AttributeFilter, Query, RoleFilter, Term
from annotator.model.annotation import Annotation, Claim, Incident, Label, Layer, Mention
from annotator.model.spans import Span, covered_text
from annotator.model.values import Count, ValueProblem
from annotator.store import openness, search
from annotator.store.entries import Registry
from annotator.store.entry_keys import holding_words
from annotator.store.project_file import ProjectFile
from annotator.store.search import AnnotationFilter, IndexedWord, SearchedArticle, Unit
from annotator.text.folding import Finder, finder, fold

CONTEXT = 160
"""Characters of text before and after a hit that come with it."""

_LONGEST_KEYWORD = 200
"""Characters of the hit itself that come with it: a mention may cover a whole page."""

_FIRST_ARTICLES, _MOST_ARTICLES = 32, 4096
"""Articles looked up at once: few at first, for an early first page, then more and more."""

_TEXTS_AT_ONCE = 32


class Hit(NamedTuple):
    """One place that was looked for."""

    article: str
    number: int
    """Of the article, as lists show it."""
    source: str
    title: str
    sentence: int
    """Number of the sentence in its article, from 1."""
    span: Span
    before: str
    """Text before it, as it stands there; at most `CONTEXT` characters."""
    keyword: str
    after: str
    item: Annotation | None
    """The annotation, where annotations are looked for."""
    labels: tuple[str, ...]
    """The type of the annotation, or those of the mentions that cover the place."""
    told: tuple[str, ...] = ()
    """What fills the first roles of a frame, or the ends of a relation, in a few words."""
    conflict: str = ""
    """Why a label here is doubtful, "" where it is not; only `*` asks."""
    barred: bool = False
    """The scheme does not allow it at all."""

    @property
    def mention(self) -> Mention | None:
        """The mention, where the hit is one."""
        return self.item if isinstance(self.item, Mention) else None


class Paged(ABC):
    """Hits that are read page by page; between pages it holds nothing of the file.

    Args:
        article: look into this one only, where given.
    """

    def __init__(self, file: ProjectFile, article: str = "") -> None:
        self._file, self._article = file, article
        self._hits = self._all()
        self.finished = False
        """Whether everything has been read."""

    def more(self, limit: int, seconds: float = float("inf")) -> list[Hit]:
        """Return the next hits by article and place: at most `limit`, or as many as time allows.

        Fewer than `limit`, even none, do not mean that there are no more: `finished` does.
        """
        found: list[Hit] = []
        deadline = time.monotonic() + seconds
        while len(found) < limit:
            try:
                hit = next(self._hits)
            except StopIteration:
                self.finished = True
                break
            if hit is not None:
                found.append(hit)
            elif time.monotonic() > deadline:
                break
        return found

    def follow(self, file: ProjectFile) -> None:
        """Go on reading through another connection, as another thread has to."""
        self._file = file

    @abstractmethod
    def _candidates(self, after: int, limit: int) -> list[int]:
        """Return the positions, behind `after` and in order, of articles that may have hits."""

    @abstractmethod
    def _in_article(self, article: SearchedArticle) -> Iterator[Hit]:
        """Yield the hits of one article by place."""

    def _all(self) -> Iterator[Hit | None]:
        """Yield hits, and None after each article, so that a caller can stop between them."""
        for positions in self._positions():
            for first in range(0, len(positions), _TEXTS_AT_ONCE):
                part = positions[first : first + _TEXTS_AT_ONCE]
                for article in search.articles_at(self._file, part):
                    yield from self._in_article(article)
                    yield None

    def _positions(self) -> Iterator[list[int]]:
        if self._article:
            yield [search.position_of(self._file, self._article)]
            return
        after, limit = 0, _FIRST_ARTICLES
        while found := self._candidates(after, limit):
            yield found
            after, limit = found[-1], min(limit * 8, _MOST_ARTICLES)


class Search(Paged):
    """One search.

    Args:
        annotator: whose annotations count where the query does not say.
        reader: who may see only their own work and what `store.openness` lets them see; "" for
            somebody who may see all.
    """

    def __init__(
        self,
        file: ProjectFile,
        query: Query,
        annotator: str,
        article: str = "",
        reader: str = "",
    ) -> None:
        super().__init__(file, article)
        self._query, self._reader = query, reader
        self._annotator = query.by or annotator
        self._finders = [_finder(term) for term in query.terms]
        self._in_roles = {role: _finder(role.term) for role in query.roles if role.term}
        self._named = {role: _entries_named(file, role.term) for role in query.roles if role.term}
        self._wanted = AnnotationFilter(
            self._annotator, query.types, tuple(_in_body(query)), query.unsure, query.note
        )

    def _candidates(self, after: int, limit: int) -> list[int]:
        # What stands for an entry of this name need not be called so in the text.
        in_roles = (role.term for role, named in self._named.items() if role.term and not named)
        indexed = [
            IndexedWord(word, term.prefix and number == len(term.words))
            for term in (*self._query.terms, *in_roles)
            for number, word in enumerate(term.words, 1)
        ]
        if self._query.of_annotations:
            return search.positions_with_annotations(
                self._file, self._wanted, after, limit, indexed
            )
        return search.positions_with_words(self._file, indexed, after, limit)

    def _in_article(self, article: SearchedArticle) -> Iterator[Hit]:
        in_roles = (one for role, one in self._in_roles.items() if not self._named[role])
        finders = (*self._finders, *in_roles)
        folded = fold(article.text) if self._finders or self._in_roles else ""
        if not all(one.is_in(folded) for one in finders):
            return
        if not self._may_see(article.id, "entities"):
            return
        page = Page(self._file, article, self._annotator)
        if self._query.of_annotations:
            found = search.annotations_of(self._file, self._wanted, article.id)
            placed = sorted((page.place_of(item), item.id, item) for item in found)
            for place, _, item in placed:
                is_shown = item.layer == "entities" or self._may_see(article.id, item.layer)
                if is_shown and self._is_meant(item, page, place, folded):
                    yield page.hit(place, page.index_at(place), item)
            return
        for index, span in self._places_in(page, folded):
            if not (self._query.unlabelled and page.labels(span)):
                yield page.hit(span, index)

    def _may_see(self, article: str, layer: Layer) -> bool:
        if self._reader in ("", self._annotator):
            return True
        return openness.may_see(self._file, self._reader, self._annotator, article, layer)

    def _is_meant(self, item: Annotation, page: "Page", place: Span, folded: str) -> bool:
        query = self._query
        if not has_attributes(item, query.attributes) or not _has_value(item, query):
            return False
        if not all(self._is_filled(item, role, page, folded) for role in query.roles):
            return False
        if not self._finders:
            return True
        ranges = [(place,)] if isinstance(item, Label) else page.spoken_of(item)
        own = [covered_text(folded, one) for one in ranges]
        return all(any(one.is_in(words) for words in own) for one in self._finders)

    def _is_filled(self, item: Annotation, role: RoleFilter, page: "Page", folded: str) -> bool:
        if not isinstance(item, Incident | Claim):
            return False
        fillers, wanted = item.fillers_of(role.name), self._in_roles.get(role)
        if wanted is None:
            return bool(fillers)
        for filler in fillers:
            other = page.find(filler.target) if self._named[role] and not filler.span else None
            if isinstance(other, Mention | Incident) and other.identity in self._named[role]:
                return True
            if wanted.is_in(covered_text(folded, filler_fragments(filler, page.find))):
                return True
        return False

    def _places_in(self, page: "Page", folded: str) -> Iterator[tuple[int, Span]]:
        """Yield where the first term stands, in sentences that hold the others too."""
        first, *others = (page.within_sentences(one, folded) for one in self._finders)
        kept = [{index for index, _ in found} for found in others]
        for index, span in first:
            if all(index in one for one in kept):
                yield index, span


def has_attributes(item: Annotation, wanted: Iterable[AttributeFilter]) -> bool:
    """Say whether an annotation has all these attributes.

    Of several choices, one is enough; a count may be any that lies in the one that is wanted.
    """
    return all(_has(item, one) for one in wanted)


def _has(item: Annotation, wanted: AttributeFilter) -> bool:
    given = "" if isinstance(item, Label) else item.value_of(wanted.name)
    if not given:
        return item.type in wanted.default_of
    if not wanted.value or wanted.value in (given, *given.split(",")):
        return True
    return wanted.within is not None and _lies_in(given, wanted.within)


def _lies_in(given: str, range_: Count) -> bool:
    """Say whether a count is one that a range such as `8..` holds as a whole."""
    try:
        count = Count.parse(given)
    except ValueProblem:  # left over from an older scheme
        return False
    if count.word or range_.word or range_.low == range_.high:
        return False
    above = range_.low is None or (count.low is not None and count.low >= range_.low)
    below = range_.high is None or (count.high is not None and count.high <= range_.high)
    return above and below


def _has_value(item: Annotation, query: Query) -> bool:
    """Say whether a label has one of the values that the query names for it."""
    wanted = [one.value for one in query.values if one.name == item.type]
    if not wanted or not isinstance(item, Label):
        return True
    return not {item.value, *item.value.split(",")}.isdisjoint(wanted)


def _finder(term: Term) -> Finder:
    return finder(term.words, prefix=term.prefix)


def _entries_named(file: ProjectFile, term: Term) -> frozenset[str]:
    """Return ids of the entries of the registry that have the words in one of their names."""
    wanted, able = _finder(term), holding_words(file, term.words, prefix=term.prefix)
    found = Registry(file).resolved_all(able).values()
    return frozenset(
        one
        for entry in found
        if any(wanted.is_in(fold(name)) for name in entry.names)
        for one in (entry.id, *(other.id for other in entry.absorbed))
    )


def _in_body(query: Query) -> Iterator[str]:
    """Yield what has to stand in the stored body of every annotation that is meant."""
    for role in query.roles:
        yield search.role_in_body(role.name)
    for one in query.attributes:
        if not one.default_of:
            yield search.attribute_in_body(one.name, one.value if one.is_exact else "")


class Page:
    """One article while its hits are read; what few queries need is read when it is asked for."""

    def __init__(self, file: ProjectFile, article: SearchedArticle, annotator: str) -> None:
        self._file, self._article, self._annotator = file, article, annotator
        self._found: dict[str, Annotation | None] = {}

    @cached_property
    def sentences(self) -> list[Unit]:
        """The sentences in order."""
        return search.units_of(self._file, self._article.id)

    @cached_property
    def _starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    @cached_property
    def mentions(self) -> list[Mention]:
        """The annotator's mentions by place."""
        return search.mentions_of(self._file, self._annotator, self._article.id)

    def find(self, annotation: str) -> Annotation | None:
        """Return an annotation of the article by its id; only those that are asked for are read."""
        if annotation not in self._found:
            self._found[annotation] = search.annotation_in(self._file, self._article.id, annotation)
        return self._found[annotation]

    def place_of(self, item: Annotation) -> Span:
        """Return where an annotation stands; a label on its sentence, or on the first one."""
        if isinstance(item, Label):
            place = Span(item.sentence or 0, item.sentence or 0)
            sentences = self.sentences[self.index_at(place) :]
            return Span(*sentences[0][:2]) if sentences else place
        return item.anchor or standing_place(item, self.find) or Span(0, 0)

    def spoken_of(self, item: Annotation) -> Iterator[tuple[Span, ...]]:
        """Yield the ranges whose words an annotation has, each its own."""
        if isinstance(item, Mention):
            return iter((item.fragments,))
        return spoken_of(item, self.find)

    def index_at(self, span: Span) -> int:
        """Return the index of the sentence where a range begins."""
        return max(0, bisect_right(self._starts, span.start) - 1)

    def within_sentences(self, wanted: Finder, folded: str) -> Iterator[tuple[int, Span]]:
        """Yield what is found within one sentence, with the sentence's index."""
        for start, end in wanted.find(self._article.text, folded):
            span = Span(start, end)
            index = self.index_at(span)
            if self.sentences and end <= self.sentences[index].end:
                yield index, span

    def labels(self, span: Span) -> tuple[str, ...]:
        """Return the types of the mentions that cover a range with one of their pieces."""
        return tuple(
            mention.type
            for mention in self.mentions
            if any(part.start <= span.start and span.end <= part.end for part in mention.fragments)
        )

    def hit(self, span: Span, index: int, item: Annotation | None = None) -> Hit:
        """Return what is shown of a range in the sentence with this index."""
        text, (start, end) = self._article.text, span
        last = min(end, start + _LONGEST_KEYWORD)
        return Hit(
            article=self._article.id,
            number=self._article.position,
            source=self._article.source,
            title=self._article.title,
            sentence=index + 1,
            span=span,
            before=text[max(0, start - CONTEXT) : start],
            keyword=text[start:last],
            after=text[last : last + CONTEXT],
            item=item,
            labels=(_label(item),) if item else self.labels(span),
            told=self._told(item) if item else (),
        )

    def _told(self, item: Annotation) -> tuple[str, ...]:
        if isinstance(item, Mention | Label):
            return ()
        return told_of(item, self.find, self._article.text)


def _label(item: Annotation) -> str:
    return f"{item.type}={item.value}" if isinstance(item, Label) else item.type
