"""What one run of capitalised words holds: the whole name, titles, owners, places, and nouns
around it that complete it.

No list of names is used but that of nations and faiths. Must import nothing of ours but this room.
"""

from typing import NamedTuple

from annotator.text import nouns
from annotator.text import vocabulary as known
from annotator.text.names import LONGEST_NAME, NameReader, Range, Run
from annotator.text.tokens import Words

NAME = "name"
PART = "part"
UNIT = "unit"

_GENITIVES = ("’s", "'s", "’", "'")
# Titles stand alone more often than not where these are in lower case.
_NO_LOWER_TITLES = frozenset({"head", "father", "sister", "mp", "lady", "lord", "miss"})
_ACTING = frozenset({"acting", "interim"})
_BEFORE_NATIONS = _ACTING | {"former"}
_NO_NAMES_AFTER_OF = known.PORTFOLIOS | known.OPENERS
_ONLY_GROUPS = nouns.GROUPS - nouns.BODY_HEADS
_LONGEST_TITLE = 6
_ADJECTIVE_ENDS = ("ic", "al", "ary", "ive", "ern", "ial", "ous")
_DESCRIBING = known.TITLE_MODIFIERS | known.PORTFOLIOS | known.PLACE_MODIFIERS
_LONGEST_ABBREVIATION = 6


class Named(NamedTuple):
    """A range `[start, end)` and its kind: a name, a part of one, or a mere unit.

    A part is a name only where the whole is none. A unit is there to grow and shrink to.
    """

    start: int
    end: int
    kind: str


def names(text: str, start: int, end: int, words: Words, taken: list[Range]) -> list[Named]:
    """Return the ranges that look like names, nested ones included.

    Args:
        text: the whole text, in which evidence about doubtful words is looked for.
        start: start of the sentence.
        end: end of the sentence.
        words: its tokens with their words.
        taken: ranges that are something else, such as dates; no name crosses them.

    Returns:
        Names; where a range comes twice, its first kind holds.
    """
    reader = NameReader(text, start, end, words, taken)
    return [named for run in reader.runs() for named in _held(reader, run)]


def _held(reader: NameReader, run: Run) -> list[Named]:
    title = _find_title(reader, run)
    if title is not None and not _goes_on_with_of(reader, title, run):
        return _with_title(reader, run, title)
    if title is None:
        before = _lower_title(reader, run.first)
        if before < run.first:
            return _person(reader, Run(before, run.last), run)
    found = _completed(reader, run) + _owners(reader, run)
    return [*found, _named(reader, run.first, run.last, NAME), *_split_at_of(reader, run)]


def _named(reader: NameReader, first: int, last: int, kind: str) -> Named:
    return Named(*reader.range(first, last), kind)


# ----------------------------------------------------------------------------- titles


def _with_title(reader: NameReader, run: Run, title: Run) -> list[Named]:
    """Return a run with a title in it, the owner before the title, and the name behind it."""
    found: list[Named] = []
    if title.first > run.first:
        found.append(_named(reader, run.first, title.first - 1, NAME))
    whole = Run(_lower_title(reader, run.first), run.last)
    if title.last == run.last:
        kind = UNIT if _is_apposition(reader, run) else NAME
        return [
            *found,
            _named(reader, *whole, kind),
            *_completed(reader, run),
            *_split_at_of(reader, run),
        ]
    if title.first > whole.first:
        found.append(_named(reader, title.first, run.last, UNIT))
    if whole.first < run.first:
        found.append(_named(reader, *run, UNIT))
    return found + _person(reader, whole, Run(title.last + 1, run.last))


def _is_apposition(reader: NameReader, run: Run) -> bool:
    """Tell whether a comma and a name follow a title ("the UN Special Envoy, Ana Lind,")."""
    after = run.last + 2
    return reader.words[run.last + 1 : after] == [","] and reader.is_name[after : after + 1] == [
        True
    ]


