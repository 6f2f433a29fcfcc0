"""Ghosts: the suggestions that are shown in an article, and what a person does with them.

A ghost is what several suggesters propose alike, shown once. It is never over the annotator's own
work, in a sentence that is finished, or in one that is held back from them.
"""

import hashlib
import time
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from annotator.labelling.sentence_map import cross
from annotator.labelling.session import Session
from annotator.labelling.work import Touched
from annotator.model.annotation import Layer, Mention
from annotator.model.article import Sentence
from annotator.model.spans import Span, overlap
from annotator.model.suggestion import Proposal, Suggestion, suggestion
from annotator.store import suggestions as kept_suggestions
from annotator.store.project_file import ProjectFile
from annotator.suggest.base import Page, Suggester
from annotator.suggest.memory import Memory
from annotator.suggest.reading import read_in_steps


class Ghost(NamedTuple):
    """One proposal, by however many suggesters; the likeliest suggestion first."""

    suggestions: tuple[Suggestion, ...]
    score: float
    """How likely it is right, from 0 to 1: suggesters that agree make it likelier."""

    @property
    def fragments(self) -> tuple[Span, ...]:
        """The range of the mention, or the trigger or cue of the frame."""
        return self.suggestions[0].fragments

    @property
    def type(self) -> str:
        """The proposed type."""
        return self.suggestions[0].type

    @property
    def layer(self) -> Layer:
        """The layer of the type."""
        return self.suggestions[0].layer

    @property
    def sources(self) -> str:
        """The suggesters, as a list for people."""
        return ", ".join(dict.fromkeys(one.source for one in self.suggestions))


class Shown(NamedTuple):
    """Which suggestions a project shows."""

    thresholds: dict[str, float]
    """The least score of a suggester's proposals that are shown; 0.5 where nothing is said."""
    held_back: float = 0.0
    """The share of sentences in which an annotator sees no ghosts."""
    off: frozenset[str] = frozenset()
    """Suggesters that are not asked."""


def shown_of(file: ProjectFile) -> Shown:
    """Return which suggestions a project shows, as was said to `annotator suggest`."""
    said = kept_suggestions.showing(file)
    return Shown(said.thresholds, said.held_back, frozenset(said.off))


_AHEAD, _BEHIND = 120, 40
"""Sentences that are looked at ahead of the light and behind it."""

_AT_ONCE = 8
"""Sentences that are laid out anew at a time because a label is remembered."""

_LEAST = 0.5
"""The least score that is shown where a project says nothing."""


