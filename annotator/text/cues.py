"""Words by which a text passes on what somebody says: the stops of the claims layer.

Each suggests a stance, what its source does with the content, and the side on which the source
stands. They are places to stop at and proposals, never claims. Must import nothing of ours but
this room.
"""

from functools import cache
from typing import NamedTuple

from annotator.text import nouns
from annotator.text import vocabulary as known
from annotator.text.lexicon import Found, Lexicon
from annotator.text.tokens import Words

ASSERT, DENY, REPORT, URGE, QUESTION = "assert", "deny", "report", "urge", "question"

SUBJECT = "subject"
"""The source is the subject: before the cue, or right behind it ("X said", "said X")."""
OBJECT = "object"
"""The source follows the cue ("according to X", "citing X")."""
OWNER = "owner"
"""The source owns the noun ("X's claim", "a claim made by X")."""
NOBODY = "nobody"
"""The text names no source ("reportedly")."""

# Kinds: v verb, a verb whose forms are nouns as well, o what its source follows, n noun, x without
# a source. Rows without a meaning only keep their words from being found as cues.
_TABLE = """
- v ~claim (the|her|his|their) life|lives; ~claim asylum|victory|custody; ~report to work|duty;
    ~report back|for; ~dismiss (his|her|its|the) cabinet|government|staff; tell apart;
    ~deny access|entry|visas|bail|permission; warning shot|shots; that is to say; call for papers
assert v ~say; ~tell; ~announce; ~declare; ~explain; ~insist; ~argue; ~assert; ~emphasize;
    ~emphasise; ~reiterate; ~acknowledge; ~admit; ~concede; ~confirm; ~contend; ~hail; ~condemn;
    ~criticize; ~criticise; ~denounce; ~accuse; ~suggest; ~boast; ~lament; ~testify; ~assure;
    ~swear; wrote; ~welcome; ~reveal; ~disclose; ~predict; [~believe] that; [~conclude] that;
    [~respond] that; [~recall] that; [~indicate] that; [~maintain] that; [~think] that; ~warn;
    ~vow; [~allege] that; [~describe] ... as; ~make it clear; ~make clear; ~point out; ~reply;
    ~complain;
    ”|" [recalled|recalls|continued|answered|shouted|exclaimed|asked|concluded|explained];
    [~hint] at|that; cautioned|cautions; ~hold ... responsible|accountable;
    [~put] the|its|their (official|death|final|provisional) toll|number|figure|count;
    [~threaten] to|that; ~claim (full) (the|its) responsibility; ~take (full) responsibility;
    ~express hope|hopes|concern|concerns|fear|fears|regret|regrets|support|outrage|confidence;
    ~express deep|grave|serious|strong concern|concerns|regret|alarm|condolences;
    concern|concerns|fear|fears|hope|hopes has|have|had|was|were (also) (been) expressed;
    [called|calls|calling] ... a|an
assert a ~claim; [~charge] that; ~stress; [~note] that|,|.; [~state] that|in; ~blame; ~promise;
    [~add] that|,|.|:|”; ~pledge; [~estimate] that; ~remark; tweeted|tweets; ~praise
assert o according to; in the words|opinion|view of; ~cite
assert n [claim|claims] made|that|of|by|from;
    ’s|'s|his|her|its|their [claim|claims]; allegation|allegations; [assertion|assertions] that|of;
    accusation|accusations
deny v ~deny; ~reject; ~refute; ~rebut; ~rebuff; ~dismiss; ~repudiate; ~contradict; ~disavow;
    ~rule out; ~distance itself|himself|herself|themselves;
    [called|calls|calling] ... baseless|false|untrue|unfounded|fabricated|lies
deny a ~dispute
deny n [denial|denials] of|that|by; [rejection] of|by
report v [~document] that; [~find] that; ~recount; [~understand] that;
    [recorded|records|documented|documents] ... incidents|attacks|cases|deaths|casualties|violations
report a ~report
report o quoting|quoted
report x reportedly; allegedly; purportedly; reports [showing|suggesting|indicating];
    [reports|rumours|rumors] that|of;
    is|are|was|were [believed|thought|said|understood|alleged|reported] to
urge v ~urge; ~call on|upon|for; ~recommend; ~implore; ~press for; [~ask] ... to; ~insist on;
    ~advise; ~plead; ~warn against; ~propose; ~encourage; ~exhort
urge a ~demand; ~request; ~appeal to|for
question v [~question] whether|if|how|why|the|its|their|his|her; ~doubt; ~wonder; ~query;
    ~cast doubt; [~ask] whether|if|why|how|what|who|when; ~express doubt|doubts|scepticism
"""


def _words(table: str) -> frozenset[str]:
    return frozenset(table.split())


_SIDES = {"v": SUBJECT, "a": SUBJECT, "o": OBJECT, "n": OWNER, "x": NOBODY}
_ASSERTING = frozenset({ASSERT, REPORT})

