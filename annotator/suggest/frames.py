"""Frames: incidents, from the words that tell of them, with slots filled from what stands near."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from annotator.model.spans import Span
from annotator.model.suggestion import Proposal, ProposedFiller, ProposedValue
from annotator.suggest.base import Page
from annotator.suggest.reading import Reading, read
from annotator.suggest.slots import Slot, Slots
from annotator.suggest.typed_values import count_in
from annotator.text.incident_parts import DEAD, HURT
from annotator.text.proposals import incident_in
from annotator.text.sentence import SentenceParts
from annotator.text.triggers import Trigger

_VIOLENT = frozenset({"BATTLE", "EXPLOSION", "ATTACK_CIVILIANS", "ABDUCTION", "PROPERTY"})
_UNREST = frozenset({"PROTEST", "RIOT"})
_OF_FORCE = _VIOLENT | _UNREST
_PLACES = frozenset({"GPE", "LOC", "FAC"})
_IN_UNREST = {"perpetrator": "actor", "target": "opponent", "weapon": ""}
_ROLES_ELSEWHERE = {
    "PROTEST": _IN_UNREST,
    "RIOT": _IN_UNREST,
    "STRATEGIC": {
        "perpetrator": "actor",
        "target": "counterpart",
        "killed": "counterpart",
        "injured": "counterpart",
        "weapon": "",
    },
    "ABDUCTION": {"target": "taken", "killed": "taken", "injured": "taken"},
}
_RESULTS = DEAD | HURT
_FULL, _SOME, _BARE = 0.75, 0.65, 0.55


class Frames:
    """Proposes incidents with type, place, time, sides and victims."""

    name = "frames"
    version = "1"

    def suggest(self, page: Page) -> Iterator[Proposal]:
        """Yield an incident for each trigger of the wanted sentences, from left to right."""
        for reading, sentence in read(page):
            times = reading.times(page.article.published)
            parts = reading.sentence(sentence.start)
            triggers = _triggers(reading, parts)
            for trigger in triggers:
                roles = _roles(reading, parts, trigger, triggers)
                yield Proposal(
                    layer="incidents",
                    type=trigger.suggests,
                    fragments=(Span(trigger.start, trigger.end),),
                    score=_score(roles),
                    reason="the word tells of an incident",
                    attributes=(
                        *_values(page.text, roles, times),
                        *_subtype(page.text, trigger, roles),
                    ),
                    roles=tuple(
                        ProposedFiller(
                            role=one.role, fragments=(Span(one.start, one.end),), type=one.type
                        )
                        for one in roles
                    ),
                )


def _triggers(reading: Reading, parts: SentenceParts) -> list[Trigger]:
    """Return the triggers of a sentence, where only deaths are told with the type that fits.

    That is the type of what the sentence before or after it tells of, where it tells of one only.
    """
    found = parts.triggers
    if not any(_is_result(parts.text, one) for one in found):
        return found
    told = {
        one.suggests
        for near in reading.beside(parts.start)
        for one in near.triggers
        if one.suggests in _VIOLENT and not _is_result(parts.text, one)
    }
    if len(told) != 1:
        return found
    kind = told.pop()
    return [one._replace(suggests=kind) if _is_result(parts.text, one) else one for one in found]


def _is_result(text: str, trigger: Trigger) -> bool:
    """Tell whether a trigger names deaths or injuries only."""
    return text[trigger.start : trigger.end].lower() in _RESULTS


def _score(roles: Sequence[Slot]) -> float:
    """Return how likely an incident is right: the more its sentence tells of it, the likelier."""
    named = {one.role for one in roles} - {"time"}
    return _FULL if len(named) > 1 else _SOME if named else _BARE


def _roles(
    reading: Reading, parts: SentenceParts, trigger: Trigger, triggers: Sequence[Trigger]
) -> list[Slot]:
    types = reading.types(parts.start)
    place = trigger.start, trigger.end
    slots = Slots(parts, types, place)
    found = {(one.start, one.end): one for one in slots.found()}
    for role, fragments, _ in incident_in(parts, place):
        kind = types.get(fragments[0], "")
        if fragments[0] in found or not kind or not _fits(role, kind):
            continue
        if role in ("killed", "injured") and _nearest(fragments[0], triggers) is not trigger:
            continue
        found[fragments[0]] = Slot(role, *fragments[0], kind)
        if role == "place":
            for wider in slots.places(fragments[0]):
                found.setdefault(wider, Slot("place", *wider, types[wider]))
    renamed = _ROLES_ELSEWHERE.get(trigger.suggests, {})
    return [
        one._replace(role=role)
        for one in sorted(found.values(), key=lambda slot: slot.start)
        if (role := renamed.get(one.role, one.role))
    ]


def _fits(role: str, kind: str) -> bool:
    if role == "place":
        return kind in _PLACES
    return kind == "DATE" if role == "time" else kind not in _PLACES


def _nearest(place: tuple[int, int], triggers: Sequence[Trigger]) -> Trigger | None:
    """Return the trigger of force or unrest that stands nearest to the counted people."""
    violent = [one for one in triggers if one.suggests in _OF_FORCE]
    return min(
        violent,
        key=lambda one: max(place[0] - one.end, one.start - place[1]),
        default=None,
    )


def _values(
    text: str, roles: Sequence[Slot], times: Mapping[tuple[int, int], str]
) -> Iterator[ProposedValue]:
    """Yield the counts of killed and injured, and the time, the first of each."""
    done: set[str] = set()
    for one in roles:
        name = {"killed": "fatalities", "injured": "injuries", "time": "when"}.get(one.role, "")
        if not name or name in done:
            continue
        value = times.get((one.start, one.end), "") if name == "when" else _count(text, one)
        if value:
            done.add(name)
            evidence = Span(one.start, one.end)
            yield ProposedValue(name=name, value=value, evidence=evidence)
            if name == "when":
                yield from _precision(value, evidence)


def _count(text: str, one: Slot) -> str:
    found = count_in(text[one.start : one.end])
    if found is not None:
        return found[0]
    return "1" if one.type == "PERSON" else ""


def _precision(value: str, evidence: Span) -> Iterator[ProposedValue]:
    """Yield how exactly a time is known, where it is one day, month or year."""
    start, end = value.split("/")
    if start == end:
        exact = ("year", "month", "day")[start.count("-")]
        yield ProposedValue(name="time_precision", value=exact, evidence=evidence)


def _subtype(text: str, trigger: Trigger, roles: Sequence[Slot]) -> Iterator[ProposedValue]:
    """Yield the finer type that the words of trigger and weapon name."""
    words = text[trigger.start : trigger.end]
    words += "".join(" " + text[one.start : one.end] for one in roles if one.role == "weapon")
    evidence = Span(trigger.start, trigger.end)
    for subtype, pattern in _subtypes().get(trigger.suggests, ()):
        if pattern.search(words):
            yield ProposedValue(name="subtype", value=subtype, evidence=evidence)
            break
    if trigger.suggests in _VIOLENT and re.search(r"suicide", words, re.IGNORECASE):
        yield ProposedValue(name="suicide_attack", value="true", evidence=evidence)


@cache
def _subtypes() -> dict[str, tuple[tuple[str, re.Pattern[str]], ...]]:
    table = {
        "EXPLOSION": (
            ("suicide_bomb", r"suicide"),
            ("air_drone_strike", r"drone|air|aerial"),
            ("shelling_missile", r"shell|missile|rocket|mortar|artillery|bombard"),
            ("grenade", r"grenade"),
            ("ied_mine", r"bomb|mine|\bied|improvised|explosive device"),
        ),
        "BATTLE": (("armed_clash", r"clash|fight|battle|skirmish|ambush|raid|crossfire"),),
        "ABDUCTION": (("hijacking", r"hijack"), ("kidnapping", r"kidnap|abduct")),
        "PROPERTY": (
            ("arson", r"arson|torch|fire|ablaze|alight|burn"),
            ("looting_robbery", r"loot|rob"),
        ),
        "STRATEGIC": (
            ("arrest", r"arrest|detain|detention"),
            ("agreement", r"sign|cease-?fire|truce|swap"),
        ),
    }
    return {
        kind: tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in rows)
        for kind, rows in table.items()
    }
