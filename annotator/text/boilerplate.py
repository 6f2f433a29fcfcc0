"""Lines that belong to the page and not to the story: prompts, stamps, credits, licences, menus.

The rules read single lines. They only mark; nothing is ever deleted, because such lines still
tell the date and the outlet. Must import nothing of ours.
"""

import re
from functools import cache

# No page furniture is longer; testing only short lines keeps every rule's cost bounded.
LONGEST_LINE = 200

_DATE = (
    r"(?:\d{1,4}[ ./-](?:\d{1,2}[ ./-]|\w{3,9}\b)"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|\d+ (?:minute|hour|day|week|month)s? ago"
    r"|today|yesterday)"
)
_AGENCY = r"(?:ap|afp|reuters|epa|getty(?: images)?|anadolu|xinhua|tass|irna|upi|dpa)"

# Patterns match whole lines in lower case with single spaces, without outer punctuation.
_RULES: dict[str, tuple[str, ...]] = {
    "comment": (
        r"(?:leave|post|add|write) (?:a|your) (?:comment|reply)",
        r"(?:\d+|no|view all|show|load more|join the) (?:comments?|conversation)(?: yet)?",
        r"comments?(?: (?:are )?(?:closed|off))?",
    ),
    "stamp": (
        r"(?:first |last )?(?:updated|modified|published|posted)(?: on| at|:| -)* ?:? ?"
        rf"(?:\w+day,? )?{_DATE}.{{0,40}}",
        r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?"
        r"(?:\d{1,2} [a-z]{3,9}\.?,? \d{4}|[a-z]{3,9}\.? \d{1,2},? \d{4}|\d{4}-\d\d-\d\d)"
        r"(?:[ ,|-]+(?:at )?\d{1,2}[:.]\d\d.{0,20})?",
        r"\d+ (?:minute|hour|day|week|month)s? ago",
    ),
    "credit": (
        r"(?:(?:file )?(?:image|photo|picture|video|cover|graphic|illustration)s? )"
        r"(?:credits?|courtesy|by|sources?)(?: of)?:? .{1,80}",
        r"(?:courtesy|sources?|credits?|via)(?: of)?: .{1,80}",
        r"(?:image|photo|picture|video)s?: ?\S+(?: \S+){0,2}",
        rf"{_AGENCY}(?: photo.{{0,60}})?",
        r"file (?:photo|image|picture)",
    ),
    "licence": (
        r"(?:all )?content by .{1,60} is licensed under .+",
        r".{0,60}(?:©|\(c\)|copyright) .{0,80}(?:reserved|(?:19|20)\d\d).{0,60}",
        r"(?:.{0,60} )?all rights reserved",
        r".{0,100}(?:is|are) (?:licensed|published|(?:made )?available) under "
        r".{0,40}licen[sc]e.{0,40}",
        r".{0,60}creative commons .{0,60}licen[sc]e",
    ),
    "share": (
        r"(?:share|tweet|pin|email|print|whatsapp|telegram|facebook|twitter|linkedin|copy link)"
        r"(?: (?:this|on|via|article|it|with)\b.{0,40})?",
        r"(?:follow|like|join|subscribe)(?: us)?(?: (?:on|to|our)\b.{1,80})?",
        r"sign up (?:for|to) .{1,80}",
    ),
    "menu": (
        r"(?:read (?:more|also|next)|also read|see also|more on this|you may also like"
        r"|related(?: (?:articles?|posts?|news|stories|topics?|coverage))?"
        r"|recommended(?: for you)?|advertisement|sponsored(?: content)?"
        r"|tags?|topics?|categories|filed under)(?::.{0,160})?",
        r"(?:previous|next)(?: (?:article|post|story))?|back to top|home|menu|loading\.*"
        r"|click here.{0,40}|skip to (?:main )?content|most (?:read|popular|viewed)",
        r"\d+ min(?:ute)?s? read",
        r"(?:the )?end|ends|-*30-*|[a-z]{2,3}/[a-z]{2,3}",
    ),
}
_BYLINE = re.compile(
    r"(?:By|Written by|Reported by|Reporting by)"
    r"(?: (?:and|[A-Z][\w.’'-]*),?){2,9}(?: (?:in|at|for) [A-Z][\w ,.’'-]{1,40})?"
)
_CAPTION = re.compile(
    r"""
    (?:(?:File\ |AP\ |AFP\ )?(?:[Pp]hoto|[Ii]mage|[Pp]icture|[Vv]ideo|[Mm]ap|[Cc]aption)s?
        |FILE(?:\ PHOTO)?)\s?[:–—-]\s\S
    | In\ (?:this|the)\ (?:\w+\ )?(?:photo|image|picture|video|handout|screen\s?grab)\b
    | .{3,}[\[(][^\])]{0,60}\b(?:[Pp]hoto|[Ii]mage|[Pp]icture|Getty|[Hh]andout|[Ss]creengrab
        |[Ff]ile|[Cc]ourtesy)\b[^\])]{0,60}[\])]\W?$
    | .{3,}\[[^\]]{0,40}\b(?:AP|AFP|Reuters|EPA|Anadolu|Xinhua|TASS)\b[^\]]{0,40}\]\W?$
    | .{3,}\b(?:Photo|Image|Photograph|Picture)(?:\ by|\ courtesy\ of)?:\ [^.:]{2,60}$
    """,
    re.VERBOSE,
)
_LICENCE_HINTS = ("licensed under", "icense", "icence", "ights reserved", "©", "opyright")


def boilerplate_rule(line: str) -> str | None:
    """Name the rule that marks a line as page furniture, if any does.

    Args:
        line: one trimmed line of any length.

    Returns:
        comment, stamp, credit, licence, share, menu, byline or ornament; None: part of the story.
    """
    if len(line) > LONGEST_LINE:
        return None
    if _BYLINE.fullmatch(line):
        return "byline"
    found = _furniture().fullmatch(" ".join(line.lower().split()))
    return found.lastgroup if found else None


def is_caption(line: str) -> bool:
    """Tell whether a line describes a picture: it begins like a caption or ends in a credit."""
    return len(line) <= 2 * LONGEST_LINE and _CAPTION.match(line) is not None


def has_licence_words(text: str) -> bool:
    """Tell, quickly, whether a licence notice may stand anywhere in the text."""
    return any(hint in text for hint in _LICENCE_HINTS)


def is_licence_notice(sentence: str) -> bool:
    """Tell whether a sentence, perhaps at the end of a paragraph, states rights in the page."""
    if len(sentence) > LONGEST_LINE:
        return False
    return boilerplate_rule(sentence) == "licence"


@cache
def _furniture() -> re.Pattern[str]:
    named = "|".join(f"(?P<{rule}>{'|'.join(parts)})" for rule, parts in _RULES.items())
    return re.compile(rf"\W*(?:{named})\W*|(?P<ornament>[\W_]+)")
