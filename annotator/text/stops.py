"""Where sentences end inside one paragraph: every full stop judged by its neighbours.

One scan finds the stops; nearly all are settled by the word before and the letter after, the
rest by the rules below, which look at most 80 characters to either side. So time is linear for
any text. Must import nothing of ours but tables.
"""

import re
from typing import NamedTuple

from annotator.text import abbreviations as known

_REACH = 60
_LONGEST_ITEM = 1_000
_EAST_ASIAN = "。！？｡"
_OPENING = "\"'“‘«([「『（【*_"
_CLOSING = "\"'”’»)]」』）】"

# A stop with its closing quotes and reference numbers, and what follows: (gap, opening, word).
# It starts with one character class, which the engine finds without trying each position.
_STOP = re.compile(
    r"""
    ([.!?…‼⁇⁈⁉؟۔।։።。！？｡](?:(?<=\.)(?:\s\.){2,}+|[.!?…‼⁇⁈⁉؟۔।։።。！？｡]*+))
    (?![a-z0-9,;/@&%])
    ((?:["'”’»)\]」』）】*_]|“(?=\s))*+)
    ((?:\s?\[\d+(?:\s?[-–,]\s?\d+)*\])*+)
    (?=(\s*+)(["'“‘«(\[「『（【*_]*+)([\w’'.-]{0,60}))
    """,
    re.VERBOSE,
)
_WORD_BEFORE = re.compile(r"[\w.’'&°-]*$")
_ACRONYM = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]")
_ROMAN = re.compile(r"[IVXLC]+\b")
_SPEECH = rf"(?:{'|'.join(sorted(known.SPEECH_VERBS))})"
_ATTRIBUTION = re.compile(
    rf"(?:(?:the|a|an|The|A|An)\s+)?(?:[\w.’'-]+\s+){{0,5}}?{_SPEECH}\b|{_SPEECH}\s+(?:[A-Z]|the\b)"
)
_ENUMERATOR = re.compile(r"\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})\)?")
_ENUMERATOR_AFTER_STOP = re.compile(r"(\w*)(?:[.!?:•⁃]\s+|[•⁃]\s?)(?:\d{1,2}|[a-z])$")
_NUMBERED_CAPTION = re.compile(r"(?:Fig\.?|Figure|Table|Chapter|Section|Listing)\s*[\d.]+")
_LIFE_DATES = re.compile(r"\((?:b|d|c|ca|r|née)$")
_NAME_BEFORE_INITIAL = re.compile(r"[A-Z][\w’'-]+\s+[A-Z]$")
_ADDRESS = re.compile(
    r"(?:https?://|www\.|@)"
    r"|\.(?:com|org|net|gov|edu|io|co|uk|ir|af|ru|de|fr|tv|info|html?|php|pdf)\b",
    re.IGNORECASE,
)
_GLUED_START = re.compile(r"[A-Z][a-z]+(?:[,’'.]|$)")


class _Stop(NamedTuple):
    """A stop in doubt and its surroundings; `start` is that of the mark, `end` of what belongs."""

    text: str
    block_start: int
    start: int
    end: int
    mark: str
    closing: str
    references: str
    gap: str
    opening: str
    word: str

    @property
    def before(self) -> str:
        """Up to 80 characters before the stop."""
        return self.text[max(self.block_start, self.start - 80) : self.start]

    @property
    def word_before(self) -> str:
        """The word the stop touches, with its inner stops."""
        lowest = max(self.block_start, self.start - _REACH)
        lowest = max(lowest, self.text.rfind(" ", lowest, self.start) + 1)
        found = _WORD_BEFORE.search(self.text[lowest : self.start])
        return found.group() if found else ""

    @property
    def next_character(self) -> str:
        """The first character after the gap, quotes included."""
        offset = self.end + len(self.gap)
        return self.text[offset : offset + 1]

    @property
    def first_letter(self) -> str:
        """The first character after the gap and any opening quotes."""
        offset = self.end + len(self.gap) + len(self.opening)
        return self.text[offset : offset + 1]

    @property
    def next_word(self) -> str:
        """The word that follows, in lower case, without clitics."""
        return re.sub(r"[’'].*$", "", self.word).lower().rstrip(".")

    @property
    def closed(self) -> bool:
        """Whether a closing quote or bracket stands after the mark."""
        return self.closing[-1:] in _CLOSING if self.closing else False

    @property
    def clear_start(self) -> bool:
        """Whether a capitalised word follows that starts sentences rather than names."""
        word = self.next_word
        return word in known.STARTERS and word != "i" and self.first_letter.isupper()