def _person(reader: NameReader, whole: Run, name: Run) -> list[Named]:
    """Return a title with a name, and the name: a part of it where the text repeats it bare."""
    kind = PART if reader.repeats(name, whole) else NAME
    found = [_named(reader, *whole, NAME), _named(reader, *name, kind)]
    second = _find_title(reader, name)
    if second is not None and second.first == name.first and second.last < name.last:
        found.append(_named(reader, second.last + 1, name.last, UNIT))
    return found


def _find_title(reader: NameReader, run: Run) -> Run | None:
    """Return the first sequence of title words with a head among them, unless after "of".

    What ends in the noun of an institution has none ("Justice Department").
    """
    if run.last > run.first and reader.lower[run.last] in nouns.INSTITUTION_HEADS:
        return None
    first = run.first
    while first <= run.last:
        last = first
        while last <= run.last and _is_title_word(reader.lower[last], last > first):
            last += 1
        has_head = any(_has_title(word) for word in reader.lower[first:last])
        if has_head and (first == run.first or reader.words[first - 1] != known.OF):
            return Run(first, _end_of_portfolio(reader, last - 1, run.last))
        first = max(last, first + 1)
    return None


def _goes_on_with_of(reader: NameReader, title: Run, run: Run) -> bool:
    """Tell whether "of" follows a title at the start ("President of Velmora Ana Lind")."""
    return (
        title.first == run.first
        and title.last < run.last
        and reader.words[title.last + 1] == known.OF
    )


def _is_title_word(word: str, inside: bool) -> bool:
    return _has_title(word) or word in known.TITLE_MODIFIERS or (inside and word == ".")


def _has_title(word: str) -> bool:
    """Tell whether a word heads a title, also as a part of "Secretary-General"."""
    return word in known.TITLE_HEADS or (
        "-" in word and not known.TITLE_HEADS.isdisjoint(word.split("-"))
    )


def _end_of_portfolio(reader: NameReader, last: int, limit: int) -> int:
    """Return the last token of a title that goes on with "of Foreign Affairs"."""
    if last + 2 > limit or reader.lower[last + 1] != known.OF:
        return last
    index = last + 2
    while index <= limit and reader.lower[index] in known.PORTFOLIOS:
        index += 1
    return index - 1 if index > last + 2 else last


def _lower_title(reader: NameReader, first: int) -> int:
    """Return where a title in lower case begins that stands right before a name, else `first`."""
    index, begin, has_head = first, first, False
    while index > max(0, first - _LONGEST_TITLE) and reader.touching(index):
        word = reader.words[index - 1] if index > 1 else reader.lower[0]
        if not (_has_title(word) or word in known.TITLE_MODIFIERS):
            break
        index -= 1
        has_head = has_head or (_has_title(word) and word not in _NO_LOWER_TITLES)
        if has_head or word in _ACTING:
            begin = index
    return _before_nations(reader, begin) if begin < first else first


def _before_nations(reader: NameReader, begin: int) -> int:
    """Return where the nations before a title begin, with "former" before them."""
    index = begin
    while index > 0 and reader.touching(index) and reader.lower[index - 1] in nouns.DEMONYMS:
        index -= 1
    if index in (0, begin) or not reader.touching(index):
        return index
    return index - 1 if reader.lower[index - 1] in _BEFORE_NATIONS else index


# ------------------------------------------------------------------- owners and "of"


def _owners(reader: NameReader, run: Run) -> list[Named]:
    """Return the nation, place or abbreviation that owns an institution ("UN Security Council")."""
    if run.first == run.last or nouns.INSTITUTION_HEADS.isdisjoint(
        reader.lower[run.first + 1 : run.last + 1]
    ):
        return []
    seated = run.last == run.first + 1 and reader.lower[run.last] in nouns.SEATED_HEADS
    if (seated and not _describes(reader.lower[run.first])) or _is_owner(reader, run.first):
        return [_named(reader, run.first, run.first, NAME)]
    return []


def _describes(word: str) -> bool:
    """Tell whether a word says what kind of institution it is, not where ("Supreme Court")."""
    return word.endswith(_ADJECTIVE_ENDS) or word in _DESCRIBING


