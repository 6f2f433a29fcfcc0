"""Noun phrases and clauses of one English sentence, cut out by closed classes of words.

No tagger is used: what is neither a function word nor a common verb belongs to a phrase.
Must import nothing of ours but this room.
"""

from itertools import pairwise

from annotator.text import nouns
from annotator.text import vocabulary as known
from annotator.text.tokens import NUMBER, PUNCTUATION, WORD, Token, Words

Range = tuple[int, int]

_GENITIVES = frozenset({"’s", "'s", "’S", "'S", "’", "'"})
_JOINING = _GENITIVES | {"/", "&"}
_CLAUSE_MARKS = frozenset(",;:–—،؛，；：、")
_CLOSING = frozenset(")]”’»")
_OPENING = frozenset("([“‘«")
_DIRECTIONS = frozenset({"north", "south", "east", "west"})
_ATTACHING = frozenset({"of", "for"})
_LINKS = frozenset({",", "and", "or"})
_LONGEST_CHAIN = 4
_LONGEST_ALIAS = 8
_COMPLEMENTISERS = frozenset({"that", "whether"})

# "that" mostly opens a clause.
_DETERMINERS = known.DETERMINERS - {"that"}
_OPENERS = _DETERMINERS | known.UNITS_AND_TEENS
_NOT_IN_PHRASES = (
    known.PREPOSITIONS
    | known.CONJUNCTIONS
    | known.AUXILIARIES
    | (known.PRONOUNS | known.SUBORDINATORS) - _DETERMINERS
    | known.ADVERBS
)


def noun_phrases(words: Words) -> list[Range]:
    """Return noun phrases as ranges of token numbers `[first, last + 1)`, in order."""
    lower = words.lower
    phrases: list[Range] = []
    bridged = _bridged(words)
    first: int | None = None
    for index in range(len(lower) + 1):
        if first is not None and index in bridged:
            continue
        opens = index < len(lower) and lower[index] in _DETERMINERS
        inside = index < len(lower) and (opens or _continues(words, first, index))
        if first is not None and (opens or not inside):
            _close(lower, first, index, phrases)
            first = None
        if inside and first is None and lower[index] not in _JOINING:
            first = index
    return phrases


def widened(tokens: list[Token], phrases: list[Range], named: list[Range]) -> list[Range]:
    """Return phrases with the names and numbers whole that they cut ("at least" + "eight people").

    Args:
        tokens: the tokens of the sentence.
        phrases: ranges of token numbers, in order.
        named: ranges of the text that no phrase may cut.
    """
    number_at = {token.start: index for index, token in enumerate(tokens)}
    end_at = {token.end: index + 1 for index, token in enumerate(tokens)}
    whole_at: dict[int, Range] = {}
    for left, right in named:
        if left in number_at and right in end_at:
            name = number_at[left], end_at[right]
            for index in range(*name):
                whole_at.setdefault(index, name)
    whole: list[Range] = []
    for first, end in phrases:
        first = whole_at.get(first, (first, end))[0]
        end = max(end, whole_at.get(end - 1, (first, end))[1])
        if not whole or first >= whole[-1][1]:
            whole.append((first, end))
    return whole


def attachments(words: list[str], phrases: list[Range]) -> list[Range]:
    """Return phrases with the "of" and "for" phrases that follow, as ranges of token numbers."""
    found: list[Range] = []
    for number, (first, end) in enumerate(phrases):
        for following, last in phrases[number + 1 : number + 1 + _LONGEST_CHAIN]:
            if following != end + 1 or words[end] not in _ATTACHING:
                break
            found.append((first, last))
            end = last
    return found


def coordinations(words: list[str], phrases: list[Range]) -> list[Range]:
    """Return lists such as "Iraq, Syria, and Libya" as ranges of token numbers."""
    found: list[Range] = []
    first: int | None = None
    joined = False
    for (start, end), (following, last) in pairwise(phrases):
        link = words[end:following]
        if 0 < len(link) <= 2 and _LINKS.issuperset(link):
            first = start if first is None else first
            joined = joined or link[-1] != ","
            if joined:
                found.append((first, last))
        else:
            first, joined = None, False
    return found


