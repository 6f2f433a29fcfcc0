"""Languages: what a script says about them, and sentences of those that our rules do not know.

Our own rules were measured on the languages in `OWN`. For others sentencex (the extra `lang`),
which knows the abbreviations of some 300, cuts each paragraph; without it our own rules do.
Must import nothing of ours.
"""

import re
import unicodedata
from collections import Counter
from functools import cache
from importlib.util import find_spec

OWN = frozenset(("en", "de", "fr", "es", "ar", "ru", "zh", "fa"))
"""Languages whose sentences our own rules cut better than sentencex, or as well."""

_SURE = {
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "THAI": "th",
    "LAO": "lo",
    "KHMER": "km",
    "HANGUL": "ko",
    "GREEK": "el",
    "GEORGIAN": "ka",
    "ARMENIAN": "hy",
}
"""Scripts in which news are written in one language only, as Unicode names their letters."""

_SEVERAL = {
    "CJK": "Chinese characters",
    "ARABIC": "Arabic",
    "CYRILLIC": "Cyrillic",
    "DEVANAGARI": "Devanagari",
    "BENGALI": "Bengali",
    "HEBREW": "Hebrew",
    "ETHIOPIC": "Ethiopic",
    "MYANMAR": "Burmese",
    "TIBETAN": "Tibetan",
}
"""Scripts of several languages, as a message calls them."""

_SAMPLE = 300
"""Characters of a text, taken evenly, that say which script it is in."""

_KANA_SHARE = 0.1
"""Of letters: Japanese has more of its own than this, Chinese none."""

# Khmer full stops, which sentencex does not know.
_KHMER_STOP = re.compile("[\u17d4\u17d5]+")


def language_of(text: str) -> tuple[str, str]:
    """Return the language that a text's script makes certain, else the script of several languages.

    Returns:
        A code such as "ja" and ""; or "" and the name of the script; both "" for Latin letters,
        where nobody can tell.
    """
    if text.isascii():
        return "", ""
    letters = [sign for sign in text[:: max(1, len(text) // _SAMPLE)] if sign.isalpha()]
    scripts = Counter(_script(letter) for letter in letters)
    kana = scripts["HIRAGANA"] + scripts["KATAKANA"]
    if kana > _KANA_SHARE * len(letters):
        return "ja", ""
    script, number = max(scripts.items(), key=lambda item: item[1], default=("", 0))
    if 2 * number <= len(letters):
        return "", ""
    return _SURE.get(script, ""), _SEVERAL.get(script, "")


def base(language: str) -> str:
    """Return the language of a code without region and script: pt of pt-BR."""
    return re.split("[-_]", language.strip().lower(), maxsplit=1)[0]


def is_ours(language: str) -> bool:
    """Tell whether our own rules were made for a language; they are for one that nobody named."""
    return base(language) in OWN or not language.strip()


def open_questions(language: str, text: str) -> tuple[str, str]:
    """Return what an import should tell about a text.

    Returns:
        The script of several languages where nobody said which it is; and the language that our
        rules were not made for where sentencex is not there to cut it. "" for nothing to tell.
    """
    if not language:
        return language_of(text)[1], ""
    return "", "" if is_ours(language) or is_installed() else base(language)


@cache
def is_installed() -> bool:
    """Tell whether sentencex is there."""
    return find_spec("sentencex") is not None


def segmenter(language: str) -> str:
    """Return name and version of what cuts sentences in place of our own rules, "" for nothing."""
    if is_ours(language) or not is_installed():
        return ""
    from importlib.metadata import version

    return f"sentencex {version('sentencex')}"


def sentence_ends(text: str, start: int, end: int, language: str) -> list[int]:
    """Return the offsets inside `[start, end)` after which a new sentence begins.

    Args:
        text: the text.
        start: start of one paragraph.
        end: its end; no offset is returned for it.
        language: any code; sentencex has rules for some 300.
    """
    from sentencex import get_sentence_boundaries

    block = text[start:end]
    found = {start + one["end_index"] for one in get_sentence_boundaries(base(language), block)}
    found |= {start + stop.end() for stop in _KHMER_STOP.finditer(block)}
    return sorted(offset for offset in found if start < offset < end)


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]
