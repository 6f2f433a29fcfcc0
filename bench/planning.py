"""Labelling plans: which keys give each mention of a layer, found by search on the screen itself.

The planner plays the Label screen without a terminal, so that it knows what is in view, and looks
for the cheapest way to each mention by the keys that move the light. A person does a little worse.
"""

import copy
import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import NamedTuple

from textual.pilot import Pilot

from annotator.labelling.desk import Desk
from annotator.labelling.hints import hints_for_things, hints_for_words
from annotator.labelling.reader import Edge, Reader, Step
from annotator.labelling.sentence_map import Light
from annotator.model.annotation import Mention
from annotator.model.spans import Span
from annotator.project import Project
from annotator.tui.app import AnnotatorApp
from annotator.tui.preferences import Preferences
from annotator.tui.screens.label import LabelScreen
from annotator.tui.widgets.span_view import SpanView

_DEEPEST = 8
"""Keys to one mention, or to a further part of one, at which the search gives up."""

_FARTHEST = 30
"""Keys of one kind to the place of a mention after which the search gives up."""

UNAIDED = Preferences(suggestions=False)


class Wanted(NamedTuple):
    """A mention to be made."""

    type: str
    fragments: tuple[Span, ...]

    @property
    def hull(self) -> Span:
        """The range from the first character to the last."""
        return Span(self.fragments[0].start, self.fragments[-1].end)

    @property
    def is_contiguous(self) -> bool:
        """Whether it is one range."""
        return len(self.fragments) == 1


class Way(NamedTuple):
    """Keys, by Textual's names, that light something."""

    cost: int
    keys: tuple[str, ...]
    reader: Reader


Plan = tuple[Wanted, tuple[str, ...]]
"""A mention and the keys that make it."""


def wanted_of(mentions: Iterable[Mention]) -> list[Wanted]:
    """Return what is to be made, by place, outer mentions first."""
    found = [Wanted(one.type, one.fragments) for one in mentions]
    return sorted(found, key=lambda one: (one.hull.start, -one.hull.end))


async def plan_layer(
    project: Project, annotator: str, article: str, wanted: Sequence[Wanted], size: tuple[int, int]
) -> list[str]:
    """Return the keys that make a whole layer, each sentence finished with `n`."""
    keys: list[str] = []
    async with AnnotatorApp(project, annotator, article, UNAIDED).run_test(size=size) as pilot:
        await pilot.pause()
        desk = desk_of(pilot)
        while not desk.is_finished():
            sentence = desk.reader.sentence
            left = [one for one in wanted if _begins_in(one, sentence.start, sentence.end)]
            while left:
                left.remove(await _make_next(pilot, left, keys))
            if desk.hints is not None:
                await press_keys(pilot, ["escape"], keys)
            await press_keys(pilot, ["n"], keys)
    return keys


async def plan_suggested(
    project: Project, annotator: str, article: str, wanted: Sequence[Wanted], size: tuple[int, int]
) -> list[str]:
    """Return the keys that make a whole layer with the help of suggestions."""
    keys: list[str] = []
    async with AnnotatorApp(project, annotator, article).run_test(size=size) as pilot:
        await pilot.pause()
        desk = desk_of(pilot)
        suggest_all(pilot, project)
        while not desk.is_finished():
            sentence = desk.reader.sentence
            here = [one for one in wanted if _begins_in(one, sentence.start, sentence.end)]
            at_once = await _make_suggested(pilot, here, keys)
            if desk.hints is not None:
                await press_keys(pilot, ["escape"], keys)
            await press_keys(pilot, ["N" if at_once else "n"], keys)
    return keys


def suggest_all(pilot: Pilot[None], project: Project) -> None:
    """Let all suggestions of the article come at once."""
    desk = desk_of(pilot)
    project.suggest_at(desk)
    while not desk.suggested.is_complete:
        desk.suggested.advance(1)


