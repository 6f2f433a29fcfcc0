"""Which type a name has: by its words, by the tables, by what stands around it, by the article.

Ranges come from the candidates of a sentence; nothing here moves an edge.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from annotator.suggest import classes
from annotator.suggest.tables import TableName, table_names
from annotator.text import nouns
from annotator.text import vocabulary as known
from annotator.text.abbreviations import SPEECH_VERBS
from annotator.text.candidates import Candidate
from annotator.text.sentence import SentenceParts

TABLES, RULES = "gazetteer", "patterns"

_NAME_KINDS = frozenset({"name", "part", "bracket"})
_LONGEST_PERSON = 5
_SURE = 0.8
_CUT = 0.45
"""The score of what is likely a word too short."""
_WORD = re.compile(r"[^\s]+")
_FIRST_WORD = re.compile(r"[\w-]+")
_SHORT = re.compile(r"\s\(([A-Z][\w.–-]{1,9})\)")
_ROLES = (
    nouns.PERSON | known.TITLE_HEADS | {"member", "co-founder", "resident", "expert", "host"}
) - {"head", "general", "chief", "father", "state", "attorney"}
_NO_TITLES = known.FUNCTION_WORDS | known.VERBS | known.ADVERBS | SPEECH_VERBS
_IN = frozenset({"in", "near", "outside", "across", "around"})
_PLACE_LINKS = _IN | {"from", "to", "at", "into", "towards", "toward", "throughout", "of"}
_LIBERATION = frozenset({"liberation", "resistance", "salvation", "mujahideen"})
_FORCES = frozenset({"army", "front", "forces", "force", "movement", "brigade", "brigades"})
_NO_STATE = frozenset({"un", "u.n.", "eu", "united", "european", "university", "olympic"})
_CLASSES_OF = frozenset({"city", "town", "village", "province", "district", "state", "region"})
_LOCAL_CLASSES_OF = frozenset({"neighbourhood", "neighborhood", "suburb", "quarter", "area"})
_CLASSED = _CLASSES_OF | _LOCAL_CLASSES_OF
_SPEAK = SPEECH_VERBS - {"told"}
_NEVER_PERSON = frozenset(classes.LAST_WORDS) | nouns.DEMONYMS | {"day", "act", "prize", "award"}
_NO_PERSON_BEHIND = _PLACE_LINKS | {"the", "a", "an", "this", "“", '"', "‘"}
_ENDINGS = ("-led", "-backed", "-linked", "-based", "-owned", "-held", "-run", "-born", "-era")
_OPENINGS = ("pro-", "anti-", "ex-", "non-", "post-", "pre-", "mid-")
_DASHES = frozenset({"–", "—", "-", "--", "("})


class NameType(NamedTuple):
    """What a name is."""

    type: str
    score: float
    reason: str
    source: str = RULES
    capacity: str = ""
    nominal: bool = False


class Names:
    """The names of one article, read once, with what one says about the others.

    Args:
        sentences: all sentences of the article.
    """

    def __init__(self, sentences: Iterable[SentenceParts]) -> None:
        self._table = table_names()
        self._people: dict[str, str] = {}
        self._same: dict[str, NameType] = {}
        for sentence in sentences:
            for one in sentence.candidates:
                if one.kind in _NAME_KINDS:
                    self._learn(sentence, one)

    def typed(self, sentence: SentenceParts) -> Iterator[tuple[Candidate, NameType]]:
        """Yield the names of a sentence whose type is known, the wider first.

        Nothing is nested in the name of an armed group or an event, and a part counts only where
        the whole has no type.
        """
        closed, whole = -1, -1
        listed = _broken_names(sentence)
        for place, name in listed:
            yield Candidate(*place, "name"), _of_table(self._table[name])
        for one in sentence.candidates:
            if one.kind not in _NAME_KINDS or one.end <= closed:
                continue
            if any(one.start < place[1] and place[0] < one.end for place, _ in listed):
                continue
            if one.kind != "name" and one.end <= whole:
                continue
            found = self._type(sentence, one)
            if found is None or (one.kind == "bracket" and found.source != TABLES):
                continue
            yield one, found
            whole = max(whole, one.end)
            if found.type in ("ARMED_GROUP", "EVENT"):
                closed = max(closed, one.end)

    def _learn(self, sentence: SentenceParts, one: Candidate) -> None:
        """Take in what a name says by itself: people with titles, classes, abbreviations."""
        words = _words_of(sentence, one)
        found = (
            self._by_itself(words) or _classed(sentence, one) or _described(sentence, one, words)
        )
        if found is None:
            return
        text = " ".join(words)
        if found.type == "PERSON" and not found.nominal:
            self._learn_person(words[title_length(words, self._table) :], found.capacity)
        elif found.score >= _SURE and found.source == RULES:
            self._same.setdefault(text, found)
            self._learn_short(words, found)
        short = _abbreviation_behind(sentence, one)
        if short and found.score >= _SURE and found.type != "PERSON":
            self._same.setdefault(
                short, found._replace(reason="it is short for the name before it", source=RULES)
            )

    def _learn_person(self, name: list[str], capacity: str) -> None:
        for first in range(len(name)):
            tail = name[first:]
            if tail[0][0].isupper() or len(tail) == len(name) or "al-" in tail[0].lower():
                self._people.setdefault(" ".join(tail), capacity)

    def _learn_short(self, words: list[str], found: NameType) -> None:
        """Know "Karvan" after "Karvan city"."""
        if found.type == "GPE" and len(words) > 1 and words[-1].islower():
            rest = " ".join(words[:-1])
            if rest[0].isupper():
                self._same.setdefault(rest, found._replace(reason="elsewhere it has its class"))

    def _type(self, sentence: SentenceParts, one: Candidate) -> NameType | None:
        words = _words_of(sentence, one)
        text = " ".join(words)
        if text in self._people:
            return NameType(
                "PERSON", 0.92, "the article gives this person a title", RULES, self._people[text]
            )
        found = self._by_itself(words)
        if found is None and text in self._same:
            found = self._same[text]
        if found is not None and _is_cut(sentence, one, found):
            return found._replace(score=_CUT)
        if found is not None and found.source == TABLES and not self._is_doubtful(text):
            return found
        if _is_armed(sentence, one) and not any(_is_bound(word) for word in words):
            return NameType("ARMED_GROUP", 0.8, "a word for armed people follows")
        if found is not None and found.source == RULES:
            return found
        around = (
            _described(sentence, one, words)
            or _classed(sentence, one)
            or _around(sentence, one, words)
        )
        if found is not None:  # words of the tables that are as often something else
            return found if around and around.type == found.type else around
        return around or (None if sentence.is_headline else _by_shape(sentence, words, one))

    def _is_doubtful(self, text: str) -> bool:
        return text in self._table and self._table[text].doubtful

    def _by_itself(self, words: list[str]) -> NameType | None:
        listed = self._table.get(" ".join(words))
        if listed is None and words[0].lower() == "the":
            listed = self._table.get(" ".join(words[1:]))
        if listed is None and len(words[0]) > 3 and all(word.isupper() for word in words):
            listed = self._table.get(" ".join(words).title())
        if listed is not None:
            return _of_table(listed)
        return (
            _titled(words, self._table)
            or _by_compass(words, self._table)
            or _by_class(words, self._table)
        )


# -------------------------------------------------------------------------------- by the tables


def _of_table(listed: TableName) -> NameType:
    return NameType(listed.type, listed.score, f"it is {listed.what}", TABLES)


def _broken_names(sentence: SentenceParts) -> list[tuple[tuple[int, int], str]]:
    """Return names of the tables that no candidate has whole ("New People's Army")."""
    names = [one for one in sentence.candidates if one.kind == "name"]
    found: list[tuple[tuple[int, int], str]] = []
    by_first_word = _by_first_word()
    for token, word in zip(sentence.tokens, sentence.written, strict=True):
        if word not in by_first_word or (found and token.start < found[-1][0][1]):
            continue
        for name in by_first_word[word]:
            end = token.start + len(name)
            if sentence.text.startswith(name, token.start) and end <= sentence.end:
                held = any(one.start <= token.start and end <= one.end for one in names)
                if not held and not sentence.text[end : end + 1].isalnum():
                    found.append(((token.start, end), name))
                break
    return found


@cache
def _by_first_word() -> dict[str, list[str]]:
    """Return the names of several words by their first, the longer before the shorter."""
    found: dict[str, list[str]] = {}
    for name, entry in table_names().items():
        if " " in name and not entry.doubtful and (first := _FIRST_WORD.match(name)):
            found.setdefault(first[0], []).append(name)
    for names in found.values():
        names.sort(key=len, reverse=True)
    return found


# ------------------------------------------------------------------------------ by its own words


def title_length(words: list[str], table: Mapping[str, TableName]) -> int:
    """Return how many words at the start are a title with its nation, 0 for none."""
    index, has_head = 0, False
    while index < len(words):
        word = words[index].lower().rstrip(".")
        heads = word in known.TITLE_HEADS or not known.TITLE_HEADS.isdisjoint(word.split("-"))
        if heads:
            has_head = True
        elif has_head and word == "of":
            index = _end_of_portfolio(words, index)
            continue
        elif not _may_stand_in_title(word, words[index], table):
            break
        index += 1
    return index if has_head else 0


def _may_stand_in_title(word: str, written: str, table: Mapping[str, TableName]) -> bool:
    if word in known.TITLE_MODIFIERS or word in nouns.DEMONYMS:
        return True
    listed = table.get(written)
    return listed is not None and listed.type in ("ARMED_GROUP", "NORP", "ORG")


def _end_of_portfolio(words: list[str], index: int) -> int:
    after = index + 1
    while after < len(words) and words[after].lower() in known.PORTFOLIOS:
        after += 1
    return max(after, index + 2) if after == index + 1 else after


def _titled(words: list[str], table: Mapping[str, TableName]) -> NameType | None:
    """Return a person where a title begins the name."""
    last = classes.LAST_WORDS.get(words[-1].lower())
    if last and last[0] in ("ORG", "GOV_BODY", "STATE_FORCE", "EVENT"):
        return None
    length = title_length(words, table)
    if not length:
        return None
    capacity = next(
        (
            classes.CAPACITIES[word]
            for word in (one.lower().rstrip(".") for one in reversed(words[:length]))
            if word in classes.CAPACITIES
        ),
        "",
    )
    if length >= len(words):
        return NameType("PERSON", 0.4, "it is a title", RULES, capacity, nominal=True)
    return NameType("PERSON", 0.95, "a title stands before the name", RULES, capacity)


def _by_compass(words: list[str], table: Mapping[str, TableName]) -> NameType | None:
    if len(words) == 1 or words[0].lower() not in nouns.COMPASS:
        return None
    if words[-1].lower() in nouns.DEMONYMS:
        return NameType("NORP", 0.8, "it ends in the name of a people")
    rest = table.get(" ".join(words[1:]))
    if rest is not None and rest.type in ("GPE", "LOC"):
        return NameType("LOC", 0.9, "a compass word makes a part of the place")
    if words[-1].lower() in classes.LAST_WORDS or words[0][0].isupper():
        return None
    return NameType("LOC", 0.75, "a compass word makes a part of the place")


def _by_class(words: list[str], table: Mapping[str, TableName]) -> NameType | None:
    """Return the type that the head of the name suggests ("Ministry of Health")."""
    lower = [word.lower().rstrip(".") for word in words]
    if len(words) < 2 or any(_is_bound(word) for word in words):
        return None
    for link in ("of", "for"):
        if link in lower[1:]:
            place = lower.index(link, 1)
            head = lower[place - 1]
            found = classes.LAST_WORDS.get(head) or classes.FIRST_WORDS.get(head)
            return _adapted(found, lower[:place], words, table) if found else None
    if lower[0] in classes.FIRST_WORDS and lower[-1] not in classes.LAST_WORDS:
        kind, score = classes.FIRST_WORDS[lower[0]]
        return NameType(kind, score, f"“{words[0]}” begins it")
    return _adapted(classes.LAST_WORDS.get(lower[-1]), lower, words, table)


def _is_bound(word: str) -> bool:
    """Tell whether a word only describes by a name ("U.S.-led", "pro-Karvan")."""
    return word.lower().endswith(_ENDINGS) or word.lower().startswith(_OPENINGS)


def _adapted(
    found: tuple[str, float] | None,
    lower: list[str],
    words: list[str],
    table: Mapping[str, TableName],
) -> NameType | None:
    """Return the type of a class word, changed by the words before it."""
    if found is None or not _has_a_name(lower, words):
        return None
    kind, score = found
    if kind in ("GPE", "LOC") and any(word[-1] in "’'" for word in words):
        return None
    owners = {table[word].type for word in words[:-1] if word in table}
    if lower[-1] in _FORCES and not _LIBERATION.isdisjoint(lower):
        kind, score = "ARMED_GROUP", 0.8
    elif kind == "STATE_FORCE" and "ARMED_GROUP" in owners:
        kind, score = "ARMED_GROUP", 0.7
    elif kind == "GOV_BODY" and not _NO_STATE.isdisjoint(lower):
        kind = "ORG"
    return NameType(kind, score, f"“{words[len(lower) - 1]}” heads it")


def _has_a_name(lower: list[str], words: list[str]) -> bool:
    """Tell whether a class word has more than small words before it."""
    return any(word[0].isupper() for word in words[: len(lower)])


# --------------------------------------------------------------------------- by what stands around


def _words_of(sentence: SentenceParts, one: Candidate) -> list[str]:
    return _WORD.findall(sentence.text[one.start : one.end])


def _is_cut(sentence: SentenceParts, one: Candidate, found: NameType) -> bool:
    """Tell whether title, article or class word of the name stand outside the range."""
    first = sentence.first_token_from(one.start)
    before, after = sentence.word(first - 1), sentence.word(sentence.first_token_from(one.end))
    if found.source == TABLES:
        return False
    if found.type == "GPE" and after in _CLASSES_OF:
        return True
    if before in ("a", "an") and sentence.text[one.start : one.end].split()[-1].islower():
        return True
    if found.type != "PERSON" or not sentence.text[one.start].islower() or not before.isalpha():
        return False
    written = sentence.text[sentence.tokens[first - 1].start :][: len(before)]
    if written.isupper() and len(written) > 1:
        return True
    return before not in _NO_TITLES


def _described(sentence: SentenceParts, one: Candidate, words: list[str]) -> NameType | None:
    """Return a person where an apposition says what somebody is ("Ana Lind, a lawyer,")."""
    if not _may_be_person(words):
        return None
    after = sentence.first_token_from(one.end)
    if sentence.word(after) == ",":
        behind = sentence.words[after + 1 : after + 9]
        cut = next((n for n, word in enumerate(behind) if word in (",", ".", "who")), len(behind))
        if behind[:1] == ["who"] or (cut == 1 and behind[0].isdigit()):
            return NameType("PERSON", 0.88, "what follows speaks of a person")
        opens = behind[:1] and behind[0] in ("a", "an", "the", "his", "her", "its", "their")
        role = _role_among(behind[:cut])
        if role and (opens or behind[cut - 1] == role):
            capacity = classes.CAPACITIES.get(role, "")
            return NameType("PERSON", 0.9, f"“{role}” behind it", RULES, capacity)
    first = sentence.first_token_from(one.start)
    if sentence.word(first - 1) == "," and sentence.word(first - 2) in _ROLES:
        capacity = classes.CAPACITIES.get(sentence.word(first - 2), "")
        return NameType("PERSON", 0.85, "a role stands before it", RULES, capacity)
    return None


def _role_among(words: list[str]) -> str:
    """Return the role that heads an apposition, "" for none."""
    for word in words:
        if word in _ROLES:
            return word
        if word in ("of", "in", "at", "for", "from", "and"):
            return ""
    return ""


def _classed(sentence: SentenceParts, one: Candidate) -> NameType | None:
    """Return the type that a class word before "of" gives ("the village of Karvan")."""
    first = sentence.first_token_from(one.start)
    kind = sentence.word(first - 2)
    if sentence.word(first - 1) != "of" or kind not in _CLASSED:
        return None
    local = kind in _LOCAL_CLASSES_OF
    return NameType("LOC" if local else "GPE", 0.88, f"a “{kind}” is named so")


def _around(sentence: SentenceParts, one: Candidate, words: list[str]) -> NameType | None:
    first, after = sentence.first_token_from(one.start), sentence.first_token_from(one.end)
    before, behind = sentence.word(first - 1), sentence.word(after)
    if first == 0 and behind in _DASHES and sentence.count > after + 4:
        return NameType("GPE", 0.9, "it is a dateline")
    if _may_be_person(words) and len(words) > 1 and _speaks(sentence, first, after):
        return NameType("PERSON", 0.8, "somebody of this name speaks")
    if before in _PLACE_LINKS and len(words) < 4 and not _is_abbreviation(words):
        return _located(sentence, before, after, words)
    return None


def _is_armed(sentence: SentenceParts, one: Candidate) -> bool:
    after = sentence.first_token_from(one.end)
    words = sentence.words[after : after + 3]
    if not words:
        return False
    if words[0] in classes.ARMED_WORDS and len(words) > 1:
        return words[1] in nouns.GROUPS
    return words[0] in ("militants", "rebels", "gunmen", "insurgents", "fighters", "militia")


def _speaks(sentence: SentenceParts, first: int, after: int) -> bool:
    behind = sentence.word(after)
    if behind in _SPEAK:
        return True
    return sentence.word(first - 1) in ("said", "says", "told") and behind in (",", ".", "", "that")


def _located(sentence: SentenceParts, before: str, after: int, words: list[str]) -> NameType | None:
    table = table_names()
    wider = " ".join(
        sentence.text[one.start : one.end]
        for one in sentence.candidates
        if one.start == sentence.offset(after + 1) and one.kind == "name"
    )
    listed = table.get(wider)
    if sentence.word(after) == "," and listed is not None and listed.type == "GPE":
        return NameType("GPE", 0.85, "a wider place follows")
    if before in _IN:
        return NameType("GPE", 0.6, f"“{before}” stands before it")
    return NameType("GPE", 0.4, f"“{before}” stands before it") if before != "of" else None


def _by_shape(sentence: SentenceParts, words: list[str], one: Candidate) -> NameType | None:
    before = sentence.word(sentence.first_token_from(one.start) - 1)
    if one.kind != "name" or before in _NO_PERSON_BEHIND:
        return None
    if _is_abbreviation(words):
        return NameType("ORG", 0.45, "it is an abbreviation")
    if 1 < len(words) < 4 and _may_be_person(words):
        return NameType("PERSON", 0.5, "it looks like a person’s name")
    return None


def _is_abbreviation(words: list[str]) -> bool:
    return len(words) == 1 and words[0].isupper() and 1 < len(words[0]) < 7


def _may_be_person(words: list[str]) -> bool:
    """Tell whether all words could be names of a person."""
    if not 1 <= len(words) <= _LONGEST_PERSON or _is_abbreviation(words):
        return False
    lower = [word.lower() for word in words]
    if not _NEVER_PERSON.isdisjoint(lower) or any(_is_bound(word) for word in words):
        return False
    if any(letter.isdigit() for word in words for letter in word):
        return False
    return all(
        word[0].isupper() or word in known.NAME_PARTICLES or word.startswith("al-")
        for word in words
    ) and not {"of", "the", "for", "and"} & set(lower)


def _abbreviation_behind(sentence: SentenceParts, one: Candidate) -> str:
    """Return "NRF" where "(NRF)" follows a name, "" for none."""
    found = _SHORT.match(sentence.text, one.end, sentence.end)
    return found[1] if found else ""
