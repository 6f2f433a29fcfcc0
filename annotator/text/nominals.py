"""Descriptions of people, bodies, places and things in one English sentence ("the two officers").

Noun phrases that end in a noun of a closed class, with what "of", "for" or "from" adds where the
class takes it. Must import nothing of ours but this room.
"""

from annotator.text import nouns
from annotator.text import vocabulary as known
from annotator.text.abbreviations import SPEECH_VERBS
from annotator.text.phrases import Range

_SPEAKERS = frozenset({"he", "she", "they", "it"})
_SOURCES = frozenset({"him", "her", "them"})
_SKIPPED_FIRST = frozenset({"no", "any", "each", "every", "such", "another", "other", "either"})
_SPEAKS = SPEECH_VERBS | {"expressed", "confirmed", "denied", "vowed", "pledged", "promised"}
_AFTER_APPOSITIONS = frozenset({",", ".", ";", ":", ")", "who", "whose", "and", "at", "in"})
_LONGEST_CHAIN = 4

_THINGS = nouns.WEAPONS | nouns.VEHICLES
_TAKES_OF = nouns.HEADS - _THINGS
_TAKES_FOR = nouns.PERSON
_ROLES = nouns.PERSON | known.TITLE_HEADS


class Nominals:
    """Finds the descriptions of one sentence.

    Args:
        words: its tokens in lower case.
        phrases: its noun phrases as ranges of token numbers `[first, last + 1)`, names whole.
        named: its names as such ranges.
    """

    def __init__(self, words: list[str], phrases: list[Range], named: list[Range]) -> None:
        self._words, self._phrases = words, phrases
        self._first_of = {end: first for first, end in sorted(named, reverse=True)}
        self._named_at = {first for first, _ in named}
        self._named_to = {end for _, end in named}

    def found(self) -> list[Range]:
        """Return descriptions as ranges of token numbers, in order and apart."""
        ranges: list[Range] = []
        reach = 0
        for number, (first, end) in enumerate(self._phrases):
            weapon = self._before_an_event(first, end)
            if weapon:
                ranges.append(weapon)
            elif first >= reach and self._is_description(first, end):
                reach = self._with_attachments(number)
                if not self._is_apposition(first, end, reach):
                    ranges.append((first, reach))
        return ranges

    def _is_description(self, first: int, end: int) -> bool:
        words, head = self._words, self._words[end - 1]
        if words[first] in _SKIPPED_FIRST or words[end : end + 1] in (["’s"], ["'s"], ["’"]):
            return False
        if head in nouns.SPEAKING_BODIES:
            return words[end : end + 1] != [] and words[end] in _SPEAKS
        return self._heads_description(first, end) and not self._is_name(first, end)

    def _heads_description(self, first: int, end: int) -> bool:
        words, head = self._words, self._words[end - 1]
        with_what = nouns.WEAPONS_WITH.get(head)
        if with_what is not None:
            return end - first > 1 and words[end - 2] in with_what
        if head in nouns.GROUP_WORDS and end - first > 1:
            # "the Hill Guard armed group": the name is labelled without its class.
            return self._named_to.isdisjoint(range(first + 1, end))
        if head in nouns.CLASS_WORDS and words[end : end + 1] == [known.OF]:
            # "the city of Karvan": the place is labelled without its class.
            return not self._names(end + 1)
        return head in nouns.HEADS

    def _is_name(self, first: int, end: int) -> bool:
        """Tell whether the phrase is a name with an article, an owner or adjectives before it."""
        named = self._first_of.get(end)
        return named is not None and named >= first

    def _is_apposition(self, first: int, end: int, last: int) -> bool:
        """Tell whether a comma parts one person's description from the name."""
        words = self._words
        if words[end - 1] not in _ROLES:
            return False
        if words[last : last + 1] == [","] and last + 1 in self._named_at:
            return True
        after_name = first > 1 and words[first - 1] == "," and first - 1 in self._named_to
        return after_name and (last >= len(words) or words[last] in _AFTER_APPOSITIONS)

    def _before_an_event(self, first: int, end: int) -> Range | None:
        """Return the weapon in "a bomb attack"."""
        words = self._words
        if end - first < 2 or words[end - 1] not in nouns.EVENT_NOUNS:
            return None
        weapon = words[end - 2]
        return (end - 2, end - 1) if weapon in _THINGS else None

    def _with_attachments(self, number: int) -> int:
        """Return where a description ends with what "of", "for" and "from" add to it."""
        end = self._phrases[number][1]
        takes = self._takes(end, self._words[end - 1])
        for following, last in self._phrases[number + 1 : number + 1 + _LONGEST_CHAIN]:
            if not takes or following != end + 1:
                break
            end = last
            takes = self._words[end : end + 1] == [known.OF]
        return end

    def _takes(self, link: int, head: str) -> bool:
        word = self._words[link] if link < len(self._words) else ""
        if word == known.OF:
            return head in _TAKES_OF
        if word == "for":
            return head in _TAKES_FOR
        return word == "from" and head in nouns.PEOPLE and self._names(link + 1)

    def _names(self, index: int) -> bool:
        return index in self._named_at


def sources(words: list[str]) -> list[Range]:
    """Return personal pronouns that are a sentence's source ("he said", "according to her")."""
    found: list[Range] = []
    for index, word in enumerate(words):
        before, after = words[max(0, index - 2) : index], words[index + 1 : index + 3]
        told = word in _SOURCES and before == ["according", "to"]
        opens = index == 0 or before[-1] in "”\"’',"
        if told or (word in _SPEAKERS and opens and _speaks(after)):
            found.append((index, index + 1))
    return found


def _speaks(after: list[str]) -> bool:
    if after[1:] and after[0] in known.ADVERBS:
        after = after[1:]
    return bool(after) and after[0] in _SPEAKS
