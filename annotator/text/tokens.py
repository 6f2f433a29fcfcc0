"""Words, numbers, punctuation and symbols of a text: the steps of a cursor.

A token never cuts a grapheme cluster. Hyphenated and dotted words are one (Dasht-e-Barchi,
U.S.), a slash parts two (ISIS / ISIL), the genitive stands alone (Kabul ’s). In scripts written
without spaces a token is as little as an edge may have to stop at: a Chinese character, a sign of
hiragana, a run of katakana, a written syllable of Thai, Lao and Burmese. Must import nothing of
ours but this room.
"""

import re
from collections.abc import Sequence
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from annotator.text.graphemes import is_boundary, next_boundary

if TYPE_CHECKING:
    import regex

_UNSPACED_SCRIPTS = (
    "Han",
    "Hiragana",
    "Katakana",
    "Thai",
    "Lao",
    "Khmer",
    "Myanmar",
    "Tibetan",
)

WORD = "word"
NUMBER = "number"
PUNCTUATION = "punctuation"
SYMBOL = "symbol"

_HEADLINE_SHARE = 0.75

# Letters, digits and punctuation that neither combine nor belong to a script without spaces.
_PLAIN = re.compile("[\0-\u02ff\u2010-\u2027\u2030-\u205e\u20ac]*")

# {letter}, {char} (of a word), {marks} (that join what stands before) and {other} differ
# between plain text, which the standard library reads, and the rest, which needs Unicode classes.
# Most words end in a space or comma: the first line settles them. Bounds keep it linear.
_GRAMMAR = r"""
    (?P<simple> {letter}++(?![\w'’.&@:+‐‑-]) {marks} )
    | (?P<word>
        https?://[^\s<>"”’)]*[\w/]{marks}
        | \w[\w.+-]{{0,63}}@[\w-]+(?:\.[\w-]+)+{marks}
    )
    | (?P<number>
        (?:\d{{4}}-\d\d-\d\d(?!\d) | \d++(?:[.,:٫٬]\d++){{0,8}}+(?:st|nd|rd|th|s)?){marks}
        (?!{char}|[-‐‑]{letter})
    )
    | (?P<hyphenated>
        (?:{dotted}|{simple}) (?:[-‐‑&](?:{dotted}|{simple}))* {marks}
    )
    | (?P<genitive> (?<={letter})['’](?:[sS](?!{char}))?{marks} )
    | {other}
"""
_DOTTED = r"(?:{letter}\.)+{letter}(?!{char})\.?"
_SIMPLE = r"{char}+(?:['’](?![sS](?!{char})){letter}{char}*)*"


class Token(NamedTuple):
    """One token: `[start, end)` in code points, and its kind, one of the constants above.

    The genitive ’s is punctuation, as is everything invisible: a cursor passes them.
    """

    start: int
    end: int
    kind: str


_KINDS = {
    "simple": WORD,
    "word": WORD,
    "hyphenated": WORD,
    "character": WORD,
    "number": NUMBER,
    "genitive": PUNCTUATION,
    "punctuation": PUNCTUATION,
    "symbol": SYMBOL,
}


def tokenize(text: str, start: int, end: int) -> list[Token]:
    """Return the tokens of `text[start:end]`, with offsets into the whole text."""
    return list(_tokenize(text, start, end))


class Words:
    """The tokens of the sentence `text[start:end]`, with what they say."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.tokens = tokenize(text, start, end)
        self.written = [text[first:last] for first, last, _ in self.tokens]
        self.lower = [word.lower() for word in self.written]

    @cached_property
    def has_capitals(self) -> bool:
        """Whether most longer words are written with a capital, as titles have it."""
        capitals = [
            word[0].isupper()
            for token, word in zip(self.tokens[1:], self.written[1:], strict=True)
            if len(word) > 3 and token.kind == WORD
        ]
        return len(capitals) > 2 and sum(capitals) >= _HEADLINE_SHARE * len(capitals)


# Candidates, cues and triggers of a sentence are looked for one after the other.
@lru_cache(maxsize=16)
def _tokenize(text: str, start: int, end: int) -> Sequence[Token]:
    plain = _PLAIN.match(text, start, end)
    if plain and plain.end() == end:
        found = _plain_tokens().finditer(text, start, end)
        return [Token(*match.span(), _KINDS[match.lastgroup or ""]) for match in found]
    matches = _unicode_tokens().finditer(text, start, end)
    tokens = [Token(*match.span(), _KINDS[match.lastgroup or ""]) for match in matches]
    return _with_whole_graphemes(text, tokens, end)


def _with_whole_graphemes(text: str, tokens: list[Token], limit: int) -> list[Token]:
    """Join tokens that share a grapheme cluster, as rare prepended marks make them."""
    whole: list[Token] = []
    for start, end, kind in tokens:
        if not is_boundary(text, end):
            end = min(limit, next_boundary(text, end))
        if whole and start < whole[-1].end:
            before = whole.pop()
            start, end, kind = before.start, max(end, before.end), before.kind
        whole.append(Token(start, end, kind))
    return whole


@cache
def _plain_tokens() -> re.Pattern[str]:
    other = r"""
        (?P<punctuation> [!-#%-*,-/:;?@\[-\]_{{}}¡§«¶·»¿\u2010-\u2027\u2030-\u205e{control}] )
        | (?P<symbol> \S )
    """.format(control=r"\0-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad")
    return re.compile(_filled(r"[^\W\d_]", r"\w", "", other), re.VERBOSE)


@cache
def _unicode_tokens() -> "regex.Pattern[str]":
    import regex

    unspaced = "".join(rf"\p{{{script}}}" for script in _UNSPACED_SCRIPTS)
    mark = r"[\p{M}\p{GCB=Extend}\p{GCB=SpacingMark}\p{GCB=ZWJ}]"
    marks = rf"{mark}*+"
    # As `str.isspace` has it, which counts four more separators.
    space = r"[\s\x1c-\x1f]"
    # Marks that stand on white space belong to it, so that it becomes a token.
    other = rf"""
        (?P<character>
            \p{{Katakana}} {marks} (?:[\p{{Katakana}}\u30fc\uff70] {marks}){{0,40}}
            | (?:[เ-ไເ-ໄ] {marks})? [ก-ฮກ-ຮໜໝ] {marks} (?:[ะาำๅະາຳ] {marks}){{0,3}}
            | [\p{{Myanmar}}--\p{{N}}] {marks} (?:[က-အ] \u103a {marks}){{0,3}}
            | [{unspaced}] {marks}
        )
        | (?P<symbol> \p{{Regional_Indicator}}{{2}} {marks} )
        | (?P<punctuation> (?!{space}) [\p{{P}}\p{{C}}] {marks} )
        | (?P<symbol> (?!{space})\X | \p{{Zs}} (?={mark}) {marks} )
    """
    letter, char = rf"(?:[\p{{L}}--[{unspaced}]]\p{{M}}*)", rf"[\w--[{unspaced}]]"
    return regex.compile(_filled(letter, char, marks, other), regex.VERBOSE | regex.V1)


def _filled(letter: str, char: str, marks: str, other: str) -> str:
    """Return the token pattern for one notation of character classes."""
    parts = {"letter": letter, "char": char}
    dotted, simple = _DOTTED.format(**parts), _SIMPLE.format(**parts)
    return _GRAMMAR.format(**parts, marks=marks, other=other, dotted=dotted, simple=simple)
