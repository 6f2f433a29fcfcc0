"""Finding the claim that another one is to be linked to, among all of its annotator's claims.

Nobody else's work is looked at. What ten thousand claims share with one is asked of the indexes of
the registry and of words; only those that may be shown are read.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from annotator.labelling.claim_matches import (
    Candidate,
    Match,
    Wanted,
    folded,
    holds,
    ranked,
    telling,
)
from annotator.labelling.located import filler_fragments, standing_place
from annotator.labelling.work import Work
from annotator.model.annotation import Annotation, Claim, Incident, Mention
from annotator.model.scheme import Scheme
from annotator.model.spans import Span, covered_text
from annotator.store import claims, layers
from annotator.store.claims import ClaimRow, Headed
from annotator.store.entries import Registry
from annotator.store.project_file import ProjectFile
from annotator.store.search import IndexedWord
from annotator.text.folding import words

SHOWN = 200
"""Claims that are listed; whoever looks for another one types a word of it."""

SOURCE_ROLE, CONTENT_ROLE, STANCE = "source", "content", "stance"
"""What a claim is told by, in schemes that have them."""

_COMPARED = 400
"""So many claims are compared word by word: the best by what their articles share."""

_MOST_ASKED = 8
"""Names, and words, that the index of words is asked for."""


class ToldClaim(NamedTuple):
    """A claim in words."""

    article: str
    id: str
    title: str
    """Title of its article, or its source name."""
    source: str
    stance: str
    cue: str
    content: str
    """The words of what it says; of its other fillers where it has no content."""


class ClaimLine(NamedTuple):
    """A claim of the list."""

    claim: ToldClaim
    reason: str
    """What it shares with the one that is to be linked."""


class ClaimSearch:
    """The claims that a relation from one claim may lead to, those most like it first.

    Args:
        work: the article of the claim.
        types: names of the types that the relation may lead to.
    """

    def __init__(
        self, file: ProjectFile, scheme: Scheme, work: Work, claim: Claim, types: Sequence[str]
    ) -> None:
        self._file, self._scheme, self._claim = file, scheme, claim
        self._read: dict[str, Candidate] = {}
        with file.reading():
            self._wanted = _wanted(Registry(file), work, claim)
            found = claims.claim_rows(file, claim.annotator, types)
            self._rows = [row for row in found if row.id != claim.id]
            self._shared = self._entries_shared()
            self._order = self._by_articles() if len(self._rows) > _COMPARED else self._rows

    def lines(self, typed: str = "") -> list[ClaimLine]:
        """Return the claims in whose words every typed word begins one, at most `SHOWN`."""
        asked = words(typed)
        with self._file.reading():
            found = ranked(self._wanted, self._candidates(asked), SHOWN)
            told = tell_claims(self._file, self._scheme, self._annotator, _references(found))
        return [ClaimLine(told[one.claim], one.reason) for one in found if one.claim in told]

    @property
    def _annotator(self) -> str:
        return self._claim.annotator

    def _candidates(self, asked: Sequence[str]) -> Iterator[Candidate]:
        """Yield claims that hold the typed words, until there are enough to be ranked."""
        rows, number = self._order, 0
        if asked:
            indexed = [IndexedWord(word, prefix=True) for word in asked]
            able = claims.articles_with(self._file, indexed)
            rows = [row for row in rows if row.article in able]
        for first in range(0, len(rows), _COMPARED):
            for one in self._details(rows[first : first + _COMPARED]):
                if holds(one.said, asked):
                    number += 1
                    yield one
            if number >= SHOWN:
                return

    def _details(self, rows: Sequence[ClaimRow]) -> list[Candidate]:
        unread = [row for row in rows if row.id not in self._read]
        if unread:
            heads = claims.headed(self._file, (row.article for row in unread))
            for item, fillers in _with_fillers(self._file, [row.id for row in unread]):
                if head := heads.get(item.article):
                    self._read[item.id] = self._candidate(item, fillers, head)
        return [self._read[row.id] for row in rows if row.id in self._read]

    def _candidate(
        self, claim: Claim, fillers: Mapping[str, Annotation], head: Headed
    ) -> Candidate:
        pieces = [claim.trigger, *(filler_fragments(one, fillers.get) for one in claim.roles)]
        said = " ".join(covered_text(head.text, one) for one in pieces)
        place = standing_place(claim, fillers.get)
        # What stands in the same article is mostly in view, where its hint is quicker.
        near = claim.article == self._claim.article
        order = (head.position + (near << 40), place.start if place else 0)
        shared = self._shared.get(claim.id, frozenset())
        return Candidate(claim.id, claim.article, shared, folded(said), order)

    # ------------------------------------------------------------------------- ranking

    def _entries_shared(self) -> dict[str, frozenset[str]]:
        """Return for each claim which of the wanted entries it speaks of."""
        registry = Registry(self._file)
        tops = {
            one: entry.id
            for entry in registry.resolved_all(self._wanted.entries).values()
            for one in (entry.id, *(other.id for other in entry.absorbed))
        }
        standing: dict[str, list[claims.Standing]] = {}
        for item in claims.standing_for(self._file, self._annotator, tops):
            standing.setdefault(item.article, []).append(item)
        found = {}
        for row in self._rows:
            if there := standing.get(row.article):
                found[row.id] = frozenset(tops[one.identity] for one in row.speaks_of(there))
        return found

    def _by_articles(self) -> list[ClaimRow]:
        """Return the claims by what they surely share, then by what their articles hold."""
        names = [words(name) for name in self._wanted.names][:_MOST_ASKED]
        own = [(word,) for word in self._wanted.words][:_MOST_ASKED]
        with_names, with_words = self._counted(names), self._counted(own)
        nothing: frozenset[str] = frozenset()

        def likeness(row: ClaimRow) -> tuple[int, int, int]:
            article = row.article
            shared = len(self._shared.get(row.id, nothing))
            return -shared, -with_names.get(article, 0), -with_words.get(article, 0)

        return sorted(self._rows, key=likeness)

    def _counted(self, phrases: Iterable[tuple[str, ...]]) -> dict[str, int]:
        """Return how many of some phrases may stand in each article."""
        found: dict[str, int] = {}
        for phrase in phrases:
            indexed = [IndexedWord(word) for word in phrase]
            for article in claims.articles_with(self._file, indexed):
                found[article] = found.get(article, 0) + 1
        return found


def tell_claims(
    file: ProjectFile, scheme: Scheme, annotator: str, references: Iterable[str]
) -> dict[str, ToldClaim]:
    """Return an annotator's claims in words, by id; those that are not there are left out.

    Args:
        references: `d_...#c_...` of each.
    """
    wanted = [reference.partition("#")[2] for reference in references]
    found = [
        (claim, fillers)
        for claim, fillers in _with_fillers(file, wanted)
        if claim.annotator == annotator
    ]
    heads = claims.headed(file, (claim.article for claim, _ in found))
    return {
        claim.id: _told(scheme, claim, fillers, heads[claim.article])
        for claim, fillers in found
        if claim.article in heads
    }


def _references(found: Iterable[Match]) -> list[str]:
    return [f"{one.article}#{one.claim}" for one in found]


def _with_fillers(
    file: ProjectFile, wanted: Sequence[str]
) -> list[tuple[Claim, Mapping[str, Annotation]]]:
    """Return claims with what fills their roles, by id."""
    found = [one for one in layers.with_ids(file, wanted).values() if isinstance(one, Claim)]
    targets = {filler.target for one in found for filler in one.roles if not filler.span}
    fillers = layers.with_ids(file, sorted(targets))
    return [(one, fillers) for one in found]


def _told(
    scheme: Scheme,
    claim: Claim,
    fillers: Mapping[str, Annotation],
    head: Headed,
) -> ToldClaim:
    def words_of(*roles: str, others: bool = False) -> str:
        pieces = (
            covered_text(head.text, filler_fragments(one, fillers.get))
            for one in claim.roles
            if (one.role in roles) is not others
        )
        return " … ".join(" ".join(piece.split()) for piece in pieces if piece)

    stance = scheme.attributes_of_layer("claims").get(STANCE)
    return ToldClaim(
        article=claim.article,
        id=claim.id,
        title=head.title or head.source,
        source=words_of(SOURCE_ROLE),
        stance=claim.value_of(STANCE) or (stance.default if stance else ""),
        cue=" ".join(covered_text(head.text, claim.trigger).split()),
        content=words_of(CONTENT_ROLE) or words_of(SOURCE_ROLE, others=True),
    )


def _wanted(registry: Registry, work: Work, claim: Claim) -> Wanted:
    """Return what a claim speaks of."""
    ranges = [filler_fragments(one, work.annotations.get) for one in claim.roles]
    spoken = list(_spoken_of(work, claim))
    entries = registry.resolved_all(one.identity for one in spoken if one.identity)
    names: dict[str, str] = {}
    for item in spoken:
        if isinstance(item, Mention):
            name = folded(covered_text(work.text, item.fragments))
            top = entries.get(item.identity)
            names[name] = names.get(name) or (top.id if top else "")
    return Wanted(
        entries={one.id: one.entry.name for one in entries.values()},
        names={name: entry for name, entry in names.items() if name.strip()},
        words=telling(" ".join(covered_text(work.text, one) for one in ranges)),
    )


def _spoken_of(work: Work, claim: Claim) -> Iterator[Mention | Incident]:
    """Yield the mentions and incidents that fill roles of a claim, or lie in text that does."""
    found: dict[str, Mention | Incident] = {}
    for filler in claim.roles:
        item = work.annotations.get(filler.target)
        if isinstance(item, Mention | Incident):
            found[item.id] = item
        elif filler.span:
            span = Span(filler.span.start, filler.span.end)
            for sentence in work.sentences_touching([span]):
                for mention in work.mentions_in(sentence.start):
                    if span.start <= mention.anchor.start and mention.anchor.end <= span.end:
                        found[mention.id] = mention
    yield from found.values()
