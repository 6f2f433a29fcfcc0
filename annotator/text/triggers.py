"""Words that tell of an incident: the stops of the incidents layer.

Each suggests an incident type of the packaged scheme by its name; under another scheme an unknown
name simply says nothing. They are places to stop at and proposals, never incidents. Must import
nothing of ours but this room.
"""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from annotator.text import vocabulary as known
from annotator.text.lexicon import Found, Lexicon
from annotator.text.tokens import Words

# Kinds: v verb, n noun, a both, r verb of a result (killed, wounded), whose type is that of the
# event which the sentence names beside it. Rows without a meaning only keep words from being found.
_TABLE = """
- v heart|panic|asthma|verbal attack|attacks; shot in the arm; shot at goal|goals; long|box shot;
    blasts|blast music; strike a|an deal|balance|agreement|chord; general|hunger strike;
    strike|strikes by workers; marching band; explosion of interest|colour|color|growth;
    injury|injuries to knee|ankle; battle of words; war of words; market|election|price shock;
    under arrest; house arrest; cardiac arrest; captured the imagination|attention|mood;
    signed a contract|bill|autographs; fire station|engine|brigade|department; killed off;
    terrorist|terror group|groups; armed forces; clash of cultures|dates; attack on|upon pay;
    fighting chance|spirit|words|fit; ~fight poverty|corruption|inflation|crime|disease;
    killing time; bombed at; protest song|songs|vote|votes; attack minded; war and peace
EXPLOSION n suicide bombing|bombings|blast|attack|attacks|strike; blast|blasts;
    explosion|explosions; bombing|bombings; bombardment|bombardments; shelling;
    airstrike|airstrikes;
    air-strike|air-strikes; detonation|detonations;
    bomb|car-bomb|grenade|rocket|missile|mortar|artillery|drone|air|ied|rpg [attack|attacks|fire];
    drone|air|missile|rocket|aerial [strike|strikes|raid|raids]; air raid|raids; barrage
EXPLOSION v ~detonate; ~explode; ~bomb; ~shell; ~bombard; ~go off; ~blow up;
    ~blow himself|herself|itself|themselves up; tore through;
    bomb|bombs|shell|shells|missile|missiles|rocket|rockets [~hit]
BATTLE n clash|clashes; firefight|firefights; gunfight|gunfights; gunbattle|gunbattles;
    gun battle|battles; battle|battles; skirmish|skirmishes; fighting; ambush|ambushes;
    offensive|offensives; counteroffensive; incursion|incursions; raid|raids; crossfire;
    exchange|exchanges of fire; military|security|special|ground|clearing [operation|operations];
    [operations] ... carried; exchange of gunfire; siege; invasion
BATTLE v clashed|clashing|clash; ~ambush; ~storm; ~overrun; ~retake; ~recapture; ~raid; ~invade;
    ~besiege; ~repel; exchanged fire|gunfire; fought; ~battle; returned fire
ATTACK_CIVILIANS n attack|attacks; massacre|massacres; killings; [killing] of;
    targeted killing|killings;
    murder|murders; assassination|assassinations; shooting|shootings; stabbing|stabbings;
    execution|executions; beheading|beheadings; beating|beatings; torture; rape|rapes; lynching;
    mass shooting|shootings; assault|assaults
ATTACK_CIVILIANS v ~attack; ~shoot dead; ~shoot; ~murder; ~massacre; ~assassinate; ~behead;
    ~execute; ~gun down; ~stab; ~stab to death; ~beat to death; ~torture; beaten; ~rape; ~assault;
    opened|opening|open|opens fire; fired|fires|firing on|at; ~poison; ~slaughter;
    been|was|were [targeted]
* r ~kill; ~wound; ~injure; ~maim; slain; martyred; claimed the life|lives
ABDUCTION n kidnapping|kidnappings; abduction|abductions; hijacking|hijackings; hostage-taking;
    hostage taking; enforced disappearance|disappearances
ABDUCTION v ~kidnap; ~abduct; ~hijack; ~take hostage; took|taken|take [hostage]; held hostage;
    ~take ... hostage; ~seize ... hostages
PROPERTY n arson; looting; vandalism; sabotage; robbery|robberies
PROPERTY v ~loot; ~torch; ~vandalise; ~vandalize; ~sabotage; ~demolish; ~rob; ~ransack; ~bulldoze;
    ~set ablaze; ~set fire to; ~set alight; ~set ... ablaze|alight; burned|burnt down; ~destroy
PROTEST n protest|protests; demonstration|demonstrations; sit-in|sit-ins; rally|rallies;
    march|marches; vigil|vigils; street protest|protests
PROTEST v protested|protesting|protest; rallied|rallying; demonstrated; marched|marching;
    took to the streets
RIOT n riot|riots; rioting; unrest; mob violence; stampede
RIOT v rioted; ~rampage; ~lynch; ~stone; pelted
STRATEGIC n arrest|arrests; detention|detentions; ceasefire|ceasefires; cease-fire; truce|truces;
    withdrawal|withdrawals; surrender; takeover; take-over; coup; crackdown|crackdowns; retreat;
    deployment; prisoner swap|exchange; pullout; annexation; defection|defections
STRATEGIC v ~arrest; ~detain; ~withdraw; ~surrender; ~defuse; ~seize; ~capture; ~deploy; ~annex;
    ~defect; ~retreat; signed|signing|sign; ~regain power|control; ~seize power|control;
    ~take control|power; ~pull out; ~evacuate; ~relocate; ~disarm; took|taken|takes over; ~round up;
    [~push|~drive] back|out|from; ~recruit
"""
_DEFAULT_OF_RESULTS = "ATTACK_CIVILIANS"
_VIOLENT = frozenset({"EXPLOSION", "BATTLE", "ATTACK_CIVILIANS"})
_DETERMINING = known.DETERMINERS | {"’s", "'s", "’", "'", "of", "in", "by", "after", "during"}
# After these a present or basic form is a verb; anywhere else it is mostly the noun ("a car bomb").
_VERB_FOLLOWS = known.MODALS | {"to", "who", "which", "that", "they", "we", "i", "he", "she", "it"}
# What parts two incidents told in one sentence.
_PARTING = frozenset({";", "while", "after", "before", "when", "hours", "days", "later", "since"})


