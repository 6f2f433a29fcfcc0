"""How alike texts are: the same words, nearly the same, related, or nothing to do with each other.

Shingles are runs of five folded words (of five characters in scripts without blanks), compared by
MinHash (Broder 1997) through rensa. A signature stands for a text, so that no text is read again.
Must import nothing of ours but this room.
"""

import hashlib
import sys
from array import array
from collections.abc import Iterable, Iterator, Sequence
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


class Likenesses:
    """Finds which of many texts are alike.

    Args:
        signatures: of all texts in their order.
        fresh: the numbers of those that have not been compared with the others yet.
        joined: pairs of numbers of texts that are known to be copies.
    """

    def __init__(
        self,
        signatures: Sequence[Signature],
        fresh: Sequence[int],
        joined: Iterable[tuple[int, int]] = (),
    ) -> None:
        self._hashes = array("I", b"".join(one.minhash for one in signatures))
        if sys.byteorder == "big":
            self._hashes.byteswap()
        self._words = [one.words_hash for one in signatures]
        self._fresh = bytearray(len(signatures))
        for number in fresh:
            self._fresh[number] = 1
        self._parent = list(range(len(signatures)))
        self._related: dict[tuple[int, int], float] = {}
        for one, other in joined:
            self._join(one, other)

    def find(self) -> list[Likeness]:
        """Return what is alike, each pair with a text that is fresh.

        Copies are joined by as few pairs as it takes, the first of them the likest that was met;
        of related texts the likest few are told. The cost is constant for each text and band.
        """
        found = [Likeness(a, b, 1.0) for a, b in self._same_words() if self._join(a, b)]
        for band in range(_BANDS):
            for later, earlier in self._share(band):
                if self._root(later) == self._root(earlier):
                    continue
                likeness = self._likeness(later, earlier)
                if likeness >= DUPLICATE and self._join(later, earlier):
                    found.append(Likeness(later, earlier, likeness))
                elif likeness >= RELATED:
                    self._related[later, earlier] = likeness
        return sorted(found + self._likest())

    def _same_words(self) -> Iterator[tuple[int, int]]:
        first: dict[str, int] = {}
        for number, digest in enumerate(self._words):
            earlier = first.setdefault(digest, number)
            if earlier != number and (self._fresh[number] or self._fresh[earlier]):
                yield number, earlier

    def _share(self, band: int) -> Iterator[tuple[int, int]]:
        """Yield pairs of texts, later and earlier, whose hashes of a band are the same."""
        low, high = self._hashes[2 * band :: _HASHES], self._hashes[2 * band + 1 :: _HASHES]
        first: dict[int, int] = {}
        buckets: dict[int, list[int]] = {}
        for number, (one, other) in enumerate(zip(low, high, strict=True)):
            earlier = first.setdefault(one << 32 | other, number)
            if earlier != number:
                buckets.setdefault(earlier, [earlier]).append(number)
        for bucket in buckets.values():
            few = len(bucket) <= _FEW
            for at, later in enumerate(bucket[1:], 1):
                for earlier in bucket[:at] if few else {bucket[0], bucket[at - 1]}:
                    if self._fresh[later] or self._fresh[earlier]:
                        yield later, earlier

    def _likeness(self, a: int, b: int) -> float:
        here = self._hashes[a * _HASHES : (a + 1) * _HASHES]
        there = self._hashes[b * _HASHES : (b + 1) * _HASHES]
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

    def _join(self, a: int, b: int) -> bool:
        """Put two texts into one group, whose first text is its root; tell whether that is new."""
        one, other = sorted((self._root(a), self._root(b)))
        self._parent[other] = one
        return one != other

    def _root(self, number: int) -> int:
        while self._parent[number] != number:
            self._parent[number] = self._parent[self._parent[number]]
            number = self._parent[number]
        return number