def _is_owner(reader: NameReader, index: int) -> bool:
    """Tell whether a word is the name of a nation or an abbreviation."""
    word = reader.words[index]
    letters = word.replace(".", "")
    abbreviated = letters.isupper() and 1 < len(letters) < _LONGEST_ABBREVIATION
    return abbreviated or reader.lower[index] in nouns.DEMONYMS


def _split_at_of(reader: NameReader, run: Run) -> list[Named]:
    """Return the names on both sides of "of" in "Islamic Emirate of Afghanistan".

    A single word before it is a common noun ("Ministry"), and so is one known word after it.
    """
    for index in range(run.first + 1, run.last):
        if reader.words[index] == known.OF:
            after = index + 2 if reader.words[index + 1] == "the" else index + 1
            parts = _split_at_of(reader, Run(after, run.last))
            if index - 1 > run.first:
                parts += _owners(reader, Run(run.first, index - 1))
                parts.append(_named(reader, run.first, index - 1, PART))
            if after < run.last or reader.lower[after] not in _NO_NAMES_AFTER_OF:
                parts.append(_named(reader, after, run.last, NAME))
            return parts
    return []


# ------------------------------------------------------------- nouns that complete a name


def _completed(reader: NameReader, run: Run) -> list[Named]:
    """Return a name with a noun behind it or a compass word before it, and what is left of it."""
    body = run.last + 1
    if _is_body(reader, body):
        return [_named(reader, run.first, body, NAME)]
    alone = run.first == run.last and _is_owner(reader, run.first)
    head = _place_head(reader, run.last + 1)
    if head is not None and not (alone and reader.words[run.last + 1] not in _GENITIVES):
        return _with_place_noun(reader, run, head)
    before = run.first - 1
    compass = before >= 0 and reader.lower[before] in nouns.COMPASS and reader.touching(run.first)
    if compass and head is None and reader.lower[run.last] not in nouns.DEMONYMS:
        return [_named(reader, before, run.last, NAME)]
    return []


def _is_body(reader: NameReader, index: int) -> bool:
    """Tell whether a noun such as "government" follows a name, and no "forces" follow that."""
    words = reader.lower[index : index + 2]
    return (
        bool(words)
        and words[0] in nouns.BODY_HEADS
        and (reader.is_headline or reader.words[index].islower())
        and reader.touching(index)
        and words[-1] not in _ONLY_GROUPS
    )


def _with_place_noun(reader: NameReader, run: Run, head: int) -> list[Named]:
    found = [*_left_of_place(reader, run, head)]
    after = head + 1
    if reader.words[after : after + 1] == [known.OF]:
        after += 2 if reader.words[after + 1 : after + 2] == ["the"] else 1
        if after < len(reader.words) and reader.is_name[after]:
            last = after
            while last - after < LONGEST_NAME and (following := reader.next_in_run(last)):
                last = following
            found += [_named(reader, run.first, last, NAME), _named(reader, run.first, head, UNIT)]
    return [*found, _named(reader, run.first, head, NAME)]


def _left_of_place(reader: NameReader, run: Run, head: int) -> list[Named]:
    """Return what is a name inside "Karvan airport" (Karvan) or "Said Abad Shia mosque" (Shia)."""
    owned = reader.words[run.last + 1] in _GENITIVES
    seated = run.first == run.last and reader.lower[head] in nouns.SEATED_HEADS
    if (owned and reader.lower[run.first] not in known.STOPPED) or seated:
        return [_named(reader, *run, NAME)]
    found = [_named(reader, *run, PART)]
    if run.first < run.last and reader.lower[run.last] in nouns.DEMONYMS:
        found.append(_named(reader, run.last, run.last, NAME))
    return found


def _place_head(reader: NameReader, index: int) -> int | None:
    """Return the index of a place noun at `index`, after at most two adjectives and a genitive."""
    words, limit = reader.lower, min(len(reader.lower), index + 4)
    if index < limit and words[index] in _GENITIVES:
        index += 1
    while index < limit and words[index] in known.PLACE_MODIFIERS:
        index += 1
    if index >= limit or words[index] not in known.PLACE_HEADS or not reader.touching(index):
        return None
    while index + 1 < limit and words[index + 1] in known.PLACE_HEADS:
        index += 1
    return index
