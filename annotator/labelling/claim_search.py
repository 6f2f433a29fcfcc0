"""Finding the claim that another one is to be linked to, among all of its annotator's claims.

Nobody else's work is looked at. What ten thousand claims share with one is asked of the indexes of
the registry and of words; only those that may be shown are read.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from annotator.labelling.claim_matches import (
    Candidate,
    Wanted,
    folded,
    holds,
    ranked,
    telling,
)
from annotator.labelling.located import filler_fragments, standing_place
from annotator.labelling.work import Work
from annotator.model.annotation import Annotation, Claim, Filler, Incident, Mention
from annotator.model.scheme import Scheme
from annotator.model.spans import Span, covered_text
from annotator.store import claims, layers
from annotator.store.claims import ClaimRow, Headed, Standing
from annotator.store.entries import Registry
from annotator.store.project_file import ProjectFile
from annotator.store.search import IndexedWord
from annotator.text.folding import words

SHOWN = 200
"""Claims that are listed; whoever looks for another one types a word of it."""

SOURCE_ROLE, CONTENT_ROLE, STANCE = "source", "content", "stance"
"""What a claim is told by, in schemes that have them."""

_COMPARED = 250
"""So many claims are compared word by word: the best by what their articles share."""

_MOST_ASKED = 6
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

    @property
    def said(self) -> str:
        """Who says what, and how, in a line."""
        quoted = f"“{self.content or self.cue}”"
        return " · ".join(filter(None, (self.source, self.stance, quoted)))


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
        self._read: dict[str, _Known] = {}
        self._compared: dict[str, Candidate] = {}
        with file.reading():
            self._wanted = _wanted(Registry(file), work, claim)
            found = claims.claim_rows(file, claim.annotator, types)
            self._rows = [row for row in found if row.id != claim.id]
            self._standing = self._find_standing()
            self._order = self._by_articles() if len(self._rows) > _COMPARED else self._rows

    def lines(self, typed: str = "") -> list[ClaimLine]:
        """Return the claims in whose words every typed word begins one, at most `SHOWN`."""
        asked = words(typed)
        with self._file.reading():
            found = ranked(self._wanted, self._candidates(asked), SHOWN)
        return [ClaimLine(self._tell(one.claim), one.reason) for one in found]

    def understood(self, typed: str, number: int) -> str:
        """Say in one line what was looked for and how many claims there are.

        Args:
            number: how many lines came of it.
        """
        asked, total = words(typed), len(self._rows)
        every = f"{total:,} other claim{'' if total == 1 else 's'}"
        if not asked:
            first = f"; the first {SHOWN} stand here" if total > SHOWN else ""
            return f"Your {every}, those that share most with this one first{first}."
        begun = ", ".join(f"“{word}”" for word in asked)
        more = " and more" if number == SHOWN else ""
        return f"{number}{more} of your {every}, with words that begin {begun}."

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
        unread = [row.id for row in rows if row.id not in self._read]
        if unread:
            for known in _known(self._file, unread):
                self._read[known.claim.id] = known
                self._compared[known.claim.id] = self._candidate(known)
        return [self._compared[row.id] for row in rows if row.id in self._compared]

    def _candidate(self, known: "_Known") -> Candidate:
        claim = known.claim
        pieces = [claim.trigger, *(known.fragments(one) for one in claim.roles)]
        said = folded(" ".join(covered_text(known.head.text, one) for one in pieces))
        place = standing_place(claim, known.fillers.get)
        # What stands in the same article is mostly in view, where its hint is quicker.
        near = claim.article == self._claim.article
        order = (int(near), known.head.position, place.start if place else 0)
        standing = self._standing.get(claim.article, ())
        shared = (entry for entry, item in standing if _lies_in(item, claim, pieces[1:]))
        return Candidate(claim.id, frozenset(shared), said, order)

    def _tell(self, claim: str) -> ToldClaim:
        told = _told(self._scheme, self._read[claim])
        is_here = told.article == self._claim.article
        return told._replace(title="this article") if is_here else told

    # ------------------------------------------------------------------------- ranking

    def _find_standing(self) -> dict[str, list[tuple[str, Standing]]]:
        """Return, by article, what stands for one of the wanted entries, each with its entry."""
        found: dict[str, list[tuple[str, Standing]]] = {}
        for entry in Registry(self._file).resolved_all(self._wanted.entries).values():
            for one in (entry.id, *(other.id for other in entry.absorbed)):
                for item in claims.standing_for(self._file, self._annotator, one):
                    found.setdefault(item.article, []).append((entry.id, item))
        return found

    def _by_articles(self) -> list[ClaimRow]:
        """Return the claims by what they surely share, then by what their articles hold."""
        names = [words(name) for name in self._wanted.names][:_MOST_ASKED]
        own = [(word,) for word in self._wanted.words][:_MOST_ASKED]
        # As numbers, and each sort before the next: tuples sort slowly.
        name, there, surely = _MOST_ASKED + 1, (_MOST_ASKED + 1) ** 2, 10**6
        held = self._weights((*names, *own), [name] * len(names) + [1] * len(own))
        likeness = []
        for row in self._rows:
            standing = self._standing.get(row.article, ())
            shared = {entry for entry, item in standing if row.speaks_of(item)}
            # The claim's own article holds all of it, which tells nothing of its other claims.
            is_other = row.article != self._claim.article
            near = there * len({entry for entry, _ in standing}) + held[row.article]
            likeness.append(surely * len(shared) + is_other * near)
        best = sorted(range(len(likeness)), key=likeness.__getitem__, reverse=True)
        return [self._rows[number] for number in best]

    def _weights(
        self, phrases: Iterable[tuple[str, ...]], weights: Iterable[int]
    ) -> Mapping[str, int]:
        """Return the sum of the weights of the phrases that may stand in each article."""
        found: dict[str, int] = defaultdict(int)
        for phrase, weight in zip(phrases, weights, strict=True):
            indexed = [IndexedWord(word) for word in phrase]
            for article in claims.articles_with(self._file, indexed):
                found[article] += weight
        return found


def _lies_in(item: Standing, claim: Claim, fillers: Iterable[tuple[Span, ...]]) -> bool:
    """Say whether an annotation fills a role of a claim, or lies in what does."""
    return any(one.target == item.id for one in claim.roles) or any(
        start <= item.start and item.end <= end for pieces in fillers for start, end in pieces
    )


def tell_claims(
    file: ProjectFile, scheme: Scheme, annotator: str, wanted: Sequence[str]
) -> dict[str, ToldClaim]:
    """Return an annotator's claims in words, by id; those that are not there are left out."""
    found = _known(file, wanted)
    return {one.claim.id: _told(scheme, one) for one in found if one.claim.annotator == annotator}


