"""Plans for incidents and claims: which keys of their forms make them.

The planner plays the Label screen without a terminal and takes, slot by slot, the shortest of: the
hint of the filler, a hint and edge keys, or the way to the words and the slot's letter once more.
"""

import copy
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from textual.pilot import Pilot

from annotator.labelling.desk import Desk
from annotator.labelling.form import Form
from annotator.labelling.reader import Edge, Reader, Step
from annotator.labelling.slot_fillers import range_of_filler
from annotator.model.annotation import Frame
from annotator.model.scheme import KeyedAttribute
from annotator.model.scheme_tables import SPAN, FrameLayerName
from annotator.model.spans import Span
from annotator.project import Project
from annotator.tui.app import AnnotatorApp
from bench.planning import (
    UNAIDED,
    Way,
    desk_of,
    jumps_to_words,
    press_keys,
    shortest,
    suggest_all,
    view_of,
)

_MOST_STOPS = 15
"""Tabs to a cue or trigger after which it counts as out of reach."""

_MOST_NUDGES = 4
_DEEPEST = 10

_TYPED = {"-": "minus", "/": "slash", ".": "full_stop"}

_NO_MOTION = frozenset({"tab", "shift+tab", "ampersand"})
"""Keys that do not move the light while a form is open, or that hold it."""

_WORK_ON: dict[FrameLayerName, tuple[str, ...]] = {
    "incidents": ("space", "w", "2"),
    "claims": ("space", "w", "3"),
}
_BEGIN: dict[FrameLayerName, str] = {"incidents": "i", "claims": "c"}

Range = tuple[Span, ...]


class WantedFrame(NamedTuple):
    """An incident or claim to be made, as the demonstration layer has it."""

    layer: FrameLayerName
    type: str
    trigger: Range
    roles: tuple[tuple[str, Range], ...]
    """The slots that have to be filled."""
    values: Mapping[str, str]
    """The values that it has to have."""
    known: tuple[tuple[str, Range], ...]
    """All slots that the layer fills: a proposal of one of them is right."""
    told: Mapping[str, str]
    """All values of the layer."""
    types: Mapping[Range, str]
    """The types of the mentions that fill slots."""


class PlannedFrame(NamedTuple):
    """A frame and the keys from the one before it to its closed form."""

    wanted: WantedFrame
    keys: tuple[str, ...]
    passed: int
    """How many of the keys only pass the triggers and cues of other frames of the layer."""

    @property
    def cost(self) -> int:
        """The keys of this frame, to its trigger or cue included."""
        return len(self.keys) - self.passed


async def plan_frames(
    project: Project,
    article: str,
    wanted: Sequence[WantedFrame],
    triggers: frozenset[Range],
    size: tuple[int, int],
    *,
    proposals: bool,
    suggestions: bool = False,
) -> tuple[tuple[str, ...], list[PlannedFrame]]:
    """Return the keys that choose the layer, and those of each frame of an article.

    Args:
        project: one whose annotator `hand` has labelled entities, or nothing.
        article: its id.
        wanted: frames of one layer, by place.
        triggers: triggers or cues of all frames that the layer has there.
        size: columns and rows.
        proposals: whether Enter takes what the forms propose, after what is wrong was corrected.
        suggestions: whether frames are suggested, and Enter makes those that are.

    Raises:
        LookupError: one of them cannot be reached.
    """
    planned = []
    first = _WORK_ON[wanted[0].layer]
    async with AnnotatorApp(project, "hand", article, UNAIDED).run_test(size=size) as pilot:
        await pilot.pause()
        if suggestions:
            suggest_all(pilot, project)
        await press_keys(pilot, first, [])
        for one in wanted:
            stops = _stops_to(desk_of(pilot).reader, one)
            keys: list[str] = []
            await press_keys(pilot, ["tab"] * len(stops), keys)
            await _make(pilot, one, keys, proposals=proposals)
            passed = sum(stop in triggers for stop in stops[:-1])
            planned.append(PlannedFrame(one, tuple(keys), passed))
    return first, planned


