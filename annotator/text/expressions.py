"""Dates and numbers in English sentences, as spans; what they mean is read elsewhere.

Must import nothing of ours but this room's tables.
"""

import re
from functools import cache
from typing import NamedTuple

from annotator.text import nouns
from annotator.text import vocabulary as known

DATE = "date"
NUMBER = "number"
PHRASE = "phrase"


class Expression(NamedTuple):
    """A date, a number, or a phrase of a number and the people it counts."""

    start: int
    end: int
    kind: str


def dates(text: str, start: int, end: int) -> list[Expression]:
    """Return the date expressions of `text[start:end]`, in order, without overlap.

    A bare "May" or "March" counts only where a preposition or an article shows it is a month.
    """
    return [
        Expression(found.start("date"), found.end("date"), DATE)
        for found in _date_pattern().finditer(text, start, end)
    ]


def numbers(text: str, start: int, end: int) -> list[Expression]:
    """Return numbers with their qualifiers ("at least eight"), and phrases of people counted."""
    found: list[Expression] = []
    for match in _number_pattern().finditer(text, start, end):
        counts_people = _counts_people(match)
        if not counts_people and match.group("number").lower() in known.VAGUE_WITH_PEOPLE:
            continue
        found.append(Expression(match.start("number"), match.end("number"), NUMBER))
        if counts_people:
            found.append(Expression(match.start("number"), match.end("people"), PHRASE))
    return found


def _counts_people(match: re.Match[str]) -> bool:
    """Tell whether only adjectives and names stand between the number and the people."""
    *between, noun = match.group("people").lower().split() if match.group("people") else [""]
    if not noun or (noun in known.PERSON_NOUNS) != (match.group("number").lower() == "one"):
        return False
    if between[:1] == ["of"]:
        between = [word for word in between[1:] if word not in known.DETERMINERS]
    return not any(word in known.FUNCTION_WORDS for word in between)


def _alternatives(words: frozenset[str], *, capital: bool = False) -> str:
    """Return the words as a pattern, longest first, in the notation a news text uses."""
    listed = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(word.capitalize() if capital else word for word in listed)


def _first_words() -> str:
    """Return a pattern of what every date begins with, by initial: most words fail at once."""
    words = known.DATE_OPENERS | known.MONTHS | known.MONTH_ABBREVIATIONS | known.WEEKDAYS
    by_initial: dict[str, list[str]] = {}
    for word in sorted(words | known.UNITS_AND_TEENS | known.TENS):
        by_initial.setdefault(word[0], []).append(word[1:])
    begun = (f"[{one}{one.upper()}](?i:{'|'.join(by_initial[one])})" for one in by_initial)
    return rf"[-\s]?\d|(?:{'|'.join(begun)})(?![^\W\d])"


@cache
def _date_pattern() -> re.Pattern[str]:
    full = _alternatives(known.MONTHS, capital=True)
    month = rf"(?:{full}|(?:{_alternatives(known.MONTH_ABBREVIATIONS, capital=True)})\b\.?)"
    clear = _alternatives(known.MONTHS - {"may", "march"}, capital=True)
    weekday = f"(?:{_alternatives(known.WEEKDAYS, capital=True)})"
    day, year = r"\d{1,2}(?:st|nd|rd|th)?", r"(?:1[89]|20)\d\d"
    part = r"(?:(?:[Ee]arly|[Mm]id|[Ll]ate)[-\s])"
    unit = r"(?:hour|day|night|week|weekend|month|quarter|year|decade|centur(?:y|ie))s?"
    numeral = _alternatives(known.UNITS_AND_TEENS | known.TENS)
    amount = rf"(?:an?|\d+|few|several|a\sfew|a\scouple\sof|{numeral})"
    relative = r"(?:[Ll]ast|[Nn]ext|[Tt]his)"
    return re.compile(
        rf"""
        \b(?={_first_words()})(?P<date>
            {year}-\d\d-\d\d
            | \d{{1,2}}/\d{{1,2}}/(?:\d\d)?\d\d\b
            | {year}\s?(?:to|until|[–-])\s?{year}\b
            | (?<=\b[Bb]etween\s){year}\sand\s{year}\b
            | \d{{1,2}}(?:[:.]\d\d)?\s?(?:[ap]m\b|[AP]M\b|[ap]\.m\.)
            | \d{{1,2}}:\d\d(?:\s(?:GMT|UTC|local\stime))?\b
            | {day}[–-]{day}\s{month}(?:,?\s{year}\b)?
            | {month}\s{day}[–-]{day}(?:,?\s{year}\b)?
            | (?:{weekday},?\s)?{day}\s(?:of\s)?{month}(?:,?\s{year}\b)?
            | (?:{weekday},?\s)?{month}\s{day}(?![\d,]*\d)(?:,?\s{year}\b)?
            | {part}?{month},?\s{year}\b
            | {part}{month}
            | (?:[Tt]he\s)?(?:first|early|last|closing|opening)\s(?:\w+\s)?
              (?:days|weeks|months|half|quarter)\sof\s{year}\b
            | (?:the\s)?(?:first|second|third|fourth)\s(?:quarter|half)\sof\s{year}\b
            | (?:the\s)?(?:end|beginning|start|middle)\sof\s(?:{month}\s)?{year}\b
            | (?:the\s)?(?:{part})?(?:spring|summer|autumn|winter)\sof\s{year}\b
            | (?:the\s)(?:\w+\s)?month\sof\s[A-Z][\w’-]+
            | (?:(?:[Ee]arly|[Ll]ate)\s(?:on\s)?|{relative}\s)?
              (?:{weekday})(?:\s(?:morning|afternoon|evening|night))?\b
            | (?:{clear})\b
            | (?<=\b[Ii]n\s)(?:May|March)\b | (?<=\b[Bb]y\s)(?:May|March)\b
            | (?<=\b[Oo]f\s)(?:May|March)\b | (?<=\bthe\s)(?:May|March)\b
            | (?<=\b[Ss]ince\s)(?:May|March)\b | (?<=\b[Ll]ast\s)(?:May|March)\b
            | (?<=\b[Uu]ntil\s)(?:May|March)\b | (?<=\b[Dd]uring\s)(?:May|March)\b
            | (?:the\s)?(?:early|mid|late)?[-\s]?{year}s\b
            | {part}{year}\b
            | {year}(?!\s?(?:%|percent|people|others))(?![\d,.:]*\d)\b
            | (?:[Oo]vernight|[Yy]esterday|[Tt]oday|[Tt]omorrow|[Tt]onight)\b
            | (?:[Tt]he\s)?(?:[Pp]ast|[Ll]ast|[Pp]revious|[Nn]ext|[Cc]oming|[Ff]ollowing)\s
              (?:{amount}\s)?{unit}\b
            | (?:(?:[Ee]arlier|[Ll]ater|[Ee]arly|[Ll]ate)\s)?(?:[Tt]his|[Ll]ast|[Nn]ext)\s{unit}\b
            | [Tt]he\s(?:same|very)\s{unit}\b
            | [Rr]ecent\s(?:times|{unit})\b
            | [Rr]ecently\b | (?<=\b[Ss]ince\s)then\b
            | (?<=\b[Aa]t\s)(?:noon|midnight|dawn|dusk|nightfall)\b
            | (?i:{amount})\s{unit}\s(?:later|earlier|ago|before|after)\b
        )
        """,
        re.VERBOSE,
    )


