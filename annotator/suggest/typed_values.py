"""Counts as people type them or as texts have them, brought into the lexical form that is stored.

Nothing is guessed: what is neither a number, a range nor one of the vague words is refused. Days
and periods are read beside this module, in `typed_dates`.
"""

import re
from functools import cache

from annotator.model.values import Count, ValueProblem
from annotator.suggest.typed_dates import read_interval, resolve_interval
from annotator.text import vocabulary as known
from annotator.text.number_words import NUMBER_IN_WORDS, in_digits

__all__ = ["count_in", "read_count", "read_interval", "resolve_interval"]

_COUNT_WORDS = (
    (r"\d+", r"\g<0>"),
    (r"(?:at least|no fewer than|no less than|not less than|min\.?) (\d+)", r"\1.."),
    (r"(\d+) ?(?:\+|or more|and more)", r"\1.."),
    (r"(?:at most|up to|as many as|no more than|not more than|max\.?) (\d+)", r"..\1"),
    (r"(\d+) or (?:fewer|less)", r"..\1"),
    (
        r"(?:about|around|some|nearly|almost|roughly|approximately|an estimated|close to|~) ?(\d+)",
        r"~\1",
    ),
    (r"(\d+) or so", r"~\1"),
    (r"(\d+)[ -]odd", r"~\1"),
    (r"(?:between |from )?(\d+) ?(?:-|–|to|and|or) ?(\d+)", r"\1..\2"),
    (r"(?:exactly|only|just|another|a total of|all) (\d+)", r"\1"),
    (r"no|none|nobody|no one", "0"),
    (r"a few", "few"),
    (r"(?:a )?couple", "2"),
    (r"tens of thousands(?: of)?", "10000.."),
    (r"hundreds of thousands(?: of)?", "100000.."),
    (r"millions(?: of)?", "1000000.."),
    (r"(?:several|a few|some|many) (dozen|hundred|thousand)", r"\1s"),
    (r"(tens|dozens|scores|hundreds|thousands) of", r"\1"),
)
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_EXCLUSIVE = re.compile(r"(more than|over|fewer than|less than|under) (\d+)")

_QUALIFIER = (
    r"(?:at least|no (?:fewer|less|more) than|not (?:less|more) than|more than|over|fewer than"
    r"|less than|under|at most|up to|as many as|about|around|some|nearly|almost|roughly"
    r"|approximately|an estimated|close to|exactly|only|just|another|a total of)"
)
_VAGUE = (
    r"(?:tens|hundreds) of thousands|millions|(?:several|a few) (?:dozen|hundred|thousand)"
    r"|several|a few|few|dozens|scores|hundreds|thousands|a couple"
)
_TOTAL_WITH_PARTS = frozenset({"including", "among", "them", "which", "of", "whom"})
_NOT_COUNTING = known.MONTHS | known.MONTH_ABBREVIATIONS | {"no", "nos"}
_PEOPLE = known.PEOPLE_NOUNS | known.PERSON_NOUNS


def read_count(typed: str) -> str:
    """Return the lexical form of a count: `at least eight` becomes `8..`.

    Raises:
        ValueProblem: it cannot be read; the message says what can.
    """
    text = " ".join(_THOUSANDS.sub("", in_digits(typed.lower())).split())
    exclusive = _EXCLUSIVE.fullmatch(text)
    if exclusive:  # "more than 8" is 9 at least
        word, number = exclusive[1], int(exclusive[2])
        text = f"{number + 1}.." if word in ("more than", "over") else f"..{number - 1}"
    for pattern, form in _count_words():
        if pattern.match(text):
            text = pattern.sub(form, text)
            break
    return str(Count.parse(text))


def count_in(text: str) -> tuple[str, int, int] | None:
    """Return the amount that the words of a mention give, with its range in them.

    Args:
        text: the mention's text, as "at least eight people".

    Returns:
        Lexical form, start and end in code points; None where there is no amount, or where two
        stand side by side ("eight women and two children"), for a sum is no figure of the text.
    """
    found = [match for match in _amounts().finditer(text.lower()) if _counts(text.lower(), match)]
    if not found or (len(found) > 1 and not _has_parts(text, found[0], found[1])):
        return None
    start, end = found[0].span("amount")
    for first in (start, found[0].start("number")):
        try:
            return read_count(text[first:end]), first, end
        except ValueProblem:  # "at least dozens" is kept as "dozens"
            continue
    return None


def _counts(text: str, match: re.Match[str]) -> bool:
    """Tell whether a number counts something: no year, no day, no number of a thing."""
    before = re.findall(r"[\w’']+", text[: match.start()])[-1:]
    after = re.findall(r"[\w’']+", text[match.end() :])[:2]
    if not _NOT_COUNTING.isdisjoint((*before, *after[:1])) or not known.NUMBERED_NOUNS.isdisjoint(
        before
    ):
        return False
    if re.fullmatch(r"(?:1[89]|20)\d\d", match["amount"]):
        return not _PEOPLE.isdisjoint(after)
    return True


def _has_parts(text: str, first: re.Match[str], second: re.Match[str]) -> bool:
    """Tell whether the second number is a part of the first ("eight people, including two")."""
    between = set(re.findall(r"\w+", text[first.end() : second.start()].lower()))
    return not _TOTAL_WITH_PARTS.isdisjoint(between)


@cache
def _count_words() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(rf"^(?:{pattern})$"), form) for pattern, form in _COUNT_WORDS)


@cache
def _amounts() -> re.Pattern[str]:
    figure = r"\d{1,3}(?:,\d{3})+|\d++(?! (?:dozen|hundred|thousand|million)\b)"
    one = rf"(?:{NUMBER_IN_WORDS}|{figure})"
    several = rf"between {one} and {one}|{one}(?: to | or |\s?[-–]\s?){one}"
    behind = r"(?: or (?:more|fewer|so)|-odd)?"
    amount = rf"(?:(?:{_QUALIFIER}) )?(?P<number>{several}|{one}{behind}|(?:{_VAGUE})(?![\w-]))"
    spaced = amount.replace(" ", r"\s")
    return re.compile(
        rf"(?<![\w.,:/$€£#%-])(?P<amount>{spaced})(?![\w%/]|-\w|[.,:]\d|\s?%|\s?[ap]\.?m\b)"
    )