async def _make_suggested(pilot: Pilot[None], here: Sequence[Wanted], keys: list[str]) -> bool:
    """Make what is not suggested in the lit sentence and turn down what is wrong.

    Returns:
        Whether all that is still missing is suggested, and nothing else.
    """
    desk = desk_of(pilot)
    start = desk.reader.sentence.start
    left = list(here)
    while True:
        ghosts = {(one.type, one.fragments) for one in desk.suggested.in_sentence(start)}
        right = [one for one in left if (one.type, one.fragments) in ghosts]
        ranges = {one.fragments for one in left}
        wrong = sorted(range_ for _, range_ in ghosts if range_ not in ranges)
        at_once = len(right) > len(wrong)
        missing = [one for one in left if one not in right] if at_once else left
        if missing:
            left.remove(await _make_next(pilot, missing, keys))
        elif at_once and wrong:
            await _turn_down(pilot, wrong, keys)
        else:
            return at_once


async def _turn_down(
    pilot: Pilot[None], wrong: Sequence[tuple[Span, ...]], keys: list[str]
) -> None:
    desk, view = desk_of(pilot), view_of(pilot)
    way = shortest(_beginnings(desk, view, wrong), view, wrong, _DEEPEST)
    if way is None:
        raise LookupError(f"no way to {wrong[0]} in {_DEEPEST} keys")
    await press_keys(pilot, [*way.keys, "x"], keys)


async def plan_mentions(
    project: Project, annotator: str, article: str, wanted: Sequence[Wanted], size: tuple[int, int]
) -> list[str]:
    """Return the keys that make some mentions of an article in this order."""
    keys: list[str] = []
    async with AnnotatorApp(project, annotator, article, UNAIDED).run_test(size=size) as pilot:
        await pilot.pause()
        for one in wanted:
            await _make_next(pilot, [one], keys)
    return keys


async def _make_next(pilot: Pilot[None], left: Sequence[Wanted], keys: list[str]) -> Wanted:
    """Press the keys that make the cheapest of some mentions; return which one that is.

    Raises:
        LookupError: nothing is in reach.
    """
    view = view_of(pilot)
    found = cheapest(desk_of(pilot), left, view)
    if found is None or any(not view.start <= one.hull.start < view.end for one in left):
        found = await _cheapest_elsewhere(pilot, left, found)
    if found is None:
        raise LookupError(f"no way to {left[0]} in {_DEEPEST} keys")
    await press_keys(pilot, found[1], keys)
    return found[0]


async def _cheapest_elsewhere(
    pilot: Pilot[None], left: Sequence[Wanted], best: Plan | None
) -> Plan | None:
    """Return the cheapest plan, be it one that begins with a look at other parts of the article."""
    desk, view = desk_of(pilot), pilot.app.screen.query_one(SpanView)
    reader, hints, top = copy.copy(desk.reader), desk.hints, view.scroll_offset.y
    for key in ("down", "pagedown", "up", "pageup"):
        times = 0
        # Two keys are the least that label something new.
        while times + 2 < (len(best[1]) if best else _FARTHEST):
            await pilot.press(key)
            times += 1
            most = len(best[1]) - times if best else _DEEPEST
            found = cheapest(desk, left, view_of(pilot), most)
            if found is not None:
                best = found[0], (*[key] * times, *found[1])
        desk.reader, desk.hints = copy.copy(reader), hints
        view.show_light()
        view.scroll_to(y=top, animate=False, force=True)
        await pilot.pause()
    return best


def cheapest(desk: Desk, wanted: Sequence[Wanted], view: Span, most: int = _DEEPEST) -> Plan | None:
    """Return the mention that the fewest keys make, less than `most`, and those keys.

    Mentions of several parts come last.
    """
    goals = {one.fragments: one for one in reversed(wanted) if one.is_contiguous}
    if not goals:
        plans = (_by_parts(desk, view, one) for one in wanted)
        return next((plan for plan in plans if plan), None)
    best = _sweep(desk, goals, view)
    if best is not None:
        most = min(most, len(best[1]))
    way = shortest(_beginnings(desk, view, list(goals)), view, list(goals), most - 1)
    if way is None:
        return best if best is not None and len(best[1]) <= most else None
    one = goals[way.reader.taken()]
    return one, (*way.keys, _letter(desk, one))