def clauses(read: Words) -> list[Range]:
    """Return clauses as ranges of token numbers: between commas, after "that", before a speaker."""
    tokens, words = read.tokens, read.lower
    end = len(tokens)
    while end and words[end - 1] in (".", "!", "?", "…", "..."):
        end -= 1
    marks = [i for i in range(end) if words[i] in _CLAUSE_MARKS and _stands_free(tokens, i)]
    starters = [i for i in range(end) if words[i] in known.SUBORDINATORS]
    cuts = sorted({0, end, *marks, *starters})
    found = [_without_marks(words, left, right) for left, right in pairwise(cuts)]
    found += [_without_marks(words, a, b) for a, b in zip([0, *marks], [*marks, end], strict=True)]
    found += [(a + 1, b) for a, b in pairwise(cuts) if words[a] in known.SUBORDINATORS]
    for index in starters:
        if words[index] in _COMPLEMENTISERS:
            found += [(index, end), (index + 1, end)]
    found += [(0, mark) for mark in marks[-1:] if not known.VERBS.isdisjoint(words[mark:end])]
    return [*(part for part in found if part[0] < part[1]), (0, end or len(tokens))]


def _bridged(read: Words) -> set[int]:
    """Return the tokens of bracketed names inside a phrase ("the Front (NHF) armed group")."""
    written, words = read.written, read.lower
    found: set[int] = set()
    for opening in [index for index, word in enumerate(words) if word == "(" and index]:
        closing = opening + 1
        while closing < min(len(words), opening + _LONGEST_ALIAS) and (
            written[closing][0].isupper() or words[closing] in ("–", "-", "/")
        ):
            closing += 1
        after = closing + 1
        if words[closing:after] == [")"] and after < len(words) and after - opening > 2:
            begins = written[opening - 1][0].isupper()
            goes_on = written[after][0].islower() and (
                _is_common(words[after]) or words[after] in known.PARTICIPLES
            )
            if begins and goes_on:
                found.update(range(opening, after))
    return found


def _is_common(word: str) -> bool:
    """Tell whether a word in lower case is neither a function word nor looks like a verb."""
    return not (
        word in _NOT_IN_PHRASES
        or word in _DETERMINERS
        or word in known.VERBS
        or word.endswith(("ed", "ing"))
    )


def _continues(read: Words, first: int | None, index: int) -> bool:
    """Tell whether a token other than a determiner can stand in a noun phrase."""
    tokens, written, words = read.tokens, read.written, read.lower
    token, word = tokens[index], words[index]
    if token.kind == NUMBER:
        return True
    if token.kind == PUNCTUATION:
        return first is not None and word in _JOINING
    if token.kind != WORD or word in _NOT_IN_PHRASES:
        return False
    if index and words[index - 1] in known.MODALS and written[index][0].islower():
        return False
    following = words[index + 1] if index + 1 < len(words) else ""
    if word in _DIRECTIONS and following == known.OF and first is not None and index > first + 1:
        return False
    if written[index][0].isupper() and index > 0:
        return word not in known.HEADLINE_VERBS or not _begins_object(following)
    if word in known.PARTICIPLES:
        return True
    if word in known.VERBS or word.endswith(("ed", "ing")):
        return _is_attributive(tokens, words, first, index)
    return not word.endswith("ly") or (first == index - 1 and words[first] in _DETERMINERS)


def _is_attributive(tokens: list[Token], words: list[str], first: int | None, index: int) -> bool:
    """Tell whether a verb form stands before or as a noun ("two improvised devices")."""
    if first is None:
        return False
    word, before = words[index], words[index - 1]
    following = words[index + 1] if index + 1 < len(words) else ""
    if before in _OPENERS or tokens[index - 1].kind == NUMBER or before.endswith("ly"):
        return True
    if before in nouns.DEMONYMS and word in known.NOUN_VERBS:
        return True
    opened = words[first] in _OPENERS or tokens[first].kind == NUMBER
    if word in known.VERBS or word.endswith("ed"):
        return opened and word in known.NOUN_VERBS
    # "a suicide bombing near Karvan", but "a bus carrying pilgrims".
    return opened and (word in known.ING_NOUNS or not _begins_object(following))


def _begins_object(word: str) -> bool:
    opens = word in known.DETERMINERS or word in known.PRONOUNS
    return opens or (word[:1].isalnum() and _is_common(word))


def _close(words: list[str], first: int, end: int, phrases: list[Range]) -> None:
    while end > first and words[end - 1] in _JOINING:
        end -= 1
    if end - first > 1 or (end > first and words[first] not in _DETERMINERS):
        phrases.append((first, end))


def _stands_free(tokens: list[Token], index: int) -> bool:
    """Tell whether white space touches a mark, so that it parts more than digits or names."""
    if index + 1 >= len(tokens):
        return True
    return tokens[index].end < tokens[index + 1].start or tokens[index + 1].kind == PUNCTUATION


def _without_marks(words: list[str], first: int, end: int) -> Range:
    while first < end and (words[first] in _CLAUSE_MARKS or words[first] in _CLOSING):
        first += 1
    while first < end and words[end - 1] in _OPENING:
        end -= 1
    return first, end
