"""Who says what in one sentence: source, addressee and content of a claim, by the place of its cue.

Everything rests on word order and closed classes of words. Must import nothing of ours but this
room.
"""

import re
from collections.abc import Iterator
from functools import cached_property

from annotator.text import vocabulary as known
from annotator.text.cues import NOBODY, OBJECT, OWNER, SUBJECT, URGE, Cue
from annotator.text.phrases import Range
from annotator.text.sentence import SentenceParts

Found = tuple[tuple[Range, ...], str]
"""Fragments, and the reason why they are proposed."""

_NOTHING: Found = ((), "")
_COMPLEMENTISERS = frozenset({"that", "whether", "if", "how", "why"})
_CLAUSE_ENDS = frozenset({",", ";", ":", "–", "—", "“", "”", '"'})
_LINKS = frozenset({",", "and", "but", "while", "–", "—"})
_PASSIVES = frozenset({"been", "was", "were", "is", "are", "being"})
_PROGRESSIVES = _PASSIVES | {"also", "now"}
_NO_SUBJECT_AFTER = known.PREPOSITIONS
_TOPIC = frozenset({"about", "over", "for", "of", "regarding"})
_PRONOUNS = frozenset({"i", "he", "she", "it", "we", "they", "others", "many", "some"})
_BEFORE_CUES = known.AUXILIARIES | known.ADVERBS | {"who", "which", "reportedly", "publicly"}
_BEHIND_SPEAKERS = frozenset(
    {"", ".", ",", ";", "on", "in", "at", "who", "”", '"', "late", "after"}
)
_DATELINE = re.compile(r"[A-Z][A-Z.’' -]+(?:, [A-Z][\w. ]+)?(?: \([^()]+\))?\s[–—-]\s")
_TO_ANYBODY = frozenset({"tell", "assure"})
_ONLY_VERBS = known.AUXILIARIES | known.VERBS - known.NOUN_VERBS
_LONGEST_ADDRESSEE = 12
_SHORTEST_QUOTATION = 3
_LONGEST_SPEAKER = 14


