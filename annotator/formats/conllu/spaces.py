"""How white space stands in MISC: UDPipe's escapes, and `\\u2028` for what it has none for."""

import re

COLUMNS = ("ID", "FORM", "LEMMA", "UPOS", "XPOS", "FEATS", "HEAD", "DEPREL", "DEPS", "MISC")
"""Those of CoNLL-U, where `global.columns` names no others."""

ODD = re.compile(r"[\s\x00-\x1f\x7f\x85]")
"""What no form of a token may hold, because somebody would end a column or a line there."""

_ESCAPES = {" ": "s", "\t": "t", "\n": "n", "\r": "r", "|": "p", "\\": "\\"}
_BACK = {letter: character for character, letter in _ESCAPES.items()}
_PLAIN = re.compile(r"[\s|\\\x00-\x1f\x7f\x85]")
_ESCAPED = re.compile(r"\\(?:u([0-9a-f]{4})|(.))", re.DOTALL)


def escaped(text: str) -> str:
    """Return a text as a value in MISC."""
    return _PLAIN.sub(lambda match: _escape(match[0]), text)


def unescaped(value: str) -> str:
    """Return the text that a value in MISC stands for."""
    return _ESCAPED.sub(
        lambda match: chr(int(match[1], 16)) if match[1] else _BACK.get(match[2], match[2]), value
    )


def _escape(character: str) -> str:
    return "\\" + (_ESCAPES.get(character) or f"u{ord(character):04x}")