class _Known(NamedTuple):
    """A claim that has been read."""

    claim: Claim
    fillers: Mapping[str, Annotation]
    """What fills its roles, and perhaps more, by id."""
    head: Headed

    def fragments(self, filler: Filler) -> tuple[Span, ...]:
        """Return where a filler stands."""
        return filler_fragments(filler, self.fillers.get)


def _known(file: ProjectFile, wanted: Sequence[str]) -> list[_Known]:
    found = [one for one in layers.with_ids(file, wanted).values() if isinstance(one, Claim)]
    targets = {filler.target for one in found for filler in one.roles if not filler.span}
    fillers = layers.with_ids(file, sorted(targets))
    heads = claims.headed(file, (one.article for one in found))
    return [_Known(one, fillers, heads[one.article]) for one in found if one.article in heads]


def _told(scheme: Scheme, known: _Known) -> ToldClaim:
    claim, text = known.claim, known.head.text
    pieces: dict[str, list[str]] = {}
    for one in claim.roles:
        words_ = " ".join(covered_text(text, known.fragments(one)).split())
        pieces.setdefault(one.role, []).append(words_)
    source = pieces.pop(SOURCE_ROLE, [])
    content = pieces.get(CONTENT_ROLE) or [word for found in pieces.values() for word in found]
    stance = scheme.attributes_of_layer("claims").get(STANCE)
    return ToldClaim(
        article=claim.article,
        id=claim.id,
        title=known.head.title or known.head.source,
        source=_joined(source),
        stance=claim.value_of(STANCE) or (stance.default if stance else ""),
        cue=" ".join(covered_text(text, claim.trigger).split()),
        content=_joined(content),
    )


def _joined(pieces: Iterable[str]) -> str:
    return " … ".join(filter(None, pieces))


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
    """Yield the mentions and incidents that fill roles of a claim, or lie in what does."""
    found: dict[str, Mention | Incident] = {}
    for filler in claim.roles:
        item = work.annotations.get(filler.target)
        if isinstance(item, Mention | Incident):
            found[item.id] = item
        for span in filler_fragments(filler, work.annotations.get):
            for sentence in work.sentences_touching([span]):
                for mention in work.mentions_in(sentence.start):
                    if span.start <= mention.anchor.start and mention.anchor.end <= span.end:
                        found[mention.id] = mention
    yield from found.values()
