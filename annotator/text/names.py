"""Names in one English sentence: runs of capitalised words, split at titles, with place nouns.

No list of names is used. A capital at the start of a sentence, or everywhere in a headline,
proves nothing, so there the same word in lower case elsewhere in the text speaks against it.
Must import nothing of ours but this room.
"""

import re
from typing import NamedTuple

from annotator.text import nouns
from annotator.text import vocabulary as known
from annotator.text.tokens import NUMBER, WORD, Words

Range = tuple[int, int]

# How far around a sentence the same word in lower case is looked for.
_EVIDENCE_REACH = 20_000
# In tokens; what is longer is a list or a text in capitals.
LONGEST_NAME = 16
_CAPITALS_IN_A_HEADLINE = 0.85
_OPENING = "\"'“‘«([:•⁃▪●"
_TAKING_STOPS = known.TITLE_HEADS | known.STOPPED
_NOT_IN_NAMES = known.NOT_NAMES - known.JOINING_PREPOSITIONS
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")


class Run(NamedTuple):
    """Tokens `[first, last]` of one capitalised sequence, particles inside included."""

    first: int
    last: int


class NameReader:
    """The tokens of one sentence with what is known about each as a part of a name."""

    def __init__(self, text: str, start: int, end: int, words: Words, taken: list[Range]) -> None:
        """Look at every token.

        Args:
            text: the whole text, in which evidence about doubtful words is looked for.
            start: start of the sentence.
            end: end of the sentence.
            words: its tokens with their words.
            taken: ranges that are something else, such as dates; no name crosses them.
        """
        self.text = text
        self.tokens, self.words, self.lower = words.tokens, words.written, words.lower
        self._reach = max(0, start - _EVIDENCE_REACH), end + _EVIDENCE_REACH
        offsets = {offset for left, right in taken for offset in range(left, right)}
        self._taken = {index for index, token in enumerate(self.tokens) if token.start in offsets}
        self._evidence: dict[tuple[str, bool], bool] = {}
        self.is_headline = self._looks_like_headline()
        self.is_name = [self._could_name(index) for index in range(len(self.tokens))]

    def range(self, first: int, last: int) -> Range:
        """Return what the tokens `[first, last]` cover in the text."""
        return self.tokens[first].start, self.tokens[last].end

    def runs(self) -> list[Run]:
        """Return the longest sequences of name words, joined by particles, in order."""
        found: list[Run] = []
        index = 0
        while index < len(self.tokens):
            if not self.is_name[index]:
                index += 1
                continue
            last = index
            while last - index < LONGEST_NAME and (following := self.next_in_run(last)):
                last = following
            found.append(Run(self._with_ordinal(index), self._with_number_or_stop(last)))
            index = last + 1
        return found

    def touching(self, index: int) -> bool:
        """Tell whether only white space stands between a token and the one before it."""
        return self.text[self.tokens[index - 1].end : self.tokens[index].start].strip() == ""

    def next_in_run(self, last: int) -> int | None:
        """Return the index of the next name word of a run, past particles and initials' stops."""
        index = last + 1
        if index < len(self.words) and self._joins(index, last):
            index += 1
        particles = 0
        while (
            index < len(self.words)
            and not self.is_name[index]
            and particles < 3
            and self._is_particle(index)
        ):
            index, particles = index + 1, particles + 1
        if index < len(self.words) and self.is_name[index]:
            return index
        return None

    def _is_particle(self, index: int) -> bool:
        word = self.words[index]
        if word == "the":
            return self.words[index - 1] == known.OF
        if word == known.OF or word in known.NAME_PARTICLES:
            return True
        if word == "for":
            return self.lower[index - 1] in known.ORGANISATION_HEADS
        return (
            word[0].isupper()
            and not self.is_headline
            and self.lower[index] in known.JOINING_PREPOSITIONS
        )

    def _joins(self, mark: int, last: int) -> bool:
        """Tell whether a mark after a name word is the stop of "J." or the genitive of "Boys’"."""
        if self.words[mark] == ".":
            return self._takes_stop(last)
        plural = self.words[mark] in ("’", "'") and self.words[last][-1] == "s"
        return plural and self.is_name[mark + 1 : mark + 2] == [True]

    def _takes_stop(self, index: int) -> bool:
        word = self.words[index]
        return len(word) == 1 or self.lower[index] in _TAKING_STOPS

    def _with_ordinal(self, index: int) -> int:
        if index and index - 1 not in self._taken and _ORDINAL.fullmatch(self.lower[index - 1]):
            return index - 1
        return index

    def _with_number_or_stop(self, last: int) -> int:
        """Take in the number of "Highway 9" and the stop of "Oshtin Steel Co."."""
        after = last + 1
        if after >= len(self.tokens):
            return last
        if self.lower[last] in known.NUMBERED_NOUNS and self.tokens[after].kind == NUMBER:
            return after
        abbreviated = self.lower[last] in known.STOPPED_AFTER_NAMES and self.words[after] == "."
        return after if abbreviated and after + 1 < len(self.tokens) else last

    def repeats(self, run: Run, within: Run) -> bool:
        """Tell whether the last word of a name stands elsewhere, but for where the whole stands."""
        word = self.words[run.last]
        whole = self.text[slice(*self.range(*within))]
        key = whole, True
        if key not in self._evidence:
            place = self._reach
            self._evidence[key] = self.text.count(word, *place) > self.text.count(whole, *place)
        return self._evidence[key]

    # -------------------------------------------------------------- single words

    def _could_name(self, index: int) -> bool:
        token, word = self.tokens[index], self.words[index]
        if token.kind != WORD or index in self._taken or not _has_capital(word):
            return False
        if word in ("I", "A") and not self._is_initial(index):
            return False
        lower = self.lower[index]
        doubtful = self._opens_sentence(index) or self.is_headline
        if doubtful:
            return self._stands_up(index, word, lower)
        if lower not in known.NOT_NAMES or (word.isupper() and len(word) > 1):
            return True
        # "in The Hague": after a word in lower case the capital says that it belongs to the name.
        article = lower == "the" and self.words[index - 1].islower()
        return (article or lower in known.TITLE_MODIFIERS) and self._begins_name(index)

    def _stands_up(self, index: int, word: str, lower: str) -> bool:
        """Judge a capital that position alone explains."""
        if word.isupper() and len(word) > 1 and not self.is_headline:
            return True
        if lower in known.NOT_NAMES or (self.is_headline and lower in known.HEADLINE_VERBS):
            return False
        if self._counts_what_follows(index, lower):
            return False
        if self._begins_name(index):
            return True
        if lower in known.OPENERS or lower in nouns.HEADS or lower in known.TITLE_MODIFIERS:
            return False
        if lower.endswith(known.OPENER_SUFFIXES):
            capitals = self.is_headline and word.isupper()
            if capitals or not self._seen(word, inside=True):
                return False
        return not self._seen(lower, inside=False)

    def _begins_name(self, index: int) -> bool:
        """Tell whether a capitalised word follows, so that both may be one name."""
        if self.is_headline or index + 1 >= len(self.words):
            return False
        follower = self.words[index + 1]
        return (
            self.tokens[index + 1].kind == WORD
            and index + 1 not in self._taken
            and _has_capital(follower)
            and (self.lower[index + 1] not in _NOT_IN_NAMES)
            and not self.lower[index].endswith(known.OPENER_SUFFIXES)
        )

    def _counts_what_follows(self, index: int, lower: str) -> bool:
        """Tell whether a plural at the start stands before "of" ("Shares of Oshtin Steel")."""
        return (
            lower.endswith("s")
            and not lower.endswith(("ss", "us", "is"))
            and self.words[index + 1 : index + 2] == [known.OF]
        )

    def _seen(self, word: str, *, inside: bool) -> bool:
        """Tell whether the word stands elsewhere near the sentence, if asked inside a sentence."""
        key = word, inside
        if key not in self._evidence:
            self._evidence[key] = self._find(word, inside)
        return self._evidence[key]

    def _find(self, word: str, inside: bool) -> bool:
        text, (offset, limit) = self.text, self._reach
        while (offset := text.find(word, offset, limit)) >= 0:
            end = offset + len(word)
            if not text[end : end + 1].isalnum() and _stands_apart(text, offset, inside):
                return True
            offset = end
        return False

    def _opens_sentence(self, index: int) -> bool:
        if index == 0:
            return True
        before = self.words[index - 1]
        return (before in _OPENING and before != "(") or before in ".!?…"

    def _is_initial(self, index: int) -> bool:
        return self.words[index + 1 : index + 2] == ["."] and index + 2 < len(self.words)

    def _looks_like_headline(self) -> bool:
        """Tell whether nearly every word of weight has a capital and no full stop ends them."""
        if self.words[-1:] == ["."] or len(self.words) < 4:
            return False
        capitals = [
            _has_capital(word)
            for word, lower in zip(self.words, self.lower, strict=True)
            if len(word) > 3 and word.isalpha() and lower not in known.FUNCTION_WORDS
        ]
        return len(capitals) >= 3 and sum(capitals) >= _CAPITALS_IN_A_HEADLINE * len(capitals)


def _stands_apart(text: str, offset: int, inside: bool) -> bool:
    """Tell whether a word begins at `offset`; `inside`: after a lower-case word or a comma."""
    if not inside:
        return offset == 0 or not text[offset - 1].isalnum()
    before = text[max(0, offset - 2) : offset]
    return len(before) == 2 and before[1].isspace() and (before[0].islower() or before[0] == ",")


def _has_capital(word: str) -> bool:
    """Tell whether a word, or a part after its hyphen, begins with a capital ("al-Zawahiri")."""
    return word[0].isupper() or ("-" in word and any(p[:1].isupper() for p in word.split("-")))