def sentence_ends(text: str, start: int, end: int, language: str = "en") -> list[int]:
    """Return the offsets inside `[start, end)` after which a new sentence begins.

    Args:
        text: the text.
        start: start of one paragraph.
        end: its end; no offset is returned for it.
        language: a code such as "en"; it selects abbreviations beside the English ones.
    """
    ends: list[int] = []
    ordinary = language not in known.LANGUAGES_WITH_ORDINAL_STOPS
    for found in _STOP.finditer(text, start, end):
        mark, closing, references, gap, opening, word = found.groups()
        if mark == "." and gap and not closing and word and ordinary:
            if word[0].islower():
                continue
            if word[0].isupper() and _is_plain_word(text, start, found.start()):
                ends.append(found.end())
                continue
        stop_end = found.end()
        if stop_end < end and _ends_sentence(
            _Stop(
                text, start, found.start(), stop_end, mark, closing, references, gap, opening, word
            ),
            language,
        ):
            ends.append(stop_end)
    return ends


def _is_plain_word(text: str, lowest: int, stop: int) -> bool:
    """Tell whether the text before a stop ends in a word, not an abbreviation or "iii."."""
    shortest = 2 if stop - lowest > 12 else 5
    lowest = max(lowest, stop - _REACH)
    word = text[max(lowest, text.rfind(" ", lowest, stop) + 1) : stop]
    return len(word) >= shortest and word.isalpha() and word.lower() not in known.ALL


def _ends_sentence(stop: _Stop, language: str) -> bool:
    if stop.mark[0] in _EAST_ASIAN:
        return True
    if not stop.gap:
        return _ends_glued(stop)
    letter = stop.first_letter
    if not letter or letter.islower() or stop.next_character in "-–—,;:)]”».…":
        return False
    if stop.closed and stop.closing[-1] in "\"”’»'" and _is_attribution(stop):
        return False
    if stop.closed and stop.closing[-1] in ")]" and stop.mark[0] != ".":
        return letter.isupper()
    if stop.mark[0] == "…" or (stop.mark[0] == "." and len(stop.mark) > 1):
        return _ends_after_ellipsis(stop)
    if stop.mark[0] != ".":
        return True
    return _ends_at_full_stop(stop, language)


def _ends_glued(stop: _Stop) -> bool:
    """Judge a stop without white space after it, as scraped text has: "yesterday.The"."""
    following = stop.text[stop.end : stop.end + _REACH].split(None, 1)
    if not following:
        return False
    run, mark = following[0], stop.mark[0]
    if mark in "؟۔।։።":
        return run[0].isalpha()
    bare = len(stop.mark) == 1 and not stop.closing
    if mark not in ".!?" or not (bare or set('”"') & set(stop.closing)):
        return False
    lowest = max(stop.block_start, stop.start - _REACH)
    word = re.split(r"\s", stop.text[lowest : stop.start])[-1]
    return (
        re.search(r"[a-z]{3}$", word) is not None
        and "." not in word
        and word.lower() not in known.ALL
        and _GLUED_START.match(run) is not None
        and not _ADDRESS.search(word + stop.mark + run)
    )


def _is_attribution(stop: _Stop) -> bool:
    start = stop.end + len(stop.gap)
    return _ATTRIBUTION.match(stop.text[start : start + 80]) is not None


def _ends_after_ellipsis(stop: _Stop) -> bool:
    if stop.next_word in known.STARTERS:
        return True
    long = len(stop.mark) + len(stop.closing) > 3
    return long and stop.first_letter.isupper()


