"""Which claims are most like one: by whom and what they speak of, then by their words.

Pure: what is compared has been read already. Likeness only ranks; a person says what is linked.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from annotator.text.folding import words
from annotator.text.vocabulary import FUNCTION_WORDS, MODALS

_SHORTEST = 3
"""Letters of a word that may tell something; numbers tell at any length."""

_TOLD = 3
"""So many shared words are told; more would push the names off the line."""


class Wanted(NamedTuple):
    """What a claim speaks of."""

    entries: Mapping[str, str]
    """By id, the names of the entries of the registry that its mentions stand for."""
    names: Mapping[str, str]
    """Its mentions' words as `folded` gives them, with the id of their entry, "" for none."""
    words: tuple[str, ...]
    """Words of its content, see `telling`."""


class Candidate(NamedTuple):
    """A claim that may be like it."""

    id: str
    entries: frozenset[str]
    """Those of the wanted entries that it speaks of."""
    said: str
    """The words of its cue and all its fillers as `folded` gives them."""
    order: tuple[int, ...]
    """Where it stands among those that are equally like."""


class Match(NamedTuple):
    """A claim, and what it shares."""

    claim: str
    entries: tuple[str, ...]
    """Names of the shared entries, in the order of the alphabet."""
    names: tuple[str, ...]
    """Words of mentions that stand in both, where their entry is not shared already."""
    words: tuple[str, ...]

    @property
    def reason(self) -> str:
        """Why it stands where it does, in a few words; "" where nothing is shared."""
        shared = ", ".join(self.entries)
        parts = [f"{shared} shared"] if shared else []
        parts += [", ".join(f"“{name.strip()}”" for name in self.names)] if self.names else []
        # Words of a shared name tell nothing more.
        named = {one for name in (*self.entries, *self.names) for one in words(name)}
        telling_ = [word for word in self.words if word not in named]
        parts += [f"words: {', '.join(telling_[:_TOLD])}"] if telling_ else []
        return "; ".join(parts)


def folded(text: str) -> str:
    """Return the folded words of a text with a blank before, between and after them.

    So that words stand in another text exactly where one such string is part of the other.
    """
    return f" {' '.join(words(text))} "


def telling(text: str) -> tuple[str, ...]:
    """Return the folded words of a text that may tell it from others, each once and in order."""
    return tuple(
        word
        for word in dict.fromkeys(words(text))
        if word not in FUNCTION_WORDS
        and word not in MODALS
        and (len(word) >= _SHORTEST or word.isdigit())
    )


def holds(said: str, typed: Sequence[str]) -> bool:
    """Say whether folded words have, for each typed one, a word that begins so."""
    return all(f" {word}" in said for word in typed)


def ranked(wanted: Wanted, candidates: Iterable[Candidate], limit: int) -> list[Match]:
    """Return the claims that are most like the wanted one, the best first.

    Shared entries of the registry come before names that stand in both, and these before other
    words of the content; what is equally like comes in its order.

    Args:
        limit: at most so many.
    """
    judged = [(_match(wanted, one), one.order) for one in candidates]
    judged.sort(key=lambda pair: (*_likeness(pair[0]), pair[1]))
    return [match for match, _ in judged[:limit]]


def _likeness(match: Match) -> tuple[int, int, int]:
    return -len(match.entries), -len(match.names), -len(match.words)


def _match(wanted: Wanted, claim: Candidate) -> Match:
    shared = sorted(wanted.entries[one] for one in claim.entries)
    names = (
        name
        for name, entry in wanted.names.items()
        if entry not in claim.entries and name in claim.said
    )
    same = (word for word in wanted.words if f" {word} " in claim.said)
    return Match(claim.id, tuple(shared), tuple(names), tuple(same))
