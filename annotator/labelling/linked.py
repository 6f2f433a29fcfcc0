"""Mentions and incidents that stand for one entry of the registry, each in its context."""

from collections.abc import Iterator

from annotator.labelling.search import Hit, Page, Paged
from annotator.model.registry import Resolved
from annotator.store.entries import Registry
from annotator.store.project_file import ProjectFile
from annotator.store.search import SearchedArticle


class Linked(Paged):
    """One annotator's links to an entry, by article and place.

    Args:
        annotator: whose links; nobody else's are looked at.
    """

    def __init__(self, file: ProjectFile, entry: Resolved, annotator: str) -> None:
        super().__init__(file)
        self._entry, self._annotator = entry, annotator

    def _candidates(self, after: int, limit: int) -> list[int]:
        return Registry(self._file).link_positions(self._entry, self._annotator, after, limit)

    def _in_article(self, article: SearchedArticle) -> Iterator[Hit]:
        page = Page(self._file, article, self._annotator)
        links = Registry(self._file).links_in(article.id, self._annotator)
        items = [link.annotation for link in links if link.entry == self._entry.id]
        for place, _, item in sorted((page.place_of(item), item.id, item) for item in items):
            yield page.hit(place, page.index_at(place), item)
