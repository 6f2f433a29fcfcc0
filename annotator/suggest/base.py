"""What a suggester is: something with a name and a version that proposes annotations for a page."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol, runtime_checkable

from annotator.model.article import Article, Sentence
from annotator.model.scheme import Scheme
from annotator.model.suggestion import Proposal


class Page(NamedTuple):
    """What a suggester may look at."""

    article: Article
    text: str
    """The whole text of the article."""
    sentences: Sequence[Sentence]
    """All sentences of the article, in order."""
    wanted: Sequence[Sentence]
    """Those to propose for; the others are there for context."""
    scheme: Scheme


class SuggesterFailed(Exception):
    """A suggester cannot work, or not on this page; the message is one plain sentence."""


class Suggester(Protocol):
    """Proposes annotations, offline and always the same for the same page."""

    name: str
    """Lower-case letters, digits and `_`; part of every suggestion's origin."""
    version: str
    """Changes whenever the same page may get other proposals."""

    def suggest(self, page: Page) -> Iterable[Proposal]:
        """Yield proposals for the wanted sentences.

        Offsets are code points into the page's text. What the scheme does not have is dropped by
        the caller, so suggesters name the types of the packaged scheme.
        """
        ...


@runtime_checkable
class Remarking(Protocol):
    """A suggester that may have to leave things out, and says so."""

    remarks: list[str]
    """What was ignored on the latest page and why: one sentence each, without a full stop."""