def _by_parts(desk: Desk, view: Span, wanted: Wanted) -> Plan | None:
    """Return the keys that light the parts of a mention, one after the other, and label them."""
    goals = [wanted.fragments[:1]]
    way = shortest(_beginnings(desk, view, goals), view, goals, _DEEPEST)
    for number in range(2, len(wanted.fragments) + 1):
        if way is None:
            return None
        held = copy.copy(way.reader)
        held.hold()
        goals = [wanted.fragments[:number]]
        onwards = _onwards(Way(way.cost + 1, (*way.keys, "ampersand"), held), view, goals)
        way = shortest(onwards, view, goals, way.cost + _DEEPEST)
    return (wanted, (*way.keys, _letter(desk, wanted))) if way else None


def _sweep(desk: Desk, goals: Mapping[tuple[Span, ...], Wanted], view: Span) -> Plan | None:
    """Return the cheapest hint in capitals, which gives the last label again."""
    is_open = desk.hints is not None
    targets = (desk.hints or hints_for_things(desk.reader, view)).targets
    plans = [
        (goals[light.fragments], (*"f"[is_open:], *code[:-1], code[-1].upper()))
        for code, light in targets.items()
        if light.fragments in goals and goals[light.fragments].type == desk.sitting.last_type
    ]
    return min(plans, key=lambda plan: len(plan[1]), default=None)


def shortest(
    ways: Iterable[Way],
    view: Span,
    goals: Sequence[tuple[Span, ...]],
    most: int,
    without: frozenset[str] = frozenset(),
) -> Way | None:
    """Return the cheapest way to one of some ranges, going on from others, of less than `most`.

    Args:
        ways: where to begin.
        view: the range of the text on the screen.
        goals: the ranges.
        most: keys that are too many.
        without: keys that do something else at the moment.
    """
    queue: list[tuple[int, int, Way]] = []
    order = count()

    def offer(way: Way) -> None:
        nonlocal most
        if way.cost < most:
            heapq.heappush(queue, (way.cost, next(order), way))
            if way.reader.taken() in goals:
                most = way.cost + 1

    for way in ways:
        offer(way)
    seen: set[object] = set()
    while queue:
        _, _, way = heapq.heappop(queue)
        if way.reader.taken() in goals:
            return way
        place = (way.reader.light, way.reader.held, way.reader.by_character)
        if place not in seen and way.cost + 1 < most:
            seen.add(place)
            for key, moved in _moves(way.reader, view, goals):
                if without.isdisjoint(key):
                    offer(Way(way.cost + len(key), (*way.keys, *key), moved))
    return None


def _beginnings(desk: Desk, view: Span, goals: Sequence[tuple[Span, ...]]) -> Iterator[Way]:
    """Yield the first steps: to stay, hints, and the first key of motions while hints are open."""
    reader = desk.reader
    if desk.hints is None:
        yield from _onwards(Way(0, (), copy.copy(reader)), view, goals)
        return
    for code, light in desk.hints.targets.items():
        yield _jump(Way(0, (), reader), tuple(code), light)
    for key, moved in _moves(reader, view, ()):
        yield Way(len(key), key, moved)  # none is a letter, which would be read as a hint
    yield from _onwards(Way(1, ("escape",), copy.copy(reader)), view, goals)


def _onwards(way: Way, view: Span, goals: Sequence[tuple[Span, ...]]) -> Iterator[Way]:
    """Yield a way and those that go on from it by a hint."""
    yield way
    reader = way.reader
    for code, light in hints_for_things(reader, view).targets.items():
        yield _jump(way, ("f", *code), light)
    yield from jumps_to_words(way, view, goals)


def jumps_to_words(way: Way, view: Span, goals: Sequence[tuple[Span, ...]]) -> Iterator[Way]:
    """Yield the ways on to words that begin like one of some ranges."""
    reader = way.reader
    for letter in sorted(_first_letters(reader.text, goals)):
        found = hints_for_words(reader, view, letter).targets
        for code, light in found.items():
            yield _jump(way, ("j", letter, *code) if len(found) > 1 else ("j", letter), light)


def _jump(way: Way, keys: tuple[str, ...], light: Light) -> Way:
    moved = copy.copy(way.reader)
    moved.go_to(light)
    return Way(way.cost + len(keys), (*way.keys, *keys), moved)


