"""A small language for lists of wordings, and their finding in a sentence.

One wording is a row of elements: a `word`, `one|another`, `~verb` (all its forms), `(optional)` and
`...` (one to six words of the same clause). Square brackets mark the words that count, the others
are what has to stand beside them: `[~ask] whether|if`. Must import nothing of ours but this room.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_LONGEST_GAP = 6
# Marks that end a clause, and prepositions that make another verb of the one before the gap.
_GAP_ENDS = frozenset({",", ";", ":", ".", "!", "?", "–", "—", "on", "upon", "for", "at", "off"})

_IRREGULAR = {
    "beat": "beats beat beaten beating",
    "blow": "blows blew blown blowing",
    "cast": "casts casting",
    "fight": "fights fought fighting",
    "find": "finds found finding",
    "give": "gives gave given giving",
    "go": "goes went gone going",
    "hit": "hits hitting",
    "hold": "holds held holding",
    "make": "makes made making",
    "overrun": "overruns overran overrunning",
    "put": "puts putting",
    "retake": "retakes retook retaken retaking",
    "say": "says said saying",
    "set": "sets setting",
    "shoot": "shoots shot shooting",
    "strike": "strikes struck striking",
    "swear": "swears swore sworn swearing",
    "take": "takes took taken taking",
    "tell": "tells told telling",
    "withdraw": "withdraws withdrew withdrawn withdrawing",
    "write": "writes wrote written writing",
}
# The last letter is written twice in two of their forms.
_DOUBLING = frozenset({"admit", "gun", "kidnap", "rebut", "rob", "stab"})


class Wording(NamedTuple):
    """One entry of a lexicon."""

    meaning: str
    """What it suggests, "" for a wording that only keeps others from being found there."""
    kind: str
    """What kind of words they are, as the lexicon's own module has it."""
    lemma: str
    """The marked words in their basic form."""
    elements: tuple[frozenset[str] | None, ...]
    """The words that may stand at each place; None for a gap."""
    marked: tuple[int, int]
    """Which elements count, `[first, last + 1)`."""


class Found(NamedTuple):
    """A wording in a sentence; its marked words are the tokens `[first, end)`."""

    first: int
    end: int
    wording: Wording


class Lexicon:
    """Wordings by their first word.

    Args:
        table: lines of a meaning, a kind and wordings parted by semicolons; `-` means no meaning,
            and a line that begins with a blank goes on with the line before.
    """

    def __init__(self, table: str) -> None:
        self._by_word: dict[str, list[Wording]] = {}
        for line in re.sub(r"\n[ \t]+", " ", table.strip()).splitlines():
            meaning, kind, rest = line.split(None, 2)
            for written in rest.split(";"):
                for wording in _wordings("" if meaning == "-" else meaning, kind, written):
                    for word in wording.elements[0] or ():
                        self._by_word.setdefault(word, []).append(wording)
        for wordings in self._by_word.values():
            wordings.sort(key=lambda one: -len(one.elements))

    def find(self, words: Sequence[str]) -> Iterator[Found]:
        """Yield what may stand at each place, the longest wording first; places may overlap.

        Args:
            words: the tokens of the sentence in lower case.
        """
        for index, word in enumerate(words):
            for wording in self._by_word.get(word, ()):
                places = _places(words, index, wording.elements)
                if places:
                    first, last = wording.marked
                    yield Found(places[first], places[last - 1] + 1, wording)


def forms(verb: str) -> frozenset[str]:
    """Return a verb's forms: say, says, said, saying."""
    if verb in _IRREGULAR:
        return frozenset({verb, *_IRREGULAR[verb].split()})
    if verb.endswith("e"):
        return frozenset({verb, verb + "s", verb + "d", verb[:-1] + "ing"})
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return frozenset({verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"})
    stem = verb + verb[-1] if verb in _DOUBLING else verb
    plural = "es" if verb.endswith(("s", "sh", "ch", "x")) else "s"
    return frozenset({verb, verb + plural, stem + "ed", stem + "ing"})


def _wordings(meaning: str, kind: str, written: str) -> Iterator[Wording]:
    """Yield the entries that one row of elements stands for, optional words taken or left."""
    parts = written.replace("[", " [ ").replace("]", " ] ").split()
    optional = [number for number, part in enumerate(parts) if part.startswith("(")]
    for choice in range(2 ** len(optional)):
        left_out = {number for bit, number in enumerate(optional) if choice >> bit & 1}
        yield _wording(meaning, kind, [p for n, p in enumerate(parts) if n not in left_out])


def _wording(meaning: str, kind: str, parts: list[str]) -> Wording:
    opening = parts.index("[") if "[" in parts else 0
    closing = parts.index("]") - 1 if "]" in parts else len(parts)
    elements = [part.strip("()") for part in parts if part not in ("[", "]")]
    return Wording(
        meaning,
        kind,
        _lemma(elements[opening:closing]),
        tuple(None if element == "..." else _alternatives(element) for element in elements),
        (opening, closing),
    )


def _lemma(marked: list[str]) -> str:
    """Return the first word and those that have no alternative ("claim responsibility")."""
    named = [marked[0], *(one for one in marked[1:] if "|" not in one and one != "...")]
    return " ".join(one.split("|")[0].removeprefix("~") for one in named)


def _alternatives(element: str) -> frozenset[str]:
    words: set[str] = set()
    for word in element.split("|"):
        words |= forms(word[1:]) if word.startswith("~") else {word}
    return frozenset(words)


def _places(
    words: Sequence[str], index: int, elements: tuple[frozenset[str] | None, ...]
) -> list[int]:
    """Return the token of each element from `index` on, [] where they do not stand there."""
    places: list[int] = []
    for number, element in enumerate(elements):
        if element is None:
            places.append(index)
            following = elements[number + 1] or frozenset()
            index = _after_gap(words, index, following)
        elif index < len(words) and words[index] in element:
            places.append(index)
            index += 1
        else:
            return []
    return places


def _after_gap(words: Sequence[str], index: int, following: frozenset[str]) -> int:
    """Return where one of the following words stands next, or the end of the sentence."""
    for place in range(index, min(len(words), index + _LONGEST_GAP + 1)):
        if words[place] in following and place > index:
            return place
        if words[place] in _GAP_ENDS:
            break
    return len(words)
