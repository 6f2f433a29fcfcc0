"""How alike texts are: the same words, nearly the same, related, or nothing to do with each other.

Shingles are runs of five folded words (of five characters in scripts without blanks), compared by
MinHash (Broder 1997) through rensa. A signature stands for a text, so that no text is read again.
Must import nothing of ours but this room.
"""

import hashlib
from array import array
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from annotator.text.folding import words

METHOD = "minhash 2, 128 of seed 42, 5 words"
"""What signatures are made by; only those of one method can be compared. The first number is that
of rensa's algorithm."""

DUPLICATE = 0.5
"""Texts at least as alike as this are copies of one another."""

RELATED = 0.2
"""Texts at least as alike as this, and less than copies, share part of their words."""

_HASHES, _SEED, _WORDS = 128, 42, 5

_BANDS = _HASHES // 2
"""Two hashes a band: at a likeness of 0.2 nine pairs of ten share one, at 0.5 all do."""

_FEW = 12
"""Texts that share a band are all compared with each other up to this number; of more, each is
compared with the first and with the one before it."""

_MOST_RELATED = 5
"""Related earlier texts that are kept for each text."""


class Signature(NamedTuple):
    """What stands for a text when it is compared with others."""

    words_hash: str
    """Hash of its folded words: equal where nothing but white space, signs and case differ."""
    minhash: bytes
    """128 numbers of 32 bits, the lowest byte first."""


class Likeness(NamedTuple):
    """How alike a text is to an earlier one; both are numbers in the order of the texts."""

    later: int
    earlier: int
    likeness: float
    """The share of shingles that both have of those that either has; 1 for the same words."""


def signature(text: str) -> Signature:
    """Return the signature of a text."""
    from rensa import RMinHash

    found = words(text)
    made = RMinHash(num_perm=_HASHES, seed=_SEED)
    last = max(1, len(found) - _WORDS + 1)
    made.update([" ".join(found[at : at + _WORDS]) for at in range(last)])
    digest = hashlib.blake2b(" ".join(found).encode(errors="replace"), digest_size=16)
    return Signature(
        digest.hexdigest(), b"".join(one.to_bytes(4, "little") for one in made.digest())
    )


class Sharing:
    """Tells which texts can be like any of a few: they share a band or all their words with one.

    Args:
        few: what stands for the few.
    """

    def __init__(self, few: Iterable[Signature]) -> None:
        signatures = tuple(few)
        self._words = frozenset(one.words_hash for one in signatures)
        # Of whatever place in the signature: one too many does no harm.
        self._bands = frozenset(
            hashes for one in signatures for hashes in memoryview(one.minhash).cast("Q")
        )

    def __call__(self, one: Signature) -> bool:
        """Say whether a text can be like one of the few."""
        shares = not self._bands.isdisjoint(memoryview(one.minhash).cast("Q"))
        return shares or one.words_hash in self._words


class Likenesses:
    """Finds which of many texts are alike. A text's number is its place among those added."""

    def __init__(self) -> None:
        self._bands = array("Q")
        """The bands of all texts, one text behind the other. They are only compared for equality,
        so that the order of their bytes is no matter."""
        self._words: list[int] = []
        self._fresh = bytearray()
        self._parent: list[int] = []
        self._related: dict[tuple[int, int], float] = {}

    def add(self, one: Signature, *, is_fresh: bool = True) -> None:
        """Take the next text.

        Args:
            one: what stands for it.
            is_fresh: whether it has not been compared with the others yet.
        """
        self._bands.frombytes(one.minhash)
        self._words.append(int(one.words_hash, 16))
        self._fresh.append(is_fresh)
        self._parent.append(len(self._parent))

    def join(self, one: int, other: int) -> bool:
        """Put two texts, by their numbers, into one group of copies; tell whether that is new."""
        first, second = sorted((self._root(one), self._root(other)))
        self._parent[second] = first
        return first != second

    def find(self) -> list[Likeness]:
        """Return what is alike, each pair with a text that is fresh.

        Copies are joined by as few pairs as it takes, the first of them the likest that was met;
        of related texts the likest few are told. The cost is constant for each text and band.
        """
        found = [Likeness(a, b, 1.0) for a, b in self._same_words() if self.join(a, b)]
        for band in range(_BANDS):
            for later, earlier in self._share(band):
                if self._root(later) == self._root(earlier):
                    continue
                likeness = self._likeness(later, earlier)
                if likeness >= DUPLICATE and self.join(later, earlier):
                    found.append(Likeness(later, earlier, likeness))
                elif likeness >= RELATED:
                    self._related[later, earlier] = likeness
        return sorted(found + self._likest())

    def _same_words(self) -> Iterator[tuple[int, int]]:
        first: dict[int, int] = {}
        for number, digest in enumerate(self._words):
            earlier = first.setdefault(digest, number)
            if earlier != number and (self._fresh[number] or self._fresh[earlier]):
                yield number, earlier

    def _share(self, band: int) -> Iterator[tuple[int, int]]:
        """Yield pairs of texts, later and earlier, whose hashes of a band are the same."""
        first: dict[int, int] = {}
        buckets: dict[int, list[int]] = {}
        for number, hashes in enumerate(self._bands[band::_BANDS]):
            earlier = first.setdefault(hashes, number)
            if earlier != number:
                buckets.setdefault(earlier, [earlier]).append(number)
        for bucket in buckets.values():
            few = len(bucket) <= _FEW
            for at, later in enumerate(bucket[1:], 1):
                for earlier in bucket[:at] if few else {bucket[0], bucket[at - 1]}:
                    if self._fresh[later] or self._fresh[earlier]:
                        yield later, earlier

    def _likeness(self, a: int, b: int) -> float:
        here, there = (
            memoryview(self._bands[one * _BANDS : (one + 1) * _BANDS]).cast("B").cast("I")
            for one in (a, b)
        )
        return sum(map(int.__eq__, here, there)) / _HASHES

    def _likest(self) -> list[Likeness]:
        kept: dict[int, int] = {}
        found: list[Likeness] = []
        for (later, earlier), likeness in sorted(
            self._related.items(), key=lambda item: (-item[1], item[0])
        ):
            kept[later] = kept.get(later, 0) + 1
            if kept[later] <= _MOST_RELATED and self._root(later) != self._root(earlier):
                found.append(Likeness(later, earlier, likeness))
        return found

    def _root(self, number: int) -> int:
        while self._parent[number] != number:
            self._parent[number] = self._parent[self._parent[number]]
            number = self._parent[number]
        return number
