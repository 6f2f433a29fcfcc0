"""What each annotator said of one article, and where their silence is a vote."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple, Protocol

from annotator.model.annotation import Annotation, Layer, Origin
from annotator.model.article import Document
from annotator.model.decision import Choice, Kind, Variant
from annotator.model.spans import Span


class Side(NamedTuple):
    """One annotator's annotations of an article, and the sentences they have done, by layer."""

    annotator: str
    annotations: Mapping[str, Annotation]
    done: Mapping[Layer, frozenset[int]]


class Cluster(NamedTuple):
    """Annotations that say the same or differ: what is settled by one decision."""

    key: str
    """The same after a restart; another as soon as one of the annotations changes."""
    article: str
    place: Span
    """What of the text it is about."""
    sentence: int
    layer: Layer
    kind: Kind
    slot: str
    item: str
    parents: tuple[str, ...]
    """Keys of clusters without whose items there is nothing to decide here."""
    variants: tuple[Variant, ...]
    """Those with more votes first."""
    completed: tuple[str, ...]

    @property
    def is_unanimous(self) -> bool:
        """Whether at least two finished the sentences and all say the same."""
        return self.kind == "agreed"

    @property
    def leading(self) -> int:
        """The variant with most votes, -1 where another has as many."""
        votes = [len(one.annotators) for one in self.variants]
        top = max(votes)
        return votes.index(top) if votes.count(top) == 1 else -1

    @property
    def members(self) -> frozenset[str]:
        """Ids of the annotations, without their versions."""
        return frozenset(item.partition("@")[0] for one in self.variants for item in one.items)


class Links(Protocol):
    """What the whole project says of links to the registry."""

    def is_linker(self, annotator: str, layer: Layer) -> bool:
        """Say whether somebody has linked anything in a layer, so that silence means something."""
        ...

    def is_shared(self, annotator: str, layer: Layer, entry: str) -> bool:
        """Say whether somebody has linked several annotations to an entry, in any articles."""
        ...


class NoLinks:
    """Nobody links anything anywhere else."""

    def is_linker(self, annotator: str, layer: Layer) -> bool:
        """Return that nobody does."""
        return False

    def is_shared(self, annotator: str, layer: Layer, entry: str) -> bool:
        """Return that none is."""
        return False


class Page:
    """An article with the sides that are compared.

    Args:
        links: what other articles say of who and what is the same.
    """

    def __init__(
        self, document: Document, sides: Sequence[Side], links: Links | None = None
    ) -> None:
        self.document = document
        self.links = links or NoLinks()
        self.article = document.article.id
        self.text = document.text
        self.sides = sorted(sides)
        self._starts = [sentence.start for sentence in document.sentences]

    def sentence_at(self, offset: int) -> int:
        """Return the start of the sentence at or before an offset."""
        return self._starts[max(0, bisect_right(self._starts, offset) - 1)] if self._starts else 0

    def sentences(self, spans: Iterable[Span]) -> frozenset[int]:
        """Return the starts of the sentences that spans reach into."""
        found: set[int] = set()
        for start, end in spans:
            first = max(0, bisect_right(self._starts, start) - 1)
            last = max(first, bisect_right(self._starts, max(start, end - 1)) - 1)
            found.update(self._starts[first : last + 1])
        return frozenset(found)

    def voters(self, layer: Layer, sentences: frozenset[int]) -> tuple[str, ...]:
        """Return who has done all these sentences for the layer, by name."""
        return tuple(
            side.annotator
            for side in self.sides
            if sentences and sentences <= side.done.get(layer, frozenset())
        )


def versioned(items: Iterable[Annotation]) -> tuple[str, ...]:
    """Return `id@version` of annotations, in order."""
    return tuple(sorted(f"{item.id}@{item.version}" for item in items))


def shared_origin(items: Iterable[Annotation]) -> Origin:
    """Return the origin that annotations share, `human` where they differ."""
    origins = {item.origin for item in items}
    return origins.pop() if len(origins) == 1 else "human"


def gold_id(prefix: str, sources: Iterable[str]) -> str:
    """Return the id in gold of what comes from these annotations, the same each time."""
    words = " ".join(sorted(sources))
    return f"{prefix}_{sha256(f'gold {words}'.encode()).hexdigest()[:12]}"


def cluster_key(
    page: Page, layer: Layer, slot: str, items: Iterable[str], agreed: Sequence[str] = ()
) -> str:
    """Return the key of a cluster.

    Args:
        items: `id@version` of all annotations.
        agreed: of a unanimous cluster who completed it: one more reader may end the agreement.
    """
    words = " ".join((*sorted(items), "=", *sorted(agreed)))
    return f"{layer}:{slot}:{sha256(f'{page.article} {words}'.encode()).hexdigest()[:24]}"


def by_votes(variants: Iterable[Variant]) -> tuple[Variant, ...]:
    """Return variants, those with more votes first; nothing comes last among equals."""
    return tuple(
        sorted(
            variants,
            key=lambda one: (-len(one.annotators), one.choice.is_nothing, one.items),
        )
    )


def nothing(annotators: Iterable[str]) -> Variant:
    """Return the variant of those who marked nothing."""
    return Variant(choice=Choice(), annotators=tuple(annotators))
