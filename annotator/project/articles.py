"""What a project tells of its articles, and of who waits for which."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.labelling.refusals import Refused
from annotator.model.annotation import Annotation, Layer
from annotator.model.article import Article, Document
from annotator.store import (
    articles,
    layers,
    messages,
    progress,
    team,
)
from annotator.store.layers import Mark, Place
from annotator.store.listing import (
    Listed,
    Listing,
    Wanted,
)
from annotator.store.progress import Progress, Share, Totals
from annotator.store.project_file import ProjectFile

if TYPE_CHECKING:
    from annotator.labelling.messages import Messages
    from annotator.labelling.queue import UncertainFirst
    from annotator.labelling.team import Team
    from annotator.store.bundles import Bundle
    from annotator.store.duplicates import Cluster, Counts, Related
    from annotator.store.merging import Merged

_ALL = Wanted()


class ProjectArticles:
    """The articles of an open project."""

    file: ProjectFile
    _queue: "UncertainFirst | None"

    @property
    def name(self) -> str:
        """The project's name, at first that of its file."""
        return self.file.setting("name")

    def count(self) -> int:
        """Return how many articles there are."""
        return articles.count(self.file)

    def articles(
        self, annotator: str = "", first: int = 0, limit: int = -1, layer: Layer = "entities"
    ) -> list[Listed]:
        """Return articles in the order they came, with the annotator's progress.

        Args:
            limit: at most so many; -1 for all.
        """
        listing = self.listing(annotator, layer=layer)
        lines = listing.page(first, limit if limit >= 0 else len(listing))
        return [line for line in lines if line]

    def listing(
        self, annotator: str = "", wanted: Wanted = _ALL, layer: Layer = "entities"
    ) -> Listing:
        """Return a list of articles, filtered and ordered, that is read by the page."""
        return Listing(self.file, annotator, layer, wanted)

    def article(self, word: str) -> Article:
        """Return the article meant by an id or source name, the beginning of one, or its number.

        Raises:
            Refused: there is none, or more than one.
        """
        found = articles.find(self.file, word) or articles.numbered(self.file, word)
        if len(found) == 1:
            return found[0]
        if not found:
            raise Refused(f"There is no article “{word}”; annotator articles lists them.")
        meant = ", ".join(f"{article.id} ({article.source})" for article in found[:5])
        raise Refused(f"“{word}” can mean {meant}; give more of its id or source name.")

    def document(self, article: str) -> Document:
        """Return an article with its text and sentences, checked against its hash."""
        found = articles.document(self.file, article)
        if found is None:
            raise Refused(f"The project has no article {article}.")
        return found

    def annotations(self, article: str, annotator: str) -> list[Annotation]:
        """Return one annotator's annotations of an article."""
        return layers.annotations(self.file, article, annotator)

    def annotators(self) -> list[str]:
        """Return everybody who has worked here."""
        return layers.annotators(self.file)

    def progress(self, article: str, annotator: str, layer: Layer = "entities") -> Progress:
        """Return how far an annotator is with an article."""
        return progress.progress(self.file, article, annotator, layer)

    def totals(self, annotator: str, layer: Layer = "entities") -> Totals:
        """Return how much there is to do, and how much of it the annotator has finished."""
        return progress.totals(self.file, annotator, layer)

    def shares(self, article: str = "", layer: Layer = "entities") -> list[Share]:
        """Return how far everybody is who did anything, with an article or with the project."""
        if article:
            return progress.shares_of_article(self.file, article, layer)
        return progress.shares_of_project(self.file, layer)

    def neighbour(self, article: str, step: int) -> str:
        """Return the id of the article before (-1) or after (1), "" at the end."""
        return articles.neighbour(self.file, article, step)

    def next_undone(self, annotator: str, after: str = "", layer: Layer = "entities") -> str:
        """Return the next article that still waits for the annotator, "" when none does.

        Where articles are assigned to the annotator, only these wait, in the order they are due.
        """
        if self._queue and (found := self._queue.next(after)):
            return found
        if team.is_assigned(self.file, annotator):
            return team.next_assigned(self.file, annotator, layer, after)
        return progress.next_undone(self.file, annotator, layer, after)

    def uncertain_first(self, annotator: str, seed: int = 0, layer: Layer = "entities") -> None:
        """Let articles wait by how unsure suggesters are about them; see `labelling.queue`."""
        from annotator.labelling.queue import UncertainFirst

        self._queue = UncertainFirst(self.file, annotator, layer, seed)

    def is_assigned(self, annotator: str) -> bool:
        """Say whether articles are assigned to the annotator."""
        return team.is_assigned(self.file, annotator)

    def messages(self, annotator: str) -> "Messages":
        """Return somebody's questions and answers."""
        from annotator.labelling.messages import Messages

        return Messages(self.file, annotator)

    def unseen_messages(self, annotator: str) -> int:
        """Return how many messages have come to somebody since they last looked."""
        return messages.unseen(self.file, annotator)

    def bundle(self, annotator: str, target: Path, articles: Sequence[str] = ()) -> "Bundle":
        """Write what somebody needs to work apart into a new file; see `labelling.bundling`."""
        from annotator.labelling.bundling import make_bundle

        return make_bundle(self.file, annotator, target, articles)

    def merge(self, paths: Sequence[Path]) -> "list[Merged]":
        """Bring back what was done in bundles; see `labelling.bundling`."""
        from annotator.labelling.bundling import merge_bundles

        return merge_bundles(self.file, paths)

    def is_blind(self, annotator: str) -> bool:
        """Say whether somebody labels blind: all who label here, or are to."""
        return team.labels_here(self.file, annotator)

    def may_see(self, reader: str, author: str, article: str, layer: Layer) -> bool:
        """Say whether somebody may be shown another's layer of an article: see `store.openness`."""
        from annotator.store.openness import may_see

        return may_see(self.file, reader, author, article, layer)

    def team(self, annotator: str) -> "Team":
        """Return the people of the project, and what the annotator can do for them."""
        from annotator.labelling.team import Team

        return Team(self.file, annotator)

    def last_place(self, annotator: str) -> Place | None:
        """Return where the annotator was last."""
        return layers.last_place(self.file, annotator)

    def next_marked(self, annotator: str, mark: Mark, after: Place) -> Place | None:
        """Return the next place that the annotator left unsure or with a note, None for none."""
        return layers.next_marked(self.file, annotator, mark, after)

    def interrupt(self) -> None:
        """Let what another thread reads here end with a `StoreError`."""
        self.file.interrupt()

    def data_version(self) -> int:
        """Return a number that changes when another connection has written."""
        return self.file.data_version()

    def clusters(self) -> "Iterator[Cluster]":
        """Yield the clusters of articles that are copies of one another."""
        from annotator.store.duplicates import clusters

        return clusters(self.file)

    def related(self) -> "Iterator[Related]":
        """Yield pairs of articles that share part of their words, the likest first."""
        from annotator.store.duplicates import related

        return related(self.file)

    def sources(self) -> "Counts":
        """Return how many articles and how many sources there are; copies are one source."""
        from annotator.store.duplicates import counts

        return counts(self.file)

    def find_duplicates(self, annotator: str, progress: Callable[[int], None] | None = None) -> int:
        """Compare the articles that came before there were comparisons; see `store.signing`."""
        from annotator.store.signing import find_duplicates

        return find_duplicates(self.file, annotator, progress)