class ClaimParts:
    """The parts of the claim that a cue of the sentence makes."""

    def __init__(self, sentence: SentenceParts, cue: Cue) -> None:
        self._in, self._cue = sentence, cue
        self._first = sentence.first_token_from(cue.start)
        self._after = sentence.first_token_from(cue.end)
        holding = [one for one in sentence.quotes if _holds(one.inner, cue)]
        # A cue inside a quotation speaks for what is quoted only.
        scope = min((one.inner for one in holding), key=_length, default=None)
        self._left, self._right = scope or (sentence.start, sentence.end)
        dateline = _DATELINE.match(sentence.text, self._left, min(self._right, self._left + 90))
        if dateline and dateline.end() <= cue.start:
            self._left = dateline.end()

    # ------------------------------------------------------------------------------ source

    def source(self) -> Found:
        """Return who says it, nothing where the sentence does not tell."""
        return self._source

    @cached_property
    def _source(self) -> Found:
        cue, parts = self._cue, self._in
        if cue.source == NOBODY:
            return _NOTHING
        if cue.source == OBJECT:
            return _one(parts.actor_from(cue.end), f"it follows “{self._shown}”")
        by = self._agent()
        if by:
            return _one(by, "it follows “by”")
        if cue.source == OWNER:
            return _one(self._owner(), f"it owns the “{self._shown}”")
        if self._is_passive():
            return _NOTHING
        if self._is_inverted():
            return _one(parts.actor_from(cue.end), f"it follows “{self._shown}” as its subject")
        return _one(self._subject(), f"it stands before “{self._shown}” as its subject")

    def other_sources(self) -> tuple[Range, ...]:
        """Return who says it too, in a list before the source: "Iran and the Taliban said"."""
        found, _ = self.source()
        if not found or self._asides():
            return ()
        named = self._in.text[found[0][0]].isupper()
        others: list[Range] = []
        for one in self._in.actors():
            gap = self._in.text[one.end : found[0][0]].split()
            listed = gap == [","] and named and one.kind == "name"
            joined = [word for word in gap if word not in ("the", "a", ",")] == ["and"]
            before = self._left <= one.start and one.end <= found[0][0]
            if before and (listed or joined) and not self._is_aside(one.start):
                others.append((one.start, one.end))
        return tuple(others)

    def _asides(self) -> bool:
        """Tell whether a comma stands before the cue, as behind an apposition."""
        return self._in.word(self._in.adjacent(self._cue.start, _BEFORE_CUES)) == ","

    def _agent(self) -> Range | None:
        """Return whom "by" names behind a passive or a noun ("a claim made by X")."""
        for number in range(self._after, min(self._after + 3, self._in.count)):
            if self._in.word(number) == "by":
                passive = self._cue.source == OWNER or self._is_passive() or number == self._after
                return self._in.actor_from(self._in.offset(number + 1)) if passive else None
        return None

    def _owner(self) -> Range | None:
        """Return the owner before a noun: "Iran’s claim", "the Iranian claim"."""
        near = self._in.offset(max(0, self._first - 3))
        before = [one for one in self._in.candidates if near < one.end <= self._cue.start]
        named = [(one.start, one.end) for one in before if one.kind in ("name", "part")]
        return named[-1] if named else None

    def _is_passive(self) -> bool:
        if any(word in _PASSIVES for word in self._in.words[self._first : self._after]):
            return True
        before = [self._in.word(number) for number in range(self._first - 2, self._first)]
        past = self._in.word(self._after - 1).endswith(("ed", "id", "d", "n"))
        return past and (before[1] in _PASSIVES or (before[0] in _PASSIVES and before[1] != "that"))

    def _is_inverted(self) -> bool:
        """Tell whether the subject follows: "“...,” said the mayor"."""
        before = self._in.word(self._first - 1)
        word = self._in.word(self._first)
        if before not in ("”", '"', "’", ",") or word.endswith("ing") or word == "called":
            return False
        follows = self._in.actor_from(self._cue.end)
        return (
            follows is not None
            and follows[0] == self._in.offset(self._after)
            and self._in.word(self._in.first_token_from(follows[1])) in _BEHIND_SPEAKERS
        )

    def _subject(self) -> Range | None:
        if self._in.word(self._first).endswith("ing") and not self._is_progressive():
            return self._subject_of_participle()
        before = [one for one in self._in.actors() if self._left <= one.start < self._cue.start]
        before = [one for one in before if one.end <= self._cue.start]
        number = self._in.adjacent(self._cue.start, _BEFORE_CUES)
        end = self._in.tokens[number].end if number >= 0 else self._left
        if not any(one.end == end for one in before) and (near := self._phrase_at(number)):
            return near
        free = [one for one in before if not self._is_aside(one.start)] or before
        if len(free) > 1 and self._asides():  # "Mira Halden, the mayor of Karvan, said"
            name, apposition = free[-2:]
            gap = self._in.text[name.end : apposition.start]
            if gap.strip() == "," and name.kind == "name" and apposition.kind == "phrase":
                return name.start, name.end
        return (free[-1].start, free[-1].end) if free else None

    def _is_progressive(self) -> bool:
        return self._in.word(self._first - 1) in _PROGRESSIVES

    def _phrase_at(self, number: int) -> Range | None:
        """Return the pronoun or noun phrase up to a token, unless a preposition opens it."""
        if number < 0:
            return None
        token = self._in.tokens[number]
        if self._in.words[number] in _PRONOUNS:
            return token.start, token.end
        near = (one for one in self._in.phrases if self._left <= one[0] <= token.start < one[1])
        return next(((one[0], token.end) for one in near if not self._is_aside(one[0])), None)

    def _is_aside(self, start: int) -> bool:
        """Tell whether a preposition makes of the candidate a place, a time or a partner."""
        number = self._in.first_token_from(start) - 1
        if self._in.word(number) in ("the", "a", "an"):
            number -= 1
        return self._in.word(number) in _NO_SUBJECT_AFTER

    def _subject_of_participle(self) -> Range | None:
        """Return the subject of the sentence: behind the comma if the participle opens it."""
        if comma := self._comma_after_opening():
            return self._in.actor_from(self._in.offset(comma + 1))
        earlier = [one for one in self._in.cues if one.end <= self._cue.start]
        if earlier:
            fragments, _ = ClaimParts(self._in, earlier[-1]).source()
            return fragments[0] if fragments else None
        before = [one for one in self._in.actors() if self._left <= one.start < self._cue.start]
        first = next((one for one in before if not self._is_aside(one.start)), None)
        return (first.start, first.end) if first else None

    def _comma_after_opening(self) -> int:
        """Return the comma that ends a participle opening the sentence, 0 where none does."""
        opens = self._in.offset(self._first) <= self._left and self._cue.source == SUBJECT
        if not opens or not self._in.word(self._first).endswith("ing"):
            return 0
        return max(0, self._next_comma(self._after))

    # --------------------------------------------------------------------------- addressee

    def addressee(self) -> Found:
        """Return whom the source speaks to: "told reporters", "urged both sides to"."""
        if self._cue.lemma in _TO_ANYBODY:
            return _one(self._in.actor_from(self._cue.end), f"it follows “{self._shown}”")
        infinitive = self._infinitive()
        if infinitive > self._after:
            whom = self._in.trimmed(self._in.offset(self._after), self._in.offset(infinitive))
            return _one(whom, f"it stands between “{self._shown}” and “to”")
        return _NOTHING

    def _infinitive(self) -> int:
        """Return the "to" of what somebody is urged to do, 0 for none."""
        if self._cue.stance != URGE or self._in.word(self._after - 1) == "for":
            return 0
        for number in range(self._after, min(self._after + _LONGEST_ADDRESSEE, self._in.count)):
            if self._in.word(number) == "to":
                return number
            if self._in.word(number) in _CLAUSE_ENDS:
                break
        return 0

    # ----------------------------------------------------------------------------- content

    def content(self) -> Found:
        """Return what is said: the quotation at the cue, else the clause the cue governs."""
        quoted = self._quoted()
        if quoted:
            return quoted, f"it stands in quotation marks at “{self._shown}”"
        match self._cue.source:
            case "nobody":
                return self._around(), f"it is the clause that holds “{self._shown}”"
            case "object":
                return self._beside_object()
            case "owner":
                return self._topic()
            case _:
                return self._governed()

    def quotation(self, content: tuple[Range, ...]) -> str:
        """Return whether the content is direct, indirect or mixed; "" for no content."""
        if not content:
            return ""
        inner = [one.inner for one in self._in.quotes if not _holds(one.inner, self._cue)]
        if all(any(a <= start and end <= b for a, b in inner) for start, end in content):
            return "direct"
        if any(start <= a and b <= end for a, b in inner for start, end in content):
            return "mixed"
        return "indirect"

    def _quoted(self) -> tuple[Range, ...]:
        """Return the quotations that make up what is said, each without its last comma."""
        found: list[Range] = []
        for one in self._in.quotes:
            inner = self._in.trimmed(*one.inner)
            inside = self._left <= one.outer[0] and one.outer[1] <= self._right
            if inner and inside and not _holds(one.inner, self._cue) and self._is_whole(one.outer):
                found.append(inner)
        return tuple(found)

    def _is_whole(self, outer: Range) -> bool:
        """Tell whether a quotation is all that is said, and not a few words of it."""
        start, end = outer
        words = [n for n, t in enumerate(self._in.tokens) if start <= t.start and t.end <= end]
        if len(words) - 2 < _SHORTEST_QUOTATION:
            return False
        if end <= self._cue.start:
            return self._only_speaker(words[-1] + 1, self._first)
        between = self._in.words[self._after : words[0]]
        speaks_on = not between or set(between) <= {"that", ",", ":"} or between[-1] in (",", ":")
        return speaks_on or (len(between) > 1 and between[-1] == "that")

    def _only_speaker(self, first: int, end: int) -> bool:
        """Tell whether no clause lies between a quotation and the cue, but a speaker at most."""
        between = self._in.words[first:end]
        return len(between) < _LONGEST_SPEAKER and between.count(",") <= 2 and "that" not in between

    def _around(self) -> tuple[Range, ...]:
        """Return the clause before and behind a cue that interrupts it."""
        if self._in.word(self._first) in ("showing", "suggesting", "indicating"):
            return self._kept((self._cue.end, self._end_of_content()))
        return self._kept((self._left, self._cue.start), (self._cue.end, self._end_of_content()))

    def _beside_object(self) -> Found:
        """Return the rest of the sentence: behind the comma, else what stands before the cue."""
        source, _ = self.source()
        for number in range(self._after, self._in.count - 1):
            if self._in.words[number : number + 2] == ["as", "saying"]:
                content = self._kept((self._in.offset(number + 2), self._right))
                return content, "it follows “as saying”"
        behind = self._in.first_token_from(source[0][1] if source else self._cue.end)
        before = self._kept((self._left, self._cue.start))
        opens = not before or self._in.text[before[0][0] : before[0][1]].lower() in ("but", "and")
        if opens:
            comma = self._next_comma(behind)
            content = self._kept((self._in.offset(comma + 1), self._end_of_content()))
            return content, f"it follows the source that “{self._shown}” names"
        return before, f"it stands before “{self._shown}”"

    def _next_comma(self, number: int) -> int:
        for place in range(number, self._in.count):
            if self._in.word(place) == ",":
                return place
        return number - 1

    def _topic(self) -> Found:
        """Return what a noun is about: "the claim that ...", "the rejection of ..."."""
        link = self._in.word(self._after)
        if link not in ("of", "that"):
            return _NOTHING
        end = self._after + 1
        while end < self._in.count and self._goes_on(end, link):
            end += 1
        content = self._kept((self._in.offset(self._after + 1), self._in.offset(end)))
        return content, f"it says what the “{self._shown}” is about"

    def _goes_on(self, number: int, link: str) -> bool:
        """Tell whether the phrase or clause behind a noun goes on: no new verb, no new cue."""
        word = self._in.words[number]
        if link == "of":
            return word not in _CLAUSE_ENDS and word not in _ONLY_VERBS
        cues = {self._in.first_token_from(cue.start) for cue in self._in.cues}
        return not (word in known.AUXILIARIES and cues & {number + 1, number + 2})

    def _governed(self) -> Found:
        interrupted = self._interrupted()
        if interrupted:
            return interrupted, f"“{self._shown}” and its source interrupt it"
        if self._in.word(self._after) == "by" and self._is_passive():
            subject = self._in.adjacent(self._cue.start, _BEFORE_CUES)
            passive = self._kept((self._left, self._in.tokens[max(0, subject)].end))
            return passive, f"it is the subject of “{self._shown}”"
        if self._stands_last():
            before = self._kept((self._left, self._start_of_speaker()))
            return before, f"it stands before the source and “{self._shown}”"
        start = self._start_of_object()
        content = self._kept((start, max(start, self._end_of_content())))
        return content, f"it is the clause that “{self._shown}” governs"

    def _interrupted(self) -> tuple[Range, ...]:
        """Return both halves of "The bridge, the mayor said, was safe"."""
        if self._in.word(self._after) != ",":
            return ()
        start = self._start_of_speaker()
        number = self._in.first_token_from(start)
        if start <= self._left or self._in.word(number - 1) != ",":
            return ()
        return self._kept((self._left, start), (self._in.offset(self._after + 1), self._right))

    def _stands_last(self) -> bool:
        """Tell whether nothing is said behind the cue: "..., X said on Monday."."""
        rest = [w for w in self._in.words[self._after :] if w[0].isalnum()]
        ended = self._in.word(self._after) in ("", ".", ",", ";", "”")
        brief = len(rest) <= 3 and rest[:1] in (["on"], ["in"], ["late"], ["earlier"], ["at"])
        has_before = self._in.word(self._speaker_token() - 1) in (",", "”", '"')
        return self._in.offset(self._after) >= self._right or (
            (ended or brief or self._is_inverted()) and has_before
        )

    def _speaker_token(self) -> int:
        return self._in.first_token_from(self._start_of_speaker())

    def _start_of_speaker(self) -> int:
        """Return where the source before the cue begins, the cue itself where it follows."""
        source, _ = self.source()
        if source and source[0][1] <= self._cue.start:
            return source[0][0]
        return self._cue.start

    def _start_of_object(self) -> int:
        """Return where the governed clause begins: behind "that", the addressee or "about"."""
        number = self._after
        if to := self._infinitive():
            return self._in.offset(to)
        for place in range(number, min(number + _LONGEST_ADDRESSEE, self._in.count)):
            word = self._in.word(place)
            if word in _COMPLEMENTISERS:
                return self._in.offset(place + (word == "that"))
            if word in _CLAUSE_ENDS:
                break
        told, _ = self.addressee()
        if told:
            return told[0][1]
        several = self._after - self._first > 1 and self._in.word(number) in ("on", "at")
        return self._in.offset(number + (several or self._in.word(number) in _TOPIC))

    def _end_of_content(self) -> int:
        """Return where the clause ends: at its scope's end, or where another cue takes over."""
        if comma := self._comma_after_opening():
            return self._in.offset(comma)
        for other in self._in.cues:
            if other.start <= self._cue.end or other.start >= self._right:
                continue
            first = self._in.first_token_from(other.start)
            place = first - 1
            while place > self._after and self._in.word(place) in known.ADVERBS:
                place -= 1
            if self._in.word(place) in _LINKS:
                return self._in.offset(place)
            end = self._trailing_speaker(first)
            if end:
                return end
        return self._right

    def _trailing_speaker(self, cue: int) -> int:
        """Return where ", Tasnim reported." begins, 0 where another clause stands there."""
        rest = [word for word in self._in.words[cue + 1 :] if word[0].isalnum()]
        for place in range(cue - 1, max(self._after, cue - _LONGEST_ADDRESSEE), -1):
            if self._in.word(place) == ",":
                return self._in.offset(place) if len(rest) <= 3 else 0
        return 0

    def _kept(self, *ranges: Range) -> tuple[Range, ...]:
        """Return the ranges inside the scope, trimmed, without what is empty."""
        inside = ((max(a, self._left), min(b, self._right)) for a, b in ranges)
        return tuple(part for a, b in inside if (part := self._in.trimmed(a, b)))

    @property
    def _shown(self) -> str:
        return " ".join(self._in.text[self._cue.start : self._cue.end].split())


def colon_parts(sentence: SentenceParts) -> Iterator[tuple[str, Found]]:
    """Yield source and content of a line that attributes by a colon: "Ministry: ..."."""
    colons = [n for n, word in enumerate(sentence.words) if word == ":"]
    if len(colons) != 1:
        return
    mark = sentence.tokens[colons[0]]
    sides = [
        sentence.trimmed(sentence.start, mark.start),
        sentence.trimmed(mark.end, sentence.end),
    ]
    if None not in sides:
        source, content = sorted((side for side in sides if side), key=_length)
        yield "source", ((source,), "it is the shorter side of the colon")
        yield "content", ((content,), "it is the longer side of the colon")


def _one(found: Range | None, reason: str) -> Found:
    return ((found,), reason) if found else _NOTHING


def _holds(outer: Range, cue: Cue) -> bool:
    return outer[0] <= cue.start and cue.end <= outer[1]


def _length(part: Range) -> int:
    return part[1] - part[0]
