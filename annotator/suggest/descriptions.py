"""Which type a description has ("the two officers of the port"): by the noun that heads it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from annotator.suggest import classes
from annotator.text import vocabulary as known
from annotator.text.sentence import SentenceParts

_LINKS = frozenset({"of", "for", "from"})
_NUMBERS = known.VAGUE_NUMBERS | known.UNITS_AND_TEENS | known.TENS | known.SCALES
_BEFORE_OF = _NUMBERS | {"some", "many", "most", "all", "number", "group", "groups"}
_COPULAS = frozenset({"is", "was", "are", "were", "be", "been", "being", "as", "become", "became"})
_LOCATING = frozenset(
    {"in", "into", "across", "throughout", "near", "around", "from", "at", "on", "along", "inside"}
)
_REBEL_WORDS = classes.ARMED_WORDS - {"armed"}
_ONLY_IN_ROLES = frozenset({"PERSON", "PEOPLE", "FAC"})
_DOUBTFUL = 0.4
TWO_READINGS = 0.45
"""The score of "five soldiers": a force of the state, or people who are counted."""


class Described(NamedTuple):
    """What a description speaks of."""

    type: str
    score: float
    head: str
    capacity: str = ""
    mention: str = "nominal"


def described(text: str, inside: Mapping[str, str]) -> Described | None:
    """Return the type of a description, None where its head is in no class.

    Args:
        text: its words.
        inside: the names inside it with their types.
    """
    words = text.lower().replace("’s", " ’s").replace("'s", " 's").split()
    head = _head(words)
    found = classes.DESCRIBED.get(head)
    if found is None:
        return None
    kind, score = found
    before = words[: words.index(head)]
    if head in classes.GROUPS_WITH_A_SIDE and not classes.ARMED_WORDS.isdisjoint(before):
        kind, score = "ARMED_GROUP", 0.85
    elif kind == "STATE_FORCE" and not _REBEL_WORDS.isdisjoint(before):
        kind, score = "ARMED_GROUP", 0.8
    elif kind == "STATE_FORCE" and "ARMED_GROUP" in inside.values():
        kind, score = ("STATE_FORCE", 0.6) if "government" in words else ("ARMED_GROUP", 0.7)
    elif kind == "STATE_FORCE" and head == "guards" and before[-1:] != ["border"]:
        score = 0.7
    if head in classes.PRONOUNS:
        return Described(kind, score, head, mention="pronoun")
    return Described(kind, score, head, classes.CAPACITIES.get(head, ""))


def in_its_place(
    sentence: SentenceParts, place: tuple[int, int], found: Described, *, tells: bool
) -> Described:
    """Return a description with the score that it has after the words before it.

    Soldiers who are counted may as well be people. What somebody is only
    called, and places that do not say where, are hardly ever labelled, nor is what fills no role
    because its sentence has none.

    Args:
        sentence: where it stands.
        place: its range.
        found: its type by its own words.
        tells: whether the sentence has a cue or a trigger.
    """
    first = sentence.first_token_from(place[0])
    before = sentence.word(first - 1)
    if found.mention == "pronoun":
        return found
    counted = _is_counted(sentence.words[first:])
    if counted and found.type == "STATE_FORCE":
        return found._replace(score=TWO_READINGS)
    if not tells and found.type in _ONLY_IN_ROLES and not counted:
        return found._replace(score=_DOUBTFUL)
    if before in _COPULAS or (before == "to" and sentence.word(first) not in known.DETERMINERS):
        return found._replace(score=_DOUBTFUL)
    if found.type in ("GPE", "LOC") and before not in _LOCATING:
        return found._replace(score=_DOUBTFUL)
    return found


def _is_counted(words: Sequence[str]) -> bool:
    return bool(words) and (words[0] in _NUMBERS or words[0][0].isdigit())


def _head(words: list[str]) -> str:
    """Return the noun that heads a description: before "of", but behind "dozens of"."""
    index = 0
    while index < len(words):
        end = next((n for n in range(index + 1, len(words)) if words[n] in _LINKS), len(words))
        head = words[end - 1].strip("“”\"'’")
        counts = head in _BEFORE_OF or head.replace(",", "").isdigit()
        if not counts or end == len(words) or words[end] != "of":
            return head
        index = end + 1
    return words[-1]