class Ghosts:
    """The ghosts of one annotator in one article, made sentence by sentence while hands rest.

    Args:
        suggesters: those that work while the article is open; they are quick.
        kept: gives what slower ones have proposed.
        layers: gives the layers that are being worked on.
    """

    def __init__(
        self,
        session: Session,
        suggesters: Sequence[Suggester],
        memory: Memory,
        kept: Callable[[], Iterable[Suggestion]],
        shown: Shown,
        layers: Callable[[], tuple[Layer, ...]],
    ) -> None:
        self._session, self._memory, self._shown, self._layers = session, memory, shown, layers
        self._suggesters = [one for one in suggesters if one.name not in shown.off]
        self._found: dict[int, list[Suggestion]] = {}
        self._begun: dict[int, tuple[int, list[Suggestion]]] = {}
        """Sentences that only some suggesters have looked at: how many, and what they found."""
        self._read_kept, self._kept = kept, dict[int, list[Suggestion]]()
        self._ghosts: dict[int, tuple[Ghost, ...]] = {}
        self._cut: list[Sentence] = []
        self._todo: list[int] = []
        """What `_waiting` returns for these sentences."""
        self._changed: set[int] = set()
        """Sentences that may show other ghosts now, of which `advance` tells a few at a time."""
        self.read_again()

    def read_again(self) -> bool:
        """Read what slower suggesters have proposed by now; where that is anything else, choose
        anew what is shown, and say so."""
        # What is asked anew counts once, however often it was kept.
        left_out = {*self._shown.off, *(one.name for one in self._suggesters)}
        kept: dict[int, list[Suggestion]] = {}
        for one in self._read_kept():
            if one.source not in left_out:
                kept.setdefault(self._sentence_at(one.anchor.start), []).append(one)
        if kept == self._kept:
            return False
        self._kept = kept
        self._ghosts.clear()
        return True

    def is_complete(self, first: int) -> bool:
        """Say whether `advance` has nothing to do around the sentence of this number."""
        return self._next(first) is None and not self._changed

    def advance(self, seconds: float, first: int = 0) -> Touched:
        """Look at sentences that nobody has looked at, for about so long.

        Only around one: what is far away in a long article costs time and memory for nothing.

        Args:
            first: the number of the sentence to begin with.

        Returns:
            The sentences that have ghosts now.
        """
        until = time.perf_counter() + seconds
        work = self._session.work
        touched = {self._changed.pop() for _ in range(min(_AT_ONCE, len(self._changed)))}
        while (place := self._next(first)) is not None and time.perf_counter() < until:
            start = self._todo[place]
            # One suggester at a time: the first call of each reads its tables.
            for _ in self._look_at(work.sentences[work.index_of(start)]):
                if time.perf_counter() > until:
                    return frozenset(touched)
            del self._todo[place]
            if self.in_sentence(start):
                touched.add(start)
        return frozenset(touched)

    def in_sentence(self, start: int) -> tuple[Ghost, ...]:
        """Return what is shown in the sentence that begins there, outer ranges first."""
        if start not in self._found:
            return ()
        if start not in self._ghosts:
            self._ghosts[start] = tuple(self._select(start))
        return self._ghosts[start]

    def at(self, fragments: tuple[Span, ...]) -> Ghost | None:
        """Return the ghost on exactly this range."""
        if not fragments:
            return None
        shown = self.in_sentence(self._sentence_at(fragments[0].start))
        return next((ghost for ghost in shown if ghost.fragments == fragments), None)

    def forget(self, touched: Touched) -> None:
        """Choose again what is shown in sentences that changed."""
        for start in touched:
            self._ghosts.pop(start, None)

    def learn(self, words: str, kind: str, number: int) -> Touched:
        """Remember a label that words got, or lost; return the sentences that it may show in."""
        return self._remember(words, partial(self._memory.learn, words, kind, number))

    def refuse(self, words: str, kind: str, number: int) -> Touched:
        """Remember a label that was turned down, or is not any more."""
        return self._remember(words, partial(self._memory.refuse, words, kind, number))

    # --------------------------------------------------------------------------- helpers

    def _next(self, first: int) -> int | None:
        """Return which of those that wait comes next: what is ahead, then what is behind."""
        work, waiting = self._session.work, self._waiting()
        place = bisect_left(waiting, work.sentences[first].start)
        if place < len(waiting) and work.index_at(waiting[place]) - first <= _AHEAD:
            return place
        if place and first - work.index_at(waiting[place - 1]) <= _BEHIND:
            return place - 1
        return None

    def _waiting(self) -> list[int]:
        """Return the starts of the sentences that nobody has looked at yet, in order."""
        sentences = self._session.work.sentences
        if self._cut is not sentences:
            self._cut = sentences
            self._todo = [
                one.start
                for one in sentences
                if one.kind != "boilerplate" and one.start not in self._found
            ]
        return self._todo

    def _sentence_at(self, offset: int) -> int:
        work = self._session.work
        return work.sentences[work.index_at(offset)].start

    def _page(self, sentence: Sentence) -> Page:
        work = self._session.work
        scheme = self._session.scheme
        return Page(work.article, work.text, work.sentences, (sentence,), scheme)

    def _look_at(self, sentence: Sentence) -> Iterator[None]:
        """Ask each suggester about a sentence, from where this was given up; yield between them."""
        article = self._session.article
        page = self._page(sentence)
        asked, found = self._begun.pop(sentence.start, (0, []))
        if self._suggesters and not asked:
            yield from read_in_steps(page)
        for number, suggester in enumerate(self._suggesters[asked:], asked + 1):
            found += (_suggested(article, suggester, one) for one in suggester.suggest(page))
            self._begun[sentence.start] = (number, found)
            if number < len(self._suggesters):
                yield
        self._begun.pop(sentence.start, None)
        self._found[sentence.start] = found
        self._ghosts.pop(sentence.start, None)

    def _remember(self, words: str, change: Callable[[], None]) -> Touched:
        """Change the memory of words; it matters only where another label is shown then."""
        before = self._remembered(words)
        change()
        return self._with_words(words) if self._remembered(words) != before else frozenset()

    def _remembered(self, words: str) -> str:
        """Return the label that memory shows for words, "" for none."""
        kind, score = self._memory.best(words)
        return kind if score >= self._shown.thresholds.get(self._memory.name, _LEAST) else ""

    def _with_words(self, words: str) -> Touched:
        text = self._session.work.text
        touched, place = set[int](), text.find(words)
        while place >= 0 and words:
            touched.add(self._sentence_at(place))
            place = text.find(words, place + 1)
        self.forget(frozenset(touched))
        if len(touched) <= _AT_ONCE:
            return frozenset(touched)
        # A name that stands everywhere: nobody's key waits until it is shown everywhere.
        self._changed |= touched
        return frozenset()

    def _select(self, start: int) -> Iterator[Ghost]:
        """Yield the ghosts of a sentence: the likelier first choice wherever ranges collide."""
        session = self._session
        work, scheme = session.work, session.scheme
        sentence = work.sentences[work.index_of(start)]
        layers = [layer for layer in self._layers() if not self._is_done(start, layer)]
        if not layers or self._is_held_back(start):
            return
        offered = [*self._found[start], *self._kept.get(start, ())]
        if "memory" not in self._shown.off:
            offered += (
                _suggested(work.article.id, self._memory, proposal)
                for proposal in self._memory.suggest(self._page(sentence))
            )
        groups: dict[tuple[str, tuple[Span, ...]], list[Suggestion]] = {}
        for one in offered:
            if self._may_show(one, layers) and scheme.layer_of(one.type) == one.layer:
                groups.setdefault((one.type, one.fragments), []).append(one)
        ghosts = [_ghost(found) for found in groups.values()]
        taken: list[Ghost] = []
        for ghost in sorted(ghosts, key=_likelier_first):
            if not any(_collide(ghost, other) for other in taken) and not self._is_decided(ghost):
                taken.append(ghost)
        yield from sorted(taken, key=lambda one: (one.fragments[0].start, -one.fragments[-1].end))

    def _may_show(self, one: Suggestion, layers: Sequence[Layer]) -> bool:
        least = self._shown.thresholds.get(one.source, _LEAST)
        return (
            one.layer in layers
            and one.score >= least
            and one.id not in self._session.work.verdicts
            and len(one.fragments) == 1
        )

    def _is_decided(self, ghost: Ghost) -> bool:
        """Say whether the annotator's own work stands where the ghost would."""
        work = self._session.work
        start = self._sentence_at(ghost.fragments[0].start)
        (span,) = ghost.fragments
        if ghost.layer == "entities":
            own = (part for mention in work.mentions_in(start) for part in mention.fragments)
            return any(span == part or cross(span, part) for part in own)
        frames = (one for one in work.frames_in(start) if one.layer == ghost.layer)
        return any(overlap(span, part) for frame in frames for part in frame.trigger)

    def _is_done(self, start: int, layer: Layer) -> bool:
        state = self._session.work.state_of(start, layer)
        return state is not None and not state.stale

    def _is_held_back(self, start: int) -> bool:
        session = self._session
        return is_held_back(session.annotator, session.article, start, self._shown.held_back)


