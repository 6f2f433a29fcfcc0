"""Agreement on frames: whether one is there, its trigger, who fills its roles, what its values are.

Frames are aligned one to one: claims by their content, incidents by their trigger; of those that
overlap as many as possible, ties by the larger overlap, then by the share of slots that agree.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from annotator.agreement.assignment import assign
from annotator.agreement.marks import Mark, mark
from annotator.agreement.matching import match, overlapping
from annotator.agreement.score import NOTHING_MARKED, Counts, Score
from annotator.agreement.shared import Side, filler_range, frame_mark
from annotator.model.annotation import Annotation, Claim, Frame, Incident

TRIGGER = "(trigger)"
"""The name under which trigger or cue stands among the roles; no role may be called so."""


class Framed(NamedTuple):
    """A frame as measures see it."""

    frame: Frame
    mark: Mark
    """What it is matched by."""
    slots: Mapping[str, tuple[Mark, ...]]
    """What fills each role, the trigger among them; the type of a mark is the role."""


class Aligned(NamedTuple):
    """One frame of each of two annotators; None where one of them has none there."""

    first: Framed | None
    second: Framed | None


def framed(side: Side) -> list[Framed]:
    """Return the frames of one annotator."""
    frames = [item for item in side.items if isinstance(item, Incident | Claim)]
    return [Framed(one, frame_mark(one, side.known), slots_of(one, side.known)) for one in frames]


def slots_of(frame: Frame, known: Mapping[str, Annotation]) -> dict[str, tuple[Mark, ...]]:
    """Return what fills the roles of a frame; fillers in other articles are left out."""
    slots: dict[str, list[Mark]] = {}
    if frame.trigger:
        slots[TRIGGER] = [mark(frame.trigger, TRIGGER)]
    for filler in frame.roles:
        if found := filler_range(filler, known):
            slots.setdefault(filler.role, []).append(mark(found, filler.role, filler.target))
    return {role: tuple(marks) for role, marks in slots.items()}


def marks_of(frames: Iterable[Framed]) -> list[Mark]:
    """Return what frames are matched by."""
    return [one.mark for one in frames]


def align_frames(first: Sequence[Framed], second: Sequence[Framed]) -> list[Aligned]:
    """Align the frames of two annotators one to one, by place."""
    ones, others = sorted(first, key=_place), sorted(second, key=_place)
    if list(map(_place, others)) < list(map(_place, ones)):
        turned = _aligned(others, ones)
        return sorted((Aligned(b, a) for a, b in turned), key=_place_of_pair)
    return sorted(_aligned(ones, others), key=_place_of_pair)


def role_counts(pairs: Sequence[Aligned], level: str, *, matched_only: bool) -> dict[str, Counts]:
    """Return the counts of argument F1 per role.

    Args:
        level: `role` asks only for a filler of the role, `exact` for the same characters,
            `overlap` for a shared one.
        matched_only: leave out frames that only one annotator has.
    """
    counts: dict[str, Counts] = {}
    for first, second in pairs:
        if matched_only and (first is None or second is None):
            continue
        sides = [one.slots if one else {} for one in (first, second)]
        for role in {*sides[0], *sides[1]}:
            a, b = (side.get(role, ()) for side in sides)
            found = Counts(_matching(a, b, level), len(a) + len(b))
            counts[role] = counts.get(role, Counts()) + found
    return counts


def value_pairs(pairs: Sequence[Aligned]) -> Iterator[tuple[str, str, str]]:
    """Yield (attribute, first value, second value) of aligned frames; "" for none given."""
    for first, second in pairs:
        if first is None or second is None:
            continue
        names = {one.name for frame in (first.frame, second.frame) for one in frame.attributes}
        for name in sorted(names):
            yield name, first.frame.value_of(name), second.frame.value_of(name)


Entities = Mapping[str, Sequence[Sequence[str]]]
"""By role the entities that fill it, each as its mentions."""


def ceaf_ree(gold: Entities, predicted: Entities, *, proportional: bool = False) -> Score:
    """Return F1 over entities that fill roles (CEAF-REE; Du, Rush and Cardie 2021).

    Args:
        proportional: credit the share of a predicted entity's mentions that are right; else it
            counts only where all of them are.
    """
    right = 0.0
    for role, entities in gold.items():
        weights = [_likeness(entities, one, proportional) for one in predicted.get(role, ())]
        right += sum(weights[row][column] for row, column in assign(weights).items())
    size = sum(len(found) for side in (gold, predicted) for found in side.values())
    return Score.ratio(2 * right, size, NOTHING_MARKED)


def _likeness(
    entities: Sequence[Sequence[str]], predicted: Sequence[str], proportional: bool
) -> dict[int, float]:
    said = set(predicted)
    shares = {n: len(said.intersection(one)) / len(said) for n, one in enumerate(entities)}
    return {n: share for n, share in shares.items() if share == 1 or (proportional and share)}


def _aligned(ones: list[Framed], others: list[Framed]) -> list[Aligned]:
    weights: list[dict[int, float]] = [{} for _ in ones]
    marks = [one.mark for one in ones], [other.mark for other in others]
    for one, other, shared in overlapping(*marks):
        union = marks[0][one].length + marks[1][other].length - shared
        overlap = (1 << 20) * shared // union
        alike = int(1000 * _agreeing_slots(ones[one], others[other]))
        weights[one][other] = (1 << 60) + (overlap << 10) + alike
    chosen = assign(weights)
    taken = set(chosen.values())
    pairs = [
        Aligned(one, others[chosen[number]] if number in chosen else None)
        for number, one in enumerate(ones)
    ]
    return pairs + [Aligned(None, one) for number, one in enumerate(others) if number not in taken]


def _agreeing_slots(one: Framed, other: Framed) -> float:
    """Return the share of slots, the type among them, that are the same in both."""
    first, second = _slot_values(one), _slot_values(other)
    return sum((first & second).values()) / max(first.total(), second.total())


def _slot_values(one: Framed) -> Counter[tuple[object, ...]]:
    values: Counter[tuple[object, ...]] = Counter([("type", one.frame.type)])
    values.update(("attribute", item.name, item.value) for item in one.frame.attributes)
    values.update(found[:4] for marks in one.slots.values() for found in marks)
    return values


def _matching(first: Sequence[Mark], second: Sequence[Mark], level: str) -> int:
    if level == "role":
        return min(len(first), len(second))
    return len(match(first, second, "exact" if level == "exact" else "overlap"))


def _place(one: Framed) -> tuple[Mark, str]:
    return one.mark, one.frame.id


def _place_of_pair(pair: Aligned) -> tuple[Mark, str]:
    stands = pair.first or pair.second
    assert stands is not None  # noqa: S101 - one side of a pair always stands
    return _place(stands)
