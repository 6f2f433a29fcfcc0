"""Where, when and who was hurt in one sentence: what stands nearest to a trigger.

Must import nothing of ours but this room.
"""

from collections.abc import Iterator

from annotator.text import vocabulary as known
from annotator.text.candidates import Candidate
from annotator.text.phrases import Range
from annotator.text.sentence import SentenceParts

Part = tuple[str, Range, str]
"""Role, range, and the reason why it is proposed."""


def _words(table: str) -> frozenset[str]:
    return frozenset(table.split())


_PLACE_PREPOSITIONS = _words("""
    in at near outside inside on across around along over off against towards toward through into
""")
DEAD = _words("""
    killed killing kill kills dead died die dies death deaths slain martyred claimed murdered
    assassinated executed beheaded massacred
""")
HURT = _words("wounded wounding wound wounds injured injuring injure injuries hurt maimed")
_BETWEEN_COUNT_AND_VERB = (
    known.AUXILIARIES
    | known.PEOPLE_NOUNS
    | known.PERSON_NOUNS
    | {"of", "them", "also", "more", "and"}
)
_BETWEEN_VERB_AND_COUNT = frozenset({"the", "life", "lives", "of", "a", "an", "also"})
# A comma parts clauses: what stands behind it is as far as so many words.
_LIKE_A_MARK = 4
_COUNTED = frozenset({"number", "phrase"})
_NUMBERS = known.UNITS_AND_TEENS | known.TENS | known.SCALES | known.VAGUE_NUMBERS


def incident_parts(sentence: SentenceParts, trigger: Range) -> Iterator[Part]:
    """Yield what may fill time, place, killed and injured of the incident told by a trigger."""
    dates = [one for one in sentence.candidates if one.kind == "date"]
    if when := _nearest(sentence, dates, trigger):
        yield "time", when, "it is the date nearest to the trigger"
    places = [one for one in sentence.actors() if _is_place(sentence, one)]
    if where := _nearest(sentence, places, trigger):
        yield "place", where, "it is the place nearest to the trigger"
    for role, words in (("killed", DEAD), ("injured", HURT)):
        for number, word in enumerate(sentence.words):
            if word in words and (people := counted_at(sentence, number)):
                yield role, people, f"it is counted beside “{word}”"
                break


def _nearest(sentence: SentenceParts, found: list[Candidate], trigger: Range) -> Range | None:
    """Return what lies nearest in words; a mark between counts as many, and what follows wins."""
    apart = [one for one in found if one.end <= trigger[0] or one.start >= trigger[1]]

    def distance(one: Candidate) -> tuple[int, bool]:
        before = one.end <= trigger[0]
        left, right = (one.end, trigger[0]) if before else (trigger[1], one.start)
        words = [w.start for w in sentence.tokens if left <= w.start < right]
        marks = sum(sentence.text[start] in ",;–—" for start in words)
        return len(words) + _LIKE_A_MARK * marks, before

    best = min(apart, key=distance, default=None)
    return (best.start, best.end) if best else None


def _is_place(sentence: SentenceParts, one: Candidate) -> bool:
    """Tell whether a preposition or its last word makes a place of a name or description."""
    first = sentence.first_token_from(one.start)
    before = [sentence.word(first - 1), sentence.word(first - 2)]
    article = before[0] in ("the", "a", "an")
    preposition = before[1] if article else before[0]
    words = sentence.text[one.start : one.end].lower().split()
    counted = words[0][0].isdigit() or words[0] in known.UNITS_AND_TEENS
    if preposition == "on" and words[-1] not in known.PLACE_HEADS:
        return False
    return preposition in _PLACE_PREPOSITIONS and not counted


def counted_at(sentence: SentenceParts, verb: int) -> Range | None:
    """Return the people counted behind a word ("killed 9 people") or before ("9 were killed").

    Args:
        sentence: where the word stands.
        verb: the number of its token, a word of `DEAD` or `HURT`.
    """
    counted = [
        one for one in sentence.candidates if one.kind in _COUNTED and _has_count(sentence, one)
    ]
    behind = verb + 1
    while sentence.word(behind) in _BETWEEN_VERB_AND_COUNT:
        behind += 1
    offset = sentence.offset(behind)
    follows = [one for one in counted if one.start == offset]
    if follows:
        return _widest(follows)
    before = verb - 1
    while before >= 0 and sentence.word(before) in _BETWEEN_COUNT_AND_VERB:
        before -= 1
    place = sentence.tokens[before].end if before >= 0 else -1
    met = [one for one in counted if one.start < place <= one.end or one.end == place]
    return _widest(met) if met and sentence.word(verb - 1) not in (",", ";") else None


def _has_count(sentence: SentenceParts, one: Candidate) -> bool:
    words = sentence.text[one.start : one.end].lower().replace("-", " ").split()
    return any(word in _NUMBERS or word[0].isdigit() for word in words[:5])


def _widest(found: list[Candidate]) -> Range:
    best = max(found, key=lambda one: one.end - one.start)
    return best.start, best.end