_NEGATIONS = frozenset({"not", "never", "cannot", "without", "nor", "nobody", "none"})
_NOT_SAYING = _NEGATIONS | {"refused", "declined", "refuses", "declines", "failed"}
# After these a basic form says what is wished for or may come, not what somebody says.
_UNREAL = frozenset({"to", "should", "must", "will", "can", "could", "may", "might", "shall"})
_BEGINNERS = frozenset({"continue", "continues", "continued", "began", "went", "on", "rushed"})
_OWNERS = frozenset({"my", "your", "his", "her", "its", "our", "their", "’s", "'s", "’", "'"})
_ARTICLES = _OWNERS | {"the", "a", "an", "this", "these", "those", "any", "no", "such", "another"}
_NOUN_COMES = _ARTICLES | known.PREPOSITIONS - {
    "in",
    "on",
    "by",
    "after",
    "over",
    "since",
    "before",
}
_DESCRIBING = _words("""
    recent new false similar earlier previous official media news press police several many few
    conflicting unconfirmed initial first second latest repeated public urgent joint early
    contradictory competing unverified fresh local various some other more these those
    two three four
""")
_PLURALS = _words("they we you i people police some many who also and to that ) ,")
_OPENING = frozenset("“\"'‘«([")
_PARTICIPLE_BARS = frozenset({"the", "a", "an", "his", "her", "its", "their", "this", "these"})
_AFTER_THESE_NO_SAYING = frozenset({"of", "without", "for", "from", "before", "as"})


class Cue(NamedTuple):
    """A cue `[start, end)` in code points."""

    start: int
    end: int
    stance: str
    """What it suggests: assert, deny, report, urge or question."""
    lemma: str
    """Its basic form, as the lexicon lists it."""
    source: str
    """Where the source stands: subject, object, owner or nobody."""


def find_cues(text: str, start: int, end: int, words: Words | None = None) -> list[Cue]:
    """Return the cues of the sentence `text[start:end]`, in order and apart from each other.

    Args:
        text: the whole text.
        start: start of the sentence.
        end: its end.
        words: its tokens with their words, where they are known.
    """
    words = words or Words(text, start, end)
    tokens, context = words.tokens, _Context(words)
    cues: list[Cue] = []
    reach = 0
    for found in _lexicon().find(words.lower):
        first, last, wording = found
        if first < reach or not context.accepts(found):
            continue
        reach = last
        if wording.meaning:
            place = tokens[first].start, tokens[last - 1].end
            cues.append(Cue(*place, wording.meaning, wording.lemma, _SIDES[wording.kind]))
    return cues


class _Context:
    """Judges by their neighbours whether words are a cue."""

    def __init__(self, words: Words) -> None:
        self._words = words.lower
        self._titled = words.has_capitals
        self._capitals = {
            number for number, written in enumerate(words.written) if written[0].isupper()
        }

    def accepts(self, found: Found) -> bool:
        first, _, wording = found
        if first in self._capitals and not (self._titled or self._opens(first)):
            return False
        if not wording.meaning or wording.kind in "ox":
            return True
        if wording.kind == "n":
            return self._is_noun(first)
        if wording.kind == "a" and self._is_noun(first):
            return False
        if wording.lemma == "call" and self._is_noun(first):
            return False
        return self._is_said(found)

    def _opens(self, index: int) -> bool:
        return all(word in _OPENING or word in ("-", "–", "—") for word in self._words[:index])

    def _before(self, index: int, back: int = 1) -> str:
        return self._words[index - back] if index >= back else ""

    def _is_noun(self, index: int) -> bool:
        """Tell whether a form that is verb and noun is a noun here ("the latest reports")."""
        word, before = self._words[index], self._before(index)
        if word.endswith(("ed", "ing")):
            return False
        if self._opens(index) or before in _NOUN_COMES:
            return True
        if not self._titled and (before in _DESCRIBING or before in nouns.DEMONYMS):
            return True
        is_plural = before.endswith("s") or before in _PLURALS or index - 1 in self._capitals
        return not word.endswith("s") or word == "stress" if not is_plural else False

    def _is_said(self, found: Found) -> bool:
        """Tell whether the verb reports something said: not denied, wished for or described."""
        index, _, wording = found
        word, before = self._words[index], self._before(index)
        lead = [self._before(index, back) for back in (1, 2, 3)]
        if wording.meaning in _ASSERTING and any(_is_negation(one) for one in lead[:2]):
            return False
        if lead[0] == "to" and lead[1] in _NOT_SAYING:
            return False
        is_basic = word == wording.lemma.split()[0]
        if is_basic and before in _UNREAL and lead[1] not in _BEGINNERS:
            return False
        if word.endswith("ing") and before in _AFTER_THESE_NO_SAYING:
            return False
        return not (word.endswith(("ed", "id", "d")) and before in _PARTICIPLE_BARS)


def _is_negation(word: str) -> bool:
    return word in _NOT_SAYING or word.endswith(("n’t", "n't"))


@cache
def _lexicon() -> Lexicon:
    return Lexicon(_TABLE)