def _moves(
    reader: Reader, view: Span, goals: Sequence[tuple[Span, ...]]
) -> Iterator[tuple[tuple[str, ...], Reader]]:
    for key, act in _MOTIONS:
        moved = copy.copy(reader)
        act(moved)
        yield (key,), moved
    if reader.mention is not None and not reader.held:
        return  # the edge keys would move the mention itself
    for key, edge, step in _NUDGES:
        fragments = reader.nudged(edge, step)
        if fragments is not None:
            moved = copy.copy(reader)
            moved.set_fragments(fragments)
            yield (key,), moved
    yield from _stretches(reader, view, goals)
    moved = copy.copy(reader)
    moved.by_character = not moved.by_character
    yield ("underscore",), moved


def _stretches(
    reader: Reader, view: Span, goals: Sequence[tuple[Span, ...]]
) -> Iterator[tuple[tuple[str, ...], Reader]]:
    here = reader.light.hull
    for letter in sorted(_last_letters(reader, goals, here)):
        found = hints_for_words(reader, view, letter, stretch=True).targets
        for code, light in found.items():
            moved = copy.copy(reader)
            moved.stretch(light)
            yield (("J", letter, *code) if len(found) > 1 else ("J", letter)), moved


def _first_letters(text: str, goals: Sequence[tuple[Span, ...]]) -> set[str]:
    letters = (text[start].lower() for fragments in goals for start, _ in fragments)
    return {letter for letter in letters if letter.isascii() and letter.isalnum()}


def _last_letters(reader: Reader, goals: Sequence[tuple[Span, ...]], here: Span) -> set[str]:
    """Return first letters of last words of goals that begin where the light does."""
    words = (
        reader.text[start:end].split()[-1]
        for fragments in goals
        for start, end in fragments
        if start == here.start
    )
    return {word[0].lower() for word in words if word[0].isascii() and word[0].isalnum()}


_MOTIONS: tuple[tuple[str, Callable[[Reader], object]], ...] = (
    ("tab", lambda reader: reader.next_stop(1)),
    ("shift+tab", lambda reader: reader.next_stop(-1)),
    ("right", lambda reader: reader.walk(1)),
    ("left", lambda reader: reader.walk(-1)),
    ("down", lambda reader: reader.go_to_sentence(reader.index + 1)),
    ("up", lambda reader: reader.go_to_sentence(reader.index - 1, -1)),
    ("home", lambda reader: reader.go_to_end(-1)),
    ("end", lambda reader: reader.go_to_end(1)),
    ("plus", lambda reader: reader.grow()),
    ("minus", lambda reader: reader.shrink()),
)

_NUDGES: tuple[tuple[str, Edge, Step], ...] = (
    ("comma", "start", -1),
    ("less_than_sign", "start", 1),
    ("full_stop", "end", 1),
    ("greater_than_sign", "end", -1),
)


def _begins_in(one: Wanted, start: int, end: int) -> bool:
    return start <= one.hull.start < end


def _letter(desk: Desk, wanted: Wanted) -> str:
    """Return the key that names what is lit: its letter, or Enter where just this is suggested."""
    work = desk.session.work
    sentence = work.sentences[work.index_at(wanted.hull.start)]
    shown = desk.suggested.in_sentence(sentence.start)
    if any((one.type, one.fragments) == (wanted.type, wanted.fragments) for one in shown):
        return "enter"
    return desk.session.scheme.entities.types[wanted.type].key


async def press_keys(pilot: Pilot[None], keys: Sequence[str], pressed: list[str]) -> None:
    """Press keys and write them down."""
    for key in keys:
        await pilot.press(key)
    pressed += keys


def desk_of(pilot: Pilot[None]) -> Desk:
    """Return the desk that the screen shows."""
    screen = pilot.app.screen
    assert isinstance(screen, LabelScreen)  # noqa: S101 (the program has opened it)
    return screen.desk


def view_of(pilot: Pilot[None]) -> Span:
    """Return the range of the text on the screen."""
    return pilot.app.screen.query_one(SpanView).text_in_view()
