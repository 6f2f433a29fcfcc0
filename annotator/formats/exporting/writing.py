"""What writes one format of an export: from gold records to the bytes of its files.

A format's module offers `writer(context)`. A writer is asked for one chunk of articles at a time,
in other processes too, so it holds nothing that changes; what it returns is put together in order.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, BinaryIO, Literal, NamedTuple, Protocol, get_args

from annotator.model.scheme import Scheme

Json = dict[str, Any]

CountPolicy = Literal["acled", "ucdp", "muc"]
COUNT_POLICIES: tuple[CountPolicy, ...] = get_args(CountPolicy)


class Context(NamedTuple):
    """What holds for a whole export."""

    scheme: Scheme
    layer: str
    """The annotator whose layer it is, or gold."""
    entries: Mapping[str, Json]
    """The entries of the registry that the records name, by id, as `GoldRegistryEntry`."""
    splits: tuple[str, ...] = ("train",)
    """The splits that articles are parted into, in the order in which they were asked for."""
    counts: CountPolicy = "acled"
    """How counts become numbers in tables of events."""


class Part(NamedTuple):
    """Bytes for one file."""

    file: str
    """Its place below the export, with `/`."""
    data: bytes
    whole: bool = False
    """It is the whole file, as where each article has one of its own."""


class Written(NamedTuple):
    """What a chunk of articles adds to the files of a format."""

    parts: Sequence[Part]
    losses: Sequence[Json]
    """What the format cannot hold, as `annotator.model.gold.Loss`, in any order."""


class Framing(NamedTuple):
    """What stands around and between the parts of one file."""

    head: bytes = b""
    between: bytes = b""
    tail: bytes = b""


PLAIN = Framing()
JSON_ARRAY = Framing(b"[\n", b",\n", b"\n]\n")


class Sink(Protocol):
    """Takes the parts of one file."""

    def add(self, data: bytes) -> None:
        """Take one part."""

    def close(self) -> None:
        """End the file."""


class FramedSink:
    """A file whose parts stand one after the other."""

    def __init__(self, stream: BinaryIO, framing: Framing) -> None:
        self._stream, self._framing = stream, framing
        self._is_first = True
        stream.write(framing.head)

    def add(self, data: bytes) -> None:
        """Append a part."""
        if not self._is_first:
            self._stream.write(self._framing.between)
        self._stream.write(data)
        self._is_first = False

    def close(self) -> None:
        """Write what comes after the last part."""
        self._stream.write(self._framing.tail)


class Writer(ABC):
    """Writes one format; holds nothing that changes."""

    target: str
    """How the loss report calls it."""

    def fixed(self) -> Iterator[Part]:
        """Yield the files that do not depend on articles, such as a configuration."""
        yield from ()

    def shared_files(self) -> Iterable[str]:
        """Return the files that hold several articles and are there even if none comes."""
        return ()

    def framing(self, file: str) -> Framing:
        """Return what stands around and between the parts of a file."""
        return PLAIN

    def sink(self, file: str, stream: BinaryIO) -> Sink:
        """Return what takes the parts of a file."""
        return FramedSink(stream, self.framing(file))

    @abstractmethod
    def write(self, documents: Sequence[Json]) -> Written:
        """Return what some articles add; pure.

        Args:
            documents: records, as `annotator.model.gold.GoldDocument`.
        """

    def write_derived(self, documents: Sequence[Json], sentences: Sequence[Json]) -> Written:
        """Return what `write` does, where the sentence records of the articles are at hand.

        Args:
            sentences: records, as `annotator.model.gold.GoldSentence`, of all the articles.
        """
        return self.write(documents)


class WriterByArticle(Writer):
    """A writer that looks at one article at a time."""

    def write(self, documents: Sequence[Json]) -> Written:
        """Return what some articles add."""
        parts = [part for document in documents for part in self.parts(document)]
        return Written(parts, [one for document in documents for one in self.losses(document)])

    @abstractmethod
    def parts(self, document: Json) -> Iterator[Part]:
        """Yield what an article adds to the files."""

    @abstractmethod
    def losses(self, document: Json) -> Iterator[Json]:
        """Yield what of an article the format cannot hold."""


def loss(document: Json, item: str, part: str, why: str, severity: str = "lost") -> Json:
    """Return an entry of the loss report.

    Args:
        item: the item's id, `*` for all items of the article.
        part: what of it; several are parted by `, `.
        severity: lost, changed (it is there in another form) or moved (it stands elsewhere).
    """
    return {"doc": document["id"], "item": item, "part": part, "severity": severity, "why": why}
