"""Splits: which articles are for training and which for testing.

Copies of one another, and articles that tell of the same incident, stay on one side: else a model
would be tested on what it has seen. Where an article goes follows from those that came before it
and from the seed alone, so articles that are added later move nothing. Within each stratum (the
articles whose commonest type is the same) the shares are kept as well as over all of them.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

from annotator.formats.errors import ExportRefused

_NAME = re.compile(r"[a-z][a-z0-9_]{0,31}")


class Splits(NamedTuple):
    """The splits that are asked for."""

    shares: tuple[tuple[str, float], ...] = (("train", 1.0),)
    """Names with shares that add up to 1, in the order in which they were given."""
    seed: int = 0

    @property
    def names(self) -> tuple[str, ...]:
        """The names, in their order."""
        return tuple(name for name, _ in self.shares)

    def told(self) -> str:
        """Return how they were asked for, as `train=0.8,dev=0.1,test=0.1, seed 0`."""
        return f"{','.join(f'{name}={share:g}' for name, share in self.shares)}, seed {self.seed}"


class Member(NamedTuple):
    """An article to be put somewhere."""

    article: str
    stratum: str
    """What the shares are kept within, such as its commonest type."""
    ties: tuple[str, ...]
    """What it shares with others that have to go where it goes: a cluster, an incident."""


def parse_splits(text: str, seed: int = 0) -> Splits:
    """Return the splits that `train=0.8,dev=0.1,test=0.1` asks for.

    Raises:
        ExportRefused: it is not of this form, or the shares do not add up to 1.
    """
    shares: list[tuple[str, float]] = []
    for part in text.split(","):
        name, _, share = (word.strip() for word in part.partition("="))
        try:
            number = float(share)
        except ValueError:
            number = -1.0
        if not _NAME.fullmatch(name) or not 0 < number <= 1 or name in dict(shares):
            raise ExportRefused(
                f"--split {part.strip()!r} is no share; write --split train=0.8,dev=0.1,test=0.1"
            )
        shares.append((name, number))
    total = sum(share for _, share in shares)
    if abs(total - 1) > 1e-6:
        raise ExportRefused(f"--split: the shares add up to {total:g}; they have to make 1.")
    return Splits(tuple(shares), seed)


def assign(members: Iterable[Member], splits: Splits) -> dict[str, str]:
    """Return the split of each article.

    Args:
        members: in the order in which the articles came to the project.
    """
    came = list(members)
    groups = _groups(came)
    within: dict[str, Counter[str]] = defaultdict(Counter)
    overall: Counter[str] = Counter()
    drawn: dict[str, str] = {}
    for member in came:
        # Each draws for itself, so that a group which later grows together moves nobody else.
        split = _drawn(member.article, (within[member.stratum], overall), splits)
        drawn[member.article] = split
        within[member.stratum][split] += 1
        overall[split] += 1
    return {article: drawn[group] for article, group in groups.items()}


def _drawn(article: str, counts: Sequence[Mapping[str, int]], splits: Splits) -> str:
    """Draw a split, each as likely as articles are missing there, in the stratum and overall."""
    missing = [
        sum(max(0.0, share * (sum(count.values()) + 1) - count.get(name, 0)) for count in counts)
        for name, share in splits.shares
    ]
    drawn = sha256(f"{splits.seed} {article}".encode()).digest()
    left = int.from_bytes(drawn[:8]) / 2**64 * sum(missing)
    for name, weight in zip(splits.names, missing, strict=True):
        left -= weight
        if left < 0:
            return name
    return splits.names[0]


def _groups(members: Sequence[Member]) -> dict[str, str]:
    """Return, for each article, the first one of those that it has to stay with."""
    first: dict[str, str] = {}
    parent = {member.article: member.article for member in members}

    def root(article: str) -> str:
        while parent[article] != article:
            parent[article] = article = parent[parent[article]]
        return article

    order = {member.article: number for number, member in enumerate(members)}
    for member in members:
        for tie in member.ties:
            one, other = root(first.setdefault(tie, member.article)), root(member.article)
            older, newer = sorted((one, other), key=order.__getitem__)
            parent[newer] = older
    return {member.article: root(member.article) for member in members}
