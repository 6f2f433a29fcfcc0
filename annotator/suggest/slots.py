"""Who did it, to whom, with what and where: mentions that stand in a telling place at a trigger.

Only word order and closed classes of words are read, so only near mentions are found.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from annotator.text import nouns
from annotator.text import vocabulary as known
from annotator.text.incident_parts import DEAD, HURT
from annotator.text.sentence import SentenceParts

_ACTORS = frozenset(
    {"PERSON", "PEOPLE", "ORG", "GOV_BODY", "STATE_FORCE", "ARMED_GROUP", "GPE", "NORP"}
)
_OWNERS = frozenset({"STATE_FORCE", "ARMED_GROUP"})
_PLACES = frozenset({"GPE", "LOC", "FAC"})
_WEAPONS = frozenset({"WEAPON", "VEHICLE"})
_VICTIMS = frozenset({"PERSON", "PEOPLE", "STATE_FORCE", "ARMED_GROUP", "NORP"})
_UNAIMED = frozenset({"DATE", "QUANTITY"})
_UNHURT = _UNAIMED | _WEAPONS
_PASSIVE = frozenset({"was", "were", "been", "being", "is", "are"})
_PERFECT = _PASSIVE | {"have", "has", "had"}
_BEFORE_PASSIVES = _PASSIVE | known.ADVERBS | known.AUXILIARIES
_LIGHT_VERBS = frozenset(
    {"conducted", "conducting", "launched", "launching", "staged", "mounted", "initiated"}
    | {"conduct", "conducts", "launch", "launches", "carried", "carrying", "committed"}
)
_AIMS = frozenset({"on", "against", "at", "targeting", "of"})
_SKIPPED = frozenset({"the", "a", "an", "its", "their", "his"}) | known.ADVERBS
_BEFORE_VERBS = (known.AUXILIARIES | known.ADVERBS | {"reportedly", "allegedly"}) - _PASSIVE
_BEFORE_PARTICIPLES = _BEFORE_VERBS | _PASSIVE
_KILLINGS = frozenset(
    {"killing", "killings", "murder", "murders", "assassination", "assassinations", "massacre"}
    | {"execution", "executions", "beheading", "beheadings", "death", "deaths"}
)
# What states do: before these a nation's name or abbreviation says who.
_STATE_ACTS = frozenset(
    {"strike", "strikes", "airstrike", "airstrikes", "air-strike", "air-strikes", "shelling"}
    | {"bombardment", "raid", "raids", "offensive", "invasion", "incursion", "operation"}
)
_CLAIMING = {"responsibility", "the", "full", "has", "have", "had", "also", "later"} | {
    "claimed",
    "claims",
    "claim",
    "claiming",
    "took",
    "taken",
    "take",
    "takes",
}
_REACH = 7
_REACH_OF_CLAIM = 12


class Slot(NamedTuple):
    """A mention `[start, end)` that fills a role, with its type."""

    role: str
    start: int
    end: int
    type: str


class Slots:
    """The slots of one trigger.

    Args:
        sentence: where the trigger stands.
        types: the types of what may be a mention there, by range.
        trigger: its range.
    """

    def __init__(
        self,
        sentence: SentenceParts,
        types: Mapping[tuple[int, int], str],
        trigger: tuple[int, int],
    ) -> None:
        self._in = sentence
        self._first = sentence.first_token_from(trigger[0])
        self._after = sentence.first_token_from(trigger[1])
        self._verb = sentence.word(self._first)
        widest: list[tuple[int, int]] = []
        for place in sorted(types, key=lambda one: (one[0], -one[1])):
            if not widest or place[0] >= widest[-1][1]:
                widest.append(place)
        self._at = {place[0]: (place, types[place]) for place in widest}
        self._to = {place[1]: (place, types[place]) for place in widest}

    def found(self) -> Iterator[Slot]:
        """Yield perpetrator, target, killed, injured and weapon as far as they stand near."""
        yield from self._weapon()
        agent = self._agent_behind() or self._owner() or self._subject() or self._claimant()
        if agent:
            yield agent
        aim = self._aim() or self._object() or self._passive_subject()
        if aim and (agent is None or (aim.start, aim.end) != (agent.start, agent.end)):
            yield aim

    def places(self, first: tuple[int, int]) -> Iterator[tuple[int, int]]:
        """Yield the wider places that follow a place ("a school in Karvan, in Velmora")."""
        end = first[1]
        for _ in range(2):
            number = self._in.first_token_from(end)
            while self._in.word(number) in (",", "in", "the", "located", "also"):
                number += 1
            following = self._at.get(self._in.offset(number))
            if following is None or following[1] not in _PLACES or number == self._number(end):
                return
            yield following[0]
            end = following[0][1]

    def _number(self, offset: int) -> int:
        return self._in.first_token_from(offset)

    @property
    def _is_verb(self) -> bool:
        return self._verb.endswith(("ed", "ing")) or self._verb in known.VERBS

    @property
    def _is_passive(self) -> bool:
        return any(self._in.word(self._first - back) in _PASSIVE for back in (1, 2))

    def _before(self, number: int) -> tuple[tuple[int, int], str] | None:
        """Return the mention that ends right before a token."""
        return self._to.get(self._in.tokens[number - 1].end) if number > 0 else None

    def _behind(self, number: int) -> tuple[tuple[int, int], str] | None:
        """Return the mention that begins at a token, past articles."""
        while self._in.word(number) in _SKIPPED and self._in.offset(number) not in self._at:
            number += 1
        return self._at.get(self._in.offset(number))

    def _weapon(self) -> Iterator[Slot]:
        """Yield the weapon before a trigger ("bomb attack", "bombs went off") or "with" it."""
        number = self._first
        while self._in.word(number - 1) in _PERFECT:
            number -= 1
        before = self._before(number)
        if before and before[1] in _WEAPONS:
            yield Slot("weapon", *before[0], before[1])
        for near in range(self._after, min(self._after + _REACH, self._in.count)):
            if self._in.word(near) in ("with", "using", "by"):
                follows = self._behind(near + 1)
                if follows and follows[1] in _WEAPONS:
                    yield Slot("weapon", *follows[0], follows[1])
                    return

    def _agent_behind(self) -> Slot | None:
        """Return who stands behind "by"."""
        for near in range(self._after, min(self._after + _REACH, self._in.count)):
            if self._in.word(near) in (";", "while", "after"):
                return None
            if self._in.word(near) == "by":
                follows = self._behind(near + 1)
                return self._slot("perpetrator", follows, _ACTORS)
        return None

    def _owner(self) -> Slot | None:
        """Return the side whose name stands before a noun ("an ISKP suicide attack")."""
        number = self._first
        weapon = self._before(number)
        if weapon and weapon[1] in _WEAPONS:
            number = self._number(weapon[0][0])
        if self._in.word(number - 1) in ("’s", "'s", "’"):
            number -= 1
        if self._is_verb:
            return None
        before = self._before(number)
        if before and before[1] in ("NORP", "GPE") and self._verb in _STATE_ACTS:
            named = self._in.text[slice(*before[0])]
            return self._slot("perpetrator", before, _ACTORS) if self._is_state(named) else None
        return self._slot("perpetrator", before, _OWNERS)

    def _is_state(self, name: str) -> bool:
        """Tell whether a name says who acts, and not where: a nation's, or an abbreviation."""
        return name.replace(".", "").isupper() or name.lower() in nouns.DEMONYMS

    def _claimant(self) -> Slot | None:
        """Return who claims responsibility for what the trigger names."""
        for near in range(self._first - 1, max(-1, self._first - _REACH_OF_CLAIM), -1):
            if self._in.word(near) == "responsibility" and self._in.word(near + 1) == "for":
                while self._in.word(near) in _CLAIMING:
                    near -= 1
                return self._slot("perpetrator", self._before(near + 1), _ACTORS)
        return None

    def _subject(self) -> Slot | None:
        """Return the subject of an active verb, or of "conducted" before a noun."""
        number = self._first
        if self._is_verb and not self._is_passive:
            while self._in.word(number - 1) in _BEFORE_VERBS:
                number -= 1
            return self._slot("perpetrator", self._before(number), _ACTORS)
        for near in range(self._first - 1, max(-1, self._first - _REACH), -1):
            if self._in.word(near) in _LIGHT_VERBS:
                passive = self._in.word(near - 1) in _PASSIVE
                if passive and not self._in.word(near).endswith("ing"):
                    return None
                while self._in.word(near - 1) in _BEFORE_PARTICIPLES:
                    near -= 1
                return self._slot("perpetrator", self._before(near), _ACTORS)
        return None

    def _aim(self) -> Slot | None:
        """Return what an attack is on or against."""
        if self._in.word(self._after) not in _AIMS:
            return None
        follows = self._behind(self._after + 1)
        if follows is None or follows[1] in _UNAIMED or follows[1] in ("GPE", "LOC"):
            return None
        if self._in.word(self._after) == "of" and self._verb in _KILLINGS:
            return self._slot("killed", follows, _VICTIMS)
        if self._in.word(self._after) == "at" and follows[1] in _PLACES:
            return None
        return Slot("target", *follows[0], follows[1])

    def _object(self) -> Slot | None:
        """Return what an active verb does it to."""
        if not self._is_verb or self._is_passive:
            return None
        follows = self._behind(self._after)
        if follows is None or follows[1] in _UNAIMED:
            return None
        role = "weapon" if follows[1] == "WEAPON" else "target"
        return self._hurt(follows) or Slot(role, *follows[0], follows[1])

    def _passive_subject(self) -> Slot | None:
        """Return who was killed, hurt or attacked."""
        if not self._is_verb or not self._is_passive:
            return None
        number = self._first
        while self._in.word(number - 1) in _BEFORE_PASSIVES:
            number -= 1
        before = self._before(number)
        if before is None or before[1] in _UNHURT:
            return None
        return self._hurt(before) or Slot("target", *before[0], before[1])

    def _hurt(self, mention: tuple[tuple[int, int], str]) -> Slot | None:
        role = "killed" if self._verb in DEAD else "injured" if self._verb in HURT else ""
        return self._slot(role, mention, _VICTIMS) if role else None

    def _slot(
        self, role: str, mention: tuple[tuple[int, int], str] | None, allowed: frozenset[str]
    ) -> Slot | None:
        if mention is None or mention[1] not in allowed:
            return None
        return Slot(role, *mention[0], mention[1])
