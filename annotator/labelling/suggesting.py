"""Running suggesters over articles and keeping what they propose.

Articles are written whole, a few in a short transaction: whoever stops the work has whole ones, and
nobody's key waits. What the scheme cannot take is dropped and counted.
"""

import time
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple, get_args

from annotator.labelling.rules import value_problem
from annotator.model.article import Document, Sentence
from annotator.model.scheme import Scheme
from annotator.model.spans import span_problem
from annotator.model.suggestion import Proposal, SuggestedLayer, Suggestion, suggestion
from annotator.store import articles, suggestions
from annotator.store.project_file import ProjectFile
from annotator.suggest.base import Page, Remarking, Suggester, SuggesterFailed
from annotator.suggest.registry import RESERVED, Offer

LAYERS: tuple[SuggestedLayer, ...] = get_args(SuggestedLayer)

_ROWS, _SECONDS = 500, 0.5
"""Suggestions in a transaction, and the time from one to the next, more or less."""

_REMEMBERED = 10_000
"""Values of attributes that need not be judged again."""

_PATIENCE = 3
"""Articles in a row on which a suggester may fail before it is left out."""


class Made(NamedTuple):
    """What one suggester proposed for one article."""

    source: str
    article: str
    """Id of the article; "" where the suggester could not begin."""
    title: str = ""
    """The source name of the article, for people."""
    found: int = 0
    new: int = 0
    """How many were not kept before."""
    dropped: Mapping[str, int] = {}
    """Why something was left out, and how often."""
    remarks: tuple[str, ...] = ()
    failure: str = ""
    """Why nothing was kept, in a few words; "" where it went well."""
    is_new: bool = True
    """Whether it was asked: not where it had looked at the article before."""


class Checked(NamedTuple):
    """A proposal as far as the scheme takes it."""

    proposal: Proposal | None
    dropped: tuple[str, ...] = ()


def propose(
    file: ProjectFile,
    scheme: Scheme,
    offers: Sequence[Offer],
    wanted: Iterable[str],
    annotator: str,
    *,
    again: bool = False,
) -> Iterator[Made]:
    """Run suggesters over articles and keep what they propose, article by article.

    Args:
        wanted: ids of articles.
        annotator: to whom suggesters belong that learn from one person's work.
        again: ask those too that have looked at an article in this version.
    """
    asked = []
    for offer in offers:
        try:
            asked.append(_Asked(scheme, offer.make(), annotator))
        except SuggesterFailed as reason:
            yield Made(offer.name, "", failure=str(reason))
    batch = _Batch(file)
    try:
        for article in wanted:
            document = articles.document(file, article)
            if document is None:
                continue
            looked_at = {} if again else suggestions.looked_at(file, article)
            for one in asked:
                if not one.has_given_up:
                    batch.add(one.look_at(document, looked_at))
            if batch.is_ready:
                yield from batch.write()
    except KeyboardInterrupt:
        batch.write()
        raise
    yield from batch.write()


class Checker:
    """Says what a scheme takes of proposals; what it has found out of a type it keeps."""

    def __init__(self, scheme: Scheme) -> None:
        self._scheme = scheme
        self._layers = {
            kind.name: layer for layer in LAYERS for kind in scheme.choosable_types(layer)
        }
        self._takes_value = lru_cache(_REMEMBERED)(self._asks_value)
        self._fillers = lru_cache(None)(self._asks_fillers)

    def check(self, proposal: Proposal, page: Page) -> Checked:
        """Return a proposal without what cannot be taken, None where nothing is left of it."""
        if self._layers.get(proposal.type) != proposal.layer:
            return Checked(None, ("a type that the scheme does not have, or only to group others",))
        if span_problem(proposal.fragments, page.text) or not _is_wanted(proposal, page.wanted):
            return Checked(None, ("a range outside the text or across sentences",))
        attributes = tuple(
            one
            for one in proposal.attributes
            if self._takes_value(proposal.type, one.name, one.value)
            and not (one.evidence and span_problem((one.evidence,), page.text))
        )
        roles = tuple(
            one
            for one in proposal.roles
            if one.type in self._fillers(proposal.type).get(one.role, ())
            and not span_problem(one.fragments, page.text)
        )
        dropped = ("a value that the type cannot have",) * (
            len(proposal.attributes) - len(attributes)
        )
        dropped += ("a role that cannot be filled so",) * (len(proposal.roles) - len(roles))
        if not dropped:
            return Checked(proposal, ())
        fitting = proposal.model_copy(update={"attributes": attributes, "roles": roles})
        return Checked(fitting, dropped)

    def _asks_value(self, kind: str, name: str, value: str) -> bool:
        return not value_problem(self._scheme, kind, name, value)

    def _asks_fillers(self, kind: str) -> Mapping[str, frozenset[str]]:
        """Return what may fill each role of a type; mentions have no roles."""
        if self._layers[kind] == "entities":
            return {}
        roles = self._scheme.roles_of(kind)
        return {role.name: frozenset(self._scheme.permitted_fillers(role)) for role in roles}