def is_made(frame: Frame, wanted: WantedFrame, desk: Desk) -> bool:
    """Say whether a frame is the wanted one, in the slots and values that it has to have."""
    work, names = desk.session.work, {name for name, _ in wanted.roles}
    filled = [(one.role, range_of_filler(work, one)) for one in frame.roles if one.role in names]
    kinds = {
        range_of_filler(work, one): work.annotations[one.target].type
        for one in frame.roles
        if one.role in names and one.target in work.annotations
    }
    return (
        (frame.type, frame.trigger) == (wanted.type, wanted.trigger)
        and set(wanted.roles) <= set(filled) <= {*wanted.roles, *wanted.known}
        and all(wanted.types.get(goal, kind) == kind for goal, kind in kinds.items())
        and all(frame.value_of(name) == value for name, value in wanted.values.items())
    )


async def _make(
    pilot: Pilot[None], wanted: WantedFrame, keys: list[str], *, proposals: bool
) -> None:
    desk = desk_of(pilot)
    kind = desk.session.scheme.frame_type(wanted.type)
    ghost = desk.suggested.lit
    is_suggested = ghost is not None and ghost.type == wanted.type
    await press_keys(pilot, ["enter"] if is_suggested else [_BEGIN[wanted.layer], kind.key], keys)
    form = desk.frames.form
    assert form is not None  # noqa: S101 (the letter of a type opens it)
    left = _not_proposed(form, wanted) if proposals else wanted.roles
    for role, goal in left:
        await _fill(pilot, form, role, goal, keys)
        await _retype(pilot, goal, wanted.types.get(goal, ""), keys)
    if proposals:
        await _drop_wrong(pilot, form, wanted, keys)
    await _set_values(pilot, form, wanted, keys, proposals=proposals)
    await press_keys(pilot, ["enter" if proposals else "escape"], keys)
    frame = desk.session.work.annotations[form.id]
    assert isinstance(frame, Frame)  # noqa: S101 (a form is of a frame)
    if not is_made(frame, wanted, desk):
        raise LookupError(f"the keys {keys} made another {wanted.type} than was wanted")


def _stops_to(reader: Reader, wanted: WantedFrame) -> list[Range]:
    """Return the stops to which Tabs lead, up to a trigger or cue; none where it is lit."""
    moved, stops = copy.copy(reader), list[Range]()
    while moved.taken() != wanted.trigger:
        if len(stops) == _MOST_STOPS:
            raise LookupError(f"{wanted.trigger} is no stop within {_MOST_STOPS} Tabs")
        moved.next_stop(1)
        stops.append(moved.taken())
    return stops


async def _fill(pilot: Pilot[None], form: Form, role: str, goal: Range, keys: list[str]) -> None:
    desk = desk_of(pilot)
    slot = next(one for one in form.roles if one.name == role)
    await press_keys(pilot, [slot.key], keys)
    ways = list(_by_hints(desk, goal, bare=SPAN in slot.fills))
    ways += _by_motions(desk, view_of(pilot), goal, slot.key)
    if not ways:
        raise LookupError(f"no way to {goal} for {role}")
    await press_keys(pilot, min(ways, key=len), keys)


async def _retype(pilot: Pilot[None], goal: Range, name: str, keys: list[str]) -> None:
    """Correct the type that was guessed for what was filled last."""
    desk = desk_of(pilot)
    work = desk.session.work
    mentions = work.mentions_in(work.sentences[work.index_at(goal[0].start)].start)
    here = {one.type for one in mentions if one.fragments == goal}
    if name and here and name not in here:
        types = desk.session.scheme.choosable_types("entities")
        letter = next(one.key for one in types if one.name == name)
        await press_keys(pilot, ["colon", letter], keys)


def _by_hints(desk: Desk, goal: Range, *, bare: bool) -> Iterator[tuple[str, ...]]:
    """Yield hints of a range, or of bare text from which the edge keys lead there."""
    for code, light in (desk.hints.targets if desk.hints else {}).items():
        if light.fragments == goal:
            yield tuple(code)
        elif bare and not light.annotation:
            moved = copy.copy(desk.reader)
            moved.go_to(light)
            nudges = _nudges(moved, goal[0])
            if nudges:
                yield (*code, *nudges)


