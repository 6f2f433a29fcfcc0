"""Descriptions of people, bodies, places and things in one English sentence ("the two officers").

Noun phrases that end in a noun of a closed class, with what "of", "for" or "from" adds where the
class takes it. Must import nothing of ours but this room.
"""

from annotator.text import nouns
from annotator.text import vocabulary as known
from annotator.text.abbreviations import SPEECH_VERBS
from annotator.text.phrases import Range

_GENITIVES = frozenset({"’s", "'s", "’", "'"})
_SPEAKERS = frozenset({"he", "she", "they", "it"})
_SOURCES = frozenset({"him", "her", "them"})
_SKIPPED_FIRST = frozenset({"no", "any", "each", "every", "such", "another", "other", "either"})
_LONGEST_CHAIN = 4
_SPEAKS = SPEECH_VERBS | {"expressed", "confirmed", "denied", "vowed", "pledged", "promised"}

_TAKES_OF = nouns.PEOPLE | nouns.PERSON | nouns.GROUPS | nouns.BUILDINGS | nouns.PLACES | nouns.BODIES
_TAKES_FOR = nouns.PERSON
_TAKES_FROM = nouns.PEOPLE


def nominals(words: list[str], phrases: list[Range]) -> list[Range]:
    """Return descriptions as ranges of token numbers `[first, last + 1)`, in order.

    Args:
        words: the tokens of the sentence in lower case.
        phrases: its noun phrases, names and numbers whole.
    """
    found: list[Range] = []
    reach = 0
    for number, (first, end) in enumerate(phrases):
        if first < reach:
            continue
        weapon = _before_an_event(words, first, end)
        if weapon:
            found.append(weapon)
            continue
        if not _is_description(words, first, end):
            continue
        last = _with_attachments(words, phrases, number)
        found.append((first, last))
        reach = last
    return found


def sources(words: list[str]) -> list[Range]:
    """Return personal pronouns that are a sentence's source ("he said", "according to her")."""
    found: list[Range] = []
    for index, word in enumerate(words):
        before, after = words[max(0, index - 2) : index], words[index + 1 : index + 3]
        if word in _SOURCES and before == ["according", "to"]:
            found.append((index, index + 1))
        elif word in _SPEAKERS and _speaks(after) and (index == 0 or before[-1] in "”\"’',"):
            found.append((index, index + 1))
    return found


def _speaks(after: list[str]) -> bool:
    if after[1:] and after[0] in known.ADVERBS:
        after = after[1:]
    return bool(after) and after[0] in _SPEAKS


def _is_description(words: list[str], first: int, end: int) -> bool:
    head = words[end - 1]
    if head not in nouns.HEADS or words[first] in _SKIPPED_FIRST:
        return False
    with_what = nouns.WEAPONS_WITH.get(head)
    if with_what is not None and (end - first < 2 or words[end - 2] not in with_what):
        return False
    return words[end : end + 1] == [] or words[end] not in _GENITIVES


def _before_an_event(words: list[str], first: int, end: int) -> Range | None:
    """Return the weapon in "a bomb attack"."""
    if end - first < 2 or words[end - 1] not in nouns.EVENT_NOUNS:
        return None
    weapon = words[end - 2]
    return (end - 2, end - 1) if weapon in nouns.WEAPONS | nouns.VEHICLES else None


def _with_attachments(words: list[str], phrases: list[Range], number: int) -> int:
    """Return where a description ends with what "of", "for" and "from" add to it."""
    first, end = phrases[number]
    head = words[end - 1]
    link = words[end] if end < len(words) else ""
    takes = (
        (link == "of" and head in _TAKES_OF)
        or (link == "for" and head in _TAKES_FOR)
        or (link == "from" and head in _TAKES_FROM)
    )
    for following, last in phrases[number + 1 : number + 1 + _LONGEST_CHAIN]:
        if not takes or following != end + 1:
            break
        end = last
        takes = end < len(words) and words[end] == "of"
    return end
