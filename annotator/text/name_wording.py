"""Telling names from descriptions, by their letters only."""

import re

_WORD = re.compile(r"[^\W_]+")
_INSIDE = frozenset(
    [
        *("a", "al", "an", "and", "at", "bin", "d", "da", "de", "del", "der", "di", "du", "e"),
        *("el", "et", "for", "ibn", "in", "la", "le", "of", "on", "s", "the", "to", "und", "van"),
        *("von", "y"),
    ]
)
"""Words that stand in names without a capital."""


def without_article(words: str) -> str:
    """Return a phrase without the article in lower case before it; The Hague keeps its own."""
    return words.removeprefix("the ").lstrip() or words


def is_name(words: str) -> bool:
    """Say whether every word has a capital or a digit, or none of its letters has case.

    Small words inside names do not count: "Islamic State in Khorasan Province" is a name, "the
    group" and "Iranian officials" are none.
    """
    found = _WORD.findall(without_article(words))
    telling = [word for word in found if word not in _INSIDE]
    return bool(telling) and not any(_is_small(word) for word in telling)


def _is_small(word: str) -> bool:
    """Say whether a word is written in small letters throughout."""
    return word.islower() and not any(character.isdigit() for character in word)
