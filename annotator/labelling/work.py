"""One annotator's work on one article, in memory: what the session edits and the screen shows."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from annotator.model.annotation import Annotation, Layer, Mention
from annotator.model.article import Article, Document, Sentence
from annotator.model.completion import Completion
from annotator.model.registry import RegistryAlias, RegistryEntity, RegistryIncident
from annotator.model.spans import Span
from annotator.store.journal import Edit
from annotator.store.rows import Stored, StoredSentence

Touched = frozenset[int]
"""Starts of the sentences whose looks changed."""


class Work:
    """An article with one annotator's annotations and completion, kept in step with the store."""

    def __init__(
        self,
        document: Document,
        annotations: Iterable[Annotation],
        completions: Iterable[Completion],
    ) -> None:
        self.article: Article = document.article
        self.text = document.text
        self.sentences: list[Sentence] = list(document.sentences)
        self._starts = [sentence.start for sentence in self.sentences]
        self.annotations: dict[str, Annotation] = {}
        self.completion: dict[tuple[int, Layer], Completion] = {
            (item.sentence, item.layer): item for item in completions
        }
        self.progress_revision = 0
        """Grows when completion or sentences change, so that progress need not be counted anew."""
        self._mentions: dict[int, dict[str, Mention]] = {}
        for annotation in annotations:
            self._put_in(annotation)

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

    def mentions_in(self, start: int) -> list[Mention]:
        """Return the mentions that touch the sentence beginning at `start`, outer ones first."""
        found = self._mentions.get(start, {}).values()
        return sorted(found, key=lambda item: (item.anchor.start, -item.anchor.end, item.id))

    def state_of(self, start: int, layer: Layer) -> Completion | None:
        """Return the annotator's completion of one layer of a sentence."""
        return self.completion.get((start, layer))

    def apply(self, edits: Iterable[Edit]) -> Touched:
        """Follow edits that the store has written; return the sentences to paint again."""
        touched: set[int] = set()
        for before, after in edits:
            for item in (before, after):
                if item is not None:
                    touched |= self._take_out(item) if item is before else self._put_in(item)
        return frozenset(touched)

    def sentences_touching(self, spans: Iterable[Span]) -> Iterator[Sentence]:
        """Yield the sentences that the spans reach into."""
        for start, end in spans:
            for index in range(self.index_at(start), len(self.sentences)):
                if self.sentences[index].start >= end:
                    break
                if self.sentences[index].end > start:
                    yield self.sentences[index]

    def _take_out(self, item: Stored) -> set[int]:
        match item:
            case Article() | RegistryEntity() | RegistryIncident() | RegistryAlias():
                return set()
            case Completion():
                self.progress_revision += 1
                self.completion.pop((item.sentence, item.layer), None)
                return {item.sentence}
            case StoredSentence():
                return self._cut([s for s in self.sentences if s.start != item.sentence.start])
            case _:
                self.annotations.pop(item.id, None)
                touched = self._touched(item)
                for start in touched:
                    self._mentions.get(start, {}).pop(item.id, None)
                return touched

    def _put_in(self, item: Stored) -> set[int]:
        match item:
            case Article():
                self.article = item
                return set()
            case RegistryEntity() | RegistryIncident() | RegistryAlias():
                return set()
            case Completion():
                self.progress_revision += 1
                self.completion[(item.sentence, item.layer)] = item
                return {item.sentence}
            case StoredSentence():
                return self._cut(sorted([*self.sentences, item.sentence], key=_start))
            case _:
                self.annotations[item.id] = item
                touched = self._touched(item)
                if isinstance(item, Mention):
                    for start in touched:
                        self._mentions.setdefault(start, {})[item.id] = item
                return touched

    def _cut(self, sentences: list[Sentence]) -> set[int]:
        self.progress_revision += 1
        self.sentences = sentences
        self._starts = [sentence.start for sentence in sentences]
        self._mentions = {}
        for annotation in list(self.annotations.values()):
            self._put_in(annotation)
        return set(self._starts)

    def _touched(self, annotation: Annotation) -> set[int]:
        if not isinstance(annotation, Mention):
            return set()
        return {s.start for s in self.sentences_touching(annotation.fragments)}


def _start(sentence: Sentence) -> int:
    return sentence.start