def _ends_at_full_stop(stop: _Stop, language: str) -> bool:
    word = stop.word_before
    if _is_ordinal(word, language) or _is_enumerator(stop, word):
        return False
    if stop.references:
        return True
    if len(word) <= 3 and _LIFE_DATES.search(stop.before):
        return False
    if stop.closed:
        return True
    if not word:
        letter = stop.first_letter
        return letter.isupper() or not letter.isalpha() or letter.lower() == letter.upper()
    if "." in word and _ACRONYM.fullmatch(word):
        return _ends_after_acronym(stop, word.lower())
    if len(word) == 1 and "A" <= word <= "Z":
        return _ends_after_initial(stop, word)
    return _ends_after_abbreviation(stop, word)


def _is_ordinal(word: str, language: str) -> bool:
    if language not in known.LANGUAGES_WITH_ORDINAL_STOPS:
        return False
    if word.isdigit():
        return len(word) <= 2
    return language == "de" and word.lower() in known.GERMAN


def _is_enumerator(stop: _Stop, word: str) -> bool:
    """Tell whether the stop belongs to "1." or "Figure 2." before an item."""
    at_start = stop.start - stop.block_start
    if at_start <= 30:
        label = stop.before.strip()
        if at_start <= 12 and len(label) <= 4 and _ENUMERATOR.fullmatch(label):
            return True
        if _NUMBERED_CAPTION.fullmatch(label):
            return True
    if len(word) > 2 or not stop.first_letter.isupper():
        return False
    found = _ENUMERATOR_AFTER_STOP.search(stop.before)
    if found and found.group(1).lower() not in known.ALL:
        return True
    return _continues_list(stop, word)


def _continues_list(stop: _Stop, label: str) -> bool:
    """Tell whether the word is "2." in a paragraph that begins with "1.", or "c." after "b."."""
    if stop.text[stop.block_start] not in "(1a":
        return False
    if label.isdecimal():
        previous = f"{int(label) - 1}."
    elif len(label) == 1 and "b" <= label <= "z":
        previous = f"{chr(ord(label) - 1)}."
    else:
        return False
    lowest = max(stop.block_start, stop.start - _LONGEST_ITEM)
    return stop.text.find(previous, lowest, stop.start) >= 0


def _ends_after_acronym(stop: _Stop, word: str) -> bool:
    if word in known.NEVER_FINAL:
        return False
    if word in ("a.m", "p.m") and stop.first_letter.isupper():
        return word == "p.m" or stop.clear_start or stop.next_word not in known.TITLES
    return stop.clear_start or stop.next_character in '"“'


def _ends_after_initial(stop: _Stop, letter: str) -> bool:
    if stop.next_word == "i" or stop.next_word not in known.STARTERS:
        return False
    if letter == "I":
        return True
    is_name = _NAME_BEFORE_INITIAL.search(stop.before[-40:])
    return stop.next_word != "a" and stop.first_letter.isupper() and not is_name


def _ends_after_abbreviation(stop: _Stop, word: str) -> bool:
    lower = word.lower().lstrip("’'-")
    capital = word[0].isupper()
    follower = stop.next_word in known.STARTERS
    if lower in known.NEVER_FINAL:
        return False
    if lower in known.TITLES:
        return lower in known.AMBIGUOUS_TITLES and follower and not capital
    if lower in known.NUMERIC:
        return _ends_after_numeric(stop, lower)
    if lower in known.MONTHS_AND_DAYS and capital:
        return not stop.first_letter.isdigit() and (follower or lower in known.AMBIGUOUS_DATES)
    if lower in known.GENERAL and (capital or lower in known.GENERAL_IN_LOWER_CASE):
        return follower and stop.first_letter.isupper()
    return follower if lower in known.US_STATES and capital else True


def _ends_after_numeric(stop: _Stop, lower: str) -> bool:
    if stop.first_letter.isdigit() or lower in known.NEVER_WITHOUT_NUMBER:
        return False
    return lower == "no" or not _ROMAN.match(stop.word)