@cache
def _number_pattern() -> re.Pattern[str]:
    plain = known.UNITS_AND_TEENS | known.TENS
    word = rf"(?:{_alternatives(plain)})(?:-(?:{_alternatives(known.UNITS_AND_TEENS)}))?"
    scale = rf"(?:\s(?:{_alternatives(known.SCALES)}))"
    vague = _alternatives(known.VAGUE_NUMBERS | known.VAGUE_WITH_PEOPLE)
    value = (
        rf"(?:\d++(?:[.,]\d++){{0,6}}+{scale}{{0,2}}|{word}{scale}{{0,3}}|an?{scale}{{1,2}}"
        rf"|(?:a\s(?:few|couple)(?:\s(?:dozen|hundred|thousand))?)|{vague}|half\sa{scale})"
    )
    qualifier = (
        r"(?:at\s(?:least|most)|more\sthan|less\sthan|fewer\sthan|no\s(?:more|fewer|less)\sthan"
        r"|as\smany\sas|up\sto|over|under|nearly|almost|about|around|approximately|roughly|some"
        r"|an\sestimated|exactly|only|just|another|a\stotal\sof)"
    )
    length = r"km|kilomet(?:er|re)s?|met(?:er|re)s?|miles?|mm|feet"
    area = rf"(?:square|cubic)\s(?:{length})|hectares?|acres?"
    time = r"(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?)"
    currency = (
        rf"(?:(?:US|{_alternatives(nouns.DEMONYMS)})\s)?(?:{_alternatives(known.CURRENCIES)})"
    )
    measure = (
        rf"percent|per\scent|{length}|{area}|kg|kilograms?|tonnes?|tons?|lit(?:er|re)s?|degrees"
        rf"|{time}|{currency}"
    )
    people = _alternatives(known.PEOPLE_NOUNS | known.PERSON_NOUNS | nouns.PEOPLE)
    return re.compile(
        rf"""
        (?<![\w#.,/$€£¥₹-])
        (?P<number>
            between\s{value}\sand\s{value} 
            | (?:{qualifier}\s(?:{qualifier}\s)?)?
            (?:(?:US|A|C|HK)?[$€£¥₹]\s?)?{value}(?:(?:m|bn|tn|k)\b)?
            (?:\s?%|\s(?:{measure})\b)?
            (?:\s(?:to|and|or)\s{value}(?=\s(?:{people}|million|billion)\b))?
            (?:\sor\s(?:more|fewer))?
        )
        (?![\w%/]|-\w|[.,:]\d|\s?[ap]\.m\b)
        (?:(?=(?P<people>\s(?:of\s(?:the\s|its\s|their\s|his\s)?)?(?:[\w’'-]+\s){{0,3}}?(?:{people})\b(?!-)))|)
        """,
        re.VERBOSE | re.IGNORECASE,
    )