class _Answer(NamedTuple):
    """What a suggester said of an article; what is to be kept of it, None for nothing."""

    made: Made
    looked: suggestions.Looked | None = None


class _Batch:
    """Answers that wait to be written: waiting for the disk takes longer than most suggesters."""

    def __init__(self, file: ProjectFile) -> None:
        self._file = file
        self._waiting: list[_Answer] = []
        self._since = time.monotonic()

    @property
    def is_ready(self) -> bool:
        """Whether it is time to write: for short transactions, and for whoever watches."""
        number = sum(len(one.looked.found) for one in self._waiting if one.looked)
        return number > _ROWS or time.monotonic() - self._since > _SECONDS

    def add(self, answer: _Answer) -> None:
        self._waiting.append(answer)

    def write(self) -> list[Made]:
        """Write what waits; return it with what was new of it."""
        looked = [one.looked for one in self._waiting if one.looked]
        new = iter(suggestions.keep_all(self._file, looked) if looked else ())
        made = [
            one.made._replace(new=next(new)) if one.looked else one.made for one in self._waiting
        ]
        self._waiting, self._since = [], time.monotonic()
        return made


class _Asked:
    """A suggester at work."""

    def __init__(self, scheme: Scheme, suggester: Suggester, annotator: str) -> None:
        self._scheme, self._suggester = scheme, suggester
        self._checker = Checker(scheme)
        own = suggester.name in RESERVED
        self._source = suggestions.own_source(suggester.name, annotator) if own else suggester.name
        self._failures = 0

    @property
    def has_given_up(self) -> bool:
        """Whether it failed too often to be asked again."""
        return self._failures >= _PATIENCE

    def look_at(self, document: Document, looked_at: Mapping[str, str]) -> _Answer:
        """Ask it about an article; where it fails, what was kept stays.

        Args:
            looked_at: the versions of suggesters that need not be asked.
        """
        article, title = document.article.id, document.article.source
        made = Made(self._suggester.name, article, title)
        version = self._suggester.version
        if looked_at.get(self._source) == version:
            return _Answer(made._replace(is_new=False))
        dropped = Counter[str]()
        try:
            found = self._found(_page(document, self._scheme), dropped)
        except SuggesterFailed as reason:
            return self._failed(made, str(reason))
        except Exception as fault:  # a plug-in may do anything
            return self._failed(made, f"it has a fault ({type(fault).__name__})")
        self._failures = 0
        remarks = self._suggester.remarks if isinstance(self._suggester, Remarking) else ()
        made = made._replace(found=len(found), dropped=dropped, remarks=tuple(remarks))
        return _Answer(made, suggestions.Looked(article, self._source, version, found))

    def _found(self, page: Page, dropped: Counter[str]) -> list[Suggestion]:
        """Return what it proposes, each once, the likeliest of those that are alike."""
        found: dict[str, Suggestion] = {}
        for proposal in self._suggester.suggest(page):
            fitting, reasons = self._checker.check(proposal, page)
            dropped.update(reasons)
            if fitting is None:
                continue
            one = suggestion(page.article.id, self._source, self._suggester.version, fitting)
            if one.id not in found or one.score > found[one.id].score:
                found[one.id] = one
        return list(found.values())

    def _failed(self, made: Made, reason: str) -> _Answer:
        self._failures += 1
        last = "; it is not asked any more" if self.has_given_up else ""
        return _Answer(made._replace(failure=reason + last))


def _page(document: Document, scheme: Scheme) -> Page:
    article, text, sentences = document
    wanted = [one for one in sentences if one.kind != "boilerplate"]
    return Page(article, text, sentences, wanted, scheme)


def _is_wanted(proposal: Proposal, wanted: Sequence[Sentence]) -> bool:
    """Say whether the range lies inside one of the sentences."""
    start, end = proposal.anchor
    number = bisect_right(wanted, start, key=attrgetter("start")) - 1
    return number >= 0 and end <= wanted[number].end
