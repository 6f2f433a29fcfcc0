"""Searching a project: the index names articles, their texts say what stands where."""

import time
from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from annotator.labelling.query import AttributeFilter, Query
from annotator.model.annotation import Mention
from annotator.model.spans import Span, covered_text
from annotator.store import search
from annotator.store.project_file import ProjectFile
from annotator.store.search import IndexedWord, MentionFilter, SearchedArticle, Unit
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
    mention: Mention | None
    """The mention, where mentions are looked for."""
    labels: tuple[str, ...]
    """The type of the mention, or of those that cover the place."""
    conflict: str = ""
    """Why a label here is doubtful, "" where it is not; only `*` asks."""
    barred: bool = False
    """The scheme does not allow it at all."""


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
        annotator: whose mentions count where the query does not say.
    """

    def __init__(self, file: ProjectFile, query: Query, annotator: str, article: str = "") -> None:
        super().__init__(file, article)
        self._query = query
        self._annotator = query.by or annotator
        self._finders = [finder(term.words, prefix=term.prefix) for term in query.terms]

    def _candidates(self, after: int, limit: int) -> list[int]:
        query = self._query
        if query.terms:
            indexed = [
                IndexedWord(word, term.prefix and number == len(term.words))
                for term in query.terms
                for number, word in enumerate(term.words, 1)
            ]
            return search.positions_with_words(self._file, indexed, after, limit)
        return search.positions_with_mentions(self._file, self._wanted(), after, limit)

    def _wanted(self) -> MentionFilter:
        query = self._query
        return MentionFilter(self._annotator, query.types, query.unsure, query.note)

    def _in_article(self, article: SearchedArticle) -> Iterator[Hit]:
        folded = fold(article.text) if self._finders else ""
        if not all(one.is_in(folded) for one in self._finders):
            return
        page = Page(self._file, article, self._annotator)
        if self._query.of_mentions:
            for mention in self._mentions_in(article, folded):
                yield page.hit(mention.anchor, page.index_at(mention.anchor), mention)
            return
        for index, span in self._places_in(page, folded):
            if not (self._query.unlabelled and page.labels(span)):
                yield page.hit(span, index)

    def _mentions_in(self, article: SearchedArticle, folded: str) -> Iterator[Mention]:
        for mention in search.mentions_of(self._file, self._wanted(), article.id):
            own = covered_text(folded, mention.fragments)
            has_words = all(one.is_in(own) for one in self._finders)
            if has_words and has_attributes(mention, self._query.attributes):
                yield mention

    def _places_in(self, page: "Page", folded: str) -> Iterator[tuple[int, Span]]:
        """Yield where the first term stands, in sentences that hold the others too."""
        first, *others = (page.within_sentences(one, folded) for one in self._finders)
        kept = [{index for index, _ in found} for found in others]
        for index, span in first:
            if all(index in one for one in kept):
                yield index, span


def has_attributes(mention: Mention, wanted: Sequence[AttributeFilter]) -> bool:
    """Say whether a mention has all these attributes; of several choices, one is enough."""
    return all(
        given and (not value or value in (given, *given.split(",")))
        for given, value in ((mention.value_of(name), value) for name, value in wanted)
    )


class Page:
    """One article while its hits are read; what few queries need is read when it is asked for."""

    def __init__(self, file: ProjectFile, article: SearchedArticle, annotator: str) -> None:
        self._file, self._article, self._annotator = file, article, annotator

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
        return search.mentions_of(self._file, MentionFilter(self._annotator), self._article.id)

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

    def hit(self, span: Span, index: int, mention: Mention | None = None) -> Hit:
        """Return what is shown of a range in the sentence with this index."""
        text, (start, end) = self._article.text, span
        last = min(end, start + _LONGEST_KEYWORD)
        covering = (mention.type,) if mention else self.labels(span)
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
            mention=mention,
            labels=covering,
        )
