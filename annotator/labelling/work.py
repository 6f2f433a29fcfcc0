"""One annotator's work on one article, in memory: what the session edits and the screen shows."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from annotator.labelling.located import standing_place
from annotator.labelling.rules import targets_of
from annotator.model.annotation import (
    Annotation,
    Claim,
    Frame,
    Incident,
    Label,
    Layer,
    Mention,
    Relation,
)
from annotator.model.article import Article, Document, Sentence
from annotator.model.completion import Completion
from annotator.model.decision import Decision
from annotator.model.registry import RegistryAlias, RegistryEntity, RegistryIncident
from annotator.model.spans import Span
from annotator.model.suggestion import Verdict
from annotator.model.team import Assignment, Message
from annotator.store.journal import Edit
from annotator.store.layers import Stamp
from annotator.store.rows import Stored, StoredSentence

Touched = frozenset[int]
"""Starts of the sentences whose looks changed."""


class _Put(NamedTuple):
    """Where a frame stands in the indexes."""

    place: Span
    starts: tuple[int, ...]
    """The sentences that its trigger touches, or that holds its place."""


class Work:
    """An article with one annotator's annotations and completion, kept in step with the store."""

    def __init__(
        self,
        document: Document,
        annotations: Iterable[Annotation],
        completions: Iterable[Completion],
        verdicts: Iterable[Verdict] = (),
    ) -> None:
        self.article: Article = document.article
        self.text = document.text
        self.sentences: list[Sentence] = list(document.sentences)
        self._starts = [sentence.start for sentence in self.sentences]
        self.annotations: dict[str, Annotation] = {}
        self.completion: dict[tuple[int, Layer], Completion] = {
            (item.sentence, item.layer): item for item in completions
        }
        self.verdicts = {item.suggestion: item for item in verdicts}
        """What the annotator said of suggestions, by their ids."""
        self.progress_revision = 0
        """Grows when completion or sentences change, so that progress need not be counted anew."""
        self._clear_indexes()
        for annotation in annotations:
            self._put_in(annotation)

    # ----------------------------------------------------------------------- sentences

    def index_at(self, offset: int) -> int:
        """Return the index of the sentence at or before the offset (0 for what comes earlier)."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def index_of(self, start: int) -> int:
        """Return the index of the sentence that begins at `start`.

        Raises:
            KeyError: none does.
        """
        index = self.index_at(start)
        if not self.sentences or self.sentences[index].start != start:
            raise KeyError(start)
        return index

    def state_of(self, start: int, layer: Layer) -> Completion | None:
        """Return the annotator's completion of one layer of a sentence."""
        return self.completion.get((start, layer))

    def sentences_touching(self, spans: Iterable[Span]) -> Iterator[Sentence]:
        """Yield the sentences that the spans reach into."""
        for start, end in spans:
            for index in range(self.index_at(start), len(self.sentences)):
                if self.sentences[index].start >= end:
                    break
                if self.sentences[index].end > start:
                    yield self.sentences[index]

    # --------------------------------------------------------------------- annotations

    def mentions_in(self, start: int) -> list[Mention]:
        """Return the mentions that touch the sentence beginning at `start`, outer ones first."""
        found = self._mentions.get(start, {}).values()
        return sorted(found, key=lambda item: (item.anchor.start, -item.anchor.end, item.id))

    def mentions_as_long(self, fragments: Iterable[Span]) -> Iterable[Mention]:
        """Return the mentions whose words, with a blank between fragments, have one length.

        Folding keeps the length, so that whoever looks for the same words looks at these alone.
        They come in the order of `annotations`.
        """
        return self._long.get(_length(fragments), {}).values()

    def frames_in(self, start: int) -> list[Frame]:
        """Return the frames whose trigger touches the sentence beginning at `start`, by place.

        One without a trigger is in the sentence that holds its place, see `place_of`.
        """
        found = self._frames.get(start, {}).values()
        return sorted(found, key=lambda item: (self._put[item.id].place, item.id))

    def frames(self) -> list[Frame]:
        """Return all incidents and claims by place."""
        found = (self.annotations[one] for *_, one in self._order)
        return [item for item in found if isinstance(item, Incident | Claim)]

    def labels_of(self, sentence: int | None) -> list[Label]:
        """Return the labels of the sentence that begins there, or of the article, by name."""
        found = self._labels.get(sentence, {}).values()
        return sorted(found, key=lambda item: (item.type, item.id))

    def users_of(self, annotation_id: str) -> list[Annotation]:
        """Return the annotations of this article that speak of one: frames, then relations."""
        found = [self.annotations[one] for one in self._users.get(annotation_id, ())]
        return sorted(found, key=lambda item: (item.layer == "relations", item.id))

    def place_of(self, item: Annotation) -> Span:
        """Return where an annotation stands; what stands nowhere is at the beginning.

        A frame stands at its trigger, bare spans or where it was made, else at its first filler;
        a relation where its source does.
        """
        return standing_place(item, self.annotations.get) or Span(0, 0)

    def stamp(self) -> Stamp:
        """Return what the store's `stamp` is while nobody else has changed anything of this."""
        return Stamp(
            self.article,
            frozenset((one.start, one.end, one.kind) for one in self.sentences),
            frozenset(
                (one.id, one.version, one.changed, one.type, one.scheme)
                for one in self.annotations.values()
            ),
            frozenset(
                (one.sentence, one.layer, one.state, one.stale, one.changed)
                for one in self.completion.values()
            ),
            frozenset((one.suggestion, one.verdict, one.changed) for one in self.verdicts.values()),
        )

    def apply(self, edits: Iterable[Edit]) -> Touched:
        """Follow edits that the store has written; return the sentences to paint again.

        For a frame these are the sentences of its trigger and of everything that it speaks of.
        """
        touched: set[int] = set()
        sentences = self.sentences
        for before, after in edits:
            for item in (before, after):
                if item is not None:
                    touched |= self._take_out(item) if item is before else self._put_in(item)
        if self.sentences is not sentences:
            return self._file_again()
        return frozenset(touched)

    # ------------------------------------------------------------------------- helpers

    def _take_out(self, item: Stored) -> set[int]:
        match item:
            case Article() | RegistryEntity() | RegistryIncident() | RegistryAlias() | Decision():
                return set()
            case Assignment() | Message():
                return set()
            case Completion():
                self.progress_revision += 1
                self.completion.pop((item.sentence, item.layer), None)
                return {item.sentence}
            case Verdict():
                self.verdicts.pop(item.suggestion, None)
                return {self.sentences[self.index_at(item.start)].start}
            case StoredSentence():
                return self._cut([s for s in self.sentences if s.start != item.sentence.start])
            case _:
                touched = self._touched(item)
                self.annotations.pop(item.id, None)
                self._drop(item)
                return touched

    def _put_in(self, item: Stored) -> set[int]:
        match item:
            case Article():
                self.article = item
                return set()
            case RegistryEntity() | RegistryIncident() | RegistryAlias() | Decision():
                return set()
            case Assignment() | Message():
                return set()
            case Completion():
                self.progress_revision += 1
                self.completion[(item.sentence, item.layer)] = item
                return {item.sentence}
            case Verdict():
                self.verdicts[item.suggestion] = item
                return {self.sentences[self.index_at(item.start)].start}
            case StoredSentence():
                return self._cut(sorted([*self.sentences, item.sentence], key=_start))
            case _:
                self.annotations[item.id] = item
                self._file(item)
                return self._touched(item)

    def _cut(self, sentences: list[Sentence]) -> set[int]:
        self.progress_revision += 1
        self.sentences = sentences
        self._starts = [sentence.start for sentence in sentences]
        return set()

    def _file_again(self) -> Touched:
        """Make the indexes anew, because sentences have other ends; everything is touched."""
        self._clear_indexes()
        for annotation in self.annotations.values():
            self._file(annotation)
        return frozenset(self._starts)

    def _clear_indexes(self) -> None:
        self._mentions: dict[int, dict[str, Mention]] = {}
        self._long: dict[int, dict[str, Mention]] = {}
        self._frames: dict[int, dict[str, Frame]] = {}
        self._labels: dict[int | None, dict[str, Label]] = {}
        self._users: dict[str, dict[str, None]] = {}
        self._put: dict[str, _Put] = {}
        self._order: list[tuple[int, int, str]] = []

    def _file(self, item: Annotation) -> None:
        """Put an annotation into the indexes."""
        for target in targets_of(item):
            self._users.setdefault(target, {})[item.id] = None
        match item:
            case Mention():
                self._long.setdefault(_length(item.fragments), {})[item.id] = item
                for sentence in self.sentences_touching(item.fragments):
                    self._mentions.setdefault(sentence.start, {})[item.id] = item
            case Label():
                self._labels.setdefault(item.sentence, {})[item.id] = item
            case Incident() | Claim():
                self._file_frame(item)
        self._file_unanchored(item.id)

    def _drop(self, item: Annotation) -> None:
        """Take an annotation out of the indexes."""
        for target in targets_of(item):
            self._users.get(target, {}).pop(item.id, None)
        match item:
            case Mention():
                self._long.get(_length(item.fragments), {}).pop(item.id, None)
                for sentence in self.sentences_touching(item.fragments):
                    self._mentions.get(sentence.start, {}).pop(item.id, None)
            case Label():
                self._labels.get(item.sentence, {}).pop(item.id, None)
            case Incident() | Claim():
                self._drop_frame(item.id)
        self._file_unanchored(item.id)

    def _file_frame(self, item: Frame) -> None:
        place = self.place_of(item)
        touching = [s.start for s in self.sentences_touching(item.trigger)]
        starts = tuple(touching) or tuple(s.start for s in self._holding(place))
        self._put[item.id] = _Put(place, starts)
        for start in starts:
            self._frames.setdefault(start, {})[item.id] = item
        insort(self._order, (*place, item.id))

    def _holding(self, place: Span) -> list[Sentence]:
        index = self.index_at(place.start)
        return self.sentences[index : index + 1]

    def _drop_frame(self, frame_id: str) -> None:
        put = self._put.pop(frame_id, None)
        if put is None:
            return
        for start in put.starts:
            self._frames[start].pop(frame_id, None)
        del self._order[bisect_left(self._order, (*put.place, frame_id))]

    def _file_unanchored(self, filler: str) -> None:
        """Let the frames that stand where this filler does follow it."""
        for user in self._users.get(filler, ()):
            item = self.annotations.get(user)
            if isinstance(item, Incident | Claim) and item.anchor is None:
                place = self.place_of(item)
                if user in self._put and self._put[user].place != place:
                    self._drop_frame(user)
                    self._file_frame(item)
                    self._file_unanchored(user)

    def _touched(self, item: Annotation) -> set[int]:
        """Return the sentences that show an annotation, or something of it."""
        touched = set(self._shown_in(item))
        if isinstance(item, Incident | Claim | Relation):
            for target in targets_of(item):
                found = self.annotations.get(target)
                touched |= set(self._shown_in(found)) if found else set()
        for user in self._users.get(item.id, ()):
            touched |= set(self._shown_in(self.annotations[user]))
        return touched

    def _shown_in(self, item: Annotation) -> Iterable[int]:
        match item:
            case Mention():
                return (s.start for s in self.sentences_touching(item.fragments))
            case Incident() | Claim():
                put = self._put.get(item.id)
                spans = [Span(one.start, one.end) for one in item.bare_spans]
                bare = (s.start for s in self.sentences_touching(spans))
                return (*(put.starts if put else ()), *bare)
            case Label():
                return () if item.sentence is None else (item.sentence,)
            case _:
                return ()


def _start(sentence: Sentence) -> int:
    return sentence.start


def _length(fragments: Iterable[Span]) -> int:
    """Return the length of fragments with a blank between them."""
    return sum(end - start + 1 for start, end in fragments) - 1
