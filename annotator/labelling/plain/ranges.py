"""Where something stands, as it is typed: words in quotation marks, or the numbers of words."""

import re
from collections.abc import Sequence

from annotator.labelling.refusals import Refused
from annotator.labelling.work import Work
from annotator.model.article import Sentence
from annotator.model.spans import Span
from annotator.text.tokens import tokenize

_WORDS = re.compile(r'(?:\d+:)?(?:"[^"]*"|“[^”]*”)(?:/\d+)?(?!\S)|\S+')
_PIECE = re.compile(
    r"(?:(?P<sentence>\d{1,6}):)?"
    r'(?:["“](?P<quoted>[^"”]*)["”](?:/(?P<nth>\d{1,6}))?|(?P<first>\d{1,6})(?:-(?P<last>\d{1,6}))?)'
)

RANGE_HELP = (
    'A range is words in quotation marks, "the mayor", or the numbers of words as "words" prints '
    'them, 4 or 4-6; pieces are joined with +, as in 2 + 5-6. "of"/2 is the second "of" of the '
    'sentence, 7:"Kabul" and 7:4-6 stand in sentence 7.'
)
"""How ranges are typed, in a sentence or two."""


def parts_of(line: str) -> list[str]:
    """Return a line in its words; what stands in quotation marks is one, with its marks."""
    return _WORDS.findall(line)


def is_piece(word: str) -> bool:
    """Say whether a word is a piece of a range."""
    return _PIECE.fullmatch(word) is not None


def unquoted(word: str) -> str:
    """Return a word without quotation marks around it."""
    is_quoted = len(word) > 1 and word[0] + word[-1] in ('""', "“”")
    return word[1:-1] if is_quoted else word


def take_range(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the pieces of the range that a line begins with, and the rest of the line.

    Raises:
        Refused: it begins with none, or a `+` has no piece behind it.
    """
    pieces, left = list[str](), list(words)
    while left and is_piece(left[0]):
        pieces.append(left.pop(0))
        if not left or left[0] != "+":
            break
        left.pop(0)
        if not left or not is_piece(left[0]):
            raise Refused("After + comes one more piece, in quotation marks or as numbers.")
    if not pieces:
        raise Refused(f"Say where. {RANGE_HELP}")
    return pieces, left


def read_range(work: Work, here: int, pieces: Sequence[str]) -> tuple[Span, ...]:
    """Return the pieces as fragments, in the order of the text.

    Args:
        here: the number of the sentence that is read, from 0.

    Raises:
        Refused: a piece is not there, or could be several.
    """
    return tuple(sorted(_piece(work, here, one) for one in pieces))


def words_in(work: Work, sentence: Sentence) -> list[Span]:
    """Return the words of a sentence, as they are numbered from 1."""
    return [Span(one.start, one.end) for one in tokenize(work.text, sentence.start, sentence.end)]


def _piece(work: Work, here: int, typed: str) -> Span:
    found = _PIECE.fullmatch(typed)
    if found is None:
        raise Refused(f"“{typed}” is no range. {RANGE_HELP}")
    number = int(found["sentence"]) - 1 if found["sentence"] else here
    if not 0 <= number < len(work.sentences):
        raise Refused(f"The article has {len(work.sentences)} sentences.")
    sentence = work.sentences[number]
    if found["quoted"] is None:
        return _numbered(work, sentence, int(found["first"]), int(found["last"] or found["first"]))
    return _quoted(work, sentence, found["quoted"], int(found["nth"] or 0))


def _numbered(work: Work, sentence: Sentence, first: int, last: int) -> Span:
    there = words_in(work, sentence)
    if not 1 <= first <= last <= len(there):
        raise Refused(f"The sentence has words 1 to {len(there)}; words prints them.")
    return Span(there[first - 1].start, there[last - 1].end)


def _quoted(work: Work, sentence: Sentence, typed: str, nth: int) -> Span:
    """Return where words stand; white space of any kind and length is as good as a blank."""
    words = typed.split()
    if not words:
        raise Refused("There is nothing between the quotation marks.")
    pattern, said = re.compile(r"\s+".join(map(re.escape, words))), " ".join(words)
    places = pattern.finditer(work.text, sentence.start, sentence.end)
    found = [Span(*one.span()) for one in places]
    if len(found) > 1:
        found = _whole(work, sentence, found) or found
    if not found:
        raise Refused(f"“{said}” is not in the sentence, letter by letter; words prints it.")
    if nth > len(found):
        raise Refused(f"“{said}” stands only {len(found)} times in the sentence.")
    if len(found) > 1 and not nth:
        raise Refused(f'“{said}” stands {len(found)} times; say which, as in "{said}"/2.')
    return found[max(nth, 1) - 1]


def _whole(work: Work, sentence: Sentence, found: list[Span]) -> list[Span]:
    """Return those that begin and end with whole words: "at" is not meant in "that"."""
    there = words_in(work, sentence)
    starts, ends = {one.start for one in there}, {one.end for one in there}
    return [one for one in found if one.start in starts and one.end in ends]