def _by_motions(desk: Desk, view: Span, goal: Range, letter: str) -> Iterator[tuple[str, ...]]:
    """Yield the shortest way to a range by the keys that move the light, and the slot's letter."""
    here = Way(0, (), copy.copy(desk.reader))
    ways = [here, *jumps_to_words(here, view, [goal])]
    found = shortest(ways, view, [goal], _DEEPEST, _NO_MOTION)
    if found:
        yield (*found.keys, letter)


def _nudges(reader: Reader, goal: Span) -> tuple[str, ...]:
    """Return the edge keys from what is lit to a range, () where they are too many."""
    keys: list[str] = []
    while reader.taken() != (goal,):
        (here,) = reader.taken()
        key, edge, step = _nudge(here, goal)
        fragments = reader.nudged(edge, step)
        if fragments is None or len(keys) == _MOST_NUDGES:
            return ()
        reader.set_fragments(fragments)
        keys.append(key)
    return tuple(keys)


def _nudge(here: Span, goal: Span) -> tuple[str, Edge, Step]:
    if here.end != goal.end:
        return ("full_stop", "end", 1) if here.end < goal.end else ("greater_than_sign", "end", -1)
    return ("less_than_sign", "start", 1) if here.start < goal.start else ("comma", "start", -1)


def _not_proposed(form: Form, wanted: WantedFrame) -> tuple[tuple[str, Range], ...]:
    """Return the slots whose proposals are not just what has to be in them."""
    proposed = [
        (one.role, one.fragments)
        for one in form.proposed.fillers
        if wanted.types.get(one.fragments, one.type) == one.type
    ]
    return tuple(
        (role, goal)
        for role, goal in wanted.roles
        if sorted(_of_role(proposed, role)) != sorted(_of_role(wanted.known, role))
    )


def _of_role(pairs: Iterable[tuple[str, Range]], role: str) -> list[Range]:
    return [fragments for name, fragments in pairs if name == role]


async def _drop_wrong(pilot: Pilot[None], form: Form, wanted: WantedFrame, keys: list[str]) -> None:
    """Empty the slots for which something wrong is proposed."""
    wrong = {
        one.role for one in form.proposed.fillers if (one.role, one.fragments) not in wanted.known
    }
    letters = [one.key for one in form.roles if one.name in wrong]
    for letter in letters:
        await press_keys(pilot, [letter, "backspace"], keys)


async def _set_values(
    pilot: Pilot[None], form: Form, wanted: WantedFrame, keys: list[str], *, proposals: bool
) -> None:
    """Give the frame the values that neither a filler nor, with Enter, a proposal brings."""
    desk = desk_of(pilot)
    proposed = {one.attribute: one.value for one in form.proposed.values}
    for keyed in form.attributes:
        name = keyed.attribute.name
        offered = proposed.get(name, "")
        value = wanted.values.get(name, "")
        if proposals and offered:  # what is not in the layer has its default there
            value = wanted.told.get(name, keyed.attribute.default)
        there = form.frame.value_of(name) if form.frame else ""
        if value in ("", there, offered if proposals else ""):
            continue
        choices = desk.session.scheme.choices_for(keyed.attribute, wanted.type)
        await press_keys(pilot, _entry(keyed, choices, offered, value), keys)


def _entry(
    keyed: KeyedAttribute, choices: Sequence[str], offered: str, value: str
) -> tuple[str, ...]:
    """Return the keys that give an attribute a value."""
    if choices:
        return keyed.key, str(choices.index(value) + 1)
    if offered == value:
        return keyed.key, "enter"
    first, _, last = value.partition("/")
    typed = [_TYPED.get(letter, letter) for letter in (first if first == last else value)]
    return (keyed.key, *(["ctrl+u"] if offered else []), *typed, "enter")