class Trigger(NamedTuple):
    """A trigger `[start, end)` in code points and the incident type it suggests."""

    start: int
    end: int
    suggests: str
    """The name of an incident type of the packaged scheme."""


def find_triggers(text: str, start: int, end: int, words: Words | None = None) -> list[Trigger]:
    """Return the triggers of the sentence `text[start:end]`, in order and apart from each other.

    The dead and wounded of an event that the sentence names anyway are no triggers of their own.

    Args:
        text: the whole text.
        start: start of the sentence.
        end: its end.
        words: its tokens with their words, where they are known.
    """
    words = words or Words(text, start, end)
    tokens = words.tokens
    return [
        Trigger(
            tokens[one.first].start,
            tokens[one.end - 1].end,
            one.wording.meaning if one.wording.kind != "r" else _DEFAULT_OF_RESULTS,
        )
        for one in _telling(words.lower, _found(words))
    ]


def _found(read: Words) -> list[Found]:
    titled, words = read.has_capitals, read.lower
    chosen: list[Found] = []
    reach = 0
    for one in _lexicon().find(words):
        named = read.written[one.first][0].isupper() and not (titled or _opens(words, one.first))
        if one.first < reach or named or not _happens(words, one, titled):
            continue
        reach = one.end
        if one.wording.meaning:
            chosen.append(one)
    return chosen


def _opens(words: Sequence[str], index: int) -> bool:
    return not any(word[0].isalnum() for word in words[:index]) or words[index - 1] in ("–", "—")


def _happens(words: Sequence[str], found: Found, titled: bool) -> bool:
    """Tell whether the word is used as what the lexicon takes it for."""
    word, before = words[found.first], words[found.first - 1] if found.first else ""
    if word == "fighting":
        return words[found.end : found.end + 1] not in (["against"], ["for"])
    if found.wording.kind not in "vr" or not found.wording.meaning:
        return True
    basic = found.wording.lemma.split()[0]
    past = word.endswith(("ed", "ing"))
    if word in (basic, basic + "s", basic + "es") and not past and len(found.wording.elements) == 1:
        return before in _VERB_FOLLOWS or (titled and before not in _DETERMINING)
    return word != "shot" or before not in _DETERMINING


def _telling(words: Sequence[str], found: list[Found]) -> list[Found]:
    """Leave out results of an event named in the same sentence, and the wounded beside the dead."""
    events = [one for one in found if one.wording.meaning in _VIOLENT]
    kept: list[Found] = []
    for one in found:
        told = [*events, *(other for other in kept if other.wording.kind == "r")]
        if one.wording.kind != "r" or all(_is_apart(words, one, other) for other in told):
            kept.append(one)
    return kept


def _is_apart(words: Sequence[str], one: Found, other: Found) -> bool:
    first, second = sorted((one, other), key=lambda found: found.first)
    return not _PARTING.isdisjoint(words[first.end : second.first])


@cache
def _lexicon() -> Lexicon:
    return Lexicon(_TABLE)