def is_held_back(annotator: str, article: str, start: int, share: float) -> bool:
    """Say whether an annotator sees no ghosts in the sentence that begins there.

    It is chance, but always the same: who compares work with and without ghosts has to know which
    is which.
    """
    if share <= 0:
        return False
    digest = hashlib.sha256(f"{annotator}\n{article}\n{start}".encode()).digest()
    return int.from_bytes(digest[:8], "big") < share * 2**64


def words_of(mention: Mention, text: str) -> str:
    """Return the words that memory keeps of a mention, "" for one in several pieces."""
    if len(mention.fragments) > 1:
        return ""
    return text[slice(*mention.fragments[0])]


def _suggested(article: str, suggester: Suggester, proposal: Proposal) -> Suggestion:
    return suggestion(article, suggester.name, suggester.version, proposal)


def _ghost(found: list[Suggestion]) -> Ghost:
    wrong = 1.0
    for one in found:
        wrong *= 1 - one.score
    best = sorted(found, key=lambda one: (-one.score, one.source))
    return Ghost(tuple(best), 1 - wrong)


def _likelier_first(ghost: Ghost) -> tuple[float, int, int, str]:
    (span,) = ghost.fragments
    return -ghost.score, span.start - span.end, span.start, ghost.type


def _collide(one: Ghost, other: Ghost) -> bool:
    """Say whether two ghosts cannot both be shown: one range, or ranges that cross."""
    if (one.layer == "entities") != (other.layer == "entities"):
        return one.fragments == other.fragments
    (first,), (second,) = one.fragments, other.fragments
    return first == second or cross(first, second)
