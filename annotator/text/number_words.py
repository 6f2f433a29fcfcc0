"""Numbers in words, read as digits: "twelve thousand three hundred", "two dozen", "1.2 million".

Must import nothing of ours but this room's tables.
"""

import re
from functools import cache

_UNITS = {
    word: number
    for number, word in enumerate(
        (
            *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
            *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen"),
            *("seventeen", "eighteen", "nineteen"),
        )
    )
}
_TENS = {
    word: 10 * number
    for number, word in enumerate(
        ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), 2
    )
}
_SCALES = {"dozen": 12, "hundred": 100, "thousand": 1_000, "million": 1_000_000}

_PLAIN = rf"(?:{'|'.join(sorted((*_UNITS, *_TENS), key=len, reverse=True))})"
_SCALE = rf"(?:{'|'.join(_SCALES)})"
_FIRST = rf"(?:(?:an?|\d+(?:\.\d+)?)\s+{_SCALE}|{_PLAIN})"
# "and" joins only behind a scale: "six and eight" are two numbers.
_JOINED = r"(?:(?:(?<=hundred)|(?<=thousand)|(?<=million))\s+and\s+|[\s-]+)"

NUMBER_IN_WORDS = rf"(?<![\w-]){_FIRST}(?:{_JOINED}(?:{_PLAIN}|{_SCALE})\b)*+(?![\w]|-\w)"
"""Pattern of a number with at least one word of it in letters; lower case."""


def number_of(words: str) -> int | None:
    """Return the number that words say, None where they say none ("six seven").

    Args:
        words: what `NUMBER_IN_WORDS` matched, in lower case.
    """
    total, current, scale = 0, 0, 10**9
    started = False
    for word in re.split(r"[\s-]+", words.strip()):
        if word in ("and", "a", "an"):
            continue
        if word[0].isdigit():
            return _with_digits(words)
        if word in _SCALES:
            current, started = (current if started else 1) * _SCALES[word], True
            if _SCALES[word] >= 1_000:
                if _SCALES[word] >= scale or not current:
                    return None
                total, current, scale, started = total + current, 0, _SCALES[word], False
            continue
        number = _UNITS.get(word, _TENS.get(word, -1))
        if started and not _fits_behind(current, number):
            return None
        current, started = current + number, True
    return total + current


def in_digits(text: str) -> str:
    """Return a text in lower case with its numbers in words written in digits."""

    def digits(found: re.Match[str]) -> str:
        number = number_of(found.group())
        return found.group() if number is None else str(number)

    return _numbers().sub(digits, text)


def _fits_behind(current: int, number: int) -> bool:
    """Tell whether a word may follow: a number below the last place that is taken."""
    if current % 100 == 0 and current:
        return 0 < number < 100
    return current % 10 == 0 and current % 100 >= 20 and 0 < number < 10


def _with_digits(words: str) -> int | None:
    """Read "1.2 million": one number in digits, one scale."""
    found = re.fullmatch(r"(\d+)(?:\.(\d+))?\s+(\w+)", words.strip())
    if found is None or found[3] not in _SCALES:
        return None
    number = int(found[1] + (found[2] or "")) * _SCALES[found[3]]
    whole, rest = divmod(number, 10 ** len(found[2] or ""))
    return None if rest else whole


@cache
def _numbers() -> re.Pattern[str]:
    return re.compile(NUMBER_IN_WORDS)
